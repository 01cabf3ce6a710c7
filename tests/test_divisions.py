"""A long document becomes pages by its own divisions; no paragraph moves the address of another."""

from __future__ import annotations

from pathlib import Path

from conftest import tei

from bifolium.collate import collate
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


def test_a_translation_is_divided_with_its_original(tmp_path: Path) -> None:
    """Each page holds its chapter and what faces it; what faces nothing stays where it is, and collation finds all."""
    original = "".join(
        f'<div><head xml:id="h{n}">Caput {n}</head><p xml:id="p{n}">Verba capitis {n}.</p></div>' for n in range(1, 13)
    )
    translation = "".join(
        f'<div><p xml:id="extra{n}">Argument of {n}.</p><p xml:id="t{n}" corresp="#p{n}">The words of {n}.</p></div>'
        for n in range(1, 13)
    )
    project, document = read(
        tmp_path,
        "</body></text><text><group>"
        f'<text type="transcription" xml:lang="la"><body>{original}</body></text>'
        f'<text type="translation" xml:lang="en"><body>{translation}</body></text></group></text><text><body><p/>',
    )
    corpus, _ = compose(project, [describe(project, document)])
    outputs = list(render(project, document, corpus).outputs)
    assert [finding for proof in collate(document, outputs) for finding in proof.findings] == []
    pages = {a.path: a.data.decode() for o in outputs if o.name == "html" for a in o.artifacts if not a.path.endswith("cite.html")}
    shown = [name for name, page in pages.items() if ">The words of 7.<" in page]
    assert [name for name, page in pages.items() if ">Verba capitis 7.<" in page] == shown
    assert len(shown) == 1 and "Verba capitis 6." not in pages[shown[0]]
