"""What the manual says is so: its examples are tried as they stand in it, its generated pages are up to date."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import tei

from bifolium.cli import main
from bifolium.model import Project
from bifolium.pages import environment
from bifolium.project import open_project
from bifolium.report import register_page
from bifolium.stylesheets import stylesheet

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = re.compile(r"```\w+ file=(\S+)\n(.*?)```", re.S)
FILES = {"edition/letter.xml": tei("<p>A <foreign>belle</foreign> letter.</p>", title="A letter")}


def examples() -> dict[str, str]:
    """The files the manual tells a scholar to write, by name."""
    return dict(EXAMPLE.findall((DOCS / "manual.md").read_text(encoding="utf-8")))


def with_build(what: str) -> dict[str, str]:
    """A project's files, with the build.py that the manual gives for a check or an output."""
    return FILES | {"build.py": examples()[f"build.py#{what}"]}


@pytest.fixture
def changed(make_project: Callable[[dict[str, str]], Project]) -> tuple[Path, int]:
    """A project with everything the manual changes, but the check, built."""
    others = {name: text for name, text in examples().items() if "#" not in name}
    project = make_project(with_build("output") | others)
    return project.output, main(["build", str(project.root), "--quiet", "--workers", "1"])


def test_each_change_costs_six_lines_at_most() -> None:
    files = {"xsl/html.xsl", "templates/reading.html", "locale/en.toml", "build.py#check", "build.py#output"}
    assert set(examples()) == files
    for name, text in examples().items():
        assert len(text.splitlines()) <= 6, name


def test_one_element_one_block_one_word_one_output(changed: tuple[Path, int]) -> None:
    output, status = changed
    assert status == 0
    page = (output / "letter" / "index.html").read_text(encoding="utf-8")
    assert '<b data-tei="foreign">belle</b>' in page
    assert '<p class="welcome">Read slowly.</p>' in page
    assert ">All letters</a>" in page
    assert "belle" in (output / "letter" / "words.txt").read_text(encoding="utf-8").split()


def test_only_a_project_with_files_of_its_own_has_them_compiled_for_itself(tmp_path: Path) -> None:
    plain, other, own = (tmp_path / name for name in ("plain", "other", "own"))
    for folder in (plain, other, own):
        (folder / "edition").mkdir(parents=True)
    for name, text in examples().items():
        if "#" not in name:
            (own / name).parent.mkdir()
            (own / name).write_text(text, encoding="utf-8")
    sheets = [stylesheet(open_project(folder), "html", "en") for folder in (plain, other, own)]
    assert sheets[0] is sheets[1] is not sheets[2]
    environments = [environment(open_project(folder)) for folder in (plain, other, own)]
    codes = [one.get_template("reading.html").root_render_func.__code__ for one in environments]
    assert codes[0] is codes[1] is not codes[2]


def test_one_check(make_project: Callable[[dict[str, str]], Project], capsys: pytest.CaptureFixture[str]) -> None:
    project = make_project(with_build("check"))
    main(["build", str(project.root), "--quiet", "--workers", "1"])
    said = capsys.readouterr()
    code = "project.remark"
    assert f"edition/letter.xml:1:1: warning: This letter has no date. [{code}]" in said.out + said.err


def test_the_page_of_findings_is_up_to_date(request: pytest.FixtureRequest) -> None:
    page = DOCS / "findings.md"
    if request.config.getoption("--regen"):
        page.write_text(register_page(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == register_page(), "run pytest --regen"
