"""Two editions, built once, and a browser that opens their pages as a reader would: from a server or from disk.

The cable is this repository's own edition; the other is `tests/projects/facing`, with drawn scans. Without Chromium these
tests are passed over, and say so; with BIFOLIUM_BROWSER=required in the environment they fail.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

import drawn

from bifolium.project import open_project
from bifolium.run import Options, execute

ROOT = Path(__file__).parent.parent.parent
FACING = ROOT / "tests" / "projects" / "facing"
# Nothing but what was asked for: no updates, no field trials, no other protocols.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of the browser run in one process: the editions are built and the browser is started once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


def _lacking(what: str) -> None:
    if os.environ.get("BIFOLIUM_BROWSER") == "required":
        pytest.fail(f"{what}, and BIFOLIUM_BROWSER=required", pytrace=False)
    pytest.skip(f"{what}: these tests open the pages in Chromium (set BIFOLIUM_BROWSER=required to insist on them)")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser of the system, without a window."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _lacking("playwright is not installed")
    path = os.environ.get("BIFOLIUM_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _lacking("there is no Chromium on the PATH")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def copy_with_scans(to: Path) -> Path:
    """The project `facing` with its pictures drawn."""
    shutil.copytree(FACING, to)
    folder = to / "edition" / "facsimile"
    drawn.draw(folder / "letter-1.tif", 1, (1200, 1697))
    drawn.draw(folder / "letter-2.jpg", 2)
    drawn.draw(folder / "pages" / "verse.png", 3)
    return to


@pytest.fixture(scope="session")
def editions(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the output of both: cable/ and facing/."""
    folder = tmp_path_factory.mktemp("editions")
    facing = copy_with_scans(tmp_path_factory.mktemp("projects") / "facing")
    for project in (open_project(ROOT, folder / "cable"), open_project(facing, folder / "facing")):
        report = execute(project, Options(workers=1))
        errors = [f"{one.place}: {one.sentence}" for one in report.findings if one.severity == "error"]
        assert report.status == 0, "\n".join(errors)
    return folder


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def server(editions: Path) -> Iterator[str]:
    """The address of a server that gives out both editions, and nothing else."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(editions)))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


Visit = Callable[..., Any]


@pytest.fixture(scope="session")
def contexts(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Browsers set up once for each way to read."""
    made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def context(**options: Any) -> Any:
        key = tuple(sorted(options.items()))
        if key not in made:
            made[key] = chromium.new_context(reduced_motion="reduce", **options)
        return made[key]

    yield context
    for one in made.values():
        one.close()


@pytest.fixture
def visit(editions: Path, server: str, contexts: Callable[..., Any]) -> Iterator[Visit]:
    """Opens a page: visit("facing/letter/index.html#d1", width=390, scripts=False, disk=True, dark=True).

    At the end of every test it is certain that no page asked for anything outside its own edition, and that none
    complained.
    """
    opened: list[Any] = []
    asked: list[str] = []
    complaints: list[str] = []

    def open_page(
        path: str, *, width: int = 1440, height: int = 900, scripts: bool = True, disk: bool = False, dark: bool = False,
        judged: bool = False,
    ) -> Any:  # fmt: skip
        context = contexts(
            java_script_enabled=scripts, color_scheme="dark" if dark else "light", bypass_csp=judged
        )
        page = context.new_page()
        page.set_default_timeout(5000)
        page.set_viewport_size({"width": width, "height": height})
        home = editions.as_uri() if disk else server
        edition = f"{home}/{path.split('/')[0]}/"
        page.on("request", lambda request: None if request.url.startswith(edition) else asked.append(request.url))
        page.on("requestfailed", lambda request: complaints.append(f"{request.url} was not there"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.goto(f"{home}/{path}")
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.close()
    assert asked == [], "a page asks for nothing outside its own edition"
    assert complaints == []


@pytest.fixture(params=["http", "http without scripts", "disk", "disk without scripts"])
def way(request: pytest.FixtureRequest) -> dict[str, bool]:
    """The four ways in which an edition reaches its readers, as options of `visit`."""
    return {"disk": "disk" in request.param, "scripts": "without" not in request.param}
