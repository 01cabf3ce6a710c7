"""A long document becomes several pages: one for each of its own divisions, at addresses that do not move.

Whether a document is divided depends on its structure only, never on its length: a paragraph more must not move the
address of any other. Divided is what has many parts (texts of a group or corpus, chapters), or several on many pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from lxml import etree

from bifolium.align import Alignment
from bifolium.align import alignment as align
from bifolium.links import TEI, lang_of
from bifolium.model import Document

NS = {"t": "http://www.tei-c.org/ns/1.0"}
ADDRESS = "{https://bifolium.org/ns}id"

MANY_PARTS = 10  # a document of so many parts is divided
SOME_PARTS, MANY_PAGES = 3, 12  # and one of so many parts on so many pages

_DIVISIONS = frozenset(TEI + name for name in ("div", "div0", "div1"))
_RESERVED = frozenset(("index", "record", "cite"))


@dataclass(frozen=True, slots=True)
class Division:
    """One page of a divided document."""

    address: str  # of the element it shows
    page: str  # its file in the document's folder, without ".html"
    title: str
    lang: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Which page shows what. A document that is not divided has no divisions: everything stands on "index"."""

    divisions: tuple[Division, ...]
    page_of_address: Mapping[str, str]  # for all that stands in a division, and the blocks of other texts that face it

    def page(self, element: Any) -> str:
        """The page on which an element of the texts stands."""
        if self.divisions:
            while element is not None:
                if page := self.page_of_address.get(element.get(ADDRESS, "")):
                    return page
                element = element.getparent()
        return "index"


def plan(document: Document, aligned: Alignment | None = None) -> Plan:
    """How the texts of a document are divided into pages. Its alignment is made where it is needed and not given."""
    root = document.tree.getroot()
    if sum(1 for _ in root.iter(f"{TEI}text", *_DIVISIONS)) < SOME_PARTS:
        return Plan((), {})
    alignment = aligned or align(document)
    parts = _parts(root, alignment)
    pages = sum(1 for _ in root.iter(f"{TEI}pb"))
    if len(parts) < MANY_PARTS and not (len(parts) >= SOME_PARTS and pages >= MANY_PAGES):
        return Plan((), {})
    divisions = tuple(Division(p.get(ADDRESS), _page(p.get(ADDRESS)), *_title(p)) for p in parts)
    own = {division.address: division.page for division in divisions}
    owner = {address: own[part.get(ADDRESS)] for part in parts for e in part.iter() if (address := _address(e))}
    found = dict(owner)
    page = ""
    for row in alignment.rows:
        if row.cells and row.cells[0]:  # what has no counterpart there stands with what goes before it
            page = next((owner[address] for address in row.cells[0] if address in owner), "")
        for cell in row.cells[1:] if page else ():
            found |= dict.fromkeys(cell, page)
    return Plan(divisions, found)


def _parts(root: Any, alignment: Alignment) -> list[Any]:
    """The elements that may become pages: the texts of the first leaf, or the divisions of its only text."""
    by_address = {address: e for e in root.iter() if (address := _address(e))}
    texts = [by_address[part] for part in (alignment.leaves[0].parts if alignment.leaves else ()) if part in by_address]
    if len(texts) != 1:
        return texts
    holder = texts[0]
    inner = holder.find(f"{TEI}group")
    if inner is not None:
        grouped = [e for e in inner.iterchildren(f"{TEI}text") if _address(e)]
        if len(grouped) > 1:
            return grouped
    body = holder.find(f"{TEI}body")
    holder = body if body is not None else holder
    while True:
        divisions = [e for e in holder.iterchildren(*_DIVISIONS) if _address(e)]
        others = [e for e in holder.iterchildren(tag=etree.Element) if e.tag in _BLOCKS]
        if len(divisions) != 1 or others:
            return divisions
        holder = divisions[0]


_BLOCKS = frozenset(TEI + name for name in ("p", "ab", "lg", "l", "sp", "list", "table"))


def _address(element: Any) -> str:
    return element.get(ADDRESS, "") if isinstance(element.tag, str) else ""


def _page(address: str) -> str:
    """A file name for a page, made from the address of its division: letters, digits, `_`, `-`."""
    name = re.sub(r"[^A-Za-z0-9_-]", "-", address)
    if name != address or name in _RESERVED:
        name = f"{name}-{crc32(address.encode()):08x}"
    return name


def _title(part: Any) -> tuple[str, str]:
    """The heading of a division, or what else it is called; and its language."""
    heads = (part.find(path, NS) for path in ("t:head", "t:body/t:head", "t:front/t:titlePage"))
    head = next((e for e in heads if e is not None), None)
    title = " ".join(_plain(head).split()) if head is not None else ""
    kind = " ".join(filter(None, (part.get("type", ""), part.get("n", ""))))
    return (title[:120] or kind or part.get(ADDRESS, "")), lang_of(head if head is not None else part)


def _plain(element: Any) -> str:
    """The words of a heading without its notes."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag != f"{TEI}note":
            parts.append(_plain(child))
        parts.append(child.tail or "")
    return "".join(parts)
