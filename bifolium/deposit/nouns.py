"""What a deposit holds, before it is read: a File for each file of the payload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

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


def media_type(path: str) -> str:
    """The media type of a file by its name."""
    other = "application/octet-stream" if "." in path else "text/plain"
    return MEDIA.get(PurePosixPath(path).suffix.lower(), other)
