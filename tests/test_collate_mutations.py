"""Stylesheets with faults: what a stylesheet loses, doubles, changes or runs together, collation finds.

Each mutation is a project's own stylesheet that imports the core's and redefines a template, as a scholar's would.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import tei

from bifolium.collate import collate
from bifolium.compose import compose
from bifolium.describe import describe
from bifolium.discover import discover
from bifolium.model import Certificate, Document, Project
from bifolium.parse import parse
from bifolium.render import render

BODY = """
<pb n="1"/>
<head>A letter</head>
<p>The <hi rend="bold">first</hi> paragraph of a <choice><sic>lettre</sic><corr>letter</corr></choice>, with a
  wo<lb break="no"/>rd and <persName>a name</persName>.<note resp="#ed">An editor's note.</note></p>
<p>A <subst><del>bad</del><add>good</add></subst> day;
  <app><lem wit="#A">reading</lem><rdg wit="#B">variant</rdg></app>.</p>
<floatingText><body><p>A letter within the letter.</p></body></floatingText>
<milestone unit="section" n="2"/>
<p>Between two milestones.</p>
<milestone unit="section" n="3"/>
<list><item>one</item> <item>two</item></list>
<p>The end.</p>
<stamp>Received 8 August</stamp>
"""
SHEET = (
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
    ' xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" xmlns:m="https://bifolium.org/ns/mode"'
    ' exclude-result-prefixes="tei b m"><xsl:import href="core:{name}.xsl"/>{templates}</xsl:stylesheet>'
)
MakeProject = Callable[..., Project]


def proofs(make_project: MakeProject, body: str = BODY, **sheets: str) -> dict[str, Certificate]:
    """The certificates of a document that is rendered with these templates added to the sheets "html" or "text"."""
    files = {f"xsl/{name}.xsl": SHEET.format(name=name, templates=templates) for name, templates in sheets.items()}
    project = make_project({"edition/a.xml": tei(body), **files})
    sources, _ = discover(project)
    documents: list[Document] = [made for source in sources if (made := parse(project, source)[0]) is not None]
    corpus, _ = compose(project, [describe(project, document) for document in documents])
    (document,) = documents
    return {certificate.output: certificate for certificate in collate(document, render(project, document, corpus).outputs)}


def codes(certificate: Certificate) -> set[str]:
    return {finding.code.removeprefix("collation.") for finding in certificate.findings}


def test_the_core_is_proved(make_project: MakeProject) -> None:
    made = proofs(make_project)
    assert {name: certificate.findings for name, certificate in made.items()} == dict.fromkeys(made, ())
    assert made["html"].left_out == ()


HTML = {
    "a forgotten apply-templates": ('<xsl:template match="tei:hi"><b/></xsl:template>', "lost"),
    "a paragraph that shows its elements only": (
        '<xsl:template match="tei:p"><p><xsl:apply-templates select="*"/></p></xsl:template>', "lost",
    ),
    "an element left out": ('<xsl:template match="tei:stamp"/>', "lost"),
    "a note left out, its number not": (
        '<xsl:template match="tei:note"><a class="generated">*</a></xsl:template>', "lost",
    ),
    "both halves of a choice as one run": (
        '<xsl:template match="tei:choice"><xsl:apply-templates/></xsl:template>', "alternatives-joined",
    ),
    "deletion and addition as one run": (
        '<xsl:template match="tei:subst"><xsl:apply-templates/></xsl:template>', "alternatives-joined",
    ),
    "all readings of an entry as one run": (
        '<xsl:template match="tei:app"><xsl:apply-templates/></xsl:template>', "alternatives-joined",
    ),
    "one half of a choice": (
        '<xsl:template match="tei:choice"><xsl:apply-templates select="tei:corr"/></xsl:template>', "lost",
    ),
    "a text within the text, twice": (
        '<xsl:template match="tei:floatingText"><div><xsl:apply-templates/></div>'
        "<div><xsl:apply-templates/></div></xsl:template>",
        "doubled",
    ),
    "a text within the text, twice as a unit": (
        '<xsl:template match="tei:floatingText"><div data-unit="{@b:id}"><xsl:apply-templates/></div>'
        '<div data-unit="{@b:id}"><xsl:apply-templates/></div></xsl:template>',
        "doubled",
    ),
    "what lies between two milestones": (
        '<xsl:template match="tei:p[preceding-sibling::tei:milestone and following-sibling::tei:milestone]"/>', "lost",
    ),
    "a name before its sentence": (
        '<xsl:template match="tei:p"><p><xsl:apply-templates select="tei:persName"/><xsl:text> </xsl:text>'
        '<xsl:apply-templates select="node()[not(self::tei:persName)]"/></p></xsl:template>',
        "moved",
    ),
    "capitals": (
        '<xsl:template match="tei:head//text()"><xsl:value-of'
        " select=\"translate(., 'aelrt', 'AELRT')\"/></xsl:template>",
        "changed",
    ),
    "brackets that say nothing of themselves": (
        '<xsl:template match="tei:persName">[name: <xsl:apply-templates/>]</xsl:template>', "added",
    ),
    "text shown as if it were the program's": (
        '<xsl:template match="tei:persName"><b class="generated"><xsl:apply-templates/></b></xsl:template>', "lost",
    ),
    "white space dropped": (
        '<xsl:template match="tei:list"><span><xsl:apply-templates select="*"/></span></xsl:template>'
        '<xsl:template match="tei:item"><b><xsl:apply-templates/></b></xsl:template>',
        "words-joined",
    ),
    "white space put into a word": (
        '<xsl:template match="tei:hi"><b><xsl:value-of select="substring(., 1, 2)"/><xsl:text> </xsl:text>'
        '<xsl:value-of select="substring(., 3)"/></b></xsl:template>',
        "word-broken",
    ),
    "an address that is none": (
        '<xsl:template match="tei:stamp"><div data-unit="nowhere"><xsl:apply-templates/></div></xsl:template>',
        "unknown-unit",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HTML)
def test_html(name: str, make_project: MakeProject) -> None:
    templates, code = HTML[name]
    assert code in codes(proofs(make_project, html=templates)["html"])


TEXT = {
    "a paragraph without its text": ('<xsl:template match="tei:p"><block/></xsl:template>', "lost"),
    "both halves of a choice": (
        '<xsl:template match="tei:choice"><xsl:apply-templates select="*"/></xsl:template>', "alternatives-joined",
    ),
    "notes in the text": ('<xsl:template match="tei:note"><xsl:apply-templates/></xsl:template>', "added"),
    "what lies between two milestones": (
        '<xsl:template match="tei:p[preceding-sibling::tei:milestone and following-sibling::tei:milestone]"/>', "lost",
    ),
    "a word not joined": ('<xsl:template match="tei:lb"><xsl:text> </xsl:text></xsl:template>', "word-broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXT)
def test_text(name: str, make_project: MakeProject) -> None:
    templates, code = TEXT[name]
    assert code in codes(proofs(make_project, text=templates)["reading.en.txt"])


def test_the_place_is_that_of_the_element(make_project: MakeProject) -> None:
    certificate = proofs(make_project, html='<xsl:template match="tei:stamp"/>')["html"]
    (finding,) = certificate.findings
    assert finding.place.line == BODY[: BODY.index("<stamp>")].count("\n") + 1
    assert finding.place.column == 1
    assert finding.sentence.startswith("“Received 8 August” (15 characters, after “one two The end.”)")
