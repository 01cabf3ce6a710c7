"""The text of a schema in compact syntax becomes tokens."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from bifolium.relaxng import regex
from bifolium.relaxng.errors import Place, SchemaError

KEYWORDS = frozenset({
    "attribute", "default", "datatypes", "div", "element", "empty", "external", "grammar", "include",
    "inherit", "list", "mixed", "namespace", "notAllowed", "parent", "start", "string", "text", "token",
})  # fmt: skip

# A newline as written; one that is escaped, "\x{A}", is an ordinary character (section 3 of the compact syntax).
NEWLINE = "\0"
_ESCAPE = re.compile(r"\\x+\{([0-9a-fA-F]{1,8})\}")
_NAME = r"[A-Za-z_\u0080-\U0010ffff][-.A-Za-z0-9_\u0080-\U0010ffff]*"
_TOKEN = re.compile(
    rf"""(?P<blank>[ \t{NEWLINE}]+|\#[^{NEWLINE}]*)
    |(?P<literal>\"\"\"(?:\"?\"?[^\"])*\"\"\"|'''(?:'?'?[^'])*'''|\"[^\"{NEWLINE}]*\"|'[^'{NEWLINE}]*')
    |(?P<wild>{_NAME}:\*)
    |(?P<prefixed>{_NAME}:{_NAME})
    |(?P<name>\\?{_NAME})
    |(?P<sign>\|=|&=|>>|[=(){{}}\[\],|&?*+~-])""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A token. Its kind is "literal", "wild" (x:*), "prefixed" (x:y), "name", "keyword", "sign" or "" at the end."""

    kind: str
    text: str
    place: Place

    def __str__(self) -> str:
        return f"“{self.text}”" if self.kind else "the end"


def tokenize(content: bytes, address: str) -> list[Token]:
    """All tokens, and one for the end. Raises SchemaError."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            source = content.decode("utf-16")
        else:
            source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaError("neither UTF-8 nor UTF-16", Place(address, 1, 1)) from error
    if bad := re.search("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", source):
        raise SchemaError(f"character U+{ord(bad[0]):04X}", Place(address, source.count("\n", 0, bad.start()) + 1, 1))
    source = source.replace("\r\n", NEWLINE).replace("\r", NEWLINE).replace("\n", NEWLINE)
    if bad := re.search(r"\\x+\{(?![0-9a-fA-F]{1,8}\})", source):
        line = source.count(NEWLINE, 0, bad.start()) + 1
        raise SchemaError(f"“{bad[0]}” without a number in hexadecimal", Place(address, line, 1))
    source = _ESCAPE.sub(lambda match: _character(match[1], address), source)
    found: list[Token] = []
    at, line, line_start = 0, 1, 0
    while at < len(source):
        place = Place(address, line, at - line_start + 1)
        match = _TOKEN.match(source, at)
        if match is None:
            raise SchemaError(f"“{source[at]}” cannot stand here", place)
        kind, text = match.lastgroup or "", match[0]
        at = match.end()
        if newlines := text.count(NEWLINE):
            line += newlines
            line_start = match.start() + text.rindex(NEWLINE) + 1
        if kind == "blank":
            continue
        if kind == "literal":
            text = (text[3:-3] if text[:3] in ('"' * 3, "'" * 3) else text[1:-1]).replace(NEWLINE, "\n")
        elif kind == "name":
            kind = "keyword" if text in KEYWORDS else kind
            text = text.removeprefix("\\")
        if kind in ("name", "prefixed", "wild"):
            for part in text.removesuffix(":*").split(":"):
                if not regex.matches(regex.NCNAME, part):
                    raise SchemaError(f"“{part}” is not a name", place)
        found.append(Token(kind, text, place))
    found.append(Token("", "", Place(address, line, at - line_start + 1)))
    return found


def _character(digits: str, address: str) -> str:
    code = int(digits, 16)
    allowed = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0xFFFF < code <= 0x10FFFF
    if not allowed:
        raise SchemaError(f"U+{digits} is not a character", Place(address, 1, 1))
    return chr(code)
