"""Findings in Chinese: every code has its words, with the same particulars, and every phrase inside them too."""

from __future__ import annotations

import ast
import io
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from bifolium import report, tei
from bifolium.check import check
from bifolium.cli import main
from bifolium.discover import discover
from bifolium.findings import Code, codes, find, languages, say
from bifolium.model import Place
from bifolium.phrases import both, either, phrase, spoken, words
from bifolium.project import open_project
from bifolium.validate.contract import KINDS
from bifolium.validate.dates import SHORT
from bifolium.validate.pointers import KINDS as POINTED
from bifolium.validate.reasons import SENTENCES, reason
from bifolium.validate.words import FORMATS

ROOT = Path(__file__).parent.parent / "bifolium"
CHINESE = {code.code: code for code in codes("zh")}
# What the words of the project itself are put into.
FRAMES = {"project.remark", "schematron.rule", "tei.constraint"}
CONTRACT = ROOT.parent / "schema" / "edition.xsd"


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


def progress() -> set[str]:
    """The steps of a build, and how much each has done."""
    calls = re.findall(r'run\.(?:once|each)\("(\w+)", *"?(\w*)', (ROOT.parent / "build.py").read_text("utf-8"))
    nouns = {noun for _, noun in calls if noun in ("file", "page", "document")} | {"document"}
    return {step for step, _ in calls} | {f"{{0}} {noun}{end}" for noun in nouns for end in ("", "s")}


def phrases() -> set[str]:
    """Every phrase that is made anywhere in the program, by its English."""
    found = {*(constraint.says for constraint in tei.constraints()), *progress()}
    found |= {*FORMATS.values(), *KINDS.values(), *SHORT.values(), *(why for _, why in POINTED.values())}
    found |= set(SENTENCES)
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


def test_the_contract_speaks_chinese() -> None:
    said = CONTRACT.read_text("utf-8")
    for name in ("sentence", "hint"):
        english = re.findall(f"<contract:{name}>", said)
        chinese = re.findall(f'<contract:{name} xml:lang="zh">[^<]*[\u4e00-\u9fff][^<]*</contract:{name}>', said)
        assert len(english) == len(chinese) > 40


def test_a_rule_of_the_contract_is_said_in_the_language_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "edition").mkdir()
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "edition.xsd").write_bytes(CONTRACT.read_bytes())
    (tmp_path / "edition" / "a.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"/>', "utf-8")
    project = open_project(tmp_path)
    sources, _ = discover(project)
    (one,) = (one for one in check(project, sources) if one.code == "contract.no-document-id")
    assert one.sentence == "The document has no xml:id."
    assert say(one, "zh").sentence == "文档没有 xml:id。"
    assert say(one, "zh").hint.startswith("请给 TEI")
    assert say(one, "fr") == one


def test_reasons_of_other_programs_are_said_in_our_words() -> None:
    """Those of libxml2, of the reader of TOML, of the system."""
    place = Place("a.xml", 1, 1)
    one = find("xml.malformed", place, reason="Specification mandates value for attribute n")
    assert one.sentence == "The file is not well-formed XML: the attribute n has no value."
    assert say(one, "zh").sentence.endswith("属性 n 没有值。")
    unknown = find("xml.malformed", place, reason="What nobody {0} foresaw")
    assert "What nobody {0} foresaw" in unknown.sentence and "What nobody {0} foresaw" in say(unknown, "zh").sentence
    english, chinese = (
        tomllib.loads((ROOT / "findings" / lang / "reasons.toml").read_text("utf-8")) for lang in ("en", "zh")
    )
    assert english.keys() == chinese.keys()
    for form, said in chinese.items():
        assert re.search("[\u4e00-\u9fff]", said)
        assert set(re.findall(r"\{\d\}", said)) <= set(re.findall(r"\{\d\}", form))


def test_progress_and_verdict_are_told_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p xml:id="a"/><p xml:id="a"/></body></text></TEI>',
        "utf-8",
    )
    assert main(["build", str(tmp_path), "--workers", "1", "--lang", "zh"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("寻找      1 个文件  ")
    assert "若要照样构建、只给警告，请在 edition/allow.toml 里写上：" in told
    assert "什么都没有写入" in told
    assert main(["build", str(tmp_path / "nowhere"), "--lang", "zh"]) == 2
    assert "没有文件夹" in capsys.readouterr().err


def complaints() -> set[str]:
    """What the RELAX NG engine says of a schema, with x for what changes."""
    found: set[str] = set()
    for path in (ROOT / "relaxng").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("SchemaError", "DatatypeError", "RegexError", "_Violation")
                and node.args
            ):
                said = node.args[0]
                if isinstance(said, ast.JoinedStr):
                    parts = said.values
                    found.add("".join(part.value if isinstance(part, ast.Constant) else "x" for part in parts))
                elif isinstance(said, ast.Constant):
                    found.add(said.value)
    return found


def test_the_engines_complaints_about_a_schema_are_said_in_chinese() -> None:
    assert len(complaints()) > 60
    assert [one for one in complaints() if not re.search("[\u4e00-\u9fff]", spoken(reason(one), "zh"))] == []
    assert [one for one in complaints() if spoken(reason(one), "en") != one] == []
