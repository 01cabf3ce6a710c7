"""Parallel texts become findings where they do not run side by side, and nothing says why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bifolium import addresses
from bifolium.addresses import ADDRESS
from bifolium.findings import find
from bifolium.model import Document, Finding, Place
from bifolium.phrases import phrase
from bifolium.validate.survey import ID, Element, Survey, local

if TYPE_CHECKING:
    from bifolium.align import Alignment

At = Callable[..., Place]

# Only what a translation leaves out can be declared; what it adds needs its place all the same.
SILENCE = 'If the translation leaves it out, say so there: gap reason="untranslated" corresp="#{0}".'
COUNTS = re.compile(r"(\d+)[-:](\d+)")  # how some say in link/@type what becomes what


def alignment(seen: Survey) -> Iterator[Finding]:
    """What is amiss between the texts of a document (TEI Guidelines, SACSAL)."""
    if not _texts(seen):
        return
    from bifolium.align import alignment as align  # most documents that are checked have one text only

    if ADDRESS not in next(seen.all("text", "div")).attrib:  # when it was only to be checked
        addresses.assign(seen.document.tree)
    aligned = align(seen.document)
    if not aligned.parallel:
        return
    elements = {one.get(ADDRESS): one for one in seen.root.iter("*") if one.get(ADDRESS)}
    yield from _pages(seen, aligned, elements)
    yield from _amiss(seen.place, aligned, elements)
    yield from _links(seen, aligned, elements)


def facing(document: Document) -> list[Finding]:
    """What is amiss between the texts of several documents that were joined (`bifolium.versions`)."""
    from bifolium.align import alignment as align

    aligned = align(document)
    elements = {one.get(ADDRESS): one for one in document.tree.getroot().iter("*") if one.get(ADDRESS)}
    return list(_amiss(document.place, aligned, elements))


def _amiss(place: At, aligned: Alignment, elements: dict[str, Element]) -> Iterator[Finding]:
    yield from _not_aligned(place, aligned, elements)
    yield from _unaligned(place, aligned, elements)
    yield from _crossings(place, aligned, elements)


def _texts(seen: Survey) -> bool:
    """Whether there can be several: texts in a group, or divisions (EpiDoc)."""
    return len(seen.found["text"]) > 1 or any(one.get("type") == "translation" for one in seen.found["div"])


def _not_aligned(place: At, aligned: Alignment, elements: dict[str, Element]) -> Iterator[Finding]:
    """Leaves of which nothing is tied to any other."""
    tied: set[int] = set()
    guessed: dict[int, str] = {}
    for passage in (one for row in aligned.rows for one in row.passages if one.linked or one.beside):
        for leaf, side in enumerate(passage.sides):
            if side and passage.found in HOW:
                guessed[leaf] = min(guessed.get(leaf, passage.found), passage.found, key=list(HOW).index)
            elif side:
                tied.add(leaf)
    for number, one in enumerate(aligned.leaves):
        if number and number not in tied:
            yield find(
                "translation.not-aligned", place(elements[one.address]), one=_called(aligned, 0),
                other=_called(aligned, number), how=phrase(HOW.get(guessed.get(number, ""), "without any order")),
            )  # fmt: skip


# How leaves are laid side by side of which the source says nothing.
HOW = {"order": "block by block, in their order", "page": "page by page", "whole": "as wholes"}


def _called(aligned: Alignment, number: int) -> str:
    """A leaf, so that a reader knows which is meant."""
    leaf = aligned.leaves[number]
    alike = [one for one in aligned.leaves if one.kind == leaf.kind]
    return phrase("{0} in “{1}”", phrase(leaf.kind), leaf.lang) if len(alike) > 1 else phrase(leaf.kind)


MANY = 10  # passages without counterpart that are each told of, whatever the share of those that have one


def _unaligned(place: At, aligned: Alignment, elements: dict[str, Element]) -> Iterator[Finding]:
    """Units without counterpart in documents that align any; once for all, where most are without."""
    alone: dict[tuple[int, str], list[Element]] = {}
    for unit in aligned.unaligned:
        element = elements[unit.address]
        # An editor's note speaks about the text, in the edition's language; nobody is to translate it.
        if local(element) != "note" or element.get("hand") is not None:
            alone.setdefault((unit.leaf, local(element)), []).append(element)
    paired: Counter[tuple[int, str]] = Counter(
        (leaf, local(elements[address]))
        for passage in aligned.pairs()
        for leaf, side in enumerate(passage.sides)
        for address in side
    )
    for (leaf, name), those in alone.items():
        others = [one.kind for number, one in enumerate(aligned.leaves) if number != leaf]
        other = phrase(others[0] if len(set(others)) == 1 else "other texts")
        if len(those) > max(MANY, paired[leaf, name]):
            yield find(
                "translation.sparse", place(those[0]), count=len(those), total=len(those) + paired[leaf, name],
                element=name, leaf=_called(aligned, leaf), other=other, words=_words(those[0]),
            )  # fmt: skip
            continue
        for element in those:
            yield find(
                "translation.unaligned", place(element), element=name, other=other, words=_words(element),
                silence=" " + phrase(SILENCE, element.get(ID) or "…") if leaf == 0 else "",
            )  # fmt: skip


def _crossings(place: At, aligned: Alignment, elements: dict[str, Element]) -> Iterator[Finding]:
    """Passages that another leaf has the other way round."""
    for crossing in aligned.crossings:
        element = elements[crossing.address]
        before, after = sorted((element, elements[crossing.after]), key=_line)
        yield find(
            "translation.crossing", place(before), element=local(before), words=_words(after),
            other=phrase(aligned.leaves[crossing.leaf].kind),
        )  # fmt: skip


def _line(element: Element) -> int:
    return element.sourceline or 0


def _links(seen: Survey, aligned: Alignment, elements: dict[str, Element]) -> Iterator[Finding]:
    """Links that say one thing and do another, and passages that several others are tied to one by one."""
    home = {part: number for number, leaf in enumerate(aligned.leaves) for part in leaf.parts}

    def leaf(element: Element | None) -> int | None:
        while element is not None:
            if (number := home.get(element.get(ADDRESS, ""))) is not None:
                return number
            element = element.getparent()
        return None

    ties: dict[tuple[str, int, str], list[Element]] = {}  # a passage, the leaf and the kind of what is tied to it
    for group in seen.all("linkGrp"):
        for link in group.iterchildren("{*}link"):
            sides: dict[int, list[str]] = {}
            for target in link.get("target", "").split():
                name = target.removeprefix("#")
                if (side := leaf(seen.ids.get(name))) is not None:
                    sides.setdefault(side, []).append(name)
            if len(sides) != 2:
                continue
            (one, first), (other, last) = sorted(sides.items())
            said = COUNTS.fullmatch(link.get("type", ""))
            if said and (int(said[1]), int(said[2])) != (len(first), len(last)):
                counted = phrase("{0} to {1}", len(first), len(last))
                yield find("translation.count-wrong", seen.place(link, "type"), said=said[0], counted=counted)
            for names, side, (bearer, *more) in ((first, one, last), (last, other, first)):
                if not more:
                    kind = local(seen.ids[names[0]])
                    ties.setdefault((bearer, side, kind), []).append(seen.ids[names[0]])
    for value, use in seen.values("corresp").items():
        name = value.removeprefix("#")
        if use.count > 1 and name in seen.ids and (there := leaf(seen.ids[name])) is not None:
            for bearer in seen.root.xpath("//*[@corresp=$value]", value=value):
                here = leaf(bearer)
                if here not in (there, None) and local(bearer) == local(seen.ids[name]):
                    ties.setdefault((name, here, local(bearer)), []).append(bearer)
    for (name, _, _), tied in ties.items():
        # Parts of one passage (TEI Guidelines, SAAG) say that they belong together.
        apart = [one for one in dict.fromkeys(tied) if not any(one.get(word) for word in ("part", "next", "prev"))]
        if len(apart) > 1:
            yield find(
                "translation.many-to-one", seen.place(seen.ids[name]), count=len(apart), element=local(seen.ids[name])
            )


def _pages(seen: Survey, aligned: Alignment, elements: dict[str, Element]) -> Iterator[Finding]:
    """Page breaks of the first leaf and of another, where both have some with numbers."""
    turned = []
    for leaf in aligned.leaves:
        breaks = [one for part in leaf.parts for one in elements[part].iter("{*}pb") if one.get("n")]
        turned.append([one for one in breaks if one.get("ed") is None and one.get("edRef") is None])
    original = [one.get("n") for one in turned[0]]
    for leaf, breaks in zip(aligned.leaves[1:], turned[1:], strict=True):
        numbers = [one.get("n") for one in breaks]
        # Without a number in common the translation counts the pages of its own print, which is another matter.
        if numbers == original or not set(numbers) & set(original):
            continue
        lacking = [number for number in original if number not in numbers]
        added = [number for number in numbers if number not in original]
        only = ((lacking, aligned.leaves[0].kind), (added, leaf.kind))
        words = "page {0} only in the {1}"
        different = [phrase(words, ", ".join(some[:5]), phrase(kind)) for some, kind in only if some]
        difference = "; ".join(different) or phrase("they come in another order")
        wrong = next((one for one in breaks if one.get("n") in added), breaks[0])
        yield find(
            "translation.pages-differ", seen.place(wrong), one=phrase(aligned.leaves[0].kind), other=phrase(leaf.kind),
            difference=difference,
        )  # fmt: skip


def _words(element: Element) -> str:
    words = " ".join("".join(element.itertext()).split())
    return words if len(words) < 32 else f"{words[:30]}…"
