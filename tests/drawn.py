"""Invented pages become pictures: a sheet with lines, a stamp and a marginal note, drawn while the tests run.

The same call draws the same picture, so that no scan has to be kept in the repository.
"""

from __future__ import annotations

import random
import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

PAPER, INK, STAMP, PENCIL = (247, 242, 230), (45, 42, 40), (150, 30, 25), (35, 60, 120)

FACING = Path(__file__).parent / "projects" / "facing"

# The sheet in its own units, which are the pixels of `sheet()`: where the lines, the stamp and the note are.
SIZE = (800, 1131)
LINES = [(120, 200 + 60 * n, 640, 236 + 60 * n) for n in range(12)]
STAMPED = (540, 60, 740, 140)
NOTED = (20, 420, 100, 620)


def sheet(number: int = 1, size: tuple[int, int] = SIZE) -> Image.Image:
    """A page of writing. Pages of different numbers differ in their words."""
    chance = random.Random(number)
    page = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(page)
    for left, top, right, bottom in LINES:
        x = float(left)
        while x < right - 30:
            word = min(chance.uniform(20, 90), right - x)
            draw.rounded_rectangle((x, top + 10, x + word, bottom - 8), 4, INK)
            x += word + chance.uniform(10, 18)
    draw.rectangle(STAMPED, outline=STAMP, width=6)
    draw.text((STAMPED[0] + 20, STAMPED[1] + 22), f"No. {number}", STAMP, font_size=32)
    left, top, right, bottom = NOTED
    for y in range(top, bottom, 24):
        draw.line([(left, y), (left + 24, y + 12), (left + 48, y), (right - chance.uniform(0, 20), y + 10)], PENCIL, 4)
    return page if size == SIZE else page.resize(size)


def draw(path: Path, number: int = 1, size: tuple[int, int] = SIZE) -> Path:
    """A sheet as a file, in the format of its suffix; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet(number, size).save(path)
    return path


def spread(left: int, right: int) -> Image.Image:
    """An open book: two pages on one picture."""
    both = Image.new("RGB", (2 * SIZE[0], SIZE[1]), PAPER)
    both.paste(sheet(left), (0, 0))
    both.paste(sheet(right), (SIZE[0], 0))
    return both


def facing(to: Path) -> Path:
    """The project `tests/projects/facing`, copied to `to`, with its page images."""
    shutil.copytree(FACING, to)
    folder = to / "edition" / "facsimile"
    draw(folder / "letter-1.tif", 1, (1200, 1697))
    draw(folder / "letter-2.jpg", 2)
    draw(folder / "pages" / "verse.png", 3)
    spread(4, 5).save(folder / "diary-open.jpg")
    return to


def dot(suffix: str = ".png") -> bytes:
    """The smallest picture there is."""
    holder = BytesIO()
    Image.new("RGB", (1, 1), PAPER).save(holder, {".jpg": "JPEG", ".png": "PNG"}[suffix])
    return holder.getvalue()
