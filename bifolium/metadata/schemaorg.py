"""A Record becomes schema.org JSON-LD, as search engines and reference managers read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bifolium.metadata.nouns import Record
from bifolium.model import Agent

_BODIES = ("publisher", "authority", "distributor", "funder", "sponsor")


def schemaorg(record: Record, kind: str, files: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """The record as one schema.org thing of this type. `files`: (address, media type) of what it can be had as."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": record.cite_as,
        "name": record.title,
        "alternateName": [title for _, title in record.titles[1:]],
        "url": record.address,
        "description": record.description,
        "author": [agent(one) for one in record.creators],
        "contributor": [agent(one) for one in record.contributors],
        "funder": [agent(one) for one in record.funders],
        "publisher": agent(record.publisher) if record.publisher else None,
        "version": record.version,
        "datePublished": record.date,
        "dateCreated": record.created,
        "license": record.licence,
        "inLanguage": list(record.languages),
        "keywords": [term for _, term in record.keywords],
        "identifier": [identifier(*one) for one in record.identifiers],
        "isBasedOn": list(record.sources),
        "isPartOf": {"@type": "Collection", "name": record.container} if record.container else None,
        "workTranslation": [{"@type": "CreativeWork", "inLanguage": lang} for lang in record.translated],
        "encoding": [{"@type": "MediaObject", "contentUrl": url, "encodingFormat": media} for url, media in files],
    }
    return {name: value for name, value in said.items() if value}


def agent(one: Agent) -> dict[str, Any]:
    """A person or body; @id is the first address that means it."""
    said = {
        "@type": "Person" if is_person(one) else "Organization",
        "@id": next((same for same in one.same if "orcid.org" in same), one.same[0] if one.same else ""),
        "name": one.name,
        "familyName": one.family,
        "givenName": one.given,
        "sameAs": list(one.same[1:]),
        "url": one.address,
        "email": one.email,
        "affiliation": one.affiliation,
    }
    return {name: value for name, value in said.items() if value}


def is_person(one: Agent) -> bool:
    """Whether somebody is a person. Where the header does not say, an editor or author is one, and a publisher or
    funder is a body: schema.org knows no third kind."""
    return one.kind == "person" if one.kind else one.role not in _BODIES


def identifier(kind: str, value: str) -> dict[str, str]:
    """An identifier with what it is, as schema.org's PropertyValue."""
    said = {"@type": "PropertyValue", "propertyID": kind, "value": value}
    if kind == "DOI":
        said["url"] = f"https://doi.org/{value}"
    return {name: value for name, value in said.items() if value}


def script(said: dict[str, Any]) -> str:
    """JSON-LD as it may stand in a script element: nothing in it can end the element."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")
