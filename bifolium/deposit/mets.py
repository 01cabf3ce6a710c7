"""The files of a payload become METS 1.12, with PREMIS 3 events: what was done to make them, and with what outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lxml import etree

from bifolium.deposit.nouns import File
from bifolium.metadata import Record, identity
from bifolium.metadata.datacite import document
from bifolium.metadata.dublincore import dublin_core
from bifolium.model import Project

METS = "http://www.loc.gov/METS/"
PREMIS = "http://www.loc.gov/premis/v3"
XLINK = "http://www.w3.org/1999/xlink"

_GROUPS = {"edition": "SOURCE", "schema": "SCHEMA", "site": "SITE", "report": "REPORT", "metadata": "METADATA"}
_EVENTS = (
    ("validation", "Every TEI source was held to the schema and the rules of the edition.", "no error"),
    ("creation", "The site and the plain texts were made from the sources.", "complete"),
    ("validation", "Every output was collated with its source, character by character.", "no character lost"),
    ("validation", "Every finished page was inspected: well-formed, links, ids, headings, languages.", "no error"),
    ("message digest calculation", "sha256 and sha512 digests of all files were computed for the bag.", "complete"),
)


def mets(project: Project, record: Record, files: Iterable[File], moment: datetime) -> bytes:
    """METS for these files, with their checksums: reads every one of them."""
    when = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    root = etree.Element(f"{{{METS}}}mets", nsmap={"mets": METS, "premis": PREMIS, "xlink": XLINK})
    root.set("OBJID", record.cite_as or f"urn:uuid:{identity(record)}")
    root.set("LABEL", record.title)
    header = _add(root, "metsHdr", CREATEDATE=when)
    program = _add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    _add(program, "name", f"Bifolium {project.version}")
    described = _add(root, "dmdSec", ID="dmd-1")
    wrapped = _add(_add(described, "mdWrap", MDTYPE="DC"), "xmlData")
    wrapped.extend(list(dublin_core(record)))
    done = _add(root, "amdSec", ID="amd-1")
    for number, (kind, detail, outcome) in enumerate(_EVENTS, 1):
        section = _add(done, "digiprovMD", ID=f"event-{number}")
        data = _add(_add(section, "mdWrap", MDTYPE="PREMIS:EVENT"), "xmlData")
        event = etree.SubElement(data, f"{{{PREMIS}}}event", version="3.0")
        name = _premis(event, "eventIdentifier")
        _premis(name, "eventIdentifierType", "UUID")
        _premis(name, "eventIdentifierValue", str(identity(record, f"{record.version} event {number}")))
        _premis(event, "eventType", kind)
        _premis(event, "eventDateTime", when)
        _premis(_premis(event, "eventDetailInformation"), "eventDetail", detail)
        _premis(_premis(event, "eventOutcomeInformation"), "eventOutcome", outcome)
    groups: dict[str, Any] = {}
    section = _add(root, "fileSec")
    structure = _add(root, "structMap", TYPE="physical")
    top = _add(structure, "div", LABEL=record.title, DMDID="dmd-1", ADMID="amd-1")
    for number, file in enumerate(files, 1):
        use = _GROUPS.get(file.path.partition("/")[0], "METADATA")
        if use not in groups:
            groups[use] = (_add(section, "fileGrp", USE=use), _add(top, "div", LABEL=use))
        group, division = groups[use]
        digest = hashlib.sha256(file.read()).hexdigest()
        one = _add(
            group, "file", ID=f"file-{number}", MIMETYPE=file.media_type, SIZE=str(file.size), CHECKSUM=digest,
            CHECKSUMTYPE="SHA-256",
        )  # fmt: skip
        place = _add(one, "FLocat", LOCTYPE="URL")
        place.set(f"{{{XLINK}}}href", f"../{file.path}")
        _add(division, "fptr", FILEID=f"file-{number}")
    return document(root)


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{METS}}}{name}", attributes)
    element.text = text or None
    return element


def _premis(parent: Any, name: str, text: str = "") -> Any:
    element = etree.SubElement(parent, f"{{{PREMIS}}}{name}")
    element.text = text or None
    return element
