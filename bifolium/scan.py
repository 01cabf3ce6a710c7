"""The characters of an XML file become tokens with their offsets: where things stand, which no parser remembers.

This reads what a parser has read, or is about to refuse; it judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Each branch that finds no end takes all the rest, so that reading stays linear on any file. The first
# character stands before all branches, because Python's re then looks for it at full speed.
_TOKEN = re.compile(
    r"""[<&] (?:
        (?<=&) (?P<reference>(?P<entity>[^\s;&<>"']++);)
      | (?<=<) (?:
            (?P<start>(?P<name>[^\s<>"'/!?&=]++)(?:[^<>"']++|"[^"]*"|'[^']*')*+>)
          | (?P<end>/(?P<closed>[^\s>]*)[^<>]*>)
          | (?P<comment>!--(?:.*?-->|.*\Z))
          | (?P<cdata>!\[CDATA\[(?:.*?\]\]>|.*\Z))
          | (?P<pi>\?(?:.*?\?>|.*\Z))
        )
    )""",
    re.S | re.X,
)
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")
_REFERENCE = re.compile(r"&([^\s;&<>\"']+);")
_CHARACTER = re.compile(r"&#(?:x([0-9A-Fa-f]+)|([0-9]+));")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of markup: its kind (comment, cdata, pi, start, end, reference), its name if it has one, its span."""

    kind: str
    name: str
    start: int
    stop: int
    empty: bool = False  # a start tag that is its own end tag


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The markup of `text` from offset `start` on, in order. What stands between is text."""
    for found in _TOKEN.finditer(text, start):
        kind = found.lastgroup or ""
        # lastgroup names the outermost group that closed last: the branch.
        name = found["name"] or found["closed"] or found["entity"] or ""
        empty = kind == "start" and text.endswith("/>", found.start(), found.end())
        yield Token(kind, name, found.start(), found.end(), empty)


def elements(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """What elements come from, quickly: the offset of each start tag with "", of each reference with its name."""
    for found in _TOKEN.finditer(text, start):
        if found.lastgroup == "start":
            yield found.start(), ""
        elif found.lastgroup == "reference":
            yield found.start(), found["entity"]


def attributes(tag: str) -> Iterator[tuple[str, int, str]]:
    """The attributes of a start tag: name, offset of the name in the tag, and value between its quotes."""
    for found in _ATTRIBUTE.finditer(tag):
        yield found[1], found.start(), found[2][1:-1]


def references(text: str) -> Iterator[tuple[str, int, int]]:
    """The references in a value: name and span. A name with # is a character's number."""
    for found in _REFERENCE.finditer(text):
        yield found[1], found.start(), found.end()


def with_characters(value: str) -> str:
    """The literal value of an entity: references to characters by number resolved (XML 1.0 §4.4)."""
    return _CHARACTER.sub(_character, value)


def _character(found: re.Match[str]) -> str:
    """The character a number means; the number as it stands where XML admits no such character (§2.2)."""
    digits = found[1] or found[2]
    number = int(digits, 16 if found[1] else 10) if len(digits) < 20 else 0
    allowed = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFD or number > 0xFFFF
    return chr(number) if allowed and number <= 0x10FFFF else found[0]


# What may stand before the document type declaration.
_PROLOG = re.compile(r"\ufeff?(?:\s++|<!--.*?-->|<\?.*?\?>)*+", re.S)
# In a declaration: what is quoted, remarks, and the brackets of the internal subset.
_IN_DOCTYPE = re.compile(r"""<!--(?:.*?-->|.*\Z)|<\?(?:.*?\?>|.*\Z)|"[^"]*"|'[^']*'|[\[\]>]|<!""", re.S)


def doctype_end(text: str, start: int) -> int:
    """The offset behind the document type declaration that begins at `start`; the end of the text if it has none."""
    inside = False
    declaration = False
    position = start + len("<!DOCTYPE")
    while found := _IN_DOCTYPE.search(text, position):
        position = found.end()
        match found[0]:
            case "[" if not inside:
                inside = True
            case "]" if not declaration:
                inside = False
            case "<!":
                declaration = True
            case ">":
                if not inside:
                    return position
                declaration = False
    return len(text)


def doctype(text: str) -> tuple[int, int] | None:
    """The span of the document type declaration, or None."""
    found = _PROLOG.match(text)
    start = found.end() if found else 0
    return (start, doctype_end(text, start)) if text.startswith("<!DOCTYPE", start) else None


def content(text: str) -> int:
    """The offset where the tree begins: behind the document type declaration, if there is one."""
    span = doctype(text)
    return span[1] if span else 0


def root(text: str) -> Token | None:
    """The start tag of the root element, or None when there is none."""
    return next((token for token in tokens(text, content(text)) if token.kind == "start"), None)


def unbalanced(text: str) -> tuple[Token | None, Token | None]:
    """The first fault of nesting: the element left open and the end tag that does not close it.

    Either is None: an element that is never closed has no wrong end tag. Both None: there is no fault.
    """
    is_open: list[Token] = []
    for token in tokens(text, content(text)):
        if token.kind == "start" and not token.empty:
            is_open.append(token)
        elif token.kind == "end":
            if not is_open or is_open[-1].name != token.name:
                return (is_open[-1] if is_open else None), token
            is_open.pop()
    return (is_open[-1] if is_open else None), None


def token_at(text: str, offset: int) -> Token | None:
    """The piece of markup that holds the character before `offset`, if any."""
    for token in tokens(text, content(text)):
        if token.start >= offset:
            return None
        if token.stop >= offset:
            return token
    return None
