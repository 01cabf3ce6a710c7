"""Files as they come, whole and broken, and what is read and said."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bifolium import parse as parsing
from bifolium.model import Document, Finding, Severity, Source
from bifolium.parse import parse
from bifolium.project import open_project

TEI = "http://www.tei-c.org/ns/1.0"
XML = "{http://www.w3.org/XML/1998/namespace}"
NS = {"t": TEI, "b": "https://bifolium.org/ns"}
Read = Callable[..., tuple[Document | None, list[Finding]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Parse a file with these bytes, beside others."""

    def reading(data: bytes | str, **others: str) -> tuple[Document | None, list[Finding]]:
        folder = tmp_path / "edition"
        folder.mkdir(exist_ok=True)
        for name, text in others.items():
            (folder / f"{name}.xml").write_text(text, encoding="utf-8")
        (folder / "a.xml").write_bytes(data.encode() if isinstance(data, str) else data)
        return parse(open_project(tmp_path), Source("edition/a.xml", "a", 0, ""))

    return reading


def body(words: str, before: str = "") -> str:
    return f'{before}<text xmlns="{TEI}"><body>{words}</body></text>'


def root(result: tuple[Document | None, list[Finding]]) -> Any:
    document, findings = result
    assert document is not None, findings
    return document.tree.getroot()


def text(result: tuple[Document | None, list[Finding]]) -> str:
    return "".join(root(result).itertext())


def said(result: tuple[Document | None, list[Finding]]) -> list[str]:
    return [f"{finding.place.line}:{finding.place.column} {finding.code}" for finding in result[1]]


# Encodings


@pytest.mark.parametrize(
    ("declared", "python", "words"),
    [
        ("UTF-8", "utf-8", "漢字 é 𠀀"),
        ("UTF-8", "utf-8-sig", "漢字 é 𠀀"),
        ("UTF-16", "utf-16", "漢字 é 𠀀"),
        ("UTF-16", "utf-16-be", "漢字 é 𠀀"),
        ("utf-16le", "utf-16-le", "漢字 é 𠀀"),
        ("UTF-32", "utf-32", "漢字 é 𠀀"),
        ("ISO-8859-1", "latin-1", "Grüße"),
        ("iso-8859-15", "iso-8859-15", "5 €"),
        ("windows-1252", "cp1252", "“—”"),
        ("windows-1251", "cp1251", "письмо"),
        ("KOI8-R", "koi8-r", "письмо"),
        ("GB18030", "gb18030", "电报 𠀀"),
        ("GB2312", "gb18030", "电报 㐀"),
        ("Big5", "big5", "電報"),
        ("Shift_JIS", "shift_jis", "電報"),
        ("EUC-JP", "euc-jp", "電報"),
        ("EUC-KR", "euc-kr", "전보"),
        ("IBM037", "cp037", "plain"),
    ],
)
def test_any_encoding_that_is_declared(read: Read, declared: str, python: str, words: str) -> None:
    result = read(body(words, f'<?xml version="1.0" encoding="{declared}"?>\n').encode(python))
    assert text(result) == words
    assert result[1] == []


def test_without_a_declaration_it_is_utf_8(read: Read) -> None:
    assert text(read(body("漢字"))) == "漢字"
    assert text(read(body("漢字", "\ufeff"))) == "漢字"
    assert text(read(body("漢字").encode("utf-16"))) == "漢字"


@pytest.mark.parametrize("name", ["rot13", "base64", "unicode_escape", "nonsense", "utf-7"])
def test_what_is_no_encoding_is_refused(read: Read, name: str) -> None:
    result = read(body("x", f'<?xml version="1.0" encoding="{name}"?>\n'))
    assert said(result) == ["1:31 xml.encoding-unknown"]


def test_broken_bytes_are_found_in_characters_not_bytes(read: Read) -> None:
    result = read("<text>\r\n漢字é@</text>".encode().replace(b"@", b"\xff"))
    assert result[0] is None
    assert said(result) == ["2:4 xml.encoding-broken"]
    assert "FF" in result[1][0].sentence


# Versions, line ends, harmless things


def test_xml_1_1_ends_lines_with_more_characters(read: Read) -> None:
    result = read(body("a\x85b\u2028c<p/>", '<?xml version="1.1"?>\n'))
    assert text(result) == "a\nb\nc"
    assert result[1] == []


def test_comments_processing_instructions_and_cdata_are_harmless(read: Read) -> None:
    result = read(body("a<!-- <p>&no; --><?oxy &no; <p?><![CDATA[<p>&no;]]>"))
    assert text(result) == "a<p>&no;"
    assert result[1] == []


def test_attribute_defaults_of_the_file_itself(read: Read) -> None:
    result = read(body("<p/>", '<!DOCTYPE text [<!ATTLIST p rend CDATA "indent">]>'))
    assert root(result)[0][0].get("rend") == "indent"


# Identifiers


def test_ids_that_are_no_names_or_not_alone_are_read(read: Read) -> None:
    result = read(body('<p xml:id="a"/><p xml:id="a"/><p xml:id="1 b"/><p xml:id=""/>'))
    assert [p.get(XML + "id") for p in root(result)[0]] == ["a", "a", "1 b", ""]


# Entities


def test_entities_of_the_file_become_text_and_markup(read: Read) -> None:
    before = """<!DOCTYPE text [
      <!-- <!ENTITY hidden "no"> -->
      <!ENTITY % names '<!ENTITY saint "S&#x2e; &given;">'> %names;
      <!ENTITY given "<hi>Denis</hi>"> <!ENTITY given "not the second">
      <!ENTITY quoted 'say "so" &amp; go'>
    ]>"""
    result = read(body('<p n="&quoted;">&saint;!</p>', before))
    assert result[1] == []
    assert text(result) == "S. Denis!"
    assert root(result)[0][0].get("n") == 'say "so" & go'
    assert root(result)[0][0][0].tag == f"{{{TEI}}}hi"


def test_what_is_declared_elsewhere_stays_visible_and_is_named_once(read: Read) -> None:
    before = '<!DOCTYPE text SYSTEM "http://example.org/menota.dtd" [<!ENTITY own "o&er;">]>\n'
    result = read(body('<p>&er; &er;<hi rend="&us;"/>&own; &aelig;&mdash;</p>', before))
    assert text(result) == "&er; &er;o&er; æ—"
    entity = root(result).find(".//b:entity", NS)
    assert (entity.get("name"), entity.text, entity.getparent().tag) == ("er", "&er;", f"{{{TEI}}}p")
    assert root(result).find(".//t:hi", NS).get("rend") == "&us;"
    assert said(result) == [
        "2:52 xml.entity-unresolved",
        "2:71 xml.entity-unresolved",
        "2:84 xml.entity-standard",
        "2:91 xml.entity-standard",
    ]
    assert "3 ×" in result[1][0].sentence
    assert result[1][3].severity is Severity.NOTE
    assert all("menota.dtd" in finding.sentence for finding in result[1])


def test_nothing_outside_is_read(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **more: object) -> None:
        raise AssertionError("something is fetched")

    monkeypatch.setattr(socket, "socket", fail)
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    (tmp_path / "evil.dtd").write_text('<!ENTITY leak "SECRET"><!ATTLIST p rend CDATA "SECRET">')
    for doctype in (
        f'<!DOCTYPE text [<!ENTITY leak SYSTEM "{secret}">]>',
        f'<!DOCTYPE text [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE text SYSTEM "{(tmp_path / "evil.dtd").as_uri()}">',
        '<!DOCTYPE text PUBLIC "-//X//" "../evil.dtd">',
        f'<!DOCTYPE text [<!ENTITY % more SYSTEM "{(tmp_path / "evil.dtd").as_uri()}">%more;]>',
        '<!DOCTYPE text [<!ENTITY % more "<!ENTITY leak SYSTEM \'../secret.txt\'>">%more;]>',
    ):
        # The repeated xml:id is the case in which lxml would load a DTD though it was told not to.
        result = read(body('<p xml:id="a">&leak;</p><p xml:id="a"/>', doctype))
        assert text(result) == "&leak;", doctype
        assert b"SECRET" not in etree.tostring(root(result))
        assert [finding.code for finding in result[1]] == ["xml.entity-unresolved"]


def test_entities_that_grow_or_turn_in_a_circle_are_refused(read: Read) -> None:
    growing = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    result = read(body("<p>&e11;</p>", f'<!DOCTYPE text [<!ENTITY e0 "ha">{growing}]>'))
    assert [finding.code for finding in result[1]] == ["xml.entity-too-large"]
    broad = f'<!DOCTYPE text [<!ENTITY e "{"x" * 50_000}">]>'
    assert [f.code for f in read(body("&e;" * 1_000, broad))[1]] == ["xml.entity-too-large"]
    circle = '<!DOCTYPE text [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    assert [f.code for f in read(body('<p n="&a;"/>', circle))[1]] == ["xml.entity-loop"]
    parameters = '<!DOCTYPE text [<!ENTITY % a "&#37;b;"><!ENTITY % b "&#37;a;">%a;]>'
    assert [f.code for f in read(body("", parameters))[1]] == ["xml.entity-loop"]


def test_an_entity_that_opens_what_it_does_not_close(read: Read) -> None:
    result = read(body("\n <p>&a;</p>", '<!DOCTYPE text [<!ENTITY a "<hi>">]>'))
    assert said(result) == ["2:8 xml.malformed"]


# Limits


def test_deep_and_large_documents_pass(read: Read) -> None:
    assert root(read(body("<hi>" * 2_000 + "</hi>" * 2_000))) is not None
    assert len(text(read(body("x" * 11_000_000)))) == 11_000_000
    assert "xml.too-deep" in said(read(body("<hi>" * 3_000 + "</hi>" * 3_000)))[0]


def test_what_is_too_large_or_cannot_be_opened(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(body(""))
    monkeypatch.setattr(parsing, "BYTES", 20)
    assert [finding.code for finding in read(body(""))[1]] == ["xml.too-large"]
    absent = parse(open_project(tmp_path), Source("edition/b.xml", "b", 0, ""))
    assert [finding.code for finding in absent[1]] == ["xml.unreadable"]


# Roots


@pytest.mark.parametrize("name", ["TEI", "teiCorpus", "text", "div", "facsimile", "listPerson", "standOff"])
def test_every_root_of_tei_is_read(read: Read, name: str) -> None:
    assert read(f'<{name} xmlns="{TEI}"/>')[1] == []


def test_tei_p4_is_brought_into_the_namespace(read: Read) -> None:
    result = read('<TEI.2><text lang="la"><body>\n<p id="p1">Arma</p></body></text></TEI.2>')
    assert said(result) == ["1:1 xml.p4"]
    assert root(result).tag == f"{{{TEI}}}TEI"
    p = root(result).find(".//t:p", NS)
    assert (p.get(XML + "id"), p.get("{https://bifolium.org/ns}id")) == ("p1", "p1")
    assert result[0] is not None
    assert str(result[0].place(p, XML + "id")) == "edition/a.xml:2:4"


def test_a_root_that_is_not_tei_is_refused(read: Read) -> None:
    result = read('<html xmlns="http://www.w3.org/1999/xhtml"/>')
    assert result[0] is None
    assert [finding.code for finding in result[1]] == ["xml.root-not-tei"]


# Faults: each code of them has a specimen in tests/broken/


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("<p>x\n <q>y</p></q>", "2:6 xml.tag-mismatch"),
        ("\r\n <p>漢字 & x</p>", "2:8 xml.ampersand"),
        ("\r\n <p>漢字 &x </p>", "2:8 xml.ampersand"),
        ('\n <ref target="a?b=1&c=2"/>', "2:20 xml.ampersand"),
        ('\n <p n="a<b"/>', "2:9 xml.less-than"),
        ("\n <p>字</ p>", "2:6 xml.malformed"),
        ("\n <p>字&#1;</p>", "2:6 xml.character-forbidden"),
        ("\n <p>字\x02</p>", "2:6 xml.character-forbidden"),
        ("\n <!-- a -- b -->", "2:2 xml.malformed"),
        ("\n <p a:b='x'/>", "2:5 xml.prefix-undeclared"),
    ],
)
def test_the_place_of_a_fault_is_exact(read: Read, words: str, expected: str) -> None:
    assert said(read(body(words))) == [expected]
    behind = body(words, "<!DOCTYPE text [<!ENTITY a 'b'><!ENTITY c '字字字'>]>")
    line, _, rest = expected.partition(":")
    if line != "1":
        assert said(read(behind)) == [f"{line}:{rest}"]


@given(data=st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise_an_exception(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "bytes"
    (folder / "edition").mkdir(parents=True, exist_ok=True)
    (folder / "edition/a.xml").write_bytes(data)
    document, findings = parse(open_project(folder), Source("edition/a.xml", "a", 0, ""))
    assert (document is None) == any(finding.severity is Severity.ERROR for finding in findings)


PIECES = ["<p>", "</p>", "<q n='1'>", "</q>", "&a;", "&", "<", "]]>", "<!--", "-->", "<![CDATA[", "<?x", "?>", "字",
          '"', "'", ">", "<!DOCTYPE t [", "]>", '<!ENTITY a "&b;">', "%p;", "\x00", "\r\n", " ", "<p",
          "/>"]  # fmt: skip


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
@settings(max_examples=500, deadline=None)
def test_no_markup_raises_an_exception(pieces: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    test_no_bytes_raise_an_exception.hypothesis.inner_test("".join(pieces).encode(), tmp_path_factory)  # type: ignore[attr-defined]


def test_entities_in_a_long_chain(read: Read) -> None:
    chain = "".join(f'<!ENTITY e{i} "&e{i - 1};">' for i in range(1, 5_000))
    assert said(read(body("&e4999;", f'<!DOCTYPE text [<!ENTITY e0 "<hi/>">{chain}]>')))[0].endswith("too-large")


# XInclude


XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


def test_a_file_of_the_project_is_included(read: Read) -> None:
    part = f'<div xmlns="{TEI}" xml:lang="la">\n <p>two</p></div>'
    result = read(body(f'one <xi:include {XI} href="part.xml"/> three'), part=part)
    assert text(result) == "one \n two three"
    div = root(result)[0][0]
    assert (div.get(XML + "base"), div.get(XML + "lang")) == ("part.xml", "la")
    assert result[0] is not None
    assert str(result[0].place(div[0])) == "edition/part.xml:2:2"
    assert str(result[0].place(root(result)[0])).startswith("edition/a.xml:1:")


def test_a_part_of_a_file_is_included(read: Read) -> None:
    part = f'<TEI xmlns="{TEI}" xml:lang="de" xml:base="sub/"><p xml:id="x">x<hi>y</hi></p><p>z</p></TEI>'
    for pointer, words in {"x": "xy", "element(x/1)": "y", "element(/1/2)": "z", "xpointer(id('x'))": "xy"}.items():
        result = read(body(f'<xi:include {XI} href="part.xml" xpointer="{pointer}"/>'), part=part)
        assert (text(result), result[1]) == (words, [])
        assert root(result)[0][0].get(XML + "lang") == "de"
        assert root(result)[0][0].get(XML + "base") == "sub"


def test_an_included_file_may_include_others_and_itself_by_parts(read: Read) -> None:
    one = f'<div xmlns="{TEI}" {XI}><xi:include href="two.xml"/></div>'
    two = f'<div xmlns="{TEI}" {XI}><p xml:id="p">p</p><xi:include href="" xpointer="p"/></div>'
    result = read(body(f'<xi:include {XI} href="one.xml"/>'), one=one, two=two)
    assert (text(result), result[1]) == ("pp", [])


def test_text_is_included_as_text(read: Read) -> None:
    result = read(body(f'<p>a</p><xi:include {XI} href="part.xml" parse="text"/>b'), part="<p>&\r\n</p>")
    assert text(result) == "a<p>&\n</p>b"
    assert len(root(result)[0]) == 1


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('href="absent.xml"', "xml.include-missing"),
        ('href="https://example.org/a.xml"', "xml.include-web"),
        ('href="//example.org/a.xml"', "xml.include-web"),
        ('href="../../../../../../etc/passwd" parse="text"', "xml.include-outside"),
        ('href="file:///etc/passwd" parse="text"', "xml.include-outside"),
        ('href="C:\\windows\\win.ini" parse="text"', "xml.include-outside"),
        ('href="a.xml"', "xml.include-loop"),
        ('href=""', "xml.include-loop"),
        ('href="part.xml" xpointer="absent"', "xml.include-pointer"),
        ('href="part.xml" xpointer="xpath(//p)"', "xml.include-pointer"),
        ('href="part.xml" parse="text" encoding="nonsense"', "xml.include-broken"),
    ],
)
def test_what_cannot_be_included_is_marked(read: Read, attributes: str, code: str) -> None:
    part = f'<p xmlns="{TEI}"/>'
    result = read(body(f"\n<p>one</p> <xi:include {XI} {attributes}/> three"), part=part)
    assert [finding.code for finding in result[1]] == [code]
    assert result[1][0].place.line == 2
    missing = root(result).find(".//b:missing", NS)
    assert missing.get("href") == attributes.split('"')[1]
    assert missing.tail == " three"
    fallback = "<xi:fallback>two <hi>or</hi> so</xi:fallback></xi:include> three"
    result = read(body(f"one <xi:include {XI} {attributes}>{fallback}"), part=part)
    assert text(result) == "one two or so three"
    assert [finding.code for finding in result[1]] == [code]


def test_includes_that_multiply_are_stopped(read: Read) -> None:
    def many(name: str) -> str:
        return f'<div xmlns="{TEI}" {XI}>' + f'<xi:include href="{name}.xml"/>' * 40 + "</div>"

    result = read(body(f'<xi:include {XI} href="one.xml"/>'), one=many("two"), two=many("three"), three=many("four"))
    assert {finding.code for finding in result[1]} == {"xml.include-missing", "xml.include-too-many"}


# Places


def test_the_place_of_elements_attributes_and_characters(read: Read) -> None:
    before = '<!DOCTYPE text [<!ENTITY pair "<hi/><hi/>">]>\r\n<!-- <p> -->\r\n'
    words = '\r\n漢&pair;<p\r\n xml:id="x" n = "1">a&amp;b<![CDATA[<c>]]>\r\n&er;<q\tn="2"/>d</p>'
    document, _ = read(body(words, before))
    assert document is not None
    p = document.tree.find(".//t:p", NS)
    assert [str(document.place(hi)) for hi in p.itersiblings(preceding=True)] == ["edition/a.xml:4:2"] * 2
    assert str(document.place(p)) == "edition/a.xml:4:8"
    assert str(document.place(p, XML + "id")) == "edition/a.xml:5:2"
    assert str(document.place(p, "xml:id")) == "edition/a.xml:5:2"
    assert str(document.place(p, "n")) == "edition/a.xml:5:13"
    assert str(document.place(p, "absent")) == "edition/a.xml:4:8"
    assert str(document.place(p[0])) == "edition/a.xml:6:1"
    assert document.place(p.find("t:q", NS)).xpath == "/text/body/p[@xml:id='x']/q"
    value = "".join(p.itertext())
    assert value == "a&b<c>\n&er;d"
    places = [str(document.place(p, text=number)).removeprefix("edition/a.xml:") for number in range(len(value))]
    assert places == ["5:21", "5:22", "5:27", "5:37", "5:38", "5:39", "5:43", *["6:1"] * 4, "6:15"]


def test_a_pointer_in_a_declared_scheme_is_read_as_what_it_means(read: Read) -> None:
    header = (
        '<teiHeader><encodingDesc><listPrefixDef>'
        '<prefixDef ident="t" matchPattern="([a-z]+)(\\d)" replacementPattern="#$1-$2"/>'
        '<prefixDef ident="gnd" matchPattern="(.+)" replacementPattern="https://d-nb.info/gnd/$1"/>'
        "</listPrefixDef></encodingDesc></teiHeader>"
    )
    body = '<p xml:id="de-1" corresp="t:en1 t:fr1" n="t:en1x">Eins</p><p xml:id="en-1" resp="gnd:4">One</p>'
    document, _ = read(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{body}</body></text></TEI>'.encode())
    assert document is not None
    said = [dict(p.attrib) for p in document.tree.iter("{*}p")]
    assert [one.get("corresp") for one in said] == ["#en-1 t:fr1", None], "what leads nowhere is told as it was written"
    assert said[0]["n"] == "t:en1x" and said[1]["resp"] == "gnd:4"



@given(
    parts=st.lists(st.sampled_from(["<p>", "<hi n='>'/>", "字", "\r\n", "<!--<p>-->", "&own;", "&not;x", "&x;"])),
    encoding=st.sampled_from(["utf-8", "utf-16", "gb18030"]),
)
@settings(max_examples=200, deadline=None)
def test_every_element_is_found_again(
    parts: list[str], encoding: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "places"
    (folder / "edition").mkdir(parents=True, exist_ok=True)
    before = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE text [<!ENTITY own "&x;<s><s/></s>">]>'
    whole = body("".join(parts) + "</p>" * parts.count("<p>"), before)
    (folder / "edition/a.xml").write_bytes(whole.encode(encoding))
    document, findings = parse(open_project(folder), Source("edition/a.xml", "a", 0, ""))
    assert document is not None, findings
    lines = whole.replace("\r\n", "\n").split("\n")
    for element in document.tree.iter("*"):
        place = document.place(element)
        name = etree.QName(element).localname
        shown = {"s": "&own;", "entity": "&"}.get(name, f"<{name}")
        assert lines[place.line - 1].startswith(shown, place.column - 1)


def test_a_long_chain_of_includes_is_stopped(read: Read) -> None:
    def part(number: int) -> str:
        return f'<div xmlns="{TEI}"><xi:include {XI} href="part{number}.xml"/></div>'

    chain = {f"part{number}": part(number + 1) for number in range(80)}
    result = read(body(f'<xi:include {XI} href="part0.xml"/>'), **chain)
    assert [finding.code for finding in result[1]] == ["xml.include-too-many"]
    nested = f'<xi:include {XI} href="no.xml"><xi:fallback>' * 500 + "</xi:fallback></xi:include>" * 500
    assert "xml.include-too-many" in {finding.code for finding in read(body(nested))[1]}


@pytest.mark.parametrize(
    "href", ["http://[", "x" * 5_000, "%00", "a\\..\\..\\..\\..\\x", "//", "?x", "#p", ":", "file:", ".", "..", "%E9%Z"]
)
@pytest.mark.parametrize("base", ["", "http://[", "https://example.org/", "../../../", "/", "sub/"])
def test_no_address_raises_an_exception(read: Read, href: str, base: str) -> None:
    result = read(body(f'<p xml:base="{base}"><xi:include {XI} href="{href}" xpointer="element(x/{"9" * 5000})"/></p>'))
    assert root(result).find(".//b:missing", NS) is not None
    assert len(result[1]) == 1


@pytest.mark.parametrize("number", ["xD800", "0", "1", "xFFFE", "x110000", "9" * 5_000])
def test_numbers_of_no_character_are_refused(read: Read, number: str) -> None:
    result = read(body("\n<p>&a;</p>", f'<!DOCTYPE text [<!ENTITY a "<hi>&#{number};</hi>">]>'))
    assert result[0] is None
    assert said(result) == ["1:33 xml.character-forbidden"]
    assert f"&#{number};"[:40] in result[1][0].sentence
