"""The pictures a document names become what its pages show: several widths of each, or a link to where it is.

`find` says which file is meant, `remote` what an address of the web is, `make` what is made of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from re import sub
from typing import Any

from bifolium.images import make as making
from bifolium.images.find import awaited, find, is_as_said
from bifolium.images.make import Fault, Rendition, fault, several
from bifolium.images.remote import Remote, remote
from bifolium.model import Artifact, Document, Project

__all__ = ["Fault", "Picture", "Pictures", "Remote", "awaited", "fault", "find", "is_as_said", "remote", "several"]

# What a graphic or a page may point to that is no picture: a surface in another document, a scan of a whole book.
NOT_PICTURES = frozenset({".xml", ".tei", ".html", ".htm", ".json", ".pdf", ".txt", ".mp3", ".mp4", ".wav", ".ogg"})


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as a page shows it. All paths are from the root of the output."""

    width: int  # of the original in pixels, upright
    height: int
    sources: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # (media type, ((path, width in pixels), …))
    fallback: str  # path of the one that every browser shows

    @property
    def largest(self) -> str:
        """The path of the largest rendition, for those who look closely."""
        made = [one for _, paths in self.sources for one in paths] or [(self.fallback, self.width)]
        return max(made, key=lambda one: one[1])[0]


class Pictures:
    """The pictures of one document: finds them, has them made, and remembers which were used."""

    def __init__(self, project: Project, document: Document) -> None:
        self.project = project
        self.path = document.source.path
        self._used: dict[str, tuple[Path, Rendition]] = {}  # path in the output -> what it is made from

    def find(self, url: str) -> Path | None:
        """The file in the project that an address means."""
        return find(self.project, self.path, url)

    def remote(self, url: str) -> Remote | None:
        """What an address on the web leads to; it is never fetched."""
        return remote(url)

    def picture(self, url: str) -> Picture | None:
        """The picture at an address, made for the web; None when it is not in the project or cannot be read."""
        return self._shown(self.find(url))

    def choose(self, urls: Iterable[str]) -> tuple[Picture | None, tuple[tuple[str, Picture], ...]]:
        """Of several pictures of one page the largest; and the others, with the names of their files.

        The same picture in another format is no other.
        """
        paths = list(dict.fromkeys(path for url in urls if (path := self.find(url)) is not None))
        if len(paths) > 1:
            paths.sort(key=making.pixels, reverse=True)
        shown: dict[str, tuple[str, Picture]] = {}
        for path in paths:
            if path.stem not in shown and (picture := self._shown(path)):
                shown[path.stem] = path.name, picture
        best, *others = shown.values() or [("", None)]
        return best[1], tuple((name, picture) for name, picture in others if picture)

    def awaited(self, name: str) -> Picture | None:
        """The picture of a surface that names none, by its xml:id; None as long as it is awaited."""
        return self._shown(awaited(self.project, self.path, name))

    def _shown(self, path: Path | None) -> Picture | None:
        if path is None or path.suffix.lower() in NOT_PICTURES:
            return None
        made = making.make(self.project, path)
        if isinstance(made, Fault):  # `validate` has said so
            return None
        folder = _folder(self.project, path)
        for rendition in made.renditions:
            self._used[f"{folder}/{rendition.name}"] = path, rendition
        *others, last = made.renditions
        sources: dict[str, list[tuple[str, int]]] = {}
        for rendition in others:
            sources.setdefault(rendition.media_type, []).append((f"{folder}/{rendition.name}", rendition.width))
        return Picture(
            made.width,
            made.height,
            tuple((media_type, tuple(paths)) for media_type, paths in sources.items()),
            f"{folder}/{last.name}",
        )

    def __call__(self, url: str, element: Any) -> str:
        """What the stylesheets call `b:image`: the address of a picture from the root of the output, else ""."""
        picture = self.picture(url)
        return f"/{picture.fallback}" if picture else ""

    def artifacts(self) -> Iterator[Artifact]:
        """The files of the pictures used so far, in the order of their paths; their bytes are read when asked for."""
        for target, (path, rendition) in sorted(self._used.items()):
            yield _Made(target, rendition, self.project, path)


class _Made(Artifact):
    """A rendition as a file of the output. A book has more pictures than memory should hold at a time."""

    __slots__ = ("_from",)
    _from: tuple[Project, Path, Rendition]

    def __init__(self, target: str, rendition: Rendition, project: Project, path: Path) -> None:
        object.__setattr__(self, "path", target)
        object.__setattr__(self, "media_type", rendition.media_type)
        object.__setattr__(self, "_from", (project, path, rendition))

    @property
    def data(self) -> bytes:
        return making.data(*self._from)


def _folder(project: Project, path: Path) -> str:
    """The folder of the renditions in the output: "images/facsimile/p1.jpg" for edition/facsimile/p1.jpg.

    A name that would have to be written otherwise in an address gets a digest in place of what is lost.
    """
    edition = project.edition.resolve()
    inside = path.is_relative_to(edition)
    said = path.relative_to(edition if inside else project.root).as_posix()
    parts = [sub(r"[^A-Za-z0-9._-]+", "-", part).strip(".-") for part in said.split("/")]
    plain = "/".join(filter(None, parts))
    digest = "" if inside and plain == said else f"-{sha256(said.encode()).hexdigest()[:8]}"
    return f"images/{plain}{digest}"
