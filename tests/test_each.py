"""Many items in order, here and in other processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bifolium.each import AHEAD, BATCH, Crashed, each
from bifolium.model import Source


def double(number: int) -> int:
    return 2 * number


def late(number: int) -> int:
    time.sleep(0.002 if number % 7 == 0 else 0)
    return number


def process(number: int) -> int:
    return os.getpid()


def fail(source: Source) -> str:
    if source.size == 30:
        raise ValueError("a fault in the program")
    return source.path


def die(source: Source) -> str:
    if source.size in (30, 31):
        os._exit(7)
    return source.path


def with_shared(shared: dict[str, int], number: int) -> int:
    return shared["one"] + number


SOURCES = [Source(f"edition/{number}.xml", str(number), number, "") for number in range(60)]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    assert list(each(double, range(200), workers)) == [2 * number for number in range(200)]
    assert list(each(late, range(100), workers)) == list(range(100))
    assert list(each(double, [], workers)) == []
    assert list(each(double, iter(range(20)), workers)) == [2 * number for number in range(20)]


def test_one_worker_or_few_items_stay_in_this_process() -> None:
    assert set(each(process, range(50), 1)) == {os.getpid()}
    assert set(each(process, range(3), 4)) == {os.getpid()}
    assert os.getpid() not in set(each(process, range(50), 2))


def test_what_all_items_need_travels_in_a_partial() -> None:
    assert list(each(partial(with_shared, {"one": 1}), range(20), 2)) == list(range(1, 21))


def test_any_executor_will_do_and_holds_few_batches() -> None:
    class Counting(Executor):
        def __init__(self) -> None:
            self.pool, self.waiting, self.most = ThreadPoolExecutor(2), 0, 0

        def submit(self, function: Any, /, *args: Any, **more: Any) -> Future[Any]:
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            future = self.pool.submit(function, *args, **more)
            future.add_done_callback(lambda _: setattr(self, "waiting", self.waiting - 1))
            return future

    executor = Counting()
    assert list(each(double, range(10_000), 2, executor=executor)) == [2 * number for number in range(10_000)]
    assert executor.most <= 2 * AHEAD + 1


def test_results_are_given_before_all_items_are_taken() -> None:
    def items() -> Iterator[int]:
        yield from range(BATCH * 100)

    results = each(double, items(), 2)
    assert [next(results) for _ in range(3)] == [0, 2, 4]
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_names_the_item(workers: int) -> None:
    with pytest.raises(ValueError) as caught:
        list(each(fail, SOURCES, workers))
    assert "while working on edition/30.xml" in caught.value.__notes__


def test_a_process_that_dies_is_named_or_replaced() -> None:
    with pytest.raises(Crashed, match=r"edition/30\.xml"):
        list(each(die, SOURCES, 2))
    results = list(each(die, SOURCES, 2, crashed=lambda source: f"{source.path} crashed"))
    assert results == [source.path + (" crashed" if source.size in (30, 31) else "") for source in SOURCES]


def test_processes_that_begin_from_nothing_as_on_windows(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import multiprocessing\n"
        "from bifolium.each import each\n"
        "def double(number): return 2 * number\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    assert list(each(double, range(40), 2)) == [2 * number for number in range(40)]\n"
    )
    home = Path(__file__).parent.parent
    subprocess.run([sys.executable, script], check=True, env={**os.environ, "PYTHONPATH": str(home)}, timeout=60)
