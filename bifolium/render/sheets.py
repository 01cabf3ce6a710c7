"""Sheets of rows become what the template of the reading page shows: finished HTML, numbered notes, drawings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree
from markupsafe import Markup

from bifolium import nesting, pages
from bifolium.align import Alignment
from bifolium.facing import Cell, Row, Sheet
from bifolium.facsimile import Scan

# Where on a drawn sheet a mark stands, by the words of @place (PH, att.placement).
AREAS = ("top-left", "top", "top-right", "left", "right", "bottom-left", "bottom", "bottom-right")


def whole(element: Any, resolve: pages.Resolve) -> Markup:
    """A finished piece of HTML, as it goes into a template."""
    holder = etree.Element("div")
    element.tail = None
    holder.append(element)
    pages.settle(holder, resolve)
    nesting.mend(holder)
    return pages.content(holder)


def rest(root: Any, resolve: pages.Resolve) -> Markup:
    """What stands in no leaf: text around a group, loose surfaces, a facsimile without pages."""
    if not any((e.text or "").strip() or (e.tail or "").strip() or e.tag == "img" for e in root.iter()):
        return Markup("")
    return whole(root, resolve)


def number_notes(sheets: Iterable[Sheet]) -> None:
    """The notes numbered in the order in which they stand on the page, and their references with them."""
    number = 0
    for sheet in sheets:
        for row in (*sheet.head, *sheet.rows, *sheet.foot):
            for cell in row.cells:
                for note in cell.notes:
                    number += 1
                    _number(note, cell, str(number))


def _number(note: Any, cell: Cell, number: str) -> None:
    address = note.get("id", "")
    for back in note.iter("a"):
        if "note-back" in back.get("class", "").split():
            back.text = number
            back.set("href", f"#ref-{address}")
            break
    for piece in (*cell.pieces, *cell.notes):
        for reference in piece.iter("a"):
            if reference.get("href") == f"#{address}" and "note-ref" in reference.get("class", "").split():
                reference.text = number
                reference.set("id", f"ref-{address}")


def number_passages(sheets: Iterable[Sheet], alignment: Alignment, label: str) -> None:
    """Where a row is divided into passages, each begins with its number: the same on every leaf, and a permalink."""
    numbers = {
        side[0]: str(number)
        for row in alignment.rows
        if len(row.passages) > 1
        for number, passage in enumerate(row.passages, 1)
        for side in passage.sides
        if side
    }
    for sheet in sheets:
        for piece in (p for row in sheet.rows for cell in row.cells for p in cell.pieces):
            for element in [e for e in piece.iter() if isinstance(e.tag, str) and e.get("id") in numbers]:
                if element.get("data-tei") not in ("s", "seg", "l", "w", "cl", "phr"):
                    continue
                address = element.get("id")
                link = etree.Element(
                    "a",
                    {"class": "passage generated", "href": f"#{address}", "aria-label": f"{label} {numbers[address]}"},
                )
                link.text = numbers[address]
                link.tail, element.text = element.text, None
                element.insert(0, link)


def shown(sheet: Sheet, resolve: pages.Resolve, scan: Mapping[str, Any] | None) -> dict[str, Any]:
    """One sheet as the template wants it: its image or a drawing of it, its marks and rows as HTML."""
    return {
        "label": sheet.label,
        "address": sheet.address,
        "drawing": _drawing(sheet),
        "scan": scan,
        "surface": whole(sheet.surface, resolve) if sheet.surface is not None else "",
        "head": [_row(row, resolve) for row in sheet.head],
        "rows": [_row(row, resolve) for row in sheet.rows],
        "foot": [_row(row, resolve) for row in sheet.foot],
    }


def _row(row: Row, resolve: pages.Resolve) -> dict[str, Any]:
    return {
        "address": row.address,
        "cells": [
            {
                "html": Markup("").join(whole(piece, resolve) for piece in cell.pieces),
                "notes": Markup("").join(whole(note, resolve) for note in cell.notes),
                "continued": cell.continued,
            }
            for cell in row.cells
        ],
    }


def _drawing(sheet: Sheet) -> dict[str, Any] | None:
    """A sheet without image, drawn in type: its marks where they stand, and the lines of its text between them."""
    if not sheet.head and not sheet.foot:
        return None
    areas: dict[str, list[dict[str, str]]] = {area: [] for area in AREAS}
    for rows, default in ((sheet.head, "top"), (sheet.foot, "bottom")):
        for row in rows:
            mark = row.cells[0].pieces[0]
            areas[_area(mark.get("data-place", ""), default)].append(
                {
                    "address": row.address,
                    "text": words(mark)[:60],
                    "kind": mark.get("class", ""),
                    "tei": mark.get("data-tei", ""),
                }
            )
    lines = [words(piece)[:400] for row in sheet.rows for piece in row.cells[0].pieces]
    return {"areas": areas, "lines": [line for line in lines if line]}


def _area(place: str, default: str) -> str:
    """The area of a drawn sheet that the words of @place mean.

    >>> _area("margin-left", "top"), _area("topRight", "top"), _area("overleaf", "bottom")
    ('left', 'top-right', 'bottom')
    """
    said = place.lower()
    vertical = "top" if "top" in said or "head" in said else "bottom" if "bottom" in said or "foot" in said else ""
    horizontal = "left" if "left" in said else "right" if "right" in said or said == "margin" else ""
    return "-".join(filter(None, (vertical, horizontal))) or default


def words(element: Any) -> str:
    """The source's words in a piece of HTML, without the program's."""
    found: list[str] = []

    def read(e: Any) -> None:
        if not isinstance(e.tag, str) or "generated" in e.get("class", "").split() or e.get("data-apart") is not None:
            return
        found.append(e.text or "")
        for child in e:
            read(child)
            found.append(child.tail or "")

    read(element)
    return " ".join("".join(found).split())


def scans_shown(scans: Mapping[str, Scan], marks: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The scans as the template draws them: a box, and the zones as polygons in its units.

    `marks` names what stands at an address, for the label of its zone.
    """
    return {address: scan_shown(scan, marks) for address, scan in scans.items()}


def scan_shown(scan: Scan, marks: Mapping[str, str]) -> dict[str, Any]:
    """One scan as the template draws it; a scan without measured zones has no box."""
    zones = [
        {
            "address": zone.address,
            "target": zone.targets[0] if zone.targets else zone.address,
            "points": " ".join(f"{x:g},{y:g}" for x, y in zone.points),
            "rotate": f"rotate({zone.rotate:g} {zone.points[0][0]:g} {zone.points[0][1]:g})" if zone.rotate else "",
            "label": next((marks[t] for t in zone.targets if marks.get(t)), zone.label),
            "kind": zone.kind,
        }
        for zone in scan.zones
        if zone.points
    ]
    return {"pictures": scan.pictures, "picture": None, "remote": (), "zones": zones, "box": scan.box}
