"""A regular expression becomes a machine that reads every character once, whatever the expression.

Python's own engine tries one way after another, which takes for ever on expressions like (a+)+b. A schema may come
from anywhere, so the expressions in which that can happen are run here instead: slower, but never slow.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]  # of code points; sorted, not overlapping, both ends included

POSITIONS = 10_000  # of one machine, all repetitions written out
STATES = 1_000  # remembered


class RegexError(ValueError):
    """Not a regular expression of XML Schema 1.0, or one that is too large."""


@dataclass(frozen=True, slots=True)
class Set:
    """One character of a set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after another."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Repeated at least and at most so often; None is as often as one likes."""

    part: Expression
    least: int
    most: int | None


Expression: TypeAlias = Set | Sequence | Either | Repeat


def is_slow(expression: Expression, repeated: bool = False) -> bool:
    """Whether there may be many ways to match: a choice inside a repetition, or several free repetitions in a row."""
    if isinstance(expression, Set):
        return False
    if isinstance(expression, Repeat):
        free = expression.most != expression.least
        if repeated and free:
            return True
        return is_slow(expression.part, repeated or expression.most is None or expression.most > 1)
    if isinstance(expression, Either):
        return repeated or any(is_slow(part) for part in expression.parts)
    return _free(expression) > 3 or any(is_slow(part, repeated) for part in expression.parts)


def _free(expression: Expression) -> int:
    """How many repetitions without an end there are."""
    if isinstance(expression, Set):
        return 0
    if isinstance(expression, Repeat):
        return (expression.most is None) + _free(expression.part)
    return sum(_free(part) for part in expression.parts)


class Machine:
    """Matches whole texts. Each state is the set of positions in the expression one may have come to."""

    def __init__(self, expression: Expression) -> None:
        self.sets: list[Ranges] = []  # by position: the characters that lead on
        self.follows: list[int] = []  # and to where
        self.ways: list[tuple[int, ...]] = []  # where one gets without a character
        self.final = self._place((), -1)
        self.start = self._closure([self._build(expression, self.final)])
        self.steps: dict[frozenset[int], dict[str, frozenset[int]]] = {}

    def _place(self, ranges: Ranges, follows: int, ways: tuple[int, ...] = ()) -> int:
        if len(self.sets) >= POSITIONS:
            raise RegexError("too large when its repetitions are written out")
        self.sets.append(ranges)
        self.follows.append(follows)
        self.ways.append(ways)
        return len(self.sets) - 1

    def _build(self, expression: Expression, then: int) -> int:
        """The position where the expression begins, if it leads to `then`."""
        if isinstance(expression, Set):
            return self._place(expression.ranges, then)
        if isinstance(expression, Sequence):
            for part in reversed(expression.parts):
                then = self._build(part, then)
            return then
        if isinstance(expression, Either):
            return self._place((), -1, tuple(self._build(part, then) for part in expression.parts))
        if expression.most is None:
            loop = self._place((), -1)
            self.ways[loop] = (self._build(expression.part, loop), then)
            then = loop
        else:
            end = then
            for _ in range(expression.most - expression.least):
                then = self._place((), -1, (self._build(expression.part, then), end))
        for _ in range(expression.least):
            then = self._build(expression.part, then)
        return then

    def _closure(self, positions: list[int]) -> frozenset[int]:
        """All positions one gets to without a character; only those that lead on by one, and the last."""
        found, seen = set(), set(positions)
        while positions:
            position = positions.pop()
            if self.sets[position] or position == self.final:
                found.add(position)
            new = [way for way in self.ways[position] if way not in seen]
            seen.update(new)
            positions += new
        return frozenset(found)

    def _step(self, state: frozenset[int], char: str) -> frozenset[int]:
        code = ord(char)
        return self._closure([self.follows[position] for position in state if within(self.sets[position], code)])

    def fullmatch(self, text: str) -> bool | None:
        """True if the whole text matches, else None, as Python's patterns have it."""
        state = self.start
        for char in text:
            known = self.steps.get(state)
            if known is None:
                if len(self.steps) > STATES:
                    self.steps.clear()
                known = self.steps[state] = {}
            following = known.get(char)
            if following is None:
                following = self._step(state, char)
                if len(known) < STATES:
                    known[char] = following
            state = following
            if not state:
                return None
        return self.final in state or None


def within(ranges: Ranges, code: int) -> bool:
    """Whether a code point lies in one of the ranges."""
    index = bisect_right(ranges, (code, 0x110000)) - 1
    return index >= 0 and code <= ranges[index][1]
