"""Artifacts become files, and the staging folder becomes the output, or nothing has happened."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bifolium import write as module
from bifolium.lock import Lock
from bifolium.model import Artifact, Finding, Project
from bifolium.write import MARKER, SUMS, Staging, recover, write


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, tmp_path / "output", Path(module.__file__).parent)


def artifact(path: str, text: str = "text") -> Artifact:
    return Artifact(path, text.encode(), "text/plain")


def publish(project: Project, **files: str) -> list[Finding]:
    """Build an output of these files, whose names have an underscore for the dot."""
    with Staging(project, patience=0) as staging:
        folder, findings = staging.open()
        if folder is None:
            return findings
        _, findings = staging.put(artifact(name.replace("_", "."), text) for name, text in files.items())
        return findings or staging.swap()[1]


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def leftovers(project: Project) -> list[str]:
    return sorted(p.name for p in (project.root / ".bifolium").iterdir() if not p.name.endswith((".lock", "ignore")))


def test_the_new_edition_replaces_the_old_as_a_whole(project: Project) -> None:
    assert publish(project, a_html="old", b_html="old") == []
    assert publish(project, a_html="new") == []
    assert names(project.output) == {"a.html", MARKER, SUMS}
    assert (project.output / "a.html").read_text() == "new"
    assert leftovers(project) == []


def test_the_list_of_checksums_is_in_order_and_can_be_checked(project: Project) -> None:
    publish(project, b_html="B", a_html="A")
    lines = (project.output / SUMS).read_text().splitlines()
    assert [line[66:] for line in lines] == ["a.html", "b.html", MARKER]
    assert lines[0].startswith("559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd  ")


def test_without_swap_nothing_has_happened(project: Project) -> None:
    publish(project, a_html="old")
    with pytest.raises(ZeroDivisionError), Staging(project) as staging:
        staging.open()
        staging.put([artifact("a.html", "new")])
        raise ZeroDivisionError
    assert (project.output / "a.html").read_text() == "old"
    assert leftovers(project) == []


@pytest.mark.parametrize(
    "path",
    ["../a", "a/../../b", "/etc/a", "a//b", "", "a/", "C:/a", "a\\b", "a\0b", "a\nb", "con", "a/NUL.txt", "a.", "a ",
     "x" * 256, "\ud800"],
)  # fmt: skip
def test_names_that_lead_out_or_cannot_travel_are_refused(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "staging"
    folder.mkdir()
    written, findings = write(folder, [artifact(path)])
    assert written == [] and codes(findings) == ["write.path-unsafe"]
    assert names(tmp_path) == set()


@pytest.mark.parametrize("path", ["a", "a/b.c/d-e_f", "信/頁.html", "a/con-text", ".nojekyll", "x" * 255])
def test_other_names_are_written(path: str, tmp_path: Path) -> None:
    written, findings = write(tmp_path, [artifact(path)])
    assert (written[0].path, written[0].size, findings) == (path, 4, [])
    assert (tmp_path / path).read_text() == "text"


def test_the_same_file_may_come_twice_but_not_two_under_one_name(project: Project) -> None:
    with Staging(project) as staging:
        staging.open()
        _, findings = staging.put([artifact("picture", "same"), artifact("picture", "same")])
        assert findings == []
        _, findings = staging.put([artifact("picture", "other")])
        assert codes(findings) == ["write.path-twice"]


def test_names_that_differ_in_capitals_only_are_refused(project: Project) -> None:
    assert codes(publish(project, Letter_html="A", letter_html="B")) in (
        ["write.path-case"],
        ["write.path-twice"],  # where the file system itself does not tell them apart
    )
    assert not project.output.exists()


def test_a_file_where_a_folder_should_be_is_refused(tmp_path: Path) -> None:
    _, findings = write(tmp_path, [artifact("a"), artifact("a/b"), artifact("c/d"), artifact("c")])
    assert codes(findings) == ["write.refused", "write.refused"]


def test_a_folder_that_no_build_has_made_is_left_alone(project: Project) -> None:
    project.output.mkdir()
    (project.output / "thesis.docx").write_text("ten years of work")
    findings = publish(project, a_html="new")
    assert codes(findings) == ["write.strange-file"] and "thesis.docx" in findings[0].sentence
    assert names(project.output) == {"thesis.docx"}


def test_a_strangers_file_in_an_output_is_left_alone(project: Project) -> None:
    publish(project, a_html="old")
    (project.output / "sub").mkdir()
    (project.output / "sub" / "notes.txt").write_text("mine")
    assert codes(publish(project, a_html="new")) == ["write.strange-file"]
    assert (project.output / "a.html").read_text() == "old"
    (project.output / "sub" / "notes.txt").rename(project.output / ".DS_Store")  # what systems leave is no reason
    assert publish(project, a_html="new") == []


def test_an_output_that_is_a_file_is_left_alone(project: Project) -> None:
    project.output.write_text("mine")
    assert codes(publish(project, a_html="new")) == ["write.strange-file"]
    assert project.output.read_text() == "mine"


def test_an_empty_folder_is_no_stranger(project: Project) -> None:
    project.output.mkdir()
    assert publish(project, a_html="new") == []


@pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX systems")
@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_file_modes_do_not_depend_on_the_umask(project: Project, umask: int) -> None:
    before = os.umask(umask)
    try:
        with Staging(project) as staging:
            staging.open()
            staging.put([artifact("a/b")])
            staging.swap()
    finally:
        os.umask(before)
    modes = {p.relative_to(project.root).as_posix(): p.stat().st_mode & 0o777 for p in project.output.rglob("*")}
    assert modes.pop("output/a") == 0o755 and set(modes.values()) == {0o644}
    assert project.output.stat().st_mode & 0o777 == 0o755


def test_a_file_system_that_refuses_is_a_finding(project: Project) -> None:
    (project.root / ".bifolium").write_text("a file where a folder should be made")
    assert codes(publish(project, a_html="new")) == ["write.refused"]


class TestWithoutExchange:
    """Where two folders cannot be exchanged, there is a moment between two renames."""

    @pytest.fixture(autouse=True)
    def no_exchange(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "_exchange", lambda one, other: False)

    def test_the_result_is_the_same(self, project: Project) -> None:
        publish(project, a_html="old", b_html="old")
        publish(project, a_html="new")
        assert names(project.output) == {"a.html", MARKER, SUMS} and leftovers(project) == []

    def test_a_build_killed_between_the_renames_is_recovered(self, project: Project) -> None:
        publish(project, a_html="old")
        project.output.rename(project.root / ".bifolium" / "output.old-12345678")
        recover(project)
        assert (project.output / "a.html").read_text() == "old" and leftovers(project) == []

    def test_when_the_second_rename_fails_the_old_edition_comes_back(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publish(project, a_html="old")
        rename = Path.rename

        def fail(self: Path, target: Path) -> Path:
            if ".new-" in self.name:
                raise PermissionError(13, "somebody has it open")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", fail)
        assert codes(publish(project, a_html="new")) == ["write.refused"]
        assert (project.output / "a.html").read_text() == "old"


def test_what_a_killed_build_left_is_cleared_away(project: Project) -> None:
    publish(project, a_html="old")
    (project.root / ".bifolium" / "output.new-12345678" / "a").mkdir(parents=True)
    publish(project, a_html="new")
    assert leftovers(project) == []


def test_an_orphaned_worker_does_not_bring_its_staging_folder_back(tmp_path: Path) -> None:
    _, findings = write(tmp_path / "gone", [artifact("a/b"), artifact("c")])
    assert codes(findings) == ["write.refused", "write.refused"] and not (tmp_path / "gone").exists()


# -- locks --

HOLD = "import sys, time; from pathlib import Path; from bifolium.lock import Lock; " \
       "print(Lock(Path(sys.argv[1])).take(0), flush=True); time.sleep(60)"  # fmt: skip


def test_a_second_build_waits_and_says_for_whom(project: Project) -> None:
    told: list[str] = []
    with Staging(project) as first:
        first.open()
        first.put([artifact("a.html", "first")])
        second = Staging(project, patience=20, waiting=told.append)
        opened: list[Path | None] = []
        thread = threading.Thread(target=lambda: opened.append(second.open()[0]))
        thread.start()
        while not told:
            time.sleep(0.01)
        assert not opened and told[0].startswith(f"process {os.getpid()}, since ")
        first.swap()
    thread.join(20)
    assert opened[0] is not None
    second.__exit__(None, None, None)


def test_a_lock_of_another_process_dies_with_it(project: Project) -> None:
    lock = project.root / "lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "True\n"
    mine = Lock(lock)
    assert not mine.take(0) and mine.holder().startswith(f"process {holder.pid}")
    holder.kill()
    holder.wait()
    assert mine.take(5)
    mine.give_back()


def test_a_build_that_waited_too_long_says_who_is_building(project: Project) -> None:
    with Staging(project) as first:
        first.open()
        findings = publish(project, a_html="second")
    assert codes(findings) == ["write.busy"] and f"process {os.getpid()}" in findings[0].sentence
