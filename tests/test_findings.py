"""The register of findings, allow.toml, and how findings are printed."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from bifolium import allow, report
from bifolium.findings import Code, codes, find
from bifolium.model import Finding, Place, Project, Severity
from bifolium.project import open_project

EMPTY = find("link.empty", Place("edition/a.xml", 3, 7, "/TEI/text/p[@xml:id='p1']/ref"), attribute="ref")
UNUSED = find("hand.unused", Place("edition/a.xml", 2, 1), id="h1")
UNSAFE = find("link.unsafe", Place("edition/b.xml", 9, 4), target="javascript:x", scheme="javascript")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "edition").mkdir()
    return open_project(tmp_path)


def allowing(project: Project, text: str) -> tuple[allow.Allowances, list[Finding]]:
    (project.edition / "allow.toml").write_text(text, encoding="utf-8")
    return allow.read(project)


# --- the register


@pytest.mark.parametrize("code", codes(), ids=lambda code: code.code)
def test_every_code_speaks_in_sentences(code: Code) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*", code.code)
    assert code.sentence[-1] in ".:!?" or code.sentence.endswith("}")
    assert not code.hint or code.hint[-1] in ".?!)}…"
    assert code.help.strip().endswith((".", "!", "?", "…", ")"))
    # A hint may use no particular that the sentence's maker does not give: they are filled in together.
    for text in (code.sentence, code.hint):
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(text))


def test_explain_teaches() -> None:
    text = report.explain("facsimile.zone-inverted")
    assert text.startswith("facsimile.zone-inverted (warning)")
    assert "the first corner has the greater numbers" in text
    assert text.endswith("PH.html#PH-surfzone")


def test_explain_finds_what_was_meant() -> None:
    assert "Did you mean link.target-missing?" in report.explain("link.target-mising")
    assert "Did you mean id.duplicate?" in report.explain("duplicate")
    assert "schema/edition.xsd" in report.explain("contract.no-facsimile")


# --- allow.toml


def test_nothing_is_let_pass_without_the_file(project: Project) -> None:
    allowances, findings = allow.read(project)
    assert findings == []
    assert allowances.apply([EMPTY]) == [EMPTY]


@pytest.mark.parametrize(
    "place",
    ["", "edition/a.xml", "edition/*.xml", "edition/a.xml#p1", "edition/a.xml#/TEI/text/p[@xml:id='p1']/ref"],
)
def test_a_finding_is_let_pass_by_code_and_place(project: Project, place: str) -> None:
    allowances, _ = allowing(project, f'[[allow]]\ncode = "link.empty"\nplace = "{place}"\nreason = "So printed."')
    passed, other = allowances.apply([EMPTY, UNUSED])
    assert passed.allowed == "So printed."
    assert not other.allowed


@pytest.mark.parametrize("place", ["edition/b.xml", "edition/a.xml#p2", "letters/*"])
def test_another_place_is_another_finding(project: Project, place: str) -> None:
    allowances, _ = allowing(project, f'[[allow]]\ncode = "link.empty"\nplace = "{place}"\nreason = "x"')
    assert allowances.apply([EMPTY]) == [EMPTY]
    assert [one.code for one in allowances.unused([EMPTY])] == ["allow.unused"]


def test_strict_makes_warnings_errors_unless_they_are_let_pass(project: Project) -> None:
    allowances, _ = allowing(project, 'strict = true\n[[allow]]\ncode = "link.empty"\nreason = "So printed."')
    other = find("link.data", EMPTY.place, attribute="ref")
    passed, note, error = allowances.apply([EMPTY, UNUSED, other])
    assert (passed.severity, passed.allowed) == (Severity.WARNING, "So printed.")
    assert note.severity is Severity.NOTE
    assert error.severity is Severity.ERROR


def test_an_entry_speaks_of_every_place_of_a_finding_and_of_no_other(project: Project) -> None:
    """One fault made in four places is one finding; an id names those within its element."""
    first, *others = (
        Place("edition/a.xml", line, 1, f"/TEI/text/body/div[@xml:id='{name}']/p/ref")
        for line, name in enumerate(("one", "two", "two", "three"), 5)
    )
    nowhere = replace(find("link.data", first, attribute="ref"), again=tuple(others))
    allowances, _ = allowing(
        project,
        'strict = true\n[[allow]]\ncode = "link.data"\nplace = "edition/a.xml#two"\nreason = "So printed."\n'
        '[[warn]]\ncode = "link.data"\nplace = "#three"\nreason = "Later."',
    )
    told = {
        (one.allowed or str(one.severity)): [place.line for place in (one.place, *one.again)]
        for one in allowances.apply([nowhere])
    }
    assert told == {"So printed.": [6, 7], "warning": [8], "error": [5]}
    assert not allowances.unused([nowhere])


def test_an_error_of_the_material_may_only_warn(project: Project) -> None:
    nowhere = find("link.target-missing", EMPTY.place, attribute="ref", target="#x", id="x", file="this file", used="", guess="")
    allowances, found = allowing(project, 'strict = true\n[[warn]]\ncode = "link.target-missing"\nreason = "Later."')
    (told,) = allowances.apply([nowhere])
    assert found == []
    assert (nowhere.severity, told.severity, told.allowed) == (Severity.ERROR, Severity.WARNING, "")


def test_what_was_lost_stays_an_error(project: Project) -> None:
    _, found = allowing(project, '[[warn]]\ncode = "collation.lost"\nreason = "A little."')
    assert [one.code for one in found] == ["allow.stays-error"]
    assert allow.to_paste([UNSAFE]) == ""


def test_the_lines_to_paste_do_what_they_promise(project: Project) -> None:
    errors = [
        find("id.duplicate", Place("edition/a.xml", 3, 7), id="a", first="in line 1", other="b"),
        find("id.duplicate", Place("edition/b.xml", 3, 7), id="a", first="in line 1", other="b"),
        find("hand.undeclared", Place("edition/b.xml", 4, 7), target="#h", id="h", attribute="hand", used="", guess=""),
    ]
    allowances, found = allowing(project, allow.to_paste(errors))
    assert found == []
    assert {one.severity for one in allowances.apply(errors)} == {Severity.WARNING}


def test_what_is_unsafe_is_never_let_pass(project: Project) -> None:
    allowances, _ = allowing(project, '[[allow]]\ncode = "link.unsafe"\nreason = "Trust me."')
    assert allowances.apply([UNSAFE]) == [UNSAFE]


def test_entries_for_files_not_looked_at_are_not_called_unused(project: Project) -> None:
    text = '[[allow]]\ncode = "link.empty"\nplace = "edition/b.xml"\nreason = "x"'
    allowances, _ = allowing(project, text)
    assert allowances.unused([], ["edition/a.xml"]) == []
    assert [one.place.line for one in allowances.unused([], ["edition/b.xml"])] == [1]


@pytest.mark.parametrize(
    "text",
    ["strict = maybe", 'strict = "yes"', "[allow]\ncode = 1", "[[allow]]\nreason = 'x'", "other = 1", "allow = 3"],
)
def test_a_malformed_file_is_a_finding(project: Project, text: str) -> None:
    _, findings = allowing(project, text)
    assert [one.code for one in findings] == ["allow.malformed"]


# --- printing


def printed(form: report.Form, *findings: Finding) -> str:
    stream = io.StringIO()
    report.print_findings(findings, stream, form)
    return stream.getvalue()


def test_text_is_in_the_order_of_the_files() -> None:
    assert printed("text", UNSAFE, EMPTY, UNUSED).splitlines()[::2] == [
        "edition/a.xml:2:1: note: The hand “h1” is described in the header, but nothing in the text is said to "
        "be written by it. [hand.unused]",
        "edition/a.xml:3:7: warning: @ref is empty: it points to nothing. [link.empty]",
        "edition/b.xml:9:4: error: The address “javascript:x” runs a program (javascript:) in the reader's browser "
        "instead of leading somewhere. [link.unsafe]",
        "1 error, 1 warning, 1 note",
    ]


def test_json_holds_everything() -> None:
    (one,) = json.loads(printed("json", EMPTY))
    assert one["path"], one["line"] == ("edition/a.xml", 3)
    assert one["code"] == "link.empty"
    assert one["severity"] == "warning"


def test_sarif_has_rules_results_and_regions() -> None:
    log = json.loads(printed("sarif", EMPTY, UNSAFE))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in rules] == ["link.empty", "link.unsafe"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 7}


def test_sarif_of_nothing_is_still_a_log() -> None:
    assert json.loads(printed("sarif"))["runs"][0]["results"] == []


def test_colour_is_for_terminals_only() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    report.print_findings([EMPTY], terminal)
    assert "\x1b[33mwarning\x1b[0m" in terminal.getvalue()
    assert "\x1b" not in printed("text", EMPTY)
