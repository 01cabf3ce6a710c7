"""What corresponds across texts: each test is a small document and the rows it must give."""

from __future__ import annotations

import pytest
from lxml import etree

from bifolium.align import Alignment, alignment, citations
from bifolium.model import Document, Place, Source

ADDRESS = "{https://bifolium.org/ns}id"
ID = "{http://www.w3.org/XML/1998/namespace}id"
TEXTS = """
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><group>
  <text type="translation" xml:lang="en"><body>{en}</body></text>
  <text type="transcription" xml:lang="zh"><body>{zh}</body></text>
</group></text>{standoff}</TEI>"""


def read(xml: str) -> Document:
    """A document whose addresses are its ids, else the name of the element and a number."""
    tree = etree.ElementTree(etree.fromstring(xml))
    for number, element in enumerate(tree.iter(etree.Element)):
        element.set(ADDRESS, element.get(ID) or f"{etree.QName(element).localname}-{number}")
    return Document(Source("edition/a.xml", "a", 0, ""), tree, lambda *_: Place("edition/a.xml"))


def align(zh: str, en: str, standoff: str = "") -> Alignment:
    return alignment(read(TEXTS.format(zh=zh, en=en, standoff=standoff)))


def show(found: Alignment) -> list[str]:
    """Rows as "left | right (how found)"."""
    return [f"{' | '.join(' '.join(cell) for cell in row.cells)} ({row.found})" for row in found.rows]


def passages(found: Alignment) -> list[str]:
    return [" | ".join(" ".join(side) for side in passage.sides) for row in found.rows for passage in row.passages]


def test_transcription_comes_first() -> None:
    found = align("<p xml:id='z1'>甲</p>", "<p xml:id='e1'>A</p>")
    assert [(leaf.kind, leaf.lang, leaf.blocks) for leaf in found.leaves] == [
        ("transcription", "zh", ("z1",)),
        ("translation", "en", ("e1",)),
    ]


def test_corresp_in_either_direction_and_n_to_m() -> None:
    found = align(
        "<p xml:id='z1' corresp='#e1'>甲</p><p xml:id='z2'>乙</p><p xml:id='z3'>丙</p>",
        "<p xml:id='e1'>A</p><p xml:id='e2' corresp='#z2 #z3'>B</p>",
    )
    assert show(found) == ["z1 | e1 (corresp)", "z2 z3 | e2 (corresp)"]
    assert passages(found) == ["z1 | e1", "z2 z3 | e2"]
    assert not found.unaligned and not found.crossings


def test_links_of_sentences_bring_their_paragraphs_together() -> None:
    found = align(
        "<p xml:id='z1'><s xml:id='s1'>甲。</s><s xml:id='s2'>乙。</s></p>",
        "<p xml:id='e1'><s xml:id='t1'>A and B.</s> <s xml:id='t2'>C.</s></p>",
        "<standOff><linkGrp type='translation'><link target='#s1 #s2 #t1'/></linkGrp></standOff>",
    )
    assert show(found) == ["z1 | e1 (link)"]
    assert passages(found) == ["s1 s2 | t1", " | t2"]
    assert [unit.address for unit in found.unaligned] == ["t2"]
    assert [pair.level for pair in found.pairs()] == ["s"]


def test_text_between_sentences_makes_the_row_one_passage() -> None:
    found = align(
        "<p xml:id='z1'><s xml:id='s1' corresp='#t1'>甲。</s>乙。</p>",
        "<p xml:id='e1'><s xml:id='t1'>A.</s> B.</p>",
    )
    assert passages(found) == ["z1 | e1"]


def test_the_innermost_units_that_leave_nothing_out() -> None:
    found = align(
        "<p xml:id='z1' corresp='#e1'><seg xml:id='g1' corresp='#h1'><s xml:id='s1' corresp='#t1'>甲。</s></seg></p>",
        "<p xml:id='e1'><seg xml:id='h1'><s xml:id='t1'>A.</s></seg></p>",
    )
    assert passages(found) == ["s1 | t1"]


def test_a_mark_is_declared_untranslated_with_a_gloss() -> None:
    found = align(
        "<stamp xml:id='m1'>收</stamp><p xml:id='z1'>甲<stamp xml:id='m2'>已发</stamp></p><fw xml:id='m3'>147</fw>",
        "<gap xml:id='g1' reason='untranslated' corresp='#m1'><desc>received</desc></gap>"
        "<p xml:id='e1' corresp='#z1'>A <gap xml:id='g2' reason='untranslated' corresp='#m2'/></p>",
    )
    assert show(found) == ["m1 | g1 (untranslated)", "z1 | e1 (corresp)", "m3 |  ()"]
    assert [(a.mark, a.gap, a.gloss) for a in found.absences] == [("m1", "g1", "received"), ("m2", "g2", "")]
    assert [unit.address for unit in found.unaligned] == ["m3"]


def test_one_gap_for_marks_of_many_pages_merges_no_rows() -> None:
    found = align(
        "<fw xml:id='m1'>1</fw><p xml:id='z1' corresp='#e1'>甲</p><fw xml:id='m2'>2</fw>",
        "<p xml:id='e1'>A</p><gap xml:id='g' reason='untranslated' corresp='#m1 #m2'/>",
    )
    assert show(found) == ["m1 | g (untranslated)", "z1 | e1 (corresp)", "m2 |  ()"]
    assert not found.unaligned


def test_what_has_no_counterpart_follows_its_predecessor() -> None:
    found = align(
        "<head xml:id='z0'>题</head><p xml:id='z1'>甲</p>",
        "<p xml:id='e0'>Before all.</p><p xml:id='e1' corresp='#z0'>A</p><p xml:id='e2'>Added.</p><p xml:id='e3' "
        "corresp='#z1'>B</p>",
    )
    assert show(found) == [" | e0 ()", "z0 | e1 (corresp)", " | e2 ()", "z1 | e3 (corresp)"]
    assert [unit.address for unit in found.unaligned] == ["e0", "e2"]


def test_crossing_passages_are_reported() -> None:
    found = align(
        "<p xml:id='z1' corresp='#e2'>甲</p><p xml:id='z2' corresp='#e1'>乙</p>",
        "<p xml:id='e1'>B</p><p xml:id='e2'>A</p>",
    )
    assert show(found) == ["z1 | e2 (corresp)", "z2 | e1 (corresp)"]
    assert [(crossing.address, crossing.after) for crossing in found.crossings] == [("e1", "e2")]


def test_the_first_leaf_keeps_its_order() -> None:
    found = align(
        "<p xml:id='z1' corresp='#e1'>甲</p><p xml:id='z2' corresp='#e2'>乙</p><p xml:id='z3' corresp='#e1'>丙</p>",
        "<p xml:id='e1'>A</p><p xml:id='e2'>B</p>",
    )
    assert show(found) == ["z1 z2 z3 | e1 e2 (corresp)"]
    assert passages(found) == ["z1 z3 | e1", "z2 | e2"]


def test_divisions_tied_without_their_paragraphs() -> None:
    same = align(
        "<div corresp='#d1'><head xml:id='z0'>题</head><p xml:id='z1'>甲</p></div>",
        "<div xml:id='d1'><head xml:id='e0'>T</head><p xml:id='e1'>A</p></div>",
    )
    assert show(same) == ["z0 | e0 (order)", "z1 | e1 (order)"]
    other = align(
        "<div corresp='#d1'><p xml:id='z1'>甲</p></div><p xml:id='z2'>乙</p>",
        "<div xml:id='d1'><p xml:id='e0'>T</p><p xml:id='e1'>A</p></div><p xml:id='e2'>B</p>",
    )
    assert show(other) == ["z1 | e0 e1 (corresp)", " | e2 ()", "z2 |  ()"]


def test_a_shared_scheme_of_numbers() -> None:
    found = align(
        "<div n='1'><p xml:id='z1' n='1'>甲</p><p xml:id='z2' n='2'>乙</p></div>"
        "<div n='2'><p xml:id='z3' n='1'>丙</p></div>",
        "<div n='1'><p xml:id='e1' n='1'>A</p></div><div n='2'><p xml:id='e3' n='1'>C</p></div>",
    )
    assert show(found) == ["z1 | e1 (n)", "z2 |  ()", "z3 | e3 (n)"]


def test_nothing_aligned_by_order_then_page_then_whole() -> None:
    by_order = align(
        "<p xml:id='z1'>甲</p><fw xml:id='m'>1</fw><p xml:id='z2'>乙</p>", "<p xml:id='e1'/><p xml:id='e2'/>"
    )
    assert show(by_order) == ["z1 | e1 (order)", "m |  ()", "z2 | e2 (order)"]
    assert not by_order.unaligned
    by_page = align(
        "<pb n='1'/><p xml:id='z1'>甲</p><p xml:id='z2'>乙<pb n='2'/></p><p xml:id='z3'>丙</p>",
        "<pb n='1'/><p xml:id='e1'>A</p><pb n='2'/><p xml:id='e2'>B</p>",
    )
    assert show(by_page) == ["z1 z2 | e1 (page)", "z3 | e2 (page)"]
    by_place = align(
        "<pb/><p xml:id='z1'>甲</p><p xml:id='z2'>乙</p><pb/><p xml:id='z3'>丙</p>",
        "<pb/><p xml:id='e1'>A</p><pb/><p xml:id='e2'>B</p>",
    )
    assert show(by_place) == ["z1 z2 | e1 (page)", "z3 | e2 (page)"], "pages without numbers are as many on both sides"
    whole = align("<p xml:id='z1'>甲</p><p xml:id='z2'>乙</p>", "<p xml:id='e1'>A</p>")
    assert show(whole) == ["z1 z2 | e1 (whole)"]


def test_three_leaves() -> None:
    found = alignment(
        read(
            TEXTS.format(zh="<p xml:id='z1' corresp='#e1'>甲</p>", en="<p xml:id='e1'>A</p>", standoff="").replace(
                "</group>",
                "<text type='translation' xml:lang='fr'><body><p xml:id='f1' corresp='#e1'>A</p><p xml:id='f2'>B</p>"
                "</body></text></group>",
            )
        )
    )
    assert [leaf.lang for leaf in found.leaves] == ["zh", "en", "fr"]
    assert show(found) == ["z1 | e1 | f1 (corresp)", " |  | f2 ()"]


def test_a_paragraph_beside_paragraphs_whose_sentences_are_tied_has_its_counterpart() -> None:
    zh = "<p xml:id='z'><s xml:id='z1' corresp='#e1'>甲。</s><s xml:id='z2' corresp='#e2'>乙。</s></p>"
    en = "<p xml:id='e'><s xml:id='e1'>A.</s><s xml:id='e2'>B.</s></p>"
    french = (
        "<text type='translation' xml:lang='fr'><body><p xml:id='f' corresp='#z'>A. B.</p><p xml:id='g'>C.</p></body>"
        "</text></group>"
    )
    found = alignment(read(TEXTS.format(zh=zh, en=en, standoff="").replace("</group>", french)))
    assert show(found)[0] == "z | e | f (corresp)"
    assert passages(found) == [" |  | f", "z1 | e1 | ", "z2 | e2 | ", " |  | g"]
    assert [one.address for one in found.unaligned] == ["g"], "and not f, which is tied to z"
    assert next(one for row in found.rows for one in row.passages if one.address == "f").beside == ("z",)


def test_sentences_in_fragments_are_tied_whole() -> None:
    found = align(
        "<p xml:id='z1'><s xml:id='s1' next='#s2' corresp='#t1'>甲</s></p>"
        "<p xml:id='z2'><s xml:id='s2' prev='#s1'>乙</s></p>",
        "<p xml:id='e1'><s xml:id='t1'>A.</s></p>",
    )
    assert show(found) == ["z1 z2 | e1 (corresp)"]
    assert passages(found) == ["s1 s2 | t1"]


def test_epidoc_divisions_are_leaves_and_the_rest_stands_beside() -> None:
    found = alignment(
        read(
            """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
            <div type="edition" xml:lang="la"><div type="textpart" n="1"><ab xml:id="l1">salve</ab></div></div>
            <div type="apparatus"><p xml:id="a1">salve: ave</p></div>
            <div type="translation" xml:lang="en"><div type="textpart" n="1"><p xml:id="e1">hail</p></div></div>
            </body></text></TEI>"""
        )
    )
    assert [(leaf.kind, leaf.lang) for leaf in found.leaves] == [
        ("transcription", "la"),
        ("translation", "en"),
    ]
    assert show(found) == ["l1 | e1 (n)"]
    assert [(leaf.kind, leaf.blocks) for leaf in found.beside] == [("beside", ("a1",))]


def test_one_text_is_one_leaf_and_an_anthology_too() -> None:
    one = alignment(
        read(
            "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text xml:lang='de'><body>"
            "<p xml:id='p'>Ja</p></body></text></TEI>"
        )
    )
    assert show(one) == ["p ()"] and not one.unaligned
    anthology = alignment(
        read(
            "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><group>"
            "<text xml:lang='de'><body><p xml:id='p'>Ja</p></body></text>"
            "<text xml:lang='fr'><body><p xml:id='q'>Oui</p></body></text></group></text></TEI>"
        )
    )
    assert show(anthology) == ["p ()", "q ()"]


def test_a_fragment_is_a_leaf_and_a_header_is_none() -> None:
    assert show(alignment(read("<div xmlns='http://www.tei-c.org/ns/1.0'><p xml:id='p'>Ja</p></div>"))) == ["p ()"]
    assert alignment(read("<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/></TEI>")).leaves == ()


def test_every_block_stands_in_one_row() -> None:
    found = align(
        "".join(f"<p xml:id='z{i}' corresp='#e{i * 7 % 20}'>甲</p>" for i in range(0, 30, 2)),
        "".join(f"<p xml:id='e{i}'>A</p>" for i in range(20)),
    )
    for leaf, of in enumerate(found.leaves):
        rows = [address for row in found.rows for address in row.cells[leaf]]
        assert sorted(rows) == sorted(of.blocks)
        assert sorted(a for row in found.rows for p in row.passages for a in p.sides[leaf]) == sorted(of.blocks)
    assert [address for row in found.rows for address in row.cells[0]] == list(found.leaves[0].blocks)


def versions(*texts: tuple[str, str, str]) -> Alignment:
    """The alignment of texts, each (type, language, body)."""
    group = "".join(
        f"<text type='{kind}' xml:lang='{lang}' xml:id='text-{number}'><body>{body}</body></text>"
        for number, (kind, lang, body) in enumerate(texts)
    )
    return alignment(read(f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><group>{group}</group></text></TEI>"))


def test_numbers_may_repeat_where_they_stand() -> None:
    found = versions(
        ("transcription", "grc", "<div n='1'><p n='1.1' xml:id='g11'>α</p><p n='1.2' xml:id='g12'>β</p></div>"),
        ("translation", "de", "<p n='1.1' xml:id='d11'>a</p><p n='1,2' xml:id='d12'>b</p>"),
    )
    assert show(found) == ["g11 | d11 (n)", "g12 | d12 (n)"]


def test_names_that_differ_by_language() -> None:
    found = versions(
        ("transcription", "la", "<p xml:id='la-p1'>a</p><p xml:id='la-p2'>b</p><p xml:id='la-p3'>c</p>"),
        ("translation", "en", "<p xml:id='en-p3'>C</p><head xml:id='en-h1'>H</head><p xml:id='en-p1'>A</p>"),
    )
    assert "la-p1 | en-p1 (id)" in show(found) and "la-p3 | en-p3 (id)" in show(found)
    assert {one.address for one in found.unaligned} == {"la-p2", "en-h1"}


def test_two_translations_may_share_numbers_the_original_has_not() -> None:
    found = versions(
        ("transcription", "la", "<div n='1'><p xml:id='a1'>a</p></div>"),
        ("translation", "de", "<div n='1'><p xml:id='d1'>a</p></div><div n='2'><p xml:id='d2'>b</p></div>"),
        ("translation", "en", "<div n='1'><p xml:id='e1'>a</p></div><div n='2'><p xml:id='e2'>b</p></div>"),
    )
    assert show(found) == ["a1 | d1 | e1 (n)", " | d2 | e2 (n)"]


def test_headings_between_shared_numbers_stand_together() -> None:
    found = versions(
        ("transcription", "la", "<head xml:id='h'>Titulus</head><p n='1' xml:id='a1'>a</p><p n='2' xml:id='a2'>b</p>"),
        ("translation", "de", "<head xml:id='k'>Titel</head><p n='1' xml:id='d1'>a</p><p n='2' xml:id='d2'>b</p>"),
    )
    assert show(found) == ["h | k (order)", "a1 | d1 (n)", "a2 | d2 (n)"]
    assert not found.unaligned


def test_where_nothing_is_said_verses_and_headings_are_landmarks() -> None:
    found = versions(
        ("text", "zh", "<p xml:id='a'>甲</p><p xml:id='b'>乙</p><q><lg xml:id='v'><l>丙</l></lg></q><p xml:id='c'>丁</p>"),
        ("translation", "pi", "<p xml:id='x'>A.</p><lg xml:id='w'><l>C</l></lg>"),
    )
    assert show(found) == ["a b | x (whole)", "v | w (order)", "c |  ()"]


def test_a_quotation_of_paragraphs_is_aligned_paragraph_by_paragraph() -> None:
    found = versions(
        ("transcription", "zh", "<p xml:id='a'>甲</p><q><p xml:id='b'>乙</p><p xml:id='c'>丙</p></q>"),
        ("translation", "en", "<p xml:id='x'>A</p><p xml:id='y'>B</p><p xml:id='z'>C</p>"),
    )
    assert show(found) == ["a | x (order)", "b | y (order)", "c | z (order)"]


def test_what_an_editor_puts_before_a_translation_does_not_disturb_it() -> None:
    tei = (
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><group>"
        "<text type='transcription' xml:lang='la'><body><p xml:id='a'>a</p><p xml:id='b'>b</p></body></text>"
        "<text type='translation' xml:lang='en'><front><p xml:id='f'>First published in 1900.</p></front>"
        "<body><p xml:id='x'>A</p><p xml:id='y'>B</p></body></text></group></text></TEI>"
    )
    assert show(alignment(read(tei))) == [" | f ()", "a | x (order)", "b | y (order)"]


@pytest.mark.parametrize("attribute", ["corresp", "sameAs", "synch"])
def test_pointers_that_say_that_passages_correspond(attribute: str) -> None:
    found = versions(
        ("transcription", "la", "<p xml:id='a'>a</p><p xml:id='b'>b</p>"),
        ("translation", "en", f"<p xml:id='y' {attribute}='#b'>B</p><p xml:id='x' {attribute}='#a'>A</p>"),
    )
    assert show(found) == ["a | x (corresp)", "b | y (corresp)"]


def test_headings_above_passages_that_belong_together_do_too() -> None:
    found = versions(
        ("transcription", "la", "<head xml:id='h'>Caput</head><p xml:id='a'>a</p><head xml:id='i'>Solum</head>"),
        ("translation", "en", "<head xml:id='k'>Chapter</head><p xml:id='x' corresp='#a'>A</p>"),
    )
    assert show(found) == ["h | k (order)", "a | x (corresp)", "i |  ()"]
    assert [one.address for one in found.unaligned] == ["i"]


BOOKS = """
<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns">
  <TEI b:version="transcription" xml:lang="el"><teiHeader><encodingDesc><refsDecl>{one}</refsDecl></encodingDesc></teiHeader>
    <text><body>{el}</body></text></TEI>
  <TEI b:version="translation" xml:lang="de"><teiHeader><encodingDesc><refsDecl>{other}</refsDecl></encodingDesc></teiHeader>
    <text><body>{de}</body></text></TEI>
</teiCorpus>"""
STRUCTURE = """<citeStructure unit="book" match="//body/div[@type='book']" use="@xml:id"><citeData property="x" use="head"/>
  <citeStructure unit="section" match="p" use="position()" delim="."/></citeStructure>"""
GREEK = "<div type='book' xml:id='b1'><head xml:id='h'>Α</head><p xml:id='a'>α</p><p xml:id='b'>β</p></div>"


def test_schemes_that_headers_declare_need_not_be_numbers_in_n() -> None:
    pattern = r"""<cRefPattern matchPattern="(.+)\.(.+)" replacementPattern="#xpath(/tei:TEI/tei:text/tei:body/tei:div[@n='$1']/tei:div[@n='s$2'])"/>"""
    one, two = (f"<p xml:id='{name}'>{name}</p>" for name in ("q", "r"))
    german = f"<div type='Buch' n='b1'><div xml:id='x' n='s2'>{one}</div><div xml:id='y' n='s1'>{two}</div></div>"
    found = alignment(read(BOOKS.format(one=STRUCTURE, el=GREEK, other=pattern, de=german)))
    assert show(found) == ["h |  ()", "a | r (n)", "b | q (n)"]


def test_of_a_declared_path_only_names_are_followed() -> None:
    assert citations.path("//div[@type='a']/p") == ".//tei:div[@type='a']/tei:p"
    for harm in ("//*[count(//*) > 3]", "document('x')", "//p[1]/..", "id('a')", "", "a | b", "//p[contains(., 'x')]"):
        assert citations.path(harm) == "", harm


def test_verses_between_milestones_correspond_though_paragraphs_do_not() -> None:
    verse = '<milestone unit="verse" n="{}"/>'.format
    found = align(
        f"<p xml:id='z1'>{verse(1)}甲。{verse(2)}<q>乙，</q></p><p xml:id='z2'>乙。{verse(3)}丙。</p>",
        f"<p xml:id='e1'>{verse(1)}One. </p><p xml:id='e2'>{verse(2)}Two <hi>and {verse(3)}three</hi> more.</p>",
    )
    assert show(found) == ["z1 z2 | e1 e2 (n)"], "the second verse ties the paragraphs together"
    assert passages(found) == [
        "verse-1 | en-verse-1",
        "verse-2 verse-2-2 | en-verse-2 en-verse-2-2",
        "verse-3 | en-verse-3 en-verse-3-2",
    ]
    assert not found.unaligned


def test_verses_count_within_their_chapters() -> None:
    def text(*words: str) -> str:
        points = ['<milestone unit="{}" n="{}"/>'.format(*point) for point in (("c", 1), ("v", 1), ("c", 2), ("v", 1))]
        return f"<p>{points[0]}{points[1]}{words[0]}</p>{points[2]}<p>{points[3]}{words[1]}</p>"

    found = align(text("甲", "乙"), text("A", "B"))
    assert passages(found) == ["v-1.1 | en-v-1.1", "v-2.1 | en-v-2.1"]
    assert len(found.rows) == 2
