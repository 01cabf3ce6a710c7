"""The Corpus becomes findings: what a deposit needs and no header says, with the place where to say it."""

from __future__ import annotations

from collections.abc import Iterator

from bifolium.findings import find, weigh
from bifolium.metadata.records import of_edition
from bifolium.metadata.schemaorg import is_person
from bifolium.model import Agent, Corpus, Finding, Place, Severity
from bifolium.phrases import phrase


def lacks(corpus: Corpus) -> tuple[bool, list[Finding]]:
    """What is missing before the edition can be deposited (errors) or would be better there (warnings, notes)."""
    return True, list(_lacks(corpus))


def foreseen(corpus: Corpus) -> tuple[bool, list[Finding]]:
    """What would keep an archive from taking the edition in, noted while there is still time to mend it."""
    return True, [weigh(one, Severity.NOTE) for one in _lacks(corpus) if one.severity is Severity.ERROR]


def _lacks(corpus: Corpus) -> Iterator[Finding]:
    record = of_edition(corpus)

    def place(*parts: str) -> Place:
        """Where the first document would say it."""
        first = corpus.entries[0]
        return Place(first.path, first.about.line(*parts))

    if not record.title:
        yield find("metadata.title-missing", place("publicationStmt" if len(corpus.entries) > 1 else "titleStmt"))
    if not record.creators:
        yield find("metadata.creator-missing", place("titleStmt"))
    if not any(character.isdigit() for character in record.version):
        yield find("metadata.version-missing", place("editionStmt", "titleStmt"))
    if not record.date:
        yield find("metadata.date-missing", place("editionStmt", "publicationStmt"))
    if not record.publisher:
        yield find("metadata.publisher-missing", place("publicationStmt"))
    else:
        if what := _unreachable(record.publisher):
            yield find("metadata.contact-missing", place("publicationStmt"), what=what)
        if not any("ror.org" in one for one in record.publisher.same):
            yield find("metadata.publisher-unidentified", place("publicationStmt"), name=record.publisher.name)
    if not record.address:
        yield find("metadata.address-missing", place("publicationStmt"))
    if not record.doi:
        yield find("metadata.identifier-missing", place("publicationStmt"))
    if not corpus.address:
        yield find("metadata.address-missing", place("publicationStmt"))
    if not record.licence:
        yield find("metadata.licence-missing", place("availability", "publicationStmt"))
    if not record.description and len(corpus.entries) == 1:
        yield find("metadata.description-missing", place("profileDesc", "fileDesc"))
    if not record.languages:
        yield find("metadata.language-missing", place("teiHeader"))
    if not record.keywords:
        yield find("metadata.keywords-missing", place("profileDesc", "fileDesc"))
    for agent in record.creators:
        if not agent.same:
            yield find("metadata.person-unidentified", place("titleStmt"), name=agent.name)
        if is_person(agent) and not agent.affiliation:
            yield find("metadata.affiliation-missing", place("titleStmt"), name=agent.name)


def _unreachable(publisher: Agent) -> str:
    """What the header does not say of how to reach the publisher."""
    if not publisher.email:
        return phrase("mail address") if publisher.address else phrase("mail address and no web page")
    return "" if publisher.address else phrase("web page")
