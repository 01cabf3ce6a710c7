"""What a deposit holds, before it is read: a File for each file of it; and a Spool for what is too long to hold."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import PurePosixPath
from typing import cast

MEDIA = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
    ".jsonld": "application/ld+json", ".xml": "application/xml", ".xsd": "application/xml", ".rng": "application/xml",
    ".xsl": "application/xslt+xml", ".odd": "application/tei+xml", ".txt": "text/plain", ".md": "text/markdown",
    ".tsv": "text/tab-separated-values", ".csv": "text/csv", ".ttl": "text/turtle",
    ".cff": "text/yaml", ".toml": "application/toml", ".py": "text/x-python", ".bib": "application/x-bibtex",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".avif": "image/avif", ".tif": "image/tiff", ".tiff": "image/tiff",
    ".woff2": "font/woff2", ".pdf": "application/pdf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file of the payload. Its bytes are read when they are needed, and not kept."""

    path: str  # from the root of the payload, in names that every archive takes
    size: int  # bytes
    description: str
    read: Callable[[], bytes]
    original: str = ""  # its path in the edition, where an archive could not take that
    media_type: str = ""


class Spool:
    """A file in the making that names every file of a deposit: it is written to the disk, and read where it lies."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as what was written

    def add(self, text: str) -> None:
        """Write on."""
        self._file.write(text.encode())

    def data(self) -> bytes:
        """What was written, which is not empty. It stays on the disk, and is there as long as it is in use."""
        self._file.flush()
        return cast(bytes, mmap(self._file.fileno(), 0, access=ACCESS_READ))


def media_type(path: str) -> str:
    """The media type of a file by its name."""
    other = "application/octet-stream" if "." in path else "text/plain"
    return MEDIA.get(PurePosixPath(path).suffix.lower(), other)
