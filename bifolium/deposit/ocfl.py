"""A bag's payload becomes a version of an OCFL 1.1 object; files that an earlier version holds are not stored again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bifolium.deposit.nouns import File, Spool
from bifolium.findings import find
from bifolium.metadata import Record, identity
from bifolium.model import Artifact, Finding, Place

CONFORMS = "0=ocfl_object_1.1"
TYPE = "https://ocfl.io/1.1/spec/#inventory"

# The paths in the payload of the files with this sha512.
Digests = Mapping[bytes, list[str]]


class Object:
    """The object in the folder `before`, if there is one, and what it becomes with this release."""

    def __init__(self, record: Record, before: Path, moment: datetime, folder: str) -> None:
        self.record, self.before, self.moment, self.folder = record, before, moment, folder
        self.inventory: dict[str, Any] = {}

    def refused(self, digests: Digests) -> list[Finding]:
        """A finding when the object can't be read, or this release was deposited before with other files: a release
        never changes."""
        path = self.before / "inventory.json"
        try:
            self.inventory = json.loads(path.read_bytes()) if path.is_file() else {}
            same = [one["state"] for one in self._versions().values() if one["message"] == self._message()]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return [find("deposit.object-broken", Place(f"{self.folder}/inventory.json"), reason=str(error))]
        for state in same:
            now = {digest.hex(): paths for digest, paths in digests.items()}
            if changed := _differences(now, state):
                said = {"version": self.record.release, "files": ", ".join(changed[:5]), "count": len(changed)}
                return [find("deposit.release-changed", Place(self.folder), **said)]
        return []

    def artifacts(self, files: Iterable[File], digests: Digests) -> Iterator[Artifact]:
        """All files of the object, those of earlier versions as they are."""
        for path in sorted(self.before.rglob("*")) if self.inventory else ():
            inside = path.relative_to(self.before).as_posix()
            if path.is_file() and inside not in ("inventory.json", "inventory.json.sha512"):
                yield Artifact(f"{self.folder}/{inside}", path.read_bytes(), "application/octet-stream")
        versions = self._versions()
        head = next((name for name, one in versions.items() if one["message"] == self._message()), "")
        new = "" if head else f"v{len(versions) + 1}"
        if new:
            stored = self._stored(new, digests)
            wanted = set(stored.values())
            for file in files:
                if (content := f"{new}/content/{file.path}") in wanted:
                    yield Artifact(f"{self.folder}/{content}", file.read(), file.media_type)
            data = self._inventory(new, stored, digests)
        else:
            data = (self.before / "inventory.json").read_bytes()
        sidecar = f"{hashlib.sha512(data).hexdigest()} inventory.json\n".encode()
        for folder in [self.folder, f"{self.folder}/{new}"] if new else [self.folder]:
            yield Artifact(f"{folder}/inventory.json", data, "application/json")
            yield Artifact(f"{folder}/inventory.json.sha512", sidecar, "text/plain")
        if not self.inventory:
            yield Artifact(f"{self.folder}/{CONFORMS}", b"ocfl_object_1.1\n", "text/plain")

    def _stored(self, version: str, digests: Digests) -> dict[bytes, str]:
        """The contents that no earlier version has: digest -> where it is stored, once."""
        known = {bytes.fromhex(digest) for digest in self.inventory.get("manifest", ())}
        return {digest: f"{version}/content/{paths[0]}" for digest, paths in digests.items() if digest not in known}

    def _inventory(self, version: str, stored: Mapping[bytes, str], digests: Digests) -> bytes:
        """inventory.json with this version; the lists in it are written digest by digest."""
        written = Spool()
        name = self.inventory.get("id") or self.record.cite_as or f"urn:uuid:{identity(self.record)}"
        head = {"id": name, "type": TYPE, "digestAlgorithm": "sha512", "head": version}
        written.add(_open(head) + ',\n"manifest": {\n')
        _pairs(written, self.inventory.get("manifest", {}).items(), bool(stored))
        _pairs(written, ((digest.hex(), [path]) for digest, path in sorted(stored.items())))
        written.add('},\n"versions": {\n')
        _pairs(written, self._versions().items(), True)
        about = {
            "created": self.moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "message": self._message(), "user": self._user(),
        }  # fmt: skip
        written.add(f'"{version}": {_open(about)},\n"state": {{\n')
        _pairs(written, ((digest.hex(), paths) for digest, paths in sorted(digests.items())))
        written.add("}}\n}}\n")
        return written.data()

    def _versions(self) -> dict[str, Any]:
        return dict(self.inventory.get("versions", {}))

    def _message(self) -> str:
        return f"Release {self.record.release}"

    def _user(self) -> dict[str, str]:
        agent = self.record.publisher or self.record.creators[0]
        address = f"mailto:{agent.email}" if agent.email else agent.address or self.record.address
        return {"name": agent.name} | ({"address": address} if address else {})


def _pairs(written: Spool, pairs: Iterable[tuple[str, Any]], more: bool = False) -> None:
    """Write the members of a JSON object, each on a line; with `more`, others follow."""
    comma = ""
    for name, value in pairs:
        written.add(f"{comma}{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
        comma = ",\n"
    written.add(",\n" if comma and more else "\n" if comma else "")


def _open(said: Mapping[str, Any]) -> str:
    """A JSON object that is not closed yet."""
    return json.dumps(said, ensure_ascii=False).removesuffix("}")


def _differences(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> list[str]:
    pairs = [{(path, digest) for digest, paths in state.items() for path in paths} for state in (one, other)]
    return sorted({path for path, _ in pairs[0] ^ pairs[1]})
