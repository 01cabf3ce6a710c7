"""A Document becomes its Rendering: the reading page, the record, and the plain texts, in every interface language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from bifolium import facing, locales, pages, plaintext, stylesheets
from bifolium.align import Alignment, alignment
from bifolium.facsimile import Facsimile, Scan
from bifolium.model import Artifact, Corpus, Document, Entry, Output, Project, Rendering
from bifolium.render import cite, legend, lights, sheets
from bifolium.render.pointers import Final, Pointers

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
    scans = Facsimile(document).scans()
    outputs = []
    cited: list[cite.Passage] = []
    for lang in corpus.interface:
        made, passages = _pages(project, document, corpus, entry, aligned, texts, lang, pictures, scans)
        cited = cited or passages
        outputs.append(Output("html" if lang == corpus.interface[0] else f"html.{lang}", made))
    glosses = {absence.mark: absence.gap for absence in aligned.absences}
    light = lights.style_sheet(aligned, scans, legend.hands(document, locales.locale(project, "en")), glosses)
    others = [
        Artifact(f"{entry.key}/lights.css", light.encode("utf-8"), "text/css"),
        Artifact(f"{entry.key}/citation.bib", cite.bibtex(corpus, entry, cited), "application/x-bibtex"),
        Artifact(f"{entry.key}/citation.json", cite.csl(corpus, entry, cited), "application/json"),
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
    scans: Mapping[str, Scan],
) -> tuple[tuple[Artifact, ...], list[cite.Passage]]:
    """The HTML pages of one document in one interface language, and the passages a reader may cite on them."""
    follow = Pointers(document, corpus)
    words = locales.locale(project, lang)
    reading = stylesheets.transform(project, "html", document.tree, lang, follow, pictures, part="text").getroot()
    record = stylesheets.transform(project, "html", document.tree, lang, follow, pictures, part="record").getroot()
    ids = {"index": _ids(reading), "record": _ids(record)}
    surfaces = {page: scan.surface for page, scan in scans.items() if scan.surface}
    faced, rest = facing.face(reading, aligned, surfaces)
    sheets.number_notes(faced)
    sheets.number_passages(faced, aligned, words.word("facing.link"))
    hands = legend.hands(document, words)
    marks = legend.labels(document)
    number = corpus.order[entry.path]
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
    final = Final(corpus, entry, lang, ids)
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
    drawn = sheets.scans_shown(scans, marks)
    shown["passages"] = cite.passages(faced, aligned)
    shown |= {
        "sheets": [sheets.shown(sheet, index, drawn.get(sheet.address)) for sheet in faced],
        "leaves": leaves,
        "rest": sheets.rest(rest, index),
        "record": sheets.whole(record, kept),
        "hands": hands,
        "life": legend.life(document, words),
        "marks": marks,
        "lights": f"{entry.key}/lights.css",
    }
    made = tuple(
        pages.page(project, corpus, lang, template, f"{entry.key}/{part}.html", entry, part=part, **shown)
        for template, part in (("reading.html", "index"), ("record.html", "record"), ("cite.html", "cite"))
    )
    return made, shown["passages"]


def _leaf_name(words: locales.Locale, kind: str, lang: str, project: Project) -> str:
    tag = locales.primary(lang)
    language = locales.locale(project, tag).word("name") if tag in locales.spoken(project) else lang
    return f"{words.word('page.' + kind)} ({language})" if lang != "und" else words.word("page." + kind)


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


def _ids(root: Any) -> set[str]:
    return {element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id")}
