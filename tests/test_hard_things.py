"""What real TEI files hold and naive tools break: the smallest specimen of each, and what must come of it.

All specimens are documents of one edition, built once. That no character of them is lost or doubled is proved by
collation in the build itself; here stands what they must look like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import tei

from bifolium.project import open_project
from bifolium.run import Options, execute

XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
NS = 'xmlns="http://www.tei-c.org/ns/1.0"'


@dataclass(frozen=True)
class Hard:
    """One specimen: the content of its body (or a whole file), and what its texts and its page are to hold."""

    tei: str | bytes
    reading: str = ""
    diplomatic: str = ""
    html: tuple[str, ...] = ()
    not_html: tuple[str, ...] = ()
    found: tuple[str, ...] = ()  # codes of findings; those on doubtful encoding count only where they stand here
    header: str = ""
    files: dict[str, str] = field(default_factory=dict)  # beside it


HARD = {
    "a page ends within a word, a name, a line": Hard(
        '<p>Donau<pb n="2" break="no"/>dampf wo<pb n="3"/>rd <persName>Ama<pb n="4" break="no"/>lia</persName></p>'
        '<lg><l>verse <pb n="5"/>goes on</l></lg>',
        "Donaudampf word Amalia\n\nverse goes on",
        "Donau\n\n[page 2]\n\ndampf wo\n\n[page 3]\n\nrd Ama\n\n[page 4]\n\nlia\n\nverse\n\n[page 5]\n\ngoes on",
        ('<section class="sheet" id="pb-5">',),
    ),
    "a line ends within a word": Hard(
        '<p>Schiff<lb break="no"/>fahrt <w>gan<lb/>zes</w> <date when="1850">5 <lb/>May</date></p>',
        "Schifffahrt ganzes 5 May", "Schiff\nfahrt gan\nzes 5\nMay",
    ),
    "notes in notes, in titles, with paragraphs": Hard(
        "<div><head>Title<note>on it</note></head><p>a<note>outer <note>inner</note></note> b<note><p>first</p><p>second"
        "</p></note> <title>book<note>in it</note></title></p></div>",
        "Title\n\na b book",
        "Title[1]\n\na[2] b[3] book[4]\n\n[1] on it\n[2] outer [note: inner]\n[3] first\nsecond\n[4] in it",
        ('<h2 data-tei="head"',), ("Titleon it",),
    ),
    "a note that stands elsewhere": Hard(
        '<p xml:id="e1">one <seg xml:id="e2">two</seg> three</p><note place="end" target="#e2">about two</note>',
        "one two three", "one two[1] three\n\n[1] about two", ('id="e2">two</span><a class="note-ref',),
    ),
    "places in nobody's list": Hard(
        '<p>x<note place="boto">n</note><note place="inline">m</note> <add place="überderZeile">a</add></p>',
        "x a", html=('data-place="boto"', 'class="inline-note"', '<span class="mark-place">überderZeile</span>'),
    ),
    "the look in words, in the header and in the file": Hard(
        '<p><hi rend="italic">a</hi> <hi rend="align(right)">b</hi> <hi rend="傍点">c</hi> <hi rendition="#rd">d</hi>'
        ' <hi style="color:red;position:fixed;background:url(javascript:x)">e</hi></p>',
        "a b c d e", html=("rend-italic", "rend-right", "rend-emphasis-dots", 'class="css-'),
        not_html=("javascript", "position:fixed"),
        header='<encodingDesc><tagsDecl><rendition xml:id="rd" scheme="css">font-variant: small-caps</rendition></tagsDecl>'
        "</encodingDesc>",
    ),
    "an apparatus without lemma, and one in another": Hard(
        "<p>x <app><rdg>first</rdg><rdg>second</rdg></app> <app><lem>out <app><lem>in</lem><rdg>inn</rdg></app></lem>"
        "<rdg>other</rdg></app> z</p>",
        "x first out in z",
    ),
    "an apparatus at the back, by its two ends": Hard(
        '<TEI {ns} xml:lang="zh"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/>'
        "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body><p>如是"
        '<anchor xml:id="beg1"/>我聞<anchor xml:id="end1"/>一<anchor type="star" xml:id="s1"/>時</p></body><back><listApp>'
        '<app from="#beg1" to="#end1"><lem>我聞</lem><rdg>聞我</rdg></app></listApp><note target="#beg1">注</note></back>'
        "</text></TEI>".replace("{ns}", NS),
        "如是我聞一時", "如是[1]我聞一時\n\n[1] 注", ('class="generated to-passage" href="#beg1"',),
    ),
    "an apparatus by the numbers of lines": Hard(
        '<lg><l n="1">arma</l><l n="2">cano</l></lg><listApp><app loc="1"><lem>arma</lem><rdg>arva</rdg></app></listApp>',
        "arma\ncano", html=('class="app-entry"><span class="generated n">1</span>',),
    ),
    "a lemma that the text says again": Hard(
        "<p>so <app><lem>the word</lem><rdg>a word</rdg></app>the word, <app><lem>one</lem><rdg>two</rdg></app>one more</p>",
        "so the word, one more",
    ),
    "pointers that lead nowhere or astray": Hard(
        '<p><ref target="#nowhere">a</ref> <ref target="foo:bar">b</ref> <ref target="gone.xml">c</ref></p>'
        '<p xml:base="https://example.org/x/"><ref target="y.html">e</ref></p>',
        "a b c\n\ne", html=('href="https://example.org/x/y.html"',), not_html=('href="#nowhere"', "gone.xml", "foo:bar"),
        found=("link.file-missing", "link.scheme-undeclared", "link.target-missing"),
    ),
    "what goes on elsewhere": Hard(
        '<p><q xml:id="q1" next="#q2">One,</q> he said, <q xml:id="q2" prev="#q1">two.</q></p>'
        '<lg><l part="I">a</l><l part="M">b</l><l part="F">c</l></lg>',
        "One, he said, two.\n\na\nb\nc", html=('class="generated fragment" href="#q2"', 'data-part="M"'),
    ),
    "blocks within a paragraph": Hard(
        "<p>a <list><item>i</item></list> b <table><row><cell>c</cell></row></table> <quote><p>q</p></quote> z</p>",
        "a\ni\nb\n\nc\n\nq\n\nz", html=('<div data-tei="p"',),
    ),
    "two directions of writing": Hard(
        '<p>left <foreign xml:lang="ar">كتاب</foreign> right</p>', "left كتاب right", html=('lang="ar" dir="rtl">كتاب',)
    ),
    "characters beyond the plane, and a line end between them": Hard('<p xml:lang="ja">漢\n字𠀀𪛖</p>', "漢字𠀀𪛖"),
    "spaces that are characters, at the beginning of a line": Hard(
        '<p xml:lang="zh">一<lb/>\n\u3000二<lb/>\n\xa0三</p>', "一\u3000二 \xa0三", html=("\u3000二", "\xa0三")
    ),
    "a date in another calendar, between characters that need no space": Hard(
        '<p xml:lang="zh">一<date calendar="#cal">咸豊弐年</date>子</p>', "一咸豊弐年子",
        html=('咸豊弐年</span><span class="generated how"', ">Lunar</span>子"),
        header='<profileDesc><calendarDesc><calendar xml:id="cal"><p>Lunar</p></calendar></calendarDesc></profileDesc>',
    ),
    "characters of an edition's own": Hard(
        '<p>a<g ref="gc1"/>b<g ref="#gc2"/>c<g ref="#gnone"/>d<g ref="chars.xml#gc3"/>e<g ref="#gc4"/></p>',
        "aſb[月*坒]c〔gnone〕dþeð", html=('class="generated g">[月*坒]</span>',),
        found=("link.hash-missing", "link.target-missing"),
        header='<encodingDesc><charDecl><char xml:id="gc1"><mapping type="Unicode">ſ</mapping></char><char xml:id="gc2">'
        "<charProp><localName>composition</localName><value>[月*坒]</value></charProp></char></charDecl></encodingDesc>",
        files={"chars.xml": f'<charDecl {NS}><char xml:id="gc3"><mapping type="Unicode">þ</mapping></char>'
               '<char xml:id="gc4"><mapping type="Unicode">ð</mapping></char></charDecl>'},
    ),
    "text that stands in attributes": Hard(
        '<p xml:lang="zh">學而<c n="，"/>時<space n="　"/>習<space quantity="2" unit="chars"/></p>',
        "學而，時習", html=("，", "[blank 2 characters]"),
    ),
    "ruby in three ways": Hard(
        '<p xml:lang="ja"><ruby><rb>漢</rb><rt>かん</rt></ruby><seg type="ruby"><seg type="rb">字</seg><seg type="rp">（</seg>'
        '<seg type="rt">じ</seg><seg type="rp">）</seg></seg><x:ruby xmlns:x="urn:x"><x:rb>文</x:rb><x:rp>(</x:rp><x:rt>ぶん'
        "</x:rt><x:rp>)</x:rp></x:ruby></p>",
        "漢字文", "漢(かん)字（じ）文(ぶん)",
    ),
    "texts in a text": Hard(
        f'<TEI {NS} xml:lang="en"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/>'
        "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><front><titlePage><docTitle><titlePart>"
        "All</titlePart></docTitle></titlePage></front><group><text><front><titlePage><docTitle><titlePart>First</titlePart>"
        "</docTitle></titlePage></front><body><p>one <floatingText><body><p>inside</p></body></floatingText> more</p></body>"
        "</text><text><body><p>two</p></body></text></group></text></TEI>",
        "All\n\nFirst\n\none\n\ninside\n\nmore\n\ntwo",
    ),
    "what an editor's program leaves behind": Hard(
        '<?oxy_comment_start author="x"?><p>a<!-- c -->b<?oxy_comment_end?> c<?x?>d</p>', "ab cd", "ab cd",
        not_html=("oxy_comment",),
    ),
    "names that are no names, and one twice": Hard(
        '<p xml:id="0">a</p><p xml:id="dup">b</p><p xml:id="dup">c</p><p xml:id="MS_D\'Or">d</p>', "a\n\nb\n\nc\n\nd",
        found=("id.duplicate", "id.not-ncname", "id.not-ncname"),
    ),
    "no language": Hard(tei("<p>plain</p>").replace(' xml:lang="en"', ""), "plain"),
    "another XML": Hard('<?xml version="1.1" encoding="UTF-8"?>' + tei("<p>eleven</p>"), "eleven"),
    "another encoding": Hard(
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + tei("<p>Köln</p>")).encode("latin-1"), "Köln"
    ),
    "a mark of the order of bytes, and line ends of another system": Hard(
        b"\xef\xbb\xbf" + ('<?xml version="1.0"?>\r\n' + tei("<p>two\r\nlines</p>")).encode(), "two lines"
    ),
    "entities": Hard(
        '<!DOCTYPE TEI [<!ENTITY inn "inner <hi rend=\'italic\'>hi</hi>"><!ENTITY % ext SYSTEM "https://example.org/e.ent">'
        "%ext;]>" + tei("<p>a &inn; b &unknown; &amp;</p>"),
        "a inner hi b &unknown; &", html=('class="unresolved"', "rend-italic"), found=("xml.entity-unresolved",),
    ),
    "what is included, and what is not": Hard(
        f'<div><xi:include {XI} href="part.inc"/><xi:include {XI} href="some.inc" xpointer="xp"/><xi:include {XI} '
        f'href="https://example.org/x.xml"><xi:fallback><p>instead</p></xi:fallback></xi:include><xi:include {XI} '
        'href="gone.inc"/></div>',
        "included\n\npointed\n\ninstead", html=("[gone.inc]",), found=("xml.include-missing", "xml.include-web"),
        files={"part.inc": f"<p {NS}>included</p>", "some.inc": f'<div {NS}><p>not</p><p xml:id="xp">pointed</p></div>'},
    ),
    "pages with images of every kind": Hard(
        '<p><pb n="1" facs="https://example.org/1.jpg"/>a<pb n="2" facs="missing.tif"/>b<pb n="3" facs="#z9"/>c'
        '<pb n="4" facs="iiif:x/4"/>d</p>',
        "abcd", html=('<a href="https://example.org/1.jpg" rel="external">',),
        found=("facsimile.image-missing", "facsimile.zone-missing", "link.scheme-undeclared"),
    ),
    "texts side by side, and contents nobody sees, of a vocabulary of its own": Hard(
        '<p>a</p><cb:tt xmlns:cb="urn:cb"><cb:t xml:lang="zh">如是</cb:t><cb:t xml:lang="sa">evam</cb:t></cb:tt>'
        '<cb:juan xmlns:cb="urn:cb"><cb:mulu>卷一</cb:mulu><cb:jhead>一</cb:jhead></cb:juan>',
        "a\n\n如是\nevam\n一", html=('data-tei="mulu"',),
    ),
    "a deletion over paragraphs, pages and rows": Hard(
        '<p>one <delSpan hand="#hd" spanTo="#d1"/>two</p><pb n="2"/><table><row><cell>x</cell></row><row><cell>y'
        '<anchor xml:id="d1"/> z</cell></row></table>',
        "one\n\nz", "one [deleted, Anna: two\n\n[page 2]\n\nx\ny] z",
        ('<del class="stretch" data-hand="#hd">x</del>', 'id="show-hd"'),
        header='<profileDesc><handNotes><handNote xml:id="hd">Anna</handNote></handNotes></profileDesc>',
    ),
    "a hand that takes over, over paragraphs and pages, and hands of a phrase and a line": Hard(
        '<p>mine <add hand="#bo">his</add> <handShift new="#bo"/>his <del hand="#hd">and <hi>his</hi></del></p><pb n="2"/><p>his'
        ' <note>nobody\'s</note><handShift scribe="guest" medium="crayon"/><w><hi>g</hi>uest</w> <hi hand="#bo">his</hi> guest</p>'
        '<p><handShift new="#hd"/>mine</p>',
        "mine his his\n\nhis guest his guest\n\nmine",
        "mine [added, Bo: his] [hand: Bo] his [deleted, Anna: and his]\n\n[page 2]\n\nhis [1][hand: guest]guest"
        " [hand, Bo: his] guest\n\n[hand: Anna] mine\n\n[1] nobody's",
        ('<del data-tei="del" data-hand="#hd"', '<span class="by-hand" data-hand="#bo">and</span>', 'id="show-bo"',
         'id="only-hand-handShift-', 'nobody\'s<', '<span class="by-hand" data-hand="#hd">mine</span> <ins'),
        ('data-hand="#bo">nobody',),
        header='<profileDesc><handNotes><handNote xml:id="hd" scope="major">Anna</handNote><handNote xml:id="bo">Bo'
        "</handNote></handNotes></profileDesc>",
    ),
    "a hand that takes over within a zone": Hard(
        f'<TEI {NS} xml:lang="en"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/>'
        '</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><sourceDoc><surface n="1r" ulx="0" uly="0"'
        ' lrx="9" lry="9"><zone xml:id="z1" ulx="1" uly="1" lrx="8" lry="4"><line>one <handShift medium="pencil"/>two</line>'
        '</zone></surface><surface n="1v"><line>three</line></surface></sourceDoc></TEI>',
        "one two\n\nthree", "[page 1r]\n\none [hand: pencil] two\n\n[page 1v]\n\nthree",
        ('<h2 class="page-number">Page 1r</h2>', '<path class="lines" data-hand="#handShift-', '">three</span>'),
    ),
    "what was taken back, up to a point, in every form": Hard(
        '<p>one <undo spanTo="#ue" hand="#hd"/><del>two <del>three</del></del><anchor xml:id="ue"/> <del>four</del></p>'
        '<p>one <del>two <undo spanTo="#u2"/>three<anchor xml:id="u2"/> four</del></p>'
        '<p>one <restore><delSpan spanTo="#rs"/>two<anchor xml:id="rs"/></restore></p>'
        '<p>one <del>two <restore>three</restore> four</del></p>'
        '<p>one <addSpan xml:id="as" spanTo="#ae"/>two<anchor xml:id="ae"/><undo target="#as"/></p>'
        '<p>one <subst xml:id="su" hand="#hd"><del>two</del><add>three</add></subst><undo target="#su"/></p>'
        '<p>one <del xml:id="de">two</del><undo xml:id="un" target="#de"/><redo target="#un" hand="#hd"/></p>'
        '<p>one <retrace spanTo="#re"/>two<anchor xml:id="re"/> <metamark function="flag"/></p>',
        "one two three\n\none three\n\none two\n\none three\n\none\n\none two\n\none\n\none two",
        "one [deleted, then restored: two [deleted, then restored: three]] [deleted: four]\n\none [deleted: two] three [deleted:"
        " four]\n\none [deleted, then restored: two]\n\none [deleted: two] three [deleted: four]\n\none [added, then cancelled:"
        " two]\n\none [deleted, then restored, Anna: two][added, then cancelled, Anna: three]\n\none [deleted: two]\n\none two"
        " [sign: flag]",
        ("[Traced over: ", " :Traced over]", ">two three</a></li>", '<del class="stretch">two</del>'),
        header='<profileDesc><handNotes><handNote xml:id="hd">Anna</handNote></handNotes></profileDesc>',
    ),
    "lines that change places": Hard(
        '<lg><l xml:id="v1">the second</l><l xml:id="v2">the third</l><l xml:id="v3">the first</l></lg><listTranspose><transpose>'
        '<ptr target="#v3"/><ptr target="#v1"/><ptr target="#v2"/></transpose></listTranspose>',
        "the first\nthe second\nthe third", "the second\nthe third\nthe first", ('<span class="moved">the third</span>',),
    ),
}  # fmt: skip
TOLD = ("link.", "xml.", "id.", "facsimile.image-missing", "facsimile.zone-missing", "collation.", "build.")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[str]]]:
    """The edition of all specimens, and the codes of the findings on each."""
    folder = tmp_path_factory.mktemp("hard")
    for number, hard in enumerate(HARD.values()):
        place = folder / f"edition/hard-{number}"
        place.mkdir(parents=True)
        whole = isinstance(hard.tei, bytes) or "<TEI" in hard.tei
        text = hard.tei if whole else tei(str(hard.tei)).replace("</teiHeader>", hard.header + "</teiHeader>")
        (place / "a.xml").write_bytes(text if isinstance(text, bytes) else text.encode())
        for name, content in hard.files.items():
            (place / name).write_text(content, encoding="utf-8")
    codes = ("link.target-missing", "id.duplicate", "facsimile.zone-missing")
    warn = "".join(f'[[warn]]\ncode = "{code}"\nreason = "A specimen of it."\n' for code in codes)
    (folder / "edition/allow.toml").write_text(warn, encoding="utf-8")
    project = open_project(folder)
    report = execute(project, Options(workers=1))
    found: dict[str, list[str]] = {}
    for one in report.findings:
        if one.code.startswith(TOLD):
            found.setdefault(one.place.path.split("/")[1], []).append(one.code)
    assert report.errors == 0, [str(one) for one in report.findings if one.severity.name == "ERROR"]
    return project.output, found


@pytest.mark.parametrize("name", HARD)
def test_it_is_shown_as_what_it_is(made: tuple[Path, dict[str, list[str]]], name: str) -> None:
    hard, folder = HARD[name], f"hard-{[*HARD].index(name)}"
    output, found = made[0] / folder / "a", made[1].get(folder, [])
    texts = {path.name.partition(".")[0]: path.read_text("utf-8").strip("\n") for path in output.glob("*.txt")}
    assert texts["reading"] == hard.reading
    if hard.diplomatic:
        assert texts["diplomatic"] == hard.diplomatic
    page = (output / "index.html").read_text("utf-8")
    text = re.sub(r"(?s)<section class=\"files\">.*", "", page)
    assert [one for one in hard.html if one not in text] == []
    assert [one for one in hard.not_html if one in text] == []
    assert sorted(found) == sorted(hard.found)
