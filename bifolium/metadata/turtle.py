"""The names of an edition become RDF: entities.ttl, in Turtle 1.1."""

from __future__ import annotations

import json
import re

from bifolium import locales
from bifolium.model import Corpus, Name

_CLASSES = {"person": "Person", "personGrp": "Organization", "place": "Place", "org": "Organization", "event": "Event"}
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')  # in an IRI (Turtle 1.1, IRIREF)


def turtle(corpus: Corpus, base: str) -> bytes:
    """One resource for each name that has an entry; `base` is the address of the edition, or a relative path to it."""
    found = bytearray(
        f"@base <{base}> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix schema: <https://schema.org/> .\n".encode()
    )
    for name, occurrences in corpus.names:
        pages = sorted({one.href.partition("#")[0] for one in occurrences})
        found += f"\n{_resource(name, pages)}\n".encode()
    return bytes(found)


def _resource(name: Name, pages: list[str]) -> str:
    said = [f"a schema:{_CLASSES.get(name.kind, 'Thing')}"]
    said += [f"rdfs:label {_literal(form, lang)}" for lang, form in dict.fromkeys(name.forms)]
    if name.description:
        said.append(f"schema:description {_literal(name.description, name.description_lang)}")
    said += [f"schema:sameAs {_iri(one)}" for one in name.same]
    said += [f"schema:subjectOf {_iri(page)}" for page in pages]
    return f"{_iri(name.href)} " + " ;\n    ".join(said) + " ."


def _iri(address: str) -> str:
    return f"<{_FORBIDDEN.sub(lambda m: f'%{ord(m.group()):02X}', address)}>"


def _literal(text: str, lang: str) -> str:
    tag = locales.html_lang(lang)
    return json.dumps(text, ensure_ascii=False) + (f"@{tag}" if re.fullmatch(r"[A-Za-z]+(-[A-Za-z0-9]+)*", tag) else "")
