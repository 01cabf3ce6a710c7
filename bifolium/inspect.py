"""Finished pages become findings: well-formed, ids once, links that lead somewhere, headings, languages, alternatives.

The Endings Principles (2.2.1, no. 3.1) ask that what is put out is validated as well as what is put in, and that the
build stops when it fails. A parser for browsers would mend what it reads and so hide the faults; these pages are read
as they are written, tag by tag. Every page is inspected where it is made, in the workers; what leads from one
document to another is compared at the end, from the few bytes that each page leaves (`Seen`).
"""

from __future__ import annotations

import html
import posixpath
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote
from zlib import crc32

from bifolium.findings import find
from bifolium.model import Artifact, Finding, Place
from bifolium.phrases import phrase
from bifolium.tags import ENDS_P, FOREIGN, VOID, Tags, tags

_TAG = r"""<(/?)([a-zA-Z][^\s/>]*)([^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*)>"""
_TOKEN = re.compile("<!--.*?-->|<!doctype[^>]*>|" + _TAG, re.S | re.I)
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_RAW = frozenset(("script", "style"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_LINKS = ("href", "src", "poster", "data")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one page leaves for the comparison at the end: its ids and the links that lead out of its document, as
    sorted checksums of 4 and of 4 + 4 bytes."""

    path: str
    ids: bytes
    links: bytes


@dataclass(slots=True)
class _Page:
    """One page, read tag by tag."""

    path: str
    text: str
    ids: dict[str, int]  # id -> offset, where known
    links: dict[str, int]  # address from the root of the output, with its fragment -> offset
    faults: list[tuple[str, int, dict[str, object]]]

    def find(self, code: str, offset: int, **particulars: object) -> Finding:
        line = self.text.count("\n", 0, offset) + 1
        column = offset - (self.text.rfind("\n", 0, offset) + 1) + 1
        return find(code, Place(self.path, line, column), **particulars)

    def findings(self) -> list[Finding]:
        return [self.find(f"output.{code}", offset, **said) for code, offset, said in self.faults]


def inspect(artifacts: Iterable[Artifact]) -> tuple[list[Seen], list[Finding]]:
    """What is wrong in these pages, and what is left to compare. Other files than HTML are passed over.

    Pages given together (those of one document) are compared with each other at once.
    """
    pages = {a.path: _page(a.path, a.data) for a in artifacts if a.media_type == "text/html"}
    found: list[Finding] = []
    seen: list[Seen] = []
    same: dict[bytes, bytes] = {}  # pages in several languages have the same ids: keep them once
    for page in pages.values():
        found += page.findings()
        outward = set()
        for link in page.links:
            target, _, fragment = link.partition("#")
            if target not in pages:
                outward.add(_key(link))
                continue
            outward.add(_key(target))
            if fragment and fragment not in pages[target].ids:
                offset = _read(page.path, page.text).links[link]
                found.append(page.find("output.link-dead", offset, link=link, what=f"no id “{fragment}”"))
        ids = array("I", sorted(map(_sum, page.ids))).tobytes()
        seen.append(Seen(page.path, same.setdefault(ids, ids), array("Q", sorted(outward)).tobytes()))
    return seen, found


class Before(Protocol):
    """What was seen of pages when they were made."""

    def seen(self, artifact: Artifact) -> Seen | None: ...
    def keep(self, artifact: Artifact, seen: Seen) -> None: ...


class Inspection:
    """The pages of a whole edition as they pass, and the comparison between them at the end."""

    def __init__(self) -> None:
        self._seen: list[Sequence[Seen]] = []  # of each document; they may stand in a file
        self.findings: list[Finding] = []

    def add(self, seen: Sequence[Seen]) -> None:
        """Take in the pages of a document, inspected by a worker."""
        self._seen.append(seen)

    @property
    def seen(self) -> Iterator[Seen]:
        """All pages."""
        return chain.from_iterable(self._seen)

    def watch(self, artifacts: Iterable[Artifact], before: Before | None = None) -> Iterator[Artifact]:
        """Inspect artifacts on their way to somewhere else; not again what was seen `before`."""
        for artifact in artifacts:
            if before is not None and (known := before.seen(artifact)) is not None:
                self._seen.append([known])
                yield artifact
                continue
            seen, found = inspect([artifact])
            if before is not None and seen and not found:
                before.keep(artifact, seen[0])
            self._seen.append(seen)
            self.findings += found
            tags.cache_clear()  # nobody else will read it
            yield artifact

    def compare(self, files: Mapping[str, object], folder: Path) -> tuple[int, list[Finding]]:
        """The links that lead nowhere among all pages, which stand below `folder`, and the pages nothing leads to.

        `files` are the paths of everything in the output. Gives the number of pages.
        """
        known = _in_order("I", map(_sum, files))
        links = _in_order("Q", {key for page in self.seen for key in memoryview(page.links).cast("Q")})
        linked = {key >> 32 for key in links}
        dead = {key for key in links if not _holds(known, key >> 32)}
        found, lost = [*self.findings], []
        for page in self.seen:
            own = _sum(page.path)
            if own not in linked and not page.path.endswith(("404.html", "index.html")):
                lost.append(find("output.page-unlinked", Place(page.path), path=page.path))
            ids = memoryview(page.ids).cast("I")
            asked = links[bisect_left(links, (own << 32) + 1) : bisect_left(links, (own + 1) << 32)]
            dead.update(key for key in asked if not _holds(ids, key & 0xFFFFFFFF))
        for page in self.seen if dead else ():
            if not dead.isdisjoint(memoryview(page.links).cast("Q")):
                found += _dead(page.path, folder, dead, known)
        return sum(map(len, self._seen)), found + lost


def _in_order(kind: str, numbers: Iterable[int]) -> array[int]:
    return array(kind, sorted(numbers))


def _holds(numbers: Sequence[int], number: int) -> bool:
    """Whether a number is among others that stand in order."""
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def _dead(path: str, folder: Path, dead: Set[int], known: Sequence[int]) -> Iterator[Finding]:
    """The dead links of a page, told with their places: for that it is read once more."""
    page = _read(path, (folder / path).read_text(encoding="utf-8"))
    for link, offset in page.links.items():
        if _key(link) in dead:
            target, _, fragment = link.partition("#")
            what = f"no id “{fragment}”" if _holds(known, _sum(target)) else "no such file"
            yield page.find("output.link-dead", offset, link=link, what=what)


def _sum(text: str) -> int:
    return crc32(text.encode()) or 1  # 0 means that there is no fragment


def _key(link: str) -> int:
    target, _, fragment = link.partition("#")
    return _sum(target) << 32 | (_sum(fragment) if fragment else 0)


def _page(path: str, data: bytes) -> _Page:
    """A page, read fast; and once more with care when anything about it is unusual, to say what and where."""
    text = data.decode("utf-8")
    return _read_fast(path, text, tags(data)) or _read(path, text)


def _read_fast(path: str, text: str, page_tags: Tags | None) -> _Page | None:
    """A page without faults, without the places of its ids and links; None when there may be a fault."""
    page = _Page(path, text, {}, {}, [])
    folder = posixpath.dirname(path)
    addresses: dict[str, None] = {}
    level = 0
    for (name, opens, _, attributes), _ in page_tags or ():
        if not opens:
            continue
        if name in _HEADINGS:
            if _HEADINGS[name] > level + 1 or (name == "h1" and level):
                return None
            level = _HEADINGS[name]
        if not attributes:
            if name in ("html", "img"):  # it lacks a language, or an alternative
                return None
            continue
        if (own := attributes.get("id")) is not None:
            if own in page.ids or len(own.split()) != 1 or own != own.strip():
                return None
            page.ids[own] = 0
        if not _LANG.fullmatch(attributes.get("lang", "und")):
            return None
        if (name == "img" and "alt" not in attributes) or (name == "html" and "lang" not in attributes):
            return None
        for kind in _LINKS:
            if kind in attributes:
                addresses[attributes[kind]] = None
    for address in addresses:
        _link(page, folder, address, 0)
    return page if level and not page.faults else None


def _read(path: str, text: str) -> _Page:
    """A page, with the faults that can be seen in it alone."""
    page = _Page(path, text, {}, {}, [])
    fault = page.faults.append
    folder = posixpath.dirname(path)
    open_tags: list[tuple[str, int]] = []
    paragraphs = foreign = level = count = position = 0
    while token := _TOKEN.search(text, position):
        start, position = token.span()
        if text.find("<", count, start) >= 0:
            fault(("not-well-formed", text.find("<", count, start), {"what": phrase("a “<” that begins no tag")}))
        count = position
        if not (name := token.group(2)):
            continue
        name = name.lower()
        if token.group(1):
            if not open_tags or open_tags[-1][0] != name:
                what = phrase("</{0}> ends what is not open", name)
                if open_tags:
                    what = phrase("</{0}> ends what is not open; open is {1}", name, open_tags[-1][0])
                fault(("not-well-formed", start, {"what": what}))
                return page  # everything after it would be a fault that follows from this one
            open_tags.pop()
            paragraphs -= name == "p"
            foreign -= name in FOREIGN
            continue
        if paragraphs and name in ENDS_P and not foreign:
            fault(("not-well-formed", start, {"what": phrase("{0} inside a paragraph", name)}))
        said = token.group(3)
        attributes = _attributes(said) if said else {}
        if name in _HEADINGS:
            if _HEADINGS[name] > level + 1 or (name == "h1" and level):
                fault(("heading-order", start, {"heading": name, "before": f"h{level}" if level else "none"}))
            level = _HEADINGS[name]
        elif name == "img" and "alt" not in attributes:
            fault(("alternative-missing", start, {"src": attributes.get("src", "")}))
        elif name == "html" and not attributes.get("lang"):
            fault(("language-missing", start, {}))
        if "lang" in attributes and not _LANG.fullmatch(attributes["lang"]):
            fault(("language-malformed", start, {"lang": attributes["lang"]}))
        if (own := attributes.get("id")) is not None:
            if own in page.ids or not own or any(c.isspace() for c in own):
                fault(("id-twice", start, {"id": own}))
            page.ids.setdefault(own, start)
        for kind in _LINKS:
            if kind in attributes:
                _link(page, folder, attributes[kind], start)
        if name in _RAW:
            end = text.lower().find(f"</{name}", position)
            count = position = end if end >= 0 else position
        if name not in VOID and not (foreign and said.endswith("/")):
            open_tags.append((name, start))
            paragraphs += name == "p"
            foreign += name in FOREIGN
    if open_tags:
        fault(("not-well-formed", open_tags[-1][1], {"what": phrase("{0} is never closed", open_tags[-1][0])}))
    if not level:
        fault(("heading-order", 0, {"heading": "no heading at all", "before": "none"}))
    return page


def _attributes(said: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(said):
        value = double or single or bare
        found[name.lower()] = html.unescape(value) if "&" in value else value
    return found


def _link(page: _Page, folder: str, address: str, offset: int) -> None:
    if _ELSEWHERE.match(address):
        return
    path, _, fragment = address.partition("#")
    fragment = unquote(fragment)
    if fragment.startswith(":~:"):  # a text fragment is looked for in the text
        fragment = ""
    target = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else page.path
    if path.startswith("/") or target.startswith("../") or "?" in path or path.endswith("/"):
        page.faults.append(("link-not-relative", offset, {"link": address}))
    elif fragment or target != page.path:
        page.links.setdefault(f"{target}#{fragment}" if fragment else target, offset)
