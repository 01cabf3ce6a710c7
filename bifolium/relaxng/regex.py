"""A regular expression of XML Schema becomes one of Python, or a machine, with as little of Unicode as will do."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

from bifolium.relaxng.machine import Either, Expression, Machine, Ranges, RegexError, Repeat, Sequence, Set, is_slow

# The blocks one meets in schemas; others are refused with their name.
BLOCKS: dict[str, Ranges] = {
    "BasicLatin": ((0, 0x7F),), "Latin-1Supplement": ((0x80, 0xFF),), "LatinExtended-A": ((0x100, 0x17F),),
    "LatinExtended-B": ((0x180, 0x24F),), "IPAExtensions": ((0x250, 0x2AF),),
    "SpacingModifierLetters": ((0x2B0, 0x2FF),), "CombiningDiacriticalMarks": ((0x300, 0x36F),),
    "Greek": ((0x370, 0x3FF),), "GreekandCoptic": ((0x370, 0x3FF),), "Cyrillic": ((0x400, 0x4FF),),
    "Armenian": ((0x530, 0x58F),), "Hebrew": ((0x590, 0x5FF),), "Arabic": ((0x600, 0x6FF),),
    "Syriac": ((0x700, 0x74F),), "Devanagari": ((0x900, 0x97F),), "Bengali": ((0x980, 0x9FF),),
    "Tamil": ((0xB80, 0xBFF),), "Thai": ((0xE00, 0xE7F),), "Tibetan": ((0xF00, 0xFFF),),
    "Georgian": ((0x10A0, 0x10FF),), "HangulJamo": ((0x1100, 0x11FF),), "Ethiopic": ((0x1200, 0x137F),),
    "Runic": ((0x16A0, 0x16FF),), "Mongolian": ((0x1800, 0x18AF),),
    "LatinExtendedAdditional": ((0x1E00, 0x1EFF),), "GreekExtended": ((0x1F00, 0x1FFF),),
    "GeneralPunctuation": ((0x2000, 0x206F),), "CurrencySymbols": ((0x20A0, 0x20CF),),
    "LetterlikeSymbols": ((0x2100, 0x214F),), "NumberForms": ((0x2150, 0x218F),),
    "MathematicalOperators": ((0x2200, 0x22FF),), "CJKSymbolsandPunctuation": ((0x3000, 0x303F),),
    "Hiragana": ((0x3040, 0x309F),), "Katakana": ((0x30A0, 0x30FF),), "Bopomofo": ((0x3100, 0x312F),),
    "CJKUnifiedIdeographsExtensionA": ((0x3400, 0x4DBF),), "CJKUnifiedIdeographs": ((0x4E00, 0x9FFF),),
    "HangulSyllables": ((0xAC00, 0xD7A3),), "PrivateUse": ((0xE000, 0xF8FF),),
    "CJKCompatibilityIdeographs": ((0xF900, 0xFAFF),),
    "HalfwidthandFullwidthForms": ((0xFF00, 0xFFEF),), "Specials": ((0xFFF0, 0xFFFF),),
}  # fmt: skip

CATEGORIES = frozenset({
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
})  # fmt: skip
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", **{char: char for char in r"\|.-^?*+{}()[]"}}
SPACE: Ranges = ((9, 10), (13, 13), (32, 32))
NOT_DOT: Ranges = ((10, 10), (13, 13))
QUANTITY = re.compile(r"\{(\d{1,4})(?:(,)(\d{0,4}))?\}")


# Long runs of one category that no version of Unicode can change; stepping over them saves most of the time.
RUNS = (
    (0x3400, 0x4DB5, "Lo"), (0x4E00, 0x9FA5, "Lo"), (0xAC00, 0xD7A3, "Lo"), (0xD800, 0xDFFF, "Cs"),
    (0xE000, 0xF8FF, "Co"), (0x17000, 0x187EC, "Lo"), (0x20000, 0x2A6D6, "Lo"), (0x40000, 0xDFFFF, "Cn"),
    (0xE1000, 0xEFFFF, "Cn"), (0xF0000, 0xFFFFD, "Co"), (0xFFFFE, 0xFFFFF, "Cn"), (0x100000, 0x10FFFD, "Co"),
    (0x10FFFE, 0x10FFFF, "Cn"),
)  # fmt: skip


@cache
def _categories(last: int) -> dict[str, Ranges]:
    """The code points of every category, up to about `last`."""
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in CATEGORIES | {"Cs"}}
    code = 0
    for start, end, kind in RUNS:
        for category, group in groupby(map(unicodedata.category, map(chr, range(code, min(start, last + 1))))):
            length = sum(1 for _ in group)
            found[category].append((code, code + length - 1))
            code += length
        if start > last:
            break
        found[kind].append((start, end))
        code = end + 1
    merged = {name: merge(ranges) for name, ranges in found.items() if name != "Cs"}
    for name in "LMNPZSC":
        merged[name] = merge([pair for kind in merged if kind[0] == name for pair in merged[kind]])
    return merged


def merge(ranges: list[tuple[int, int]] | Ranges) -> Ranges:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    rest, low = [], 0
    for start, end in ranges:
        if low < start:
            rest.append((low, start - 1))
        low = end + 1
    if low <= sys.maxunicode:
        rest.append((low, sys.maxunicode))
    return tuple(rest)


def without(ranges: Ranges, removed: Ranges) -> Ranges:
    return complement(merge(complement(ranges) + removed))


def written(ranges: Ranges, last: int = sys.maxunicode) -> str:
    """A Python character class, for characters up to `last`."""
    if ranges == ((0, sys.maxunicode),):
        return r"[\s\S]"
    ranges = tuple((low, min(high, last)) for low, high in ranges if low <= last)
    if not ranges:
        return "(?!)"
    parts = [f"\\U{low:08x}" if low == high else f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges]
    return f"[{''.join(parts)}]"


def _python(expression: Expression, last: int) -> str:
    """The expression as Python writes it."""
    if isinstance(expression, Set):
        return written(expression.ranges, last)
    if isinstance(expression, Sequence):
        return "".join(_python(part, last) for part in expression.parts)
    if isinstance(expression, Either):
        return f"(?:{'|'.join(_python(part, last) for part in expression.parts)})"
    most = "" if expression.most is None else expression.most
    return f"(?:{_python(expression.part, last)}){{{expression.least},{most}}}"


class _Reader:
    """Recursive descent over appendix F of XML Schema 1.0, part 2."""

    def __init__(self, source: str, last: int) -> None:
        self.source = source
        self.at = 0
        self.last = last  # the highest code point that matters
        self.nested = 0

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def branches(self) -> Expression:
        self.nested += 1
        if self.nested > 50:
            raise RegexError("nested too deeply")
        parts = [self.branch()]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.branch())
        self.nested -= 1
        sets = [part.ranges for part in parts if isinstance(part, Set)]
        if len(sets) == len(parts):
            return Set(merge([pair for ranges in sets for pair in ranges]))
        return Either(tuple(parts))

    def branch(self) -> Expression:
        pieces = []
        while (char := self.peek()) not in ("", "|", ")"):
            pieces.append(self.quantified(self.atom(char)))
        return pieces[0] if len(pieces) == 1 else Sequence(tuple(pieces))

    def atom(self, char: str) -> Expression:
        self.at += 1
        if char == "(":
            inner = self.branches()
            if self.peek() != ")":
                raise RegexError("a parenthesis is not closed")
            self.at += 1
            return inner
        if char == "[":
            return Set(self.group())
        if char == ".":
            return Set(complement(NOT_DOT))
        if char == "\\":
            return Set(self.escape())
        if char in "?*+{}]":
            raise RegexError(f"“{char}” stands for itself only as “\\{char}”")
        return Set(((ord(char), ord(char)),))

    def quantified(self, atom: Expression) -> Expression:
        char = self.peek()
        if char and char in "?*+":
            self.at += 1
            return Repeat(atom, int(char == "+"), 1 if char == "?" else None)
        if char != "{":
            return atom
        match = QUANTITY.match(self.source, self.at)
        if not match or (match[3] and int(match[3]) < int(match[1])):
            raise RegexError("not a quantity in braces")
        self.at = match.end()
        least = int(match[1])
        return Repeat(atom, least, least if not match[2] else int(match[3]) if match[3] else None)

    def escape(self) -> Ranges:
        char = self.peek()
        self.at += 1
        if char in ESCAPES:
            code = ord(ESCAPES[char])
            return ((code, code),)
        if char and char in "pP":
            end = self.source.find("}", self.at)
            if self.peek() != "{" or end < 0:
                raise RegexError(f"\\{char} lacks its braces")
            found = self.property(self.source[self.at + 1 : end])
            self.at = end + 1
        elif char and char in "sS":
            found = SPACE
        elif char and char in "iI":
            found = _names(self.last)[0]
        elif char and char in "cC":
            found = _names(self.last)[1]
        elif char and char in "dD":
            found = _categories(self.last)["Nd"]
        elif char and char in "wW":
            kinds = _categories(self.last)
            found = complement(merge(kinds["P"] + kinds["Z"] + kinds["C"]))
        else:
            raise RegexError(f"unknown escape “\\{char}”")
        return complement(found) if char.isupper() else found

    def property(self, name: str) -> Ranges:
        if name in CATEGORIES:
            return _categories(self.last)[name]
        if name.startswith("Is") and name[2:] in BLOCKS:
            return BLOCKS[name[2:]]
        raise RegexError(f"unknown property “{name}”")

    def group(self) -> Ranges:
        negated = self.peek() == "^"
        self.at += negated
        parts: list[tuple[int, int]] = []
        removed: Ranges = ()
        first = True
        while True:
            char = self.peek()
            if not char:
                raise RegexError("a bracket is not closed")
            if char == "]" and not first:
                break
            if char == "-" and self.source[self.at + 1 : self.at + 2] == "[" and not first:
                self.at += 2
                removed = self.group()
                if self.peek() != "]":
                    raise RegexError("a subtraction ends its brackets")
                break
            parts.extend(self.range(char))
            first = False
        self.at += 1
        ranges = merge(parts)
        ranges = complement(ranges) if negated else ranges
        return without(ranges, removed) if removed else ranges

    def range(self, char: str) -> Ranges:
        low = self.end(char)
        following = self.source[self.at + 1 : self.at + 2]
        if self.peek() == "-" and following not in ("]", "[", "") and len(low) == 1 and low[0][0] == low[0][1]:
            self.at += 1
            high = self.end(self.peek())
            if len(high) != 1 or high[0][0] != high[0][1] or high[0][0] < low[0][0]:
                raise RegexError("not a range")
            return ((low[0][0], high[0][1]),)
        return low

    def end(self, char: str) -> Ranges:
        self.at += 1
        if char == "\\":
            return self.escape()
        if char in "[]":
            raise RegexError(f"“{char}” stands for itself only as “\\{char}”")
        return ((ord(char), ord(char)),)


@cache
def _names(last: int) -> tuple[Ranges, Ranges]:
    """What may begin a name, and what may stand in one: XML Schema's \\i and \\c.

    By the rules of XML 1.0, fourth edition, appendix B, applied to the Unicode of today: its tables end with Unicode
    2.0, while the fifth edition lets names begin with marks, which neither RELAX NG nor XML Schema 1.0 does.
    """
    kinds = _categories(last)
    barred = [(0xF900, 0xFFFE)]
    starts = merge([pair for kind in ("Ll", "Lu", "Lo", "Lt", "Nl") for pair in kinds[kind]])
    others = merge([pair for kind in ("Mc", "Me", "Mn", "Lm", "Nd") for pair in kinds[kind]])
    for low, high in starts + others:
        if low >= 0x80 and high - low < 5_000:  # the longer ones are ideographs and syllables
            barred += [(c, c) for c in range(low, high + 1) if unicodedata.decomposition(chr(c)).startswith("<")]
    barred += [(0x20DD, 0x20E0)]
    added = ((0x3A, 0x3A), (0x5F, 0x5F), (0x2BB, 0x2C1), (0x559, 0x559), (0x6E5, 0x6E6), (0x212E, 0x212E))
    starts = without(merge(starts + added), merge(barred))
    others = without(merge((*others, (0x2D, 0x2E), (0xB7, 0xB7), (0x387, 0x387))), merge(barred))
    return starts, merge(starts + others)


# Most values are Latin, nearly all others lie in the first plane: tables of what lies beyond can wait.
TIERS = (0xFF, 0xFFFF, sys.maxunicode)


@lru_cache(maxsize=2_000)
def translate(source: str, last: int = sys.maxunicode) -> re.Pattern[str] | Machine:
    """What matches the expression, to be used with `fullmatch`. Raises RegexError.

    With a smaller `last` it is right for values without characters beyond it, and made in less time.

    >>> bool(translate(r"\\p{Lu}\\d+-[a-z-[aeiou]]").fullmatch("Ä12-b"))
    True
    """
    reader = _Reader(source, last)
    expression = reader.branches()
    if reader.at < len(source):
        raise RegexError("a parenthesis too many")
    if is_slow(expression):
        return Machine(expression)
    try:
        return re.compile(_python(expression, last))
    except (re.error, OverflowError, RecursionError) as error:
        raise RegexError(str(error)) from error


NCNAME = r"[\i-[:]][\c-[:]]*"


def matches(source: str, value: str) -> bool:
    """Whether the whole value matches the regular expression of XML Schema."""
    last = TIERS[0] if value.isascii() else next(tier for tier in TIERS if ord(max(value)) <= tier)
    return translate(source, last).fullmatch(value) is not None
