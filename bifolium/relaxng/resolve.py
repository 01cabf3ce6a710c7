"""What a schema calls another file becomes that file, if it lies in the folder allowed; the network never."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote, urljoin, urlsplit

from bifolium.relaxng.errors import Limits, SchemaError


class Resource(NamedTuple):
    """A file a schema refers to: where it is and what it holds."""

    address: str
    content: bytes


# From what a schema wrote as href and the address it is relative to, to the file. Raises SchemaError or OSError.
Resolver: TypeAlias = Callable[[str, str], Resource]


def nothing(href: str, base: str) -> Resource:
    """The resolver of a schema that comes without a folder: it may not refer to any file."""
    raise SchemaError(f"“{href}”: this schema may not refer to other files")


def inside(root: Path, limits: Limits | None = None) -> Resolver:
    """A resolver that reads local files inside one folder, links followed, and nothing else."""
    root = root.resolve()
    most = (limits or Limits()).bytes

    def resolve(href: str, base: str) -> Resource:
        address = urljoin(base, href)
        parts = urlsplit(address)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise SchemaError(f"“{href}” is not a local file")
        written = unquote(parts.path)
        path = Path(written[1:] if os.name == "nt" else written).resolve()
        if not path.is_relative_to(root):
            raise SchemaError(f"“{href}” lies outside the folder of the schema")
        return Resource(path.as_uri(), read_file(path, most))

    return resolve


def read_file(path: Path, most: int) -> bytes:
    """The content of a schema file. Raises SchemaError for one that is too large, OSError."""
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise SchemaError(f"a schema of more than {most} bytes")
    return content
