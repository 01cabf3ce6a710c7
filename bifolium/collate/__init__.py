"""A document and its outputs become certificates: every character of the source stands in every output, once and in
order, or is left out by a named rule.

Each output says which passages of the source it shows, and where (docs/design.md, "How the output says what it
shows"). The same passages are taken from the source, and both are compared: first without white space, then the
ends of the words. What is text and what are words of the program, what belongs to the running text and what stands
beside it: all that is read from the output itself. So no template is trusted, the core's or a scholar's.

`source` takes the passages from TEI, `shown` from an output; `readings` finds which half of a choice is in the run;
`diff`, `words` and `diagnosis` say what is wrong; `rules` holds the tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bifolium.collate.diagnosis import Pair, diagnose
from bifolium.collate.readings import divide
from bifolium.collate.ruler import Ruler, bare_bytes, bare_length
from bifolium.collate.rules import ALTERNATIVES, OTHER_TEXTS, REASONS
from bifolium.collate.shown import NOBODY, Key, Shown, shown
from bifolium.collate.source import JOIN, Event, Start, Streams, Text, outermost, read, streams, texts
from bifolium.collate.words import faithful, faults
from bifolium.findings import find
from bifolium.model import Certificate, Document, Finding, Output

__all__ = ["certificate_json", "collate"]


def collate(document: Document, outputs: Iterable[Output]) -> list[Certificate]:
    """A certificate for each output, in their order. One without findings is proved; each finding is an error.

    Outputs are asked for one after the other, and of each only the text it shows is kept.
    The document needs its addresses (`addresses.assign`). Raises ValueError if an output follows a rule that does not
    exist; nothing for faults of material or stylesheets.
    """
    read_again = list(map(_read_again, outputs))
    source = _source(document, read_again)
    return [_collate(source, output, text) for output, text in read_again]


def _read_again(output: Output) -> tuple[Output, Shown]:
    """An output without its files, and what they show."""
    if unknown := [name for name in output.leaves_out if name not in REASONS]:
        raise ValueError(f"{output.name} leaves out text by rules that do not exist: {', '.join(unknown)}")
    return replace(output, artifacts=(), tree=None), shown(output)


def certificate_json(proofs: Mapping[str, Sequence[Certificate]]) -> bytes:
    """The certificates of each document, by its key, as JSON in UTF-8: the same bytes whatever order they come in."""
    rules = {rule: reason for some in proofs.values() for one in some for rule, _, reason in one.left_out}
    # A line for each output, one document after the other: the whole would be too much to hold, and slow to indent.
    head = json.dumps(dict(sorted(rules.items())), ensure_ascii=False)
    found = bytearray(f'{{"rules": {head},\n"documents": {{'.encode())
    for number, key in enumerate(sorted(filter(proofs.get, proofs))):
        outputs = {one.output: _said(one) for one in proofs[key]}
        lines = ",\n".join(f"  {json.dumps(name, ensure_ascii=False)}: {outputs[name]}" for name in sorted(outputs))
        found += f"{',' if number else ''}\n {json.dumps(key, ensure_ascii=False)}: {{\n{lines}\n }}".encode()
    return bytes(found + b"\n}}\n")


def _said(one: Certificate) -> str:
    left_out = {rule: characters for rule, characters, _ in one.left_out}
    said = {"proved": not one.findings, "characters": one.characters, "left_out": left_out}
    return json.dumps(said, ensure_ascii=False)


@dataclass(slots=True)
class _Source:
    """A document, walked once for all its outputs; once more, in detail, if one of them has faults."""

    document: Document
    units: set[str]  # that any output shows
    others: set[str]  # the texts that have an output of their own
    events: list[Event]
    detailed: list[Event]

    def streams(self, output: Output, text: Shown, *, detail: bool = False) -> Streams:
        """The source as this output has to show it."""
        if detail and not self.detailed:
            self.detailed = read(self.document.tree.getroot(), self.units, detail=True)
        events = self.detailed if detail else self.events
        return streams(events, text.units & self.units, frozenset(output.leaves_out), self.others)


def _source(document: Document, outputs: list[tuple[Output, Shown]]) -> _Source:
    named = {unit for _, text in outputs for unit in text.units}
    others = {unit for output, text in outputs if OTHER_TEXTS in output.leaves_out for unit in text.units}
    events = read(document.tree.getroot(), named)
    units = {event.address for event in events if isinstance(event, Start) and event.address in named}
    return _Source(document, {unit for unit in units if unit}, outermost(events, others), events, [])


def _collate(source: _Source, output: Output, text: Shown) -> Certificate:
    taken = source.streams(output, text)
    left_out: dict[str, list[Text]] = dict(taken.left_out)
    characters, proved = 0, True
    for pair in _pairs(output, text.text, taken, left_out):
        same, length = _equal(pair)
        proved, characters = proved and same, characters + length
    findings = [*_unknown(source, output, text)]
    if text.altered:  # the last step of a plain text, compared by itself
        made, final = text.altered
        whole = Pair(NOBODY, [Text(made, source.document.tree.getroot())], final)
        findings += diagnose(source.document, output.name, [whole])
    if not proved:
        taken = source.streams(output, text, detail=True)
        findings += diagnose(source.document, output.name, _pairs(output, text.text, taken))
    reasons = tuple(
        (rule, length, reason)
        for rule, reason in REASONS.items()
        if (length := sum(bare_length(text) for text, _ in left_out.get(rule, ())))
    )
    return Certificate(source.document.source.key, output.name, characters, reasons, tuple(findings))


def _pairs(
    output: Output, made: Mapping[Key, str], taken: Streams, left_out: dict[str, list[Text]] | None = None
) -> Iterator[Pair]:
    """What is to be equal: each unit's run, what stands apart from it, and what is in no unit with nothing.

    Alternatives that are left out go into `left_out`; without it, they are paired with themselves.
    """
    alternatives = ALTERNATIVES not in output.leaves_out
    for unit, stream in taken.units.items():
        run, apart = made.get((unit, False), ""), made.get((unit, True), "")
        divided = divide(stream, run, apart if alternatives else None)
        yield Pair((unit, False), divided.run, run)
        if alternatives or apart:
            yield Pair((unit, True), divided.apart, apart)
        elif left_out is not None:
            left_out.setdefault(ALTERNATIVES, []).extend(divided.apart)
        else:
            yield Pair((unit, True), divided.apart, "".join(text for text, _ in divided.apart))
    yield Pair(NOBODY, list(texts(taken.frame)), "")


def _equal(pair: Pair) -> tuple[bool, int]:
    """Whether a pair is equal in its characters and its words; and the number of the characters."""
    if not pair.given and not pair.made:
        return True, 0
    given = "".join(text for text, _ in pair.given)
    length = bare_length(given)
    other = _words(pair.made)
    if JOIN not in given and _words(given) == other:
        return True, length
    if bare_bytes(given) != bare_bytes(pair.made):
        return False, length
    if any(_words(way) == other for way in faithful(given)):
        return True, length
    return not any(faults(Ruler(given), Ruler(pair.made))), length


def _words(text: str) -> bytes:
    """The words of a text, with one space between two."""
    return b" ".join(text.encode().split())


def _unknown(source: _Source, output: Output, text: Shown) -> Iterator[Finding]:
    """The units an output names that do not exist."""
    for unit in sorted(text.units - source.units):
        place = source.document.place(source.document.tree.getroot())
        yield find("collation.unknown-unit", place, output=output.name, unit=unit)
