"""A text is measured without its white space, so that it can be laid beside another that has other white space."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from bifolium.collate.source import JOIN, MAYBE

# XML's white space and our marks: an ideographic or a hard space is a character like others.
SPACES = f" \t\n{MAYBE}{JOIN}"
_WORD = re.compile(f"[^{SPACES}]+")


WHITE = f"{SPACES}\x0b".encode()  # what `bytes.split` splits at


def bare(text: str) -> str:
    """A text without its white space."""
    return bare_bytes(text).decode()


def bare_bytes(text: str) -> bytes:
    """A text without its white space, in UTF-8."""
    return text.encode().translate(None, WHITE)


def bare_length(text: str) -> int:
    """The number of characters of a text that are not white space."""
    return len(text) - sum(map(text.count, SPACES))


class Ruler:
    """A text in which places are counted without white space."""

    def __init__(self, text: str) -> None:
        self.text = text
        *self.starts, self.length = accumulate(map(len, _WORD.findall(text)), initial=0)  # of each word

    @cached_property
    def bare(self) -> str:
        """The text without white space."""
        return bare(self.text)

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """Where in the text each word begins and ends."""
        return [word.span() for word in _WORD.finditer(self.text)]

    @cached_property
    def boundaries(self) -> frozenset[int]:
        """The places between words, and the ends."""
        return frozenset((*self.starts, self.length))

    def word(self, place: int) -> int:
        """The place at which the first word begins that begins at `place` or later."""
        number = bisect_left(self.starts, place)
        return self.starts[number] if number < len(self.starts) else self.length

    def before(self, place: int) -> int:
        """Where in the text the character at `place` begins; the end of the text, if there is none."""
        if place >= self.length:
            return len(self.text)
        number = bisect_right(self.starts, place) - 1
        return self.words[number][0] + place - self.starts[number]

    def after(self, place: int) -> int:
        """Where in the text the character before `place` ends; its beginning, if there is none."""
        return self.before(place - 1) + 1 if place > 0 else 0

    def space(self, place: int) -> str:
        """The white space before the character at `place`."""
        return self.text[self.after(place) : self.before(place)]

    def quote(self, begin: int, end: int, most: int = 60) -> str:
        """What stands between two places, for people; of a long text its beginning and end."""
        if end <= begin:
            return ""
        text = " ".join(_WORD.findall(self.text[self.before(begin) : self.after(end)]))
        return text if len(text) <= most else f"{text[: most * 2 // 3]} … {text[-(most // 3) :]}"
