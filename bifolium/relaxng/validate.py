"""Start tags, end tags and text become errors, as they come: the walk of a document through the automaton."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bifolium.relaxng import names
from bifolium.relaxng.datatypes import Prefixes, split
from bifolium.relaxng.derivatives import AttributeStep, Step
from bifolium.relaxng.errors import Error, Kind, LimitExceeded, Locator, Position
from bifolium.relaxng.names import Name
from bifolium.relaxng.patterns import Pattern
from bifolium.relaxng.recover import Anything, Recovery

_BLANK = " \t\n\r"
_MANY = 20


class _Waiting(Pattern):
    """The state inside text that a datatype will look at: no transition is known, so every event is looked at."""

    __slots__ = ()


class Nowhere:
    """The locator of a caller that gives positions with each event."""

    def event(self) -> Position:
        """Unknown."""
        return Position(0, 0)

    def end(self) -> Position:
        """Unknown."""
        return Position(0, 0)

    def text(self, text: str) -> Position:
        """Unknown."""
        return Position(0, 0)

    def attribute(self, index: int) -> tuple[Position, Position]:
        """Unknown."""
        return Position(0, 0), Position(0, 0)


def no_prefixes(prefix: str) -> str | None:
    """What prefixes stand for where nobody says: only xml is known."""
    return names.XML_NAMESPACE if prefix == "xml" else None


class Validator:
    """Validates one document, fed to it event by event.

    Names are written "local", "{namespace}local" or "namespace}local"; attributes are a flat sequence of names and
    values. Positions may be given with each event, or left to a locator that is asked when there is an error.
    """

    __slots__ = (
        "_aliases",
        "_automaton",
        "_buffer",
        "_count",
        "_guessed",
        "_identifiers",
        "_lax",
        "_odd",
        "_odd_tag",
        "_recovery",
        "_references",
        "_reported",
        "_state",
        "_text_position",
        "_waiting",
        "_waiting_for",
        "locator",
        "on_error",
        "prefixes",
        "stack",
    )

    def __init__(
        self,
        recovery: Recovery,
        on_error: Callable[[Error], object],
        locator: Locator | None = None,
        prefixes: Prefixes = no_prefixes,
    ) -> None:
        self._recovery = recovery
        self._automaton = recovery.automaton
        self.on_error = on_error
        self.locator: Locator = locator or Nowhere()
        self.prefixes = prefixes
        self.stack: list[Step] = []  # the open elements
        self._state = self._automaton.start
        self._waiting = _Waiting(False, True, 0)
        self._waiting_for = self._state
        self._buffer: list[str] = []
        self._text_position: Position | None = None
        self._reported: dict[int, set[Name | None]] = {}  # depth → children blamed there, None for text
        self._odd: list[str] = []  # unexpected attributes of one tag
        self._odd_tag: object = None
        self._aliases: dict[str, str] = {}  # a namespace → the one that was meant
        self._identifiers: set[str] = set()
        self._references: list[tuple[str, Error]] = []
        self._lax = False
        self._count = 0
        self._guessed: set[str] = set()  # unknown names for which it was looked for what was meant

    def start(
        self,
        name: str,
        attributes: Sequence[str] = (),
        position: Position | None = None,
        places: Sequence[tuple[Position, Position]] | None = None,
    ) -> None:
        """A start tag. `places` are the positions of the name and of the value of each attribute."""
        step = self._state.starts.get(name)
        if step is None:
            step = self._enter(name, position)
        self.stack.append(step)
        if attributes:
            state = step.content
            pairs = iter(attributes)
            for attribute, value in zip(pairs, pairs, strict=True):
                known = state.attributes.get(attribute)
                if known is None or (after := known.get(value)) is None:
                    after = self._attribute(state, known, attributes, attribute, position, places)
                state = after
            self._state = state.closed or self._close(state, attributes, position)
        else:
            closed = step.closed
            if closed is None:
                closed = self._close(step.content, attributes, position)
                if step.content.closed is closed:
                    step.closed = closed
            self._state = closed

    def end(self, name: str = "", position: Position | None = None) -> None:
        """An end tag; its name is not looked at."""
        state = self._state
        step = self.stack.pop()
        self._state = step.residual if state.ends else self._leave(state, step, position)
        if self._reported:
            self._reported.pop(len(self.stack) + 1, None)

    def text(self, data: str, position: Position | None = None) -> None:
        """Text, in one piece or several."""
        state = self._state
        # White space that nobody looks at is the commonest text of all.
        if state.after_text is not state and (state.typed or not data.isspace() or not data.isascii()):
            self._text(data, position)

    def finish(self) -> None:
        """The end of the document: references to identifiers are looked up."""
        if not self._lax:
            for identifier, error in self._references:
                if identifier not in self._identifiers:
                    self._report(error)

    def expected(self) -> tuple[str, ...]:
        """The names of the elements that may come now, those that must come first."""
        return self._recovery.names_of(self._settled())

    # What follows is walked only where the automaton has no answer yet, or the document is wrong.

    def _settled(self) -> Pattern:
        return self._waiting_for if self._state is self._waiting else self._state

    def _report(self, error: Error) -> None:
        self._count += 1
        if self._count <= self._automaton.limits.errors:
            self.on_error(error)

    def _error(
        self,
        kind: Kind,
        position: Position,
        element: Name | None,
        text: str = "",
        expected: Sequence[str] = (),
        attribute: Name | None = None,
        datatypes: Sequence[str] = (),
        outer: int = 1,
    ) -> Error:
        """An error in the element that is `outer` open elements up, counted from the innermost one."""
        parent = self.stack[-outer].name if len(self.stack) >= outer else None
        return Error(
            kind,
            position.line,
            position.column,
            element,
            parent,
            attribute,
            self._automaton.limits.shorten(text),
            tuple(expected),
            tuple(datatypes),
        )

    def _enter(self, written: str, position: Position | None) -> Step:
        """The step a start tag makes, when it is not yet known or not allowed."""
        state = self._state
        if state is self._waiting:
            state = self._flush(position)
        name = names.parse(written)
        unsure = isinstance(state, Anything)
        if not unsure and self._recovery.possible(name):
            step = self._automaton.step(state, written)
            if step is not None:
                return step
        if self._aliases and (namespace := self._aliases.get(name.namespace)) is not None:
            meant = Name(namespace, name.local)
            step = None if unsure else self._automaton.step(state, str(meant))
            if step is not None:
                return step
            if not self._recovery.known(name):
                name = meant
        known = self._recovery.known(name)
        # What nobody knows does not speak for the element around it being another than it says.
        if known and self.stack and not unsure and (doubt := self.stack[-1].doubt) is not None:
            state = self._state = doubt
        self._lax = True
        reported = self._reported.setdefault(len(self.stack), set())
        guess = known or self._guess(written)
        repair = self._recovery.element(state, name) if guess else self._recovery.unexplained(state, name)
        if repair.alias is not None:
            self._aliases[name.namespace] = repair.alias
        if repair.kind is not None:
            reported.add(name)
            place = position or self.locator.event()
            expected = self._recovery.expected(state, name, repair) if guess else ()
            self._report(self._error(repair.kind, place, name, name.local, expected))
        return repair.step

    def _guess(self, name: str) -> bool:
        """Whether to look for what was meant by an unknown name; it takes long, and nobody misspells so many."""
        if len(self._guessed) < self._automaton.limits.guesses:
            self._guessed.add(name)
        return name in self._guessed

    def _attribute(
        self,
        state: Pattern,
        step: AttributeStep | None,
        attributes: Sequence[str],
        written: str,
        position: Position | None,
        places: Sequence[tuple[Position, Position]] | None,
    ) -> Pattern:
        """The state after an attribute, when it is not remembered or not allowed."""
        if isinstance(state, Anything):
            return state
        index = attributes.index(written)
        if index % 2:  # that was a value
            index = next(i for i in range(0, len(attributes), 2) if attributes[i] == written)
        value = attributes[index + 1]
        # Where wrong names are many, it is quicker to see first whether there is such an attribute at all.
        many = len(self._guessed) > _MANY
        if step is None and not (many and not self._recovery.possible_attribute(names.parse(written))):
            step = self._automaton.attribute_step(state, written)
        if step is not None:
            after = self._automaton.value_step(step, value, self.prefixes)
            if after is not None:
                if not step.identity:
                    return after
                if step.identity == "ID" and (identifier := value.strip(_BLANK)) not in self._identifiers:
                    self._identifiers.add(identifier)
                    return after
        tag = self.stack[-1]

        def place(of_value: bool) -> Position:
            if places is not None:
                return places[index // 2][of_value]
            return position or self.locator.attribute(index // 2)[of_value]

        name = names.parse(written)
        if step is None:
            if self._odd_tag is not attributes:
                self._odd_tag, self._odd = attributes, []
            self._odd.append(written)
            if tag.doubt is None:
                present = {names.parse(each) for each in attributes[::2]}
                guess = self._guess(f"@{written}")
                expected = self._recovery.attributes(tag.content, state, name, present) if guess else ()
                found = Kind.UNEXPECTED_ATTRIBUTE
                self._report(self._error(found, place(False), tag.name, value, expected, name, outer=2))
            return state
        if after is None:
            values, types = self._recovery.values([pattern for pattern, _ in step.options], value)
            self._report(self._error(Kind.BAD_VALUE, place(True), tag.name, value, values, name, types, outer=2))
            return self._automaton.choice(rest for _, rest in step.options)
        for identifier in split(value):
            if step.identity == "ID":
                # What stands a second time where it may not stand repeats its identifiers too: one mistake.
                if identifier in self._identifiers and not any(step.doubt for step in self.stack):
                    kind = Kind.DUPLICATE_ID
                    self._report(self._error(kind, place(True), tag.name, identifier, (), name, outer=2))
            else:
                error = self._error(Kind.UNKNOWN_ID, place(True), tag.name, identifier, (), name, outer=2)
                self._references.append((identifier, error))
        return after

    def _close(self, state: Pattern, attributes: Sequence[str], position: Position | None) -> Pattern:
        """The state after a start tag."""
        closed = state.closed
        if closed is None:
            closed = self._automaton.close(state)
            if closed is self._automaton.not_allowed and state is not closed:
                self._missing(state, attributes, position)
                return self._automaton.close(state, True)
            state.closed = closed
        return closed

    def _missing(self, state: Pattern, attributes: Sequence[str], position: Position | None) -> None:
        """Report required attributes, but not one that was only misspelt."""
        tag = self.stack[-1]
        if tag.doubt is not None:
            return
        missing = self._recovery.required_attributes(state)
        if self._odd_tag is attributes and self._recovery.misspelt(self._odd, missing):
            return
        place = position or self.locator.event()
        self._report(self._error(Kind.MISSING_ATTRIBUTE, place, tag.name, "", missing, outer=2))

    def _leave(self, state: Pattern, step: Step, position: Position | None) -> Pattern:
        """The state after an end tag that needs a closer look."""
        text = ""
        if state is self._waiting:
            text = "".join(self._buffer)
            state = self._waiting_for
        endings = self._automaton.endings(state, text, self.prefixes)
        if endings:
            return self._automaton.choice(step.residuals[ending] for ending in endings)
        blamed = step.doubt is not None or None in self._reported.get(len(self.stack) + 1, ())
        if state.typed and not blamed and (text.strip(_BLANK) or not self._recovery.names_of(state)):
            place = self._text_position or position or self.locator.text(text)
            values, types = self._recovery.values([state], text)
            self._report(self._error(Kind.BAD_VALUE, place, step.name, text, values, datatypes=types))
        elif not blamed:
            place = position or self.locator.end()
            missing = self._recovery.missing(state)
            self._report(self._error(Kind.INCOMPLETE_CONTENT, place, step.name, "", missing))
        return self._automaton.choice(step.residuals)

    def _text(self, data: str, position: Position | None) -> None:
        """Text where not just any text may stand."""
        state = self._state
        if state is self._waiting:
            self._buffer.append(data)
        elif state.typed:
            self._buffer = [data]
            self._waiting_for, self._state = state, self._waiting
            self._text_position = position and _first(data, position)
        elif data.strip(_BLANK):
            after = state if isinstance(state, Anything) else self._automaton.text_derivative(state)
            if after is self._automaton.not_allowed:
                after = self._stray(state, data, position and _first(data, position))
            else:
                state.after_text = after
            self._state = after

    def _stray(self, state: Pattern, data: str, position: Position | None) -> Pattern:
        """The state after text that may not stand here."""
        self._lax = True
        after, expected = self._recovery.text(state)
        reported = self._reported.setdefault(len(self.stack), set())
        if (doubt := self.stack[-1].doubt) is not None:
            return doubt
        if None not in reported:
            reported.add(None)
            place = position or self.locator.text(data)
            tag = self.stack[-1].name
            self._report(self._error(Kind.UNEXPECTED_TEXT, place, tag, data, expected, outer=2))
        return after

    def _flush(self, position: Position | None) -> Pattern:
        """The state after text that waited for its datatype, when a child follows it."""
        text = "".join(self._buffer)
        state = self._state = self._waiting_for
        if text.strip(_BLANK):
            after = self._automaton.typed_text(state, text, self.prefixes)
            if after is self._automaton.not_allowed:
                after = self._stray(state, text, self._text_position)
            state = self._state = after
        return state

    @property
    def full(self) -> bool:
        """Whether there have been as many errors as the limits allow; further ones are not reported."""
        return self._count >= self._automaton.limits.errors

    def check_depth(self) -> None:
        """Raise LimitExceeded when more elements are open than the limits allow."""
        if len(self.stack) > self._automaton.limits.depth:
            raise LimitExceeded(f"elements nested more than {self._automaton.limits.depth} deep")


def _first(text: str, position: Position) -> Position:
    """Where the first character of the text stands that is not white space, the text beginning at the position."""
    blank = text[: len(text) - len(text.lstrip(_BLANK))]
    lines = blank.split("\n")
    return Position(position.line + len(lines) - 1, len(lines[-1]) + (position.column if len(lines) == 1 else 1))
