"""What a document says of its images becomes Scans: for each page its pictures, its zones, and what stands in them.

TEI lets image and text point to each other in many ways (PH, Digital Facsimiles): `pb/@facs` to a surface, a zone, a
graphic or a file; `surface/@start`, `zone/@start`, `@corresp` to the text; `@facs` of anything to a zone. All are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from bifolium import links
from bifolium.links import TEI, XML
from bifolium.model import Document

ADDRESS = "{https://bifolium.org/ns}id"

PICTURES = (f"{TEI}graphic", f"{TEI}media")
Box = tuple[float, float, float, float]  # left, top, right, bottom, in the units of the surface


@dataclass(frozen=True, slots=True)
class Zone:
    """A place on a page. `points` are its corners in the units of the surface; empty when nobody measured it."""

    address: str
    kind: str
    points: tuple[tuple[float, float], ...]
    rotate: float  # degrees clockwise, about the first corner
    targets: tuple[str, ...]  # addresses of what stands in it
    label: str

    @property
    def extent(self) -> Box:
        """The upright box around it; it must have been measured."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as an image: where its pictures are, how large it is, and its zones in the order of the source."""

    surface: str  # address of the surface; "" when the page names a picture without one
    pictures: tuple[str, ...]  # @url, as the source says
    box: Box | None  # the extent of the surface, where coordinates say so
    zones: tuple[Zone, ...]
    awaited: str = ""  # xml:id of a surface that names no picture: it takes the one of that name, once there is one

    @property
    def extent(self) -> Box | None:
        """The extent of the zones, for a surface that says nothing of its own."""
        points = [point for zone in self.zones for point in zone.points]
        if not points:
            return None
        return 0.0, 0.0, max(x for x, _ in points), max(y for _, y in points)


def on_image(zone: str) -> str:
    """The address of a zone as it is drawn over the image; its own address is where its text or its entry stands."""
    return f"image-{zone}"


class Facsimile:
    """The images of one document, found from either side."""

    def __init__(self, document: Document) -> None:
        self.root = document.tree.getroot()
        self.declared = links.prefixes(document.tree)
        self.by_id = {e.get(f"{XML}id"): e for e in _elements(self.root) if e.get(f"{XML}id")}
        self.pages = [page for page in self.root.iter(f"{TEI}pb") if not page.get("edRef")]
        self.surfaces = list(self.root.iter(f"{TEI}surface"))
        self.targets = self._targets()

    def scans(self) -> dict[str, Scan]:
        """By the address of each pb: the scan of its page. Pages of which no image is named are not in it."""
        found: dict[str, Scan] = {}
        starts = self._starts()
        by_order = self._by_order()
        sharing: dict[Any, list[str]] = {}
        for page in self.pages:
            address = page.get(ADDRESS, "")
            surface, pictures = self._named(page)
            surface = surface if surface is not None else starts.get(address, by_order.get(address))
            if surface is not None:
                found[address] = self._scan(surface, pictures)
                sharing.setdefault(_outermost(surface), []).append(address)
            elif pictures:
                found[address] = Scan("", tuple(pictures), None, ())
        for pages in sharing.values():
            found |= self._spread(pages, found) if len(pages) > 1 else {}
        return found or self._without_pages()

    def _spread(self, pages: list[str], scans: Mapping[str, Scan]) -> dict[str, Scan]:
        """Pages that share one surface: the picture on each, with the zones of what stands there.

        What is said of the surface stands once, with the first; so do zones in which no words are known to stand.
        """
        page_of: dict[str, str] = {}
        page = ""
        for element in _elements(self.root):
            page = element.get(ADDRESS, "") if element.tag == f"{TEI}pb" else page
            page_of[element.get(ADDRESS, "")] = page

        first = {zone.address: page for page in reversed(pages) for zone in scans[page].zones}

        def home(zone: Zone) -> str:
            there = (page_of[target] for target in zone.targets if page_of.get(target) in pages)
            return next(there, first[zone.address])

        spread: dict[str, Scan] = {}
        for page in pages:
            zones = tuple(zone for zone in scans[page].zones if home(zone) == page)
            surface = "" if scans[page].surface in {scan.surface for scan in spread.values()} else scans[page].surface
            spread[page] = replace(scans[page], surface=surface, zones=zones)
        return spread

    def _without_pages(self) -> dict[str, Scan]:
        """A text that begins no page, as that of a letter on one sheet, stands on the surface it names, or the first.

        Its page has no address.
        """
        if self.pages or next(self.root.iter(f"{TEI}text"), None) is None:
            return {}
        for holder in self.root.iter(*(TEI + name for name in ("text", "body", "div", "p", "ab", "lg"))):
            surface, pictures = self._named(holder)
            if surface is not None:
                return {"": self._scan(surface, pictures)}
            if pictures:
                return {"": Scan("", tuple(pictures), None, ())}
        shown = [surface for surface in self.surfaces if not _in_source_doc(surface)]
        return {"": self._scan(shown[0], [])} if shown else {}

    def sourced(self) -> dict[str, Scan]:
        """By address: the pages of a sourceDoc. A group of surfaces that share one picture (@facs) is one page."""
        found: dict[str, Scan] = {}
        for source in self.root.iter(f"{TEI}sourceDoc"):
            for element in source.iter(f"{TEI}surfaceGrp", f"{TEI}surface"):
                inside = any(above.get(ADDRESS) in found for above in element.iterancestors())
                if not inside and (element.tag == f"{TEI}surface" or element.get("facs")):
                    found[element.get(ADDRESS, "")] = self._scan(element, self._named(element)[1])
        return found

    def _named(self, page: Any) -> tuple[Any, list[str]]:
        """The surface and the pictures a pb, or what else is a page, points to, by @facs or @corresp."""
        surface, pictures = None, []
        for pointer in f"{page.get('facs', '')} {page.get('corresp', '')}".split():
            expanded = links.expand(pointer, self.declared)
            element = self.by_id.get(expanded.removeprefix("#"))
            if element is None:
                if pointer in page.get("facs", "") and not expanded.startswith("#"):
                    pictures += _addresses(page, expanded)
                continue
            if element.tag in PICTURES:
                pictures += _addresses(element, element.get("url", ""))
            found = _ancestor(element, f"{TEI}surface")
            surface = surface if surface is not None else found
        return surface, pictures

    def _starts(self) -> dict[str, Any]:
        """Surfaces that point to the pb at which they start, themselves or by a zone."""
        found: dict[str, Any] = {}
        for element in (e for s in self.surfaces for e in (s, *s.iter(f"{TEI}zone"))):
            for name in ("start", "corresp"):
                for pointer in element.get(name, "").split():
                    target = self.by_id.get(pointer.removeprefix("#"))
                    if target is not None and target.tag == f"{TEI}pb":
                        found.setdefault(target.get(ADDRESS, ""), _ancestor(element, f"{TEI}surface"))
        return found

    def _by_order(self) -> dict[str, Any]:
        """Where nothing points anywhere and there are as many pages as surfaces, their order."""
        loose = [s for s in self.surfaces if not _in_source_doc(s)]
        silent = not any(page.get("facs") or page.get("corresp") for page in self.pages) and not self._starts()
        if not silent or len(loose) != len(self.pages):
            return {}
        return {page.get(ADDRESS, ""): surface for page, surface in zip(self.pages, loose, strict=True)}

    def _targets(self) -> dict[str, list[str]]:
        """By the address of a zone: what stands in it, from @facs on the text, or @start and @corresp on the zone."""
        found: dict[str, list[str]] = {}
        for element in _elements(self.root):
            if element.tag == f"{TEI}zone":
                pointers = f"{element.get('start', '')} {element.get('corresp', '')}".split()
                for pointer in pointers:
                    target = self.by_id.get(pointer.removeprefix("#"))
                    if target is not None and target.get(ADDRESS):
                        found.setdefault(element.get(ADDRESS, ""), []).append(target.get(ADDRESS))
            elif element.tag != f"{TEI}pb" and (facs := element.get("facs")):
                for pointer in facs.split():
                    zone = self.by_id.get(pointer.removeprefix("#"))
                    if zone is not None and zone.tag == f"{TEI}zone" and element.get(ADDRESS):
                        found.setdefault(zone.get(ADDRESS, ""), []).append(element.get(ADDRESS))
        return found

    def _scan(self, surface: Any, pictures: Iterable[str]) -> Scan:
        drawn = [*surface.iterchildren(*PICTURES), *surface.iterfind(f"{TEI}zone/{TEI}graphic")]
        if not drawn and (outer := _ancestor(surface.getparent(), f"{TEI}surface")) is not None:
            # A part of a sheet is on the image of the sheet, and measured there (PH-surfzone).
            zones = tuple(self._zones(surface))
            return replace(self._scan(outer, pictures), surface=surface.get(ADDRESS, ""), zones=zones)
        graphics = [address for g in drawn if g.get("url") for address in _addresses(g, g.get("url"))]
        box = _box(surface)
        if box is None:
            sizes = [(_number(g.get("width")), _number(g.get("height"))) for g in surface.iterchildren(*PICTURES)]
            box = next(((0.0, 0.0, w, h) for w, h in sizes if w and h), None)
        named = tuple(dict.fromkeys([*pictures, *graphics]))
        awaited = "" if named else surface.get(f"{XML}id", "")
        return Scan(surface.get(ADDRESS, ""), named, box, tuple(self._zones(surface)), awaited)

    def _zones(self, surface: Any) -> Iterator[Zone]:
        for zone in surface.iter(f"{TEI}zone"):
            address = zone.get(ADDRESS, "")
            label = " ".join("".join(zone.itertext()).split())[:80] or zone.get("type", "") or zone.get("n", "")
            yield Zone(
                address,
                zone.get("type", ""),
                tuple(corners(zone)),
                _number(zone.get("rotate")) or 0.0,
                tuple(dict.fromkeys(self.targets.get(address, ()))),
                label,
            )


def corners(element: Any) -> Iterator[tuple[float, float]]:
    """The corners of a zone: @points, else the rectangle of @ulx @uly @lrx @lry; none where they are not numbers.

    >>> from lxml import etree
    >>> list(corners(etree.fromstring('<zone ulx="1" uly="2" lrx="3" lry="4"/>')))
    [(1.0, 2.0), (3.0, 2.0), (3.0, 4.0), (1.0, 4.0)]
    """
    if points := element.get("points"):
        pairs = [re.split(r"\s*,\s*", pair) for pair in points.split()]
        found = [(_number(p[0]), _number(p[1])) for p in pairs if len(p) == 2]
        known = [(x, y) for x, y in found if x is not None and y is not None]
        if len(known) == len(pairs) and len(known) > 2:
            yield from known
            return
    if box := _box(element):
        left, top, right, bottom = box
        yield from ((left, top), (right, top), (right, bottom), (left, bottom))


def _addresses(element: Any, url: str) -> list[str]:
    """What a picture's address may mean: as it stands, and where an xml:base sends it on the web (SA-xmlbase).

    A copy in the project goes before the web: bases are mostly left over from where the files once stood.
    """
    while element is not None:
        if (base := element.get(f"{XML}base", "")).startswith(("http://", "https://")):
            return list(dict.fromkeys((url, urljoin(base, url))))
        element = element.getparent()
    return [url]


def _box(element: Any) -> Box | None:
    numbers = [_number(element.get(name)) for name in ("ulx", "uly", "lrx", "lry")]
    left, top, right, bottom = numbers
    if left is None or top is None or right is None or bottom is None or right <= left or bottom <= top:
        return None
    return left, top, right, bottom


_NUMBER = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(?:px)?\s*$")


def _number(value: str | None) -> float | None:
    match = _NUMBER.match(value or "")
    return float(match.group(1)) if match else None


def _elements(root: Any) -> Iterator[Any]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _ancestor(element: Any, tag: str) -> Any:
    while element is not None and element.tag != tag:
        element = element.getparent()
    return element


def _outermost(surface: Any) -> Any:
    while (outer := _ancestor(surface.getparent(), f"{TEI}surface")) is not None:
        surface = outer
    return surface


def _in_source_doc(element: Any) -> bool:
    return _ancestor(element, f"{TEI}sourceDoc") is not None
