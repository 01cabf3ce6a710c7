"""What a document is held against, and what is said of it: TEI, the schemas it names, those of the project."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bifolium import adopt, pins, report, tei
from bifolium.findings import find
from bifolium.model import Finding, Place, Project, Severity, Source
from bifolium.parse import parse
from bifolium.project import open_project
from bifolium.validate import once, validate
from bifolium.validate.constraints import BY_HAND, TODAY, _compiled, rewritten, rules
from bifolium.validate.kept import kept
from bifolium.validate.schemas import known

TEI = """<?xml version="1.0" encoding="UTF-8"?>{}
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A specimen</title></titleStmt>
<publicationStmt><publisher/><availability><licence target="https://example.org/licence"/></availability>
</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text xml:lang="la"><body>
{}
</body></text></TEI>"""

RNC = """default namespace = "http://www.tei-c.org/ns/1.0"
start = element TEI { element teiHeader { anything }, element text { attribute * { text }*, element body { letter } } }
letter = element opener { text }?, element p { attribute rend { "in" | "out" }?, text }+
anything = (element * { attribute * { text }*, (text | anything)* } | text)*
"""
XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.tei-c.org/ns/1.0"
    xmlns="http://www.tei-c.org/ns/1.0" elementFormDefault="qualified">
  <xs:element name="TEI"><xs:complexType><xs:sequence>
    <xs:any processContents="skip"/>
    <xs:element name="text"><xs:complexType><xs:sequence><xs:element name="body"><xs:complexType><xs:sequence>
      <xs:element name="opener" type="xs:string"/><xs:any processContents="skip" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType></xs:element></xs:sequence>
    <xs:anyAttribute processContents="skip"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "edition").mkdir()
    return open_project(tmp_path)


def judged(project: Project, text: str, instruction: str = "") -> list[Finding]:
    path = project.edition / "a.xml"
    path.write_text(TEI.format(instruction, text), encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    document, findings = parse(project, Source("edition/a.xml", "a", path.stat().st_size, digest))
    assert document is not None
    return findings + validate(project, document)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def model(address: str) -> str:
    return f'<?xml-model href="{address}" schematypens="http://relaxng.org/ns/structure/1.0"?>'


def schema(project: Project, name: str, text: str) -> None:
    (project.root / "schema").mkdir(exist_ok=True)
    (project.root / "schema" / name).write_text(text, encoding="utf-8")


# --- which schema


def test_without_a_word_a_document_is_held_against_all_of_tei(project: Project) -> None:
    (one,) = judged(project, "<hi>Salve.</hi>")
    assert (one.code, one.severity) == ("tei.element-not-here", Severity.WARNING)


def test_what_the_project_has_is_meant_and_errs(project: Project) -> None:
    schema(project, "letter.rnc", RNC)
    (one,) = judged(project, "<p>Salve <hi>amice</hi>.</p>")
    assert (one.code, one.severity) == ("tei.element-not-here", Severity.ERROR)
    assert one.sentence == "hi cannot stand here in p, says schema/letter.rnc."


def test_what_a_document_names_in_the_project_is_found_from_where_it_stands(project: Project) -> None:
    (project.edition / "letter.rnc").write_text(RNC, encoding="utf-8")
    assert judged(project, "<p>Salve.</p>", model("letter.rnc")) == []
    assert codes(judged(project, "<p>Salve <hi>amice</hi>.</p>", model("letter.rnc"))) == ["tei.element-not-here"]


def test_a_schema_outside_the_project_is_not_read(project: Project, tmp_path: Path) -> None:
    assert codes(judged(project, "<p/>", model("../../letter.rnc"))) == ["schema.missing"]


def test_the_same_schema_is_used_once(project: Project) -> None:
    schema(project, "letter.rnc", RNC)
    assert len(judged(project, "<hi/><p/>", model("../schema/letter.rnc") * 2)) == 1


@pytest.mark.parametrize(
    ("address", "release"),
    [
        ("https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_lite.rng", tei.LATEST),
        ("http://www.tei-c.org/Vault/P5/4.3.0/xml/tei/custom/schema/relaxng/tei_all.rnc", "4.3.0"),
        ("https://vault.tei-c.org/P5/current/xml/tei/custom/schema/relaxng/tei_all.rng", tei.LATEST),
        ("http://www.tei-c.org/Vault/P5/2.0.0/xml/tei/custom/schema/relaxng/tei_all.rng", tei.SOURCE),
        ("https://epidoc.stoa.org/schema/latest/tei-epidoc.rng", ""),
        ("https://example.org/tei_all.rng", ""),
    ],
)
def test_known_addresses_stand_for_what_is_at_hand(address: str, release: str) -> None:
    assert known(address) == release


def test_an_unknown_address_is_one_warning_and_never_fetched(project: Project) -> None:
    address = "https://example.org/letters.rng"
    both = model(address) + model(address).replace("relaxng.org/ns/structure/1.0", "purl.oclc.org/dsdl/schematron")
    (one,) = judged(project, "<p/>", both)
    assert (one.code, one.place.line) == ("schema.not-at-hand", 1)
    assert "TEI P5 as a whole" in one.sentence


def test_an_xml_schema_of_the_project_speaks_like_the_contract(project: Project) -> None:
    schema(project, "letter.xsd", XSD)
    assert judged(project, "<opener>Salve.</opener><p>Vale.</p>") == []
    (one,) = judged(project, "<p>Vale.</p>")
    assert one.code == "contract.child-unexpected" and "the schema schema/letter.xsd" in one.sentence


def test_a_broken_schema_does_not_end_the_check(project: Project) -> None:
    schema(project, "letter.rng", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><ref name='x'/></start>")
    found = judged(project, '<p><ref target="#nowhere">x</ref></p>')
    assert codes(found) == ["link.target-missing", "schema.broken"]


# --- what is said


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        ("<p><i>x</i></p>", "TEI has no element i, as it stands in p.", "TEI says hi: write hi instead."),
        ("<para>x</para>", "TEI has no element para, as it stands in body.", "TEI says p: write p instead."),
        ("<p><persname>x</persname></p>", "TEI has no element persname, as it stands in p.", "Write persName, with"),
        ("<hi>x</hi>", "hi cannot stand here in body.", "Put it into p or ab."),
        ("Salve.", "Words stand directly in body, which holds only elements: “Salve.”.", "In body may stand: p, div"),
        ('<p lang="la">x</p>', "p has no attribute @lang.", "Write @xml:lang."),
        ('<p><hi rendd="x">x</hi></p>', "hi has no attribute @rendd.", "Did you mean @rend"),
        ('<p><gap quantity="few"/></p>', "@quantity of gap cannot be “few”.", "a number such as 12, 3.5 or 1/2"),
        ('<p><space dim="up"/></p>', "@dim of space cannot be “up”.", "Allowed: horizontal, vertical."),
        ("<p><choice/></p>", "In choice something is missing: ", "ref-choice.html"),
        ("<p><graphic/></p>", "graphic lacks @url.", 'Add url="…" (an address'),
        ("<p><subst><add/></subst></p>", "A substitution needs both what came in", "ref-subst.html"),
    ],
)
def test_a_philologist_is_told_what_is_wrong_and_what_would_be_right(
    project: Project, text: str, sentence: str, hint: str
) -> None:
    (one,) = judged(project, text)
    assert one.sentence.startswith(sentence) and len(one.sentence) <= 300
    assert hint in one.hint and len(one.hint) <= 300


def test_one_cause_is_one_finding_with_all_its_places(project: Project) -> None:
    (one,) = judged(project, '<p lang="la">x</p>\n<p lang="la">y</p>\n<ab><seg><hi>z</hi></seg></ab>\n<p lang="la"/>')
    assert one.sentence == "p has no attribute @lang."
    assert [place.line for place in one.again] == [6, 8]
    assert "p has no attribute @lang. (3 times; also in line 6, 8)" in report.text(one)
    assert len(list(report.each([one]))) == 3


def test_an_unknown_element_does_not_blame_what_stands_around_it(project: Project) -> None:
    found = judged(project, "<p>x</p><chapter><head>x</head><p>y</p></chapter><p>z</p>")
    assert codes(found) == ["tei.element-unknown"]


def test_places_are_exact(project: Project) -> None:
    found = judged(project, '<p\n  rend="x"\n  lang="la">Salve.</p>\n  <!-- . --> Vale &amp; salve')
    assert [(one.code, one.place.line, one.place.column) for one in found] == [
        ("tei.attribute-unknown", 7, 3),
        ("tei.text-not-here", 8, 14),
    ]


def test_what_another_rule_says_better_is_not_said_twice(project: Project) -> None:
    found = judged(project, '<p xml:id="1a" xml:lang="zh_Hans"><date when="1963-8-1">x</date></p>')
    assert sorted(codes(found)) == ["date.malformed", "id.not-ncname", "language.malformed"]


def test_only_what_is_the_same_is_told_once() -> None:
    contract = find(
        "contract.attribute-missing", Place("a", 1, 1, "/TEI"), element="TEI", attribute="n", contract="x", Contract="X"
    )
    other = find(
        "tei.attribute-unknown", Place("a", 1, 5, "/TEI"), element="TEI", attribute="m", times="", by="", hint=""
    )
    assert once([contract, other]) == [contract, other]


# --- TEI's rules


def test_every_rule_of_tei_can_be_run_or_stands_here_as_a_function() -> None:
    for constraint in tei.constraints():
        dated = TODAY in constraint.test or any(TODAY in value for _, value in constraint.lets)
        if not dated and constraint.name not in BY_HAND:
            for expression in (constraint.context, constraint.test, *(value for _, value in constraint.lets)):
                _compiled(rewritten(expression))
    assert len(rules()) > 80
    assert BY_HAND.keys() <= {constraint.name for constraint in tei.constraints()}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<p><date when="1900" from="1899">x</date></p>', "@when gives an exact date"),
        ('<p><ref target="#x" cRef="y" xml:id="x"/></p>', "A ref has either @target or @cRef"),
        (
            '<lg><l xml:id="y">a</l></lg><p><delSpan spanTo="#y"/></p>',
            "@spanTo must point to something that comes after",
        ),
        ("<p><s><s>x</s></s></p>", "A sentence (s) cannot stand directly in another"),
        ('<p><link target="#y" xml:id="y"/></p>', "A link needs at least two places"),
        ('<p><seg subtype="x">x</seg></p>', "@subtype refines @type"),
    ],
)
def test_rules_of_tei(project: Project, text: str, says: str) -> None:
    (one,) = judged(project, text)
    assert one.code == "tei.constraint" and one.sentence.startswith(says)


# --- schemas from elsewhere


def test_a_schema_is_added_with_its_checksum_and_a_change_is_noticed(project: Project, tmp_path: Path) -> None:
    there = tmp_path / "elsewhere.rnc"
    there.write_text(RNC, encoding="utf-8")
    pin = adopt.adopt(project, str(there))
    assert pins.read(project) == (pin,)
    assert pins.changed(project) == []
    assert codes(judged(project, "<hi/><p/>")) == ["tei.element-not-here"]
    (project.root / "schema" / "elsewhere.rnc").write_text(RNC + "\n")
    assert codes(pins.changed(project)) == ["schema.changed"]
    adopt.adopt(project, str(there))  # once more, as it was
    assert pins.changed(project) == []


def test_an_address_on_the_web_stands_for_the_copy_that_was_added(project: Project) -> None:
    address = "https://example.org/letter.rnc"
    schema(project, "letter.rnc", RNC)
    digest = hashlib.sha256(RNC.encode()).hexdigest()
    schema(project, "pins.toml", f'[[schema]]\nfile = "letter.rnc"\norigin = "{address}"\nsha256 = "{digest}"\n')
    assert codes(judged(project, "<hi/><p/>", model(address))) == ["tei.element-not-here"]


@pytest.mark.parametrize("kind", ["include", "import", "override"])
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("../../outside.xsd", "lies outside the project"),
        ("parts/%2e%2e/%2e%2e/%2e%2e/outside.xsd", "lies outside the project"),
        ("link.txt", "lies outside the project"),
        ("http://127.0.0.1:9/x.xsd", "nothing is fetched from the web"),
    ],
)
def test_an_xml_schema_reads_nothing_outside_the_project(tmp_path: Path, kind: str, address: str, why: str) -> None:
    (tmp_path / "project" / "edition").mkdir(parents=True)
    (tmp_path / "outside.xsd").write_text(XSD, encoding="utf-8")
    project = open_project(tmp_path / "project")
    start, space, rest = XSD.partition('elementFormDefault="qualified">')
    other = 'namespace="urn:x" ' if kind == "import" else ""
    reading = f'<xs:{kind} {other}schemaLocation="{address}"/>'
    schema(project, "letter.xsd", f"{start}{space}{reading}{rest}")
    (project.root / "schema" / "link.txt").symlink_to(tmp_path / "outside.xsd")
    found = [one for one in judged(project, "<p/>") if one.code == "contract.schema-broken"]
    if kind == "import" and address.startswith("http"):
        assert found == [], "what is imported from the web may be known without it"
    else:
        assert any(why in one.sentence for one in found)


def test_an_xml_schema_declares_no_entities(project: Project) -> None:
    schema(project, "letter.xsd", f'<!DOCTYPE x [<!ENTITY a "b">]>{XSD}')
    (one,) = (one for one in judged(project, "<p/>") if one.code == "contract.schema-broken")
    assert "a schema may declare none" in one.sentence


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.txt", "y"),
        ("x.rng", "no XML"),
        ("x.rng", "<html><body>Please log in.</body></html>"),
        ("edition.xsd", "<x/>"),
    ],
)
def test_what_is_no_schema_is_not_taken(project: Project, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError):
        adopt.adopt(project, str(tmp_path / name))
    assert not (project.root / "schema").exists()


def test_what_else_is_wrong_with_an_element_is_told_beside_what_a_rule_has_found(project: Project) -> None:
    text = TEI.format("", "<p>x</p>")
    text = text.replace(text[text.index("<fileDesc>") : text.index("</teiHeader>")], "")
    path = project.edition / "a.xml"
    path.write_text(text, encoding="utf-8")
    document, _ = parse(project, Source("edition/a.xml", "a", len(text), "0"))
    assert document is not None
    told = {one.code: one.sentence for one in validate(project, document)}
    assert "header.licence-missing" in told
    assert told["tei.incomplete"] == "In teiHeader something is missing: fileDesc."


def test_a_schema_is_made_again_when_a_file_it_includes_holds_something_else(project: Project) -> None:
    schema = project.root / "schema"
    schema.mkdir(exist_ok=True)
    (schema / "own.rnc").write_text('include "part.inc"\n', encoding="utf-8")
    part = schema / "part.inc"
    made: list[str] = []

    def make(reads: Callable[[Path], None]) -> str:
        reads(part)
        made.append(part.read_text(encoding="utf-8"))
        return made[-1]

    for content in ("start = notAllowed", "start = notAllowed", "start = empty", "start = empty"):
        part.write_text(content, encoding="utf-8")
        os.utime(part, ns=(len(made), len(made)))  # touching it alone is no reason
        assert kept(schema / "own.rnc", schema, "a test", make) == content
    assert made == ["start = notAllowed", "start = empty"]
