"""The home page lists the documents by what their headers say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import tei

from bifolium.arrange import SURVEYED, arrangements, year
from bifolium.compose import compose
from bifolium.locales import locale
from bifolium.model import Agent, Corpus, Entry, Project
from bifolium.parts import LINKS
from bifolium.project import open_project
from bifolium.publish import publish


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "edition").mkdir()
    return open_project(tmp_path)


def entry(number: int, **said: Any) -> Entry:
    key = f"{number:05}"
    return Entry(key, f"edition/{key}.xml", "", said.pop("kind", "document"), f"Letter {number}", **said)


def corpus_of(project: Project, entries: list[Entry]) -> Corpus:
    return compose(project, entries)[0]


def headings(project: Project, entries: list[Entry]) -> dict[str, list[str]]:
    corpus = corpus_of(project, entries)
    return {one.name: [g.heading for g in one.groups] for one in arrangements(corpus, locale(project, "en"))}


def letters(number: int) -> list[Entry]:
    """Letters of several years, hands and places; the last of all says nothing of itself."""
    said = [
        {
            "date": f"18{48 + n % 7}-0{1 + n % 9}-01",
            "date_text": "some day",
            "authors": (("Élise Zay", "Bach", "Leo Thun")[n % 3],),
            "correspondents": (("sent", f"Sender {n % 5}"), ("received", "Thun")),
            "place_name": ("Wien", "Prag")[n % 2],
            "languages": (("de", "la-Latn")[n % 2],),
            "lang": "de",
        }
        for n in range(number - 1)
    ]
    return [entry(n, **one) for n, one in enumerate([*said, {}])]


def test_few_documents_are_one_list(project: Project) -> None:
    assert headings(project, letters(SURVEYED)) == {"index": [""]}


def test_many_documents_are_listed_in_five_ways(project: Project) -> None:
    entries = [*letters(SURVEYED + 8), entry(90_000, kind="authority")]
    found = headings(project, entries)
    unknown = "Not named in the header"
    assert found == {
        "index": [*map(str, range(1848, 1855)), "Undated", "Lists of names and other things"],
        "authors": ["Bach", "Élise Zay", "Leo Thun", unknown],
        "correspondents": [*(f"Sender {n}" for n in range(5)), "Thun", unknown],
        "places": ["Prag", "Wien", unknown],
        "languages": ["German", "Latin", unknown],
    }


def test_names_are_filed_by_family_where_the_header_marks_it(project: Project) -> None:
    entries = letters(SURVEYED + 2)
    bach = Agent("Johann Bach", family="Bach", given="Johann")
    about = type(entries[0].about)(authors=(bach,))
    entries.append(entry(500, authors=("Johann Bach",), about=about))
    assert headings(project, entries)["authors"][:2] == ["Bach", "Johann Bach"]


def test_years_before_the_common_era_come_first_and_backwards(project: Project) -> None:
    entries = [entry(n, date=date) for n, date in enumerate(("0012", "-0043-03-15", "-0100", "", "1800-01"))]
    assert [one.date for one in corpus_of(project, entries).entries] == ["-0100", "-0043-03-15", "0012", "1800-01", ""]
    words = locale(project, "en")
    assert [year(date, words) for date in ("-0043-03-15", "0012", "1800-01", "")] == ["43 BCE", "12", "1800", ""]


@pytest.mark.parametrize("number", [1, 40, 1000])
def test_no_page_has_more_links_than_serve(project: Project, number: int) -> None:
    corpus = corpus_of(project, letters(number))
    pages = {
        one.path: one.data.decode()
        for one in publish(project, corpus, {}, {}, [])
        if re.fullmatch(r"(index|authors|correspondents|places|languages)(-[\w-]+)?\.html", one.path)
    }
    assert all(html.count('<a class="document"') <= LINKS for html in pages.values())
    assert max(html.count("<a ") for html in pages.values()) <= LINKS + 40
    for name in ("index", "authors", "correspondents", "places", "languages") if number > SURVEYED else ("index",):
        parts = [html for path, html in pages.items() if path.startswith(name)]
        linked = {key for html in parts for key in re.findall(r'class="(?:document|read)" href="(\d+)/index.html"', html)}
        assert len(linked) == number, name
    assert len(pages) == 1 if number == 1 else len(pages) > 4


def test_a_divided_list_leads_to_its_groups(project: Project) -> None:
    corpus = corpus_of(project, letters(1000))
    pages = {one.path: one.data.decode() for one in publish(project, corpus, {}, {}, [])}
    leads = re.findall(r'href="(authors-\w+\.html)#(group-\w+)"', pages["authors.html"])
    assert leads
    for path, address in leads:
        assert f'id="{address}"' in pages[path]


def test_the_pages_of_a_long_list_stay_when_documents_come(project: Project) -> None:
    def headings(entries: list[Entry]) -> dict[str, list[str]]:
        found = publish(project, corpus_of(project, entries), {}, {}, [])
        lists = [one for one in found if re.fullmatch(r"(index|authors|places)-[\w-]+\.html", one.path)]
        return {one.path: re.findall(r'id="(group-\w+)"', one.data.decode()) for one in lists}

    before = headings(letters(400))
    more = [entry(2000 + n, date="1700-01-01", authors=("Aaron",), place_name="Aachen") for n in range(150)]
    after = headings([*letters(400), *more])
    assert len(before) > 10
    for path, groups in before.items():
        assert set(groups) <= set(after[path]), path


@pytest.mark.parametrize("name", ["downloads", "collation"])
def test_a_document_stays_on_the_page_that_lists_its_files(project: Project, name: str) -> None:
    """Each year has its page, each month of a full one, each folder of what has no date."""

    def pages(entries: list[Entry]) -> dict[str, str]:
        found = publish(project, corpus_of(project, entries), {}, {}, [])
        lists = {one.path: one.data.decode() for one in found if re.fullmatch(rf"{name}-[\w-]+\.html", one.path)}
        return {title: path for path, html in lists.items() for title in re.findall(r"Letter \d+", html)}

    folders = ("drafts", "fragments")
    undated = [replace(entry(600 + n), key=f"{folders[n % 2]}/{n}") for n in range(60)]
    full = [entry(900 + n, date=f"1860-0{1 + n % 6}-03") for n in range(120)]
    before = pages([*letters(60), *full, *undated])
    assert {before["Letter 0"], before["Letter 905"]} == {f"{name}-1848.html", f"{name}-1860-06.html"}
    assert f"{name}-undated-drafts.html" in before.values()
    early = [entry(2000 + n, date=("1700-01-01", "1848-01-01", "1860-02-02", "")[n % 4]) for n in range(12)]
    after = pages([*early, *letters(60), *full, *undated])
    assert {title: after[title] for title in before} == before


def test_the_address_of_a_group_stays_when_others_come(project: Project) -> None:
    def address(entries: list[Entry]) -> str:
        (found,) = [a for a in arrangements(corpus_of(project, entries), locale(project, "en")) if a.name == "authors"]
        return next(group.address for group in found.groups if group.heading == "Bach")

    assert address(letters(20)) == address([*letters(30), entry(99, authors=("Aaron",))])


def test_a_title_goes_without_its_notes(tmp_path: Path) -> None:
    from bifolium.describe import describe
    from bifolium.discover import discover
    from bifolium.parse import parse

    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "a.xml").write_text(tei("<p/>", title="To nobody<note>sent to all</note>, 1834"))
    project = open_project(tmp_path)
    document, _ = parse(project, discover(project)[0][0])
    assert document is not None
    assert describe(project, document).title == "To nobody, 1834"
