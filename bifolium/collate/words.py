"""Two texts of the same characters become the words that are whole in one and broken in the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bifolium.collate.ruler import SPACES, Ruler
from bifolium.collate.source import JOIN, MAYBE

# Scripts that need no space between words: Han, kana and their like; not Hangul.
_UNSPACED = "\u2e80-\uabff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_unspaced = re.compile(f"[{_UNSPACED}]").match
_HELD = re.compile(f"[{SPACES}]*{JOIN}[{SPACES}]*")
_WRAPPED = re.compile(f"(?<=[{_UNSPACED}])[ \t]*\n[ \t\n]*(?=[{_UNSPACED}])")


def faithful(source: str) -> Iterator[str]:
    """Ways to set a text that need no closer look: no more white space than the source has; words whole that a
    break divides; and also no line ends between Han characters."""
    yield (source := _HELD.sub("", source).replace(MAYBE, ""))
    yield _WRAPPED.sub("", source)


def faults(source: Ruler, shown: Ruler) -> Iterator[tuple[int, str]]:
    """The places at which words of the source run together ("joined") or fall apart ("broken") in what is shown."""
    given, made = source.boundaries, shown.boundaries
    held = {place for place in given & made if JOIN in source.space(place)} if JOIN in source.text else set()
    for place in sorted(((given ^ made) | held) - {0, source.length}):
        before, after = source.bare[place - 1], source.bare[place]
        if not (_in_word(before) and _in_word(after)):
            continue
        if place not in made:
            if _surely(source.space(place)) and not (_unspaced(before) or _unspaced(after)):
                yield place, "joined"
        elif MAYBE not in shown.space(place):
            yield place, "broken"


def _surely(space: str) -> bool:
    """Whether words are certainly two here: white space, and nothing that says the word goes on (@break)."""
    return JOIN not in space and bool(space.replace(MAYBE, ""))


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"

