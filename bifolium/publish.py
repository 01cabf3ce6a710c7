"""The Corpus becomes the pages of the edition as a whole: home, names, principles, downloads, certificate, style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from bifolium import locales, nesting, pages, stylesheets
from bifolium.model import Artifact, Certificate, Corpus, Document, Entry, Name, Occurrence, Project

MEDIA = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


def publish(
    project: Project,
    corpus: Corpus,
    files: Mapping[str, Iterable[tuple[str, str]]],
    certificates: Mapping[str, Iterable[Certificate]],
    principles: Iterable[Document],
) -> Iterator[Artifact]:
    """The pages that belong to no single document.

    `files` gives for each key the (name of the output, path) pairs of its downloads, `certificates` what collation
    proved of each, `principles` one document for each different encodingDesc.
    """
    for lang in corpus.interface:
        show = _Show(project, corpus, lang)
        yield show.page("home.html", "index.html", groups=_groups(corpus))
        yield show.page(
            "names.html",
            "names.html",
            kinds=_kinds(corpus),
            entry_of={n.id: n.href for e in corpus.entries for n in e.names},
        )
        yield show.page("principles.html", "principles.html", statements=[show.principles(d) for d in principles])
        yield show.page(
            "downloads.html",
            "downloads.html",
            documents=[(e, show.files(files.get(e.key, ()))) for e in corpus.entries],
        )
        yield show.page(
            "collation.html",
            "collation.html",
            documents=[(e, list(certificates.get(e.key, ()))) for e in corpus.entries],
        )
    yield from _static(project)


class _Show:
    """The pages of the edition in one interface language."""

    def __init__(self, project: Project, corpus: Corpus, lang: str) -> None:
        self.project, self.corpus, self.lang = project, corpus, lang
        self.words = locales.locale(project, lang)

    def page(self, template: str, path: str, **shown: Any) -> Artifact:
        return pages.page(self.project, self.corpus, self.lang, template, path, **shown)

    def files(self, found: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        def what(name: str) -> str:
            key = f"downloads.{name.partition('.')[0]}"
            return self.words.word(key) if self.words.has(key) else ""

        return [{"path": path, "what": what(name)} for name, path in found]

    def principles(self, document: Document) -> tuple[Entry, Any]:
        """The encodingDesc of a document, without the addresses that its record has already."""
        entry = self.corpus.by_path[document.source.path]
        root = stylesheets.transform(self.project, "html", document.tree, self.lang, part="record").getroot()
        found = root.xpath("//*[@data-tei='encodingDesc']")
        holder = etree.Element("div")
        holder.extend(found[:1])
        for element in holder.iter():
            element.attrib.pop("data-unit", None)
            element.attrib.pop("id", None)
        for link in list(holder.iter("a")):
            if not link.get("href", "").startswith(("http:", "https:")):
                link.tag = "span"
                link.attrib.pop("href", None)
        nesting.mend(holder)
        return entry, pages.content(holder)


def _groups(corpus: Corpus) -> list[tuple[str, list[Entry]]]:
    """The documents in groups a reader can survey: by year where many have dates, lists of names apart."""
    documents = [entry for entry in corpus.entries if entry.kind != "authority"]
    lists = [entry for entry in corpus.entries if entry.kind == "authority"]
    groups: dict[str, list[Entry]] = {}
    for entry in documents:
        groups.setdefault(entry.date[:4] if len(documents) > 12 else "", []).append(entry)
    return [*groups.items(), *([("—", lists)] if lists else [])]


def _kinds(corpus: Corpus) -> list[tuple[str, list[tuple[Name, tuple[Occurrence, ...]]]]]:
    kinds: dict[str, list[tuple[Name, tuple[Occurrence, ...]]]] = {}
    for name, occurrences in corpus.names:
        kinds.setdefault(name.kind, []).append((name, occurrences))
    order = ("person", "personGrp", "place", "org", "event")
    return sorted(kinds.items(), key=lambda item: (order.index(item[0]) if item[0] in order else 9, item[0]))


def _static(project: Project) -> Iterator[Artifact]:
    """Our style sheet and scripts, and the project's own."""
    folders = [project.installation / "static", project.root / "static"]
    found = {
        path.relative_to(folder): path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()
    }
    for name, path in sorted(found.items()):
        yield Artifact(
            f"static/{name.as_posix()}", path.read_bytes(), MEDIA.get(path.suffix, "application/octet-stream")
        )
    own = project.edition / "style.css"
    if own.is_file():
        yield Artifact("static/edition.css", own.read_bytes(), "text/css")
