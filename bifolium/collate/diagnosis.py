"""Streams that are not equal become findings: what is lost, doubled, changed, moved or added, and where it belongs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from typing import Any

from bifolium.collate import words
from bifolium.collate.diff import Difference, differences
from bifolium.collate.ruler import Ruler, bare
from bifolium.collate.shown import Key
from bifolium.collate.source import Text
from bifolium.findings import find
from bifolium.model import Document, Finding

MOST = 20  # findings for one output of one document; the rest are counted
SURE = 4  # a passage of so many characters that stands elsewhere in the source was not put there by chance


@dataclass
class Pair:
    """A passage of the source and how an output shows it. Both may be empty."""

    key: Key
    given: Sequence[Text]
    made: str

    @cached_property
    def source(self) -> Ruler:
        return Ruler("".join(text for text, _ in self.given))

    @cached_property
    def shown(self) -> Ruler:
        return Ruler(self.made)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(bare(text)) for text, _ in self.given))

    @cached_property
    def ends(self) -> frozenset[int]:
        """Where texts of the source end and elements begin."""
        return frozenset((0, *self._ends))

    def element(self, place: int, root: Any) -> Any:
        """The element of the source in which the character at `place` stands."""
        number = min(bisect_right(self._ends, place), len(self.given) - 1)
        element = self.given[number].element if self.given else None
        return root if element is None else element

    def outermost(self, begin: int, end: int, root: Any) -> Any:
        """The largest element at `begin` all of whose text stands before `end`."""
        element, text = self.element(begin, root), self.source.bare[begin:end]
        while (parent := element.getparent()) is not None and element is not root:
            whole = bare("".join(parent.itertext()))
            if not whole or not text.startswith(whole):
                break
            element = parent
        return element

    def settled(self, at: Difference) -> Difference:
        """The same difference where it makes most sense: `two wo` put in for `tt` is `two` put in before `two`.

        What is only missing, or only put in, may be cut earlier as long as the text before it ends as it does.
        """
        missing = at.end > at.begin
        if missing and at.until > at.there:
            return at
        ruler, begin, end = (self.source, at.begin, at.end) if missing else (self.shown, at.there, at.until)
        ways = [0]
        while ways[-1] < min(begin, 200) and ruler.bare[begin - ways[-1] - 1] == ruler.bare[end - ways[-1] - 1]:
            ways.append(ways[-1] + 1)
        words, elements, text = ruler.boundaries, self.ends if missing else (), ruler.bare

        def sense(way: int) -> tuple[bool, ...]:
            start, stop = begin - way, end - way
            twice = not missing and text.startswith(text[start:stop], stop)
            return twice, start in elements, start in words, stop in words

        back = max(ways, key=sense)
        return Difference(at.begin - back, at.end - back, at.there - back, at.until - back)


@dataclass
class _Fault:
    pair: Pair
    at: Difference
    kind: str = ""

    @property
    def missing(self) -> str:
        return self.pair.source.bare[self.at.begin : self.at.end]

    @property
    def surplus(self) -> str:
        return self.pair.shown.bare[self.at.there : self.at.until]


def diagnose(document: Document, output: str, pairs: Iterable[Pair]) -> list[Finding]:
    """Findings for all pairs that are not equal: at most MOST, and one that counts the others."""
    pairs = list(pairs)
    root = document.tree.getroot()
    faults = [
        _Fault(pair, pair.settled(difference))
        for pair in pairs
        if pair.source.bare != pair.shown.bare
        for difference in islice(differences(pair.source, pair.shown), MOST * 5)
    ]
    _name(faults, pairs)
    found = [_finding(document, output, fault, root) for fault in faults if fault.kind]
    for pair in pairs:
        if pair.source.bare == pair.shown.bare:
            found += _words(document, output, pair, root)
    if len(found) > MOST:
        more = find("collation.more", document.place(root), output=output, number=len(found) - MOST)
        found = [*found[:MOST], more]
    return found


def _name(faults: list[_Fault], pairs: Sequence[Pair]) -> None:
    """Give each fault its kind; one that is the other side of another gets none."""
    source = "\0".join(pair.source.bare for pair in pairs)
    apart = {pair.key[0]: pair.source.bare for pair in pairs if pair.key[1]}
    missing = {fault.missing: fault for fault in reversed(faults) if fault.missing and not fault.surplus}
    for fault in faults:
        if not fault.surplus:
            fault.kind = fault.kind or "lost"
            continue
        if fault.missing:
            same = len(fault.missing) > 1 and sorted(fault.missing) == sorted(fault.surplus)
            fault.kind = "moved" if same else "changed"
            continue
        other = next((missing[turned] for turned in _turns(fault) if turned in missing), None)
        if other is not None and other.kind != "moved" and other.pair.key[1] == fault.pair.key[1]:
            fault.kind, other.kind = "", "moved"
        elif _joined(fault, faults, apart):
            fault.kind = "alternatives-joined"
        else:
            fault.kind = "doubled" if _doubled(fault, source) else "added"
    for fault in faults:
        if fault.kind == "explained":
            fault.kind = ""


def _turns(fault: _Fault) -> Iterator[str]:
    """What was put in, as it might be cut: `bcda` inserted into `a…` after its `a` is `abcd` inserted before it."""
    text = fault.surplus
    yield text
    shown, there = fault.pair.shown.bare, fault.at.there
    for back in range(1, min(len(text), there, 200)):
        if shown[there - back] != text[-back]:
            break
        yield text[-back:] + text[:-back]


def _joined(fault: _Fault, faults: list[_Fault], apart: Mapping[str, str]) -> bool:
    """Whether what was put into the run is a reading that should stand apart; then it is not missing there."""
    unit, in_apart = fault.pair.key
    if in_apart or len(fault.surplus) < 2 or not any(turned in apart.get(unit, "") for turned in _turns(fault)):
        return False
    for other in faults:
        if other.pair.key == (unit, True) and any(turned in other.missing for turned in _turns(fault)):
            other.kind = "explained"
    return True


def _doubled(fault: _Fault, source: str) -> bool:
    """Whether what was put in is a passage of the source: the one beside it, or one too long for chance."""
    text, shown, there = fault.surplus, fault.pair.shown.bare, fault.at.there
    if shown[max(0, there - len(text)) : there] == text or shown.startswith(text, fault.at.until):
        return True
    return len(text) >= SURE and text in source


def _finding(document: Document, output: str, fault: _Fault, root: Any) -> Finding:
    pair, at = fault.pair, fault.at
    before = pair.source.quote(pair.source.word(at.begin - 20), at.begin)
    inside = pair.element(max(0, at.begin - 1), root)  # of the text before, if nothing is missing
    element = pair.outermost(at.begin, at.end, root) if fault.missing else inside
    return find(
        f"collation.{fault.kind}",
        document.place(element),
        output=output,
        text=pair.source.quote(at.begin, at.end) or pair.shown.quote(at.there, at.until),
        shown=pair.shown.quote(at.there, at.until),
        length=max(len(fault.missing), len(fault.surplus)),
        where="an alternative" if pair.key[1] else f"after “{before}”" if before else "at the beginning",
    )


def _words(document: Document, output: str, pair: Pair, root: Any) -> Iterator[Finding]:
    for place, kind in words.faults(pair.source, pair.shown):
        one = pair.source.quote(max(0, place - 12), place).rpartition(" ")[2]
        other = pair.source.quote(place, place + 12).partition(" ")[0]
        code = "collation.words-joined" if kind == "joined" else "collation.word-broken"
        yield find(
            code, document.place(pair.element(place, root)), output=output, one=one, other=other, word=one + other
        )
