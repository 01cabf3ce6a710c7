"""An alignment and its zones become what lights up together on a page: labels on its elements, and a style sheet.

Pointing at a passage, focusing a link in it or opening the page at its address lights its counterparts and its zone
on the image, without scripts; a hand that is switched off in the legend takes its marks with it. What belongs together
has the same `data-lit`. Within a sheet the labels are small numbers, so that a long page needs no more rules than its
fullest sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from bifolium.align import Alignment
from bifolium.facing import Sheet
from bifolium.facsimile import Scan, on_image
from bifolium.render.drawing import drawn, marked
from bifolium.render.legend import Hand

_PLAIN = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
LIT = "{background:var(--lit);fill:var(--zone-lit)}"
# What a hand added or struck out in a text; and what was there before it came: only the sign of its work can go.
IN_TEXT = "ins[data-hand],del[data-hand],.by-hand"
WORKED = ("del", "restore", "retrace", "damage", "mod")
WORKED_ON = "del," + ",".join(f'[data-tei="{name}"]' for name in WORKED)


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
        for _, mark, _ in marked(sheet):
            where.setdefault(drawn(mark.get("id", "")), (number, None))
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


def penned(sheets: Iterable[Sheet]) -> frozenset[str]:
    """The hands that wrote, added or struck out something within the text of the sheets, and not only in a mark."""
    found: set[str] = set()
    for element in (e for sheet in sheets for e in sheet.elements() if e.get("data-hand")):
        worked = element.tag in ("ins", "del") or element.get("data-tei") in WORKED or element.get("class") == "by-hand"
        if worked and not any("mark" in above.get("class", "").split() for above in element.iterancestors()):
            found.update(element.get("data-hand").split())
    return frozenset(found)


def style_sheet(
    labels: Iterable[str], hands: Iterable[Hand], on: set[str], sketched: int = 0, penned: Set[str] = frozenset()
) -> str:
    """The CSS of one page, on which these addresses stand. `sketched` is how many rows are drawn on a sheet without
    image, at most; `penned` are the hands that wrote within its text."""
    rules: dict[str, list[str]] = {}  # what looks so, by its looks
    lit = [(f'[data-lit="{label}"]', "main" if label.startswith("w") else ".sheet") for label in labels]
    rules[LIT] = [f"{scope}:has({one}:is(:hover,:target,:focus-within)) {one}" for one, scope in lit]

    def rule(selector: str, looks: str) -> None:
        rules.setdefault(looks, []).append(selector)

    for hand in hands:
        if hand.pointer in penned or on.intersection(hand.marks):
            by_hand = f'[data-hand~="{_css(hand.pointer)}"]'
            off = f"main:has({_by_id('show-' + hand.address)}:not(:checked))"
            only = f"main:has({_by_id('only-' + hand.address)}:checked)"
            within = hand.pointer in penned
            worked = f":not({WORKED_ON})" if within else ""
            rule(f"{off} :is({by_hand}{worked},.mark-row:has(.mark{by_hand}))", "{display:none}")
            others = f":is(.mark,.drawn-mark{',.lines,' + IN_TEXT if penned else ''})"
            rule(f"{only} {others}:not({by_hand},:has({by_hand}),{by_hand} *)", "{opacity:.3}")
            if within and hand.kind != "form" and not hand.usual:
                rule(f".by-hand{by_hand}", f"{{color:var(--{hand.kind})}}")
                rule(f".lines{by_hand}", f"{{stroke:var(--{hand.kind})}}")
            if within:
                rule(f"{off} del{by_hand}", "{text-decoration:none}")
                rule(f"{off} :is(ins,del){by_hand}+.how", "{display:none}")
                rule(f"{only} :is({IN_TEXT}){by_hand}", LIT)
    for number in range(1, sketched + 1):
        # A row lights its drawing, whatever in it is pointed at; the drawing lights the row.
        row = f'[data-row="{number}"]'
        rule(f".sheet:has({row}:is(:hover,:focus-within),{row} :target) {row}", "{--room:var(--lit)}")
        rule(f".sheet:has(a{row}:is(:hover,:focus,:target)) {row} .piece>*", "{background:var(--lit)}")
    return "".join(",\n".join(selectors) + looks + "\n" for looks, selectors in rules.items() if selectors)


def _css(value: str) -> str:
    """A value inside a quoted CSS string."""
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def _by_id(address: str) -> str:
    return f"#{address}" if _PLAIN.fullmatch(address) else f'[id="{_css(address)}"]'
