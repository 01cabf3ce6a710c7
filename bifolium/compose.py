"""All Entries become the Corpus: in order, with every pointer between documents resolved and every name gathered."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from urllib.parse import unquote

from bifolium import locales
from bifolium.findings import find, weigh
from bifolium.metadata import records
from bifolium.model import About, Corpus, Entry, Finding, Imprint, Name, Place, Project, Severity, Source
from bifolium.occurrences import Occurrences
from bifolium.phrases import phrase
from bifolium.shelf import chosen, sharing
from bifolium.things import Things, alone, fits
from bifolium.versions.together import MOST, crowded, together


def compose(project: Project, entries: Sequence[Entry]) -> tuple[Corpus, list[Finding]]:
    """The Corpus of these entries. The order is by date, then by key; what has no date comes last.

    No findings: what is wrong between documents `astray` has told, of the unsound ones too.
    """
    kept = _in_order(entries)
    by_path = ByPath(kept)
    ordered = _slips(kept)
    known = alone(ordered)
    mentions = [entry.mentions for entry in ordered]
    names = _names(ordered, Occurrences(mentions, by_path.marks), known)
    things = Things(ordered, known)
    corpus = Corpus(
        entries=kept,
        by_path=by_path,
        order=by_path.order,
        anchors=Anchors(by_path, {name.id: name.href for name, _ in names} | _listed(names, known, by_path)),
        things=things,
        names=names,
        interface=interface(project, ordered),
        titles=_titles(ordered, by_path),
        address=records.base(ordered),
        release=records.release(ordered),
        licence=_same(entry.licence for entry in ordered),
        families=together(ordered),
    )
    return corpus, []


def _slips(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """All entries with little more than what binds documents together. Each is asked for twenty times: so they are
    held, as long as that lasts."""
    same = sharing()
    return tuple(
        Entry(
            entry.key, entry.path, entry.digest, entry.kind, "", date=entry.date, names=entry.names,
            things=entry.things, mentions=entry.mentions, anchors=entry.anchors, outward=entry.outward,
            astray=entry.astray, kin=entry.kin, lang=same(entry.lang), languages=same(entry.languages),
            series=same(entry.series), version=same(entry.version), version_date=same(entry.version_date),
            licence=same(entry.licence), imprint=same(Imprint(address=entry.imprint.address)), about=_SILENT,
        )
        for entry in entries
    )  # fmt: skip


_SILENT = About()
_BACKWARDS = str.maketrans("0123456789", "9876543210")


def _in_order(entries: Sequence[Entry]) -> Sequence[Entry]:
    dates = [(_when(entry.date), entry.key) for entry in entries]
    return chosen(entries, sorted(range(len(entries)), key=dates.__getitem__))


def _when(date: str) -> str:
    """An ISO date as it is sorted: years before the common era backwards, no date last."""
    if not date.startswith("-"):
        return date or "~"
    year, month = date[:5], date[5:]
    return year.translate(_BACKWARDS) + month


def _dangling(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Pointers into another document of the edition that holds no such thing (TEI Guidelines, SAPTL)."""
    targets = {pointer.target for entry in entries for pointer in entry.outward}
    by_path = ByPath(entries if targets else ())
    anchors = Anchors(by_path, {})
    missing: set[str] = set()
    for target in sorted(targets):  # those into one document together
        path, _, name = target.partition("#")
        if path in by_path and "(" not in name and target not in anchors and f"{path}#{unquote(name)}" not in anchors:
            missing.add(target)
    for pointer in (one for entry in entries if missing for one in entry.outward if one.target in missing):
        path, _, name = pointer.target.partition("#")
        used = phrase(" (used {0} times)", pointer.count) if pointer.count > 1 else ""
        found = find(
            "link.target-missing", pointer.place, attribute=pointer.attribute, target=pointer.written, file=path,
            id=name, used=used, guess="",
        )  # fmt: skip
        private = ":" in pointer.written.partition("#")[0]
        yield weigh(found, Severity.WARNING) if private else found


def astray(
    project: Project, entries: Sequence[Entry], unread: Sequence[Source] = ()
) -> tuple[Mapping[str, str], list[Finding]]:
    """The names of all lists, and the pointers to what no document bears, neither their own nor another (ND, SA).

    `unread` are the documents of the edition that nobody asked for, when only some are checked.
    """
    entries = _slips(entries)
    known = alone(entries)
    missing = [one for entry in entries for one in entry.astray if not _knows(known, one.goal)]
    elsewhere: set[str] = set()
    if missing:
        for source in unread:
            with suppress(OSError):  # whoever reads it will say what is wrong with it
                elsewhere.update(map(bytes.decode, _ID.findall((project.root / source.path).read_bytes())))
    nowhere = [replace(one, goal="") for one in missing if one.goal.partition("#")[2] not in elsewhere]
    return {name: target for name, (target, _) in known.items()}, [*nowhere, *_dangling(entries), *_crowded(entries)]


def _crowded(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Works in more versions than can be read side by side."""
    for family, faced in crowded(_in_order(entries)):
        names = ", ".join(entry.path.removeprefix("edition/") for entry in faced)
        shown = phrase("One in each language is shown: {0}.", names) if faced else phrase("So none of them are.")
        yield find("translation.too-many", Place(family[0].path), count=len(family), most=MOST, shown=shown)


def _knows(known: Mapping[str, tuple[str, str]], goal: str) -> bool:
    """Whether the lists of the edition hold what a pointer means, and it is something that attribute may point to."""
    attribute, _, name = goal.partition("#")
    return name in known and fits(attribute, known[name][1])


_ID = re.compile(rb"""xml:id\s*=\s*["']([\w.-]+)["']""")


def interface(project: Project, entries: Sequence[Entry]) -> tuple[str, ...]:
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


def _titles(entries: Sequence[Entry], by_path: Mapping[str, Entry]) -> tuple[tuple[str, str], ...]:
    """What the edition is called: the series most documents name, else its only document.

    Never the folder: the same edition in another folder is the same edition.
    """
    series = Counter(entry.series for entry in entries if entry.series)
    for titles, count in series.most_common(1):
        if 2 * count > len(entries):
            return titles
    documents = [entry.path for entry in entries if entry.kind == "document"]
    if len(documents) == 1:
        only = by_path[documents[0]]
        return only.titles or (("", only.title),)
    return ()


def _same(values: Iterable[str]) -> str:
    """What all of the values are that say anything."""
    found = set(filter(None, values))
    return found.pop() if len(found) == 1 else ""


class ByPath(Mapping[str, Entry]):
    """Each entry by the path of its document. Only the numbers of the entries are held: they may stand in a file."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.order: dict[str, int] = {}
        self.marks = array("Q")  # a number for each entry, which is another whenever the entry is
        for number, entry in enumerate(entries):
            self.order[entry.path] = number
            said = f"{entry.path} {entry.key} {entry.digest}".encode()
            self.marks.append(int.from_bytes(hashlib.sha256(said).digest()[:8]))
        self._entries = entries

    def __getitem__(self, path: str) -> Entry:
        return self._entries[self.order[path]]

    def __contains__(self, path: object) -> bool:
        return path in self.order

    def __iter__(self) -> Iterator[str]:
        return iter(self.order)

    def __len__(self) -> int:
        return len(self.order)


class Anchors(Mapping[str, str]):
    """"edition/a.xml#id" -> href, for all documents and names, without saying again what the entries say.

    "#id" leads to the entry of a list that alone in the edition has this xml:id.
    """

    def __init__(self, entries: Mapping[str, Entry], names: Mapping[str, str]) -> None:
        self._entries, self._names = entries, names
        self._last: tuple[str, dict[str, str]] = ("", {})  # pointers into one document come together

    def __getitem__(self, pointer: str) -> str:
        if pointer in self._names:
            return self._names[pointer]
        path, sharp, xml_id = pointer.partition("#")
        entry = self._entries[path]
        if not sharp:
            return f"{entry.key}/index.html"
        if self._last[0] != path:
            self._last = path, dict(entry.anchors)
        return self._last[1][xml_id]

    def __iter__(self) -> Iterator[str]:
        yield from self._names
        for path, entry in self._entries.items():
            yield path
            for xml_id, _ in entry.anchors:
                if (pointer := f"{path}#{xml_id}") not in self._names:
                    yield pointer

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _names(
    entries: Sequence[Entry], none: Occurrences, known: Mapping[str, tuple[str, str]]
) -> tuple[tuple[Name, Occurrences], ...]:
    """All names, in alphabetical order, each with the places where it is mentioned.

    A name that is mentioned has a page of its own, with an address that depends on nothing but its file and its
    xml:id: other names and documents may come and go. `none` are no occurrences, to begin with.
    """
    found = {name.id: none[:] for entry in entries for name in entry.names}
    listed = {xml_id: target for xml_id, (target, _) in known.items() if target in found}
    for number, entry in enumerate(entries):
        local: set[str] | None = None  # the names of the document itself, which come before those of a list
        for place, mention in enumerate(entry.mentions):
            target = mention.target
            if target not in found:
                path, _, xml_id = target.partition("#")
                if path != entry.path or xml_id not in listed:
                    continue
                local = {own for own, _ in entry.anchors} if local is None else local
                if xml_id in local:
                    continue
                target = listed[xml_id]
            found[target].add(number, place)
    named: dict[str, Name] = {}
    for entry in entries:
        taken: set[str] = set()
        for name in entry.names:
            if name.id in named:  # an xml:id that stands twice; `validate` has said so
                continue
            part = _file(name.id.partition("#")[2])
            if part.casefold() in taken:  # “A” and “a” are one file on some systems
                part = _file(name.id.partition("#")[2], apart=True)
            taken.add(part.casefold())
            page = f"names/{entry.key}/{part}.html" if found[name.id] else name.href
            named[name.id] = replace(name, href=page, record=name.href)
    return tuple((name, found[name.id]) for name in sorted(named.values(), key=lambda n: (n.filed, n.id)))


def _listed(
    names: Iterable[tuple[Name, Occurrences]], known: Mapping[str, tuple[str, str]], by_path: Mapping[str, Entry]
) -> dict[str, str]:
    """"#thun" -> the address of what alone in all lists bears this name."""
    hrefs = {name.id: name.href for name, _ in names}
    found: dict[str, str] = {}
    anchors: dict[str, dict[str, str]] = {}
    for xml_id, (target, _) in known.items():
        path = target.partition("#")[0]
        if target not in hrefs and path not in anchors:
            anchors[path] = dict(by_path[path].anchors)
        found[f"#{xml_id}"] = hrefs.get(target) or anchors[path].get(xml_id, "")
    return found


def _file(xml_id: str, apart: bool = False) -> str:
    """How the page of a name is called, without suffix; its xml:id, where every file system takes that."""
    plain = re.sub("[^A-Za-z0-9_-]+", "-", xml_id).strip("-")[:64]
    if plain == xml_id and not apart and not re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)\d", plain):
        return plain
    return f"{plain or 'x'}-{hashlib.sha256(xml_id.encode()).hexdigest()[:8]}"
