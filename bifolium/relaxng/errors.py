"""What is wrong becomes data: Error for a document, SchemaError for a schema, LimitExceeded for either."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from bifolium.relaxng.names import Name

LONGEST_TEXT = 80


class Position(NamedTuple):
    """A place in a document: line and column, both counted from 1, the column in characters."""

    line: int
    column: int


class Place(NamedTuple):
    """A place in a schema: the address of the file, line and column."""

    source: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}" if self.source else f"{self.line}:{self.column}"


class Kind(StrEnum):
    """What an Error is about, and where its position lies."""

    UNEXPECTED_ELEMENT = "unexpected-element"  # at its start tag
    WRONG_NAMESPACE = "wrong-namespace"  # right local name; at the start tag, once for each namespace
    INCOMPLETE_CONTENT = "incomplete-content"  # at the tag before which something is missing
    UNEXPECTED_TEXT = "unexpected-text"  # at its first character that is not white space
    UNEXPECTED_ATTRIBUTE = "unexpected-attribute"  # at the first character of its name
    MISSING_ATTRIBUTE = "missing-attribute"  # at the start tag
    BAD_VALUE = "bad-value"  # at the first character of the attribute's value or of the text
    DUPLICATE_ID = "duplicate-id"  # at the value
    UNKNOWN_ID = "unknown-id"  # at the value that refers to it
    NOT_WELL_FORMED = "not-well-formed"  # where the parser gave up


@dataclass(frozen=True, slots=True)
class Error:
    """One thing wrong in a document."""

    kind: Kind
    line: int
    column: int
    element: Name | None = None  # the element that is wrong, or in which something is
    parent: Name | None = None
    attribute: Name | None = None
    text: str = ""  # the text in question, shortened to LONGEST_TEXT characters; the parser's words
    expected: tuple[str, ...] = ()  # names (Clark's notation) or values, the most likely first
    datatypes: tuple[str, ...] = ()  # for a bad value: the types it might have had

    def __str__(self) -> str:
        subject = self.attribute or self.element
        words = [f"{self.line}:{self.column}", self.kind.value, str(subject) if subject else "", repr(self.text)]
        return " ".join(word for word in words if word and word != "''")


class SchemaError(Exception):
    """The schema is not correct RELAX NG, or refers to what may not be read. `place` says where."""

    def __init__(self, problem: str, place: Place | None = None) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.problem = problem
        self.place = place


class LimitExceeded(Exception):
    """A schema or a document asks for more than `Limits` grants."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a schema and a document may cost. Ordinary TEI stays below a tenth of each figure."""

    seconds: float = 60.0  # of processor time, for reading a schema, and for one document
    patterns: int = 400_000  # states of the automaton, about 1 kB each
    nesting: int = 100  # of patterns inside patterns, in a schema
    depth: int = 10_000  # of elements inside elements, in a document
    bytes: int = 16_000_000  # of one schema file
    files: int = 1_000  # read for one schema
    errors: int = 10_000  # after which validation of a document stops
    guesses: int = 100  # different unknown names of one document for which what was meant is looked for

    def shorten(self, text: str) -> str:
        """The text on one line, at most LONGEST_TEXT characters."""
        text = " ".join(text[: LONGEST_TEXT * 4].split())
        return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


class Locator(Protocol):
    """Where the event that is being reported stands. It is asked only when there is an error."""

    def event(self) -> Position:
        """The first character of the tag."""

    def end(self) -> Position:
        """The first character of the end tag, or of the tag of an empty element."""

    def text(self, text: str) -> Position:
        """The first character that is not white space, of the text that ends where the event begins."""

    def attribute(self, index: int) -> tuple[Position, Position]:
        """The first characters of the name and of the value of the attribute with this index."""
