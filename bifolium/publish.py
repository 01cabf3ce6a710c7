"""The Corpus becomes the pages of the edition as a whole: home, names, principles, downloads, certificate, style.

A list of documents or names that is too long for one page is divided: `index.html` then says what stands on
`index-1.html`, `index-2.html` and so on. A part holds whole years, or whole letters of the alphabet, as many as fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, groupby
from typing import Any

from lxml import etree

from bifolium import fonts, locales, looks, nesting, pages, report, stylesheets
from bifolium.arrange import Group, Lists, in_lists, shelf
from bifolium.findings import languages, say
from bifolium.model import Artifact, Certificate, Corpus, Document, Entry, Finding, Name, Occurrence, Project
from bifolium.occurrences import Occurrences
from bifolium.parts import LINKS, Part, divide, shelve

MANY = 300  # documents, whose pages are worth sharing out
SHARES = 8  # of the pages of many documents in one language; for each, their lists are made once more
FEW = 12  # documents whose TEI every page of the edition names
FILED = LINKS // 5  # documents on a page that names all files of each
KINDS = ("person", "personGrp", "place", "org", "event")  # the order in which names are listed; others after them

MEDIA = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


# All that a page is made of, and how it is made.
Made = Callable[[str, Callable[[], Artifact]], Artifact]


def fresh(made_of: str, make: Callable[[], Artifact]) -> Artifact:
    """The page, made anew."""
    return make()


def publish(
    project: Project,
    corpus: Corpus,
    files: Mapping[str, Iterable[tuple[str, str]]],
    certificates: Mapping[str, Iterable[Certificate]],
    principles: Iterable[Document],
    findings: Iterable[Finding] = (),
    made: Made = fresh,
    share: Share | None = None,
    lists: Mapping[str, Lists] | None = None,
) -> Iterator[Artifact]:
    """The pages that belong to no single document; all of them, or a share.

    `files` gives for each key the (name of the output, path) pairs of its downloads, `certificates` what collation
    proved of each, `principles` one document for each different encodingDesc, `findings` what is to be said of the
    material all the same. `made` may know a page that was made of the same before; `lists` are those of the edition
    in each language of the interface, if they are known already.
    """
    # What an archive would miss is no part of the edition, which has to come out the same with a deposit or without.
    own = {one for one in findings if not one.code.startswith(("metadata.", "deposit."))}
    told = sorted(own, key=lambda one: (one.place, one.code, one.sentence))
    lists = lists or listed(project, corpus)
    for one in shares(corpus) if share is None else [share]:
        show = _Show(project, corpus, lists, one, made)
        yield from show.home()
        yield from show.names()
        if show.due():
            yield show.page("principles.html", "principles.html", statements=[show.principles(d) for d in principles])
        of_files = partial(show.files, files)
        what = partial(_with, of_files)
        parts = shelve("downloads", show.lists.filed, FILED)
        yield from show.listing("downloads.html", "downloads", parts, what, files=of_files)
        proofs = partial(_proofs, certificates)
        what = partial(_with, proofs)
        parts = shelve("collation", show.lists.filed, FILED)
        yield from show.listing("collation.html", "collation", parts, what, certificates=proofs)
        yield from show.findings(told)


def listed(project: Project, corpus: Corpus) -> Mapping[str, Lists]:
    """The lists of the edition in each language of the interface."""
    return {lang: in_lists(corpus, locales.locale(project, lang), FILED) for lang in corpus.interface}


@dataclass(frozen=True, slots=True)
class Share:
    """Each n-th page in one language of the interface. Shares can be made by several processes."""

    lang: str
    first: int = 0
    every: int = 1
    path: str = ""  # it is of no document


def shares(corpus: Corpus) -> list[Share]:
    """All pages of the edition, in so many shares as are worth it."""
    every = SHARES if len(corpus.entries) > MANY else 1
    return [Share(lang, first, every) for lang in corpus.interface for first in range(every)]


class _Show:
    """A share of the pages of the edition. Before each page `due` is asked whether it belongs to it."""

    def __init__(
        self, project: Project, corpus: Corpus, lists: Mapping[str, Lists], share: Share, made: Made = fresh
    ) -> None:
        self.project, self.corpus, self.lang = project, corpus, share.lang
        self.words = locales.locale(project, share.lang)
        self._made = made
        self._share, self._numbers = share, count()
        self.lists = lists[share.lang]
        few = [_mark(entry) for entry in corpus.entries] if len(corpus.entries) <= FEW else corpus.entries[0].languages
        self._frame = repr((corpus.interface, corpus.titles, corpus.address, corpus.release, corpus.licence, few))

    def due(self) -> bool:
        """Whether the next page is of this share."""
        return next(self._numbers) % self._share.every == self._share.first

    def page(self, template: str, path: str, made_of: object = None, **shown: Any) -> Artifact:
        """A page. `made_of` says all that it shows but for the frame, so that it need not be made again."""
        make = partial(pages.page, self.project, self.corpus, self.lang, template, path, **shown)
        return self._made(repr((template, self.lang, path, self._frame, made_of)), make) if made_of else make()

    def listing(
        self,
        template: str,
        name: str,
        parts: Sequence[Part],
        made_of: Callable[[Any], object] | None = None,
        **shown: Any,
    ) -> Iterator[Artifact]:
        """A list on one page, or on several and one that leads to them. `made_of` says all that is shown of an item."""
        if len(parts) > 1 and self.due():
            yield self.page(template, f"{name}.html", groups=(), parts=parts, part=None, **shown)
        for part in parts:
            if not self.due():
                continue
            listed = parts if len(parts) > 1 else []
            what = made_of and [_told(listed), [(head, list(map(made_of, items))) for head, items in part.groups]]
            yield self.page(template, part.path, what, groups=part.groups, parts=listed, part=part, **shown)

    def home(self) -> Iterator[Artifact]:
        """The home page and its other arrangements; where one is divided, a page that leads to its groups."""
        found = self.lists.arrangements
        names = [one.name for one in found] if len(found) > 1 else []
        for one in found:
            group_of = {group.heading: group for group in one.groups}
            parts = shelve(one.name, [(group.shelf, group.heading, group.entries) for group in one.groups], LINKS)
            frame = {"arranged": one.name, "names": names, "group_of": group_of, "documents": one.documents}
            if len(parts) > 1 and self.due():
                survey = _survey(parts, group_of) if len(group_of) < LINKS else []
                yield self.page("home.html", f"{one.name}.html", parts=parts, part=None, survey=survey, **frame)
            listed = parts if len(parts) > 1 else []
            for part in parts:
                if not self.due():
                    continue
                about = [(group_of[heading], len(group_of[heading].entries)) for heading, _ in part.groups]
                what = [
                    (one.name, names, one.documents, _told(listed), part.first),
                    [(group.heading, group.lang, group.address, number) for group, number in about],
                    [[_mark(entry) for entry in members] for _, members in part.groups],
                ]
                yield self.page("home.html", part.path, what, parts=listed, part=part, survey=[], **frame)

    def names(self) -> Iterator[Artifact]:
        """The index of names, and a page for each name that is mentioned."""
        kinds = _kinds(self.corpus)
        links = sum(1 + len(occurrences) for _, named in kinds for _, occurrences in named)
        listed = [(kind, shelve(f"names-{kind}", _letters(named), LINKS)) for kind, named in kinds]
        listed = listed if links > LINKS else []
        if self.due():
            yield self.page("names.html", "names.html", kinds=() if listed else kinds, listed=listed)
        for kind, parts in listed:
            for part in parts:
                if self.due():
                    shown = {"kind": kind, "parts": parts, "part": part}
                    members = [(letter, [(one, len(many)) for one, many in some]) for letter, some in part.groups]
                    yield self.page("names-part.html", part.path, [_told(parts), members], **shown)
        for name, occurrences in self.corpus.names:
            if occurrences:
                yield from self.name(name, occurrences)

    def name(self, name: Name, occurrences: Sequence[Occurrence]) -> Iterator[Artifact]:
        """The page of one name; more of them when it is mentioned very often."""
        parts = divide(name.href.removesuffix(".html"), [("", occurrences)], LINKS)
        parts = [replace(parts[0], path=name.href), *parts[1:]]
        for part in parts:
            if not self.due():
                continue
            listed, found = parts if len(parts) > 1 else [], part.groups[0][1]
            what = [name, _told(listed), found.made_of if isinstance(found, Occurrences) else tuple(found)]
            shown = {"parts": listed, "part": part, "occurrences": found}
            yield self.page("name.html", part.path, what, name=name, **shown)

    def files(self, found: Mapping[str, Iterable[tuple[str, str]]], entry: Entry) -> list[dict[str, str]]:
        """The downloads of a document, each with what it is good for."""

        def what(name: str) -> str:
            key = f"downloads.{name.partition('.')[0]}"
            return self.words.word(key) if self.words.has(key) else ""

        both = (*found.get(entry.key, ()), *found.get(f"facing/{entry.key}", ()))
        return [{"path": path, "what": what(name)} for name, path in both]

    def findings(self, found: Sequence[Finding]) -> Iterator[Artifact]:
        """What was found in the material and stands all the same, by file; of many of one kind the first."""
        lang = self.lang if self.lang in languages() else "en"
        said = [say(one, lang) for one in found]
        groups = [(path, list(report.gathered(list(some)))) for path, some in groupby(said, lambda one: one.place.path)]
        passed = sum(bool(one.allowed) for one in found)
        shown: dict[str, Any] = {"speaks": lang, "passed": passed, "number": sum(1 + len(one.again) for one in found)}
        parts = divide("findings", groups or [("", [])], LINKS // 2)
        yield from self.listing("findings.html", "findings", parts, **shown)

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


def _mark(entry: Entry) -> tuple[str, str, str]:
    """What is another whenever anything is that a list says of a document."""
    return entry.path, entry.key, entry.digest


def _with(more: Callable[[Entry], Any], entry: Entry) -> object:
    return _mark(entry), more(entry)


def _told(parts: Iterable[Part]) -> list[tuple[str, str, int]]:
    """What is shown of the pages of a divided list."""
    return [(part.path, part.label, part.count) for part in parts]


def _proofs(certificates: Mapping[str, Iterable[Certificate]], entry: Entry) -> Iterable[Certificate]:
    own, facing = certificates.get(entry.key, ()), certificates.get(f"facing/{entry.key}", ())
    return (*own, *(replace(one, output=f"facing/{one.output}") for one in facing))


def _survey(parts: Iterable[Part], group_of: Mapping[str, Group]) -> list[tuple[Group, str]]:
    """Each group of a divided list, and the page on which it begins."""
    begins: dict[str, str] = {}
    for part in parts:
        for heading, _ in part.groups:
            begins.setdefault(heading, part.path)
    return [(group_of[heading], path) for heading, path in begins.items()]


Named = tuple[Name, Sequence[Occurrence]]


def _kinds(corpus: Corpus) -> list[tuple[str, list[Named]]]:
    """The names by what they name."""
    kinds: dict[str, list[Named]] = {}
    for named in corpus.names:
        kinds.setdefault(named[0].kind, []).append(named)
    return sorted(kinds.items(), key=lambda item: (KINDS.index(item[0]) if item[0] in KINDS else 9, item[0]))


def _letters(named: Iterable[Named]) -> list[tuple[str, str, list[Named]]]:
    """Names by their first letter, those that begin with none first: (shelf, letter, names)."""
    letters: dict[str, list[Named]] = {"#": []}
    for one in named:
        first = one[0].filed[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(one)
    return [(shelf(letter), letter, many) for letter, many in letters.items() if many]


def static(project: Project) -> Iterator[Artifact]:
    """Our style sheets, with what a browser needs of them, our scripts, and the project's own."""
    folders = [project.installation / "static", project.root / "static"]
    found = {
        path.relative_to(folder): path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()
    }
    for name, path in sorted(found.items()):
        data = path.read_bytes()
        if path.suffix == ".css" and path.is_relative_to(folders[0]):
            data = looks.lean(data.decode("utf-8")).encode()
        yield Artifact(f"static/{name.as_posix()}", data, MEDIA.get(path.suffix, "application/octet-stream"))
    yield from fonts.files(project)
    own = project.edition / "style.css"
    if own.is_file():
        yield Artifact("static/edition.css", own.read_bytes(), "text/css")
