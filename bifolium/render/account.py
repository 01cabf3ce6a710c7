"""An alignment becomes an account of itself: how many passages face each other, how that is known, what is alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bifolium.align import Alignment
from bifolium.facing import Sheet
from bifolium.locales import Locale
from bifolium.render.words import words

# What an alignment rests on, in the order in which it is told: what the source says, then what is guessed.
FOUND = ("link", "corresp", "n", "id", "untranslated", "order", "page", "whole")


@dataclass(frozen=True, slots=True)
class Account:
    """What a reader is told of an alignment."""

    passages: int  # that face each other
    ways: tuple[str, ...]  # in words: "120 tied by the source"
    alone: tuple[tuple[str, str, int], ...]  # address, first words and number of the leaf of each without counterpart


def account(alignment: Alignment, sheets: Iterable[Sheet], said: Locale) -> Account | None:
    """The account of the alignment of these sheets; None for a document of one text."""
    if not alignment.parallel:
        return None
    ways = Counter("link" if passage.found == "corresp" else passage.found for passage in alignment.pairs())
    wanted = {one.address for one in alignment.unaligned}
    text = {
        address: words(element)[:60]
        for sheet in (sheets if wanted else ())
        for element in sheet.elements()
        if (address := element.get("id")) in wanted
    }
    return Account(
        sum(ways.values()),
        tuple(f"{ways[way]} {said.word(f'facing.found-{way}')}" for way in FOUND if ways[way]),
        tuple((one.address, text.get(one.address) or one.level, one.leaf) for one in alignment.unaligned),
    )
