"""Hands become findings where they are announced and never seen (TEI Guidelines, PHDH)."""

from __future__ import annotations

from collections.abc import Iterator

from bifolium.findings import find
from bifolium.model import Finding
from bifolium.validate.survey import ID, Survey


def hands(seen: Survey) -> Iterator[Finding]:
    """Hands described in the header that nothing in the document is said to be written by.

    That a hand is used and not described is found by `pointers`.
    """
    used = {
        target.removeprefix("#")
        for attribute in seen.pointers
        for value in seen.pointers[attribute]
        for target in value.split()
    }
    written = seen.values("hand") or seen.values("new")
    for note in seen.all("handNote"):
        name = note.get(ID)
        # An edition that names no hand in its text describes them for the record only.
        if written and name is not None and name not in used:
            yield find("hand.unused", seen.place(note, ID), id=name)
