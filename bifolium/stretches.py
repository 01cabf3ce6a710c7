"""A stretch of text that crosses other elements (delSpan and its like) becomes elements around each piece of its text.

What stands between `delSpan` and its `@spanTo` is no subtree: it may begin in one paragraph and end in another, on
another page, in another row. So each piece of text in it is put into a `b:stretch`, which says what happened there and
by which hand (TEI Guidelines, PH-addSpan). Likewise deletions of which a part was undone and done again (PH-undo):
what still holds of them is a stretch, and the deletion itself is `@b:undone`. What `undo`, `redo`, `retrace`, `mod` and
`metamark` say up to their @spanTo has a sign at its end. Characters are neither added nor taken.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bifolium.model import Document

NAMESPACE = "https://bifolium.org/ns"
STRETCH = f"{{{NAMESPACE}}}stretch"
UNDONE = f"{{{NAMESPACE}}}undone"  # on del, add and their spans: "whole", or "part" where some of it still holds
END = f"{{{NAMESPACE}}}end"  # where a stretch ends that began with a sign; @of as on the stretch
ENDLESS = f"{{{NAMESPACE}}}endless"  # on delSpan and its like: it ends nowhere in the text that follows
OPEN = f"{{{NAMESPACE}}}open"  # on undo and its like: there is a sign where their span ends
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

_SPANS = tuple(TEI + name for name in ("addSpan", "delSpan", "damageSpan"))
_DONE = tuple(TEI + name for name in ("del", "add", "delSpan", "addSpan"))
_TAKEN_BACK = (f"{TEI}undo", f"{TEI}redo", f"{TEI}restore")
_SAID = tuple(TEI + name for name in ("undo", "redo", "retrace", "mod", "metamark"))  # of all up to their @spanTo
# What is said of a text, or stands on the paper beside it, is not struck out with it.
_APART = frozenset(TEI + name for name in ("note", "noteGrp", "fw", "stamp", "figDesc", "desc", "teiHeader", "listApp"))
EITHER = frozenset(TEI + name for name in ("choice", "subst", "app", "rdgGrp"))
SIGNS = frozenset((f"{TEI}c", f"{TEI}g"))  # empty, they still stand for a character
_BREAKS = frozenset(TEI + name for name in ("lb", "pb", "cb", "gb", "milestone"))
WHITE = " \t\r\n"

_identified = etree.XPath("//*[@xml:id]")


@dataclass(eq=False, slots=True)
class _Stretch:
    """One stretch: what it is, where it ends, and the pieces of text found in it."""

    of: str
    hand: str
    end: Any
    undone: bool = False  # it was taken back as a whole
    apart: Any = None  # the note it stands in, if it stands in one


@dataclass(slots=True)
class _Piece:
    """A piece of text, and the stretches it stands in: of each kind the last that has begun."""

    element: Any
    tail: bool
    stretches: list[_Stretch]


def mark(document: Document) -> None:
    """Put the stretches of a document into elements. Nothing changes where there are none."""
    root = document.tree.getroot()
    spans = [*root.iter(*_SPANS)]
    taken_back = [*root.iter(*_TAKEN_BACK)]
    said = [one for one in root.iter(*_SAID) if one.get("spanTo")]
    if not spans and not taken_back and not said:
        return
    document.place(root)  # numbers the elements while they stand where the file has them
    named = {element.get(ID): element for element in reversed(_identified(root))}
    order = {element: number for number, element in enumerate(root.iter("*"))} if spans or said else {}
    begins: dict[Any, _Stretch] = {}
    for span in spans:
        end = named.get(span.get("spanTo", "").removeprefix("#"))
        if end is None or order[end] < order[span]:
            span.set(ENDLESS, "")
        else:
            begins[span] = _Stretch(span.tag.removeprefix(TEI), span.get("hand", ""), end)
    upto = {one: end for one in said if (end := named.get(one.get("spanTo").removeprefix("#"))) is not None}
    upto = {one: end for one, end in upto.items() if order[one] < order[end]}
    undone = _undone(taken_back, named) | _undone_within(upto, order)
    for piece in _pieces(root, begins, undone, upto):
        _wrap(piece)
    for stretch in begins.values():
        _end(stretch)
    for one, end in upto.items():
        one.set(OPEN, "")
        _end(_Stretch(one.tag.removeprefix(TEI), one.get("hand", ""), end))


def _undone(taken_back: Iterable[Any], named: dict[str, Any]) -> dict[Any, bool]:
    """What `undo` points to: True; what of it `redo` has done again: False."""
    found: dict[Any, bool] = {}
    void: set[Any] = set()
    again: list[Any] = []
    targets = {one: [named[t[1:]] for t in one.get("target", "").split() if t[1:] in named] for one in taken_back}
    for one in taken_back:
        if one.tag == f"{TEI}redo":
            void.update(target for target in targets[one] if target.tag == f"{TEI}undo")
            again += [target for target in targets[one] if target.tag != f"{TEI}undo"]
    for one in taken_back:
        if one.tag == f"{TEI}undo" and one not in void:
            found |= dict.fromkeys(targets[one], True)
        elif one.tag == f"{TEI}restore":  # of a deletion in it; or of a part of the one it stands in (PHRE)
            found |= dict.fromkeys(one.iterchildren(f"{TEI}del", f"{TEI}delSpan"), True)
            if next(one.iterancestors(f"{TEI}del"), None) is not None:
                found[one] = True
    for one in again:
        if one in found:
            del found[one]
        else:
            found[one] = False
    return found


def _undone_within(upto: Mapping[Any, Any], order: Mapping[Any, int]) -> dict[Any, bool]:
    """What was done between an `undo` and the end of its span: True; between a `redo` and its: False."""
    done = sorted(order[one] for one in order if one.tag in _DONE) if upto else []
    elements = {number: one for one, number in order.items()} if done else {}
    found: dict[Any, bool] = {}
    for one, end in upto.items():
        if one.tag in (f"{TEI}undo", f"{TEI}redo"):
            within = done[bisect(done, order[one]) : bisect(done, order[end])]
            found |= dict.fromkeys((elements[number] for number in within), one.tag == f"{TEI}undo")
    return found


def _pieces(
    root: Any, begins: Mapping[Any, _Stretch], undone: dict[Any, bool], upto: Mapping[Any, Any]
) -> list[_Piece]:
    """The pieces of text that stand in a stretch, the last first."""
    for element in [one for one, was in undone.items() if was]:
        for done in [element] if element.tag in _DONE else element.iter(*_DONE):
            done.set(UNDONE, "whole")
            if done in begins:
                begins[done].undone = True
    spared = {one: upto[one] for one in upto if one.tag == f"{TEI}undo"}
    parted = _parted(undone | dict.fromkeys(spared, True))
    until: dict[Any, int] = defaultdict(int)  # how many spans of `undo` end with an element
    found: list[_Piece] = []
    open_: dict[tuple[str, Any], list[_Stretch]] = defaultdict(list)  # by kind, and by the note they stand in
    ends: dict[Any, list[_Stretch]] = defaultdict(list)
    holds: list[bool] = []  # whether what is said last of this place is that it was undone
    sparing = 0  # spans of `undo` that have begun
    apart: list[Any] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _APART:
                apart.append(element)
            if element in undone:
                holds.append(undone[element])
            if element in spared:
                sparing += 1
                until[spared[element]] += 1
            if (stretch := begins.get(element) or parted.get(element)) is not None:
                stretch.apart = apart[-1] if apart else None
                open_[stretch.of, stretch.apart].append(stretch)
                ends[stretch.end].append(stretch)
            text = element.text
            sign = element.tag in SIGNS and not text and not len(element)
            if ends and (sign or (text and text.strip(WHITE) and element.tag not in EITHER)):
                found.append(_Piece(element, False, _here(open_, apart, holds, sparing)))
            continue
        if event == "end":
            if apart and apart[-1] is element:
                apart.pop()
            if element in undone:
                holds.pop()
            sparing -= until.pop(element, 0)
            for stretch in ends.pop(element, ()):
                open_[stretch.of, stretch.apart].remove(stretch)
        tail = element.tail if ends and element is not root else None
        if tail and tail.strip(WHITE) and element.getparent().tag not in EITHER:
            found.append(_Piece(element, True, _here(open_, apart, holds, sparing)))
    return [piece for piece in reversed(found) if piece.stretches]


def _end(stretch: _Stretch) -> None:
    """Say where a stretch ends: at its anchor, or as the last thing in what is more than a point."""
    sign = etree.Element(END, _said(stretch))
    if stretch.end.tag in _BREAKS:
        stretch.end.addprevious(sign)
    elif len(stretch.end) or stretch.end.text:
        stretch.end.append(sign)
    else:
        sign.tail, stretch.end.tail = stretch.end.tail, None
        stretch.end.addnext(sign)


def _parted(undone: dict[Any, bool]) -> dict[Any, _Stretch]:
    """The deletions of which a part was undone: each holds for the rest of its text."""
    found: dict[Any, _Stretch] = {}
    for element, was in undone.items():
        deletion = next(element.iterancestors(f"{TEI}del"), None) if was else None
        if deletion is not None and element.tag not in _DONE and deletion.get(UNDONE) is None:
            deletion.set(UNDONE, "part")
            found[deletion] = _Stretch("del", deletion.get("hand", ""), deletion)
    return found


def _here(
    open_: Mapping[tuple[str, Any], list[_Stretch]], apart: list[Any], holds: list[bool], sparing: int
) -> list[_Stretch]:
    note = apart[-1] if apart else None
    spared = sparing or (holds and holds[-1])
    kinds = ("addSpan", "damageSpan") if spared else ("delSpan", "del", "addSpan", "damageSpan")
    return [some[-1] for kind in kinds if (some := open_.get((kind, note)))]


def _said(stretch: _Stretch) -> dict[str, str]:
    said = {"of": stretch.of, "hand": stretch.hand} if stretch.hand else {"of": stretch.of}
    return said | {"undone": ""} if stretch.undone else said


def _wrap(piece: _Piece) -> None:
    """Put a piece of text, or the sign that stands for one, into an element for each of its stretches."""
    inner: Any = None
    innermost: Any = None
    for stretch in reversed(piece.stretches):
        outer = etree.Element(STRETCH, _said(stretch))
        if inner is not None:
            outer.append(inner)
        else:
            innermost = outer
        inner = outer
    wrap(piece.element, piece.tail, inner, innermost)


def wrap(element: Any, tail: bool, outer: Any, inner: Any) -> None:
    """Put the text that an element begins with, or that stands behind it (`tail`), or an empty element itself into
    `inner`, which is `outer` or stands in it. White space at its ends stays outside."""
    if tail:
        element.tail, inner.text, outer.tail = _bare(element.tail)
        element.addnext(outer)
    elif element.text:
        element.text, inner.text, outer.tail = _bare(element.text)
        element.insert(0, outer)
    else:
        behind, element.tail = element.tail, None
        element.addprevious(outer)
        inner.append(element)
        outer.tail = behind


def _bare(text: str) -> tuple[str | None, str, str | None]:
    """A text between its white space, which parts words whatever is struck out; None is no node, "" would be one."""
    bare = text.strip(WHITE)
    before, _, after = text.partition(bare)
    return before or None, bare, after or None
