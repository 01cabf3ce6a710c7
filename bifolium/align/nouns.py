"""The nouns of alignment: leaves, rows, passages. All in them are addresses (`@b:id`), never elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text of a document: the transcription, or one translation of it."""

    kind: str  # "transcription", "translation", or "text" when nothing says which it is
    lang: str  # BCP 47, as the source says; "und" when it says nothing
    parts: tuple[str, ...]  # the elements that make it, in order: one `text`; in EpiDoc, one `div` or more
    blocks: tuple[str, ...]  # its paragraphs, heads, verses, marks …, in order; none stands inside another

    @property
    def address(self) -> str:
        """The address of the leaf: that of its first part."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """What corresponds across the leaves, as finely as the source says: n units on one leaf to m on another.

    `sides` has one tuple of addresses for each leaf, in the order of the leaves and, within, of the text.
    An empty side means that this leaf has nothing here.
    """

    sides: tuple[tuple[str, ...], ...]
    level: str  # the name of the TEI elements on its first side that is not empty: "s", "seg", "l", "p" …
    found: str  # "link", "corresp", "n" (the same @n), "id" (names that differ by language), "untranslated" (with its
    #             declared gap), "order", "page", "whole": the last three are guesses; "" when it has no counterpart
    beside: tuple[str, ...] = ()  # what it is tied to as a whole, of which other leaves tie the parts

    @property
    def linked(self) -> bool:
        """Whether it has units on more than one leaf."""
        return sum(map(bool, self.sides)) > 1

    @property
    def address(self) -> str:
        """The address of the passage: that of its first unit."""
        return next(side[0] for side in self.sides if side)


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks that stand side by side on the facing page.

    Read down one column, rows hold every block of the leaf once; in the first leaf also in the order of the
    text. In another leaf the order is broken only where the texts cross (see `Alignment.crossings`).
    `passages` is the finest division of the row that leaves nothing out: the running text of its blocks stands
    in them once. There is at least one passage; when there is only one, that may be the row itself.
    """

    cells: tuple[tuple[str, ...], ...]  # for each leaf the addresses of its blocks here; may be empty
    found: str  # as in Passage
    passages: tuple[Passage, ...]

    @property
    def linked(self) -> bool:
        """Whether it has blocks on more than one leaf."""
        return sum(map(bool, self.cells)) > 1

    @property
    def address(self) -> str:
        """The address of the row: that of its first block."""
        return next(cell[0] for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Absence:
    """`gap[@reason='untranslated']`: the declaration that something has no counterpart on a leaf."""

    mark: str  # what stands on one leaf …
    leaf: int  # … this one,
    gap: str  # and where another leaf says that it leaves it out:
    gap_leaf: int  # that leaf
    gloss: str  # the editor's gloss (`desc`), white space collapsed; may be empty


@dataclass(frozen=True, slots=True)
class Unaligned:
    """A unit without counterpart and without a word about it, in a leaf that is otherwise aligned."""

    address: str
    leaf: int
    level: str  # the name of its element


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two passages that follow each other in the first leaf and stand the other way round in `leaf`."""

    leaf: int
    address: str  # in `leaf`: the unit that stands earlier than its place in the first leaf would have it,
    after: str  # in `leaf`: and the unit that stands after it, although its counterpart comes first


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the texts of a document correspond. Pure data: it may be kept and pickled.

    `leaves` is empty for a document without text; with one leaf, each row holds one block of it.
    """

    leaves: tuple[Leaf, ...]  # the transcription first, then translations in the order of the file
    rows: tuple[Row, ...] = ()
    absences: tuple[Absence, ...] = ()
    unaligned: tuple[Unaligned, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    beside: tuple[Leaf, ...] = ()  # what stands beside the texts and is never aligned: EpiDoc's apparatus, a sourceDoc

    @property
    def parallel(self) -> bool:
        """Whether there is more than one text."""
        return len(self.leaves) > 1

    def pairs(self) -> Iterator[Passage]:
        """All passages that have a counterpart, in the order of the first leaf."""
        rows = self.rows if self.parallel else ()
        return (passage for row in rows for passage in row.passages if passage.linked)
