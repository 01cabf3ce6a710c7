"""An alignment and its zones become a style sheet: what belongs together lights up together, without scripts.

Pointing at a passage, focusing a link in it or opening the page at its address lights its counterparts and its zone
on the image; a hand that is switched off in the legend takes its marks with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bifolium.align import Alignment
from bifolium.facsimile import Scan, on_image
from bifolium.render.drawing import drawn
from bifolium.render.legend import Hand


def style_sheet(
    alignment: Alignment,
    scans: Mapping[str, Scan],
    hands: Iterable[Hand],
    glosses: Mapping[str, str],
    on: set[str],
    sketched: Iterable[str] = (),
) -> str:
    """The CSS of one page. `glosses` gives for the address of a mark that of the gap which speaks of it.

    `on` holds the addresses that stand on the page; nothing is said of others. `sketched` are those of the passages
    and marks that are drawn on a sheet without image.
    """
    sketched = tuple(sketched)
    rows = {cells[0]: cells for row in alignment.rows if (cells := [a for side in row.cells for a in side if a in on])}
    marks = [address for address in sketched if address not in rows]
    on = on | {drawn(address) for address in marks}
    groups: dict[str, set[str]] = {}

    def join(addresses: Iterable[str]) -> None:
        members = {member for address in addresses if address in on for member in groups.get(address, {address})}
        for member in members:
            groups[member] = members

    for passage in alignment.pairs():
        join(address for side in passage.sides for address in side)
    for mark, gap in glosses.items():
        join((mark, gap))
    for address in marks:
        join((address, drawn(address)))
    for page, scan in scans.items():
        for zone in scan.zones if page in on else ():
            here = [target for target in (zone.address, *zone.targets) if target in on]
            # A zone in which many passages stand lights none of them; a line in its zone lights with it.
            if zone.points and len(zone.targets) < 2 and here:
                on = on | {on_image(zone.address)}
                join((on_image(zone.address), *here))
    seen: set[int] = set()
    rules = []
    for address in groups:
        if id(groups[address]) in seen or len(groups[address]) < 2:
            continue
        seen.add(id(groups[address]))
        chosen = ",".join(_by_id(member) for member in sorted(groups[address]))
        lit = "{background:var(--lit);fill:var(--zone-lit)}"
        rules.append(f"main:has(:is({chosen}):is(:hover,:target,:focus-within)) :is({chosen}){lit}")
    for hand in hands:
        if on.intersection(hand.marks):
            by_hand = f'[data-hand~="{_css(hand.pointer)}"]'
            others = f":is(.mark,.mark-row,.drawn-mark):not({by_hand},:has({by_hand}))"
            gone = f":is({by_hand},.mark-row:has(.mark{by_hand}))"
            rules.append(f"main:has({_by_id('show-' + hand.address)}:not(:checked)) {gone}{{display:none}}")
            rules.append(f"main:has({_by_id('only-' + hand.address)}:checked) {others}{{opacity:.3}}")
    rules += [rule for address in sketched if address in rows for rule in _sketch(address, rows[address])]
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
