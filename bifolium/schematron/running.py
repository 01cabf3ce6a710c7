"""A Schema and a tree become results, by way of elementpath: every expression is given a time, and may fail alone."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import elementpath
from elementpath import XPath1Parser, XPath2Parser, XPathContext

from bifolium.schematron.nouns import Check, Failure, Let, Part, Result, Rule, Schema


class _TooLong(BaseException):
    """The time is up. Not an Exception, so that nobody on the way takes it for one."""


def results(schema: Schema, tree: Any, seconds: float) -> Iterator[Result | Failure]:
    """What the rules say of an lxml tree; each expression that cannot be evaluated is one Failure.

    An element's or attribute's node is judged by the first rule of a pattern that fits it, as ISO 19757-3 wants.
    """
    yield from _Run(schema, tree, time.process_time() + seconds).results()


class _Run:
    """One document while it is judged."""

    def __init__(self, schema: Schema, tree: Any, deadline: float) -> None:
        self.schema = schema
        self.deadline = deadline
        self.root = elementpath.get_node_tree(tree)
        prefixes = dict(schema.prefixes)
        if schema.version == "3":
            from elementpath.xpath31 import XPath31Parser

            self.parser: Any = XPath31Parser(namespaces=prefixes)
        else:
            self.parser = (XPath2Parser if schema.version == "2" else XPath1Parser)(namespaces=prefixes)
        self.parsed: dict[str, Any] = {}
        self.failed: set[str] = set()
        self.failures: list[Failure] = []

    def results(self) -> Iterator[Result | Failure]:
        try:
            variables = self.bound(self.schema.lets, self.root, {}, 0)
            for pattern in self.schema.patterns:
                inner = self.bound(pattern.lets, self.root, variables, 0)
                seen: set[int] = set()
                for rule in pattern.rules:
                    yield from self.rule(rule, inner, seen)
                    yield from self.told()
        except _TooLong:
            self.failures.append(Failure("", "the time for all rules together was up", 0))
        yield from self.told()

    def told(self) -> Iterator[Failure]:
        failures, self.failures = self.failures, []
        yield from failures

    def rule(self, rule: Rule, variables: dict[str, Any], seen: set[int]) -> Iterator[Result]:
        nodes = self.value(_anywhere(rule.context), self.root, variables, rule.line)
        for node in nodes if isinstance(nodes, list) else []:
            if not hasattr(node, "parent") or id(node) in seen:
                continue
            seen.add(id(node))
            inner = self.bound(rule.lets, node, variables | {"current": node}, rule.line)
            for check in rule.checks:
                value = self.value(check.test, node, inner, check.line)
                if value is not None and self.true(value) == (check.kind == "report"):
                    yield self.result(check, node, inner)

    def result(self, check: Check, node: Any, variables: dict[str, Any]) -> Result:
        element, attribute = node, ""
        if not hasattr(node, "elem"):
            element = node.parent
            if type(node).__name__.endswith("AttributeNode"):
                attribute = str(node.name)
        return Result(
            check,
            getattr(element, "elem", None),
            attribute,
            self.words(check.message, node, variables, check.line),
            self.words(check.diagnostics, node, variables, check.line),
        )

    def words(self, parts: Sequence[Part], node: Any, variables: dict[str, Any], line: int) -> str:
        """A message with its expressions filled in."""
        said = []
        for part in parts:
            if not part.select:
                said.append(part.words)
                continue
            value = self.value(part.select, node, variables, line)
            values = value if isinstance(value, list) else [] if value is None else [value]
            said.append(" ".join(_name(one) if part.name else _string(one) for one in values))
        return " ".join("".join(said).split())

    def bound(self, lets: Sequence[Let], node: Any, variables: dict[str, Any], line: int) -> dict[str, Any]:
        """The variables with some more; each may use those before it."""
        found = dict(variables)
        for let in lets:
            value = self.value(let.value, node, found, line)
            if value is not None:
                found[let.name] = value
        return found

    def value(self, expression: str, node: Any, variables: dict[str, Any], line: int) -> Any:
        """The value of an expression, None where it failed; what fails once is not tried again."""
        if expression in self.failed:
            return None
        if time.process_time() > self.deadline:
            raise _TooLong
        try:
            with _alarm(self.deadline):
                token = self.parsed.get(expression)
                if token is None:
                    token = self.parsed[expression] = self.parser.parse(expression.replace("current()", "$current"))
                context = XPathContext(self.root, item=node, variables={"current": node, **variables})
                return list(token.select(context))
        except _TooLong:
            self._fail(expression, "it takes too long", line)
            raise
        except Exception as error:  # whatever a stranger's expression makes of elementpath
            reason = re.sub(r"\[err:\w+\]|\b[A-Z]{4}\d{4}\b:?", "", str(error)).strip() or type(error).__name__
            self._fail(expression, reason, line)
            return None

    def _fail(self, expression: str, reason: str, line: int) -> None:
        self.failed.add(expression)
        self.failures.append(Failure(expression, " ".join(reason.split())[:160], line))

    def true(self, values: list[Any]) -> bool:
        """The effective boolean value (XPath 2.0, section 2.4.3)."""
        if not values:
            return False
        first = values[0]
        if hasattr(first, "parent"):  # a node
            return True
        if isinstance(first, bool | str | int | float):
            return bool(first) and first == first  # NaN is false
        return bool(str(first))


def _anywhere(context: str) -> str:
    """A rule's context, which is a pattern as in XSLT, as an expression that finds all that fits it."""
    parts, depth, quote = [""], 0, ""
    for character in context:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        else:
            depth += (character in "[(") - (character in "])")
        if character == "|" and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += character
    return " | ".join(part.strip() if part.strip().startswith("/") else f"//{part.strip()}" for part in parts)


def _string(value: Any) -> str:
    return str(getattr(value, "string_value", value))


def _name(value: Any) -> str:
    return str(getattr(value, "name", "") or "").rpartition("}")[2]


@contextmanager
def _alarm(deadline: float) -> Iterator[None]:
    """Interrupt what takes until the deadline, where the system can; elsewhere it is noticed afterwards."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def up(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, up)
    signal.setitimer(signal.ITIMER_PROF, max(deadline - time.process_time(), 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
