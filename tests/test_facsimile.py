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


def test_a_spread_has_two_pages_with_the_zones_of_each(tmp_path: Path) -> None:
    spread = (
        '<zone xml:id="left" ulx="0" uly="0" lrx="50" lry="200"/><zone xml:id="right" ulx="50" uly="0" lrx="100" lry="200"/>'
        '<zone xml:id="a" ulx="1" uly="2" lrx="30" lry="40"/><zone xml:id="b" ulx="61" uly="2" lrx="90" lry="40"/>'
    )
    body = '<p><pb xml:id="p1" facs="#left"/><lb facs="#a"/>verso<pb xml:id="p2" facs="#right"/><lb facs="#b"/>recto</p>'
    found = scans(tmp_path, SURFACE.format("", spread), body)
    assert [scan.pictures for scan in found.values()] == [("one.jpg",)] * 2
    assert [zone.address for zone in found["p2"].zones] == ["b"]
    assert {"a", "left"} <= {zone.address for zone in found["p1"].zones}


def test_parts_of_a_sheet_are_on_its_image(tmp_path: Path) -> None:
    inner = '<surface xml:id="i{0}" ulx="0" uly="0" lrx="9" lry="9"><zone xml:id="z{0}" ulx="1" uly="1" lrx="2" lry="2"/></surface>'
    body = '<pb xml:id="p1" facs="#i1"/><p>a</p><pb xml:id="p2" facs="#i2"/><p>b</p>'
    found = scans(tmp_path, SURFACE.format("", inner.format(1) + inner.format(2)), body)
    assert [(s.surface, s.pictures, [z.address for z in s.zones]) for s in found.values()] == [
        ("i1", ("one.jpg",), ["z1"]),
        ("i2", ("one.jpg",), ["z2"]),
    ]


@pytest.mark.parametrize("body", ["<p>One sheet.</p>", '<p facs="#s1">One sheet.</p>', '<div corresp="#s1"><p>One sheet.</p></div>'])
def test_a_text_without_page_breaks_stands_on_its_surface(tmp_path: Path, body: str) -> None:
    found = scans(tmp_path, SURFACE.format("", ZONE), body)
    assert found[""].surface == "s1"
    assert found[""].pictures == ("one.jpg",)


@pytest.mark.parametrize(
    "passage",
    [
        '<p xml:id="t" facs="#z1">a</p>',
        '<p><lb xml:id="t" facs="#z1"/>a</p>',
        '<p><w xml:id="t" facs="#z0 #z1">a</w></p>',
        '<p><add xml:id="t" facs="#z1">a</add></p>',
        '<p>x<note xml:id="t" facs="#z1">a</note></p>',
        '<lg><l xml:id="t" facs="#z1">a</l></lg>',
        '<table><row><cell xml:id="t" facs="#z1">a</cell></row></table>',
        '<fw xml:id="t" facs="#z1" type="header">a</fw><p>b</p>',
        '<ab xml:id="t" facs="z1">a</ab>',
    ],
)
def test_anything_may_stand_in_a_zone(tmp_path: Path, passage: str) -> None:
    (zone,) = scans(tmp_path, SURFACE.format("", ZONE), PAGE.format(' facs="#s1"') + passage)["p1"].zones
    assert zone.targets == ("t",)


@pytest.mark.parametrize("pointer", ["start", "corresp"])
def test_a_zone_may_point_to_what_stands_in_it(tmp_path: Path, pointer: str) -> None:
    zone = ZONE.replace("<zone", f'<zone {pointer}="#t"')
    (found,) = scans(tmp_path, SURFACE.format("", zone), PAGE.format(' facs="#s1"') + '<p xml:id="t">a</p>')["p1"].zones
    assert found.targets == ("t",)


def test_a_line_without_a_name_can_be_pointed_to(tmp_path: Path) -> None:
    body = PAGE.format(' facs="#s1"') + '<p><lb facs="#z1"/>a<lb/>b</p>'
    (zone,) = scans(tmp_path, SURFACE.format("", ZONE), body)["p1"].zones
    assert len(zone.targets) == 1


def test_a_private_scheme_leads_to_a_picture(tmp_path: Path) -> None:
    header = '<encodingDesc><listPrefixDef><prefixDef ident="ms" matchPattern="(.+)" replacementPattern="scans/$1.jpg"><p/></prefixDef></listPrefixDef></encodingDesc></teiHeader>'
    (tmp_path / "edition").mkdir()
    text = ('<TEI xmlns="http://www.tei-c.org/ns/1.0">' + HEADER.format(title="P").replace("</teiHeader>", header)
            + '<text><body><pb xml:id="p1" facs="ms:f1"/><p>a</p></body></text></TEI>')  # fmt: skip
    (tmp_path / "edition" / "a.xml").write_text(text, encoding="utf-8")
    project = open_project(tmp_path)
    found, _ = parse(project, discover(project)[0][0])
    assert found is not None
    assert Facsimile(found).scans()["p1"].pictures == ("scans/f1.jpg",)
