"""Every specimen of tests/elements/ is rendered as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import tei
from lxml import etree
from specimens import Specimen, rewrite, specimens

from bifolium import elements, hands, nesting, pages, plaintext, rendition, stretches, stylesheets, transpositions
from bifolium.align import alignment
from bifolium.discover import discover
from bifolium.model import Document, Project
from bifolium.parse import parse
from bifolium.project import open_project

FOLDER = Path(__file__).parent / "elements"
SPECIMENS = list(specimens(FOLDER))


def read(folder: Path, text: str) -> tuple[Project, Document]:
    (folder / "edition").mkdir()
    (folder / "edition" / "specimen.xml").write_text(text, encoding="utf-8")
    project = open_project(folder)
    document, _ = parse(project, discover(project)[0][0])
    assert document is not None
    stretches.mark(document)
    hands.mark(document)
    transpositions.mark(document)
    return project, document


def html(project: Project, document: Document, whole: bool) -> str:
    """The content of the body, as the stylesheets make it, mended as a page would mend it; of a whole document, all."""
    root = stylesheets.transform(project, "html", document.tree, "en", part="text").getroot()
    nesting.mend(root)
    body = root if whole else root.xpath("//*[@data-tei='body']")[0]
    return str(pages.content(body)).strip() + "\n"


@pytest.mark.parametrize("specimen", SPECIMENS, ids=[f"{s.file.stem}: {s.title}" for s in SPECIMENS])
def test_element(specimen: Specimen, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    whole = specimen.tei.lstrip().startswith(("<TEI", "<teiCorpus"))
    text = specimen.tei if whole else tei(specimen.tei.strip())
    project, document = read(tmp_path, text)
    results: dict[str, str] = {}
    if "html" in specimen.expected:
        results["html"] = html(project, document, whole)
    for output in plaintext.texts(project, document, alignment(document)):
        kind = output.name.partition(".")[0]
        if kind in specimen.expected:
            results[kind] = output.artifacts[0].data.decode("utf-8")
    for kind, expected in specimen.expected.items():
        result = results.get(kind, "")
        if request.config.getoption("--regen") and result != expected:
            rewrite(specimen, kind, result)
        else:
            assert result == expected, f"{kind}: {specimen.title}"


def test_every_element_of_tei_has_a_template_and_a_specimen() -> None:
    shown = "".join(specimen.tei for specimen in SPECIMENS) + tei("")
    missing = [name for name in elements.tei.elements() if not re.search(rf"<{name}[\s/>]", shown)]
    assert not missing
    assert not set(elements.tei.elements()) - elements.named(open_project(FOLDER.parents[1]))


def test_the_table_of_elements_is_up_to_date(request: pytest.FixtureRequest) -> None:
    file = FOLDER.parents[1] / "docs" / "elements.md"
    table = elements.table(open_project(FOLDER.parents[1]))
    if request.config.getoption("--regen"):
        file.write_text(table, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == table


def test_no_sibling_is_counted_for_each_sibling() -> None:
    """libxslt counts the siblings of an element to try a pattern with two predicates: time grows with their square."""
    for file in (Path(__file__).parents[1] / "xsl" / "html").glob("*.xsl"):
        for pattern in re.findall(r'match="([^"]*)"', file.read_text(encoding="utf-8")):
            assert "][" not in pattern, f"{file.name}: {pattern}"


def test_css_is_made_safe() -> None:
    (kept,) = rendition.declarations("Color: RED; color: blue; top: 0; background-color: url(x); font-size: 0")
    assert kept == "color: blue"
    for evil in (
        "color: expression(x)",
        "font-family: a\\62",
        "color: red}*{x",
        "display: none",
        "width: 0px",
        "font: </style>",
    ):
        assert not rendition.declarations(evil), evil


def test_the_style_sheet_has_each_class_once() -> None:
    header = '<rendition xmlns="http://www.tei-c.org/ns/1.0" xml:id="r" selector="hi">color: red</rendition>'
    tree = etree.ElementTree(etree.fromstring(f'<x>{header}<p style="color:red"/><p style="text-align: left"/></x>'))
    name = rendition.name(("color: red",))
    other = rendition.name(("text-align: left",))
    rules = [f".{name} {{ color: red }}", f".{other} {{ text-align: left }}"]
    assert rendition.css(tree).splitlines() == ['[data-tei="hi"] { color: red }', *sorted(rules)]


def test_the_stylesheets_are_well_formed() -> None:
    for file in (Path(__file__).parents[1] / "xsl").rglob("*.xsl"):
        etree.parse(str(file))
