"""The tree of a document becomes events for a RELAX NG validator, and its errors get their elements.

The tree is walked rather than the file read once more: so entities and inclusions are resolved, what `parse` has
brought into TEI's namespace stands there, and every error knows its element. It costs no more than the file would.
"""

from __future__ import annotations

from dataclasses import dataclass

from bifolium.addresses import OURS
from bifolium.model import Place
from bifolium.relaxng import Error, Position, Schema
from bifolium.validate.survey import XML, Element, Survey

_BLANK = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is wrong: an element, or in it a character of its text, or its end tag."""

    element: Element
    text: int | None = None
    end: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """An error and its spot."""

    error: Error
    spot: Spot

    @property
    def attribute(self) -> str | None:
        """The attribute that is wrong, as lxml spells it."""
        return None if self.error.attribute is None else str(self.error.attribute)

    def place(self, seen: Survey) -> Place:
        """Where it stands in the file."""
        return seen.place(self.spot.element, self.attribute, text=self.spot.text, end=self.spot.end)


class Walk:
    """One document on its way through a schema. It is the validator's locator, and its sink of errors."""

    def __init__(self, seen: Survey) -> None:
        self.root = seen.root
        self.faults: list[Fault] = []
        self.stopped = False  # after too many errors
        self._spots: list[Spot] = []  # an Error has the number of its spot in the place of a line
        self._element: Element = seen.root  # where the walk is
        self._leaving = False  # whether at the element's end
        self._text = ""  # which of its texts is being read: "text", "tail"

    def run(self, schema: Schema) -> list[Fault]:
        """The faults of the document by this schema, in the order of the document. Raises LimitExceeded."""
        root = self.root
        validator = schema.validator(self._take, self, self._prefix)
        start, end, text = validator.start, validator.end, validator.text
        element = root
        above: list[Element] = []
        while True:
            if isinstance(element.tag, str):
                items = element.items()
                while items and items[-1][0] in OURS:  # always the last
                    del items[-1]
                self._element, self._leaving = element, False
                start(element.tag, [part for item in items for part in item] if items else ())
                if content := element.text:
                    self._text = "text"
                    text(content)
                    self._text = ""
                if len(element):
                    above.append(element)
                    element = element[0]
                    continue
                self._leaving = True
                end()
            while element is not root:
                if content := element.tail:
                    self._element, self._text = element, "tail"
                    text(content)
                    self._text = ""
                if (following := element.getnext()) is not None:
                    element = following
                    break
                element = self._element = above.pop()
                self._leaving = True
                end()
            if element is root or validator.full:
                break
        self.stopped = validator.full
        validator.finish()
        return self.faults

    def _take(self, error: Error) -> None:
        self.faults.append(Fault(error, self._spots[error.line]))

    def _prefix(self, prefix: str) -> str | None:
        if prefix == "xml":
            return XML
        found: str | None = self._element.nsmap.get(prefix or None)
        return found if found is not None or prefix else ""

    def _spot(self, element: Element, text: int | None = None, end: bool = False) -> Position:
        self._spots.append(Spot(element, text, end))
        return Position(len(self._spots) - 1, 0)

    # What the validator asks when there is an error.

    def event(self) -> Position:
        """The start tag the walk is at."""
        return self._spot(self._element)

    def end(self) -> Position:
        """The end tag."""
        return self._spot(self._element, end=True)

    def attribute(self, index: int) -> tuple[Position, Position]:
        """One of the attributes of the start tag; the error will say which."""
        spot = self._spot(self._element)
        return spot, spot

    def text(self, text: str) -> Position:
        """The first character that is not white space, of the text being read or just read."""
        element, before = self._element, 0
        if self._text == "text":
            text = element.text
        elif self._text == "tail":
            text, before, element = element.tail, _until(element), element.getparent()
        elif self._leaving:
            last = next(element.iterchildren("*", reversed=True), None)
            before = 0 if last is None else _until(last)
        else:
            last = next(element.itersiblings("*", preceding=True), None)
            before, element = 0 if last is None else _until(last), element.getparent()
        return self._spot(element, text=before + len(text) - len(text.lstrip(_BLANK)))


def _until(last: Element) -> int:
    """How many characters of its parent's string value stand before the end of this element."""
    parent = last.getparent()
    count = len(parent.text or "")
    for child in parent:
        if isinstance(child.tag, str):
            count += len(child.xpath("string()"))
        if child is last:
            break
        count += len(child.tail or "")
    return count
