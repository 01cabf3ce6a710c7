"""A phrase inside a finding becomes the same phrase in the language of whoever reads it.

A particular of a finding may be more than a name: “Did you mean persName or placeName?”. Such a phrase is made here, by
its English words, and can be said later in another language, for which `findings/LANG/phrases.toml` has the words.
Until then it is a string with marks that no XML document can hold, so it may be put together with other strings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "findings"
_BEGIN, _BETWEEN, _END = "\x01", "\x02", "\x03"
_INNERMOST = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")
_OR, _AND, _COMMA = "…, … or …", "…, … and …", "…, …"


def phrase(english: str, *parts: object) -> str:
    """A phrase with {0}, {1} … where its parts will stand, which may be phrases themselves.

    >>> spoken(phrase("Did you mean {0}?", either(["p", "ab"])), "en")
    'Did you mean p or ab?'
    """
    return _BEGIN + _BETWEEN.join((english, *map(str, parts))) + _END


def either(names: Iterable[str]) -> str:
    """The names as alternatives: a, b or c."""
    return _listed(_OR, names)


def both(names: Iterable[str]) -> str:
    """The names together: a, b and c."""
    return _listed(_AND, names)


def listed(names: Iterable[str]) -> str:
    """The names one after the other: a, b, c."""
    return _listed(_COMMA, names)


def _listed(kind: str, names: Iterable[str]) -> str:
    all_of_them = list(names)
    return phrase(kind, *all_of_them) if len(all_of_them) > 1 else "".join(all_of_them)


def spoken(text: str, lang: str) -> str:
    """The text with its phrases said in a language; in English where that language has no words for one."""
    while _BEGIN in text:
        said = _INNERMOST.sub(lambda match: _said(match[1], lang), text)
        if said == text:
            break  # half a phrase; nothing of ours
        text = said
    return text


def reason(words: str, lang: str) -> str:
    """What another program gave as its reason, in a language: by the sentence for its form in `LANG/reasons.toml`.

    >>> reason("Specification mandates value for attribute n", "en")
    'the attribute n has no value'
    """
    for form, said in _forms(lang):
        if found := form.fullmatch(words):
            return said.format(*found.groups())
    return words


@cache
def _forms(lang: str) -> list[tuple[re.Pattern[str], str]]:
    """How reasons begin, with {0} for what differs, and what is said instead."""
    return [
        (re.compile(re.sub(r"\\\{\d\\\}", "(.*?)", re.escape(form)), re.DOTALL), said)
        for form, said in _read(lang, "reasons").items()
    ]


def _said(marked: str, lang: str) -> str:
    english, *parts = marked.split(_BETWEEN)
    template = words(lang).get(english, english)
    if english in (_OR, _AND, _COMMA):
        comma, *last = template.split("…")[1:-1]
        return comma.join(parts[:-1]) + (last or [comma])[0] + parts[-1]
    return template.format(*parts)


@cache
def words(lang: str) -> dict[str, str]:
    """The phrases of a language, by their English; among them TEI's rules."""
    return _read(lang, "phrases") | _read(lang, "rules")


def _read(lang: str, name: str) -> dict[str, str]:
    path = FOLDER / lang / f"{name}.toml"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return tomllib.load(file)
