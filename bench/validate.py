"""Checking TEI files becomes figures, beside jing's in the same run: verdicts, quality of messages, time.

    python bench/validate.py FOLDER [GATE ...] [--classpath JARS] [--mutants 10000] [--seed 1]

FOLDER holds schemas/ (*.rng and Clark's suites) and corpus/ (TEI files). Gates: those of GATES below, all of them by
default; at the end stands the table of docs/validation.md. Those that ask jing need Java and a class path with jing and
its libraries. What is measured is the whole way from a file to findings, unless a row says that it is the engine alone,
as bench/relaxng.py tries it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import relaxng as engine  # the one beside this file

from bifolium import project as projects
from bifolium import tei
from bifolium.check import check_one
from bifolium.model import Finding, Project, Source
from bifolium.parse import parse
from bifolium.relaxng import load
from bifolium.report import each as each_of
from bifolium.validate.survey import survey
from bifolium.validate.walk import Walk

ROOT = Path(__file__).resolve().parent.parent
VERBOSE = False
RELEASE = "4.3.0"  # that of the grammar jing is given
MODEL = f'<?xml-model href="https://www.tei-c.org/Vault/P5/{RELEASE}/xml/tei/custom/schema/relaxng/tei_all.rng"?>'

# What somebody wrote, and the names one of which would mend it.
REPAIRS = (
    ("<p><persname>x</persname></p>", {"persName"}),
    ("<p><i>x</i></p>", {"hi"}),
    ("<p><em>x</em></p>", {"emph", "hi"}),
    ("<p>x<br/>y</p>", {"lb"}),
    ('<p><a href="x">y</a></p>', {"ref"}),
    ("<para>x</para>", {"p"}),
    ("<div0><p>x</p></div0>", {"div"}),
    ("<p>x<footnote>y</footnote></p>", {"note"}),
    ("<lsit><item>x</item></lsit>", {"list"}),
    ("<hi>x</hi>", {"p", "ab"}),
    ("x", {"p", "ab"}),
    ("<lg><verse>x</verse></lg>", {"l"}),
    ("<p><choice><sic>x</sic><correction>y</correction></choice></p>", {"corr"}),
    ("<table><tr><cell>x</cell></tr></table>", {"row"}),
    ('<p lang="la">x</p>', {"@xml:lang"}),
    ('<p id="x">y</p>', {"@xml:id"}),
    ('<p><hi rednition="#x">y</hi></p>', {"@rendition"}),
    ('<p><space dim="horizontl"/></p>', {"horizontal"}),
)
SPECIMEN = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>t</title></titleStmt>'
    "<publicationStmt><publisher/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
    '<text xml:lang="la"><body>{}</body></text></TEI>'
)


class Checker:
    """Checks texts as `bifolium check` does, in this process; jing is given a file of the same content."""

    def __init__(self, folder: Path) -> None:
        self.project = Project(folder, folder / "output", projects.PACKAGE)
        self.path = folder / "document.xml"

    def source(self, text: str) -> Source:
        data = text.encode()
        self.path.write_bytes(data)
        return Source(self.path.name, "document", len(data), hashlib.sha256(data).hexdigest())

    def findings(self, text: str) -> list[Finding]:
        """What is found of the grammar."""
        found = check_one(self.project, self.source(text))
        return [
            one for one in found if one.code.startswith("tei.") and one.code not in ("tei.constraint", "tei.deprecated")
        ]

    def valid(self, text: str) -> bool:
        """Whether the document is valid, by what `bifolium check` walks through."""
        document, _ = parse(self.project, self.source(text))
        return document is not None and not Walk(survey(self.project, document)).run(tei.schema(RELEASE))


def verdicts(folder: Path, jing: engine.Jing, checker: Checker, count: int, seed: int) -> None:
    """Mutants of the corpus, held against our table of TEI, and by jing against the grammar it was made from."""
    chance = random.Random(seed)
    texts = [path.read_text("utf-8") for path in engine.documents(folder)][:150]
    texts = [text for text in texts if len(text) < 150_000 and "http://www.w3.org/2001/XInclude" not in text]
    valid = [text for text in texts if checker.valid(text)]
    names = list(tei.elements(RELEASE))
    jing.schema(engine.schemas(folder)[f"tei_all-{RELEASE}.rng"])
    equal = 0
    for index in range(count):
        text = engine.mutant(chance.choice(valid if chance.random() < 0.85 else texts), names, chance)
        ours = checker.valid(text)
        theirs, _, said = jing.validate(checker.path)
        equal += ours == theirs
        if ours != theirs:
            print(f"  mutant {index}: jing {said[:1]}, we {'valid' if ours else 'not'}")
    print(f"verdicts: {equal} of {count} equal")
    row("verdicts equal to jing's, by `bifolium check` against our table of TEI", "100 %", f"{equal} of {count}")


ROWS: list[tuple[str, str, str, str]] = []


def row(what: str, goal: str, ours: str, jing: str = "–") -> None:
    """One row of the table."""
    ROWS.append((what, goal, ours, jing))


def longest(findings: Iterable[Finding]) -> int:
    """The length of the longest sentence or hint."""
    return max((max(len(one.sentence), len(one.hint)) for one in findings), default=0)


def messages(folder: Path, checker: Checker, seed: int) -> None:
    """How long the longest sentence or hint is, over all files of the corpus and mutants of them."""
    chance = random.Random(seed)
    most = count = 0
    names = list(tei.elements(RELEASE))
    paths = [path for path in sorted(folder.glob("corpus/**/*")) if path.suffix in (".xml", ".tei", ".odd")]
    for path in paths:
        data = path.read_bytes()
        home = Project(path.parent, path.parent / "output", projects.PACKAGE)
        found = check_one(home, Source(path.name, path.stem, len(data), hashlib.sha256(data).hexdigest()))
        most, count = max(most, longest(found)), count + len(found)
    texts = [path.read_text("utf-8") for path in engine.documents(folder, 30) if path.stat().st_size < 50_000]
    for _ in range(500):
        text = engine.mutant(chance.choice(texts), names, chance)
        found = check_one(checker.project, checker.source(engine.mutant(text, names, chance)))
        most, count = max(most, longest(found)), count + len(found)
    print(f"messages: {count} findings of {len(paths)} files and 500 mutants; the longest has {most} characters")
    row("the longest sentence or hint, over all files and 500 mutants", "≤ 300", f"{most} characters", "3,091")


def quality(
    folder: Path, jing: engine.Jing, checker: Checker, seed: int, files: int, *, every_plant: bool = False
) -> None:
    """Six errors planted in one file: found on their lines, told once, nothing told elsewhere, the column right.

    Without `every_plant`, only those that jing, asked of each alone, sees on that line too: an element renamed to
    another that may stand there is an error only in what it holds. With it, all that make the file invalid.
    """
    chance = random.Random(seed)
    schema = engine.schemas(folder)[f"tei_all-{RELEASE}.rng"]
    jing.schema(schema)
    names = list(tei.elements(RELEASE))
    texts = [file.read_text("utf-8") for file in engine.documents(folder)]
    texts = [text for text in texts if len(text) < 100_000 and text.count("\n") > 30 and "\r" not in text]
    # Both are held against the same release, and neither has anything to say of a text before.
    texts = [re.sub(r"\A(\ufeff?(?:<\?xml [^>]*\?>)?)", rf"\1{MODEL}", text) for text in texts]
    texts = [text for text in texts if not checker.findings(text) and not jing.validate(checker.path)[2]]
    chance.shuffle(texts)
    print(f"quality, {'every plant' if every_plant else 'of plants that jing sees'}:")
    figures: dict[str, Counter[str]] = {"we": Counter(), "jing": Counter()}
    for text in texts[:files]:
        every = engine.tags(text)
        plants: list[engine.Plant] = []
        taken: set[int] = set()
        for _ in range(60):
            if len(plants) == 6:
                break
            kind = chance.choice(engine.KINDS)
            new = engine.plant(text, every, names, chance, kind)
            if new is None or any(
                start <= other_end and other_start <= end
                for start, end, _ in new.splices
                for each in plants
                for other_start, other_end, _ in each.splices
            ):
                continue
            alone, ((line, _),) = engine.apply(text, [new])
            checker.source(alone)
            said = jing.validate(checker.path)[2]
            other = kind in ("other element", "stray inserted", "doubled")
            if kind == "misspelt element":  # one letter makes of p another element: sp
                other = re.sub(r".*:", "", new.splices[0][2]) in names
            about = "element" if other else ""
            if not said or not (every_plant or seen_there(said[0], line, about)):
                continue
            lines = {text.count("\n", 0, new.place), text.count("\n", 0, new.splices[0][0])}
            if not lines & taken:
                taken |= lines
                plants.append(new)
        if len(plants) < 6:
            continue
        changed, places = engine.apply(text, plants)
        due = {line for line, _ in places}
        all_of_them = check_one(checker.project, checker.source(changed))
        before = {(one.code, one.sentence) for one in check_one(checker.project, checker.source(text))}
        checker.source(changed)
        ours = [
            one
            for one in each_of(all_of_them)
            if (one.place.line in due or one.code.startswith("tei.")) and (one.code, one.sentence) not in before
        ]
        if VERBOSE:
            for each, (line, column) in zip(plants, places, strict=True):
                due_there = {column, name_before(changed.splitlines()[line - 1], column)}
                if not any(one.place.line == line and one.place.column in due_there for one in ours):
                    near = [f"{one.place} {one.code} {one.sentence}" for one in ours if line == one.place.line]
                    print(f"  {each.kind} at {line}:{column}: {near}")
            for one in ours:
                if one.place.line not in due:
                    print(f"  elsewhere: {one.place} {one.sentence}")
        figures["we"] += counted(places, [(one.place.line, one.place.column) for one in ours], changed.split("\n"), due)
        matches = [re.match(r"(\d+):(\d+) (.*)", line) for line in jing.validate(checker.path)[2]]
        theirs = [(int(m[1]), int(m[2])) for m in matches if m]
        figures["jing"] += counted(places, theirs, changed.split("\n"), due)
    shown: dict[str, list[str]] = {}
    for who, count in figures.items():
        planted, told = max(1, count["planted"]), max(1, count["messages"])
        shown[who] = [
            f"{count['on line'] / planted:.1%}",
            f"{count['messages'] / planted:.2f} / {count['elsewhere'] / told:.1%}",
            f"{count['column'] / planted:.1%}",
        ]
        print(f"quality: {who}: {count['planted']} errors planted; on their line, messages per error / on other lines,"
              f" column right: {'; '.join(shown[who])}")  # fmt: skip
    goals = (
        ("six errors in one file: found on their own line", "≥ 99 %"),
        ("messages per true error / on lines without an error", "≤ 1.05 / ≤ 2 %"),
        ("column at the first character of the offence", "≥ 99 %"),
    )
    for (what, goal), ours_, theirs_ in zip(goals, shown["we"], shown["jing"], strict=True):
        row(f"{what} (every plant)" if every_plant else what, "–" if every_plant else goal, ours_, theirs_)


def seen_there(said: str, line: int, about: str) -> bool:
    """Whether jing says on this line that such a thing is not allowed."""
    where, _, what = said.partition(" ")
    if not where.startswith(f"{line}:") or not what.startswith(about):
        return False
    return not ((about and "not allowed" not in what) or "prefix" in what or "must be" in what)


def counted(
    places: list[tuple[int, int]], told: list[tuple[int, int]], lines: list[str], due: set[int]
) -> Counter[str]:
    """How the places of messages fit the places where they are due."""
    at, on = set(told), {line for line, _ in told}
    found = Counter(planted=len(places), messages=len(told))
    found["elsewhere"] = sum(line not in due for line, _ in told)
    found["on line"] = sum(line in on for line, _ in places)
    # A wrong value is placed at the name of its attribute.
    found["column"] = sum(
        bool({(line, column), (line, name_before(lines[line - 1], column))} & at) for line, column in places
    )
    return found


def name_before(line: str, column: int) -> int:
    """The column of the attribute whose value begins here; else the same column."""
    found = re.search(r"([^\s=<]+)\s*=\s*[\"']$", line[: column - 1])
    return found.start() + 1 if found else column


def repairs(checker: Checker) -> None:
    """Whether the right name is among the first three that a message offers."""
    hits = 0
    for text, right in REPAIRS:
        findings = checker.findings(SPECIMEN.format(text))
        offered = re.sub(r"TEI Guidelines:.*", "", findings[0].hint if findings else "")
        own = set(re.findall(r"[\w:]+", text))
        words = re.findall(
            r"@?[\w:]+", re.sub(r"\b[Tt]EI says\b|\bAllowed here\b|\bAllowed\b|\b[Ii]n \w+ may stand\b", "", offered)
        )
        names = [word for word in words if word.lstrip("@") in VOCABULARY and word.lstrip("@") not in own - right]
        first = list(dict.fromkeys(names))[:3]
        if right & set(first):
            hits += 1
        else:
            print(f"  {text}: {first} from {offered!r}")
    print(f"repairs: {hits} of {len(REPAIRS)} among the first three names")
    row("the right repair among the first three names", "18", f"{hits} of {len(REPAIRS)}", "18, anywhere in the list")


VOCABULARY = {*tei.elements(), *tei.attributes(), "horizontal", "vertical"}


def start(folder: Path, classpath: str) -> None:
    """The whole process for one file of about 12 kB."""
    file = min(engine.documents(folder), key=lambda path: abs(path.stat().st_size - 12_000))
    schema = engine.schemas(folder)[f"tei_all-{RELEASE}.rng"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    commands = {"bifolium check": [sys.executable, "-m", "bifolium", "check", str(file)]}
    if classpath:
        jing = ["java", "-cp", classpath, "com.thaiopensource.relaxng.util.Driver", str(schema), str(file)]
        commands["jing"] = jing
    took: dict[str, str] = {}
    for name, command in commands.items():
        times, processor = [], []
        for _ in range(7):
            before, spent = time.perf_counter(), os.times()
            subprocess.run(command, capture_output=True, check=False, env=environment)
            times.append(time.perf_counter() - before)
            processor.append(sum(os.times()[2:4]) - sum(spent[2:4]))
        size = file.stat().st_size
        took[name] = f"{median(processor):.2f} s"
        print(f"start: {name}: {min(times):.2f} s by the clock at best, processor {took[name]} ({size} bytes)")
    row("one file of 12 kB, whole process, processor time", "≤ 0.35 s", took["bifolium check"], took.get("jing", "–"))


def speed(folder: Path, jing: engine.Jing, checker: Checker) -> None:
    """Warm, in processor time: the engine over files, and the whole check; jing over the same files, turn by turn."""
    files = engine.documents(folder, 300)
    size = sum(file.stat().st_size for file in files) / 1e6
    path = engine.schemas(folder)[f"tei_all-{RELEASE}.rng"]
    schema = load(path)
    jing.schema(path)
    ratios: dict[str, list[float]] = {"engine": [], "parse and walk": [], "all rules": []}
    for turn in range(6):
        spent = dict.fromkeys(ratios, 0.0)
        for file in files:
            before = time.process_time()
            for _ in schema.validate(file):
                pass
            spent["engine"] += time.process_time() - before
            data = file.read_bytes()
            home = Project(file.parent, file.parent / "output", projects.PACKAGE)
            source = Source(file.name, file.stem, len(data), "")
            before = time.process_time()
            document, _ = parse(home, source)
            spent["parse and walk"] += time.process_time() - before
            if document is None:
                continue
            seen = survey(home, document)
            before = time.process_time()
            Walk(seen).run(tei.schema(RELEASE))
            spent["parse and walk"] += time.process_time() - before
            before = time.process_time()
            check_one(home, source)
            spent["all rules"] += time.process_time() - before
        cpu = jing.cpu()
        jing.validate(*files)
        theirs = jing.cpu() - cpu
        if turn > 1:
            for what, seconds in spent.items():
                ratios[what].append(theirs / seconds)
            print(f"speed: jing {size / theirs:.1f} MB/s a core; "
                  + "; ".join(f"{what} {size / seconds:.1f}" for what, seconds in spent.items()))  # fmt: skip
    for what, goal in (("engine", "≥ 1.0 × jing"), ("parse and walk", "–"), ("all rules", "–")):
        row(f"{size:.0f} MB of mixed files, warm, per core: {what}", goal, f"{median(ratios[what]):.2f} × jing", "1")


def memory(folder: Path) -> None:
    """A file of 37 MB: the engine alone reads it as a stream; `bifolium check` needs its tree for all other rules."""
    found = engine.memory(folder)
    row("37 MB file, memory: the engine, streaming", "≤ 100 MB", f"{found} MB", "572 MB")


def compile_all(folder: Path) -> None:
    """Every schema, read anew."""
    times = engine.compile_all(folder)
    row(f"every schema compiles (the slowest of {len(times)})", "≤ 0.5 s", f"{max(times):.2f} s")


def suites(folder: Path) -> None:
    """Clark's suites, with the engine alone."""
    cases, failed = engine.suites(folder)
    row("Clark's suites", "all pass", f"{cases - failed} of {cases}", "all")


def mutants(folder: Path, jing: engine.Jing, scratch: Path, count: int, seed: int) -> None:
    """Verdicts of the engine over all schemas."""
    equal = engine.verdicts(folder, jing, count, seed, scratch)
    what = f"verdicts equal to jing's: mutants of 150 files, {len(engine.schemas(folder))} schemas, the engine alone"
    row(what, "100 %", f"{equal} of {count}")


def planted() -> None:
    """The kinds of faults that leave a file valid, planted in our own edition by a test."""
    test = ROOT / "tests" / "test_validate_planted.py"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", "-rA", str(test)], capture_output=True, text=True, cwd=ROOT
    )  # fmt: skip
    kinds = re.findall(r"^(PASSED|FAILED) \S*::test_a_planted_fault_is_found", done.stdout, re.M)
    clean = "PASSED tests/test_validate_planted.py::test_the_clean_edition_has_no_findings" in done.stdout
    caught = kinds.count("PASSED")
    print(f"planted: {caught} of {len(kinds)} kinds caught; clean edition {'without' if clean else 'with'} findings")
    told = f"{caught} of {len(kinds)}, {'0' if clean else 'some'} findings on the clean edition"
    row("valid but wrong: kinds of faults planted in the cable", "15, 0 on the clean cable", told, "0")


GATES = (
    "suites compile mutants verdicts quality repairs planted messages start speed memory"
).split()  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gates", nargs="*", metavar="GATE")
    parser.add_argument("--classpath", default="")
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=100, help="in which errors are planted")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="show what quality finds wanting")
    options = parser.parse_args()
    global VERBOSE
    VERBOSE = options.verbose
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        checker = Checker(scratch)
        jing = engine.Jing(options.classpath, scratch) if options.classpath else None
        for gate in options.gates or GATES:
            match gate:
                case "suites" | "memory":
                    {"suites": suites, "memory": memory}[gate](options.folder)
                case "compile":
                    compile_all(options.folder)
                case "repairs":
                    repairs(checker)
                case "planted":
                    planted()
                case "messages":
                    messages(options.folder, checker, options.seed)
                case "start":
                    start(options.folder, options.classpath)
                case _ if jing is None:
                    print(f"{gate}: skipped, no --classpath")
                case "mutants":
                    mutants(options.folder, jing, scratch, options.mutants, options.seed)
                case "verdicts":
                    verdicts(options.folder, jing, checker, options.mutants, options.seed)
                case "quality":
                    quality(options.folder, jing, checker, options.seed, options.files)
                    quality(options.folder, jing, checker, options.seed, options.files, every_plant=True)
                case "speed":
                    speed(options.folder, jing, checker)
        if jing:
            jing.close()
    print("\n| | goal | here | jing |\n|---|---|---|---|")
    for cells in ROWS:
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
