"""Elements become findings where TEI knows no element of that name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from bifolium import tei
from bifolium.findings import find
from bifolium.model import Finding
from bifolium.validate.pointers import times
from bifolium.validate.survey import PREFIX, Survey


def elements(seen: Survey) -> Iterator[Finding]:
    """Elements in TEI's namespace that TEI does not have: one finding a name (TEI Guidelines, appendix C)."""
    known = tei.elements()
    for tag, element in seen.tags.items():
        name = tag.removeprefix(PREFIX)
        if tag.startswith(PREFIX) and name not in known:
            meant = _meant(name, known)
            yield find(
                "tei.unknown-element", seen.place(element), element=name,
                times=times(sum(1 for _ in seen.root.iter(tag))),
                guess=f"Did you mean {meant}? " if meant else "",
            )  # fmt: skip


def _meant(name: str, known: Iterable[str]) -> str:
    """The element of which this is a misspelling; nothing when it is just a word of its own, like `mdel`."""
    close = tei.nearest(name, known, 1)
    if close and (close[0].casefold() == name.casefold() or SequenceMatcher(None, close[0], name).ratio() > 0.9):
        return close[0]
    return ""
