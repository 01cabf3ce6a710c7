"""What may stand in an element becomes a Pattern; equal patterns are one object, so that states can be compared.

These are the patterns left by the simplification of section 4 of the specification, with sequences and interleaves
of any length instead of pairs. `After` is the one addition: it keeps apart the readings of an ambiguous element.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from bifolium.relaxng.datatypes import Datatype, Prefixes
from bifolium.relaxng.errors import LimitExceeded, Limits, Place
from bifolium.relaxng.names import NameClass

if TYPE_CHECKING:
    from bifolium.relaxng.derivatives import AttributeStep, Step


class Pattern:
    """A pattern, which is also a state of the automaton: what may still come."""

    __slots__ = (
        "after_text",
        "attributes",
        "closed",
        "ends",
        "nesting",
        "nullable",
        "number",
        "starts",
        "typed",
    )

    def __init__(self, nullable: bool, typed: bool, nesting: int) -> None:
        self.number = 0  # in order of creation
        self.nullable = nullable  # allows nothing at all
        self.typed = typed  # allows text whose characters matter
        self.nesting = nesting
        self.forget()

    def forget(self) -> None:
        """The transitions of the automaton, found one by one as documents need them."""
        self.starts: dict[str, Step] = {}  # a start tag's name → where it leads
        self.attributes: dict[str, AttributeStep] = {}  # an attribute's name → where its values lead
        self.closed: Pattern | None = None  # what is left when a start tag has no more attributes
        self.after_text: Pattern | None = None  # what is left after text; None if that is not known yet
        self.ends = self.nullable and not self.typed  # whether an end tag may come, without a closer look

    def parts(self) -> Iterable[Pattern]:
        """The patterns it is made of, elements and attributes not entered."""
        return ()


class Empty(Pattern):
    """Nothing."""

    __slots__ = ()


class NotAllowed(Pattern):
    """No document at all."""

    __slots__ = ()


class Text(Pattern):
    """Any text."""

    __slots__ = ()


class Choice(Pattern):
    """One of several patterns."""

    __slots__ = ("options", "ordered")

    def __init__(self, options: frozenset[Pattern]) -> None:
        self.options = options
        self.ordered: tuple[Pattern, ...] = ()
        super().__init__(
            any(option.nullable for option in options),
            any(option.typed for option in options),
            1 + max(option.nesting for option in options),
        )

    def parts(self) -> Iterable[Pattern]:
        if not self.ordered:
            self.ordered = tuple(sorted(self.options, key=_by_number))
        return self.ordered


class _Compound(Pattern):
    __slots__ = ("items",)

    def __init__(self, items: tuple[Pattern, ...]) -> None:
        self.items = items
        super().__init__(
            all(item.nullable for item in items),
            any(item.typed for item in items),
            1 + max(item.nesting for item in items),
        )

    def parts(self) -> Iterable[Pattern]:
        return self.items


class Group(_Compound):
    """Patterns one after another."""

    __slots__ = ()


class Interleave(_Compound):
    """Patterns whose content may be mixed in any way."""

    __slots__ = ()


class OneOrMore(Pattern):
    """A pattern repeated."""

    __slots__ = ("item",)

    def __init__(self, item: Pattern) -> None:
        self.item = item
        super().__init__(item.nullable, item.typed, 1 + item.nesting)

    def parts(self) -> Iterable[Pattern]:
        return (self.item,)


class Element(Pattern):
    """An element whose name is in a class; `content` is filled in after it has been made, as it may hold itself."""

    __slots__ = ("content", "names", "place")

    def __init__(self, names: NameClass, place: Place) -> None:
        self.names = names
        self.place = place
        self.content: Pattern = self
        super().__init__(False, False, 1)


class Attribute(Pattern):
    """An attribute whose name is in a class, and the pattern of its value."""

    __slots__ = ("names", "value")

    def __init__(self, names: NameClass, value: Pattern) -> None:
        self.names = names
        self.value = value
        super().__init__(False, False, 1)


class Data(Pattern):
    """Text of a datatype, but not what `exclude` allows."""

    __slots__ = ("datatype", "exclude")

    def __init__(self, datatype: Datatype, exclude: Pattern | None) -> None:
        self.datatype = datatype
        self.exclude = exclude
        super().__init__(False, True, 1)


class Value(Pattern):
    """Text that writes one value of a datatype, `literal` being its value as the schema wrote it in `text`."""

    __slots__ = ("datatype", "literal", "text")

    def __init__(self, datatype: Datatype, text: str, literal: Hashable) -> None:
        self.datatype = datatype
        self.text = text
        self.literal = literal
        super().__init__(False, True, 1)


class List(Pattern):
    """Words between white space."""

    __slots__ = ("item",)

    def __init__(self, item: Pattern) -> None:
        self.item = item
        super().__init__(False, True, 1 + item.nesting)

    def parts(self) -> Iterable[Pattern]:
        return (self.item,)


class After(Pattern):
    """What is left of one reading of an element; which one says the index. Never nullable, so that nobody forgets."""

    __slots__ = ("index", "item")

    def __init__(self, item: Pattern, index: int) -> None:
        self.item = item
        self.index = index
        super().__init__(False, item.typed, 1 + item.nesting)

    def parts(self) -> Iterable[Pattern]:
        return (self.item,)


class Prefer(Pattern):
    """A choice in order, for what may follow an error: the first option that explains what comes rules out the rest."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[Pattern, ...]) -> None:
        self.options = options
        super().__init__(
            any(option.nullable for option in options),
            any(option.typed for option in options),
            1 + max(option.nesting for option in options),
        )

    def parts(self) -> Iterable[Pattern]:
        return self.options


def _by_number(pattern: Pattern) -> int:
    return pattern.number


P = TypeVar("P", bound=Pattern)


class Patterns:
    """All patterns of a schema, each made once. Raises LimitExceeded when they become too many or take too long."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.deadline = time.thread_time() + limits.seconds
        self.all: list[Pattern] = []
        self.known: dict[Hashable, Pattern] = {}
        self.empty = self._once("empty", Empty, True, False, 0)
        self.not_allowed = self._once("not allowed", NotAllowed, False, False, 0)
        self.text = self._once("text", Text, True, False, 0)

    def _once(self, key: Hashable, make: Callable[..., P], *arguments: Any) -> P:
        known = self.known.get(key)
        if known is None:
            known = make(*arguments)
            if known.nesting > self.limits.nesting:
                raise LimitExceeded(f"patterns nested more than {self.limits.nesting} deep")
            known.number = len(self.all)
            self.all.append(known)
            self.known[key] = known
            if not known.number % 256 or known.number > self.limits.patterns:
                self.check()
        return known  # type: ignore[return-value]

    def check(self) -> None:
        """Raise LimitExceeded when there are too many patterns or too much time has passed."""
        if len(self.all) > self.limits.patterns:
            raise LimitExceeded(f"more than {self.limits.patterns} states")
        if time.thread_time() > self.deadline:
            raise LimitExceeded(f"more than {self.limits.seconds:g} seconds")

    def choice(self, options: Iterable[Pattern]) -> Pattern:
        """One of the options, without repetition and without what is not allowed (section 4.20)."""
        flat: set[Pattern] = set()
        for option in options:
            if isinstance(option, Choice):
                flat |= option.options
            elif option is not self.not_allowed:
                flat.add(option)
        if len(flat) > 1 and self.empty in flat and any(o.nullable for o in flat if o is not self.empty):
            flat.discard(self.empty)
        if not flat:
            return self.not_allowed
        if len(flat) == 1:
            return flat.pop()
        chosen = frozenset(flat)
        return self._once(chosen, Choice, chosen)

    def group(self, items: Iterable[Pattern]) -> Pattern:
        """The items one after another (sections 4.20 and 4.21)."""
        return self._compound(items, Group)

    def interleave(self, items: Iterable[Pattern]) -> Pattern:
        """The items mixed in any way."""
        return self._compound(items, Interleave)

    def _compound(self, items: Iterable[Pattern], make: type[Group] | type[Interleave]) -> Pattern:
        flat: list[Pattern] = []
        for item in items:
            if item is self.not_allowed:
                return item
            if isinstance(item, make):
                flat.extend(item.items)
            elif item is not self.empty:
                flat.append(item)
        if len(flat) < 2:
            return flat[0] if flat else self.empty
        if make is Interleave:
            flat.sort(key=_by_number)
        parts = tuple(flat)
        return self._once((make, parts), make, parts)

    def one_or_more(self, item: Pattern) -> Pattern:
        """The item repeated."""
        if isinstance(item, OneOrMore) or item in (self.empty, self.not_allowed, self.text):
            return item
        return self._once((OneOrMore, item), OneOrMore, item)

    def optional(self, item: Pattern) -> Pattern:
        """The item or nothing."""
        return item if item.nullable else self.choice((item, self.empty))

    def element(self, names: NameClass, place: Place) -> Element:
        """A new element: two are never the same, as what they hold is not known yet."""
        return self._once(object(), Element, names, place)

    def attribute(self, names: NameClass, value: Pattern) -> Pattern:
        """An attribute; one without a possible value is not allowed (section 4.20)."""
        return value if value is self.not_allowed else self._once((Attribute, names, value), Attribute, names, value)

    def data(self, datatype: Datatype, exclude: Pattern | None) -> Pattern:
        """Text of a datatype."""
        if exclude is self.not_allowed:
            exclude = None
        return self._once((Data, datatype, exclude), Data, datatype, exclude)

    def value(self, datatype: Datatype, text: str, literal: Hashable) -> Pattern:
        """Text equal to a value."""
        return self._once((Value, datatype, text, literal), Value, datatype, text, literal)

    def list(self, item: Pattern) -> Pattern:
        """Words that match the item one after another."""
        return item if item is self.not_allowed else self._once((List, item), List, item)

    def prefer(self, options: Iterable[Pattern]) -> Pattern:
        """The options, the likeliest first."""
        flat: dict[Pattern, None] = {}
        for option in options:
            if option is not self.not_allowed:
                flat.update(dict.fromkeys(option.options if isinstance(option, Prefer) else (option,)))
        chosen = tuple(flat)
        if len(chosen) < 2:
            return chosen[0] if chosen else self.not_allowed
        return self._once((Prefer, chosen), Prefer, chosen)

    def after(self, item: Pattern, index: int) -> Pattern:
        """One reading of an ambiguous element."""
        if isinstance(item, Choice):
            return self.choice(self.after(option, index) for option in item.options)
        return item if item is self.not_allowed else self._once((After, item, index), After, item, index)


def allows_value(pattern: Data | Value, text: str, prefixes: Prefixes) -> bool:
    """Whether one text, or one word of a list, is what the pattern asks for (section 6.2.8)."""
    if isinstance(pattern, Value):
        return pattern.datatype.equal(text, pattern.literal, prefixes)
    return pattern.datatype.allows(text, prefixes)
