"""Rules no schema can say: what they find, and what they leave in peace. Specimens are in tests/broken."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import drawn
import pytest

from bifolium import tei
from bifolium.check import state, wait
from bifolium.model import Finding, Project, Source
from bifolium.parse import parse
from bifolium.project import open_project
from bifolium.run import Options, execute
from bifolium.validate import validate
from bifolium.validate.dates import dates
from bifolium.validate.languages import TAG
from bifolium.validate.survey import NEVER_ON, ONLY_ON, POINTERS, names, survey

HEADER = """<teiHeader><fileDesc><titleStmt><title>A specimen</title></titleStmt><publicationStmt><publisher/><availability>
<licence target="https://example.org/licence"/></availability></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
{}</teiHeader>"""


def tei_with(text: str, header: str = "", before: str = "", after: str = "") -> str:
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER.format(header)}{before}'
        f'<text xml:lang="la"><body>{text}</body></text>{after}</TEI>'
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "edition").mkdir()
    return open_project(tmp_path)


def judged(project: Project, text: str) -> list[Finding]:
    path = project.edition / "a.xml"
    path.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    document, findings = parse(project, Source("edition/a.xml", "a", path.stat().st_size, digest))
    assert document is not None
    return findings + validate(project, document)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


# --- pointers


# Names of namespaces and schemas, the base of addresses, and the values of nodes: nobody follows these.
NOT_FOLLOWED = {"filter", "name", "ns", "property", "uri", "value", "xml:base"}


def test_pointing_attributes_are_those_of_tei() -> None:
    pointing = {
        name for name, declared in tei.attributes().items() if any("pointer" in one.datatype for one in declared)
    }
    assert pointing - NOT_FOLLOWED == POINTERS


def test_a_pointer_into_another_document_arrives_or_stops_the_build(project: Project) -> None:
    (project.edition / "b.xml").write_text(tei_with('<p xml:id="there">b</p>'), encoding="utf-8")
    pointers = '<p><ref target="b.xml#there">a</ref> <ref target="b.xml#not-there">b</ref> <ref target="c.xml#x">c</ref></p>'
    (project.edition / "a.xml").write_text(tei_with(pointers), encoding="utf-8")
    found = execute(project, Options(check=True, workers=1)).findings
    told = {(one.code, str(one.severity)) for one in found if one.code.startswith("link.")}
    assert told == {("link.target-missing", "error"), ("link.file-missing", "warning")}
    assert "of edition/b.xml has the xml:id “not-there”" in " ".join(one.sentence for one in found)


def test_what_the_program_notes_on_a_page_without_number_is_no_fault_of_it(project: Project) -> None:
    (project.edition / "a.xml").write_text(tei_with("<p>a<pb/>b<pb n='2'/>c</p>"), encoding="utf-8")
    codes = {finding.code for finding in execute(project, Options(workers=1)).findings}
    assert not {code for code in codes if code.startswith("tei.")}


def test_a_private_scheme_only_warns(project: Project) -> None:
    scheme = '<encodingDesc><listPrefixDef><prefixDef ident="p" matchPattern="(.*)" replacementPattern="#$1"/></listPrefixDef></encodingDesc>'
    (one,) = judged(project, tei_with('<p><ptr target="p:nobody"/></p>', scheme))
    assert (one.code, one.severity) == ("link.target-missing", "warning")


def test_words_that_are_pointers_only_here_are_left_in_peace_there(project: Project) -> None:
    text = (
        '<p><date from="1900" to="1901">x</date><bibl><biblScope from="12" to="14"/></bibl><locus scheme="#f" from="1r" to="2v"/>'
        '<gap reason="lost" extent="1"/></p><list xml:id="f"><item>folios</item></list>'
    )
    assert judged(project, tei_with(text)) == []
    assert ONLY_ON.keys() | NEVER_ON.keys() <= POINTERS


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/a b",
        "mailto:a@example.org",
        "#xpath(//p[1])",
        "#string-range(//p[1],0,3)",
        "#caf%C3%A9",
        "#p",
        "doi:10.1000/1",
        "/elsewhere/on/this/site",
    ],
)
def test_good_addresses(project: Project, target: str) -> None:
    text = f'<p xml:id="p"><ptr target="{target.replace(" ", "%20")}"/></p><p xml:id="café"/>'
    assert judged(project, tei_with(text)) == []


def test_one_finding_for_each_target_with_all_its_places(project: Project) -> None:
    (one,) = judged(project, tei_with('<p><ref target="#x">a</ref><ref target="#x">b</ref></p>'))
    assert one.code == "link.target-missing"
    assert [place.xpath for place in (one.place, *one.again)] == [f"/TEI/text/body/p/ref[{n}]" for n in (1, 2)]


def test_several_targets_are_several_pointers(project: Project) -> None:
    found = judged(project, tei_with('<p xml:id="a"><ref target="#a #b #c">x</ref></p>'))
    assert [one.sentence.split()[2] for one in found] == ["#b", "#c"]


@pytest.mark.parametrize(("written", "meant"), [("P1", "p1"), ("han-nianlomg", "han-nianlong"), ("p7", "")])
def test_the_nearest_name_is_offered(project: Project, written: str, meant: str) -> None:
    text = f'<p xml:id="p1"><name xml:id="han-nianlong" ref="#{written}">x</name></p>'
    (one,) = judged(project, tei_with(text))
    assert (f"Did you mean #{meant}?" in one.hint) == bool(meant)


def test_a_declared_scheme_is_followed(project: Project) -> None:
    declared = """<encodingDesc><listPrefixDef><prefixDef ident="p" matchPattern="([a-z]+)" replacementPattern="#p-$1">
        <p/></prefixDef></listPrefixDef></encodingDesc>"""
    good = tei_with('<p><name ref="p:a" xml:id="p-a">x</name></p>', declared)
    bad = tei_with('<p><name ref="p:b" xml:id="p-a">x</name></p>', declared)
    assert judged(project, good) == []
    assert "p:b" in judged(project, bad)[0].sentence


def test_a_file_of_the_edition_is_no_fault(project: Project) -> None:
    (project.edition / "people.xml").write_text("<TEI/>")
    text = '<p><name ref="people.xml#a">x</name></p>'
    assert judged(project, tei_with(text)) == []
    assert codes(judged(project, tei_with(text.replace("people", "peeple")))) == ["link.file-missing"]


def test_relative_addresses_under_a_base_on_the_web_are_the_webs(project: Project) -> None:
    text = '<p xml:base="https://example.org/"><ref target="a.html">x</ref><graphic url="a.jpg"/></p>'
    assert judged(project, tei_with(text)) == []


def test_examples_are_not_judged(project: Project) -> None:
    egxml = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><p><ref target="#nowhere">x</ref><date when="never"/></p></egXML>'
    assert judged(project, tei_with(f"<p>{egxml}</p>")) == []


# --- images


@pytest.mark.parametrize("name", ["edition/page.jpg", "edition/facsimile/page.jpg"])
def test_images_beside_the_document_or_in_the_folder_of_images(project: Project, name: str) -> None:
    (project.root / name).parent.mkdir(exist_ok=True)
    (project.root / name).write_bytes(drawn.dot(".jpg"))
    for url in ("page.jpg", "page"):
        assert judged(project, tei_with(f'<pb facs="{url}"/><p>x</p>')) == []


def test_zones_without_coordinates_are_zones_nobody_has_measured(project: Project) -> None:
    facsimile = '<facsimile><surface xml:id="s"><zone xml:id="z"/></surface></facsimile>'
    assert judged(project, tei_with('<pb facs="#s"/><p facs="#z">x</p>', before=facsimile)) == []


def test_a_zone_may_hold_an_image_wider_than_its_surface(project: Project) -> None:
    facsimile = """<facsimile><surface start="#p" ulx="50" uly="20" lrx="400" lry="280"><zone ulx="0" uly="0"
        lrx="500" lry="321"><graphic url="https://example.org/spread.jpg"/></zone></surface></facsimile>"""
    assert judged(project, tei_with('<p xml:id="p">x</p>', before=facsimile)) == []


# --- languages


@pytest.mark.parametrize(
    "tag", sorted(names("la grc zh-Hans zh-Hant-TW de-CH-1996 sl-IT-nedis x-klingon de-x-alt ar-Latn i-klingon es-419"))
)
def test_tags_of_bcp_47(project: Project, tag: str) -> None:
    assert "language.malformed" not in codes(judged(project, tei_with(f'<p xml:lang="{tag}">x</p>')))


@pytest.mark.parametrize("tag", ["zh_Hans", "english language", "de-", "e", "greek-polytonic-x", "12"])
def test_no_tags_of_bcp_47(tag: str) -> None:
    assert not TAG.fullmatch(tag)


def test_the_header_may_speak_another_language(project: Project) -> None:
    usage = '<profileDesc xml:lang="en"><langUsage><language ident="la">Latin</language></langUsage></profileDesc>'
    assert judged(project, tei_with("<p>Salve.</p>", usage)) == []


def test_han_in_a_latin_passage_is_found_once_a_passage(project: Project) -> None:
    text = "<p>Salve 你好 <hi>再見</hi>.</p><p>Vale 再見.</p><p xml:lang='zh-Hans'>再見</p><p xml:lang='und'>再見</p>"
    found = judged(project, tei_with(text))
    assert codes(found) == ["language.script-untagged"] * 2
    assert "你好" in found[0].sentence


# --- dates


@pytest.mark.parametrize(
    "value",
    sorted(
        names(
            "1963 1963-08 1963-08-01 --08-01 --08 ---01 -0043 -0043-03-15 12:30:00 1963-08-01T12:30:00 1963-08-01Z "
            "2000-02-29 1963-08-01+08:00"
        )
    ),
)
def test_dates_of_w3c(project: Project, value: str) -> None:
    assert judged(project, tei_with(f'<p><date when="{value}">x</date></p>')) == []


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("1963-8-1", "1963-08-01"),
        ("1963.08.01", "1963-08-01"),
        ("19630801", "1963-08-01"),
        ("31.12.1963", "1963-12-31"),
        ("850", "0850"),
        ("01.02.1963", ""),  # January or February: not for us to say
        ("ca. 1963", ""),
        ("", ""),
    ],
)
def test_what_was_meant_by_what_is_no_date(project: Project, value: str, meant: str) -> None:
    (one,) = judged(project, tei_with(f'<p><date when="{value}">x</date></p>'))
    assert one.code == "date.malformed"
    assert (f"“{meant}”" in one.hint) == bool(meant)


@pytest.mark.parametrize("value", ["1963-13", "1963-02-30", "1900-02-29", "--04-31", "1963-00-01"])
def test_days_that_never_were(project: Project, value: str) -> None:
    assert codes(judged(project, tei_with(f'<p><date when="{value}">x</date></p>'))) == ["date.impossible"]


@pytest.mark.parametrize("value", ["+1414-01-31", "1963-W31", "2009-01/2009-03", "P3D", "19630801", "1963-08-01"])
def test_dates_of_iso(project: Project, value: str) -> None:
    assert judged(project, tei_with(f'<p><date when-iso="{value}">x</date></p>')) == []


@pytest.mark.parametrize(
    ("first", "last", "reversed_"),
    [("1963", "1962", True), ("1963", "1963-02", False), ("1963-02", "1963", False), ("-0043", "-0044", True)],
)
def test_spans(project: Project, first: str, last: str, reversed_: bool) -> None:
    found = codes(judged(project, tei_with(f'<p><date notBefore="{first}" notAfter="{last}">x</date></p>')))
    assert found == (["date.reversed"] if reversed_ else [])


# --- places


def test_a_finding_stands_at_its_attribute_and_names_its_way(project: Project) -> None:
    text = tei_with('\n<p xml:id="p1">Salve\n  <ref\n    target="#x">y</ref></p>')
    (one,) = judged(project, text)
    line = text[: text.index('target="#x"')].count("\n") + 1
    assert (one.place.line, one.place.column) == (line, 5)
    assert one.place.xpath == "/TEI/text/body/p[@xml:id='p1']/ref"


def test_a_strange_character_is_shown_where_it_stands(project: Project) -> None:
    text = tei_with("\n<p>Salve,\nm\ufffdrce.</p>")
    (one,) = judged(project, text)
    assert (one.place.line, one.place.column) == (text[: text.index("\ufffd")].count("\n") + 1, 2)


def test_survey_takes_each_value_once(project: Project) -> None:
    path = project.edition / "a.xml"
    path.write_text(tei_with('<p><ref target="#x">a</ref><ref target="#x">b</ref></p>'), encoding="utf-8")
    document, _ = parse(project, Source("edition/a.xml", "a", 1, ""))
    assert document is not None
    seen = survey(project, document)
    assert {value: use.count for value, use in seen.values("target").items()}["#x"] == 2
    assert list(dates(seen)) == []


# --- the contract


CONTRACT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.tei-c.org/ns/1.0"
    xpathDefaultNamespace="##targetNamespace" elementFormDefault="qualified">
  <xs:element name="TEI"><xs:complexType>
    <xs:sequence><xs:any maxOccurs="unbounded" processContents="skip"/></xs:sequence>
    <xs:assert test="teiHeader//sourceDesc//p = 'The paper.'"><xs:annotation><xs:appinfo>
      <finding xmlns="https://bifolium.org/ns/contract" code="contract.no-paper">
        <sentence>Nothing is said of the paper.</sentence><hint>Describe it in sourceDesc.</hint>
      </finding></xs:appinfo></xs:annotation></xs:assert>
  </xs:complexType></xs:element>
</xs:schema>"""


def test_the_contract_speaks_in_its_own_words_and_the_tree_is_as_before(project: Project) -> None:
    (project.root / "schema").mkdir()
    (project.root / "schema" / "edition.xsd").write_text(CONTRACT, encoding="utf-8")
    (one,) = judged(project, tei_with("<p>Salve.</p>"))
    assert (one.code, one.sentence) == ("contract.no-paper", "Nothing is said of the paper.")
    assert (one.hint, one.place.line) == ("Describe it in sourceDesc.", 1)


def test_the_contract_is_never_the_installations(project: Project) -> None:
    assert not (project.root / "schema").exists()
    assert judged(project, tei_with("<p>Salve.</p>")) == []


# --- alignment


def test_editors_notes_need_no_translation(project: Project) -> None:
    text = """<TEI xmlns="http://www.tei-c.org/ns/1.0">%s<text><group>
      <text type="transcription" xml:lang="la"><body><p xml:id="a">Salve.</p>
        <note resp="https://example.org/me" xml:lang="en">Sic.</note></body></text>
      <text type="translation" xml:lang="en"><body><p corresp="#a">Hail.</p></body></text>
    </group></text></TEI>""" % HEADER.format("")  # noqa: UP031
    assert judged(project, text) == []


def test_what_the_translation_says_it_leaves_out_is_no_hole(project: Project) -> None:
    text = """<TEI xmlns="http://www.tei-c.org/ns/1.0">%s<text><group>
      <text type="transcription" xml:lang="la"><body><p xml:id="a">Salve.</p><p xml:id="b">Vale.</p></body></text>
      <text type="translation" xml:lang="en"><body><p corresp="#a">Hail.</p>%s</body></text>
    </group></text></TEI>"""
    gap = '<gap reason="untranslated" corresp="#b"/>'
    assert judged(project, text % (HEADER.format(""), gap)) == []
    assert codes(judged(project, text % (HEADER.format(""), ""))) == ["translation.unaligned"]


def test_a_passage_may_have_one_counterpart_in_each_of_two_translations(project: Project) -> None:
    texts = "".join(
        f'<text type="{kind}" xml:lang="{lang}"><body><p xml:id="{lang}">a</p></body></text>'
        for kind, lang in (("transcription", "la"), ("translation", "de"), ("translation", "fr"))
    )
    links = '<standOff><linkGrp><link target="#la #de"/><link target="#la #fr"/></linkGrp></standOff>'
    tei = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">{HEADER.format("")}<text><group>{texts}</group></text>{links}</TEI>'
    assert not [code for code in codes(judged(project, tei)) if code.startswith("translation.")]


def test_what_changes_while_it_is_checked_is_checked_again(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<TEI/>", encoding="utf-8")
    before = state([file])
    file.write_text("<TEI></TEI>", encoding="utf-8")  # while somebody reads the first findings
    os.utime(file, ns=(1, 1))
    wait([file], before)  # returns at once
    assert state([file]) != before
    assert state([tmp_path / "gone.xml"]) == {}
