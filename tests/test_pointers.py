"""A pointer leads where it says: in the file, in the edition, to the web; one that leads nowhere is text and one finding."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import tei

from bifolium.cli import main
from bifolium.model import Project

Make = Callable[[dict[str, str]], Project]

PREFIXES = """<encodingDesc><listPrefixDef>
<prefixDef ident="psn" matchPattern="([a-z]+)" replacementPattern="lists/persons.xml#$1"><p>persons</p></prefixDef>
<prefixDef ident="gnd" matchPattern="([0-9X]+)" replacementPattern="https://d-nb.info/gnd/$1"><p>GND</p></prefixDef>
</listPrefixDef></encodingDesc>"""
LETTER = tei(
    """<p xml:id="p1"><ref target="sub/b.xml">document</ref> <ref target="sub/b.xml#x">passage</ref>
<ref target="#p2">below</ref> <persName ref="psn:anna">Anna</persName> <persName ref="gnd:118">Gottfried</persName>
<persName key="anna">Annie</persName> <persName ref="lists/persons.xml#anna">Ännchen</persName>
<ref target="foo:bar">private</ref> <ref target="foo:baz">unknown</ref></p>
<p xml:id="p2" xml:base="https://example.org/x/"><ref target="page.html#a">web</ref> <ref target="#p1">above</ref></p>"""
).replace("</teiHeader>", PREFIXES + "</teiHeader>")
FILES = {
    "edition/a.xml": LETTER,
    "edition/sub/b.xml": tei('<p xml:id="x">B <ref target="../a.xml#p1">back</ref></p>'),
    "edition/lists/persons.xml": tei(
        '<listPerson><person xml:id="anna"><persName>Anna Amalia</persName></person></listPerson>'
    ),
}


@pytest.fixture
def page(make_project: Make) -> str:
    project = make_project(FILES)
    assert main(["build", str(project.root), "--quiet", "--workers", "1"]) == 0
    return (project.output / "a" / "index.html").read_text(encoding="utf-8")


def test_each_kind_of_pointer_arrives(page: str) -> None:
    found = {words: href for href, words in re.findall(r'<a data-tei="\w+"[^>]*href="([^"]*)">([^<]+)</a>', page)}
    other = found.pop("document")
    assert other.endswith("/b/index.html")
    assert found == {
        "passage": f"{other}#x",
        "below": "#p2",
        "Anna": "../names/lists/persons/anna.html",
        "Annie": "../names/lists/persons/anna.html",
        "Ännchen": "../names/lists/persons/anna.html",
        "Gottfried": "https://d-nb.info/gnd/118",
        "web": "https://example.org/x/page.html#a",
        "above": "#p1",
    }
    assert '<span data-tei="ref">private</span>' in page


def test_of_several_targets_each_has_its_link(make_project: Make) -> None:
    many = '<p xml:id="p1"><ref target="#p2 b.xml#x foo:bar">three</ref> and <ptr target="#p2 #p1"/></p><p xml:id="p2">x</p>'
    project = make_project({"edition/a.xml": tei(many), "edition/b.xml": tei('<p xml:id="x">B</p>')})
    assert main(["build", str(project.root), "--quiet", "--workers", "1"]) == 0
    page = (project.output / "a" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<a [^>]*href="([^"]*)">(three| \[\d\])</a>', page) == [
        ("#p2", "three"), ("../b/index.html#x", " [2]"), ("#p1", " [2]"),
    ]  # fmt: skip
    assert '<span class="generated"> [3]</span>' in page, "what leads to no place is told as text"


def test_what_leads_nowhere_is_one_finding_for_each_target(
    make_project: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = "".join(
        f'<ref target="{target}">x</ref> <ref target="{target}">y</ref>'
        for target in ("#gone", "nowhere.xml", "sub/b.xml#gone", "foo:bar")
    )
    project = make_project(FILES | {"edition/a.xml": tei(f"<p>{twice}</p>")})
    main(["check", str(project.root)])
    said = capsys.readouterr().out
    codes = re.findall(r"^edition/a\.xml.*\[(link\.[\w-]+)\]$", said, re.M)
    assert sorted(codes) == [
        "link.file-missing",
        "link.scheme-undeclared",
        "link.target-missing",
        "link.target-missing",
    ]


def test_addresses_stay_when_a_document_and_a_paragraph_come(make_project: Make, tmp_path: Path) -> None:
    def addresses(output: Path) -> dict[str, set[str]]:
        pages = output.rglob("*.html")
        return {
            page.relative_to(output).as_posix(): set(re.findall(r' id="([^"]+)"', page.read_text(encoding="utf-8")))
            for page in pages
        }

    project = make_project(FILES)
    main(["build", str(project.root), "--quiet", "--workers", "1"])
    before = addresses(project.output)
    more = LETTER.replace('<p xml:id="p1">', "<p>A new beginning.</p><p>And more.</p>" + '<p xml:id="p1">')
    assert more != LETTER
    for name, text in {"edition/0-first.xml": tei("<p>New.</p>"), "edition/a.xml": more}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    main(["build", str(project.root), "--quiet", "--workers", "1"])
    after = addresses(project.output)
    for path, ids in before.items():
        assert ids <= after[path], path
