"""The facing page as a reader meets it: what stands beside what, what lights up, what can be switched off."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]
LETTER, VERSE, CABLE = "facing/letter/index.html", "facing/verse/index.html", "cable/cable-1963-08-01/index.html"


def box(page: Any, address: str) -> dict[str, float]:
    """Where an element is on the page, in pixels."""
    return dict(page.evaluate("id => document.getElementById(id).getBoundingClientRect().toJSON()", address))


def lit(page: Any, *addresses: str) -> list[str]:
    """Which of these passages and zones are lit, as a reader sees it."""
    script = """ids => ids.filter(id => {
        const style = getComputedStyle(document.getElementById(id));
        const plain = ["rgba(0, 0, 0, 0)", "transparent"];
        return document.getElementById(id).ownerSVGElement
            ? !plain.includes(style.fill) && style.fill !== "none" : !plain.includes(style.backgroundColor);
    })"""
    return list(page.evaluate(script, list(addresses)))


def shown(page: Any, selector: str) -> int:
    """How many elements of this kind a reader sees."""
    script = "selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).length"
    return int(page.evaluate(script, selector))


def zone(page: Any, address: str) -> str:
    """The address under which a zone is drawn over its image."""
    script = "id => (document.getElementById('image-' + id) || document.getElementById(id)).id"
    return str(page.evaluate(script, address))


def point(page: Any, address: str) -> tuple[float, float]:
    """A point within the first line of a passage, or in the middle of a zone; it is scrolled into view."""
    script = """id => { const e = document.getElementById(id); e.scrollIntoView({block: "center"});
        const r = e.getClientRects()[0]; return [r.left + r.width / 2, r.top + r.height / 2]; }"""
    left, top = page.evaluate(script, address)
    return float(left), float(top)


ROWS = """() => [...document.querySelectorAll(".row:not(.mark-row, .leaf-names)")].map(row =>
    [...row.querySelectorAll(":scope > .cells > .leaf")].map(leaf => leaf.getBoundingClientRect().toJSON()))"""


# --- what stands beside what


@pytest.mark.parametrize("path", [LETTER, VERSE, CABLE])
def test_aligned_passages_stand_on_the_same_row(visit: Visit, path: str) -> None:
    page = visit(path)
    rows = page.evaluate(ROWS)
    assert len(rows) > 1
    for leaves in rows:
        tops, lefts = [leaf["top"] for leaf in leaves], [leaf["left"] for leaf in leaves]
        assert max(tops) - min(tops) <= 2
        # Where the transcription runs from right to left, so do the leaves.
        assert lefts == sorted(lefts, reverse=path == VERSE) and len(set(lefts)) == len(lefts)


def test_the_image_stands_beside_its_page(visit: Visit) -> None:
    page = visit(LETTER)
    sheets = page.evaluate("""() => [...document.querySelectorAll(".sheet")].map(sheet => {
        const [image, text] = [".scan img", ".text-leaves"].map(s => sheet.querySelector(s).getBoundingClientRect());
        return [image.right - text.left, Math.abs(image.top - text.top)];
    })""")
    assert len(sheets) == 2
    for overlap, shift in sheets:
        assert overlap <= 0 and shift < 80


def test_a_page_break_within_a_sentence_divides_the_sheets(visit: Visit) -> None:
    page = visit(LETTER)
    first, second = page.locator(".sheet").all()
    assert "Was war" in first.inner_text() and "das, und" in second.inner_text()


def test_on_a_phone_passage_stands_under_passage(visit: Visit) -> None:
    page = visit(LETTER, width=390, height=844)
    order = [box(page, address)["top"] for address in ("d1", "e1", "h1", "d2", "e2", "h2")]
    assert order == sorted(order)
    assert all(box(page, address)["width"] > 250 for address in ("d1", "e1", "h1"))


def test_a_leaf_from_right_to_left(visit: Visit) -> None:
    page = visit(VERSE)
    assert page.evaluate("() => getComputedStyle(document.getElementById('l1')).direction") == "rtl"
    leaf = page.evaluate("() => document.getElementById('l1').closest('.leaf').getBoundingClientRect().right")
    words = page.evaluate("""() => { const all = document.createRange();
        all.selectNodeContents(document.getElementById('l1')); return all.getBoundingClientRect().right; }""")
    assert leaf - words < 48
    assert page.evaluate("() => getComputedStyle(document.getElementById('t1a')).direction") == "ltr"


def test_every_leaf_says_its_language(visit: Visit) -> None:
    page = visit(LETTER)
    langs = page.evaluate("() => ['d1', 'e1', 'h1'].map(id => document.getElementById(id).closest('[lang]').lang)")
    assert langs == ["de", "en", "zh"]


# --- images


def test_images_are_made_for_the_web(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(LETTER, **way)
    for number, width in enumerate(("1200", "800")):
        image = page.locator(".scan img").nth(number)
        image.scroll_into_view_if_needed()
        image.evaluate("i => i.decode()")
        said = "i => [i.currentSrc.split('.').pop(), i.loading, i.getAttribute('width'), i.alt !== '']"
        assert image.evaluate(said) == ["webp", "lazy", width, True]


def test_no_image_is_shown_twice(visit: Visit) -> None:
    assert shown(visit(LETTER), "img") == 2


def test_zones_lie_over_what_they_mean(visit: Visit) -> None:
    page = visit(LETTER)
    for address, (left, top, right, bottom), width in (
        ("z-saw", (120, 200, 640, 236), 800),
        ("z-doubt", (16, 410, 104, 640), 800),
        ("z-ask", (120, 200, 640, 296), 800),
    ):
        script = """id => { const zone = document.getElementById(id), image = zone.closest(".scan-sheet");
            return [zone, image.querySelector("img")].map(e => e.getBoundingClientRect().toJSON()); }"""
        found, image = page.evaluate(script, zone(page, address))
        scale = image["width"] / width
        assert abs(found["left"] - image["left"] - left * scale) < 2
        assert abs(found["top"] - image["top"] - top * scale) < 2
        assert abs(found["width"] - (right - left) * scale) < 3
        assert abs(found["height"] - (bottom - top) * scale) < 3


def test_a_rotated_zone_is_drawn_rotated(visit: Visit) -> None:
    page = visit(LETTER)
    found = box(page, zone(page, "z-stamp"))
    straight = 80 / 800 * page.evaluate("() => document.querySelector('.scan img').getBoundingClientRect().width")
    assert found["height"] > straight * 1.1


def test_the_image_can_be_enlarged(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(LETTER, **way)
    before = page.locator(".scan img").first.bounding_box()["width"]
    page.locator(".zoom-2 + label").first.click()
    assert page.locator(".scan img").first.bounding_box()["width"] == pytest.approx(before * 2, rel=0.05)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_image_grows_under_the_wheel_and_is_moved_by_dragging(visit: Visit) -> None:
    page = visit(LETTER)
    scan = page.locator(".scan").first
    before = page.locator(".scan img").first.bounding_box()
    page.mouse.move(before["x"] + 100, before["y"] + 100)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function("w => document.querySelector('.scan img').getBoundingClientRect().width > w * 2", arg=before["width"])
    at = scan.evaluate("e => e.scrollLeft")
    page.mouse.down()
    page.mouse.move(before["x"] + 40, before["y"] + 60)
    page.mouse.up()
    assert scan.evaluate("e => e.scrollLeft") == pytest.approx(at + 60, abs=2)
    assert page.evaluate("() => location.hash") == "", "dragging follows no link"


# --- what lights up


def test_a_drawn_sheet_and_its_text_light_each_other(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(CABLE, **way)
    room = "id => getComputedStyle(document.querySelector(`.drawn-text[href='#${id}'] .room`)).stroke"
    plain = page.evaluate(room, "zh-p1")
    page.mouse.move(*point(page, "en-p1-s2"))
    assert page.evaluate(room, "zh-p1") != plain == page.evaluate(room, "zh-p2")
    page.hover(".drawn-text[href='#zh-p2']")
    assert lit(page, "zh-p1", "zh-p2", "en-p2") == ["zh-p2", "en-p2"]
    page.evaluate("() => document.getElementById('zone-file-number-1').focus()")
    assert lit(page, "mark-file-number-1", "mark-file-number-2") == ["mark-file-number-1"], "a zone is where it is drawn"


@pytest.mark.parametrize(
    ("at", "with_it", "without"),
    [
        ("d1c", ["e1b", "h1c", "z-gone"], ["d1a", "e1a", "h1a", "z-saw"]),  # one to one to one, and a zone
        ("e1a", ["d1a", "d1b", "h1a", "h1b"], ["d1c", "e1b"]),  # one sentence for two
        ("d2a", ["e2b", "h2a"], ["e2a", "h2b"]),  # the order is turned round
        ("e2a", ["d2b", "h2b", "h2c", "z-ask"], ["d2a", "e2b"]),  # and one for two at the other end
    ],
)
def test_pointing_at_one_side_lights_the_other(visit: Visit, at: str, with_it: list[str], without: list[str]) -> None:
    page = visit(LETTER, scripts=False)
    ids = {address: zone(page, address) for address in (at, *with_it, *without)}
    assert lit(page, *ids.values()) == []
    page.mouse.move(*point(page, at))
    assert lit(page, *(ids[a] for a in (at, *with_it))) == [ids[a] for a in (at, *with_it)]
    assert lit(page, *(ids[a] for a in without)) == []


def test_pointing_at_the_image_lights_the_words(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(LETTER, **way)
    page.mouse.move(*point(page, zone(page, "z-gone")))
    assert lit(page, "d1c", "e1b", "d1a") == ["d1c", "e1b"]


def test_focus_lights_what_pointing_lights(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(LETTER, **way)
    page.evaluate("() => document.querySelector('#d2a a.passage').focus()")
    assert lit(page, "d2a", "e2b", "h2a", "e2a") == ["d2a", "e2b", "h2a"]


def test_an_address_opens_with_its_passage_lit(visit: Visit, editions: Path, way: dict[str, bool]) -> None:
    page = visit(f"{LETTER}#e2a", **way)
    assert lit(page, "e2a", "d2b", "h2b", "h2c", "d2a") == ["e2a", "d2b", "h2b", "h2c"]
    last = re.findall('<a [^>]*permalink[^>]* href="#([^"]+)"', (editions / CABLE).read_text("utf-8"))[-1]
    page = visit(f"{CABLE}#{last}", height=600, **way)
    target = page.evaluate("() => document.querySelector(':target').getBoundingClientRect().top")
    assert 0 <= target < 600


def test_a_zone_leads_to_its_words(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(LETTER, **way)
    page.mouse.click(*point(page, zone(page, "z-moved")))
    page.wait_for_url("**#d1b")
    assert lit(page, "d1b", "e1a") == ["d1b", "e1a"]


# --- files that face each other, lines, an open book


DIARY = "facing/facing/diary/index.html"


def test_files_that_are_versions_face_each_other(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(DIARY, **way)
    rows = page.evaluate(ROWS)
    assert len(rows) == 3
    for leaves in rows:
        assert max(leaf["top"] for leaf in leaves) - min(leaf["top"] for leaf in leaves) <= 2
    page.mouse.move(*point(page, "diary-en.p2"))
    assert lit(page, "p2", "diary-en.p2", "p1") == ["p2", "diary-en.p2"]
    page.locator("nav.document-parts a", has_text="in English").first.click()
    page.wait_for_url("**/facing/diary-en/index.html")
    page.locator("nav.document-parts a[href*='facing/diary/']").click()
    page.wait_for_url("**/facing/facing/diary/index.html")
    assert "Morgen mehr." in page.locator("#alignment").inner_text()


def test_a_line_and_its_zone_light_together(visit: Visit) -> None:
    page = visit(DIARY.replace("facing/diary", "diary", 1), scripts=False)
    page.mouse.move(*point(page, zone(page, "r1")))
    assert lit(page, "line3", "line4", "line1") == ["line3"]
    assert page.locator("#line3").inner_text().split() == ["Der", "Mond", "war", "es"]
    page.mouse.move(*point(page, "line2"))
    assert lit(page, zone(page, "v2"), zone(page, "v1")) == [zone(page, "v2")]


def test_an_open_book_is_shown_on_both_its_pages(visit: Visit) -> None:
    page = visit(DIARY.replace("facing/diary", "diary", 1))
    assert shown(page, ".scan img") == 2
    assert page.locator("#left .zone").count() == 4 and page.locator("#right .zone").count() == 2


# --- what can be switched off


@pytest.mark.parametrize(
    ("switch", "what"),
    [
        ("view-image", ".image-leaf"),
        ("view-0", ".row:not(.leaf-names) .leaf-0"),
        ("view-1", ".row:not(.leaf-names) .leaf-1"),
        ("view-2", ".row:not(.leaf-names) .leaf-2"),
        ("view-marks", ".marks"),
        ("view-notes", ".notes, .note-ref"),
        ("show-reader", "[data-hand~='#reader']"),
        ("show-office", "[data-hand~='#office']"),
    ],
)
def test_each_can_be_switched_off_and_on(visit: Visit, switch: str, what: str) -> None:
    page = visit(LETTER, scripts=False)
    if switch.startswith("show-"):
        page.locator("#hands summary").click()
    before = shown(page, what)
    assert before
    page.locator(f"#{switch}").press("Space")
    assert shown(page, what) == 0
    page.locator(f"#{switch}").press("Space")
    assert shown(page, what) == before


def test_switching_works_everywhere(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(CABLE, **way)
    assert shown(page, ".leaf-1") > 3
    page.locator("label[for=view-1]").click()
    assert shown(page, ".leaf-1") == 0 < shown(page, ".leaf-0")


def test_one_hand_can_be_singled_out(visit: Visit) -> None:
    page = visit(LETTER, scripts=False)
    page.locator("#hands summary").click()
    page.locator("#only-reader").check()
    script = """id => { let seen = 1;
        for (let e = document.getElementById(id); e; e = e.parentElement) seen *= getComputedStyle(e).opacity;
        return seen; }"""
    assert page.evaluate(script, "doubt") == 1 and page.evaluate(script, "stamp") < 0.5


@pytest.mark.parametrize(
    ("reading", "there", "gone"),
    [
        ("both", ["langsahm", "langsam", "zweimal", "Mitternt.", "Mitternacht"], []),
        ("reading", ["langsam", "Mitternacht", "dreimal"], ["langsahm", "zweimal", "Mitternt."]),
        ("diplomatic", ["langsahm", "zweimal", "Mitternt."], ["langsam", "Mitternacht"]),
    ],
)
def test_reading_text_and_what_is_on_the_paper(visit: Visit, reading: str, there: list[str], gone: list[str]) -> None:
    page = visit(LETTER, scripts=False)
    page.locator(f"label[for=reading-{reading}]").click()
    text = page.locator(".sheets").inner_text()
    assert [word for word in there if word not in text] == []
    assert [word for word in gone if word in text] == []


# --- what is on the paper


def test_stamps_and_hands_are_told_apart_by_more_than_colour(visit: Visit) -> None:
    page = visit(LETTER)
    script = """id => { const e = document.getElementById(id), s = getComputedStyle(e.querySelector('.mark-text') || e);
        return [s.borderTopStyle, s.borderBottomStyle, s.borderBottomWidth].join(' '); }"""
    assert len({page.evaluate(script, address) for address in ("stamp", "doubt", "d1a")}) == 3


def test_the_legend_and_the_life_of_the_sheet_lead_to_each_mark(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(LETTER, **way)
    for section in ("#hands", "#life"):
        links = page.locator(f"{section} .mark-links a")
        assert links.count() >= 2
        hrefs = links.evaluate_all("all => all.map(a => a.hash)")
        assert all(page.locator(href).count() == 1 for href in hrefs)
    page.locator("#life summary").click()
    page.locator("#life .mark-links a").first.click()
    page.wait_for_url("**#stamp")
    assert lit(page, "stamp") == ["stamp"]
    dates = page.locator("#life .when").all_inner_texts()
    assert [date.removeprefix("not before ") for date in dates] == ["4 March 1921", "7 March 1921", "7 March 1921"]


def test_every_translation_says_what_a_mark_means(visit: Visit) -> None:
    page = visit(LETTER)
    tops = [box(page, address)["top"] for address in ("stamp", "g-stamp", "h-stamp")]
    assert max(tops) - min(tops) < 40


def test_what_has_no_counterpart_says_so(visit: Visit) -> None:
    page = visit(LETTER)
    row = page.locator(".row", has=page.locator("#d3"))
    assert "No counterpart" in row.locator(".leaf-2").inner_text()


def test_a_page_whose_image_is_missing_says_so(visit: Visit) -> None:
    page = visit(VERSE)
    assert "image" in page.locator("#v2").inner_text().lower()


def test_the_message_comes_first_and_the_notes_stand_in_the_margin(visit: Visit) -> None:
    page = visit(CABLE)
    assert box(page, "zh-title")["top"] < 700 and box(page, "zh-date")["bottom"] < box(page, "mark-release")["top"]
    note, passage = box(page, "ed-address"), box(page, "en-address")
    assert note["left"] > passage["right"] and abs(note["top"] - passage["top"]) < 12
    page.set_viewport_size({"width": 390, "height": 844})
    assert box(page, "ed-address")["top"] > box(page, "en-address")["bottom"]


def test_han_text_stands_upright_where_the_edition_says_so(visit: Visit) -> None:
    page = visit(LETTER, judged=True)
    page.add_style_tag(content=":root { --han-writing: vertical-rl; --han-height: 12em; --han-overflow: auto; }")
    script = """id => { const text = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
        while (text.nextNode().data.trim().length < 4);
        const range = document.createRange(); range.setStart(text.currentNode, 1); range.setEnd(text.currentNode, 2);
        const one = range.getBoundingClientRect(); range.setStart(text.currentNode, 2); range.setEnd(text.currentNode, 3);
        const two = range.getBoundingClientRect(); return [two.left - one.left, two.top - one.top]; }"""
    across, down = page.evaluate(script, "h1a")
    assert abs(across) < 1 and down > 10
    across, down = page.evaluate(script, "e1a")
    assert across > 1 and abs(down) < 1


def test_a_note_is_beside_its_passage_and_leads_back(visit: Visit) -> None:
    page = visit(LETTER, scripts=False)
    note, passage = box(page, "n1"), box(page, "e1a")
    assert note["top"] > passage["top"] and note["left"] >= passage["left"]
    page.locator("#e1a .note-ref").click()
    page.wait_for_url("**#n1")
    assert lit(page, "n1") == ["n1"]
    page.locator("#n1 .note-back").click()
    page.wait_for_url("**#ref-n1")
    assert page.evaluate("() => !!document.querySelector('#e1a :target')")


# --- citing


def test_every_row_has_a_link_to_copy(visit: Visit, way: dict[str, bool]) -> None:
    page = visit(LETTER, **way)
    links = page.locator("a.permalink")
    assert links.count() >= 4
    page.locator("a.permalink[href='#d1']").click()
    page.wait_for_url("**#d1")
    assert page.evaluate("() => document.querySelector(':target').id") == "d1"


def test_a_citation_is_copied_with_a_click(visit: Visit) -> None:
    page = visit(LETTER)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("a.permalink[href='#d1']").click()
    copied = {}
    for form in ("link", "text", "bibtex", "csl"):
        button = page.locator(f".cite-tools button[value={form}]")
        button.click()
        button.and_(page.locator("[data-copied]")).wait_for()
        copied[form] = page.evaluate("() => navigator.clipboard.readText()")
    assert copied["link"] == page.url and page.url.endswith("#d1")
    assert copied["text"].startswith("Invented for the tests, “A light over the river”") and "#d1" in copied["text"]
    assert copied["bibtex"].startswith("@misc{letter.d1,") and copied["bibtex"].count("{") == copied["bibtex"].count("}")
    assert json.loads(copied["csl"])[0]["id"] == "letter#d1"
    page.keyboard.press("Escape")
    assert page.locator(".cite-tools").count() == 0


def test_the_page_of_citations_leads_to_every_passage(visit: Visit) -> None:
    page = visit(LETTER.replace("index", "cite"))
    links = page.locator("main a[href^='index.html#']").evaluate_all("all => all.map(a => a.hash)")
    assert len(links) > 4
    assert visit(LETTER).evaluate("all => all.filter(href => !document.getElementById(href.slice(1)))", links) == []


# --- paper


@pytest.mark.parametrize("path", [LETTER, VERSE, CABLE])
def test_on_paper_the_columns_face_each_other(visit: Visit, path: str) -> None:
    page = visit(path, width=794, height=1123)  # A4 at 96 dots to the inch
    page.emulate_media(media="print")
    for leaves in page.evaluate(ROWS):
        assert max(leaf["top"] for leaf in leaves) - min(leaf["top"] for leaf in leaves) <= 2
        assert len({leaf["left"] for leaf in leaves}) == len(leaves)
        assert all(leaf["left"] >= 0 and leaf["right"] <= 794 for leaf in leaves)
    assert shown(page, ".page-number") == page.locator(".sheet").count()
    assert shown(page, ".notes") == page.locator(".notes").count()
    assert shown(page, "nav, form.views, .permalink") == 0


def test_it_prints(visit: Visit) -> None:
    data = visit(LETTER, disk=True).pdf(format="A4")
    assert data.startswith(b"%PDF") and len(data) > 10_000
