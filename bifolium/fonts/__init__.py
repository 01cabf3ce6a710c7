"""The fonts of an edition become part of its pages: what `edition/fonts/fonts.css` offers, and what it lacks.

An edition ships fonts when it has that file; `bifolium fonts` writes it (`subset`). The pages then ask for the families
"Edition Serif" and "Edition Han" before any other. Which characters a font has, `unicode-range` says.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from bifolium.findings import find
from bifolium.model import Artifact, Finding, Place, Project

FOLDER, STYLE = "fonts", "fonts.css"
SCRIPT = "fonts.js"  # ours: it fetches the style sheet once the page is painted
MEDIA = {".css": "text/css", ".woff2": "font/woff2", ".woff": "font/woff", ".txt": "text/plain", ".md": "text/plain"}

_RANGE = re.compile(r"unicode-range\s*:\s*([^;}]*)", re.I)
_SPAN = re.compile(r"U\+([0-9A-F?]+)(?:-([0-9A-F]+))?", re.I)
_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.S | re.I)
_CONTENT = re.compile(r"content:\s*\"((?:[^\"\\]|\\.)*)\"")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6}) ?")


def shipped(project: Project) -> bool:
    """Whether the edition has fonts of its own."""
    return (project.edition / FOLDER / STYLE).is_file()


def files(project: Project) -> Iterator[Artifact]:
    """The fonts, their style sheet and their licence, and the script that fetches them, for the output."""
    if shipped(project):
        late = project.installation / "fonts" / SCRIPT
        yield Artifact(f"static/{FOLDER}/{SCRIPT}", late.read_bytes(), "text/javascript")
        for path in sorted((project.edition / FOLDER).iterdir()):
            if path.is_file() and path.suffix in MEDIA:
                yield Artifact(f"static/{FOLDER}/{path.name}", path.read_bytes(), MEDIA[path.suffix])


def covered(css: str) -> set[str]:
    """The characters for which a style sheet offers a font.

    >>> sorted(covered("@font-face { unicode-range: U+41-43, U+4e00 }"))
    ['A', 'B', 'C', '一']
    """
    found: set[str] = set()
    for ranges in _RANGE.findall(css):
        for first, last in _SPAN.findall(ranges):
            start, end = int(first.replace("?", "0"), 16), int(last or first.replace("?", "F"), 16)
            found.update(map(chr, range(start, min(end, 0x10FFFF) + 1)))
    return found


def characters(page: str) -> set[str]:
    """The characters of the words of an HTML page; no white space, and nothing that has no look of its own.

    >>> sorted(characters("<p title='x'>a&amp;b</p><script>c</script>"))
    ['&', 'a', 'b']
    """
    return {c for c in set(html.unescape(_UNSEEN.sub(" ", page))) if c.isprintable() and not c.isspace()}


def ornaments(css: str) -> set[str]:
    """The characters that a style sheet itself puts on a page (`content`)."""
    found = "".join(_CONTENT.findall(css))
    return {c for c in _ESCAPE.sub(lambda match: chr(int(match[1], 16)), found) if c.isprintable() and not c.isspace()}


def lacking(project: Project, folder: Path, paths: Collection[str]) -> tuple[int, list[Finding]]:
    """A note of the characters for which the edition's fonts have no shape, where it ships fonts at all.

    `paths` are those of the output, below `folder`. Gives the number of such characters.
    """
    if not shipped(project):
        return 0, []
    have = covered((project.edition / FOLDER / STYLE).read_text(encoding="utf-8", errors="replace"))
    known = have | {chr(code) for code in range(0x80)}
    lacks: dict[str, str] = {}
    for path in sorted(path for path in paths if path.endswith(".html")):
        page = (folder / path).read_text(encoding="utf-8")
        if not set(page) <= known or "&#" in page or not known <= have:
            for character in sorted(characters(page) - have):
                lacks.setdefault(character, path)
    if not lacks:
        return 0, []
    told = " ".join(list(lacks)[:20]) + (" …" if len(lacks) > 20 else "")
    place = Place(f"edition/{FOLDER}/{STYLE}")
    first = next(iter(lacks.values()))
    return len(lacks), [find("output.character-without-font", place, count=len(lacks), characters=told, page=first)]
