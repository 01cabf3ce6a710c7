"""A schema, made ready, becomes something to use again for as long as no file it was made of holds something else.

What is compared is the digest of the schema and of every file it includes or imports, as they were read. It is kept in
the process only: neither a compiled grammar nor `xmlschema`'s objects can be written down without pickle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_KEPT: dict[tuple[Path, Path, str], tuple[dict[Path, str], object]] = {}
_DIGESTS: dict[Path, tuple[tuple[int, int], str]] = {}


def kept(path: Path, folder: Path, by: str, make: Callable[[Callable[[Path], None]], T]) -> T:
    """What `make` has made of the schema at this path, whose parts stand in this folder.

    `by` says what made it, with its version. `make` is given a function to be called with every file before it is
    read; that a file is not there is remembered too.
    """
    key = (path, folder, by)
    if key in _KEPT:
        read, made = _KEPT[key]
        if all(digest(one) == before for one, before in read.items()):
            return made  # type: ignore[return-value]  # by the same `make`
    read = {path: digest(path)}
    made = make(lambda one: None if one in read else read.update({one: digest(one)}))
    _KEPT[key] = (read, made)
    return made


def digest(path: Path) -> str:
    """The SHA-256 of a file; "" if it cannot be read. A file that has not been touched is not read again."""
    try:
        status = path.stat()
        state = (status.st_mtime_ns, status.st_size)
        if path not in _DIGESTS or _DIGESTS[path][0] != state:
            _DIGESTS[path] = (state, hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError:
        return ""
    return _DIGESTS[path][1]
