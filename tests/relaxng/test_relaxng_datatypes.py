"""Text becomes a verdict by datatype: those of XML Schema, their facets, their regular expressions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bifolium.relaxng import datatypes, regex
from bifolium.relaxng.datatypes import XSD, DatatypeError
from bifolium.relaxng.machine import RegexError
from bifolium.relaxng.validate import no_prefixes

# type → what it allows | what it refuses
LEXICAL = {
    "date": "2001-02-28 2000-02-29 -0001-02-29 2001-01-01Z 2001-01-01+14:00 12001-01-01 | 2001-02-29 1900-02-29 "
    "0000-01-01 2001-1-1 2001-01-01+14:01 02001-01-01 2001-13-01",
    "dateTime": "2001-01-01T00:00:00Z 2001-01-01T23:59:59.25 2001-01-01T24:00:00 | 2001-01-01 2001-01-01T24:00:01 "
    "2001-01-01T10:00",
    "time": "10:00:00 23:59:59.5-05:00 | 10:00 25:00:00 10:00:60",
    "gYear": "1588 -0044 12000 1588Z | 0000 588 1588-01",
    "gYearMonth": "1588-01 | 1588-13 1588",
    "gMonthDay": "--02-29 --12-31Z | --02-30 --04-31 02-01",
    "gMonth": "--05 | --5 --13",
    "gDay": "---31 | ---32 31",
    "duration": "P1Y PT1.5S -P1Y2M3DT4H5M6S | P PT P1Y2D3M 1Y P-1D",
    "integer": "0 -1 +01 | 1.0 1e3 ١",
    "nonNegativeInteger": "0 -0 +7 | -1",
    "positiveInteger": "1 001 | 0 -1",
    "byte": "127 -128 | 128",
    "unsignedLong": "18446744073709551615 | 18446744073709551616 -1",
    "decimal": "1 1. .5 -1.50 | . 1e3 INF",
    "double": "1 1e-3 INF -INF NaN | +INF inf 1e",
    "boolean": "true 0 | TRUE yes",
    "anyURI": "a #a ../b?c=d#e urn:a:b http://[::1]/x Übung %20 | a#b#c %zz http: 1a:b a[b] http://",
    "language": "en zh-Hans-CN x-cat | en_US abcdefghij -",
    "NCName": "a _b é 漢字 a-b.c | 1a a:b -a ·a \u0e35",
    "Name": "a:b :a | 1",
    "NMTOKEN": "1a -a | a/b",
    "hexBinary": "0aFF | 0aF 0g",
    "base64Binary": "aGVsbG8= aQ== | aGVsbG8 aR==",
    "ID": "a | 1",
}


@pytest.mark.parametrize("name", LEXICAL)
def test_lexical_forms(name: str) -> None:
    datatype = datatypes.find(XSD, name)
    allowed, refused = (part.split() for part in LEXICAL[name].split("|"))
    for text in allowed:
        assert datatype.allows(text, no_prefixes), text
        assert datatype.allows(f"\n {text}\t", no_prefixes), text
    for text in refused:
        assert not datatype.allows(text, no_prefixes), text
    assert not datatype.allows("x\u00a0", no_prefixes) or name in ("anyURI",)


FACETS = [
    ("integer", "minInclusive", "5", "5 6", "4"),
    ("integer", "maxExclusive", "5", "4 -9", "5"),
    ("date", "minInclusive", "2000-06-01Z", "2000-06-01Z 2000-06-03", "2000-05-31Z 2000-06-01"),
    ("duration", "maxInclusive", "P1M", "P27D P1M", "P28D P30D P32D"),
    ("gYear", "maxInclusive", "1600", "1600 -0044", "1601"),
    ("token", "length", "2", "ab 漢字", "a abc"),
    ("NMTOKENS", "maxLength", "1", "abc", ""),
    ("hexBinary", "minLength", "2", "0a0b", "0a"),
    ("decimal", "totalDigits", "3", "12.3 001.230", "1234"),
    ("decimal", "fractionDigits", "1", "12.3 12.30", "12.34"),
    ("double", "minExclusive", "0", "1e-3 INF", "0 -1 NaN"),
    ("token", "pattern", r"[^\p{C}\p{Z}]+", "abc é漢", "\u200c"),
]


@pytest.mark.parametrize(("name", "facet", "value", "allowed", "refused"), FACETS)
def test_facets(name: str, facet: str, value: str, allowed: str, refused: str) -> None:
    datatype = datatypes.find(XSD, name, [(facet, value)])
    assert [text for text in allowed.split() if not datatype.allows(text, no_prefixes)] == []
    assert [text for text in refused.split() if datatype.allows(text, no_prefixes)] == []


@pytest.mark.parametrize(
    ("name", "facet", "value"),
    [("string", "minInclusive", "1"), ("integer", "length", "1"), ("date", "minInclusive", "x"),
     ("token", "length", "-1"), ("token", "enumeration", "x"), ("byte", "maxInclusive", "200")],
)  # fmt: skip
def test_facets_refused(name: str, facet: str, value: str) -> None:
    with pytest.raises(DatatypeError):
        datatypes.find(XSD, name, [(facet, value)])


# regular expression → what it matches | what it does not
EXPRESSIONS = {
    r"[\i-[:]][\c-[:]]*": "a é a-1 | 1a a:b",
    r"(\p{L}|\p{N}|\p{P}|\p{S})+": "a漢1+ | \u200c",
    r"\p{Lu}\P{Lu}*": "Abc Ä | a AB",
    r"\d{4}(-\d\d)?": "1588 1588-01 ٠١٢٣ | 158 1588-1",
    r"[a-z-[aeiou]]+": "xyz | xaz",
    r"[^a-c]": "d 漢 | a dd",
    r"\p{IsGreek}+": "αβ | a",
    r"^$": "^$ | x",
    r"a|b|": "a b | c",
    r"[\-\]\\]": r"- ] \ | a",
    r"x{2,3}": "xx xxx | x xxxx",
    r"x{0}y": "y | xy",
    r".\.": "a. | aa",
    r"(a+)+b": "aab | " + "a" * 60,
    r"(a|a)*b": "aab | " + "a" * 60,
    r"(a{1,9}){1,9}b": "aab | " + "a" * 60,
}


@pytest.mark.parametrize("source", EXPRESSIONS)
def test_regular_expressions(source: str) -> None:
    yes, no = (part.split() for part in EXPRESSIONS[source].split(" | "))
    assert [text for text in yes if not regex.matches(source, text)] == []
    assert [text for text in no if regex.matches(source, text)] == []


@pytest.mark.parametrize(
    "source", ["(", ")", "[", "a]", "a**", "[z-a]", r"\e", r"\p{Foo}", "a{3,2}", "{", "*", "a{,2}"]
)
def test_regular_expressions_refused(source: str) -> None:
    with pytest.raises(RegexError):
        regex.translate(source)


@given(st.text(st.sampled_from("ab|()*+?"), max_size=12), st.text(st.sampled_from("ab"), max_size=8))
def test_regular_expressions_agree_with_python(source: str, text: str) -> None:
    """On what both understand alike."""
    try:
        ours = regex.matches(source, text)
    except RegexError:
        return
    assert ours == bool(re.fullmatch(source.replace("(", "(?:"), text))
