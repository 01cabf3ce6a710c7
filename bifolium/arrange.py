"""The Entries become the lists of the home page: by date, author, correspondent, place and language.

Everything is read from the headers. A document stands once in the list by date, and under each of its authors,
correspondents and languages in the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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


def arrangements(corpus: Corpus, words: Locale) -> list[Arrangement]:
    """The lists that help: the first, by date, always; another where it parts the documents.

    `words` are those of the interface. Lists of names stand after the documents, in the first list only.
    """
    is_list = [entry.kind == "authority" for entry in corpus.entries]
    documents = chosen(corpus.entries, [number for number, one in enumerate(is_list) if not one])
    lists = chosen(corpus.entries, [number for number, one in enumerate(is_list) if one])
    dated = list(_by_year(documents, words)) if len(documents) > SURVEYED else [Group("", "", documents)]
    if lists:
        dated.append(Group(words.word("home.lists"), "", lists, "lists"))
    found = [Arrangement("index", [group for group in dated if group.entries])]
    if len(documents) > SURVEYED:
        unnamed = words.word("home.not-named")
        for name, keys in _WAYS:
            groups = list(_by_name(documents, keys, words, unnamed))
            if len([group for group in groups if group.heading != unnamed]) > 1:
                found.append(Arrangement(name, groups))
    return found


def year(date: str, words: Locale) -> str:
    """The year of an ISO date as a reader says it; "" of none.

    Years before the common era are counted as TEI does: `-0043` is 43 BCE (att.datable.w3c).
    """
    match = re.match(r"(-?)0*(\d+)", date)
    if not match:
        return ""
    return words.word("date.bce").format(year=match[2]) if match[1] else match[2]


def _by_year(documents: Sequence[Entry], words: Locale) -> Iterator[Group]:
    groups: dict[str, list[int]] = {}
    for number, entry in enumerate(documents):
        groups.setdefault(year(entry.date, words), []).append(number)
    undated = groups.pop("", [])
    for heading, numbers in groups.items():
        dated = re.match(r"-?\d+", documents[numbers[0]].date)
        yield Group(heading, "", chosen(documents, numbers), dated[0].replace("-", "bce-") if dated else "")
    yield Group(words.word("home.undated"), "", chosen(documents, undated), "undated")


_Keys = Callable[[Entry, Locale], Iterable[tuple[str, str, str]]]  # (heading, its language, what it is filed under)


def _by_name(documents: Sequence[Entry], keys: _Keys, words: Locale, unnamed: str) -> Iterator[Group]:
    """In the order of an index; what is not named comes last."""
    groups: dict[str, list[int]] = {}
    filed: dict[str, tuple[str, str]] = {}
    for number, entry in enumerate(documents):
        for heading, lang, key in dict.fromkeys(keys(entry, words)) or [(unnamed, "", "")]:
            groups.setdefault(heading, []).append(number)
            filed.setdefault(heading, (_letters(key), lang))
    for heading in sorted(groups, key=lambda one: (one == unnamed, filed[one][0], one)):
        letters, lang = filed[heading]
        yield Group(heading, lang, chosen(documents, groups[heading]), shelf("" if heading == unnamed else letters))


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
