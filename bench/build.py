"""A folder of TEI files becomes figures: how long its edition takes, how much memory, and where the time goes.

    python bench/build.py FOLDER [--workers 1 2] [--times 3] [--profile]
    python bench/build.py --letters 1000            (made by bench/letters.py)
    python bench/build.py --single 50               (one file of so many megabytes)

The unit is x: what lxml needs to parse and serialise the same files, measured before and after each build in the
same process. Times are of the processor, of all processes together, so that other work on the machine disturbs them
little; where two processes are compared, the time of the clock is told too. Memory is the highest of each process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from traceback import walk_stack
from types import FrameType

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import letters

from bifolium.project import open_project
from bifolium.run import Options, execute


def limit(folder: Path) -> tuple[float, int, int]:
    """Seconds of the processor that lxml needs for all files of an edition (median of five); number; bytes."""
    paths = [path for path in (folder / "edition").rglob("*") if path.suffix in (".xml", ".tei", ".odd")]
    parser = etree.XMLParser(huge_tree=True, collect_ids=False, resolve_entities=False, no_network=True)
    seconds = []
    for _ in range(5):
        spent = 0.0
        for path in paths:
            data = path.read_bytes()
            started = time.process_time()
            with suppress(etree.XMLSyntaxError):  # a file that is no XML at all is refused by the build too
                etree.tostring(etree.fromstring(data, parser), encoding="utf-8")
            spent += time.process_time() - started
        seconds.append(spent)
    return statistics.median(seconds), len(paths), sum(path.stat().st_size for path in paths)


def floor(folder: Path) -> dict[str, float]:
    """What a build costs without a line of our own, in C alone: in x, the least of five.

    Each source is parsed twice by lxml; each page that was made of it is serialised once, and read again once from its
    bytes, as collation must; each file is digested and created. Nothing is validated, described, transformed or
    compared.
    """
    xml = etree.XMLParser(huge_tree=True, collect_ids=False, resolve_entities=False, no_network=True)
    sources = [path.read_bytes() for path in (folder / "edition").rglob("*.xml")]
    made = {path.relative_to(folder / "output"): path.read_bytes() for path in (folder / "output").rglob("*.*")}
    pages = [data for path, data in made.items() if path.suffix == ".html"]
    trees = [etree.fromstring(data, etree.HTMLParser()) for data in pages]

    def create() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            place = Path(name)
            for path in {path.parent for path in made}:
                (place / path).mkdir(parents=True, exist_ok=True)
            for path, data in made.items():
                (place / path).write_bytes(data)
            done.append(time.process_time())

    steps: dict[str, Callable[[], object]] = {
        "sources parsed twice": lambda: [etree.fromstring(data, xml) for data in sources for _ in range(2)],
        "pages serialised": lambda: [etree.tostring(tree, method="html") for tree in trees],
        "pages read again": lambda: [etree.fromstring(data, etree.HTMLParser()) for data in pages],
        "files digested": lambda: [hashlib.sha256(data).digest() for data in made.values()],
        "files created": create,
    }
    x, number, _ = limit(folder)
    told = {}
    for name, step in steps.items():
        spent = []
        for _ in range(5):
            done: list[float] = []
            started = time.process_time()
            step()
            spent.append((done[0] if done else time.process_time()) - started)
        told[name] = min(spent) / x
    return {"documents": number, "files": len(made), **told, "together": sum(told.values())}


def processor() -> float:
    """Seconds of the processor that this process and those it has started have used."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def once(folder: Path, workers: int) -> dict[str, float]:
    """One build, in this process."""
    before, number, size = limit(folder)
    started, clock = processor(), time.perf_counter()
    report = execute(open_project(folder), Options(workers=workers, keep_going=True))
    spent, clock = processor() - started, time.perf_counter() - clock
    if "swap" not in report.counts:
        raise SystemExit(f"nothing was built: {report.findings[:3]}")
    x = (before + limit(folder)[0]) / 2
    memory = {"self": resource.RUSAGE_SELF, "workers": resource.RUSAGE_CHILDREN}
    told = {name: resource.getrusage(who).ru_maxrss * 1024 / 1e6 for name, who in memory.items()}
    steps = {f"seconds {step}": round(seconds, 2) for step, seconds in report.seconds.items() if step != "total"}
    return {
        "documents": number, "megabytes": size / 1e6, "x": x, "processor": spent, "clock": clock,
        "times x": spent / x, "clock x": clock / x, "MB parent": told["self"], "MB largest worker": told["workers"],
    } | steps  # fmt: skip


def apart(folder: Path, workers: int, cold: bool) -> dict[str, float]:
    """One build in a process of its own; cold: with nothing left of a former one."""
    if cold:
        for name in ("output", ".bifolium"):
            shutil.rmtree(folder / name, ignore_errors=True)
    command = [sys.executable, __file__, str(folder), "--once", str(workers)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def at_once(folder: Path, number: int) -> float:
    """Seconds by the clock for so many builds at once, each of the whole edition on one process, nothing in common.

    Where it takes longer than one build, the processors share something, as two threads of one core do: then several
    processes cannot gain more than that.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary) / str(n) for n in range(number)]
        for one in folders:
            shutil.copytree(folder / "edition", one / "edition")
        started = time.perf_counter()
        running = [
            subprocess.Popen([sys.executable, __file__, str(one), "--once", "1"], stdout=subprocess.DEVNULL)
            for one in folders
        ]
        if any(process.wait() for process in running):
            raise SystemExit("nothing was built")
        return time.perf_counter() - started


def profile(folder: Path) -> None:
    """Print where the time of a build goes, by function, on one process.

    The program is looked at 500 times a second: a profiler that counts every call would slow small functions most.
    """
    for name in ("output", ".bifolium"):
        shutil.rmtree(folder / name, ignore_errors=True)
    within: Counter[str] = Counter()
    own: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        stack = [f"{'/'.join(Path(f.f_code.co_filename).parts[-2:])}:{f.f_code.co_name}" for f, _ in walk_stack(frame)]
        own[stack[0]] += 1
        within.update(set(stack))

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, 0.002, 0.002)
    execute(open_project(folder), Options(workers=1, keep_going=True))
    signal.setitimer(signal.ITIMER_PROF, 0)
    total = own.total()
    print(f"{'within':>8} {'itself':>8}  function")
    for name, seen in within.most_common(70):
        print(f"{seen / total:8.1%} {own[name] / total:8.1%}  {name}")


def single(megabytes: int, folder: Path) -> None:
    """One letter of so many megabytes, in as many divisions as a long book has chapters."""
    chance = Random(megabytes)
    parts = []
    size = number = 0
    while size < megabytes * 1_000_000:
        number += 1
        paragraphs = "\n".join(letters.paragraphs(chance, number, 500, 100))
        parts.append(f'<div xml:id="chapter-{number}"><head>Chapter {number}</head>\n{paragraphs}\n</div>')
        size += len(parts[-1].encode())
    file = folder / "edition" / "book.xml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(letters.book(parts), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", help="a project: a folder that holds edition/")
    parser.add_argument("--letters", type=int, help="measure with so many generated letters")
    parser.add_argument("--single", type=int, help="measure with one generated file of so many megabytes")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--once", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        print(json.dumps(once(asked.folder, asked.once)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if asked.letters:
            letters.write(asked.letters, folder)
        elif asked.single:
            single(asked.single, folder)
        else:
            shutil.copytree(asked.folder / "edition", folder / "edition")
        if asked.profile:
            profile(folder)
            return
        runs: dict[int, list[dict[str, float]]] = {workers: [] for workers in asked.workers}
        most = max(asked.workers)
        gains = []
        for _ in range(asked.times):  # in turn, for a machine that others use is now fast, now slow
            for workers in asked.workers:
                runs[workers].append(apart(folder, workers, cold=True))
            if most > 1 and 1 in runs:
                at_most = most * at_once(folder, 1) / at_once(folder, most)
                gains.append({"gain": runs[1][-1]["clock"] / runs[most][-1]["clock"], "if nothing was shared": at_most})
        for workers, some in runs.items():
            show(f"{workers} process{'es' * (workers > 1)}, full", some)
        if gains:
            show(f"{most} processes, how many times faster than one by the clock", gains)
        documents = sorted((folder / "edition").rglob("*.xml"))
        again = []
        for number in range(asked.times):
            touched = documents[(len(documents) // 2 + number) % len(documents)]
            touched.write_bytes(touched.read_bytes().replace(b"</p>", b" more</p>", 1))
            again.append(apart(folder, asked.workers[0], cold=False))
        show("one document changed", again)
        show("the least that a full build could cost, in x", [floor(folder)])


def show(title: str, runs: list[dict[str, float]]) -> None:
    """Print the medians of some runs, and how far apart they are."""
    middle = {name: statistics.median(run.get(name, 0) for run in runs) for name in runs[0]}
    print(f"\n{title} (median of {len(runs)})")
    for name, value in middle.items():
        found = [run.get(name, 0) for run in runs]
        print(f"  {name:20}{value:12.3f}   {min(found):.3f} to {max(found):.3f}")


if __name__ == "__main__":
    main()
