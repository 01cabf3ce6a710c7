"""The beginning of a line becomes the line: what follows a `lb` that can be pointed to is wrapped, up to the next.

A zone of an image mostly holds one line, and the text says so at its beginning (`lb/@facs`, PH-transcr).
"""

from __future__ import annotations

from typing import Any

# What no line reaches across.
_BLOCKS = frozenset("p div table ul ol dl li section aside figure blockquote h1 h2 h3 h4 h5 h6 br".split())


def wrap(root: Any) -> None:
    """Put into each `span class="of-line"` of an HTML tree what stands in its line."""
    marks = list(root.iter("span"))
    marks = [mark for mark in marks if mark.get("class") == "of-line"]
    holding = {above for mark in marks for above in mark.iterancestors()}
    for mark in marks:
        mark.text, mark.tail = mark.tail, None
        following = mark.getnext()
        while following is not None and not _ends(following, holding):
            after = following.getnext()
            mark.append(following)
            following = after


def _ends(element: Any, holding: set[Any]) -> bool:
    """Whether a line ends before this element."""
    return element in holding or element.tag in _BLOCKS or element.get("class") == "of-line" or _turns(element)


def _turns(element: Any) -> bool:
    """Whether another line, or page, begins in it."""
    return element.get("data-tei") == "pb" or any(True for _ in element.iter("br"))
