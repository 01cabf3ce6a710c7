"""A source becomes a document: a tree that was read without trusting it, with addresses, and the findings on the way.

Nothing is fetched, and nothing outside the file is read but what it includes from within the project. Every
XML and HTML parser of the program but that of the stylesheets is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from bifolium import addresses, links, roots, xinclude
from bifolium.characters import Characters, EncodingError, decode
from bifolium.entities import Entities, EntityError, Settled, declared, settle
from bifolium.findings import find
from bifolium.malformed import Malformed, malformed
from bifolium.model import Document, Finding, Project, Source
from bifolium.phrases import phrase
from bifolium.positions import XML, File, Positions

# The limits. Others: entities.EXPANSION (what entities may become), xinclude.INCLUDES and INCLUDED.
BYTES = 500_000_000  # of one file; its tree is eight to ten times as large
DEPTH = 2_048  # of elements in each other: libxml2's own limit for trees without other limits

# A file that can be handed to libxml2 as it is: UTF-8, XML 1.0, no declarations of entities.
_PLAIN = re.compile(
    rb"""(?:\xef\xbb\xbf)?
        (?: <\?xml \s+ version \s*=\s* ["']1\.0["']
            (?: \s+ encoding \s*=\s* ["'](?i:utf-8|us-ascii)["'] )?
            (?: \s+ standalone \s*=\s* ["'](?:yes|no)["'] )? \s* \?>
          | (?! <\?xml\s) )
        \s* <[^\x00]""",
    re.X,
)
# XML 1.1 ends lines with two characters more (§2.11).
_LINE_ENDS = {0x85: "\n", 0x2028: "\n"}


def parse(
    project: Project, source: Source, *, addressed: bool = True
) -> tuple[Document | None, list[Finding]]:
    """The document of a source, or None when it can't be read, and the findings.

    XML 1.0 and 1.1 in any encoding; XInclude; TEI P4 and TEI without its namespace are brought into it. Every
    passage gets its address (see `addresses`), unless nobody will ask for it. Raises nothing for faults of the
    material.
    """
    root, file, findings = _read(project.root / source.path, source.path)
    if root is None or file is None:
        return None, findings
    positions = Positions(root, file)
    name = etree.QName(root)
    match roots.kind(name.namespace or "", name.localname):
        case "":
            findings.append(find("xml.root-not-tei", positions(root), name=_told(name)))
            return None, findings
        case "p4":
            findings.append(find("xml.p4", positions(root), name=name.localname))
        case "bare":
            findings.append(find("xml.namespace-missing", positions(root), name=name.localname))
    findings += xinclude.resolve(project, root, positions, _read)
    if not name.namespace:
        _into_namespace(root)
    links.write_out(root)
    if addressed:
        addresses.assign(root.getroottree())
    return Document(source, root.getroottree(), positions, list(findings)), findings


def parse_html(data: bytes) -> Any:
    """The tree of a page the program has made, from its bytes (UTF-8)."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    return etree.ElementTree(etree.fromstring(data, parser))


def parse_xml(data: bytes) -> Any:
    """The tree of an XML file the program has made, from its bytes (UTF-8). Raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.ElementTree(etree.fromstring(data, parser))


class _Nothing(etree.Resolver):
    """Should libxml2 ever ask for another file, it is empty."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        return self.resolve_empty(context)


def _tree(data: bytes, *, defaults: bool = False) -> Any:
    """The root element of well-formed UTF-8. Raises Malformed.

    `collect_ids=False` lets files pass in which an xml:id occurs twice or is not a name; it would also let
    libxml2 load a DTD from outside, so what comes here never names one.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities="internal",
        no_network=True,
        load_dtd=False,
        attribute_defaults=defaults,
        collect_ids=False,
        huge_tree=True,
    )
    parser.resolvers.add(_Nothing())
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Malformed(parser.error_log) from None


def _read(path: Path, name: str) -> tuple[Any, File | None, list[Finding]]:
    """The root of the file at `path`, called `name` in findings, and the file itself; None when it can't be read."""
    file = File(name, lambda: "", Entities())
    try:
        if path.stat().st_size > BYTES:
            return None, None, [find("xml.too-large", file.place(0), limit=BYTES // 1_000_000)]
        data = path.read_bytes()
    except OSError as error:
        return None, None, [find("xml.unreadable", file.place(0), reason=error.strerror)]
    if _PLAIN.match(data) and b"<!DOCTYPE" not in data:
        try:
            return _tree(data), File(name, lambda: decode(data).text, Entities()), []
        except Malformed:
            pass  # read once more, with more care
    return _read_carefully(data, name)


def _read_carefully(data: bytes, name: str) -> tuple[Any, File | None, list[Finding]]:
    """As `_read`: decode, settle the entities, and say what is wrong where."""
    try:
        characters = decode(data)
    except EncodingError as error:
        return None, None, [_undecodable(error, name)]
    text = characters.text if characters.version != "1.1" else characters.text.translate(_LINE_ENDS)
    file = File(name, lambda: decode(data).text, Entities())
    findings = list(_contradicted(characters, file))
    try:
        file.entities = declared(text)
        settled = settle(text, file.entities)
    except EntityError as error:
        code = "xml.entity-loop" if error.loop else "xml.entity-too-large"
        return None, None, [*findings, find(code, file.place(error.offset), name=error.name)]
    try:
        root = _tree(settled.text.encode(), defaults=bool(file.entities.attlists))
    except Malformed as error:
        return None, None, [*findings, malformed(error, file, settled)]
    return root, file, [*findings, *_entities(settled, file)]


def _told(name: etree.QName) -> str:
    """The name of an element, with its namespace, in words."""
    return phrase("{0} of the namespace {1}", name.localname, name.namespace) if name.namespace else name.localname


def _undecodable(error: EncodingError, name: str) -> Finding:
    """The finding of a file whose bytes are not what its declaration says."""
    place = File(name, lambda: error.text, Entities()).place(error.offset)
    if not error.fault:
        return find("xml.encoding-unknown", place, encoding=error.encoding)
    return find("xml.encoding-broken", place, encoding=error.encoding, bytes=error.fault.hex(" ").upper())


def _contradicted(characters: Characters, file: File) -> Iterator[Finding]:
    if characters.contradicts:
        offset = max(characters.text.find("encoding"), 0)
        yield find(
            "xml.encoding-contradicted", file.place(offset),
            declared=characters.declared, encoding=characters.encoding.upper(),
        )  # fmt: skip


def _entities(settled: Settled, file: File) -> Iterator[Finding]:
    """A finding for each name that the file itself does not explain."""
    outside = ", ".join(file.entities.unread)
    unread = phrase("Its declaration may stand in {0}, which is not read.", outside)
    where = unread if outside else phrase("Nothing declares it.")
    for name, (count, offset) in settled.unresolved.items():
        address = file.entities.external.get(name)
        reason = phrase("It stands for the file {0}, which is not read.", address) if address else where
        yield find("xml.entity-unresolved", file.place(offset), name=name, count=count, reason=reason)
    for name, (count, offset) in settled.standard.items():
        character = file.entities.standard(name)
        points = " ".join(f"U+{ord(part):04X}" for part in character)
        yield find("xml.entity-standard", file.place(offset), name=name, count=count, points=points, reason=where)


def _into_namespace(root: Any) -> None:
    """Give the elements that have no namespace that of TEI, and P4's attributes their names of today."""
    p4 = root.tag in roots.P4
    for element in root.iter("*"):
        tag = element.tag
        if tag[0] != "{":
            element.tag = f"{{{roots.TEI}}}{roots.P4.get(tag, tag) if element is root else tag}"
            for name in ("id", "lang") if p4 else ():
                if (value := element.attrib.pop(name, None)) is not None:
                    element.set(f"{{{XML}}}{name}", value)
