"""A file of lists becomes what other documents may name by a bare `#id`: hands, witnesses, categories, characters.

Strictly, `#id` names something in its own file (TEI Guidelines, SAPTL). But projects keep their taxonomies, hands,
bibliographies and characters in files of their own, as they do their persons, and point there from every document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from bifolium.links import TEI, XML
from bifolium.model import Entry

# What an attribute must lead to, where the Guidelines say so, read generously: bibliographic items may
# answer for a reading (EpiDoc), a manuscript description may stand for a witness.
HANDS = frozenset("handNote hand scriptNote handShift".split())
WITNESSES = frozenset(
    """witness listWit msDesc msPart msFrag msIdentifier bibl biblStruct biblFull object item idno ref
    abbr person siglum rdg app text TEI""".split()
)
IMAGES = frozenset(
    "surface surfaceGrp zone line path graphic media binaryObject facsimile sourceDoc figure object item".split()
)
AGENTS = frozenset(
    """person personGrp persona org respStmt resp name persName orgName forename surname author editor
    principal sponsor funder publisher authority distributor application change handNote bibl
    biblStruct biblFull msDesc witness listBibl listPerson listOrg listWit item list role castItem
    castGroup actor roleDesc idno respons note interp category nym place editionStmt titleStmt""".split()
)
KINDS: dict[str, tuple[frozenset[str], str]] = {
    "hand": (HANDS, "a handNote in the header's handNotes"),
    "new": (HANDS, "a handNote in the header's handNotes"),
    "wit": (WITNESSES, "a witness in a listWit"),
    "facs": (IMAGES, "a surface, a zone or a graphic"),
    "resp": (AGENTS, "a person, an organisation or a respStmt"),
    "rendition": (frozenset({"rendition"}), "a rendition in the header's tagsDecl"),
    "calendar": (frozenset({"calendar", "category", "item"}), "a calendar in the header's calendarDesc"),
}

# What a list holds for others to point to.
_THINGS = tuple(
    TEI + name
    for name in """person personGrp persona place org event nym object handNote scriptNote witness bibl biblStruct
    biblFull taxonomy category interp interpGrp char glyph calendar unitDef application geoDecl fs f fvLib fLib
    item""".split()
)
# Here a file speaks of itself and of its own source.
_ITS_OWN = frozenset(TEI + name for name in ("titleStmt", "editionStmt", "publicationStmt", "msDesc", "revisionDesc"))
_LISTS = frozenset(
    TEI + name
    for name in """listPerson listPlace listOrg listEvent listBibl listNym listObject listWit listRelation list
    interpGrp fvLib fLib head""".split()
)
_LENGTH = 600  # characters of a thing that others must know; of a longer one, its names
_NAMES = frozenset(
    TEI + name
    for name in """persName orgName placeName geogName eventName objectName name label head form term abbr idno title
    author catDesc gloss mapping charName glyphName localProp unicodeProp figure desc""".split()
)


def listing(root: Any) -> bool:
    """Whether a file holds lists and no text of its own."""
    if root.find(f".//{TEI}sourceDoc") is not None:
        return False
    texts = [*root.iter(f"{TEI}text")]
    if not texts and root.tag in (f"{TEI}text", f"{TEI}body", f"{TEI}div", f"{TEI}facsimile"):
        return False
    return all(_listing(part) for text in texts for part in text.iterchildren(etree.Element))


def _listing(element: Any) -> bool:
    if element.tag in _LISTS:
        return True
    if (element.text or "").strip():
        return False
    return all(_listing(child) and not (child.tail or "").strip() for child in element.iterchildren(etree.Element))


def things(root: Any) -> Iterator[tuple[str, str]]:
    """What a file of lists holds that has an xml:id: the id, and so much of its TEI as tells what it is."""
    if not listing(root):
        return
    for element in root.iter(*_THINGS):
        xml_id = element.get(f"{XML}id")
        if xml_id and not any(above.tag in _ITS_OWN for above in element.iterancestors()):
            yield xml_id, _short(element)


def _short(element: Any) -> str:
    """The element, or what it is called where it is long."""
    copy = deepcopy(element)
    copy.tail = None
    for one in copy.iter("{*}*"):
        for name in [name for name in one.attrib if name.startswith("{https://bifolium.org/")]:
            del one.attrib[name]
    etree.cleanup_namespaces(copy)
    if len(text := _written(copy)) > _LENGTH:
        copy.text = None
        for child in list(copy):
            child.tail = None
            if child.tag not in _NAMES or len(_written(child)) > _LENGTH:
                copy.remove(child)
        text = _written(copy)
        while len(text) > _LENGTH and len(copy) > 1:
            copy.remove(copy[-1])
            text = _written(copy)
    return text


def _written(element: Any) -> str:
    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def fits(attribute: str, kind: str) -> bool:
    """Whether an attribute may point to an element of this kind."""
    return attribute not in KINDS or kind in KINDS[attribute][0]


def alone(entries: Iterable[Entry]) -> dict[str, tuple[str, str]]:
    """"thun" -> ("edition/persons.xml#thun", "person"), for each xml:id that only one thing of all lists has."""
    found: dict[str, dict[str, str]] = {}
    for entry in entries:
        for name in entry.names:
            found.setdefault(name.id.partition("#")[2], {})[name.id] = name.kind
        for xml_id, text in entry.things:
            kind = text[1:].partition(" ")[0].partition(">")[0]
            found.setdefault(xml_id, {})[f"{entry.path}#{xml_id}"] = kind
    return {xml_id: next(iter(same.items())) for xml_id, same in found.items() if len(same) == 1}


class Things(Mapping[str, str]):
    """"edition/hands.xml#anna" -> the TEI of the thing; "#anna" too, if only one thing in all lists has this name."""

    def __init__(self, entries: Sequence[Entry], known: Mapping[str, tuple[str, str]]) -> None:
        self._entries = [entry for entry in entries if entry.things]
        self._places = {
            f"{entry.path}#{xml_id}": (number, place)
            for number, entry in enumerate(self._entries)
            for place, (xml_id, _) in enumerate(entry.things)
        }
        self._known = known

    def __getitem__(self, pointer: str) -> str:
        if pointer.startswith("#"):
            pointer = self._known[pointer[1:]][0]
        number, place = self._places[pointer]
        return self._entries[number].things[place][1]

    def __iter__(self) -> Iterator[str]:
        yield from self._places

    def __len__(self) -> int:
        return len(self._places)
