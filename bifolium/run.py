"""The steps of a build become progress lines, findings and a Report; the run stops where it must.

A step is a function that gives `(value, findings)`. `once` runs it, `each` runs it for every document, in
as many processes as there are processors. A step that fails, by a fault of the program or of somebody's own
build.py, becomes a finding too: nobody who edits texts should meet a traceback.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TextIO, TypeVar

from bifolium import allow
from bifolium import each as processes
from bifolium import project as projects
from bifolium.findings import find
from bifolium.model import Entry, Finding, Place, Project, Report, Severity, Source
from bifolium.phrases import phrase, spoken
from bifolium.quote import width
from bifolium.shelf import chosen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line can ask of a run."""

    strict: bool = False  # a warning that is not let pass in allow.toml stops the build
    keep_going: bool = False  # leave out documents with errors instead of stopping
    check: bool = False  # read and judge, write nothing
    before_deposit: bool = False  # when checking: tell also what an archive would miss
    only: frozenset[str] = frozenset()  # check just the files with these paths
    workers: int | None = None  # processes; None: as many as there are processors
    deposit: Path | None = None  # where a deposit of the edition is to be made
    with_mets: bool = False  # in the deposit
    keep_addresses: bool = False  # of what is deposited, so that later editions are held to them
    lang: str = "en"  # in which progress is told


class Stopped(Exception):
    """The run cannot go on, or need not; its report says why."""


class Run:
    """One run over one project: it calls the steps, tells what they do, and gathers what they find."""

    def __init__(self, project: Project, options: Options, progress: TextIO | None = None) -> None:
        self.project = project
        self.options = options
        self.report = Report()
        self.faulty: set[str] = set()  # the paths of documents with errors
        self._failed = False  # by an error that is not a document's own
        self._progress = progress
        self._allowances, found = allow.read(project)
        if options.strict:
            self._allowances = replace(self._allowances, strict=True)
        self.add(found)

    def add(self, findings: Iterable[Finding], document: str = "") -> bool:
        """Take in findings, of one document or by their places. True when there is an error among them."""
        findings = self._allowances.apply(list(findings))
        self.report.add(findings)
        errors = [finding for finding in findings if finding.severity is Severity.ERROR and not finding.allowed]
        for error in errors:
            path = document or error.place.path
            if document or (path.startswith("edition/") and path != allow.NAME):
                self.faulty.add(path)
            else:
                self._failed = True
        return bool(errors)

    def once(self, step: str, noun: str, function: Callable[..., tuple[T | None, list[Finding]]], *args: Any) -> T:
        """What `function(*args)` gives, less its findings. Raises Stopped when it fails.

        `noun` is what the step counts, when it counts anything; without a name it is not told of.
        """
        line = _Line(self._progress if step else None, step, self.options.lang)
        value, found = attempt(function, *args)
        self.add(found)
        amount = len(value) if isinstance(value, Sized) else value if isinstance(value, int) else 0
        if value is None:
            line.close(phrase("stopped"))
            raise Stopped
        self._close(line, noun, amount)
        return value

    def each(
        self,
        step: str,
        function: Callable[..., tuple[T | None, list[Finding]]],
        items: Sequence[Any],
        *args: Any,
        noun: str = "document",
        amount: Callable[[T], int] = lambda value: 1,
    ) -> Iterator[T]:
        """What `function(item, *args)` gives for each item, in their order; an item where it fails, nothing.

        An item has a `path`. The step counts `noun`s, of which a value has an `amount`. The function stands at the
        top level of its file, where other processes find it.
        """
        line = _Line(self._progress, step, self.options.lang)
        work = partial(_attempt_item, portable(function), tuple(portable(arg) for arg in args))
        counted = 0
        results = processes.each(work, items, self.options.workers, crashed=_crashed)
        for done, (item, (value, found)) in enumerate(zip(items, results, strict=True), 1):
            self.add(found, item.path)
            counted += amount(value) if value is not None else 1
            line.tick(done, len(items))
            if value is not None:
                yield value
        self._close(line, noun, counted)

    def wanted(self, sources: Sequence[Source]) -> Sequence[Source]:
        """The sources that were asked for."""
        return [source for source in sources if not self.options.only or source.path in self.options.only]

    def sound(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The entries without errors. Raises Stopped when there are others, unless the run keeps going."""
        sound = entries
        if self.faulty:
            sound = chosen(entries, [n for n, entry in enumerate(entries) if entry.path not in self.faulty])
        if self._failed or (self.faulty and not self.options.keep_going):
            raise Stopped
        if not sound:
            self.add([find("build.nothing-left", Place("edition"))])
            raise Stopped
        return sound

    def finish(self) -> Report:
        """The report, complete: every finding once, in the order of files and lines."""
        found = [*dict.fromkeys(self.report.findings)]
        # Otherwise not everything was looked at.
        if not self.faulty and not self._failed and not self.options.check:
            found += self._allowances.unused(found, self.options.only or None)
        self.report.findings = sorted(found, key=lambda finding: (finding.place, finding.code))
        return self.report

    def waiting(self, holder: str) -> None:
        """Say that another build has to end first."""
        if self._progress:
            told = spoken(phrase("waiting   for another build ({0})", holder), self.options.lang)
            print(told, file=self._progress, flush=True)

    def _close(self, line: _Line, noun: str, amount: int) -> None:
        seconds = line.close(phrase(f"{{0}} {noun}{'' if amount == 1 else 's'}", amount) if noun else "")
        if line.step:  # a step may come more than once
            self.report.counts[line.step] = self.report.counts.get(line.step, 0) + amount
            self.report.seconds[line.step] = self.report.seconds.get(line.step, 0) + seconds


class _Line:
    """The line of progress of one step. On a terminal it moves."""

    def __init__(self, stream: TextIO | None, step: str, lang: str) -> None:
        self.step = step
        self._stream, self._lang = stream, lang
        self._started = self._shown = time.perf_counter()

    def tick(self, number: int, of: int) -> None:
        now = time.perf_counter()
        if self._stream and self._stream.isatty() and now - self._shown > 0.1:
            self._shown = now
            told = spoken(phrase("{0} of {1}", number, of), self._lang)
            print(f"\r{self._column(phrase(self.step), 10)}{told}", end="", file=self._stream, flush=True)

    def close(self, amount: str) -> float:
        """Print what was done, and give the seconds it took."""
        seconds = time.perf_counter() - self._started
        if self._stream:
            back = "\r" if self._stream.isatty() else ""
            told = self._column(phrase(self.step), 10) + self._column(amount, 24)
            print(f"{back}{told}{seconds:8.2f} s", file=self._stream, flush=True)
        return seconds

    def _column(self, words: str, columns: int) -> str:
        said = spoken(words, self._lang)
        return said + " " * (columns - width(said))


def attempt(function: Callable[..., tuple[T | None, list[Finding]]], *args: Any) -> tuple[T | None, list[Finding]]:
    """What the function gives; when it raises an exception, None and a finding that says where."""
    try:
        return function(*args)
    except Stopped:
        raise
    except Exception as error:
        return None, [_failure(error, Place(getattr(args[0], "path", "") if args else ""))]


def _attempt_item(
    function: Callable[..., tuple[T | None, list[Finding]]], args: tuple[Any, ...], item: Any
) -> tuple[T | None, list[Finding]]:
    return attempt(function, item, *args)


def _crashed(item: Any) -> tuple[None, list[Finding]]:
    return None, [find("build.process-died", Place(item.path))]


def _failure(error: Exception, place: Place) -> Finding:
    frames = traceback.extract_tb(error.__traceback__)
    # A syntax error knows its own place; else the innermost line of ours or the scholar's tells most.
    where = next((f for f in reversed(frames) if "site-packages" not in f.filename), frames[-1] if frames else None)
    file, line = (where.filename, where.lineno) if where else ("", 0)
    if isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno
    return find(
        "build.step-failed",
        place,
        kind=type(error).__name__,
        reason=" ".join(str(error).split()) or phrase("it does not say why"),
        where=phrase("{0}, line {1}", f"{Path(file).parent.name}/{Path(file).name}", line),
    )


@dataclass(frozen=True, slots=True)
class Portable:
    """A function of a build.py, found again in another process by the file it stands in."""

    file: Path
    name: str

    def __call__(self, *args: Any) -> Any:
        return getattr(load(self.file), self.name)(*args)


def portable(value: Any) -> Any:
    """The same value, with functions of a build.py (also in tuples) made fit for another process."""
    if isinstance(value, tuple | list) and type(value) in (tuple, list):
        return tuple(portable(each) for each in value)
    if isinstance(value, FunctionType) and value.__module__ in _loaded:
        return Portable(_loaded[value.__module__], value.__qualname__)
    return value


_loaded: dict[str, Path] = {}


def load(file: Path) -> ModuleType:
    """The module in this file, which need not be on any path. Raises whatever it raises."""
    name = f"bifolium_build_{hashlib.sha256(str(file).encode()).hexdigest()[:12]}"
    if name not in _loaded:
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec and spec.loader
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        _loaded[name] = file
        try:
            spec.loader.exec_module(module)
        except BaseException:
            with suppress(KeyError):
                del sys.modules[name], _loaded[name]
            raise
    return sys.modules[name]


def core(project: Project) -> ModuleType:
    """The installation's own build.py, for a build.py that does the same and something more."""
    return load(projects.core(project, "build.py"))


def execute(project: Project, options: Options, progress: TextIO | None = None) -> Report:
    """Run the project's own build.py, or else the installation's, and give the report."""
    run = Run(project, options, progress)
    try:
        module = run.once("", "", lambda: (load(projects.locate(project, "build.py")), []))
        run.once("total", "", lambda: (module.build(project, run) or True, []))
    except Stopped:
        pass
    return run.finish()
