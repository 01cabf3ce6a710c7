"""A place in a file becomes its line, with a caret below the character that is meant."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path

from bifolium.characters import EncodingError, decode
from bifolium.model import Place

WIDTH = 96  # columns of a line that is quoted
STANDARD_INPUT = "-"


def quoter(folders: Iterable[Path]) -> Callable[[Place], str]:
    """A function that gives the line at a place and a caret; "" where there is nothing to show.

    `folders` are those from which paths may count: of projects, or the one in which we are.
    """
    places = list(folders)

    def quote(place: Place) -> str:
        lines: tuple[str, ...] = ()
        if place.line and place.path == STANDARD_INPUT:
            lines = _split(standard_input())
        elif place.line:
            lines = next(filter(None, (_lines(folder / place.path) for folder in places)), ())
        return with_caret(lines[place.line - 1], place.column) if 0 < place.line <= len(lines) else ""

    return quote


@cache
def standard_input() -> bytes:
    """What came on standard input; it can be read only once."""
    return sys.stdin.buffer.read()


def with_caret(line: str, column: int) -> str:
    """A line as a terminal shows it, and below it a caret at the character of this column, from 1; 0 shows none.

    Han characters are two columns wide, combining ones none; a tab becomes a blank. Of a long line a part is shown.

    >>> print(with_caret("<p>漢字<q/></p>", 6))
    <p>漢字<q/></p>
           ^
    """
    start = 0
    while column and width(line[start : column - 1]) > WIDTH * 2 // 3:
        start = max(start + 1, column - WIDTH // 2) if not start else start + 1
    end, columns = start, 0
    while end < len(line) and columns + width(line[end]) <= WIDTH:
        columns += width(line[end])
        end += 1
    shown = f"{'…' if start else ''}{''.join(map(visible, line[start:end]))}{'…' if end < len(line) else ''}"
    if not column:
        return shown.rstrip()
    before = bool(start) + width(line[start : column - 1])
    return f"{shown.rstrip()}\n{' ' * before}^"


def width(text: str) -> int:
    """How many columns a terminal gives to these characters (UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def visible(character: str) -> str:
    """The character, or a sign in place of one that would move the cursor or turn the direction of writing."""
    if character == "\t":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character


@lru_cache(maxsize=4)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        return _split(path.read_bytes())
    except (OSError, ValueError):  # not there, or a name no file system admits
        return ()


def _split(data: bytes) -> tuple[str, ...]:
    try:
        # As XML counts lines, and not where Unicode has further separators.
        return tuple(decode(data).text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    except EncodingError:
        return ()
