"""What all tests share: the option `--regen`, and little projects made on the spot."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bifolium.model import Project
from bifolium.project import open_project

os.environ["LC_ALL"] = "C.UTF-8"  # findings are said in the language of the computer
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # processes that tests start need not compile everything anew

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>"
    "<publicationStmt><p>A specimen.</p></publicationStmt>"
    "<sourceDesc><p>Made for a test.</p></sourceDesc></fileDesc></teiHeader>"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regen", action="store_true", help="rewrite expected results; read the difference")


def tei(body: str, *, lang: str = "en", title: str = "A specimen", more: str = "") -> str:
    """A TEI document around the content of its body; `more` stands after the text."""
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{lang}">{HEADER.format(title=title)}'
        f'<text xml:lang="{lang}"><body>{body}</body></text>{more}</TEI>'
    )


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Project]:
    """Makes a project from the texts of its files: make_project({"edition/a.xml": "<TEI…"})."""

    def make(files: dict[str, str]) -> Project:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (tmp_path / "edition").mkdir(exist_ok=True)
        return open_project(tmp_path)

    return make
