"""A Record becomes CITATION.cff (Citation File Format 1.2.0) and .zenodo.json."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from bifolium import locales
from bifolium.metadata.header import ORCID
from bifolium.metadata.nouns import Record
from bifolium.model import Agent

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Of the two three-letter codes that some languages have, the one that libraries of old use (ISO 639-2/B).
_OLD = frozenset("alb arm baq bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel".split())


def citation_cff(record: Record) -> bytes:
    """CITATION.cff, in YAML."""
    said: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this edition, please cite it as below.",
        "type": "dataset",
        "title": record.title,
        "abstract": record.description,
        "authors": [_person(agent) for agent in record.creators],
        "version": record.version,
        "date-released": record.date if _DAY.fullmatch(record.date) else "",
        "doi": record.doi,
        "url": record.address,
        "license": record.spdx,
        "license-url": "" if record.spdx else record.licence,
        "keywords": [term for _, term in record.keywords],
    }
    lines = []
    for name, value in said.items():
        if name in ("cff-version", "type", "date-released") and value:
            lines.append(f"{name}: {value}")
        elif isinstance(value, str) and value:
            lines.append(f"{name}: {_quoted(value)}")
        elif value:
            lines.append(f"{name}:")
            lines += [f"  - {_item(one)}" for one in value]
    return ("\n".join(lines) + "\n").encode()


def zenodo_json(record: Record) -> bytes:
    """.zenodo.json, which Zenodo prefers to CITATION.cff where both are there."""
    said: dict[str, Any] = {
        "title": record.title,
        "upload_type": "dataset",
        "description": f"<p>{html.escape(describe(record), quote=False)}</p>",
        "creators": [_creator(agent) for agent in record.creators],
        "contributors": [_creator(agent) | {"type": "Other"} for agent in record.contributors],
        "publication_date": record.date,
        "version": record.version,
        "license": record.spdx.lower(),
        "access_right": "open" if record.spdx.startswith("CC") else "",
        "language": three_letters(record.original[0]) if record.original else "",
        "keywords": [term for _, term in record.keywords],
        "related_identifiers": [{"identifier": one, "relation": "isDerivedFrom"} for one in record.sources]
        + ([{"identifier": record.address, "relation": "isIdenticalTo"}] if record.address else []),
    }
    kept = {name: value for name, value in said.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def describe(record: Record) -> str:
    """The description; where the header has none, what else it says."""
    return record.description or ". ".join(filter(None, (record.title, record.source)))


def three_letters(tag: str) -> str:
    """The ISO 639-2 code (terminological) of a language tag, as Zenodo wants it.

    >>> three_letters("zh-Hans"), three_letters("grc")
    ('zho', 'grc')
    """
    short = locales.primary(tag)
    long = [code for code, known in locales.SHORT.items() if known == short and code not in _OLD]
    return long[0] if long else short


def _person(agent: Agent) -> dict[str, str]:
    orcid = next((one for one in agent.same if ORCID.search(one)), "")
    said = {"orcid": orcid, "email": agent.email, "website": agent.address}
    if agent.kind == "person":
        said["affiliation"] = agent.affiliation
    if agent.kind == "person":
        family, given = (agent.family, agent.given) if agent.family else _split(agent.name)
        said = {"family-names": family, "given-names": given} | said
    else:
        said = {"name": agent.name} | said
    return {name: value for name, value in said.items() if value}


def _split(name: str) -> tuple[str, str]:
    """A person's name for a form that wants the family name apart: the last word, or all of it where there is one."""
    given, _, family = name.rpartition(" ")
    return family, given


def _creator(agent: Agent) -> dict[str, str]:
    said = {"name": f"{agent.family}, {agent.given}" if agent.family and agent.given else agent.name}
    if agent.affiliation:
        said["affiliation"] = agent.affiliation
    for one in agent.same:
        # Of two of a kind the first counts, as in all other forms.
        if orcid := ORCID.search(one):
            said.setdefault("orcid", orcid.group())
        elif "d-nb.info/gnd/" in one:
            said.setdefault("gnd", one.rpartition("/")[2])
    return said


def _item(value: str | dict[str, str]) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return "\n    ".join(f"{name}: {_quoted(text)}" for name, text in value.items())


def _quoted(text: str) -> str:
    """A YAML string. One in single quotation marks has no escapes; any other is written as JSON writes it."""
    if '"' in text and not re.search(r"['\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", text):
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)
