"""The bytes of an XML file become characters (XML 1.0 §4.3.3 and appendix F), in lines and columns."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

# How a file begins when it has a byte order mark, or none but two or four bytes to a character.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGINNINGS = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),  # "<?xm" in EBCDIC; the declaration says which
)
_DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*["'](?P<version>[^"']*)["']
        (?:\s+encoding\s*=\s*["'](?P<encoding>[^"']*)["'])?[^>]*\?>""",
    re.X,
)
# Names that are used for more than they stand for: a file that says gb2312 often holds characters of
# GBK and GB 18030, which contain it and agree with it.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
_ALSO_CALLED = {"iso-10646-ucs-2": "utf-16", "ucs-2": "utf-16", "iso-10646-ucs-4": "utf-32", "ucs-4": "utf-32"}
# What Python offers beside character encodings; these are notations of something else.
_NOT_ENCODINGS = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "utf-7", "mbcs", "oem"}
_LINE_END = re.compile("\r\n|\r|\n")


class EncodingError(ValueError):
    """A file whose bytes are not characters of its encoding. `offset` counts the characters before the fault.

    `encoding` is the name declared or assumed, `text` what could be read, `bytes` the first that could not
    (none when the encoding is unknown).
    """

    def __init__(self, encoding: str, offset: int, text: str, fault: bytes = b"") -> None:
        super().__init__(f"{encoding}: {fault!r}")
        self.encoding, self.offset, self.text, self.fault = encoding, offset, text, fault


@dataclass(frozen=True, slots=True)
class Characters:
    """What a file says, without its byte order mark."""

    text: str
    version: str  # "1.0" or "1.1"
    encoding: str  # in which it was read, by its Python name
    declared: str  # the encoding it names, or ""

    @property
    def contradicts(self) -> bool:
        """Whether the file is written in another encoding than it says."""
        return bool(self.declared) and _family(self.declared) != _family(self.encoding)


def decode(data: bytes) -> Characters:
    """The characters of a file. A byte order mark counts more than the declaration.

    Raises EncodingError.
    """
    mark = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    if mark:
        data, encoding = data[len(mark[0]) :], mark[1]
        found = _DECLARATION.match(data[:1024].decode(encoding, "replace"))
    else:
        encoding = next((name for start, name in _BEGINNINGS if data.startswith(start)), "")
        found = _DECLARATION.match(data[:1024].decode(encoding or "latin-1", "replace"))
        if found and found["encoding"] and encoding in ("", "cp037"):
            try:
                named = _python_name(found["encoding"])
            except EncodingError:
                start = found.start("encoding")
                raise EncodingError(found["encoding"], start, found[0][:start]) from None
            # Who can read this declaration byte by byte does not read UTF-16 or UTF-32, whatever it says.
            encoding = "utf-8" if named.startswith(("utf-16", "utf-32")) else named
    declared = (found["encoding"] or "") if found else ""
    version = found["version"] if found else "1.0"
    encoding = encoding or "utf-8"
    try:
        return Characters(data.decode(encoding), version, encoding, declared)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "ignore")
        fault = data[error.start : max(error.end, error.start + 1)][:4]
        raise EncodingError(declared or encoding, len(before), before, fault) from None


def beginning(data: bytes) -> str:
    """The characters of the first part of a file, cut off anywhere. What can't be read is left out."""
    try:
        return decode(data).text
    except EncodingError as error:
        return error.text or data.decode("latin-1")


def _python_name(declared: str) -> str:
    """Python's name of an encoding. Raises EncodingError when it has none for it."""
    name = declared.strip().lower()
    try:
        python = codecs.lookup(_ALSO_CALLED.get(name, name)).name
        "".encode(python)  # refuses what is no character encoding, such as base64
    except (LookupError, ValueError):
        raise EncodingError(declared, 0, "") from None
    if python.replace("-", "_") in {other.replace("-", "_") for other in _NOT_ENCODINGS}:
        raise EncodingError(declared, 0, "")
    return _WIDER.get(python, python)


def _family(name: str) -> str:
    """One name for what may be called utf-16, utf-16-le and so on."""
    try:
        python = _python_name(name)
    except EncodingError:
        return name
    return next((family for family in ("utf-16", "utf-32", "cp") if python.startswith(family)), python)


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a text begin."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """The lines of a text that end in LF, CR LF or CR, as editors count them."""
        if "\r" in text:
            return cls((0, *(end.end() for end in _LINE_END.finditer(text))))
        lengths = (len(line) + 1 for line in text.split("\n"))
        return cls(tuple(accumulate(lengths, initial=0))[:-1])

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at `offset`."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
