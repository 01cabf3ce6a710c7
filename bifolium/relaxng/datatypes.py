"""The name of a datatype and its parameters become a Datatype, which says what text it allows and what is equal."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bifolium.relaxng import regex, values
from bifolium.relaxng.machine import RegexError

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
COMPATIBILITY = "http://relaxng.org/ns/compatibility/datatypes/1.0"
REMEMBERED = 4_096  # texts of which one datatype remembers whether it allows them
SHORT = 200  # the longest text worth remembering

# The namespace a prefix stands for, "" being the default one; None if it is not declared.
Prefixes: TypeAlias = Callable[[str], str | None]

_RUNS = re.compile("[ \t\n\r]+")

_NCNAME = regex.NCNAME
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_INTEGER = "[+-]?[0-9]+"
_FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN"
# What RFC 2396 and 2732 leave of a reference after XLink's escaping (XML Schema part 2, section 3.2.17): whole
# escapes, a scheme with something after it, no empty authority at the end, brackets around an address, one fragment.
_URI = (
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:(?=[^#])|(?![^/?#:]*:))(?!//$)(?://\[[^][/?#]*\](?=[:/?#]|$))?"
    r"(?:[^][%#?]|%[0-9A-Fa-f]{2})*(?:\?(?:[^%#]|%[0-9A-Fa-f]{2})*)?(?:\#(?:[^%#]|%[0-9A-Fa-f]{2})*)?"
)


class DatatypeError(ValueError):
    """No such datatype, or parameters it does not take."""


def collapse(text: str) -> str:
    """White space at the ends taken away and elsewhere made one blank; XML's white space, not Unicode's."""
    return _RUNS.sub(" ", text).strip(" ")


def split(text: str) -> list[str]:
    """The words between white space."""
    text = collapse(text)
    return text.split(" ") if text else []


@dataclass(frozen=True, slots=True)
class _Type:
    """A built-in type: how white space is treated, what it looks like, what value it has."""

    pattern: re.Pattern[str] | str | None = None  # as text: of XML Schema
    value: Callable[[str], Hashable] | None = None
    space: str = "collapse"
    order: bool = False
    length: str = "characters"  # or "octets", "items", or "" when it has none
    least: int | None = None
    most: int | None = None


def _integer(least: int | None = None, most: int | None = None) -> _Type:
    return _Type(re.compile(_INTEGER), values.decimal, order=True, length="", least=least, most=most)


def _named(pattern: str, length: str = "characters") -> _Type:
    return _Type(pattern, length=length)


TYPES: dict[str, _Type] = {
    "string": _Type(space="preserve"),
    "normalizedString": _Type(space="replace"),
    "token": _Type(),
    "language": _Type(re.compile("[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")),
    "Name": _named(r"\i\c*"),
    "NCName": _named(_NCNAME),
    "NMTOKEN": _named(r"\c+"),
    "NMTOKENS": _named(r"\c+( \c+)*", "items"),
    "ID": _named(_NCNAME),
    "IDREF": _named(_NCNAME),
    "IDREFS": _named(f"{_NCNAME}( {_NCNAME})*", "items"),
    "ENTITY": _named(_NCNAME),
    "ENTITIES": _named(f"{_NCNAME}( {_NCNAME})*", "items"),
    "QName": _named(f"({_NCNAME}:)?{_NCNAME}", ""),
    "NOTATION": _named(f"({_NCNAME}:)?{_NCNAME}", ""),
    "anyURI": _Type(re.compile(_URI)),
    "boolean": _Type(re.compile("true|false|1|0"), values.boolean, length=""),
    "decimal": _Type(re.compile(_DECIMAL), values.decimal, order=True, length=""),
    "float": _Type(re.compile(_FLOAT), values.single, order=True, length=""),
    "double": _Type(re.compile(_FLOAT), values.floating, order=True, length=""),
    "duration": _Type(None, values.duration, order=True, length=""),
    "hexBinary": _Type(re.compile("(?:[0-9A-Fa-f]{2})*"), values.hexadecimal, length="octets"),
    "base64Binary": _Type(None, values.base64, length="octets"),
    "integer": _integer(),
    "nonPositiveInteger": _integer(most=0),
    "negativeInteger": _integer(most=-1),
    "nonNegativeInteger": _integer(0),
    "positiveInteger": _integer(1),
    **{name: _integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
       for name, bits in (("byte", 8), ("short", 16), ("int", 32), ("long", 64))},
    **{name: _integer(0, 2**bits - 1)
       for name, bits in (("unsignedByte", 8), ("unsignedShort", 16), ("unsignedInt", 32), ("unsignedLong", 64))},
    **{name: _Type(None, values.moment(name), order=True, length="") for name in values.MOMENTS},
}  # fmt: skip

LIBRARIES: dict[str, frozenset[str]] = {
    "": frozenset(("string", "token")),  # the two of the specification's section 6.2.9
    XSD: frozenset(TYPES),
    COMPATIBILITY: frozenset(("ID", "IDREF", "IDREFS")),
}
_LENGTHS = frozenset(("length", "minLength", "maxLength"))
_BOUNDS = frozenset(("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"))
_DIGITS = frozenset(("totalDigits", "fractionDigits"))


@dataclass(eq=False, slots=True)
class Datatype:
    """A datatype with its parameters. `literal` is the text of a `value` pattern, which allows what equals it."""

    library: str
    name: str
    parameters: tuple[tuple[str, str], ...] = ()
    type: _Type = field(default_factory=_Type)
    checks: tuple[Callable[[str, Hashable], bool], ...] = ()
    remembered: dict[str, bool] = field(default_factory=dict)

    @property
    def contextual(self) -> bool:
        """Whether a text means something else where other prefixes are declared."""
        return self.name in ("QName", "NOTATION")

    @property
    def identity(self) -> str:
        """ID, IDREF or IDREFS if it is one of those, else ""."""
        return self.name if self.name in ("ID", "IDREF", "IDREFS") else ""

    def normal(self, text: str) -> str:
        """The text after the type's treatment of white space."""
        if self.type.space == "collapse":
            return collapse(text)
        return re.sub("[\t\n\r]", " ", text) if self.type.space == "replace" else text

    def value(self, text: str, prefixes: Prefixes) -> Hashable:
        """The value written by the text, None if it is none of this type."""
        text = self.normal(text)
        kind = self.type
        if isinstance(kind.pattern, str):
            if not regex.matches(kind.pattern, text):
                return None
        elif kind.pattern is not None and kind.pattern.fullmatch(text) is None:
            return None
        found: Hashable = text
        if kind.value is not None and (found := kind.value(text)) is None:
            return None
        if self.contextual:
            prefix, _, local = text.rpartition(":")
            if (namespace := prefixes(prefix)) is None:
                return None
            found = (namespace, local)
        return found if all(check(text, found) for check in self.checks) else None

    def allows(self, text: str, prefixes: Prefixes) -> bool:
        """Whether the text is one of this type."""
        if (known := self.remembered.get(text)) is not None:
            return known
        found = self.value(text, prefixes) is not None
        if not self.contextual and len(self.remembered) < REMEMBERED and len(text) < SHORT:
            self.remembered[text] = found
        return found

    def equal(self, text: str, literal: Hashable, prefixes: Prefixes) -> bool:
        """Whether the text writes the value `literal`, as given by `value`."""
        found = self.value(text, prefixes)
        return found is not None and values.same(found, literal)


def find(library: str, name: str, parameters: Sequence[tuple[str, str]] = ()) -> Datatype:
    """The datatype of this name. Raises DatatypeError."""
    if library not in LIBRARIES:
        raise DatatypeError(f"unknown datatype library “{library}”")
    if name not in LIBRARIES[library]:
        raise DatatypeError(f"unknown datatype “{name}”")
    if parameters and library != XSD:
        raise DatatypeError(f"datatype “{name}” takes no parameters")
    kind = TYPES[name]
    checks: list[Callable[[str, Hashable], bool]] = []
    if kind.least is not None or kind.most is not None:
        checks.append(_within(kind.least, kind.most))
    plain = Datatype(library, name, type=kind, checks=tuple(checks))
    checks += [_facet(plain, facet, text) for facet, text in parameters]
    return Datatype(library, name, tuple(parameters), kind, tuple(checks))


def _within(least: int | None, most: int | None) -> Callable[[str, Hashable], bool]:
    def check(text: str, value: Hashable) -> bool:
        return (least is None or not values.less(value, least)) and (most is None or not values.less(most, value))

    return check


def _facet(datatype: Datatype, name: str, text: str) -> Callable[[str, Hashable], bool]:
    """The check a parameter asks for (XML Schema part 2, section 4.3)."""
    kind = datatype.type
    if name == "pattern":
        try:
            regex.translate(text, regex.TIERS[0])
        except RegexError as error:
            raise DatatypeError(f"pattern “{text}”: {error}") from error
        return lambda lexical, value: regex.matches(text, lexical)
    if name in _LENGTHS and kind.length:
        return _length(kind.length, name, _count(name, text))
    if name in _BOUNDS and kind.order:
        bound = datatype.value(text, lambda prefix: None)
        if bound is None:
            raise DatatypeError(f"{name}: “{text}” is not a {datatype.name}")
        if name == "minInclusive":
            return lambda lexical, value: not values.less(value, bound) and _comparable(value, bound)
        if name == "maxInclusive":
            return lambda lexical, value: not values.less(bound, value) and _comparable(value, bound)
        if name == "minExclusive":
            return lambda lexical, value: values.less(bound, value)
        return lambda lexical, value: values.less(value, bound)
    if name in _DIGITS and kind.value is values.decimal:
        most = _count(name, text)
        if name == "fractionDigits":
            return lambda lexical, value: len(lexical.partition(".")[2].rstrip("0")) <= most
        return lambda lexical, value: _significant(lexical) <= most
    raise DatatypeError(f"datatype “{datatype.name}” takes no parameter “{name}”")


def _comparable(value: Hashable, bound: Hashable) -> bool:
    return values.same(value, bound) or values.less(value, bound) or values.less(bound, value)


def _significant(lexical: str) -> int:
    whole, _, fraction = lexical.lstrip("+-").partition(".")
    return len(whole.lstrip("0")) + len(fraction.rstrip("0"))


def _count(name: str, text: str) -> int:
    text = collapse(text)
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise DatatypeError(f"{name}: “{text}” is not a number")
    return int(text)


def _length(unit: str, name: str, bound: int) -> Callable[[str, Hashable], bool]:
    def check(text: str, value: Hashable) -> bool:
        if unit == "items":
            size = len(text.split(" "))
        else:
            size = len(value) if unit == "octets" and isinstance(value, bytes) else len(text)
        return size == bound if name == "length" else size >= bound if name == "minLength" else size <= bound

    return check
