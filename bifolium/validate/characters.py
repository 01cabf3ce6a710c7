"""Characters that will not be seen, found or read as meant become findings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from bifolium.findings import find
from bifolium.model import Finding, Place
from bifolium.phrases import phrase
from bifolium.validate.pointers import listed, times
from bifolium.validate.survey import Survey

# C1 controls (but for the line end of XML 1.1), object replacement, noncharacters (Unicode, 23.1 to 23.8).
CONTROL = re.compile("[\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff]")
LOST = "\ufffd"
LETTER_AND_MARK = re.compile("[^\\W\\d_][\u0300-\u036f]+")


def characters(seen: Survey) -> Iterator[Finding]:
    """Private use, replacement and control characters; letters written in two ways (TEI Guidelines, CH, WD)."""
    private = {one for one in seen.alphabet if unicodedata.category(one) == "Co"} - _declared(seen)
    if private:
        shown = ", ".join(f"U+{ord(one):04X}" for one in sorted(private)[:6])
        shown = phrase("{0} and {1} more", shown, len(private) - 6) if len(private) > 6 else shown
        place = _place(seen, *private)
        yield find("text.private-use", place, characters=shown, times=_times(seen, *private))
    if LOST in seen.alphabet:
        place = _place(seen, LOST)
        yield find("text.replacement-character", place, times=_times(seen, LOST))
    for one in sorted(one for one in seen.alphabet if CONTROL.match(one)):
        place = _place(seen, one)
        name = f"U+{ord(one):04X}"
        yield find("text.control-character", place, character=name, times=_times(seen, one), better=_meant(one))
    if any("\u0300" <= one <= "\u036f" for one in seen.alphabet):
        yield from _two_ways(seen)


def _times(seen: Survey, *words: str) -> str:
    return times(sum(seen.text.count(word.encode()) for word in words))


def _meant(character: str) -> str:
    """What stands at the place of a C1 control in Windows-1252, from which such characters mostly come."""
    try:
        meant = character.encode("latin-1").decode("cp1252")
    except UnicodeError:
        return ""
    return phrase("It is “{0}” in Windows-1252, which was probably meant.", meant) + " "


def _declared(seen: Survey) -> set[str]:
    """The private characters that charDecl explains (TEI Guidelines, WD)."""
    return {one for entry in seen.all("mapping", "char", "glyph") for one in "".join(entry.itertext())}


def _place(seen: Survey, *words: str) -> Place:
    """Where one of these stands first."""
    for element in seen.root.iter("*"):
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            for word in words:
                if text and word in text:
                    return seen.place(holder, word=word)
    return seen.place(seen.root)


def _two_ways(seen: Survey) -> Iterator[Finding]:
    """A letter as one character here, as letter and mark there: who searches for one misses the other."""
    pairs = Counter(LETTER_AND_MARK.findall(seen.text.decode()))
    double = {
        pair: whole
        for pair in sorted(pairs)
        if len(whole := unicodedata.normalize("NFC", pair)) == 1 and whole in seen.alphabet
    }
    if double:
        yield find(
            "text.two-ways", _place(seen, *double), letters=listed(double.values()),
            wholes=_times(seen, *double.values()), parts=times(sum(pairs[pair] for pair in double)),
        )  # fmt: skip
