"""The files of a payload become METS 1.12, with PREMIS 3 events: what was done to make them, and with what outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from bifolium.deposit.nouns import File, Spool
from bifolium.metadata import Record, identity
from bifolium.metadata.datacite import document
from bifolium.metadata.dublincore import dublin_core
from bifolium.model import Project

METS = "http://www.loc.gov/METS/"
PREMIS = "http://www.loc.gov/premis/v3"
XLINK = "http://www.w3.org/1999/xlink"

_END = "</mets:mets>"
_GROUPS = {"edition": "SOURCE", "schema": "SCHEMA", "site": "SITE", "report": "REPORT", "metadata": "METADATA"}
_EVENTS = (
    ("validation", "Every TEI source was held to the schema and the rules of the edition.", "no error"),
    ("creation", "The site and the plain texts were made from the sources.", "complete"),
    ("validation", "Every output was collated with its source, character by character.", "no character lost"),
    ("validation", "Every finished page was inspected: well-formed, links, ids, headings, languages.", "no error"),
    ("message digest calculation", "sha256 and sha512 digests of all files were computed for the bag.", "complete"),
)


def mets(project: Project, record: Record, files: Iterable[File], moment: datetime) -> bytes:
    """METS for these files, with their checksums: reads every one of them. The lists are written to the disk line by
    line, since they name every file of a deposit."""
    when = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    root = etree.Element(f"{{{METS}}}mets", nsmap={"mets": METS, "premis": PREMIS, "xlink": XLINK})
    root.set("OBJID", record.cite_as or f"urn:uuid:{identity(record)}")
    root.set("LABEL", record.title)
    header = _add(root, "metsHdr", CREATEDATE=when)
    program = _add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    _add(program, "name", f"Bifolium {project.version}")
    about = _add(root, "dmdSec", ID="dmd-1")
    wrapped = _add(_add(about, "mdWrap", MDTYPE="DC"), "xmlData")
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
    written = Spool()
    written.add(document(root).decode().rstrip().removesuffix(_END))
    uses = list(dict.fromkeys(_use(file) for file in files))
    written.add("<mets:fileSec>\n")
    for use in uses:
        written.add(f'<mets:fileGrp USE="{use}">\n')
        for number, file in _used(files, use):
            digest = hashlib.sha256(file.read()).hexdigest()
            said = f'MIMETYPE="{file.media_type}" SIZE="{file.size}" CHECKSUM="{digest}" CHECKSUMTYPE="SHA-256"'
            place = f'<mets:FLocat LOCTYPE="URL" xlink:href={quoteattr("../" + file.path)}/>'
            written.add(f'<mets:file ID="file-{number}" {said}>{place}</mets:file>\n')
        written.add("</mets:fileGrp>\n")
    top = f'LABEL={quoteattr(record.title)} DMDID="dmd-1" ADMID="amd-1"'
    written.add(f'</mets:fileSec>\n<mets:structMap TYPE="physical">\n<mets:div {top}>\n')
    for use in uses:
        written.add(f'<mets:div LABEL="{use}">\n')
        for number, _ in _used(files, use):
            written.add(f'<mets:fptr FILEID="file-{number}"/>\n')
        written.add("</mets:div>\n")
    written.add(f"</mets:div>\n</mets:structMap>\n{_END}\n")
    return written.data()


def head(data: bytes) -> bytes:
    """The beginning of such a file, closed: what it says of the whole, without the list of all files."""
    return data[: data.find(b"<mets:fileSec>")] + _END.encode()


def _use(file: File) -> str:
    return _GROUPS.get(file.path.partition("/")[0], "METADATA")


def _used(files: Iterable[File], use: str) -> Iterator[tuple[int, File]]:
    """The files of one group, with their numbers among all."""
    return ((number, file) for number, file in enumerate(files, 1) if _use(file) == use)


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{METS}}}{name}", attributes)
    element.text = text or None
    return element


def _premis(parent: Any, name: str, text: str = "") -> Any:
    element = etree.SubElement(parent, f"{{{PREMIS}}}{name}")
    element.text = text or None
    return element
