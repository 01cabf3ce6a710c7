"""An element of a tree becomes the place where it stands in its file: found by counting start tags, only when asked.

lxml remembers a line for each element, the one where its start tag ends, and no column. So the file is
read once more, by `scan`, and the n-th element of the tree is the n-th start tag of the file.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import islice
from typing import Any

from bifolium import scan
from bifolium.characters import Lines
from bifolium.entities import Entities
from bifolium.model import Place

XML = "http://www.w3.org/XML/1998/namespace"
ID = f"{{{XML}}}id"

MANY = 200_000  # elements; of more than these not each has its number kept
SPARSE = 50  # but every fiftieth


class File:
    """The text of one file, from which a tree was made, and where its elements begin."""

    def __init__(self, path: str, text: Callable[[], str], entities: Entities) -> None:
        """`text` gives the characters when they are needed; until then nothing is kept but what it keeps."""
        self.path, self._read, self.entities = path, text, entities
        self._starts: array[int] | None = None
        self._lines: Lines | None = None
        self._text = ""

    @property
    def text(self) -> str:
        if self._lines is None:
            self._text = self._read()
            self._lines = Lines.of(self._text)
        return self._text

    @property
    def starts(self) -> array[int]:
        """The offset of each element, in the order of the tree. What an entity contributes stands where it is named."""
        if self._starts is None:
            self._starts = array("q")
            for offset, entity in scan.elements(self.text, scan.content(self.text)):
                if not entity:
                    self._starts.append(offset)
                elif number := self.entities.elements(entity):
                    self._starts.extend([offset] * number)
        return self._starts

    def place(self, offset: int, xpath: str = "") -> Place:
        """The place of the character at `offset`."""
        self.text  # noqa: B018  the lines are known with the text
        return Place(self.path, *(self._lines or Lines.of("")).place(offset), xpath)


class Positions:
    """Where the elements of one tree stand. Call it: `positions(element)`, `positions(element, "corresp")`."""

    def __init__(self, root: Any, file: File) -> None:
        self.root, self.file = root, file
        self._order: dict[Any, tuple[File, int]] | None = None
        self._every = 1  # which elements have their number in there; that of others is found by going back to one
        self._steps: dict[Any, str] = {}

    def remember(self, root: Any | None = None, file: File | None = None) -> None:
        """Number the elements of a tree, before something is taken out of it or put in."""
        self._order = self._order if self._order and self._every == 1 else {}
        self._every = 1
        root, file = (self.root, self.file) if root is None or file is None else (root, file)
        for number, element in enumerate(root.iter("*")):
            self._order[element] = file, number

    def _remember_some(self) -> None:
        """As `remember`, of a tree that stays as it is: of one that is very large, a few elements will do."""
        count = sum(1 for _ in islice(self.root.iter("*"), MANY))
        if count < MANY:
            self.remember()
            return
        self._every = SPARSE
        self._order = {
            element: (self.file, number) for number, element in enumerate(self.root.iter("*")) if number % SPARSE == 0
        }

    def _found(self, element: Any) -> tuple[File, int]:
        """The file of an element that is known or, where only some are, near to one that is; its number there."""
        order, back = self._order or {}, 0
        while element not in order:
            before = next(element.itersiblings("*", preceding=True), None)
            if before is None:
                element = element.getparent()
            else:
                while (last := next(before.iterchildren("*", reversed=True), None)) is not None:
                    before = last
                element = before
            back += 1
        file, number = order[element]
        return file, number + back

    def forget(self, kept: Any) -> None:
        """Drop what does not belong to the tree of `kept`."""
        if self._order is not None:
            here = set(kept.iter("*"))
            self._order = {element: place for element, place in self._order.items() if element in here}

    def stands_for(self, new: Any, old: Any) -> None:
        """From now on `new` has the place of `old`, which it replaces."""
        if self._order is not None and old in self._order:
            self._order[new] = self._order[old]

    def __call__(
        self, element: Any, attribute: str | None = None, *, text: int | None = None, end: bool = False
    ) -> Place:
        """The place of an element's start tag, of one of its attributes, of a character of its text, of its end tag.

        `attribute` is a name as lxml or as the file spells it; `text` counts characters in the string value
        of the element. Where no such thing stands in the file, the place is that of the element.
        """
        if self._order is None:
            self._remember_some()
        known = self._order or {}
        while element is not None and (
            not isinstance(element.tag, str) or (self._every == 1 and element not in known)
        ):
            element = element.getparent()
        if element is None:
            return Place(self.file.path)
        file, number = self._found(element)
        starts = file.starts
        if number >= len(starts):
            return Place(file.path, xpath=self.xpath(element))
        offset = starts[number]
        if attribute is not None:
            offset = _attribute(file.text, offset, element, attribute)
        elif text is not None:
            offset = _character(file, offset, text)
        elif end:
            offset = _end(file.text, offset)
        return file.place(offset, self.xpath(element))

    def xpath(self, element: Any) -> str:
        """The way to an element by names and, where there are any, xml:ids: /TEI/text/body/div[@xml:id='d1']/p[2].

        allow.toml finds elements by these ids, so that an entry still holds when something is inserted before them.
        """
        steps: list[str] = []
        while element is not None:
            if element not in self._steps:
                self._number(element)
            steps.append(self._steps[element])
            element = element.getparent()
        return "/" + "/".join(reversed(steps))

    def _number(self, element: Any) -> None:
        """Number an element and its siblings, all at once: there may be a hundred thousand of them."""
        parent = element.getparent()
        equals: dict[str, list[Any]] = {}
        for sibling in [element] if parent is None else parent.iterchildren("*"):
            equals.setdefault(sibling.tag.rpartition("}")[2], []).append(sibling)
        for name, siblings in equals.items():
            for number, sibling in enumerate(siblings, 1):
                own = sibling.get(ID)
                which = f"[{number}]" if len(siblings) > 1 else ""
                self._steps[sibling] = name + (which if own is None else f"[@xml:id='{own}']")


def _attribute(text: str, start: int, element: Any, attribute: str) -> int:
    """The offset of an attribute's name, or of the start tag."""
    token = next(scan.tokens(text, start), None)
    if token is None or token.kind != "start":
        return start
    namespace, _, local = attribute.rpartition("}")
    prefixes = {prefix for prefix, uri in element.nsmap.items() if prefix and uri == namespace[1:]}
    if namespace[1:] == XML:
        prefixes.add("xml")
    wanted = {f"{prefix}:{local}" for prefix in prefixes} if namespace else {attribute}
    named = {name: start + offset for name, offset, _ in scan.attributes(text[token.start : token.stop])}
    # TEI P4 says id and lang where P5 says xml:id and xml:lang.
    return next((named[name] for name in (*wanted, local.rpartition(":")[2]) if name in named), start)


def _end(text: str, start: int) -> int:
    """The offset of the end tag of the element that begins at `start`; of an empty one, that of its tag."""
    depth = 0
    for token in scan.tokens(text, start):
        if token.kind == "start":
            depth += not token.empty
        elif token.kind == "end":
            depth -= 1
        if depth <= 0:
            return token.start
    return start


def _character(file: File, start: int, wanted: int) -> int:
    """The offset of a character of an element's string value."""
    text, depth, done, position = file.text, 0, 0, start
    for token in scan.tokens(text, start):
        done, found = _advance(text, position, token.start, done, wanted)
        if found is not None:
            return found
        position = token.stop
        if token.kind == "start":
            depth += not token.empty
        elif token.kind == "end":
            depth -= 1
        elif token.kind == "cdata":
            inner = token.start + len("<![CDATA[")
            done, found = _advance(text, inner, token.stop - len("]]>"), done, wanted)
            if found is not None:
                return found
        elif token.kind == "reference":
            done += file.entities.length(token.name)
            if done > wanted:
                return token.start
        if depth <= 0:
            break
    return start


def _advance(text: str, start: int, stop: int, done: int, wanted: int) -> tuple[int, int | None]:
    """Count a stretch of plain text; CR LF is one character of the tree. Gives the offset when it is in there."""
    stretch = text[start:stop]
    length = len(stretch) - stretch.count("\r\n")
    if done + length <= wanted:
        return done + length, None
    offset = start
    for _ in range(wanted - done):
        offset += 2 if text.startswith("\r\n", offset) else 1
    return wanted, offset

