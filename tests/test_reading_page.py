"""The reading page names hands, tells the life of the sheet, lights what belongs together, cites every passage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import tei
from lxml import html

from bifolium import looks
from bifolium.compose import compose
from bifolium.describe import describe
from bifolium.discover import discover
from bifolium.parse import parse
from bifolium.project import open_project
from bifolium.render import render
from bifolium.run import Options, execute

HANDS = (
    '<handNote xml:id="clerk" medium="handwriting">An unnamed clerk.</handNote>'
    '<handNote xml:id="mill" medium="handwriting"><persName>John Mill</persName> himself.</handNote>'
)
STAGES = (
    '<creation><listChange ordered="true"><change xml:id="sent" when="1863-08-01">It was sent.</change>'
    '<change xml:id="filed" notBefore="1863-09-01">It was filed.</change></listChange></creation>'
)
BODY = (
    '<pb xml:id="p1" n="1" facs="#s1"/><fw xml:id="number" hand="#clerk" change="#filed" place="top-right">N. 7</fw>'
    '<p xml:id="a" facs="#z1">The text <add hand="#mill">of mine</add>.<note xml:id="n1">A remark.</note></p>'
)
SURFACE = '<facsimile><surface xml:id="s1"><zone xml:id="z1" ulx="1" uly="1" lrx="9" lry="9"/></surface></facsimile>'


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of one letter, by name."""
    text = tei(BODY, more="").replace("<text ", SURFACE + "<text ", 1)
    profile = f"<profileDesc>{STAGES}<handNotes>{HANDS}</handNotes></profileDesc>"
    return rendered(tmp_path_factory.mktemp("letter"), text.replace("</teiHeader>", profile + "</teiHeader>"))


def rendered(folder: Path, text: str) -> dict[str, str]:
    """The files that one document becomes, by name."""
    (folder / "edition").mkdir()
    (folder / "edition" / "letter.xml").write_text(text, encoding="utf-8")
    project = open_project(folder)
    document, _ = parse(project, discover(project)[0][0])
    assert document is not None
    corpus, _ = compose(project, [describe(project, document)])
    rendering = render(project, document, corpus)
    artifacts = [a for output in rendering.outputs for a in output.artifacts] + list(rendering.others)
    return {a.path.removeprefix("letter/"): a.data.decode("utf-8") for a in artifacts if not a.path.endswith(".webp")}


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_hands_are_named_and_lead_to_their_marks(files: dict[str, str]) -> None:
    legend = html.document_fromstring(files["index.html"]).get_element_by_id("hands")
    names = [words(name) for name in legend.xpath(".//strong")]
    assert names == ["handwriting", "John Mill"]
    first = legend.xpath(".//ul[@class='mark-links']//a")[0]
    assert (first.get("href"), words(first)) == ("#number", "N. 7")


def test_the_life_of_the_sheet_is_told_in_order_of_time(files: dict[str, str]) -> None:
    life = html.document_fromstring(files["index.html"]).get_element_by_id("life")
    assert [words(stage) for stage in life.xpath("div/ol/li")] == [
        "1 August 1863 It was sent.",
        "not before 1 September 1863 It was filed. N. 7",
    ]


def test_a_sheet_without_image_is_drawn_from_what_was_measured(files: dict[str, str]) -> None:
    page = html.document_fromstring(files["index.html"])
    (zone,) = page.xpath("//*[local-name()='polygon']")
    assert zone.get("points") == "1,1 9,1 9,9 1,9"
    assert zone.getparent().get("href") == "#a"


def test_a_passage_and_its_zone_light_together(files: dict[str, str]) -> None:
    page = html.document_fromstring(files["index.html"])
    (label,) = {page.get_element_by_id(address).get("data-lit") for address in ("a", "image-z1", "z1")}
    assert f'.sheet:has([data-lit="{label}"]:is(:hover,:target,:focus-within)) [data-lit="{label}"]' in files["lights.css"]


def test_a_hand_can_be_switched_off(files: dict[str, str]) -> None:
    assert '#show-clerk:not(:checked)) :is([data-hand~="#clerk"],' in files["lights.css"]
    assert '#show-mill:not(:checked)) :is([data-hand~="#mill"]:not(' in files["lights.css"], "it wrote within the text"
    page = html.document_fromstring(files["index.html"])
    assert page.xpath("//input[@id='show-clerk'][@checked]")
    assert page.xpath("//*[@id='number'][@data-hand='#clerk']")


def test_every_passage_mark_and_note_can_be_cited(files: dict[str, str]) -> None:
    items = json.loads(files["citation.json"])
    assert [item["id"].partition("#")[2] for item in items] == ["", "p1", "number", "a", "n1", "image-z1"]
    assert files["citation.bib"].count("@misc{") == len(items)
    page = html.document_fromstring(files["index.html"])
    for link in html.document_fromstring(files["cite.html"]).xpath("//dl//a/@href"):
        name, _, address = link.partition("#")
        assert name == "index.html" and page.get_element_by_id(address) is not None


def test_the_only_script_is_our_own_file(files: dict[str, str]) -> None:
    for name in ("index.html", "record.html", "cite.html"):
        page = html.document_fromstring(files[name])
        scripts = page.xpath("//script[not(@type='application/ld+json')]")
        assert [(script.get("src"), script.text) for script in scripts] == [("../static/page.js", None)], name


def test_a_page_holds_what_the_citation_of_a_passage_is_made_of(files: dict[str, str]) -> None:
    (tools,) = html.document_fromstring(files["index.html"]).xpath("//template[@id='cite-tools']")
    assert tools.get("data-bibtex") == files["citation.bib"].split("\n\n")[0] + "\n"
    assert json.loads(tools.get("data-csl")) == json.loads(files["citation.json"])[0]


def test_a_page_is_linked_to_the_looks_of_rarer_elements_only_when_it_holds_one(files: dict[str, str]) -> None:
    project = open_project(Path(__file__).parent.parent)
    sheet = (project.installation / "static" / "elements.css").read_text("utf-8")
    assert {"sp", "app-entry", "rend-italic"} <= looks.begin(sheet) and "*" not in looks.begin(sheet)
    assert looks.rare(project, html.fragment_fromstring('<div><p data-tei="sp">A speech</p></div>'))
    assert "static/elements.css" not in files["index.html"] and "static/elements.css" in files["record.html"]


def test_what_css_says_of_a_stamp_it_says_of_its_words(tmp_path: Path) -> None:
    body = '<pb n="1"/><p>A day.</p><stamp xml:id="tall" rend="round" style="writing-mode: vertical-rl">SEEN</stamp>'
    page = html.document_fromstring(rendered(tmp_path, tei(body))["index.html"])
    mark = page.get_element_by_id("tall")
    (said,) = mark.xpath("*[contains(@class, 'mark-text')]")
    assert "css-" in said.get("class") and mark.get("class").split() == ["mark", "rend-round"]


def test_where_only_the_page_was_measured_its_text_is_drawn_within_it(tmp_path: Path) -> None:
    surface = '<facsimile><surface><zone xml:id="recto" ulx="0" uly="0" lrx="1000" lry="1400"/></surface></facsimile>'
    body = '<pb facs="#recto"/><p>The day was long.</p><p>The night was not.</p>'
    page = html.document_fromstring(rendered(tmp_path, tei(body).replace("<text ", surface + "<text ", 1))["index.html"])
    (zone,) = page.xpath("//*[@id='image-recto']")
    (lines,) = zone.xpath("following-sibling::*[@class='lines']/@d")
    assert lines.startswith("M90 ") and zone.get("points") == "0,0 1000,0 1000,1400 0,1400"


def test_a_surface_that_is_transcribed_is_a_page_with_a_heading(tmp_path: Path) -> None:
    surface = '<surface{}><zone ulx="0" uly="0" lrx="9" lry="9"><line>{}</line></zone></surface>'
    sheets = "<sourceDoc>" + surface.format("", "One.") + surface.format(' n="2r"', "Two.") + "</sourceDoc>"
    text = tei("<p/>")
    start, end = text.index("<text "), text.index("</text>") + len("</text>")
    page = html.document_fromstring(rendered(tmp_path, text[:start] + sheets + text[end:])["index.html"])
    assert [words(heading) for heading in page.xpath("//h2[@class='page-number']")] == ["Page [1]", "Page 2r"]


def test_no_blank_stands_at_the_edges_of_brackets(tmp_path: Path) -> None:
    body = "<p>a <app><lem>b</lem><rdg>\n  <add>c</add> d\n</rdg></app> e <choice><sic>f </sic><corr> g</corr></choice></p>"
    page = html.document_fromstring(rendered(tmp_path, tei(body))["index.html"])
    shown = ["".join(box.itertext()) for box in page.xpath("//*[@class='variant' or @class='alternative']")]
    assert shown == ["other reading c d", "corrected  g"], "what is typed there stays"


def test_a_mark_within_the_text_is_drawn_at_its_place(tmp_path: Path) -> None:
    body = (
        '<pb n="1"/><p>The day <stamp xml:id="round" rend="round">No. 5</stamp> was <add place="margin" xml:id="side">very'
        '</add> long.</p><p>The night <stamp xml:id="top" place="top">Seen</stamp> was <add place="above">not</add>.</p>'
    )
    page = html.document_fromstring(rendered(tmp_path, tei(body))["index.html"])
    (sheet,) = page.xpath("//*[contains(@class, 'sheet-drawing')]")
    order = [link.get("href") for link in sheet.xpath(".//a[contains(@class, 'drawn-mark')]")]
    assert order == ["#top", "#side", "#round"], "at the head, in the margin, after its paragraph"
    drawn = [link.get("class").split()[0] for link in sheet.xpath(".//a")]
    assert drawn == ["drawn-mark", "drawn-mark", "drawn-text", "drawn-mark", "drawn-text"]


def test_a_hand_can_be_switched_off_on_every_page_on_which_it_goes_on(tmp_path: Path) -> None:
    words = "It goes on and on, for longer than one would wish to read on a page. " * 2
    parts = [f"<div><head>Part {n}</head><p>{words}</p></div>" for n in range(12)]
    parts[2] = parts[2].replace("<p>", '<p><handShift new="#bo"/>')
    hand = '<profileDesc><handNotes><handNote xml:id="bo">Bo</handNote></handNotes></profileDesc></teiHeader>'
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition/a.xml").write_text(tei("".join(parts)).replace("</teiHeader>", hand), "utf-8")
    assert execute(open_project(tmp_path), Options(workers=1)).errors == 0
    pages = [page for page in (tmp_path / "output/a").glob("div-*.html") if 'data-hand="#bo"' in page.read_text("utf-8")]
    assert len(pages) == 10
    for page in pages:
        assert 'id="show-bo"' in page.read_text("utf-8")
        assert "#show-bo:not(:checked)" in page.with_name(f"lights-{page.stem}.css").read_text("utf-8")
