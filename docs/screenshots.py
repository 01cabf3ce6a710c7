"""The editions of this repository become the screenshots of its documentation: `python docs/screenshots.py`.

`python docs/screenshots.py --before COMMIT` takes some of them as an older state of the program made them, into
docs/screenshots/before/.

What is shown is what a build makes: the cable of this repository, and the invented letter of the tests with its drawn
page images. Needs Chromium and what `pip install -e '.[test]'` installs.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent))

import chromium
import drawn
from PIL import Image, ImageOps

from bifolium.project import open_project
from bifolium.run import Options, execute

DOCS = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Shot:
    """One screenshot: of which page, how large, and in what light."""

    name: str
    page: str
    width: int = 1440
    height: int = 900
    dark: bool = False
    paper: bool = False
    panel: str = ""  # which is open


MARGIN = 57  # pixels: 15 mm at 96 dots to the inch
CABLE = "cable/cable-1963-08-01/index.html"
LETTER = "letter/letter/index.html"
SHOTS = [
    Shot("reading", f"{CABLE}#sheet"),
    Shot("reading-zh", "cable/zh/cable-1963-08-01/index.html#sheet"),
    Shot("reading-dark", f"{CABLE}#sheet", dark=True),
    Shot("reading-phone", f"{CABLE}#sheet", 390, 844),
    Shot("reading-paper", CABLE, 794 - 2 * MARGIN, 1123 - 2 * MARGIN, paper=True),  # A4
    Shot("marks", f"{CABLE}#mark-date-label"),
    Shot("hands", CABLE, panel="hands"),
    Shot("life", CABLE, panel="life"),
    Shot("image", f"{LETTER}#e2a"),
    Shot("image-phone", f"{LETTER}#sheet", 390, 844),
    Shot("right-to-left", "letter/verse/index.html#sheet"),
    Shot("record", "cable/cable-1963-08-01/record.html"),
    Shot("home", "cable/index.html"),
]


BEFORE = ("reading", "reading-phone", "reading-paper", "home")


def build(folder: Path) -> None:
    """Both editions, into folders of their names."""
    letter = drawn.facing(folder / "projects" / "letter")
    for project in (open_project(DOCS.parent, folder / "cable"), open_project(letter, folder / "letter")):
        if execute(project, Options(workers=1)).status:
            raise SystemExit(f"{project.root.name} has errors: run bifolium build, and mend them")


def take(browser: Any, shot: Shot, folder: Path, to: Path) -> None:
    """One screenshot, in few colours to be small."""
    path, _, at = shot.page.partition("#")
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        device_scale_factor=1,
    )
    # "#sheet" is where the first page of the document begins; anything else is an address on the page.
    page.goto((folder / path).as_uri() + (f"#{at}" if at and at != "sheet" else ""))
    page.wait_for_load_state("networkidle")  # the fonts come once the page is painted
    page.emulate_media(media="print" if shot.paper else "screen")
    if shot.panel:
        page.locator(f"#{shot.panel} > summary").click()
    if at == "sheet":
        page.evaluate("() => document.querySelector('.sheet').scrollIntoView()")
    page.evaluate("""() => Promise.all([document.fonts.ready,
        ...[...document.images].filter(i => i.getBoundingClientRect().top < innerHeight).map(i => i.decode())])""")
    target = to / f"{shot.name}.png"
    page.screenshot(path=target)
    page.close()
    with Image.open(target) as image:
        shown = ImageOps.expand(image.convert("RGB"), MARGIN if shot.paper else 0, "white")
        shown.quantize(method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.name:<20}{target.stat().st_size / 1000:6.0f} kB")


def build_before(commit: str, folder: Path) -> None:
    """The cable as the program of that commit shows it."""
    older = folder / "older"
    older.mkdir()
    tree = subprocess.run(["git", "archive", commit], cwd=DOCS.parent, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(tree)) as archive:
        archive.extractall(older, filter="data")
    subprocess.run([sys.executable, "build.py", "--quiet", "--output", str(folder / "cable")], cwd=older, check=False)


def main() -> None:
    """All screenshots, or those named."""
    if why := chromium.lacking():
        raise SystemExit(why)
    asked = sys.argv[1:]
    before = asked[1] if asked[:1] == ["--before"] else ""
    names = BEFORE if before else tuple(asked)
    to = DOCS / "screenshots" / ("before" if before else "")
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, chromium.started() as browser:
        if before:
            build_before(before, Path(name))
        else:
            build(Path(name))
        for shot in SHOTS:
            if not names or shot.name in names:
                take(browser, shot, Path(name), to)


if __name__ == "__main__":
    main()
