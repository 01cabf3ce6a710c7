"""The table of TEI's facts: what it says, that it hangs together, and that the grammar made from it validates."""

import re
import time
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from bifolium import tei
from bifolium.relaxng import load
from bifolium.tei.expressions import parse
from bifolium.tei.rng import grammar, xml

RNG = "{http://relaxng.org/ns/structure/1.0}"


@cache
def written(release: str) -> str:
    return tei.grammar(release)


@cache
def defines(release: str) -> dict[str | None, etree._Element]:
    """The definitions of a grammar by name; there are no two of a name."""
    found = etree.fromstring(written(release).encode()).findall(f".//{RNG}define")
    names = {define.get("name"): define for define in found}
    assert len(names) == len(found)
    return names


# --- what the table says ----------------------------------------------------------------------------------------


def test_an_element_says_what_it_is_and_where_the_guidelines_explain_it():
    gap = tei.elements()["gap"]
    assert gap.module == "core"
    assert gap.guidelines == "https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-gap.html"
    assert tei.modules()["core"].guidelines == "https://tei-c.org/release/doc/tei-p5-doc/en/html/CO.html"
    assert {"att.editLike", "model.global.edit"} <= set(gap.classes)
    assert gap.deprecated is None


def test_attributes_come_from_the_element_and_from_its_classes():
    gap = tei.elements()["gap"].attributes
    assert gap["reason"].origin == "gap"
    assert gap["reason"].several and "illegible" in gap["reason"].values and gap["reason"].list == "suggested"
    assert gap["unit"].origin == "att.dimensions"  # a class
    assert gap["quantity"].datatype == "teidata.numeric"
    assert gap["xml:id"].datatype == "xsd:ID"  # a class of a class
    assert gap["precision"].values == ("high", "medium", "low", "unknown") and gap["precision"].closed
    assert not gap["reason"].required


@pytest.mark.parametrize(
    ("element", "attribute", "origin"),
    [
        ("title", "type", "title"),  # its own, though att.typed has one: att.typed(subtype)
        ("title", "subtype", "att.typed"),
        ("path", "points", "path"),  # att.coordinated(-points)
        ("graphic", "mimeType", "att.internetMedia"),
    ],
)
def test_a_part_of_a_class_can_be_inherited(element: str, attribute: str, origin: str):
    assert tei.elements()[element].attributes[attribute].origin == origin


def test_required_closed_and_exclusive_attributes():
    elements = tei.elements()
    assert elements["graphic"].attributes["url"].required
    assert elements["space"].attributes["dim"].values == ("horizontal", "vertical")
    relation = elements["relation"].attributes
    assert relation["active"].either == relation["mutual"].either > 0 == relation["passive"].either
    assert elements["bibl"].attributes["default"].default == "false"
    assert elements["fw"].attributes["type"].list == "sample"


def test_content_tells_children_parents_and_text():
    elements = tei.elements()
    p = elements["p"]
    assert {"pb", "lb", "hi", "persName", "note"} <= p.may_contain()
    assert not {"div", "p", "teiHeader"} & p.may_contain()
    assert p.may_contain_text and not elements["div"].may_contain_text
    assert elements["lb"].may_contain() == frozenset()
    assert {"div", "body", "note"} <= p.parents() and "p" not in p.parents()
    assert elements["TEI"].parents() == {"TEI", "teiCorpus"}
    assert elements["xenoData"].may_contain_anything and not p.may_contain_anything
    assert "text" in elements["TEI"].may_contain()  # the element, written \text


def test_an_element_may_be_in_a_namespace_of_its_own():
    assert tei.elements()["egXML"].namespace == "http://www.tei-c.org/ns/Examples"
    assert tei.elements()["p"].namespace == tei.NAMESPACE


def test_classes_have_members():
    classes = tei.classes()
    assert classes["model.pLike"].members == ("p", "ab")
    assert "model.divPart" in classes["model.pLike"].classes
    assert "idno" in classes["att.sortable"].members
    assert [a.name for a in classes["att.typed"].attributes] == ["type", "subtype"]


def test_attributes_by_name():
    assert {a.origin for a in tei.attributes()["hand"]} >= {"att.written"}


# --- later releases ---------------------------------------------------------------------------------------------


def test_later_releases_are_laid_over_the_first():
    assert tei.releases()[0] == tei.SOURCE and tei.releases()[-1] == tei.LATEST
    assert "post" not in tei.elements("4.7.0") and tei.elements("4.8.0")["post"].since == "4.8.0"
    assert tei.elements()["p"].since == tei.SOURCE
    assert "facsimile" in tei.elements()["facsimile"].may_contain()
    assert "facsimile" not in tei.elements("4.9.0")["facsimile"].may_contain()
    assert tei.elements()["bibl"].attributes["ref"].origin == "att.canonical"
    assert "ref" not in tei.elements("4.8.0")["bibl"].attributes
    assert tei.elements()["language"].attributes["scope"].since == "4.9.0"


def test_what_is_deprecated_says_until_when_and_goes():
    assert tei.elements("4.3.0")["charName"].deprecated == ""
    assert "charName" not in tei.elements("4.4.0")
    assert tei.elements()["superEntry"].deprecated == "2027-03-07"
    assert tei.elements("4.7.0")["persName"].attributes["calendar"].deprecated == "2024-11-11"
    assert "calendar" not in tei.elements()["persName"].attributes
    assert tei.elements()["date"].attributes["calendar"].deprecated is None


def test_an_unknown_release_is_refused():
    with pytest.raises(ValueError, match="the table knows"):
        tei.elements("4.99.0")


# --- constraints ------------------------------------------------------------------------------------------------


def test_constraints_are_context_test_and_a_sentence():
    rules = {rule.name: rule for rule in tei.constraints()}
    typed = rules["att.typed-subtypeTyped"]
    assert (typed.context, typed.kind, typed.test) == ("tei:*[@subtype]", "assert", "@type")
    assert rules["path-pathmustnotbeclosed"].lets[0][0] == "firstPair"
    assert rules["att.cmc-generatedBy-CMC_generatedBy_within_post"].since == "4.8.0"
    assert "p-abstractModel-structure-p" not in rules  # 4.9.0
    for release in tei.releases():
        for rule in tei.constraints(release):
            assert rule.says.endswith(".") and len(rule.says) < 160, rule.name
            assert set(re.findall(r"\b(\w+):(?!:)\w", rule.test)) <= {*tei.PREFIXES, "xml", "http"}


# --- did you mean -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("persname", "persName"),
        ("teiheader", "teiHeader"),
        ("TEi", "TEI"),
        ("titelStmt", "titleStmt"),
        ("hii", "hi"),
        ("placName", "placeName"),
        ("suppllied", "supplied"),
    ],
)
def test_nearest(written: str, meant: str):
    assert tei.nearest(written)[0] == meant


def test_nearest_among_some_names_and_none_at_all():
    assert tei.nearest("tpye", ["type", "subtype", "rend"]) == ["type"]
    assert tei.nearest("qwertyuiop") == []


# --- the table hangs together -----------------------------------------------------------------------------------


@pytest.mark.parametrize("release", tei.releases())
def test_every_name_that_is_used_is_declared(release: str):
    root = next(iter(defines(release).values())).getroottree().getroot()
    assert {ref.get("name") for ref in root.iter(f"{RNG}ref")} <= set(defines(release))
    assert all(element.parents() for element in tei.elements(release).values())


@pytest.mark.parametrize("release", tei.releases())
def test_no_element_has_an_attribute_twice(release: str):
    @cache
    def of_class(name: str) -> list[tuple[str | None, str | None]]:
        return names(defines(release)[name])

    def names(pattern: etree._Element) -> list[tuple[str | None, str | None]]:
        found = []
        for child in pattern:
            if child.tag == f"{RNG}attribute":
                found.append((child.get("ns"), child.get("name")))
            elif child.tag == f"{RNG}ref" and child.get("name").startswith("att."):
                found += of_class(child.get("name"))
            elif child.tag in (f"{RNG}optional", f"{RNG}choice", f"{RNG}element"):
                found += names(child)
        return found

    for name in tei.elements(release):
        attributes = of_class(name)
        assert len(attributes) == len(set(attributes)), name
        assert len(attributes) == len(tei.elements(release)[name].attributes), name


def test_the_grammar_is_the_same_every_time_and_changes_with_the_release():
    assert grammar(tei.Table(tei.SOURCE)) == written(tei.SOURCE)
    assert len({written(release) for release in tei.releases()}) == len(tei.releases())


def test_the_table_is_written_as_its_readme_says():
    readme = (tei.folder() / "README.md").read_text(encoding="utf-8")
    example = readme.split("```\n")[1]
    assert example in (tei.folder() / "core.txt").read_text(encoding="utf-8")


def test_the_table_is_readable_in_any_editor():
    for path in tei.folder().glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n") and "\t" not in text and " \n" not in text, path
        for line in text.splitlines():
            assert len(line) <= 130 or line.startswith(("  context ", "  assert ", "  report ", "  let ", "  says ")), (
                line
            )


def test_it_is_read_in_no_time():
    spent = []
    for _ in range(5):  # what other tests have left to be cleared away may fall into any of them
        start = time.process_time()
        assert "p" in tei.Table(tei.LATEST).elements
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1  # some milliseconds; the limit is for a slow machine


# --- expressions ------------------------------------------------------------------------------------------------


def rng(pattern: str) -> str:
    """The content of an element with that content model, in the grammar."""
    return xml(parse(pattern))


def test_content_models_are_relax_ng_compact_syntax():
    assert rng("(text | p)*") == '<zeroOrMore><choice><text/><ref name="p"/></choice></zeroOrMore>'
    assert rng("a?, b+") == '<group><optional><ref name="a"/></optional><oneOrMore><ref name="b"/></oneOrMore></group>'
    assert rng(r"\text | \empty") == '<choice><ref name="text"/><ref name="empty"/></choice>'
    assert rng('"a" | "<"') == "<choice><value>a</value><value>&lt;</value></choice>"
    assert (
        rng('xsd:token { pattern = "a|(b{2})" }') == '<data type="token"><param name="pattern">a|(b{2})</param></data>'
    )


@pytest.mark.parametrize("wrong", ["a, b | c", "(a", "a)", "| a", "a & b", 'xsd:token { pattern "x" }', ""])
def test_what_is_not_a_content_model_is_refused(wrong: str):
    with pytest.raises(ValueError, match="not an expression"):
        rng(wrong)


# --- the schema that validates ----------------------------------------------------------------------------------


def test_what_is_put_together_piece_by_piece_says_the_same_as_the_grammar():
    piecemeal, whole = tei.schema(), load(written(tei.LATEST).encode())
    for path in sorted(Path(__file__).parent.glob("broken/*/edition/*.xml")):
        if not path.parent.parent.name.startswith("xml."):
            said, expected = list(piecemeal.validate(path)), list(whole.validate(path))
            assert list(map(str, said)) == list(map(str, expected)), path
            # The order of names alone may differ where nothing speaks for one or the other.
            assert [set(error.expected) for error in said] == [set(error.expected) for error in expected]


def test_a_schema_that_forgot_what_it_learnt_knows_it_again():
    schema = tei.schema(tei.SOURCE)
    specimen = Path(__file__).parent / "broken" / "contract.text-unexpected" / "edition" / "specimen.xml"
    before = list(schema.validate(specimen))
    schema._recovery.forget()
    assert before and list(schema.validate(specimen)) == before
