"""Two texts become the passages in which they differ, in time linear to their length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

# Where texts differ they are laid side by side again at the next passage of `length` characters that both have
# within `reach`; else at one of FAR characters anywhere in what follows; else with less certainty.
STEPS = ((8, 3), (64, 6), (2_048, 12))  # (reach, length)
FAR = 32
LAST_STEPS = ((2_048, 4),)
# Where each text has ahead what the other has here, something was moved: it is put in here and missing there, or so.
MOVED = 12


class Difference(NamedTuple):
    """`one[begin:end]` stands as `other[there:until]`; either may be empty."""

    begin: int
    end: int
    there: int
    until: int


def differences(one: str, other: str) -> Iterator[Difference]:
    """Where `one` and `other` differ, in order. What is between two differences is equal."""
    here = there = 0
    # Ends that nothing else in the texts is equal to: so the ends are laid side by side too.
    end = "\0" * FAR
    one, other = one + end, other + end
    while True:
        equal = common_beginning(one, here, other, there)
        here, there = here + equal, there + equal
        if here >= len(one) or there >= len(other):
            return
        over, past = _again(one, here, other, there)
        yield Difference(here, here + over, there, there + past)
        here, there = here + over, there + past


def common_beginning(one: str, here: int, other: str, there: int) -> int:
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
    over = one.find(other[there : there + MOVED], here, here + 65_536)
    past = other.find(one[here : here + MOVED], there, there + 65_536)
    if over >= 0 and past >= 0:
        return (over - here, 0) if over - here <= past - there else (0, past - there)
    return (
        _near(one, here, other, there, STEPS)
        or _far(one, here, other, there)
        or _near(one, here, other, there, LAST_STEPS)
        or _end(one, here, other, there)
    )


def _near(one: str, here: int, other: str, there: int, steps: tuple[tuple[int, int], ...]) -> tuple[int, int] | None:
    """The nearest passage that both have."""
    for reach, length in steps:
        places: dict[str, int] = {}
        for past in range(min(reach, len(other) - there - length) + 1):
            places.setdefault(other[there + past : there + past + length], past)
        best = None
        for over in range(min(reach, len(one) - here - length) + 1):
            if best is not None and over >= sum(best):
                break
            found = places.get(one[here + over : here + over + length])
            if found is not None and (best is None or over + found < sum(best)):
                best = over, found
        if best is not None:
            return best
    return None


def _far(one: str, here: int, other: str, there: int) -> tuple[int, int] | None:
    """The next passage of one that the other has somewhere."""
    over = one.find(other[there : there + FAR], here)
    past = other.find(one[here : here + FAR], there)
    if over >= 0 and (past < 0 or over - here <= past - there):
        return over - here, 0
    return (0, past - there) if past >= 0 else None


def _end(one: str, here: int, other: str, there: int) -> tuple[int, int]:
    """The ends, as far as they are equal."""
    low, high = 0, min(len(one) - here, len(other) - there)
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle :] == other[len(other) - middle :]:
            low = middle
        else:
            high = middle - 1
    return len(one) - low - here, len(other) - low - there
