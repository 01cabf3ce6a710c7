"""A Document becomes an Entry: what the rest of the edition must know of it, read from its TEI header."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from bifolium import divisions, links, paths, things
from bifolium.addresses import PLACE
from bifolium.links import TEI, XML, lang_of
from bifolium.metadata.header import Header, identified
from bifolium.model import Document, Entry, Mention, Name, Occurrence, Project
from bifolium.paths import NS
from bifolium.versions.kin import kin

ADDRESS = "{https://bifolium.org/ns}id"

# Items of lists that are the edition's own entries for names and things (ND).
KINDS = ("person", "personGrp", "place", "org", "event", "nym", "object")
# Elements that mention such a thing by pointer.
MENTIONS = (
    "persName placeName orgName name rs geogName country region settlement district bloc objName "
    "objectName eventName date title term"
).split()
PREFERRED = (
    "persName placeName orgName eventName objectName name head label form geogName country region "
    "settlement"
).split()
_WRITTEN_AT = ".//t:correspAction[@type='sent']/t:placeName | .//t:creation/t:placeName | .//t:origPlace"
# Where the edition's own date stands, the best statement first.
_DATED = ("t:fileDesc/t:editionStmt//t:date", "t:revisionDesc//t:change", "t:fileDesc/t:publicationStmt//t:date")
_SUMMARY = ("t:profileDesc/t:abstract", ".//t:msContents/t:summary", ".//t:correspDesc/t:note")  # the first that speaks
CONTEXT = 40  # characters shown on either side of an occurrence


def describe(project: Project, document: Document) -> Entry:
    """The Entry of one document. Reads the tree, changes nothing. (TEI Guidelines, HD.)"""
    root = document.tree.getroot()
    source = document.source
    header = root.find(f"{TEI}teiHeader")
    titles = tuple(_titles(header))
    texts = _texts(root)
    where = _Where(source.key, divisions.plan(document))
    names = tuple(_names(root, source.path, where))
    version, version_date = _version(header)
    catalogued = Header(root, source.key)
    return Entry(
        key=source.key,
        path=source.path,
        digest=source.digest,
        kind=_kind(root, header, names),
        title=titles[0][1] if titles else source.path.rpartition("/")[2].removesuffix(".xml"),
        titles=titles,
        lang=lang_of(header) if header is not None else "",
        languages=tuple(dict.fromkeys(filter(None, (lang_of(text) for text in texts)))),
        date=_date(header)[0],
        date_text=_date(header)[1],
        authors=tuple(_words(header, "t:fileDesc/t:titleStmt/t:author")),
        correspondents=tuple(_correspondents(header)),
        place_name=_first(header, _WRITTEN_AT),
        summary=next(filter(None, (_first(header, path) for path in _SUMMARY)), ""),
        series=tuple(_series(header)),
        principles=_digest(header),
        version=version,
        version_date=version_date,
        licence=_licence(header),
        url=_url(header),
        pages=tuple(_pages(root, where)),
        anchors=tuple(_anchors(root, where)),
        names=names,
        things=tuple(things.things(root)),
        mentions=tuple(_mentions(document, texts, where)),
        outward=tuple(links.outward(document)),
        imprint=catalogued.imprint(),
        about=catalogued.about(),
        kin=kin(document),
    )


def words(element: Any) -> str:
    """The text of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def _words(header: Any, path: str) -> list[str]:
    """The texts of what an XPath finds in the header, each once."""
    found = [] if header is None else paths.find(header, path)
    return list(dict.fromkeys(filter(None, map(words, found))))


def _first(header: Any, path: str) -> str:
    return next(iter(_words(header, path)), "")


def _titles(header: Any) -> Iterable[tuple[str, str]]:
    """The main titles, and one in every other language, whatever its type is called."""
    if header is None:
        return
    every = paths.find(header, "t:fileDesc/t:titleStmt/t:title")
    main = [t for t in every if t.get("type", "main") == "main" or t.get("level") == "a"] or every[:1]
    known = {lang_of(title) for title in main}
    for title in main + [title for title in every if lang_of(title) not in known]:
        if text := _title(title):
            yield lang_of(title), text


_UNNOTED = etree.XPath("descendant-or-self::text()[not(ancestor::t:note)]", namespaces=NS)


def _title(element: Any) -> str:
    """A title without the notes on it."""
    return " ".join("".join(_UNNOTED(element)).split())


def _series(header: Any) -> Iterable[tuple[str, str]]:
    for title in () if header is None else header.iterfind("t:fileDesc/t:seriesStmt/t:title", NS):
        if text := words(title):
            yield lang_of(title), text


def _texts(root: Any) -> list[Any]:
    """The texts of the document, those of a group each for itself."""
    found = [text for text in root.iter(f"{TEI}text") if text.find(f"{TEI}group") is None]
    return found or [element for element in (root.find(f"{TEI}sourceDoc"),) if element is not None] or [root]


def _kind(root: Any, header: Any, names: tuple[Name, ...]) -> str:
    if header is None:
        return "fragment"
    # A corpus has its texts in the documents it holds.
    texts = [*root.iter(f"{TEI}text", f"{TEI}sourceDoc")]
    bodies = [body for text in texts for body in text.iterchildren(f"{TEI}body")]
    lists = {f"{TEI}{name}" for name in ("listPerson", "listPlace", "listOrg", "listEvent", "listBibl", "list")}
    if names and (not texts or (bodies and all(_only(body, lists) for body in bodies))):
        return "authority"
    return "document"


def _only(element: Any, tags: set[str]) -> bool:
    """Whether an element holds lists of these kinds and headings only, at any depth of division."""
    for child in element.iterchildren(tag=etree.Element):
        if child.tag == f"{TEI}div":
            if not _only(child, tags):
                return False
        elif child.tag not in tags and child.tag != f"{TEI}head":
            return False
    return True


_ISO = re.compile(r"[+-]?\d{4}(-\d\d(-\d\d)?)?")


def _date(header: Any) -> tuple[str, str]:
    """When the document was written: ISO for sorting, and the words of the header."""
    if header is None:
        return "", ""
    for path in (
        ".//t:correspAction[@type='sent']/t:date",
        ".//t:profileDesc/t:creation/t:date",
        ".//t:sourceDesc//t:origDate",
        ".//t:sourceDesc//t:date",
    ):
        for date in header.iterfind(path, NS):
            for name in ("when", "when-iso", "notBefore", "from", "from-iso", "notAfter", "to"):
                if match := _ISO.match(date.get(name, "")):
                    return match.group().lstrip("+"), words(date) or date.get(name)
    return "", ""


def _correspondents(header: Any) -> Iterable[tuple[str, str]]:
    if header is None:
        return
    for action in header.iterfind(".//t:correspDesc/t:correspAction", NS):
        for name in paths.find(action, "t:persName | t:orgName | t:name | t:rs"):
            if text := words(name):
                yield action.get("type", ""), text


def _version(header: Any) -> tuple[str, str]:
    """The edition's version and date: editionStmt, else the newest change of revisionDesc (HD)."""
    if header is None:
        return "", ""
    edition = header.find("t:fileDesc/t:editionStmt/t:edition", NS)
    version = (edition.get("n") or words(edition)) if edition is not None else ""
    found: list[str] = []
    for path in _DATED:
        dates = [d.get("when") or d.get("when-iso") or "" for d in header.iterfind(path, NS)]
        found = found or [match.group() for date in dates if (match := _ISO.match(date))]
    if not found:  # <date>2022</date>
        stated = [words(d) for d in header.iterfind("t:fileDesc/t:publicationStmt//t:date", NS)]
        found = [date for date in stated if _ISO.fullmatch(date)]
    return version, max(found, default="")


def _licence(header: Any) -> str:
    licence = None if header is None else header.find(".//t:publicationStmt//t:licence[@target]", NS)
    return links.web(licence.get("target").split()[0]) if licence is not None and licence.get("target").split() else ""


def _url(header: Any) -> str:
    """Where the document itself stands on the web: a DOI, a handle or a URL in publicationStmt (HD)."""
    for idno in () if header is None else header.iterfind("t:fileDesc/t:publicationStmt//t:idno[@type]", NS):
        kind, value = idno.get("type", "").lower(), words(idno)
        if kind == "doi" and value.startswith("10."):
            return f"https://doi.org/{value}"
        if kind in ("doi", "url", "uri", "purl", "handle", "ark") and links.web(value):
            return links.web(value)
    return ""


def _digest(header: Any) -> str:
    encoding = None if header is None else header.find(f"{TEI}encodingDesc")
    return "" if encoding is None else hashlib.sha256(words(encoding).encode()).hexdigest()[:16]


class _Where:
    """Where the elements of a document stand in the output."""

    def __init__(self, key: str, plan: divisions.Plan) -> None:
        self.key = key
        self.plan = plan

    def __call__(self, element: Any) -> str:
        """The address of an element, from the root of the output."""
        anchor, holder = "", element
        while holder is not None and not anchor:
            anchor = holder.get(ADDRESS, "")
            holder = holder.getparent()
        return f"{self.key}/{self.page(element)}.html" + (f"#{anchor}" if anchor else "")

    def page(self, element: Any) -> str:
        """Its page: "record" for what the header and the stand-off annotation say."""
        top = element
        while top is not None:
            if top.tag in (f"{TEI}teiHeader", f"{TEI}standOff"):
                return "record"
            top = top.getparent()
        return self.plan.page(element)


def _pages(root: Any, where: _Where) -> Iterable[tuple[str, str]]:
    for page in root.iter(f"{TEI}pb"):
        if not page.get("edRef"):  # the page of another edition is not a page of this sheet
            yield page.get(PLACE) or page.get("n", ""), where(page)


def _anchors(root: Any, where: _Where) -> Iterable[tuple[str, str]]:
    for element in paths.find(root, "//*[@xml:id]"):
        yield element.get(f"{XML}id"), where(element)


def _names(root: Any, path: str, where: _Where) -> Iterable[Name]:
    for element in root.iter(*(TEI + kind for kind in KINDS)):
        if not (xml_id := element.get(f"{XML}id")):
            continue
        forms = [
            (lang_of(child), words(child))
            for tag in PREFERRED
            for child in element.iterchildren(TEI + tag)
            if words(child)
        ]
        described = paths.find(element, "t:note | t:desc | t:occupation | t:p")
        yield Name(
            id=f"{path}#{xml_id}",
            kind=element.tag.removeprefix(TEI),
            forms=tuple(dict.fromkeys(forms)) or (("", xml_id),),
            description=words(described[0])[:300] if described else "",
            description_lang=lang_of(described[0]) if described else "",
            href=where(element),
            same=tuple(dict.fromkeys(identified(element))),
        )


def _mentions(document: Document, texts: list[Any], where: _Where) -> Iterable[Mention]:
    source = document.source
    declared = links.prefixes(document.tree)
    context = _Context()
    for text in texts:
        for element in text.iter(*(TEI + tag for tag in MENTIONS)):
            key = element.get("key", "").strip()  # what only this project understands: its lists may have it (ND)
            keyed = f"#{key}" if re.fullmatch(r"[\w.-]+", key) else ""
            for pointer in (element.get("ref") or element.get("corresp") or keyed).split():
                target = links.normal(links.expand(pointer, declared), source.path)
                if not target or "#" not in target:
                    continue
                before, after = context(element)
                yield Mention(
                    target,
                    element.tag.removeprefix(TEI),
                    Occurrence(
                        where(element),
                        lang_of(element),
                        words(element),
                        before,
                        after,
                    ),
                )


class _Context:
    """The words around a mention, as a reader of its block sees them: without notes, marks and other readings."""

    def __init__(self) -> None:
        self.block: Any = None
        self.text = ""
        self.spans: dict[Any, tuple[int, int]] = {}

    def __call__(self, element: Any) -> tuple[str, str]:
        block = element
        while block.tag not in _BLOCKS and block.getparent() is not None:
            block = block.getparent()
        if block is not self.block:
            self.block, self.spans = block, {}
            parts: list[str] = []
            self._read(block, parts, 0)
            self.text = "".join(parts)
        start, end = self.spans.get(element, (0, len(self.text)))
        before = re.sub(r"\s+", " ", self.text[max(0, start - 3 * CONTEXT) : start]).lstrip()
        after = re.sub(r"\s+", " ", self.text[end : end + 3 * CONTEXT]).rstrip()
        return (
            ("…" + before[-CONTEXT:] if len(before) > CONTEXT else before),
            (after[:CONTEXT] + "…" if len(after) > CONTEXT else after),
        )

    def _read(self, element: Any, parts: list[str], position: int) -> int:
        start = position
        if element.text:
            parts.append(element.text)
            position += len(element.text)
        for number, child in enumerate(element):
            other = number and element.tag in _ALTERNATIVES
            if isinstance(child.tag, str) and child.tag not in _BLOCKS and not other:
                position = self._read(child, parts, position)
            if child.tail and element.tag not in _ALTERNATIVES:
                parts.append(child.tail)
                position += len(child.tail)
        self.spans[element] = (start, position)
        return position


_ALTERNATIVES = {TEI + name for name in ("choice", "app", "subst")}
_BLOCKS = {
    TEI + name
    for name in (
        [
            "p",
            "head",
            "ab",
            "l",
            "item",
            "cell",
            "note",
            "div",
            "body",
            "text",
            "opener",
            "closer",
            "salute",
            "signed",
            "dateline",
            "fw",
            "stamp",
            "gap",
            "figDesc",
        ]
    )
}
