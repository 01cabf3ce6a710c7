"""A long document becomes pages by its own divisions; no paragraph moves the address of another."""

from __future__ import annotations

from pathlib import Path

from conftest import tei

from bifolium.compose import compose
from bifolium.describe import describe
from bifolium.discover import discover
from bifolium.divisions import plan
from bifolium.model import Document, Project
from bifolium.parse import parse
from bifolium.project import open_project
from bifolium.render import render


def read(folder: Path, body: str) -> tuple[Project, Document]:
    (folder / "edition").mkdir(parents=True)
    (folder / "edition" / "novel.xml").write_text(tei(body), encoding="utf-8")
    project = open_project(folder)
    document, _ = parse(project, discover(project)[0][0])
    assert document is not None
    return project, document


def chapters(count: int, more: str = "") -> str:
    return "".join(
        f'<div type="chapter"><head>Chapter {n}</head><p xml:id="c{n}">Words of chapter {n}.</p>'
        f"{more if n == 2 else ''}</div>"
        for n in range(1, count + 1)
    )


def test_a_letter_is_one_page(tmp_path: Path) -> None:
    _, document = read(tmp_path, chapters(4))
    assert plan(document).divisions == ()


def test_a_novel_is_a_page_for_each_chapter(tmp_path: Path) -> None:
    project, document = read(tmp_path, chapters(12))
    assert [d.title for d in plan(document).divisions] == [f"Chapter {n}" for n in range(1, 13)]
    entry = describe(project, document)
    corpus, _ = compose(project, [entry])
    pages = {a.path: a.data.decode() for o in render(project, document, corpus).outputs for a in o.artifacts}
    anchors = dict(entry.anchors)
    for n in range(1, 13):
        path, _, fragment = anchors[f"c{n}"].partition("#")
        assert f'id="{fragment}"' in pages[path], "the address that others are told is where the paragraph stands"
        shown = [name for name, page in pages.items() if f"Words of chapter {n}.</p>" in page]
        assert shown == [path], "and nowhere else"


def test_a_paragraph_more_moves_no_address(tmp_path: Path) -> None:
    before = describe(*read(tmp_path / "before", chapters(12)))
    after = describe(*read(tmp_path / "after", chapters(12, "<p>One paragraph more.</p>" * 50)))
    assert dict(before.anchors) == dict(after.anchors)


def test_a_chapter_more_moves_no_address(tmp_path: Path) -> None:
    before = describe(*read(tmp_path / "before", chapters(12)))
    extra = '<div type="chapter"><head>A new first chapter</head><p>New.</p></div>'
    after = describe(*read(tmp_path / "after", extra + chapters(12)))
    assert dict(before.anchors).items() <= dict(after.anchors).items()
