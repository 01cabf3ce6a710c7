"""What TEI P5 says of its elements, attributes, classes and rules: the nouns of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bifolium.tei.expressions import is_list, parse

if TYPE_CHECKING:
    from bifolium.tei.table import Table

GUIDELINES = "https://tei-c.org/release/doc/tei-p5-doc/en/html/"
NAMESPACE = "http://www.tei-c.org/ns/1.0"
SOURCE = "4.3.0"  # the release whose grammar the table was made from
LATEST = "4.10.2"  # the last release in later.txt

PREFIXES = {  # of the XPath in constraints
    "tei": NAMESPACE,
    "teix": "http://www.tei-c.org/ns/Examples",
    "rng": "http://relaxng.org/ns/structure/1.0",
    "sch": "http://purl.oclc.org/dsdl/schematron",
    "s": "http://www.ascc.net/xml/schematron",
    "xs": "http://www.w3.org/2001/XMLSchema",
}
ATTRIBUTE_PREFIXES = {"xml": "http://www.w3.org/XML/1998/namespace", "dcr": "http://www.isocat.org/ns/dcr"}


@dataclass(frozen=True, slots=True)
class Module:
    """A module of TEI: its name, and the chapter of the Guidelines that explains it."""

    name: str
    chapter: int
    title: str
    guidelines: str  # the chapter's address


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as one element or class has it.

    `values` are all that is allowed where `list` is "closed", and examples where it is "suggested" (by TEI, with a
    meaning of its own) or "sample". `deprecated` is None, or the day until which TEI promises it (ISO 8601), or "".
    """

    name: str  # as it is written: `xml:lang`
    datatype: str  # RELAX NG compact syntax, TEI's names for datatypes; several values: `teidata.pointer+`
    required: bool
    values: tuple[str, ...]
    list: Literal["closed", "suggested", "sample", ""]
    default: str | None
    origin: str  # the element or class that declares it
    either: int  # attributes of an element with the same number above 0 exclude each other
    deprecated: str | None
    since: str  # the release that brought it; SOURCE means: that one or an earlier one

    @property
    def closed(self) -> bool:
        """Whether no other values are allowed."""
        return self.list == "closed"

    @property
    def several(self) -> bool:
        """Whether the value is a list, separated by spaces."""
        return is_list(parse(self.datatype))


@dataclass(frozen=True, slots=True)
class Class:
    """A model class (`model.pLike`: members) or an attribute class (`att.typed`: attributes)."""

    name: str
    module: str  # where the table has it
    classes: tuple[str, ...]  # those it belongs to
    members: tuple[str, ...]  # elements and classes
    attributes: tuple[Attribute, ...]  # its own, without those of its classes
    since: str

    @property
    def guidelines(self) -> str:
        """The address of its page."""
        return f"{GUIDELINES}ref-{self.name}.html"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule TEI states in Schematron, as facts: context and test are XPath 2.0, with the prefixes in PREFIXES.

    An "assert" is broken where the test is false, a "report" where it is true. `says` is our own sentence.
    """

    name: str
    context: str
    lets: tuple[tuple[str, str], ...]  # variables, in order
    kind: Literal["assert", "report"]
    test: str
    role: str  # "", "nonfatal", "warning", "info", "fatal", as TEI has it
    says: str
    since: str


@dataclass(frozen=True, slots=True)
class Element:
    """An element of TEI: what it is, has, holds, and where it stands."""

    name: str
    namespace: str
    module: str
    classes: tuple[str, ...]  # model and attribute classes it belongs to directly
    content: str  # RELAX NG compact syntax
    deprecated: str | None  # None, or the day until which TEI promises it (ISO 8601), or ""
    since: str
    _table: Table = field(repr=False, compare=False, hash=False)

    @property
    def guidelines(self) -> str:
        """The address of its page."""
        return f"{GUIDELINES}ref-{self.name}.html"

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        """Its attributes by name: its own, and those of its classes that it does not declare anew."""
        return self._table.attributes_of("element", self.name)

    @property
    def may_contain_text(self) -> bool:
        """Whether characters other than white space may stand directly in it."""
        return self._table.holds(self.content)[1]

    @property
    def may_contain_anything(self) -> bool:
        """Whether elements from outside TEI may stand in it (egXML, xenoData)."""
        return "anything" in self._table.holds(self.content)[0]

    def may_contain(self) -> frozenset[str]:
        """The names of the TEI elements that may stand directly in it."""
        return self._table.holds(self.content)[0] - {"anything"}

    def parents(self) -> frozenset[str]:
        """The names of the TEI elements in which it may stand directly."""
        return self._table.parents().get(self.name, frozenset())
