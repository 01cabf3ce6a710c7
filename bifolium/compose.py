"""All Entries become the Corpus: in order, with every pointer between documents resolved and every name gathered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from bifolium import locales
from bifolium.metadata import records
from bifolium.model import Corpus, Entry, Finding, Name, Occurrence, Project


def compose(project: Project, entries: Iterable[Entry]) -> tuple[Corpus, list[Finding]]:
    """The Corpus of these entries. The order is by date, then by key; what has no date comes last."""
    ordered = tuple(sorted(entries, key=lambda entry: (entry.date or "~", entry.key)))
    anchors = {f"{entry.path}#{xml_id}": href for entry in ordered for xml_id, href in entry.anchors}
    anchors |= {entry.path: f"{entry.key}/index.html" for entry in ordered}
    names = _names(ordered)
    anchors |= {name.id: name.href for name, _ in names}
    corpus = Corpus(
        entries=ordered,
        by_path={entry.path: entry for entry in ordered},
        order={entry.path: number for number, entry in enumerate(ordered)},
        anchors=anchors,
        names=names,
        interface=interface(project, ordered),
        titles=_titles(ordered),
        address=records.base(ordered),
        release=records.release(ordered),
    )
    return corpus, []


def interface(project: Project, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """The languages the pages speak: those of the headers and texts for which there is a locale.

    The language of most headers comes first and stands at the root of the output; a language that less than
    half of the documents use gets no pages of its own. Where nothing fits, English.
    """
    spoken = locales.spoken(project)
    headers = Counter(locales.primary(entry.lang) for entry in entries if entry.lang)
    used = Counter(
        tag for entry in entries for tag in {locales.primary(lang) for lang in (entry.lang, *entry.languages) if lang}
    )
    first = [lang for lang, _ in headers.most_common(1) if lang in spoken] or ["en"]
    others = [lang for lang, count in sorted(used.items()) if lang in spoken and 2 * count >= len(entries)]
    return tuple(dict.fromkeys(first + others))


def _titles(entries: tuple[Entry, ...]) -> tuple[tuple[str, str], ...]:
    """What the edition is called: the series most documents name, else its only document.

    Never the folder: the same edition in another folder is the same edition.
    """
    series = Counter(entry.series for entry in entries if entry.series)
    for titles, count in series.most_common(1):
        if 2 * count > len(entries):
            return titles
    documents = [entry for entry in entries if entry.kind == "document"]
    if len(documents) == 1:
        return documents[0].titles or (("", documents[0].title),)
    return ()


def _names(entries: tuple[Entry, ...]) -> tuple[tuple[Name, tuple[Occurrence, ...]], ...]:
    found: dict[str, list[Occurrence]] = {name.id: [] for entry in entries for name in entry.names}
    for entry in entries:
        for mention in entry.mentions:
            if mention.target in found:
                found[mention.target].append(mention.occurrence)
    # An id that two files use is told apart by the file's key.
    ids = Counter(name.id.partition("#")[2] for entry in entries for name in entry.names)
    named = [
        replace(
            name,
            href="names.html#" + (xml_id if ids[xml_id] == 1 else f"{entry.key.replace('/', '-')}-{xml_id}"),
        )
        for entry in entries
        for name in entry.names
        for xml_id in (name.id.partition("#")[2],)
    ]
    return tuple(
        (name, tuple(found[name.id])) for name in sorted(named, key=lambda n: (n.forms[0][1].casefold(), n.id))
    )
