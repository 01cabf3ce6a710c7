"""`edition/allow.toml` becomes Allowances: which findings the editors have seen and let pass, where, and why.

strict = true                     # every warning that is not let pass stops the build

[[allow]]                         # is not shown any more
code = "facsimile.image-missing"
place = "edition/letters/*.xml"   # a file, a pattern of files, or a file with #xml:id; left out: everywhere
reason = "The archive has not released the scans."

[[warn]]                          # an error that stops no build, and is shown as a warning
code = "link.target-missing"
reason = "The list of persons is not finished."
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from bifolium.findings import codes, find, weigh
from bifolium.model import Finding, Place, Project, Severity
from bifolium.phrases import phrase

NAME = "edition/allow.toml"
TABLES = ("allow", "warn")


# What is wrong in the material and can be shown all the same. All other errors mean that a text can't be read or
# placed, that something of it was lost, that a page is broken or unsafe, or that the program has failed.
LOWERED = frozenset(
    "contract date facsimile hand header id language link schema schematron tei text translation".split()
)
UNSAFE = frozenset({"link.unsafe", "schema.changed", "schema.pins"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[allow]]` (findings of this code at this place pass, for this reason) or `[[warn]]` (they only warn)."""

    table: str  # "allow" or "warn"
    number: int  # from 1, among those of its table in the file
    line: int
    code: str
    reason: str
    place: str = ""

    def matches(self, finding: Finding) -> bool:
        """Whether it speaks of this finding, at one of its places at least."""
        return finding.code == self.code and any(map(self._holds, (finding.place, *finding.again)))

    def divide(self, finding: Finding) -> tuple[Finding | None, Finding | None]:
        """The finding at the places it speaks of, and at the others."""
        if finding.code != self.code:
            return None, finding
        inside: list[Place] = []
        outside: list[Place] = []
        for place in (finding.place, *finding.again):
            (inside if self._holds(place) else outside).append(place)
        return _at(finding, inside), _at(finding, outside)

    def _holds(self, place: Place) -> bool:
        path, _, target = self.place.partition("#")
        if path and not fnmatchcase(place.path, path):
            return False
        # An XPath leads to the finding's element, an xml:id to it or to what it stands in.
        if target.startswith("/"):
            return place.xpath == target
        return not target or f"[@xml:id='{target}']" in place.xpath


def _at(finding: Finding, places: list[Place]) -> Finding | None:
    """The finding at these places only."""
    return replace(finding, place=places[0], again=tuple(places[1:])) if places else None


@dataclass(frozen=True, slots=True)
class Allowances:
    """What is let pass. An edition without allow.toml lets nothing pass, and no warning stops it."""

    entries: tuple[Entry, ...] = ()
    strict: bool = False

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """The same findings: what is let pass with the reason, what shall only warn as a warning; when `strict`,
        other warnings as errors.

        No error is let pass unseen, but for those of the project's own contract, whose author decides about it.
        """
        return [judged for finding in findings for judged in self._judge(finding)]

    def _judge(self, finding: Finding) -> Iterator[Finding]:
        """The finding as it weighs here: where an entry speaks of some of its places only, in parts."""
        rest: Finding | None = finding
        # To let pass is more than to warn of.
        for entry in sorted(self.entries, key=lambda one: one.table):
            if rest is None:
                return
            if entry.table == "allow" and _may_pass(rest):
                found, rest = entry.divide(rest)
                if found:
                    yield replace(found, allowed=entry.reason)
            elif entry.table == "warn" and may_warn(rest.code):
                found, rest = entry.divide(rest)
                if found:
                    yield weigh(found, Severity.WARNING) if found.severity is Severity.ERROR else found
        if rest:
            strictly = self.strict and rest.severity is Severity.WARNING
            yield weigh(rest, Severity.ERROR) if strictly else rest

    def unused(self, findings: Iterable[Finding], paths: Iterable[str] | None = None) -> list[Finding]:
        """A note for each entry that speaks of none of the findings of a whole run.

        `paths` names the files that were looked at, when these are not all of the edition: then nothing is
        said about entries for other files, or for any file.
        """
        looked_at = None if paths is None else tuple(paths)
        found = tuple(findings)
        notes = []
        for entry in self.entries:
            path = entry.place.partition("#")[0]
            if looked_at is not None and not (path and any(fnmatchcase(one, path) for one in looked_at)):
                continue
            if not any(entry.matches(finding) for finding in found):
                where = " " + phrase("at {0}", entry.place) if entry.place else ""
                place = Place(NAME, entry.line)
                notes.append(find("allow.unused", place, table=entry.table, name=entry.code, where=where))
        return notes


def may_warn(code: str) -> bool:
    """Whether a project may decide that this error shall not stop its build."""
    return code.partition(".")[0] in LOWERED and code not in UNSAFE


def to_paste(findings: Iterable[Finding]) -> str:
    """What to write into allow.toml so that these errors, as far as that is possible, don't stop a build."""
    places: dict[str, set[str]] = {}
    for one in findings:
        if one.severity is Severity.ERROR and not one.allowed and may_warn(one.code):
            places.setdefault(one.code, set()).add(one.place.path)
    tables = []
    for code, paths in sorted(places.items()):
        place = f'place = "{paths.pop()}"\n' if len(paths) == 1 and "" not in paths else ""
        tables.append(f'[[warn]]\ncode = "{code}"\n{place}reason = "Known, not yet mended."\n')
    return "\n".join(tables)


def _may_pass(finding: Finding) -> bool:
    return finding.severity is not Severity.ERROR or finding.code.startswith("contract.")


def read(project: Project) -> tuple[Allowances, list[Finding]]:
    """The allowances of a project, and what is wrong with its allow.toml (TOML 1.0).

    A missing file allows nothing.
    """
    path = project.root / NAME
    if not path.is_file():
        return Allowances(), []
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        return Allowances(), [_malformed(error)]
    return _entries(content, text)


def _malformed(error: Exception) -> Finding:
    words = str(error)
    line = column = 0
    if " (at line " in words:
        words, _, where = words.partition(" (at line ")
        line, column = (int(number) for number in where.rstrip(")").split(", column "))
    if isinstance(error, UnicodeDecodeError):
        words = phrase("it is not UTF-8")
    return find("allow.malformed", Place(NAME, line, column), reason=words)


def _entries(content: dict[str, Any], text: str) -> tuple[Allowances, list[Finding]]:
    findings: list[Finding] = []
    known = {code.code for code in codes()}
    entries = []

    def broken(reason: str, line: int) -> None:
        findings.append(find("allow.malformed", Place(NAME, line), reason=reason))

    strict = content.get("strict", False)
    if not isinstance(strict, bool):
        broken(phrase("strict is either true or false, without quotation marks"), 1)
    for key in sorted(content.keys() - {"strict", *TABLES}):
        broken(phrase("“{0}” is not known here; there are only strict, [[allow]] and [[warn]]", key), 1)
    raws: list[tuple[str, int, int, dict[str, Any]]] = []
    for table in TABLES:
        lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(f"[[{table}]]")]
        listed = content.get(table, [])
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            broken(phrase("an entry begins with [[{0}]] in two pairs of brackets", table), 1)
            continue
        for number, raw in enumerate(listed, 1):
            raws.append((table, number, lines[number - 1] if number <= len(lines) else 0, raw))
    for table, number, line, raw in raws:
        code, reason, place = (raw.get(key, "") for key in ("code", "reason", "place"))
        strange = raw.keys() - {"code", "reason", "place"}
        if strange or not all(isinstance(value, str) for value in (code, reason, place)) or not code:
            broken(
                phrase("[[{0}]] number {1} needs code and reason, may have place, and has nothing else", table, number),
                line,
            )
        elif not reason.strip():
            findings.append(find("allow.reason-missing", Place(NAME, line), table=table, name=code))
        elif code not in known and not code.startswith("contract."):
            close = get_close_matches(code, known, n=1)
            guess = phrase("Did you mean {0}?", close[0]) + " " if close else ""
            findings.append(find("allow.unknown-code", Place(NAME, line), table=table, name=code, guess=guess))
        elif table == "warn" and not may_warn(code):
            findings.append(find("allow.stays-error", Place(NAME, line), name=code))
        else:
            entries.append(Entry(table, number, line, code, " ".join(reason.split()), place))
    return Allowances(tuple(entries), strict is True), findings
