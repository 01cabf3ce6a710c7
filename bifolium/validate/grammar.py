"""A document and its grammars become findings: what TEI, or the project's own schema, does not admit.

TEI as a whole warns: many real files follow older releases or a schema of their own, and a page can be made of them
all the same. What a project has in its schema/, or a document names within the project, is meant: it errs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bifolium import pins, tei
from bifolium.addresses import NAMESPACE
from bifolium.findings import find, weigh
from bifolium.model import Finding, Place, Severity
from bifolium.phrases import phrase
from bifolium.relaxng import Kind, LimitExceeded, Resource, Schema, SchemaError, inside, load
from bifolium.validate import schemas, words
from bifolium.validate.contract import xsd
from bifolium.validate.kept import kept
from bifolium.validate.reasons import reason
from bifolium.validate.schemas import Named, chosen, within
from bifolium.validate.survey import Survey, local
from bifolium.validate.survey import tei as tei_name
from bifolium.validate.walk import Fault, Walk

INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
MANY = 100  # different faults of one document that are told; nobody would read more


def grammar(seen: Survey) -> Iterator[Finding]:
    """What the document breaks of its grammars. One finding for all faults that are the same."""
    if any(one.code == "xml.p4" for one in seen.document.findings):
        return  # that it is TEI P4 has been said; held against P5, every line would be wrong
    named, findings = chosen(seen)
    yield from findings
    yield from pins.changed(seen.project)
    for one in named:
        match one.kind:
            case schemas.RELAXNG:
                yield from relaxng(seen, one)
            case schemas.XSD:
                yield from xsd(seen, one)
            case schemas.SCHEMATRON:
                from bifolium.validate.schematrons import schematron  # few need it

                yield from schematron(seen, one)


def relaxng(seen: Survey, named: Named) -> Iterator[Finding]:
    """What the document breaks of one RELAX NG schema."""
    schema = _schema(seen, named)
    if isinstance(schema, Finding):
        yield schema
        return
    walk = Walk(seen)
    try:
        walk.run(schema)
    except LimitExceeded as error:
        yield find("schema.broken", seen.place(seen.root), name=named.name, reason=phrase("it asks for {0}", error))
    by = "" if named.path is None else phrase(", says {0}", named.name)
    groups = _alike(fault for fault in walk.faults if not _said_elsewhere(seen, fault))
    for same in groups[:MANY]:
        yield _finding(seen, same, by)
    if more := groups[MANY:]:
        number = phrase("at least {0}" if walk.stopped else "{0}", sum(map(len, more)))
        found = find("tei.more", more[0][0].place(seen), number=number, told=MANY, by=by)
        yield weigh(found, Severity.ERROR) if by else found


def _finding(seen: Survey, same: list[Fault], by: str) -> Finding:
    first, *others = same
    found = words.finding(first.error, first.place(seen), by)
    found = replace(found, again=tuple(fault.place(seen) for fault in others))
    return weigh(found, Severity.ERROR) if by else found


def _alike(faults: Iterable[Fault]) -> list[list[Fault]]:
    """The faults that have the same cause: somebody who errs once errs in the same way again."""
    groups: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        error = fault.error
        value = error.text if error.kind is Kind.BAD_VALUE else ""
        lacking = error.expected if error.kind is Kind.INCOMPLETE_CONTENT else ()
        anywhere = error.attribute is not None or words.is_unknown(error.element)
        parent = None if anywhere or error.kind is Kind.MISSING_ATTRIBUTE else error.parent
        groups.setdefault((error.kind, error.element, parent, error.attribute, value, lacking), []).append(fault)
    return list(groups.values())


def _said_elsewhere(seen: Survey, fault: Fault) -> bool:
    """Whether another rule says the same, and says it better: names given twice, files that begin with a part."""
    error = fault.error
    if error.kind in (Kind.DUPLICATE_ID, Kind.NOT_WELL_FORMED):
        return True
    if error.attribute is not None and error.attribute.namespace == INSTANCE:
        return True  # it speaks to validators, not of the text
    if error.element is not None and error.element.namespace == NAMESPACE:
        return True  # it marks what `parse` could not read
    # Only a part of a document has no header of its own.
    is_part = local(seen.root) in tei.elements() and next(seen.root.iterchildren(tei_name("teiHeader")), None) is None
    return is_part and fault.spot.element is seen.root and error.kind is Kind.UNEXPECTED_ELEMENT


def _schema(seen: Survey, named: Named) -> Schema | Finding:
    """The schema, or why it cannot be used. Each is compiled once in each process."""
    if named.path is None:
        return tei.schema(named.release)
    try:
        return _compiled(named.path, within(seen.project, named.path))
    except SchemaError as error:
        place = error.place
        where = (
            Place(_shown(place.source, seen.project.root) or named.name, place.line, place.column) if place else None
        )
        return find("schema.broken", where or Place(named.name), name=named.name, reason=reason(error.problem))
    except OSError as error:
        return find("schema.broken", Place(named.name), name=named.name, reason=str(error.strerror or error))
    except LimitExceeded as error:
        return find("schema.broken", Place(named.name), name=named.name, reason=phrase("it asks for {0}", error))


def _compiled(path: Path, folder: Path) -> Schema:
    allowed = inside(folder)

    def make(reads: Callable[[Path], None]) -> Schema:
        def resolve(href: str, base: str) -> Resource:
            found = allowed(href, base)
            reads(_path(found.address))
            return found

        return load(path, resolve=resolve)

    return kept(path, folder, "relaxng", make)


def _path(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


def _shown(address: str, root: Path) -> str:
    """The path in the project of the file with this address."""
    path = _path(address)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
