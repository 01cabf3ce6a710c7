"""The documents of a family become one: a corpus (CC-teiCorpus) of their TEI, in which no two things share a name.

The first keeps its names and addresses. What the others hold is called after their file ("letter-en.p1"), and every
pointer among them means what it meant. Nothing else is changed, so that collation can prove the pages of all.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from bifolium import links
from bifolium.addresses import ADDRESS, NAMESPACE
from bifolium.links import TEI, XML
from bifolium.model import Document, Entry, Place, Source
from bifolium.positions import Positions

VERSION = f"{{{NAMESPACE}}}version"  # on each TEI of a joined tree: "transcription", "translation" or "text"
_ID = f"{XML}id"
_ROOT = re.compile(r"^/teiCorpus/TEI(\[\d+\])?")


@dataclass(frozen=True, slots=True)
class Joined:
    """A family as one document, and where its parts come from."""

    document: Document
    home: Mapping[str, str]  # "#letter-en.p1" -> "edition/letter-en.xml#p1", for what the others hold


def join(documents: Sequence[Document], entries: Sequence[Entry], others: Sequence[Document] = ()) -> Joined:
    """One document of several, which are taken apart. Its folder is `facing/` and the key of the first.

    `others` are documents that tie the passages of these together, of which nothing but their links is wanted.
    """
    first = documents[0]
    root = etree.Element(f"{TEI}teiCorpus", nsmap={None: TEI[1:-1]})
    prefixes = _prefixes([document.source for document in documents])
    names = [_names(document.tree.getroot()) for document in documents]
    paths = {document.source.path: number for number, document in enumerate(documents)}
    home: dict[str, str] = {}
    owner: dict[Any, tuple[Document, str]] = {}
    translated = any(entry.kin.translation for entry in entries)
    for number, (document, entry) in enumerate(zip(documents, entries, strict=True)):
        own = document.tree.getroot()
        if isinstance(document.place, Positions):
            document.place.remember()  # the elements while they stand where the file has them
        _point(document, number, own, prefixes, names, paths, first.source.path)
        if number:
            for name in sorted(names[number]):
                home[f"#{prefixes[number]}{name}"] = f"{document.source.path}#{name}"
            _rename(own, prefixes[number])
            for image in [*own.iterchildren(f"{TEI}facsimile", f"{TEI}sourceDoc")]:
                own.remove(image)  # the pages on the sheet are those of the first
        own.set(VERSION, "translation" if entry.kin.translation else "transcription" if translated else "text")
        owner[own] = document, prefixes[number] if number else ""
        root.append(own)

    for other in others:
        _point(other, -1, other.tree.getroot(), prefixes, names, paths, first.source.path)
        tying = etree.SubElement(etree.SubElement(root, f"{TEI}TEI"), f"{TEI}standOff")
        tying.extend(list(other.tree.getroot().iter(f"{TEI}link")))

    def place(element: Any, attribute: str | None = None, **more: Any) -> Place:
        top = element
        while top.getparent() is not None and top not in owner:
            top = top.getparent()
        document, prefix = owner.get(top, (first, ""))
        found = document.place(element if top in owner else top[0], attribute, **more)
        # The file calls things by their own names.
        own = _ROOT.sub("/TEI", found.xpath).replace(f"[@xml:id='{prefix}", "[@xml:id='")
        return replace(found, xpath=own)

    source = replace(first.source, key=f"facing/{first.source.key}")
    return Joined(Document(source, root.getroottree(), place), home)


def _prefixes(sources: Sequence[Source]) -> list[str]:
    """What the names of each are called after: nothing for the first, the last part of their key for the others."""
    short = [source.key.rpartition("/")[2] for source in sources]
    long = [source.key.replace("/", ".") for source in sources]
    chosen = short if len(set(short)) == len(short) else long
    return ["", *(f"{name}." if name[:1].isalpha() or name[:1] == "_" else f"_{name}." for name in chosen[1:])]


def _names(root: Any) -> frozenset[str]:
    return frozenset(element.get(_ID) for element in root.iter(etree.Element) if element.get(_ID))


def _rename(root: Any, prefix: str) -> None:
    for element in root.iter(etree.Element):
        for name in (_ID, ADDRESS):
            if value := element.get(name):
                element.set(name, prefix + value)


def _point(
    document: Document,
    number: int,
    root: Any,
    prefixes: list[str],
    names: list[frozenset[str]],
    paths: Mapping[str, int],
    first: str,
) -> None:
    """Every pointer of a document, as the joined one must write it."""
    declared = links.prefixes(document.tree)
    folder, there = posixpath.dirname(first), posixpath.dirname(document.source.path)
    moved = folder != there

    def pointer(word: str) -> str:
        target = links.normal(links.expand(word, declared), document.source.path)
        path, sharp, name = target.partition("#")
        if sharp and path in paths and name in names[paths[path]]:
            return f"#{prefixes[paths[path]]}{name}"
        if number and sharp and path == document.source.path:
            return word  # it led nowhere, and still does
        return posixpath.relpath(target, folder) if target and moved and ("#" in word or ".xml" in word) else word

    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if ("#" in value or ".xml" in value or ":" in value) and name not in (_ID, ADDRESS):
                words = value.split()
                changed = [pointer(word) for word in words]
                if changed != words:
                    element.set(name, " ".join(changed))
        url = element.get("url", "") if moved and element.tag == f"{TEI}graphic" else ""
        if (target := links.normal(url, document.source.path)) and "#" not in url:
            element.set("url", posixpath.relpath(target, folder))
