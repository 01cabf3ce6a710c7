"""What TEI says of the look of the source becomes classes: the words of `@rend`, and CSS made safe (ST, TD-rendition).

No page may hold style attributes, and no rule of an edition may load anything, cover anything or hide a word. So the
declarations of `@style` and `rendition` are read, what is harmless is kept, and each different set of them becomes a
class named after what it says. `css` gives the style sheet of these classes for one document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from zlib import crc32

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

# The common words of @rend, in the spellings that occur, as classes of the style sheet.
_REND = {
    "i": "italic", "it": "italic", "ital": "italic", "italic": "italic", "italics": "italic", "kursiv": "italic",
    "b": "bold", "bold": "bold", "fett": "bold", "bf": "bold", "strong": "bold",
    "u": "underline", "ul": "underline", "underline": "underline", "underlined": "underline",
    "unterstrichen": "underline",
    "double-underline": "double-underline", "doubleunderline": "double-underline",
    "overline": "overline", "strikethrough": "strike", "strike": "strike", "struck": "strike", "line-through": "strike",
    "sup": "super", "superscript": "super", "super": "super", "above": "super", "hochgestellt": "super",
    "sub": "sub", "subscript": "sub", "tiefgestellt": "sub",
    "sc": "small-caps", "smallcaps": "small-caps", "small-caps": "small-caps", "smcap": "small-caps",
    "caps": "caps", "allcaps": "caps", "uppercase": "caps", "capitalize": "caps",
    "center": "center", "centre": "center", "centered": "center", "zentriert": "center", "align(center)": "center",
    "right": "right", "align(right)": "right", "flushright": "right", "right-aligned": "right",
    "left": "left", "align(left)": "left", "flushleft": "left", "justify": "justify",
    "indent": "indent", "indented": "indent", "hanging": "hanging",
    "large": "large", "larger": "large", "big": "large", "small": "small", "smaller": "small",
    "spaced": "spaced", "gesperrt": "spaced", "letterspace": "spaced", "letterspaced": "spaced", "spaced_out": "spaced",
    "quoted": "quoted", "quotes": "quoted", "brackets": "brackets", "boxed": "boxed", "frame": "boxed",
    "circled": "circled", "round": "round", "circular": "round", "oval": "round", "elliptical": "round",
    "blue": "blue", "violet": "violet", "purple": "violet", "green": "green", "black": "black",
    "block": "block", "display": "block", "inline": "inline", "normal": "roman", "roman": "roman", "upright": "roman",
    "blackletter": "blackletter", "fraktur": "blackletter", "gothic": "blackletter", "antiqua": "roman",
    "monospace": "typewriter", "typewriter": "typewriter", "tt": "typewriter", "sans-serif": "sans", "sans": "sans",
    "傍点": "emphasis-dots", "圏点": "emphasis-dots", "sesame_dot": "emphasis-dots",
    "emphasis-dots": "emphasis-dots", "着重号": "emphasis-dots", "着重號": "emphasis-dots", "vertical": "vertical",
    "dropcap": "initial", "drop-cap": "initial", "initial": "initial", "rubric": "red", "red": "red",
    "letter-spacing": "spaced", "letterspacing": "spaced", "spaced-out": "spaced", "expanded": "spaced",
    "wide": "spaced", "underscore": "underline", "underlining": "underline", "einfach-unterstrichen": "underline",
    "ul1": "underline", "dul": "double-underline", "ul2": "double-underline", "underline(2)": "double-underline",
    "underlinedouble": "double-underline", "double": "double-underline",
    "doppelt-unterstrichen": "double-underline", "overstrike": "strike", "strikeout": "strike",
    "strike-through": "strike", "crossed": "strike", "struckout": "strike", "durchgestrichen": "strike",
    "superscripted": "super", "subscripted": "sub", "supralinear": "super", "slanted": "italic",
    "oblique": "italic", "kursive": "italic", "cursive": "italic", "semibold": "bold", "boldface": "bold",
    "weight(bold)": "bold", "slant(italic)": "italic", "case(smallcaps)": "small-caps", "case(allcaps)": "caps",
    "kapitälchen": "small-caps", "smallcap": "small-caps", "upper-case": "caps", "all-caps": "caps",
    "capitals": "caps", "versalien": "caps", "centred": "center", "middle": "center", "aligncenter": "center",
    "alignright": "right", "alignleft": "left", "rightalign": "right", "rechtsbündig": "right",
    "flush-right": "right", "flush-left": "left", "justified": "justify", "blocksatz": "justify",
    "eingerückt": "indent", "hanging-indent": "hanging", "outdent": "hanging", "decorinit": "initial",
    "initiale": "initial", "initial-capital": "initial", "dropped-capital": "initial", "lombard": "initial",
    "kurrent": "blackletter", "textura": "blackletter", "latintype": "roman", "latin": "roman", "rubricated": "red",
    "boxed-in": "boxed", "border": "boxed", "framed": "boxed", "dotted": "dotted", "dashed": "dotted",
    "wavy": "wavy", "quotation-marks": "quoted",
}  # fmt: skip
_INDENT = re.compile(r"(?:indent|margin-left)[-_( ]*([1-9])\)?$")
# Words that wrap another: `hi-red`, `color(red)`, `text-align:center`, `align-right`.
_WRAPPED = re.compile(r"(?:hi|tei|rend|font|text|colou?r|(?:text-)?align|weight|slant|style|case)[-_:=(]+([^()]+)\)?$")

# Properties that say how words look. Not: position, content, visibility, opacity, animation, anything that loads.
_PROPERTIES = frozenset(
    """
    color background-color font font-family font-size font-style font-variant font-variant-caps font-weight
    font-stretch letter-spacing line-height text-align text-align-last text-decoration text-decoration-line
    text-decoration-style text-decoration-color text-emphasis text-indent text-transform text-orientation text-shadow
    word-spacing white-space vertical-align writing-mode direction unicode-bidi quotes list-style-type display float
    clear margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom
    padding-left border border-top border-right border-bottom border-left border-style border-width border-color
    border-radius border-collapse width max-width column-count column-gap hyphens
    """.split()
)
_SIZES = ("font", "font-size", "line-height", "width", "max-width")  # of nothing, they hide a word
_MOVING = ("text-indent", "margin", "margin-top", "margin-right", "margin-bottom", "margin-left", "letter-spacing")
_FUNCTION = re.compile(r"([\w-]*)\(")
_FUNCTIONS = frozenset(("rgb", "rgba", "hsl", "hsla"))
_HARMLESS = re.compile(r"[\w\s.,%#'\"()+-]+")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_SELECTOR = re.compile(r"[A-Za-z][\w.-]*")
_TELLING = {name: etree.XPath(f"descendant::*/@data-{name}") for name in ("rend", "rendition", "style")}
_STYLED = etree.XPath("boolean(//@style | //tei:rendition)", namespaces={"tei": TEI[1:-1]})
_INLINE = etree.XPath("//@style")


@cache
def words(rend: str) -> str:
    """The classes for the words of a `@rend`; words we do not know give none (they stay in `data-rend`).

    >>> words("italics #sc indent(2)"), words("strange")
    ('rend-italic rend-small-caps rend-indent-2', '')
    >>> words("hi-red bold-italic color(blue) Text-Align:right")
    'rend-red rend-bold rend-italic rend-blue rend-right'
    """
    found: dict[str, None] = {}
    for word in rend.replace(";", " ").replace(",", " ").lower().split():
        word = word.removeprefix("#").removeprefix("simple:")
        found |= dict.fromkeys(f"rend-{look}" for look in _looks(word))
    return " ".join(found)


def _looks(word: str) -> list[str]:
    """What one word of a `@rend` means, or the words it is put together from: `bold-italic`, `color(red)`."""
    if look := _REND.get(word) or _REND.get(word.replace("_", "-")):
        return [look]
    if match := _INDENT.match(word):
        return [f"indent-{match[1]}"]
    if match := _WRAPPED.match(word):
        return _looks(match[1])
    parts = [_REND.get(part, "") for part in re.split(r"[-_:+/]", word)]
    return parts if all(parts) else []


@cache
def declarations(css: str) -> tuple[str, ...]:
    """The harmless declarations of some CSS, in their order, as `property: value`.

    >>> declarations("color: red; position: fixed; background: url(x); text-indent: -99999px")
    ('color: red',)
    """
    found: dict[str, str] = {}
    for part in re.sub(r"/\*.*?\*/", " ", css, flags=re.S).split(";"):
        name, colon, value = part.partition(":")
        name, value = name.strip().lower(), " ".join(value.split())
        if colon and name in _PROPERTIES and _safe(name, value):
            found[name] = value
    return tuple(f"{name}: {value}" for name, value in found.items())


def _safe(name: str, value: str) -> bool:
    """Whether a value loads nothing and hides nothing."""
    if not _HARMLESS.fullmatch(value) or any(value.count(quote) % 2 for quote in "\"'"):
        return False
    if value.count("(") != value.count(")") or not {one.lower() for one in _FUNCTION.findall(value)} <= _FUNCTIONS:
        return False
    numbers = [float(number) for number in _NUMBER.findall(value)]
    if max(map(abs, numbers), default=0) > 1000 or (min(numbers, default=0) < -200 and name in _MOVING):
        return False
    if name in _SIZES and re.match(r"0+(\.0+)?(\D|$)", value):
        return False
    return not (name in ("display", "color") and {"none", "transparent", "contents"} & set(value.lower().split()))


def name(kept: tuple[str, ...]) -> str:
    """The class that stands for some declarations: the same for the same ones."""
    return f"css-{crc32('; '.join(kept).encode()):08x}" if kept else ""


class Styles:
    """What one document says of the look of its elements."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.named: dict[str, tuple[str, ...]] = {}  # by the xml:id of a rendition
        self.defaults: dict[str, tuple[str, ...]] = {}  # by selector
        for element in tree.iter(f"{TEI}rendition"):
            if element.get("scheme", "css") not in ("css", "free", ""):
                continue
            kept = declarations("".join(element.itertext()))
            scope = element.get("scope", "")
            if element.get(ID) and not scope:
                self.named.setdefault(element.get(ID), kept)
            for one in (element.get("selector") or "").split(","):
                if _SELECTOR.fullmatch(one.strip()) and kept and scope in ("", "first-line", "first-letter"):
                    self.defaults[f'[data-tei="{one.strip()}"]' + (f"::{scope}" if scope else "")] = kept
        for usage in tree.iter(f"{TEI}tagUsage"):
            kept = self.pointed(usage.get("rendition") or usage.get("render") or "")
            if kept and _SELECTOR.fullmatch(usage.get("gi", "")):
                self.defaults.setdefault(f'[data-tei="{usage.get("gi")}"]', kept)

    def pointed(self, pointers: str) -> tuple[str, ...]:
        """The declarations behind the pointers of a `@rendition`, the later ones last."""
        return tuple(one for pointer in pointers.split() for one in self.named.get(pointer.removeprefix("#"), ()))

    def classes(self, rend: str, pointers: str, style: str) -> Iterator[str]:
        """The classes for the three attributes of an element."""
        yield from words(rend).split()
        for pointer in pointers.split():
            yield name(self.named.get(pointer.removeprefix("#"), ())) or words(pointer)
        yield name(declarations(style))


def dress(root: Any, tree: Any, names: Iterable[str]) -> None:
    """Give every HTML element under `root` the classes for what its TEI says of its look, besides those it has.

    `names` are the attributes of TEI that occur; of others nothing is looked for.
    """
    telling = dict.fromkeys(found.getparent() for name in names if name in _TELLING for found in _TELLING[name](root))
    if not telling:
        return
    styles = Styles(tree)
    for element in telling:
        pointers, style = (element.attrib.pop(f"data-{key}", "") for key in ("rendition", "style"))
        looks = [one for one in styles.classes(element.get("data-rend", ""), pointers, style) if one]
        # What CSS says of a mark, it says of its words, not of what the program writes beside them.
        if (words_of := next((one for one in element if one.get("class") == "mark-text"), None)) is not None:
            _add(words_of, [one for one in looks if one.startswith("css-")])
            looks = [one for one in looks if not one.startswith("css-")]
        _add(element, looks)


def _add(element: Any, looks: Iterable[str]) -> None:
    """Give an HTML element these classes besides those it has."""
    if every := dict.fromkeys([*element.get("class", "").split(), *looks]):
        element.set("class", " ".join(every))


def css(tree: Any) -> str:
    """The style sheet of one document: a rule for each class that `dress` may give; "" when there is none.

    `tree` is the TEI document. The rules stand in alphabetical order, so the same document gives the same bytes.
    """
    if not _STYLED(tree):
        return ""
    styles = Styles(tree)
    rules = {f".{name(kept)}": kept for kept in styles.named.values() if kept}
    for style in _INLINE(tree):
        if kept := declarations(str(style)):
            rules[f".{name(kept)}"] = kept
    lines = [f"{selector} {{ {'; '.join(kept)} }}" for selector, kept in sorted(styles.defaults.items())]
    lines += [f"{selector} {{ {'; '.join(kept)} }}" for selector, kept in sorted(rules.items())]
    return "".join(line + "\n" for line in lines)
