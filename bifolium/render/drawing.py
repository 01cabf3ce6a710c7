"""A sheet of which no image is at hand becomes a drawing of it: marks in their places and looks, text as grey lines.

The drawing is SVG without styles of its own: numbers are attributes, looks are classes of the style sheet. Marks and
passages in it are links; what they draw lights up with them (`lights`). Where zones were measured they are drawn as
measured; elsewhere `@place` and the order of the marks say where a mark goes (PH, att.placement), on a sheet of the
proportions of A4. What stands in a zone that nobody measured bears the address of the zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from markupsafe import Markup

from bifolium.facing import Row, Sheet
from bifolium.render import ink
from bifolium.render.words import ems, words

# In units of the drawing: about a pixel where it is small.
WIDTH, HEIGHT, MARGIN = 300.0, 424.0, 24.0
PITCH = 27.0  # from mark to mark; a finger finds what is 24 pixels high
SIZE = 11.0
EDGE = 0.09  # of a page whose zone is all that was measured: the part that is margin
ASKEW = {"stamp": (-3.0, 2.0, -2.0), "hand": (-1.5, 1.0, -1.0)}  # degrees, one mark after the other
SIZES = (9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.4, 1.0)  # of the letters that the grey lines stand for


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as it is drawn."""

    address: str
    words: str
    kind: str  # "stamp", "hand", "number" or "form"
    looks: str  # further classes: shape and ink, where the markup says so
    place: str  # in the words of @place, small letters
    hand: str
    lit: str  # the label of what lights up with it
    row: int = 0  # for one that stands within the text: the number of its row on the sheet
    zone: str = ""  # the address of the zone it stands in

    @property
    def width(self) -> float:
        return max(ems(self.words) * SIZE + (12 if self.kind == "stamp" else 2), 24.0)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it is drawn: its words, of which only the length and the script are seen."""

    address: str
    text: str
    kind: str  # "head", "end" (a signature or date), "block"
    script: str  # "han" or "words"
    rtl: bool
    row: int  # its number on the sheet, from 1
    zone: str = ""  # the address of the zone it stands in
    hands: tuple[ink.Share, ...] = ()  # which hand wrote how much of it

    @property
    def ems(self) -> float:
        return ems(self.text) * (1.3 if self.kind == "head" else 1.0)


def drawn(address: str) -> str:
    """The address of something as it is drawn."""
    return f"drawn-{address}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """The SVG of a sheet."""

    svg: Markup
    rows: int = 0  # of how many rows, counted from the first of the sheet, it draws the text
    zones: frozenset[str] = frozenset()  # the addresses of zones that it bears


NOTHING = Drawing(Markup(""))


def drawing(
    sheet: Sheet, scan: Mapping[str, Any] | None, rtl: bool, label: str, lit: Mapping[str, str] | None = None
) -> Drawing:
    """The drawing of a sheet; nothing when nothing stands on it, or no mark does and nobody speaks of an image.

    `scan` is the scan as the template has it, without a picture. `rtl` says that the text runs from right to left;
    `lit` labels what lights up together (`lights`).
    """
    marks = [(_mark_of(row, element, lit or {}), at) for row, element, at in marked(sheet)]
    if scan and scan["box"] and scan["zones"]:
        inside = _measured(sheet, scan, {mark.address: mark for mark, _ in marks}, rtl)
        left, top, right, bottom = scan["box"]
        box = f"{left:g} {top:g} {right - left:g} {bottom - top:g}"
        return Drawing(_svg(box, "sheet-drawing measured", label, inside))
    if not marks and scan is None:
        return NOTHING
    passages = list(_passages(sheet, rtl))
    if not marks and not passages:
        return NOTHING  # an empty sheet says less than the words that its image is missing
    marks, passages, zones = _in_zones(marks, passages, dict(scan["unmeasured"]) if scan else {})
    svg = _svg(f"0 0 {WIDTH:g} {HEIGHT:g}", "sheet-drawing", label, _laid_out(passages, marks))
    return Drawing(svg, len(sheet.rows) if passages else 0, zones)


def marked(sheet: Sheet) -> Iterator[tuple[int, Any, str]]:
    """What is drawn as a mark, in order: the number of its row for one within the text, else 0; the element; and the
    area of the sheet it stands in, where it does not say so itself."""
    for rows, at in ((sheet.head, "top"), (sheet.foot, "bottom")):
        yield from ((0, row.cells[0].pieces[0], at) for row in rows)
    for number, row in enumerate(sheet.rows, 1):
        for element in (e for part in (*row.cells[0].pieces, *row.cells[0].notes) for e in part.iter("span", "ins")):
            added = element.get("data-tei") == "add" and area(element.get("data-place", "").lower(), "")
            if "mark" in _classes(element) or added:
                yield number, element, "within"


def _in_zones(
    marks: Sequence[tuple[Mark, str]], passages: Sequence[Passage], zones: dict[str, str]
) -> tuple[list[tuple[Mark, str]], list[Passage], frozenset[str]]:
    """Marks and passages with the zones they stand in, each zone once: by the address of what stands in it."""
    borne: dict[str, str] = {}

    def zone(address: str, *others: str) -> str:
        found = next((zones[one] for one in (address, *others) if one in zones), "")
        return found if found and borne.setdefault(found, address) == address else ""

    placed = [(replace(mark, zone=zone(mark.address)), at) for mark, at in marks]
    lines = [replace(passage, zone=zone(passage.address)) for passage in passages]
    return placed, lines, frozenset(borne)


def _svg(box: str, css: str, label: str, inside: Iterable[Markup]) -> Markup:
    start = Markup('<svg class="{}" viewBox="{}" role="group" aria-label="{}">').format(css, box, label)
    return start + Markup("\n").join(inside) + Markup("</svg>")


def _mark_of(row: int, mark: Any, lit: Mapping[str, str]) -> Mark:
    css = [word for element in mark.iter() if isinstance(element.tag, str) for word in _classes(element)]
    tei, kind = mark.get("data-tei", ""), mark.get("data-type", "").lower()
    if tei == "stamp" or "stamp" in css:
        look = "stamp"
    elif tei in ("note", "add"):
        look = "hand"
    else:
        look = "number" if "num" in kind and "page" in kind else "form"
    looks = " ".join(dict.fromkeys(word for word in css if word.startswith("rend-")))
    address = mark.get("id", "")
    return Mark(
        address, words(mark)[:34] or "·", look, looks, mark.get("data-place", "").lower(), mark.get("data-hand", ""),
        lit.get(drawn(address), ""), row,
    )  # fmt: skip


def _classes(element: Any) -> list[str]:
    return str(element.get("class", "")).split()


# --- where nothing was measured


def _laid_out(passages: Sequence[Passage], marks: Sequence[tuple[Mark, str]]) -> Iterator[Markup]:
    areas: dict[str, list[Mark]] = {}
    for mark, at in marks:
        areas.setdefault(area(mark.place, at), []).append(mark)
    top, bottom = MARGIN, HEIGHT - 18
    left = (MARGIN + 10) if "left" in areas else MARGIN
    right = WIDTH - MARGIN - (10 if "right" in areas else 0)
    heads = [areas.get(f"top{side}", []) for side in ("-left", "", "-right")]
    feet = [areas.get(f"bottom{side}", []) for side in ("-left", "", "-right")]
    corners = max(len(heads[0]), len(heads[2])) * PITCH
    y = top
    yield from _column(heads[0], MARGIN, y, "start")
    yield from _column(heads[2], WIDTH - MARGIN, y, "end")
    y += corners
    lines = list(_flow(heads[1]))
    yield from _lines(lines, y)
    y += len(lines) * PITCH
    below = list(_flow(feet[1]))
    bottom -= max(len(feet[0]), len(feet[2])) * PITCH
    yield from _column(feet[0], MARGIN, bottom + PITCH, "start")
    yield from _column(feet[2], WIDTH - MARGIN, bottom + PITCH, "end")
    bottom -= len(below) * PITCH
    yield from _lines(below, bottom + PITCH)
    yield from _upright(areas.get("left", []), 13, y + 24)
    yield from _upright(areas.get("right", []), WIDTH - 13, y + 24)
    within: dict[int, list[Mark]] = {}
    for mark in areas.get("within", ()):
        within.setdefault(mark.row, []).append(mark)
    yield from _text(passages, within, left, y + 4, right - left, bottom - 8)


def area(place: str, default: str) -> str:
    """The area of a drawn sheet that the words of @place mean.

    >>> area("margin-left", "top"), area("topright", "top"), area("overleaf", "bottom")
    ('left', 'top-right', 'bottom')
    """
    vertical = "top" if "top" in place or "head" in place else "bottom" if "bottom" in place or "foot" in place else ""
    horizontal = "left" if "left" in place else "right" if "right" in place or place == "margin" else ""
    return "-".join(filter(None, (vertical, horizontal))) or default


def _flow(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Marks in lines, in their order; a page number stands alone."""
    line: list[Mark] = []
    for mark in marks:
        full = line and sum(m.width + 12 for m in line) + mark.width > WIDTH - 2 * MARGIN
        if full or (line and "number" in (mark.kind, line[-1].kind)):
            yield line
            line = []
        line.append(mark)
    if line:
        yield line


def _lines(lines: Iterable[Sequence[Mark]], y: float) -> Iterator[Markup]:
    for line in lines:
        free = WIDTH - 2 * MARGIN - sum(mark.width for mark in line)
        # One mark stands in the middle, several are spread over the line.
        x = MARGIN + free / 2 if len(line) == 1 else MARGIN
        for number, mark in enumerate(line):
            yield _mark(mark, x + mark.width / 2, y, number)
            x += mark.width + (free / (len(line) - 1) if len(line) > 1 else 0)
        y += PITCH


def _column(marks: Iterable[Mark], edge: float, y: float, anchor: str) -> Iterator[Markup]:
    for number, mark in enumerate(marks):
        yield _mark(mark, edge + (mark.width / 2 if anchor == "start" else -mark.width / 2), y, number)
        y += PITCH


def _upright(marks: Iterable[Mark], x: float, y: float) -> Iterator[Markup]:
    """Marks in a margin, written along it from below."""
    for mark in marks:
        yield _mark(mark, x, y + mark.width / 2, 0, turn=-90)
        y += mark.width + 12


def _mark(mark: Mark, x: float, y: float, number: int, turn: float = 0) -> Markup:
    """A mark about its middle. Stamps and handwriting stand a little askew, as they do on paper."""
    askew = ASKEW.get(mark.kind, (0.0,))
    turn += askew[number % len(askew)]
    half, width = round(-mark.width / 2, 1), round(mark.width, 1)
    shape = Markup('<path class="edge" d="M{:g}-12h{:g}v24h{:g}z"/>').format(half, width, -width)
    if "rend-round" in mark.looks:
        shape = Markup('<rect class="edge" x="{:g}" y="-12" width="{:g}" height="24" rx="12"/>').format(half, width)
    return Markup(
        '<a href="#{}"{} class="drawn-mark {}"{}{} transform="translate({:g} {:g}){}">{}<text y="4">{}</text></a>'
    ).format(
        mark.address, _id(mark.zone), f"{mark.kind} {mark.looks}".strip(), _hand(mark), _lit(mark.lit),
        round(x, 1), round(y, 1), f" rotate({turn:g})" if turn else "", shape, mark.words,
    )  # fmt: skip


def _id(zone: str) -> Markup:
    return Markup(' id="{}"').format(zone) if zone else Markup("")


def _hand(mark: Mark) -> Markup:
    return Markup(' data-hand="{}"').format(mark.hand) if mark.hand else Markup("")


def _lit(label: str) -> Markup:
    return Markup(' data-lit="{}"').format(label) if label else Markup("")


# --- text as lines


def _passages(sheet: Sheet, rtl: bool) -> Iterator[Passage]:
    for number, row in enumerate(sheet.rows, 1):
        cell = next((cell for cell in row.cells if cell.pieces), None)
        target = _target(row)
        if cell is None or not target:
            continue
        text = " ".join(words(piece) for piece in cell.pieces)
        kinds = {e.get("data-tei") for piece in cell.pieces for e in piece.iter() if isinstance(e.tag, str)}
        kind = "head" if "head" in kinds and "p" not in kinds else "end" if kinds & {"signed", "dateline"} else "block"
        yield Passage(target, text, kind, ink.script(text), rtl, number, hands=ink.shares(cell.pieces))


def _target(row: Row) -> str:
    """Where the drawing of a row leads: to the row, or where it goes on, to what is here of it."""
    cell = next((cell for cell in row.cells if cell.pieces), None)
    if cell is None:
        return ""
    if row.address and not cell.continued:
        return row.address
    return next(
        (e.get("id") for piece in cell.pieces for e in piece.iter() if isinstance(e.tag, str) and e.get("id")), ""
    )


def _text(
    passages: Sequence[Passage],
    within: Mapping[int, Sequence[Mark]],
    left: float,
    top: float,
    width: float,
    bottom: float,
) -> Iterator[Markup]:
    """The passages as lines, as large as the room allows; after each the marks that stand within it."""
    bottom -= sum(len(list(_flow(marks))) for marks in within.values()) * PITCH
    for size in SIZES:
        pitch = size * 1.75
        needed = sum(ceil(max(p.ems * size, 1) / width) * pitch + pitch * 0.5 for p in passages)
        if needed <= bottom - top or size == SIZES[-1]:
            break
    y = top + pitch
    for passage in passages:
        full = y > bottom + pitch
        if not full:
            lines = ceil(max(passage.ems * size, 1) / width)
            lines = max(1, min(lines, int((bottom - y) / pitch) + 1))
            yield _passage(passage, lines, left, y, width, size)
            y += lines * pitch + pitch * 0.5
        if marks := list(_flow(within.get(passage.row, ()))):
            yield from _lines(marks, y + 4)
            y += len(marks) * PITCH
            bottom += len(marks) * PITCH


def _passage(passage: Passage, lines: int, left: float, y: float, width: float, size: float) -> Markup:
    """A passage as lines of letters of this size, and the room they take."""
    pitch = size * 1.75
    last = min(max(passage.ems * size - (lines - 1) * width, size), width)
    runs = [(left, width)] * (lines - 1)
    start = left
    if passage.kind == "head" and lines == 1:
        start = left + (width - last) / 2
    elif passage.rtl != (passage.kind == "end"):
        start = left + width - last
    runs.append((start, last))
    path = [(x, y + n * pitch, w) for n, (x, w) in enumerate(_rounded(runs))]
    ((x, w),) = _rounded([(start, last) if lines == 1 else (left, width)])
    thick = size * (0.95 if passage.kind == "head" else 0.62)
    return Markup(
        '<a href="#{}"{} class="drawn-text" data-row="{}" tabindex="-1"><title>{}</title>'
        '<path class="room" d="M{:g} {:g}h{:g}" stroke-width="{:g}"/>{}</a>'
    ).format(
        passage.address, _id(passage.zone), passage.row, passage.text[:24],
        x, round(y + (lines - 1) * pitch / 2, 2), w, round(lines * pitch, 2),
        ink.lines(path, passage.hands, passage.rtl, f"{round(thick, 2):g}", ink.dashes(passage.script, size)),
    )  # fmt: skip


def _rounded(runs: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    return ((round(x, 1), round(w, 1)) for x, w in runs)


# --- where zones were measured


def _measured(sheet: Sheet, scan: Mapping[str, Any], marks: Mapping[str, Mark], rtl: bool) -> Iterator[Markup]:
    passages = {passage.address: passage for passage in (*_written(sheet, rtl), *_passages(sheet, rtl))}
    page = None
    if len(scan["zones"]) == 1 and passages and scan["zones"][0]["target"] not in passages.keys() | marks.keys():
        # The only zone is that of the page: all its text stands there.
        page = replace(next(iter(passages.values())), text=" ".join(p.text for p in passages.values()), hands=())
    for zone in scan["zones"]:
        left, top, right, bottom = zone["extent"]
        inside = Markup("")
        if mark := marks.get(zone["target"]):
            size = min((bottom - top) * 0.6, (right - left) / max(ems(mark.words), 1) * 0.9)
            inside = Markup('<text x="{:g}" y="{:g}" font-size="{:g}" text-anchor="middle">{}</text>').format(
                (left + right) / 2, (top + bottom) / 2 + size * 0.36, round(size, 2), mark.words
            )
            css = f"drawn-mark {mark.kind} {mark.looks}".strip()
        else:
            css = "drawn-zone"
            edge = EDGE if page else 0
            x, y = (right - left) * edge, (bottom - top) * edge
            if said := page or passages.get(zone["target"]):
                within = (left + x, top + y, right - x, bottom - y)
                inside = ink.filling(within, said.ems, said.script, said.hands, said.rtl)
        label = zone["label"] or zone["kind"] or zone["address"]
        yield Markup(
            '<a href="#{}" class="{}"{}{}><title>{}</title><polygon class="zone" id="{}"{} points="{}"/>{}</a>'
        ).format(
            zone["target"], css, _hand(mark) if mark else "",
            Markup(' transform="{}"').format(zone["rotate"]) if zone["rotate"] else "", label, zone["address"],
            _lit(zone.get("lit", "")), zone["points"], inside,
        )  # fmt: skip


def _written(sheet: Sheet, rtl: bool) -> Iterator[Passage]:
    """What is transcribed zone by zone (sourceDoc): the innermost zones of a page."""
    for zone in (e for e in sheet.elements() if e.get("data-tei") == "zone" and e.get("id")):
        if zone.find(".//*[@data-tei='zone']") is None and (text := words(zone)):
            yield Passage(zone.get("id"), text, "block", ink.script(text), rtl, 0, hands=ink.shares([zone]))
