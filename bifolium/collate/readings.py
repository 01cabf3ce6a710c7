"""A stream with readings that exclude each other becomes what stands in the run and what stands apart from it.

Which reading stands in the run is the output's choice, made anew for each passage: a reading text prefers what the
editor corrected, a diplomatic one what is on the paper. So the choice is found in the text that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from bifolium.collate.ruler import bare_bytes
from bifolium.collate.source import MAYBE, Either, Stream, Text, texts

STATES = 256  # ways to read a text that are followed at once


class Divided(NamedTuple):
    """A stream divided into what stands in the run and what stands apart from it."""

    run: list[Text]
    apart: list[Text]


# What has been read so far, as a chain that shares its beginnings: (the chain before, in the run?, a text).
_Chain: TypeAlias = "tuple[_Chain, bool, Text] | None"
_States: TypeAlias = "dict[tuple[int, int], _Chain]"  # (length of the run, length of what is apart) -> how


def divide(stream: Stream, run_shown: str, apart_shown: str | None) -> Divided:
    """The stream divided as in an output that shows this run and, apart from it, these readings.

    `apart_shown` is None where an output leaves out what it does not put into the run. Where no division gives what
    is shown, the likeliest: as shown as far as possible, then always the first reading, or always the last.
    """
    if not any(isinstance(item, Either) for item in stream):
        return Divided([item for item in stream if isinstance(item, Text)], [])
    stream = _loosened(stream)
    run = bare_bytes(run_shown)
    apart = None if apart_shown is None else bare_bytes(apart_shown)
    for number in (0, -1):  # nearly all outputs have always the first, or always the last
        way = usual(stream, number)
        if squeezed(way.run) == run and (apart is None or squeezed(way.apart) == apart):
            return way
    reached: list[tuple[int, _States]] = []  # how many items were read, and how
    # Some readings may all stand apart; failing that, at least the run may be as it should.
    for reader in (_Reader(run, apart), _Reader(run, apart, absent=True), _Reader(run, None)):
        states: _States = {(0, 0): None}
        for number, item in enumerate(stream):
            if states:
                reached.append((number, states))
            states = reader.item(states, item)
        ended = len(run), len(reader.apart or b"")
        if ended in states:
            return _divided(states[ended])
    number, states = max(reached, key=lambda one: one[0])
    return _likeliest(_divided(states[max(states)]), stream[number:], run)


def _loosened(stream: Stream) -> Stream:
    """The stream, but where readings differ in nothing but white space (`to day`, `today`), any white space will do.

    Which of them is in the run cannot be told from the characters, and both are there.
    """
    found: Stream = []
    for item in stream:
        if isinstance(item, Either):
            said = [_said(reading) for _, reading in item.readings]
            loose: list[Stream] = [
                [Text(f"{MAYBE}{MAYBE.join(one.decode())}{MAYBE}", next(texts(reading)).element)]
                if one and said.count(one) > 1
                else _loosened(reading)
                for one, (_, reading) in zip(said, item.readings, strict=True)
            ]
            names = [name for name, _ in item.readings]
            item = Either(item.element, item.members, list(zip(names, loose, strict=True)))
        found.append(item)
    return found


def _said(reading: Stream) -> bytes:
    """What a reading says, if it is plain text; else nothing."""
    if any(isinstance(item, Either) for item in reading):
        return b""
    return squeezed(list(texts(reading)))


def usual(stream: Stream, number: int) -> Divided:
    """The stream with always this reading in the run: 0, the first, or -1, the last."""
    divided = Divided([], [])
    for item in stream:
        if isinstance(item, Text):
            divided.run.append(item)
        elif item.readings:
            chosen = item.readings[number][1]
            for _, reading in item.readings:
                if reading is chosen:
                    inner = usual(reading, number)
                    divided.run.extend(inner.run)
                    divided.apart.extend(inner.apart)
                else:
                    divided.apart.extend(_set_apart(reading))
    return divided


def squeezed(passage: Sequence[Text]) -> bytes:
    """A passage without white space."""
    return bare_bytes("".join(text for text, _ in passage))


def _set_apart(reading: Stream) -> Iterator[Text]:
    """A reading that stands apart with all readings within it, each of them set off."""
    for item in reading:
        if isinstance(item, Text):
            yield item
        else:
            for _, inner in item.readings:
                yield from _set_apart(inner)
    if reading:
        yield Text(MAYBE, next(texts(reading), Text("", None)).element)


def _divided(chain: _Chain) -> Divided:
    divided = Divided([], [])
    while chain is not None:
        chain, in_run, text = chain
        (divided.run if in_run else divided.apart).append(text)
    divided.run.reverse()
    divided.apart.reverse()
    return divided


def _likeliest(begun: Divided, rest: Stream, run: bytes) -> Divided:
    """What was read so far, and of the two usual ways to go on the one that ends more like the run."""
    ways = [usual(rest, 0), usual(rest, -1)]
    best = max(ways, key=lambda way: _common_end(squeezed(way.run), run))
    return Divided(begun.run + best.run, begun.apart + best.apart)


def _common_end(one: bytes, other: bytes) -> int:
    """The length of the longest common end, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[-middle:] == other[-middle:]:
            low = middle
        else:
            high = middle - 1
    return low


class _Reader:
    """Reads a stream along what is shown, all ways that fit at once."""

    def __init__(self, run: bytes, apart: bytes | None, *, absent: bool = False) -> None:
        """With `absent` all readings of a passage may stand apart; never if what is apart is not shown."""
        self.run, self.apart, self.absent = run, apart, absent and apart is not None

    def item(self, states: _States, item: Text | Either) -> _States:
        return self.in_run(states, item) if isinstance(item, Text) else self.either(states, item)

    def in_run(self, states: _States, text: Text) -> _States:
        said = bare_bytes(text.text)
        return {
            (run + len(said), apart): (chain, True, text)
            for (run, apart), chain in states.items()
            if self.run.startswith(said, run)
        }

    def set_apart(self, states: _States, passage: list[Text]) -> _States:
        said = squeezed(passage) if self.apart is not None else b""
        found: _States = {}
        for (run, apart), chain in states.items():
            if self.apart is None or self.apart.startswith(said, apart):
                for text in passage:
                    chain = (chain, False, text)
                found[run, apart + len(said)] = chain
        return found

    def either(self, states: _States, item: Either) -> _States:
        """One reading, or several of one name, in the run and the rest apart; or all apart."""
        found: _States = {}
        for chosen in self._choices(item):
            for order in self._orders(item, chosen):
                then = states
                for number in order:
                    reading = item.readings[number][1]
                    if number in chosen:
                        for inner in reading:
                            then = self.item(then, inner)
                    else:
                        then = self.set_apart(then, list(_set_apart(reading)))
                for position, chain in then.items():
                    if len(found) < STATES:
                        found.setdefault(position, chain)
        return found

    def _orders(self, item: Either, chosen: tuple[int, ...]) -> Iterator[list[int]]:
        """The readings as the source has them; if it matters for what is apart, also the chosen ones last or first."""
        order = list(range(len(item.readings)))
        yield order
        if any(isinstance(inner, Either) for number in chosen for inner in item.readings[number][1]):
            yield sorted(order, key=lambda number: number in chosen)
            yield sorted(order, key=lambda number: number not in chosen)

    def _choices(self, item: Either) -> list[tuple[int, ...]]:
        """Which readings may stand in the run together."""
        alone = [(number,) for number in range(len(item.readings))]
        none: list[tuple[int, ...]] = [()] if self.absent or not alone else []
        names = [name for name, _ in item.readings]
        if len(set(names)) == len(names) or not item.element.tag.endswith("}subst"):
            return alone + none
        # What was put in place of one deletion may be several additions (PH-subst).
        several = [
            tuple(number for number, other in enumerate(names) if other == name)
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ]
        return several + alone + none
