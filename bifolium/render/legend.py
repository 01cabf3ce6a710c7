"""The hands and stamps of a document, and what was done to its paper in order of time: who, when, with what, where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bifolium import stretches
from bifolium.hands import HAND, SAYS, SHIFT
from bifolium.links import TEI, XML, lang_of
from bifolium.locales import Locale
from bifolium.model import Document
from bifolium.stylesheets import Elsewhere, nothing, thing

ADDRESS = "{https://bifolium.org/ns}id"
# What hands do on paper.
_HANDIWORK = "fw stamp note add del mod addSpan delSpan damageSpan restore retrace redo undo metamark".split()
_IS_HANDIWORK = tuple(TEI + name for name in _HANDIWORK)
_identified = etree.XPath("//*[@xml:id]")
_stretch = etree.XPath("string(following::b:stretch[1])", namespaces={"b": stretches.NAMESPACE})
_LONG = 60  # characters of a label
DATES = ("when", "notBefore", "from", "notAfter", "to")


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand, stamp or machine that wrote on the paper (handNote, PH-hands)."""

    address: str
    pointer: str  # as @hand writes it: "#hand-a"
    name: str
    said_medium: str  # as the source says it
    medium: str  # in words of the interface
    description: str
    lang: str
    marks: tuple[str, ...]  # addresses of what it wrote
    name_lang: str  # "" for a word of the interface
    usual: bool = False  # it wrote most of the text, as the source says

    @property
    def kind(self) -> str:
        """What its writing looks like: "stamp", "form" (printed or typed) or "hand"."""
        said = self.said_medium.lower()
        if "stamp" in said or "seal" in said:
            return "stamp"
        return "form" if any(word in said for word in ("print", "typ", "unknown")) else "hand"


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that happened to the paper (change in creation, PH-changes; or the date on a mark itself)."""

    address: str
    when: str  # in words of the interface
    description: str
    lang: str
    marks: tuple[str, ...]


def hands(document: Document, words: Locale, elsewhere: Elsewhere = nothing) -> tuple[Hand, ...]:
    """The hands the header describes, each with what it wrote in the text; those that wrote nothing come too.

    After them those that only a list of the edition describes, or the place where they take over (handShift), or
    nobody; these are called by the pointers to them.
    """
    root = document.tree.getroot()
    written: dict[str, list[str]] = {}
    for element in _marks(root, "hand"):
        pointer = element.get(HAND) or element.get("hand").split()[0]
        written.setdefault(pointer, []).append(element.get(ADDRESS))
    notes = [(f"#{note.get(f'{XML}id')}", note) for note in root.iter(f"{TEI}handNote") if note.get(f"{XML}id")]
    own = dict(notes)
    listed = ((pointer, elsewhere(pointer)) for pointer in written if pointer not in own)
    notes += [(pointer, thing(text)) for pointer, text in listed if text and "handNote" in text]
    described = [_hand(note, pointer, tuple(written.get(pointer, ())), words) for pointer, note in notes]
    shifts = ((f"#{shift.get(ADDRESS)}", shift) for shift in root.iter(SHIFT))
    told = [_told(shift, pointer, tuple(written[pointer]), words) for pointer, shift in shifts if pointer in written]
    known = {hand.pointer for hand in (*described, *told)}
    unknown = [_unknown(pointer, tuple(marks)) for pointer, marks in written.items() if pointer not in known]
    return (*described, *told, *unknown)


def _unknown(pointer: str, marks: tuple[str, ...]) -> Hand:
    name = pointer.rstrip("/").rpartition("#")[2].rpartition("/")[2] or pointer
    return Hand(f"hand-{re.sub(r'[^A-Za-z0-9_-]+', '-', pointer).strip('-')}", pointer, name, "", "", "", "", marks, "")


def _hand(note: Any, pointer: str, marks: tuple[str, ...], words: Locale) -> Hand:
    medium = note.get("medium", "")
    label = words.word(f"medium.{medium}") if words.has(f"medium.{medium}") else medium
    person = next((_text(e) for e in note.iter(f"{TEI}persName")), "") or note.get("scribe", "")
    text, xml_id = _text(note), note.get(f"{XML}id")
    return Hand(
        note.get(ADDRESS) or xml_id, pointer, person or label or text[:40] or xml_id, medium, label, text,
        lang_of(note), marks, "" if label and not person else lang_of(note), note.get("scope") in ("major", "sole"),
    )  # fmt: skip


def _told(shift: Any, pointer: str, marks: tuple[str, ...], words: Locale) -> Hand:
    """A hand of which no more is known than what the place says where it takes over."""
    medium = shift.get("medium", "")
    label = words.word(f"medium.{medium}") if words.has(f"medium.{medium}") else medium
    known = shift.get("scribe", "") or label or shift.get("script", "")
    address, name = f"hand-{shift.get(ADDRESS)}", known or words.word("medium.unknown")
    name_lang = lang_of(shift) if known and known != label else ""
    return Hand(address, pointer, name, medium, label, "", "", marks, name_lang)


def labels(document: Document) -> dict[str, str]:
    """What stands at the address of each mark, to call it by: its words as first written, shortened."""
    found: dict[str, str] = {}
    named: dict[str, Any] = {}
    for attribute in ("hand", "change"):
        for element in _marks(document.tree.getroot(), attribute):
            if element.get("target") and not named:
                named = {e.get(f"{XML}id"): e for e in reversed(_identified(element))}
            said = element.get(SAYS) or _first_reading(element) or _about(element, named)
            found[element.get(ADDRESS)] = _shortened(" ".join(said.split()))
    return found


def _shortened(words: str) -> str:
    """Words as a label: whole ones, where they are parted.

    >>> _shortened("word " * 20)
    'word word word word word word word word word word word word…'
    """
    if len(words) <= _LONG:
        return words
    whole = words[: _LONG + 1].rpartition(" ")[0]
    return f"{whole if len(whole) > _LONG // 2 else words[:_LONG]}…"


def _about(element: Any, named: Mapping[str, Any], further: int = 2) -> str:
    """The words that an empty element speaks of: up to the end of its span, or those of its first target, which may be
    such an element too."""
    if element.get(stretches.OPEN) is None and element.get("spanTo"):
        return str(_stretch(element))
    if element.get("spanTo"):
        return _upto_end(element)
    target = element.get("target", "").split()[:1]
    there = named.get(target[0].removeprefix("#")) if target else None
    if there is None:
        return str(element.get("function", ""))
    return _first_reading(there) or (_about(there, named, further - 1) if further else "")


def _upto_end(element: Any) -> str:
    """The words that follow an element, as far as the sign of an end, or enough for a label."""
    said = element.tail or ""
    for above in (element, *element.iterancestors()):
        for beside in above.itersiblings():
            for event, inner in etree.iterwalk(beside, events=("start", "end")):
                if inner.tag == stretches.END or len(said) > _LONG:
                    return said
                said += (inner.text if event == "start" else inner.tail) or ""
    return said


def _first_reading(element: Any) -> str:
    """The words of an element with the first half of every choice, and without notes."""
    parts: list[str] = []

    def read(e: Any) -> None:
        parts.append(e.text or "")
        for number, child in enumerate(e):
            if isinstance(child.tag, str) and child.tag != f"{TEI}note" and not (e.tag == f"{TEI}choice" and number):
                read(child)
            parts.append(child.tail or "" if e.tag != f"{TEI}choice" else "")

    read(element)
    return " ".join("".join(parts).split())


def life(document: Document, words: Locale) -> tuple[Stage, ...]:
    """The interventions on the paper, in their order in time as far as the markup says.

    From `creation/listChange` where there is one: a list that says `ordered` keeps its order, any other is sorted by
    date. Else the marks that are dated themselves.
    """
    root = document.tree.getroot()
    marked: dict[str, list[str]] = {}
    for element in _marks(root, "change"):
        for pointer in element.get("change").split():
            marked.setdefault(pointer.removeprefix("#"), []).append(element.get(ADDRESS))
    stages = []
    for changes in root.iterfind(f".//{TEI}creation//{TEI}listChange"):
        listed = list(changes.iterchildren(f"{TEI}change"))
        if changes.get("ordered") != "true":
            listed.sort(key=_earliest)
        for change in listed:
            xml_id = change.get(f"{XML}id", "")
            stages.append(
                Stage(
                    change.get(ADDRESS) or xml_id,
                    _when(change, words),
                    _text(change),
                    lang_of(change),
                    tuple(marked.get(xml_id, ())),
                )
            )
    if stages:
        return tuple(stages)
    dated = sorted(_marks(root, "when"), key=_earliest)
    return tuple(Stage("", _when(e, words), _text(e)[:80], lang_of(e), (e.get(ADDRESS),)) for e in dated)


def _marks(root: Any, attribute: str) -> Iterator[Any]:
    """What stands on the paper and has this attribute, in the texts of the document."""
    for top in root.iterchildren(f"{TEI}text", f"{TEI}sourceDoc"):
        for element in top.iter("*"):
            writes = attribute == "hand" and element.get(HAND)
            if (writes or (element.get(attribute) and element.tag in _IS_HANDIWORK)) and element.get(ADDRESS):
                yield element


def _earliest(element: Any) -> str:
    return next((element.get(name) for name in DATES if element.get(name)), "~")


def _when(element: Any, words: Locale) -> str:
    if element.get("when"):
        return words.date(element.get("when"))
    return ", ".join(
        f"{words.label('@' + name)} {words.date(element.get(name))}" for name in DATES if element.get(name)
    )


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
