"""A document becomes its Kin: which other documents it says to be versions of the same work.

TEI has many ways to say so: a pointer from passage to passage (`@corresp`, SA-corresp; `link`), a related item
(`relatedItem`, COBICOR; `listRelation`), a pointer to the source of a translation (`sourceDesc`, `notesStmt`), an
`idno` that both share, a list of versions that stands in a third file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bifolium import links
from bifolium.align.leaves import TRANSLATION, language
from bifolium.links import TEI
from bifolium.model import Document, Kin

# What may correspond to a passage of another file. A name that does has an entry there, and no counterpart.
PASSAGES = frozenset(
    TEI + name
    for name in "TEI text front body back div div1 div2 div3 div4 div5 div6 div7 p ab l lg s seg sp u item head "
    "quote cell row".split()
)
CORRESPOND = ("corresp", "sameAs", "synch")
_SAID = re.compile(
    r"translat|version|original|übersetz|uebersetz|traduc|traduz|parallel|counterpart|witness|edition|译|譯|翻", re.I
)
_OF_VERSIONS = frozenset("cluster versions version translations translation parallels parallel synopsis".split())
_TRANSLATOR = re.compile(r"translat|übersetz|uebersetz|traduc|traduz|译|譯|翻", re.I)
# Numbers of series and of what holds many documents.
_OF_MANY = re.compile(r"issn|isbn|series|journal|project|collection|licen", re.I)


def kin(document: Document) -> Kin:
    """What a document says of its versions. Reads the tree, changes nothing."""
    root = document.tree.getroot()
    if root.tag not in (f"{TEI}TEI", f"{TEI}standOff", f"{TEI}linkGrp"):
        return Kin()
    text = root.find(f"{TEI}text")
    return Kin(
        tuple(dict.fromkeys(_ties(document, root))),
        text is not None and _translation(root, text),
        language(text) if text is not None else "",
    )


def _ties(document: Document, root: Any) -> Iterator[tuple[str, ...]]:
    """(why, one member, another, …): files as paths, works as "type value"."""
    path = document.source.path
    declared = links.prefixes(document.tree)

    def files(pointers: str, parts: bool = False) -> list[str]:
        found = (links.normal(links.expand(pointer, declared), path) for pointer in pointers.split())
        named = [target.partition("#") for target in found if target]
        return [file for file, sharp, _ in named if file != path and (parts or not sharp)]

    header, text = root.find(f"{TEI}teiHeader"), root.find(f"{TEI}text")
    for number in () if header is None else _numbers(header):
        yield "work", number
    for weak, pointers in () if header is None else _of_header(header):
        for file in files(pointers):
            yield "perhaps" if weak else "said", path, file
    for witness in () if header is None else header.iter(f"{TEI}witness"):
        for file in files(witness.get("corresp", "")):
            yield "said", file, path  # a transcript of one witness; the text made of all of them comes first
    for relation in root.iter(f"{TEI}relation"):
        if _SAID.search(f"{relation.get('name', '')} {relation.get('ref', '')} {relation.get('type', '')}"):
            ends = " ".join(relation.get(name, "") for name in ("active", "passive", "mutual"))
            if len(members := files(ends.replace("#", f"{path}#") if "#" in ends else ends)) > 1:
                yield "said", *members
            elif members:
                yield "said", path, *members
    for link in root.iter(f"{TEI}link"):
        own = any(pointer.startswith("#") for pointer in link.get("target", "").split())
        members = list(dict.fromkeys(files(link.get("target", ""), parts=True)))
        if len(members) + own > 1:
            yield "said", *([path] if own else []), *members
    pointed: Counter[str] = Counter()
    for element in () if text is None else text.iter(*PASSAGES):
        for name in CORRESPOND:
            pointed.update(set(files(element.get(name, ""), parts=True)) if name in element.attrib else ())
    for file, times in pointed.items():
        if times > 1 or file in files(f"{text.get('corresp', '')} {text.get('sameAs', '')}"):
            yield "said", path, file  # one passage may point to a commentary, or to a poem it quotes
    for pointer in root.get("corresp", "").split():
        for file in files(pointer):
            yield "said", path, file
    for listed in () if text is None else text.iter(f"{TEI}list", f"{TEI}listBibl"):
        if _OF_VERSIONS.intersection(listed.get("type", "").lower().split()):
            refs = listed.iter(f"{TEI}ref", f"{TEI}ptr")
            members = list(dict.fromkeys(file for ref in refs for file in files(ref.get("target", ""))))
            if len(members) > 1:
                yield "listed", *members


def _numbers(header: Any) -> Iterator[str]:
    """The numbers of the work: in `publicationStmt`, or where the work was created (HD-profileDesc)."""
    for way in ("fileDesc/{0}publicationStmt/{0}idno", "profileDesc/{0}creation//{0}idno"):
        for idno in header.iterfind(TEI + way.format(TEI)):
            kind, value = idno.get("type", ""), " ".join("".join(idno.itertext()).split())
            if value and not _OF_MANY.search(kind) and not value.startswith(("http:", "https:")):
                yield f"{kind} {value}"


def _of_header(header: Any) -> Iterator[tuple[bool, str]]:
    """Pointers by which a header names versions of the document; and whether they may mean something else."""
    for item in header.iter(f"{TEI}relatedItem"):
        weak = not _SAID.search(f"{item.get('type', '')} {item.get('subtype', '')}")
        for element in item.iter(f"{TEI}relatedItem", f"{TEI}ref", f"{TEI}ptr"):
            yield weak, element.get("target", "")
    for note in header.iterfind(f"{TEI}fileDesc/{TEI}notesStmt//{TEI}note"):
        weak = not _SAID.search(note.get("type", ""))
        for element in note.iter(f"{TEI}note", f"{TEI}ref", f"{TEI}ptr"):
            yield weak, element.get("target", "")
    for place in (f"{TEI}fileDesc/{TEI}sourceDesc", f"{TEI}profileDesc/{TEI}creation"):
        for holder in header.iterfind(place):
            for element in holder.iter(f"{TEI}ref", f"{TEI}ptr"):
                yield True, element.get("target", "")


def _translation(root: Any, text: Any) -> bool:
    """Whether the text is a translation: its @type says so, or that of the only division, or a translator signed."""
    body = text.find(f"{TEI}body")
    inside = [] if body is None else list(body.iterchildren(f"{TEI}div", f"{TEI}div1"))
    for element in (root, text, *(inside if len(inside) == 1 else [])):
        said = f"{element.get('type', '')} {element.get('subtype', '')}".lower().split()
        if TRANSLATION.intersection(said):
            return True
    if inside and any("edition" in (one.get("type") or "") for one in inside):
        return False
    statement = root.find(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt")
    for one in () if statement is None else statement.iter(f"{TEI}editor", f"{TEI}roleName", f"{TEI}resp"):
        if _TRANSLATOR.search(f"{one.get('role', '')} {one.text or ''}"):
            return True
    return False
