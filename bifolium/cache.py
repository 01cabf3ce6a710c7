"""What was costly to make becomes a file under `.bifolium/` in the project, where the next build finds it.

Nothing depends on it: the folder may be deleted at any time, and where it cannot be written, nothing is kept.
A name says all that its file depends on (digests of the source and of the recipe), so a file is never out of date.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Collection
from pathlib import Path

from bifolium.model import Project


def read(project: Project, name: str) -> bytes | None:
    """The bytes kept under this name ("images/3f/….webp"), or None."""
    try:
        return _path(project, name).read_bytes()
    except OSError:
        return None


def keep(project: Project, name: str, data: bytes) -> bool:
    """Keep these bytes under this name; False where the folder cannot be written.

    The file appears whole or not at all, also when two builds keep the same name at the same time.
    """
    path = _path(project, name)
    unfinished = path.with_name(f"{path.name}.new-{secrets.token_hex(4)}")
    try:
        try:
            unfinished.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not (ignore := _path(project, ".gitignore")).exists():  # nothing in here is anybody's work
                ignore.write_bytes(b"*\n")
            unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        return path.is_file()  # Windows refuses to replace a file that somebody is reading: then it is there
    return True


def _path(project: Project, name: str) -> Path:
    return project.root / ".bifolium" / name


def prune(project: Project, folder: str, names: Collection[str]) -> None:
    """Forget what is kept in a folder under other names than these."""
    for place, _, files in os.walk(_path(project, folder)):
        here = Path(place).relative_to(project.root / ".bifolium").as_posix()
        for file in files:
            if file.endswith(".json") and f"{here}/{file}" not in names:
                with contextlib.suppress(OSError):
                    Path(place, file).unlink()
