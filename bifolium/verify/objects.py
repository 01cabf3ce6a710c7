"""An OCFL 1.1 object becomes findings: its inventories, and every file of every version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from bifolium.findings import find
from bifolium.model import Finding, Place
from bifolium.verify.sums import Sums, compare, inside, listed


def verify_object(folder: Path, here: str, sums: Sums) -> list[Finding]:
    """The inventory against its sidecar, the contents against the inventory, and each version's inventory too."""
    found = []
    names = set(inside(folder))
    for name in sorted(names):
        if name.rpartition("/")[2] == "inventory.json" and "/content/" not in name:
            found += _sidecar(folder, name, here)
    if found:
        return found
    try:
        return _contents(folder, names, here, sums)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        place = Place(f"{here}inventory.json")
        return [find("verify.unreadable", place, path=f"{here}inventory.json", reason=str(error))]


def _contents(folder: Path, names: set[str], here: str, sums: Sums) -> list[Finding]:
    inventory: dict[str, Any] = json.loads((folder / "inventory.json").read_bytes())
    manifest = {path: digest for digest, paths in inventory["manifest"].items() for path in paths}
    contents = {name for name in names if "/content/" in name}
    found = compare(folder, {inventory["digestAlgorithm"]: manifest}, contents, here, sums)
    for version, said in inventory["versions"].items():
        for digest, paths in said["state"].items():
            if digest not in inventory["manifest"]:
                place = Place(f"{here}inventory.json")
                found.append(find("verify.missing", place, path=f"{here}{paths[0]} of {version}"))
    head = folder / inventory["head"] / "inventory.json"
    if head.is_file() and head.read_bytes() != (folder / "inventory.json").read_bytes():
        found.append(find("verify.changed", Place(f"{here}inventory.json"), path=f"{here}inventory.json"))
    return found


def _sidecar(folder: Path, name: str, here: str) -> list[Finding]:
    path = folder / name
    for beside in path.parent.glob("inventory.json.*"):
        algorithm = beside.name.rpartition(".")[2]
        expected = listed(beside).get("inventory.json")
        if hashlib.new(algorithm, path.read_bytes()).hexdigest() != expected:
            return [find("verify.changed", Place(here + name), path=here + name)]
        return []
    return [find("verify.missing", Place(here + name), path=f"{here}{name}.sha512")]
