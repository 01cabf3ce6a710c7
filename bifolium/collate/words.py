"""Two texts of the same characters become the words that are whole in one and broken in the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bifolium.collate.ruler import Ruler
from bifolium.collate.source import JOIN, MAYBE


def faults(source: Ruler, shown: Ruler) -> Iterator[tuple[int, str]]:
    """The places at which words of the source run together ("joined") or fall apart ("broken") in what is shown."""
    given, made = source.spaces(), shown.spaces()
    text = source.bare
    for place in sorted(given.keys() | made.keys()):
        if not (_in_word(text[place - 1]) and _in_word(text[place])):
            continue
        if place not in made:
            if _surely(given[place]) and not (_unspaced(text[place - 1]) or _unspaced(text[place])):
                yield place, "joined"
        elif MAYBE not in made[place] and not given.get(place, "").replace(JOIN, ""):
            yield place, "broken"


def _surely(space: str) -> bool:
    """Whether words are certainly two here: white space, and nothing that says the word goes on (@break)."""
    return JOIN not in space and bool(space.replace(MAYBE, ""))


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _unspaced(character: str) -> bool:
    """Whether this script needs no space between words: Han, kana and their like."""
    return character >= "\u2e80" and not "\uac00" <= character <= "\ud7ff"
