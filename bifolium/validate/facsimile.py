"""Page images, surfaces and zones become findings where they are missing or cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from bifolium.findings import find
from bifolium.model import Finding
from bifolium.phrases import both, phrase
from bifolium.validate.pointers import SCHEME, based_elsewhere, listed
from bifolium.validate.survey import ID, Element, Survey, Use, local, tei

CORNERS = ("ulx", "uly", "lrx", "lry")
SLACK = 0.05  # a zone drawn by hand may overlap its page's edge by this share of it

Box = tuple[float, float, float, float]


def facsimile(seen: Survey) -> Iterator[Finding]:
    """All that can be said of page images, and whether they can be shown."""
    yield from _images(seen)
    for surface in seen.all("surface", "zone"):
        yield from _coordinates(seen, surface)
    for shape in seen.all("surface", "zone", "line", "path"):
        yield from _points(seen, shape)
    yield from _pages(seen)


def _images(seen: Survey) -> Iterator[Finding]:
    """One finding for each folder of images that are not there, or elsewhere; one for each that cannot be shown."""
    pictures = list(_pictures(seen))
    if not pictures and not seen.found["surface"]:
        return
    from bifolium import images  # for those who have some

    project, document = seen.project, seen.document.source.path
    missing: dict[str, dict[str, tuple[Use, str]]] = {}
    moved: dict[str, dict[str, tuple[Use, str]]] = {}
    looked_at: set[Path] = set()
    for attribute, url, use in pictures:
        path = images.find(project, document, url)
        folder = str(PurePosixPath(url).parent)
        if path is None:
            missing.setdefault(folder, {}).setdefault(url, (use, attribute))
            continue
        if not images.is_as_said(project, document, url):
            moved.setdefault(folder, {}).setdefault(url, (use, attribute))
        if path in looked_at or path.suffix.lower() in images.NOT_PICTURES:
            continue
        looked_at.add(path)
        if fault := images.fault(project, path):
            where = path.relative_to(project.root).as_posix()
            yield find(fault.code, seen.place(use.first, attribute), image=where, reason=fault.reason)
            continue
        if (count := images.several(path)) > 1:
            where = path.relative_to(project.root).as_posix()
            yield find("facsimile.image-several", seen.place(use.first, attribute), image=where, count=count)
        if attribute == "url":
            yield from _size(seen, use.first, path)
    for surface in seen.all("surface"):
        path = images.awaited(project, document, surface.get(ID, ""))
        if path and path not in looked_at and surface.find(f".//{tei('graphic')}") is None:
            looked_at.add(path)
            if fault := images.fault(project, path):
                where = path.relative_to(project.root).as_posix()
                yield find(fault.code, seen.place(surface), image=where, reason=fault.reason)
    beside = PurePosixPath(document).parent
    for those in missing.values():
        first, (use, attribute) = next(iter(those.items()))
        yield find(
            "facsimile.image-missing", seen.place(use.first, attribute), images=listed(_names(those)),
            count=len(those), noun=phrase("image is" if len(those) == 1 else "images are"), first=first, folder=beside,
        )  # fmt: skip
    for those in moved.values():
        first, (use, attribute) = next(iter(those.items()))
        found = images.find(project, document, first)
        assert found is not None
        yield find(
            "facsimile.image-elsewhere", seen.place(use.first, attribute), images=listed(_names(those)),
            count=len(those), noun=phrase("image was") if len(those) == 1 else phrase("images were"), first=first,
            found=found.relative_to(project.root).as_posix(),
        )  # fmt: skip


def _size(seen: Survey, graphic: Element, path: Path) -> Iterator[Finding]:
    """Whether the image is as large as the text says, upright or not (TEI Guidelines, PH-surfzone)."""
    said = tuple(graphic.get(name, "").removesuffix("px") for name in ("width", "height"))
    if not all(number.isdigit() for number in said) or path.suffix.lower() == ".svg":
        return  # in centimetres, or in nothing
    from PIL import Image  # only here

    try:
        with Image.open(path) as image:
            size = image.size
    except (OSError, ValueError, SyntaxError):
        return  # `images.fault` has told why
    if sorted(map(int, said)) != sorted(size):
        yield find(
            "facsimile.image-size", seen.place(graphic, "width"), image=path.relative_to(seen.project.root).as_posix(),
            width=size[0], height=size[1], said=" × ".join(said),
        )  # fmt: skip


def _pictures(seen: Survey) -> Iterator[tuple[str, str, Use]]:
    """The attribute, the address and the use of every picture that should be a file of the edition."""
    for attribute in ("url", "facs"):
        for value, use in seen.values(attribute).items():
            if attribute == "url" and local(use.first) not in ("graphic", "media", "binaryObject"):
                continue
            for target in [value.strip()] if attribute == "url" else value.split():
                if not target or target.startswith(("#", "/")) or SCHEME.match(target) or target in seen.ids:
                    continue
                if seen.based and based_elsewhere(use.first):
                    continue
                if target.partition("#")[0].partition("?")[0]:
                    yield attribute, target, use


def _names(urls: Iterable[str]) -> list[str]:
    return [PurePosixPath(unquote(url.partition("#")[0].partition("?")[0])).name for url in urls]


def _box(element: Element) -> Box | None:
    try:
        ulx, uly, lrx, lry = (float(element.get(name)) for name in CORNERS)
    except (TypeError, ValueError):
        return None
    return ulx, uly, lrx, lry


def _coordinates(seen: Survey, element: Element) -> Iterator[Finding]:
    given = {name: element.get(name) for name in CORNERS if element.get(name) is not None}
    if not given:
        return  # a zone without coordinates is a zone nobody has measured yet
    name = element.get(ID) or element.get("n") or ""
    particulars = {"element": local(element), "name": f" “{name}”" if name else ""}
    for corner, value in given.items():
        try:
            float(value)
        except ValueError:
            place = seen.place(element, corner)
            yield find("facsimile.not-a-number", place, attribute=corner, value=value, **particulars)
            return
    if len(given) < 4:
        absent = both(f"@{corner}" for corner in CORNERS if corner not in given)
        yield find("facsimile.zone-incomplete", seen.place(element), absent=absent, **particulars)
        return
    box = _box(element)
    assert box is not None
    if box[0] > box[2] or box[1] > box[3]:
        yield find("facsimile.zone-inverted", seen.place(element, "ulx"), box=_words(box), **particulars)
    elif box[0] == box[2] or box[1] == box[3]:
        yield find("facsimile.zone-empty", seen.place(element, "ulx"), box=_words(box), **particulars)
    elif local(element) == "zone":
        frame = _frame(element)
        # A zone may be wider than its surface when it holds the image of more than that (PH-surfzone).
        if frame and element.find(tei("graphic")) is None and _outside(box, frame):
            yield find(
                "facsimile.zone-outside", seen.place(element, "ulx"), box=_words(box), frame=_words(frame),
                **particulars,
            )  # fmt: skip


def _words(box: Box) -> str:
    return phrase("{0} to {1}", f"{box[0]:g},{box[1]:g}", f"{box[2]:g},{box[3]:g}")


def _frame(zone: Element) -> Box | None:
    """The corners of the surface, or else the size of its image in pixels."""
    surface = zone.getparent()
    while surface is not None and local(surface) != "surface":
        surface = surface.getparent()
    if surface is None:
        return None
    box = _box(surface)
    if box is not None:
        return box if box[0] < box[2] and box[1] < box[3] else None
    sizes = []
    for graphic in surface.iterchildren(tei("graphic")):
        try:
            width, height = (float(graphic.get(name, "").removesuffix("px")) for name in ("width", "height"))
        except ValueError:
            return None
        sizes.append((width, height))
    # Several images of one page differ in size; the zones were measured on one of them, nobody says which.
    return (0.0, 0.0, *sizes[0]) if len(sizes) == 1 else None


def _outside(box: Box, frame: Box) -> bool:
    width, height = (frame[2] - frame[0]) * SLACK, (frame[3] - frame[1]) * SLACK
    covers = box[0] <= frame[0] and box[1] <= frame[1] and box[2] >= frame[2] and box[3] >= frame[3]
    return not covers and (
        box[0] < frame[0] - width
        or box[1] < frame[1] - height
        or box[2] > frame[2] + width
        or box[3] > frame[3] + height
    )


def _points(seen: Survey, element: Element) -> Iterator[Finding]:
    points = element.get("points")
    if points is None:
        return
    need = 2 if local(element) in ("line", "path") else 3
    pairs = [pair.split(",") for pair in points.split()]
    try:
        good = len(pairs) >= need and all(len([float(number) for number in pair]) == 2 for pair in pairs)
    except ValueError:
        good = False
    if not good:
        place = seen.place(element, "points")
        shown = points if len(points) < 40 else f"{points[:37]}…"
        yield find("facsimile.points", place, points=shown, element=local(element), need=need)


def _pages(seen: Survey) -> Iterator[Finding]:
    """Surfaces no page of the text leads to, and pages without an image among pages that have one."""
    surfaces = list(seen.all("surface"))
    used: set[Element] = set()
    for attribute in ("facs", "corresp"):
        for value in seen.values(attribute):
            for target in value.split():
                element = seen.ids.get(target.removeprefix("#"))
                while element is not None and local(element) in (
                    "graphic",
                    "media",
                    "zone",
                    "line",
                    "surface",
                ):
                    used.add(element)
                    element = element.getparent()
    if used and seen.found["text"]:
        idle = [
            surface
            for surface in surfaces
            if surface not in used
            and surface.get("start") is None
            and surface.getparent() is not None
            and local(surface.getparent()) in ("facsimile", "surfaceGrp")
        ]
        if idle:
            names = [surface.get(ID) or surface.get("n") or phrase("without a name") for surface in idle]
            yield find("facsimile.surface-unused", seen.place(idle[0]), surfaces=listed(names))
    # Only where images are the rule is their absence an exception: in each text, and for each edition it counts.
    pages: dict[tuple[Element, str], list[Element]] = {}
    for page in seen.all("pb"):
        text = next(page.iterancestors(tei("text")), seen.root)
        pages.setdefault((text, page.get("ed", "")), []).append(page)
    for some in pages.values():
        bare = [page for page in some if page.get("facs") is None]
        if bare and len(bare) * 2 < len(some):
            names = [page.get("n") or page.get(ID) or "?" for page in bare]
            yield find("facsimile.page-without-image", seen.place(bare[0]), pages=listed(names))
