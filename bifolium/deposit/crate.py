"""The files of a payload become an RO-Crate 1.2: every file described, by whom, from what, and with which program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from bifolium import pages
from bifolium.deposit.nouns import File, Spool
from bifolium.deposit.payload import VERSIONS
from bifolium.metadata import Record
from bifolium.metadata.citation import describe
from bifolium.metadata.schemaorg import agent as described
from bifolium.model import Agent, Project

SPECIFICATION = "https://w3id.org/ro/crate/1.2"
METADATA, PREVIEW = "ro-crate-metadata.json", "ro-crate-preview.html"

# The folders that are described as such.
FOLDERS = {"edition/": "The sources: TEI P5 files, and what belongs to them.", "site/": "The finished edition."}

Entity = dict[str, Any]


def crate(project: Project, record: Record, files: Iterable[File], moment: datetime) -> bytes:
    """ro-crate-metadata.json: one flat list of entities, JSON-LD.

    It names every file twice, among the parts of the whole and with its description, each time on a line of its own
    that begins with a space. So nobody has to hold it in memory, neither here nor in reading back the rest of it.
    """
    people = _Agents(record.publisher)
    root = _root(record, people)
    others = [*people.entities, *_others(project, record, moment)]
    descriptor = {"@id": METADATA, "@type": "CreativeWork", "name": "Description of this deposit",
                  "about": {"@id": "./"}, "conformsTo": {"@id": SPECIFICATION}}  # fmt: skip
    written = Spool()
    written.add(f'{{\n"@context": "{SPECIFICATION}/context",\n"@graph": [\n{_json(descriptor)},\n')
    paths = (file.path for file in files)
    _whole(written, root, chain((path for path in paths if not path.startswith(tuple(FOLDERS))), FOLDERS))
    for name, said in FOLDERS.items():
        folder = {"@id": name, "@type": "Dataset", "name": name, "description": said}
        _whole(written, folder, (file.path for file in files if file.path.startswith(name)))
    for file in files:
        written.add(f" {_json(_entity(file))},\n")
    written.add(",\n".join(_json(_tidy(entity)) for entity in others) + "\n]\n}\n")
    return written.data()


def _whole(written: Spool, entity: Entity, parts: Iterable[str]) -> None:
    """Write what has parts, with the list of them."""
    written.add(_json(entity).removesuffix("}") + ',\n"hasPart": [\n')
    comma = ""
    for part in parts:
        written.add(f"{comma} {_json({'@id': part})}")
        comma = ",\n"
    written.add("\n]},\n")


def _root(record: Record, people: _Agents) -> Entity:
    return _tidy(
        {
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
            "identifier": [{"@id": _identifier(*pair)} for pair in _identifiers(record)],
            "isBasedOn": [{"@id": one} for one in record.sources],
            "mainEntity": {"@id": "site/index.html"},
            "mentions": [{"@id": "#build"}],
        }
    )


def _others(project: Project, record: Record, moment: datetime) -> Iterator[Entity]:
    """What is no file: the program, the build, identifiers, sources, the licence."""
    program = f"Bifolium {project.version}"
    yield {
        "@id": "#bifolium", "@type": "SoftwareApplication", "name": program, "version": project.version,
        "description": "Makes static digital editions from TEI P5.", "url": "https://bifolium.org/",
    }  # fmt: skip
    yield {
        "@id": "#build", "@type": "CreateAction", "name": f"Build of the edition with {program}",
        "description": "The TEI sources were validated, rendered and collated with what was made from them; "
                       "every finished page was inspected.",
        "endTime": moment.isoformat(), "instrument": {"@id": "#bifolium"}, "object": {"@id": "edition/"},
        "result": [{"@id": "site/"}, {"@id": "report/collation.json"}],
        "actionStatus": "http://schema.org/CompletedActionStatus",
    }  # fmt: skip
    for kind, value in _identifiers(record):
        yield {
            "@id": _identifier(kind, value), "@type": "PropertyValue", "name": f"{kind} {value}".strip(),
            "propertyID": kind, "value": value,
        }  # fmt: skip
    for one in record.sources:
        yield {"@id": one, "@type": "CreativeWork", "name": record.source or one,
               "description": "What the edition was made from."}  # fmt: skip
    if record.licence:
        name = record.spdx or record.licence
        text = record.licence_text or f"The licence {name}."
        yield {"@id": record.licence, "@type": "CreativeWork", "name": name, "description": text}


def preview(project: Project, record: Record, files: Iterable[File]) -> bytes:
    """ro-crate-preview.html: what an archivist sees on opening the deposit."""
    template = pages.environment(project).get_template("core:deposit.html")
    written = Spool()
    for part in template.generate(record=record, files=files, versions=VERSIONS, project=project):
        written.add(part)
    return written.data()


def _identifiers(record: Record) -> list[tuple[str, str]]:
    return [pair for pair in record.identifiers if pair[0].upper() not in ("URL", "URI")]


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
        name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in said.items()
    }


def _json(entity: Entity) -> str:
    return json.dumps(entity, ensure_ascii=False)
