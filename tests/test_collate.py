"""What collation must find, and what it must let pass: each test is a small source, and how an output shows it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bifolium.collate import certificate_json, collate
from bifolium.collate.diff import differences
from bifolium.collate.ruler import Ruler
from bifolium.collate.rules import REASONS, RULES
from bifolium.findings import register
from bifolium.model import Artifact, Certificate, Document, Output, Place, Severity, Source

TEI = "http://www.tei-c.org/ns/1.0"
ADDRESS = "{https://bifolium.org/ns}id"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def document(tei: str) -> Document:
    """A TEI document of one text, "t"; the address of an element is its id, its place its name."""
    if not tei.startswith("<TEI"):
        tei = f'<TEI><text xml:id="t">{tei}</text></TEI>'
    tree = etree.ElementTree(etree.fromstring(tei.replace("<TEI", f'<TEI xmlns="{TEI}"', 1)))
    for element in tree.iter(etree.Element):
        if name := element.get(ID):
            element.set(ADDRESS, name)

    def place(element: Any, attribute: str | None = None) -> Place:
        return Place("edition/a.xml", 1, 1, element.get(ID) or etree.QName(element).localname)

    return Document(Source("edition/a.xml", "a", 0, ""), tree, place)


def page(html: str) -> Output:
    """An HTML page that shows "t"; or, if it says so itself, what it shows."""
    shown = html if "data-unit" in html.partition(">")[0] else f'<div data-unit="t">{html}</div>'
    data = f"<!DOCTYPE html><html><body><nav>Home</nav><main>{shown}</main></body></html>"
    return Output("html", (Artifact("a/index.html", data.encode(), "text/html; charset=utf-8"),))


def plain(tree: str, file: str, *leaves_out: str, name: str = "reading.txt") -> Output:
    """A plain text: its intermediate tree and its file."""
    return Output(name, (Artifact(f"a/{name}", file.encode(), "text/plain"),), etree.fromstring(tree), leaves_out)


def prove(tei: str, *outputs: Output) -> list[Certificate]:
    return collate(document(tei), outputs)


def found(tei: str, *outputs: Output) -> list[str]:
    """Findings as "code at: the first words quoted"."""
    return [
        f"{finding.code.removeprefix('collation.')} {finding.place.xpath}: {finding.sentence.split('”')[0].lstrip('“')}"
        for certificate in prove(tei, *outputs)
        for finding in certificate.findings
    ]


# --- what passes --------------------------------------------------------------------------------------------------

FAITHFUL = {
    "as it is": ("<p>One two.</p>", "<p>One two.</p>"),
    "other white space": ("<p>One\n     two.</p>\n<p>Three</p>", "<div><p>One two.</p><p>Three</p></div>"),
    "special characters": (
        "<p>a &lt; b &amp; c > \"d\" 'e' \u00a0\u3000é é 𠀀</p>",
        "<p>a &lt; b &amp; c &gt; &#34;d&#34; 'e' &nbsp;\u3000é é 𠀀</p>",
    ),
    "comments are no text": ("<p>a<!-- no -->b<?no?>c</p>", "<p>a<!-- neither -->bc</p>"),
    "words of the program": ("<p>a</p>", '<p><b class="label generated">Paragraph <i>one</i></b>a</p>'),
    "a note at the foot": (
        '<p>word<note xml:id="n">A note.</note> goes on</p>',
        '<p>word<a class="generated">1</a> goes on</p><aside data-unit="n">A note.</aside>',
    ),
    "a note within a note": (
        '<p>a<note xml:id="n">b<note xml:id="m">c</note>d</note>e</p>',
        '<p>ae</p><aside data-unit="n">b<span data-unit="m">c</span>d</aside>',
    ),
    "a unit in pieces, on two pages": (
        '<p xml:id="p">单身<pb break="no"/>汉</p>',
        '<p data-unit="p">单身</p><div class="generated">2</div><p data-unit="p">汉</p>',
    ),
    "a choice, the first in the run": (
        "<p>a <choice><sic>slip</sic><corr>ship</corr></choice> b</p>",
        "<p>a slip<span data-apart> ship</span> b</p>",
    ),
    "a choice, the last in the run": (
        "<p>a <choice><sic>slip</sic><corr>ship</corr></choice> b</p>",
        "<p>a <i data-apart>[slip]</i><b>ship</b> b</p>".replace("[", '<s class="generated">[</s>').replace("]", ""),
    ),
    "each choice another way": (
        "<p><choice><abbr>Mr</abbr><expan>Mister</expan></choice> "
        "<choice><abbr>Mr</abbr><expan>Mister</expan></choice></p>",
        "<p>Mr<i data-apart>Mister</i> <i data-apart>Mr</i>Mister</p>",
    ),
    "readings that begin alike": (
        "<p><choice><abbr>a</abbr><expan>ab</expan></choice><choice><abbr>bc</abbr><expan>c</expan></choice></p>",
        "<p>ab<i data-apart>a</i>c<i data-apart>bc</i></p>",
    ),
    "variants within a variant": (
        "<p>x<app><lem>a<app><lem>b</lem><rdg>c</rdg></app></lem><rdg>d</rdg></app>y</p>",
        "<p>xab<i data-apart>c</i><i data-apart>d</i>y</p>",
    ),
    "a choice in a reading that stands apart": (
        "<p>x <subst><del>a</del><add><choice><sic>b</sic><corr>c</corr></choice></add></subst> y</p>",
        "<p>x a <i data-apart>b <b data-apart>c</b></i> y</p>",
    ),
    "no lemma, a group of readings": (
        "<p>x <app><rdgGrp><rdg>a</rdg><rdg>b</rdg></rdgGrp><rdg>c</rdg></app> y</p>",
        "<p>x a<i data-apart>b</i><i data-apart>c</i> y</p>",
    ),
    "two additions for one deletion": (
        "<p>x <subst><add>a</add><del>b</del><add>c</add></subst> y</p>",
        "<p>x ac<i data-apart>b</i> y</p>",
    ),
    "readings that differ in white space": (
        "<p>from <choice><orig>to day</orig><reg>today</reg></choice> on</p>",
        "<p>from today<i data-apart>to day</i> on</p>",
    ),
    "text in an attribute": ('<p>子曰<c n="："/>學</p>', "<p>子曰：學</p>"),
    "a line end between Han characters": ("<p>中文\n  排版</p>", "<p>中文排版</p>"),
    "a line break in a word": ('<p>Wort<lb break="no"/>teil und\n<lb/>mehr</p>', "<p>Wort<br>teil und<br>mehr</p>"),
    "a line break between words": ("<p>one<lb/>two</p>", "<p>one two</p>"),
    "what the page says of a passage, outside its unit": ("<p>a</p>", '<p data-unit="t">a</p><p>a, a</p>'),
    "a passage quoted by the program": (
        '<p xml:id="p">a</p>', '<p>a</p><q class="generated">see <i data-unit="p">a</i></q>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAITHFUL)
def test_faithful(name: str) -> None:
    tei, html = FAITHFUL[name]
    assert found(tei, page(html)) == []


# --- what is found ------------------------------------------------------------------------------------------------

FAULTS = {
    "a character": ("<p>One two three.</p>", "<p>One tw three.</p>", ["lost p: o"]),
    "an element": ("<p>One <hi>two</hi> three.</p>", "<p>One  three.</p>", ["lost hi: two"]),
    "an element with all it holds": (
        "<p>a</p><div><head>H</head><p>b c d</p></div><p>e</p>", "<p>a</p><p>e</p>", ["lost div: H b c d"],
    ),
    "a note that is no unit any more": ('<p>a <note xml:id="n">b</note> c</p>', "<p>a c</p>", ["lost n: b"]),
    "a passage after a unit was closed too early": (
        "<p>One two.</p><p>Three four.</p>", '<p data-unit="t">One two.</p><p>Three four.</p>', ["lost p: Three four."],
    ),
    "twice": ("<p>One two three.</p>", "<p>One two two three.</p>", ["doubled p: two"]),
    "a whole passage twice": (
        "<p>One.</p><floatingText><p>A letter within.</p></floatingText><p>Two.</p>",
        "<p>One.</p><div><p>A letter within.</p></div><p>Two.</p><div><p>A letter within.</p></div>",
        ["doubled p: A letter within."],
    ),
    "both readings in the run": (
        "<p>斥了苏方的<choice><sic>滥言</sic><corr>谰言</corr></choice>。</p>", "<p>斥了苏方的滥言谰言。</p>",
        ["alternatives-joined sic: 谰言"],
    ),
    "both readings in the run, the last first": (
        "<p>a <choice><sic>colour</sic><corr>color</corr></choice> b</p>", "<p>a colorcolour b</p>",
        ["alternatives-joined corr: colour"],
    ),
    "a reading not shown": (
        "<p>a <choice><sic>slip</sic><corr>ship</corr></choice> b</p>", "<p>a slip b</p>", ["lost corr: ship"],
    ),
    "another character": ("<p>谰言</p>", "<p>滥言</p>", ["changed p: 谰"]),
    "a composed character": ("<p>caf\u0065\u0301</p>", "<p>caf\u00e9</p>", ["changed p: e\u0301"]),
    "capitals": ("<p>The <hi>small</hi> one</p>", "<p>The <b>SMALL</b> one</p>", ["changed hi: small"]),
    "an ideographic space": ("<p>甲\u3000乙</p>", "<p>甲 乙</p>", ["lost p: \u3000"]),
    "moved": (
        "<p>First comes this one.</p><p>Second comes another.</p>",
        "<p>Second comes another.</p><p>First comes this one.</p>", ["moved p: Second comes another."],
    ),
    "neighbours in the wrong order": ("<p>abcdefg</p>", "<p>abdcefg</p>", ["moved p: cd"]),
    "added": ("<p>One two.</p>", "<p>One (sic!) two.</p>", ["added p: (sic!)"]),
    "words run together": ("<p><s>One.</s> <s>a</s> <s>b</s></p>", "<p>One. ab</p>", ["words-joined s: a"]),
    "a word falls apart": ('<p>单身<pb break="no"/>汉</p>', "<p>单身 汉</p>", ["word-broken p: 单身汉"]),
    "no such passage": (
        "<p>One</p>", '<p data-unit="t">One</p><p data-unit="u">Two</p>',
        ["unknown-unit TEI: html says that it shows the passage “u"],
    ),
    "the header": (
        '<TEI><teiHeader><p>H</p></teiHeader><text xml:id="t"><p>a</p></text></TEI>', "a", ["lost teiHeader: H"],
    ),
    "no unit at all": (
        "<p>One</p>", '<p data-unit="">One</p>',
        ["lost TEI: One", "unknown-unit TEI: html says that it shows the passage “?"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_faults(name: str) -> None:
    tei, html, expected = FAULTS[name]
    assert sorted(found(tei, page(html))) == expected


def test_many_faults_are_counted() -> None:
    words = [f"word{n}" for n in range(100)]
    findings = found(f"<p>{' '.join(words)}</p>", page(f"<p>{' '.join(words[::2])}</p>"))
    assert len(findings) == 21
    assert findings[-1].startswith("more")


def test_every_rule_of_the_tables_has_one_reason() -> None:
    for rule in RULES:
        assert rule.reason and REASONS[rule.name]


def test_every_finding_is_an_error() -> None:
    assert {code.severity for code in register("collation").values()} == {Severity.ERROR}


# --- plain texts --------------------------------------------------------------------------------------------------

READING = "<tree><unit data-unit='t'><block>One two <generated>[…]</generated> three.</block></unit></tree>"


def test_plain_text() -> None:
    assert found("<p>One two <gap/> three.</p>", plain(READING, "One two […]\nthree.\n")) == []


def test_a_file_that_is_not_what_the_stylesheet_made() -> None:
    assert found("<p>One two <gap/> three.</p>", plain(READING, "One […]\nthree.\n")) == ["lost TEI: two"]
    assert found("<p>One two <gap/> three.</p>", plain(READING, "One two […]\nthree.\n.\n")) == ["doubled TEI: ."]


def test_words_of_a_plain_text_are_those_of_the_file() -> None:
    tei = '<p>单身<fw>147</fw>\n<pb break="no"/>汉 and more</p>'
    tree = "<tree><unit data-unit='t'>单身<join/>汉 and more</unit></tree>"
    assert found(tei, plain(tree, "单身汉 and more\n", "page marks")) == []
    assert found(tei, plain(tree, "单身\n汉 and more\n", "page marks")) == ["word-broken p: 单身汉"]
    assert found(tei, plain(tree, "单身汉 andmore\n", "page marks")) == ["words-joined p: and"]


def test_a_diplomatic_text_may_break_words_where_the_page_does() -> None:
    tree = "<tree><unit data-unit='t'>单身<page><generated>[2]</generated></page>汉</unit></tree>"
    assert found("<p>单身<pb break='no'/>汉</p>", plain(tree, "单身\n\n[2]\n\n汉\n")) == []


LEFT_OUT = {
    "header": "<TEI><teiHeader><p>no</p></teiHeader><text xml:id='t'><p>a b</p></text></TEI>",
    "stand-off annotation": "<TEI><text xml:id='t'><p>a b</p></text><standOff><p>no</p></standOff></TEI>",
    "facsimile": "<TEI><facsimile><p>no</p></facsimile><text xml:id='t'><p>a b</p></text></TEI>",
    "source document": "<TEI><sourceDoc><line>no</line></sourceDoc><text xml:id='t'><p>a b</p></text></TEI>",
    "page marks": "<p>a <fw>n</fw><note hand='#x'>o</note> b</p>",
    "notes": "<p>a <note resp='#x'>no</note> b</p>",
    "apparatus lists": "<p>a b</p><listApp><app><rdg>no</rdg></app></listApp>",
    "witnesses": "<p>a <app><lem>b</lem><wit>no</wit></app></p>",
    "deletions": "<p>a <subst><del>no</del><add>b</add></subst></p>",
    "surplus text": "<p>a <surplus>no</surplus> b</p>",
    "gaps": "<p>a <gap><desc>no</desc></gap> b</p>",
    "descriptions": "<p>a <figure><figDesc>no</figDesc></figure> b</p>",
    "ruby": "<p>a <ruby><rb>b</rb><rt>no</rt></ruby></p>",
    "index entries": "<p>a <index><term>no</term></index> b</p>",
    "annotation": "<p>a b</p><interpGrp><interp>no</interp></interpGrp>",
    "alternatives": "<p>a <choice><sic>no</sic><corr>b</corr></choice></p>",
    "other texts": "<TEI><text xml:id='t'><p>a b</p></text><text xml:id='u'>no</text></TEI>",
}  # fmt: skip


@pytest.mark.parametrize("rule", REASONS)
def test_rules(rule: str) -> None:
    shown = plain("<tree><unit data-unit='t'>a b</unit></tree>", "a b\n", rule)
    other = plain("<tree><unit data-unit='u'>no</unit></tree>", "no\n", rule, name="reading.en.txt")
    certificate = prove(LEFT_OUT[rule], *((shown, other) if rule == "other texts" else (shown,)))[0]
    assert not certificate.findings
    assert certificate.left_out == ((rule, 2, REASONS[rule]),)
    assert certificate.characters == 2
    without = plain("<tree><unit data-unit='t'>a b</unit></tree>", "a b\n")
    assert prove(LEFT_OUT[rule], without)[0].findings, "without the rule it is lost"


def test_other_texts_may_be_left_out_only_if_they_are_somewhere() -> None:
    tei = "<TEI><text xml:id='t'>a</text><text xml:id='u'>b</text><text xml:id='v'>c</text></TEI>"
    one = plain("<tree><unit data-unit='t'>a</unit></tree>", "a\n", "other texts", name="reading.zh.txt")
    two = plain("<tree><unit data-unit='u'>b</unit></tree>", "b\n", "other texts", name="reading.en.txt")
    assert found(tei, one, two) == ["lost v: c", "lost v: c"]


def test_a_text_of_which_something_is_shown_is_not_another_text() -> None:
    tei = "<text xml:id='t'><p xml:id='p'>a</p><p xml:id='q'>b</p></text>"
    whole = plain("<tree><unit data-unit='t'>a b</unit></tree>", "a b\n", "other texts")
    pairs = plain("<tree><unit data-unit='p'>a</unit></tree>", "a\n", "other texts", name="parallel.txt")
    assert found(f"<TEI>{tei}</TEI>", whole, pairs) == ["lost q: b"]


def test_a_rule_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="whatever"):
        found("<p>a</p>", plain("<tree><unit data-unit='t'>a</unit></tree>", "a\n", "whatever"))


def test_alternatives_left_out_leave_one() -> None:
    tei = "<p>a <choice><sic>b</sic><corr>c</corr></choice> d</p>"
    none = plain("<tree><unit data-unit='t'>a d</unit></tree>", "a d\n", "alternatives")
    assert found(tei, none) == ["lost sic: b"]


def test_xml_that_the_program_has_made_is_read_as_xml() -> None:
    tree = etree.fromstring("<tree><unit data-unit='t'>a &lt; b</unit></tree>")
    tmx = b'<?xml version="1.0"?><tmx><tu><seg>a &lt; b</seg></tu></tmx>'
    output = Output("parallel.tmx.xml", (Artifact("a/parallel.tmx.xml", tmx, "application/x-tmx+xml"),), tree)
    assert found("<p>a &lt; b</p>", output) == []


def test_certificate_json_does_not_depend_on_order() -> None:
    left_out = (("notes", 1, "Why."),)
    many = {
        "b": [Certificate("b", "html", 3)],
        "a": [Certificate("a", "x.txt", 2, left_out), Certificate("a", "html", 3)],
    }
    data = certificate_json(many)
    assert data == certificate_json({key: many[key][::-1] for key in reversed(many)})
    assert json.loads(data) == {
        "rules": {"notes": "Why."},
        "documents": {
            "a": {
                "html": {"proved": True, "characters": 3, "left_out": {}},
                "x.txt": {"proved": True, "characters": 2, "left_out": {"notes": 1}},
            },
            "b": {"html": {"proved": True, "characters": 3, "left_out": {}}},
        },
    }


# --- laws ---------------------------------------------------------------------------------------------------------

NAMES = ("p", "hi", "note", "choice", "app", "lb", "seg", "div")
words = st.text("abc 中文é\u3000𠀀", min_size=1, max_size=12)


def _element(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.sampled_from(NAMES), st.lists(children, max_size=4))


trees = st.recursive(words, _element, max_leaves=25)
documents = st.lists(trees, min_size=1, max_size=5)


def build(node: Any, numbers: Any, rng: random.Random, reading: bool = False) -> tuple[Any, Any, list[Any]]:
    """A source element and a faithful rendering of it: (TEI, HTML, units that stand elsewhere).

    In a `reading` there are no blocks and no blanks: which of two readings that differ in nothing else stands in
    the run is left open.
    """
    if isinstance(node, str):
        node = ("seg", [node])
    name, children = node
    if reading:
        name = {"p": "hi", "div": "hi"}.get(name, name)
    tei, html = etree.Element(f"{{{TEI}}}{name}"), etree.Element("div" if name in ("p", "div") else "span")
    elsewhere: list[Any] = []
    if name == "lb":
        return tei, etree.Element("br"), []
    if name in ("choice", "app"):
        parts = [build(child, numbers, rng, True) for child in children]
        chosen = rng.randrange(len(parts)) if parts else 0
        for number, (child, shown, more) in enumerate(parts):
            if name == "app":
                outer = etree.SubElement(tei, f"{{{TEI}}}{'rdg' if number else 'lem'}")
                outer.append(child)
            else:
                tei.append(child)
            wrapper = etree.SubElement(html, "span")
            wrapper.append(shown)
            if number != chosen:
                wrapper.set("data-apart", "")
            elsewhere += more
        return tei, html, elsewhere
    for child in children:
        if isinstance(child, str):
            child = child.replace(" ", "") if reading else child
            for element in (tei, html):
                if len(element):
                    element[-1].tail = (element[-1].tail or "") + child
                else:
                    element.text = (element.text or "") + child
        else:
            inner, shown, more = build(child, numbers, rng, reading)
            tei.append(inner)
            elsewhere += more
            if shown.get("data-unit"):
                elsewhere.append(shown)
                label = etree.SubElement(html, "a", {"class": "generated"})
                label.text = "*"
            else:
                html.append(shown)
    if name == "note":
        number = f"n{next(numbers)}"
        tei.set(ADDRESS, number)
        html.set("data-unit", number)
    return tei, html, elsewhere


def document_of(root: Any) -> Document:
    return Document(Source("edition/a.xml", "a", 0, ""), etree.ElementTree(root), lambda *_: Place("edition/a.xml"))


def rendered(tree: list[Any], seed: int) -> tuple[Document, Any]:
    """A random document and the body of a page that shows all of it."""
    tei, html, elsewhere = build(("div", tree), iter(range(10**6)), random.Random(seed))
    tei.set(ADDRESS, "t")
    html.set("data-unit", "t")
    body = etree.Element("body")
    body.append(html)
    body.extend(elsewhere)
    return document_of(tei), body


def collated(source: Document, body: Any) -> list[str]:
    data = etree.tostring(body, method="html", encoding="utf-8")
    output = Output("html", (Artifact("a/index.html", data, "text/html"),))
    return [finding.code for finding in collate(source, (output,))[0].findings]


@settings(max_examples=150, deadline=None)
@given(documents, st.integers(0, 100))
def test_a_faithful_rendering_is_proved(tree: list[Any], seed: int) -> None:
    source, body = rendered(tree, seed)
    assert collated(source, body) == []


@settings(max_examples=150, deadline=None)
@given(documents, st.integers(0, 10**6), st.sampled_from(("drop", "double", "change", "swap", "add")))
def test_a_fault_is_never_missed(tree: list[Any], seed: int, kind: str) -> None:
    source, body = rendered(tree, seed)
    rng = random.Random(seed)
    places = [(e, "text") for e in body.iter() if e.get("class") != "generated"] + [(e, "tail") for e in body.iter()]
    places = [(e, which) for e, which in places if (getattr(e, which) or "").strip(" ")]
    if not places:
        return
    element, which = rng.choice(places)
    text = getattr(element, which)
    at = rng.choice([n for n, c in enumerate(text) if c != " "])
    end = rng.randint(at + 1, len(text))
    cut = text[at:end]
    if kind == "drop":
        new = text[:at] + text[end:]
    elif kind == "double":
        new = text[:end] + cut + text[end:]
    elif kind == "change":
        new = text[:at] + "\u6539" + text[at + 1 :]
    elif kind == "add":
        new = text[:at] + "\u52a0" + text[at:]
    else:
        rest = text[end:].replace(" ", "")
        if not rest or (cut.replace(" ", "") + rest) == (rest + cut.replace(" ", "")):
            return
        new = text[:at] + rest + cut
    setattr(element, which, new)
    # Two readings that mirror each other may be shown the other way round.
    if kind != "swap" or body.find(".//*[@data-apart]") is None:
        assert collated(source, body)


def swaps() -> st.SearchStrategy[tuple[str, int, int]]:
    return st.tuples(st.text("abcdef中文", min_size=3, max_size=300), st.integers(0, 300), st.integers(0, 300))


@settings(max_examples=200, deadline=None)
@given(swaps())
def test_disorder_is_never_missed(case: tuple[str, int, int]) -> None:
    text, one, other = case
    one, other = sorted((one % len(text), other % len(text)))
    turned = text[:one] + text[other:] + text[one:other]
    findings = found(f"<p>{text}</p>", page(f"<p>{turned}</p>"))
    assert bool(findings) == (turned != text)


@settings(max_examples=300, deadline=None)
@given(st.text("ab 中", max_size=90), st.text("ab 中", max_size=90))
def test_differences_lead_from_one_text_to_the_other(one: str, other: str) -> None:
    source, shown = Ruler(one), Ruler(other)
    made, here = [], 0
    for difference in differences(source, shown):
        made += [source.bare[here : difference.begin], shown.bare[difference.there : difference.until]]
        here = difference.end
    assert "".join([*made, source.bare[here:]]) == shown.bare


def test_large_texts_are_compared_in_linear_time() -> None:
    text = " ".join(f"w{n:x}" for n in random.Random(1).choices(range(10**6), k=200_000))
    shown = text[:300_000] + text[400_000:1_000_000] + "ADDED" + text[1_000_000:]
    findings = prove(f"<p>{text}</p>", page(f"<p>{shown}</p>"))[0].findings
    assert [finding.code for finding in findings] == ["collation.lost", "collation.added"]
