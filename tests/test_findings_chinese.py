"""Findings in Chinese: every code has its words, with the same particulars, and every phrase inside them too."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from string import Formatter

import pytest

from bifolium import report
from bifolium.cli import main
from bifolium.findings import Code, codes, find, languages, say
from bifolium.model import Place
from bifolium.phrases import both, either, phrase, spoken, words
from bifolium.validate.contract import KINDS
from bifolium.validate.dates import SHORT
from bifolium.validate.pointers import KINDS as POINTED
from bifolium.validate.words import FORMATS

ROOT = Path(__file__).parent.parent / "bifolium"
CHINESE = {code.code: code for code in codes("zh")}
# What the words of the project itself are put into.
FRAMES = {"project.remark", "schematron.rule", "tei.constraint"}


def particulars(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("code", codes(), ids=lambda code: code.code)
def test_every_code_is_said_in_chinese(code: Code) -> None:
    chinese = CHINESE[code.code]
    assert particulars(chinese.sentence) == particulars(code.sentence)
    assert particulars(chinese.hint) == particulars(code.hint)
    assert chinese.severity == code.severity
    # The words stand in bifolium/findings/zh/AREA.toml.
    for one, other in ((chinese.help, code.help), (chinese.sentence, code.sentence), (chinese.hint, code.hint)):
        if re.sub(r"\{\w+\}", "", other).strip() and code.code not in FRAMES:
            assert re.search("[\u4e00-\u9fff]", one), one
    assert chinese.sentence[-1] in "。？！…}”"


def phrases() -> set[str]:
    """Every phrase that is made anywhere in the program, by its English."""
    found = {*FORMATS.values(), *KINDS.values(), *SHORT.values(), *(why for _, why in POINTED.values())}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "phrase"
                and node.args
            ):
                parts = [node.args[0]]
                if isinstance(node.args[0], ast.IfExp):
                    parts = [node.args[0].body, node.args[0].orelse]
                found |= {part.value for part in parts if isinstance(part, ast.Constant)}
    return found


def test_every_phrase_is_said_in_chinese() -> None:
    chinese = words("zh")
    assert phrases() - chinese.keys() == set()
    # A part may be left out or used twice, but none invented.
    assert [one for one, other in chinese.items() if not particulars(other) <= particulars(one)] == []


def test_phrases_hold_phrases() -> None:
    told = phrase("Did you mean {0}?", either(["p", "ab", "l"])) + " " + phrase("once")
    assert spoken(told, "en") == "Did you mean p, ab or l? once"
    assert spoken(told, "zh") == "是不是想写 p、ab 或 l？ 1 次"
    assert spoken(both(["a", "b"]), "en") == "a and b"
    assert spoken(either(["a"]), "en") == "a"
    assert spoken("half a \x01phrase", "zh") == "half a \x01phrase"


def test_a_finding_is_said_in_the_language_of_the_reader() -> None:
    place = Place("a.xml", 3, 7)
    one = find(
        "tei.element-unknown",
        place,
        element="i",
        parent="p",
        by="",
        hint=phrase("TEI says {0}: write {0} instead.", "hi"),
    )
    assert one.sentence == "TEI has no element i, as it stands in p."
    chinese = say(one, "zh")
    assert chinese.sentence == "TEI 没有 i 这个元素（它出现在 p 中）。"
    assert chinese.hint == "TEI 的说法是 hi：请改写为 hi。"
    assert say(one, "en") == say(one, "nowhere") == one
    stream = io.StringIO()
    report.print_findings([one], stream, lang="zh")
    assert stream.getvalue().startswith("a.xml:3:7: 警告: TEI 没有 i")
    assert stream.getvalue().endswith("1 个警告\n")


def test_the_command_speaks_chinese_where_the_computer_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert languages() == ["en", "zh"]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["explain", "link.empty"]) == 0
    assert "link.empty (警告)" in capsys.readouterr().out
    assert main(["explain", "link.empty", "--lang", "en"]) == 0
    assert "link.empty (warning)" in capsys.readouterr().out
    assert main(["explain", "link.empty", "--lang", "xx"]) == 2
