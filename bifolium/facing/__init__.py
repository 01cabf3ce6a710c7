"""The HTML of a document's texts becomes pages of rows: what is aligned stands side by side, page by page.

The stylesheets render each text whole. Here each is cut where a page ends and where an aligned passage begins;
the pieces become the cells of rows. What stands apart from the running text (marks on the paper, notes) is
taken out and stands with its page and its passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bifolium.align import Alignment
from bifolium.facing.cut import drop_break, holds, label, pieces, take


@dataclass(slots=True)
class Cell:
    """One leaf's share of a row: pieces of HTML in order, and the notes they refer to."""

    pieces: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    continued: bool = False  # it goes on from the page before


@dataclass(slots=True)
class Row:
    """What belongs side by side: a cell for each leaf. A row of a mark has one mark and its gloss."""

    address: str
    cells: list[Cell]
    mark: bool = False


@dataclass(slots=True)
class Sheet:
    """One page of the source: the marks at its head, its rows, the marks at its foot."""

    label: str = ""
    address: str = ""
    surface: Any = None  # what the facsimile says of the page, and its image
    head: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)

    def elements(self) -> Iterator[Any]:
        """All HTML elements on it."""
        tops = [] if self.surface is None else [self.surface]
        for row in (*self.head, *self.rows, *self.foot):
            for cell in row.cells:
                tops += [*cell.pieces, *cell.notes]
        return (element for top in tops for element in top.iter() if isinstance(element.tag, str))


@dataclass(slots=True)
class _Mark:
    element: Any
    sheet: int
    at_head: bool
    within: bool = False  # running text stands before and after it on its sheet


def sheet_of(surface: str) -> str:
    """The address of the page that a surface of a sourceDoc becomes."""
    return f"sheet-{surface}"


def face(
    root: Any, alignment: Alignment, surfaces: Mapping[str, str], sourced: Iterable[str] = (), page: str = "Page"
) -> tuple[list[Sheet], Any]:
    """The sheets of a document, and what of `root` stands in none of them.

    `root` is the HTML the stylesheets made of everything but header and stand-off annotation; it is taken apart.
    `surfaces` gives for the address of a pb the address of its surface; `sourced` are the addresses of those
    surfaces (or groups of them) of a sourceDoc that are pages, which are headed `page` and their number.
    """
    found = {
        element.get("id"): element for element in root.iter() if isinstance(element.tag, str) and element.get("id")
    }
    drawn = _sourced(found, sourced, len(alignment.leaves), page)
    leaves = [
        [found[part] for part in leaf.parts if part in found and found[part].get("data-tei") != "sourceDoc"]
        for leaf in alignment.leaves
    ]
    of_leaf = {address: number for number, leaf in enumerate(alignment.leaves) for address in leaf.blocks}
    glosses: dict[str, list[tuple[int, Any]]] = {}
    for absence in alignment.absences:
        if absence.gap in found and absence.mark in found:
            glosses.setdefault(absence.mark, []).append((of_leaf.get(absence.gap, 1), found[absence.gap]))
    sheets, rest = _Facing(alignment, leaves, found, glosses).sheets(root, surfaces)
    return ([sheet for sheet in sheets if sheet.address or sheet.rows or not drawn] + drawn), rest


def _sourced(found: Mapping[str, Any], sourced: Iterable[str], leaves: int, page: str) -> list[Sheet]:
    """The pages of a sourceDoc (PH-surfaces): what is written on each is its only row."""
    sheets = []
    for number, address in enumerate(sourced, 1):
        if (surface := found.get(address)) is None:
            continue
        take(surface)
        for picture in surface.xpath("*[@data-tei='graphic']"):
            take(picture)
        cells = [Cell([surface])] + [Cell() for _ in range(1, leaves)]
        called = f"{page} {surface.get('data-n') or f'[{number}]'}"
        sheets.append(Sheet(called, sheet_of(address), None, [], [Row(address, cells)]))
    return sheets


class _Facing:
    """One document being cut. Its methods run in the order in which they stand."""

    def __init__(
        self,
        alignment: Alignment,
        leaves: list[list[Any]],
        found: dict[str, Any],
        glosses: dict[str, list[tuple[int, Any]]],
    ) -> None:
        self.alignment = alignment
        self.leaves = leaves  # for each leaf the HTML elements of its parts
        self.found = found
        self.glosses = glosses  # by the address of a mark: the leaves that leave it out, and the gaps that say so
        self.row_of = [
            {address: number for number, row in enumerate(alignment.rows) for address in row.cells[leaf]}
            for leaf in range(len(leaves))
        ]
        self.breaks: list[Any] = []  # the pb elements of the base leaf, in order
        self.sheet_of: dict[str, int] = {}  # address in the base leaf -> number of its sheet
        self.marks: list[_Mark] = []
        self.notes: dict[str, Any] = {}
        self.notes_on: dict[str, list[Any]] = {}  # by the address of a mark: the notes that say they speak of it

    def sheets(self, root: Any, surfaces: Mapping[str, str]) -> tuple[list[Sheet], Any]:
        for number, leaf in enumerate(self.leaves):
            for part in leaf:
                self._survey(part, number == 0)
        self._follow_marks()
        self._refer_to_marks()
        aside = [mark.element for mark in self.marks] + [gap for gaps in self.glosses.values() for _, gap in gaps]
        for element in aside + list(self.notes.values()):
            take(element)
        sheets = [Sheet(surface=self.found.get(surfaces.get("", "")))] + [
            Sheet(label(pb), pb.get("id", ""), self.found.get(surfaces.get(pb.get("id", ""), ""))) for pb in self.breaks
        ]
        cells = [self._cut(number) for number in range(len(self.leaves))]
        self._lay(sheets, cells)
        self._place_marks(sheets)
        for element in (sheet.surface for sheet in sheets if sheet.surface is not None):
            take(element)
        for part in (part for leaf in self.leaves for part in leaf):
            take(part)
        if not sheets[0].rows and not sheets[0].head and not sheets[0].foot and len(sheets) > 1:
            sheets = sheets[1:]
        return sheets, root

    def _survey(self, leaf: Any, base: bool) -> None:
        """Which sheet every address stands on; where the marks stand on it; which notes there are."""
        sheet, written, inside = 0, False, None
        waiting: list[_Mark] = []
        for event, element in etree.iterwalk(leaf, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if event == "end":
                if inside is element:
                    inside = None
                if inside is None and element is not leaf and element.tail and not element.tail.isspace():
                    written = True
                    _within(waiting)
                continue
            if inside is not None:
                continue
            css = element.get("class", "")
            if "mark" in css.split():
                inside = element
                mark = _Mark(element, sheet, not written)
                self.marks.append(mark)
                if written:
                    waiting.append(mark)
            elif element.get("data-unit") and element is not leaf:
                inside = element
                if element.tag == "aside":
                    self.notes[element.get("id", "")] = element
                    for pointer in element.attrib.pop("data-target", "").split():
                        self.notes_on.setdefault(pointer.lstrip("#"), []).append(element)
            elif "generated" in css:
                inside = element
            elif element.get("data-tei") == "pb" and base:
                sheet, written = len(self.breaks) + 1, False
                waiting.clear()
                self.breaks.append(element)
                inside = element
            elif element.text and not element.text.isspace():
                written = True
                _within(waiting)
            if base and (address := element.get("id")):
                self.sheet_of.setdefault(address, sheet)

    def _follow_marks(self) -> None:
        """A note on a mark goes where the mark goes, and so do the references right behind the mark."""
        for mark in self.marks:
            hrefs = {f"#{note.get('id')}" for note in self.notes_on.get(mark.element.get("id", ""), ())}
            following = list(mark.element.itersiblings()) if hrefs and not (mark.element.tail or "").strip() else []
            for element in following:
                between = (element.tail or "").strip()
                if element.tag == "a" and element.get("href") in hrefs:
                    take(element)
                    mark.element.append(element)
                elif element.tag != "aside":
                    break
                if between:
                    break

    def _refer_to_marks(self) -> None:
        """A mark inside the running text stands beside its passage, as a note does; a sign keeps its place."""
        for mark in [mark for mark in self.marks if mark.within]:
            address = mark.element.get("id", "")
            reference = etree.Element("a", {"class": "note-ref mark-ref generated", "href": f"#{address}"})
            reference.tail, mark.element.tail = mark.element.tail, None
            mark.element.getparent().replace(mark.element, reference)
            back = etree.Element("a", {"class": "note-back generated", "href": "#"})
            mark.element.insert(0, back)
            back.tail, mark.element.text = mark.element.text, None
            self.notes[address] = mark.element
            self.marks.remove(mark)
            self.glosses.pop(address, None)  # what the translation says of it stays in its own place too

    def _cut(self, number: int) -> dict[tuple[int, int], Cell]:
        """The cells of one leaf by (row, sheet)."""
        rows = self.row_of[number]
        turns: dict[str, int] = {}
        if number == 0:
            turns = {pb.get("id", ""): sheet for sheet, pb in enumerate(self.breaks, 1)}
        else:
            turns = self._turns(number)
        moved = self._moved(number)
        cells: dict[tuple[int, int], Cell] = {}
        begun: dict[int, int] = {}  # the first sheet of each row
        row, sheet = -1, 0
        waiting: list[Any] = []  # breaks and anchors without text of their own go with what follows
        if number:
            sheet = min((self._first_sheet(r) for r in rows.values()), default=0)
        cuts = set(rows) | set(turns)
        for cut, piece in (found for part in self.leaves[number] for found in pieces(part, cuts)):
            if cut in turns:
                sheet = turns[cut]
            if cut in rows:
                row = rows[cut]
                if number and cut not in turns:
                    sheet = self._first_sheet(row)
            if number == 0 and cut in turns:
                drop_break(piece, cut)
            if not holds(piece):
                waiting.extend(piece)
                continue
            for element in reversed(waiting):
                piece.insert(0, element)
            if waiting and piece.text:
                waiting[-1].tail, piece.text = (waiting[-1].tail or "") + piece.text, None
            waiting = []
            if cut in moved:
                self.found[cut].set("data-unit", cut)
            cell = cells.setdefault((row, sheet), Cell())
            cell.continued = cell.continued or begun.setdefault(row, sheet) < sheet
            begun[row] = min(begun[row], sheet)
            cell.pieces.append(piece)
        return cells

    def _first_sheet(self, row: int) -> int:
        """The sheet on which the base of a row begins; a row without base stands with the row before it."""
        while row >= 0:
            sheets = [self.sheet_of[a] for a in self.alignment.rows[row].cells[0] if a in self.sheet_of]
            if sheets:
                return min(sheets)
            row -= 1
        return 0

    def _turns(self, number: int) -> dict[str, int]:
        """Where a translation turns the page with the base: the first fine unit whose counterpart begins there."""
        turns: dict[str, int] = {}
        counterpart = {
            address: min(sheets)
            for passage in self.alignment.pairs()
            if (sheets := [self.sheet_of[a] for a in passage.sides[0] if a in self.sheet_of])
            for address in passage.sides[number]
        }
        for row_number, row in enumerate(self.alignment.rows):
            sheet = self._first_sheet(row_number)
            for block in row.cells[number]:
                if block not in self.found:
                    continue
                for element in self.found[block].iter():
                    address = element.get("id") if isinstance(element.tag, str) else None
                    if address and counterpart.get(address, 0) > sheet and address != block:
                        sheet = counterpart[address]
                        turns[address] = sheet
        return turns

    def _moved(self, number: int) -> set[str]:
        """Blocks that the order of the rows takes out of the order of their own leaf: each becomes a unit."""
        if number == 0:
            return set()
        order = {address: place for place, address in enumerate(self.alignment.leaves[number].blocks)}
        moved: set[str] = set()
        last = -1
        for row in self.alignment.rows:
            for address in row.cells[number]:
                if order.get(address, -1) < last:
                    moved.add(address)
                else:
                    last = order.get(address, last)
        return moved

    def _lay(self, sheets: list[Sheet], cells: list[dict[tuple[int, int], Cell]]) -> None:
        """The cells laid out in rows on the sheets."""
        keys = sorted({key for leaf in cells for key in leaf}, key=lambda key: (key[1], key[0]))
        begun = [dict(sorted(leaf, reverse=True)) for leaf in cells]  # the first sheet of each row
        for row, sheet in keys:
            members = [
                leaf.get((row, sheet), Cell(continued=first.get(row, sheet) < sheet))
                for leaf, first in zip(cells, begun, strict=True)
            ]
            address = next((a for leaf in self.alignment.rows[row].cells for a in leaf), "") if row >= 0 else ""
            for cell in members:
                cell.notes = self._notes_of(cell.pieces)
            sheets[sheet].rows.append(Row(address, members))

    def _notes_of(self, parts: Iterable[Any]) -> list[Any]:
        """The notes these pieces refer to, notes on notes after them."""
        found = []
        for part in parts:
            for reference in part.iter("a"):
                if "note-ref" in reference.get("class", "").split():
                    note = self.notes.pop(reference.get("href", "").removeprefix("#"), None)
                    if note is not None:
                        found.append(note)
                        found.extend(self._notes_of([note]))
        return found

    def _place_marks(self, sheets: list[Sheet]) -> None:
        for mark in self.marks:
            glosses = self.glosses.get(mark.element.get("id", ""), [])
            cells = [Cell([mark.element])]
            cells += [Cell([gap for leaf, gap in glosses if leaf == n]) for n in range(1, len(self.leaves))]
            for gap in (gap for _, gap in glosses if gap.find("*[@data-tei='desc']") is not None):
                for said in gap.findall("span[@class='generated label']"):
                    take(said)  # the heading above the marks says it of all
            cells[0].notes = self._notes_of([mark.element])
            row = Row(mark.element.get("id", ""), cells, mark=True)
            (sheets[mark.sheet].head if mark.at_head else sheets[mark.sheet].foot).append(row)


def _within(waiting: list[_Mark]) -> None:
    """Running text goes on: the marks that waited stand inside it."""
    for mark in waiting:
        mark.within = True
    waiting.clear()
