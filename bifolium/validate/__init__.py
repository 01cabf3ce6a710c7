"""A Document becomes findings: against the project's own schema, and by the rules no schema can say.

There is one module for each area of rules; it gives a function of its name that takes the Survey of a document
and yields findings. To add a rule: write it there, its code in `findings/AREA.toml`, and a specimen in
`tests/broken/CODE/`.
"""

from __future__ import annotations

from bifolium.model import Document, Finding, Project
from bifolium.validate.alignment import alignment
from bifolium.validate.characters import characters
from bifolium.validate.contract import contract
from bifolium.validate.dates import dates
from bifolium.validate.facsimile import facsimile
from bifolium.validate.grammar import grammar
from bifolium.validate.hands import hands
from bifolium.validate.header import header
from bifolium.validate.ids import ids
from bifolium.validate.languages import languages
from bifolium.validate.pointers import pointers
from bifolium.validate.survey import survey

RULES = (contract, grammar, ids, header, languages, pointers, hands, facsimile, dates, alignment, characters)


def validate(project: Project, document: Document) -> list[Finding]:
    """All findings of one document, in the order of its lines. Raises nothing on account of the material.

    Of a pointer into another document only the file is looked for; whether it holds the target, `compose` knows.
    """
    seen = survey(project, document)
    findings = [finding for rule in RULES for finding in rule(seen)]
    return sorted(findings, key=lambda finding: (finding.place, finding.code, finding.sentence))
