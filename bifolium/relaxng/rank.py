"""A wrong name and the right ones become an order: the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

NEAR = 0.4  # what is not less alike than this may be meant
FAR = 1.0


def distance(one: str, other: str) -> int:
    """How many letters were added, dropped, replaced or exchanged with their neighbour.

    >>> distance("titel", "title")
    1
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, target in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]


@lru_cache(maxsize=20_000)
def unlikeness(wrong: str, right: str) -> float:
    """From 0, the same, to 1, nothing in common.

    >>> unlikeness("persname", "persName") < unlikeness("prsName", "persName") < NEAR
    True
    """
    if wrong == right:
        return 0.0
    one, other = wrong.casefold(), right.casefold()
    if one == other:
        return 0.02
    longest = max(len(one), len(other))
    if abs(len(one) - len(other)) * 2 > longest:
        return _abbreviation(one, other)
    found = distance(one[:60], other[:60]) / longest
    if found > 0.5:
        return _abbreviation(one, other)
    if "".join(filter(str.isalnum, one)) == "".join(filter(str.isalnum, other)):
        return 0.03
    return min(found, _abbreviation(one, other))


def _abbreviation(one: str, other: str) -> float:
    """ "pers" for "persName", "paragraph" for "p"."""
    short, long = sorted((one, other), key=len)
    if len(short) > 2 and (long.startswith(short) or long.endswith(short)):
        return 0.5
    return 0.8 if short and long.startswith(short) else FAR


def nearest(wrong: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that may be meant, all equally near; none if there is none so near."""
    scored = [(unlikeness(wrong, candidate), candidate) for candidate in candidates]
    best = min((score for score, _ in scored), default=FAR)
    return [candidate for score, candidate in scored if score == best] if best < NEAR else []


def order(wrong: str, candidates: Iterable[str], weight: Callable[[str], tuple[float, ...]]) -> list[str]:
    """The candidates, the near ones first, then by weight, the lightest first."""

    def key(candidate: str) -> tuple[object, ...]:
        score = unlikeness(wrong, candidate)
        return (score if score <= 0.5 else FAR, *weight(candidate), score, candidate)

    return sorted(set(candidates), key=key)
