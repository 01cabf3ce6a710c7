"""Schemas in both syntaxes become the same verdicts; incorrect ones, a SchemaError with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bifolium.relaxng import LimitExceeded, Limits, Resource, SchemaError, inside, load

XML = 'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'

# A schema in compact syntax, the same in XML, what is valid, what is not.
PAIRS = {
    "names": (
        "namespace x = 'urn:x' element a { attribute x:* { text }*, element * - (x:* | b) { empty }* }",
        f"""<element name="a" {XML}><zeroOrMore><attribute><nsName ns="urn:x"/></attribute></zeroOrMore>
        <zeroOrMore><element><anyName><except><nsName ns="urn:x"/><name ns="">b</name></except></anyName><empty/>
        </element></zeroOrMore></element>""",
        ["<a/>", "<a xmlns:x='urn:x' x:b='1' x:c='2'><c/><d xmlns='urn:y'/></a>"],
        ["<a b='1'/>", "<a><b/></a>", "<a><c xmlns='urn:x'/></a>", "<b/>"],
    ),
    "interleave": (
        "element a { element b { empty } & element c { empty }? & element d { empty }* }",
        f"""<element name="a" {XML}><interleave><element name="b"><empty/></element><optional><element name="c"><empty/>
        </element></optional><zeroOrMore><element name="d"><empty/></element></zeroOrMore></interleave></element>""",
        ["<a><b/></a>", "<a><d/><c/><d/><b/><d/></a>"],
        ["<a/>", "<a><c/></a>", "<a><b/><b/></a>", "<a><b/>x</a>"],
    ),
    "mixed": (
        "element a { mixed { element b { empty }, element c { empty } } }",
        f"""<element name="a" {XML}><mixed><element name="b"><empty/></element><element name="c"><empty/></element>
        </mixed></element>""",
        ["<a>x<b/>y<c/>z</a>", "<a><b/><c/></a>"],
        ["<a>x<c/>y<b/>z</a>", "<a>x</a>"],
    ),
    "list": (
        "element a { list { xsd:integer, (xsd:boolean | 'x' | 'y')* } }",
        f"""<element name="a" {XML}><list><data type="integer"/><zeroOrMore><choice><data type="boolean"/><value
        type="token" datatypeLibrary="">x</value><value type="token" datatypeLibrary="">y</value></choice></zeroOrMore>
        </list></element>""",
        ["<a>1</a>", "<a> 1\n x  true y </a>"],
        ["<a/>", "<a>x</a>", "<a>1 z</a>"],
    ),
    "except": (
        "element a { attribute b { xsd:token { maxLength = '3' } - ('x' | 'y') } }",
        f"""<element name="a" {XML}><attribute name="b"><data type="token"><param name="maxLength">3</param><except>
        <value type="token" datatypeLibrary="">x</value><value type="token" datatypeLibrary="">y</value></except></data>
        </attribute></element>""",
        ["<a b='z'/>", "<a b=' abc '/>"],
        ["<a b='x'/>", "<a b=' y '/>", "<a b='abcd'/>", "<a/>"],
    ),
    "ambiguous": (
        # Which element a was is known only at its end, and it decides on what may follow.
        "element r { (element a { element b { empty } }, element x { empty })"
        " | (element a { text }, element y { empty }) }",
        f"""<element name="r" {XML}><choice><group><element name="a"><element name="b"><empty/></element></element>
        <element name="x"><empty/></element></group><group><element name="a"><text/></element><element name="y"><empty/>
        </element></group></choice></element>""",
        ["<r><a><b/></a><x/></r>", "<r><a>t</a><y/></r>", "<r><a/><y/></r>"],
        ["<r><a><b/></a><y/></r>", "<r><a>t</a><x/></r>", "<r><a/><x/></r>"],
    ),
    "values": (
        "element a { attribute b { xsd:decimal '1' }, (xsd:integer | element c { empty }) }",
        f"""<element name="a" {XML}><attribute name="b"><value type="decimal">1</value></attribute><choice><data
        type="integer"/><element name="c"><empty/></element></choice></element>""",
        ["<a b='1.0'>5</a>", "<a b='+01'> <c/> </a>"],
        ["<a b='1.1'>5</a>", "<a b='1'>x</a>", "<a b='1'>5<c/></a>", "<a b='1'/>"],
    ),
    "grammar": (
        "start = a\na = element a { b* }\nb |= element b { a? }\nb |= element c { grammar { start = parent b } }",
        f"""<grammar {XML}><start><ref name="a"/></start><define name="a"><element name="a"><zeroOrMore><ref name="b"/>
        </zeroOrMore></element></define><define name="b" combine="choice"><element name="b"><optional><ref name="a"/>
        </optional></element></define><define name="b" combine="choice"><element name="c"><grammar><start><parentRef
        name="b"/></start></grammar></element></define></grammar>""",
        ["<a><b><a/></b><c><b/></c></a>"],
        ["<a><c/></a>", "<a><a/></a>"],
    ),
    "qname": (
        "default namespace = 'urn:d' element a { attribute b { xsd:QName 'c' } }",
        f"""<element name="a" ns="urn:d" {XML}><attribute name="b" ns=""><value type="QName" ns="urn:d">c</value>
        </attribute></element>""",
        ["<a xmlns='urn:d' b='c'/>", "<x:a xmlns:x='urn:d' b=' x:c '/>"],
        ["<x:a xmlns:x='urn:d' b='c'/>", "<a xmlns='urn:d' b='y:c'/>"],
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_both_syntaxes(name: str) -> None:
    compact, xml, valid, invalid = PAIRS[name]
    for source in (compact, xml):
        schema = load(source.encode())
        for document in valid:
            assert not list(schema.validate(document.encode())), (source, document)
        for document in invalid:
            assert list(schema.validate(document.encode())), (source, document)


INCORRECT = {
    "element a { b }": "1:13: b is not defined",
    "start = a\na = b\nb = a": "refers to itself outside any element",
    "start = element a { empty }\nstart = element b { empty }": "a second start",
    "element a { attribute b { text }, attribute b { text } }": "the same attribute twice",
    "element a { attribute * { text } }": "attributes of any name that are not repeated",
    "element a { (attribute b { text }, text)+ }": "attribute in a repeated sequence",
    "element a { element b { empty } & (element b { empty } | text) }": "the same element in two parts",
    "element a { mixed { text } }": "text in two parts of an interleave",
    "element a { xsd:integer, element b { empty } }": "data beside other content",
    "element a { list { text } }": "text in a list",
    "element a { attribute b { element c { empty } } }": "element in an attribute",
    "element a { xsd:strin }": "unknown datatype",
    "element a { xsd:integer { maxLength = '2' } }": "takes no parameter",
    "element a { xsd:integer 'x' }": "“x” is not a integer",
    "element a { xsd:token { pattern = '(' } }": "pattern",
    "start = text": "text in start",
    "element * - * { empty }": "any name except any name",
    "element a { empty }, ": "the end where a pattern is due",
    "element a { (empty, empty | empty) }": "1:27: “|” beside “,” needs parentheses",
    "element x:a { empty }": "namespace x is not declared",
    "foo = element a { empty }": "a grammar without a start",
    "<element xmlns='http://relaxng.org/ns/structure/1.0' name='a'><foo/></element>": "foo cannot stand in element",
    "<element xmlns='http://relaxng.org/ns/structure/1.0' name='a'><empty/>x</element>": "text in element",
    "<element xmlns='http://relaxng.org/ns/structure/1.0' name='a'>": "not well-formed",
    "<grammar/>": "cannot stand here",
}


@pytest.mark.parametrize("source", INCORRECT)
def test_incorrect_schemas(source: str) -> None:
    with pytest.raises(SchemaError) as caught:
        load(source.encode())
    assert INCORRECT[source] in str(caught.value)
    assert caught.value.place is None or caught.value.place.line > 0


def test_include_and_external(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    (tmp_path / "main.rnc").write_text("include 'part/base.rnc' { b = element B { external 'other.rng' } }")
    (tmp_path / "part/base.rnc").write_text("start = element a { b }\nb = element b { empty }")
    (tmp_path / "other.rng").write_text(f"<element name='c' {XML}><text/></element>")
    schema = load(tmp_path / "main.rnc")
    assert not list(schema.validate(b"<a><B><c>x</c></B></a>"))
    assert list(schema.validate(b"<a><b/></a>"))


@pytest.mark.parametrize("href", ["../x.rnc", "http://example.org/x.rnc", "link.rnc", "file:///x.rnc", "missing.rnc"])
def test_nothing_outside_the_folder_is_read(tmp_path: Path, href: str) -> None:
    folder = tmp_path / "schema"
    folder.mkdir()
    (tmp_path / "x.rnc").write_text("element a { empty }")
    (folder / "link.rnc").symlink_to(tmp_path / "x.rnc")
    (folder / "main.rnc").write_text(f"external '{href}'")
    with pytest.raises(SchemaError):
        load(folder / "main.rnc")
    if href == "../x.rnc":
        assert load(folder / "main.rnc", resolve=inside(tmp_path)).elements()


def test_bytes_refer_to_nothing() -> None:
    with pytest.raises(SchemaError, match="may not refer"):
        load(b"external 'x.rnc'")


def test_own_resolver() -> None:
    def resolve(href: str, base: str) -> Resource:
        return Resource(f"{base}/{href}", b"element a { empty }" if href == "a" else b"external 'a'")

    assert load(b"external 'b'", resolve=resolve).elements()
    with pytest.raises(SchemaError, match="refers to itself"):
        load(b"external 'b'", resolve=lambda href, base: Resource("same", b"external 'c'"))


HOSTILE = {
    "nested parentheses": b"element a { " + b"(" * 5_000 + b"empty" + b")" * 5_000 + b" }",
    "nested XML": b"<group xmlns='http://relaxng.org/ns/structure/1.0'>" * 5_000,
    "nested references": b"start = element a { r0 }\n"
    + b"\n".join(b"r%d = (r%d, element b { empty })?" % (i, i + 1) for i in range(2_000))
    + b"\nr2000 = empty",
    "nested annotations": b"[" + b"a [" * 5_000 + b"]" * 5_001 + b"element a { empty }",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_schemas(name: str) -> None:
    with pytest.raises((LimitExceeded, SchemaError)):
        load(HOSTILE[name])


def test_states_are_limited() -> None:
    # The states of an interleave of repeated pairs are as many as its subsets.
    parts = " & ".join(f"(element a{i} {{ empty }}, element b{i} {{ empty }})" for i in range(18))
    schema = load(f"element r {{ {parts} }}".encode(), limits=Limits(patterns=5_000))
    document = "".join(f"<a{i}/>" for i in range(18)) + "".join(f"<b{i}/>" for i in range(18))
    assert not list(schema.validate(f"<r>{document}</r>".encode()))
    schema = load(f"element r {{ ({parts})* }}".encode(), limits=Limits(patterns=80))
    with pytest.raises(LimitExceeded):
        list(schema.validate(f"<r>{document}</r>".encode()))


def test_time_is_limited() -> None:
    with pytest.raises(LimitExceeded):
        load(b"element r { empty }" + b"", limits=Limits(seconds=-1.0))
