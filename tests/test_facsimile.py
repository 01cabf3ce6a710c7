"""Image and text point to each other in every way TEI allows, and each way is understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import HEADER

from bifolium.discover import discover
from bifolium.facsimile import Facsimile, Scan
from bifolium.model import Document
from bifolium.parse import parse
from bifolium.project import open_project


def document(folder: Path, facsimile: str, body: str) -> Document:
    (folder / "edition").mkdir()
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0">' + HEADER.format(title="Pages")
        + f"<facsimile>{facsimile}</facsimile><text><body>{body}</body></text></TEI>"
    )  # fmt: skip
    (folder / "edition" / "pages.xml").write_text(text, encoding="utf-8")
    project = open_project(folder)
    found, _ = parse(project, discover(project)[0][0])
    assert found is not None
    return found


def scans(folder: Path, facsimile: str, body: str) -> dict[str, Scan]:
    return Facsimile(document(folder, facsimile, body)).scans()


SURFACE = '<surface xml:id="s1"{}><graphic xml:id="g1" url="one.jpg" width="100px" height="200px"/>{}</surface>'
ZONE = '<zone xml:id="z1" ulx="1" uly="2" lrx="30" lry="40"/>'
PAGE = '<pb xml:id="p1" n="1"{}/>'


@pytest.mark.parametrize(
    ("surface", "zone", "page"),
    [
        ("", "", ' facs="#s1"'),
        ("", ZONE, ' facs="#z1"'),
        ("", "", ' facs="#g1"'),
        ("", "", ' facs="s1"'),
        ("", "", ' corresp="#s1"'),
        (' start="#p1"', "", ""),
        (' corresp="#p1"', "", ""),
        ("", '<zone xml:id="z1" start="#p1"/>', ""),
        ("", "", ""),  # as many pages as surfaces, and nothing points anywhere: their order
    ],
)
def test_a_page_finds_its_surface(tmp_path: Path, surface: str, zone: str, page: str) -> None:
    found = scans(tmp_path, SURFACE.format(surface, zone), PAGE.format(page) + "<p>text</p>")
    assert found["p1"].surface == "s1"
    assert found["p1"].pictures == ("one.jpg",)
    assert found["p1"].box == (0, 0, 100, 200)


def test_a_page_may_name_its_picture_itself(tmp_path: Path) -> None:
    found = scans(tmp_path, "<surface/><surface/>", PAGE.format(' facs="scans/one.jpg"') + "<p>text</p>")
    assert found["p1"].pictures == ("scans/one.jpg",)


def test_what_stands_in_a_zone(tmp_path: Path) -> None:
    body = PAGE.format(' facs="#s1"') + '<p><seg xml:id="a" facs="#z1">text</seg></p>'
    (zone,) = scans(tmp_path, SURFACE.format("", ZONE), body)["p1"].zones
    assert zone.targets == ("a",)
    assert zone.points == ((1, 2), (30, 2), (30, 40), (1, 40))


def test_zones_are_polygons_rectangles_turned_or_not_measured(tmp_path: Path) -> None:
    drawn = (
        '<zone xml:id="a" points="0,0 10,0 5,8"/><zone xml:id="b" ulx="0" uly="0" lrx="4" lry="4" rotate="90"/>'
        '<zone xml:id="c" type="stamp"/><zone xml:id="d" ulx="9" uly="0" lrx="4" lry="4"/>'
    )
    zones = {z.address: z for z in scans(tmp_path, SURFACE.format("", drawn), PAGE.format(' facs="#s1"'))["p1"].zones}
    assert zones["a"].points == ((0, 0), (10, 0), (5, 8))
    assert zones["b"].rotate == 90
    assert zones["c"].points == zones["d"].points == ()


def test_a_surface_no_page_belongs_to_is_not_lost(tmp_path: Path) -> None:
    facsimile = Facsimile(document(tmp_path, SURFACE.format("", ""), "<p>no page break</p>"))
    assert [scan.surface for scan in facsimile.loose(facsimile.scans())] == ["s1"]
