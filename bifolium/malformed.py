"""What libxml2 says about a file that is not well-formed becomes a finding: the right place, in words that help."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bifolium import scan
from bifolium.entities import Settled
from bifolium.findings import find
from bifolium.model import Finding
from bifolium.phrases import phrase
from bifolium.positions import File

_PREFIX = re.compile(r"Namespace prefix (\S+)")
_ATTRIBUTE = re.compile(r"Attribute (\S+) redefined")
_NUMBER = re.compile(r"\b(\d+)\b")


class Malformed(ValueError):
    """A text that is not well-formed, with what libxml2 said about it.

    That is the log of the parser: in that of lxml's exception the faults of other files stand as well.
    """

    def __init__(self, log: Iterable[Any]) -> None:
        self.log = [entry for entry in log if entry.level_name in ("ERROR", "FATAL")]
        super().__init__("; ".join(entry.message for entry in self.log))


def malformed(error: Malformed, file: File, settled: Settled) -> Finding:
    """The first fault of a file. `settled` is the text that libxml2 was given."""
    if not error.log:
        return find("xml.malformed", file.place(0), reason=phrase("the parser does not say why"))
    entry = error.log[0]
    offset = min(settled.original(_offset(settled.text, entry.line, entry.column)), len(file.text))
    return _named(entry.type_name, entry.message, offset, file)


def _offset(text: str, line: int, column: int) -> int:
    """The offset of libxml2's line and column; it counts lines by LF, and in a line characters, from 1."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))


def _named(kind: str, message: str, offset: int, file: File) -> Finding:
    """The finding for one of libxml2's kinds of errors, noticed at `offset`, which is often behind the fault."""
    text = file.text
    match kind:
        case "ERR_TAG_NAME_MISMATCH" | "ERR_TAG_NOT_FINISHED" | "ERR_DOCUMENT_END":
            return _unbalanced(message, offset, file)
        case "ERR_NAME_REQUIRED" | "ERR_ENTITYREF_SEMICOL_MISSING" if "Ref" in message:
            return find("xml.ampersand", file.place(_before("&", text, offset)))
        case "ERR_NAME_REQUIRED" | "ERR_LT_IN_ATTRIBUTE":
            return find("xml.less-than", file.place(_before("<", text, offset)))
        case "ERR_ATTRIBUTE_REDEFINED":
            name = _first(_ATTRIBUTE, message)
            return find("xml.attribute-twice", file.place(_second(name, offset, text)), name=name)
        case "NS_ERR_UNDEFINED_NAMESPACE":
            prefix = _first(_PREFIX, message)
            return find("xml.prefix-undeclared", file.place(_prefixed(prefix, offset, text)), prefix=prefix)
        case "ERR_INVALID_CHAR":
            return _forbidden(message, offset, file)
        case "ERR_DOCUMENT_EMPTY":
            return find("xml.empty", file.place(offset))
        case "ERR_RESOURCE_LIMIT" if "depth" in message:
            limit = _first(_NUMBER, message)
            return find("xml.too-deep", file.place(_markup(text, offset)), limit=limit)
        case "ERR_RESOURCE_LIMIT" if "entit" in message.lower() or "amplification" in message:
            token = scan.token_at(text, offset)
            return find("xml.entity-too-large", file.place(_markup(text, offset)), name=token.name if token else "")
    return find("xml.malformed", file.place(_markup(text, offset)), reason=message.strip())


def _unbalanced(message: str, offset: int, file: File) -> Finding:
    """Elements that are not closed, or not in the order in which they were opened."""
    opened, closed = scan.unbalanced(file.text)
    if closed and opened:
        return find(
            "xml.tag-mismatch", file.place(closed.start),
            closed=closed.name, opened=opened.name, where=_line_and_column(file, opened.start),
        )  # fmt: skip
    if closed:
        return find("xml.tag-unopened", file.place(closed.start), name=closed.name)
    if opened:
        return find("xml.tag-unclosed", file.place(opened.start), name=opened.name)
    if "Extra content" not in message:
        # The tags of the file are in order, so it is an entity that opens an element and does not close it.
        return find("xml.malformed", file.place(_markup(file.text, offset)), reason=message)
    while offset < len(file.text) and file.text[offset].isspace():
        offset += 1
    return find("xml.after-the-end", file.place(offset))


def _line_and_column(file: File, offset: int) -> str:
    place = file.place(offset)
    return phrase("line {0}, column {1}", place.line, place.column)


def _forbidden(message: str, offset: int, file: File) -> Finding:
    """A character that XML does not allow: as it stands at `offset`, or by its number in a reference before."""
    text = file.text
    reference = text.rfind("&#", 0, offset + 1)
    if reference < 0:  # noticed in the declarations, of which only the beginning is known
        reference = text.find("&#", offset)
    if "CharRef" in message and reference >= 0:
        written = text[reference : text.find(";", reference) + 1]
        return find("xml.character-forbidden", file.place(reference), character=written)
    if offset < len(text):
        return find("xml.character-forbidden", file.place(offset), character=f"U+{ord(text[offset]):04X}")
    return find("xml.character-forbidden", file.place(offset), character=_first(_NUMBER, message))


def _before(character: str, text: str, offset: int) -> int:
    """The offset of the last such character up to `offset`."""
    return max(text.rfind(character, 0, offset + 1), 0)


def _markup(text: str, offset: int) -> int:
    """The beginning of the piece of markup in which a fault was noticed, or `offset`."""
    token = scan.token_at(text, offset)
    return token.start if token else offset


def _second(name: str, offset: int, text: str) -> int:
    """The offset of the second attribute of that name in a start tag."""
    start = _markup(text, offset)
    named = [start + at for found, at, _ in scan.attributes(text[start:offset]) if found == name]
    return named[1] if len(named) > 1 else start


def _prefixed(prefix: str, offset: int, text: str) -> int:
    """The offset of the first name with that prefix in the tag in which it was noticed."""
    start = _markup(text, offset)
    found = text.find(f"{prefix}:", start, offset)
    return found if found >= 0 else start


def _first(pattern: re.Pattern[str], message: str) -> str:
    found = pattern.search(message)
    return found[1] if found else ""
