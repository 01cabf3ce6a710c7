"""Ties become rows: what stands beside what on the facing page.

Blocks that are tied, or whose sentences are tied, stand in one row. Where the source ties nothing together, the
blocks of a text are laid side by side one by one if they are of the same names in the same order, else by the
pages they begin on, else as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bifolium.align.classes import Classes, in_order
from bifolium.align.leaves import ADDRESS, Survey, Unit, name
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
    # What was found one by one may stand in a row with more, of a third text.
    fine += [Tie(tuple(texts.blocks[b] for b in blocks), found) for blocks, found in joined if found == "order"]
    _keep_order(texts, classes)
    why: dict[int, str] = {}
    for blocks, found in joined:
        why.setdefault(classes.find(blocks[0]), found)
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


def _join(texts: Survey, classes: Classes, fine: list[Tie], coarse: list[Tie]) -> Iterator[tuple[list[int], str]]:
    """Make one class of the blocks of each row; gives for each tie its blocks, and how it was found."""
    tied = {unit.leaf for tie in fine for unit in tie.units if tie.found != "untranslated"}
    for tie in fine:
        yield _joined(classes, ([block for unit in tie.units for block in unit.blocks], tie.found))
    for heads in _headings(texts, classes):
        yield _joined(classes, heads)
    parts = {part for leaf in texts.leaves for part in leaf.parts}
    for tie in sorted(coarse, key=lambda tie: max(len(unit.blocks) for unit in tie.units)):  # the innermost first
        if not any(unit.address in parts for unit in tie.units):  # that texts are versions of each other is no news
            tied |= {unit.leaf for unit in tie.units}
            for held in _held(texts, classes, [unit.blocks for unit in tie.units], tie.found):
                yield _joined(classes, held)
    silent = [leaf for leaf in range(1, len(texts.leaves)) if leaf not in tied]
    guesses = {leaf: _guessed(texts, leaf) for leaf in silent}
    for leaf in silent:
        guessed = guesses[leaf]
        if not guessed and not tied:
            # Beside texts that are aligned, one that is not would make one row of them all.
            guessed = _as_wholes(texts, leaf, any(guesses.values()))
        for one in guessed:
            yield _joined(classes, one)
    if all(tie.found in ("n", "id") for tie in fine + coarse):
        for between in _between(texts, classes):
            yield _joined(classes, between)


def _headings(texts: Survey, classes: Classes) -> Iterator[_Joined]:
    """Headings of which nothing is said, above passages that belong together: the first of a division on each leaf."""
    tied: dict[int, set[int]] = {}
    for block in range(len(texts.blocks)):
        tied.setdefault(classes.find(block), set()).add(block)
    for number, unit in enumerate(texts.blocks[:-1]):
        if unit.leaf == 0 and unit.name == "head" and len(tied[classes.find(number)]) == 1:
            below = tied[classes.find(number + 1)]
            others = [
                block - 1
                for block in below
                if texts.blocks[block].leaf and texts.blocks[block - 1].leaf == texts.blocks[block].leaf
                and texts.blocks[block - 1].name == "head" and len(tied[classes.find(block - 1)]) == 1
            ]  # fmt: skip
            if others:
                yield [number, *others], "order"


def _joined(classes: Classes, joined: _Joined) -> tuple[list[int], str]:
    blocks, why = list(joined[0]), joined[1]
    classes.join(blocks)
    return blocks, why


def _held(texts: Survey, classes: Classes, held: list[range], why: str) -> Iterator[_Joined]:
    """What a tie between divisions says about their blocks: nothing, if blocks in them are tied already."""
    first, *others = [blocks for blocks in held if blocks] or [range(0)]
    for other in others:
        if not {classes.find(block) for block in first} & {classes.find(block) for block in other}:
            pairs = _one_by_one(texts, first, other)
            # Two divisions of one paragraph each say for certain that these belong together.
            yield from pairs if len(pairs) > 1 else _stretches(texts, first, other, why)


def _between(texts: Survey, classes: Classes) -> Iterator[_Joined]:
    """Where the source ties nothing, but texts share numbers: what stands before, between and after what they share.

    A heading above the first number on one leaf belongs to the heading there on the other.
    """
    runs: list[dict[int, list[int]]] = []
    members: dict[int, set[int]] = {}
    for block, unit in enumerate(texts.blocks):
        members.setdefault(classes.find(block), set()).add(unit.leaf)
    for leaf in range(len(texts.leaves)):
        found: dict[int, list[int]] = {}
        last = -1
        for block in (b for b, unit in enumerate(texts.blocks) if unit.leaf == leaf):
            if len(members[classes.find(block)]) > 1:
                last = classes.find(block)
            elif texts.blocks[block].name not in MARKS:
                found.setdefault(last, []).append(block)
        runs.append(found)
    for leaf in range(1, len(runs)):
        for other in range(leaf):
            for last, right in runs[leaf].items():
                if left := runs[other].get(last):
                    yield from _one_by_one(texts, left, right)


def _guessed(texts: Survey, leaf: int) -> list[_Joined]:
    """How a leaf that is tied to nothing is laid beside the first: block by block, or page by page."""
    left, right = ([block for block, unit in enumerate(texts.blocks) if unit.leaf == number] for number in (0, leaf))
    if found := _one_by_one(texts, left, right):
        return found
    bodies = [[block for block in side if _in_body(texts.blocks[block])] for side in (left, right)]
    if found := _one_by_one(texts, *bodies):
        return found
    pages, facing = _pages(texts, left), _pages(texts, right)
    if len(pages) > 1 and list(pages) == list(facing):
        return [((*blocks, *facing[page]), "page") for page, blocks in pages.items()]
    return []


def _in_body(unit: Unit) -> bool:
    """Whether a block belongs to the work itself, and not to what an editor put before or after it."""
    return not any(name(above) in ("front", "back") for above in unit.element.iterancestors())


def _as_wholes(texts: Survey, leaf: int, others: bool) -> list[_Joined]:
    """A leaf that is tied to nothing, beside the first. Where `others` are laid beside that more finely, what an editor
    put before and after the work stays out of it."""
    sides = [[b for b, unit in enumerate(texts.blocks) if unit.leaf == number] for number in (0, leaf)]
    if others:
        sides = [[b for b in side if _in_body(texts.blocks[b])] for side in sides]
    return _stretches(texts, sides[0], sides[1], "whole")


def _stretches(texts: Survey, left: Iterable[int], right: Iterable[int], why: str) -> list[_Joined]:
    """Blocks side by side between headings, stanzas, speeches that both have in the same order; as a whole, if there
    are none."""
    left, right = ([b for b in side if texts.blocks[b].name not in MARKS] for side in (left, right))
    if not left or not right:
        return []
    marks = [[b for b in side if _kind(texts, b) != "p"] for side in (left, right)]
    if not marks[0] or [_kind(texts, b) for b in marks[0]] != [_kind(texts, b) for b in marks[1]]:
        return [((*left, *right), why)]
    found: list[_Joined] = [((one, other), "order") for one, other in zip(*marks, strict=True)]
    cuts = [[-1, *map(side.index, of), len(side)] for side, of in zip((left, right), marks, strict=True)]
    for at in range(len(marks[0]) + 1):
        one, other = (side[cut[at] + 1 : cut[at + 1]] for side, cut in zip((left, right), cuts, strict=True))
        if one and other:
            found.append(((*one, *other), why))
    return found


def _one_by_one(texts: Survey, left: Iterable[int], right: Iterable[int]) -> list[_Joined]:
    """Blocks side by side, if they are of the same names in the same order; marks of the page do not count."""
    left, right = ([b for b in side if texts.blocks[b].name not in MARKS] for side in (left, right))
    if [_kind(texts, block) for block in left] != [_kind(texts, block) for block in right]:
        return []
    return [(pair, "order") for pair in zip(left, right, strict=True)]


def _kind(texts: Survey, block: int) -> str:
    """The name of a block; what EpiDoc transcribes as `ab` it translates as `p`."""
    kind = texts.blocks[block].name
    return "p" if kind == "ab" else kind


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
    for passage in (one for row in rows for one in row.passages if not one.linked and not one.beside):
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
