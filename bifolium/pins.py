"""`schema/pins.toml`, where schemas from elsewhere came from, becomes pins; a file that has changed, a finding."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bifolium.findings import find
from bifolium.model import Finding, Place, Project
from bifolium.phrases import phrase

NAME = "schema/pins.toml"


@dataclass(frozen=True, slots=True)
class Pin:
    """A file of schema/, where it came from, and its checksum then."""

    file: str
    origin: str  # an address on the web, or the path of a file
    sha256: str


def read(project: Project) -> tuple[Pin, ...]:
    """The pins of a project. Raises ValueError with a sentence when they cannot be read."""
    path = project.root / NAME
    if not path.is_file():
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("schema", [])
        return tuple(Pin(str(one["file"]), str(one["origin"]), str(one["sha256"])) for one in entries)
    except KeyError as error:
        raise ValueError(phrase("an entry lacks {0}", error.args[0])) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def changed(project: Project) -> list[Finding]:
    """The findings on pinned schemas: those that are not what they were."""
    try:
        pins = read(project)
    except ValueError as error:
        return [find("schema.pins", Place(NAME), reason=str(error))]
    return [
        find("schema.changed", Place(f"schema/{pin.file}"), name=f"schema/{pin.file}", origin=pin.origin)
        for pin in pins
        if digest(project.root / "schema" / pin.file) != pin.sha256
    ]


def digest(path: Path) -> str:
    """The checksum of a file; "" when it is not there."""
    return _digest(path, path.stat().st_mtime_ns) if path.is_file() else ""


@cache
def _digest(path: Path, when: int) -> str:
    import hashlib  # few have pins

    return hashlib.sha256(path.read_bytes()).hexdigest()
