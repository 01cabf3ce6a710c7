"""A code and its particulars become a Finding; the words stand in `findings/AREA.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bifolium.model import Finding, Place, Severity

FOLDER = Path(__file__).parent / "findings"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding, as its register describes it."""

    code: str
    severity: Severity
    sentence: str  # with {particulars}
    hint: str
    help: str  # a paragraph for `bifolium explain` and the manual
    guidelines: str = ""  # section of the TEI Guidelines, such as "PH-surfzone"


@cache
def register(area: str) -> dict[str, Code]:
    """All codes of one area, from `findings/AREA.toml`."""
    with (FOLDER / f"{area}.toml").open("rb") as file:
        entries = tomllib.load(file)
    return {
        f"{area}.{name}": Code(
            f"{area}.{name}",
            Severity(entry["severity"]),
            entry["sentence"],
            entry.get("hint", ""),
            entry["help"],
            entry.get("guidelines", ""),
        )
        for name, entry in entries.items()
    }


def codes() -> list[Code]:
    """Every code there is, in alphabetical order."""
    return [code for area in sorted(FOLDER.glob("*.toml")) for _, code in sorted(register(area.stem).items())]


def find(code: str, place: Place, **particulars: object) -> Finding:
    """The finding of this code at this place. Raises KeyError for a code that is not in the register."""
    entry = register(code.partition(".")[0])[code]
    return Finding(code, entry.severity, entry.sentence.format(**particulars), place, entry.hint.format(**particulars))


def weigh(finding: Finding, severity: Severity) -> Finding:
    """The same finding with another severity."""
    return replace(finding, severity=severity)


def remark(place: Place, sentence: str, hint: str = "") -> Finding:
    """A finding in a project's own words, for the checks in its build.py."""
    return find("project.remark", place, sentence=sentence, hint=hint)
