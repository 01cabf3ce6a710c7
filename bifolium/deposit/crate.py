"""The files of a payload become an RO-Crate 1.2: every file described, by whom, from what, and with which program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bifolium import pages
from bifolium.deposit.nouns import File
from bifolium.deposit.payload import VERSIONS
from bifolium.metadata import Record
from bifolium.metadata.citation import describe
from bifolium.metadata.schemaorg import agent as described
from bifolium.model import Agent, Project

SPECIFICATION = "https://w3id.org/ro/crate/1.2"
METADATA, PREVIEW = "ro-crate-metadata.json", "ro-crate-preview.html"

Entity = dict[str, Any]


def crate(project: Project, record: Record, files: Sequence[File], moment: datetime) -> bytes:
    """ro-crate-metadata.json: one flat list of entities, JSON-LD."""
    people = _Agents(record.publisher)
    identifiers = [pair for pair in record.identifiers if pair[0].upper() not in ("URL", "URI")]
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": record.title,
        "description": describe(record),
        "datePublished": record.date,
        "version": record.version,
        "dateCreated": record.created,
        "inLanguage": list(record.languages),
        "keywords": [term for _, term in record.keywords],
        "url": record.address,
        "author": people.refer(record.creators),
        "contributor": people.refer_or_name((*record.contributors, *record.funders)),
        "publisher": people.refer([record.publisher] if record.publisher else []),
        "license": {"@id": record.licence} if record.licence else record.licence_text,
        "identifier": [{"@id": _identifier(*pair)} for pair in identifiers],
        "isBasedOn": [{"@id": one} for one in record.sources],
        "mainEntity": {"@id": "site/index.html"},
        "hasPart": [{"@id": file.path} for file in files],
        "mentions": [{"@id": "#build"}],
    }
    program = f"Bifolium {project.version}"
    others: list[Entity] = [
        {"@id": "#bifolium", "@type": "SoftwareApplication", "name": program, "version": project.version,
         "description": "Makes static digital editions from TEI P5.", "url": "https://bifolium.org/"},
        {"@id": "#build", "@type": "CreateAction", "name": f"Build of the edition with {program}",
         "description": "The TEI sources were validated, rendered and collated with what was made from them; "
                        "every finished page was inspected.",
         "endTime": moment.isoformat(), "instrument": {"@id": "#bifolium"},
         "object": [{"@id": file.path} for file in files if file.path.startswith("edition/")],
         "result": [{"@id": "site/index.html"}, {"@id": "report/collation.json"}],
         "actionStatus": "http://schema.org/CompletedActionStatus"},
    ]  # fmt: skip
    others += [
        {"@id": _identifier(kind, value), "@type": "PropertyValue", "name": f"{kind} {value}".strip(),
         "propertyID": kind, "value": value}
        for kind, value in identifiers
    ]  # fmt: skip
    others += [
        {"@id": one, "@type": "CreativeWork", "name": record.source or one,
         "description": "What the edition was made from."}
        for one in record.sources
    ]  # fmt: skip
    if record.licence:
        name = record.spdx or record.licence
        text = record.licence_text or f"The licence {name}."
        others.append({"@id": record.licence, "@type": "CreativeWork", "name": name, "description": text})
    descriptor = {"@id": METADATA, "@type": "CreativeWork", "name": "Description of this deposit",
                  "about": {"@id": "./"}, "conformsTo": {"@id": SPECIFICATION}}  # fmt: skip
    graph = [descriptor, root, *(_entity(file) for file in files), *people.entities, *others]
    said = {"@context": f"{SPECIFICATION}/context", "@graph": [_tidy(entity) for entity in graph]}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def preview(project: Project, record: Record, files: Sequence[File]) -> bytes:
    """ro-crate-preview.html: what an archivist sees on opening the deposit."""
    template = pages.environment(project).get_template("core:deposit.html")
    return template.render(record=record, files=files, versions=VERSIONS, project=project).encode()


def _identifier(kind: str, value: str) -> str:
    return f"https://doi.org/{value}" if kind == "DOI" else f"#identifier-{kind}-{value}".replace(" ", "-")


def _entity(file: File) -> Entity:
    return {
        "@id": file.path,
        "@type": "File",
        "name": file.original or file.path,
        "description": file.description,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
    }


class _Agents:
    """People and bodies, each once, with an @id that is an address where there is one."""

    def __init__(self, publisher: Agent | None) -> None:
        self.publisher = publisher
        self.entities: list[Entity] = []
        self._known: dict[Agent, str] = {}

    def refer(self, agents: Sequence[Agent]) -> list[dict[str, str]]:
        """References to these agents, whose entities are made on the way."""
        return [{"@id": self._known.get(agent) or self._add(agent)} for agent in agents]

    def refer_or_name(self, agents: Sequence[Agent]) -> list[dict[str, str] | str]:
        """References to those who are identified as RO-Crate wants it (ORCID, ROR); the others by name."""
        known = [agent for agent in agents if any("orcid.org" in one or "ror.org" in one for one in agent.same)]
        known = [agent for agent in known if agent.kind == "person" or (agent.address and agent.email)]
        named: list[dict[str, str] | str] = []
        for agent in agents:
            if agent not in known:
                role = f" ({agent.role})" if agent.role else ""
                named.append(", ".join((agent.name + role, *agent.same[:1])))
        return [*self.refer(known), *named]

    def _add(self, agent: Agent) -> str:
        entity = described(agent)
        own = self._known[agent] = str(entity.get("@id") or agent.address or f"#agent-{len(self._known) + 1}")
        entity["@id"] = own
        if agent.email:
            contact = f"mailto:{agent.email}"
            entity["contactPoint"] = {"@id": contact}
            point = {"@id": contact, "@type": "ContactPoint", "name": agent.name, "email": agent.email,
                     "contactType": "editorial office", "description": f"How to reach {agent.name}.",
                     "url": agent.address}  # fmt: skip
            self.entities.append(point)
        if agent.affiliation and self.publisher and agent.affiliation == self.publisher.name:
            entity["affiliation"] = self.refer([self.publisher])
        elif agent.affiliation:
            entity["affiliation"] = agent.affiliation
        if agent.role:
            entity["description"] = agent.role
        if all(known["@id"] != own for known in self.entities):
            self.entities.append(entity)
        return own


def _tidy(entity: Entity) -> Entity:
    """An entity without what is empty, and with single values as such (RO-Crate 1.2, JSON-LD recommendations)."""
    said = {name: value for name, value in entity.items() if value}
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 and name != "hasPart" else value
        for name, value in said.items()
    }
