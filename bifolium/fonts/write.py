"""The web fonts of an edition become files in `edition/fonts/`, in place of those that stood there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bifolium import fonts
from bifolium.fonts.subset import Unusable, subset
from bifolium.model import Project

__all__ = ["Unusable", "write"]


def write(project: Project, given: Sequence[Path]) -> dict[str, bytes]:
    """Make and write them; gives the files by name. Raises what `subset` raises, and then nothing has changed."""
    made = subset(project, given)
    folder = project.edition / fonts.FOLDER
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.woff2"):
        if old.name not in made:
            old.unlink()
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return made
