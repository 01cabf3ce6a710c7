"""The Corpus becomes Records: one for the edition, one for each document."""

from __future__ import annotations

import os
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar, overload

from bifolium.metadata.nouns import Part, Record
from bifolium.model import Agent, Corpus, Entry
from bifolium.shelf import sharing

T = TypeVar("T")

_VERSION = re.compile(r"\d+(?:\.\d+)+")


def of_edition(corpus: Corpus) -> Record:
    """The record of the edition as a whole: what its documents agree on, or most of them say."""
    entries = corpus.entries
    if not entries:
        return Record(corpus.titles)
    same = sharing()
    imprints, authors_of, licences, spoken, keywords, dates, translated = zip(
        *(
            tuple(map(same, (
                entry.imprint, entry.about.authors, entry.licence, _languages(entry), entry.about.keywords, entry.date,
                entry.about.translated,
            ))) for entry in entries
        ), strict=True,
    )  # fmt: skip
    alone = entries[0] if len(entries) == 1 else None
    editors = _people(agent for one in imprints for agent in one.editors)
    helpers = _people(agent for one in imprints for agent in one.contributors)
    authors = alone.about.authors if alone else _common(authors_of) or ()
    # Whoever made the edition; the author of what is edited comes first only where no editor is named.
    creators = editors or _once(authors) or helpers
    version, date = corpus.release
    identifiers = alone.about.identifiers if alone else ()
    return Record(
        titles=corpus.titles,
        creators=creators,
        contributors=_others((*authors, *helpers), creators),
        funders=_people(agent for one in imprints for agent in one.funders),
        publisher=_most(one.publisher for one in imprints),
        version=version,
        date=date,
        licence=_most(licences) or "",
        licence_text=_most(one.licence_text for one in imprints) or "",
        languages=tuple(dict.fromkeys(chain.from_iterable(spoken))),
        identifiers=tuple(dict.fromkeys((*(_most(one.identifiers for one in imprints) or ()), *identifiers))),
        address=corpus.address,
        keywords=tuple(pair for pair, _ in Counter(chain.from_iterable(keywords)).most_common(20)),
        description=alone.summary if alone else "",
        created=_span(dates),
        source=alone.about.source if alone else "",
        sources=alone.about.sources if alone else (),
        translated=tuple(dict.fromkeys(chain.from_iterable(translated))),
        parts=Parts(entries),
    )


def of_document(corpus: Corpus, entry: Entry) -> Record:
    """The record of one document."""
    imprint, about = entry.imprint, entry.about
    creators = _once((*about.authors, *imprint.editors)) or _once(imprint.contributors)
    where = corpus.address
    version, date = corpus.release
    return Record(
        titles=entry.titles or (("", entry.title),),
        creators=creators,
        contributors=_others(imprint.contributors, creators),
        funders=imprint.funders,
        publisher=imprint.publisher,
        version=entry.version or version,
        date=entry.version_date or date,
        licence=entry.licence,
        licence_text=imprint.licence_text,
        languages=_languages(entry),
        identifiers=about.identifiers,
        address=f"{where}{entry.key}/index.html" if where else "",
        keywords=about.keywords,
        description=entry.summary,
        created=entry.date,
        source=about.source,
        sources=about.sources,
        translated=about.translated,
        container=corpus.title if corpus.title != entry.title else "",
    )


class Parts(Sequence[Part]):
    """The documents of an edition, as its record lists them; each is read when it is asked for."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> Part: ...
    @overload
    def __getitem__(self, index: slice) -> Parts: ...
    def __getitem__(self, index: int | slice) -> Part | Parts:
        found = self._entries[index]
        return _part(found) if isinstance(found, Entry) else Parts(found)


def _part(entry: Entry) -> Part:
    name = entry.key.rpartition("/")[2]
    return Part(
        entry.key, f"{entry.key}/index.html", f"{entry.key}/{name}.xml",
        entry.titles or (("", entry.title),), _languages(entry), entry.date, entry.about.actions,
    )  # fmt: skip


def _languages(entry: Entry) -> tuple[str, ...]:
    """Those that the texts say they are in; where they say nothing, those the header declares."""
    return entry.languages or entry.about.declared


def base(entries: Sequence[Entry]) -> str:
    """The web address of the edition's root, as most of its headers give it; "" where none does.

    Where there are several documents, each may give the address of its own folder in it.
    """
    told = [(entry.key, entry.imprint.address) for entry in entries]
    ends = [f"/{key}/" if len(told) > 1 else "" for key, _ in told]
    given = [address for _, address in told]
    return _most(one.removesuffix(end[1:]) if end and one.endswith(end) else one
                 for one, end in zip(given, ends, strict=True)) or ""  # fmt: skip


def release(entries: Iterable[Entry]) -> tuple[str, str]:
    """The version and date of the edition: those of the newest of its documents."""
    newest = max(entries, key=lambda e: (e.version_date, _number(e.version)), default=None)
    if newest is None:
        return "", ""
    numbered = _VERSION.search(newest.version)
    return (numbered.group() if numbered else newest.version), newest.version_date


def moment(record: Record) -> datetime:
    """The time that files of a deposit bear: SOURCE_DATE_EPOCH, else the date of the edition; never the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    year, month, day = ([int(part) for part in record.date.split("-")] + [1, 1])[:3] if record.date else (1980, 1, 1)
    return datetime(max(year, 1980), month, day, tzinfo=UTC)  # 1980 is the first year that a ZIP file knows


def _number(version: str) -> tuple[int, ...]:
    found = _VERSION.search(version)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def _most(values: Iterable[T | None]) -> T | None:
    """What most of the values are, of those that say something; among equals the first."""
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None


def _common(values: Iterable[T]) -> T | None:
    """What all values are, if they are the same."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _people(agents: Iterable[Agent]) -> tuple[Agent, ...]:
    """Everybody once, those first who have done most."""
    return _once(agent for agent, _ in Counter(agents).most_common())


def _others(agents: Iterable[Agent], creators: tuple[Agent, ...]) -> tuple[Agent, ...]:
    """Those who are not among the creators, everybody once."""
    return _once((*creators, *agents))[len(creators) :]


def _once(agents: Iterable[Agent]) -> tuple[Agent, ...]:
    """Everybody once, also who is named in two languages: an identifier tells that it is the same."""
    kept: list[Agent] = []
    for agent in agents:
        if agent not in kept and not any(set(agent.same) & set(other.same) for other in kept):
            kept.append(agent)
    return tuple(kept)


def _span(dates: Iterable[str]) -> str:
    """From the earliest to the latest, as ISO 8601 writes it: "1850-01-03/1853"."""
    known = sorted(filter(None, dates))
    if not known:
        return ""
    return known[0] if known[0] == known[-1] else f"{known[0]}/{known[-1]}"


def identity(record: Record, of: str = "") -> uuid.UUID:
    """A UUID (version 5) for the edition, or for something of it: always the same, from what identifies the edition."""
    known = record.doi or record.address or "\n".join((record.title, *(agent.name for agent in record.creators)))
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, known), of)
