"""An HTML tree becomes answers: whether it holds rarer elements, whose looks are in `elements.css`, or readings; and a
style sheet what of it a browser needs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bifolium.model import Project

SHEET = "elements.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_STRING_OR_BLANK = re.compile(r'("(?:[^"\\]|\\.)*")|\s*([{};])\s*|([:,])\s+|\s+')
_INNER = re.compile(r"\([^()]*\)")
_RULE = re.compile(r"([^{}]+)\{[^{}]*\}")
_READINGS = frozenset("choice subst app del unclear supplied delSpan undo redo".split())
_FIRST = re.compile(r'\s*(?:[a-z]\w*)?(?:\[data-tei="(\w+)"\]|\.([\w-]+))')


def rare(project: Project, root: Any) -> bool:
    """Whether something in the tree is called, by `data-tei` or `class`, as a selector of the style sheet begins."""
    names = _names(project)
    return "*" in names or any(
        element.get("data-tei") in names or not names.isdisjoint(element.get("class", "").split())
        for element in root.iter()
        if isinstance(element.tag, str)
    )


def readings(root: Any) -> str:
    """What a reader may choose between: "readings" where the text reads otherwise as it was written; "lines" where only
    its line ends can be kept or not; else nothing."""
    lines = False
    for element in root.iter():
        if isinstance(element.tag, str):
            if element.get("data-tei") in _READINGS or "data-apart" in element.attrib:
                return "readings"
            lines = lines or "lb" in element.get("class", "").split()
    return "lines" if lines else ""


def begin(css: str) -> frozenset[str]:
    """The names and classes by which the selectors of a style sheet begin; "*" for one that begins otherwise.

    >>> sorted(begin('.sigla, [data-tei="sp"]:is(p, q) > p { margin: 0 } span.n { color: red } p { margin: 0 }'))
    ['*', 'n', 'sigla', 'sp']
    """
    found = set()
    for selectors in _RULE.findall(_COMMENT.sub("", css)):
        while selectors != (selectors := _INNER.sub("", selectors)):
            pass
        for selector in selectors.split(","):
            match = _FIRST.match(selector)
            found.add((match[1] or match[2]) if match else "*")
    return frozenset(found)


def lean(css: str) -> str:
    """A style sheet without its comments, each rule on a line, without blanks that mean nothing.

    >>> print(lean('/* A note. */ a:is(b, .c) > d { color: red; margin: 0 }  .e::before { content: ", a" }'), end="")
    a:is(b,.c) > d{color:red;margin:0}
    .e::before{content:", a"}
    """
    found = _STRING_OR_BLANK.sub(lambda m: m[1] or m[2] or m[3] or " ", _COMMENT.sub("", css)).strip()
    return found.replace(";}", "}").replace("}", "}\n")


@lru_cache(maxsize=1)
def _names(project: Project) -> frozenset[str]:
    for folder in (project.root, project.installation):  # a project may have its own
        if (path := folder / "static" / SHEET).is_file():
            return begin(path.read_text(encoding="utf-8"))
    return frozenset()
