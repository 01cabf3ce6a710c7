"""A folder of other people's TEI files becomes a table: what is built, what is refused and why, what is lost.

    python bench/corpus.py FOLDER [--jar vnu.jar] [--sample N] [--keep DIR] [--workers N]

Every file is built alone, then all of them as one edition, in temporary folders. Errors are told but stop nothing here:
a refused file is rendered and collated all the same, so that one fault of the material hides none of ours.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bifolium.allow import may_warn
from bifolium.model import Entry, Finding, Severity
from bifolium.project import open_project
from bifolium.report import text
from bifolium.run import Options, Run, core

TEI = (".xml", ".tei", ".odd")
LENGTH = re.compile(r"\((\d+) characters")  # as the findings of collation say it
CRASHES = ("build.step-failed", "build.process-died")


@dataclass(slots=True)
class Trial:
    """What one build came to."""

    name: str
    built: bool = False
    seconds: float = 0.0
    size: int = 0
    findings: list[Finding] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # of the HTML: ids that stand twice, links that lead nowhere

    def errors(self) -> list[Finding]:
        """Those for which the file would be refused, or that are the program's own."""
        return [one for one in self.findings if one.severity is Severity.ERROR]

    def ours(self) -> list[Finding]:
        """Errors that are no fault of the material."""
        return [one for one in self.errors() if one.code.startswith(("collation.", "output.")) or one.code in CRASHES]


class Unstopped(Run):
    """A run that only our own crashes keep from showing a document."""

    def sound(self, entries: Iterable[Entry]) -> list[Entry]:
        crashed = {one.place.path for one in self.report.findings if one.code in CRASHES}
        return [entry for entry in entries if entry.path not in crashed]


def build(folder: Path, name: str, workers: int = 1) -> Trial:
    """Build the project in `folder`, errors or not."""
    trial = Trial(name, size=sum(path.stat().st_size for path in files(folder / "edition")))
    project = open_project(folder)
    run = Unstopped(project, Options(keep_going=True, workers=workers))
    started = time.perf_counter()
    run.once("", "", lambda: (core(project).build(project, run) or True, []))
    trial.seconds = time.perf_counter() - started
    trial.findings = run.finish().findings
    trial.built = project.output.is_dir() and len([*project.output.rglob("index.html")]) > 1
    trial.faults = [*faults(project.output)] if trial.built else []
    return trial


def files(folder: Path) -> list[Path]:
    """The files that may be TEI."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in TEI and path.is_file())


def alone(source: tuple[Path, Path], work: Path) -> Trial:
    """Build one file, with whatever else of its repository is not TEI."""
    path, corpus = source
    name = path.relative_to(corpus).as_posix()
    repository = corpus / path.relative_to(corpus).parts[0]
    folder = work / re.sub(r"\W+", "-", name)
    target = folder / "edition" / name
    target.parent.mkdir(parents=True)
    shutil.copyfile(path, target)
    if repository.is_dir():
        for other in repository.rglob("*"):
            if other.is_file() and other.suffix.lower() not in TEI:
                copy = folder / "edition" / other.relative_to(corpus)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(other, copy)
    try:
        return build(folder, name)
    except Exception as error:  # a traceback is what this run looks for
        return Trial(name, faults=[f"TRACEBACK {type(error).__name__}: {error}"])


def faults(output: Path) -> Iterator[str]:
    """Ids that stand twice on a page, and links inside the edition that lead nowhere."""
    pages: dict[Path, set[str]] = {}
    links: list[tuple[Path, str]] = []
    for page in sorted(output.rglob("*.html")):
        root = etree.parse(page, etree.HTMLParser(encoding="utf-8", huge_tree=True)).getroot()
        ids = [*map(str, root.xpath("//@id"))]
        pages[page.resolve()] = set(ids)
        where = page.relative_to(output).as_posix()
        yield from (f"{where}: id {name!r} stands {n} times" for name, n in Counter(ids).items() if n > 1)
        links += [(page, str(link)) for link in root.xpath("//a/@href | //link/@href | //img/@src | //script/@src")]
    for page, link in links:
        path, _, fragment = link.partition("#")
        if re.match(r"[a-zA-Z][\w+.-]*:|//", path):
            continue
        target = (page.parent / unquote(path)).resolve() if path else page.resolve()
        if not target.is_file() or (fragment and unquote(fragment) not in pages.get(target, {unquote(fragment)})):
            yield f"{page.relative_to(output).as_posix()}: dead link {link}"


def validity(jar: Path, folder: Path) -> list[str]:
    """What the Nu checker says of all pages below a folder."""
    command = ["java", "-Xss8m", "-jar", str(jar), "--format", "gnu", "--skip-non-html", "--errors-only", str(folder)]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stderr
    return [line.replace(f"file:{folder}", "") for line in told.splitlines() if line.startswith('"file:')]


def table(title: str, trials: list[Trial]) -> None:
    """Print what these builds came to."""
    refused = [trial for trial in trials if any(one not in trial.ours() for one in trial.errors())]
    seconds, size = sum(t.seconds for t in trials), sum(t.size for t in trials)
    print(f"\n== {title}: {len(trials)} builds, {size / 1e6:.2f} MB, {seconds:.1f} s")
    soft = sum(all(may_warn(one.code) for one in trial.errors()) for trial in refused)
    print(f"pages made: {sum(t.built for t in trials)}; refused by a finding: {len(refused)}, of which {soft} would be")
    print("  built with the lines that a stopped build offers for allow.toml")
    lost: dict[str, Counter[str]] = defaultdict(Counter)
    for trial in trials:
        for one in trial.ours():
            match = LENGTH.search(one.sentence)
            lost[one.code][trial.name] += int(match[1]) if match else 1
    for code, where in sorted(lost.items()):
        print(f"{code}: {sum(where.values())} in {len(where)} files")
    broken = sum(len(trial.faults) for trial in trials)
    print(f"0 lost, doubled, changed, moved: {'no' if lost else 'yes'}; faults of ids and links: {broken}")
    for trial in trials:
        others = [one for one in trial.errors() if one not in trial.ours()]
        for code, number in Counter(one.code for one in others).items():
            first = next(one for one in others if one.code == code)
            print(f"  refused  {trial.name}: {number} × {text(first).splitlines()[0]}")
        for one in trial.ours():
            print(f"  OURS     {trial.name}: {text(one).splitlines()[0]}")
        for fault in trial.faults[:20]:
            print(f"  FAULT    {trial.name}: {fault}")
        if not trial.built:
            print(f"  NO PAGES {trial.name}")
    slowest = sorted(trials, key=lambda t: -t.seconds)[:5]
    print("slowest: " + "; ".join(f"{t.name} {t.seconds:.2f} s ({t.size / 1e6:.2f} MB)" for t in slowest))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jar", type=Path, help="the Nu checker")
    parser.add_argument("--sample", type=int, help="only so many files, evenly chosen")
    parser.add_argument("--keep", type=Path, help="where the editions stay")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    corpus = options.folder.resolve()
    chosen = files(corpus)
    if options.sample and options.sample < len(chosen):
        chosen = [chosen[n * len(chosen) // options.sample] for n in range(options.sample)]
    with tempfile.TemporaryDirectory() as temporary:
        work = (options.keep or Path(temporary)).resolve()
        with ProcessPoolExecutor(options.workers) as pool:
            trials = [*pool.map(partial(alone, work=work / "alone"), [(path, corpus) for path in chosen])]
        table("each file alone", trials)
        together = work / "together"
        for path in corpus.rglob("*") if not options.sample else chosen:
            if path.is_file() and (path in chosen or path.suffix.lower() not in TEI):
                target = together / "edition" / path.relative_to(corpus)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        table("all together", [build(together, "together", options.workers)])
        if options.jar:
            invalid = validity(options.jar, work)
            print(f"\n== HTML validity: {len(invalid)} errors")
            for line in invalid[:200]:
                print(f"  {line}")


if __name__ == "__main__":
    main()
