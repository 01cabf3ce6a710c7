"""Findings become what people and programs read: sentences, JSON, or SARIF 2.1.0."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Literal, TextIO
from urllib.parse import quote

from bifolium import __version__
from bifolium.findings import Code, codes, say
from bifolium.model import Finding, Place, Severity
from bifolium.phrases import listed, phrase, spoken
from bifolium.quote import width

Form = Literal["text", "json", "sarif"]

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
# SARIF 2.1.0 (OASIS), section 3.27.10, happens to use our three words.
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
FEW = 5  # findings of one kind in one file, and files with findings of one kind, that people are shown
_HAN, _STOPS = "\u2e80-\u2fff\u3005-\u9fff\uf900-\ufaff", "，。：；？！”）、"
_PIECES = rf"[{_HAN}][{_STOPS}\s]*|[{_STOPS}“（]+|[^\s{_HAN}{_STOPS}“（]+[{_STOPS}\s]*|\s+"
_WORDS = r"\S+\s*|\s+"  # the same where there is no Chinese
GUIDELINES = "https://tei-c.org/release/doc/tei-p5-doc/en/html"


def print_findings(
    findings: Iterable[Finding],
    stream: TextIO,
    form: Form = "text",
    quote: Callable[[Place], str] | None = None,
    every: bool = False,
    lang: str = "en",
) -> None:
    """Write all findings to `stream`: for people, as JSON, or as SARIF 2.1.0 (for editors and code hosts).

    They come by file and, within a file, by line, in the language `lang`. Colour is used on a terminal only. `quote`
    gives the line of a place, to be shown to people; of many findings of one kind in one file they see the first,
    unless `every`.
    """
    ordered = [say(one, lang) for one in in_order(findings)]
    if form == "json":
        print(json.dumps([as_json(one) for one in in_order(each(ordered))], ensure_ascii=False, indent=1), file=stream)
    elif form == "sarif":
        print(json.dumps(sarif(in_order(each(ordered)), lang), ensure_ascii=False, indent=1), file=stream)
    else:
        _print_text(in_order(each(ordered)) if every else ordered, stream, quote, every, lang)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by file, line and column."""
    return sorted(findings, key=lambda one: (one.place.path, one.place.line, one.place.column, one.code))


def each(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for every place: those that stand for several, taken apart."""
    for one in findings:
        yield replace(one, again=()) if one.again else one
        for place in one.again:
            yield replace(one, place=place, again=())


def gathered(findings: Sequence[Finding]) -> Iterator[tuple[Finding, list[Finding]]]:
    """The findings as people read them: of one kind in one file the first few, and with the last of these the rest."""
    kinds: dict[tuple[str, str, Severity], list[Finding]] = {}
    for one in findings:
        kinds.setdefault((one.place.path, one.code, one.severity), []).append(one)
    for one in findings:
        same = kinds[one.place.path, one.code, one.severity]
        if len(same) <= FEW + 1 or any(one is other for other in same[: FEW - 1]):
            yield one, []
        elif one is same[FEW - 1]:
            yield one, same[FEW:]


def spread(findings: Iterable[Finding]) -> tuple[list[Finding], dict[tuple[Severity, str], list[Finding]]]:
    """The findings in the first few files of each kind; and those in further files, by kind, where these are many."""
    files: dict[tuple[Severity, str], dict[str, list[Finding]]] = {}
    findings = list(findings)
    for one in findings:
        files.setdefault((one.severity, one.code), {}).setdefault(one.place.path, []).append(one)
    hidden = {
        kind: [one for path in [*paths][FEW:] for one in paths[path]]
        for kind, paths in sorted(files.items())
        if len(paths) > 2 * FEW
    }
    away = {id(one) for more in hidden.values() for one in more}
    return [one for one in findings if id(one) not in away], hidden


def _print_text(
    findings: list[Finding], stream: TextIO, quote: Callable[[Place], str] | None, every: bool, lang: str
) -> None:
    colour = stream.isatty()
    shown = [one for one in findings if not one.allowed]
    shown, hidden = (shown, {}) if every else spread(shown)
    last = ("", "", "")
    for one, more in ((one, []) for one in shown) if every else gathered(shown):
        first, *hint = text(one, colour, lang).split("\n", 1)
        if last == (one.place.path, one.code, one.hint):
            hint = []  # it has just been said
        last = (one.place.path, one.code, one.hint)
        line = "\n".join(f"  | {one}" for one in quote(one.place).splitlines()) if quote else ""
        print("\n".join(part for part in (first, line, *hint) if part), file=stream)
        if more:
            lines = _lines([other.place for other in more])
            told = spoken(phrase("{0} more of this kind [{1}], {2}", len(more), one.code, lines), lang)
            print(f"{one.place.path}: {told}", file=stream)
    for (severity, code), others in hidden.items():
        number, paths = sum(1 + len(one.again) for one in others), {one.place.path for one in others}
        kind = phrase(f"{severity}s") if number > 1 else phrase(str(severity))
        words = "{0} more {1} [{2}] in {3} more files, from {4} on"
        print(spoken(phrase(words, number, kind, code, len(paths), others[0].place.path), lang), file=stream)
    if hidden:
        print(spoken(phrase("All of them: bifolium check --all"), lang), file=stream)
    if findings:
        print(summary(findings, lang), file=stream)


def _lines(places: Sequence[Place], most: int = 5) -> str:
    """The first of these lines, as a phrase."""
    lines = [str(line) for line in dict.fromkeys(place.line for place in places)]
    shown = phrase("in line {0}", listed(lines[:most]))
    return phrase("{0} and {1} more", shown, len(lines) - most) if len(lines) > most else shown


def text(finding: Finding, colour: bool = False, lang: str = "en") -> str:
    """One finding as `path:line:column: severity: sentence [code]`, and its hint below.

    >>> from bifolium.findings import find
    >>> from bifolium.model import Place
    >>> print(text(find("link.empty", Place("edition/a.xml", 3, 7), attribute="ref")))
    edition/a.xml:3:7: warning: @ref is empty: it points to nothing. [link.empty]
        Fill in what it should point to, or remove the attribute.
    """
    severity = spoken(phrase(str(finding.severity)), lang)
    if colour:
        severity = f"\x1b[{COLOURS[finding.severity]}m{severity}\x1b[0m"
    where = f"{finding.place}: " if finding.place.path else ""
    elsewhere = [one for one in finding.again if (one.path, one.line) != (finding.place.path, finding.place.line)]
    times = phrase(" ({0} times; also {1})" if elsewhere else " ({0} times)", len(finding.again) + 1, _lines(elsewhere))
    first = f"{where}{severity}: {finding.sentence}{spoken(times, lang) if finding.again else ''} [{finding.code}]"
    hint = "\n".join(f"    {line}" for line in _filled(finding.hint, 100))
    return f"{first}\n{hint}" if hint else first


def _filled(words: str, columns: int) -> Iterator[str]:
    """The words in lines of so many columns. Chinese breaks between any two characters, but not before its stops."""
    line = ""
    for piece in re.findall(_WORDS if max(words, default="") < _HAN[0] else _PIECES, words):
        if line.strip() and width(line + piece.rstrip()) > columns:
            yield line.rstrip()
            line = ""
        line += piece
    if line.strip():
        yield line.rstrip()


def summary(findings: Iterable[Finding], lang: str = "en") -> str:
    """How many there are: “2 errors, 1 warning; 3 let pass”."""
    all_of_them = list(findings)
    counts: Counter[Severity] = Counter()
    for one in all_of_them:
        if not one.allowed:
            counts[one.severity] += 1 + len(one.again)
    passed = sum(bool(one.allowed) for one in all_of_them)
    words = [
        f"{counts[kind]} {phrase(f'{kind}s')}" if counts[kind] > 1 or lang != "en" else f"1 {kind}"
        for kind in Severity
        if counts[kind]
    ]
    told = listed(words) or phrase("no findings")
    return spoken(phrase("{0}; {1} let pass", told, passed) if passed else told, lang)


def as_json(finding: Finding) -> dict[str, Any]:
    """One finding as JSON: empty and unknown things are left out."""
    everything = {
        "code": finding.code,
        "severity": str(finding.severity),
        "sentence": finding.sentence,
        "hint": finding.hint,
        "path": finding.place.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "xpath": finding.place.xpath,
        "allowed": finding.allowed,
    }
    return {key: value for key, value in everything.items() if value}


def sarif(findings: list[Finding], lang: str = "en") -> dict[str, Any]:
    """A SARIF log with one run: a code that occurs is a rule, a finding let pass a suppressed result."""
    register = {code.code: code for code in codes(lang)}
    named = sorted({one.code for one in findings})
    rules = [_rule(name, register.get(name)) for name in named]
    index = {name: number for number, name in enumerate(named)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "Bifolium", "version": __version__, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, index[one.code]) for one in findings],
            }
        ],
    }


def _rule(name: str, code: Code | None) -> dict[str, Any]:
    if code is None:  # a rule of the project's own contract
        return {"id": name}
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": _blank(code.sentence)},
        "fullDescription": {"text": " ".join(code.help.split())},
        "defaultConfiguration": {"level": LEVELS[code.severity]},
    }
    if code.guidelines:
        rule["helpUri"] = _guidelines(code.guidelines)
    return rule


def _result(finding: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.sentence} {finding.hint}".strip()},
    }
    if finding.place.path:
        location: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.place.path)}}
        if finding.place.line:
            location["region"] = {"startLine": finding.place.line}
            if finding.place.column:
                location["region"]["startColumn"] = finding.place.column
        result["locations"] = [{"physicalLocation": location}]
    if finding.allowed:
        result["suppressions"] = [{"kind": "external", "justification": finding.allowed}]
    return result


def _guidelines(section: str) -> str:
    """The address of a section of the TEI Guidelines: the first two letters of its id name the page."""
    return f"{GUIDELINES}/{section[:2]}.html#{section}"


def explain(code: str, lang: str = "en") -> str:
    """What a finding means, at length, for reading in a terminal; for an unknown code, what may be meant."""
    register = {one.code: one for one in codes(lang)}
    entry = register.get(code)
    if entry is None:
        return _unknown(code, register)
    parts = [f"{entry.code} ({spoken(phrase(str(entry.severity)), lang)})"]
    for words in filter(None, (entry.sentence, entry.hint)):
        parts += [f"  {line}" for line in _filled(_blank(words), 90)]
    parts += ["", *_filled(" ".join(entry.help.split()), 92)]
    if entry.guidelines:
        parts += ["", spoken(phrase("TEI Guidelines: {0}", _guidelines(entry.guidelines)), lang)]
    return "\n".join(parts)


def register_page() -> str:
    """All codes as one page of the manual, in Markdown."""
    parts = [
        "# All findings",
        "Made from the register (`bifolium/findings/`); `bifolium explain CODE` says the same.",
    ]
    for area, members in groupby(codes(), key=lambda code: code.code.partition(".")[0]):
        parts.append(f"## {area}")
        for code in members:
            parts.append(f"### {code.code}\n\n*{code.severity}.* {_blank(code.sentence)}")
            parts.append(" ".join(code.help.split()))
            if code.hint:
                parts.append(f"**What would be right:** {_blank(code.hint)}")
            if code.guidelines:
                parts.append(f"[TEI Guidelines]({_guidelines(code.guidelines)})")
    return "\n\n".join(parts) + "\n"


def _blank(words: str) -> str:
    """A sentence of the register with dots where the particulars will stand."""
    from string import Formatter

    particulars = {name: "…" for _, name, _, _ in Formatter().parse(words) if name}
    return " ".join(words.format(**particulars).split()).replace("… …", "…")


def _unknown(code: str, register: Mapping[str, Code]) -> str:
    if code.startswith("contract."):
        return f"“{code}” is a rule of the project's own contract; it is written in schema/edition.xsd."
    # Who remembers only the second half of a code means every code that ends so.
    from difflib import get_close_matches

    close = [name for name in register if name.partition(".")[2] == code]
    close = close or get_close_matches(code, register, n=1, cutoff=0.9)
    close = close or get_close_matches(code, register, n=3, cutoff=0.5)
    meant = f" Did you mean {' or '.join(close)}?" if close else ""
    return f"There is no finding called “{code}”.{meant}"
