"""A piece of HTML becomes the source's words in it, and words become how wide they are."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Any

_BLOCKS = frozenset(("div", "p", "li", "td"))


def words(element: Any) -> str:
    """The source's words in a piece of HTML, without the program's."""
    return " ".join("".join(text for _, text in by_hand(element)).split())


def by_hand(element: Any) -> list[tuple[str, str]]:
    """Likewise in pieces, each after the hand it is in; "" where the page names none."""
    found: list[tuple[str, str]] = []

    def read(e: Any, hand: str) -> None:
        if not isinstance(e.tag, str) or "generated" in e.get("class", "").split() or e.get("data-apart") is not None:
            return
        within = e.get("data-hand", "") if e.get("class") == "by-hand" else hand
        found.append((within, e.text or ""))
        for child in e:
            read(child, within)
            found.append((within, f" {child.tail or ''}" if child.tag in _BLOCKS else child.tail or ""))

    read(element, "")
    return found


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
