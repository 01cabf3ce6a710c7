"""What leaves a file valid and is wrong all the same, planted in a copy of our own edition, one fault at a time."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bifolium.model import Finding
from bifolium.project import open_project
from bifolium.run import Options, execute

ROOT = Path(__file__).parent.parent
(MASTER,) = (ROOT / "edition").glob("*.xml")
TEXT = MASTER.read_text(encoding="utf-8")
CONTRACT = re.compile(r'<\?xml-model href="../schema/edition.xsd".*?\?>')


def first(pattern: str, replacement: str) -> Callable[[str], str]:
    """Replaces the first thing in the text that fits; there must be one."""

    def plant(text: str) -> str:
        planted, count = re.subn(pattern, replacement, text, count=1, flags=re.S)
        assert count == 1, pattern
        return planted

    return plant


def exchanged(one: str, other: str) -> Callable[[str], str]:
    """Exchanges two identifiers wherever a link points to them."""

    def plant(text: str) -> str:
        assert one in text and other in text
        return text.replace(one, "\0").replace(other, one).replace("\0", other)

    return plant


PLANTED: dict[str, tuple[str, Callable[[str], str]]] = {
    # 1 to 3: pointers
    "a pointer that leads nowhere": ("link.target-missing", first(r'target="#mark-dispatch"', 'target="#mark-dispach"')),
    "a pointer to a thing of the wrong kind": ("link.wrong-kind", first(r' hand="#[^"]*"', ' hand="#page-1"')),
    "a pointer without its #": ("link.hash-missing", first(r'target="#mark-dispatch"', 'target="mark-dispatch"')),
    "a name given twice": ("id.duplicate", first(r'xml:id="zone-dispatch"', 'xml:id="zone-approval"')),
    "a pointer into a file that is not there": ("link.file-missing", first(r'target="#mark-dispatch"', 'target="marks.xml#dispatch"')),
    # 4 and 5: languages
    "a tag that is none": ("language.malformed", first(r'<foreign xml:lang="zh-Hans"', r'<foreign xml:lang="zh_Hans"')),
    "a language used and not declared": ("contract.undeclared-language", first(r'<foreign xml:lang="zh-Hans"', r'<foreign xml:lang="ug"')),
    "a tag nobody has registered": ("language.unregistered", first(r'<foreign xml:lang="zh-Hans"', r'<foreign xml:lang="zh-Hasn"')),
    "a language declared and not used": (
        "language.unused", first(r"<langUsage>", '<langUsage><language ident="ug">Uyghur</language>'),
    ),
    # 6: dates
    "a day that never was": ("date.impossible", first(r'<date when="\d{4}-\d\d-\d\d"', '<date when="1900-02-30"')),
    "a span that ends before it begins": (
        "date.reversed", first(r'<date when="\d{4}-\d\d-\d\d"', '<date notBefore="1901" notAfter="1900"'),
    ),
    "a date that is none": ("date.malformed", first(r'<date when="1963-08-01"', '<date when="1.8.1963"')),
    # 7: zones
    "a zone turned over": ("facsimile.zone-inverted", first(r'<zone (xml:id="zone-text-1")', r'<zone ulx="90" uly="10" lrx="20" lry="40" \1')),
    "a zone without extent": ("facsimile.zone-empty", first(r'<zone (xml:id="zone-text-1")', r'<zone ulx="20" uly="10" lrx="20" lry="40" \1')),
    "a zone outside its page": (
        "facsimile.zone-outside",
        lambda text: first(r'<zone (xml:id="zone-text-1")', r'<zone ulx="20" uly="10" lrx="900" lry="40" \1')(
            first(r'<surface (xml:id="page-1")', r'<surface ulx="0" uly="0" lrx="100" lry="140" \1')(text)
        ),
    ),
    # 8: pages
    "a page that leads to no surface": ("facsimile.zone-missing", first(r'facs="#page-2"', 'facs="#page-22"')),
    "a surface no page leads to": ("facsimile.surface-unused", first(r"</facsimile>", '<surface xml:id="page-4" n="150"/></facsimile>')),
    # 9: images
    "an image that is missing": ("facsimile.image-missing", first(r'<surface xml:id="page-2"[^>]*>', r'\g<0><graphic url="facsimile/page-9.jpg"/>')),
    "an image of another size": ("facsimile.image-size", first(r'<surface xml:id="page-1"[^>]*>', r'\g<0><graphic width="1200px" height="1800px" url="facsimile/page-1.jpg"/>')),
    # 10: who wrote it, who says so
    "a hand nobody has described": ("hand.undeclared", first(r' hand="#hand-[^"]*"', ' hand="#hand-of-nobody"')),
    "an editor nobody has introduced": ("header.responsible-undeclared", first(r'resp="#editors"', 'resp="#editor"')),
    # 11: alignment
    "a sentence without its counterpart": ("translation.unaligned", first(r'<link type="1-1" target="#zh-p1-s2 #en-p1-s2"/>', "")),
    "two counterparts exchanged": ("translation.crossing", exchanged("#en-p1-s1\"", "#en-p1-s2\"")),
    "two passages tied to one": ("translation.many-to-one", first("#zh-p1-s2 #en-p1-s2", "#zh-p1-s2 #en-p1-s1")),
    "a link that says another number": ("translation.count-wrong", first(r'type="1-1"', 'type="2-1"')),
    # 12: pages of the translation
    "a translation that turns other pages": (
        "translation.pages-differ", first(r'(<p xml:id="en-p1"[^>]*>)', r'\1<pb n="147"/><pb n="150"/>'),
    ),
    # 13: what a deposit needs
    "a header without a version": ("contract.no-edition", first(r"<editionStmt>.*</editionStmt>", "")),
    "a header without a licence": ("header.licence-missing", first(r"<availability>.*</availability>", "")),
    # 14: scripts
    "Chinese in a passage said to be English": (
        "language.script-untagged", first(r'(<s xml:id="en-p1-s1">)', r"\1苏联的颠覆活动"),
    ),
    # 15: characters
    "a character of nobody's": ("text.private-use", first(r'(<s xml:id="zh-p1-s1">)', "\\1\ue000")),
    "a character that was lost": ("text.replacement-character", first(r'(<s xml:id="zh-p1-s1">)', "\\1\ufffd")),
    "a control character": ("text.control-character", first(r'(<s xml:id="en-p1-s1">)', "\\1\x92")),
    "one letter in two ways": ("text.two-ways", first(r'(<s xml:id="en-p1-s1">)', "\\1caf\xe9 cafe\u0301 ")),
    "an entity that vanishes": ("xml.entity-unresolved", first(r'(<s xml:id="en-p1-s1">)', r"\1&house;")),
}  # fmt: skip


def copy(root: Path) -> Path:
    """A place for our edition, with an image for each page."""
    (root / "edition" / "facsimile").mkdir(parents=True)
    for number in (1, 2, 3):
        Image.new("L", (60, 90)).save(root / "edition" / "facsimile" / f"page-{number}.jpg")
    return root


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One without the contract, which takes ten times as long as all the rest."""
    return copy(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One with it."""
    root = copy(tmp_path_factory.mktemp("bound"))
    shutil.copytree(ROOT / "schema", root / "schema", ignore=shutil.ignore_patterns("tei", "*.py", "*.md"))
    return root


def found(home: Path, text: str) -> list[Finding]:
    (home / "edition" / MASTER.name).write_text(text, encoding="utf-8")
    return execute(open_project(home), Options(check=True, workers=1)).findings


def test_the_clean_edition_has_no_findings(bound: Path) -> None:
    assert found(bound, TEXT) == []


def test_nor_has_it_any_without_its_contract(home: Path) -> None:
    assert found(home, CONTRACT.sub("", TEXT)) == []


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_found(home: Path, bound: Path, kind: str) -> None:
    code, plant = PLANTED[kind]
    # The contract is asked only where it has the answer.
    findings = found(bound, plant(TEXT)) if code.startswith("contract.") else found(home, plant(CONTRACT.sub("", TEXT)))
    assert code in {one.code for one in findings}, findings
    # One cause, few findings: what follows from it may be told as well, but not at length.
    assert len(findings) <= 3


def test_without_a_contract_what_an_archive_would_miss_is_noted(tmp_path: Path) -> None:
    (tmp_path / "edition").mkdir()
    findings = found(tmp_path, first(r"<publisher>.*?</publisher>", "<publisher/>")(CONTRACT.sub("", TEXT)))
    assert "metadata.publisher-missing" in {one.code for one in findings}
