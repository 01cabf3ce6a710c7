"""A namespace and a local name become a Name; what a schema says of names becomes a class of names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns"


class Name(NamedTuple):
    """An expanded name. As text it is Clark's notation: "{namespace}local", or "local" in no namespace."""

    namespace: str
    local: str

    def __str__(self) -> str:
        return f"{{{self.namespace}}}{self.local}" if self.namespace else self.local


@dataclass(frozen=True, slots=True)
class AnyName:
    """Every name but those of `exclude`."""

    exclude: NameClass | None = None


@dataclass(frozen=True, slots=True)
class AnyIn:
    """Every name of one namespace but those of `exclude` (the specification's nsName)."""

    namespace: str
    exclude: NameClass | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The names of any of several classes (the specification's choice)."""

    options: tuple[NameClass, ...]


NameClass: TypeAlias = Name | AnyName | AnyIn | AnyOf

# Neither can be written in a document: they stand for all names a class does not mention.
_ELSEWHERE = "\0elsewhere"
_UNMENTIONED = "\0unmentioned"


def parse(text: str) -> Name:
    """The name written "local", "{namespace}local" or, as expat writes it here, "namespace}local".

    >>> parse("{http://www.tei-c.org/ns/1.0}p").local
    'p'
    """
    namespace, _, local = text.rpartition("}")
    return Name(namespace.removeprefix("{"), local)


def contains(names: NameClass, name: Name) -> bool:
    """Whether the class holds the name (section 6.2.1 of the specification, "contains")."""
    if isinstance(names, Name):
        return names == name
    if isinstance(names, AnyOf):
        return any(contains(option, name) for option in names.options)
    if isinstance(names, AnyIn) and names.namespace != name.namespace:
        return False
    return names.exclude is None or not contains(names.exclude, name)


def mentioned(names: NameClass) -> set[Name]:
    """One name for each region the class tells apart; two classes overlap if one of them lies in both."""
    if isinstance(names, Name):
        return {names}
    if isinstance(names, AnyOf):
        return set().union(*(mentioned(option) for option in names.options))
    region = Name(names.namespace if isinstance(names, AnyIn) else _ELSEWHERE, _UNMENTIONED)
    return {region} if names.exclude is None else {region} | mentioned(names.exclude)


def overlap(one: NameClass, other: NameClass) -> bool:
    """Whether some name lies in both classes (needed by sections 7.3 and 7.4)."""
    if isinstance(one, Name):
        return contains(other, one)
    return any(contains(one, name) and contains(other, name) for name in mentioned(one) | mentioned(other))


def plain(names: NameClass) -> frozenset[Name] | None:
    """The names of a class that is a finite list, else None."""
    if isinstance(names, Name):
        return frozenset((names,))
    if isinstance(names, AnyOf):
        lists = [plain(option) for option in names.options]
        return None if None in lists else frozenset().union(*(some for some in lists if some is not None))
    return None


def wildcards(names: NameClass) -> list[AnyName | AnyIn]:
    """The parts of a class that stand for infinitely many names."""
    if isinstance(names, Name):
        return []
    if isinstance(names, AnyOf):
        return [wild for option in names.options for wild in wildcards(option)]
    return [names]


def describe(names: NameClass) -> str:
    """The class as one writes it in a list: a name in Clark's notation, `*`, `{namespace}*`."""
    if isinstance(names, Name):
        return str(names)
    if isinstance(names, AnyOf):
        return "|".join(describe(option) for option in names.options)
    return "*" if isinstance(names, AnyName) else f"{{{names.namespace}}}*"
