"""A pattern and the next thing in a document become what may still come after it: the states of the automaton.

James Clark's algorithm ("An algorithm for RELAX NG validation", 2002), element by element: what an element holds and
what follows it are kept apart, so that states do not depend on depth; every answer is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from bifolium.relaxng import names
from bifolium.relaxng.datatypes import SHORT, Prefixes, split
from bifolium.relaxng.errors import Limits
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
    Patterns,
    Prefer,
    Text,
    Value,
    allows_value,
)

REMEMBERED = 1_024  # values of one attribute, names in one state
NAMES_REMEMBERED = 100_000  # pairs of a pattern and a name: a document may hold any number of wrong names


class Step:
    """Where a start tag leads: to the content of the element, and after it to what may follow."""

    __slots__ = ("closed", "content", "doubt", "name", "residual", "residuals")

    def __init__(
        self, name: Name, content: Pattern, residuals: tuple[Pattern, ...], doubt: Pattern | None = None
    ) -> None:
        self.name = name
        self.content = content  # with the attributes
        self.closed: Pattern | None = None  # for a tag without attributes, once that is known to be right
        self.residual = residuals[0]
        self.residuals = residuals  # more than one: which of them, `After` will tell
        self.doubt = doubt  # the content to go on with, should the element be another than it says


class AttributeStep(dict[str, Pattern]):
    """Where the values of an attribute lead, as far as they are remembered."""

    __slots__ = ("contextual", "identity", "options")

    def __init__(self, options: tuple[tuple[Pattern, Pattern], ...]) -> None:
        super().__init__()
        self.options = options  # pattern of the value → what is left
        datatypes = [d.datatype for value, _ in options for d in walk(value) if isinstance(d, Data | Value)]
        self.contextual = any(datatype.contextual for datatype in datatypes)
        self.identity = next((datatype.identity for datatype in datatypes if datatype.identity), "")


def walk(pattern: Pattern) -> Iterable[Pattern]:
    """The pattern and all it is made of, elements and attributes not entered, in the order of the schema."""
    waiting, seen = [pattern], {pattern}
    while waiting:
        current = waiting.pop()
        yield current
        for part in reversed(list(current.parts())):
            if part not in seen:
                seen.add(part)
                waiting.append(part)


K = TypeVar("K")
V = TypeVar("V")


def _remember(memory: dict[K, V], key: K, answer: V) -> None:
    if len(memory) > NAMES_REMEMBERED:
        memory.clear()
    memory[key] = answer


class Automaton(Patterns):
    """The patterns of a schema and their derivatives."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.start: Pattern = self.not_allowed
        self.compiled = 0
        self._children: dict[tuple[Pattern, Name], dict[Element, Pattern]] = {}
        self._attributes: dict[tuple[Pattern, Name], dict[Pattern, Pattern]] = {}
        self._closed: dict[tuple[Pattern, bool], Pattern] = {}
        self._texts: dict[Pattern, Pattern] = {}

    def forget(self) -> None:
        """Drop all states documents have needed; validation finds them again."""
        for pattern in self.all[self.compiled :]:
            pattern.forget()
        del self.all[self.compiled :]
        self.known = {key: pattern for key, pattern in self.known.items() if pattern.number < self.compiled}
        for pattern in self.all:
            pattern.forget()
        for memory in (self._children, self._attributes, self._closed, self._texts):
            memory.clear()

    # The parts of a compound after one of them has changed.

    def _replaced(self, pattern: Group | Interleave, index: int, item: Pattern) -> Pattern:
        if isinstance(pattern, Interleave):
            return self.interleave((item, *pattern.items[:index], *pattern.items[index + 1 :]))
        return self.group((*pattern.items[:index], item, *pattern.items[index + 1 :]))

    def child(self, pattern: Pattern, name: Name) -> dict[Element, Pattern]:
        """The elements of this name that may come next, and what may follow each."""
        key = (pattern, name)
        known = self._children.get(key)
        if known is not None:
            return known
        found: dict[Element, list[Pattern]] = {}
        if isinstance(pattern, Element):
            if names.contains(pattern.names, name):
                found[pattern] = [self.empty]
        elif isinstance(pattern, Prefer):
            answers = (self.child(option, name) for option in pattern.options)
            found = {element: [rest] for element, rest in next(filter(None, answers), {}).items()}
        else:
            self._below(pattern, lambda part: self.child(part, name), found)
        answer = {element: self.choice(rest) for element, rest in found.items()}
        _remember(self._children, key, answer)
        return answer

    def _below(
        self,
        pattern: Pattern,
        derive: Callable[[Pattern], dict[Element, Pattern]],
        found: dict[Element, list[Pattern]],
    ) -> None:
        """Add what `derive` finds in the parts of the pattern, with all that may follow it."""
        if isinstance(pattern, Choice | Prefer):
            for option in pattern.parts():
                for element, rest in derive(option).items():
                    found.setdefault(element, []).append(rest)
        elif isinstance(pattern, Group):
            for index, item in enumerate(pattern.items):
                for element, rest in derive(item).items():
                    found.setdefault(element, []).append(self.group((rest, *pattern.items[index + 1 :])))
                if not item.nullable:
                    break
        elif isinstance(pattern, Interleave):
            for index, item in enumerate(pattern.items):
                for element, rest in derive(item).items():
                    found.setdefault(element, []).append(self._replaced(pattern, index, rest))
        elif isinstance(pattern, OneOrMore):
            for element, rest in derive(pattern.item).items():
                found.setdefault(element, []).append(self.group((rest, self.optional(pattern))))
        elif isinstance(pattern, After):
            for element, rest in derive(pattern.item).items():
                found.setdefault(element, []).append(self.after(rest, pattern.index))

    def attribute_options(self, pattern: Pattern, name: Name) -> dict[Pattern, Pattern]:
        """The patterns an attribute's value may match, and what is left of the pattern then."""
        key = (pattern, name)
        known = self._attributes.get(key)
        if known is not None:
            return known
        found: dict[Pattern, list[Pattern]] = {}
        if isinstance(pattern, Attribute):
            if names.contains(pattern.names, name):
                found[pattern.value] = [self.empty]
        elif isinstance(pattern, Group | Interleave):
            for index, item in enumerate(pattern.items):
                for value, rest in self.attribute_options(item, name).items():
                    found.setdefault(value, []).append(self._replaced(pattern, index, rest))
        else:
            for part in pattern.parts():
                for value, rest in self.attribute_options(part, name).items():
                    if isinstance(pattern, OneOrMore):
                        rest = self.group((rest, self.optional(pattern)))
                    elif isinstance(pattern, After):
                        rest = self.after(rest, pattern.index)
                    found.setdefault(value, []).append(rest)
        answer = {value: self.choice(rest) for value, rest in found.items()}
        _remember(self._attributes, key, answer)
        return answer

    def close(self, pattern: Pattern, lax: bool = False) -> Pattern:
        """What is left when no more attributes come; with `lax`, as if those still required had come."""
        key = (pattern, lax)
        known = self._closed.get(key)
        if known is not None:
            return known
        answer = pattern
        if isinstance(pattern, Attribute):
            answer = self.empty if lax else self.not_allowed
        elif isinstance(pattern, Choice):
            answer = self.choice(self.close(option, lax) for option in pattern.parts())
        elif isinstance(pattern, Group):
            answer = self.group(self.close(item, lax) for item in pattern.items)
        elif isinstance(pattern, Interleave):
            answer = self.interleave(self.close(item, lax) for item in pattern.items)
        elif isinstance(pattern, OneOrMore):
            answer = self.one_or_more(self.close(pattern.item, lax))
        elif isinstance(pattern, After):
            answer = self.after(self.close(pattern.item, lax), pattern.index)
        self._closed[key] = answer
        return answer

    def text_derivative(self, pattern: Pattern) -> Pattern:
        """What is left after some text, where no datatype looks at it."""
        known = self._texts.get(pattern)
        if known is None:
            known = self._texts[pattern] = self._after_text(pattern, lambda data: False)
        return known

    def typed_text(self, pattern: Pattern, text: str, prefixes: Prefixes) -> Pattern:
        """What is left after this text (section 6.2.7 and following)."""

        def allows(data: Pattern) -> bool:
            if isinstance(data, List):
                return self.matches_words(data.item, text, prefixes)
            if isinstance(data, Data | Value) and allows_value(data, text, prefixes):
                exclude = data.exclude if isinstance(data, Data) else None
                return exclude is None or not self.matches(exclude, text, prefixes)
            return False

        return self._after_text(pattern, allows)

    def _after_text(self, pattern: Pattern, allows: Callable[[Pattern], bool]) -> Pattern:
        if isinstance(pattern, Text):
            return pattern
        if isinstance(pattern, Data | Value | List):
            return self.empty if allows(pattern) else self.not_allowed
        if isinstance(pattern, Choice):
            return self.choice(self._after_text(option, allows) for option in pattern.options)
        if isinstance(pattern, Prefer):
            afters = (self._after_text(option, allows) for option in pattern.options)
            return next((after for after in afters if after is not self.not_allowed), self.not_allowed)
        if isinstance(pattern, Group):
            found = []
            for index, item in enumerate(pattern.items):
                found.append(self.group((self._after_text(item, allows), *pattern.items[index + 1 :])))
                if not item.nullable:
                    break
            return self.choice(found)
        if isinstance(pattern, Interleave):
            return self.choice(
                self._replaced(pattern, index, self._after_text(item, allows))
                for index, item in enumerate(pattern.items)
            )
        if isinstance(pattern, OneOrMore):
            after = self._after_text(pattern.item, allows)
            # Text and then more of what may be text is just more of it; so mixed content stays in one state.
            return self.optional(pattern) if after is self.text else self.group((after, self.optional(pattern)))
        if isinstance(pattern, After):
            return self.after(self._after_text(pattern.item, allows), pattern.index)
        return self.not_allowed

    def matches_words(self, pattern: Pattern, text: str, prefixes: Prefixes) -> bool:
        """Whether the words of the text, one after another, match the pattern of a list (section 6.2.9)."""
        for word in split(text):
            pattern = self.typed_text(pattern, word, prefixes)
            if pattern is self.not_allowed:
                return False
        return pattern.nullable

    def matches(self, pattern: Pattern, text: str, prefixes: Prefixes) -> bool:
        """Whether the whole of an attribute's value, or of an element's text, matches (section 6.2.2)."""
        if isinstance(pattern, Text):
            return True
        if isinstance(pattern, Data) and pattern.exclude is None:
            return pattern.datatype.allows(text, prefixes)
        if pattern.nullable and not text.strip(" \t\n\r"):
            return True
        return self.typed_text(pattern, text, prefixes).nullable

    def endings(self, pattern: Pattern, text: str, prefixes: Prefixes) -> list[int]:
        """The readings of an element that may end here, after this text; [0] for one that is not ambiguous."""
        if isinstance(pattern, Choice | Prefer):
            return sorted({i for option in pattern.options for i in self.endings(option, text, prefixes)})
        if isinstance(pattern, After):
            return [pattern.index] if self.matches(pattern.item, text, prefixes) else []
        return [0] if self.matches(pattern, text, prefixes) else []

    # The automaton proper: what a document asks for, remembered under the names as the parser writes them.

    def step(self, state: Pattern, written: str) -> Step | None:
        """Where a start tag of this name leads from this state, None if it may not come here."""
        name = names.parse(written)
        options = self.child(state, name)
        if not options:
            return None
        by_residual: dict[Pattern, list[Pattern]] = {}
        for element, rest in options.items():
            by_residual.setdefault(rest, []).append(element.content)
        contents = {rest: self.choice(some) for rest, some in by_residual.items()}
        if len(set(contents.values())) == 1:
            found = Step(name, next(iter(contents.values())), (self.choice(contents),))
        else:
            content = self.choice(self.after(content, i) for i, content in enumerate(contents.values()))
            found = Step(name, content, tuple(contents))
        if len(state.starts) < REMEMBERED:  # a wildcard lets any number of names in
            state.starts[written] = found
        return found

    def attribute_step(self, state: Pattern, written: str) -> AttributeStep | None:
        """Where an attribute of this name leads from this state, None if it may not come here."""
        options = self.attribute_options(state, names.parse(written))
        if not options:
            return None
        found = AttributeStep(tuple(options.items()))
        if len(state.attributes) < REMEMBERED:
            state.attributes[written] = found
        return found

    def value_step(self, step: AttributeStep, value: str, prefixes: Prefixes) -> Pattern | None:
        """The state after an attribute with this value, None if the value is not allowed."""
        rests = [rest for pattern, rest in step.options if self.matches(pattern, value, prefixes)]
        if not rests:
            return None
        found = rests[0] if len(rests) == 1 else self.choice(rests)
        if not step.contextual and not step.identity and len(step) < REMEMBERED and len(value) < SHORT:
            step[value] = found
        return found
