"""The facts of TEI P5: elements, attributes, classes, rules and a RELAX NG schema, from the table in `schema/tei/`.

`facts` has the nouns, `table` reads the table, `patterns` and `rng` make of it what validates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from bifolium.tei import misspelt
from bifolium.tei.facts import (
    GUIDELINES,
    LATEST,
    NAMESPACE,
    PREFIXES,
    SOURCE,
    Attribute,
    Class,
    Constraint,
    Element,
    Module,
)
from bifolium.tei.table import Table, folder

if TYPE_CHECKING:
    from bifolium.relaxng import Schema

__all__ = [
    "GUIDELINES",
    "LATEST",
    "NAMESPACE",
    "PREFIXES",
    "SOURCE",
    "Attribute",
    "Class",
    "Constraint",
    "Element",
    "Module",
    "Table",
    "attributes",
    "classes",
    "constraints",
    "elements",
    "folder",
    "grammar",
    "modules",
    "nearest",
    "releases",
    "schema",
    "table",
]


def elements(release: str = LATEST) -> Mapping[str, Element]:
    """The elements by name, in the order of the Guidelines' chapters."""
    return table(release).elements


def attributes(release: str = LATEST) -> Mapping[str, tuple[Attribute, ...]]:
    """Every attribute by name, as each class and element declares it (`origin`)."""
    return table(release).attributes


def classes(release: str = LATEST) -> Mapping[str, Class]:
    """The classes by name."""
    return table(release).classes


def modules(release: str = LATEST) -> Mapping[str, Module]:
    """The modules by name, in the order of the Guidelines' chapters."""
    return table(release).modules


def constraints(release: str = LATEST) -> tuple[Constraint, ...]:
    """TEI's rules beside the grammar."""
    return table(release).constraints()


def grammar(release: str = LATEST) -> str:
    """tei_all as a RELAX NG grammar (XML syntax), made from the table alone."""
    from bifolium.tei.rng import grammar as written

    return written(table(release))


@cache
def schema(release: str = LATEST) -> Schema:
    """tei_all, ready to validate: the same language as `grammar`, put together as documents need it."""
    from bifolium.tei.patterns import schema as made

    return made(table(release))


def nearest(name: str, among: Iterable[str] | None = None, limit: int = 3) -> list[str]:
    """The names (of elements, unless others are given) that may be meant by a misspelt one, likeliest first.

    >>> nearest("persname"), nearest("titelStmt"), nearest("qwertyuiop")
    (['persName'], ['titleStmt'], [])
    """
    return misspelt.nearest(name, table(LATEST).elements if among is None else among, limit)


@cache
def table(release: str = LATEST) -> Table:
    """The facts as of a release, from SOURCE to LATEST. Raises ValueError for another."""
    return Table(release)


def releases() -> tuple[str, ...]:
    """The releases the table knows, oldest first."""
    later = (folder() / "later.txt").read_text(encoding="utf-8")
    return tuple(dict.fromkeys([SOURCE, *re.findall(r"^release (\S+)", later, re.M)]))
