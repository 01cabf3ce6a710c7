"""Aligned passages become parallel texts: to read (txt), as a table (tsv), as a translation memory (tmx)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bifolium.align import Alignment, Passage

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EMPTY = "—"  # a leaf has nothing here

Pick = Callable[[Sequence[str]], Any]  # addresses -> the intermediate tree of their running text, a unit for each
Flatten = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands side by side: for each leaf the units of a passage, and their text."""

    passage: Passage
    row: str  # the address of its row
    units: tuple[tuple[Any, ...], ...]
    texts: tuple[str, ...]  # lines; "" where the leaf has nothing


@dataclass(frozen=True, slots=True)
class Made:
    """One parallel text, and the tree that says what in it is the source's."""

    name: str
    data: bytes
    media_type: str
    tree: Any


def parallels(
    alignment: Alignment, langs: Sequence[str], whole: Sequence[int], version: str, pick: Pick, flatten: Flatten
) -> list[Made]:
    """The parallel texts of an aligned document.

    `langs` names the leaves; `whole` is for each leaf how many characters its reading text has, white space not
    counted: if the passages do not have them all, as when a block has no address, the texts stand side by side as
    wholes. Gives nothing for a document with one text.
    """
    if not alignment.parallel:
        return []
    pairs = list(_pairs(((row.address, p) for row in alignment.rows for p in row.passages), pick, flatten))
    if [sum(_length(pair.texts[leaf]) for pair in pairs) for leaf in range(len(langs))] != list(whole):
        one = Passage(tuple(leaf.parts for leaf in alignment.leaves), "text", "whole")
        pairs = list(_pairs([(one.address, one)], pick, flatten))
    tags = [leaf.lang.replace("_", "-") for leaf in alignment.leaves]
    return [_txt(pairs, langs), _tsv(pairs, langs), _tmx(pairs, tags, version)]


def _pairs(passages: Any, pick: Pick, flatten: Flatten) -> Iterator[Pair]:
    """The passages that have running text."""
    for row, passage in passages:
        units, texts = [], []
        for side in passage.sides:
            picked = [pick([address])[0] for address in side]
            tree = etree.Element("tree")
            for unit in picked:
                if flatten(unit):  # a mark, a note or a declared gap is no running text
                    unit.tail = "\n"
                    tree.append(unit)
            units.append(tuple(tree))
            texts.append(flatten(tree).rstrip("\n"))
        if any(texts):
            yield Pair(passage, row, tuple(units), tuple(texts))


def _length(text: str) -> int:
    return len("".join(text.split()))


class _Said:
    """A tree in which the program's words and the source's units follow each other as they do in the file."""

    def __init__(self) -> None:
        self.tree = etree.Element("tree")

    def word(self, text: str) -> None:
        etree.SubElement(self.tree, "generated").text = text

    def units(self, pair: Pair, leaf: int) -> None:
        self.tree.extend(deepcopy(unit) for unit in pair.units[leaf])


def _txt(pairs: list[Pair], langs: Sequence[str]) -> Made:
    """Each passage in all languages, one under the other, the name of the language before it."""
    said = _Said()
    width = max(map(len, langs)) + 2
    passages = []
    for pair in pairs:
        lines = []
        for leaf, lang in enumerate(langs):
            said.word(lang)
            said.units(pair, leaf)
            if not pair.texts[leaf]:
                said.word(EMPTY)
            first, *others = [line for line in pair.texts[leaf].split("\n") if line] or [EMPTY]
            lines += [lang.ljust(width) + first, *(" " * width + line for line in others)]
        passages.append("\n".join(lines) + "\n")
    return Made("parallel.txt", "\n".join(passages).encode(), "text/plain; charset=utf-8", said.tree)


def _tsv(pairs: list[Pair], langs: Sequence[str]) -> Made:
    """A table: the address of the passage and of its row, how it was found, each language, the units of each.

    Fields hold no tab and no line end and are not quoted (IANA, text/tab-separated-values).
    """
    said = _Said()
    heads = ["passage", "row", "found", *langs, *(f"{lang}.units" for lang in langs)]
    said.word(" ".join(heads))
    lines = ["\t".join(heads)]
    for pair in pairs:
        before = [pair.passage.address, pair.row, pair.passage.found]
        after = [" ".join(unit.get("data-unit") for unit in units) for units in pair.units]
        said.word(" ".join(before))
        for leaf in range(len(langs)):
            said.units(pair, leaf)
        said.word(" ".join(after))
        lines.append("\t".join([*before, *map(_line, pair.texts), *after]))
    media_type = "text/tab-separated-values; charset=utf-8"
    return Made("parallel.tsv", "".join(line + "\n" for line in lines).encode(), media_type, said.tree)


def _line(text: str) -> str:
    """A text on one line, without tabs."""
    return " ".join(line.strip() for line in text.replace("\t", " ").split("\n") if line.strip())


# What TMX calls the kinds of segments (TMX 1.4b, `segtype`); all else is a block.
_SEGMENTS = {
    "s": "sentence",
    "seg": "sentence",
    "p": "paragraph",
    "ab": "paragraph",
    "head": "paragraph",
    "l": "phrase",
}


def _tmx(pairs: list[Pair], tags: Sequence[str], version: str) -> Made:
    """Translation Memory eXchange 1.4b: one `tu` for each passage, known by its address.

    Its name ends in .xml, which every host, archive and editor knows; the pages offer it as .tmx, which the tools of
    translators look for (docs/decisions/007).
    """
    said = _Said()
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "Bifolium", "creationtoolversion": version, "segtype": "block", "o-tmf": "TEI P5",
        "adminlang": "en", "srclang": tags[0], "datatype": "plaintext",
    }  # fmt: skip
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for pair in pairs:
        kind = _SEGMENTS.get(pair.passage.level, "block")
        tu = etree.SubElement(body, "tu", tuid=pair.passage.address, segtype=kind)
        for leaf, tag in enumerate(tags):
            if pair.texts[leaf]:
                tuv = etree.SubElement(tu, "tuv", {LANG: tag})
                etree.SubElement(tuv, "seg").text = _line(pair.texts[leaf])
                said.units(pair, leaf)
    etree.indent(root)
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    data = declaration + etree.tostring(root, encoding="utf-8") + b"\n"
    return Made("parallel.tmx.xml", data, "application/x-tmx+xml", said.tree)
