"""Sources become findings: parse and validate, one after the other, for those who want no pages yet."""

from __future__ import annotations

from collections.abc import Iterable

from bifolium.model import Finding, Project, Source
from bifolium.parse import parse
from bifolium.validate import validate


def check(project: Project, sources: Iterable[Source]) -> list[Finding]:
    """All findings of these sources (as `discover` gives them), before anything is let pass by allow.toml."""
    return [finding for source in sources for finding in check_one(project, source)]


def check_one(project: Project, source: Source) -> list[Finding]:
    """All findings of one source: what reading it found, and what its rules found."""
    document, findings = parse(project, source)
    return findings if document is None else findings + validate(project, document)
