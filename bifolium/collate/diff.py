"""Two texts become the passages in which they differ: first roughly, in linear time, then word by word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from bifolium.collate.ruler import SPACES, Ruler

SURE = 24  # characters: texts that are equal so far are side by side again
REACHES = (256, 4_096, 65_536)  # characters in which such a passage is looked for, one after the other
CLOSE = 1_000_000  # product of the numbers of words, up to which a difference is looked at word by word

# A word, or a character of a script that does not part words.
_HAN = "\u2e80-\uabff\uf900-\uffef\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_HAN}]|[^{_HAN}{SPACES}]+")


class Difference(NamedTuple):
    """`one[begin:end]` stands as `other[there:until]`, white space not counted; either may be empty."""

    begin: int
    end: int
    there: int
    until: int


def differences(one: Ruler, other: Ruler) -> Iterator[Difference]:
    """Where `one` and `other` differ in characters, in order. What is between two differences is equal."""
    for rough in _rough(one.bare, other.bare):
        yield from _fine(one, other, rough)


def _rough(one: str, other: str) -> Iterator[Difference]:
    # Ends that nothing else in the texts is equal to: so the ends are laid side by side too.
    end = "\0" * SURE
    one, other = one + end, other + end
    here = there = 0
    while True:
        equal = _equal(one, here, other, there)
        here, there = here + equal, there + equal
        if here >= len(one) or there >= len(other):
            return
        over, past = _again(one, here, other, there)
        yield Difference(here, here + over, there, there + past)
        here, there = here + over, there + past


def _equal(one: str, here: int, other: str, there: int) -> int:
    """How many characters are equal from `here` and from `there` on: in leaps, then by halving."""
    length, leap = 0, 64
    most = min(len(one) - here, len(other) - there)
    while length < most:
        size = min(leap, most - length)
        if one[here + length : here + length + size] == other[there + length : there + length + size]:
            length, leap = length + size, leap * 2
            continue
        low, high = 0, size - 1
        while low < high:
            middle = (low + high + 1) // 2
            if one[here + length : here + length + middle] == other[there + length : there + length + middle]:
                low = middle
            else:
                high = middle - 1
        return length + low
    return length


def _again(one: str, here: int, other: str, there: int) -> tuple[int, int]:
    """How much to pass over in each, so that they are equal again."""
    for reach in REACHES:
        places: dict[str, int] = {}
        for past in range(min(reach, len(other) - there - SURE) + 1):
            places.setdefault(other[there + past : there + past + SURE], past)
        best = None
        for over in range(min(reach, len(one) - here - SURE) + 1):
            if best is not None and over >= sum(best):
                break
            found = places.get(one[here + over : here + over + SURE])
            if found is not None and (best is None or over + found < sum(best)):
                best = over, found
        if best is not None:
            return best
    over = one.find(other[there : there + SURE], here)
    past = other.find(one[here : here + SURE], there)
    if over >= 0 and (past < 0 or over - here <= past - there):
        return over - here, 0
    return (0, past - there) if past >= 0 else _to_the_end(one, here, other, there)


def _to_the_end(one: str, here: int, other: str, there: int) -> tuple[int, int]:
    """All but what is equal at the ends."""
    low, high = 0, min(len(one) - here, len(other) - there)
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle :] == other[len(other) - middle :]:
            low = middle
        else:
            high = middle - 1
    return len(one) - low - here, len(other) - low - there


def _fine(one: Ruler, other: Ruler, rough: Difference) -> Iterator[Difference]:
    """A difference, word by word."""
    # Whole words: what is before and behind is equal, SURE characters of it at least, or as far as there are any.
    back = max(_since_word(one, rough.begin), _since_word(other, rough.there))
    back = min(back, SURE, rough.begin, rough.there)
    on = max(one.word(rough.end) - rough.end, other.word(rough.until) - rough.until)
    on = min(on, SURE, one.length - rough.end, other.length - rough.until)
    ours = _words(one, rough.begin - back, rough.end + on)
    theirs = _words(other, rough.there - back, rough.until + on)
    if len(ours) * len(theirs) > CLOSE:
        yield rough
        return
    here = list(accumulate(map(len, ours), initial=rough.begin - back))
    there = list(accumulate(map(len, theirs), initial=rough.there - back))
    for kind, first, last, third, fourth in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal":
            missing, surplus = "".join(ours[first:last]), "".join(theirs[third:fourth])
            start = _equal(missing, 0, surplus, 0)
            over, past = _to_the_end(missing, start, surplus, start)
            if over or past:
                begin, beside = here[first] + start, there[third] + start
                yield Difference(begin, begin + over, beside, beside + past)


def _since_word(ruler: Ruler, place: int) -> int:
    """How far it is from the beginning of a word to `place`."""
    number = bisect_right(ruler.starts, place) - 1
    return place - ruler.starts[number] if number >= 0 else 0


def _words(ruler: Ruler, begin: int, end: int) -> list[str]:
    """The words between two places."""
    if end <= begin:
        return []
    return _WORD.findall(ruler.text[ruler.before(begin) : ruler.after(end)])
