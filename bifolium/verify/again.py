"""The sources in a deposit become a site once more, and where it is not the one inside, findings."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bifolium import run
from bifolium.deposit.payload import NAMES, OWN, VERSIONS, versions
from bifolium.findings import find
from bifolium.model import Artifact, Finding, Place, Severity
from bifolium.phrases import phrase
from bifolium.project import open_project
from bifolium.verify.sums import inside
from bifolium.write import write

ADDED = ("site", "report", "metadata")
# What in a project can run a program: a build.py does, and a template can.
PROGRAMS = ("build.py", "templates")


def again(data: Path, here: str, done: list[str], trust: bool) -> list[Finding]:
    """Build the payload in `data` again and compare it with its site/. Other programs than its own can't be expected
    to give the same bytes; then nothing is done but to say so."""
    place = Place(f"{here}{VERSIONS}")
    try:
        made, own = (json.loads((data / VERSIONS).read_bytes()), json.loads(versions()))
        same = made["program"]["sha256"] == own["program"]["sha256"]
        wanted = f"{made['program']['name']} {made['program']['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        return [find("verify.versions", place)]
    if not same:
        return [find("verify.other-program", place, wanted=wanted, digest=made["program"]["sha256"][:12])]
    if not trust and (programs := [name for name in PROGRAMS if (data / name).exists()]):
        return [find("verify.own-program", Place(here + programs[0]), path=programs[0])]
    with tempfile.TemporaryDirectory() as aside:
        root = Path(aside)
        _, found = write(root, _sources(data))
        if found:
            return found
        project = open_project(root, root / "output")
        report = run.execute(project, run.Options())
        if report.errors:
            return [one for one in report.findings if one.severity is Severity.ERROR and not one.allowed]
        found = list(_compare(data / "site", project.output, f"{here}site/", made == own))
    done.append(phrase("{0}site/ was built again from {0}edition/ and compared, byte for byte.", here))
    return found


def _sources(data: Path) -> Iterator[Artifact]:
    """The project inside a payload, under its own names: all but what the deposit has added."""
    original = _original(data)
    yield from _kept(data, original)
    for start in sorted(data.iterdir()):
        if start.name in ADDED or (start.is_file() and start.name not in OWN):
            continue
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            if path.is_file():
                place = path.relative_to(data).as_posix()
                yield Artifact(original.get(place, place), path.read_bytes(), "")


def _kept(data: Path, original: dict[str, str]) -> Iterator[Artifact]:
    """The earlier releases that the site shows below /v1.0.0/: in the project they stand in releases/1.0.0/."""
    documents = {original.get(name, name).removesuffix(".xml") for name in inside(data / "edition")}
    for folder in sorted((data / "site").glob("v[0-9]*")):
        if folder.is_dir() and not any(f"{one}/".startswith(f"{folder.name}/") for one in documents):
            for name in inside(folder):
                place = f"site/{folder.name}/{name}"
                place = original.get(place, place).removeprefix("site/v")
                yield Artifact(f"releases/{place}", (folder / name).read_bytes(), "")


def _original(data: Path) -> dict[str, str]:
    """The names that had to be changed for the archive: new -> old."""
    table = data / NAMES
    lines = table.read_text(encoding="utf-8").splitlines()[1:] if table.is_file() else []
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def _compare(old: Path, new: Path, here: str, same: bool) -> Iterator[Finding]:
    original = {name.removeprefix("site/"): was.removeprefix("site/") for name, was in _original(old.parent).items()}
    before = {original.get(name, name): name for name in inside(old)}
    after = set(inside(new))
    other = phrase("What the program rests on has other versions here than those listed there.")
    hint = "" if same else " " + other
    for name in sorted(after | set(before)):
        place = Place(here + before.get(name, name))
        if name not in before or name not in after:
            what = phrase("is not inside") if name not in before else phrase("is not made")
            yield find("verify.rebuilt-otherwise", place, path=name, what=what, hint=hint)
        elif (old / before[name]).read_bytes() != (new / name).read_bytes():
            yield find("verify.rebuilt-otherwise", place, path=name, what=phrase("comes out otherwise"), hint=hint)


