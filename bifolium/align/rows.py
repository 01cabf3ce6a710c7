"""Ties become rows: what stands beside what on the facing page.

Blocks that are tied, or whose sentences are tied, stand in one row. Where the source ties nothing together, the
blocks of a text are laid side by side one by one if they are of the same names in the same order, else by the
pages they begin on, else as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bifolium.align.classes import Classes, in_order
from bifolium.align.leaves import ADDRESS, Survey, Unit
from bifolium.align.links import Tie
from bifolium.align.nouns import Absence, Alignment, Crossing, Row, Unaligned
from bifolium.align.passages import MARKS, divide, sides

_Joined = tuple[Iterable[int], str]  # blocks that belong together, and by what that was found


def arrange(texts: Survey, ties: list[Tie], ground: tuple[Absence, ...]) -> Alignment:
    """The rows of a surveyed document, and what in it has no counterpart or stands crosswise."""
    fine = [tie for tie in ties if not all(unit.holds for unit in tie.units)]
    fine += _declared(texts, ground)
    classes = Classes()
    joined = list(_join(texts, classes, fine, [tie for tie in ties if all(unit.holds for unit in tie.units)]))
    _keep_order(texts, classes)
    why: dict[int, str] = {}
    for block, found in joined:
        why.setdefault(classes.find(block), found)
    groups = _groups(texts, classes)
    founds = [why.get(group[0], "") for group in groups]
    cells = [sides(texts, (texts.blocks[block] for block in group)) for group in groups]
    rows = tuple(map(Row, cells, founds, divide(texts, fine, groups, founds)))
    aligned = {unit.leaf for tie in ties for unit in tie.units}
    return Alignment(
        tuple(texts.leaves),
        rows,
        ground,
        tuple(_unaligned(texts, rows, aligned, ground)) if len(texts.leaves) > 1 else (),
        tuple(_crossings(texts, rows)) if len(texts.leaves) > 1 else (),
        tuple(texts.beside),
    )


def _declared(texts: Survey, ground: tuple[Absence, ...]) -> list[Tie]:
    """Gaps that stand as blocks of their own, tied to what they leave out; if that is much, to its beginning."""
    placed = set()
    found = []
    for absence in ground:
        mark, gap = texts.units[absence.mark], texts.units[absence.gap]
        if not mark.holds and texts.blocks[gap.blocks.start] is gap and gap not in placed:
            placed.add(gap)
            found.append(Tie((mark, gap), "untranslated"))
    return found


def _join(texts: Survey, classes: Classes, fine: list[Tie], coarse: list[Tie]) -> Iterator[tuple[int, str]]:
    """Make one class of the blocks of each row; gives for each tie one of its blocks, and how it was found."""
    tied = {unit.leaf for tie in fine for unit in tie.units if tie.found != "untranslated"}
    for tie in fine:
        yield _joined(classes, ([block for unit in tie.units for block in unit.blocks], tie.found))
    parts = {part for leaf in texts.leaves for part in leaf.parts}
    for tie in sorted(coarse, key=lambda tie: max(len(unit.blocks) for unit in tie.units)):  # the innermost first
        if not any(unit.address in parts for unit in tie.units):  # that texts are versions of each other is no news
            tied |= {unit.leaf for unit in tie.units}
            for held in _held(texts, classes, [unit.blocks for unit in tie.units], tie.found):
                yield _joined(classes, held)
    for leaf in range(1, len(texts.leaves)):
        if leaf not in tied:
            for guessed in _guessed(texts, leaf, bool(tied)):
                yield _joined(classes, guessed)


def _joined(classes: Classes, joined: _Joined) -> tuple[int, str]:
    blocks, why = list(joined[0]), joined[1]
    classes.join(blocks)
    return blocks[0], why


def _held(texts: Survey, classes: Classes, held: list[range], why: str) -> Iterator[_Joined]:
    """What a tie between divisions says about their blocks: nothing, if blocks in them are tied already."""
    first, *others = [blocks for blocks in held if blocks] or [range(0)]
    for other in others:
        if not {classes.find(block) for block in first} & {classes.find(block) for block in other}:
            pairs = _one_by_one(texts, first, other)
            # Two divisions of one paragraph each say for certain that these belong together.
            yield from pairs if len(pairs) > 1 else [([*first, *other], why)]


def _guessed(texts: Survey, leaf: int, others: bool) -> list[_Joined]:
    """How a leaf that is tied to nothing is laid beside the first; `others` says whether other leaves are tied."""
    left, right = ([block for block, unit in enumerate(texts.blocks) if unit.leaf == number] for number in (0, leaf))
    if found := _one_by_one(texts, left, right):
        return found
    pages, facing = _pages(texts, left), _pages(texts, right)
    if len(pages) > 1 and list(pages) == list(facing):
        return [((*blocks, *facing[page]), "page") for page, blocks in pages.items()]
    # Beside texts that are aligned, one that is not would make one row of them all.
    return [((*left, *right), "whole")] if left and right and not others else []


def _one_by_one(texts: Survey, left: Iterable[int], right: Iterable[int]) -> list[_Joined]:
    """Blocks side by side, if they are of the same names in the same order; marks of the page do not count."""
    left, right = ([b for b in side if texts.blocks[b].name not in MARKS] for side in (left, right))
    if [_kind(texts, block) for block in left] != [_kind(texts, block) for block in right]:
        return []
    return [(pair, "order") for pair in zip(left, right, strict=True)]


def _kind(texts: Survey, block: int) -> str:
    """The name of a block; what EpiDoc transcribes as `ab` it translates as `p`."""
    name = texts.blocks[block].name
    return "p" if name == "ab" else name


def _pages(texts: Survey, blocks: Iterable[int]) -> dict[str, list[int]]:
    pages: dict[str, list[int]] = {}
    for block in blocks:
        pages.setdefault(texts.pages[block], []).append(block)
    return pages


def _keep_order(texts: Survey, classes: Classes) -> None:
    """On the first leaf rows follow the text: what lies between two blocks of a row belongs to the row."""
    ours = [block for block, unit in enumerate(texts.blocks) if unit.leaf == 0]
    last = {classes.find(block): block for block in ours}
    ends = [last[classes.find(block)] for block in ours]
    opened, reach = -1, -1
    for block, end in zip(ours, ends, strict=True):
        if block <= reach:
            classes.join((opened, block))
        else:
            opened = block
        reach = max(reach, end)


def _groups(texts: Survey, classes: Classes) -> list[list[int]]:
    """The classes as lists of blocks, in the order of the first leaf."""
    members: dict[int, list[int]] = {}
    for block in range(len(texts.blocks)):
        members.setdefault(classes.find(block), []).append(block)
    groups = list(members.values())
    return [groups[at] for at in in_order([[(texts.blocks[b].leaf, b) for b in group] for group in groups])]


def _unaligned(
    texts: Survey, rows: tuple[Row, ...], aligned: set[int], ground: tuple[Absence, ...]
) -> Iterator[Unaligned]:
    """Passages without counterpart, in leaves that have counterparts for others, not declared to be left out."""
    declared = {absence.mark for absence in ground} | {absence.gap for absence in ground}
    for passage in (passage for row in rows for passage in row.passages if not passage.linked):
        for leaf, side in enumerate(passage.sides):
            for unit in (texts.units[address] for address in side if leaf in aligned):
                if _wants_counterpart(unit, declared):
                    yield Unaligned(unit.address, leaf, unit.name)


def _wants_counterpart(unit: Unit, declared: set[str]) -> bool:
    """Whether somebody should say what a unit corresponds to: not if it is empty, nor if it is an editor's note."""
    if unit.name in ("note", "noteGrp") and "hand" not in unit.element.attrib and "change" not in unit.element.attrib:
        return False
    above = (str(ancestor.get(ADDRESS)) for ancestor in unit.element.iterancestors())
    if unit.address in declared or not declared.isdisjoint(above):
        return False
    return any(text.strip() for text in unit.element.itertext())


def _crossings(texts: Survey, rows: tuple[Row, ...]) -> Iterator[Crossing]:
    """Where the order of another leaf runs against that of the first."""
    reached: dict[int, tuple[int, str]] = {}
    for passage in (passage for row in rows for passage in row.passages if passage.found != "untranslated"):
        for leaf, side in enumerate(passage.sides):
            if leaf and side and passage.sides[0]:
                order = texts.units[side[0]].order
                furthest, address = reached.get(leaf, (-1, ""))
                if order < furthest:
                    yield Crossing(leaf, side[0], address)
                else:
                    reached[leaf] = (order, side[0])
