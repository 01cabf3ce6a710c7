"""What counts as a file of the edition, and which address it gets."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bifolium.discover import discover, key_of
from bifolium.model import Finding, Source
from bifolium.project import open_project

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'


def found(folder: Path, files: dict[str, str | bytes]) -> tuple[list[Source], list[Finding]]:
    for name, data in files.items():
        path = folder / "edition" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return discover(open_project(folder))


def test_tei_is_known_by_its_root_in_any_folder(tmp_path: Path) -> None:
    sources, findings = found(
        tmp_path,
        {
            "b.xml": TEI,
            "a.xml": '<?xml version="1.0"?>\n<!-- <x/> -->\n<!DOCTYPE t:text [<!ENTITY x "<p/>">]>\n'
            "<t:text a='>' xmlns:t='http://www.tei-c.org/ns/1.0'>",
            "letters/1890/Brief an Müller.xml": TEI,
            "letters/電報.xml": TEI,
            "p4.XML": "<TEI.2>",
            "bare.xml": "<TEI>",
            "wide.tei": f'<?xml version="1.0" encoding="UTF-16"?>{TEI}'.encode("utf-16"),
            "long.xml": "<!--" + "x" * 200_000 + "-->" + TEI,
            ".hidden.xml": TEI,
            ".git/x.xml": TEI,
            "notes.txt": TEI,
            "page.xml": '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"/>',
            "page2.xml": '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"/>',
            "schema.xml": '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>',
        },
    )
    assert [source.key for source in sources] == [
        "a", "b", "bare", "letters/1890/Brief-an-Muller-eb143d4b", "letters/x-4af740b8", "long", "p4", "wide",
    ]  # fmt: skip
    assert [source.path for source in sources][3] == "edition/letters/1890/Brief an Müller.xml"
    assert [finding.code for finding in findings] == ["discover.not-tei"] * 2
    assert "2 such files" in findings[0].sentence


def test_what_cannot_be_recognised_is_left_to_the_parser(tmp_path: Path) -> None:
    sources, findings = found(tmp_path, {"empty.xml": "", "words.xml": "words", "prefix.xml": "<t:TEI/>"})
    assert [source.key for source in sources] == ["empty", "prefix", "words"]
    assert findings == []


def test_size_and_digest_are_those_of_the_file(tmp_path: Path) -> None:
    (source,), _ = found(tmp_path, {"a.xml": TEI})
    assert source.size == len(TEI)
    assert source.digest == hashlib.sha256(TEI.encode()).hexdigest()


def test_names_that_differ_in_case_or_ending_only_do_not_share_an_address(tmp_path: Path) -> None:
    sources, findings = found(tmp_path, {"a.xml": TEI, "a.tei": TEI})
    assert len({source.key.lower() for source in sources}) == 2
    assert [finding.code for finding in findings] == ["discover.same-address"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_do_not_lead_out_of_the_project(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "edition").mkdir(parents=True)
    (tmp_path / "secret.xml").write_text(TEI)
    (home / "inside.xml").write_text(TEI)
    (home / "edition/secret.xml").symlink_to(tmp_path / "secret.xml")
    (home / "edition/inside.xml").symlink_to(home / "inside.xml")
    (home / "edition/circle").symlink_to(home)
    sources, findings = discover(open_project(home))
    assert [source.key for source in sources] == ["inside"]
    assert {finding.code for finding in findings} == {"discover.outside", "discover.linked-folder"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_name_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "edition").mkdir()
    with open(os.fsencode(tmp_path / "edition") + b"/caf\xe9.xml", "w") as file:  # noqa: PTH123
        file.write(TEI)
    sources, findings = discover(open_project(tmp_path))
    assert sources == []
    assert [finding.code for finding in findings] == ["discover.name-broken", "discover.nothing"]
    assert findings[0].place.path == "edition/caf?.xml"


@pytest.mark.parametrize("name", ["static", "data", "zh", "EN", "zh-Hans", "pt-BR", "grc", "con", "NUL", "com1"])
def test_names_that_the_edition_or_windows_needs_are_not_used(name: str) -> None:
    assert re.fullmatch(rf"{name}-[0-9a-f]{{8}}", key_of(f"{name}.xml"))
    assert key_of(f"letters/{name}.xml") == f"letters/{name}" or name.lower() in {"con", "nul", "com1"}


def test_plain_names_are_kept() -> None:
    for name in ("letters/1890-03-01", "A_b-C", "T08n0251", "letters/zh", "cable-1963-08-01"):
        assert key_of(f"{name}.xml") == name


@given(one=st.text("aA.-ä漢 /", min_size=1, max_size=8), two=st.text("aA.-ä漢 /", min_size=1, max_size=8))
def test_two_names_never_meet(one: str, two: str) -> None:
    if one != two:
        assert key_of(f"x{one}x.xml") != key_of(f"x{two}x.xml")
    assert re.fullmatch(r"[A-Za-z0-9_/-]+", key_of(f"x{one}x.xml"))
