"""The mentions of all documents become, for each name, the sequence of its occurrences, each read when asked for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

from bifolium.model import Mention, Occurrence


class Occurrences(Sequence[Occurrence]):
    """Where a name is mentioned. Only the numbers of the mentions are held; the mentions may stand in a file."""

    def __init__(
        self, mentions: Sequence[Sequence[Mention]], marks: Sequence[int], numbers: array[int] | None = None
    ) -> None:
        """`mentions` are those of each entry; `marks` has a number for each, which is another whenever the entry is."""
        self._mentions, self._marks = mentions, marks
        self._numbers = array("Q") if numbers is None else numbers  # of entry and mention, one after the other

    def add(self, entry: int, mention: int) -> None:
        self._numbers.extend((entry, mention))

    @property
    def made_of(self) -> list[tuple[int, int]]:
        """What is another whenever any of them is."""
        pairs = zip(self._numbers[::2], self._numbers[1::2], strict=True)
        return [(self._marks[entry], mention) for entry, mention in pairs]

    def __len__(self) -> int:
        return len(self._numbers) // 2

    @overload
    def __getitem__(self, index: int) -> Occurrence: ...
    @overload
    def __getitem__(self, index: slice) -> Occurrences: ...
    def __getitem__(self, index: int | slice) -> Occurrence | Occurrences:
        if isinstance(index, slice):
            start, stop, _ = index.indices(len(self))
            return Occurrences(self._mentions, self._marks, self._numbers[2 * start : 2 * stop])
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        at = 2 * (index % len(self))
        return self._mentions[self._numbers[at]][self._numbers[at + 1]].occurrence
