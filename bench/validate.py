"""Checking TEI files becomes figures, beside jing's in the same run: verdicts, quality of messages, time.

    python bench/validate.py FOLDER [--classpath JARS] [--mutants 1000] [--seed 1] [GATE ...]

FOLDER holds schemas/tei_all-4.3.0.rng and corpus/ (TEI files). Gates: verdicts, quality, repairs, start, speed; all
of them by default. Those that ask jing need Java and a class path with jing and its libraries. What the engine alone
does is measured by bench/relaxng.py; this is the whole way from a file to findings.
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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import relaxng as engine  # the one beside this file

from bifolium import project as projects
from bifolium import tei
from bifolium.check import check_one
from bifolium.model import Finding, Project, Source
from bifolium.parse import parse
from bifolium.validate.survey import survey
from bifolium.validate.walk import Walk

ROOT = Path(__file__).resolve().parent.parent
VERBOSE = False
RELEASE = "4.3.0"  # that of the grammar jing is given

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


def lines_of(finding: Finding) -> list[int]:
    """The lines a finding names: its own, and those where it occurs again."""
    again = re.search(r"also in line ([\d, ]+)", finding.sentence)
    return [finding.place.line, *map(int, re.findall(r"\d+", again[1] if again else ""))]


def quality(folder: Path, jing: engine.Jing, checker: Checker, seed: int, files: int) -> None:
    """Six errors planted in one file: found on their lines, told once, nothing told elsewhere, the column right."""
    chance = random.Random(seed)
    schema = engine.schemas(folder)[f"tei_all-{RELEASE}.rng"]
    jing.schema(schema)
    names = list(tei.elements(RELEASE))
    texts = [file.read_text("utf-8") for file in engine.documents(folder)]
    texts = [text for text in texts if len(text) < 100_000 and text.count("\n") > 30 and "\r" not in text]
    texts = [text for text in texts if not checker.findings(text)]
    chance.shuffle(texts)
    figures: dict[str, Counter[str]] = {"we": Counter(), "jing": Counter()}
    lengths: list[int] = []
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
            about = {"other element": "element", "stray inserted": "element", "doubled": "element"}.get(kind, "")
            if not said or not said[0].startswith(f"{line}:") or not said[0].split(" ", 1)[1].startswith(about):
                continue
            if (about and "not allowed" not in said[0]) or "prefix" in said[0] or "must be" in said[0]:
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
            for one in all_of_them
            if (one.place.line in due or one.code.startswith("tei.")) and (one.code, one.sentence) not in before
        ]
        lengths += [max(len(one.sentence), len(one.hint)) for one in ours]
        if VERBOSE:
            for each, (line, column) in zip(plants, places, strict=True):
                due_there = {column, name_before(changed.splitlines()[line - 1], column)}
                if not any(one.place.line == line and one.place.column in due_there for one in ours):
                    near = [f"{one.place} {one.code} {one.sentence}" for one in ours if line in lines_of(one)]
                    print(f"  {each.kind} at {line}:{column}: {near}")
            for one in ours:
                if not due & set(lines_of(one)):
                    print(f"  elsewhere: {one.place} {one.sentence}")
        figures["we"] += counted(
            places, [(lines_of(one), (one.place.line, one.place.column)) for one in ours], changed.splitlines(), due
        )
        matches = [re.match(r"(\d+):(\d+) (.*)", line) for line in jing.validate(checker.path)[2]]
        theirs = [([int(m[1])], (int(m[1]), int(m[2]))) for m in matches if m]
        figures["jing"] += counted(places, theirs, changed.splitlines(), due)
    for who, count in figures.items():
        if planted := count["planted"]:
            column = count["column"] / count["shown"]
            print(
                f"quality: {who}: {planted} errors planted; on their line {count['on line'] / planted:.1%};"
                f" messages per error {count['messages'] / planted:.2f}; on other lines"
                f" {count['elsewhere'] / max(1, count['messages']):.1%}; column right {column:.1%}"
            )
    print(f"quality: the longest sentence or hint has {max(lengths, default=0)} characters")


def counted(
    places: list[tuple[int, int]], messages: list[tuple[list[int], tuple[int, int]]], lines: list[str], due: set[int]
) -> Counter[str]:
    """How messages (the lines they name, their place) fit the places where they are due."""
    at = {place for _, place in messages}
    found = Counter(planted=len(places), messages=len(messages))
    found["elsewhere"] = sum(not due & set(own) for own, _ in messages)
    found["on line"] = sum(any(line in own for own, _ in messages) for line, _ in places)
    # Where the same mistake was made twice, one message names the lines of both, and shows the place of the first.
    first = [(line, column) for line, column in places if not any(line in own[1:] for own, _ in messages)]
    found["shown"] = len(first)
    # A wrong value is placed at the name of its attribute.
    found["column"] = sum(
        bool({(line, column), (line, name_before(lines[line - 1], column))} & at) for line, column in first
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
    for name, command in commands.items():
        times = []
        for _ in range(7):
            before = time.perf_counter()
            subprocess.run(command, capture_output=True, check=False, env=environment)
            times.append(time.perf_counter() - before)
        size = file.stat().st_size
        print(f"start: {name}: {min(times):.2f} s at best, {sorted(times)[3]:.2f} s in the middle ({size} bytes)")


def speed(folder: Path, jing: engine.Jing, checker: Checker) -> None:
    """The walk through a tree that has been read, warm, and all rules together; jing reads the file as well."""
    files = engine.documents(folder)
    size = sum(file.stat().st_size for file in files) / 1e6
    jing.schema(engine.schemas(folder)[f"tei_all-{RELEASE}.rng"])
    for _ in range(4):
        jing.validate(*files)
    cpu = jing.cpu()
    jing.validate(*files)
    theirs = jing.cpu() - cpu
    for turn in range(3):
        spent: Counter[str] = Counter()
        for file in files:
            data = file.read_bytes()
            home = Project(file.parent, file.parent / "output", projects.PACKAGE)
            source = Source(file.name, file.stem, len(data), "")
            before = time.process_time()
            document, _ = parse(home, source)
            spent["parse"] += time.process_time() - before
            if document is None:
                continue
            seen = survey(home, document)
            before = time.process_time()
            Walk(seen).run(tei.schema(RELEASE))
            spent["walk"] += time.process_time() - before
            before = time.process_time()
            check_one(home, source)
            spent["all"] += time.process_time() - before
        if turn:
            both = spent["parse"] + spent["walk"]
            print(
                f"speed: walk {size / spent['walk']:.1f} MB/s, with parsing {size / both:.1f};"
                f" all rules {size / spent['all']:.1f}; jing {size / theirs:.1f} a core ({size:.1f} MB)"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gates", nargs="*", metavar="GATE")
    parser.add_argument("--classpath", default="")
    parser.add_argument("--mutants", type=int, default=1000)
    parser.add_argument("--files", type=int, default=60, help="in which errors are planted")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="show what quality finds wanting")
    options = parser.parse_args()
    global VERBOSE
    VERBOSE = options.verbose
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        checker = Checker(scratch)
        jing = engine.Jing(options.classpath, scratch) if options.classpath else None
        for gate in options.gates or ["repairs", "start", "quality", "verdicts", "speed"]:
            if gate == "repairs":
                repairs(checker)
            elif gate == "start":
                start(options.folder, options.classpath)
            elif jing is None:
                print(f"{gate}: skipped, no --classpath")
            elif gate == "verdicts":
                verdicts(options.folder, jing, checker, options.mutants, options.seed)
            elif gate == "quality":
                quality(options.folder, jing, checker, options.seed, options.files)
            elif gate == "speed":
                speed(options.folder, jing, checker)
        if jing:
            jing.close()


if __name__ == "__main__":
    main()
