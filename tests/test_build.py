"""The whole build: what it makes, when it stops, that it can be killed, and that it gives the same bytes anywhere."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import select
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing import Process
from pathlib import Path
from typing import NoReturn

import pytest
from conftest import tei

from bifolium import new
from bifolium.cli import main

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three documents."""
    return make(tmp_path / "project", 3)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A project of nine documents: enough to be worth several processes."""
    return make(tmp_path / "large")


def make(folder: Path, number: int = 9, backwards: bool = False) -> Path:
    """The sample and two that are like it; those beyond are short, for it is their number that matters."""
    new.new(folder)
    letter = (folder / "edition" / "letter.xml").read_text("utf-8")
    names = ["second", "täter/third", *(f"letters/{n}" for n in range(4, number + 1))]
    for name in reversed(names) if backwards else names:
        path = folder / "edition" / f"{name}.xml"
        path.parent.mkdir(exist_ok=True)
        short = tei("<p>Never mind.</p>", title=f"Exemplar ({name})")
        long = letter.replace("Exemplar to Livia", f"Exemplar ({name}) to Livia")
        path.write_text(short if "/" in name and name[-1].isdigit() else long, "utf-8")
    return folder


def measured(number: int = 9) -> str:
    """A letter of so many lines, each in its zone of the sheet."""
    at = range(1, number + 1)
    zones = "".join(f'<zone xml:id="z{n}" start="#l{n}" ulx="0" uly="{n}" lrx="9" lry="{n + 1}"/>' for n in at)
    lines = "".join(f'<lb xml:id="l{n}" facs="#z{n}"/>line {n} ' for n in at)
    return f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>
<publicationStmt><p>House</p></publicationStmt><sourceDesc><p>Sheet</p></sourceDesc></fileDesc></teiHeader>
<facsimile><surface xml:id="s1" ulx="0" uly="0" lrx="9" lry="{number + 2}">{zones}</surface></facsimile>
<text xml:lang="en"><body><pb facs="#s1"/><p>{lines}</p></body></text></TEI>"""


@dataclass
class Done:
    """What a command line came to."""

    returncode: int
    stdout: str
    stderr: str


def bifolium(*arguments: str | Path) -> Done:
    """Run a command line in this process: a new one would need a second to start, dozens of times."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        status = main([*map(str, arguments)])
    return Done(status, out.getvalue(), err.getvalue())


def elsewhere(*arguments: str | Path, **environment: str) -> int:
    """The exit status of `python build.py` with these arguments, in a process that has another environment. Its workers
    begin from nothing, as on Windows, and share out the pages of the edition, as if there were many."""
    script = (
        "import multiprocessing, runpy; from bifolium import publish; publish.MANY = 3; "
        "multiprocessing.set_start_method('spawn'); runpy.run_path('build.py', run_name='__main__')"
    )
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def told(*arguments: str | Path) -> list[tuple[str, str]]:
    """The codes and files of the errors of a build."""
    report = json.loads(bifolium("build", "--json", "--quiet", *arguments).stdout)
    return [(one["code"], one.get("path", "")) for one in report["findings"] if one["severity"] == "error"]


def break_second(project: Path) -> None:
    (project / "edition" / "second.xml").write_text("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text>", "utf-8")


def test_the_steps_are_told_and_the_edition_is_there(project: Path) -> None:
    done = bifolium("build", project)
    assert done.returncode == 0 and done.stdout == ""
    steps = [line.split()[0] for line in done.stderr.splitlines()]
    assert [s for s in steps if s in ("discover", "read", "compose", "render", "publish", "swap")] == [
        "discover", "read", "compose", "render", "publish", "swap",
    ]  # fmt: skip
    assert "3 documents" in done.stderr
    made = digests(project / "output")
    assert {"index.html", "letter/index.html", "collation.json", "manifest-sha256.txt"} <= made.keys()
    lines = (project / "output" / "manifest-sha256.txt").read_text("utf-8").splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    assert listed == {name: digest for name, digest in made.items() if name != "manifest-sha256.txt"}


def test_the_report_for_machines(project: Path) -> None:
    done = bifolium("build", project, "--json", "--quiet")
    told = json.loads(done.stdout)
    assert done.stderr == "" and told["status"] == 0 and told["counts"]["read"] == 3
    assert told["seconds"].keys() >= {"discover", "read", "render", "publish"}


def test_an_error_stops_the_build_and_the_old_output_stands(project: Path) -> None:
    bifolium("build", project)
    before = digests(project / "output")
    break_second(project)
    done = bifolium("build", project)
    assert done.returncode == 1 and "edition/second.xml:1:" in done.stderr and "Traceback" not in done.stderr
    assert digests(project / "output") == before


def test_keep_going_leaves_out_what_has_errors(project: Path) -> None:
    break_second(project)
    done = bifolium("build", project, "--keep-going")
    assert done.returncode == 1 and "edition/second.xml:1:" in done.stderr
    keys = {path.parent.name for path in (project / "output").glob("**/record.html")}
    assert "letter" in keys and "second" not in keys


def test_keep_going_does_not_make_an_empty_edition(project: Path) -> None:
    bifolium("build", project)
    before = digests(project / "output")
    for path in (project / "edition").rglob("*.xml"):
        path.write_text("<TEI", "utf-8")
    assert ("build.nothing-left", "edition") in told(project, "--keep-going")
    assert digests(project / "output") == before


def test_a_file_that_changes_during_the_build_stops_it(project: Path) -> None:
    own(project, """
        from bifolium.run import core

        def edit(project, document):
            with (project.root / document.source.path).open("a") as file:
                file.write("<!-- just one more thing -->")
            return []

        def build(project, run):
            core(project).build(project, run, checks=[edit])
        """)  # fmt: skip
    assert ("build.changed-meanwhile", "edition/letter.xml") in told(project)
    assert not (project / "output").exists()


@pytest.mark.skipif(os.name != "posix", reason="the test kills a process")
def test_a_process_that_dies_is_a_finding_at_its_document(large: Path) -> None:
    own(large, """
        import os
        from bifolium.run import core

        def die(project, document):
            if "second" in document.source.path:
                os.kill(os.getpid(), 9)
            return []

        def build(project, run):
            core(project).build(project, run, checks=[die])
        """)  # fmt: skip
    assert told(large, "--workers", "2") == [("build.process-died", "edition/second.xml")]


def own(project: Path, text: str) -> None:
    """Give the project a build.py of its own."""
    (project / "build.py").write_text(textwrap.dedent(text), "utf-8")


def test_strict_makes_warnings_stop(project: Path) -> None:
    letter = project / "edition" / "letter.xml"
    text = letter.read_text("utf-8")
    letter.write_text(text.replace('n="1r">', 'n="1r"><graphic url="missing.jpg"/>', 1), "utf-8")
    assert bifolium("build", project).returncode == 0
    assert bifolium("build", project, "--strict").returncode == 1


class TestOwnBuild:
    """A build.py of the project's own."""

    @pytest.mark.parametrize("workers", ["1", "2"])
    def test_adds_an_output(self, large: Path, workers: str) -> None:
        own(large, """
            from bifolium.model import Artifact
            from bifolium.run import core

            def words(project, document, corpus):
                found = sorted(set("".join(document.tree.getroot().itertext()).split()))
                yield Artifact(document.source.key + "/words.txt", "\\n".join(found).encode(), "text/plain")

            def build(project, run):
                core(project).build(project, run, outputs=[words])
            """)  # fmt: skip
        done = bifolium("build", large, "--workers", workers)
        assert done.returncode == 0, done.stderr
        assert "ignosce" in (large / "output" / "letter" / "words.txt").read_text("utf-8").lower()

    def test_adds_a_check(self, project: Path) -> None:
        own(project, """
            from bifolium.model import Finding, Severity
            from bifolium.run import core

            def short(project, document):
                place = document.place(document.tree.getroot())
                return [Finding("mine.too-short", Severity.ERROR, "This letter is too short.", place)]

            def build(project, run):
                core(project).build(project, run, checks=[short])
            """)  # fmt: skip
        done = bifolium("check", project)
        assert done.returncode == 1
        assert "edition/letter.xml:3:1: error: This letter is too short. [mine.too-short]" in done.stdout

    @pytest.mark.parametrize(
        "text, words",
        [("def build(project, run:\n", "SyntaxError"), ("import nowhere\n", "nowhere"), ("", "build"),
         ("def build(project, run):\n    1 / 0\n", "build.py, line 2")],
    )  # fmt: skip
    def test_that_is_broken_is_a_finding(self, project: Path, text: str, words: str) -> None:
        own(project, text)
        assert [code for code, _ in told(project)] == ["build.step-failed"]
        done = bifolium("build", project)
        assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr

    def test_that_fails_at_one_document_names_it(self, project: Path) -> None:
        own(project, """
            from bifolium.run import core

            def fail(project, document):
                if "second" in document.source.path:
                    raise ValueError("no such luck")
                return []

            def build(project, run):
                core(project).build(project, run, checks=[fail])
            """)  # fmt: skip
        done = bifolium("build", project, "--keep-going")
        assert "edition/second.xml: error: The program itself failed here: ValueError: no such luck" in done.stderr
        assert (project / "output" / "letter" / "index.html").is_file()


def test_the_same_edition_anywhere_at_any_time(tmp_path: Path) -> None:
    """Another command, folder, time zone, locale, umask, home, hash seed, number of processes, how they begin, order of files."""
    first, second = make(tmp_path / "a"), make(tmp_path / "deeper in" / "the täter folder", backwards=True)
    for project in (first, second):
        (project / "edition" / "sheet.xml").write_text(measured(), "utf-8")
    (tmp_path / "home").mkdir()
    strange = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "zh_CN.UTF-8",
               "HOME": str(tmp_path / "home"), "USER": "nobody", "COLUMNS": "200"}  # fmt: skip
    assert bifolium("build", first, "--workers", "1").returncode == 0
    before = os.umask(0o077)
    try:
        assert elsewhere(second, "--workers", "2", **strange) == 0
    finally:
        os.umask(before)
    assert digests(first / "output") == digests(second / "output")
    modes = {path.stat().st_mode & 0o777 for path in (second / "output").rglob("*") if path.is_file()}
    assert modes == {0o644} or os.name != "posix"
    for path in (second / "output").rglob("*"):
        if path.is_file():
            assert str(tmp_path).encode() not in path.read_bytes(), f"{path.name} holds a path of this computer"


class Kills:
    """A project of which a build is forked, killed after a while, and its output looked at."""

    def __init__(self, project: Path) -> None:
        self.project, self.letter = project, project / "edition" / "letter.xml"
        text = self.letter.read_text("utf-8")
        self.texts = {name: text.replace("hiemem", name) for name in ("hiemem", "aestatem")}

    def start(self, name: str) -> tuple[int, int]:
        """A build of this text: its process, and a pipe that has an end when the last of its processes has ended."""
        self.letter.write_text(self.texts[name], "utf-8")
        end, other = os.pipe()
        child = os.fork()
        if not child:
            os._exit(main(["build", str(self.project), "--quiet", "--workers", "2"]))
        os.close(other)
        return child, end

    def finish(self, name: str) -> dict[str, str]:
        child, end = self.start(name)
        assert os.waitpid(child, 0)[1] == 0
        os.close(end)
        return digests(self.project / "output")

    def kill(self, name: str, after: float, at_the_end: bool) -> dict[str, str]:
        """What is there when a build has been killed so many seconds after it began, or after its last file."""
        child, end = self.start(name)
        while at_the_end and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if any((self.project / ".bifolium").glob("output.new-*/manifest-sha256.txt")):
                break
            time.sleep(0.0005)
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        left = digests(self.project / "output")
        assert select.select([end], [], [], 20)[0], "workers outlive their build"
        os.close(end)
        return left


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the test forks")
def test_a_build_that_is_killed_leaves_the_old_or_the_new_edition(large: Path) -> None:
    assert bifolium("build", large).returncode == 0  # what is read once, all forks have
    kills, chance = Kills(large), random.Random(1)
    editions, duration = [], 0.0
    for name in kills.texts:
        began = time.monotonic()
        editions.append(kills.finish(name))
        duration = max(duration, time.monotonic() - began)
    assert editions[0] != editions[1]
    for number in range(6):
        # The end of a build, where folders change their names, is what matters most.
        at_the_end = number % 4 > 1
        after = chance.uniform(0, 0.02 if at_the_end else duration)
        left = kills.kill([*kills.texts][number % 2], after, at_the_end)
        assert left in editions, f"kill {number}: the output is neither the old nor the new edition"
    assert kills.finish("hiemem") == editions[0]
    assert not [path.name for path in (large / ".bifolium").glob("output.*") if path.suffix != ".lock"]


def build_and_leave(*arguments: str) -> NoReturn:
    sys.exit(main(["build", *arguments]))


def test_two_builds_at_once_do_not_mix(project: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other", 3)
    letter = other / "edition" / "letter.xml"
    letter.write_text(letter.read_text("utf-8").replace("hiemem", "aestatem"), "utf-8")
    shared = tmp_path / "shared"
    wanted = []
    for folder in (project, other):
        assert bifolium("build", folder).returncode == 0
        wanted.append(digests(folder / "output"))
    options = ("--quiet", "--workers", "1", "--output", str(shared))
    running = [Process(target=build_and_leave, args=(*options, str(folder))) for folder in (project, other)]
    for build in running:
        build.start()
    for build in running:
        build.join()
    assert [build.exitcode for build in running] == [0, 0]
    assert digests(shared) in wanted
