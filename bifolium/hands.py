"""Who writes a stretch of text (handShift, @hand on what holds text) becomes elements around each piece of its text.

From a `handShift` on the new hand writes, through paragraphs, pages and divisions, until the next one or the end of
the text it stands in (TEI Guidelines, PH-hands). Such a stretch is no subtree, so each piece of text in it is put into
a `b:written` that names the hand; likewise what stands in a paragraph, a line, a phrase with @hand. What is on the
sheet beside the text, or was added to it, names its hand itself. Characters are neither added nor taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from bifolium.model import Document
from bifolium.stretches import EITHER, SIGNS, STRETCH, WHITE, wrap

NAMESPACE = "https://bifolium.org/ns"
WRITTEN = f"{{{NAMESPACE}}}written"
HAND = f"{{{NAMESPACE}}}hand"  # on handShift and on what holds text: the hand that writes from there on
SAYS = f"{{{NAMESPACE}}}says"  # likewise: the first words it writes
ADDRESS = f"{{{NAMESPACE}}}id"
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

SHIFT = f"{TEI}handShift"
# What @hand says of these is who added, struck out, stamped, or read otherwise: not whose the text in them is.
_DONE = """
    fw stamp note noteGrp add del addSpan delSpan damage damageSpan restore retrace redo undo metamark mod subst
    substJoin lem rdg rdgGrp app gap space unclear path transpose listTranspose handShift handNote certainty respons
"""
_IS_DONE = frozenset(TEI + name for name in _DONE.split())
_OURS = (TEI, f"{{{NAMESPACE}}}")
# Said of the text, or on the sheet beside it: no hand that writes the text goes on in it.
_APART = frozenset(TEI + name for name in ("note", "noteGrp", "fw", "stamp", "figDesc", "desc", "listApp", "standOff"))
_HALVES = tuple(TEI + name for name in ("del", "add", "delSpan", "addSpan"))
_TOPS = (f"{TEI}text", f"{TEI}sourceDoc")
_VERSIONS = frozenset(("edition", "transcription", "translation", "apparatus", "commentary", "bibliography"))
_LABEL = 90  # characters; enough to call it by (`render.legend`)

_with_hand = etree.XPath("//*[@hand]")


@dataclass(eq=False, slots=True)
class _Piece:
    """A piece of text that a hand writes; whether signs have to say that it begins and ends there."""

    element: Any
    tail: bool
    hand: str
    first: bool
    last: bool = False


@dataclass(eq=False, slots=True)
class _Writer:
    """Who writes, from where on, and his or her first words."""

    hand: str
    said: str = ""
    told: bool = False  # a sign in the text says so
    first: Any = None  # the element in which its text begins
    last: _Piece | None = None  # the last piece of its text


def writes(element: Any) -> bool:
    """Whether @hand says whose the text in an element is."""
    tag = element.tag
    return isinstance(tag, str) and tag.startswith(TEI) and tag not in _IS_DONE


def mark(document: Document) -> None:
    """Put what each hand writes into elements. Nothing changes where no hand takes over."""
    root = document.tree.getroot()
    _hand_down(root)
    shifts = [shift for shift in root.iter(SHIFT) if shift.get(ADDRESS)]
    holders = [element for element in _with_hand(root) if element.get(ADDRESS) and writes(element)]
    if not shifts and not holders:
        return
    document.place(root)  # numbers the elements while they stand where the file has them
    begins = {shift: _Writer(hand, told=True) for shift, hand in _shifted(shifts)}
    said = {holder: holder.get("hand").split()[0] for holder in holders if holder.get("hand").strip()}
    # The hand that wrote a whole text is none to be told apart, until another takes over.
    begins |= {holder: _Writer(hand) for holder, hand in said.items() if not _is_home(holder)}
    homes = {_home(shift): said.get(_home(shift)) or _first_hand(_home(shift)) for shift in shifts}
    begins |= {home: _Writer(first, told=True) for home, first in homes.items() if first}
    pieces = [piece for top in _outermost(root) for piece in _pieces(top, begins)]
    for element, writer in begins.items():
        if writer.last and element.tag != SHIFT and not _is_home(element):
            writer.last.last = True
    for piece in reversed(pieces):
        _wrap(piece)
    for element, writer in begins.items():
        if writer.said or element.tag == SHIFT:
            passage = _passage(writer.first) if _is_home(element) else element
            if passage.get(HAND) is None:
                passage.set(HAND, writer.hand)
                passage.set(SAYS, writer.said)


def _passage(element: Any) -> Any:
    """What a reader can be sent to: an element or the next around it that has an address."""
    return next((one for one in (element, *element.iterancestors()) if one.get(ADDRESS)), element)


def _hand_down(root: Any) -> None:
    """Who substitutes one thing for another strikes out and adds (PH-subst)."""
    joins = [join for join in root.iter(f"{TEI}subst", f"{TEI}substJoin") if join.get("hand")]
    named = {e.get(ID): e for e in root.iter(*_HALVES) if e.get(ID)} if joins else {}
    for join in joins:
        targets = (named.get(target.removeprefix("#")) for target in join.get("target", "").split())
        for half in (*join.iterchildren(*_HALVES), *targets):
            if half is not None and "hand" not in half.attrib:
                half.set("hand", join.get("hand"))


def _outermost(root: Any) -> list[Any]:
    return [top for top in root.iter(*_TOPS) if next(top.iterancestors(*_TOPS), None) is None] or [root]


def _shifted(shifts: list[Any]) -> list[tuple[Any, str]]:
    """Each handShift with a pointer to its hand; one that the header does not describe is the first that is like it."""
    like: dict[tuple[str, ...], str] = {}
    found = []
    for shift in shifts:
        said = tuple(shift.get(name, "") for name in ("scribe", "scribeRef", "medium", "script"))
        new = shift.get("new", "").split()
        found.append((shift, new[0] if new else like.setdefault(said, f"#{shift.get(ADDRESS)}")))
    return found


def _home(shift: Any) -> Any:
    """The text beyond which a hand that takes over does not go on writing."""
    return next((above for above in shift.iterancestors() if _is_home(above)), shift.getroottree().getroot())


def _is_home(element: Any) -> bool:
    return element.tag in _TOPS or (element.tag == f"{TEI}div" and element.get("type") in _VERSIONS)


def _is_added(element: Any) -> bool:
    """Whether a hand put an element, or a stretch of text, to what was written."""
    if element.tag == STRETCH:
        return element.get("of") == "addSpan" and "hand" in element.attrib
    return element.tag in (f"{TEI}add", f"{TEI}metamark") and "hand" in element.attrib


def _first_hand(home: Any) -> str:
    """The hand that writes before another takes over, if the header says who wrote most (handNote/@scope)."""
    document = next(home.iterancestors(f"{TEI}TEI", f"{TEI}TEI.2"), None)
    header = None if document is None else document.find(f"{TEI}teiHeader")
    notes = [] if header is None else header.iter(f"{TEI}handNote")
    most = [note.get(ID) for note in notes if note.get("scope") in ("major", "sole") and note.get(ID)]
    return f"#{most[0]}" if len(most) == 1 else ""


def _pieces(top: Any, begins: dict[Any, _Writer]) -> list[_Piece]:
    """The pieces of text below an element of which it is known who writes them."""
    found: list[_Piece] = []
    writer: _Writer | None = None
    before: list[_Writer | None] = []  # who wrote before the elements that are open and have a writer of their own
    open_: list[Any] = []
    foreign = 0

    def write(element: Any, tail: bool, text: str | None) -> None:
        if writer is not None:
            if writer.last is None:
                writer.first = element.getparent() if tail else element
            writer.last = _Piece(element, tail, writer.hand, not writer.told)
            found.append(writer.last)
            writer.told = True
            if text and len(writer.said) < _LABEL:
                writer.said = " ".join(f"{writer.said} {text[:_LABEL]}".split())[:_LABEL]

    for event, element in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
        if event == "start":
            tag = element.tag
            foreign += not tag.startswith(_OURS)
            alone = tag in _APART or _is_home(element) or _is_added(element)
            if tag == SHIFT:
                writer = begins.get(element, writer)
            elif alone or element in begins:
                before.append(writer)
                open_.append(element)
                writer = begins.get(element)
            text = element.text
            sign = tag in SIGNS and not text and not len(element)
            if not foreign and (sign or (text and text.strip(WHITE) and tag not in EITHER)):
                write(element, False, text)
            continue
        if event == "end":
            foreign -= not element.tag.startswith(_OURS)
            if open_ and open_[-1] is element:
                open_.pop()
                writer = before.pop()
        tail = element.tail
        if tail and element is not top and not foreign and tail.strip(WHITE) and element.getparent().tag not in EITHER:
            write(element, True, tail)
    return found


def _wrap(piece: _Piece) -> None:
    """Put a piece of text, or the sign that stands for one, into an element that names its hand."""
    written = etree.Element(WRITTEN, {"hand": piece.hand})
    for name in ("first", "last"):
        if getattr(piece, name):
            written.set(name, "")
    wrap(piece.element, piece.tail, written, written)
