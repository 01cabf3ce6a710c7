"""Files that are versions of each other are found, and face each other on one page that collation proves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import tei
from lxml import html

from bifolium.compose import compose
from bifolium.describe import describe
from bifolium.discover import discover
from bifolium.model import Project
from bifolium.parse import parse
from bifolium.project import open_project
from bifolium.run import Options, execute

Make = Callable[..., Project]


def families(project: Project) -> set[tuple[str, ...]]:
    """The families of a project, by the names of their files."""
    documents = [parse(project, source)[0] for source in discover(project)[0]]
    corpus, _ = compose(project, [describe(project, document) for document in documents if document])
    return {tuple(path.removeprefix("edition/") for path in family) for family in corpus.families.values()}


def version(body: str, lang: str, header: str = "", more: str = "") -> str:
    """A document in a language; `header` stands at the end of its publicationStmt's file description."""
    return tei(body, lang=lang, more=more).replace("</sourceDesc>", f"{header}</sourceDesc>")


P = '<p xml:id="p1">{0}.</p><p xml:id="p2">{0} again.</p>'
OTHER = '<p xml:id="p1" corresp="la.xml#p1">{0}.</p><p xml:id="p2" corresp="la.xml#p2">{0} again.</p>'
WORK = '<idno type="work">w.7</idno>'


def numbered(lang: str, body: str = P) -> str:
    return tei(body, lang=lang).replace("<p>A specimen.</p>", f"<publisher>us</publisher>{WORK}")


@pytest.mark.parametrize(
    ("latin", "german"),
    [
        (version(P, "la"), version(OTHER, "de")),
        (version(OTHER.replace("la.xml", "de.xml"), "la"), version(P, "de")),
        (numbered("la"), numbered("de")),
        (version(P, "la"), version(P, "de", '<bibl><relatedItem type="translation-of" target="la.xml"/></bibl>')),
        (version(P, "la"), version(P, "de", '<bibl>From the Latin: <ptr target="la.xml"/></bibl>')),
        (
            version(P, "la"),
            version(P, "de", more='<standOff><listRelation><relation name="translationOf" active="de.xml" '
                    'passive="la.xml"/></listRelation></standOff>'),
        ),
        (
            version(P, "la"),
            version(P, "de", more='<standOff><linkGrp><link target="#p1 la.xml#p1"/></linkGrp></standOff>'),
        ),
    ],
    ids=["corresp", "corresp the other way", "idno", "relatedItem", "ptr to another language", "relation", "link"],
)  # fmt: skip
def test_files_say_that_they_are_versions(make_project: Make, latin: str, german: str) -> None:
    found = families(make_project({"edition/la.xml": latin, "edition/de.xml": german}))
    assert {tuple(sorted(family)) for family in found} == {("de.xml", "la.xml")}


def test_a_third_file_may_list_them(make_project: Make) -> None:
    catalogue = '<list type="cluster"><item><ref target="la.xml">a</ref></item><item><ref target="de.xml">b</ref></item></list>'
    project = make_project({
        "edition/la.xml": version(P, "la"),
        "edition/de.xml": version(P, "de"),
        "edition/list.xml": version(catalogue, "en"),
    })  # fmt: skip
    assert families(project) == {("la.xml", "de.xml")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (version(P, "la"), version(P, "de")),
        (numbered("la"), numbered("la")),  # two letters of one collection
        (version(P, "la"), version(P, "la", '<bibl>Answers <ptr target="la.xml"/></bibl>')),
        (version(P, "la"), version('<p corresp="la.xml#p1">A commentary.</p>', "de")),  # one passage is not a text
        (version(P, "la"), version('<list><item><ref target="la.xml">See.</ref></item></list>', "de")),
    ],
)
def test_other_files_are_no_versions(make_project: Make, one: str, other: str) -> None:
    assert families(make_project({"edition/la.xml": one, "edition/de.xml": other})) == set()


def test_the_original_comes_first(make_project: Make) -> None:
    translated = P.replace("{0}", "Ja")
    german = tei(f'<div type="translation">{translated}</div>', lang="de").replace("<p>A specimen.</p>", f"<p/>{WORK}")
    project = make_project({"edition/a-de.xml": german, "edition/la.xml": numbered("la"), "edition/fr.xml": numbered("fr")})
    assert families(project) == {("fr.xml", "la.xml", "a-de.xml")}


LATIN = (
    '<div n="1"><head>Caput</head><p xml:id="p1">Gallia est.</p><p xml:id="p2" rend="italic">Divisa.</p></div>'
    '<div n="2"><p xml:id="p3">Hi omnes <ref target="#p1">supra</ref>.<note xml:id="n1">Codd.</note></p></div>'
)
GERMAN = (
    '<div type="translation"><div n="1"><head>Kapitel</head><p xml:id="p1">Gallien ist '
    '<ref target="#p2">ja</ref> geteilt.</p></div><div n="2"><p xml:id="p2">Diese alle.</p></div>'
    '<div n="3"><p xml:id="p9">Mehr.</p></div></div>'
)


@pytest.fixture
def built(make_project: Make) -> Project:
    project = make_project({
        "edition/caesar.xml": numbered("la", LATIN),
        "edition/german/caesar-de.xml": numbered("de", GERMAN),
    })  # fmt: skip
    report = execute(project, Options(workers=1))
    assert not report.errors, report.findings
    return project


FACING = "facing/caesar/index.html"


def page(project: Project, path: str) -> Any:
    return html.document_fromstring((project.output / path).read_text(encoding="utf-8"))


def text(leaf: Any) -> str:
    """The words of the source in a cell."""
    words = leaf.xpath(".//text()[not(ancestor::*[contains(@class, 'generated') or @class='notes'])]")
    return " ".join(" ".join(words).split())


def test_they_face_each_other_on_one_page(built: Project) -> None:
    shown = page(built, FACING)
    rows = [[text(leaf) for leaf in row.xpath("div[@class='cells']/div")] for row in shown.xpath("//div[@class='row']")]
    assert rows == [
        ["Caput", "Kapitel"],
        ["Gallia est. Divisa.", "Gallien ist ja geteilt."],
        ["Hi omnes supra .", "Diese alle."],
        ["", "Mehr."],
    ]


def test_no_two_passages_share_an_address(built: Project) -> None:
    ids = page(built, FACING).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"p1", "p3", "n1", "caesar-de.p1", "caesar-de.p2"} <= set(ids)


def test_pointers_stay_among_their_own(built: Project) -> None:
    shown = page(built, FACING)
    assert shown.xpath("//*[@id='p3']//a[text()='supra']/@href") == ["#p1"]
    assert shown.xpath("//*[@id='caesar-de.p1']//a[text()='ja']/@href") == ["#caesar-de.p2"]


def test_each_has_its_own_page_and_leads_to_the_others(built: Project) -> None:
    parts = "//nav[@class='document-parts']//a/@href"
    assert {"../facing/caesar/index.html", "../german/caesar-de/index.html"} <= set(page(built, "caesar/index.html").xpath(parts))
    assert {"../../facing/caesar/index.html", "../../caesar/index.html"} <= set(page(built, "german/caesar-de/index.html").xpath(parts))
    assert {"../../caesar/index.html", "../../german/caesar-de/index.html"} <= set(page(built, FACING).xpath(parts))


def test_versions_of_one_title_are_called_by_their_languages(built: Project) -> None:
    links = page(built, FACING).xpath("//nav[@class='document-parts']//a[not(@rel)]")
    titles = {" ".join(title.text_content().split()) for title in page(built, FACING).xpath("//h1")}
    assert len(links) == 3 and not any(title in link.text_content() for link in links for title in titles)


def test_collation_proves_it(built: Project) -> None:
    said = json.loads((built.output / "collation.json").read_text(encoding="utf-8"))["documents"]["facing/caesar"]
    assert {"html", "parallel.txt", "parallel.tsv", "parallel.tmx.xml"} == set(said)
    assert all(one["proved"] for one in said.values())
    words = "Caput Gallia est. Divisa. Hi omnes supra. Codd. Kapitel Gallien ist ja geteilt. Diese alle. Mehr."
    assert said["html"]["characters"] == len(words.replace(" ", ""))
    assert "facing/html" in (built.output / "collation.html").read_text(encoding="utf-8")


def test_a_passage_without_counterpart_is_found_in_its_own_file(make_project: Make) -> None:
    project = make_project({
        "edition/la.xml": version(P.format("Ita") + '<p xml:id="p3">Solus.</p>', "la"),
        "edition/de.xml": version(OTHER.format("Ja"), "de"),
    })  # fmt: skip
    found = [f for f in execute(project, Options(workers=1)).findings if f.code == "translation.unaligned"]
    assert [(f.place.path, f.place.xpath) for f in found] == [("edition/la.xml", "/TEI/text/body/p[@xml:id='p3']")]
    assert "“Solus.”" in found[0].sentence


def test_a_change_in_one_makes_the_page_of_both_anew(built: Project) -> None:
    path = built.edition / "caesar.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("Hi omnes", "Hi cuncti"), encoding="utf-8")
    assert not execute(built, Options(workers=1)).errors
    text = (built.output / FACING).read_text(encoding="utf-8")
    assert "Hi cuncti" in text
    again = {p: p.read_bytes() for p in sorted(Path(built.output).rglob("*")) if p.is_file()}
    assert not execute(built, Options(workers=1)).errors
    assert {p: p.read_bytes() for p in sorted(Path(built.output).rglob("*")) if p.is_file()} == again


def test_links_may_stand_in_a_file_of_their_own(make_project: Make) -> None:
    links = '<link target="la.xml#p1 de.xml#p2"/><link target="la.xml#p2 de.xml#p1"/>'
    project = make_project({
        "edition/la.xml": version(P.format("Ita"), "la"),
        "edition/de.xml": version(P.format("Ja"), "de"),
        "edition/links.xml": f'<standOff xmlns="http://www.tei-c.org/ns/1.0"><linkGrp>{links}</linkGrp></standOff>',
    })  # fmt: skip
    report = execute(project, Options(workers=1))
    assert not report.errors, report.findings
    (found,) = (project.output / "facing").rglob("index.html")
    shown = html.document_fromstring(found.read_text(encoding="utf-8"))
    rows = [[text(leaf) for leaf in row.xpath(".//div[starts-with(@class, 'leaf ')]")] for row in shown.xpath("//div[@class='row']")]
    assert rows == [["Ja.", "Ita again."], ["Ja again.", "Ita."]]


def test_of_too_many_versions_one_in_each_language_is_shown() -> None:
    (family,) = families(open_project(Path(__file__).parent / "broken" / "translation.too-many"))
    assert family[0] == "la.xml" and len(family) == 8 and "pt.xml" not in family
