"""Every kind of page is open to everybody: to axe, to the keyboard alone, to a narrow screen, from disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

Visit = Callable[..., Any]
DOCUMENT = "cable/cable-1963-08-01"
WHOLE = [f"cable/{name}.html" for name in ("index", "names", "principles", "downloads", "collation")]
PAGES = [
    *WHOLE,
    *(f"{DOCUMENT}/{name}.html" for name in ("index", "record", "cite")),
    "cable/zh/cable-1963-08-01/index.html",
    "facing/index.html",
    "facing/letter/index.html",
    "facing/facing/diary/index.html",  # two files side by side
    "facing/verse/index.html",
]
RULES = [f"wcag2{version}{level}" for version in ("", "1", "2") for level in ("a", "aa", "aaa")]


@cache
def _axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, **options: Any) -> list[str]:
    """What axe-core objects to: the rule, what it asks, and where."""
    # What is laid out only when one comes near it may move while axe measures.
    page.add_style_tag(content="* { content-visibility: visible !important }")
    page.evaluate(_axe())
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
    return [
        f"{one['id']}: {one['help']} — {node['html'][:160]} — {' '.join(node['failureSummary'].split())[:240]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Visit, path: str) -> None:
    # One rule on contrast contains the other, which takes as long.
    rules = {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": True}}
    assert violations(visit(path, judged=True), runOnly={"type": "tag", "values": RULES}, rules=rules) == []


# Colours come from one style sheet: a page of each kind is enough.
DARK = ["cable/index.html", "cable/names.html", f"{DOCUMENT}/record.html", "facing/letter/index.html"]


@pytest.mark.parametrize("path", DARK)
def test_in_the_dark_every_contrast_is_as_good(visit: Visit, path: str) -> None:
    page = visit(path, judged=True, dark=True)
    assert violations(page, runOnly={"type": "rule", "values": ["color-contrast-enhanced"]}) == []


SHUT_AWAY = """() => [...document.querySelectorAll("main *")]
    .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0
        && ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && !e.querySelector("a, input, [tabindex='0']"))
    .map(e => e.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_needs_a_wide_screen(visit: Visit, path: str) -> None:
    page = visit(path, width=320, height=640)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    # What is wider scrolls for itself, and can be reached by keyboard.
    assert page.evaluate(SHUT_AWAY) == []


@pytest.mark.parametrize("path", ["facing/letter/index.html", "cable/cable-1963-08-01/record.html", "cable/index.html"])
def test_the_keyboard_alone_reaches_everything(visit: Visit, path: str) -> None:
    page = visit(path, scripts=False)
    wanted = page.evaluate("""() => {
        const all = [...document.querySelectorAll("a[href], input, button, select, textarea, summary, [tabindex='0']")]
            .filter(e => e.checkVisibility() && e.tabIndex >= 0);
        // Of the buttons of one choice the keyboard visits one, and the arrows the others.
        const visited = all.filter(e => !(e.type === "radio" && !e.checked));
        visited.forEach((e, n) => e.dataset.n = n);
        return visited.length;
    }""")
    reached: set[int] = set()
    page.evaluate("() => document.activeElement.blur()")
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        number, seen = page.evaluate("""() => {
            const e = document.activeElement, line = e.querySelector("polygon");
            const drawn = line ? parseFloat(getComputedStyle(line).strokeWidth) > 2 : false;
            return [e.dataset.n ?? -1, drawn || getComputedStyle(e).outlineStyle !== "none" || e === document.body];
        }""")
        assert seen, "what has the focus shows it"
        reached.add(int(number))
    assert set(range(wanted)) - reached == set()


def test_the_arrows_reach_every_choice(visit: Visit) -> None:
    page = visit("facing/letter/index.html", scripts=False)
    page.locator("#reading-both").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#reading-reading").is_checked()
    page.locator("#view-1").focus()
    page.keyboard.press("Space")
    assert not page.locator("#view-1").is_checked()


def test_the_first_stop_is_a_way_past_the_navigation(visit: Visit) -> None:
    page = visit("facing/letter/index.html", scripts=False)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.hash") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('main')")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_from_disk_without_scripts(visit: Visit, path: str) -> None:
    """Its styles are applied and its links lead to files that are there. Requests elsewhere fail every test."""
    page = visit(path, disk=True, scripts=False)
    assert page.evaluate("() => getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    links = page.evaluate("""() => [...document.querySelectorAll("a[href]")]
        .map(a => new URL(a.getAttribute("href"), location).href.split("#")[0])""")
    inside = {unquote(urlsplit(link).path) for link in links if link.startswith("file:")}
    assert inside and [path for path in sorted(inside) if not Path(path).is_file()] == []
