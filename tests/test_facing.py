"""Pages of rows: what is aligned stands side by side, page by page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conftest import HEADER
from lxml import etree, html

from bifolium.compose import compose
from bifolium.describe import describe
from bifolium.discover import discover
from bifolium.model import Document, Project
from bifolium.parse import parse
from bifolium.project import open_project
from bifolium.render import render

PARALLEL = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">'
    + HEADER.format(title="Two pages")
    + '<text><group><text type="transcription" xml:lang="zh" xml:id="zh"><body>{zh}</body></text>'
    '<text type="translation" xml:lang="en" xml:id="en"><body>{en}</body></text></group></text>'
    '<standOff><linkGrp type="translation">{links}</linkGrp></standOff></TEI>'
)

ZH = (
    '<pb xml:id="p1" n="1"/><fw xml:id="m1" type="stamp">第一号</fw>'
    '<p xml:id="a"><s xml:id="a1">第一句。</s><s xml:id="a2">一个单身<fw xml:id="m2">1</fw>'
    '<pb xml:id="p2" n="2" break="no"/>汉的句子。</s><s xml:id="a3">第三句。</s></p>'
    '<p xml:id="b">第二段。</p>'
)
EN = (
    '<gap xml:id="g1" reason="untranslated" corresp="#m1"><desc>Number one</desc></gap>'
    '<p xml:id="ea" corresp="#a"><s xml:id="e1">First.</s> <s xml:id="e2">A bachelor.</s> <s xml:id="e3">Third.</s></p>'
    '<p xml:id="eb" corresp="#b">Second paragraph.<note xml:id="n">A note.</note></p>'
)
LINKS = '<link target="#a1 #e1"/><link target="#a2 #e2"/><link target="#a3 #e3"/>'


def pages(folder: Path, tei: str) -> tuple[Any, Project, Document]:
    """The reading page of a document in English, parsed."""
    (folder / "edition").mkdir()
    (folder / "edition" / "letter.xml").write_text(tei, encoding="utf-8")
    project = open_project(folder)
    document, _ = parse(project, discover(project)[0][0])
    assert document is not None
    corpus, _ = compose(project, [describe(project, document)])
    made = (a for output in render(project, document, corpus).outputs for a in output.artifacts)
    page = next(a for a in made if a.path == "letter/index.html")
    return html.document_fromstring(page.data.decode("utf-8")), project, document


def text(element: Any) -> str:
    """The source's words in an element, without the program's."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for generated in copy.xpath("//*[contains(concat(' ', @class, ' '), ' generated ')]"):
        generated.getparent().text = (generated.getparent().text or "") + (generated.tail or "")
        generated.getparent().remove(generated)
    return "".join("".join(copy.itertext()).split())


def rows(page: Any) -> list[list[list[str]]]:
    """For each sheet its rows, for each row the words of its leaves."""
    return [
        [
            [text(leaf) for leaf in row.xpath("div[@class='cells']/div[contains(@class, 'leaf')]")]
            for row in sheet.xpath(".//div[@class='row']")
        ]
        for sheet in page.xpath("//*[@class='sheet']")
    ]


def test_aligned_passages_stand_on_one_row_page_by_page(tmp_path: Path) -> None:
    page, *_ = pages(tmp_path, PARALLEL.format(zh=ZH, en=EN, links=LINKS))
    assert rows(page) == [
        [["第一句。一个单身", "First.Abachelor."]],
        [["汉的句子。第三句。", "Third."], ["第二段。", "Secondparagraph."]],
    ]
    (notes,) = page.xpath("//div[@class='row']/div[contains(@class, 'notes')]")
    assert text(notes) == "Anote."


def test_marks_stand_with_their_page_and_their_gloss(tmp_path: Path) -> None:
    page, *_ = pages(tmp_path, PARALLEL.format(zh=ZH, en=EN, links=LINKS))
    first, second = page.xpath("//*[@class='sheet']")
    assert [text(mark) for mark in first.xpath(".//div[contains(@class, 'mark-row')]")] == ["第一号Numberone", "1"]
    assert not second.xpath(".//div[contains(@class, 'mark-row')]")
    assert not page.xpath("//div[@class='row']//*[contains(@class, 'mark ')]"), "no mark in the running text"


def test_every_address_stands_once(tmp_path: Path) -> None:
    page, *_ = pages(tmp_path, PARALLEL.format(zh=ZH, en=EN, links=LINKS))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"a", "b", "ea", "eb", "a2", "e2", "m1", "n", "p1", "p2"} <= set(ids)


def test_without_sentences_the_translation_stays_whole_on_the_first_page(tmp_path: Path) -> None:
    page, *_ = pages(tmp_path, PARALLEL.format(zh=ZH, en=EN, links=""))
    assert rows(page)[0] == [["第一句。一个单身", "First.Abachelor.Third."]]
    assert rows(page)[1][0] == ["汉的句子。第三句。", ""]


def test_crossing_passages_follow_the_first_text(tmp_path: Path) -> None:
    zh = '<p xml:id="a">甲。</p><p xml:id="b">乙。</p>'
    en = '<p xml:id="eb" corresp="#b">B.</p><p xml:id="ea" corresp="#a">A.</p>'
    page, *_ = pages(tmp_path, PARALLEL.format(zh=zh, en=en, links=""))
    assert rows(page) == [[["甲。", "A."], ["乙。", "B."]]]


def test_a_text_of_one_language_has_one_leaf(tmp_path: Path) -> None:
    tei = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0">' + HEADER.format(title="One")
        + '<text xml:lang="la"><body><p>Gallia est <pb n="2"/>omnis divisa.</p></body></text></TEI>'
    )  # fmt: skip
    page, *_ = pages(tmp_path, tei)
    assert rows(page) == [[["Galliaest"]], [["omnisdivisa."]]]


def test_a_page_without_number_is_called_by_its_place(tmp_path: Path) -> None:
    zh = '<pb/><p xml:id="a">甲。</p><pb n="7"/><p xml:id="b">乙。<pb ed="K"/></p><pb n=""/><p xml:id="c">丙。</p>'
    page, project, document = pages(tmp_path, PARALLEL.format(zh=zh, en="<p>A.</p><p>B.</p><p>C.</p>", links=""))
    headings = [" ".join(heading.text_content().split()) for heading in page.xpath("//h2[@class='page-number']")]
    assert headings == ["Page [1]", "Page 7", "Page [1]", "Page [3]"], "those of each edition are counted for themselves"
    assert [number for number, _ in describe(project, document).pages] == ["[1]", "7", "[1]", "[3]"]


def test_a_page_of_a_translation_begins_with_its_passage(tmp_path: Path) -> None:
    zh = "<pb/><p>甲。</p><p>乙。</p><pb/><p>丙。</p>"
    en = "<pb/><p>A and B.</p><pb/><p>C.</p>"
    page, *_ = pages(tmp_path, PARALLEL.format(zh=zh, en=en, links=""))
    cells = page.xpath("//div[@class='cells']/div[contains(@class, 'leaf-1')]")
    said = [" ".join(cell.text_content().split()) for cell in cells if "piece" in etree.tostring(cell).decode()]
    assert said == ["Page [1]A and B.", "Page [2]C."], "counted for itself, and with what stands on it"


def test_what_has_no_counterpart_is_counted_on_the_page(tmp_path: Path) -> None:
    zh = '<p xml:id="a">甲。</p><p xml:id="b">乙。</p><p xml:id="c">丙。</p>'
    en = '<p xml:id="ea" corresp="#a">A.</p><p xml:id="ec" corresp="#c">C.</p>'
    page, *_ = pages(tmp_path, PARALLEL.format(zh=zh, en=en, links=""))
    (account,) = page.xpath("//section[@id='alignment']")
    said = " ".join(account.text_content().split())
    assert "face each other: 2 (2 tied by the source). Passages without counterpart: 1." in said
    assert [(link.get("href"), link.text) for link in account.iter("a")] == [("#b", "乙。")]
