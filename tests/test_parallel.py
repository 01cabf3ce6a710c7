"""Aligned passages become parallel.txt, parallel.tsv and parallel.tmx.xml; each is proved by collation."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from test_plaintext import GROUP, content, made

from bifolium.model import Project

Make = Callable[..., Project]
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ZH = '<p xml:id="z1"><s xml:id="s1" corresp="#t1 #t2">甲。</s><s xml:id="s2" corresp="#t3">乙。</s></p><fw>1</fw>'
EN = '<p><s xml:id="t1">A.</s> <s xml:id="t2">And "a".</s>\n<s xml:id="t3">B.</s></p><p xml:id="e2">More.</p>'


def test_txt_is_legible(make_project: Make) -> None:
    text = content(made(make_project, GROUP.format(zh=ZH, en=EN))["parallel.txt"])
    assert text == 'zh  甲。\nen  A. And "a".\n\nzh  乙。\nen  B.\n\nzh  —\nen  More.\n'


def test_a_passage_of_many_lines_is_indented(make_project: Make) -> None:
    verse = '<lg xml:id="z" corresp="#e"><l>一</l><l>二</l></lg>'
    text = content(made(make_project, GROUP.format(zh=verse, en='<p xml:id="e">One two</p>'))["parallel.txt"])
    assert text == "zh  一\n    二\nen  One two\n"


def test_tsv_is_a_table_without_quotes(make_project: Make) -> None:
    lines = content(made(make_project, GROUP.format(zh=ZH, en=EN))["parallel.tsv"]).split("\n")
    assert lines[0].split("\t") == ["passage", "row", "found", "zh", "en", "zh.units", "en.units"]
    assert lines[1].split("\t") == ["s1", "z1", "corresp", "甲。", 'A. And "a".', "s1", "t1 t2"]
    assert lines[3].split("\t") == ["e2", "e2", "", "", "More.", "", "e2"]
    assert lines[4:] == [""] and {line.count("\t") for line in lines[:4]} == {6}


def test_tabs_and_lines_of_a_passage_are_blanks_in_the_table(make_project: Make) -> None:
    table = '<table xml:id="z" corresp="#e"><row><cell>一</cell><cell>二</cell></row><row><cell>三</cell></row></table>'
    outputs = made(make_project, GROUP.format(zh=table, en='<p xml:id="e">Figures</p>'))
    assert content(outputs["parallel.tsv"]).split("\n")[1].split("\t")[3] == "一 二 三"


def test_tmx_follows_its_dtd(make_project: Make) -> None:
    """The rules of tmx14.dtd: (header, body), body (tu)*, tu (tuv)+, tuv (seg), and the required attributes."""
    data = made(make_project, GROUP.format(zh=ZH, en=EN))["parallel.tmx.xml"].artifacts[0].data
    root = etree.fromstring(data)
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n') and data.endswith(b"</tmx>\n")
    assert root.tag == "tmx" and dict(root.attrib) == {"version": "1.4"}
    assert [child.tag for child in root] == ["header", "body"]
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert set(root[0].attrib) == required and all(root[0].attrib.values())
    assert root[0].get("segtype") == "block" and root[0].get("srclang") == "zh-Hans"
    ids = [tu.get("tuid") for tu in root[1]]
    assert ids == ["s1", "s2", "e2"]
    for tu in root[1]:
        assert tu.tag == "tu" and tu.get("segtype") in ("block", "paragraph", "sentence", "phrase")
        assert len(tu) and all(tuv.tag == "tuv" and tuv.get(LANG) for tuv in tu)
        assert all([seg.tag for seg in tuv] == ["seg"] and not len(tuv[0]) for tuv in tu)
    assert [seg.text for seg in root[1][0].iter("seg")] == ["甲。", 'A. And "a".']


def test_passages_that_do_not_hold_all_give_way_to_the_whole(make_project: Make) -> None:
    """Text without an address stands in no passage; then the texts stand side by side as wholes."""
    outputs = made(
        make_project, GROUP.format(zh="<p xml:id='z' corresp='#e'>甲</p><bibl>乙</bibl>", en="<p xml:id='e'>A</p>")
    )
    assert content(outputs["parallel.txt"]) == "zh  甲\n    乙\nen  A\n"
