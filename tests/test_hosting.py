"""What a host and a search engine look for, what became of old addresses, and the inspection of every page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from bifolium.inspect import Inspection, inspect
from bifolium.model import Artifact, Report
from bifolium.project import open_project
from bifolium.run import Options, execute

SPECIMEN = Path(__file__).parent / "broken" / "metadata.person-unidentified"
PAGE = '<!DOCTYPE html>\n<html lang="en"><head><title>T</title></head>\n<body><h1>T</h1>\n{}</body></html>\n'


def build(folder: Path) -> Report:
    return execute(open_project(folder), Options(workers=1))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SPECIMEN, tmp_path / "project"))


def test_what_hosts_look_for(project: Path) -> None:
    assert build(project).errors == 0
    output = project / "output"
    assert "Sitemap: https://example.org/letter/sitemap.xml" in (output / "robots.txt").read_text("utf-8")
    pages = {path.relative_to(output).as_posix() for path in output.rglob("*.html")}
    listed = {loc.text for loc in etree.parse(output / "sitemap.xml").iter("{*}loc")}
    assert listed == {f"https://example.org/letter/{page}" for page in pages - {"404.html"}}
    feed = etree.parse(output / "feed.xml")
    assert [one.text for one in feed.iterfind("{*}entry/{*}title")] == ["A letter, 1.0.0"]
    assert "frame-ancestors" in (output / "_headers").read_text("utf-8")
    page = (output / "letter" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/letter/letter/index.html">' in page
    assert 'name="citation_author" content="Ada Example"' in page
    assert 'type="application/tei+xml" href="letter.xml"' in page


def test_without_an_address_there_are_relative_links_only(project: Path) -> None:
    letter = project / "edition" / "letter.xml"
    idno = '<idno type="URL">https://example.org/letter/</idno>'
    letter.write_text(letter.read_text("utf-8").replace(idno, ""), "utf-8")
    assert build(project).findings == []
    assert not (project / "output" / "sitemap.xml").exists()
    assert "canonical" not in (project / "output" / "index.html").read_text("utf-8")


def test_an_old_address_leads_on(project: Path) -> None:
    (project / "releases").mkdir()
    (project / "releases" / "0.9.0.txt").write_text(f"{'0' * 64}  brief/index.html\n", "utf-8")
    assert "output.address-gone" in {one.code for one in build(project).findings}
    (project / "releases" / "moved.tsv").write_text("brief/index.html\tletter/index.html\n", "utf-8")
    assert {one.code for one in build(project).findings} == set()
    page = (project / "output" / "brief" / "index.html").read_text("utf-8")
    assert 'content="0; url=../letter/index.html"' in page
    assert (project / "output" / "_redirects").read_text("utf-8") == "/brief/index.html /letter/index.html 301\n"
    assert "brief" not in (project / "output" / "sitemap.xml").read_text("utf-8")


def renamed(project: Path, *more: str) -> Path:
    """The list of a release in which the letter was called brief, and a line on where it is now."""
    assert build(project).errors == 0
    (project / "releases").mkdir()
    old = (project / "output" / "manifest-sha256.txt").read_text("utf-8").replace("letter", "brief")
    old += "".join(f"{'0' * 64}  {path}\n" for path in more)
    (project / "releases" / "0.9.0.txt").write_text(old, "utf-8")
    return project / "releases" / "moved.tsv"


def test_a_document_that_has_another_name_now_leads_on_with_all_its_files(project: Path) -> None:
    moved = renamed(project)
    assert {one.code for one in build(project).findings} == {"output.address-gone", "output.resource-gone"}
    moved.write_text("brief/\tletter/\n", "utf-8")
    assert build(project).findings == []
    for page in ("index.html", "record.html", "cite.html"):
        assert f"url=../letter/{page}" in (project / "output" / "brief" / page).read_text("utf-8")
    lines = (project / "output" / "_redirects").read_text("utf-8")
    assert "/brief/brief.xml /letter/letter.xml 301\n" in lines
    assert "/brief/citation.bib /letter/citation.bib 301\n" in lines
    moved.write_text("brief/\tnowhere/\n", "utf-8")
    assert "output.moved-nowhere" in {one.code for one in build(project).findings}


def test_every_address_lasts_leads_on_or_is_a_finding(project: Path) -> None:
    more = (
        "brief/leaf 1.jpg",
        "brief/註.txt",
        "names/brief/ada.html",
        "zh/gone.html",
        "v0.8.0/index.html",
        "static/old.css",
    )
    moved = renamed(project, *more)
    moved.write_text("brief/leaf 1.jpg\tletter/letter.xml\nbrief/\tletter/\n", "utf-8")
    found = {one.code: one for one in build(project).findings}
    assert found.keys() == {"output.address-gone", "output.resource-gone"}
    output = project / "output"
    lead = {line.split()[0] for line in (output / "_redirects").read_text("utf-8").splitlines()}
    assert "/brief/leaf%201.jpg" in lead
    named = {one.sentence.split()[2] for one in build(project).findings if one.code == "output.address-gone"}
    assert named == {"brief/註.txt", "names/brief/ada.html", "zh/gone.html", "v0.8.0/index.html"}
    assert found["output.resource-gone"].sentence.endswith(": static/old.css.")
    for line in (project / "releases" / "0.9.0.txt").read_text("utf-8").splitlines():
        path = line.split("  ")[1]
        told = path in named or path in ("static/old.css", "_headers", "_redirects")
        assert (output / path).exists() or f"/{path.replace(' ', '%20')}" in lead or told, path


def test_a_document_that_was_withdrawn_may_lead_to_one_page(project: Path) -> None:
    renamed(project).write_text("brief/\tindex.html\n", "utf-8")
    assert build(project).findings == []
    assert "/brief/brief.xml /index.html 301\n" in (project / "output" / "_redirects").read_text("utf-8")


def test_what_an_older_release_had_is_not_forgotten(project: Path) -> None:
    moved = renamed(project)
    moved.write_text("brief/\tletter/\n", "utf-8")
    assert build(project).findings == []
    shutil.copy(project / "output" / "manifest-sha256.txt", project / "releases" / "0.9.5.txt")
    moved.unlink()
    gone = {one.sentence.split()[2] for one in build(project).findings}
    assert {"brief/index.html", "brief/brief.xml"} <= gone  # the TEI file stands in the older list only


def test_a_changed_text_breaks_no_address(project: Path) -> None:
    assert build(project).errors == 0
    (project / "releases").mkdir()
    shutil.copy(project / "output" / "manifest-sha256.txt", project / "releases" / "0.9.0.txt")
    letter = project / "edition" / "letter.xml"
    text = letter.read_text("utf-8").replace("Dear friend.", "Dear enemy.").replace("<body>", "<body><p>New.</p>")
    letter.write_text(text, "utf-8")
    assert build(project).findings == []


def test_a_kept_release_is_published_along(project: Path) -> None:
    old = project / "releases" / "0.9.0"
    old.mkdir(parents=True)
    (old / "index.html").write_text("As it was.", "utf-8")
    letter = project / "edition" / "letter.xml"
    change = '<revisionDesc><change n="0.9.0" when="2025-01-01">A trial.</change></revisionDesc></teiHeader>'
    letter.write_text(letter.read_text("utf-8").replace("</teiHeader>", change), "utf-8")
    assert build(project).errors == 0
    assert (project / "output" / "v0.9.0" / "index.html").read_text("utf-8") == "As it was."
    page = (project / "output" / "releases.html").read_text("utf-8")
    assert 'href="v0.9.0/index.html"' in page
    # From an earlier release, whose bytes never change, this leads to the one that is the newest then.
    assert '<a rel="latest-version" href="https://example.org/letter/releases.html">' in page


# --- the inspection


def faults(body: str, path: str = "a.html", page: str = PAGE) -> list[tuple[str, int]]:
    _, found = inspect([Artifact(path, page.format(body).encode(), "text/html")])
    return [(one.code, one.place.line) for one in found]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<p><b>x</p>", "output.not-well-formed"),
        ("<p>x", "output.not-well-formed"),
        ("<p>a < b</p>", "output.not-well-formed"),
        ("<p>x<ul><li>y</li></ul></p>", "output.not-well-formed"),
        ("</div>", "output.not-well-formed"),
        ('<p id="a">x</p><p id="a">y</p>', "output.id-twice"),
        ('<p id="">x</p>', "output.id-twice"),
        ('<p><a href="#nowhere">x</a></p>', "output.link-dead"),
        ('<p><a href="/b.html">x</a></p>', "output.link-not-relative"),
        ('<p><a href="../b.html">x</a></p>', "output.link-not-relative"),
        ('<p><a href="b.html?x=1">x</a></p>', "output.link-not-relative"),
        ('<p><a href="folder/">x</a></p>', "output.link-not-relative"),
        ("<h3>x</h3>", "output.heading-order"),
        ("<h1>x</h1>", "output.heading-order"),
        ('<p lang="zh_Hans">x</p>', "output.language-malformed"),
        ('<img src="a.png">', "output.alternative-missing"),
        ("<img src=a.png>", "output.alternative-missing"),
    ],
)
def test_a_fault_is_found_with_its_line(body: str, code: str) -> None:
    assert faults(body)[0][0] == code
    assert faults(body)[0][1] in (4, 5)  # that of the body, or where it should have ended


@pytest.mark.parametrize(
    "body",
    [
        '<p id="a">x <a href="#a">y</a> <a href="#:~:text=x">z</a> <a href="https://example.org/?q#f">w</a><br></p>',
        "<!-- a <b> comment --><h2>x</h2><h3>y</h3><h2>z</h2>",
        '<svg viewBox="0 0 1 1"><path d="M0 0"/><a href="#p"><rect/></a></svg><p id="p">x</p>',
        '<p title="a < b > c">x</p><p title=\'"\'>y</p>',
        '<script type="application/ld+json">{"a": "\\u003cp>"}</script><style>p > b { color: red }</style>',
        '<p id="中">x <a href="#%E4%B8%AD">y</a></p><img alt="" src="data:image/gif;base64,AA==">',
    ],
)
def test_what_is_sound_is_let_be(body: str) -> None:
    assert faults(body) == []


def test_links_between_documents_are_compared_at_the_end(tmp_path: Path) -> None:
    texts = {
        "index.html": '<p><a href="a/b.html#x">1</a> <a href="a/b.html#y">2</a> <a href="no.html">3</a></p>',
        "a/b.html": '<p id="x">x <a href="../index.html">home</a></p>',
        "lost.html": "<p>Nobody leads here.</p>",
    }
    inspection = Inspection()
    for path, body in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(PAGE.format(body), "utf-8")
        list(inspection.watch([Artifact(path, PAGE.format(body).encode(), "text/html")]))
    number, found = inspection.compare(dict.fromkeys(texts), tmp_path)
    assert number == 3
    assert [(one.code, one.place.path) for one in found] == [
        ("output.link-dead", "index.html"), ("output.link-dead", "index.html"), ("output.page-unlinked", "lost.html"),
    ]  # fmt: skip
    assert "no id “y”" in found[0].sentence and "no such file" in found[1].sentence
