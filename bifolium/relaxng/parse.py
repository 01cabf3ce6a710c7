"""The bytes of an XML document become events for a Validator: expat, hardened, with a memory for places."""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Iterable, Iterator
from typing import IO
from xml.parsers import expat

from bifolium.relaxng.errors import Error, Kind, LimitExceeded, Limits, Position
from bifolium.relaxng.names import XML_NAMESPACE
from bifolium.relaxng.recover import Recovery
from bifolium.relaxng.validate import Validator

CHUNK = 1 << 16
TRIES = 30  # to find the tag before some text; only comments, instructions and CDATA sections need more than one
_AMPLIFICATION = 43  # expat's XML_ERROR_AMPLIFICATION_LIMIT_BREACH
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_UTF8 = ("utf-8", "ascii")
_BLANK_OR_MARKUP = re.compile(rb"(?:\s|<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?:\s*\]\]>)?)*", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<(/?)[^\s<>/!?]+(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_LINE = re.compile(rb"\r\n|\r|\n")


def chunks(source: bytes | IO[bytes]) -> Iterator[bytes]:
    """The document in pieces, in UTF-8 whatever it is written in, so that expat and we count alike."""
    pieces = _pieces(source)
    first = next(pieces, b"")
    encoding, start = _encoding(first)
    first = first[start:]
    if encoding in _UTF8:
        yield first
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    yield decoder.decode(first).encode()
    for piece in pieces:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", True).encode()


def _encoding(first: bytes) -> tuple[str, int]:
    """The encoding of a document that begins so, and the length of the mark that says so (XML 1.0, appendix F)."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding, 0 if b"<" in mark else len(mark)
    declared = _DECLARED.match(first[:1024])
    try:
        codec = codecs.lookup(declared[1].decode("ascii") if declared else "utf-8")
    except LookupError:
        return "utf-8", 0  # expat will complain about what is not
    return (codec.name if getattr(codec, "_is_text_encoding", True) else "utf-8"), 0


def _pieces(source: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(source, bytes):
        for start in range(0, len(source), CHUNK):
            yield source[start : start + CHUNK]
    else:
        while piece := source.read(CHUNK):
            yield piece


class _Places:
    """Finds places in the chunk that is being parsed, and in what came shortly before it."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.offset = 0  # in the document, of what is remembered
        self.memory = b""

    def remember(self, chunk: bytes) -> None:
        forgotten = max(0, len(self.memory) - CHUNK)
        self.offset += forgotten
        self.memory = self.memory[forgotten:] + chunk

    def event(self) -> Position:
        return Position(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def end(self) -> Position:
        """The first character of an end tag; of the whole tag, if the element is empty."""
        at = self.parser.CurrentByteIndex - self.offset
        if at < 2 or self.memory[at - 2 : at] != b"/>" or self.memory[at : at + 2] == b"</":
            return self.event()
        return self._before(at, self.memory.rfind(b"<", 0, at))

    def attribute(self, index: int) -> tuple[Position, Position]:
        start = self.parser.CurrentByteIndex - self.offset
        here = self.event()
        if start < 0:
            return here, here
        tag = re.compile(rb"<[^\s<>/]+").match(self.memory, start)
        at = tag.end() if tag else start
        while found := _ATTRIBUTE.match(self.memory, at):
            at = found.end()
            if found[1] != b"xmlns" and not found[1].startswith(b"xmlns:"):
                if not index:
                    return self._along(here, start, found.start(1)), self._along(here, start, found.start(2) + 1)
                index -= 1
        return here, here

    def text(self, text: str) -> Position:
        """Backwards from the event to the tag before it. What looks like a tag may stand in a comment."""
        end = self.parser.CurrentByteIndex - self.offset
        words = "".join(text.split())
        at = end
        for _ in range(TRIES):
            at = self.memory.rfind(b"<", 0, max(at, 0))
            if at < 0:
                break
            tag = _TAG.match(self.memory, at, end)
            if tag and _bare(self.memory[tag.end() : end]) == words:
                return self._before(end, self._first(tag.end(), end))
        return self.event()

    def _first(self, start: int, end: int) -> int:
        found = _BLANK_OR_MARKUP.match(self.memory, start, end)
        return found.end() if found else start

    def _along(self, here: Position, start: int, end: int) -> Position:
        """The position of `end`, the one of `start` being known."""
        passed = self.memory[start:end]
        lines = list(_LINE.finditer(passed))
        if not lines:
            return Position(here.line, here.column + len(passed.decode("utf-8", "replace")))
        return Position(here.line + len(lines), len(passed[lines[-1].end() :].decode("utf-8", "replace")) + 1)

    def _before(self, end: int, start: int) -> Position:
        """The position of `start`, the one of `end` being that of the event."""
        here = self.event()
        lines = len(_LINE.findall(self.memory[start:end]))
        if not lines:
            return Position(here.line, here.column - len(self.memory[start:end].decode("utf-8", "replace")))
        before = list(_LINE.finditer(self.memory, max(0, start - CHUNK), start))
        begin = before[-1].end() if before else 0
        return Position(here.line - lines, len(self.memory[begin:start].decode("utf-8", "replace")) + 1)


_REFERENCES = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"', b"apos": "'"}


def _bare(raw: bytes) -> str:
    """The text of raw content, without white space."""
    raw = re.sub(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[|\]\]>", b"", raw, flags=re.DOTALL)

    def replaced(match: re.Match[bytes]) -> bytes:
        name = match[1]
        if name.startswith(b"#"):
            code = int(name[2:], 16) if name[1:2] in b"xX" else int(name[1:])
            return chr(code).encode("utf-8", "replace")
        return _REFERENCES.get(name, "").encode() or match[0]

    return "".join(re.sub(rb"&([^;\s]{1,40});", replaced, raw).decode("utf-8", "replace").split())


class Parse:
    """One document on its way from expat to a Validator."""

    def __init__(self, recovery: Recovery, limits: Limits) -> None:
        self.limits = limits
        self.errors: list[Error] = []
        self.parser = parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.buffer_size = CHUNK
        parser.ordered_attributes = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.places = _Places(parser)
        self.validator = validator = Validator(recovery, self.errors.append, self.places, self.prefix)
        parser.StartElementHandler = validator.start
        parser.EndElementHandler = validator.end
        parser.CharacterDataHandler = validator.text
        parser.StartNamespaceDeclHandler = self.declare
        parser.EndNamespaceDeclHandler = self.undeclare
        if expat.version_info < (2, 4, 1):
            parser.EntityDeclHandler = self.entity  # that expat does not stop entities from growing
        self.declared: dict[str, list[str]] = {"xml": [XML_NAMESPACE]}

    def declare(self, prefix: str | None, namespace: str | None) -> None:
        self.declared.setdefault(prefix or "", []).append(namespace or "")

    def undeclare(self, prefix: str | None) -> None:
        self.declared[prefix or ""].pop()

    def prefix(self, prefix: str) -> str | None:
        """What a prefix stands for where the parser is."""
        declared = self.declared.get(prefix)
        return declared[-1] if declared else None if prefix else ""

    def entity(self, *declaration: object) -> None:
        raise LimitExceeded("entities, which this version of expat does not limit")

    def run(self, source: bytes | IO[bytes]) -> Iterator[Error]:
        """The errors of the document, chunk by chunk."""
        deadline = time.thread_time() + self.limits.seconds
        pieces: Iterable[bytes] = chunks(source)
        try:
            for piece in pieces:
                self.places.remember(piece)
                self.parser.Parse(piece, False)
                self.validator.check_depth()
                if time.thread_time() > deadline:
                    raise LimitExceeded(f"more than {self.limits.seconds:g} seconds")
                if self.errors:
                    yield from self.errors
                    if self.validator.full:
                        return
                    self.errors.clear()
            self.parser.Parse(b"", True)
            self.validator.finish()
        except expat.ExpatError as error:
            if error.code == _AMPLIFICATION:
                raise LimitExceeded("entities that grow too much") from error
            words = expat.ErrorString(error.code) or ""
            self.errors.append(Error(Kind.NOT_WELL_FORMED, error.lineno, error.offset + 1, text=words))
        except UnicodeDecodeError as error:
            here = self.places.event()
            self.errors.append(Error(Kind.NOT_WELL_FORMED, here.line, here.column, text=error.reason))
        yield from self.errors
