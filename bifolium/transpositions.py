"""Passages that change places become pieces, each of which knows what is read in its place (PH-transpos).

`transpose` lists the passages in the order in which they are to be read. The words stay where they stand on the page;
a `b:piece` around those of each passage says with `@takes` which piece comes there in the reading text.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from bifolium.model import Document

NAMESPACE = "https://bifolium.org/ns"
PIECE = f"{{{NAMESPACE}}}piece"
ADDRESS = f"{{{NAMESPACE}}}id"
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

# What holds words and nothing that must stand directly in it.
_OF_WORDS = frozenset(TEI + name for name in "seg s phr cl l p ab line hi q add mod item cell rs name persName".split())

_identified = etree.XPath("//*[@xml:id]")


def mark(document: Document) -> None:
    """Put the passages of each transposition into pieces. Nothing changes where there is none."""
    root = document.tree.getroot()
    listed = [*root.iter(f"{TEI}transpose")]
    if not listed:
        return
    document.place(root)  # numbers the elements while they stand where the file has them
    named = {element.get(ID): element for element in reversed(_identified(root))}
    order = {element: number for number, element in enumerate(root.iter("*"))}
    taken: set[Any] = set()
    for transpose in listed:
        pointers = [ptr.get("target", "").removeprefix("#") for ptr in transpose.iterchildren(f"{TEI}ptr")]
        read = [named[pointer] for pointer in pointers if pointer in named]
        written = sorted(read, key=order.__getitem__)
        sound = len(set(read)) == len(pointers) > 1 and all(one.tag in _OF_WORDS for one in read)
        if not sound or taken.intersection(above for one in read for above in (one, *one.iterancestors(), *one.iter())):
            continue
        taken.update(read)
        for here, comes in zip(written, read, strict=True):
            if here is not comes:
                _wrap(here, comes)


def address(passage: Any) -> str:
    """What the words of a passage are called, apart from the passage."""
    return f"{passage.get(ADDRESS)}.words"


def _wrap(here: Any, comes: Any) -> None:
    piece = etree.Element(PIECE, {ADDRESS: address(here), "takes": address(comes)})
    piece.text, here.text = here.text, None
    piece.extend(list(here))
    here.append(piece)


def carry_out(tree: Any) -> None:
    """In an intermediate tree of the plain texts: where another piece is to be read, and is there, it comes.

    It is a unit of its own: it stands elsewhere than in the source.
    """
    pieces = {piece.get(ADDRESS): piece for piece in tree.iter("piece")}
    copies = {name: deepcopy(piece) for name, piece in pieces.items()}
    if all(piece.get("takes") in copies for piece in pieces.values()):
        for piece in pieces.values():
            comes = copies[piece.get("takes")]
            del piece[:]
            piece.text = None
            unit = etree.SubElement(piece, "unit", {"data-unit": piece.get("takes")})
            unit.text = comes.text
            unit.extend(list(comes))
    etree.strip_tags(tree, "piece")
