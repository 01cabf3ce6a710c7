"""A Document becomes findings: against TEI or its own schemas, and by the rules no schema can say.

There is one module for each area of rules; it gives a function of its name that takes the Survey of a document
and yields findings. To add a rule: write it there, its code in `findings/AREA.toml`, and a specimen in
`tests/broken/CODE/`.
"""

from __future__ import annotations

from bifolium.model import Document, Finding, Project
from bifolium.validate.alignment import alignment
from bifolium.validate.characters import characters
from bifolium.validate.constraints import constraints
from bifolium.validate.contract import contract
from bifolium.validate.dates import dates
from bifolium.validate.deprecated import deprecated
from bifolium.validate.facsimile import facsimile
from bifolium.validate.grammar import grammar
from bifolium.validate.hands import hands
from bifolium.validate.header import header
from bifolium.validate.ids import ids
from bifolium.validate.languages import languages
from bifolium.validate.pointers import pointers
from bifolium.validate.survey import survey

RULES = (
    *(contract, grammar, constraints, deprecated),
    *(ids, header, languages, pointers, hands, facsimile, dates, alignment, characters),
)
# Areas whose rules know more of a value than a grammar does, and of an element than TEI at large.
FINER = frozenset("contract date facsimile hand header id language link".split())


def validate(project: Project, document: Document) -> list[Finding]:
    """All findings of one document, in the order of its lines. Raises nothing on account of the material.

    Of a pointer into another document only the file is looked for; whether it holds the target, `compose` knows.
    """
    seen = survey(project, document)
    findings = once([finding for rule in RULES for finding in rule(seen)])
    return sorted(findings, key=lambda finding: (finding.place, finding.code, finding.sentence))


def once(findings: list[Finding]) -> list[Finding]:
    """The findings without those of TEI's grammar that another rule has told in better words, at the same place."""
    finer = [finding for finding in findings if finding.code.partition(".")[0] in FINER]
    places = {(finding.place.line, finding.place.column) for finding in finer}
    judged = {f.place.xpath for f in findings if f.code.startswith("tei.") and f.code != "tei.constraint"}
    told = " ".join(finding.sentence for finding in finer)

    def is_told(finding: Finding) -> bool:
        if not finding.code.startswith("tei."):
            return False
        if (finding.place.line, finding.place.column) in places:
            return True
        if finding.code == "tei.constraint" and finding.place.xpath in judged:
            return True  # what goes together will be seen when each of it is right
        # Another rule tells of a value where it stands first, on whatever element that was.
        quoted = finding.sentence.partition("cannot be ")[2].partition("”")[0]
        return finding.code == "tei.value-not-allowed" and len(quoted) > 1 and f"{quoted}”" in told

    return [finding for finding in findings if not is_told(finding)]
