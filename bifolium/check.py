"""Sources become findings: parse and validate, one after the other, for those who want no pages yet."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bifolium import __version__, project
from bifolium.findings import find, weigh
from bifolium.model import Finding, Place, Project, Severity, Source
from bifolium.parse import parse
from bifolium.quote import standard_input
from bifolium.validate import validate

STANDARD_INPUT = Path("-")
FEW = 4  # files, for which no other processes are started


def check(project: Project, sources: Iterable[Source]) -> list[Finding]:
    """All findings of these sources (as `discover` gives them), before anything is let pass by allow.toml."""
    return [finding for source in sources for finding in check_one(project, source)]


def check_one(project: Project, source: Source) -> list[Finding]:
    """All findings of one source: what reading it found, and what its rules found."""
    document, findings = parse(project, source, addressed=False)  # what needs addresses will assign them
    return findings if document is None else findings + validate(project, document)


def loose(paths: Sequence[Path], strict: bool = False) -> list[Finding]:
    """The findings of TEI files that stand in no edition; `strict` makes errors of warnings."""
    if len(paths) > FEW:
        from bifolium.each import each

        results: Iterable[list[Finding]] = each(_loose_one, paths)
    else:
        results = map(_loose_one, paths)
    found = [finding for findings in results for finding in findings]
    return [weigh(one, Severity.ERROR) if strict and one.severity is Severity.WARNING else one for one in found]


def _loose_one(path: Path) -> list[Finding]:
    if path == STANDARD_INPUT:
        import tempfile

        with tempfile.NamedTemporaryFile(suffix=".xml") as copy:
            copy.write(standard_input())
            copy.flush()
            return [_called(one, Path(copy.name).as_posix(), "-") for one in _loose_one(Path(copy.name))]
    where = path.resolve()
    try:
        data = where.read_bytes()
    except OSError as error:
        return [find("xml.unreadable", Place(path.as_posix()), reason=error.strerror)]
    home = Project(where.parent, where.parent / "output", project.PACKAGE, __version__)
    # Its digest would be for those who keep something of it.
    source = Source(where.name, where.stem, len(data), "")
    return [_called(one, where.name, path.as_posix()) for one in check_one(home, source)]


def _called(finding: Finding, name: str, path: str) -> Finding:
    """The same finding, with the file called as it was asked for."""
    return replace(finding, place=replace(finding.place, path=path)) if finding.place.path == name else finding


def wait(paths: Sequence[Path], before: dict[Path, int], seconds: float = 0.5) -> None:
    """Return when one of these files, or a file in these folders, has changed since its `state` was taken."""
    while state(paths) == before:
        time.sleep(seconds)


def state(paths: Sequence[Path]) -> dict[Path, int]:
    """When each of these files, and of the files in these folders, was last changed."""
    found: dict[Path, int] = {}
    for path in paths:
        for file in [path] if path.is_file() else path.rglob("*"):
            # What is made of the edition is no reason to look at it again; what an editor writes may be gone already.
            if file.is_file() and "output" not in file.parts:
                with suppress(OSError):
                    found[file] = file.stat().st_mtime_ns
    return found
