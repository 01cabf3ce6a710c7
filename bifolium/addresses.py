"""Every passage of a tree gets its address, `@b:id`: the `id` of its HTML, and the end of its permalink.

It is the `xml:id` when that is a name and the first of its kind; otherwise it is made of what the passage
is and says, never of where it stands. So a paragraph that is put in or taken out moves no other address.
A page break without a number is told its place among the pages, `@b:place`, which its heading says.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from zlib import crc32

from lxml import etree

from bifolium.roots import TEI

NAMESPACE = "https://bifolium.org/ns"
ADDRESS = f"{{{NAMESPACE}}}id"
PLACE = f"{{{NAMESPACE}}}place"  # of a page without a number, "[3]": no address, but what it can be called by
OURS = (ADDRESS, PLACE)  # the attributes that are no source's
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Parts that hold passages (TEI Guidelines, DS). They are known by their own words, such as a heading, not by
# the passages in them.
_PARTS = """
    text front body back group div div0 div1 div2 div3 div4 div5 div6 div7 floatingText
    sp lg list table graph tree surface surfaceGrp zone facsimile sourceDoc teiHeader standOff
"""
# Passages: known by all their words, less those of a passage or part within them that might come and go.
_PASSAGES = """
    head p ab l s seg item row cell note stamp fw add gap pb
    opener closer salute signed dateline byline trailer postscript argument epigraph titlePage quote cit u
    entry entryFree figure castList listBibl
    listPerson listPlace listOrg listEvent listObject listNym listRelation
"""
_APART = "p ab note stamp fw"
# What a part says by itself.
_OWN = "head speaker label opener item row l"


def _tei(names: str) -> list[str]:
    return [f"{{{TEI}}}{name}" for name in names.split()]


_ADDRESSABLE = dict(zip(_tei(_PARTS + _PASSAGES), (_PARTS + _PASSAGES).split(), strict=True))
_IS_PART = frozenset(_tei(_PARTS))
_IS_APART = frozenset(_tei(_PARTS + _APART))
_IS_OWN = _tei(_OWN)
_DOCUMENTS = frozenset(_tei("TEI teiCorpus"))
_PAGE = f"{{{TEI}}}pb"

# NCName, Namespaces in XML 1.0; XML 1.0 (fifth edition) §2.3.
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_ASCII_NCNAME = re.compile("[A-Za-z_][A-Za-z0-9._-]*").fullmatch
_NOT_IN_ASCII_LABEL = "[^A-Z_a-z0-9.-]+"
# These take long to compile: where all names are ASCII, they are not needed.
_NCNAME = f"[{_START}][{_START}0-9.\xb7\u0300-\u036f\u203f\u2040-]*"
_NOT_IN_LABEL = f"[^{_START}0-9.-]+"

_WHITE = b" \t\r\n"
_LONG = 4_000  # bytes of a passage that are looked at; more would make nested passages cost their square
_SHORT = 12  # bytes; who says less is known by its surroundings too
_LABEL = 24  # characters of @n in an address

etree.register_namespace("b", NAMESPACE)
_identified = etree.XPath("//@xml:id")
_on_images = etree.XPath("//@facs")
# What a hand did to the text, and where one takes over: its list leads there.
_by_hand = etree.XPath("//*[@hand] | //t:handShift | //t:subst[@hand]/t:del", namespaces={"t": TEI})


def address(element: Any) -> str:
    """The address of an element, or "" when it has none."""
    return str(element.get(ADDRESS, ""))


def assign(tree: Any) -> None:
    """Give each passage, each part, each element with an xml:id or a place on an image its address, in linear time."""
    taken: set[str] = set()
    others: list[Any] = []
    root = tree.getroot()
    root.set(ADDRESS, "")  # declares the namespace once, there, instead of on every element
    del root.attrib[ADDRESS]
    for name in _identified(tree):
        element = name.getparent()
        if name not in taken and (_ASCII_NCNAME(name) or re.fullmatch(_NCNAME, name)):
            taken.add(str(name))
            element.set(ADDRESS, name)
        elif element.tag not in _ADDRESSABLE:
            others.append(element)  # its xml:id is no name, or somebody else's already
    addressable = list(tree.iter(*_ADDRESSABLE))
    # What stands somewhere on an image (PH, @facs) can be pointed to there: a line, a word.
    others += [one.getparent() for one in _on_images(tree) if one.getparent().tag not in _ADDRESSABLE]
    others += _by_hand(tree)
    if root.tag not in _ADDRESSABLE and root.tag not in _DOCUMENTS and root.get(ADDRESS) is None:
        others.append(root)  # the root of a fragment, such as a taxonomy, is what its text is found by
    speaking = _Speaking(tree, addressable)
    numbers: dict[str, int] = {}
    for element in [*addressable, *others]:
        if element.get(ADDRESS) is not None:
            continue
        name = key = speaking.key(element)
        if key in taken:
            number = numbers.get(key, 1)
            while name in taken:
                number += 1
                name = f"{key}-{number}"
            numbers[key] = number
        taken.add(name)
        element.set(ADDRESS, name)
    _count_pages(tree)


def _count_pages(tree: Any) -> None:
    """A page without a number is called by its place among those of its edition, in the brackets of an editor.

    A translation counts its pages for itself.
    """
    counted: Counter[tuple[Any, str]] = Counter()
    for page in tree.iter(_PAGE):
        if not page.get("edRef"):
            translation = next((one for one in page.iterancestors() if one.get("type") == "translation"), None)
            counted[among := (translation, page.get("ed", ""))] += 1
            if not page.get("n", "").strip():
                page.set(PLACE, f"[{counted[among]}]")


class _Speaking:
    """What the passages of one tree are and say."""

    def __init__(self, tree: Any, addressable: list[Any]) -> None:
        self.mixed = _mixed(addressable)
        # Text is taken from the tree at the speed of C, but that of passages in passages in passages not for ever.
        self.budget = 4 * len(_text(tree)) + 1_000_000

    def key(self, element: Any) -> str:
        """What an element is and says, before equal ones are told apart."""
        tag = element.tag
        given = dict(element.items())
        label = given.get("n") or given.get(ID, "")
        if tag == _PAGE and label:
            words = given.get("ed", "").encode()
        elif tag in _IS_PART:
            label = label or given.get("type", "")
            own = next(element.iterchildren(*_IS_OWN), None)
            words = (b"" if own is None else self.words(own)) + given.get(LANG, "").encode()
        else:
            words = self.words(element)
            if len(words) < _SHORT:
                words += _surroundings(element)
            if tag not in _ADDRESSABLE:
                words += "".join(given.get(name, "") for name in ("facs", "new", "scribe", "medium")).encode()
        if not (words or label):
            words = "\n".join(given.values()).encode()
        plain = re.sub(_NOT_IN_ASCII_LABEL if label.isascii() else _NOT_IN_LABEL, "_", label)[:_LABEL] if label else ""
        name = _ADDRESSABLE.get(tag) or tag.rpartition("}")[2]
        key = f"{name}-{plain}" if plain else name
        if not words and plain == label:
            return key
        digest = crc32(words, crc32(f"{label}\n".encode()))
        return f"{key}-{digest:08x}"

    def words(self, element: Any) -> bytes:
        """The first words of an element, without white space and without what stands apart in it."""
        if not len(element):
            text = (element.text or "").encode()
        elif element in self.mixed:
            text = self.around(element)
        elif self.budget < 0:
            text = _walk(element)
        else:
            text = _text(element)
            self.budget -= len(text)
        return text.translate(None, _WHITE)[:_LONG]


    def around(self, element: Any) -> bytes:
        """The text of an element in which something stands apart."""
        pieces = [(element.text or "").encode()]
        for child in element:
            if child.tag not in _IS_APART and isinstance(child.tag, str):
                if child in self.mixed:
                    return _walk(element)
                pieces.append(_text(child))
            if child.tail:
                pieces.append(child.tail.encode())
        return b"".join(pieces)


def _text(element: Any) -> bytes:
    """All text in an element or tree."""
    text: bytes = etree.tostring(element, method="text", encoding="utf-8", with_tail=False)
    return text


def _mixed(addressable: list[Any]) -> set[Any]:
    """The elements in which something stands apart."""
    found: set[Any] = set()
    for element in addressable:
        if element.tag in _IS_APART:
            above = element.getparent()
            while above is not None and above not in found:
                found.add(above)
                above = above.getparent()
    return found


def _surroundings(element: Any) -> bytes:
    """The address of what an element stands in."""
    for above in element.iterancestors():
        if found := above.get(ADDRESS):
            return str(found).encode()
    return b""


def _walk(element: Any) -> bytes:
    """The text of an element without what stands apart in it, as far as it is needed."""
    pieces: list[str] = []
    budget = 4 * _LONG
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event != "start":
            text = node.tail if node is not element else None
        elif node is not element and node.tag in _IS_APART:
            walk.skip_subtree()
            continue
        else:
            text = node.text
        budget -= 1
        if text:
            pieces.append(text)
            budget -= len(text)
        if budget <= 0:
            break
    return "".join(pieces).encode()
