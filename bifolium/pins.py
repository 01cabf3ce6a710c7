"""`schema/pins.toml`, where schemas from elsewhere came from, becomes pins; a file that has changed, a finding."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache

from bifolium.findings import find
from bifolium.model import Finding, Place, Project

NAME = "schema/pins.toml"


@dataclass(frozen=True, slots=True)
class Pin:
    """A file of schema/, where it came from, and its checksum then."""

    file: str
    origin: str  # an address on the web, or the path of a file
    sha256: str


@cache
def read(project: Project) -> tuple[tuple[Pin, ...], tuple[Finding, ...]]:
    """The pins of a project, read once in each process, and the findings: files that have changed since."""
    path = project.root / NAME
    if not path.is_file():
        return (), ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("schema", [])
        pins = tuple(Pin(str(one["file"]), str(one["origin"]), str(one["sha256"])) for one in entries)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        return (), (find("schema.pins", Place(NAME), reason=str(error) or type(error).__name__),)
    return pins, tuple(
        find("schema.changed", Place(f"schema/{pin.file}"), name=f"schema/{pin.file}", origin=pin.origin)
        for pin in pins
        if digest(project, pin.file) != pin.sha256
    )


def digest(project: Project, file: str) -> str:
    """The checksum of a file of schema/; "" when it is not there."""
    path = project.root / "schema" / file
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
