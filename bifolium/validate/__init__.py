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
# Of what stands in one place, what those rules may know better: another fault of the same element is another fault.
OF_VALUES = frozenset({"tei.attribute-missing", "tei.value-not-allowed"})
# What a project's contract may say of the same fault, in words of its own.
SAME = {
    "contract.attribute-missing": "tei.attribute-missing",
    "contract.attribute-unexpected": "tei.attribute-unknown",
    "contract.attribute-value": "tei.value-not-allowed",
    "contract.child-missing": "tei.incomplete",
    "contract.text-unexpected": "tei.text-not-here",
    "contract.value": "tei.value-not-allowed",
}


def validate(project: Project, document: Document) -> list[Finding]:
    """All findings of one document, in the order of its lines. Raises nothing on account of the material.

    Of a pointer into another document only the file is looked for; whether it holds the target, `compose` knows.
    """
    seen = survey(project, document)
    findings = once([finding for rule in RULES for finding in rule(seen)])
    return sorted(findings, key=lambda finding: (finding.place, finding.code, finding.sentence))


def once(findings: list[Finding]) -> list[Finding]:
    """The findings without those of TEI's grammar and rules that another rule has told, in better words."""
    finer = [finding for finding in findings if finding.code.partition(".")[0] in FINER]
    own = [finding for finding in finer if not finding.code.startswith("contract.")]
    places = {(place.line, place.column) for finding in own for place in (finding.place, *finding.again)}
    untitled = {finding.place for finding in own if finding.code in ("header.missing", "header.title-missing")}
    told = " ".join(finding.sentence for finding in finer)
    codes = {finding.code for finding in finer}
    same = {(finding.place.xpath, SAME[finding.code]) for finding in finer if finding.code in SAME}
    judged = {f.place.xpath for f in findings if f.code.startswith("tei.") and f.code != "tei.constraint"}

    def is_told(finding: Finding) -> bool:
        match finding.code:
            case code if not code.startswith("tei."):
                return False
            case "tei.constraint":  # what goes together will be seen when each of it is right
                return finding.place.xpath in judged
            case "tei.incomplete":
                lacks_header = "header.missing" in codes and ": teiHeader" in finding.sentence
                return lacks_header or finding.place in untitled or (finding.place.xpath, finding.code) in same
            case "tei.value-not-allowed":
                # Another rule tells of a value where it stands first, on whatever element that was.
                quoted = finding.sentence.partition("cannot be “")[2].partition("”")[0]
                if quoted and f"“{quoted}”" in told:
                    return True
        place = finding.place
        of_value = finding.code in OF_VALUES and (place.line, place.column) in places
        return of_value or (place.xpath, finding.code) in same

    return [finding for finding in findings if not is_told(finding)]
