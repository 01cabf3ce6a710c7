"""An HTML tree is cut into pieces: before every element whose address is a cut, with what is open repeated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

# Containers that need not be repeated around each piece of what they hold.
PLAIN = frozenset(
    ("text", "group", "front", "body", "back", "div", "div1", "div2", "div3", "div4", "div5", "floatingText")
)


def take(element: Any) -> None:
    """Take an element out of its tree; the text behind it stays where it is."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def pieces(root: Any, cuts: set[str]) -> Iterator[tuple[str, Any]]:
    """`root` cut before every element whose id is in `cuts`: pairs of that id ("" for the first) and the piece.

    Each piece repeats the elements that are open at its beginning, without their ids; containers that say
    nothing of their own are not repeated. `root` is taken apart.
    """
    holders: set[Any] = set()
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("id") in cuts:
            parent = element.getparent()
            while parent is not None and parent not in holders:
                holders.add(parent)
                if parent is root:
                    break
                parent = parent.getparent()
    done: list[tuple[str, Any]] = []
    chain: list[Any] = []  # the open elements of the source, outermost first
    current: list[Any] = []  # their copies in the current piece

    def begin(cut: str) -> None:
        current.clear()
        top = etree.Element("div", {"class": "piece", "data-unit": root.get("id", "")})
        done.append((cut, top))
        current.append(top)
        for element in chain:
            if element.get("data-tei") in PLAIN and not element.get("lang") and not element.get("class"):
                current.append(current[-1])
                continue
            copy = etree.SubElement(
                current[-1],
                element.tag,
                {k: v for k, v in element.attrib.items() if k not in ("id", "data-unit")},
            )
            copy.set("data-continued", "")
            current.append(copy)

    def write(text: str | None) -> None:
        if text:
            parent = current[-1]
            if len(parent):
                parent[-1].tail = (parent[-1].tail or "") + text
            else:
                parent.text = (parent.text or "") + text

    def page_turned() -> list[Any]:
        """A page break after which nothing was written yet: it belongs to what comes."""
        last = current[-1][-1] if len(current[-1]) else None
        if last is None or last.get("data-tei") != "pb" or last.get("id") in cuts or (last.tail or "").strip():
            return []
        last.tail = None
        current[-1].remove(last)
        return [last]

    def walk(element: Any) -> None:
        write(element.text)
        for child in list(element):
            tail, child.tail = child.tail, None
            if isinstance(child.tag, str) and child.get("id") in cuts:
                turned = page_turned()
                begin(child.get("id"))
                current[-1].extend(turned)
            if child in holders:
                copy = etree.SubElement(current[-1], child.tag, dict(child.attrib))
                copy.attrib.pop("data-unit", None)  # what is cut stands in the run: a text in a group
                chain.append(child)
                current.append(copy)
                walk(child)
                chain.pop()
                current.pop()
            else:
                current[-1].append(child)
            write(tail)

    begin("")
    walk(root)
    yield from done


def drop_break(piece: Any, address: str) -> None:
    """A page break at which the page is cut is the heading of the new page, not a mark in its text."""
    for element in piece.iter("span"):
        if element.get("id") == address:
            take(element)
            return


def holds(piece: Any) -> bool:
    """Whether a piece shows anything of the source: text, or a picture; a break alone is nothing yet."""
    return any(
        element.tag in ("img", "svg")
        or (element.text and not element.text.isspace() and not _of_break(element))
        or (element.tail and not element.tail.isspace())
        for element in piece.iter()
    )


def _of_break(element: Any) -> bool:
    """Whether an element is a page break or the number the program writes on it."""
    return element.get("data-tei") == "pb" or (
        element.getparent() is not None and element.getparent().get("data-tei") == "pb"
    )


def label(pb: Any) -> str:
    return " ".join("".join(pb.itertext()).split())
