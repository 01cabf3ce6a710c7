"""Groups of a long list become the parts it is divided into: pages that hold whole groups, as many as fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

LINKS = 200  # on a page of a list; more make it slow to use, for machines too


@dataclass(frozen=True)
class Part:
    """One page of a divided list."""

    path: str
    groups: tuple[tuple[str, Sequence[Any]], ...]  # (what stands above them, items)
    first: int  # the number of its first item in the whole list, from 1

    @cached_property
    def count(self) -> int:
        return sum(len(items) for _, items in self.groups)

    @cached_property
    def label(self) -> str:
        """What stands on it: “1848 – 1851”, “A – C”; in a list without headings, the numbers."""
        headings = [heading for heading, _ in self.groups]
        if not any(headings):
            return f"{self.first} – {self.first + self.count - 1}"
        return " – ".join(dict.fromkeys(heading or "…" for heading in (headings[0], headings[-1])))


def divide(name: str, groups: Iterable[tuple[str, Sequence[Any]]], most: int) -> list[Part]:
    """The groups on as few pages as hold `most` items each; no group is broken that fits on a page.

    >>> [(part.path, part.label) for part in divide("index", [("1848", "ab"), ("1849", "c"), ("1850", "defgh")], 3)]
    [('index-1.html', '1848 – 1849'), ('index-2.html', '1850'), ('index-3.html', '1850')]
    """
    pages: list[list[tuple[str, Sequence[Any]]]] = [[]]
    room = most
    for heading, items in groups:
        for start in range(0, len(items), most):
            share = items[start : start + most]
            if len(share) > room:
                pages.append([])
                room = most
            pages[-1].append((heading, share))
            room -= len(share)
    parts: list[Part] = []
    first = 1
    for number, page in enumerate(pages, 1):
        parts.append(Part(f"{name}-{number}.html" if len(pages) > 1 else f"{name}.html", tuple(page), first))
        first += parts[-1].count
    return parts


def shelve(name: str, groups: Iterable[tuple[str, str, Sequence[Any]]], most: int) -> list[Part]:
    """The groups, each with its shelf (a year, a letter), on pages that are called after the shelves.

    So a page keeps its address when something is added on another. A list that fits on one page is not divided. Of more
    shelves than anybody would choose from, those of ten years become one; if they still are, numbers alone divide them.

    >>> [part.path for part in shelve("index", [("1848", "1848", "ab"), ("1849", "1849", "cdef")], 3)]
    ['index-1848.html', 'index-1849.html', 'index-1849-2.html']
    """
    listed = list(groups)
    if len({place for place, _, _ in listed}) > LINKS:
        listed = [(_wider(place), heading, items) for place, heading, items in listed]
    shelves: dict[str, list[tuple[str, Sequence[Any]]]] = {}
    for place, heading, items in listed:
        shelves.setdefault(place, []).append((heading, items))
    every = [group for some in shelves.values() for group in some]
    if len(shelves) > LINKS or sum(len(items) for _, items in every) <= most:
        return divide(name, every, most)
    parts: list[Part] = []
    first = 1
    for place, some in shelves.items():
        for number, part in enumerate(divide("", some, most), 1):
            path = f"{name}-{place}.html" if number == 1 else f"{name}-{place}-{number}.html"
            parts.append(replace(part, path=path, first=first))
            first += part.count
    return parts


def _wider(place: str) -> str:
    """The shelf of ten years instead of one, of the characters that stand together in Unicode instead of one.

    >>> _wider("1848"), _wider("bce-43"), _wider("u674e"), _wider("undated")
    ('184x', 'bce-4x', 'u67', 'undated')
    """
    if re.fullmatch(r"(bce-)?\d+", place):
        return f"{place[:-1]}x"
    return place[:-2] if re.fullmatch(r"u[0-9a-f]{4,}", place) else place
