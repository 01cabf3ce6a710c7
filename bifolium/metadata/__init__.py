"""A Corpus becomes its metadata files: one truth, that of the headers, in every form that archives want."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bifolium import locales
from bifolium.metadata.citation import citation_cff, zenodo_json
from bifolium.metadata.cmif import cmif_xml
from bifolium.metadata.datacite import datacite_json, datacite_xml
from bifolium.metadata.dublincore import dublin_core_xml
from bifolium.metadata.nouns import Record
from bifolium.metadata.records import identity, moment, of_document, of_edition
from bifolium.metadata.turtle import turtle
from bifolium.model import Artifact, Corpus

__all__ = ["Record", "forms", "identity", "moment", "of_document", "of_edition"]

FOLDER = "data"  # of the output; no document has this address


def forms(corpus: Corpus, record: Record, paths: Collection[str]) -> Iterator[Artifact]:
    """Every form of the record of an edition. `paths` are the files of the site, to know which translations it has."""
    translations = [
        f"{record.address}{path}"
        for part in record.parts
        for lang in part.languages
        if lang in record.translated and (path := f"{part.key}/reading.{locales.primary(lang)}.txt") in paths
    ]
    yield Artifact(f"{FOLDER}/CITATION.cff", citation_cff(record), "text/yaml")
    if cmif := cmif_xml(record):
        yield Artifact(f"{FOLDER}/cmif.xml", cmif, "application/tei+xml")
    yield Artifact(f"{FOLDER}/datacite.json", datacite_json(record), "application/json")
    yield Artifact(
        f"{FOLDER}/datacite.xml", datacite_xml(record, translations if record.address else ()), "application/xml"
    )
    yield Artifact(f"{FOLDER}/dublin-core.xml", dublin_core_xml(record), "application/xml")
    if corpus.names:
        yield Artifact(f"{FOLDER}/entities.ttl", turtle(corpus, record.address or "../"), "text/turtle")
    yield Artifact(f"{FOLDER}/zenodo.json", zenodo_json(record), "application/json")
