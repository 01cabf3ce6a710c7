"""The Entries become the lists of the home page: by date, author, correspondent, place and language.

Everything is read from the headers. A document stands once in the list by date, and under each of its authors,
correspondents and languages in the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from zlib import crc32

from bifolium.locales import Locale, primary
from bifolium.model import Agent, Corpus, Entry
from bifolium.shelf import chosen

SURVEYED = 12  # so many documents a reader surveys at a glance: they need no groups


@dataclass(frozen=True, slots=True)
class Group:
    """Documents under one heading."""

    heading: str
    lang: str  # of the heading, "" for that of the interface
    entries: Sequence[Entry]
    shelf: str = ""  # which page of a long list it belongs on: its year, its first letter

    @property
    def address(self) -> str:
        """Its `id` on the page: made of the heading, so that it stays when other groups come and go."""
        return f"group-{crc32(self.heading.encode()):08x}"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All documents in one order."""

    name: str  # the word page.NAME says what by; its pages are NAME.html
    groups: Sequence[Group]
    documents: int  # how many there are; lists of names are none


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of the documents in one language of the interface."""

    arrangements: Sequence[Arrangement]
    filed: Sequence[tuple[str, str, Sequence[Entry]]]  # (shelf, heading, documents) in the order of the home page


def in_lists(corpus: Corpus, words: Locale, most: int) -> Lists:
    """The lists of an edition; `most` documents are filed under one heading, if they can be told apart."""
    found = arrangements(corpus, words)
    return Lists(found, list(_filed_finer(found[0].groups, words, most)))


def _filed_finer(groups: Iterable[Group], words: Locale, most: int) -> Iterator[tuple[str, str, Sequence[Entry]]]:
    """A year of more than `most` documents is filed by months, the undated by their folders."""
    for group in groups:
        if len(group.entries) <= most:
            yield group.shelf, group.heading, group.entries
            continue
        finer: dict[tuple[str, str], list[int]] = {}
        for number, entry in enumerate(group.entries):
            finer.setdefault(_finer(group, entry, words), []).append(number)
        for (place, heading), numbers in sorted(finer.items()):
            yield place, heading, chosen(group.entries, numbers)


def _finer(group: Group, entry: Entry, words: Locale) -> tuple[str, str]:
    """The shelf of a document within a group, and what is on it."""
    if month := re.match(r"-?\d+-(\d\d)", entry.date):
        return f"{group.shelf}-{month[1]}", words.date(month[0])
    folder = PurePosixPath(entry.key).parent.as_posix()
    if entry.date or folder == ".":
        return group.shelf, group.heading
    return f"{group.shelf or 'all'}-{folder.replace('/', '-')}", f"{group.heading} {folder}".strip()


def arrangements(corpus: Corpus, words: Locale) -> list[Arrangement]:
    """The lists that help: the first, by date, always; another where it parts the documents.

    `words` are those of the interface. Lists of names stand after the documents, in the first list only.
    """
    unnamed = words.word("home.not-named")
    lists: list[int] = []
    documents: list[int] = []
    years: dict[str, list[int]] = {}
    dates: dict[str, str] = {}
    ways: dict[str, dict[str, list[int]]] = {name: {} for name, _ in _WAYS}
    filed: dict[str, tuple[str, str]] = {}
    for number, entry in enumerate(corpus.entries):  # which may stand in a file: each is looked at once
        if entry.kind == "authority":
            lists.append(number)
            continue
        documents.append(number)
        heading = year(entry.date, words)
        years.setdefault(heading, []).append(number)
        dates.setdefault(heading, entry.date)
        for name, keys in _WAYS:
            for heading, lang, key in dict.fromkeys(keys(entry, words)) or [(unnamed, "", "")]:
                ways[name].setdefault(heading, []).append(number)
                filed.setdefault(heading, (_letters(key), lang))

    def group(heading: str, lang: str, numbers: list[int], shelf: str = "") -> Group:
        return Group(heading, lang, chosen(corpus.entries, numbers), shelf)

    many = len(documents) > SURVEYED
    undated = years.pop("", [])
    dated = [group(heading, "", numbers, _shelf_of(dates[heading])) for heading, numbers in years.items()]
    dated.append(group(words.word("home.undated"), "", undated, "undated"))
    first = [*(dated if many else [group("", "", documents)]), group(words.word("home.lists"), "", lists, "lists")]
    found = [Arrangement("index", [one for one in first if one.entries], len(documents))]
    for name, groups in ways.items() if many else ():
        # In the order of an index; what is not named comes last.
        order = sorted(groups, key=lambda one: (one == unnamed, filed[one][0], one))
        if len(order) - (unnamed in groups) > 1:
            named = [
                group(one, filed[one][1], groups[one], shelf("" if one == unnamed else filed[one][0])) for one in order
            ]
            found.append(Arrangement(name, named, len(documents)))
    return found


def _shelf_of(date: str) -> str:
    """The year of an ISO date as the name of a file has it."""
    dated = re.match(r"-?\d+", date)
    return dated[0].replace("-", "bce-") if dated else ""


def year(date: str, words: Locale) -> str:
    """The year of an ISO date as a reader says it; "" of none.

    Years before the common era are counted as TEI does: `-0043` is 43 BCE (att.datable.w3c).
    """
    match = re.match(r"(-?)0*(\d+)", date)
    if not match:
        return ""
    return words.word("date.bce").format(year=match[2]) if match[1] else match[2]


_Keys = Callable[[Entry, Locale], Iterable[tuple[str, str, str]]]  # (heading, its language, what it is filed under)


def shelf(name: str) -> str:
    """The first letter of a name as the name of a file has it.

    >>> shelf("Thun"), shelf("李"), shelf("")
    ('t', 'u674e', 'none')
    """
    first = _letters(name)[:1]
    return (first if first.isascii() and first.isalnum() else f"u{ord(first):04x}") if first else "none"


def _letters(name: str) -> str:
    """A name without accents and capitals."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def _filed(agent: Agent) -> str:
    return f"{agent.family}, {agent.given}" if agent.family else agent.name


def _authors(entry: Entry, words: Locale) -> Iterator[tuple[str, str, str]]:
    known = {agent.name: agent for agent in entry.about.authors}
    for name in entry.authors:
        yield name, entry.lang, _filed(known[name]) if name in known else name


def _correspondents(entry: Entry, words: Locale) -> Iterator[tuple[str, str, str]]:
    known = {agent.name: agent for action in entry.about.actions for agent in action.agents}
    for _, name in entry.correspondents:
        yield name, entry.lang, _filed(known[name]) if name in known else name


def _places(entry: Entry, words: Locale) -> Iterator[tuple[str, str, str]]:
    if entry.place_name:
        yield entry.place_name, entry.lang, entry.place_name


def _languages(entry: Entry, words: Locale) -> Iterator[tuple[str, str, str]]:
    for tag in entry.languages:
        name = words.language(primary(tag) or tag)
        yield name, "", name


_WAYS: tuple[tuple[str, _Keys], ...] = (
    ("authors", _authors),
    ("correspondents", _correspondents),
    ("places", _places),
    ("languages", _languages),
)
