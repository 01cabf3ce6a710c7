"""The files of an edition become a list of their checksums on the disk: too long to hold for ten thousand documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

_CACHE = 1024  # kilobytes of the list that are held


class Sums(Mapping[str, bytes]):
    """path -> sha256 of each file that was written, in the order of the paths; until it is closed."""

    def __init__(self) -> None:
        self._list = sqlite3.connect("", isolation_level=None)  # a temporary file of SQLite's own
        self._list.execute("PRAGMA journal_mode=OFF").close()
        self._list.execute(f"PRAGMA cache_size=-{_CACHE}")
        self._list.execute("CREATE TABLE sums (path TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID")

    def close(self) -> None:
        self._list.close()

    def enter(self, path: str, digest: bytes) -> bool:
        """Put a file on the list. False when another file of this name stands there already; then that one stays."""
        new = self._list.execute("INSERT OR IGNORE INTO sums VALUES (?, ?)", (path, digest))
        return new.rowcount == 1 or self[path] == digest

    def __getitem__(self, path: str) -> bytes:
        found = self._list.execute("SELECT digest FROM sums WHERE path = ?", (path,)).fetchone()
        if found is None:
            raise KeyError(path)
        digest: bytes = found[0]
        return digest

    def __contains__(self, path: object) -> bool:
        return self._list.execute("SELECT 1 FROM sums WHERE path = ?", (path,)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        return (path for (path,) in self._list.execute("SELECT path FROM sums ORDER BY path"))

    def listed(self) -> Iterator[bytes]:
        """The list as `sha256sum -c` reads it, line by line."""
        for path, digest in self._list.execute("SELECT path, digest FROM sums ORDER BY path"):
            yield f"{digest.hex()}  {path}\n".encode()

    def __len__(self) -> int:
        return int(self._list.execute("SELECT count(*) FROM sums").fetchone()[0])
