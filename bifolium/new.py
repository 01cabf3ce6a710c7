"""The sample becomes a scholar's own project: a folder with an edition/ that builds at once."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from bifolium import __version__

SAMPLE = files("bifolium") / "sample"


def new(folder: Path) -> list[PurePosixPath]:
    """Write the sample into `folder`, which is made, and give the names of the files.

    Raises FileExistsError when the folder holds something already, and OSError when it cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    written = []
    for name, file in sorted(_walk(SAMPLE, PurePosixPath()), key=lambda found: found[0]):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.read_bytes().replace(b"==VERSION", f"=={__version__}".encode()))
        written.append(name)
    return written


def _walk(folder: Traversable, under: PurePosixPath) -> list[tuple[PurePosixPath, Traversable]]:
    found = []
    for item in folder.iterdir():
        # A file called .gitignore would be obeyed by git in this repository already, and workflows by its host.
        name = under / item.name.replace("dot.", ".")
        if item.is_dir():
            found += _walk(item, name)
        else:
            found.append((name, item))
    return found
