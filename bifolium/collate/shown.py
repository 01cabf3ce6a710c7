"""The files of an output become the text they show: for each unit its run, and what stands apart from the run.

HTML is read again from its final bytes. For a plain text the intermediate tree says what belongs to which unit, and
the final characters must be those of the tree; so the words are taken from the file itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bifolium.collate.ruler import WHITE, bare_bytes
from bifolium.collate.rules import LINES, MARKS, RUNNING
from bifolium.collate.source import MAYBE
from bifolium.model import Artifact, Output
from bifolium.parse import parse_html, parse_xml
from bifolium.tags import Tag, tags

Key = tuple[str, bool]  # a unit, and whether the text stands apart from its run
NOBODY: Key = ("", False)  # of the program's words and the frame of the page
_SPACES = bytes.maketrans(WHITE, b" " * len(WHITE))
UNNAMED = "?"  # a unit that does not say which


@dataclass(slots=True)
class Shown:
    """The text an output shows."""

    text: dict[Key, str]
    altered: tuple[str, str] | None = None  # a plain text whose characters are not the tree's: both

    @property
    def units(self) -> set[str]:
        """The addresses of the units."""
        return {unit for unit, _ in self.text}


def shown(output: Output) -> Shown:
    """What an output shows. Raises nothing: what it does not show is missing, and collation says so."""
    if output.tree is None:
        pages = (page for page in output.artifacts if page.media_type.startswith("text/html"))
        return Shown(_joined(piece for page in pages for piece in _of_page(page.data)))
    # Where the marks of a page are left out, its breaks are too: words across them are whole (MAYBE is not granted).
    whole = MARKS in output.leaves_out
    root = output.tree.getroot() if hasattr(output.tree, "getroot") else output.tree
    pieces = list(_pieces(root, None if whole else RUNNING))
    made = "".join(text for _, text in pieces)
    final = "".join(map(_characters, output.artifacts))
    if bare_bytes(made) != bare_bytes(final):
        return Shown(_joined(pieces), (made, final))
    return Shown(_joined(_as_set(pieces, final)))


def _characters(artifact: Artifact) -> str:
    """What a reader of the file reads."""
    if artifact.path.endswith(".xml") or artifact.media_type.endswith("xml"):
        with suppress(etree.XMLSyntaxError):  # then its tags are characters that nobody has made
            return str(etree.tostring(parse_xml(artifact.data), method="text", encoding="unicode"))
    return artifact.data.decode()


def _joined(pieces: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    found: dict[Key, list[str]] = {}
    for key, text in pieces:
        if key is not NOBODY:
            found.setdefault(key, []).append(text)
    return {key: "".join(parts) for key, parts in found.items()}


def _of_page(data: bytes) -> list[tuple[Key, str]]:
    """The text of a page, from its final bytes."""
    return _of_tags(tags(data) or _mended(data)) if b"data-unit" in data else []


def _of_tags(page: Iterable[tuple[Tag, str]]) -> list[tuple[Key, str]]:
    """The text of a page, each stretch with what it belongs to, in the order in which they begin."""
    found: list[tuple[Key, list[str]]] = []
    dropped: list[str] = []  # what the program says, and the frame of the page
    key, parts, silent = NOBODY, dropped, False  # what is open: what text in it belongs to, and where it goes
    stack: list[tuple[Key, list[str], bool]] = []
    for (name, opens, closes, attributes), text in page:
        if opens:
            stack.append((key, parts, silent))
            if attributes and not silent:
                css, unit = attributes.get("class"), attributes.get("data-unit")
                if css and "generated" in css.split():
                    parts, silent = dropped, True
                elif unit is not None or "data-apart" in attributes:
                    inside = (unit or UNNAMED, False) if unit is not None else (key[0], True)
                    if inside[0] and inside != key:
                        key, parts = inside, [MAYBE]
                        found.append((key, parts))
            if name in LINES:
                parts.append(MAYBE)
        if closes:
            if name in LINES:
                parts.append(MAYBE)
            key, parts, silent = stack.pop()
        if parts is not dropped:
            parts.append(text)
    return [(key, "".join(parts)) for key, parts in found]


def _mended(data: bytes) -> Iterator[tuple[Tag, str]]:
    """The tags of an unusual page, as a parser for browsers understands them."""
    for event, element in etree.iterwalk(parse_html(data), events=("start", "end")):
        if event == "start":
            yield Tag(element.tag, True, False, element.attrib), element.text or ""
        else:
            yield Tag(element.tag, False, True, {}), element.tail or ""


def _pieces(root: Any, running: Container[str] | None) -> Iterator[tuple[Key, str]]:
    """The text of an intermediate tree in its order, each stretch with what it belongs to.

    At the edges of elements that are not `running` a word may end; None: all are.
    """
    key: Key = NOBODY
    parts: list[str] = []
    open_: list[tuple[Any, Key]] = []  # the elements that change the key, and the key outside them
    generated = None  # the outermost open element of the program's words
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            if generated is None:
                now = key
                unit = element.get("data-unit")
                css = element.get("class")
                if (css and "generated" in css.split()) or element.tag == "generated":
                    now, generated = NOBODY, element
                elif unit is not None:
                    now = (unit or UNNAMED, False)
                elif key[0] and element.get("data-apart") is not None:
                    now = (key[0], True)
                if now is not key:
                    if parts:
                        yield key, "".join(parts)
                        parts.clear()
                    open_.append((element, key))
                    key = now
                    if now is not NOBODY:
                        parts.append(MAYBE)  # between the pieces of a unit, as between alternatives
            if running is not None and element.tag not in running:
                parts.append(MAYBE)
            if text := element.text:
                parts.append(text)
        else:
            if event == "end":
                if running is not None and element.tag not in running:
                    parts.append(MAYBE)
                if open_ and open_[-1][0] is element:
                    if parts:
                        yield key, "".join(parts)
                        parts.clear()
                    key = open_.pop()[1]
                if element is generated:
                    generated = None
            if element is not root and (tail := element.tail):
                parts.append(tail)
    if parts:
        yield key, "".join(parts)


def _as_set(pieces: list[tuple[Key, str]], final: str) -> Iterator[tuple[Key, str]]:
    """The pieces with the white space of the final text, and with their own marks of where a word may end."""
    data = final.encode().translate(_SPACES)
    here = 0
    for key, text in pieces:
        for number, part in enumerate(text.split(MAYBE)):
            there = _after(data, here, len(bare_bytes(part)))
            if key is not NOBODY:
                # Space at an edge belongs to both sides, and there is some around the whole.
                before, after = here == 0, data[there : there + 1] in (b"", b" ")
                yield key, (MAYBE if number else "") + " " * before + data[here:there].decode() + " " * after
            here = there


def _after(data: bytes, start: int, count: int) -> int:
    """The place behind so many bytes that are no white space."""
    while count:
        step = data[start : start + count]
        start += len(step)
        count -= len(step.translate(None, WHITE))
    return start
