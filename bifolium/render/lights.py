"""An alignment and its zones become what lights up together on a page: labels on its elements, and a style sheet.

Pointing at a passage, focusing a link in it or opening the page at its address lights its counterparts and its zone
on the image, without scripts; a hand that is switched off in the legend takes its marks with it. What belongs together
has the same `data-lit`. Within a sheet the labels are small numbers, so that a long page needs no more rules than its
fullest sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bifolium.align import Alignment, Row
from bifolium.facing import Sheet
from bifolium.facsimile import Scan, on_image
from bifolium.render.drawing import drawn
from bifolium.render.legend import Hand

LIT = "{background:var(--lit);fill:var(--zone-lit)}"
# What a hand added or struck out in a text; and what was there before it came: only the sign of its work can go.
IN_TEXT = "ins[data-hand],del[data-hand]"
WORKED_ON = "del," + ",".join(f'[data-tei="{name}"]' for name in ("del", "restore", "retrace", "damage", "mod"))


def light(
    sheets: Sequence[Sheet], alignment: Alignment, scans: Mapping[str, Scan], glosses: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Label the elements of the sheets of a page; gives the labels of what is drawn on them (zones on an image, marks
    on a sheet without one), and all labels.

    `glosses` gives for the address of a mark that of the gap which speaks of it.
    """
    where: dict[str, tuple[int, Any]] = {}
    for number, sheet in enumerate(sheets):
        for element in sheet.elements():
            if address := element.get("id"):
                where.setdefault(address, (number, element))
        for zone in scans[sheet.address].zones if sheet.address in scans else ():
            where.setdefault(on_image(zone.address), (number, None))
        for row in (*sheet.head, *sheet.foot):
            where.setdefault(drawn(row.address), (number, None))
    on_sheets: dict[str, str] = {}
    labels: dict[str, None] = {}
    count = [0] * (len(sheets) + 1)  # of each sheet, and of what stands on several
    here = [scans[sheet.address] for sheet in sheets if sheet.address in scans]
    for group in _groups(alignment, here, glosses, where.keys()):
        on = {where[address][0] for address in group}
        at = on.pop() if len(on) == 1 else len(sheets)
        count[at] += 1
        label = str(count[at]) if at < len(sheets) else f"w{count[at]}"
        labels[label] = None
        for address in group:
            element = where[address][1]
            if element is None:
                on_sheets[address] = label
            else:
                element.set("data-lit", label)
    return on_sheets, list(labels)


def _groups(
    alignment: Alignment, scans: Iterable[Scan], glosses: Mapping[str, str], on: Iterable[str]
) -> Iterator[list[str]]:
    """The addresses that belong together, of those that stand on the page."""
    on = dict.fromkeys(on)  # in the order of the page, which is the same in every build
    groups: dict[str, set[str]] = {}

    def join(addresses: Iterable[str]) -> None:
        members = {member for address in addresses if address in on for member in groups.get(address, {address})}
        for member in members:
            groups[member] = members

    for passage in alignment.pairs():
        join(address for side in passage.sides for address in side)
    for mark, gap in glosses.items():
        join((mark, gap))
    for address in on:
        join((address, drawn(address)))
    for scan in scans:
        for zone in scan.zones:
            here = [target for target in (zone.address, *zone.targets) if target in on]
            # A zone in which many passages stand lights none of them; a line in its zone lights with it.
            if zone.points and len(zone.targets) < 2 and here:
                join((on_image(zone.address), *here))
    seen: set[int] = set()
    for group in groups.values():
        if id(group) not in seen and len(group) > 1:
            seen.add(id(group))
            yield sorted(group)


def style_sheet(labels: Iterable[str], hands: Iterable[Hand], on: set[str], sketched: Iterable[Row] = ()) -> str:
    """The CSS of one page, on which these addresses stand. `sketched` are the rows drawn on a sheet without image."""
    rules = []
    for label in labels:
        scope, lit = "main" if label.startswith("w") else ".sheet", f'[data-lit="{label}"]'
        rules.append(f"{scope}:has({lit}:is(:hover,:target,:focus-within)) {lit}{LIT}")
    for hand in hands:
        if on.intersection(hand.marks):
            by_hand = f'[data-hand~="{_css(hand.pointer)}"]'
            others = f":is(.mark,.mark-row,.drawn-mark,{IN_TEXT}):not({by_hand},:has({by_hand}))"
            gone = f":is({by_hand}:not({WORKED_ON}),.mark-row:has(.mark{by_hand}))"
            off = f"main:has({_by_id('show-' + hand.address)}:not(:checked))"
            only = f"main:has({_by_id('only-' + hand.address)}:checked)"
            rules.append(f"{off} {gone}{{display:none}}")
            rules.append(f"{off} del{by_hand}{{text-decoration:none}}")
            rules.append(f"{only} {others}{{opacity:.3}}")
            rules.append(f"{only} :is({IN_TEXT}){by_hand}{LIT}")
    for row in sketched:
        rules += _sketch(row.address, [address for side in row.cells for address in side if address in on])
    return "\n".join(rules) + ("\n" if rules else "")


def _sketch(address: str, members: Iterable[str]) -> Iterator[str]:
    """A row lights its drawing, whatever in it is pointed at; the drawing lights the row."""
    row, sketch = ",".join(map(_by_id, members)), _by_id(drawn(address))
    yield f"main:has(:is({row}):is(:hover,:focus-within,:target),:is({row}) :target) {sketch}{{--room:var(--lit)}}"
    yield f"main:has({sketch}:is(:hover,:focus)) :is({row},{sketch}){{background:var(--lit);--room:var(--lit)}}"


def _css(value: str) -> str:
    """A value inside a quoted CSS string."""
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def _by_id(address: str) -> str:
    return f'[id="{_css(address)}"]'
