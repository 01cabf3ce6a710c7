"""The folder releases/ becomes what became of old addresses: they stand, lead on, or are findings.

    releases/1.0.0.txt    the addresses of a release: its manifest-sha256.txt (bifolium deposit --keep)
    releases/1.0.0/       optional: the release itself, which is then published under /v1.0.0/
    releases/moved.tsv    old path, tab, new path, of what has moved: files, or folders with all that is in them

Every file of an edition has an address that somebody may have cited: a page, a TEI file, a plain text, a picture
(Endings Principles 2.2.1, no. 5.5). Pages lead on from their old addresses by themselves; for others the host has to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from bifolium.findings import find
from bifolium.model import Artifact, Finding, Place, Project
from bifolium.write import MARKER

MOVED = "releases/moved.tsv"
# Hosts read the first two and give them out to nobody; the third is in every output.
_NO_ADDRESS = frozenset(("_headers", "_redirects", MARKER))
# What pages are drawn with: nobody cites a font.
_DRAWN_WITH = re.compile(r"^static/|\.(?:css|js|woff2)$")

Pairs = list[tuple[str, str]]
There = Callable[[str], bool]  # whether this edition has a file of that path


def kept(project: Project) -> Iterator[Artifact]:
    """The earlier releases that are published again, each below its version."""
    for path, file in _kept(project):
        yield Artifact(path, file.read_bytes(), "application/octet-stream")


def whole(project: Project) -> list[str]:
    """The versions of the releases that are published again, the newest first."""
    return [path.name for path in reversed(_earlier(project)) if path.is_dir()]


def number(name: str) -> tuple[int, ...]:
    """The version that a name begins with, for sorting: 1.10 comes after 1.9. Empty where there is none."""
    match = re.match(r"\d+(?:\.\d+)*", name)
    return tuple(map(int, match.group().split("."))) if match else ()


def moved(project: Project, there: There, trees: Iterable[str]) -> tuple[Pairs, list[Finding]]:
    """(old path, new path) of all that has moved, as moved.tsv says, and a finding for each line that leads nowhere.

    `trees` are the folders of the further interface languages, such as "zh/".
    """
    path = project.root / MOVED
    pairs: Pairs = []
    found = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    rules = [
        (at, old.strip(), new.strip()) for at, line in enumerate(lines, 1) for old, _, new in [line.partition("\t")]
    ]
    rules = [rule for rule in rules if rule[1] and not rule[1].startswith("#")]
    before = sorted(_lost(project, there)) if any(old.endswith("/") for _, old, _ in rules) else []
    for at, old, new in rules:
        if old.endswith("/"):
            below = [(one, target) for one in before if (target := _below(one, old, new, trees, there))]
            pairs += below
            leads = bool(below)
        else:
            leads = there(new.partition("#")[0])
            if leads and not there(old):
                pairs.append((old, new))
        if not leads:
            found.append(find("output.moved-nowhere", Place(MOVED, at, 1), old=old, new=new))
    return [*dict(reversed(pairs)).items()][::-1], found  # of two lines for one address the first counts


def redirects(pairs: Pairs) -> str:
    """The lines of _redirects, in which several hosts read what has moved."""

    def address(path: str) -> str:
        return "/" + quote(path, safe="/#:@!$&'()*+,;=~")

    return "".join(f"{address(old)} {address(new)} 301\n" for old, new in pairs)


def gone(project: Project, release: str, there: There) -> Iterator[Finding]:
    """A finding for each address of an earlier release than this one that is not `there` and does not lead on."""
    known = {path for path, _ in _kept(project)}
    told: set[str] = set()
    lists = [path for path in reversed(_earlier(project)) if path.suffix == ".txt" and path.stem != release]
    for newest, listed in zip((True, *(False for _ in lists)), lists, strict=False):
        missed = []
        for at, path in _addresses(listed):
            if there(path) or path in known or path in told:
                continue
            told.add(path)
            if not _DRAWN_WITH.search(path):
                place = Place(f"releases/{listed.name}", at, 1)
                yield find("output.address-gone", place, path=path, version=listed.stem)
            elif newest:
                missed.append(path)
        if missed:
            said = {"version": listed.stem, "files": ", ".join(missed)}
            yield find("output.resource-gone", Place(f"releases/{listed.name}"), **said)


def _earlier(project: Project) -> list[Path]:
    """What stands in releases/ with the name of a version, the oldest first."""
    folder = project.root / "releases"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if number(path.name)), key=lambda path: (number(path.name), path.name))


def _kept(project: Project) -> Iterator[tuple[str, Path]]:
    """(path in the output, file) of each file of the releases that are published again."""
    for folder in _earlier(project):
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    yield f"v{folder.name}/{path.relative_to(folder).as_posix()}", path


def _addresses(listed: Path) -> Iterator[tuple[int, str]]:
    """(line, path) of each address in the list of an earlier release."""
    with listed.open(encoding="utf-8", errors="replace") as lines:
        for at, line in enumerate(lines, 1):
            path = line.rstrip("\n").partition("  ")[2]
            if path and path not in _NO_ADDRESS:
                yield at, path


def _lost(project: Project, there: There) -> set[str]:
    """The addresses of all earlier releases that are not there."""
    lists = [path for path in _earlier(project) if path.suffix == ".txt"]
    return {path for listed in lists for _, path in _addresses(listed) if not there(path)}


def _below(path: str, old: str, new: str, trees: Iterable[str], there: There) -> str:
    """Where a file leads when the folder `old` has become `new`; "" when it is not in it, or not in the new one either.

    A document has its pages in the tree of each language, the pages of its names below names/, and its TEI file is
    called as the document is.
    """
    for start in (tree + part for tree in ("", *trees) for part in ("", "names/")):
        if path.startswith(start + old):
            if not new.endswith("/"):  # one page in the place of them all
                return new if there(new.partition("#")[0]) else ""
            rest = PurePosixPath(path.removeprefix(start + old))
            was, now = PurePosixPath(old).name, PurePosixPath(new).name
            called = rest.with_name(now + rest.suffix) if rest.stem == was else rest
            for name in (rest, called):
                if there(target := f"{start}{new}{name}"):
                    return target
    return ""
