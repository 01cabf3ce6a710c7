"""A pointer in a TEI file becomes the address of a page: `#id`, `other.xml#id`, a private scheme, the web."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from bifolium.model import Document, Outward

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"

# What a page may link to. Everything else (javascript:, data:, file:, private schemes) is not followed.
WEB = ("https", "http", "mailto", "doi", "urn")


def normal(pointer: str, path: str) -> str:
    """A pointer found in the file `path` as "edition/other.xml#id"; what is not a local pointer is "".

    >>> normal("#a", "edition/letter.xml")
    'edition/letter.xml#a'
    >>> normal("../people.xml#b", "edition/letters/x.xml")
    'edition/people.xml#b'
    """
    if pointer.startswith("#"):
        return path + pointer
    parts = urlsplit(pointer)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
    if target.startswith(("../", "/")):
        return ""
    return f"{target}#{parts.fragment}" if parts.fragment else target


def web(pointer: str) -> str:
    """The pointer itself when it is an address of the web that a page may link to, else ""."""
    scheme, colon, rest = pointer.partition(":")
    if not colon or scheme.lower() not in WEB or not rest or any(c.isspace() for c in pointer):
        return ""
    if scheme.lower() == "doi":
        return "https://doi.org/" + rest
    if scheme.lower() == "urn":
        return ""
    return pointer


def based(pointer: str, element: Any) -> str:
    """A relative pointer on an element whose xml:base is an address of the web, written out; else "" (SA-xml:base).

    A base that is only a path moves nothing: what is in the edition is found from the file a pointer stands in.
    """
    parts = urlsplit(pointer)
    base = "" if element is None or parts.scheme or pointer.startswith("#") or not parts.path else element.base or ""
    return urljoin(base, pointer) if base.startswith(("https://", "http://")) else ""


def lang_of(element: Any) -> str:
    """The language of an element: its own xml:lang or the nearest one around it (CH, att.global)."""
    while element is not None:
        if lang := element.get(f"{XML}lang"):
            return str(lang)
        element = element.getparent()
    return ""


def prefixes(tree: Any) -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """The private schemes a document declares in prefixDef (SA-prefixDef): scheme → (pattern, replacement) pairs."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for element in tree.iter(f"{TEI}prefixDef"):
        ident, match, replacement = (element.get(name, "") for name in ("ident", "matchPattern", "replacementPattern"))
        try:
            pattern = re.compile(match)
        except re.error:
            continue
        found.setdefault(ident, []).append((pattern, re.sub(r"\$(\d)", r"\\\1", replacement)))
    return found


def expand(pointer: str, declared: dict[str, list[tuple[re.Pattern[str], str]]]) -> str:
    """A pointer in a declared private scheme, written out; any other pointer as it is."""
    scheme, colon, rest = pointer.partition(":")
    for pattern, replacement in declared.get(scheme, ()) if colon else ():
        if match := pattern.fullmatch(rest):
            return match.expand(replacement)
    return pointer


_PATTERNS = frozenset(("matchPattern", "replacementPattern"))


def write_out(root: Any) -> None:
    """Write out, in the tree, every pointer in a declared private scheme that leads to something in the tree: `#id`.

    Whatever reads the tree then follows it as it follows any other (SA-prefixDef). What leads elsewhere stays as it is.
    """
    declared = prefixes(root)
    if not declared:
        return
    ids = {element.get(f"{XML}id") for element in root.iter("*")}
    for value in root.xpath("//@*[contains(., ':')]"):
        element, name = value.getparent(), value.attrname
        if name in _PATTERNS or not str(element.tag).startswith(TEI):
            continue
        words = value.split()
        meant = [expand(word, declared) for word in words]
        written = [m if m.startswith("#") and m[1:] in ids else word for word, m in zip(words, meant, strict=True)]
        if written != words:
            element.set(name, " ".join(written))


def outward(document: Document) -> Iterator[Outward]:
    """The pointers into other files of the edition that name something in them, each once, with its first place."""
    declared = prefixes(document.tree)
    path = document.source.path
    first: dict[tuple[str, str], tuple[Any, str, int]] = {}
    for value in document.tree.xpath("//@*[contains(., '#') or contains(., ':')]"):
        if not str(value.getparent().tag).startswith(TEI) or value.attrname in _PATTERNS:
            continue  # an example of something else; a pattern of pointers
        for pointer in value.split():
            target = normal(expand(pointer, declared), path)
            if "#" in target and not target.startswith(f"{path}#") and not target.endswith("#"):
                element, _, count = first.get((pointer, value.attrname), (value.getparent(), "", 0))
                first[pointer, value.attrname] = element, target, count + 1
    for (pointer, attribute), (element, target, count) in first.items():
        name = attribute.replace(XML, "xml:").rpartition("}")[2]
        yield Outward(target, pointer, name, document.place(element, attribute), count)


def relative(href: str, page: str) -> str:
    """An address from the root of the output, as a page of the output must write it.

    >>> relative("static/style.css", "zh/cable/index.html")
    '../../static/style.css'
    """
    target, sharp, fragment = href.partition("#")
    if target == page and sharp:
        return sharp + fragment
    there, here = target.split("/"), page.split("/")[:-1]
    same = 0
    while same < len(here) and same < len(there) and here[same] == there[same]:
        same += 1
    return ("/".join([".."] * (len(here) - same) + there[same:]) or ".") + sharp + fragment
