"""Documents become the errors written below them: every file in specimens/ is one test.

A folder is called like its schema. In a file, the document stands above the line `---`; below it, one line for each
error: place, kind, the name in question and its parent, and after `->` the first names or values that may be meant.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bifolium.relaxng import Error, Name, Schema, load

FOLDER = Path(__file__).parent / "specimens"
SPECIMENS = sorted(FOLDER.glob("*/*.txt"))
SHORT = {"{http://www.tei-c.org/ns/1.0}": "", "{http://www.w3.org/XML/1998/namespace}": "xml:"}


@cache
def schema(name: str) -> Schema:
    return load(next(FOLDER.glob(f"{name}.rn?")))


def short(text: object) -> str:
    written = str(text)
    for namespace, prefix in SHORT.items():
        written = written.replace(namespace, prefix)
    return written


def line(error: Error) -> str:
    subject: Name | str = error.attribute or error.element or "-"
    words = [f"{error.line}:{error.column}", error.kind.value, short(subject)]
    if error.parent and not error.attribute:
        words += ["in", short(error.parent)]
    if error.expected:
        words += ["->", *map(short, error.expected[:3])]
    return " ".join(words)


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_specimen(path: Path) -> None:
    document, _, expected = path.read_text("utf-8").rpartition("\n---\n")
    found = [line(error) for error in schema(path.parent.name).validate(document.encode())]
    assert found == expected.splitlines()


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_places_lie_on_what_is_wrong(path: Path) -> None:
    document = path.read_text("utf-8").rpartition("\n---\n")[0]
    lines = document.split("\n")
    for error in schema(path.parent.name).validate(document.encode()):
        there = lines[error.line - 1][error.column - 1 :]
        match error.kind.value:
            case "unexpected-element" | "missing-attribute" | "wrong-namespace":
                assert there.startswith("<") and error.element and error.element.local in there
            case "unexpected-attribute":
                assert error.attribute and there.partition("=")[0].endswith(error.attribute.local)
            case "bad-value" | "unexpected-text" | "duplicate-id":
                assert there.startswith(error.text.partition(" ")[0])
            case "incomplete-content":
                assert there.startswith("<")
