"""The Schematron rules of a project, or those a document names, become findings in their authors' words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bifolium import schematron as rules
from bifolium.findings import find, weigh
from bifolium.model import Finding, Place, Severity
from bifolium.validate.bare import Bare
from bifolium.validate.schemas import Named, reach
from bifolium.validate.survey import Survey

# What authors write for @role (TEI's ODDs, oXygen, Schematron's own examples).
ROLES = {
    **dict.fromkeys(("warning", "warn", "nonfatal", "caution"), Severity.WARNING),
    **dict.fromkeys(("info", "information", "note", "hint", "nonerror"), Severity.NOTE),
}


def schematron(seen: Survey, named: Named) -> Iterator[Finding]:
    """What the rules of one schema say of the document; one finding for each that cannot be run."""
    assert named.path is not None
    schema = _schema(named.path, named.path.stat().st_mtime_ns, reach(seen.project))
    if isinstance(schema, rules.SchematronError):
        yield find("schema.broken", Place(named.name, schema.line), name=named.name, reason=schema.problem)
        return
    with Bare(seen.root):
        results = list(rules.run(schema, seen.root.getroottree()))
    for one in results:
        if isinstance(one, rules.Failure):
            expression = f" ({one.expression[:60]})" if one.expression else ""
            place = Place(named.name, one.line)
            yield find("schematron.rule-not-run", place, name=named.name, expression=expression, reason=one.reason)
        else:
            yield _finding(seen, one, named.name)


def _finding(seen: Survey, result: rules.Result, name: str) -> Finding:
    element = seen.root if result.node is None else result.node
    message = result.message or f"A rule is broken: {result.check.test}"
    says = message if message[-1] in ".!?…。！？" else f"{message}."
    hint = f"{result.diagnostics} So says {name}, line {result.check.line}.".strip()
    found = find("schematron.rule", seen.place(element, result.attribute or None), says=says, hint=hint)
    return weigh(found, ROLES.get(result.check.role.lower(), Severity.ERROR))


@cache
def _schema(path: Path, changed: int, folder: Path) -> rules.Schema | rules.SchematronError:
    """The rules, read once in each process; or why they cannot be read."""
    try:
        return rules.read(path, folder)
    except rules.SchematronError as error:
        return error
    except OSError as error:
        return rules.SchematronError(str(error.strerror or error))
