"""The letters of an edition become a CMIF file (Correspondence Metadata Interchange Format, TEI Correspondence SIG)."""

from __future__ import annotations

import uuid
from typing import Any

from lxml import etree

from bifolium.links import TEI, XML
from bifolium.metadata.datacite import document
from bifolium.metadata.nouns import Part, Record
from bifolium.model import Action, Agent


def cmif_xml(record: Record) -> bytes | None:
    """The CMIF file; None when no document of the edition has a correspDesc, or the edition has no address.

    CMIF identifies every letter by a permanent web address, so it can't be written without one.
    """
    letters = [part for part in record.parts if part.actions]
    if not letters or not record.address:
        return None
    root = etree.Element(f"{TEI}TEI", nsmap={None: TEI[1:-1]})
    header = _add(root, "teiHeader")
    file = _add(header, "fileDesc")
    titles = _add(file, "titleStmt")
    _add(titles, "title", record.title)
    for agent in record.creators:
        editor = _add(titles, "editor", agent.name)
        if agent.email:
            _add(editor, "email", agent.email)
    publication = _add(file, "publicationStmt")
    publisher = _add(publication, "publisher")
    _add(publisher, "ref", record.publisher.name if record.publisher else record.title, target=record.address)
    _add(publication, "idno", f"{record.address}data/cmif.xml", type="url")
    _add(publication, "date", record.date, when=record.date)
    if record.licence:
        _add(_add(publication, "availability"), "licence", record.licence_text or record.licence, target=record.licence)
    # An xml:id begins with a letter, as every second UUID does not; this one is made to.
    source = _named(f"{record.address}data/cmif.xml")
    described = _add(_add(file, "sourceDesc"), "bibl", f"{record.title}. ", type="online")
    described.set(f"{XML}id", source)
    _add(described, "ref", record.address, target=record.address)
    profile = _add(header, "profileDesc")
    for letter in letters:
        _letter(profile, letter, record.address, source)
    body = _add(_add(root, "text"), "body")
    _add(body, "p")
    return document(root)


def _letter(parent: Any, letter: Part, address: str, source: str) -> None:
    letter_element = _add(parent, "correspDesc", ref=f"{address}{letter.path}", source=f"#{source}")
    for action in letter.actions:
        if action.type in ("sent", "received"):
            _action(letter_element, action)


def _action(parent: Any, action: Action) -> None:
    element = _add(parent, "correspAction", type=action.type)
    for agent in action.agents:
        _agent(element, "orgName" if agent.kind == "organisation" else "persName", agent)
    if action.place:
        _agent(element, "placeName", action.place)
    if action.date:
        _add(element, "date", **dict(action.date))


def _agent(parent: Any, name: str, agent: Agent) -> None:
    _add(parent, name, agent.name, ref=agent.same[0] if agent.same else "")


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, TEI + name)
    element.text = text or None
    for key, value in attributes.items():
        if value:
            element.set(key, value)
    return element


def _named(address: str) -> str:
    """The UUID of an address (version 5): the first in a row that begins with a letter."""
    found = uuid.uuid5(uuid.NAMESPACE_URL, address)
    while str(found)[0].isdigit():
        found = uuid.uuid5(found, address)
    return str(found)
