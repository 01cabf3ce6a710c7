"""What the manual says is so: its examples are tried as they stand in it, its generated pages are up to date."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import tei

from bifolium.cli import main
from bifolium.model import Project
from bifolium.report import register_page

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = re.compile(r"```\w+ file=(\S+)\n(.*?)```", re.S)
FILES = {"edition/letter.xml": tei("<p>A <foreign>belle</foreign> letter.</p>", title="A letter")}


def examples() -> dict[str, str]:
    """The files the manual tells a scholar to write, by name."""
    return dict(EXAMPLE.findall((DOCS / "manual.md").read_text(encoding="utf-8")))


@pytest.fixture
def changed(make_project: Callable[[dict[str, str]], Project]) -> tuple[Path, int]:
    """A project with everything the manual changes, built."""
    project = make_project(FILES | examples())
    return project.output, main(["build", str(project.root), "--quiet", "--workers", "1"])


def test_each_change_costs_six_lines_at_most() -> None:
    assert set(examples()) == {"xsl/html.xsl", "templates/reading.html", "locale/en.toml", "build.py"}
    for name in ("xsl/html.xsl", "templates/reading.html", "locale/en.toml"):
        assert len(examples()[name].splitlines()) <= 6


def test_one_element_one_block_one_word_one_output(changed: tuple[Path, int]) -> None:
    output, status = changed
    assert status == 0
    page = (output / "letter" / "index.html").read_text(encoding="utf-8")
    assert '<b data-tei="foreign">belle</b>' in page
    assert '<p class="welcome">Read slowly.</p>' in page
    assert ">All letters</a>" in page
    assert "belle" in (output / "letter" / "words.txt").read_text(encoding="utf-8").split()


def test_one_check(make_project: Callable[[dict[str, str]], Project], capsys: pytest.CaptureFixture[str]) -> None:
    project = make_project(FILES | {"build.py": examples()["build.py"]})
    main(["build", str(project.root), "--quiet", "--workers", "1"])
    said = capsys.readouterr()
    code = "project.remark"
    assert f"edition/letter.xml:1:1: warning: This letter has no date. [{code}]" in said.out + said.err


def test_the_page_of_findings_is_up_to_date(request: pytest.FixtureRequest) -> None:
    page = DOCS / "findings.md"
    if request.config.getoption("--regen"):
        page.write_text(register_page(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == register_page(), "run pytest --regen"
