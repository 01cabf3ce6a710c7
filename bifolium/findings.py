"""A code and its particulars become a Finding; the words stand in `findings/AREA.toml`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bifolium.model import Finding, Place, Severity
from bifolium.phrases import reason, spoken

LONGEST = 300  # characters of a sentence, and of a hint
SHORT = 40  # to which what is quoted may be shortened for that
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
def register(area: str, lang: str = "en") -> dict[str, Code]:
    """All codes of one area, from `findings/AREA.toml`; the words of other languages from `LANG/AREA.toml`."""
    with (FOLDER / f"{area}.toml").open("rb") as file:
        entries = tomllib.load(file)
    others = FOLDER / lang / f"{area}.toml"
    words = tomllib.loads(others.read_text("utf-8")) if lang != "en" and others.is_file() else {}
    return {
        f"{area}.{name}": Code(
            f"{area}.{name}",
            Severity(entry["severity"]),
            said["sentence"],
            said.get("hint", ""),
            said["help"],
            entry.get("guidelines", ""),
        )
        for name, entry in entries.items()
        for said in (words.get(name, entry),)
    }


def codes(lang: str = "en") -> list[Code]:
    """Every code there is, in alphabetical order."""
    return [code for area in sorted(FOLDER.glob("*.toml")) for _, code in sorted(register(area.stem, lang).items())]


def languages() -> list[str]:
    """The languages in which findings can be said."""
    others = {path.name for path in FOLDER.iterdir() if path.is_dir() and not path.name.startswith("_")} - {"en"}
    return ["en", *sorted(others)]


def find(code: str, place: Place, **particulars: object) -> Finding:
    """The finding of this code at this place. Raises KeyError for a code that is not in the register."""
    entry = register(code.partition(".")[0])[code]
    told = {name: value if isinstance(value, int) else str(value) for name, value in particulars.items()}
    sentence, hint = _filled(entry, told, "en")
    over = max(len(sentence), len(hint)) - LONGEST
    if over > 0 and (quoted := _longest(told)):
        # What is quoted from the material may be of any length; nobody reads on.
        whole = spoken(str(told[quoted]), "en")
        return find(code, place, **{**told, quoted: f"{whole[: max(SHORT, len(whole) - over - 2)]}…"})
    kept = json.dumps(told, ensure_ascii=False) if told else ""
    return Finding(code, entry.severity, sentence, place, hint, told=kept)


def _longest(told: Mapping[str, object]) -> str:
    """The name of the longest particular, when it can be shortened."""
    lengths = {name: len(spoken(value, "en")) for name, value in told.items() if isinstance(value, str)}
    name = max(lengths, key=lambda one: lengths[one], default="")
    return name if name and lengths[name] > SHORT + 1 else ""


def say(finding: Finding, lang: str) -> Finding:
    """The same finding in another language; in English where that language has no words for it."""
    area = finding.code.partition(".")[0]
    entry = register(area, lang).get(finding.code) if (FOLDER / f"{area}.toml").is_file() else None
    if lang != "en" and entry is None and (told := json.loads(finding.told or "{}").get(lang)):
        return replace(finding, **told)  # a rule of the project's own, whose author has said it in this language
    if lang == "en" or entry is None:
        return finding
    sentence, hint = _filled(entry, json.loads(finding.told) if finding.told else {}, lang)
    return replace(finding, sentence=_close(sentence), hint=_close(hint))


def _filled(entry: Code, told: dict[str, Any], lang: str) -> tuple[str, str]:
    """The sentence and the hint of a code with these particulars, in a language."""
    if isinstance(why := told.get("reason"), str):
        told = {**told, "reason": reason(why, lang)}
    sentence, hint = (spoken(words.format(**told), lang) for words in (entry.sentence, entry.hint))
    return sentence, hint


def _close(words: str) -> str:
    """Without the blanks that English has, and Chinese has not, between two sentences."""
    return re.sub("(?<=[。？！；：，]) +", "", words).strip()


def weigh(finding: Finding, severity: Severity) -> Finding:
    """The same finding with another severity."""
    return replace(finding, severity=severity)


def remark(place: Place, sentence: str, hint: str = "") -> Finding:
    """A finding in a project's own words, for the checks in its build.py."""
    return find("project.remark", place, sentence=sentence, hint=hint)
