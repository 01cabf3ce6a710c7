"""Line ends of a file that are no spaces become nothing: between Han characters, and at the edges of brackets.

A browser shows every line end in the source as a space. In Chinese and Japanese it is none: the file was too wide.
The plain texts do the same in `plaintext.flatten`. Nor is it one after "[" and before "]".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

# Han, kana, and the full-width signs; not Hangul, which has spaces.
_HAN = (
    "\u2e80-\u30ff\u3100-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_GAP = "[ \t\r]*\n[ \t\r\n]*"
_SPACED = re.compile(f"[{_HAN}]{_GAP}[{_HAN}]")
_WITHIN = re.compile(f"(?<=[{_HAN}]){_GAP}(?=[{_HAN}])")
_BEGINS = re.compile(f"(?:{_GAP})?(?=[{_HAN}])")
_ENDS = re.compile(f"(?<=[{_HAN}])(?:{_GAP})?$")
_AS_IT_IS = frozenset(("pre", "code"))

_Slot = tuple[Any, str]  # an element, and whether its text or its tail is meant


def close(root: Any) -> None:
    """Take the line ends between Han characters out of an HTML tree, also across the edges of its elements."""
    if not _SPACED.search(root.xpath("string()")):
        return
    last: _Slot | None = None  # what ends in a Han character, white space aside
    for slot in _slots(root):
        said = getattr(*slot)
        if not said:
            continue
        said = _WITHIN.sub("", said)
        if last is not None and (match := _BEGINS.match(said)):
            setattr(*last, getattr(*last).rstrip(" \t\r\n"))
            said = said[match.end() :]
        setattr(*slot, said)
        if _ENDS.search(said):
            last = slot
        elif said.strip(" \t\r\n"):
            last = None
        elif last is not None and "\n" in said:
            _hand_over(last, slot)


def trim(root: Any) -> None:
    """Take the line ends at the edges of what stands in brackets out of an HTML tree: another reading, an abbreviation.

    They come from how the file is laid out. A space that is typed there stays.
    """
    for element in _bracketed(root):
        slots = _slots(element)
        _cut(_BEGIN, slots)
        _cut(_END, reversed(slots))


_bracketed = etree.XPath("//*[@data-apart and (@class = 'variant' or @class = 'alternative')]")
_BEGIN, _END = re.compile(f"^{_GAP}"), re.compile(f"{_GAP}$")


def _cut(edge: re.Pattern[str], slots: Iterable[_Slot]) -> None:
    """Take white space away up to the first place that holds more."""
    for slot in slots:
        if said := getattr(*slot):
            rest = edge.sub("", said)
            setattr(*slot, rest or None)
            if rest:
                break


def _hand_over(last: _Slot, slot: _Slot) -> None:
    """White space in a place of its own goes to the end of the character before it, until it is known what follows."""
    setattr(*last, getattr(*last) + getattr(*slot))
    setattr(*slot, None)


def _slots(root: Any) -> list[_Slot]:
    """The places of text that a reader reads on, in their order: not the program's words, nor code."""
    found: list[_Slot] = []
    stack: list[_Slot] = [(root, "text")]
    while stack:
        element, which = stack.pop()
        if which == "tail":
            found.append((element, "tail"))
            continue
        if element is not root:
            stack.append((element, "tail"))
        if not isinstance(element.tag, str) or element.tag in _AS_IT_IS:
            continue
        if "generated" not in element.get("class", "").split():
            found.append((element, "text"))
            stack.extend((child, "text") for child in reversed(element))
    return found
