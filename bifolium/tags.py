"""The bytes of a finished page become its tags, each with the text after it, as they stand in the file.

Two judge every page by its final bytes: collation, which text it shows, and inspection, whether it is sound. Both
read it here, one after the other, so it is read once. What is read is HTML as our templates and stylesheets write it:
small letters, every value in quotation marks, every element closed in its order. A page that is written in any
other way, or that a browser would mend, is not read at all: it needs a reader with more patience.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
FOREIGN = frozenset(("svg", "math"))
# What may not stand in a paragraph: a browser would end the paragraph before it (HTML, 4.4.1).
ENDS_P = frozenset(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr main menu nav ol p pre section summary table ul".split()
)
_TAG = re.compile(r"""(/?)([a-z][a-z0-9]*)((?:\s+[^\s="'<>/]+(?:=(?:"[^"]*"|'[^']*'))?)*)\s*(/?)""")
_ATTRIBUTE = re.compile(r"""([^\s="'<>/]+)(?:=(?:"([^"]*)"|'([^']*)'))?""")


class Tag(NamedTuple):
    """One tag: the start of an element, its end, or both (a void element)."""

    name: str
    opens: bool
    closes: bool
    attributes: Mapping[str, str]  # of the start, decoded; the names in small letters


Tags = Sequence[tuple[Tag, str]]


@lru_cache(maxsize=8)  # the pages of one document
def tags(page: bytes) -> Tags | None:
    """The tags of a page after its document type, each with the text up to the next; None for an unusual page."""
    try:
        before, *pieces = page.decode("utf-8").split("<")
    except UnicodeDecodeError:
        return None
    if before or not pieces or pieces[0].lower().rstrip() != "!doctype html>":
        return None
    found: list[tuple[Tag, str]] = []
    open_: list[str] = []
    paragraphs = foreign = 0
    for piece in pieces[1:]:
        said, end, text = piece.partition(">")
        tag = _tag(said)
        if tag is None or not end:
            return None
        name = tag.name
        if not tag.opens:
            if not open_ or open_.pop() != name:
                return None
            paragraphs -= name == "p"
            foreign -= name in FOREIGN
        else:
            if name in ENDS_P and (paragraphs or foreign):
                return None
            if not tag.closes:
                open_.append(name)
                paragraphs += name == "p"
                foreign += name in FOREIGN
            elif name not in VOID and not foreign:  # only SVG and MathML know empty elements
                return None
        found.append((tag, html.unescape(text) if "&" in text else text))
    return None if open_ else found


@lru_cache(maxsize=4096)  # most tags of an edition are the same few, again and again
def _tag(said: str) -> Tag | None:
    """What stands between “<” and “>” as a tag."""
    match = _TAG.fullmatch(said)
    if match is None:
        return None
    ends, name, rest, empty = match.groups()
    if ends:
        return None if rest or empty else Tag(name, False, True, {})
    told = _ATTRIBUTE.findall(rest) if rest else ()
    values = ((key, double or single) for key, double, single in told)
    attributes = {key.lower(): html.unescape(value) if "&" in value else value for key, value in values}
    if len(attributes) != len(told):
        return None
    return Tag(name, True, bool(empty) or name in VOID, attributes)
