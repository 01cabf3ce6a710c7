"""Every specimen of tests/elements/ is rendered as it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import tei
from lxml import etree
from specimens import Specimen, rewrite, specimens

from bifolium import nesting, pages, plaintext, stylesheets
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
    return project, document


def html(project: Project, document: Document) -> str:
    """The content of the body, as the stylesheets make it, mended as a page would mend it."""
    root = stylesheets.transform(project, "html", document.tree, "en", part="text").getroot()
    nesting.mend(root)
    (body,) = root.xpath("//*[@data-tei='body']")
    return str(pages.content(body)).strip() + "\n"


@pytest.mark.parametrize("specimen", SPECIMENS, ids=[f"{s.file.stem}: {s.title}" for s in SPECIMENS])
def test_element(specimen: Specimen, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = specimen.tei if specimen.tei.lstrip().startswith("<TEI") else tei(specimen.tei.strip())
    project, document = read(tmp_path, text)
    results: dict[str, str] = {}
    if "html" in specimen.expected:
        results["html"] = html(project, document)
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


def test_the_stylesheets_are_well_formed() -> None:
    for file in (Path(__file__).parents[1] / "xsl").rglob("*.xsl"):
        etree.parse(str(file))
