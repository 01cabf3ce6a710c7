"""A Record becomes DataCite metadata: JSON (as its REST interface takes it, kernel 4.5) and XML (kernel 4.6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from bifolium.metadata.nouns import Record
from bifolium.model import Agent

KERNEL = "http://datacite.org/schema/kernel-4"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XML = "http://www.w3.org/XML/1998/namespace"
_SCHEMES = {
    "orcid.org": ("ORCID", "https://orcid.org"),
    "d-nb.info": ("GND", "https://d-nb.info/gnd"),
    "viaf.org": ("VIAF", "https://viaf.org"),
    "isni.org": ("ISNI", "https://isni.org"),
    "ror.org": ("ROR", "https://ror.org"),
    "www.wikidata.org": ("Wikidata", "http://www.wikidata.org"),
}


def fields(record: Record) -> dict[str, Any]:
    """What both forms say, in the names of the JSON form; what the record lacks is left out."""
    creators = [_creator(agent) for agent in record.creators]
    contributors = [_creator(agent) | {"contributorType": _type(agent)} for agent in record.contributors]
    dates = [("Issued", record.date), ("Created", record.created)]
    described = [{"description": record.description, "descriptionType": "Abstract"}] if record.description else []
    if record.source:
        described.append({"description": f"Made from: {record.source}", "descriptionType": "TechnicalInfo"})
    said: dict[str, Any] = {
        "schemaVersion": KERNEL,
        "doi": record.doi,
        "url": record.address,
        "types": {"resourceType": "Digital edition", "resourceTypeGeneral": "Dataset"},
        "creators": creators,
        "titles": [_title(number, lang, title) for number, (lang, title) in enumerate(record.titles)],
        "publisher": _publisher(record.publisher) if record.publisher else None,
        "publicationYear": record.year,
        "subjects": [_lang({"subject": term}, lang) for lang, term in record.keywords],
        "contributors": contributors,
        "dates": [{"date": date, "dateType": kind} for kind, date in dates if date],
        "language": record.original[0] if record.original else "",
        "alternateIdentifiers": [
            {"alternateIdentifier": value, "alternateIdentifierType": kind or "Local"}
            for kind, value in record.identifiers
            if kind != "DOI"
        ],
        "relatedIdentifiers": [related(one, "IsDerivedFrom") for one in record.sources],
        "formats": ["application/tei+xml", "text/html", "text/plain"],
        "version": record.version,
        "rightsList": [_rights(record)] if record.licence or record.licence_text else [],
        "descriptions": described,
        "fundingReferences": [{"funderName": agent.name} for agent in record.funders],
    }
    return {name: value for name, value in said.items() if value}


def datacite_json(record: Record) -> bytes:
    """The JSON form."""
    return (json.dumps(fields(record), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def datacite_xml(record: Record, translations: Iterable[str] = ()) -> bytes:
    """The XML form. `translations` are the addresses of texts that translate the original (HasTranslation, since 4.6).

    The schema wants an identifier: where there is no DOI, the address, and else a name of the kind "Local".
    """
    said = fields(record)
    root = etree.Element(f"{{{KERNEL}}}resource", nsmap={None: KERNEL, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{KERNEL} https://schema.datacite.org/meta/kernel-4.6/metadata.xsd")
    kind, value = next(iter(record.identifiers), ("Local", record.title))
    if record.doi:
        kind, value = "DOI", record.doi
    elif record.address:
        kind, value = "URL", record.address
    _add(root, "identifier", value, identifierType=kind or "Local")
    _agents(_add(root, "creators"), "creator", said.get("creators", []))
    titles = _add(root, "titles")
    for one in said.get("titles", []):
        _add(titles, "title", one["title"], lang=one.get("lang", ""), titleType=one.get("titleType", ""))
    publisher = {name.replace("Uri", "URI"): value for name, value in said.get("publisher", {"name": ""}).items()}
    _add(root, "publisher", publisher.pop("name"), **publisher)
    _add(root, "publicationYear", record.year)
    _add(root, "resourceType", "Digital edition", resourceTypeGeneral="Dataset")
    if subjects := said.get("subjects"):
        parent = _add(root, "subjects")
        for one in subjects:
            _add(parent, "subject", one["subject"], lang=one.get("lang", ""))
    if contributors := said.get("contributors"):
        for one, agent in zip(contributors, record.contributors, strict=True):
            if "translat" in agent.role.lower():  # called so since 4.6, which the JSON form does not know
                one["contributorType"] = "Translator"
        _agents(_add(root, "contributors"), "contributor", contributors)
    if dates := said.get("dates"):
        parent = _add(root, "dates")
        for one in dates:
            _add(parent, "date", one["date"], dateType=one["dateType"])
    if "language" in said:
        _add(root, "language", said["language"])
    if others := said.get("alternateIdentifiers"):
        parent = _add(root, "alternateIdentifiers")
        for one in others:
            kind = one["alternateIdentifierType"]
            _add(parent, "alternateIdentifier", one["alternateIdentifier"], alternateIdentifierType=kind)
    # An edition of nothing but a translation is one of what it was made from (IsTranslationOf, since 4.6).
    nothing_else = bool(record.languages) and set(record.languages) <= set(record.translated)
    relations = [related(one, "IsTranslationOf" if nothing_else else "IsDerivedFrom") for one in record.sources]
    relations += [related(one, "HasTranslation") for one in translations if not nothing_else]
    if relations:
        parent = _add(root, "relatedIdentifiers")
        for one in relations:
            attributes = {name: one[name] for name in ("relatedIdentifierType", "relationType")}
            _add(parent, "relatedIdentifier", one["relatedIdentifier"], **attributes)
    formats = _add(root, "formats")
    for one in said["formats"]:
        _add(formats, "format", one)
    if record.version:
        _add(root, "version", record.version)
    if rights := said.get("rightsList"):
        parent = _add(root, "rightsList")
        for one in rights:
            attributes = {("rightsURI" if name == "rightsUri" else name): one[name] for name in one if name != "rights"}
            _add(parent, "rights", one.get("rights", ""), **attributes)
    if descriptions := said.get("descriptions"):
        parent = _add(root, "descriptions")
        for one in descriptions:
            _add(parent, "description", one["description"], descriptionType=one["descriptionType"])
    if funders := said.get("fundingReferences"):
        parent = _add(root, "fundingReferences")
        for one in funders:
            _add(_add(parent, "fundingReference"), "funderName", one["funderName"])
    return document(root)


def document(root: Any) -> bytes:
    """An XML element as the bytes of a file: declaration, indentation, one newline at the end."""
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def related(address: str, relation: str) -> dict[str, str]:
    """A related identifier of DataCite."""
    doi = address.removeprefix("https://doi.org/")
    kind, value = ("DOI", doi) if doi != address else ("URL", address)
    return {"relatedIdentifier": value, "relatedIdentifierType": kind, "relationType": relation}


def _creator(agent: Agent) -> dict[str, Any]:
    said: dict[str, Any] = {"name": f"{agent.family}, {agent.given}" if agent.family and agent.given else agent.name}
    if agent.kind:
        said["nameType"] = "Personal" if agent.kind == "person" else "Organizational"
    if agent.family and agent.given:
        said |= {"familyName": agent.family, "givenName": agent.given}
    known = [
        {"nameIdentifier": one, "nameIdentifierScheme": _SCHEMES[host][0], "schemeUri": _SCHEMES[host][1]}
        for one in agent.same
        if (host := one.split("/")[2] if one.count("/") > 2 else "") in _SCHEMES
    ]
    if agent.affiliation:
        said["affiliation"] = [{"name": agent.affiliation}]
    return said | ({"nameIdentifiers": known} if known else {})


def _publisher(agent: Agent) -> dict[str, str]:
    """The publisher, with its number in the register of institutions."""
    said = {"name": agent.name}
    if number := next((one for one in agent.same if "ror.org/" in one), ""):
        said |= {"publisherIdentifier": number, "publisherIdentifierScheme": "ROR", "schemeUri": "https://ror.org"}
    return said


def _type(agent: Agent) -> str:
    """The nearest of DataCite's words for what somebody did."""
    role = agent.role.lower()
    for word, kind in (
        ("edit", "Editor"), ("translat", "Other"), ("encod", "DataCurator"), ("transcri", "DataCurator"),
        ("fund", "Sponsor"), ("support", "Sponsor"), ("sponsor", "Sponsor"), ("distribut", "Distributor"),
    ):  # fmt: skip
        if word in role:
            return kind
    return "Other"


def _title(number: int, lang: str, title: str) -> dict[str, str]:
    return _lang({"title": title} | ({"titleType": "AlternativeTitle"} if number else {}), lang)


def _lang(said: dict[str, str], lang: str) -> dict[str, str]:
    return said | ({"lang": lang} if lang else {})


def _rights(record: Record) -> dict[str, str]:
    said = {"rights": record.licence_text or record.spdx or record.licence}
    if record.licence:
        said["rightsUri"] = record.licence
    if record.spdx:
        said |= {"rightsIdentifier": record.spdx, "rightsIdentifierScheme": "SPDX"}
    return said


def _agents(parent: Any, name: str, agents: Sequence[dict[str, Any]]) -> None:
    for one in agents:
        element = _add(parent, name, contributorType=one.get("contributorType", ""))
        _add(element, f"{name}Name", one["name"], nameType=one.get("nameType", ""))
        if "familyName" in one:
            _add(element, "givenName", one["givenName"])
            _add(element, "familyName", one["familyName"])
        for known in one.get("nameIdentifiers", ()):
            attributes = {"nameIdentifierScheme": known["nameIdentifierScheme"], "schemeURI": known["schemeUri"]}
            _add(element, "nameIdentifier", known["nameIdentifier"], **attributes)
        for affiliation in one.get("affiliation", ()):
            _add(element, "affiliation", affiliation["name"])


def _add(parent: Any, name: str, text: str = "", lang: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{KERNEL}}}{name}")
    if text:
        element.text = text
    if lang:
        element.set(f"{{{_XML}}}lang", lang)
    for key, value in attributes.items():
        if value:
            element.set(key, value)
    return element
