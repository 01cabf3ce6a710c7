"""A list of checksums and a folder become findings: what is missing, what was changed, what was added."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bifolium.findings import find
from bifolium.model import Finding, Place

# What systems leave in a folder that somebody has looked at; it is no part of anything.
DEBRIS = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))


@dataclass(slots=True)
class Sums:
    """How much was read."""

    files: int = 0
    size: int = 0

    def digests(self, path: Path, names: Iterable[str]) -> dict[str, str]:
        """The digests of a file, read once, in pieces."""
        made = {name: hashlib.new(name) for name in names}
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                self.size += len(part)
                for one in made.values():
                    one.update(part)
        self.files += 1
        return {name: one.hexdigest() for name, one in made.items()}


def listed(path: Path) -> dict[str, str]:
    """The digests in a list such as sha256sum writes: path -> digest. Raises nothing for lines that are none."""
    found = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition(" ")
        # RFC 8493, 2.1.3: three characters of names are written as others.
        name = name.lstrip(" *").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        if name and digest:
            found[name] = digest.lower()
    return found


def inside(folder: Path) -> Iterator[str]:
    """The files below a folder, as paths with forward slashes."""
    for path in sorted(folder.rglob("*")):
        if (path.is_file() or path.is_symlink()) and path.name not in DEBRIS:
            yield path.relative_to(folder).as_posix()


def compare(
    folder: Path, lists: Mapping[str, Mapping[str, str]], files: Iterable[str], here: str, sums: Sums
) -> list[Finding]:
    """What differs between the files of `folder` and lists of their digests, by algorithm; each must be complete."""
    found = []
    there = set(files)
    for name in sorted(there | {name for one in lists.values() for name in one}):
        place = Place(here + name)
        if name not in there or not (folder / name).is_file():
            found.append(find("verify.missing", place, path=here + name))
        elif any(name not in one for one in lists.values()):
            found.append(find("verify.added", place, path=here + name))
        else:
            digests = sums.digests(folder / name, lists)
            if any(digests[algorithm] != one[name] for algorithm, one in lists.items()):
                found.append(find("verify.changed", place, path=here + name))
    return found


def verify_manifest(folder: Path, here: str, sums: Sums) -> list[Finding]:
    """A folder that the program has written, against its manifest-sha256.txt."""
    own = "manifest-sha256.txt"
    return compare(folder, {"sha256": listed(folder / own)}, set(inside(folder)) - {own}, here, sums)


def verify_bag(folder: Path, here: str, sums: Sums) -> list[Finding]:
    """A bag (RFC 8493), against its manifests and the Payload-Oxum of bag-info.txt."""
    found = []
    names = set(inside(folder))
    for prefix in ("manifest-", "tagmanifest-"):
        lists = {
            name.removeprefix(prefix).removesuffix(".txt"): listed(folder / name)
            for name in names
            if name.startswith(prefix) and name.endswith(".txt") and "/" not in name
        }
        known = {algorithm: one for algorithm, one in lists.items() if algorithm in hashlib.algorithms_available}
        if not known:
            if prefix == "manifest-":
                found.append(find("verify.missing", Place(here), path=f"{here}manifest-sha512.txt"))
            continue
        payload = {name for name in names if name.startswith("data/")}
        tags = {name for name in names - payload if not name.startswith("tagmanifest-")}
        found += compare(folder, known, payload if prefix == "manifest-" else tags, here, sums)
    return [*found, *_oxum(folder, names, here)]


def _oxum(folder: Path, names: set[str], here: str) -> Iterator[Finding]:
    info = folder / "bag-info.txt"
    payload = [folder / name for name in names if name.startswith("data/")]
    counted = f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
    for line in info.read_text(encoding="utf-8", errors="replace").splitlines() if info.is_file() else ():
        name, _, value = line.partition(":")
        if name == "Payload-Oxum" and value.strip() != counted:
            yield find("verify.oxum", Place(f"{here}bag-info.txt"), said=value.strip(), counted=counted)
