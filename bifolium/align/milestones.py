"""The stretches between the milestones by which texts are cited become elements, so that they can be aligned.

A Bible, a Latin prose author: chapter and verse cut across paragraphs, and are only points in the text (CO-milestones).
Where parallel texts share their numbers, and nothing else says what corresponds, the text of each verse is put into a
`seg` that bears its number; of a verse that other elements break, each piece, and the first leads to the others.
Characters are neither added nor taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bifolium.align.leaves import ADDRESS, Survey, name, names, survey
from bifolium.model import Document

TEI = "{http://www.tei-c.org/ns/1.0}"
NEXT = "{https://bifolium.org/ns}next"  # on each piece but the last: the address of the one that follows

# What holds running text; and what is not running text, or has an order of its own.
TEXT = names("p ab l")
APART = names("head note noteGrp fw stamp figure table app argument trailer speaker stage teiHeader standOff facsimile")

_numbered = etree.XPath("descendant::t:milestone[@unit][@n]", namespaces={"t": TEI[1:-1]})
_addresses = etree.XPath("//@b:id", namespaces={"b": ADDRESS[1:26]})


def mark(document: Document, texts: Survey) -> Survey:
    """The survey of a document after its verses were put into elements; the same where there are none to align."""
    units = _units(texts)
    if not units:
        return texts
    document.place(texts.tree.getroot() if hasattr(texts.tree, "getroot") else texts.tree)  # before anything moves
    taken = set(map(str, _addresses(texts.tree)))
    for number, leaf in enumerate(texts.leaves):
        elements = [texts.units[part].element for part in leaf.parts if part in texts.units]
        counted = _Counting(units, f"{leaf.lang}-" if number else "", taken)
        for element in elements:
            counted.walk(element)
    return survey(texts.tree, texts.file)


def _units(texts: Survey) -> list[str]:
    """The units of milestones whose numbers the first leaf shares with another, the coarsest first."""
    said = [
        [(one.get("unit"), one.get("n")) for part in leaf.parts if part in texts.units for one in _found(texts, part)]
        for leaf in texts.leaves
    ]
    shared: Counter[str] = Counter()
    for unit in {unit for unit, _ in said[0]} if len(said) > 1 else ():
        ours = {n for of, n in said[0] if of == unit}
        for other in said[1:]:
            theirs = {n for of, n in other if of == unit}
            if 2 * len(ours & theirs) > min(len(ours), len(theirs)):
                shared[unit] = sum(of == unit for of, _ in said[0])
    return sorted(shared, key=lambda unit: (shared[unit], unit))


def _found(texts: Survey, part: str) -> Iterator[Any]:
    return iter(_numbered(texts.units[part].element))


@dataclass(slots=True)
class _Counting:
    """The verses of one leaf, counted in the order of the text."""

    units: list[str]
    before: str  # of the addresses of this leaf
    taken: set[str]
    at: dict[str, str] = field(default_factory=dict)  # by unit, the number last passed
    number: str = ""  # of the verse the text is in
    last: Any = None  # the last piece of it

    def walk(self, element: Any) -> None:
        """Go through what holds paragraphs, and through paragraphs."""
        for child in list(element):
            if name(child) in TEXT and any(name(inner) in TEXT for inner in child.iterdescendants()):
                self.walk(child)  # a paragraph that holds verse
            elif name(child) in TEXT:
                self.cut(child)
            elif not self.passed(child) and name(child) not in APART:
                self.walk(child)

    def passed(self, element: Any) -> bool:
        """Whether an element is a milestone that counts; then the text is in its verse from here on."""
        unit = element.get("unit") if name(element) == "milestone" else None
        if unit not in self.units or not element.get("n"):
            return False
        self.at[unit] = element.get("n")
        for finer in self.units[self.units.index(unit) + 1 :]:
            self.at.pop(finer, None)
        said = [self.at[one] for one in self.units if one in self.at]
        self.number = ".".join(said) if self.units[-1] in self.at else ""
        self.last = None
        return True

    def cut(self, holder: Any) -> None:
        """Put the text of a paragraph, or of what stands in one, into its verses."""
        piece = None
        if _written(holder.text):
            piece = self.begin()
            if piece is not None:
                piece.text, holder.text = holder.text, None
                holder.insert(0, piece)
        for child in [one for one in holder if one is not piece]:
            if self.passed(child):
                piece = self._after(child)
            elif any(one.get("unit") in self.units for one in _numbered(child)):
                self.cut(child)
                piece = self._after(child)
            elif piece is not None:
                piece.append(child)
            elif name(child) and name(child) not in APART and _written("".join(child.itertext())):
                piece = self.begin()
                if piece is not None:
                    child.addprevious(piece)
                    piece.append(child)

    def _after(self, element: Any) -> Any:
        """The piece that begins with the text behind an element, if there is any."""
        if not _written(element.tail) or (piece := self.begin()) is None:
            return None
        piece.text, element.tail = element.tail, None
        element.addnext(piece)
        return piece

    def begin(self) -> Any:
        """A piece of the verse the text is in; None where it is in none."""
        if not self.number:
            return None
        unit = self.units[-1]
        piece = etree.Element(f"{TEI}seg", {"type": unit})
        address = plain = self.before + re.sub(r"[^\w.-]+", "-", f"{unit}-{self.number}")
        count = 1
        while address in self.taken:
            count += 1
            address = f"{plain}-{count}"
        self.taken.add(address)
        piece.set(ADDRESS, address)
        if self.last is None:
            piece.set("n", self.number)
        else:
            self.last.set(NEXT, address)
        self.last = piece
        return piece


def _written(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()
