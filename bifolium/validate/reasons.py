"""What is wrong with a RELAX NG schema, in the engine's English, becomes phrases that can be said in other languages.

The engine knows nothing of languages. Its sentences are known here by their wording; one that is not stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from bifolium.phrases import phrase

SENTENCES = (
    "{0} where {1} is due",
    "a name",
    "a literal",
    "a pattern",
    "the end",
    "{0} after the end of the schema",
    "{0} is not an absolute URI",
    "datatypes {0} declared twice",
    "default namespace declared twice",
    "{0} cannot stand for {1}",
    "namespace {0} declared twice",
    "namespace {0} is not declared",
    "annotation {0} cannot stand here",
    "{0} in an annotation",
    "annotation {0} is RELAX NG's own",
    "an annotation after the whole schema",
    "{0} beside {1} needs parentheses",
    "datatypes {0} are not declared",
    "element {0} cannot stand here",
    "attribute {0} cannot stand on {1}",
    "{0} lacks its attribute {1}",
    "text in {0}",
    "not well-formed XML: {0}",
    "{0} is not a name",
    "prefix {0} is not declared",
    "{0} with more than one except",
    "{0} without names",
    "{0} without a name",
    "attribute with more than one pattern",
    "{0} without a pattern",
    "start with more than one pattern",
    "data with something after its except",
    "except without a pattern",
    "{0}: this schema may not refer to other files",
    "{0} lies outside the folder of the schema",
    "{0} is not a local file",
    "a schema of more than {0} bytes",
    "parentRef outside a grammar in a grammar",
    "{0} is not a pattern",
    "{0} is not a {1}",
    "{0} cannot be read: {1}",
    "{0} refers to itself",
    "a grammar without a start",
    "a second {0} that does not say how to combine them",
    "definition of {0}",
    "{0} combined in two ways",
    "{0} is not a grammar",
    "{0} has no {1} to replace",
    "{0} is not defined",
    "{0} refers to itself outside any element",
    "neither UTF-8 nor UTF-16",
    "character {0}",
    "{0} without a number in hexadecimal",
    "{0} is not a character",
    "{0} is not the address of a file",
    "any name except any name",
    "names of a namespace except names of a namespace",
    "an attribute cannot be called xmlns",
    "an attribute cannot be in the namespace of xmlns",
    "data beside other content",
    "{0} in {1}",
    "attributes of any name that are not repeated",
    "the same attribute twice",
    "the same element in two parts of an interleave",
    "text in two parts of an interleave",
    "unknown datatype library {0}",
    "unknown datatype {0}",
    "datatype {0} takes no parameters",
    "datatype {0} takes no parameter {1}",
    "pattern {0}: {1}",
    "{0}: {1} is not a {2}",
    "{0}: {1} is not a number",
    "nested too deeply",
    "a parenthesis is not closed",
    "a parenthesis too many",
    "{0} stands for itself only as {1}",
    "not a quantity in braces",
    "{0} lacks its braces",
    "unknown escape {0}",
    "unknown property {0}",
    "a bracket is not closed",
    "a subtraction ends its brackets",
    "not a range",
    "too large when its repetitions are written out",
    "{0} cannot stand {1}",
    "here",
    "in {0}",
    "combine {0}",
)


def reason(said: str) -> str:
    """The same as a phrase, and what stands in it, where that is one.

    >>> from bifolium.phrases import spoken
    >>> spoken(reason("a second definition of p that does not say how to combine them"), "zh")
    '又有一个 p 的定义，却没有说明如何合并'
    """
    for sentence, pattern in _patterns():
        if match := pattern.fullmatch(said):
            return phrase(sentence, *map(reason, match.groups()))
    return said


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The sentences with what matches them, those with the most words of their own first."""
    ordered = sorted(SENTENCES, key=lambda sentence: -len(re.sub(r"\{\d\}", "", sentence)))
    return [(one, re.compile(re.sub(r"\\\{\d\\\}", "(.+)", re.escape(one)), re.DOTALL)) for one in ordered]
