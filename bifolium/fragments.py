"""Notes that stand elsewhere come to the passage they speak of; parts of one thing are joined, or say that they go on.

Works on the HTML of a whole document, before pages are made of it. An editor may gather notes at the end, or in
`standOff`, and point from them to the text (CO-notes, @target); a quotation or a line broken by other structures is
encoded in pieces that point to one another (SA-fragments, @next and @prev); a word in tokens that say whether white
space between them counts (AI-linguistic, @join); one that goes on over the end of a line is whole (CO-milestones).
"""

from __future__ import annotations

from collections.abc import Container
from copy import deepcopy
from typing import Any

from lxml import etree

from bifolium.locales import Locale

# Where a reference to a note cannot stand directly: it stands in the last of these that it holds.
_FRAMES = {"table": "td", "tr": "td", "ul": "li", "ol": "li", "dl": "dd"}
_BLOCKS = frozenset(
    ("p", "div", "li", "td", "th", "dd", "dt", "blockquote", "figure", "caption", "h2", "h3", "h4", "pre")
)
_TITLES = ("h2", "h3", "h4")
_WHITE = " \t\r\n"
_BREAKS = ("pb", "cb", "lb", "gb", "milestone")

_next = etree.XPath("descendant::*/@data-next")
_prev = etree.XPath("descendant::*/@data-prev")
_joins = etree.XPath("descendant::*/@data-join")
_judged = etree.XPath("descendant::*[(@data-cert and not(@class = 'annotation')) or @data-by]")
_by = etree.XPath("descendant::*/@data-by")
_named = etree.XPath("descendant::*/@id")


def gather(root: Any, names: Container[str], words: Locale) -> None:
    """Move notes to their targets, join tokens and mark what is continued.

    `names` are the attributes of TEI that occur: of others nothing is looked for. `words` are those of the interface.
    """
    for join in _joins(root) if "join" in names else ():
        _join(join.getparent(), join.getparent().attrib.pop("data-join"))
    for line in list(root.iter("br")) if "break" in names else ():
        if line.attrib.pop("data-break", None):
            _close(line)
    if "cert" in names or "resp" in names:
        _tell(root, words)
    notes = [note for note in root.iter("aside") if "data-target" in note.attrib] if "target" in names else []
    pieces = [found.getparent() for found in _next(root)] if "next" in names else []
    pieces += [found.getparent() for found in _prev(root)] if "prev" in names else []
    if not notes and not pieces:
        return
    wanted = {one[1:] for note in notes for one in note.get("data-target").split()}
    wanted.update(piece.get(f"data-{way}", "")[1:] for piece in pieces for way in ("next", "prev"))
    found = {str(name): name.getparent() for name in reversed(_named(root)) if name in wanted}
    for note in notes:
        _bring(note, [found[one[1:]] for one in note.get("data-target").split() if one[:1] == "#" and one[1:] in found])
    for piece in dict.fromkeys(pieces):
        _continue(piece, found, words)


def _bring(note: Any, targets: list[Any]) -> None:
    """Put a note and its reference to its first target, and a reference to each other one."""
    inside = {note, *note.iterancestors()}
    targets = [target for target in targets if target not in inside]
    reference = note.getprevious()
    if not targets or reference is None or "note-ref" not in reference.get("class", ""):
        return
    if _of_mark(targets[0]) is not None:
        # The page takes a mark out of the run, and with it the notes that stand right after it.
        place = _of_mark(targets[0])
        if note.getprevious() is reference and reference.getprevious() is place:
            return
    others = [deepcopy(reference) for _ in targets[1:]]
    if not (reference.tail or "").strip():
        reference.tail = None  # between a reference and its note
    _take(note)
    _take(reference)
    _put(targets[0], [reference, note])
    for target, other in zip(targets[1:], others, strict=True):
        other.tail = None
        other.set("class", "note-again generated")  # the number leads back to the first
        _put(target, [other])


def _join(token: Any, side: str) -> None:
    """Take away the white space on the sides on which a token belongs to its neighbour."""
    previous = token.getprevious()
    if side in ("right", "both") and token.tail and token.tail.isspace():
        token.tail = None
    if side in ("left", "both") and previous is not None and previous.tail and previous.tail.isspace():
        previous.tail = None


def _tell(root: Any, words: Locale) -> None:
    """Behind a passage: how unsure its editor is; and which editor, where one has supplied and another has too.

    What one has done alone, or what is certain, is said in the record: told at every word it would drown the text.
    """
    editors: dict[str | None, set[str]] = {}
    for by in _by(root):
        editors.setdefault(by.getparent().get("data-tei"), set()).add(str(by))
    for element in _judged(root):
        several = len(editors.get(element.get("data-tei"), set()) - {""}) > 1
        cert, by = element.get("data-cert"), element.attrib.pop("data-by", "") if several else ""
        # Where a page or a line begins is no part of what is read there.
        if cert == "high" or element.tag in _FRAMES or element.get("data-tei") in _BREAKS or _told(element):
            cert = None
        said = [("mark-cert", _word(words, cert))] if cert else []
        said += [("mark-by", by)] if by else []
        if not said:
            continue
        remark = etree.Element("span", {"class": "generated how"})
        for kind, word in said:
            etree.SubElement(remark, "span", {"class": kind}).text = word
        remark[0].tail = " " if len(said) > 1 else None
        if element.tag in _BLOCKS:
            element.append(remark)
        else:
            remark.tail, element.tail = element.tail, None
            element.addnext(remark)
    for element in [found.getparent() for found in _by(root)]:
        del element.attrib["data-by"]


def _told(element: Any) -> bool:
    """Whether the stylesheet has said it already."""
    after = element.getnext()
    near = [*element, *([after] if after is not None else [])]
    return any(one.xpath("descendant-or-self::*[@class = 'mark-cert']") for one in near)


def _word(words: Locale, cert: str) -> str:
    return words.word(f"reading.{cert}") if words.has(f"reading.{cert}") else cert


def _close(line: Any) -> None:
    """Take away the white space around a line end at which the word goes on, in whatever elements it stands."""
    if line.tail:
        line.tail = line.tail.lstrip(_WHITE)
    while line is not None and line.tag not in _BLOCKS:
        previous, parent = line.getprevious(), line.getparent()
        if previous is not None and previous.get("class") == "generated" and not (previous.tail or "").strip(_WHITE):
            previous.tail, line = None, previous  # the hyphen
        elif previous is not None:
            _trim(previous)
            return
        elif parent is not None and (parent.text or "").strip(_WHITE):
            parent.text = parent.text.rstrip(_WHITE)
            return
        else:
            line = parent


def _trim(element: Any) -> None:
    """Take away the white space behind an element, and that in which it ends."""
    while element is not None and not (element.tail or "").strip(_WHITE):
        element.tail = None
        if not len(element):
            element.text = (element.text or "").rstrip(_WHITE)
            return
        element = element[-1]
    element.tail = element.tail.rstrip(_WHITE)


def _of_mark(element: Any) -> Any:
    """The mark on the paper that an element is or stands in, or None."""
    while element is not None:
        if "mark" in element.get("class", "").split():
            return element
        element = element.getparent()
    return None


def _put(target: Any, elements: list[Any]) -> None:
    """Put elements behind a phrase, or at the end of a block: of its title, if it begins with one."""
    mark = _of_mark(target)
    place = target if mark is None else mark
    while place.getparent() is not None and (place.getparent().tag == "a" or place.getparent().tag == "ruby"):
        place = place.getparent()
    while place.tag in _FRAMES:
        inner = list(place.iter(_FRAMES[place.tag]))
        if not inner:
            break
        place = inner[-1]
    if place.tag in _BLOCKS and mark is None:
        first = next(place.iterchildren(etree.Element), None)
        holder = first if first is not None and (first.tag in _TITLES or first.get("data-tei") == "head") else place
        holder.extend(elements)
    else:
        tail, place.tail = place.tail, None
        for element in reversed(elements):
            place.addnext(element)
        elements[-1].tail = tail


def _take(element: Any) -> None:
    """Take an element out; the text behind it stays."""
    parent, previous = element.getparent(), element.getprevious()
    if element.tail and previous is not None:
        previous.tail = (previous.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _continue(piece: Any, found: dict[str, Any], words: Locale) -> None:
    """An arrow to the piece before and after, in words for those who do not see it."""
    before, after = piece.get("data-prev", ""), piece.get("data-next", "")
    if before[1:] in found and piece.tag not in _FRAMES:
        arrow = _arrow(before, "…", words.word("element.continues"))
        arrow.tail, piece.text = piece.text, None
        piece.insert(0, arrow)
    if after[1:] in found and piece.tag not in _FRAMES:
        piece.append(_arrow(after, "…", words.word("element.continued")))


def _arrow(href: str, sign: str, label: str) -> Any:
    arrow = etree.Element("a", {"class": "generated fragment", "href": href})
    arrow.text = sign
    etree.SubElement(arrow, "span", {"class": "sr"}).text = label
    return arrow
