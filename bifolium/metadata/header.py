"""A teiHeader becomes an Imprint (what it says of the edition) and an About (what it says of the document)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from bifolium import links, paths
from bifolium.links import TEI, XML, lang_of
from bifolium.model import About, Action, Agent, Imprint
from bifolium.paths import NS

ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
DOI = re.compile(r"^(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)$", re.I)
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_VERSION = re.compile(r"v?(\d+(?:\.\d+)+)", re.I)
_DATES = ("when", "from", "to", "notBefore", "notAfter")

# What an identifier without an address is, by the type the header gives it.
_REGISTERS = {
    "orcid": "https://orcid.org/{}",
    "gnd": "https://d-nb.info/gnd/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "isni": "https://isni.org/isni/{}",
    "ror": "https://ror.org/{}",
    "wikidata": "http://www.wikidata.org/entity/{}",
    "geonames": "https://sws.geonames.org/{}/",
}
_AFFILIATION = f"{TEI}affiliation"
_BESIDE = ("idno", "email", "ptr", "affiliation")  # stand with a name and are no part of it
_PARTS = ("teiHeader", "fileDesc", "titleStmt", "editionStmt", "publicationStmt", "availability", "profileDesc")
_NAMES = "t:persName | t:orgName | t:name | t:placeName"


class Header:
    """The header of one document, asked for what catalogues want (TEI Guidelines, HD)."""

    def __init__(self, root: Any, key: str) -> None:
        self.root = root
        self.key = key
        self.header = root.find(f"{TEI}teiHeader")
        self._named: dict[str, Any] | None = None

    def imprint(self) -> Imprint:
        """What it says of the edition."""
        publisher = next(self._agents("t:fileDesc/t:publicationStmt", "publisher", "authority", "distributor"), None)
        return Imprint(
            editors=tuple(self._agents("t:fileDesc/t:titleStmt", "editor", "principal")),
            contributors=tuple(self._responsible()),
            funders=tuple(self._agents("t:fileDesc/t:titleStmt", "funder", "sponsor")),
            publisher=self._reached(publisher) if publisher else None,
            address=self._address(),
            identifiers=tuple(self._identifiers("t:fileDesc/t:seriesStmt/t:idno")),
            licence_text=next(filter(None, map(words, self._find("t:fileDesc/t:publicationStmt//t:licence"))), ""),
            changes=tuple(self._changes()),
        )

    def about(self) -> About:
        """What it says of the document."""
        if self.header is None:
            return About()
        sources = self._find("t:fileDesc/t:sourceDesc//t:idno | t:fileDesc/t:sourceDesc//t:ref/@target")
        addresses = [links.web(one if isinstance(one, str) else words(one)) for one in sources]
        return About(
            authors=tuple(self._agents("t:fileDesc/t:titleStmt", "author")),
            identifiers=tuple(self._identifiers("t:fileDesc/t:publicationStmt/t:idno")),
            keywords=tuple(dict.fromkeys(self._keywords())),
            actions=tuple(self._actions()),
            source=self._source(),
            sources=tuple(dict.fromkeys(filter(None, addresses)))[:8],
            translated=tuple(self._translated()),
            declared=tuple(dict.fromkeys(map(str, self._find("t:profileDesc/t:langUsage/t:language/@ident")))),
            lines=tuple(
                (name, element.sourceline or 0)
                for name in _PARTS
                for element in [next(self.header.iter(TEI + name), None)]
                if element is not None
            ),
        )

    def _find(self, path: str) -> list[Any]:
        return [] if self.header is None else paths.find(self.header, path)

    def _agents(self, parent: str, *names: str) -> Iterator[Agent]:
        for name in names:
            for element in self._find(f"{parent}/t:{name}"):
                role = element.get("role") or name
                inner = paths.find(element, _NAMES)
                # <author>Anna B.</author>, or <editor><persName>…</persName><persName>…</persName></editor>
                for one in inner or [element]:
                    if agent := self.agent(one, role, element):
                        yield agent

    def _responsible(self) -> Iterator[Agent]:
        """The contributors of respStmt: resp says what each of the names beside it did (HD21)."""
        for statement in self._find("t:fileDesc/t:titleStmt/t:respStmt | t:fileDesc/t:editionStmt/t:respStmt"):
            role = "; ".join(filter(None, map(words, statement.iterfind("t:resp", NS))))
            for one in paths.find(statement, _NAMES):
                if agent := self.agent(one, role, one):
                    yield agent

    def agent(self, element: Any, role: str, around: Any) -> Agent | None:
        """The person or body that an element of the header names."""
        family, given = self._parts(element, "surname"), self._parts(element, "forename")
        spoken = " ".join(filter(None, (given, family))) if family else words(element, without=_BESIDE)
        if not spoken.strip(" ,;.?"):
            return None
        if not family and element.tag == f"{TEI}persName" and spoken.count(",") == 1:
            family, given = (part.strip() for part in spoken.split(","))
            spoken = f"{given} {family}"
        same = tuple(dict.fromkeys([*self.same(element), *self.same(around)]))
        kind = {f"{TEI}orgName": "organisation", f"{TEI}persName": "person"}.get(element.tag, "")
        if family or any(ORCID.search(one) for one in same):
            kind = "person"
        mails = [*element.iter(f"{TEI}email"), *around.iter(f"{TEI}email")]
        homes = [*element.iter(_AFFILIATION), *around.iter(_AFFILIATION)]
        pages = [links.web(p.get("target", "")) for p in (*element.iter(f"{TEI}ptr"), *around.iter(f"{TEI}ptr"))]
        return Agent(
            spoken.rstrip(" ,;"), kind, family, given, role, same,
            email=next(filter(None, map(words, mails)), ""),
            address=next(filter(None, pages), ""),
            affiliation=next(filter(None, map(words, homes)), ""),
        )  # fmt: skip

    def _parts(self, element: Any, name: str) -> str:
        return " ".join(filter(None, map(words, element.iterfind(f"t:{name}", NS))))

    def same(self, element: Any) -> Iterator[str]:
        """The web addresses of what an element names: from idno inside it, @ref, or the entry that @ref points to."""
        yield from identified(element)
        for pointer in (element.get("ref") or "").split():
            if pointer.startswith("#") and (entry := self._entry(pointer[1:])) is not None:
                yield from identified(entry)
            else:
                yield from filter(None, [_registered("", pointer)])

    def _entry(self, xml_id: str) -> Any:
        if self._named is None:
            self._named = {e.get(f"{XML}id"): e for e in self.root.iter(*(TEI + n for n in ("person", "org", "place")))}
        return self._named.get(xml_id)

    def _reached(self, publisher: Agent) -> Agent:
        """The publisher, with the address and mail that stand beside its name in publicationStmt (HD24)."""
        mails = [EMAIL.search(words(e)) for e in self._find("t:fileDesc/t:publicationStmt//t:email")]
        pages = [
            links.web(target)
            for target in self._find("t:fileDesc/t:publicationStmt/t:publisher//@target")
            + self._find("t:fileDesc/t:publicationStmt/t:address//@target")
        ]
        return replace(
            publisher,
            kind=publisher.kind or "organisation",
            email=publisher.email or next((m.group() for m in mails if m), ""),
            address=publisher.address or next(filter(None, pages), ""),
        )

    def _address(self) -> str:
        """Where the edition stands: seriesStmt/idno, or publicationStmt/idno, of the type URL.

        The address must be one from which the pages could be addressed: that of a folder, ending in a slash, or that
        of this document's own page. (Whether a folder is the edition's or the document's, `records.base` decides.)
        """
        for element in self._find("t:fileDesc/t:seriesStmt/t:idno | t:fileDesc/t:publicationStmt/t:idno"):
            if element.get("type", "").lower() not in ("url", "uri"):
                continue
            address = links.web(words(element))
            if not address.startswith("http"):
                continue
            for end in (f"/{self.key}/index.html", "/"):
                if address.endswith(end) and "?" not in address and "#" not in address:
                    return address.removesuffix(end) + "/"
        return ""

    def _identifiers(self, path: str) -> Iterator[tuple[str, str]]:
        for element in self._find(path):
            value = words(element)
            if not value:
                continue
            if doi := DOI.match(value):
                yield "DOI", doi.group(1)
            elif not paths.find(element, "t:idno"):
                yield element.get("type", ""), value

    def _keywords(self) -> Iterator[tuple[str, str]]:
        for term in self._find("t:profileDesc/t:textClass/t:keywords//t:term"):
            if text := words(term):
                yield lang_of(term), text

    def _actions(self) -> Iterator[Action]:
        for element in self._find("t:profileDesc/t:correspDesc/t:correspAction"):
            names = paths.find(element, "t:persName | t:orgName | t:name | t:rs")
            places = (self.agent(one, "", one) for one in element.iterfind("t:placeName", NS))
            yield Action(
                element.get("type", ""),
                tuple(agent for one in names if (agent := self.agent(one, "", one))),
                next(filter(None, places), None),
                tuple(
                    (name, match.group())
                    for date in element.findall("t:date", NS)[:1]
                    for name in _DATES
                    if (match := _ISO.match(date.get(name, "")))
                ),
            )

    def _source(self) -> str:
        for path in (
            "t:fileDesc/t:sourceDesc//t:msIdentifier",
            "t:fileDesc/t:sourceDesc//t:bibl",
            "t:fileDesc/t:sourceDesc/*",
        ):
            for element in self._find(path):
                if element.tag == f"{TEI}msIdentifier":
                    return ", ".join(filter(None, map(words, element.iterchildren("{*}*"))))
                if text := words(element):
                    return text[:300]
        return ""

    def _changes(self) -> Iterator[tuple[str, str, str]]:
        """The releases among the changes: those which carry a version in @n (HD6)."""
        for change in self._find("t:revisionDesc//t:change"):
            version, date = _VERSION.fullmatch(change.get("n", "")), _ISO.match(change.get("when", ""))
            if version and date:
                yield version.group(1), date.group(), words(change)

    def _translated(self) -> Iterator[str]:
        """The languages of the texts that say they are translations."""
        for text in self.root.iter(f"{TEI}text", f"{TEI}div"):
            if text.get("type") == "translation" and (lang := lang_of(text)):
                yield lang


def identified(element: Any) -> Iterable[str]:
    """The web addresses that the idno and ptr children of an entry (or a name) give to the thing itself."""
    for one in element.iterfind("t:idno", NS):
        if address := _registered(one.get("type", ""), words(one)):
            yield address


def _registered(kind: str, value: str) -> str:
    """The address of a number in a register, such as an ORCID; "" for what has none."""
    if value.startswith(("http:", "https:")):
        return links.web(value).replace("http://orcid.org", "https://orcid.org")
    pattern = _REGISTERS.get(kind.lower()) or _REGISTERS.get(value.partition(":")[0].lower())
    number = value.rpartition(":")[2].strip()
    if pattern and re.fullmatch(r"[\w-]+", number):
        return pattern.format(number)
    return ""


def words(element: Any, without: tuple[str, ...] = ()) -> str:
    """The text of an element, white space folded, less the children named."""
    if not without:
        return " ".join("".join(element.itertext()).split())
    left_out = {child for name in without for child in element.iter(TEI + name)}
    parts = [element.text or ""] + [
        ("" if child in left_out else "".join(child.itertext(with_tail=False))) + (child.tail or "")
        for child in element.iterchildren()
        if isinstance(child.tag, str)
    ]
    return " ".join("".join(parts).split())
