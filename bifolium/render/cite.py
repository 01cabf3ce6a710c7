"""A document and its passages become citations: in plain words, as BibTeX and as CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bifolium.align import Alignment
from bifolium.facing import Row, Sheet
from bifolium.model import Corpus, Entry
from bifolium.render.words import words


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that can be cited by itself: its address, how it begins, and what it is (a TEI element)."""

    address: str
    begins: str
    kind: str
    lang: str = ""


def passages(faced: Iterable[Sheet], alignment: Alignment) -> list[Passage]:
    """Every row, sentence, mark and note of the reading page, in its order."""
    fine = {address for passage in alignment.pairs() for side in passage.sides for address in side}
    langs = [leaf.lang for leaf in alignment.leaves] or [""]
    found: dict[str, Passage] = {}
    for sheet in faced:
        if sheet.address:
            found.setdefault(sheet.address, Passage(sheet.address, sheet.label, "pb"))
        for row in (*sheet.head, *sheet.rows, *sheet.foot):
            for passage in _of_row(row, fine, langs):
                found.setdefault(passage.address, passage)
    return list(found.values())


def zones(scans: Mapping[str, Mapping[str, Any]]) -> list[Passage]:
    """Every measured place on the images, which `scans` holds as the template shows them."""
    shown = (zone for scan in scans.values() if scan["box"] for zone in scan["zones"])
    return [Passage(zone["address"], zone["label"] or zone["kind"], "zone") for zone in shown]


def _of_row(row: Row, fine: set[str], langs: list[str]) -> Iterable[Passage]:
    if not row.mark:
        starts = ((said, langs[n]) for n, cell in enumerate(row.cells) for p in cell.pieces if (said := words(p)))
        if row.address and (start := next(starts, None)):
            yield Passage(row.address, start[0][:80], "", start[1])
    for number, cell in enumerate(row.cells):
        for piece in (*cell.pieces, *cell.notes):
            for element in piece.iter():
                address = element.get("id") if isinstance(element.tag, str) else None
                css = element.get("class", "").split() if address else []
                if address and (address in fine or "mark" in css or "note" in css):
                    yield Passage(address, words(element)[:80], element.get("data-tei", ""), langs[number])


def fields(corpus: Corpus, entry: Entry) -> dict[str, Any]:
    """What every form of the citation says, in the terms of CSL."""
    container = "" if corpus.title == entry.title else corpus.title
    return {
        "type": "document",
        "id": entry.key,
        "title": entry.title,
        "author": [{"literal": name} for name in entry.authors],
        "container-title": container,
        "version": entry.version,
        "issued": _issued(entry.version_date),
        "language": entry.languages[0] if entry.languages else entry.lang,
        "license": entry.licence,
        "URL": entry.url,
    }


def csl(corpus: Corpus, entry: Entry, cited: Iterable[Passage]) -> bytes:
    """CSL-JSON 1.0.2: the document, then each passage with its address as `locator` in a note."""
    whole = {name: value for name, value in fields(corpus, entry).items() if value}
    items = [whole]
    for passage in cited:
        items.append(
            whole
            | {"id": f"{entry.key}#{passage.address}", "note": f"Passage {passage.address}: {passage.begins}"}
            | ({"URL": f"{entry.url}#{passage.address}"} if entry.url else {})
        )
    # A line for each; json.dumps with an indent would not use its fast encoder, and these files are the longest of all.
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items)
    return f"[\n{lines}\n]\n".encode()


def bibtex(corpus: Corpus, entry: Entry, cited: Iterable[Passage]) -> bytes:
    """BibTeX (`@misc`), in UTF-8: the document, then each passage."""
    common = _common(corpus, entry)
    entries = [_entry(entry.key, _lines(common))]
    lines = _lines(common | {"url": ""})
    for passage in cited:
        own = {"url": f"{entry.url}#{passage.address}"} if entry.url else {}
        own["note"] = f"Passage {passage.address}: {passage.begins}"
        entries.append(_entry(f"{entry.key}.{passage.address}", lines + _lines(own)))
    return "\n".join(entries).encode("utf-8")


def forms(corpus: Corpus, entry: Entry) -> dict[str, str]:
    """The citation of the document as a page holds it, for the script to make that of a passage from."""
    whole = {name: value for name, value in fields(corpus, entry).items() if value}
    return {
        "bibtex": _entry(entry.key, _lines(_common(corpus, entry))),
        "csl": Markup(_quoted(json.dumps(whole, ensure_ascii=False, sort_keys=True))),
    }


def _quoted(json_: str) -> str:
    """JSON for an attribute in single quotes, so that its own need no escape."""
    return json_.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;").replace(">", "&gt;")


def _common(corpus: Corpus, entry: Entry) -> dict[str, str]:
    said = fields(corpus, entry)
    return {
        "title": said["title"],
        "author": " and ".join(f"{{{name}}}" for name in entry.authors),
        "howpublished": said["container-title"],
        "version": entry.version,
        "date": entry.version_date,
        "year": entry.version_date[:4],
        "langid": said["language"],
        "url": entry.url,
    }


def _entry(key: str, lines: list[str]) -> str:
    return "\n".join([f"@misc{{{re.sub(r'[^A-Za-z0-9._:-]', '-', key)},", *lines, "}", ""])


def _lines(said: Mapping[str, str]) -> list[str]:
    return [f"  {name} = {{{_tex(value) if name != 'author' else value}}}," for name, value in said.items() if value]


def _tex(value: str) -> str:
    """A value without the characters that mean something to BibTeX."""
    return re.sub(r"([&%$#_])", r"\\\1", value.replace("\\", " ").replace("{", "(").replace("}", ")"))


def _issued(date: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in date.lstrip("+").split("-") if part]]} if date else {}
