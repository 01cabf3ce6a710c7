"""The project's own contract, `schema/edition.xsd`, and its other XML Schemas become findings, in their authors' words.

An `xs:assert` of that schema may carry, in `xs:annotation/xs:appinfo`, an element of the namespace
`https://bifolium.org/ns/contract` with the attributes (or child elements) `code`, `sentence` and `hint`; the elements
also in other languages, each with its `xml:lang`.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bifolium.findings import find
from bifolium.model import Finding, Place, Severity
from bifolium.phrases import either, listed, phrase
from bifolium.validate.bare import Bare
from bifolium.validate.kept import kept
from bifolium.validate.schemas import CONTRACT, Named, within
from bifolium.validate.survey import LANG, XML, Element, Survey, local

NAMESPACE = "https://bifolium.org/ns/contract"
# A name given twice is found by `ids`; a type from somebody else's schema (xsi:type) is no matter of this one.
ELSEWHERE = re.compile("duplicated xs:ID|global component '.*' not found", re.IGNORECASE)
UNREAD = re.compile(r"Import of namespace \S+ from \['([^']*)'.* failed", re.DOTALL)
ABOUT_ATTRIBUTE = re.compile(r"attribute (\S+?)='.*?': (.*)", re.DOTALL)


def contract(seen: Survey) -> Iterator[Finding]:
    """What the document breaks of the project's contract (XML Schema 1.1), if the project has one."""
    path = seen.project.root / CONTRACT
    if path.is_file():
        yield from _judged(seen, path, CONTRACT, phrase("the project's contract"), phrase("The project's contract"))


def xsd(seen: Survey, named: Named) -> Iterator[Finding]:
    """What the document breaks of another XML Schema of the project, or one it names itself."""
    assert named.path is not None
    called, beginning = (phrase(words, named.name) for words in ("the schema {0}", "The schema {0}"))
    yield from _judged(seen, named.path, named.name, called, beginning)


def _judged(seen: Survey, path: Path, name: str, called: str, beginning: str) -> Iterator[Finding]:
    """A schema that cannot be read is a finding too."""
    names = {"contract": called, "Contract": beginning}
    schema, unread = _schema(path, within(seen.project, path))
    for address in unread:
        yield find("schema.import-not-read", Place(name), name=name, address=address)
    if isinstance(schema, str):
        if path.name == "edition.xsd":
            names["Contract"] = phrase("{0}, {1},", beginning, name)
        yield find("contract.schema-broken", Place(name), reason=schema, **names)
        return
    with Bare(seen.root):
        # One element may break a rule by way of several types; saying it once is enough.
        errors = {(error.elem, error.reason, id(error.validator)): error for error in schema.iter_errors(seen.root)}
    for error in errors.values():
        if not ELSEWHERE.search(str(error.reason)):
            yield _finding(seen, error, names)


def _schema(path: Path, folder: Path) -> tuple[Any, list[str]]:
    """The schema, built once in each process, and the addresses of what it imports that were not read.

    Where it cannot be built, the reason stands in its place. It reads files in this folder only.
    """
    import xmlschema  # takes longer to load than most documents take to check

    return kept(path, folder, f"xmlschema {xmlschema.__version__}", lambda reads: _built(path, folder, reads))


def _built(path: Path, folder: Path, reads: Callable[[Path], None]) -> tuple[Any, list[str]]:
    import xmlschema

    def inside(address: str) -> str:
        # A relative address comes once more when it is no longer so; one on the web, `allow` refuses.
        parts = urlsplit(address)
        place = Path(unquote(parts.path))
        there = place.is_absolute() and parts.scheme in ("", "file")
        if there and not any(map(place.resolve().is_relative_to, (folder, own))):
            raise ValueError(phrase("it asks for {0}, which lies outside the project", address))
        if there:
            reads(place)
        return address

    own = Path(xmlschema.__file__).parent  # has schemas of the namespaces everybody uses
    try:
        with warnings.catch_warnings(record=True) as said:  # what cannot be imported, only a warning tells
            warnings.simplefilter("always")
            schema = xmlschema.XMLSchema11(str(path), defuse="always", allow="local", uri_mapper=inside)
        found = (UNREAD.match(str(one.message)) for one in said)
        return schema, sorted({_called(unquote(one[1]), folder) for one in found if one})
    except (xmlschema.XMLSchemaException, OSError, SyntaxError, ValueError) as error:
        reason = str(getattr(error, "message", None) or error).partition("Schema component:")[0]
        return " ".join(reason.split()).rstrip(":")[:300], []


def _called(address: str, folder: Path) -> str:
    """An address as the project would write it."""
    return address.removeprefix(folder.as_uri() + "/")


def rule(annotation: Any) -> dict[str, str]:
    """Code, sentence and hint that an annotation of the contract carries; empty when it carries none.

    In other languages than English they are called "sentence zh" and so on.
    """
    words: dict[str, str] = {}
    for appinfo in annotation.appinfo if annotation is not None else ():
        for node in appinfo.iter():
            if not str(node.tag).startswith(f"{{{NAMESPACE}}}"):
                continue
            words.update({name: " ".join(value.split()) for name, value in node.attrib.items()})
            if node.text and node.text.strip():
                lang = node.get(LANG, "en")
                name = local(node) if lang == "en" else f"{local(node)} {lang}"
                words.setdefault(name, " ".join(node.text.split()))
    return words


def _others(words: dict[str, str]) -> str:
    """Sentence and hint in other languages than English, as `findings.say` looks for them."""
    found: dict[str, dict[str, str]] = {}
    for key, said in words.items():
        name, _, lang = key.partition(" ")
        if lang and name in ("sentence", "hint"):
            found.setdefault(lang, {})[name] = said
    return json.dumps(found, ensure_ascii=False) if found else ""


def _finding(seen: Survey, error: Any, names: dict[str, str]) -> Finding:
    element = error.elem if error.elem is not None else seen.root
    reason = " ".join(str(error.reason or error.message).split())
    words = rule(getattr(error.validator, "annotation", None))
    if words.get("sentence"):
        code = words.get("code", "contract.rule")
        code = code if code.startswith("contract.") else f"contract.{code}"
        attribute = words.get("attribute") or None
        severity = Severity(words["severity"]) if words.get("severity") in list(Severity) else Severity.ERROR
        place = seen.place(element, attribute)
        return Finding(code, severity, words["sentence"], place, words.get("hint", ""), told=_others(words))
    name = local(element)
    if type(error).__name__ == "XMLSchemaChildrenValidationError":
        return _children(seen, error, element, name, names)
    if match := ABOUT_ATTRIBUTE.fullmatch(reason):
        attribute, why = _short(match[1]), match[2]
        place = seen.place(element, _full(attribute))
        value = element.get(_full(attribute), "")
        return find(
            "contract.attribute-value", place, element=name, attribute=attribute, value=value,
            expected=phrase(KINDS["language"]) if attribute == "xml:lang" else _expected(error, why), **names,
        )  # fmt: skip
    if match := re.match(r"missing required attribute '(.*)'", reason):
        missing = _short(match[1])
        return find("contract.attribute-missing", seen.place(element), element=name, attribute=missing, **names)
    if match := re.match(r"'(.*)' attribute not allowed", reason):
        place = seen.place(element, match[1])
        return find("contract.attribute-unexpected", place, element=name, attribute=_short(match[1]), **names)
    if "character data" in reason:
        return find("contract.text-unexpected", seen.place(element), element=name, words=_words(element), **names)
    if "not an element of the schema" in reason:
        return find("contract.root", seen.place(element), element=name, **names)
    if not len(element) and isinstance(error.obj, str):
        return find(
            "contract.value",
            seen.place(element),
            element=name,
            value=error.obj,
            expected=_expected(error, reason),
            **names,
        )
    return find("contract.rule", seen.place(element), element=name, reason=_plain(reason), **names)


def _children(seen: Survey, error: Any, element: Element, name: str, names: dict[str, str]) -> Finding:
    # What is required here, and not all that could follow later: that is the list xmlschema gives.
    required = getattr(error.particle, "local_name", None)
    choices = [required] if required else []
    if not choices or (error.occurs and required):
        choices = [one for one in (getattr(part, "local_name", None) for part in error.expected or ()) if one]
    expected = either(dict.fromkeys(choices))
    if error.invalid_tag is None:
        more = expected or phrase("more")
        return find("contract.child-missing", seen.place(element), element=name, expected=more, **names)
    children = [child for child in element.iterchildren("*") if child.tag == error.invalid_tag]
    index = error.index
    there = element[index] if 0 <= index < len(element) and element[index].tag == error.invalid_tag else None
    child = there if there is not None else children[0] if children else element
    return find(
        "contract.child-unexpected", seen.place(child), element=name, child=local(child),
        expected=phrase("{0} expects {1} here.", names["Contract"], expected) + " " if expected else "", **names,
    )  # fmt: skip


def _expected(error: Any, why: str) -> str:
    """What the contract admits, in words."""
    choices = getattr(error.validator, "enumeration", None)
    if choices:
        shown = [f"“{choice}”" for choice in choices if str(choice)]
        if len(shown) > 12:
            shown = [*shown[:12], "…"]
        if shown:
            return phrase("one of {0}", listed(shown))
    kind = _kind(error.validator)
    return phrase(KINDS[kind]) if kind in KINDS else _plain(why)


KINDS = {
    "language": "a language tag such as zh-Hans, en or grc (BCP 47: hyphens, no underscores)",
    "date": "a day such as 1848-03-07",
    "gYearMonth": "a month such as 1848-03",
    "gYear": "a year such as 1848",
    "anyURI": "an address without spaces: #name, a file's name or https://…",
    "NCName": "a name without spaces and colons, which does not begin with a digit",
    "ID": "a name without spaces and colons, which does not begin with a digit",
    "nonNegativeInteger": "a whole number",
    "positiveInteger": "a whole number from 1",
    "integer": "a whole number",
    "decimal": "a number",
    "boolean": "true or false",
}


def _kind(validator: Any) -> str:
    """The built-in type behind a type or one of its facets."""
    while validator is not None:
        name = getattr(validator, "local_name", None)
        if name in KINDS and "XMLSchema" in str(getattr(validator, "name", "")):
            return str(name)
        validator = getattr(validator, "base_type", None)
    return ""


def _full(attribute: str) -> str:
    """An attribute's name as lxml spells it."""
    return attribute.replace("xml:", f"{{{XML}}}", 1) if attribute.startswith("xml:") else attribute


def _short(attribute: str) -> str:
    return attribute.replace(f"{{{XML}}}", "xml:").rpartition("}")[2]


def _plain(reason: str) -> str:
    """A message of the validator without the names of its inner parts."""
    reason = re.sub(r"\{[^}]*\}", "", reason)
    reason = re.sub(r"<[^>]*>", "it", reason)
    reason = re.sub(r"Xsd\w*\(name='(?:\w+:)?(\w+)'[^)]*\)", r"\1", reason)
    return phrase("its condition does not hold") if reason == "assertion test is false" else reason


def _words(element: Element) -> str:
    texts = [element.text, *(child.tail for child in element)]
    return next((" ".join(text.split())[:40] for text in texts if text and text.strip()), "")
