"""A schema as written, in either syntax, becomes a tree of Nodes: names resolved, annotations gone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bifolium.relaxng.errors import Place, SchemaError
from bifolium.relaxng.names import XMLNS_NAMESPACE, AnyIn, AnyName, AnyOf, Name, NameClass

PATTERNS = frozenset({
    "element", "attribute", "group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list",
    "mixed", "ref", "parentRef", "empty", "value", "data", "notAllowed", "text", "externalRef", "grammar",
})  # fmt: skip
CONTAINERS = frozenset({
    "group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed",
})  # fmt: skip
COMPONENTS = frozenset(("start", "define", "div", "include"))

_URI_CHARACTERS = re.compile(r"(?:[^%#]|%[0-9A-Fa-f]{2})*")


@dataclass(slots=True)
class Node:
    """An element of the full syntax (section 3 of the specification), after sections 4.1 to 4.4 and 4.8 to 4.10."""

    kind: str
    place: Place
    children: list[Node] = field(default_factory=list)
    name: str = ""  # of a definition or reference; the type of a datum or value
    names: NameClass | None = None  # of an element or attribute
    combine: str = ""
    href: str = ""
    base: str = ""  # what href is relative to
    namespace: str = ""  # in scope: for an external reference, and for the QName of a value
    library: str = ""
    text: str = ""
    parameters: list[tuple[str, str]] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)


def without_fragment(href: str, place: Place) -> str:
    """An address that may be read (section 4.5: no fragment)."""
    if not _URI_CHARACTERS.fullmatch(href):
        raise SchemaError(f"“{href}” is not the address of a file", place)
    return href


def any_name(exclude: NameClass | None, place: Place) -> NameClass:
    """Any name but some (section 4.16: which may not be any name again)."""
    if exclude is not None and _holds(exclude, (AnyName,)):
        raise SchemaError("any name except any name", place)
    return AnyName(exclude)


def any_in(namespace: str, exclude: NameClass | None, place: Place) -> NameClass:
    """Any name of a namespace but some (section 4.16: which may not be those of a namespace)."""
    if exclude is not None and _holds(exclude, (AnyName, AnyIn)):
        raise SchemaError("names of a namespace except names of a namespace", place)
    return AnyIn(namespace, exclude)


def _holds(names: NameClass, kinds: tuple[type, ...]) -> bool:
    if isinstance(names, kinds):
        return True
    if isinstance(names, AnyOf):
        return any(_holds(option, kinds) for option in names.options)
    return isinstance(names, AnyName | AnyIn) and names.exclude is not None and _holds(names.exclude, kinds)


def for_attribute(names: NameClass, place: Place) -> NameClass:
    """The names of an attribute, which may not declare namespaces (section 4.16)."""
    if isinstance(names, Name) and names == Name("", "xmlns"):
        raise SchemaError("an attribute cannot be called xmlns", place)
    if isinstance(names, Name | AnyIn) and names.namespace == XMLNS_NAMESPACE:
        raise SchemaError("an attribute cannot be in the namespace of xmlns", place)
    if isinstance(names, AnyOf):
        for option in names.options:
            for_attribute(option, place)
    elif isinstance(names, AnyName | AnyIn) and names.exclude is not None:
        for_attribute(names.exclude, place)
    return names
