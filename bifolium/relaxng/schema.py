"""A schema file becomes a Schema, which validates documents and says what may stand where."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from bifolium.relaxng import names
from bifolium.relaxng import resolve as resolving
from bifolium.relaxng.datatypes import Prefixes
from bifolium.relaxng.derivatives import Automaton, walk
from bifolium.relaxng.errors import Error, Limits, Locator, Place, SchemaError
from bifolium.relaxng.names import Name
from bifolium.relaxng.patterns import Attribute, Data, Element, List, Pattern, Text, Value
from bifolium.relaxng.recover import Recovery
from bifolium.relaxng.resolve import Resolver, Resource
from bifolium.relaxng.validate import Validator, no_prefixes

if TYPE_CHECKING:
    from bifolium.relaxng.tree import Node

# What reads schemas and files is loaded when it is needed: a schema may also be made, and be led through a tree.

P = TypeVar("P", bound=Pattern)


def load(
    source: str | Path | bytes,
    syntax: str | None = None,
    resolve: Resolver | None = None,
    limits: Limits | None = None,
    address: str = "",
) -> Schema:
    """The schema in a file (a path, or its bytes). Raises SchemaError, LimitExceeded, OSError.

    `syntax` is "xml" or "compact"; without it, what begins with "<" is XML. What the schema includes or refers to is
    read with `resolve`: by default, files in the folder of the schema (none, if it is given as bytes without an
    `address`), and never from the network.
    """
    from bifolium.relaxng.restrict import Restrictions
    from bifolium.relaxng.simplify import Simplifier

    limits = limits or Limits()
    if isinstance(source, bytes):
        content = source
        resolve = resolve or resolving.nothing
    else:
        path = Path(source).resolve()
        content = resolving.read_file(path, limits.bytes)
        address = address or path.as_uri()
        resolve = resolve or resolving.inside(path.parent, limits)

    def read(resource: Resource, namespace: str, syntax: str | None = None) -> Node:
        if len(resource.content) > limits.bytes:
            raise SchemaError(f"a schema of more than {limits.bytes} bytes", Place(resource.address, 1, 1))
        if (syntax or _sniff(resource.content)) == "compact":
            from bifolium.relaxng import read_compact

            return read_compact.read(resource.content, resource.address, namespace, limits)
        from bifolium.relaxng import read_xml

        return read_xml.read(resource.content, resource.address, namespace, limits)

    automaton = Automaton(limits)
    simplifier = Simplifier(automaton, read, resolve)
    automaton.start = simplifier.schema(read(Resource(address, content), "", syntax))
    elements = Restrictions().check(automaton.start)
    automaton.compiled = len(automaton.all)
    return Schema(automaton, elements)


def _sniff(content: bytes) -> str:
    """The syntax of a schema: only one of them can begin with "<"."""
    start = content.lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n")
    return "xml" if start.startswith(b"<") else "compact"


class Schema:
    """A compiled schema. It learns from the documents it validates, so keep it; it is not for two threads at once."""

    def __init__(self, automaton: Automaton, elements: list[Element]) -> None:
        self._automaton = automaton
        self._recovery = Recovery(automaton, elements)
        self._limits = automaton.limits

    def validate(self, source: str | Path | bytes | IO[bytes]) -> Iterator[Error]:
        """The errors of a document (a path, its bytes, or a file open for reading), in the order they are found.

        Raises LimitExceeded, OSError.
        """
        from bifolium.relaxng.parse import Parse

        self._refresh()
        if isinstance(source, str | Path):
            with Path(source).open("rb") as file:
                yield from Parse(self._recovery, self._limits).run(file)
        else:
            yield from Parse(self._recovery, self._limits).run(source)

    def validator(
        self,
        on_error: Callable[[Error], object],
        locator: Locator | None = None,
        prefixes: Prefixes = no_prefixes,
    ) -> Validator:
        """A validator for one document whose events the caller feeds to it."""
        self._refresh()
        return Validator(self._recovery, on_error, locator, prefixes)

    def _refresh(self) -> None:
        """Forget what was learnt when it is too much, and grant the next document its time."""
        automaton = self._automaton
        if len(automaton.all) > automaton.limits.patterns // 2 + automaton.compiled:
            self._recovery.forget()
        automaton.deadline = time.thread_time() + automaton.limits.seconds

    def elements(self) -> list[Name]:
        """The names of all elements, in alphabetical order."""
        return sorted(self._recovery.definitions)

    def children(self, name: Name) -> list[Name]:
        """The elements that may stand in an element of this name."""
        return sorted({right for part in self._walk(name, Element) for right in names.plain(part.names) or ()})

    def parents(self, name: Name) -> list[Name]:
        """The elements in which an element of this name may stand."""
        return [parent for parent in self.elements() if name in self.children(parent)]

    def attributes(self, name: Name) -> list[Name]:
        """The attributes an element of this name may have."""
        return sorted({right for part in self._walk(name, Attribute) for right in names.plain(part.names) or ()})

    def values(self, name: Name, attribute: Name) -> list[str]:
        """The values the schema lists for an attribute, whether or not it allows others."""
        found: dict[str, None] = {}
        for part in self._walk(name, Attribute):
            if names.contains(part.names, attribute):
                found.update((value.text, None) for value in walk(part.value) if isinstance(value, Value))
        return list(found)

    def has_text(self, name: Name) -> bool:
        """Whether text may stand in an element of this name."""
        return any(self._walk(name, Text, Data, Value, List))

    def _walk(self, name: Name, *kinds: type[P]) -> Iterator[P]:
        for element in self._recovery.definitions.get(name, ()):
            yield from (part for part in walk(element.content) if isinstance(part, kinds))
