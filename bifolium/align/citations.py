"""The way a text is cited, as its header declares it (HD-refsDecl), becomes the numbers of its passages.

`citeStructure` says which elements are cited and by what of theirs (17.2.5.4); a `cRefPattern` says the same in the
path it replaces a reference by. Of XPath only paths of names are followed, with attributes in brackets: that is what
such declarations hold, and nothing else in a file shall make the program compute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

TEI = {"tei": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}

Number = tuple[str, ...]  # "2.3" in parts
MOST = 50_000  # passages of a document that are cited

_BETWEEN = re.compile(r"[.,:;\s]+")
_TEST = r"""\[\s*@[\w:.-]+\s*(?:=\s*(?:'[^']*'|"[^"]*")\s*)?\]"""
_STEP = rf"(?:[\w.-]+:)?(?:[\w-]+|\*)(?:{_TEST})*"
_PATH = re.compile(rf"(?:\.?//?)?{_STEP}(?://?{_STEP})*")
_STEPS = re.compile(rf"(//?|^)((?:[\w.-]+:)?)([\w-]+|\*)((?:{_TEST})*)")
_GROUP = re.compile(r"""\[\s*@([\w:.-]+)\s*=\s*(['"])([^'"$]*)\$\d([^'"$]*)\2\s*\]""")
_XPATH = re.compile(r"#xpath\((.*)\)\s*\Z", re.S)


@dataclass(frozen=True, slots=True)
class Level:
    """What is cited at one level: which elements, by what of theirs, and what is cited within them."""

    match: str  # an XPath of names, from what the level above has found
    use: str  # an XPath from the element, or "position()"
    before: str = ""  # what stands around the number in what `use` gives
    after: str = ""
    within: tuple[Level, ...] = ()

    @property
    def beyond_n(self) -> bool:
        """Whether anything but @n is a number here."""
        return self.use != "@n" or any(level.beyond_n for level in self.within)


def levels(document: Any) -> tuple[Level, ...]:
    """The levels at which a document (`TEI`) says that it is cited; none when it does not say, or not in such paths."""
    declarations = document.xpath("tei:teiHeader//tei:refsDecl", namespaces=TEI)
    found = tuple(level for one in declarations for level in _structures(one))
    return found or tuple(level for one in declarations for level in _patterns(one))[:1]


def cited(document: Any, wanted: Iterable[Level]) -> Iterator[tuple[Number, Any]]:
    """The elements of a document that can be cited, each with its number, those of a level before what is in them."""
    yield from islice((found for level in wanted for found in _cited(document, level, ())), MOST)


def _cited(context: Any, level: Level, above: Number) -> Iterator[tuple[Number, Any]]:
    for place, element in enumerate(context.xpath(level.match, namespaces=TEI), 1):
        said = str(place) if level.use == "position()" else str(element.xpath(f"string({level.use})", namespaces=TEI))
        said = " ".join(said.split()).removeprefix(level.before).removesuffix(level.after)
        number = tuple(part for part in _BETWEEN.split(said) if part)
        if number:
            # "2.3" within "2" says again where it stands.
            again = len(number) > len(above) and number[: len(above)] == above
            whole = number if again else (*above, *number)
            yield whole, element
            for inner in level.within:
                yield from _cited(element, inner, whole)


def _structures(parent: Any) -> Iterator[Level]:
    for one in parent.iterchildren("{*}citeStructure"):
        match, use = path(one.get("match", "")), one.get("use", "").strip()
        use = use if use == "position()" or re.fullmatch(r"@[\w:.-]+", use) else path(use)
        if match and use:
            yield Level(match, use, within=tuple(_structures(one)))


def _patterns(declaration: Any) -> Iterator[Level]:
    """From the pattern with the most parts to that with the fewest."""
    patterns = [one.get("replacementPattern", "") for one in declaration.iterchildren("{*}cRefPattern")]
    for pattern in sorted(patterns, key=lambda one: -one.count("$")):
        if (meant := _XPATH.match(pattern.strip())) and (level := _of_path(meant[1].strip())):
            yield level


def _of_path(xpath: str) -> Level | None:
    """/TEI/text/body/div[@n='$1']/p[@n='$2'] as two levels."""
    parts: list[tuple[str, str, str, str]] = []  # match, use, before, after
    rest, last = xpath, 0
    for group in _GROUP.finditer(xpath):
        match = path(rest[: group.start() - last] + f"[@{group[1]}]")
        if not match:
            return None
        parts.append((match, f"@{group[1]}", group[3], group[4]))
        rest, last = xpath[group.end() :], group.end()
    level: Level | None = None
    for match, use, before, after in reversed(parts):
        level = Level(match, use, before, after, (level,) if level else ())
    return level


def path(xpath: str) -> str:
    """A path of names as libxml2 wants it, from an element of the document; "" when it is more than that.

    >>> path("//body/div[@type='book']"), path("/tei:TEI/text"), path("p[position() < 3]")
    (".//tei:body/tei:div[@type='book']", './tei:text', '')
    """
    xpath = xpath.strip()
    if not _PATH.fullmatch(xpath.removeprefix(".")) or xpath.count("//") > 1:  # several would cost their product
        return ""
    steps = [(axis or "/", name, tests) for axis, _, name, tests in _STEPS.findall(xpath.removeprefix("."))]
    if steps[0][1] in ("TEI", "TEI.2") and len(steps) > 1:
        steps = steps[1:]
    return "." + "".join(f"{axis}{name if name == '*' else f'tei:{name}'}{tests}" for axis, name, tests in steps)
