"""What a TEI file calls a picture becomes the file that holds it, or is known to be an address of the web.

Editions name their images in many ways (PHFAX, and what 8,230 of 34,221 files do): without the suffix, with the
suffix of another format of the same picture, from another folder, percent-encoded, with a Windows path.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from bifolium.model import Project

# Of several formats of the same picture the first is taken: what the web can show, then what must be converted.
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg", ".tif", ".tiff", ".jp2", ".bmp")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ON_A_COMPUTER = re.compile(r"\A(?:file:/*|[A-Za-z]:(?=[\\/]))")


def find(project: Project, document: str, url: str) -> Path | None:
    """The file a picture's address means, in the document at path `document`; None when it is not in the project.

    It is looked for beside the document, in edition/ and in edition/facsimile/, with and without suffix; then
    anywhere in edition/ by its name. Where several files of that name fit equally well, none is taken: no picture is
    better than the wrong one.
    """
    names = _spellings(url)
    by_name = (_by_name(project, document, name) for name in names)
    return _said(project, document, names) or next(filter(None, by_name), None)


def is_as_said(project: Project, document: str, url: str) -> bool:
    """Whether the file stands where its address says, and had not to be looked for by its name."""
    return _said(project, document, _spellings(url)) is not None


def awaited(project: Project, document: str, name: str) -> Path | None:
    """The picture of a surface that names none: the file in facsimile/ that bears its xml:id; None until it is there.

    Where documents call their pages alike, each has a folder of its own in facsimile/, named as the document is.
    """
    own = PurePosixPath(document).stem
    return _said(project, document, [f"facsimile/{own}/{name}", f"facsimile/{name}"]) if name else None


def _spellings(url: str) -> list[str]:
    """The names of files an address may mean: as an address, else letter by letter; none for the web."""
    url = url.strip()
    local = _ON_A_COMPUTER.sub("", url).replace("\\", "/").lstrip("/")
    if not local or url.startswith(("#", "//")) or _SCHEME.match(local):
        return []
    return list(dict.fromkeys(filter(None, (unquote(local.partition("#")[0].partition("?")[0]), local))))


def _said(project: Project, document: str, names: list[str]) -> Path | None:
    beside = project.root / PurePosixPath(document).parent
    for name in names:
        for folder in dict.fromkeys((beside, project.edition, project.edition / "facsimile")):
            for suffix in ("", *SUFFIXES):
                if (path := _inside(project, folder / (name + suffix))) is not None:
                    return path
    return None


def _inside(project: Project, path: Path) -> Path | None:
    """The file, when there is one and neither its path nor a link leads out of the project."""
    try:
        if not path.is_file():
            return None
        found = path.resolve()
    except (OSError, ValueError):  # a name no file system admits
        return None
    return found if found.is_relative_to(project.root) else None


def _by_name(project: Project, document: str, name: str) -> Path | None:
    """The picture of this name in any folder of the edition, in any of its formats, whatever its capitals."""
    asked = PurePosixPath(_fold(name))
    known = _pictures(project.edition)
    found = known.get(asked.name) or known.get(_stem(asked.name)) or []
    around = PurePosixPath(_fold(document)).with_suffix("").parts

    def rank(path: str) -> tuple[int, int]:
        """How much of the folder that was asked for, and of the document's own, is in the folder of a file."""
        folders = PurePosixPath(_fold(path)).parent.parts
        tail = 0
        while tail < min(len(folders), len(asked.parts) - 1) and folders[-1 - tail] == asked.parts[-2 - tail]:
            tail += 1
        return tail, sum(part in around for part in folders)

    best = max(map(rank, found), default=None)
    fitting = [path for path in found if rank(path) == best]
    if len({_stem(_fold(path)) for path in fitting}) != 1:
        return None
    chosen = min(fitting, key=lambda path: SUFFIXES.index(PurePosixPath(path.lower()).suffix))
    return _inside(project, project.edition / chosen)


@lru_cache(maxsize=1)
def _pictures(edition: Path) -> dict[str, list[str]]:
    """Every picture in the edition, by its name and by its name without suffix; read once in a run."""
    known: dict[str, list[str]] = {}
    for path in sorted(_walk(edition)):
        name = _fold(PurePosixPath(path).name)
        known.setdefault(name, []).append(path)
        known.setdefault(_stem(name), []).append(path)
    return known


def _walk(edition: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(edition):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.lower().endswith(SUFFIXES):
                yield (Path(folder) / name).relative_to(edition).as_posix()


def _fold(name: str) -> str:
    """A name without the difference of capitals, and of the two ways to write an accent (macOS keeps the long one)."""
    return unicodedata.normalize("NFC", name).casefold()


def _stem(name: str) -> str:
    """A folded name without the suffix of a picture: "12.3" keeps its 3.

    >>> _stem("fol_12.jpg"), _stem("ms.12.3")
    ('fol_12', 'ms.12.3')
    """
    return next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)
