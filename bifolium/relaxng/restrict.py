"""Patterns become checked patterns: the restrictions of section 7 of the specification."""

from __future__ import annotations

from bifolium.relaxng import names
from bifolium.relaxng.errors import SchemaError
from bifolium.relaxng.names import Name, NameClass
from bifolium.relaxng.patterns import (
    Attribute,
    Data,
    Element,
    Empty,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Text,
    Value,
)

# Where we are, as far as it forbids something (section 7.1): what each place forbids.
START, ELEMENT, REPEATED, SEVERAL, ATTRIBUTE, LIST, EXCEPT = range(7)
FORBIDDEN: dict[int, tuple[type[Pattern], ...]] = {
    START: (Attribute, Data, Value, List, Text, Group, Interleave, OneOrMore, Empty),
    ELEMENT: (),
    REPEATED: (),
    SEVERAL: (Attribute,),
    ATTRIBUTE: (Attribute, Element),
    LIST: (List, Element, Attribute, Text, Interleave),
    EXCEPT: (Attribute, Element, List, Text, OneOrMore, Interleave, Group, Empty),
}
WORDS = {START: "start", SEVERAL: "a repeated sequence", ATTRIBUTE: "an attribute", LIST: "a list", EXCEPT: "except"}

# The content types of section 7.2, ordered so that a choice has the greatest of its options'.
EMPTY, COMPLEX, SIMPLE = range(3)


class _Mentioned:
    """The names a pattern mentions, of elements or of attributes: a set of plain ones, and the other classes."""

    __slots__ = ("plain", "wild")

    def __init__(self, plain: frozenset[Name] = frozenset(), wild: tuple[NameClass, ...] = ()) -> None:
        self.plain = plain
        self.wild = wild

    def clash(self, other: _Mentioned) -> bool:
        if not self.plain.isdisjoint(other.plain):
            return True
        return any(
            names.overlap(wild, each)
            for one, two in ((self, other), (other, self))
            for wild in one.wild
            for each in (*two.plain, *two.wild)
        )

    def __or__(self, other: _Mentioned) -> _Mentioned:
        if not other.plain and not other.wild:
            return self
        return _Mentioned(self.plain | other.plain, tuple(dict.fromkeys(self.wild + other.wild)))


NOTHING = _Mentioned()


class Restrictions:
    """Checks patterns, each once."""

    def __init__(self) -> None:
        self.types: dict[Pattern, int] = {}
        self.seen: set[tuple[Pattern, int]] = set()
        self.attributes: dict[Pattern, _Mentioned] = {}
        self.elements: dict[Pattern, _Mentioned] = {}

    def check(self, start: Pattern) -> list[Element]:
        """The elements that can be reached from the start. Raises SchemaError."""
        try:
            self.contexts(start, START)
        except _Violation as problem:
            raise SchemaError(str(problem)) from None
        found: list[Element] = []
        waiting, seen = [start], {start}
        while waiting:
            current = waiting.pop()
            parts = current.parts()
            if isinstance(current, Element):
                found.append(current)
                self.element(current)
                parts = (current.content,)
            for part in parts:
                if part not in seen:
                    seen.add(part)
                    waiting.append(part)
        return sorted(found, key=lambda element: element.number)

    def element(self, element: Element) -> None:
        """Check what one element holds."""
        try:
            self.contexts(element.content, ELEMENT)
            if self.content_type(element.content) is None:
                raise _Violation("data beside other content")
        except _Violation as problem:
            raise SchemaError(str(problem), element.place) from None

    def contexts(self, pattern: Pattern, context: int) -> None:
        """Section 7.1, and the two rules of 7.3 about repetition."""
        if (pattern, context) in self.seen:
            return
        self.seen.add((pattern, context))
        if isinstance(pattern, FORBIDDEN[context]):
            raise _Violation(f"{type(pattern).__name__.lower()} in {WORDS[context]}")
        inner = context
        if isinstance(pattern, Attribute):
            if context != REPEATED and names.wildcards(pattern.names):
                raise _Violation("attributes of any name that are not repeated")
            self.contexts(pattern.value, ATTRIBUTE)
            if self.content_type(pattern.value) is None:
                raise _Violation("data beside other content")
        elif isinstance(pattern, Data) and pattern.exclude is not None:
            self.contexts(pattern.exclude, EXCEPT)
        elif isinstance(pattern, List):
            inner = LIST
        elif isinstance(pattern, OneOrMore) and context == ELEMENT:
            inner = REPEATED
        elif isinstance(pattern, Group | Interleave):
            self.disjoint(pattern)
            if context == REPEATED:
                inner = SEVERAL
        for part in pattern.parts():
            self.contexts(part, inner)

    def content_type(self, pattern: Pattern) -> int | None:
        """The content type of section 7.2, None if there is none."""
        if pattern not in self.types:
            self.types[pattern] = -1 if (found := self._type(pattern)) is None else found
        found = self.types[pattern]
        return None if found < 0 else found

    def _type(self, pattern: Pattern) -> int | None:
        if isinstance(pattern, Data | Value | List):
            return SIMPLE
        if isinstance(pattern, Text | Element):
            return COMPLEX
        parts = [self.content_type(part) for part in pattern.parts()]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        most = max(known, default=EMPTY)
        if isinstance(pattern, OneOrMore):
            return None if most == SIMPLE else most
        if isinstance(pattern, Group | Interleave) and most == SIMPLE and sorted(known)[-2] != EMPTY:
            return None
        return most

    def disjoint(self, pattern: Group | Interleave) -> None:
        """Sections 7.3 and 7.4: nothing twice in what stands side by side."""
        attributes, elements, text = NOTHING, NOTHING, False
        for item in pattern.items:
            more = self.attribute_names(item)
            if attributes.clash(more):
                raise _Violation("the same attribute twice")
            attributes |= more
            if isinstance(pattern, Interleave):
                more, has_text = self.element_names(item), self.has_text(item)
                if elements.clash(more):
                    raise _Violation("the same element in two parts of an interleave")
                if text and has_text:
                    raise _Violation("text in two parts of an interleave")
                elements |= more
                text |= has_text

    def attribute_names(self, pattern: Pattern) -> _Mentioned:
        return self._names(pattern, Attribute, self.attributes)

    def element_names(self, pattern: Pattern) -> _Mentioned:
        return self._names(pattern, Element, self.elements)

    def _names(self, pattern: Pattern, kind: type[Pattern], memory: dict[Pattern, _Mentioned]) -> _Mentioned:
        known = memory.get(pattern)
        if known is None:
            known = NOTHING
            if isinstance(pattern, Attribute | Element):
                if isinstance(pattern, kind):
                    plain = names.plain(pattern.names)
                    known = _Mentioned(plain) if plain is not None else _Mentioned(wild=(pattern.names,))
            else:
                for part in pattern.parts():
                    known |= self._names(part, kind, memory)
            memory[pattern] = known
        return known

    def has_text(self, pattern: Pattern) -> bool:
        return isinstance(pattern, Text) or any(self.has_text(part) for part in pattern.parts())


class _Violation(Exception):
    """A restriction is not kept."""
