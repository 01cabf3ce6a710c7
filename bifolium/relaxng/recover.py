"""A state and what may not stand there become the likeliest repair, and the state that keeps what follows valid.

What we know at an error is what came before; which repair is right, what follows will show. So the state after an
error is the choice of what all plausible repairs would leave, the likeliest first: the following siblings rule out the
wrong ones, and nothing is said a second time about the same mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bifolium.relaxng import names, rank
from bifolium.relaxng.derivatives import REMEMBERED, Automaton, Step, walk
from bifolium.relaxng.errors import Kind
from bifolium.relaxng.names import Name
from bifolium.relaxng.patterns import (
    After,
    Attribute,
    Choice,
    Data,
    Element,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Prefer,
    Value,
)


class Anything(Pattern):
    """The state inside an element nobody knows, or that may not stand where it does.

    Nothing is an error there but what is one everywhere, and what neither the elements that may have been meant could
    hold nor the place itself, were the tags left out. None stands for all elements there are.
    """

    __slots__ = ("meant", "there")

    def __init__(self, meant: Iterable[Element] | None = None, there: Iterable[Element] = ()) -> None:
        super().__init__(True, False, 0)
        self.closed = self.after_text = self
        self.meant = None if meant is None else tuple(meant)
        self.there = tuple(there)


ANYTHING = Anything()


@dataclass(frozen=True, slots=True)
class Repair:
    """How to go on at an element that may not stand here; `kind` is None where there is nothing to say."""

    kind: Kind | None
    step: Step
    alias: str | None = None  # the namespace that was meant
    first: tuple[str, ...] = ()  # names to put before all others


class Recovery:
    """What a schema offers to explain an error: which elements there are, and what each state expects."""

    def __init__(self, automaton: Automaton, elements: Sequence[Element]) -> None:
        self.automaton = automaton
        self.definitions: dict[Name, list[Element]] = {}
        for element in elements:
            for name in sorted(names.plain(element.names) or ()):
                self.definitions.setdefault(name, []).append(element)
        self.wildcards = {element.names for element in elements if names.plain(element.names) is None}
        self.namespaces = {name.namespace for name in self.definitions}
        self._popularity: dict[str, int] | None = None
        self._attribute_names: list[names.NameClass] | None = None
        self._repairs: dict[tuple[Pattern, Name], Repair] = {}
        self._expectations: dict[tuple[Pattern, Name], tuple[str, ...]] = {}
        self._attributes: dict[Pattern, list[Attribute]] = {}
        self._children: dict[Element, list[names.NameClass]] = {}

    def forget(self) -> None:
        """Drop what was found out about the states of the automaton."""
        self.automaton.forget()
        for memory in (self._repairs, self._expectations, self._attributes, self._children):
            memory.clear()

    def known(self, name: Name) -> bool:
        """Whether the schema has an element of this name anywhere."""
        return name in self.definitions

    def possible(self, name: Name) -> bool:
        """Whether an element of this name may stand anywhere: by its name, or because any name may."""
        return name in self.definitions or any(names.contains(any_name, name) for any_name in self.wildcards)

    def possible_attribute(self, name: Name) -> bool:
        """Whether an attribute of this name may stand anywhere."""
        if self._attribute_names is None:
            contents = {element.content for elements in self.definitions.values() for element in elements}
            found = {each.names for content in contents for each in walk(content) if isinstance(each, Attribute)}
            self._attribute_names = list(found)
        return any(names.contains(each, name) for each in self._attribute_names)

    # Derivatives no correct document needs.

    def _next(
        self, pattern: Pattern, leaf: Callable[[Element], dict[Element, Pattern]], skip: bool = False
    ) -> dict[Element, Pattern]:
        """What `leaf` finds in the elements that may come next, with all that may follow it.

        With `skip`, what is required but has not come does not stand in the way.
        """
        automaton = self.automaton
        memory: dict[Pattern, dict[Element, Pattern]] = {}

        def derive(part: Pattern) -> dict[Element, Pattern]:
            if part not in memory:
                found: dict[Element, list[Pattern]] = {}
                if isinstance(part, Element):
                    found = {element: [rest] for element, rest in leaf(part).items()}
                elif skip and isinstance(part, Group):
                    for index, item in enumerate(part.items):
                        for element, rest in derive(item).items():
                            later = part.items[index + 1 :]
                            found.setdefault(element, []).append(automaton.group((rest, *later)))
                            if index:  # what was skipped may still come: then it was only moved
                                moved = automaton.group((*part.items[:index], rest, *later))
                                found[element].append(moved)
                else:
                    automaton._below(part, derive, found)
                memory[part] = {element: automaton.choice(rests) for element, rests in found.items()}
            return memory[part]

        return derive(pattern)

    def _expected(self, state: Pattern) -> dict[Element, Pattern]:
        """The elements that may come next, and what each would leave."""
        return self._next(state, lambda element: {element: self.automaton.empty})

    def _unwrapped(self, state: Pattern, name: Name) -> dict[Element, Pattern]:
        """As if the tags of an element around this one had been left out: the elements of this name, and what may
        follow it inside the missing tags and after them."""
        automaton = self.automaton
        return self._next(state, lambda wrapper: automaton.child(automaton.close(wrapper.content, True), name))

    def element(self, state: Pattern, name: Name) -> Repair:
        """The repair for an element that may not stand here."""
        key = (state, name)
        if key not in self._repairs:
            if len(self._repairs) > REMEMBERED:
                self._repairs.clear()
                self._expectations.clear()
            self._repairs[key] = self._repair(state, name)
        return self._repairs[key]

    def unexplained(self, state: Pattern, name: Name) -> Repair:
        """The repair for an unknown name of which nothing more is asked: it is passed over with all it holds."""
        if isinstance(state, Anything):
            return self._anywhere(state, name, None)
        key = (state, Name("", ""))
        if key not in self._repairs:
            after = self.automaton.prefer((state, self.automaton.choice(self._expected(state).values())))
            self._repairs[key] = Repair(Kind.UNEXPECTED_ELEMENT, Step(name, ANYTHING, (after,)))
        after = self._repairs[key].step.residual
        return Repair(Kind.UNEXPECTED_ELEMENT, Step(name, ANYTHING, (after,)))

    def _repair(self, state: Pattern, name: Name) -> Repair:
        automaton = self.automaton
        own = self.definitions.get(name)
        if isinstance(state, Anything):
            return self._anywhere(state, name, own)
        expected = self._expected(state)
        if own is None:
            return self._unknown(state, name, expected)
        skipped = self._next(
            state,
            lambda element: {element: automaton.empty} if names.contains(element.names, name) else {},
            skip=True,
        )
        if skipped:
            content = automaton.choice(element.content for element in skipped)
            after = automaton.prefer((automaton.choice(skipped.values()), state))
            missing = self._missing_before(state, name, expected)
            return Repair(Kind.INCOMPLETE_CONTENT, Step(name, content, (after,)), first=missing)
        unwrapped = self._unwrapped(state, name)
        content = automaton.choice(element.content for element in unwrapped or own)
        others = (automaton.choice(unwrapped.values()), automaton.choice(expected.values()))
        after = automaton.prefer((state, *others))
        doubt = Anything((*own, *expected), expected)
        return Repair(Kind.UNEXPECTED_ELEMENT, Step(name, content, (after,), doubt))

    def _anywhere(self, state: Anything, name: Name, own: list[Element] | None) -> Repair:
        """Inside an element nobody knows: what the schema knows is taken for itself."""
        if own is None:
            kind = Kind.UNEXPECTED_ELEMENT if name.namespace in self.namespaces else None
            return Repair(kind, Step(name, ANYTHING, (state,)))
        content = self.automaton.choice(element.content for element in own)
        there = any(names.contains(element.names, name) for element in state.there)
        if there or state.meant is None or any(self._holds(element, name) for element in state.meant):
            return Repair(None, Step(name, content, (state,)))
        return Repair(Kind.UNEXPECTED_ELEMENT, Step(name, content, (state,), ANYTHING))

    def _holds(self, element: Element, name: Name) -> bool:
        """Whether an element may hold one of this name, somewhere."""
        if element not in self._children:
            inner = (part.names for part in walk(element.content) if isinstance(part, Element))
            self._children[element] = list(dict.fromkeys(inner))
        return any(names.contains(each, name) for each in self._children[element])

    def _unknown(self, state: Pattern, name: Name, expected: dict[Element, Pattern]) -> Repair:
        """A name the schema has nowhere: misspelt, or of another vocabulary."""
        automaton = self.automaton
        local: dict[str, list[Element]] = {}
        for element in expected:
            for right in names.plain(element.names) or ():
                local.setdefault(right.local, []).append(element)
        near = rank.nearest(name.local, local)
        if not near:
            after = automaton.prefer((state, automaton.choice(expected.values())))
            return Repair(Kind.UNEXPECTED_ELEMENT, Step(name, Anything(expected or None, expected), (after,)))
        meant = [element for right in near for element in local[right]]
        content = automaton.choice(element.content for element in meant)
        after = automaton.prefer((automaton.choice(expected[element] for element in meant), state))
        if near[0] == name.local and name.namespace not in self.namespaces:
            namespaces = [right for element in meant for right in names.plain(element.names) or ()]
            alias = min(right.namespace for right in namespaces if right.local == name.local)
            after = automaton.choice(expected[element] for element in meant)
            return Repair(Kind.WRONG_NAMESPACE, Step(name, content, (after,)), alias)
        doubt = None if rank.unlikeness(name.local, near[0]) < 0.25 else Anything(expected, expected)
        return Repair(Kind.UNEXPECTED_ELEMENT, Step(name, content, (after,), doubt))

    def text(self, state: Pattern) -> tuple[Pattern, tuple[str, ...]]:
        """The state after text that may not stand here, and what may, first the elements that may hold it."""
        automaton = self.automaton

        def leaf(wrapper: Element) -> dict[Element, Pattern]:
            after = automaton.text_derivative(automaton.close(wrapper.content, True))
            return {} if after is automaton.not_allowed else {wrapper: after}

        wrapped = self._next(state, leaf)
        after = automaton.prefer((state, automaton.choice(wrapped.values())))
        return after, tuple(self._sorted("", self._expected(state), state, wrapped))

    # What to say.

    def expected(self, state: Pattern, name: Name, repair: Repair) -> tuple[str, ...]:
        """The names of what may stand here, the likeliest repair first."""
        key = (state, name)
        if key not in self._expectations:
            self._expectations[key] = self._expectation(state, name, repair)
        return self._expectations[key]

    def _expectation(self, state: Pattern, name: Name, repair: Repair) -> tuple[str, ...]:
        if isinstance(state, Anything):
            if self.known(name):
                return tuple(self._sorted("", state.there, state))  # right if the tags around it were left out
            return tuple(rank.order(str(name), map(str, self.definitions), lambda each: ()))[:40]
        found = self._expected(state)
        wrappers = {
            wrapper
            for wrapper in found
            if self.known(name) and self.automaton.child(self.automaton.close(wrapper.content, True), name)
        }
        ordered = self._sorted("" if self.known(name) else name.local, found, state, wrappers)
        return tuple(dict.fromkeys((*repair.first, *ordered)))

    def _sorted(
        self, wrong: str, elements: Iterable[Element], state: Pattern, wrappers: Iterable[Element] = ()
    ) -> list[str]:
        """Names: those like the wrong one, those that would make it right, the required, the frequent."""
        required = {names.describe(element.names) for element in self._required(state)}
        wrapping = {names.describe(element.names) for element in wrappers}
        popularity = self.popularity()

        def key(written: str) -> tuple[object, ...]:
            score = rank.unlikeness(wrong, names.parse(written).local) if wrong else rank.FAR
            return (
                score if score <= 0.5 else rank.FAR,
                written not in wrapping,
                written not in required,
                # What is used most has the shortest name, in TEI as in any language: p, l, ab, hi.
                min(len(names.parse(written).local), 4),
                -popularity.get(written, 0),
                written,
            )

        return sorted({self._written(element) for element in elements}, key=key)

    def _written(self, element: Element) -> str:
        return names.describe(element.names)

    def popularity(self) -> dict[str, int]:
        """In how many elements each may stand."""
        if self._popularity is None:
            self._popularity = {}
            for content in {e.content for elements in self.definitions.values() for e in elements}:
                for written in {names.describe(e.names) for e in walk(content) if isinstance(e, Element)}:
                    self._popularity[written] = self._popularity.get(written, 0) + 1
        return self._popularity

    def _required(self, pattern: Pattern) -> set[Element]:
        """The elements one of which must come next."""
        if pattern.nullable:
            return set()
        if isinstance(pattern, Element):
            return {pattern}
        if isinstance(pattern, Group):
            first = next(item for item in pattern.items if not item.nullable)
            return self._required(first)
        if isinstance(pattern, Choice | Interleave | OneOrMore | After | Prefer):
            return {element for part in pattern.parts() for element in self._required(part)}
        return set()

    def _missing_before(self, state: Pattern, name: Name, expected: dict[Element, Pattern]) -> tuple[str, ...]:
        """What must come before an element of this name: what it may follow, if that is known."""
        required = self._required(state)
        followed = (element for element in required if element in expected)
        fitting = {element for element in followed if self.automaton.child(expected[element], name)}
        return tuple(self._sorted("", fitting or required, state))

    def missing(self, state: Pattern) -> tuple[str, ...]:
        """The names of what an element lacks, the ones that complete it first."""
        expected = self._expected(state)
        complete = [element for element, rest in expected.items() if rest.nullable]
        return tuple(self._sorted("", complete or expected, state, complete))

    def names_of(self, state: Pattern) -> tuple[str, ...]:
        """The names of the elements that may come next."""
        return () if isinstance(state, Anything) else tuple(self._sorted("", self._expected(state), state))

    def attributes(self, tag: Pattern, state: Pattern, name: Name, present: set[Name]) -> tuple[str, ...]:
        """The attributes an element may have besides those present, those like the wrong one first."""
        if tag not in self._attributes:
            self._attributes[tag] = [each for each in walk(tag) if isinstance(each, Attribute)]
        plain = {right for each in self._attributes[tag] for right in names.plain(each.names) or ()} - present
        required = set(self.required_attributes(state))
        by_text = {str(right): right for right in plain}
        right = sorted(
            by_text,
            key=lambda each: (
                min(rank.unlikeness(name.local, by_text[each].local), 0.6),
                each not in required,
                by_text[each].namespace != name.namespace,
                each,
            ),
        )
        return tuple(right)

    def required_attributes(self, pattern: Pattern) -> tuple[str, ...]:
        """The attributes that must still come; of a choice, those of its options."""
        return tuple(sorted(set(self._lacking(pattern))))

    def _lacking(self, pattern: Pattern) -> list[str]:
        if self.automaton.close(pattern) is not self.automaton.not_allowed:
            return []
        if isinstance(pattern, Attribute):
            return [names.describe(pattern.names)]
        return [name for part in pattern.parts() for name in self._lacking(part)]

    def misspelt(self, odd: Sequence[str], missing: Sequence[str]) -> bool:
        """Whether one of the odd attributes is likely one of the missing ones."""
        locals_ = [names.parse(each).local for each in missing]
        return any(rank.nearest(names.parse(each).local, locals_) for each in odd)

    def values(self, patterns: Iterable[Pattern], wrong: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The values that may stand here, the likest first, and the names of datatypes."""
        found: dict[str, None] = {}
        types: dict[str, None] = {}
        for pattern in patterns:
            for part in walk(pattern):
                if isinstance(part, Value):
                    found[part.text] = None
                elif isinstance(part, Data):
                    facets = " ".join(f"{name}={value}" for name, value in part.datatype.parameters)
                    types[f"{part.datatype.name} {facets}".strip()] = None
                elif isinstance(part, List):
                    types.setdefault("list")
        return tuple(rank.order(wrong.strip(), found, lambda each: ())), tuple(types)
