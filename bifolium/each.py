"""A function over many items becomes their results, in order: here or in processes, with little held at a time."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEW = 8  # items that are not worth starting processes for
BATCH = 16  # items sent to a process at a time, so that sending costs little
AHEAD = 3  # batches in work or waiting, per worker


class Crashed(RuntimeError):
    """A worker died (for want of memory, say) while it worked on `item`."""

    def __init__(self, item: object) -> None:
        super().__init__(f"a worker process died while working on {_name(item)}")
        self.item = item


def each(
    function: Callable[[T], R],
    items: Iterable[T],
    workers: int | None = None,
    *,
    executor: Executor | None = None,
    crashed: Callable[[T], R] | None = None,
) -> Iterator[R]:
    """The results of `function`, one for each item, in the order of the items.

    With one worker, or few items, everything happens here; otherwise in `workers` processes (as many as there are
    processors, if None), or in `executor`, which may be any. The function goes to each process once, each item
    once. Then `function` must stand at the top level of a module, or be a partial of such a one.

    An exception of the function comes out here, with a note of the item. When a process dies, the item that
    killed it is found; its result is `crashed(item)`, or else Crashed is raised.
    """
    items = items if isinstance(items, Sequence) else list(items)
    workers = workers or processors()
    if executor is not None:
        yield from _in_order(executor, _Carried(function), items, workers)
    elif workers == 1 or len(items) < FEW:
        yield from map(_Carried(function).one, items)
    else:
        yield from _in_processes(function, items, workers, crashed)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Carried:
    """A function that travels with its items, to executors that we did not start."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def one(self, item: Any) -> Any:
        try:
            return self.function(item)
        except Exception as error:
            error.add_note(f"while working on {_name(item)}")
            raise

    def __call__(self, batch: Sequence[Any]) -> list[Any]:
        return [self.one(item) for item in batch]


_here: _Carried | None = None  # in a process of ours: the function it was started for


def _start(function: Callable[[Any], Any]) -> None:
    global _here
    _here = _Carried(function)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that started it is killed; otherwise it would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(batch: Sequence[Any]) -> list[Any]:
    assert _here is not None
    return _here(batch)


def _in_processes(
    function: Callable[[T], R], items: Sequence[T], workers: int, crashed: Callable[[T], R] | None
) -> Iterator[R]:
    """As `each`. After a process has died, new ones go on behind the last result."""
    done = 0
    while done < len(items):
        workers = min(workers, len(items) - done)
        try:
            with ProcessPoolExecutor(workers, initializer=_start, initargs=(function,)) as pool:
                for result in _in_order(pool, _work, items[done:], workers):
                    done += 1
                    yield result
        except BrokenExecutor:
            # It was one of the items in work; each of these gets a process of its own.
            for item in items[done : done + workers * (AHEAD + 1) * BATCH]:
                yield _alone(function, item, crashed)
                done += 1


def _alone(function: Callable[[T], R], item: T, crashed: Callable[[T], R] | None) -> R:
    try:
        with ProcessPoolExecutor(1) as pool:
            result: R = pool.submit(_Carried(function).one, item).result()
            return result
    except BrokenExecutor as error:
        if crashed is None:
            raise Crashed(item) from error
        return crashed(item)


def _in_order(
    executor: Executor, work: Callable[[Sequence[Any]], list[Any]], items: Sequence[Any], workers: int
) -> Iterator[Any]:
    """Keep some batches ahead of the one whose results are given out, and no more."""
    size = max(1, min(BATCH, len(items) // (workers * AHEAD)))
    batches = (items[start : start + size] for start in range(0, len(items), size))
    waiting: deque[Future[list[Any]]] = deque()
    try:
        for batch in islice(batches, workers * AHEAD):
            waiting.append(executor.submit(work, batch))
        while waiting:
            results = waiting.popleft().result()
            for batch in islice(batches, 1):
                waiting.append(executor.submit(work, batch))
            yield from results
    finally:
        for future in waiting:
            future.cancel()


def _name(item: object) -> str:
    """How to call an item: by its path, if it has one."""
    return str(getattr(item, "path", item))
