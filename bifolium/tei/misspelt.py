"""A misspelt name becomes the names that may be meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, among: Iterable[str], limit: int = 3) -> list[str]:
    """The names that may be meant by a misspelt one, likeliest first.

    >>> names = "persName", "title", "titleStmt"
    >>> nearest("persname", names), nearest("titelStmt", names), nearest("qwertyuiop", names)
    (['persName'], ['titleStmt'], [])
    """
    names = list(among)
    folded = name.casefold()
    exact = [n for n in names if n.casefold() == folded]
    if exact:
        return exact[:limit]
    allowed = 1 if len(name) < 5 else 2 if len(name) < 10 else 3
    found = []
    for candidate in names:
        if abs(len(candidate) - len(name)) <= allowed:
            distance = _distance(folded, candidate.casefold(), allowed)
            if distance <= allowed:
                found.append((distance, candidate[:1].casefold() != folded[:1], candidate))
    closest = min(found, default=(0,))[0]
    return [n for distance, _, n in sorted(found) if distance <= closest + 1][:limit]


def _distance(a: str, b: str, limit: int) -> int:
    """How many letters are to be added, dropped, replaced or swapped with their neighbour; limit + 1 if more."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
