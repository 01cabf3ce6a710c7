"""What all documents say of their kin becomes families: documents that are versions of one work, the original first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from bifolium.align.classes import Classes
from bifolium.locales import primary
from bifolium.model import Entry

MOST = 8  # leaves that a reader can tell apart; what more files share is rather a collection


def together(entries: Sequence[Entry]) -> Mapping[str, tuple[str, ...]]:
    """By the path of each document that has versions: the paths of them all, itself among them, the original first;
    and after them those of other files that tie their passages together."""
    found: dict[str, tuple[str, ...]] = {}
    for family in _families(entries):
        paths = tuple(entry.path for entry in _faced(family))
        found |= dict.fromkeys(paths, paths)
    for entry in entries:  # links that stand in a file of their own (SA, standOff)
        for why, *members in entry.kin.ties if entry.path not in found else ():
            family_of = found.get(members[0], ()) if why == "said" else ()
            if len(set(members) & set(family_of)) > 1 and entry.path not in family_of:
                found |= {path: (*family_of, entry.path) for path in family_of if path in found}
    return found


def crowded(entries: Sequence[Entry]) -> Iterator[tuple[Sequence[Entry], Sequence[Entry]]]:
    """The families of more files than a page can show side by side, and of each the files that it shows."""
    if len(entries) > MOST:
        yield from ((family, _faced(family)) for family in _families(entries) if len(family) > MOST)


def _families(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Documents that are versions of each other, the original first."""
    texts = {entry.path: number for number, entry in enumerate(entries) if entry.kind == "document" and entry.kin.text}
    by_name: dict[str, list[str]] = defaultdict(list)
    for path in texts:
        by_name[path.rpartition("/")[2]].append(path)
    classes = Classes()
    listed: dict[int, int] = {}
    named: Counter[int] = Counter()  # how many others say to be versions of it
    for entry in entries:
        for why, *members in entry.kin.ties:
            if why == "work":
                continue
            numbers = [texts[path] for path in (_path(member, texts, by_name) for member in members) if path]
            named.update(numbers[1:] if why != "listed" else ())
            if why == "perhaps" and len(numbers) > 1 and not _differ([entries[n] for n in numbers]):
                continue
            if len(numbers) > 1:
                classes.join(numbers)
            if why == "listed":
                for place, number in enumerate(numbers):
                    listed.setdefault(number, place)
    for numbers in _of_one_work(entries, texts):
        classes.join(numbers)
    families: dict[int, list[int]] = defaultdict(list)
    for number in texts.values():
        families[classes.find(number)].append(number)
    for family in families.values():
        if len(family) > 1:
            last = len(entries)
            family.sort(key=lambda n: (entries[n].kin.translation, listed.get(n, last), -named[n], entries[n].path))
            yield [entries[number] for number in family]


def _faced(family: Sequence[Entry]) -> Sequence[Entry]:
    """The versions that a page shows side by side: all; of too many one in each language. What many files share that
    are mostly of the same language is rather a collection, and faces nothing."""
    if len(family) <= MOST:
        return family
    first: dict[str, Entry] = {}
    for entry in family:
        first.setdefault(primary(entry.kin.lang), entry)
    return [*first.values()][:MOST] if 2 * len(first) > len(family) else ()


def _path(member: str, texts: Mapping[str, int], by_name: Mapping[str, list[str]]) -> str:
    """The document a pointer means; one that leads nowhere, by its name, if that is the name of one only."""
    if member in texts:
        return member
    named = by_name.get(member.rpartition("/")[2], [])
    return named[0] if len(named) == 1 else ""


def _of_one_work(entries: Sequence[Entry], texts: Mapping[str, int]) -> Iterator[list[int]]:
    """Documents that share a number of their work, if they differ as versions do."""
    works: dict[str, list[int]] = defaultdict(list)
    for number in texts.values():
        for why, *members in entries[number].kin.ties:
            if why == "work":
                works[members[0]].append(number)
    for numbers in works.values():
        if 1 < len(numbers) <= MOST and _differ([entries[number] for number in numbers]):
            yield numbers


def _differ(versions: Sequence[Entry]) -> bool:
    """Whether documents differ as versions of one work do: each in another language, or a text and translations."""
    kinds = [(entry.kin.translation, primary(entry.kin.lang) if entry.kin.lang != "und" else "") for entry in versions]
    if any(kind[0] for kind in kinds) and not all(kind[0] for kind in kinds):
        return True
    return all(one[1] and other[1] and one[1] != other[1] for one, other in combinations(kinds, 2))
