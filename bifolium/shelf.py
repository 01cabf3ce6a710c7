"""What is too much to hold for all documents at once becomes a temporary file, and is read back piece by piece.

An edition of ten thousand letters has some hundred thousand anchors and mentions. Few are asked for at a time.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from io import BytesIO, FileIO
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
        self._fetched: dict[int, Any] = {}

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
        start = self._size
        self._append(data)
        return Shelved(self, kind, start, len(data), len(values))

    def take(self, offset: int, size: int) -> list[Any]:
        """What was put there, as plain data. The last is remembered: who asks for one item often asks for the next."""
        if self._last[0] != offset:
            self._last = offset, unpacked(self._read(offset, size))
        return self._last[1]

    def keep(self, values: Iterable[T]) -> Sequence[T]:
        """The same values, each kept in the file by itself; they may hold sequences that are on this shelf."""
        starts, ends = array("Q"), array("Q")
        for value in values:
            written = BytesIO()
            _Pickler(written).dump(value)
            starts.append(self._size)
            self._append(written.getvalue())
            ends.append(self._size)
        return Kept(self, starts, ends)

    def fetch(self, start: int, end: int) -> Any:
        """The value that was kept there. The last ones are remembered, by whomever they were asked for."""
        if start not in self._fetched:
            if len(self._fetched) >= _REMEMBERED:
                self._fetched.clear()
            self._fetched[start] = _Unpickler(BytesIO(self._read(start, end - start)), self).load()
        return self._fetched[start]

    def _append(self, data: bytes) -> None:
        file = self._file()
        file.seek(self._size)
        file.write(data)
        self._size += len(data)

    def _read(self, offset: int, size: int) -> bytes:
        file = self._file()
        file.seek(offset)
        return file.read(size)

    def _file(self) -> FileIO:
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = os.getpid(), FileIO(self.path, "r+")  # without a buffer: another process may read it next
        return self._opened[1]

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "_size": self._size, "_opened": None, "_last": (-1, []), "_fetched": {}}


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


class Kept(Sequence[T], Generic[T]):
    """Values on a shelf. Each is made when it is asked for."""

    def __init__(self, shelf: Shelf, starts: array[int], ends: array[int]) -> None:
        self._shelf, self._starts, self._ends = shelf, starts, ends

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return Kept(self._shelf, self._starts[index], self._ends[index])
        value: T = self._shelf.fetch(self._starts[index], self._ends[index])
        return value

    def chosen(self, numbers: Iterable[int]) -> Kept[T]:
        """Those with these numbers, in this order."""
        some = list(numbers)
        return Kept(
            self._shelf, array("Q", (self._starts[n] for n in some)), array("Q", (self._ends[n] for n in some))
        )


def chosen(values: Sequence[T], numbers: Iterable[int]) -> Sequence[T]:
    """The values with these numbers, in this order; those that are kept on a shelf stay there."""
    return values.chosen(numbers) if isinstance(values, Kept) else tuple(values[number] for number in numbers)


def sharing() -> Callable[[T], T]:
    """A function that gives back what it is given; of equal values always the first. What many have is held once."""
    known: dict[Any, Any] = {}
    return lambda value: known.setdefault(value, value)


_REMEMBERED = 1024  # values; editions of fewer documents read each of theirs once


# A pickle holds what only this process and those it has started have written, in a file that nobody else may open.
class _Pickler(pickle.Pickler):
    def persistent_id(self, value: Any) -> str | None:
        return "this shelf" if isinstance(value, Shelf) else None

    def reducer_override(self, value: Any) -> Any:
        if is_dataclass(value) and not isinstance(value, type):  # faster than how they do it themselves
            return type(value), tuple(getattr(value, each.name) for each in fields(value))
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, shelf: Shelf) -> None:
        super().__init__(file)
        self._shelf = shelf

    def persistent_load(self, _: Any) -> Shelf:
        return self._shelf
