"""An XPath over TEI becomes a function, compiled once for all documents.

>>> from lxml import etree
>>> [e.get("n") for e in find(etree.fromstring('<p xmlns="http://www.tei-c.org/ns/1.0"><pb n="1"/></p>'), "t:pb")]
['1']
"""

from __future__ import annotations

from functools import cache
from typing import Any

from lxml import etree

from bifolium.links import TEI

NS = {"t": TEI[1:-1]}


def find(element: Any, path: str) -> list[Any]:
    """What the path, with `t:` for TEI's namespace, finds from this element."""
    found: list[Any] = _compiled(path)(element)
    return found


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=NS)
