"""The nouns of the program: what one verb hands to the next. No reading, no writing, no XML here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs. An error stops the build before anything is written."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: lines and columns count from 1, in characters; 0 means unknown."""

    path: str  # relative to the project, with forward slashes
    line: int = 0
    column: int = 0
    xpath: str = ""

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the material should know: a fault, a doubt, or a remark.

    `code` is `area.what-is-wrong` and is explained in `findings/AREA.toml`; `sentence` and `hint`
    are complete English sentences with the particulars filled in.
    """

    code: str
    severity: Severity
    sentence: str
    place: Place
    hint: str = ""
    allowed: str = ""  # the reason given in allow.toml, when this finding has been let pass
    goal: str = ""  # of a pointer that leads nowhere in its document: "hand#anna"; a list of the edition may know it
    told: str = ""  # the particulars as JSON, from which it can be said in another language
    again: tuple[Place, ...] = ()  # every further place with the same fault


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with an `edition/`, and where names are looked for: in the project, then in the installation."""

    root: Path
    output: Path
    installation: Path  # holds xsl/, schema/, templates/, static/, locale/, findings/
    version: str = ""  # of the program, for the colophon

    @property
    def edition(self) -> Path:
        """The folder of TEI files."""
        return self.root / "edition"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the edition, known by name and digest but not yet read as XML."""

    path: str  # relative to the project, with forward slashes: "edition/letters/a.xml"
    key: str  # its stable address: the folder of its pages in the output, "letters/a"
    size: int  # bytes
    digest: str  # sha256, hexadecimal


@dataclass(slots=True)
class Document:
    """One parsed TEI file. It lives inside one worker for one reading; it is never kept and never pickled.

    `tree` is an lxml element tree in which every addressable element carries its address in
    `@b:id` and a page without a number `@b:place` (see `addresses`), XIncludes are resolved, and nothing else is
    altered; `render` puts pieces of text into elements of our own namespace (`stretches`, `transpositions`), which add
    and take no character.
    """

    source: Source
    tree: Any
    place: Callable[..., Place]  # place(element, attribute=None) -> Place, exact to the column
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a name is mentioned."""

    href: str  # from the root of the output: "letters/a/index.html#p3"
    lang: str  # BCP 47, as the source says
    form: str  # the words used there
    before: str = ""  # a little context
    after: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A person, place, organisation, event or other thing with an entry in the edition (a TEI list item)."""

    id: str  # the pointer that means it, normalised: "edition/a.xml#soviet-union"
    kind: str  # the TEI element: person, place, org, event, …
    forms: tuple[tuple[str, str], ...] = ()  # (language, name) pairs, the preferred one first
    description: str = ""
    description_lang: str = ""
    href: str = ""  # of its page, or else of its entry, from the root of the output
    record: str = ""  # of its entry in the list
    same: tuple[str, ...] = ()  # web addresses that authority files give to the same thing

    @property
    def filed(self) -> str:
        """What it is filed under in an index: its first form, without accents and capitals."""
        letters = unicodedata.normalize("NFKD", self.forms[0][1].casefold())
        return "".join(letter for letter in letters if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that refers to a name by pointer; `Corpus` joins it with the Name it means."""

    target: str  # normalised like Name.id
    kind: str
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class Outward:
    """A pointer from one document of the edition into another; `Corpus` knows whether it arrives."""

    target: str  # normalised like Name.id
    written: str  # as it stands there
    attribute: str
    place: Place  # where it stands first
    count: int = 1


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or body that has a part in an edition, as the header names it."""

    name: str  # in the order in which it is spoken
    kind: str = ""  # "person", "organisation", or "" where the header does not say
    family: str = ""
    given: str = ""
    role: str = ""  # the header's word for its part
    same: tuple[str, ...] = ()  # web addresses that mean it: ORCID, GND, VIAF, ROR, …
    email: str = ""
    address: str = ""  # of its web page
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One event of a correspondence (TEI Guidelines, HD44CD)."""

    type: str  # "sent", "received", …
    agents: tuple[Agent, ...] = ()
    place: Agent | None = None
    date: tuple[tuple[str, str], ...] = ()  # (attribute, ISO date): ("when", "1871-05-03")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a header says of the edition rather than of the document; the documents of an edition mostly agree."""

    editors: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    funders: tuple[Agent, ...] = ()
    publisher: Agent | None = None
    address: str = ""  # where the edition stands on the web, ending in a slash
    identifiers: tuple[tuple[str, str], ...] = ()  # (type, value) of the edition as a whole
    licence_text: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()  # releases: (version, ISO date, what was done), the newest first


@dataclass(frozen=True, slots=True)
class About:
    """What catalogues and archives ask of one document, besides what every page shows."""

    authors: tuple[Agent, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()  # (type, value): ("DOI", "10.…")
    keywords: tuple[tuple[str, str], ...] = ()  # (language, term)
    actions: Sequence[Action] = ()
    source: str = ""  # what the edition was made from, in words
    sources: tuple[str, ...] = ()  # web addresses of it
    translated: tuple[str, ...] = ()  # the languages into which the document is translated in the edition
    declared: tuple[str, ...] = ()  # the languages of langUsage
    lines: Sequence[tuple[str, int]] = ()  # of the parts of the header in the file: ("titleStmt", 7)

    def line(self, *names: str) -> int:
        """The line of the first of these parts that the header has; else that of the header."""
        known = dict(self.lines)
        return next((known[name] for name in (*names, "fileDesc", "teiHeader") if name in known), 0)


@dataclass(frozen=True, slots=True)
class Kin:
    """What a document says of other versions of its work: the original, translations, other transcripts."""

    # (why, what, …): "work" and the number of the work; or the paths of files, and whether their headers or passages
    # have "said" that they are versions, or "perhaps", or a third file has "listed" them.
    ties: Sequence[tuple[str, ...]] = ()
    translation: bool = False  # whether its own text is one
    lang: str = ""  # of its text, "und" where nothing says it; "" when it has none

    @property
    def text(self) -> bool:
        """Whether it has a text that could face others."""
        return bool(self.lang)


def title_in(titles: tuple[tuple[str, str], ...], lang: str) -> tuple[str, str]:
    """Of (language, title) pairs the one in `lang`, else the first."""
    fitting = [pair for pair in titles if pair[0].partition("-")[0] == lang.partition("-")[0]]
    return (fitting or list(titles) or [("", "")])[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the rest of the edition must know of a document."""

    key: str
    path: str
    digest: str
    kind: str  # "document", "authority" (lists of names), "fragment" (no header)
    title: str
    titles: tuple[tuple[str, str], ...] = ()  # (language, title)
    lang: str = ""  # of the header
    languages: tuple[str, ...] = ()  # of its texts, the transcription's first
    date: str = ""  # ISO, for sorting
    date_text: str = ""
    authors: tuple[str, ...] = ()
    correspondents: tuple[tuple[str, str], ...] = ()  # (action, name): ("sent", "…"), ("received", "…")
    place_name: str = ""
    summary: str = ""
    series: tuple[tuple[str, str], ...] = ()  # (language, title) of the series it belongs to, from seriesStmt
    principles: str = ""  # digest of its encodingDesc: documents of one edition usually share it
    version: str = ""  # of this document's edition, from editionStmt
    version_date: str = ""  # ISO, from editionStmt or the newest change in revisionDesc
    licence: str = ""  # address of the licence
    url: str = ""  # the document's own permanent address on the web, from idno in publicationStmt
    pages: Sequence[tuple[str, str]] = ()  # (label, href)
    anchors: Sequence[tuple[str, str]] = ()  # (xml:id, href from the root of the output)
    names: tuple[Name, ...] = ()
    things: Sequence[tuple[str, str]] = ()  # of a file of lists: (xml:id, TEI) of what others may point to
    mentions: Sequence[Mention] = ()
    outward: Sequence[Outward] = ()
    astray: Sequence[Finding] = ()  # of its pointers; each holds unless a list of the edition has its goal
    files: tuple[str, ...] = ()  # the plain texts it offers, from the root of the output
    imprint: Imprint = Imprint()
    about: About = About()
    kin: Kin = Kin()
    findings: tuple[Finding, ...] = ()

    def title_in(self, lang: str) -> tuple[str, str]:
        """(language, title): the title in the language of the interface, where the document has one."""
        return title_in(self.titles or (("", self.title),), lang)


@dataclass(frozen=True, slots=True)
class Corpus:
    """All entries, in order, with their links resolved. Read-only."""

    entries: Sequence[Entry]
    by_path: Mapping[str, Entry]
    order: Mapping[str, int]  # path -> its number among the entries
    anchors: Mapping[str, str]  # "edition/a.xml#id" -> href
    things: Mapping[str, str] = field(default_factory=dict)  # "edition/hands.xml#anna" or "#anna" -> its TEI
    names: tuple[tuple[Name, Sequence[Occurrence]], ...] = ()
    interface: tuple[str, ...] = ("en",)  # the languages the pages speak, the first at the root
    titles: tuple[tuple[str, str], ...] = ()  # (language, title) of the edition as a whole, the preferred one first
    address: str = ""  # where the edition stands on the web, ending in a slash; "" when no header says it
    release: tuple[str, str] = ("", "")  # version and ISO date of the edition as a whole
    licence: str = ""  # address of the licence, when all documents have the same
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # path -> paths of its versions

    @property
    def title(self) -> str:
        """The title of the edition."""
        return self.titles[0][1] if self.titles else ""

    def title_in(self, lang: str) -> tuple[str, str]:
        """(language, title): the edition's title in the language of the interface, where it has one."""
        return title_in(self.titles, lang)

    def neighbours(self, path: str) -> tuple[Entry | None, Entry | None]:
        """The documents before and after the one at this path."""
        number = self.order[path]
        after = self.entries[number + 1] if number + 1 < len(self.entries) else None
        return (self.entries[number - 1] if number else None), after


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the output, before it is written."""

    path: str  # from the root of the output
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Output:
    """One edition of a document: the HTML pages in one language, or one plain text. It is collated as a whole."""

    name: str  # "html", "html.zh", "reading.zh.txt", "parallel.tmx.xml", …
    artifacts: tuple[Artifact, ...]  # for HTML all pages of the document that show its text
    tree: Any = None  # for plain texts the intermediate tree, whose text, white space aside, is the artifact's
    leaves_out: tuple[str, ...] = ()  # the names of the rules of collation that apply to it


@dataclass(frozen=True, slots=True)
class Rendering:
    """All that is made from one document. What is collated, and what goes along: the TEI itself, pictures.

    Each output is made when it is asked for, so that not all need be held; the others when all outputs have been.
    """

    outputs: Iterable[Output]
    others: Iterable[Artifact] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What collation proved of one output of one document."""

    key: str
    output: str  # "html", "reading.zh.txt", …
    characters: int  # of the source that stand in it
    left_out: tuple[tuple[str, int, str], ...] = ()  # (rule, characters, reason)
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Report:
    """What a run has to say at its end."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        self.findings.extend(findings)

    @property
    def errors(self) -> int:
        return sum(f.severity is Severity.ERROR and not f.allowed for f in self.findings)

    @property
    def status(self) -> int:
        """The exit status: 0 clean, 1 errors found."""
        return 1 if self.errors else 0
