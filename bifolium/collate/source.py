"""A TEI tree becomes streams of text: one for each passage that an output shows as a unit, and what no unit holds.

The tree is walked once for all outputs of a document. What is the same for every output (the text between two
elements that might matter) is joined at once, so that the walks for each output are short.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from lxml import etree

from bifolium.collate.rules import (
    BLOCKS,
    BREAKS,
    EITHER,
    FOREIGN,
    OTHER_TEXTS,
    PHRASES,
    RULES,
    TEI,
    TEXT_IN_ATTRIBUTE,
    TOKENS,
    Rule,
    spaced,
)

_OURS = "{https://bifolium.org/ns}"
ADDRESS = f"{_OURS}id"
DEEPEST = 30  # readings of readings of readings …; deeper ones count as running text

# How words end, as characters that `bytes.split` takes for white space and that XML keeps out of texts.
MAYBE = "\r"  # there may be a space here
JOIN = "\x0c"  # the word goes on, whatever white space stands beside it: break="no"


class Text(NamedTuple):
    """A piece of text, and the element of the source it stands in (or begins in, in a tree read without detail)."""

    text: str
    element: Any


@dataclass(slots=True)
class Either:
    """Readings that exclude each other: at most one of them stands in the run (see rules.EITHER)."""

    element: Any
    members: frozenset[str] | None
    readings: list[tuple[str, Stream]] = field(default_factory=list)  # the name of each, and what it says


Stream: TypeAlias = "list[Text | Either]"


class Start(NamedTuple):
    """The beginning of an element that may matter to an output. `None` in the list of events is its end."""

    element: Any
    name: str  # in TEI's namespace, else ""
    address: str | None
    rules: tuple[Rule, ...]


Event: TypeAlias = "Text | Start | None"


class _Kind(NamedTuple):
    """What there is to know of all elements with one tag."""

    name: str
    edge: str  # what its beginning and end mean for words
    breaks: bool
    attribute: str  # that holds its text, when it is empty
    rules: tuple[Rule, ...]
    stops: bool  # it may matter to an output, whatever its address is
    typed: bool  # it may only if it has a type


@cache
def _kind(tag: str) -> _Kind:
    name = tag.removeprefix(TEI) if tag.startswith(TEI) else ""
    local = tag.rpartition("}")[2]
    # A `note` of music is no note of TEI; ruby and index entries are written in namespaces of their own as well.
    ours = tag.startswith(_OURS)  # put in to mark a stretch of text: no word ends there
    rules = tuple(rule for rule in RULES if local in rule.elements and (name or ours or rule.name in FOREIGN))
    edge = " " if name in BLOCKS else "" if ours or name in PHRASES or name in BREAKS else MAYBE
    # The members of an apparatus entry matter inside it only, but they are rare.
    stops = bool(rules) or name in EITHER or any(members and name in members for members in EITHER.values())
    typed = name == "seg"  # there are thousands, and those with a type are few
    return _Kind(name, edge, name in BREAKS, TEXT_IN_ATTRIBUTE.get(name, ""), rules, stops and not typed, typed)


_WORDS = frozenset(TEI + name for name in ("w", "pc", "c"))


def _beside_spaces(element: Any, tail: str) -> bool:
    return element.tag in _WORDS and tail.isspace() and spaced(element.getparent())


def read(root: Any, units: Container[str | None], *, detail: bool = False) -> list[Event]:
    """The text of a tree in its order, with the beginnings and ends of all elements that may matter to an output.

    These are the elements whose address is in `units`, and those the tables of `rules` name. With `detail` all
    elements count, so that each text knows the very element it stands in.
    """
    events: list[Event] = []
    open_: list[Any] = [root]  # the elements in `events` that have not ended
    readings = 0  # whether the parent is one whose children, whatever they are, exclude each other
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            kind = _kind(element.tag)
            address = element.get(ADDRESS)
            if detail or kind.stops or readings or address in units or (kind.typed and element.get("type")):
                if parts:
                    events.append(Text("".join(parts), open_[-1]))
                    parts.clear()
                events.append(Start(element, kind.name, address, kind.rules))
                open_.append(element)
                readings += kind.name in EITHER
            if kind.edge:
                parts.append(kind.edge)
            elif kind.name in TOKENS and element.get("join") in ("left", "both"):
                parts.append(JOIN)
            elif kind.breaks:
                parts.append(JOIN if element.get("break") == "no" else MAYBE)
            if text := element.text:
                parts.append(text)
            elif kind.attribute and not len(element):
                parts.append(element.get(kind.attribute) or "")
        else:
            if event == "end":
                kind = _kind(element.tag)
                if kind.edge:
                    parts.append(kind.edge)
                if kind.name in TOKENS and element.get("join") in ("right", "both"):
                    parts.append(JOIN)
                if open_[-1] is element and len(open_) > 1:
                    if parts:
                        events.append(Text("".join(parts), element))
                        parts.clear()
                    events.append(None)
                    open_.pop()
                    readings -= kind.name in EITHER
            if element is not root and (tail := element.tail) and not _beside_spaces(element, tail):
                parts.append(tail)
    if parts:
        events.append(Text("".join(parts), root))
    return events


@dataclass(slots=True)
class Streams:
    """The source as one output has to show it."""

    units: dict[str, Stream]  # by address
    frame: Stream = field(default_factory=list)  # what stands in no unit
    left_out: dict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))  # by the name of the rule


def streams(events: list[Event], units: Set[str], rules: Container[str], others: Set[str]) -> Streams:
    """The source taken apart for an output that shows `units` and follows the rules of these names.

    `others` are the texts of the document that have an output of their own. Where this output follows that rule, it
    may leave out those of which it shows nothing; of the others, everything.
    """
    if OTHER_TEXTS in rules:
        others = others - _holding(events, units)
    found = Streams({address: [] for address in units})
    here: Stream = found.frame
    either: Either | None = None  # `here` is directly inside these readings
    framed, dropped, depth = True, False, 0
    stack: list[tuple[Stream, Either | None, bool, bool, int]] = []
    for event in events:
        if event is None:
            here, either, framed, dropped, depth = stack.pop()
        elif isinstance(event, Text):
            if either is None or event.text.strip():  # white space between readings is no text
                here.append(event)
        else:
            stack.append((here, either, framed, dropped, depth))
            outer, either = either, None
            if event.address in found.units:
                here, framed, dropped, depth = found.units[event.address], False, False, 0
            elif dropped:
                continue
            elif rule := _left_out(event, rules):
                here, dropped = found.left_out[rule], True  # type: ignore[assignment]
                continue
            elif framed and OTHER_TEXTS in rules and event.address in others:
                here, dropped = found.left_out[OTHER_TEXTS], True  # type: ignore[assignment]
                continue
            elif outer is not None and (outer.members is None or event.name in outer.members):
                here = []
                outer.readings.append((event.name, here))
            if event.name in EITHER and depth < DEEPEST:
                either = Either(event.element, EITHER[event.name])
                here.append(either)
                depth += 1
    return found


def _holding(events: list[Event], units: Container[str | None]) -> set[str]:
    """The addresses of the elements that hold one of these units."""
    found: set[str] = set()
    open_: list[str] = []
    for event in events:
        if event is None:
            open_.pop()
        elif isinstance(event, Start):
            if event.address in units:
                found.update(open_)
            open_.append(event.address or "")
    return found


def outermost(events: list[Event], units: Container[str | None]) -> set[str]:
    """Those of the units that stand in no other."""
    found: set[str] = set()
    inside = 0
    open_: list[bool] = []
    for event in events:
        if event is None:
            inside -= open_.pop()
        elif isinstance(event, Start):
            open_.append(event.address in units)
            if open_[-1] and not inside and event.address:
                found.add(event.address)
            inside += open_[-1]
    return found


def _left_out(start: Start, names: Container[str]) -> str:
    """The name of the first rule, of those that are followed, that fits the element; "" if none does."""
    for rule in start.rules:
        if rule.name in names and (rule.when is None or rule.when(start.element)):
            return rule.name
    return ""


def texts(stream: Stream) -> Iterator[Text]:
    """All text of a stream, readings one after the other."""
    for item in stream:
        if isinstance(item, Text):
            yield item
        else:
            for _, reading in item.readings:
                yield from texts(reading)
