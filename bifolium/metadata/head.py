"""A Record becomes what the head of a page says to machines: links, meta elements, JSON-LD, and its security policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from bifolium.metadata.nouns import Record
from bifolium.metadata.records import of_document, of_edition
from bifolium.metadata.schemaorg import schemaorg, script
from bifolium.model import Agent, Corpus, Entry

# Nothing is loaded but our own pictures, styles, fonts and scripts; data within a page is named by its digest. No page
# connects to anything: `connect-src` is for tools that look for robots.txt in the name of the page.
_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; connect-src 'self';{scripts} "
    "base-uri 'none'; form-action 'none'"
)


def head(corpus: Corpus, entry: Entry | None, path: str, here: str, lang: str) -> dict[str, Any]:
    """The variables of a template for this page.

    `path` is the path of the page in the first language of the interface, `here` its own. Full descriptions stand on
    the home page and on the reading page of each document; other pages carry only their addresses.
    """
    address = corpus.address + here if corpus.address else ""
    said: dict[str, Any] = {"canonical": address, "cite_as": "", "metas": (), "json_ld": "", "csp": policy()}
    if entry is not None and path == f"{entry.key}/index.html":
        record = of_document(corpus, entry)
        data = schemaorg(record, "CreativeWork", _files(corpus, entry))
    elif entry is None and path == "index.html":
        record = of_edition(corpus)
        data = schemaorg(record, "Collection")
    else:
        return said
    json_ld = script(data)
    return said | {
        "cite_as": record.cite_as,
        "metas": tuple(metas(record, address, lang)),
        "json_ld": Markup(json_ld),
        "csp": policy(json_ld),
    }


def policy(*scripts: str) -> Markup:
    """The Content-Security-Policy of a page that holds these inline scripts."""
    digests = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts)
    allowed = "".join(f" 'sha256-{digest}'" for digest in digests)
    return Markup(_POLICY.format(scripts=f" script-src 'self'{allowed};"))


def metas(record: Record, address: str, lang: str) -> Iterator[tuple[str, str, str]]:
    """(attribute, name, content) of the meta elements: Highwire Press, Dublin Core, Open Graph."""
    names = [_inverted(agent) for agent in record.creators]
    contributors = [_inverted(agent) for agent in record.contributors]
    publisher = record.publisher.name if record.publisher else ""
    day = record.date.replace("-", "/")
    pairs = [
        ("description", record.description[:300]),
        ("citation_title", record.title),
        *(("citation_author", name) for name in names),
        ("citation_publication_date", day),
        ("citation_online_date", day),
        *(("citation_language", tag) for tag in record.languages[:1]),
        ("citation_publisher", publisher),
        # Two names for the same: scholarly search engines read the one; Zotero the other, or takes it for an article.
        ("citation_inbook_title", record.container),
        ("citation_book_title", record.container),
        ("citation_doi", record.doi),
        ("citation_public_url", address),
        ("citation_fulltext_html_url", address),
        ("citation_keywords", "; ".join(term for _, term in record.keywords)),
        ("DC.title", record.title),
        *(("DC.creator", name) for name in names),
        *(("DC.contributor", name) for name in contributors),
        ("DC.date", record.date),
        ("DC.publisher", publisher),
        *(("DC.language", tag) for tag in record.languages),
        ("DC.identifier", record.cite_as),
        ("DC.rights", record.licence),
        ("DC.type", "Text"),
        ("DC.format", "text/html"),
        ("DC.relation.isPartOf", record.container),
    ]
    yield from (("name", name, content) for name, content in pairs if content)
    graph = [
        ("og:title", record.title),
        ("og:type", "article" if record.container else "website"),
        ("og:url", address),
        ("og:site_name", record.container),
        ("og:description", record.description[:300]),
        ("og:locale", lang.replace("-", "_")),
    ]
    yield from (("property", name, content) for name, content in graph if content)


def _inverted(agent: Agent) -> str:
    """A name as catalogues order it: the family name first."""
    return f"{agent.family}, {agent.given}" if agent.family and agent.given else agent.name


def _files(corpus: Corpus, entry: Entry) -> Iterator[tuple[str, str]]:
    if corpus.address:
        name = entry.key.rpartition("/")[2]
        yield f"{corpus.address}{entry.key}/{name}.xml", "application/tei+xml"
