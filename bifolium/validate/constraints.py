"""TEI's rules beside its grammar become findings: what goes together, and what excludes each other.

The table has them in XPath 2, which libxml2 does not read; but most are written so that a few words' difference
make them XPath 1, and run in C. The few that are not stand here as functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lxml import etree

from bifolium import tei
from bifolium.findings import find, weigh
from bifolium.model import Finding, Severity
from bifolium.phrases import phrase
from bifolium.validate.survey import PREFIX, Element, Survey, local

OPERATORS = {"eq": " = ", "ne": " != ", "gt": " > ", "lt": " < ", "ge": " >= ", "le": " <= "}
# From XPath 2 to XPath 1, as far as these rules need it.
REWRITTEN: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"generate-id\(\s*\.\s*\) eq generate-id\(\s*current\(\)\s*\)", "count(. | $current) = 1"),
    (r"\bcurrent\(\)", "$current"),
    (r"(@\w+) cast as xs:integer", r"number(\1)"),
    (r"\(?@\* except \(([^)]*)\)\)?", lambda m: f"@*[not({_any('name()', m[1].replace('@', ''), bare=True)})]"),
    (r"(@\w+|namespace-uri\(\.\)) = \(\s*('[^)]*')\s*\)", lambda m: f"({_any(m[1], m[2])})"),
    (r"\( ((?:tei:\w+ \| )+tei:\w+) \)/", lambda m: f"*[{' or '.join('self::' + w for w in m[1].split(' | '))}]/"),
    (r"matches\( *(@\w+), *'\\s' *\)", r"contains(normalize-space(\1), ' ')"),
    (r" (eq|ne|gt|lt|ge|le) ", lambda m: OPERATORS[m[1]]),
)
TODAY = "current-date()"  # what holds today need not hold tomorrow: a build must not depend on it


def _any(left: str, words: str, bare: bool = False) -> str:
    values = [word.strip() for word in words.split(",")]
    return " or ".join(f"{left} = '{value}'" if bare else f"{left} = {value}" for value in values)


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint, ready to be held against documents."""

    constraint: tei.Constraint
    elements: frozenset[str]  # it speaks of none but these (with their namespace); none: of any
    attributes: frozenset[str]  # and only where one of these occurs
    broken: Callable[[Survey], list[Element]]


def constraints(seen: Survey) -> Iterator[Finding]:
    """What the document breaks of TEI's Schematron rules (TEI Guidelines, TD-constraints)."""
    for rule in rules():
        if rule.elements.isdisjoint(seen.tags) if rule.elements else rule.attributes.isdisjoint(seen.attributes):
            continue
        broken = rule.broken(seen)
        if broken:
            yield _finding(seen, rule.constraint, broken)


def _finding(seen: Survey, constraint: tei.Constraint, broken: list[Element]) -> Finding:
    first, *others = broken
    known = tei.elements().get(local(first))
    hint = phrase("TEI Guidelines: {0}", known.guidelines) if known else ""
    found = find("tei.constraint", seen.place(first), says=phrase(constraint.says), hint=hint)
    found = replace(found, again=tuple(map(seen.place, others)))
    return weigh(found, Severity.NOTE) if constraint.role == "info" else found


@cache
def rules() -> tuple[Rule, ...]:
    """All of TEI's constraints that hold on any day."""
    return tuple(
        _rule(one)
        for one in tei.constraints()
        if TODAY not in one.test and not any(TODAY in value for _, value in one.lets)
    )


def _rule(constraint: tei.Constraint) -> Rule:
    outside = re.sub(r"\[[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*\]", "", constraint.context)
    steps = [re.sub(r"/?@.*", "", part).rpartition("/")[2].strip(" ()") for part in outside.split("|")]
    any_name = any(step.endswith("*") for step in steps)
    elements = frozenset() if any_name else frozenset(PREFIX + step.removeprefix("tei:") for step in steps)
    attributes = frozenset(re.findall(r"@([\w:-]+)", constraint.context)) if any_name else frozenset()
    return Rule(constraint, elements, attributes, BY_HAND.get(constraint.name) or _expression(constraint))


def _expression(constraint: tei.Constraint) -> Callable[[Survey], list[Element]]:
    """A function that gives the elements by which a constraint is broken."""
    context = " | ".join(f"//{part.strip()}" for part in _alternatives(rewritten(constraint.context)))
    test = rewritten(constraint.test)
    wrong = f"not({test})" if constraint.kind == "assert" else f"boolean({test})"

    def at_once(seen: Survey) -> list[Element]:
        return [_element(one) for one in _compiled(f"({context})[{wrong}]")(seen.root)]

    def one_by_one(seen: Survey) -> list[Element]:
        found = []
        for one in _compiled(context)(seen.root):
            values: dict[str, Any] = {"current": [one]}
            for name, value in constraint.lets:
                values[name] = _compiled(rewritten(value))(one, **values)
            if _compiled(wrong)(one, **values):
                found.append(one)
        return found

    return one_by_one if constraint.lets or "$current" in test else at_once


def rewritten(expression: str) -> str:
    """An expression of XPath 2 as one of XPath 1.

    >>> rewritten("@mode eq 'delete' or @mode = ('add','change')")
    "@mode = 'delete' or (@mode = 'add' or @mode = 'change')"
    """
    for pattern, replacement in REWRITTEN:
        expression = re.sub(pattern, replacement, expression)
    return expression


@cache
def _compiled(expression: str) -> Any:
    return etree.XPath(expression, namespaces=dict(tei.PREFIXES))


def _alternatives(context: str) -> list[str]:
    """The parts of a union, those in brackets aside."""
    parts, depth = [""], 0
    for character in context:
        depth += (character in "[(") - (character in "])")
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _element(found: Any) -> Element:
    """The element itself, or the one that bears an attribute."""
    return found if hasattr(found, "tag") else found.getparent()


# What XPath 1 cannot say.


def _spans_backwards(seen: Survey) -> list[Element]:
    """Spans that end before they begin. Where one points to nothing, `pointers` says so."""
    order = {element: number for number, element in enumerate(seen.root.iter("*"))}
    found = []
    for element in seen.root.xpath("//*[@spanTo]"):
        end = seen.ids.get(element.get("spanTo", "").removeprefix("#"))
        if element.tag.startswith(PREFIX) and end is not None and order[end] <= order[element]:
            found.append(element)
    return found


def _closed_paths(seen: Survey) -> list[Element]:
    found = []
    for path in seen.all("path"):
        points = path.get("points", "").split()
        if len(points) > 1 and points[0] == points[-1]:
            found.append(path)
    return found


def _is_number(text: str | None) -> bool:
    return text is not None and text.strip().isdigit()


def _min_above_max(seen: Survey) -> list[Element]:
    return [
        one
        for one in seen.root.xpath("//*[@minOccurs and @maxOccurs]")
        if _is_number(one.get("minOccurs"))
        and _is_number(one.get("maxOccurs"))
        and int(one.get("minOccurs")) > int(one.get("maxOccurs"))
    ]


def _default_not_listed(seen: Survey) -> list[Element]:
    found = []
    for one in seen.root.iter(PREFIX + "attDef"):
        default, values = one.find("{*}defaultVal"), one.find("{*}valList[@type='closed']")
        if default is None or values is None or one.find("{*}datatype") is None:
            continue
        listed = {item.get("ident") for item in values.iterchildren(PREFIX + "valItem")}
        datatype = one.find("{*}datatype")
        several = datatype.get("maxOccurs", "1") != "1" or datatype.get("minOccurs", "0") not in ("0", "1")
        words = "".join(default.itertext()).split() if several else ["".join(default.itertext())]
        # Any one of several will do: so TEI has it.
        if listed.isdisjoint(words):
            found.append(one)
    return found


def _several_sources(seen: Survey) -> list[Element]:
    specifications = {PREFIX + name for name in "classRef dataRef elementRef macroRef moduleRef schemaSpec".split()}
    return [one for one in seen.root.iter(*specifications) if len(one.get("source", "").split()) > 1]


def _elsewhere(seen: Survey) -> list[Element]:
    """Said by the other function of the same rule."""
    return []


BY_HAND: dict[str, Callable[[Survey], list[Element]]] = {
    "att.spanning-spanTo-spanTo-2": _spans_backwards,
    "path-pathmustnotbeclosed": _closed_paths,
    "att.repeatable-MINandMAXoccurs": _min_above_max,
    "attDef-defaultIsInClosedList-one": _default_not_listed,
    "attDef-defaultIsInClosedList-twoOrMore": _elsewhere,
    "att.global.source-source-only_1_ODD_source": _several_sources,
}
