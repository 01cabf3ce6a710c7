"""Events, bytes in any encoding and hostile documents become errors in the right place, or a limit."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bifolium.relaxng import Error, Kind, LimitExceeded, Limits, Name, Position, Schema, load
from bifolium.relaxng.parse import CHUNK

COMPACT = b"""
element a {
  attribute n { xsd:integer }?, attribute id { xsd:ID }?, attribute ref { xsd:IDREF }?,
  (element b { attribute n { "one" | "two" }, empty } | element c { text } | element d { xsd:date } | a)*
}
"""


@cache
def schema() -> Schema:
    text = COMPACT.decode().strip()
    return load(f"start = A\nA = {text.replace('| a)*', '| A)*')}".encode())


def errors(document: bytes) -> list[str]:
    return [str(error) for error in schema().validate(document)]


def test_events() -> None:
    found: list[Error] = []
    validator = schema().validator(found.append)
    validator.start("a", ["n", "x"], Position(1, 1), [(Position(1, 4), Position(1, 7))])
    assert validator.expected() == ("a", "b", "c", "d")
    validator.text("\n  oops ", Position(1, 10))
    validator.start("{}b", ["n", "one"], Position(2, 8))
    validator.end("b", Position(2, 12))
    validator.start("d", (), Position(3, 1))
    validator.text("19", Position(3, 4))
    validator.text("00", Position(3, 6))
    validator.end("d", Position(3, 8))
    validator.end("a", Position(4, 1))
    validator.finish()
    assert [(error.kind, error.line, error.column) for error in found] == [
        (Kind.BAD_VALUE, 1, 7),
        (Kind.UNEXPECTED_TEXT, 2, 3),
        (Kind.BAD_VALUE, 3, 4),
    ]
    assert found[0].attribute == Name("", "n") and found[0].text == "x" and found[0].datatypes == ("integer",)
    assert found[2].text == "1900" and found[2].parent == Name("", "a")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1", "gb18030", "shift_jis"]
)
def test_encodings(encoding: str) -> None:
    text = "é" if encoding == "iso-8859-1" else "漢字"
    name = encoding.removesuffix("-sig")
    document = f"<?xml version='1.0' encoding='{name}'?>\n<a>\r\n<c>{text}</c><x/>\r<b n='{text}'/></a>"
    column = 9 + len(text) - 1
    assert errors(document.encode(encoding))[0].startswith(f"3:{column} unexpected-element x")
    assert errors(document.encode(encoding))[1].startswith("4:7 bad-value n")


def test_bytes_that_are_not_what_they_say() -> None:
    assert "not-well-formed" in errors(b"<?xml version='1.0' encoding='utf-8'?><a>\xff</a>")[0]
    assert "not-well-formed" in errors(b"<?xml version='1.0' encoding='shift_jis'?><a>\x81</a>")[0]
    assert "not-well-formed" in errors(b"<?xml version='1.0' encoding='rot13'?><a>\x81</a>")[0]
    assert "not-well-formed" in errors(b"")[0]


def test_identifiers() -> None:
    found = errors(b"<a id='x' ref='y'>\n<a id='x'/><a id='z' ref='x'/></a>")
    assert found == ["2:8 duplicate-id id 'x'", "1:16 unknown-id ref 'y'"]


PADDING = "<c>" + "x" * (CHUNK // 2) + "</c>"
LONG = f"<a>\n{PADDING}<!-- <b> -->{PADDING}\n text &amp; <![CDATA[more]]> <x/>{PADDING}<b\n\tn='three'/></a>"


def test_places_beyond_the_first_chunk() -> None:
    column = len("text &amp; <![CDATA[more]]> <") + 1
    last = column + len("<x/>") + len(PADDING)
    found = [(error.kind.value, error.line, error.column) for error in schema().validate(LONG.encode())]
    assert found == [("unexpected-text", 3, 2), ("unexpected-element", 3, column), ("bad-value", 4, 5)], last


class Pieces(io.RawIOBase):
    """A stream that gives as many bytes at a time as it is told."""

    def __init__(self, content: bytes, sizes: list[int]) -> None:
        self.content = content
        self.sizes = sizes

    def read(self, size: int = -1) -> bytes:
        size = self.sizes.pop() if self.sizes else max(1, len(self.content) // 2)
        piece, self.content = self.content[:size], self.content[size:]
        return piece


SHORT = "<a n='x'><!-- c -->\n stray <b n='three'\n m='1'/><y/><c>é</c><a ref='q' id='p'/><d> x </d></a>".encode()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 30), max_size=40))
def test_pieces_make_no_difference(sizes: list[int]) -> None:
    found = [(e.kind, e.line) for e in schema().validate(Pieces(SHORT, sizes))]  # type: ignore[arg-type]
    assert found == [(e.kind, e.line) for e in schema().validate(SHORT)]


def test_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("<b n='one'/>")
    internal = b"<!DOCTYPE a [<!ENTITY t \"<b n='one'/>\"><!ATTLIST a n CDATA '5'>]><a>&t;</a>"
    assert errors(internal) == []
    assert errors(b'<!DOCTYPE a [<!ENTITY t "<x/>">]><a>\n  &t;</a>')[0].startswith("2:3 unexpected-element x")
    external = f"<!DOCTYPE a [<!ENTITY t SYSTEM '{secret.as_uri()}'>]><a>&t;</a>"
    assert errors(external.encode()) == []  # neither fetched nor an error: what it holds is not known
    assert errors(b"<!DOCTYPE a SYSTEM 'http://example.invalid/a.dtd'><a/>") == []


def test_entities_that_grow() -> None:
    declared = "<!ENTITY e0 'xxxxxxxxxx'>" + "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 10))
    with pytest.raises(LimitExceeded):
        errors(f"<!DOCTYPE a [{declared}]><a><c>&e9;</c></a>".encode())


def test_depth() -> None:
    assert errors(b"<a>" * 5_000 + b"</a>" * 5_000) == []
    with pytest.raises(LimitExceeded):
        errors(b"<a>" * 100_000 + b"</a>" * 100_000)


def test_number_of_errors() -> None:
    limited = load(b"element a { empty }", limits=Limits(errors=5))
    assert len(list(limited.validate(b"<a>" + b"<b/>" * 1_000 + b"</a>"))) == 5


def test_memory_of_names_is_bounded() -> None:
    body = b"".join(b"<x%d y%d='1'/>" % (i, i) for i in range(400))
    assert len(list(schema().validate(b"<a>" + body + b"</a>"))) == 400
    states = len(schema()._automaton.all)
    list(schema().validate(b"<a>" + body.replace(b"x", b"z") + b"</a>"))
    assert len(schema()._automaton.all) == states


def test_forgetting_changes_nothing() -> None:
    before = errors(SHORT)
    schema()._recovery.forget()
    assert errors(SHORT) == before


def test_descriptions() -> None:
    described = schema()
    a, b = Name("", "a"), Name("", "b")
    assert [name.local for name in described.elements()] == ["a", "b", "c", "d"]
    assert described.children(a) == described.elements() and described.parents(b) == [a]
    assert described.attributes(a) == [Name("", "id"), Name("", "n"), Name("", "ref")]
    assert described.values(b, Name("", "n")) == ["one", "two"]
    assert described.has_text(Name("", "c")) and not described.has_text(a)
