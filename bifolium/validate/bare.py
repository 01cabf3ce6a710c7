"""A tree becomes, for a while, the tree its file describes: without the attributes this program has put into it."""

from __future__ import annotations

from bifolium.addresses import NAMESPACE
from bifolium.validate.survey import Element

OURS = f"{{{NAMESPACE}}}"


class Bare:
    """The tree without the attributes that no schema knows. Use it as a context."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.taken: list[tuple[Element, str, str]] = []

    def __enter__(self) -> None:
        for element in self.root.iter("*"):
            for name in [name for name in element.attrib if name.startswith(OURS)]:
                self.taken.append((element, name, element.attrib.pop(name)))

    def __exit__(self, *_: object) -> None:
        for element, name, value in self.taken:
            element.set(name, value)
