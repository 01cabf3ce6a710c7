"""Each xi:include of a tree becomes what it names, if that is a file of the project (XInclude 1.0).

What can't be included is shown as its fallback, or else as the element `b:missing` with its `href`.
Nothing is fetched from the web, and nothing is read outside the project.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

from lxml import etree

from bifolium.characters import decode
from bifolium.entities import NAMESPACE
from bifolium.findings import find, weigh
from bifolium.model import Finding, Project, Severity
from bifolium.phrases import phrase
from bifolium.positions import XML, File, Positions

XI = "http://www.w3.org/2001/XInclude"
INCLUDE, FALLBACK = f"{{{XI}}}include", f"{{{XI}}}fallback"
MISSING = f"{{{NAMESPACE}}}missing"
ID, BASE, LANG = f"{{{XML}}}id", f"{{{XML}}}base", f"{{{XML}}}lang"

INCLUDES = 1_000  # that one document may do, those of the included files too
DEPTH = 50  # files that include each other one after the other
INCLUDED = 64_000_000  # bytes that these files may have together

# Reads a file, given with its name in findings, as a tree; None, and findings, when it can't be read.
Read = Callable[[Path, str], tuple[Any, File | None, list[Finding]]]
# The files, each with the pointer into it, that are being included now, the document itself first.
Way = tuple[tuple[str, str], ...]

_POINTERS = re.compile(r"""(element)\(([^)]*)\)|(xpointer)\(\s*id\(\s*["']([^"']*)["']\s*\)\s*\)""")
_FORBIDDEN = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


class _Failed(Exception):
    """An include that fails: the code of its finding and the particulars."""

    def __init__(self, code: str, **particulars: object) -> None:
        super().__init__(code)
        self.code, self.particulars = code, particulars


@dataclass(slots=True)
class _Run:
    """The includes of one document, while they are being resolved."""

    project: Project
    positions: Positions
    read: Read
    findings: list[Finding] = field(default_factory=list)
    includes: int = 0
    bytes: int = 0
    depth: int = 0


def resolve(project: Project, root: Any, positions: Positions, read: Read) -> list[Finding]:
    """Put into the tree of `root` what it includes, and give the findings. The root itself can't be an include."""
    if next(root.iter(INCLUDE), None) is None:
        return []
    run = _Run(project, positions, read)
    positions.remember()
    _within(run, root, ((positions.file.path, ""),))
    positions.forget(root)
    return run.findings


def _within(run: _Run, root: Any, way: Way) -> None:
    """Resolve the includes in `root`, but not those in a fallback that is not needed."""
    run.depth += 1
    for include in list(root.iter(INCLUDE)):
        if include.getparent() is not None and next(include.iterancestors(FALLBACK), None) is None:
            _one(run, include, way)
    run.depth -= 1


def _one(run: _Run, include: Any, way: Way) -> None:
    """Replace one include by what it names."""
    try:
        path, pointer = _target(run, include, way)
        if include.get("parse", "xml") == "text":
            _replace(include, [], _text(run, path, include.get("encoding")))
            return
        element = _element(run, path, pointer)
    except _Failed as failure:
        _instead(run, include, failure, way)
        return
    _fix_up(include, element, path, _base(run, include, way))
    _replace(include, [element])
    _within(run, element, (*way, (path, pointer)))


def _target(run: _Run, include: Any, way: Way) -> tuple[str, str]:
    """The file that is meant, relative to the project, and the pointer into it. Raises _Failed."""
    href, pointer = include.get("href", "").strip(), include.get("xpointer", "").strip()
    run.includes += 1
    if run.includes > INCLUDES or run.depth > DEPTH:
        raise _too_many(href)
    split = _split(href.replace("\\", "/"))
    if split.netloc or (len(split.scheme) > 1 and split.scheme != "file"):
        raise _Failed("xml.include-web", href=href)
    name = unquote(split.path)
    if name:
        folder = Path(posixpath.dirname(_base(run, include, way)))
        try:
            full = (run.project.root / folder / name).resolve()
            size = full.stat().st_size if full.is_file() else -1
        except (OSError, RuntimeError, ValueError):  # a name too long, links in a circle
            raise _Failed("xml.include-missing", href=href, path=name) from None
        if len(split.scheme) == 1 or not full.is_relative_to(run.project.root.resolve()):
            raise _Failed("xml.include-outside", href=href)
        path = full.relative_to(run.project.root.resolve()).as_posix()
        if size < 0:
            raise _Failed("xml.include-missing", href=href, path=path)
        run.bytes += size
    else:
        path = way[-1][0]
    pointer = pointer or unquote(split.fragment)
    if (path, pointer) in way:
        raise _Failed("xml.include-loop", href=href or f"#{pointer}", path=path)
    if run.bytes > INCLUDED:
        raise _too_many(href)
    return path, pointer


def _too_many(href: str) -> _Failed:
    return _Failed("xml.include-too-many", href=href, number=INCLUDES, bytes=INCLUDED // 1_000_000)


def _base(run: _Run, element: Any, way: Way) -> str:
    """The file, relative to the project, that an element's relative addresses start from (XML Base).

    Where xml:base sends them to the web, as the masters of published editions often do, it is the file itself.
    """
    base = run.positions.file.path
    for above in reversed([element, *element.iterancestors()]):
        base = _join(base, above.get(BASE, ""))
    return way[-1][0] if _absolute(base) else base


def _join(base: str, reference: str) -> str:
    split = _split(reference)
    if split.scheme or split.netloc:
        return reference
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(split.path))) if split.path else base


def _split(reference: str) -> SplitResult:
    """The parts of an address; one that is none is taken for the name of a file."""
    try:
        return urlsplit(reference)
    except ValueError:
        return SplitResult("", "", quote(reference), "", "")


def _absolute(address: str) -> bool:
    return "//" in address or address.startswith(("/", ".."))


def _text(run: _Run, path: str, encoding: str | None) -> str:
    """A file included as text. Raises _Failed."""
    try:
        data = (run.project.root / path).read_bytes()
        text = data.decode(encoding) if encoding else decode(data).text
    except (OSError, LookupError, ValueError) as error:
        raise _Failed("xml.include-broken", href=path, reason=error) from None
    if forbidden := re.search(_FORBIDDEN, text):
        reason = f"it holds the character U+{ord(forbidden[0]):04X}, which XML does not allow"
        raise _Failed("xml.include-broken", href=path, reason=reason)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _element(run: _Run, path: str, pointer: str) -> Any:
    """The element that is included: of a tree of its own, whose places are remembered. Raises _Failed."""
    root, file, findings = run.read(run.project.root / path, path)
    run.findings += findings
    if root is None:
        raise _Failed("xml.include-broken", href=path, reason=phrase("what is wrong in it is reported by itself"))
    run.positions.remember(root, file)
    element = _point(root, pointer) if pointer else root
    if element is None:
        raise _Failed("xml.include-pointer", href=path, pointer=pointer)
    return element


def _point(root: Any, pointer: str) -> Any:
    """What an XPointer of the element() scheme, an id alone, or xpointer(id("…")) leads to; None if nothing."""
    parts = [(a or c, b or d) for a, b, c, d in _POINTERS.findall(pointer)] or [("element", pointer)]
    for _, data in parts:
        name, *steps = data.split("/")
        element = root
        if name:
            found = root.xpath("//*[@xml:id=$name]", name=name)
            element = found[0] if found else None
        elif steps:
            element = root if steps.pop(0) == "1" else None
        for step in steps:
            children = [] if element is None else list(element.iterchildren("*"))
            number = int(step) if step.isdecimal() and len(step) < 10 else 0
            element = children[number - 1] if 0 < number <= len(children) else None
        if element is not None:
            return element
    return None


def _fix_up(include: Any, element: Any, path: str, base: str) -> None:
    """Let the included element say whence it comes and in which language, if that differs (XInclude §4.5.5, §4.5.6)."""
    own = path
    for above in reversed([element, *element.iterancestors()]):
        own = _join(own, above.get(BASE, ""))
    if _absolute(own):
        element.set(BASE, own)
    elif own != base:
        element.set(BASE, quote(posixpath.relpath(own, posixpath.dirname(base) or ".")))
    elif BASE in element.attrib:
        del element.attrib[BASE]
    if (language := _language(element)) != _language(include.getparent()):
        element.set(LANG, language)


def _language(element: Any) -> str:
    return next((e.get(LANG) for e in (element, *element.iterancestors()) if LANG in e.attrib), "")


def _instead(run: _Run, include: Any, failure: _Failed, way: Way) -> None:
    """Show the fallback of a failed include, or that something is missing."""
    endless = failure.code == "xml.include-too-many"
    fallback = None if endless else include.find(FALLBACK)
    marked = phrase("The place is marked in the edition.")
    instead = marked if fallback is None else phrase("Its fallback is shown instead.")
    place = run.positions(include, "href")
    finding = find(failure.code, place, instead=instead, **failure.particulars)
    if fallback is not None and finding.severity is Severity.WARNING:
        finding = weigh(finding, Severity.NOTE)
    # Of too many there may be thousands; one finding says so.
    if not endless or all(known.code != failure.code for known in run.findings):
        run.findings.append(finding)
    if fallback is None:
        missing = etree.Element(MISSING, nsmap={"b": NAMESPACE})
        for name in ("href", "xpointer"):
            if name in include.attrib:
                missing.set(name, include.get(name))
        run.positions.stands_for(missing, include)
        _replace(include, [missing])
        return
    nodes = list(fallback)
    _replace(include, nodes, fallback.text or "")
    for node in nodes:
        if isinstance(node.tag, str):
            _within(run, node, way)


def _replace(include: Any, nodes: list[Any], text: str = "") -> None:
    """Put text and nodes where the include stands. What follows it stays."""
    parent, tail = include.getparent(), include.tail or ""
    index = parent.index(include)
    parent.remove(include)
    if nodes:
        _insert_text(parent, index, text)
        for place, node in enumerate(nodes, index):
            if node.getroottree().getroot() is node:
                node.tail = None
            parent.insert(place, node)
        nodes[-1].tail = (nodes[-1].tail or "") + tail or None
    else:
        _insert_text(parent, index, text + tail)


def _insert_text(parent: Any, index: int, text: str) -> None:
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text or None
    elif text:
        parent.text = (parent.text or "") + text
