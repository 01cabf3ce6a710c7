"""Leaves become files: which there are, what they are called, and how their last characters are set.

What each TEI element becomes is in tests/elements/text-*.md.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import tei
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bifolium import plaintext
from bifolium.align import alignment
from bifolium.collate import collate
from bifolium.discover import discover
from bifolium.model import Output, Project
from bifolium.parse import parse

Make = Callable[..., Project]
GROUP = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
    "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><group>"
    '<text type="transcription" xml:lang="zh-Hans"><body>{zh}</body></text>'
    '<text type="translation" xml:lang="en"><body>{en}</body></text></group></text></TEI>'
)


def made(make_project: Make, text: str) -> dict[str, Output]:
    """The plain texts of a document, which collation must prove."""
    project = make_project({"edition/a.xml": text})
    document, _ = parse(project, discover(project)[0][0])
    assert document is not None
    outputs = list(plaintext.texts(project, document, alignment(document)))
    for certificate in collate(document, outputs):
        assert not certificate.findings, certificate.findings
    return {output.name: output for output in outputs}


def content(output: Output) -> str:
    return output.artifacts[0].data.decode("utf-8")


def test_one_text_has_two_files_in_the_folder_of_its_key(make_project: Make) -> None:
    outputs = made(make_project, tei("<p>one</p>"))
    assert list(outputs) == ["reading.en.txt", "diplomatic.en.txt"]
    assert outputs["reading.en.txt"].artifacts[0].path == "a/reading.en.txt"


def test_two_texts_have_parallel_files_and_one_diplomatic(make_project: Make) -> None:
    outputs = made(make_project, GROUP.format(zh="<p>甲</p>", en="<p>A</p>"))
    assert list(outputs) == [
        "reading.zh.txt",
        "diplomatic.zh.txt",
        "reading.en.txt",
        "parallel.txt",
        "parallel.tsv",
        "parallel.tmx.xml",
    ]


def test_a_document_without_text_has_no_files(make_project: Make) -> None:
    assert made(make_project, tei("<p/>")) == {}


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        (["zh-Hans", "en-GB"], ["zh", "en"]),
        (["zh-Hans", "zh-Hant"], ["zh-Hans", "zh-Hant"]),
        (["en", "fr", "en"], ["en", "fr", "en-2"]),
        (["zh_Hans"], ["zh"]),
    ],
)
def test_names_of_languages(tags: list[str], names: list[str]) -> None:
    assert plaintext.names(tags) == names


def test_the_brackets_speak_the_language_of_the_text(make_project: Make) -> None:
    mark = '<fw type="pageNum">7</fw><p>文</p>'
    assert "[页码：7]" in content(made(make_project, tei(mark, lang="zh-Hans"))["diplomatic.zh.txt"])
    assert "[page number: 7]" in content(made(make_project, tei(mark, lang="syr"))["diplomatic.syr.txt"])


def test_a_mark_within_a_word_is_proved_in_both_texts(make_project: Make) -> None:
    outputs = made(
        make_project,
        tei('<p>Hal<fw place="bottom">1</fw><pb n="2" break="no"/>lo <add>wo</add>rld<note>N.</note></p>'),
    )
    assert content(outputs["reading.en.txt"]) == "Hallo world\n"
    assert "[form: 1]" in content(outputs["diplomatic.en.txt"])


def flat(tree: str) -> str:
    return plaintext.flatten(etree.fromstring(f"<tree>{tree}</tree>"))


def test_blocks_lines_and_joins() -> None:
    assert flat("<block>a</block><block>b</block>") == "a\n\nb\n"
    assert flat("<block>a</block> <block tight='yes'>b</block><block tight='yes'>c</block>") == "a\n\nb\nc\n"
    assert flat("<block>a <line/> b</block>") == "a\nb\n"
    assert flat("<block>a <join/> b</block>") == "ab\n"
    assert flat("<block> \n </block>") == ""


def test_white_space() -> None:
    assert flat("<block> a\n  b\t c </block>") == "a b c\n"
    assert flat("<block>中\n  文 字</block>") == "中文 字\n"
    assert flat("<block>中　文　</block>") == "中　文　\n"  # a wide space is a character of the source
    assert flat("<block>a\u00a0b</block>") == "a\u00a0b\n"
    assert flat("<block>a<generated>\t</generated><generated>\t</generated> b</block>") == "a\t\tb\n"


@given(st.recursive(st.text("a中 \n　"), lambda inner: st.lists(inner, max_size=4), max_leaves=12))
def test_no_character_is_lost_and_lines_are_clean(tree: object) -> None:
    def build(element: etree._Element, part: object) -> None:
        for number, piece in enumerate(part if isinstance(part, list) else [part]):
            child = etree.SubElement(element, ("block", "unit", "line", "join")[number % 4])
            if isinstance(piece, list):
                build(child, piece)
            else:
                child.tail = str(piece)

    root = etree.Element("tree")
    build(root, tree)
    text = plaintext.flatten(root)
    given_text = "".join(str(t) for t in root.itertext())
    assert b"".join(text.encode().split()) == b"".join(given_text.encode().split())
    assert all(line == line.strip(" \t") for line in text.split("\n"))
    assert "\n\n\n" not in text and (not text or (text.endswith("\n") and not text.endswith("\n\n")))
