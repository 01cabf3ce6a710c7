"""What is too much to hold for all documents at once becomes a temporary file, and is read back piece by piece.

An edition of ten thousand letters has some hundred thousand anchors and mentions. Few are asked for at a time.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from bifolium.plain import noun, packed, unpacked

T = TypeVar("T")


class Shelf:
    """A temporary file of sequences, written by one process; every process that gets it may read. A context manager."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="bifolium-")
        os.close(handle)
        self.path = Path(name)
        self._size = 0
        self._opened: tuple[int, FileIO] | None = None  # by which process; a file must not be shared by two
        self._last: tuple[int, list[Any]] = (-1, [])

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
        data = packed(values)
        file = self._file()
        file.seek(self._size)
        file.write(data)
        self._size += len(data)
        return Shelved(self, kind, self._size - len(data), len(data), len(values))

    def take(self, offset: int, size: int) -> list[Any]:
        """What was put there, as plain data. The last is remembered: who asks for one item often asks for the next."""
        if self._last[0] != offset:
            file = self._file()
            file.seek(offset)
            self._last = offset, unpacked(file.read(size))
        return self._last[1]

    def _file(self) -> FileIO:
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = os.getpid(), FileIO(self.path, "r+")  # without a buffer: another process may read it next
        return self._opened[1]

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "_size": self._size, "_opened": None, "_last": (-1, [])}


class Shelved(Sequence[T], Generic[T]):
    """A sequence on a shelf. Its items are made when they are asked for."""

    __slots__ = ("_at", "_kind", "_length", "_shelf", "_size")

    def __init__(self, shelf: Shelf, kind: Any, at: int, size: int, length: int) -> None:
        self._shelf, self._kind, self._at, self._size, self._length = shelf, kind, at, size, length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        kind = self._kind
        return (noun(kind, one) for one in self._shelf.take(self._at, self._size))

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        found: Any = self._shelf.take(self._at, self._size)[index]
        if isinstance(index, slice):
            return [noun(self._kind, one) for one in found]
        made: T = noun(self._kind, found)
        return made
