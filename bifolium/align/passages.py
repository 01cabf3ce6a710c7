"""Rows become passages: the finest division in which nothing of the running text is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from bifolium.align.classes import Classes, in_order
from bifolium.align.leaves import Survey, Unit, name, names
from bifolium.align.links import Tie
from bifolium.align.nouns import Passage

# Text that is not the running text of its block: marks of the page, notes, declared gaps.
MARKS = names("fw stamp note metamark gap figDesc certainty rdg")
# Too small for a passage of a parallel text: words, names, dates.
WORDS = names("w m c pc g name rs persName placeName orgName geogName forename surname term date num ref ptr hi")


def divide(texts: Survey, ties: list[Tie], rows: list[list[int]], founds: list[str]) -> list[tuple[Passage, ...]]:
    """The passages of each row; a row is a list of block numbers, and was found as `founds` says.

    The innermost tied units make the passages if they leave nothing out; else the outermost; else the row is one.
    """
    groups = _Groups(texts, ties)
    return [_divided(texts, groups, row, found) for row, found in zip(rows, founds, strict=True)]


class _Groups:
    """The tied units, by the group they belong to and the block they stand in."""

    def __init__(self, texts: Survey, ties: list[Tie]) -> None:
        classes = Classes()
        tied: dict[int, Unit] = {}
        why: list[tuple[int, str]] = []
        for tie in ties:
            units = [unit for unit in tie.units if _may_be_passage(texts, unit)]
            if len({unit.leaf for unit in units}) > 1:
                classes.join(unit.order for unit in units)
                tied |= {unit.order: unit for unit in units}
                why.append((units[0].order, tie.found))
        self.found: dict[int, str] = {}
        for order, found in why:
            self.found.setdefault(classes.find(order), found)
        self.group = classes.find
        names = {(unit.leaf, unit.name) for unit in tied.values()}
        self.by_block: dict[int, list[Unit]] = {}
        for unit in texts.units.values() if tied else ():
            # A sentence without counterpart among aligned sentences is a passage as well.
            if unit.order in tied or ((unit.leaf, unit.name) in names and _may_be_passage(texts, unit)):
                self.by_block.setdefault(unit.blocks.start, []).append(unit)


def _may_be_passage(texts: Survey, unit: Unit) -> bool:
    if unit.holds:
        return False
    return texts.blocks[unit.blocks.start] is unit or (unit.name not in WORDS and unit.name not in MARKS)


def _divided(texts: Survey, groups: _Groups, row: list[int], found: str) -> tuple[Passage, ...]:
    units = [unit for block in row for unit in groups.by_block.get(block, ())]
    holding, held = _nesting(groups, units)
    for refused in (holding, held):
        chosen = [unit for unit in units if groups.group(unit.order) not in refused]
        elements = {unit.element for unit in chosen}
        blocks = {unit.blocks.start for unit in chosen}
        if chosen and all(_covered(texts.blocks[block].element, elements) for block in row if block in blocks):
            alone = [texts.blocks[block] for block in row if block not in blocks]
            refusals = [unit for unit in units if groups.group(unit.order) in refused]
            return tuple(_beside(texts, groups, refusals, _passages(texts, groups, [*chosen, *alone])))
    return (_passage(texts, [texts.blocks[block] for block in row], found),)


def _beside(
    texts: Survey, groups: _Groups, refused: list[Unit], passages: Iterable[Passage]
) -> Iterator[Passage]:
    """A paragraph whose counterparts are divided among themselves keeps them as wholes."""
    for passage in passages:
        own = texts.units[passage.address]
        tied = [one for one in refused if groups.group(one.order) == groups.group(own.order) and one.leaf != own.leaf]
        yield replace(passage, beside=tuple(one.address for one in tied)) if tied and not passage.linked else passage


def _nesting(groups: _Groups, units: list[Unit]) -> tuple[set[int], set[int]]:
    """The groups that hold units of another, and those that are held."""
    by_element = {unit.element: unit for unit in units}
    holding, held = set(), set()
    for unit in units:
        for ancestor in unit.element.iterancestors():
            outer = by_element.get(ancestor)
            if outer is not None and groups.group(outer.order) != groups.group(unit.order):
                holding.add(groups.group(outer.order))
                held.add(groups.group(unit.order))
            if outer is None and ancestor.getparent() is None:
                break
    return holding, held


def _covered(block: Any, chosen: set[Any]) -> bool:
    """Whether all running text of a block stands in the chosen elements."""
    if block in chosen:
        return True
    stack = [block]
    while stack:
        element = stack.pop()
        if element.text and not element.text.isspace():
            return False
        for child in element:
            if child.tail and not child.tail.isspace():
                return False
            if name(child) and name(child) not in MARKS and child not in chosen:
                stack.append(child)
    return True


def _passages(texts: Survey, groups: _Groups, units: Iterable[Unit]) -> tuple[Passage, ...]:
    members: dict[int, list[Unit]] = {}
    for unit in sorted(units, key=lambda unit: unit.order):
        members.setdefault(groups.group(unit.order), []).append(unit)
    order = in_order([[(unit.leaf, unit.order) for unit in group] for group in members.values()])
    keys = list(members)
    return tuple(_passage(texts, members[keys[at]], groups.found.get(keys[at], "")) for at in order)


def _passage(texts: Survey, units: Sequence[Unit], found: str) -> Passage:
    return Passage(sides(texts, units), min(units, key=lambda unit: (unit.leaf, unit.order)).name, found)


def sides(texts: Survey, units: Iterable[Unit]) -> tuple[tuple[str, ...], ...]:
    """The addresses of units, leaf by leaf."""
    found: list[list[str]] = [[] for _ in texts.leaves]
    for unit in units:
        found[unit.leaf].append(unit.address)
    return tuple(map(tuple, found))
