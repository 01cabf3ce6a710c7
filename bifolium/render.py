"""A Document becomes its Rendering: the reading page, the record, and the plain texts, in every interface language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from lxml import etree
from markupsafe import Markup

from bifolium import facing, links, locales, nesting, pages, plaintext, stylesheets
from bifolium.align import Alignment, alignment
from bifolium.links import TEI, XML
from bifolium.model import Artifact, Corpus, Document, Entry, Output, Project, Rendering

ADDRESS = "{https://bifolium.org/ns}id"
IMAGES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
    ".webp": "image/webp", ".avif": "image/avif",
}  # fmt: skip


def render(project: Project, document: Document, corpus: Corpus) -> Rendering:
    """All files of one document. Raises nothing for what the material holds."""
    entry = corpus.by_path[document.source.path]
    aligned = alignment(document)
    texts = plaintext.texts(project, document, aligned)
    pictures = Pictures(project, document)
    outputs = []
    for lang in corpus.interface:
        made = _pages(project, document, corpus, entry, aligned, texts, lang, pictures)
        outputs.append(Output("html" if lang == corpus.interface[0] else f"html.{lang}", made))
    others = [
        Artifact(tei_path(entry), document_bytes(project, document), "application/tei+xml"),
        *pictures.artifacts(),
    ]
    return Rendering((*outputs, *texts), tuple(others))


def document_bytes(project: Project, document: Document) -> bytes:
    """The TEI file itself, byte for byte: what the pages offer is what they were made from."""
    return (project.root / document.source.path).read_bytes()


def tei_path(entry: Entry) -> str:
    """Where the output keeps the TEI file of a document."""
    return f"{entry.key}/{PurePosixPath(entry.key).name}.xml"


def _pages(
    project: Project,
    document: Document,
    corpus: Corpus,
    entry: Entry,
    aligned: Alignment,
    texts: tuple[Output, ...],
    lang: str,
    pictures: Pictures,
) -> tuple[Artifact, ...]:
    """The HTML pages of one document in one interface language."""
    follow = Pointers(document, corpus)
    reading = stylesheets.transform(project, "html", document.tree, lang, follow, pictures, part="text").getroot()
    record = stylesheets.transform(project, "html", document.tree, lang, follow, pictures, part="record").getroot()
    ids = {"index": _ids(reading), "record": _ids(record)}
    sheets, rest = facing.face(reading, aligned, _surfaces(document))
    number = corpus.entries.index(entry)
    words = locales.locale(project, lang)
    shown: dict[str, Any] = {
        "tei": tei_path(entry),
        "texts": [
            {
                "path": a.path,
                "what": words.word(f"downloads.{output.name.partition('.')[0]}")
                if words.has(f"downloads.{output.name.partition('.')[0]}")
                else "",
            }
            for output in texts
            for a in output.artifacts
        ],
        "previous": corpus.entries[number - 1] if number else None,
        "next": corpus.entries[number + 1] if number + 1 < len(corpus.entries) else None,
    }
    final = _Final(corpus, entry, lang, ids)
    leaves = [
        {
            "number": n,
            "lang": locales.html_lang(leaf.lang) if leaf.lang != "und" else "",
            "direction": stylesheets.direction(leaf.lang),
            "name": _leaf_name(words, leaf.kind, leaf.lang, project),
        }
        for n, leaf in enumerate(aligned.leaves)
    ]
    index, kept = final("index"), final("record")
    shown["sheets"] = [_sheet(sheet, index) for sheet in _numbered(sheets)]
    shown |= {"leaves": leaves, "rest": _rest(rest, index), "record": _whole(record, kept)}
    return (
        pages.page(project, corpus, lang, "reading.html", f"{entry.key}/index.html", entry, part="index", **shown),
        pages.page(project, corpus, lang, "record.html", f"{entry.key}/record.html", entry, part="record", **shown),
    )


def _leaf_name(words: locales.Locale, kind: str, lang: str, project: Project) -> str:
    tag = locales.primary(lang)
    language = locales.locale(project, tag).word("name") if tag in locales.spoken(project) else lang
    return f"{words.word('page.' + kind)} ({language})" if lang != "und" else words.word("page." + kind)


class Pointers:
    """Follows the pointers of one document: what the stylesheets call `b:href`."""

    def __init__(self, document: Document, corpus: Corpus) -> None:
        self.path = document.source.path
        self.anchors = corpus.anchors
        self.declared = links.prefixes(document.tree)
        self.local = {
            e.get(f"{XML}id"): e.get(ADDRESS)
            for e in document.tree.iter()
            if isinstance(e.tag, str) and e.get(f"{XML}id")
        }

    def __call__(self, pointer: str, element: Any) -> str:
        for one in pointer.split()[:1]:
            expanded = links.expand(one, self.declared)
            target = links.normal(expanded, self.path)
            if target in self.anchors and not (
                expanded.startswith("#") and not self.anchors[target].startswith("names.html")
            ):
                return "/" + self.anchors[target]
            if expanded.startswith("#") and expanded[1:] in self.local:
                return f"#{self.local[expanded[1:]]}"
            return links.web(expanded)
        return ""


class Pictures:
    """Finds the pictures a document names and remembers them: what the stylesheets call `b:image`."""

    def __init__(self, project: Project, document: Document) -> None:
        self.project = project
        self.folder = (project.root / document.source.path).parent
        self.used: dict[str, str] = {}  # path in the project -> path in the output

    def __call__(self, url: str, element: Any) -> str:
        if not url or "://" in url:
            return ""
        path = (self.folder / unquote(url)).resolve()
        if (
            not path.is_relative_to(self.project.edition.resolve())
            or path.suffix.lower() not in IMAGES
            or not path.is_file()
        ):
            return ""
        inside = path.relative_to(self.project.edition.resolve()).as_posix()
        self.used[inside] = f"images/{inside}"
        return f"/images/{inside}"

    def artifacts(self) -> list[Artifact]:
        """The pictures used, as they are."""
        return [
            Artifact(
                target,
                (self.project.edition / source).read_bytes(),
                IMAGES[PurePosixPath(source).suffix.lower()],
            )
            for source, target in sorted(self.used.items())
        ]


class _Final:
    """What an address written by the stylesheets becomes on a page of this document."""

    def __init__(self, corpus: Corpus, entry: Entry, lang: str, ids: Mapping[str, set[str]]) -> None:
        self.corpus, self.entry, self.lang, self.ids = corpus, entry, lang, ids

    def __call__(self, part: str) -> pages.Resolve:
        here = pages.in_tree(self.lang, self.corpus, f"{self.entry.key}/{part}.html")

        def resolve(href: str) -> str:
            if href.startswith("#"):
                for other in (part, *self.ids):
                    if href[1:] in self.ids[other]:
                        return href if other == part else f"{other}.html{href}"
                return ""
            if href.startswith("/images/"):
                return links.relative(href[1:], here)
            if href.startswith("/"):
                return links.relative(pages.in_tree(self.lang, self.corpus, href[1:]), here)
            return href

        return resolve


def _ids(root: Any) -> set[str]:
    return {element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id")}


def _surfaces(document: Document) -> dict[str, str]:
    """For the address of each pb the address of the surface it points to (PH, @facs, @start)."""
    by_id = {
        e.get(f"{XML}id"): e
        for e in document.tree.iter(f"{TEI}surface", f"{TEI}zone", f"{TEI}graphic")
        if e.get(f"{XML}id")
    }
    found: dict[str, str] = {}
    starts = {e.get("start", "").lstrip("#"): e for e in document.tree.iter(f"{TEI}surface") if e.get("start")}
    for page in document.tree.iter(f"{TEI}pb"):
        element = by_id.get((page.get("facs") or "").lstrip("#"))
        if element is None:
            element = starts.get(page.get(f"{XML}id", ""))
        while element is not None and element.tag != f"{TEI}surface":
            element = element.getparent()
        if element is not None and element.get(ADDRESS) not in found.values():
            found[page.get(ADDRESS, "")] = element.get(ADDRESS, "")
    return found


def _numbered(sheets: list[facing.Sheet]) -> list[facing.Sheet]:
    """The notes numbered in the order in which they stand on the page."""
    number = 0
    for sheet in sheets:
        for row in (*sheet.head, *sheet.rows, *sheet.foot):
            for cell in row.cells:
                for note in cell.notes:
                    number += 1
                    _number(note, cell, str(number))
    return sheets


def _number(note: Any, cell: facing.Cell, number: str) -> None:
    address = note.get("id", "")
    for back in note.iter("a"):
        if "note-back" in back.get("class", "").split():
            back.text = number
            back.set("href", f"#ref-{address}")
            break
    for piece in (*cell.pieces, *cell.notes):
        for reference in piece.iter("a"):
            if reference.get("href") == f"#{address}" and "note-ref" in reference.get("class", "").split():
                reference.text = number
                reference.set("id", f"ref-{address}")


def _sheet(sheet: facing.Sheet, resolve: pages.Resolve) -> dict[str, Any]:
    return {
        "label": sheet.label,
        "address": sheet.address,
        "surface": _whole(sheet.surface, resolve) if sheet.surface is not None else "",
        **{part: [_row(row, resolve) for row in getattr(sheet, part)] for part in ("head", "rows", "foot")},
    }


def _row(row: facing.Row, resolve: pages.Resolve) -> dict[str, Any]:
    return {
        "address": row.address,
        "cells": [
            {
                "html": Markup("").join(_whole(piece, resolve) for piece in cell.pieces),
                "notes": Markup("").join(_whole(note, resolve) for note in cell.notes),
                "continued": cell.continued,
            }
            for cell in row.cells
        ],
    }


def _whole(element: Any, resolve: pages.Resolve) -> Markup:
    """A finished piece of HTML, as it goes into a template."""
    holder = etree.Element("div")
    element.tail = None
    holder.append(element)
    pages.settle(holder, resolve)
    nesting.mend(holder)
    return pages.content(holder)


def _rest(rest: Any, resolve: pages.Resolve) -> Markup:
    """What stands in no leaf: text around a group, loose surfaces, a facsimile without pages."""
    if not any((e.text or "").strip() or (e.tail or "").strip() or e.tag == "img" for e in rest.iter()):
        return Markup("")
    return _whole(rest, resolve)
