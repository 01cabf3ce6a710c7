"""Schematron rules: which speak of which nodes, how they are put together, and what happens when one cannot be run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from lxml import etree

from bifolium.schematron import Failure, Result, SchematronError, read, run

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
  <p n="1">Salve <hi rend="it">amice</hi>.</p>
  <p n="2">Vale</p>
  <note place="top">x</note>
</body></text></TEI>"""

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="{}">
  <ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
  {}
</schema>"""


def said(folder: Path, rules: str, binding: str = "xslt2", seconds: float = 20.0) -> list[str]:
    """What these rules say of the letter: names of elements and messages; failures by their reasons."""
    path = folder / "rules.sch"
    path.write_text(SCHEMA.format(binding, rules), encoding="utf-8")
    return told(path, seconds)


def told(path: Path, seconds: float = 20.0) -> list[str]:
    tree = etree.ElementTree(etree.fromstring(LETTER))
    found = []
    for one in run(read(path, path.parent), tree, seconds):
        if isinstance(one, Failure):
            found.append(f"failed: {one.expression}")
        else:
            attribute = f"/@{one.attribute}" if one.attribute else ""
            found.append(f"{etree.QName(one.node).localname}{attribute}: {one.message}")
    return found


def rule(context: str, *checks: str) -> str:
    return f'<pattern><rule context="{context}">{"".join(checks)}</rule></pattern>'


def test_an_assert_speaks_when_its_test_is_false_a_report_when_it_is_true(tmp_path: Path) -> None:
    rules = rule(
        "t:p", "<assert test=\"ends-with(., '.')\">A stop is missing.</assert>", '<report test="t:hi">It has hi.</report>'
    )
    assert said(tmp_path, rules) == ["p: It has hi.", "p: A stop is missing."]


def test_messages_hold_values_and_names(tmp_path: Path) -> None:
    check = '<report test="@n = 2">The <name/> with n <value-of select="@n"/> says “<value-of select="."/>”.</report>'
    assert said(tmp_path, rule("t:p", check)) == ["p: The p with n 2 says “Vale”."]


def test_the_context_may_be_an_attribute_or_several_things(tmp_path: Path) -> None:
    rules = rule("t:hi/@rend | t:note/@place", '<report test="true()"><value-of select="."/></report>')
    assert said(tmp_path, rules) == ["hi/@rend: it", "note/@place: top"]
    assert said(tmp_path, rule("/t:TEI", '<report test="true()">root</report>')) == ["TEI: root"]


def test_of_one_pattern_only_the_first_rule_that_fits_is_held_against_a_node(tmp_path: Path) -> None:
    rules = (
        '<pattern><rule context="t:p[@n=1]"><report test="true()">first</report></rule>'
        '<rule context="t:p"><report test="true()">any</report></rule></pattern>'
    )
    assert said(tmp_path, rules) == ["p: first", "p: any"]


def test_variables_stand_for_schema_pattern_and_rule(tmp_path: Path) -> None:
    rules = (
        '<let name="most" value="1"/><pattern><let name="all" value="count(//t:p)"/><rule context="t:p">'
        '<let name="own" value="@n"/><report test="$own > $most"><value-of select="$own"/> of <value-of select="$all"/>'
        "</report></rule></pattern>"
    )
    assert said(tmp_path, rules) == ["p: 2 of 2"]


def test_current_is_the_node_of_the_rule(tmp_path: Path) -> None:
    rules = rule("t:p", '<report test="//t:p[@n &lt; current()/@n]">not the first</report>')
    assert said(tmp_path, rules) == ["p: not the first"]


def test_abstract_patterns_and_rules_are_filled_in(tmp_path: Path) -> None:
    rules = """<pattern abstract="true" id="needs"><rule context="$what">
        <assert test="@$with">$what needs $with</assert><extends rule="empty"/></rule></pattern>
      <pattern is-a="needs"><param name="what" value="t:hi"/><param name="with" value="n"/></pattern>
      <pattern><rule abstract="true" id="empty"><report test="not(node())">empty</report></rule></pattern>"""
    assert said(tmp_path, rules) == ["hi: t:hi needs n"]


def test_what_is_included_stands_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "part.sch").write_text(
        '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="t:note"><report test="true()">here</report>'
        "</rule></pattern>"
    )
    assert said(tmp_path, '<include href="part.sch"/>') == ["note: here"]


@pytest.mark.parametrize("href", ["../part.sch", "https://example.org/part.sch", "nowhere.sch", "rules.sch"])
def test_nothing_is_included_from_elsewhere_or_in_a_circle(tmp_path: Path, href: str) -> None:
    with pytest.raises(SchematronError):
        said(tmp_path, f'<include href="{href}"/>')


def test_the_default_phase_chooses_patterns(tmp_path: Path) -> None:
    path = tmp_path / "rules.sch"
    pattern = '<pattern id="{0}"><rule context="t:note"><report test="true()">{0}</report></rule></pattern>'
    rules = '<phase id="x"><active pattern="b"/></phase>' + pattern.format("a") + pattern.format("b")
    path.write_text(SCHEMA.format('xslt2" defaultPhase="x', rules))
    assert told(path) == ["note: b"]


def test_roles_and_diagnostics_come_along(tmp_path: Path) -> None:
    path = tmp_path / "rules.sch"
    rules = rule("t:note", '<report test="true()" role="warning" diagnostics="d" id="r">A note.</report>')
    rules += '<diagnostics><diagnostic id="d">It stands at the <value-of select="@place"/>.</diagnostic></diagnostics>'
    path.write_text(SCHEMA.format("xslt2", rules))
    (one,) = run(read(path, tmp_path), etree.ElementTree(etree.fromstring(LETTER)))
    assert isinstance(one, Result)
    assert (one.check.role, one.check.id, one.diagnostics) == ("warning", "r", "It stands at the top.")


def test_rules_inside_a_relax_ng_schema_are_found(tmp_path: Path) -> None:
    path = tmp_path / "letter.rng"
    path.write_text(
        """<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
        <sch:ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>
        <define name="note"><element name="note"><sch:pattern><sch:rule context="t:note">
          <sch:assert test="@resp">Whose note?</sch:assert></sch:rule></sch:pattern><text/></element></define>
        <start><ref name="note"/></start></grammar>"""
    )
    assert told(path) == ["note: Whose note?"]


@pytest.mark.parametrize("binding", ["xslt", "xslt2", "xslt3", "xpath2", "xpath31"])
def test_the_versions_of_xpath(tmp_path: Path, binding: str) -> None:
    assert said(tmp_path, rule("t:note", '<assert test="@resp">Whose?</assert>'), binding) == ["note: Whose?"]


def test_another_query_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchematronError):
        said(tmp_path, "", "exslt-and-more")


def test_a_rule_that_cannot_be_run_is_one_failure_and_not_the_end(tmp_path: Path) -> None:
    checks = (
        '<assert test="my:own(.)">never</assert>',
        "<assert test=\"key('ids', @n)\">never</assert>",
        '<assert test="@n = ">never</assert>',
        '<report test="@n = 2">yet</report>',
    )
    found = said(tmp_path, rule("t:p", *checks))
    assert sorted(found) == ["failed: @n = ", "failed: key('ids', @n)", "failed: my:own(.)", "p: yet"]


def test_nothing_is_read_from_outside(tmp_path: Path) -> None:
    (tmp_path / "other.xml").write_text("<x/>")
    address = (tmp_path / "other.xml").as_uri()
    for call in (f"doc('{address}')", f"unparsed-text('{address}')", "environment-variable('PATH')"):
        found = said(tmp_path, rule("t:note", f'<report test="{call}">read</report>'), "xslt3")
        assert "note: read" not in found


def test_time_is_limited(tmp_path: Path) -> None:
    endless = rule("t:note", '<report test="count(for $a in 1 to 10000, $b in 1 to 10000 return $a) > 1">never</report>')
    began = time.monotonic()
    found = said(tmp_path, endless, seconds=0.3)
    assert time.monotonic() - began < 5
    assert found[-1] == "failed: " and "note: never" not in found
