"""The XML of a Schematron schema becomes a Schema: what is abstract filled in, what is included put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from lxml import etree

from bifolium.parse import parse_xml
from bifolium.schematron.nouns import Check, Let, Part, Pattern, Rule, Schema, SchematronError

Element: TypeAlias = Any

NAMESPACES = ("http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron")
VERSIONS: dict[str, Literal["1", "2", "3"]] = {
    "": "2",  # by ISO that is XSLT 1, but nobody who leaves it out means to do without XPath 2
    "xslt": "1", "xslt1": "1", "xpath": "1",
    "xslt2": "2", "xpath2": "2",
    "xslt3": "3", "xpath3": "3", "xpath31": "3",
}  # fmt: skip
INCLUDED = 100  # files


def read(path: Path, folder: Path) -> Schema:
    """The schema in a file; what it includes must lie in `folder`. Raises SchematronError, OSError.

    A RELAX NG schema, too: then its embedded patterns are meant (TEI's own way of delivering rules).
    """
    return _Reader(folder.resolve()).schema(path)


class _Reader:
    """One schema while it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = 0
        self.rules: dict[str, Element] = {}  # abstract ones, by id
        self.patterns: dict[str, Element] = {}
        self.diagnostics: dict[str, Element] = {}

    def schema(self, path: Path) -> Schema:
        root = self.tree(path)
        self.include(root, path, (path,))
        embedded = _local(root) != "schema"
        if embedded and not list(_all(root, "pattern", "rule")):
            raise SchematronError("there are no Schematron rules in it", root.sourceline or 0)
        for rule in _all(root, "rule"):
            if rule.get("abstract") == "true":
                self.rules[rule.get("id", "")] = rule
        for pattern in _all(root, "pattern"):
            if pattern.get("abstract") == "true":
                self.patterns[pattern.get("id", "")] = pattern
        for diagnostic in _all(root, "diagnostic"):
            self.diagnostics[diagnostic.get("id", "")] = diagnostic
        patterns = list(_all(root, "pattern"))
        if not embedded:
            patterns = self.active(root, patterns)
        found = [self.pattern(one) for one in patterns if one.get("abstract") != "true"]
        # In an RNG made from an ODD, a rule may stand without a pattern around it: then it is one by itself.
        alone = [rule for rule in _all(root, "rule") if embedded and _outer(rule, "pattern") is None]
        found += [Pattern((), (rule,)) for one in alone if (rule := self.rule(one, {})) is not None]
        prefixes = {one.get("prefix", ""): one.get("uri", "") for one in _all(root, "ns")}
        if embedded:
            prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix} | prefixes
        binding = "xslt2" if embedded else root.get("queryBinding", "").lower()
        if binding not in VERSIONS:
            raise SchematronError(f"its queryBinding “{binding}” is not known here", root.sourceline or 0)
        lets = () if embedded else tuple(_lets(root, {}))
        return Schema(VERSIONS[binding], tuple(sorted(prefixes.items())), lets, tuple(found))

    def tree(self, path: Path) -> Element:
        self.files += 1
        if self.files > INCLUDED:
            raise SchematronError(f"it includes more than {INCLUDED} files")
        try:
            return parse_xml(path.read_bytes()).getroot()
        except etree.XMLSyntaxError as error:
            line = error.position[0] if error.position else 0
            raise SchematronError(f"{path.name} is not well-formed: {error.msg}", line or 0) from None

    def include(self, root: Element, path: Path, above: tuple[Path, ...]) -> None:
        """Put what is included in the place of the include."""
        wanted = [one for one in _all(root, "include", "extends") if one.get("href")]
        for one in wanted:
            href = one.get("href", "")
            parts = urlsplit(href)
            other = (path.parent / unquote(parts.path)).resolve()
            if parts.scheme or parts.netloc or not other.is_relative_to(self.folder) or not other.is_file():
                raise SchematronError(f"“{href}” is no file of the project", one.sourceline or 0)
            if other in above:
                raise SchematronError(f"“{href}” includes itself", one.sourceline or 0)
            there = self.tree(other)
            self.include(there, other, (*above, other))
            if parts.fragment:
                there = next((each for each in there.iter("*") if each.get("id") == parts.fragment), there)
            parent = one.getparent()
            index = parent.index(one)
            parent.remove(one)
            new = [*there] if _local(one) == "extends" or _local(there) == "schema" else [there]
            for number, element in enumerate(new):
                parent.insert(index + number, element)

    def active(self, root: Element, patterns: list[Element]) -> list[Element]:
        """The patterns of the default phase, if there is one."""
        wanted = root.get("defaultPhase", "#ALL")
        phase = next((one for one in _all(root, "phase") if one.get("id") == wanted), None)
        if phase is None:
            return patterns
        names = {one.get("pattern") for one in _all(phase, "active")}
        return [one for one in patterns if one.get("id") in names or one.get("abstract") == "true"]

    def pattern(self, element: Element) -> Pattern:
        """A pattern; of one that is an instance of an abstract one, with the parameters filled in."""
        body, values = element, {}
        if name := element.get("is-a"):
            if name not in self.patterns:
                raise SchematronError(f"there is no abstract pattern “{name}”", element.sourceline or 0)
            body = self.patterns[name]
            values = {one.get("name", ""): one.get("value", "") for one in _all(element, "param")}
        rules = [self.rule(one, values) for one in _children(body, "rule") if one.get("abstract") != "true"]
        return Pattern(tuple(_lets(body, values)), tuple(rule for rule in rules if rule is not None))

    def rule(self, element: Element, values: dict[str, str], used: tuple[str, ...] = ()) -> Rule | None:
        """A rule with what it extends; None where it has no context."""
        lets, checks = list(_lets(element, values)), list(self.checks(element, values))
        for extended in _children(element, "extends"):
            name = extended.get("rule", "")
            if name not in self.rules or name in used:
                raise SchematronError(f"there is no abstract rule “{name}”", extended.sourceline or 0)
            more = self.rule(self.rules[name], values, (*used, name))
            if more is not None:
                lets, checks = [*more.lets, *lets], [*more.checks, *checks]
        context = _filled(element.get("context", ""), values)
        if not context and not used:
            return None
        return Rule(context, tuple(lets), tuple(checks), element.sourceline or 0)

    def checks(self, element: Element, values: dict[str, str]) -> Iterator[Check]:
        for one in _children(element, "assert", "report"):
            named = [self.diagnostics[name] for name in one.get("diagnostics", "").split() if name in self.diagnostics]
            yield Check(
                "assert" if _local(one) == "assert" else "report",
                _filled(one.get("test", ""), values),
                tuple(_parts(one, values)),
                tuple(part for diagnostic in named for part in _parts(diagnostic, values)),
                one.get("role") or one.get("flag") or element.get("role") or "",
                one.get("id", ""),
                one.sourceline or 0,
            )


def _parts(element: Element, values: dict[str, str]) -> Iterator[Part]:
    """The words of a message, and the expressions between them."""
    if element.text:
        yield Part(_filled(element.text, values))
    for child in element:
        kind = _local(child)
        if kind == "value-of":
            yield Part(select=_filled(child.get("select", "."), values))
        elif kind == "name":
            yield Part(select=_filled(child.get("path", "."), values), name=True)
        elif kind:
            yield from _parts(child, values)
        if child.tail:
            yield Part(_filled(child.tail, values))


def _lets(element: Element, values: dict[str, str]) -> Iterator[Let]:
    for one in _children(element, "let"):
        yield Let(one.get("name", ""), _filled(one.get("value") or _quoted(one), values))


def _quoted(element: Element) -> str:
    """The value of a variable that is not an expression but words."""
    words = "".join(element.itertext()).replace('"', '""')
    return f'"{words}"'


def _filled(text: str, values: dict[str, str]) -> str:
    """The text with the parameters of an abstract pattern put in, the longest name first."""
    if not values:
        return text
    names = "|".join(re.escape(name) for name in sorted(values, key=len, reverse=True))
    return re.sub(rf"\$({names})(?![\w.-])", lambda found: values[found[1]], text)


def _local(element: Element) -> str:
    """The name of an element of Schematron; "" for any other node, but for a root of another vocabulary."""
    if not isinstance(element.tag, str):
        return ""
    namespace, _, name = element.tag.rpartition("}")
    return name if namespace[1:] in NAMESPACES else ""


def _all(element: Element, *names: str) -> Iterator[Element]:
    return iter([one for one in element.iter("*") if _local(one) in names])


def _children(element: Element, *names: str) -> Iterable[Element]:
    return [one for one in element if _local(one) in names]


def _outer(element: Element, name: str) -> Element | None:
    return next((one for one in element.iterancestors() if _local(one) == name), None)
