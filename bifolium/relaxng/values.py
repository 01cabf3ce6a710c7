"""The text of an XML Schema number, date, duration or binary becomes a value that can be compared."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as BinasciiError
from calendar import monthrange
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

_YEAR = r"(-?(?:[1-9]\d{3,17}|0(?!000)\d{3}))"  # there is no year 0 in XML Schema 1.0
_MONTH = r"(0[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12]\d|3[01])"
_TIME = r"(24:00:00(?:\.0+)?|(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?)"
_ZONE = r"(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"

# XML Schema part 2, section 3.2: how each is written. Groups are the fields of a Moment, in order.
MOMENTS: dict[str, tuple[re.Pattern[str], str]] = {
    name: (re.compile(pattern + _ZONE, re.ASCII), fields)
    for name, pattern, fields in (
        ("dateTime", f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}", "ymdt"),
        ("date", f"{_YEAR}-{_MONTH}-{_DAY}", "ymd"),
        ("time", _TIME, "t"),
        ("gYearMonth", f"{_YEAR}-{_MONTH}", "ym"),
        ("gYear", _YEAR, "y"),
        ("gMonthDay", f"--{_MONTH}-{_DAY}", "md"),
        ("gDay", f"---{_DAY}", "d"),
        ("gMonth", f"--{_MONTH}", "m"),
    )
}
_DURATION = re.compile(
    r"(-)?P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_DIGITS = 1_000  # longer numbers cost more than any document needs
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Moment:
    """A point on the time line in seconds, and whether its time zone is known."""

    seconds: Fraction
    zoned: bool


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and seconds cannot be exchanged for each other."""

    months: int
    seconds: Fraction


def moment(name: str) -> Callable[[str], Moment | None]:
    """The reader of one of MOMENTS."""
    pattern, fields = MOMENTS[name]

    def read(text: str) -> Moment | None:
        match = pattern.fullmatch(text)
        if not match:
            return None
        found = dict(zip(fields, match.groups(), strict=False))
        year, month, day = int(found.get("y", "2000")), int(found.get("m", "1")), int(found.get("d", "1"))
        year += year < 0  # -0001 is the year before 0001
        if day > monthrange(2000 + year % 400, month)[1]:
            return None
        seconds = Fraction(_days(year, month) + day - 1) * _DAY_SECONDS
        if "t" in fields:
            hours, minutes, rest = found["t"].split(":")
            seconds += int(hours) * 3600 + int(minutes) * 60 + Fraction(rest[:30])
        zone = match.groups()[-1]
        if zone and zone != "Z":
            offset = int(zone[1:3]) * 3600 + int(zone[4:]) * 60
            seconds -= offset if zone[0] == "+" else -offset
        return Moment(seconds, bool(zone))

    return read


def _days(year: int, month: int) -> int:
    """Days before a month, from an origin that does not matter, in the proleptic Gregorian calendar."""
    year, month = (year - 1, month + 9) if month < 3 else (year, month - 3)
    return year * 365 + year // 4 - year // 100 + year // 400 + (month * 153 + 2) // 5


def duration(text: str) -> Duration | None:
    """A duration, section 3.2.6."""
    match = _DURATION.fullmatch(text)
    if not match or len(text) > _DIGITS:
        return None
    sign = -1 if match[1] else 1
    years, months, days, hours, minutes = (int(match[group] or 0) for group in range(2, 7))
    seconds = ((days * 24 + hours) * 60 + minutes) * 60 + Fraction(match[7] or 0)
    return Duration(sign * (years * 12 + months), sign * seconds)


def decimal(text: str) -> Decimal | None:
    """A decimal whose lexical form has been checked."""
    return Decimal(text) if len(text) <= _DIGITS else None


def floating(text: str) -> float | None:
    """A double whose lexical form has been checked."""
    return float(text.replace("INF", "inf"))


def single(text: str) -> float | None:
    """A float of 32 bits whose lexical form has been checked."""
    from struct import pack, unpack

    try:
        return float(unpack("f", pack("f", float(text.replace("INF", "inf"))))[0])
    except OverflowError:
        return float("-inf" if text.startswith("-") else "inf")


def boolean(text: str) -> bool | None:
    """A boolean whose lexical form has been checked."""
    return text in ("true", "1")


def hexadecimal(text: str) -> bytes | None:
    """Binary data in hexadecimal, an even number of digits."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def base64(text: str) -> bytes | None:
    """Binary data in base 64; the last digit carries no bits that mean nothing."""
    compact = text.replace(" ", "")
    tail = compact.rstrip("=")
    spare = {2: "AQgw", 3: "AEIMQUYcgkosw048"}.get(len(tail) % 4)
    try:
        found = b64decode(compact, validate=True)
    except (BinasciiError, ValueError):
        return None
    return found if spare is None or tail[-1] in spare else None


def same(one: Hashable, other: Hashable) -> bool:
    """Equality in the value space; NaN equals itself (section 3.2.4)."""
    return one == other or (one != one and other != other)


def less(one: Any, other: Any) -> bool:
    """Whether one value is certainly smaller: the order of moments and of durations is partial."""
    if isinstance(one, Moment):
        doubt = 0 if one.zoned == other.zoned else 14 * 3600
        return bool(one.seconds + doubt < other.seconds)
    if isinstance(one, Duration):
        # Section 3.2.6.2: added to these four months, they must all agree.
        return all(
            _reach(one, year, month) < _reach(other, year, month)
            for year, month in ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
        )
    return bool(one < other)


def _reach(span: Duration, year: int, month: int) -> Fraction:
    years, months = divmod(month - 1 + span.months, 12)
    return _days(year + years, months + 1) * _DAY_SECONDS + span.seconds
