"""The cable of 1963 is whole: its master is compared with its witness, with itself and with its contract.

`edition/source.txt` is the text of the only witness, as it came out of text recognition.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from lxml import etree
from PIL import Image

from bifolium.project import open_project
from bifolium.run import Options, execute
from bifolium.tags import tags

HERE = Path(__file__).parent
MASTER = HERE.parent / "edition" / "cable-1963-08-01.xml"
CONTRACT = HERE.parent / "schema" / "edition.xsd"

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
NS = {"t": "http://www.tei-c.org/ns/1.0", "c": "https://bifolium.org/ns/contract"}

# What the editors put beside a reading, and into the text: not the witness's words.
EDITORIAL = "self::t:corr or self::t:reg or self::t:gap or self::t:note[@type='editorial']"
# What is on the page but is not the message.
MARK = "self::t:fw or self::t:note[@hand]"

POINTERS = """
    facs hand change corresp target ref resp start decls who scribeRef scheme where edRef source domains
""".split()

# What is aligned: sentences, and the blocks that hold none.
LINES = "self::t:head or self::t:salute or self::t:ab or self::t:signed or self::t:dateline"

# The readings of the witness that the master questions. Each stands in the text, and only beside it our own.
CORRECTED = [
    ("197", "147", "medium"),
    ("另呈", "零星", "high"),
    ("滥言", "谰言", "high"),
    ("118-01150-14", "118-01100-14", "medium"),
    ("8", "148", "medium"),
    ("Circular□No.", "Circular No.", "high"),
    ("wrong", "wrong.", "high"),
]
UNCLEAR = ["周", "发前", "付", "柳"]
REGULARISED = [("閱", "阅"), ("領", "领")]

# One line of the witness that the master takes for two marks, and what is not on the pages at all.
SPLIT_LINES = {"等级 有台电发": ("等级", "有台电发")}
NOT_ON_THE_PAGES = "[...]"

# Entries that occur in one language only, and why.
ONE_LANGUAGE = {"han-nianlong": "only in the approval, which is not translated"}


# Tools


@cache
def master() -> etree._Element:
    return etree.parse(MASTER).getroot()


def find(path: str, start: etree._Element | None = None) -> list:
    return (master() if start is None else start).xpath(path, namespaces=NS)


def only(path: str, start: etree._Element | None = None) -> etree._Element:
    (result,) = find(path, start)
    return result


def is_(test: str, element: etree._Element) -> bool:
    return element.xpath(f"boolean({test})", namespaces=NS)


def reading(element: etree._Element, without: str = EDITORIAL) -> str:
    """The words of the witness in this element. A new page is a form feed, a new line a line feed."""
    text = {f"{TEI}pb": "\f", f"{TEI}lb": "\n"}.get(element.tag, element.text or "")
    for child in element:
        if isinstance(child.tag, str) and not is_(without, child):
            text += reading(child, without)
        text += child.tail or ""
    return text


def message(element: etree._Element) -> str:
    """The words of the message: no marks, no pages."""
    return reading(element, f"{EDITORIAL} or {MARK}").replace("\f", "")


def spaced(text: str) -> str:
    return " ".join(text.split())


def closed(text: str) -> str:
    """Chinese without white space: between its characters there is none."""
    return "".join(text.split())


@cache
def source() -> dict[str, str]:
    parts = re.split(r"^=== (.*) ===$", (HERE / "edition/source.txt").read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def transcription() -> etree._Element:
    return only("//t:text[@type='transcription']")


def translation() -> etree._Element:
    return only("//t:text[@type='translation']")


def marks() -> list[etree._Element]:
    return find(f".//*[{MARK}]", transcription())


def ids(elements: list[etree._Element]) -> list[str]:
    return [element.get(f"{XML}id") for element in elements]


def pieces_of(element: etree._Element, entry: str, inside: bool = False) -> Iterator[tuple[str, bool]]:
    """The words of the witness piece by piece, and whether they are tagged as a name of this entry."""
    inside = inside or entry in tokens(element, "ref")
    yield element.text or "", inside
    for child in element:
        if not is_(EDITORIAL, child):
            yield from pieces_of(child, entry, inside)
        yield child.tail or "", inside


def tokens(element: etree._Element, attribute: str) -> list[str]:
    return [token.removeprefix("#") for token in element.get(attribute, "").split()]


# Every character of the witness


def test_the_three_pages_are_in_the_transcription_character_by_character_and_in_order():
    before, *pages = reading(transcription()).split("\f")
    assert not before.strip()
    assert [closed(page) for page in pages] == [closed(source()[f"page {n}"]) for n in (1, 2, 3)]


def test_spaces_within_a_line_of_the_pages_are_kept():
    units = [*marks(), *find(f".//*[{LINES}]", transcription())]
    lines = {spaced(line) for unit in units for line in reading(unit).split("\n")}
    for line in "\n".join(source()[f"page {n}"] for n in (1, 2, 3)).splitlines():
        if " " in line:
            assert lines.issuperset(SPLIT_LINES.get(line, (line,)))


def test_the_translation_is_in_the_translation_character_by_character_and_in_order():
    assert spaced(reading(translation())) == spaced(source()["translation"])


def test_the_catalogue_record_is_in_the_header():
    assert spaced(reading(only("//t:quote[@xml:id='catalogue-record']"))) == spaced(source()["record"])


def test_the_line_that_is_not_on_the_pages_is_accounted_for_in_the_header():
    assert source()["between"] == NOT_ON_THE_PAGES
    assert NOT_ON_THE_PAGES in reading(only("//t:editorialDecl"))


def test_the_page_break_of_the_translation_is_no_paragraph_break():
    before, _ = source()["translation"].split("\n\nconsequences")
    assert before.endswith("were the")
    assert "were the \fconsequences" in reading(only("//t:p[@xml:id='en-p3']"))


def test_doubtful_readings_are_the_ones_listed_here():
    choices = find("//t:choice[t:sic]")
    assert [(c[0].text, c[1].text, c[1].get("cert")) for c in choices] == CORRECTED
    assert all(c[1].get("resp") == "#editors" for c in choices)
    assert [u.text for u in find("//t:unclear")] == UNCLEAR
    assert [(c[0].text, c[1].text) for c in find("//t:choice[t:orig]")] == REGULARISED


# The pages


def test_pages_begin_and_end_where_the_brief_says():
    pages = [closed(page) for page in reading(transcription()).split("\f")[1:]]
    assert all(page.endswith(end) for page, end in zip(pages, ("147", "92号8", "149"), strict=True))
    assert pages[1].startswith("領二字第7/285号1963.8.8.汉”的要求")
    assert pages[2].startswith("政府都将")
    assert [surface.get("n") for surface in find("//t:surface")] == ["147", "148", "149"]
    assert [pb.get("n") for pb in find(".//t:pb", transcription())] == ["147", "148", "149"]


def test_a_sentence_runs_on_over_a_page_break_without_a_space():
    breaks = find(".//t:p//t:pb", transcription())
    assert [pb.get("break") for pb in breaks] == ["no", "no"]
    assert message(only("//t:w")) == "单身汉"
    text = message(transcription())
    assert "“单身汉”的要求" in text
    assert "中国政府都将永远保留" in text


def test_no_white_space_in_the_running_chinese():
    for paragraph in find(".//t:p", transcription()):
        assert not re.search(r"\s", message(paragraph))


def test_marks_stand_on_their_page_in_the_order_of_its_zones():
    page, last = None, 0
    for element in find(f".//t:pb | .//*[{MARK}]", transcription()):
        if element.tag == f"{TEI}pb":
            page, last = element.get("facs")[1:], 0
            continue
        zone = only(f"//t:zone[@xml:id='{element.get('facs')[1:]}']")
        assert zone.getparent().get(f"{XML}id") == page
        assert int(zone.get("n")) > last
        last = int(zone.get("n"))


def test_no_zone_claims_to_have_been_measured():
    assert not find("//t:facsimile//*[@ulx or @uly or @lrx or @lry or @points]")
    assert "inferred" in reading(only("//t:editorialDecl"))


# The master agrees with itself


def test_every_pointer_reaches_its_target():
    targets = ids(find("//*[@xml:id]"))
    assert len(targets) == len(set(targets))
    for attribute in POINTERS:
        for element in find(f"//*[@{attribute}]"):
            for token in element.get(attribute).split():
                assert token.startswith(("#", "http")), (attribute, token)
                assert not token.startswith("#") or token[1:] in targets, (attribute, token)


def test_every_zone_is_used_and_every_facs_of_the_text_leads_to_one():
    zones = ids(find("//t:zone"))
    used = Counter(
        zone for unit in find(".//*[@facs][not(self::t:pb)]", transcription()) for zone in tokens(unit, "facs")
    )
    assert set(used) == set(zones)
    shared = {zone for zone, times in used.items() if times > 1}
    assert shared <= {"zone-text-1", "zone-text-2", "zone-text-3"}
    pages = [page for pb in find(".//t:pb", transcription()) for page in tokens(pb, "facs")]
    assert pages == ids(find("//t:surface"))


def test_every_mark_says_who_where_and_on_which_page():
    for mark in marks():
        assert mark.get(f"{XML}id").startswith("mark-")
        assert mark.get("type") and mark.get("place") and mark.get("hand")
        assert mark.get("facs") == "#" + mark.get(f"{XML}id").replace("mark-", "zone-")


def test_hands_are_described_and_all_occur():
    described = ids(find("//t:handNote"))
    assert {hand.removeprefix("#") for hand in find("//t:text//@hand")} == set(described)


def test_interventions_are_told_in_order_and_all_left_a_mark():
    stages = find("//t:creation/t:listChange/t:change")
    order = ["printed", "typed", "approved", "dispatched", "received", "filed", "released"]
    assert ids(stages) == [f"stage-{stage}" for stage in order]
    used = {stage for unit in find("//t:text//*[@change]") for stage in tokens(unit, "change")}
    assert used == set(ids(stages))
    undated = [mark.get(f"{XML}id") for mark in marks() if not mark.get("change")]
    assert all(id.startswith("mark-foot-") for id in undated), "only the unexplained marks have no moment"


def test_every_mark_is_glossed_once_in_the_translation_in_the_same_order():
    gaps = find(".//t:gap[@reason='untranslated']", translation())
    assert [tokens(gap, "corresp") for gap in gaps] == [[id] for id in ids(marks())]
    assert all(gap.get("resp") == "#editors" and spaced("".join(gap[0].itertext())) for gap in gaps)


def test_blocks_are_aligned_one_to_one():
    blocks = f".//*[self::t:p or {LINES}]"
    assert [tokens(block, "corresp") for block in find(blocks, translation())] == [
        [id] for id in ids(find(blocks, transcription()))
    ]


def test_every_sentence_is_in_exactly_one_link_and_none_cross():
    units = f".//*[self::t:s or {LINES}]"
    links = find("//t:standOff/t:linkGrp[@type='translation']/t:link")
    left, right = [], []
    for link in links:
        targets = tokens(link, "target")
        chinese, english = ([id for id in targets if id.startswith(side)] for side in ("zh-", "en-"))
        assert targets == chinese + english
        assert link.get("type") == f"{len(chinese)}-{len(english)}"
        left += chinese
        right += english
    assert left == ids(find(units, transcription()))
    assert right == ids(find(units, translation()))


def test_sentences_hold_all_the_words_of_their_paragraphs():
    for paragraph in find("//t:group//t:p"):
        assert not closed((paragraph.text or "") + "".join(child.tail or "" for child in paragraph))
        assert {child.tag for child in paragraph} == {f"{TEI}s"}


def test_languages_are_declared_and_used():
    assert set(find("//@xml:lang")) == set(find("//t:langUsage/t:language/@ident"))


def test_chinese_is_never_called_english():
    for element in find("//*[text()]"):
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        if re.search(r"[\u3400-\u9fff]", own):
            assert find("ancestor-or-self::*[@xml:lang][1]/@xml:lang", element)[-1].startswith("zh"), own


def test_notes_of_the_editors_are_signed_and_say_what_they_are_about():
    notes = find("//t:note[@type='editorial']")
    assert len(notes) >= 20
    for note in notes:
        assert note.get(f"{XML}id").startswith("ed-")
        assert note.get("resp") == "#editors" and note.get("target")
        assert find("ancestor-or-self::*[@xml:lang][1]/@xml:lang", note)[-1] == "en"


# Names


def test_every_entry_occurs_in_both_languages_or_is_explained():
    entries = find("//t:standOff//*[self::t:person or self::t:place or self::t:org or self::t:event]")
    of_the_witness = f".//*[@ref][not(ancestor-or-self::*[{EDITORIAL}])]"
    in_chinese, in_english = (
        {entry for name in find(of_the_witness, text) for entry in tokens(name, "ref")}
        for text in (transcription(), translation())
    )
    for entry in ids(entries):
        assert entry in in_chinese
        assert (entry in in_english) != (entry in ONE_LANGUAGE), entry


@pytest.mark.parametrize(
    ("entry", "chinese", "english"),
    [
        ("soviet-union", "苏", r"Soviets?(?! Nationals)"),
        ("china", "中国", r"China|Chinese"),
        ("xinjiang", "新疆", "Xinjiang"),
        ("yining", "伊宁", "Yining"),
        ("albania", "阿尔巴尼亚", "Albania"),
        ("foreign-ministry", "外交部", "Ministry of Foreign Affairs"),
        ("soviet-nationals-association", "苏侨协会", "Soviet Nationals Association"),
        ("soviet-consulates", "领事馆", "consulate"),
        ("xinjiang-peoples-committee", "新疆人委", "Committee"),
        ("missions", "驻外使馆、代办处", "Embassies Abroad"),
        ("han-nianlong", "韩念龙", "Han Nianlong"),
        ("diplomatic-note-1963-07-18", "照会[说列驳最]|再度照会", r"\bthe note\b|another note"),
        ("diplomatic-note-1962-08-30", "我方照会", "our note"),
        ("diplomatic-note-1962-09-19", "复照", "the reply"),
        ("yining-riot", "暴乱", "riots"),
        (
            "flight-1962",
            "非法越境|去年策动逃苏|去年逃苏|去年越入苏境",
            r"exodus|illegal flight|fle[ed]+ to [^.]*? last year",
        ),
    ],
)
def test_a_name_is_tagged_wherever_it_occurs(entry, chinese, english):
    for text, words in ((transcription(), chinese), (translation(), english)):
        pieces = list(pieces_of(text, entry))
        flat = re.sub(r"\s", " ", "".join(piece for piece, _ in pieces))
        tagged = [inside for piece, inside in pieces for _ in piece]
        for found in re.finditer(words, flat):
            # The Soviet in the name of an organisation is part of that name.
            if entry == "soviet-union" and flat.startswith("苏侨协会", found.start()):
                continue
            assert any(tagged[found.start() : found.end()]), flat[found.start() - 20 : found.end() + 20]


def test_names_of_the_brief_have_entries_in_both_languages():
    names = {"person": "persName", "place": "placeName", "org": "orgName", "event": "label"}
    for kind, name in names.items():
        for entry in find(f"//t:standOff//t:{kind}"):
            languages = {child.get(f"{XML}lang") for child in entry.iterchildren(f"{TEI}{name}")}
            assert {"zh-Hans", "en"} <= languages
    dates = {event.get(f"{XML}id"): event.get("when") for event in find("//t:event")}
    assert dates == {
        "flight-1962": "1962", "yining-riot": "1962", "diplomatic-note-1962-08-30": "1962-08-30",
        "diplomatic-note-1962-09-19": "1962-09-19", "diplomatic-note-1963-07-18": "1963-07-18",
    }  # fmt: skip


# The rest of the brief


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("t:titleStmt/t:title[@type='main']", "Cable from the Chinese Foreign Ministry, 'Our Efforts"),
        ("t:titleStmt/t:title[@type='main'][@xml:lang='zh-Hans']", "我对苏联在新疆的颠覆活动的斗争情况"),
        ("t:titleStmt/t:author", "Ministry of Foreign Affairs"),
        ("t:titleStmt/t:respStmt[@xml:id='translator']", "7Brands"),
        ("t:titleStmt/t:respStmt[@xml:id='source-sponsor']", "MacArthur Foundation"),
        ("t:editionStmt", "Version 1.0.0, 23 November 2026"),
        ("t:publicationStmt//t:licence", "Attribution 4.0"),
        ("t:msIdentifier/t:repository", "PRC FMA"),
        ("t:msIdentifier/t:idno", "118-01100-14"),
        ("t:msItem/t:locus", "147-149"),
        ("t:textLang", "Chinese"),
        ("t:surrogates", "https://digitalarchive.wilsoncenter.org/document/118214"),
        ("t:additions", "received-stamp"),
        ("t:abstract", "countermeasures undertaken by the Chinese government"),
        ("t:correspAction[@type='sent']", "Ministry of Foreign Affairs"),
        ("t:correspAction[@type='received']", "offices of chargés d'affaires"),
        ("t:category[@xml:id='outgoing-cable']", "Outgoing cable"),
        ("t:ab[@type='circular-number'][@n='74'][@xml:id='zh-number']", "第74期"),
        ("t:note[@xml:id='mark-approval']", "批发 韩念龙"),
        ("t:note[@xml:id='mark-dispatch']", "不发苏联"),
        ("t:stamp[@type='release']", "外交部开放档案"),
        ("t:note[@xml:id='ed-individual-han']", "bachelors, single men"),
        ("t:note[@xml:id='ed-renwei']", "People's Committee"),
        ("t:org[@xml:id='xinjiang-peoples-committee']/t:note[@resp]", "not|government of the region"),
        ("t:note[@xml:id='ed-i-and-we']", "our side"),
        ("t:note[@xml:id='ed-19-september']", "no year"),
        ("t:gloss[@resp='#translator']", r"\[Gulja\]"),
    ],
)
def test_the_brief_is_met(path, text):
    assert any(re.search(text, spaced("".join(element.itertext()))) for element in find(f"//{path}"))


def test_the_received_stamp_has_blanks_filled_by_another_hand():
    stamp = only("//t:stamp[@type='received']")
    assert stamp.get("when") == "1963-08-08"
    assert [add.text for add in find(".//t:add", stamp)] == ["7/285", "63", "8", "8"]
    assert {add.get("hand") for add in find(".//t:add", stamp)} == {"#hand-register"}
    assert stamp.getparent().get("hand") == "#stamp-received"


def test_brackets_are_the_translators_and_all_are_said_to_be():
    brackets = re.findall(r"\[[^]]*\]", source()["translation"])
    encoded = find(".//t:supplied | .//t:gloss", translation())
    assert [spaced("".join(element.itertext())) for element in encoded] == brackets
    assert all(e.get("resp") == "#translator" and e.get("rend") == "brackets" for e in encoded)


def test_changes_and_edition_are_dated():
    assert {change.get("when") for change in find("//t:revisionDesc/t:change")} == {"2026-11-23"}
    assert find("//t:edition/@n") == ["1.0.0"]


# The contract


@cache
def contract() -> xmlschema.XMLSchema11:
    return xmlschema.XMLSchema11(CONTRACT)


def broken_rules(element: etree._Element) -> list[tuple[str, int]]:
    """Code and line of each demand of the contract that is not met in this element."""
    result = []
    for error in contract().iter_errors(element):
        (rule,) = error.validator.elem.iterfind(".//c:finding", NS)
        assert all(rule.findtext(f"c:{part}", "", NS).endswith(".") for part in ("sentence", "hint"))
        result.append((rule.get("code"), error.elem.sourceline))
    return result


def test_the_master_keeps_the_contract():
    assert broken_rules(master()) == []


# Code, the element that is looked at, and what is done to it: `- path` takes away, `path = value` overwrites.
BREAKS = """
no-document-id                 TEI                          - @xml:id
no-document-language           TEI                          - @xml:lang
no-facsimile                   TEI                          - facsimile
no-transcription               TEI                          - //text[@xml:id='zh']
no-translation                 TEI                          - //text[@xml:id='en']
no-alignment                   TEI                          - standOff/linkGrp
undeclared-language            TEI                          - //language[@ident='zh-Hant']
undeclared-hand                TEI                          - //handNote[@xml:id='hand-register']
no-history                     TEI                          - //listChange
no-editorial-principles        teiHeader                    - encodingDesc/editorialDecl
no-languages                   teiHeader                    - profileDesc/langUsage
no-creation-date               teiHeader                    - profileDesc/creation
no-revision                    teiHeader                    - revisionDesc
no-title                       titleStmt                    - title
no-responsibility              titleStmt                    - respStmt
no-edition                     fileDesc                     - editionStmt
no-publisher                   publicationStmt              - publisher
no-publication-date            publicationStmt              - date
no-licence                     publicationStmt              - availability/licence
no-source                      sourceDesc                   - .//msIdentifier/repository
bad-language-tag               language[1]                  @ident = zh_Hans
hand-undescribed               handNote[1]                  - text()
stage-without-id               listChange                   - change[3]/@xml:id
surface-without-id             surface[1]                   - @n
surface-without-zones          surface[1]                   - zone
zone-without-id                zone[1]                      - @xml:id
zone-half-measured             zone[1]                      @ulx = 10
text-without-id                text[@xml:id='zh']           - @xml:id
text-without-type              text[@xml:id='zh']           - @type
text-without-language          text[@xml:id='zh']           - @xml:lang
no-page-breaks                 text[@xml:id='zh']           - .//pb
page-without-image             text[@xml:id='zh']           - .//body/pb/@facs
block-without-id               text[@xml:id='zh']           - .//p[2]/@xml:id
block-unaligned                text[@xml:id='en']           - .//p[2]/@corresp
name-without-entry             text[@xml:id='en']           - .//placeName[1]/@ref
sentence-without-id            s[1]                         - @xml:id
mark-without-id                fw[1]                        - @xml:id
mark-without-zone              fw[1]                        - @facs
mark-without-hand              fw[1]                        - @hand
note-without-zone              note[@type='approval']       - @facs
note-unsigned                  note[@type='editorial'][1]   - @resp
stamp-without-type             stamp[1]                     - @type
addition-without-hand          add[1]                       - @hand
correction-unsigned            choice[sic][1]               - corr/@cert
normalisation-missing          choice[orig][1]              - reg
supplied-unsigned              supplied[1]                  - @resp
unclear-without-certainty      unclear[1]                   - @cert
gap-without-reason             gap[1]                       - @reason
gap-unexplained                gap[1]                       - desc
link-to-nothing                link[1]                      @target = #zh-title
entry-incomplete               person                       - persName[1]
entry-incomplete               place[1]                     - placeName[@xml:lang='en']
entry-incomplete               org[1]                       - @xml:id
entry-incomplete               event[1]                     - label[1]
event-undated                  event[1]                     - @when
"""
BREAK = [re.split(r"\s{2,}", line) for line in BREAKS.strip().splitlines()]


def prefixed(path: str) -> str:
    return re.sub(r"(?<![@\w'.:-])([a-zA-Z]\w*)(?![\w(:'-])", r"t:\1", path)


def break_(element: etree._Element, deed: str) -> None:
    """Does to the element what the table says."""
    if deed.startswith("- "):
        nodes = find(prefixed(deed[2:]), element)
        assert nodes, deed
        for node in nodes:
            if isinstance(node, etree._Element):
                node.getparent().remove(node)
            elif node.is_attribute:
                del node.getparent().attrib[node.attrname]
            else:
                node.getparent().text = None
    else:
        name, value = deed.removeprefix("@").split(" = ")
        element.set(name, value)


@pytest.mark.parametrize(("code", "path", "deed"), BREAK, ids=[f"{code}: {path}" for code, path, _ in BREAK])
def test_what_breaks_the_contract_is_named(code, path, deed):
    element = find(f"(//{prefixed(path)})[1]", deepcopy(master()))[0]
    break_(element, deed)
    found = broken_rules(element)
    assert (f"contract.{code}", element.sourceline) in found
    if path != "TEI":  # a text that is taken away takes others with it
        assert {code for code, _ in found} == {f"contract.{code}"}


TEN = """
    no-edition no-licence surface-without-id zone-half-measured mark-without-hand
    note-unsigned sentence-without-id supplied-unsigned link-to-nothing event-undated
""".split()


def test_ten_faults_at_once_are_ten_findings_each_with_its_line():
    tree = deepcopy(master())
    expected = []
    for code, path, deed in BREAK:
        if code in TEN:
            element = find(f"(//{prefixed(path)})[1]", tree)[0]
            break_(element, deed)
            expected.append((f"contract.{code}", element.sourceline))
    assert len(expected) == 10
    assert sorted(broken_rules(tree)) == sorted(expected)


def test_every_demand_of_the_contract_is_broken_above():
    demands = {rule.get("code") for rule in etree.parse(CONTRACT).iterfind(".//c:finding", NS)}
    assert {f"contract.{code}" for code, _, _ in BREAK} == demands
    assert len(etree.parse(CONTRACT).findall(".//{*}assert")) == len(BREAK)


def test_a_page_image_is_shown_as_soon_as_it_lies_in_the_folder(tmp_path):
    (tmp_path / "edition" / "facsimile").mkdir(parents=True)
    shutil.copy(MASTER, tmp_path / "edition")
    Image.new("L", (60, 90)).save(tmp_path / "edition" / "facsimile" / "page-2.jpg")
    assert execute(open_project(tmp_path), Options(workers=1, strict=True)).findings == []
    # Every page is written so that it can be read fast (`tags`): the slow reader takes twice as long.
    assert [path for path in (tmp_path / "output").rglob("*.html") if tags(path.read_bytes()) is None] == []
    page = (tmp_path / "output" / MASTER.stem / "index.html").read_text("utf-8")
    assert re.findall(r'src="[^"]*images/facsimile/([^/"]+)/', page) == ["page-2.jpg"]
    # With its styles and scripts, that of images among them, the page weighs little even before compression.
    linked = set(re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', page))
    assert {"../static/style.css", "../static/page.js", "../static/scan.css", "lights.css"} <= linked
    home = tmp_path / "output" / MASTER.stem
    assert len(page.encode()) + sum((home / path).stat().st_size for path in linked) < 150_000
