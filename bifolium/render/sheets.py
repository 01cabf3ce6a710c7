"""Sheets of rows become what the template of the reading page shows: finished HTML, numbered notes, drawings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from markupsafe import Markup

from bifolium import nesting, pages
from bifolium.align import Alignment
from bifolium.divisions import Plan
from bifolium.facing import Cell, Row, Sheet
from bifolium.facing.cut import take
from bifolium.facsimile import Scan, on_image
from bifolium.images import Pictures
from bifolium.render import drawing as drawings
from bifolium.render.words import words

SPAN = 12  # rows beside which the notes of one may run on: as many as the style sheet knows


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


def permalink(address: str, label: str, number: str = "") -> Any:
    """A link to something's own address, to copy; `label` says so to who cannot see the sign."""
    told = f"{label} {number}".strip()
    link = etree.Element("a", {"class": "permalink generated", "href": f"#{address}", "aria-label": told})
    link.text = "¶"
    return link


def number_notes(sheets: Iterable[Sheet], label: str) -> None:
    """The notes numbered in the order in which they stand on the page, and their references with them.

    The marks of a sheet, and what is noted on them, stand after its text.
    """
    number = 0
    every: dict[str, str] = {}
    again: list[Any] = []  # further references to a note, which stands where it is first referred to
    for sheet in sheets:
        for row in (*sheet.rows, *sheet.head, *sheet.foot):
            for cell in row.cells:
                numbers: dict[str, str] = {}
                again += [a for p in cell.pieces for a in p.iter("a") if a.get("class") == "note-again generated"]
                for note in cell.notes:
                    number += 1
                    numbers[f"#{note.get('id', '')}"] = str(number)
                    back = next((a for a in note.iter("a") if "note-back" in a.get("class", "").split()), None)
                    if back is not None:
                        back.text = str(number)
                        back.set("href", f"#ref-{note.get('id', '')}")
                    if note.get("id"):
                        note.append(permalink(note.get("id"), label, str(number)))
                if numbers:
                    _number_references(cell, numbers)
                    every |= numbers
    for reference in again:
        reference.text = every.get(reference.get("href", ""), reference.text)


def _number_references(cell: Cell, numbers: Mapping[str, str]) -> None:
    """One walk for all notes of a cell: a page of a register may have a thousand of them."""
    for piece in (*cell.pieces, *cell.notes):
        for reference in piece.iter("a"):
            href = reference.get("href")
            if href in numbers and "note-ref" in reference.get("class", "").split():
                reference.text = numbers[href]
                reference.set("id", f"ref-{href[1:]}")


def number_passages(sheets: Iterable[Sheet], alignment: Alignment, label: str) -> None:
    """Where a row is divided into passages, each begins with its number: the same on every leaf, and a permalink."""
    numbers = {
        side[0]: str(number)
        for row in alignment.rows
        if len(row.passages) > 1
        for number, passage in enumerate((one for one in row.passages if not one.beside), 1)
        for side in passage.sides
        if side
    }
    for sheet in sheets:
        for piece in (p for row in sheet.rows for cell in row.cells for p in cell.pieces):
            for element in [e for e in piece.iter() if isinstance(e.tag, str) and e.get("id") in numbers]:
                if element.get("data-tei") not in ("s", "seg", "l", "w", "cl", "phr"):
                    continue
                address = element.get("id")
                if (point := element.getprevious()) is not None and point.get("data-tei") == "milestone":
                    # A verse has its number already: that of the milestone before it.
                    numbers[address] = element.get("data-n") or numbers[address]
                    for said in (*point.xpath("*[@class='generated']"), *element.xpath("*[@class='generated n']")[:1]):
                        take(said)
                link = etree.Element(
                    "a",
                    {"class": "passage generated", "href": f"#{address}", "aria-label": f"{label} {numbers[address]}"},
                )
                link.text = numbers[address]
                link.tail, element.text = element.text, None
                element.insert(0, link)


def divide(faced: Iterable[Sheet], plan: Plan) -> dict[str, list[Sheet]]:
    """The sheets by page of the document; a sheet on which a division ends and another begins is on both pages."""
    parts: dict[str, list[Sheet]] = {page: [] for page in ("index", *(one.page for one in plan.divisions))}
    for sheet in faced:
        begun: dict[str, Sheet] = {}
        for share in ("head", "rows", "foot"):
            for row in getattr(sheet, share):
                part = plan.page_of_address.get(row.address, "index")
                if part not in begun:
                    # What belongs to the sheet as a whole stands where the sheet begins.
                    own = (sheet.address, sheet.surface) if not begun else ("", None)
                    begun[part] = Sheet(sheet.label, *own)
                    parts[part].append(begun[part])
                getattr(begun[part], share).append(row)
        if not begun:
            last = next((p for p in reversed(parts) if parts[p]), "index")
            parts[last].append(sheet)
    return parts


def addresses(faced: Iterable[Sheet]) -> set[str]:
    """All addresses that stand on these sheets."""
    found: set[str] = set()
    for sheet in faced:
        found.add(sheet.address)
        found.update(element.get("id", "") for element in sheet.elements())
    return found - {""}


def shown(
    sheet: Sheet,
    resolve: pages.Resolve,
    scan: Mapping[str, Any] | None,
    rtl: bool,
    label: str,
    lit: Mapping[str, str],
) -> dict[str, Any]:
    """One sheet as the template wants it: its image or a drawing of it, its rows and marks as HTML.

    `label` is the accessible name of a drawing; `rtl` says that its text runs from right to left; `lit` labels what
    lights up together (`lights`).
    """
    for zone in scan["zones"] if scan else ():
        zone["lit"] = lit.get(zone["address"], "")
    drawing = drawings.NOTHING if scan and scan["picture"] else drawings.drawing(sheet, scan, rtl, label, lit)
    if scan and scan["picture"] and sheet.surface is not None:
        for picture in sheet.surface.xpath(".//img[@data-tei='graphic']"):
            take(picture)  # the scan is that picture already
    if sheet.surface is not None:
        for zone in sheet.surface.xpath(".//*[@data-tei='zone'][not(*) and not(normalize-space())]"):
            if zone.get("id") in drawing.zones:
                take(zone)  # the drawing bears its address
    rows = [_row(row, resolve) for row in sheet.rows]
    marks = [
        (where, [_row(row, resolve) for row in found])
        for where, found in (("head", sheet.head), ("foot", sheet.foot))
        if found
    ]
    for together in (rows, *(found for _, found in marks)):
        _make_room(together)
    return {
        "label": sheet.label,
        "address": sheet.address,
        "drawing": drawing,
        "scan": scan,
        "surface": whole(sheet.surface, resolve) if sheet.surface is not None else "",
        "rows": rows,
        "noted": any(row["notes"] for row in rows) or any(row["notes"] for _, found in marks for row in found),
        "marks": marks,
        "glossed": [any(row.cells[n].pieces for row in (*sheet.head, *sheet.foot)) for n in range(_leaves(sheet))],
    }


def _make_room(rows: list[dict[str, Any]]) -> None:
    """In the margin, notes may run on past the rows below their own that have none."""
    room = 1
    for row in reversed(rows):
        row["span"], room = min(room, SPAN), 1 if row["notes"] else room + 1


def _leaves(sheet: Sheet) -> int:
    return max((len(row.cells) for row in (*sheet.head, *sheet.foot)), default=0)


def _row(row: Row, resolve: pages.Resolve) -> dict[str, Any]:
    notes = [Markup("").join(whole(note, resolve) for note in cell.notes) for cell in row.cells]
    cells = [
        {"html": Markup("").join(whole(piece, resolve) for piece in cell.pieces), "continued": cell.continued}
        for cell in row.cells
    ]
    return {"address": row.address, "cells": cells, "notes": notes if any(notes) else (), "span": 1}


def labels(sheets: Iterable[Sheet], scans: Mapping[str, Scan]) -> dict[str, str]:
    """The first words of what stands in each zone, by its address."""
    wanted = {target for scan in scans.values() for zone in scan.zones for target in zone.targets}
    return {
        address: words(element)[:60]
        for sheet in sheets
        for element in sheet.elements()
        if (address := element.get("id")) in wanted
    }


def scans_shown(scans: Mapping[str, Scan], marks: Mapping[str, str], pictures: Pictures) -> dict[str, dict[str, Any]]:
    """The scans as the template draws them: a picture or where it is, a box, and the zones as polygons in its units.

    `marks` names what stands at an address, for the label of its zone.
    """
    return {address: scan_shown(scan, marks, pictures) for address, scan in scans.items()}


def scan_shown(scan: Scan, marks: Mapping[str, str], pictures: Pictures) -> dict[str, Any]:
    """One scan as the template draws it; a scan without measured zones has no box."""
    zones = [
        {
            "address": on_image(zone.address),
            "target": zone.targets[0] if zone.targets else zone.address,
            "points": " ".join(f"{x:g},{y:g}" for x, y in zone.points),
            "rotate": f"rotate({zone.rotate:g} {zone.points[0][0]:g} {zone.points[0][1]:g})" if zone.rotate else "",
            "label": next((marks[t] for t in zone.targets if marks.get(t)), zone.label),
            "kind": zone.kind,
            "extent": zone.extent,
        }
        for zone in scan.zones
        if zone.points
    ]
    unmeasured = [(target, zone.address) for zone in reversed(scan.zones) if not zone.points for target in zone.targets]
    picture, others = pictures.choose(scan.pictures)
    picture = picture or pictures.awaited(scan.awaited)
    elsewhere = dict.fromkeys(found.full for found in map(pictures.remote, scan.pictures) if found)
    remote = [(address, urlsplit(address).hostname or "") for address in elsewhere]
    # Where the surface says nothing of its extent, its zones were measured in the pixels of its picture (PH-surfzone).
    box = scan.box or ((0.0, 0.0, float(picture.width), float(picture.height)) if picture else scan.extent)
    return {
        "pictures": scan.pictures, "picture": picture, "others": others, "remote": remote, "zones": zones, "box": box,
        "unmeasured": unmeasured, "measured": bool(picture or (box and zones)),
    }  # fmt: skip
