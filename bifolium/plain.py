"""Nouns become plain JSON values and come back: a dataclass as the list of its fields, bytes in base64.

Nothing but data comes out of it, whatever goes in: unlike a pickle, a file that somebody has changed can do no harm.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints, overload

T = TypeVar("T")
Read = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """The value as JSON has it. Raises TypeError for what is neither noun nor plain.

    >>> from bifolium.model import Place
    >>> plain((Place("a.xml", 3), b"x"))
    [['a.xml', 3, 0, ''], 'eA==']
    """
    kind: Any = type(value)
    return value if kind in _PLAIN else _writer(kind)(value)


def noun(kind: Any, data: Any) -> Any:
    """What `plain` has made plain, as the type `kind`. Raises TypeError or ValueError when it is something else.

    >>> from bifolium.model import Place
    >>> noun(tuple[Place, bytes], [["a.xml", 3, 0, ""], "eA=="])
    (Place(path='a.xml', line=3, column=0, xpath=''), b'x')
    """
    return _reader(kind)(data)


class Told(Sequence[T], Generic[T]):
    """Nouns of one kind that are plain data still. Each is made when it is asked for: most lists are only passed on."""

    __slots__ = ("data", "kind")

    def __init__(self, kind: Any, data: list[Any]) -> None:
        self.kind, self.data = kind, data

    def __len__(self) -> int:
        return len(self.data)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Told[T]: ...
    def __getitem__(self, index: int | slice) -> T | Told[T]:
        if isinstance(index, slice):
            return Told(self.kind, self.data[index])
        made: T = _reader(self.kind)(self.data[index])
        return made

    def __iter__(self) -> Iterator[T]:
        return map(_reader(self.kind), self.data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
unpacked = json.loads


def packed(value: Any) -> bytes:
    """The value as JSON, without superfluous space, in UTF-8. `unpacked` gives it back as plain data."""
    return _encode(plain(value)).encode()


_data = attrgetter("data")
_PLAIN = frozenset((str, int, float, bool, NoneType))


@cache
def _writer(kind: type) -> Read:
    """How a value of this type is made plain."""
    if issubclass(kind, str | int | float):
        return lambda value: value
    if issubclass(kind, bytes):
        return lambda value: base64.b64encode(value).decode("ascii")
    if is_dataclass(kind):
        take = [attrgetter(name) for name in _names(kind)]
        return lambda value: _list([get(value) for get in take])
    if issubclass(kind, Told):
        return _data
    if issubclass(kind, Sequence):
        return _list
    raise TypeError(f"{kind.__name__} cannot be written as plain data")


def _list(values: Iterable[Any]) -> list[Any]:
    return [value if type(value) in _PLAIN else plain(value) for value in values]


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _reader(kind: Any) -> Read:
    """How a value of this type is read. Made once for each type: there are a million values."""
    if kind is bytes:
        return base64.b64decode
    if kind in (str, int, float, bool):
        return _checked(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        readers = [_reader(hints[name]) for name in _names(kind)]
        return lambda data: kind(*[read(one) for read, one in zip(readers, data, strict=True)])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _of_many(get_origin(kind), get_args(kind))


def _of_many(origin: Any, args: tuple[Any, ...]) -> Read:
    if origin in (Union, UnionType):
        (one,) = (_reader(arg) for arg in args if arg is not NoneType)
        return lambda data: None if data is None else one(data)
    if origin is list:
        each = _reader(args[0])
        return lambda data: [each(one) for one in data]
    if origin is Sequence:
        return lambda data: Told(args[0], data) if data else ()
    if origin is tuple and args[-1] is Ellipsis:
        each = _reader(args[0])
        return lambda data: tuple([each(one) for one in data])
    if origin is tuple:
        readers = [_reader(arg) for arg in args]
        return lambda data: tuple([read(one) for read, one in zip(readers, data, strict=True)])
    raise TypeError(f"plain data cannot become {origin}")


def _checked(kind: type) -> Read:
    def read(data: Any) -> Any:
        if type(data) is kind:
            return data
        raise TypeError(f"{data!r} is no {kind.__name__}")

    return read
