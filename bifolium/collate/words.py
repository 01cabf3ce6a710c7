"""Two texts of the same characters become the words that are whole in one and broken in the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bifolium.collate.ruler import Ruler
from bifolium.collate.source import JOIN, MAYBE

# Scripts that need no space between words: Han, kana and their like; not Hangul.
_UNSPACED = "\u2e80-\uabff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_unspaced = re.compile(f"[{_UNSPACED}]").match
_HELD = re.compile(f"[ \t\r\n{MAYBE}{JOIN}]*{JOIN}[ \t\r\n{MAYBE}{JOIN}]*")
_WRAPPED = re.compile(f"(?<=[{_UNSPACED}])[ \t\r{MAYBE}]*\n[ \t\r\n{MAYBE}]*(?=[{_UNSPACED}])")


def faithful(source: str) -> Iterator[str]:
    """The ways to set a text that need no closer look: words whole that a break divides, then also without line ends
    between Han characters."""
    if JOIN in source:
        source = _HELD.sub("", source)
        yield source
    yield _WRAPPED.sub("", source)


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
        elif MAYBE not in made[place] and (place not in given or JOIN in given[place]):
            yield place, "broken"


def _surely(space: str) -> bool:
    """Whether words are certainly two here: white space, and nothing that says the word goes on (@break)."""
    return JOIN not in space and bool(space.replace(MAYBE, ""))


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"

