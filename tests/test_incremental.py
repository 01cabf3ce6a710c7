"""A second build does only what has changed, and its output is, byte for byte, that of a full one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bifolium import pages
from bifolium.discover import discover
from bifolium.memory import remember
from bifolium.project import open_project
from bifolium.run import Options, execute

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc>
<titleStmt><title>Letter {number}</title></titleStmt>
<publicationStmt><publisher>A press</publisher>
<availability><licence target="https://example.org/free">free</licence></availability></publicationStmt>
<sourceDesc><p>Paper</p></sourceDesc></fileDesc>
<profileDesc><creation><date when="19{number:02}-01-01">19{number:02}</date></creation></profileDesc></teiHeader>
<text><body><p xml:id="p1">Dear <persName ref="people.xml#mill">Mill</persName>, see <ref target="{other}">the
other</ref>.</p>{more}</body></text></TEI>"""

PEOPLE = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc>
<titleStmt><title>People</title></titleStmt>
<publicationStmt><publisher>A press</publisher>
<availability><licence target="https://example.org/free">free</licence></availability></publicationStmt>
<sourceDesc><p>Letters</p></sourceDesc></fileDesc></teiHeader>
<text><body>
<listPerson><person xml:id="mill"><persName>John Mill</persName></person></listPerson></body></text></TEI>"""


def letter(number: int, more: str = "", other: str = "") -> str:
    return LETTER.format(number=number, more=more, other=other or f"{number % 6 + 1:02}.xml#p1")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has been built once."""
    folder = tmp_path_factory.mktemp("built")
    edition = folder / "edition"
    edition.mkdir()
    for number in range(1, 7):
        (edition / f"{number:02}.xml").write_text(letter(number), encoding="utf-8")
    (edition / "people.xml").write_text(PEOPLE, encoding="utf-8")
    build(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, with all that it remembers."""
    return Path(shutil.copytree(built, tmp_path / "project"))


def build(folder: Path) -> list[str]:
    """Build the edition, and give the findings."""
    report = execute(open_project(folder), Options(workers=1))
    assert not report.errors, report.findings
    return [str(finding) for finding in report.findings]


def output(folder: Path) -> dict[str, bytes]:
    top = folder / "output"
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def files(folder: Path) -> dict[str, int]:
    """What of the output is which file on the disk: a file that was made anew has another number or time."""
    top = folder / "output"
    return {path.relative_to(top).as_posix(): (s := path.stat()).st_ino + s.st_mtime_ns for path in top.rglob("*.html")}


def made_anew(folder: Path, change: Callable[[], object], *, of_sources: bool = True) -> set[str]:
    """The documents of which a second build makes the pages anew, after this change.

    The same project is also built from nothing: that must give the same bytes and the same findings. Where the change
    concerns nothing that is read, what the first build gave is that; it had no findings.
    """
    before, whole = files(folder), output(folder)
    change()
    told = build(folder)
    after = files(folder)
    fast = output(folder)
    if not of_sources:
        assert told == []
    else:
        shutil.rmtree(folder / ".bifolium")
        shutil.rmtree(folder / "output")
        assert build(folder) == told
        whole = output(folder)
    assert fast == whole
    return {
        path.partition("/")[0]
        for path, file in after.items()
        if path.endswith("/index.html") and before.get(path) != file
    }


def test_nothing_is_done_when_nothing_has_changed(project: Path) -> None:
    assert made_anew(project, lambda: None, of_sources=False) == set()


def test_a_changed_document_is_made_anew_and_its_neighbours_whose_pages_name_it(project: Path) -> None:
    change = letter(5, "<p>More.</p>").replace("Letter 5", "Another title")
    assert made_anew(project, lambda: (project / "edition/05.xml").write_text(change)) == {"04", "05", "06"}


def test_a_passage_that_goes_takes_its_links_with_it(project: Path) -> None:
    warn = '[[warn]]\ncode = "link.target-missing"\nreason = "It has just gone."\n'
    (project / "edition/allow.toml").write_text(warn)
    change = letter(5).replace("p1", "p2")
    assert "04" in made_anew(project, lambda: (project / "edition/05.xml").write_text(change))


def test_a_new_document_concerns_its_neighbours(project: Path) -> None:
    assert made_anew(project, lambda: (project / "edition/07.xml").write_text(letter(7))) == {"06", "07", "people"}


def test_a_document_that_goes_concerns_its_neighbours_and_who_links_to_it(project: Path) -> None:
    assert made_anew(project, (project / "edition/05.xml").unlink) == {"04", "06"}


def test_a_hand_in_a_list_concerns_who_names_it(project: Path) -> None:
    hands = "<profileDesc><handNotes><handNote xml:id='anna'>Anna</handNote></handNotes></profileDesc></teiHeader>"
    people = project / "edition/people.xml"
    people.write_text(PEOPLE.replace("</teiHeader>", hands))
    (project / "edition/05.xml").write_text(letter(5, "<p>And <add hand='#anna'>more</add>.</p>"))
    build(project)
    anew = made_anew(project, lambda: people.write_text(people.read_text().replace("Anna", "Amalia")))
    assert "05" in anew and b"[added, Amalia: more]" in output(project)["05/diplomatic.en.txt"]
    assert "03" not in anew


def test_a_name_nobody_mentions_any_more_has_no_page(project: Path) -> None:
    def change() -> None:
        for path in (project / "edition").glob("0*.xml"):
            path.write_text(path.read_text().replace("<persName ref", "<persName n"))

    assert (project / "output/names/people/mill.html").is_file()
    made_anew(project, change)
    assert not (project / "output/names").exists()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("locale/en.toml", '[page]\nhome = "All letters"\n'),
        (
            "templates/document.html",
            '{% extends "core:document.html" %}{% block body %}<p>mine</p>{{ super() }}{% endblock %}',
        ),
        ("edition/style.css", "p { color: red }"),
        ("edition/picture.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
)
def test_another_file_of_the_project_concerns_every_document(project: Path, path: str, text: str) -> None:
    def change() -> None:
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text(text)

    assert len(made_anew(project, change)) == 7


def test_what_is_let_pass_concerns_none(project: Path) -> None:
    allow = '[[allow]]\ncode = "link.empty"\nreason = "It is not yet known."\n'
    assert made_anew(project, lambda: (project / "edition/allow.toml").write_text(allow)) == set()


def test_a_document_depends_on_what_it_includes(project: Path) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.xml"/>'
    part = project / "edition/part.xml"
    (project / "edition/05.xml").write_text(letter(5, include))
    part.write_text('<p xmlns="http://www.tei-c.org/ns/1.0">Included.</p>')
    build(project)
    anew = made_anew(project, lambda: part.write_text('<p xmlns="http://www.tei-c.org/ns/1.0">Included now.</p>'))
    assert "05" in anew and "01" not in anew
    assert b"Included now." in output(project)["05/index.html"]


def test_a_file_somebody_has_changed_in_the_output_is_made_anew(project: Path) -> None:
    deface = (project / "output/05/index.html").write_text
    assert made_anew(project, lambda: deface("defaced"), of_sources=False) == {"05"}


@pytest.mark.parametrize("damage", [b"", b"{", b"0" * 64 + b"\n[1]", b"\xff\xfe"])
def test_a_damaged_record_is_made_anew(project: Path, damage: bytes) -> None:
    def change() -> None:
        for record in (project / ".bifolium").rglob("*.json"):
            record.write_bytes(damage)

    assert len(made_anew(project, change, of_sources=False)) == 7


def test_records_of_documents_that_are_gone_are_forgotten(project: Path) -> None:
    before = len([*(project / ".bifolium").rglob("*.json")])
    (project / "edition/06.xml").unlink()
    build(project)
    assert len([*(project / ".bifolium").rglob("*.json")]) == before - 2


def test_a_list_page_is_made_anew_when_what_it_shows_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = tmp_path / "edition"
    edition.mkdir()
    for number in range(1, 14):  # so many that no page names them all
        who = "mill" if number < 7 else "ward"
        text = letter(number, other="01.xml#p1").replace("people.xml#mill", f"people.xml#{who}")
        (edition / f"{number:02}.xml").write_text(text, encoding="utf-8")
    two = PEOPLE.replace("</listPerson>", '<person xml:id="ward"><persName>Ann Ward</persName></person></listPerson>')
    (edition / "people.xml").write_text(two, encoding="utf-8")
    build(tmp_path)
    made: list[str] = []
    page = pages.page

    def watched(project: Any, corpus: Any, lang: str, template: str, path: str, *more: Any, **shown: Any) -> Any:
        made.append(path)
        return page(project, corpus, lang, template, path, *more, **shown)

    monkeypatch.setattr(pages, "page", watched)

    def change() -> None:
        path = edition / "02.xml"
        path.write_text(path.read_text("utf-8").replace("Dear", "My dear"), encoding="utf-8")

    made_anew(tmp_path, change)
    second = made[: made.index("404.html")]  # what follows is the full build
    assert "names/people/mill.html" in second and "02/index.html" in second
    assert "names/people/ward.html" not in second and "13/index.html" not in second


def test_a_build_py_may_ask_the_corpus_anything(project: Path) -> None:
    program = (
        "from bifolium.model import Artifact\nfrom bifolium.run import core\n"
        "def titles(project, document, corpus):\n"
        "    said = ' '.join(entry.title for entry in corpus.entries)\n"
        "    yield Artifact(document.source.key + '/titles.txt', said.encode(), 'text/plain')\n"
        "def build(project, run):\n    core(project).build(project, run, outputs=[titles])\n"
    )
    (project / "build.py").write_text(program)
    build(project)
    change = letter(5).replace("Letter 5", "Another title")
    assert len(made_anew(project, lambda: (project / "edition/05.xml").write_text(change))) == 7
    assert b"Another title" in output(project)["01/titles.txt"]


def test_a_function_from_nowhere_can_not_be_remembered(project: Path) -> None:
    made = open_project(project)
    sources = discover(made)[0]
    assert remember(made, sources).recipe
    assert not remember(made, sources, [lambda project, document: []]).recipe
