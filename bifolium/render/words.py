"""A piece of HTML becomes the source's words in it, and words become how wide they are."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Any


def words(element: Any) -> str:
    """The source's words in a piece of HTML, without the program's."""
    found: list[str] = []

    def read(e: Any) -> None:
        if not isinstance(e.tag, str) or "generated" in e.get("class", "").split() or e.get("data-apart") is not None:
            return
        found.append(e.text or "")
        for child in e:
            read(child)
            found.append(child.tail or "")

    read(element)
    return " ".join("".join(found).split())


@lru_cache(maxsize=4096)
def wide(character: str) -> bool:
    """Whether a character is as wide as it is high, as those of Chinese are."""
    return unicodedata.east_asian_width(character) in "WF"


@lru_cache(maxsize=256)  # of a passage it is asked for at every size at which it is tried
def ems(text: str) -> float:
    """About how wide a text is, in letters as wide as they are high.

    >>> ems("漢字"), ems("118") < 2
    (2.0, True)
    """
    return sum(n * (1.0 if wide(c) else 0.3 if c in " .,:;'()-|il" else 0.58) for c, n in Counter(text).items())
