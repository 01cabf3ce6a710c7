"""A tree becomes a survey: its leaves, the blocks of each, and where every addressed unit stands.

A leaf is a `text` among several (DS, `group`), or a `div` of one `text` that is an edition or a translation (EpiDoc).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bifolium.align.nouns import Leaf

ADDRESS = "{https://bifolium.org/ns}id"
ID = "{http://www.w3.org/XML/1998/namespace}id"
VERSION = "{https://bifolium.org/ns}version"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def names(words: str) -> frozenset[str]:
    """Names of elements, written one after the other."""
    return frozenset(words.split())


# Elements that only hold others: what stands in them stands apart on the page.
CONTAINERS = names(
    "TEI TEI.2 teiCorpus text front body back group div div0 div1 div2 div3 div4 div5 div6 div7 "
    "sourceDoc facsimile surfaceGrp surface zone standOff"
)
# These too, when what they hold are paragraphs or stanzas.
QUOTED = names("q quote said")
# Points, not stretches of text: no block of their own.
POINTS = names(
    "pb lb cb gb milestone anchor addSpan delSpan damageSpan handShift space substJoin listTranspose alt altGrp join "
    "joinGrp link linkGrp index certainty precision respons graphic media binaryObject figDesc ptr teiHeader "
    "standOff xenoData"
)
# Words for the two kinds of text, as they occur in @type and @subtype of `text` and `div`.
TRANSCRIPTION = names("transcription edition original source transcript diplomatic")
TRANSLATION = names("translation translated traduction übersetzung uebersetzung traduzione 译文 翻译")


def name(element: Any) -> str:
    """The local name of an element; "" for comments, processing instructions and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@dataclass(slots=True, eq=False)
class Unit:
    """One addressed element of a leaf, and where it stands."""

    element: Any
    address: str
    name: str
    leaf: int
    order: int  # units count on in the order of the text, through all leaves
    blocks: range  # the numbers of the blocks it holds, or of the one it is or stands in
    holds: bool  # whether it holds blocks


@dataclass(slots=True)
class Survey:
    """The leaves of a tree, laid out flat."""

    tree: Any
    file: str = ""  # its name, for pointers that give it
    leaves: list[Leaf] = field(default_factory=list)
    beside: list[Leaf] = field(default_factory=list)
    blocks: list[Unit] = field(default_factory=list)  # of all leaves, one after the other
    units: dict[str, Unit] = field(default_factory=dict)  # by address, in order; with one leaf only the blocks
    ids: dict[str, Unit] = field(default_factory=dict)  # by xml:id, the first of a name
    pages: list[str] = field(default_factory=list)  # for each block the page it begins on: its @n, else its place
    breaks: Counter[int] = field(default_factory=Counter)  # the page breaks of each leaf


def survey(tree: Any, file: str = "") -> Survey:
    """The leaves of `tree`, transcription first, with all their blocks and units."""
    root = tree.getroot() if hasattr(tree, "getroot") else tree
    found, aside = Survey(tree, file), Survey(tree)
    texts, beside = _leaves(root)
    apart = {id(part): part for _, _, parts in texts for part in parts}
    for number, (kind, lang, parts) in enumerate(texts):
        first = len(found.blocks)
        for part in parts:
            _walk(found, number, part, apart, fine=len(texts) > 1)
        found.leaves.append(_leaf(kind, lang, parts, found.blocks[first:]))
    for kind, lang, parts in beside:
        first = len(aside.blocks)
        for part in parts:
            _walk(aside, -1, part, apart, fine=False)
        if len(aside.blocks) > first:
            found.beside.append(_leaf(kind, lang, parts, aside.blocks[first:]))
    return found


def _leaf(kind: str, lang: str, parts: list[Any], blocks: list[Unit]) -> Leaf:
    return Leaf(kind, lang, tuple(part.get(ADDRESS, "") for part in parts), tuple(block.address for block in blocks))


_Found = tuple[str, str, list[Any]]  # kind, language, parts


def _leaves(root: Any) -> tuple[list[_Found], list[_Found]]:
    """The texts, and what stands beside them."""
    texts = _texts(root)
    sources = [element for element in root.iter("{*}sourceDoc") if element.get(ADDRESS)]
    if not texts:
        # A document that is only pages, or a fragment, such as a file whose root is `div` or `facsimile`.
        whole = sources or ([root] if root.get(ADDRESS) and name(root) not in ("TEI", "TEI.2") else [])
        return [("text", language(whole[0]), whole)] if whole else [], []
    beside = [("sourceDoc", language(sources[0]), sources)] if sources else []
    versions = _joined(root) or _versions(texts) or _divs(texts)
    if not versions:
        return [(_kind(texts[0]) or "text", language(texts[0]), texts)], beside
    # What the texts hold besides: a front of their own, EpiDoc's apparatus, commentary and bibliography.
    if others := _less(texts, [part for _, _, parts in versions for part in parts]):
        beside.insert(0, ("beside", language(others[0]), others))
    return versions, beside


def _joined(root: Any) -> list[_Found]:
    """The texts of documents that are versions of each other (`bifolium.versions`): what they are is known."""
    found: list[_Found] = []
    for document in root if name(root) == "teiCorpus" else ():
        if (kind := document.get(VERSION)) and (text := document.find("{*}text")) is not None:
            inner = _versions([text]) or _divs([text])
            alone = list(_kindred(text))
            if inner:
                found += inner
            elif len(alone) == 1:
                found.append((kind, language(alone[0], kind == "translation"), alone))
            else:
                found.append((kind, language(text, kind == "translation"), [text]))
    return found


def _less(texts: list[Any], parts: list[Any]) -> list[Any]:
    """What texts hold, less some parts of them: the largest elements in which no such part stands."""
    holding = {id(above): above for part in parts for above in part.iterancestors()}
    found = []
    stack = texts[::-1]
    while stack:
        element = stack.pop()
        if id(element) in holding:
            stack += reversed(element)
        elif element.get(ADDRESS) is not None and element not in parts and _says(element):
            found.append(element)
    return found


def _says(element: Any) -> bool:
    return any(text.strip() for text in element.itertext("*"))


def _texts(root: Any) -> list[Any]:
    """The outermost `text` elements, not those quoted inside another (`floatingText`)."""
    if name(root) == "text":
        return [root]
    found = []
    for document in root.iter("{*}TEI", "{*}TEI.2"):
        found += [child for child in document if name(child) == "text"]
    return found


def _versions(texts: list[Any]) -> list[_Found]:
    """Texts that are versions of one another: they say so by @type, or each speaks another language.

    A `group` may as well be an anthology (DS, section 4.3): then it is one leaf.
    """
    members = [
        member
        for text in texts
        for member in ([c for g in text if name(g) == "group" for c in g if name(c) == "text"] or [text])
    ]
    if len(members) < 2:
        return []
    kinds = [_kind(member) for member in members]
    tongues = [language(member, kind == "translation") for member, kind in zip(members, kinds, strict=True)]
    if "translation" not in kinds and (len(set(tongues)) < len(members) or not _tied(members)):
        return []
    versions: dict[tuple[str, str], list[Any]] = {}
    for kind, tongue, member in zip(kinds, tongues, members, strict=True):
        versions.setdefault((kind, tongue), []).append(member)
    found = [(kind, tongue, parts) for (kind, tongue), parts in versions.items()]
    return _transcription_first(found)


def _tied(members: list[Any]) -> bool:
    """Whether anything says that a passage of one text corresponds to one of another (SA, section 16.4)."""
    home = {e.get(ID): number for number, text in enumerate(members) for e in text.iter(etree.Element) if e.get(ID)}
    said = [link.get("target", "") for link in members[0].getroottree().iter("{*}link")]
    said += [
        f"#{element.get(ID)} {element.get('corresp')}"
        for text in members
        for element in text.iter(etree.Element)
        if "corresp" in element.attrib
    ]
    return any(len({home[id[1:]] for id in pointers.split() if id[1:] in home}) > 1 for pointers in said)


def _transcription_first(found: list[_Found]) -> list[_Found]:
    """In the order of the file, but the transcription first; without one, what is not a translation is it."""
    rank = {"transcription": 0, "text": 1, "": 1, "translation": 2}
    ordered = sorted(found, key=lambda leaf: rank[leaf[0]])
    if ordered[0][0] != "transcription" and any(leaf[0] == "translation" for leaf in ordered):
        ordered[0] = ("transcription", *ordered[0][1:])
    return [(kind or "text", tongue, parts) for kind, tongue, parts in ordered]


def _divs(texts: list[Any]) -> list[_Found]:
    """An edition and its translations, each a `div` of the same text (EpiDoc)."""
    kinds: dict[tuple[str, str], list[Any]] = {}
    for text in texts:
        for div in _kindred(text):
            kind = _kind(div)
            kinds.setdefault((kind, language(div, kind == "translation")), []).append(div)
    translations = [(kind, tongue, parts) for (kind, tongue), parts in kinds.items() if kind == "translation"]
    editions = [part for (kind, _), parts in kinds.items() if kind == "transcription" for part in parts]
    # Without a div for the edition, it is all else that the text holds.
    if translations and not editions:
        editions = _less(texts, [part for _, _, parts in translations for part in parts])
    if not translations or not editions:
        return []
    return [("transcription", language(texts[0] if len(editions) > 1 else editions[0]), editions), *translations]


def _kindred(text: Any) -> Iterator[Any]:
    """The outermost `div`s that say whether they are edition or translation."""
    stack = [text]
    while stack:
        element = stack.pop()
        if name(element).startswith("div") and _kind(element):
            yield element
        elif name(element) in CONTAINERS:
            stack.extend(reversed(element))


def _kind(element: Any) -> str:
    words = f"{element.get('type', '')} {element.get('subtype', '')}".lower().split()
    if any(word in TRANSLATION for word in words):
        return "translation"
    return "transcription" if any(word in TRANSCRIPTION for word in words) else ""


def language(element: Any, own: bool = False) -> str:
    """The language of a text: its own, else what the header says, else the nearest, else "und".

    Many a `text` leaves it to its `body`, to the only `language` declared (HD) or to `textLang/@mainLang` (MS);
    what stands on `TEI` is as often the language of the header. A translation's is only its `own`: the header
    speaks of the text it translates.
    """
    inside = [child for child in element if name(child) and child.get(LANG) and (own or name(child) == "body")]
    at = inside[0] if inside and not element.get(LANG) else element
    while at is not None:
        whole = name(at) in ("TEI", "TEI.2", "teiCorpus")
        if tongue := (whole and _declared(at)) or at.get(LANG) or at.get("lang"):
            return str(tongue)
        at = None if own else at.getparent()
    return "und"


def _declared(document: Any) -> str:
    header = next((e for e in document if name(e) == "teiHeader"), None)
    if header is None:
        return ""
    idents = [e.get("ident") for e in header.iter("{*}language") if e.get("ident")]
    if len(idents) == 1:
        return str(idents[0])
    main = (e.get("mainLang") for e in header.iter("{*}textLang") if e.get("mainLang"))
    return str(next(main, ""))


def _walk(found: Survey, leaf: int, part: Any, apart: Mapping[int, Any], fine: bool) -> None:
    """Add the blocks of a part of a leaf, less what belongs to another; if `fine`, all units in them."""
    page = ""
    stack: list[Any] = [part]
    while stack:
        element = stack.pop()
        if isinstance(element, Unit):  # a container, all of which has been seen
            element.blocks = range(element.blocks.start, len(found.blocks))
            continue
        kind = name(element)
        if not kind or (element is not part and id(element) in apart):
            continue
        if kind in POINTS:
            page = _page(found, leaf, element) if kind == "pb" else page
        elif (kind in CONTAINERS or (kind in QUOTED and _holds_blocks(element))) and not _speaks(element):
            unit = _add(found, leaf, element, len(found.blocks), holds=True)
            stack += [unit] if unit else []
            stack += reversed(element)
        elif element.get(ADDRESS) is None and not _speaks(element):
            stack += reversed(element)  # nothing a reader could be sent to, but what it holds may be
        else:
            page = _block(found, leaf, element, page, fine)


def _holds_blocks(element: Any) -> bool:
    return any(name(child) in ("p", "ab", "lg", "sp", "div", "head") for child in element)


def _speaks(container: Any) -> bool:
    """Whether text stands directly in the container: then it can only be shown as one block."""
    if container.text and not container.text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in container)


def _block(found: Survey, leaf: int, element: Any, page: str, fine: bool) -> str:
    """Add a block, and if `fine` every unit in it; gives the page on which it ends."""
    number = len(found.blocks)
    block = _add(found, leaf, element, number)
    if block is None:  # nothing a reader could be sent to
        return page
    found.blocks.append(block)
    found.pages.append(page)
    for inner in element.iterdescendants(etree.Element) if fine else ():
        _add(found, leaf, inner, number)
        if name(inner) == "pb":
            page = _page(found, leaf, inner)
    return page


def _page(found: Survey, leaf: int, pb: Any) -> str:
    """What the page that begins is called: its number, else its place among the pages of the leaf."""
    found.breaks[leaf] += 1
    return pb.get("n") or f"[{found.breaks[leaf]}]"


def _add(found: Survey, leaf: int, element: Any, number: int, holds: bool = False) -> Unit | None:
    address = element.get(ADDRESS)
    if address is None:
        return None
    unit = Unit(element, address, name(element), leaf, len(found.units), range(number, number + 1), holds)
    unit = found.units.setdefault(address, unit)
    if element.get(ID):
        found.ids.setdefault(element.get(ID), unit)
    return unit
