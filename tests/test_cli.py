"""Command lines and what becomes of them: exit statuses, sentences that say what to do, reports for machines."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from bifolium import __version__, check, new
from bifolium.cli import main


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A project as `bifolium new` makes it."""
    new.new(tmp_path / "sample")
    return tmp_path / "sample"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0 and capsys.readouterr().out == f"bifolium {__version__}\n"


@pytest.mark.parametrize("command", [["-h"], *([c, "-h"] for c in ("build", "check", "explain", "new", "serve"))])
def test_help_is_there_and_fits_a_terminal(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as stop:
        main(command)
    lines = capsys.readouterr().out.splitlines()
    assert stop.value.code == 0 and len(lines) < 40 and max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    "command",
    [[], ["--wheel"], ["build", "--wheel"], ["build", "--outdir", "dist"], ["build", "--out", "x"], ["build", "a", "b"],
     ["build", "--workers", "0"], ["check", "--json", "--sarif"], ["explain"], ["bind"]],
)  # fmt: skip
def test_what_is_not_understood_is_wrong_usage(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(command)
    assert stop.value.code == 2 and "usage: bifolium" in capsys.readouterr().err


class TestAFolderThatIsNoProject:
    """Everybody's first try. The sentence must say what to do."""

    def told(self, capsys: pytest.CaptureFixture[str], *command: str) -> str:
        assert main(command) == 2
        return capsys.readouterr().err

    def test_empty(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "bifolium new my-edition" in self.told(capsys, "build", str(tmp_path))

    def test_with_tei_files(self, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        shutil.copy(sample / "edition" / "letter.xml", tmp_path)
        told = self.told(capsys, "build", str(tmp_path))
        assert "1 XML file (letter.xml)" in told and "mkdir edition" in told

    def test_one_file(self, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
        told = self.told(capsys, "build", str(sample / "edition" / "letter.xml"))
        assert "mv letter.xml edition/" in told and "bifolium check letter.xml" in told

    def test_the_edition_itself(self, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "bifolium build .." in self.told(capsys, "build", str(sample / "edition"))

    def test_not_there(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "there is no folder" in self.told(capsys, "build", str(tmp_path / "missing"))
        assert "there is no file or folder" in self.told(capsys, "check", str(tmp_path / "missing.xml"))


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "write.strange-file"]) == 0
    assert "which no build has put there" in capsys.readouterr().out


def test_explain_guesses_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "write.stranger-file"]) == 2
    assert "write.strange-file" in capsys.readouterr().err


class TestNew:
    def test_does_not_touch_a_folder_that_holds_something(self, tmp_path: Path) -> None:
        (tmp_path / "mine").write_text("")
        assert main(["new", str(tmp_path)]) == 2
        assert [path.name for path in tmp_path.iterdir()] == ["mine"]

    def test_writes_a_project_and_says_how_to_go_on(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["new", str(tmp_path / "a" / "b")]) == 0
        assert "bifolium serve" in capsys.readouterr().out
        found = {path.name for path in (tmp_path / "a" / "b").iterdir()}
        assert found == {"edition", "README.md", ".gitignore", ".gitlab-ci.yml", ".github"}

    def test_copies_nothing_of_the_core(self, sample: Path) -> None:
        assert {path.suffix for path in sample.rglob("*") if path.is_file()} <= {".xml", ".md", ".yml", ""}


class TestCheck:
    def test_the_sample_is_without_fault(self, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", str(sample), "--strict"]) == 0
        assert capsys.readouterr().out == ""

    def test_one_file_of_an_edition(self, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
        letter = sample / "edition" / "letter.xml"
        (sample / "edition" / "other.xml").write_text("<TEI")
        assert main(["check", str(letter)]) == 0
        letter.write_text(letter.read_text("utf-8").replace('hand="#hand-livia"', 'hand="#hand-lydia"'), "utf-8")
        main(["check", str(letter)])
        assert "edition/letter.xml:" in (out := capsys.readouterr().out) and "#hand-lydia" in out

    def test_a_file_outside_any_edition(self, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "loose.xml").write_text("<TEI")
        assert main(["check", str(tmp_path / "loose.xml")]) == 1
        assert capsys.readouterr().out.startswith(f"{tmp_path}/loose.xml:1")

    def test_for_machines(self, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (sample / "edition" / "letter.xml").write_text("<TEI")
        assert main(["check", str(sample), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)[0]["path"] == "edition/letter.xml"
        assert main(["check", str(sample), "--sarif"]) == 1
        assert json.loads(capsys.readouterr().out)["version"] == "2.1.0"

    def test_writes_nothing(self, sample: Path) -> None:
        before = sorted(sample.rglob("*"))
        main(["check", str(sample)])
        assert sorted(sample.rglob("*")) == before


@pytest.mark.parametrize("name", ["edition/allow.toml", "schema/letters.rnc"])
def test_watching_one_file_of_a_project_watches_what_it_is_held_against(
    sample: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wait(paths: list[Path], before: dict[Path, int]) -> None:
        assert check.state(paths) == before
        (sample / name).parent.mkdir(exist_ok=True)
        (sample / name).write_text("# changed", encoding="utf-8")
        assert check.state(paths) != before
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "wait", wait)
    document = next((sample / "edition").rglob("*.xml"))
    with suppress(KeyboardInterrupt):
        main(["check", str(document), "--watch"])
    assert (sample / name).is_file()
