"""An HTML tree made from TEI becomes one that HTML allows: TEI nests what HTML does not."""

from __future__ import annotations

from typing import Any

from lxml import etree

# Elements that may hold phrases only; each becomes a div (or stays a link, see below) when a block stands in it.
PHRASING = frozenset(
    [
        "p",
        "span",
        "em",
        "strong",
        "i",
        "b",
        "cite",
        "code",
        "q",
        "ins",
        "del",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "a",
        "sub",
        "sup",
        "small",
        "u",
        "s",
        "abbr",
        "rb",
        "rt",
        "rp",
        "ruby",
        "caption",
    ]
)
# ins, del and a may hold what their parent may hold; dt and caption may hold blocks but no headings.
TRANSPARENT = frozenset(("a", "ins", "del"))
BLOCK = (
    "p", "div", "ul", "ol", "dl", "table", "blockquote", "figure", "aside", "section",
    "h1", "h2", "h3", "h4", "h5", "h6", "pre", "header", "footer",
)  # fmt: skip


def mend(root: Any) -> None:
    """Rename what HTML would not let stand where it is. Text, order and attributes stay.

    A phrase that holds a block becomes a `div` with the class `phrase`; a link inside a link gives way to the
    outer one, except that a reference to a note stays and the outer link gives way.
    """
    for block in root.iter(*BLOCK):
        parent = block.getparent()
        while parent is not None and parent.tag in PHRASING:
            if parent.tag not in TRANSPARENT and parent.tag not in ("caption", "dt"):
                _rename(parent, "div")
            parent = parent.getparent()
    for link in list(root.iter("a")):
        outer = _ancestor_link(link)
        if outer is None:
            continue
        _unlink(outer if "note-ref" in link.get("class", "") or "mark-ref" in link.get("class", "") else link)
    for link in list(root.iter("a")):
        if not link.get("href"):
            _unlink(link)
    for figure in root.iter("figure"):
        _mend_captions(figure)
    for ruby in list(root.iter("ruby")):
        _mend_ruby(ruby)
    for listing in root.iter("dl"):
        _mend_definitions(listing)
    for tag in ("ul", "ol"):
        for listing in root.iter(tag):
            for child in listing.iterchildren(tag=etree.Element):
                if child.tag != "li":
                    _wrap(child, "li")


def _mend_definitions(listing: Any) -> None:
    """A dl is terms followed by what is said of them; a list that is anything else becomes plain blocks."""
    tags = [child.tag for child in listing.iterchildren(tag=etree.Element)]
    sound = bool(tags) and tags[0] == "dt" and tags[-1] == "dd" and set(tags) <= {"dt", "dd"}
    if not sound:
        for child in (listing, *listing.iterchildren("dt", "dd")):
            child.set("class", f"{child.get('class', '')} {child.tag}".strip())
            child.tag = "div"


def _mend_captions(figure: Any) -> None:
    """A figure has one caption, and it comes first or last; any other becomes a plain block."""
    captions = list(figure.iterchildren("figcaption"))
    sound = captions and (captions[-1].getnext() is None or captions[0].getprevious() is None)
    kept = (captions[-1] if captions[-1].getnext() is None else captions[0]) if sound else None
    for caption in captions:
        if caption is not kept:
            caption.tag = "div"
            caption.set("class", f"{caption.get('class', '')} figcaption".strip())


def _mend_ruby(ruby: Any) -> None:
    """Ruby ends with a reading (or its bracket); without one it is no ruby."""
    last = ruby[-1] if len(ruby) else None
    if last is not None and last.tag in ("rt", "rp") and not (last.tail or "").strip() and ruby.find("rt") is not None:
        return
    for part in [ruby, *ruby.iterchildren("rt", "rp")]:
        part.set("class", f"{part.get('class', '')} {part.tag}".strip())
        part.tag = "span"


def _unlink(link: Any) -> None:
    """A link becomes the phrase it is made of, or a block where a block stands in it."""
    link.attrib.pop("href", None)
    if next(link.iterdescendants(*BLOCK), None) is None:
        link.tag = "span"
    else:
        _rename(link, "div")


def _rename(element: Any, tag: str) -> None:
    was = element.tag
    element.tag = tag
    if was != "p":
        element.set("class", f"{element.get('class', '')} phrase".strip())
    elif not element.get("data-tei"):
        element.set("class", "p")


def _ancestor_link(element: Any) -> Any:
    parent = element.getparent()
    while parent is not None:
        if parent.tag == "a":
            return parent
        parent = parent.getparent()
    return None


def _wrap(element: Any, tag: str) -> None:
    wrapper = etree.Element(tag, {"class": "other"})
    wrapper.tail, element.tail = element.tail, None
    element.getparent().replace(element, wrapper)
    wrapper.append(element)
