"""The forms of a Record, read back, become findings where they do not say what the Record says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from bifolium import parse
from bifolium.findings import find
from bifolium.metadata.citation import three_letters
from bifolium.metadata.nouns import Record, spdx
from bifolium.model import Artifact, Finding, Place

Said = dict[str, Any]  # what a file says: title, creators (sorted names), date, version, licence, language, doi

DOI = "https://doi.org/"
_JSON_LD = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.S)
_KEY = re.compile(r"^([\w-]+): (.+)$", re.M)
_NAME = re.compile(r"^  - name: (.*)$|^  - family-names: (.*)(?:\n    given-names: (.*))?$", re.M)


def agreement(record: Record, files: Iterable[Artifact]) -> list[Finding]:
    """A finding for each particular in which a file of metadata, or the home page, differs from the header."""
    truth: Said = {
        "title": record.title,
        "creators": sorted(_plain(f"{a.family} {a.given}" if a.family else a.name) for a in record.creators),
        "date": record.date,
        "version": record.version,
        "licence": record.licence,
        "language": record.original[0] if record.original else "",
        "doi": record.doi,
    }  # fmt: skip
    found = []
    for file in files:
        read = _READERS.get(file.path.rpartition("/")[2])
        if read is None:
            continue
        for what, value in read(file.data).items():
            expected = truth[what]
            if what == "licence":
                value, expected = spdx(value) or value.upper(), spdx(expected) or expected.upper()
            elif what == "language" and three_letters(expected) in map(three_letters, _list(value) or [""]):
                continue  # some forms name all languages of the edition, and Zenodo takes other codes
            elif what == "creators":
                value = sorted(map(_plain, value))
            if value != expected:
                place = Place(file.path)
                said = {"what": what, "value": value, "file": file.path, "truth": expected or "nothing"}
                found.append(find("metadata.disagree", place, **said))
    return found


def _plain(name: str) -> str:
    """A name without regard to its order: the words of it."""
    return " ".join(sorted(name.replace(",", " ").split()))


def _cff(data: bytes) -> Said:
    text = data.decode()
    top = {key: _unquoted(value) for key, value in _KEY.findall(text)}
    names = [
        _unquoted(name) if name else f"{_unquoted(family)}, {_unquoted(given) if given else ''}"
        for name, family, given in _NAME.findall(text)
    ]
    return {
        "title": top.get("title", ""),
        "creators": names,
        "version": top.get("version", ""),
        "licence": top.get("license", top.get("license-url", "")),
        "doi": top.get("doi", ""),
    } | ({"date": top["date-released"]} if "date-released" in top else {})


def _unquoted(value: str) -> str:
    return str(json.loads(value)) if value.startswith('"') else value.strip("'")


def _zenodo(data: bytes) -> Said:
    said = json.loads(data)
    return {
        "title": said.get("title", ""),
        "creators": [one["name"] for one in said.get("creators", [])],
        "date": said.get("publication_date", ""),
        "version": said.get("version", ""),
        "language": said.get("language", ""),
    } | ({"licence": said["license"]} if "license" in said else {})


def _datacite(data: bytes) -> Said:
    said = json.loads(data)
    issued = [one["date"] for one in said.get("dates", []) if one["dateType"] == "Issued"]
    return {
        "title": said["titles"][0]["title"] if said.get("titles") else "",
        "creators": [one["name"] for one in said.get("creators", [])],
        "date": issued[0] if issued else "",
        "version": said.get("version", ""),
        "licence": said.get("rightsList", [{}])[0].get("rightsUri", ""),
        "language": said.get("language", ""),
        "doi": said.get("doi", ""),
    }


def _datacite_xml(data: bytes) -> Said:
    root = parse.parse_xml(data).getroot()

    def text(path: str) -> str:
        return str(root.findtext(path, "", {"d": root.nsmap[None]}))

    identifier = root.find("{*}identifier")
    rights = root.find("{*}rightsList/{*}rights")
    return {
        "title": text("d:titles/d:title"),
        "creators": [one.text or "" for one in root.iterfind("{*}creators/{*}creator/{*}creatorName")],
        "date": text("d:dates/d:date[@dateType='Issued']"),
        "version": text("d:version"),
        "licence": rights.get("rightsURI", "") if rights is not None else "",
        "language": text("d:language"),
        "doi": identifier.text if identifier is not None and identifier.get("identifierType") == "DOI" else "",
    }


def _dublin_core(data: bytes) -> Said:
    return _elements(parse.parse_xml(data).getroot())


def _elements(root: Any) -> Said:
    """What the elements of Dublin Core below this one say."""

    def texts(name: str) -> list[str]:
        return [one.text or "" for one in root.iterfind("{*}" + name)]

    dois = [one.removeprefix(DOI) for one in texts("identifier") if one.startswith(DOI)]
    return {
        "title": next(iter(texts("title")), ""),
        "creators": texts("creator"),
        "date": next(iter(texts("date")), ""),
        "licence": next(iter(texts("rights")), ""),
        "language": texts("language"),
        "doi": next(iter(dois), ""),
    }


def _cmif(data: bytes) -> Said:
    header = parse.parse_xml(data).getroot().find("{*}teiHeader/{*}fileDesc")
    licence = header.find("{*}publicationStmt/{*}availability/{*}licence")
    return {
        "title": header.findtext("{*}titleStmt/{*}title", ""),
        "creators": [one.text or "" for one in header.iterfind("{*}titleStmt/{*}editor")],
        "date": header.findtext("{*}publicationStmt/{*}date", ""),
        "licence": licence.get("target", "") if licence is not None else "",
    }


def _mets(data: bytes) -> Said:
    described = parse.parse_xml(data).getroot().find("{*}dmdSec/{*}mdWrap/{*}xmlData")
    return _elements(described)


def _home(data: bytes) -> Said:
    match = _JSON_LD.search(data)
    said = json.loads(match.group(1)) if match else {}
    dois = [one["value"] for one in said.get("identifier", []) if one.get("propertyID") == "DOI"]
    return {
        "title": said.get("name", ""),
        "creators": [one["name"] for one in said.get("author", [])],
        "date": said.get("datePublished", ""),
        "version": said.get("version", ""),
        "licence": said.get("license", ""),
        "language": said.get("inLanguage", ""),
        "doi": next(iter(dois), ""),
    }


def _crate(data: bytes) -> Said:
    # The lines that begin with a space are the files.
    graph = {one["@id"]: one for one in json.loads(re.sub(rb"(?m)^ .*\n", b"", data))["@graph"]}
    root = graph["./"]
    identifiers = [one["@id"] for one in _list(root.get("identifier"))]
    return {
        "title": root.get("name", ""),
        "creators": [graph[one["@id"]]["name"] for one in _list(root.get("author"))],
        "date": root.get("datePublished", ""),
        "version": root.get("version", ""),
        "licence": root["license"]["@id"] if isinstance(root.get("license"), dict) else "",
        "language": root.get("inLanguage", ""),
        "doi": next((one.removeprefix(DOI) for one in identifiers if one.startswith(DOI)), ""),
    }


def _list(value: Any) -> list[Any]:
    """What may be one or several, as several."""
    return value if isinstance(value, list) else [value] if value else []


_READERS: dict[str, Callable[[bytes], Said]] = {
    "CITATION.cff": _cff,
    "zenodo.json": _zenodo,
    ".zenodo.json": _zenodo,
    "datacite.json": _datacite,
    "datacite.xml": _datacite_xml,
    "dublin-core.xml": _dublin_core,
    "cmif.xml": _cmif,
    "mets.xml": _mets,
    "index.html": _home,
    "ro-crate-metadata.json": _crate,
}
