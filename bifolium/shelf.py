"""What is too much to hold for all documents at once becomes a temporary file, and is read back piece by piece.

An edition of ten thousand letters has some hundred thousand anchors and mentions. Few are asked for at a time.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar, overload

from bifolium.plain import noun, plain

T = TypeVar("T")


class Shelf:
    """A temporary file of sequences, written by one process; every process that gets it may read. A context manager."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="bifolium-")
        os.close(handle)
        self.path = Path(name)
        self._size = 0
        self._opened: tuple[int, BinaryIO] | None = None  # by which process; a file must not be shared by two
        self._last: tuple[int, Sequence[Any]] = (-1, ())

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *error: object) -> None:
        if self._opened:
            self._opened[1].close()
        self.path.unlink(missing_ok=True)

    def put(self, kind: Any, values: Sequence[T]) -> Sequence[T]:
        """The same sequence, kept in the file. `kind` is the type of its items."""
        if not values:
            return ()
        line = json.dumps(plain(values), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        file = self._file()
        file.seek(0, os.SEEK_END)
        file.write(line)
        file.flush()  # another process may read it next
        self._size += len(line)
        return Shelved(self, kind, self._size - len(line), len(values))

    def take(self, kind: Any, offset: int) -> Sequence[Any]:
        """What was put there. The last is remembered: who asks for one item often asks for the next."""
        if self._last[0] != offset:
            file = self._file()
            file.seek(offset)
            self._last = offset, noun(tuple[kind, ...], json.loads(file.readline()))
        return self._last[1]

    def _file(self) -> BinaryIO:
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = os.getpid(), self.path.open("r+b")
        return self._opened[1]

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "_size": self._size, "_opened": None, "_last": (-1, ())}


class Shelved(Sequence[T], Generic[T]):
    """A sequence on a shelf."""

    __slots__ = ("_at", "_kind", "_length", "_shelf")

    def __init__(self, shelf: Shelf, kind: Any, at: int, length: int) -> None:
        self._shelf, self._kind, self._at, self._length = shelf, kind, at, length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return iter(self._shelf.take(self._kind, self._at))

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._shelf.take(self._kind, self._at)[index]
