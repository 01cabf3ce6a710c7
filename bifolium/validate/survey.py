"""One walk over a tree becomes a Survey: what the rules look at, gathered once, to keep them cheap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, TypeAlias

from lxml import etree

from bifolium.model import Document, Finding, Place, Project

Element: TypeAlias = Any  # lxml's element; its types say less than this word

TEI = "http://www.tei-c.org/ns/1.0"
PREFIX = f"{{{TEI}}}"
XML = "http://www.w3.org/XML/1998/namespace"
ID = f"{{{XML}}}id"
LANG = f"{{{XML}}}lang"
BASE = f"{{{XML}}}base"


def names(text: str) -> frozenset[str]:
    """The names in a line of text."""
    return frozenset(text.split())


def tei(name: str) -> str:
    """The name of a TEI element as lxml spells it."""
    return PREFIX + name


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


# What TEI attributes mean, in the words of its datatypes (TEI Guidelines, ST-datatypes).
# teidata.pointer, one or many: all that leads somewhere else. A test compares it with the table of TEI.
POINTERS = names(
    "active adj adjFrom adjTo ana calendar change children class code copyOf corresp datcat datingMethod "
    "datingPoint decls domains edRef end exclude facs feats follow from fromUnit fVal given hand inst "
    "lemmaRef location mergedIn mutual new next nymRef origin parent parts passive perf period prev ref "
    "rendition replyTo require resp sameAs scheme scribeRef scriptRef select since source spanTo start "
    "synch target targetDatcat targetEnd to toUnit toWhom unitRef url valueDatcat where who wit"
)
# Names that are pointers on some elements only, or on all but some.
ONLY_ON = {
    "active": names("relation"),
    "class": names("msContents msItem msItemStruct"),
    "from": names("app arc rt span"),
    "passive": names("relation"),
    "scheme": names("catRef classCode keywords locus locusGrp occupation socecStatus"),
    "to": names("app arc rt span"),
}
NEVER_ON = {"location": names("variantEncoding"), "start": names("schemaSpec"), "new": names("shift")}
SOMETIMES = ONLY_ON.keys() | NEVER_ON.keys()
# These hold one address, which may contain a space by mistake: they are not cut at spaces.
SINGLE = names("url")

# teidata.temporal.w3c and teidata.temporal.iso; @from and @to are dates where they are no pointers.
DATES = names("when notBefore notAfter from to when-iso notBefore-iso notAfter-iso from-iso to-iso")
# Here @from and @to are pages or pointers, not days.
NOT_DATES_ON = names("app arc rt span biblScope citedRange locus")

# Elements that rules ask for by name.
ASKED = names(
    "teiHeader titleStmt availability language langUsage textLang handNote surface zone graphic media pb "
    "gap div linkGrp prefixDef birth char glyph mapping text line path"
)


class Kind(Enum):
    """What an attribute is for, as far as rules ask."""

    ID = "id"
    BASE = "base"
    DATE = "date"
    VALUE = "value"  # a pointer or a language: rules ask for each value once


VALUED = (*sorted(POINTERS), LANG)
KINDS = dict.fromkeys(DATES, Kind.DATE) | dict.fromkeys(VALUED, Kind.VALUE) | {ID: Kind.ID, BASE: Kind.BASE}
ASCII = bytes(range(128))


@dataclass(slots=True)
class Use:
    """A value of an attribute: where it stands first, and where else."""

    first: Element
    others: list[Element] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How often it is used."""
        return 1 + len(self.others)

    def add(self, other: Use) -> None:
        """Take in where another value stands that means the same."""
        self.others += [other.first, *other.others]


@dataclass(slots=True)
class Survey:
    """What a document holds, by the questions the rules ask."""

    project: Project
    document: Document
    root: Element
    ids: dict[str, Element] = field(default_factory=dict)  # xml:id -> its first bearer
    again: dict[str, list[Element]] = field(default_factory=dict)  # xml:id -> its further bearers
    pointers: dict[str, dict[str, Use]] = field(default_factory=dict)  # attribute -> value as written
    languages: dict[str, Use] = field(default_factory=dict)  # xml:lang
    dated: list[Element] = field(default_factory=list)
    based: list[Element] = field(default_factory=list)  # elements with xml:base
    tags: dict[str, Element] = field(default_factory=dict)  # each name of an element, with its first bearer
    attributes: set[str] = field(default_factory=set)  # each name of an attribute
    found: dict[str, list[Element]] = field(default_factory=dict)  # the elements asked for, by local name
    text: bytes = b""  # all of the document's characters, in UTF-8
    alphabet: frozenset[str] = frozenset()  # which of its characters are not ASCII
    folded: dict[str, str] | None = None  # for `pointers.nearest`

    def place(
        self, element: Element, attribute: str | None = None, word: str = "", text: int | None = None, end: bool = False
    ) -> Place:
        """Where a finding about this element points to: its start, an attribute, a word of its text, its end tag.

        `text` is the number of a character in the string value of the element.
        """
        if word and (found := element.xpath("string()").find(word)) >= 0:
            text = found
        return self.document.place(element, attribute, text=text, end=end)

    def everywhere(self, found: Finding, use: Use, attribute: str | None = None) -> Finding:
        """The finding with all further places of what is used wrongly."""
        return replace(found, again=tuple(sorted(self.place(one, attribute) for one in use.others)))

    def all(self, *names: str) -> Iterator[Element]:
        """The elements of these names, which stand in ASKED."""
        for name in names:
            yield from self.found[name]

    def values(self, attribute: str) -> dict[str, Use]:
        """All values of a pointing attribute, as written."""
        return self.pointers.get(attribute, {})


def survey(project: Project, document: Document) -> Survey:
    """Walk the tree once and gather what the rules need, in time linear to the number of elements."""
    root = document.tree.getroot()
    seen = Survey(project, document, root)
    ids, tags, dated, noted = seen.ids, seen.tags, seen.dated, seen.attributes.add
    seen.found = {name: [] for name in ASKED}
    values: dict[str, dict[str, Use]] = {name: {} for name in VALUED}
    asked: dict[str, list[Element] | None] = {tei(name): held for name, held in seen.found.items()}
    foreign: set[str] = set()  # names of elements that are not TEI's: only what points to them matters
    kind_of = KINDS.get
    for element in root.iter("*"):
        tag = element.tag
        if tag not in tags:
            tags[tag] = element
            asked.setdefault(tag, None)
            if not tag.startswith(PREFIX):
                foreign.add(tag)
        if (held := asked[tag]) is not None:
            held.append(element)
        has_date = False
        for name, value in element.items():
            kind = kind_of(name)
            noted(name)
            if kind is None:
                continue
            if kind is Kind.ID:
                if value in ids:
                    seen.again.setdefault(value, []).append(element)
                else:
                    ids[value] = element
            elif tag in foreign:
                continue
            elif kind is Kind.DATE or (name in SOMETIMES and not _points(name, local(element))):
                has_date = has_date or name in DATES
            elif kind is Kind.BASE:
                seen.based.append(element)
            elif value in (uses := values[name]):
                uses[value].others.append(element)
            else:
                uses[value] = Use(element)
        if has_date and local(element) not in NOT_DATES_ON:
            dated.append(element)
    seen.languages = values.pop(LANG)
    seen.pointers = {name: uses for name, uses in values.items() if uses}
    # With its ASCII bytes taken out, UTF-8 is still UTF-8: the quickest way to see the other characters.
    seen.text = etree.tostring(root, method="text", encoding="utf-8")
    seen.alphabet = frozenset(seen.text.translate(None, ASCII).decode())
    return seen


def _points(attribute: str, element: str) -> bool:
    if attribute in ONLY_ON:
        return element in ONLY_ON[attribute]
    return element not in NEVER_ON.get(attribute, ())
