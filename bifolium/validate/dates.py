"""Dates in attributes become findings where they are not dates, never were days, or run backwards."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache

from bifolium.findings import find
from bifolium.model import Finding
from bifolium.phrases import phrase
from bifolium.validate.survey import DATES, Element, Survey, local

ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
CLOCK = r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
# teidata.temporal.w3c (TEI Guidelines, CONADA): the date types of XML Schema 1.1, part 2, sections 3.3.7 to
# 3.3.14. An hour without seconds is not among them, but TEI's examples have it and nobody is misled.
W3C = re.compile(
    rf"(?P<year>-?\d{{4,9}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T{CLOCK})?)?)?{ZONE}"
    rf"|--(?P<month2>\d\d)(?:-(?P<day2>\d\d))?{ZONE}|---(?P<day3>\d\d){ZONE}|{CLOCK}{ZONE}"
)
# teidata.temporal.iso: ISO 8601, which also knows weeks, days of the year, durations, and intervals.
ISO_FULL = re.compile(r"(?P<year>[+-]?\d{4,6})-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?:T.*)?")
ISO_ANY = re.compile(r"[+\-]?[\dTWZPYMDHSRX:+\-.,/~?%]+")
# What people write for a date: 1848.3.7, 1848/03/07, 1848-3-7.
NEARLY = re.compile(r"(-?\d{4})[-./](\d\d?)(?:[-./](\d\d?))?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
TURNED = re.compile(r"(\d\d?)[-./](\d\d?)[-./](\d{4})")

SPANS = [("from", "to"), ("notBefore", "notAfter"), ("from-iso", "to-iso"), ("notBefore-iso", "notAfter-iso")]
# The months that can have too many days; the language of a finding does not depend on the computer's.
SHORT = {2: "February", 4: "April", 6: "June", 9: "September", 11: "November"}


def dates(seen: Survey) -> Iterator[Finding]:
    """Every date of a dating attribute is one, and no span ends before it begins (TEI Guidelines, CONADA)."""
    for element in seen.dated:
        given = {name: value for name, value in element.items() if name in DATES}
        for attribute, value in given.items():
            yield from _single(seen, element, attribute, value)
        for begin, end in SPANS if len(given) > 1 else ():
            if begin in given and end in given:
                yield from _span(seen, element, begin, end)
    for birth in seen.all("birth"):
        yield from _life(seen, birth)


def _single(seen: Survey, element: Element, attribute: str, value: str) -> Iterator[Finding]:
    fault = _fault(value.strip(), attribute.endswith("-iso"))
    if fault is None:
        return
    place = seen.place(element, attribute)
    if fault:
        yield find("date.impossible", place, attribute=attribute, value=value, why=fault)
    else:
        meant = _guess(value.strip())
        guess = phrase("Write “{0}” if that is meant.", meant) + " " if meant else ""
        yield find("date.malformed", place, attribute=attribute, value=value, guess=guess)


@lru_cache(maxsize=4096)
def _fault(text: str, iso: bool) -> str | None:
    """Why there was no such day; "" for what is no date at all; None for a good one."""
    match = (ISO_FULL if iso else W3C).fullmatch(text)
    if match is None:
        return None if iso and ISO_ANY.fullmatch(text) else ""
    found = match.groupdict()
    year = found["year"]
    if year and not iso and len(year.lstrip("-")) > 4:  # a year of five digits is a date without its hyphens
        return ""
    month = found["month"] or found.get("month2")
    day = found["day"] or found.get("day2") or found.get("day3")
    why = _impossible(int(year) if year else 2000, int(month) if month else None, int(day) if day else None)
    return why or None


def _impossible(year: int, month: int | None, day: int | None) -> str:
    if month is not None and not 1 <= month <= 12:
        return phrase("there is no month {0}", f"{month:02}")
    if day is not None and not 1 <= day <= 31:
        return phrase("no month has a day {0}", f"{day:02}")
    if month and day and day > _length(year, month):
        in_year = phrase("{0} of the year {1}", phrase(SHORT[month]), year) if month == 2 else phrase(SHORT[month])
        return phrase("{0} has {1} days", in_year, _length(year, month))
    return ""


def _length(year: int, month: int) -> int:
    """Days of a month in the proleptic Gregorian calendar, which repeats itself every 400 years."""
    return monthrange(year % 400 + 2000, month)[1]


def _guess(text: str) -> str:
    """The date that was meant, when only one can be meant."""
    if match := NEARLY.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = match[1], int(match[2]), int(match[3]) if match[3] else None
    elif (match := TURNED.fullmatch(text)) and (int(match[1]) > 12 or match[1] == match[2]):
        year, month, day = match[3], int(match[2]), int(match[1])
    elif match := re.fullmatch(r"\d{1,3}", text):
        return text.zfill(4)
    else:
        return ""
    if _impossible(int(year), month, day):
        return ""
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")


def _bounds(value: str | None) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    """The first and the last day that a date may mean, or None when it tells no year."""
    match = value is not None and (W3C.fullmatch(value.strip()) or ISO_FULL.fullmatch(value.strip()))
    if not match or not match["year"]:
        return None
    year = int(match["year"])
    month = int(match["month"]) if match["month"] else None
    day = int(match["day"]) if match["day"] else None
    return (year, month or 1, day or 1), (year, month or 12, day or 31)


def _span(seen: Survey, element: Element, begin: str, end: str) -> Iterator[Finding]:
    first, last = _bounds(element.get(begin)), _bounds(element.get(end))
    if first and last and last[1] < first[0]:
        yield find(
            "date.reversed", seen.place(element, begin), begin=begin, end=end,
            first=element.get(begin), last=element.get(end),
        )  # fmt: skip


def _life(seen: Survey, birth: Element) -> Iterator[Finding]:
    """Nobody dies before being born (TEI Guidelines, NDPERSE)."""
    death = next((other for other in birth.itersiblings() if local(other) == "death"), None)
    if death is None:
        return
    for early in ("when", "notBefore", "from"):
        for late in ("when", "notAfter", "to"):
            born, died = _bounds(birth.get(early)), _bounds(death.get(late))
            if born and died and died[1] < born[0]:
                yield find("date.life-reversed", seen.place(death, late), born=birth.get(early), died=death.get(late))
                return
