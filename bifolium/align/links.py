"""A survey becomes ties: which units of different leaves belong together, as the source says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bifolium.align import citations
from bifolium.align.leaves import ADDRESS, Survey, Unit, names
from bifolium.align.milestones import NEXT
from bifolium.align.nouns import Absence

# The @n of these numbers a passage of the text; that of others (pb, lb, note, fw …) something else.
NUMBERED = names("div div0 div1 div2 div3 div4 div5 div6 div7 p ab l lg s seg sp u item head quote")


@dataclass(frozen=True, slots=True)
class Tie:
    """Units of two leaves or more that belong together."""

    units: tuple[Unit, ...]
    found: str


def said(texts: Survey, ground: tuple[Absence, ...]) -> list[Tie]:
    """The ties of which the source speaks, the most explicit first: `link`, then `@corresp`."""
    gaps = {absence.gap for absence in ground}
    return [*_links(texts, gaps), *_corresponding(texts, gaps)] if len(texts.leaves) > 1 else []


def ties(texts: Survey, said: list[Tie]) -> list[Tie]:
    """All ties: those of which the source speaks, then those by a number that leaves without any share."""
    if len(texts.leaves) < 2:
        return []
    tied = {tuple(sorted({unit.leaf for unit in tie.units})) for tie in said}
    silent = [leaf for leaf in range(1, len(texts.leaves)) if not any(leaf in leaves for leaves in tied)]
    return [*said, *_numbered(texts, silent)]


def absences(texts: Survey) -> tuple[Absence, ...]:
    """What a leaf says it leaves out: `gap` with a @reason that speaks of translation, and what it points to."""
    found: list[Absence] = []
    for gap in texts.units.values() if len(texts.leaves) > 1 else ():
        if gap.name == "gap" and "translat" in gap.element.get("reason", ""):
            gloss = " ".join("".join(gap.element.itertext()).split())
            marks = [unit for unit in _targets(texts, gap.element.get("corresp", "")) if unit.leaf != gap.leaf]
            found += [Absence(mark.address, mark.leaf, gap.address, gap.leaf, gloss) for mark in marks]
    return tuple(found)


def _targets(texts: Survey, pointers: str) -> list[Unit]:
    """The units that pointers into the same file lead to (SA, section 16.2)."""
    split = [pointer.partition("#") for pointer in pointers.split()]
    return [texts.ids[id] for file, _, id in split if file in ("", texts.file) and id in texts.ids]


def _across(texts: Survey, units: list[Unit], found: str, gaps: set[str]) -> Iterator[Tie]:
    """A tie, if the units stand on more than one leaf; what points from or to a declared gap is no tie."""
    units = [unit for unit in dict.fromkeys(units) if unit.address not in gaps]
    if len({unit.leaf for unit in units}) > 1:
        yield Tie(tuple(piece for unit in units for piece in _pieces(texts, unit)), found)


def _pieces(texts: Survey, unit: Unit) -> list[Unit]:
    """A unit encoded in pieces is tied as a whole (`@next`; SA, section 16.7), and so is a verse cut into pieces."""
    pieces = {unit: None}
    while (cut := texts.units.get(unit.element.get(NEXT, ""))) is not None and cut not in pieces:
        pieces[cut], unit = None, cut
    following = _targets(texts, unit.element.get("next", ""))
    while following and following[0] not in pieces and following[0].leaf == unit.leaf:
        pieces[following[0]] = None
        following = _targets(texts, following[0].element.get("next", ""))
    return list(pieces)


def _links(texts: Survey, gaps: set[str]) -> Iterator[Tie]:
    """`link/@target`, in `standOff` or anywhere (SA, section 16.4), whatever its group is called."""
    for link in texts.tree.iter("{*}link"):
        yield from _across(texts, _targets(texts, link.get("target", "")), "link", gaps)


def _corresponding(texts: Survey, gaps: set[str]) -> Iterator[Tie]:
    """`@corresp`, in either direction (SA, section 16.4); `@sameAs` and `@synch`, where they lead to another text."""
    for unit in list(texts.units.values()):
        for name in ("corresp", "sameAs", "synch"):
            if name in unit.element.attrib:
                yield from _across(texts, [unit, *_targets(texts, unit.element.get(name))], "corresp", gaps)


def _numbered(texts: Survey, leaves: list[int]) -> Iterator[Tie]:
    """A scheme of numbers that two leaves share: 2.3 of one is 2.3 of the other, if most numbers occur in both.

    The scheme is that which the header declares (HD-refsDecl), where it counts by more than @n; else that of @n; or
    that of names, which differ by the language in them ("de-p1", "en-p1").
    """
    if not leaves:
        return
    for scheme, found in ((_beyond, "n"), (_scheme, "n"), (_declared, "n"), (_names, "id")):
        schemes = [scheme(texts, leaf) for leaf in range(len(texts.leaves))]
        for leaf in list(leaves):
            for other in range(leaf):
                shared = [number for number in schemes[other] if number in schemes[leaf]]
                if shared and 2 * len(shared) > min(len(schemes[other]), len(schemes[leaf])):
                    leaves = [one for one in leaves if one != leaf]
                    for number in shared:
                        ours, theirs = schemes[other][number], schemes[leaf][number]
                        yield Tie((*_pieces(texts, ours), *_pieces(texts, theirs)), found)


_Scheme = dict[tuple[str, ...], Unit]


def _scheme(texts: Survey, leaf: int) -> _Scheme:
    """The numbered units of a leaf, by the numbers of all they stand in and their own, if that occurs once."""
    paths: dict[str, tuple[str, ...]] = {}
    found: list[tuple[tuple[str, ...], Unit]] = []
    parts = set(texts.leaves[leaf].parts)
    for unit in texts.units.values():
        if unit.leaf != leaf or unit.address in parts:
            continue
        above: tuple[str, ...] = ()
        parent = unit.element.getparent()
        while parent is not None:
            address = parent.get(ADDRESS)
            if address in paths:
                above = paths[address]
                break
            parent = parent.getparent()
        number = _number(unit) if unit.name in NUMBERED else ()
        # “2.3” within “2” says again where it stands.
        whole = number if len(number) > len(above) and number[: len(above)] == above else (*above, *number)
        paths[unit.address] = whole if number else above
        if number:
            found.append((paths[unit.address], unit))
    return _once(found)


def _beyond(texts: Survey, leaf: int) -> _Scheme:
    return _declared(texts, leaf, beyond=True)


def _declared(texts: Survey, leaf: int, beyond: bool = False) -> _Scheme:
    """The units of a leaf by the numbers that its header declares; with `beyond` only where they are more than @n."""
    found: list[tuple[tuple[str, ...], Unit]] = []
    documents: dict[Any, None] = {}
    for part in texts.leaves[leaf].parts:
        if (unit := texts.units.get(part)) is not None:
            documents |= dict.fromkeys(unit.element.iterancestors("{*}TEI"))
    for document in documents:
        levels = citations.levels(document)
        if not beyond or any(level.beyond_n for level in levels):
            for number, element in citations.cited(document, levels):
                unit = texts.units.get(element.get(ADDRESS, ""))
                if unit is not None and unit.leaf == leaf and unit.address not in texts.leaves[leaf].parts:
                    found.append((number, unit))
    return _once(found)


def _number(unit: Unit) -> tuple[str, ...]:
    """Its @n in parts: 2.3 and 2,3 and 2:3 are the same. The name of a whole text (CTS) is no number of a part."""
    said = unit.element.get("n", "").strip()
    return tuple(part for part in _BETWEEN.split(said) if part) if not said.startswith("urn:") else ()


def _names(texts: Survey, leaf: int) -> _Scheme:
    """The units of a leaf that have a name, by its parts without those that say which leaf it is."""
    lang = texts.leaves[leaf].lang.lower()
    own = {lang, *lang.split("-"), *_TONGUES.get(lang.partition("-")[0], ())}
    found = []
    for id, unit in texts.ids.items():
        if unit.leaf == leaf and unit.name in NUMBERED:
            parts = [part.lower() for part in _PARTS.findall(id.rpartition("}")[2])]
            rest = tuple(part for part in parts if part not in own and part not in _KINDS)
            if rest and len(rest) < len(parts):
                found.append(((unit.name, *rest), unit))
    return _once(found)


def _once(found: list[tuple[tuple[str, ...], Unit]]) -> _Scheme:
    counts = Counter(number for number, _ in found)
    return {number: unit for number, unit in found if counts[number] == 1}


_BETWEEN = re.compile(r"[.,:;\s]+")
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_KINDS = names("orig original src source tr trad trans transl translation transcription edition ed text")
# What else languages are called in names, besides their tags (ISO 639-2).
_TONGUES = {
    "de": ("deu", "ger"), "en": ("eng",), "fr": ("fra", "fre"), "zh": ("zho", "chi"), "la": ("lat",),
    "el": ("ell", "gre"), "grc": ("gr", "gre"), "it": ("ita",), "es": ("spa", "esp"),
    "ja": ("jpn",), "ar": ("ara",), "he": ("heb",),
    "ru": ("rus",), "nl": ("nld", "dut"), "pi": ("pli",), "sa": ("san",), "bo": ("tib", "bod"), "ko": ("kor",),
}  # fmt: skip
