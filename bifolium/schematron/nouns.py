"""What a Schematron schema says, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Let:
    """A variable: an expression, evaluated where it stands."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message: words, or an expression whose value belongs there."""

    words: str = ""
    select: str = ""
    name: bool = False  # of the node, rather than its value


@dataclass(frozen=True, slots=True)
class Check:
    """An assert, which speaks when its test is false, or a report, when it is true."""

    kind: Literal["assert", "report"]
    test: str
    message: tuple[Part, ...]
    diagnostics: tuple[Part, ...]
    role: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What is checked of the nodes of a context."""

    context: str
    lets: tuple[Let, ...]
    checks: tuple[Check, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Rules of which only the first that fits a node is held against it."""

    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A Schematron schema: the version of XPath it speaks, its prefixes, variables and patterns."""

    version: Literal["1", "2", "3"]
    prefixes: tuple[tuple[str, str], ...]
    lets: tuple[Let, ...]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A rule that speaks of a node."""

    check: Check
    node: Any  # an element of the tree
    attribute: str  # of that element, as lxml spells it; or ""
    message: str
    diagnostics: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An expression that could not be evaluated, and why."""

    expression: str
    reason: str
    line: int


class SchematronError(Exception):
    """The schema cannot be read. `line` says where, if that is known."""

    def __init__(self, problem: str, line: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
