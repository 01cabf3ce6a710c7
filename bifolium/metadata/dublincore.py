"""A Record becomes Dublin Core, in the XML that OAI-PMH uses (oai_dc)."""

from __future__ import annotations

from typing import Any

from lxml import etree

from bifolium.metadata.datacite import document
from bifolium.metadata.nouns import Record

DC = "http://purl.org/dc/elements/1.1/"
OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XML = "http://www.w3.org/XML/1998/namespace"


def dublin_core(record: Record) -> Any:
    """The fifteen elements, as an XML element."""
    root = etree.Element(f"{{{OAI}}}dc", nsmap={"oai_dc": OAI, "dc": DC, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    identifiers = [record.cite_as, *(value for kind, value in record.identifiers if kind != "DOI")]
    pairs = [
        *(("title", title, lang) for lang, title in record.titles),
        *(("creator", agent.name, "") for agent in record.creators),
        *(("subject", term, lang) for lang, term in record.keywords),
        ("description", record.description, ""),
        ("description", f"Version {record.version}" if record.version else "", ""),
        ("publisher", record.publisher.name if record.publisher else "", ""),
        *(("contributor", agent.name, "") for agent in record.contributors),
        ("date", record.date, ""),
        ("type", "Text", ""),
        ("format", "application/tei+xml", ""),
        *(("identifier", one, "") for one in dict.fromkeys(identifiers)),
        ("source", record.source, ""),
        *(("source", one, "") for one in record.sources),
        *(("language", tag, "") for tag in record.languages),
        ("relation", record.container, ""),
        ("coverage", record.created, ""),
        ("rights", record.licence, ""),
    ]
    for name, value, lang in pairs:
        if value:
            element = etree.SubElement(root, f"{{{DC}}}{name}")
            element.text = value
            if lang:
                element.set(f"{{{_XML}}}lang", lang)
    return root


def dublin_core_xml(record: Record) -> bytes:
    """Dublin Core as a file."""
    return document(dublin_core(record))
