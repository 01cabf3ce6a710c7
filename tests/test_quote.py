"""The line below a finding: the caret stands under the character that is meant, whatever is before it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bifolium import report
from bifolium.findings import find
from bifolium.model import Place
from bifolium.quote import WIDTH, quoter, width, with_caret


@pytest.mark.parametrize(
    ("line", "column", "columns"),
    [
        ("<p>a</p>", 4, 3),
        ("<p>漢字<q/></p>", 6, 7),
        ("\t\t<q/>", 3, 2),
        ("<p>e\u0301t\u0301e<q/>", 9, 6),
        ("<p>ｱﾊ한글<q/>", 8, 9),
        ("x", 1, 0),
    ],
)
def test_the_caret_stands_under_the_character(line: str, column: int, columns: int) -> None:
    shown, caret = with_caret(line, column).split("\n")
    assert caret == " " * columns + "^"
    assert width(shown) >= columns


@pytest.mark.parametrize("column", [1, 60, 500, 999, 2000])
def test_of_a_long_line_the_part_around_the_caret_is_shown(column: int) -> None:
    line = "".join(f"{number:04}" for number in range(250)) + "漢" * 1000
    shown, caret = with_caret(line, column).split("\n")
    assert width(shown) <= WIDTH + 2
    before = ""
    while width(before) < len(caret) - 1:
        before = shown[: len(before) + 1]
    assert shown[len(before)] == line[column - 1]


def test_what_would_move_the_cursor_is_not_printed() -> None:
    assert "\x9b" not in with_caret("a\x9b31mb\u202ec", 1)


def test_lines_are_those_of_xml_and_paths_those_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "a.xml").write_bytes("<a>\u2028\r\n<b/></a>".encode())
    quote = quoter([tmp_path / "elsewhere", tmp_path])
    assert quote(Place("edition/a.xml", 2, 1)) == "<b/></a>\n^"
    assert quote(Place("edition/a.xml", 9, 1)) == quote(Place("edition/b.xml", 1, 1)) == quote(Place("")) == ""


def test_many_of_one_kind_are_gathered_and_all_are_told_to_machines() -> None:
    many = [find("link.empty", Place("a.xml", line, 1), attribute="ref") for line in range(1, 501)]
    stream = io.StringIO()
    report.print_findings(many, stream)
    told = stream.getvalue()
    assert told.count("@ref is empty") == report.FEW
    assert "a.xml: 495 more of this kind [link.empty], in line 6, 7, 8, 9, 10 and 490 more" in told
    assert told.endswith("500 warnings\n")
    for every, form in ((True, "text"), (False, "json"), (False, "sarif")):
        stream = io.StringIO()
        report.print_findings(many, stream, form, every=every)  # type: ignore[arg-type]
        assert stream.getvalue().count("@ref is empty") == 500


def test_what_stands_in_many_files_is_told_of_the_first_few() -> None:
    many = [find("link.empty", Place(f"{number:03}.xml", 1, 1), attribute="ref") for number in range(300)]
    stream = io.StringIO()
    report.print_findings([*many, find("link.data", Place("299.xml", 2, 1), attribute="ref")], stream)
    told = stream.getvalue()
    assert told.count("@ref is empty") == report.FEW and "[link.data]" in told
    assert "295 more warnings [link.empty] in 295 more files, from 005.xml on\n" in told
    assert told.endswith("All of them: bifolium check --all\n301 warnings\n")
