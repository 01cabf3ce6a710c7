"""A bag's payload becomes a version of an OCFL 1.1 object; files that an earlier version holds are not stored again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bifolium.deposit.nouns import File
from bifolium.findings import find
from bifolium.metadata import Record, identity
from bifolium.model import Artifact, Finding, Place

CONFORMS = "0=ocfl_object_1.1"
TYPE = "https://ocfl.io/1.1/spec/#inventory"


class Object:
    """The object in the folder `before`, if there is one, and what it becomes with this release."""

    def __init__(self, record: Record, before: Path, moment: datetime, folder: str) -> None:
        self.record, self.before, self.moment, self.folder = record, before, moment, folder
        inventory = before / "inventory.json"
        self.inventory: dict[str, Any] = json.loads(inventory.read_bytes()) if inventory.is_file() else {}

    def refused(self, digests: Mapping[str, str]) -> list[Finding]:
        """A finding when this release was deposited before with other files: a release never changes."""
        for version in self.inventory.get("versions", {}).values():
            changed = _differences(_state(digests), version["state"])
            if changed and version.get("message") == self._message():
                said = {"version": self.record.release, "files": ", ".join(changed[:5]), "count": len(changed)}
                return [find("deposit.release-changed", Place(self.folder), **said)]
        return []

    def artifacts(self, files: Sequence[File], digests: Mapping[str, str]) -> Iterator[Artifact]:
        """All files of the object, those of earlier versions as they are."""
        known: dict[str, list[str]] = dict(self.inventory.get("manifest", {}))
        for path in sorted(self.before.rglob("*")) if self.inventory else ():
            inside = path.relative_to(self.before).as_posix()
            if path.is_file() and inside not in ("inventory.json", "inventory.json.sha512"):
                yield Artifact(f"{self.folder}/{inside}", path.read_bytes(), "application/octet-stream")
        state = _state(digests)
        versions = dict(self.inventory.get("versions", {}))
        if not any(version["message"] == self._message() for version in versions.values()):
            number = f"v{len(versions) + 1}"
            for file in files:
                digest = digests[file.path]
                if digest not in known:
                    content = f"{number}/content/{file.path}"
                    known[digest] = [content]
                    yield Artifact(f"{self.folder}/{content}", file.read(), file.media_type)
            versions[number] = {
                "created": self.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "message": self._message(),
                "state": state,
                "user": self._user(),
            }
        head = f"v{len(versions)}"
        inventory = {
            "id": self.inventory.get("id") or self.record.cite_as or f"urn:uuid:{identity(self.record)}",
            "type": TYPE,
            "digestAlgorithm": "sha512",
            "head": head,
            "manifest": known,
            "versions": versions,
        }
        data = (json.dumps(inventory, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        sidecar = f"{hashlib.sha512(data).hexdigest()} inventory.json\n".encode()
        old = head in self.inventory.get("versions", {})
        for folder in [self.folder] if old else [self.folder, f"{self.folder}/{head}"]:
            yield Artifact(f"{folder}/inventory.json", data, "application/json")
            yield Artifact(f"{folder}/inventory.json.sha512", sidecar, "text/plain")
        if not self.inventory:
            yield Artifact(f"{self.folder}/{CONFORMS}", b"ocfl_object_1.1\n", "text/plain")

    def _message(self) -> str:
        return f"Release {self.record.release}"

    def _user(self) -> dict[str, str]:
        agent = self.record.publisher or self.record.creators[0]
        address = f"mailto:{agent.email}" if agent.email else agent.address or self.record.address
        return {"name": agent.name} | ({"address": address} if address else {})


def _state(digests: Mapping[str, str]) -> dict[str, list[str]]:
    state: dict[str, list[str]] = {}
    for path, digest in sorted(digests.items()):
        state.setdefault(digest, []).append(path)
    return state


def _differences(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> list[str]:
    pairs = [{(path, digest) for digest, paths in state.items() for path in paths} for state in (one, other)]
    return sorted({path for path, _ in pairs[0] ^ pairs[1]})
