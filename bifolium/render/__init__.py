"""A Document becomes its Rendering: the reading page, the record, and the plain texts, in every interface language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from pathlib import PurePosixPath
from typing import Any

from bifolium import (
    divisions,
    facing,
    hands,
    lines,
    locales,
    looks,
    pages,
    plaintext,
    rendition,
    stretches,
    stylesheets,
    transpositions,
)
from bifolium.addresses import ADDRESS
from bifolium.align import alignment
from bifolium.facsimile import Facsimile
from bifolium.images import Pictures
from bifolium.model import Artifact, Corpus, Document, Entry, Output, Project, Rendering
from bifolium.pages import Resolve
from bifolium.render import cite, legend, lights, sheets
from bifolium.render.account import Account, account
from bifolium.render.pointers import Final, Pointers
from bifolium.versions import Joined


def render(project: Project, document: Document, corpus: Corpus) -> Rendering:
    """All files of one document, each made when it is asked for. Raises nothing for what the material holds."""
    entry = corpus.by_path[document.source.path]
    reading = _Reading(project, document, corpus, entry)
    texts = plaintext.texts(project, document, reading.aligned, reading.follow.elsewhere)

    def outputs() -> Iterator[Output]:
        yield from map(reading.offer, texts)
        for lang in corpus.interface:
            yield Output(_name(corpus, lang), tuple(reading.pages(lang)))

    def others() -> Iterator[Artifact]:
        yield from reading.style_sheets()
        yield Artifact(f"{entry.key}/citation.bib", cite.bibtex(corpus, entry, reading.cited), "application/x-bibtex")
        yield Artifact(f"{entry.key}/citation.json", cite.csl(corpus, entry, reading.cited), "application/json")
        yield Artifact(tei_path(entry), document_bytes(project, document), "application/tei+xml")
        yield from reading.pictures.artifacts()

    return Rendering(outputs(), others())


def render_facing(project: Project, joined: Joined, corpus: Corpus) -> Rendering:
    """The pages on which the versions of a document face each other, and their parallel texts. Raises nothing."""
    document = joined.document
    entry = corpus.by_path[document.source.path]
    reading = _Reading(project, document, corpus, entry, joined)
    texts = plaintext.parallel_texts(project, document, reading.aligned, reading.follow.elsewhere)

    def outputs() -> Iterator[Output]:
        yield from map(reading.offer, texts)
        for lang in corpus.interface:
            yield Output(_name(corpus, lang), tuple(reading.texts(lang)), None, plaintext.HEADERS)

    def others() -> Iterator[Artifact]:
        yield from reading.style_sheets()
        yield from reading.pictures.artifacts()

    return Rendering(outputs(), others())


def _name(corpus: Corpus, lang: str) -> str:
    return "html" if lang == corpus.interface[0] else f"html.{lang}"


def document_bytes(project: Project, document: Document) -> bytes:
    """The TEI file itself, byte for byte: what the pages offer is what they were made from."""
    return (project.root / document.source.path).read_bytes()


def tei_path(entry: Entry) -> str:
    """Where the output keeps the TEI file of a document."""
    return f"{entry.key}/{PurePosixPath(entry.key).name}.xml"


class _Reading:
    """The pages of one document: what is the same in every interface language is worked out once."""

    def __init__(
        self, project: Project, document: Document, corpus: Corpus, entry: Entry, joined: Joined | None = None
    ) -> None:
        self.project, self.document, self.corpus, self.entry = project, document, corpus, entry
        self.joined = joined
        self.folder = document.source.key  # of its pages
        self.aligned = alignment(document)
        stretches.mark(document)
        hands.mark(document)
        transpositions.mark(document)
        self.plan = divisions.plan(document, self.aligned)
        facsimile = Facsimile(document)
        self.scans, self.sourced = facsimile.scans(), facsimile.sourced()
        self.scans |= {facing.sheet_of(address): scan for address, scan in self.sourced.items()}
        self.pictures = Pictures(project, document)
        self.follow = Pointers(document, corpus, joined.home if joined else None)
        self.marks = legend.labels(document)
        self.appearance = rendition.css(document.tree)
        self.offered: list[tuple[str, str]] = []  # the plain texts: name, path
        self.cited: list[cite.Passage] = []  # what a reader may cite, once pages have been made
        self.addresses: dict[str, set[str]] = {}  # by page of the text, likewise
        self.sketched: dict[str, int] = {}  # how many rows are drawn on one of its sheets, likewise
        self.penned: dict[str, frozenset[str]] = {}  # the hands that wrote within its text, likewise
        self.lit: dict[str, list[str]] = {}  # the labels of what lights up together, likewise
        self.account: Account | None = None  # of the alignment, likewise
        self.glosses = {absence.mark: absence.gap for absence in self.aligned.absences}

    def offer(self, text: Output) -> Output:
        """Let the pages offer a plain text."""
        self.offered += ((text.name, file.path) for file in text.artifacts)
        return text

    def pages(self, lang: str) -> Iterator[Artifact]:
        """The HTML pages in one interface language: the text, divided or whole, the record, the citations."""
        record = self._html(lang, "record")
        yield from self.texts(lang, _ids(record))
        shown = self._frame(locales.locale(self.project, lang)) | {"account": self.account}
        final = Final(self.corpus, self.folder, lang, self.addresses | {"record": _ids(record)})
        shown_record = sheets.whole(record, final("record"))
        yield self._page(lang, "record.html", "record", shown | {"record": shown_record, "lead": final("record")})
        cited = [(passage, final("cite")(f"#{passage.address}")) for passage in self.cited]
        yield self._page(lang, "cite.html", "cite", shown | {"passages": cited})

    def texts(self, lang: str, recorded: Set[str] = frozenset()) -> Iterator[Artifact]:
        """The pages of the text. `recorded` are the addresses that stand in its record."""
        words = locales.locale(self.project, lang)
        text = self._html(lang, "text")
        held = {"rare": looks.rare(self.project, text), "readings": looks.readings(text)}
        surfaces = {page: scan.surface for page, scan in self.scans.items() if scan.surface}
        faced, rest = facing.face(text, self.aligned, surfaces, self.sourced, words.word("page.page"))
        sheets.number_notes(faced, words.word("facing.link-note"))
        sheets.number_passages(faced, self.aligned, words.word("facing.link"))
        parts = sheets.divide(faced, self.plan)
        self.addresses = {part: sheets.addresses(found) for part, found in parts.items()}
        self.addresses["index"] |= _ids(rest)
        known = legend.hands(self.document, words, self.follow.elsewhere)
        stages = legend.life(self.document, words)
        scans = sheets.scans_shown(self.scans, sheets.labels(faced, self.scans) | self.marks, self.pictures)
        for there in self.addresses.values():  # the legend and the zones stand on the page of the marks and the image
            there |= {hand.address for hand in known if there.intersection(hand.marks)}
            there |= {zone["address"] for page in there & scans.keys() for zone in scans[page]["zones"]}
        final = Final(self.corpus, self.folder, lang, self.addresses | {"record": set(recorded)})
        self.account = account(self.aligned, faced, words)
        shown = self._frame(words) | {"account": self.account} | held
        self.cited = self.cited or [*cite.passages(faced, self.aligned), *cite.zones(scans)]
        rtl, drawn = self._rtl(0), words.word("facing.drawn-sheet")
        for number, (part, found) in enumerate(parts.items()):
            resolve = final(part)
            lit, self.lit[part] = lights.light(found, self.aligned, self.scans, self.glosses)
            self.penned[part] = lights.penned(found)
            shown_sheets = [sheets.shown(sheet, resolve, scans.get(sheet.address), rtl, drawn, lit) for sheet in found]
            self.sketched[part] = max((sheet["drawing"].rows for sheet in shown_sheets), default=0)
            shown |= {
                "sheets": shown_sheets,
                "lead": resolve,
                "rest": sheets.rest(rest, resolve) if part == "index" else "",
                "hands": self._linked(known, resolve, part, stages),
                "life": self._linked(stages, resolve, part) if part == "index" else [],
                "lights": self._style_sheet_of(part),
                "division": self.plan.divisions[number - 1] if number else None,
                "before": list(parts)[number - 1] if number else "",
                "after": list(parts)[number + 1] if number + 1 < len(parts) else "",
            }
            yield self._page(lang, "reading.html", part, shown)

    def style_sheets(self) -> Iterator[Artifact]:
        """For each page of the text, what lights up on it; for the document, the looks its own TEI describes."""
        if self.appearance:
            yield Artifact(f"{self.folder}/rendition.css", self.appearance.encode("utf-8"), "text/css")
        known = legend.hands(self.document, locales.locale(self.project, "en"), self.follow.elsewhere)
        for part, addresses in self.addresses.items():
            sketched, penned = self.sketched.get(part, 0), self.penned.get(part, frozenset())
            css = lights.style_sheet(self.lit.get(part, ()), known, addresses, sketched, penned)
            yield Artifact(self._style_sheet_of(part), css.encode("utf-8"), "text/css")

    def _style_sheet_of(self, part: str) -> str:
        return f"{self.folder}/lights.css" if part == "index" else f"{self.folder}/lights-{part}.css"

    def _html(self, lang: str, part: str) -> Any:
        tree = self.document.tree
        made = stylesheets.transform(
            self.project, "html", tree, lang, self.follow, self.pictures, self.follow.elsewhere, part=part
        ).getroot()
        lines.wrap(made)
        return made

    def _page(self, lang: str, template: str, part: str, shown: dict[str, Any]) -> Artifact:
        path = f"{self.folder}/{part}.html"
        return pages.page(self.project, self.corpus, lang, template, path, self.entry, part=part, **shown)

    def _frame(self, words: locales.Locale) -> dict[str, Any]:
        """What every page of the document shows."""
        previous, following = self.corpus.neighbours(self.entry.path)
        return {
            "tei": tei_path(self.entry),
            "facing": self.joined is not None,
            **cite.forms(self.corpus, self.entry),
            "versions": self._versions(words),
            "texts": [{"path": path, "what": _what(words, name)} for name, path in self.offered],
            "previous": previous,
            "next": following,
            "divisions": self.plan.divisions,
            "appearance": f"{self.folder}/rendition.css" if self.appearance else "",
            "leaves": [
                {
                    "number": n,
                    "lang": locales.html_lang(leaf.lang) if leaf.lang != "und" else "",
                    "rtl": self._rtl(n),
                    "name": name,
                    "short": short or name,
                }
                for n, (leaf, name, short) in enumerate(
                    zip(self.aligned.leaves, self._leaf_names(words), self._short_names(words), strict=True)
                )
            ],
        }

    def _leaf_names(self, words: locales.Locale) -> list[str]:
        """What each leaf is; where two would be called alike and come from several files, also which."""
        names = [_leaf_name(words, leaf.kind, leaf.lang) for leaf in self.aligned.leaves]
        titles: dict[str, str] = {}
        family = self.corpus.families.get(self.entry.path, ()) if self.joined else ()
        for path, top in zip(family, self.document.tree.getroot(), strict=False):
            title = self.corpus.by_path[path].title
            titles |= {element.get(ADDRESS, ""): title for element in top.iter("{*}text", "{*}div")}
        return [
            f"{name}: {titles[leaf.address]}" if names.count(name) > 1 and leaf.address in titles else name
            for name, leaf in zip(names, self.aligned.leaves, strict=True)
        ]

    def _short_names(self, words: locales.Locale) -> list[str]:
        """The language of each leaf, where these tell the leaves apart; of a single one what it is; else nothing."""
        leaves = self.aligned.leaves
        if len(leaves) == 1:
            return [words.word(f"page.{leaves[0].kind}")]
        told = [words.language(leaf.lang) for leaf in leaves]
        apart = len(set(told)) == len(told) and all(leaf.lang != "und" for leaf in leaves)
        return told if apart else [""] * len(leaves)

    def _versions(self, words: locales.Locale) -> list[dict[str, str]]:
        """The documents that are versions of this one, itself among them; without a title that all of them have."""
        found = []
        for path in self.corpus.families.get(self.entry.path, ()):
            entry = self.corpus.by_path[path]
            if path not in self.corpus.families:
                continue  # it only ties the others together
            kind = "translation" if entry.kin.translation else "text"
            name = _leaf_name(words, kind, entry.kin.lang)
            lang = entry.titles[0][0] if entry.titles else ""
            found.append({"key": entry.key, "name": name, "title": entry.title, "lang": lang})
        if len({one["title"] for one in found}) == 1 and len({one["name"] for one in found}) == len(found):
            return [one | {"title": ""} for one in found]
        return found

    def _rtl(self, number: int) -> bool:
        """Whether a leaf runs from right to left."""
        return any(stylesheets.direction(leaf.lang) == "rtl" for leaf in self.aligned.leaves[number : number + 1])

    def _linked(
        self,
        found: Iterable[legend.Hand | legend.Stage],
        resolve: Resolve,
        part: str,
        stages: Iterable[legend.Stage] = (),
    ) -> list[dict[str, Any]]:
        """Hands or stages with links to their marks; on the page of a division only those that have a mark there, or
        go on writing there.

        `stages` say when a hand wrote.
        """
        linked = []
        for one in found:
            marks = [(resolve(f"#{mark}"), self.marks.get(mark) or mark) for mark in one.marks]
            here = [(href, text) for href, text in marks if href and (part == "index" or href.startswith("#"))]
            goes_on = isinstance(one, legend.Hand) and one.pointer in self.penned[part]
            marks = here or [mark for mark in marks if mark[0] and goes_on]
            if marks or (isinstance(one, legend.Stage) and part == "index"):
                when = [stage.when for stage in stages if not set(stage.marks).isdisjoint(one.marks)]
                linked.append({"said": one, "marks": marks, "when": list(dict.fromkeys(filter(None, when)))})
        return linked


def _what(words: locales.Locale, name: str) -> str:
    """What a plain text is good for, in words."""
    key = f"downloads.{name.partition('.')[0]}"
    return words.word(key) if words.has(key) else ""


def _leaf_name(words: locales.Locale, kind: str, lang: str) -> str:
    return f"{words.word('page.' + kind)} ({words.language(lang)})" if lang != "und" else words.word("page." + kind)


def _ids(root: Any) -> set[str]:
    return {element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id")}
