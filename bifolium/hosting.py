"""The Corpus and the paths of its files become what a web host and a search engine look for; all of it static.

404.html, sitemap.xml, robots.txt, feed.xml (Atom, RFC 4287), _headers and _redirects (which some hosts read), the
metadata files below data/, the pages on releases and on the Endings Principles, and pages that lead on from
addresses of earlier releases (see `releases`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from bifolium import metadata, pages, releases
from bifolium.model import Artifact, Corpus, Finding, Project

SITEMAP_LIMIT = 50_000  # addresses in one file (sitemaps.org)
_PRINCIPLES = {"1": 3, "2": 2, "3": 3, "4": 7, "5": 5}  # how many there are in each part (Endings Principles 2.2.1)

_HEADERS = """/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Content-Security-Policy: frame-ancestors 'self'
  Permissions-Policy: camera=(), geolocation=(), microphone=()
/*.txt
  Content-Type: text/plain; charset=utf-8
/*.tsv
  Content-Type: text/tab-separated-values; charset=utf-8
/*.ttl
  Content-Type: text/turtle; charset=utf-8
"""


def hosting(project: Project, corpus: Corpus, files: Collection[str]) -> tuple[list[Artifact], list[Finding]]:
    """Everything but the kept releases (see `releases.kept`). `files` are the paths of the edition's other files."""
    record = metadata.of_edition(corpus)
    made = [*metadata.forms(corpus, record, files)]
    forms = [one.path for one in made]
    made.append(_not_found(project, corpus))
    for lang in corpus.interface:
        made.append(pages.page(project, corpus, lang, "endings.html", "endings.html", principles=_PRINCIPLES))
    made.append(Artifact("robots.txt", _robots(corpus).encode(), "text/plain"))
    made.append(Artifact("_headers", _HEADERS.encode(), "text/plain"))
    history = _history(corpus)
    if history:
        made.append(Artifact("feed.xml", _feed(record, history).encode(), "application/atom+xml"))
    own = {*(one.path for one in made), *(pages.in_tree(lang, corpus, "releases.html") for lang in corpus.interface)}
    moved, found = releases.moved(project, lambda path: path in files or path in own, _trees(corpus))
    leading = {old: new for old, new in moved if old.endswith(".html")}
    told: dict[str, Any] = {
        "releases": history,
        "kept": releases.whole(project),
        "moved": leading.items(),
        "forms": forms,
    }
    for lang in corpus.interface:
        made.append(pages.page(project, corpus, lang, "releases.html", "releases.html", **told))
    if moved:
        made.append(Artifact("_redirects", releases.redirects(moved).encode(), "text/plain"))
    shown = sorted(path for path in chain(files, (one.path for one in made)) if path.endswith(".html"))
    if corpus.address:
        made += _sitemap(corpus.address, [path for path in shown if path != "404.html"])
    for old, new in leading.items():
        made.append(pages.page(project, corpus, corpus.interface[0], "redirect.html", old, target=new))
    report = _report(project, corpus, len(shown) + len(leading))
    made.append(Artifact(f"{metadata.FOLDER}/report.json", report, "application/json"))
    own = {*(one.path for one in made), *dict(moved)}
    found += releases.gone(project, record.release, lambda path: path in files or path in own)
    return made, found


def _trees(corpus: Corpus) -> list[str]:
    """The folders of the further interface languages."""
    return [pages.in_tree(lang, corpus, "") for lang in corpus.interface[1:]]


def _not_found(project: Project, corpus: Corpus) -> Artifact:
    """The page a host shows for an address that is none. There is one, so the other languages lead home."""

    def home(lang: str) -> str:
        return pages.in_tree(lang, corpus, "index.html")

    return pages.page(project, corpus, corpus.interface[0], "404.html", "404.html", in_language=home)


def _history(corpus: Corpus) -> list[tuple[str, str, list[str]]]:
    """The releases, the newest first: (version, date, what was done), from the revisionDesc of all documents."""
    found: dict[tuple[str, str], list[str]] = {}
    for entry in corpus.entries:
        for version, date, done in entry.imprint.changes:
            said = found.setdefault((date, version), [])
            if done and done not in said:
                said.append(done)
    version, date = corpus.release
    if version and date and not any(known == version for _, known in found):
        found[date, version] = []
    return [(version, date, said[:5]) for (date, version), said in sorted(found.items(), key=_newest, reverse=True)]


def _newest(item: tuple[tuple[str, str], list[str]]) -> tuple[str, tuple[int, ...]]:
    return item[0][0], releases.number(item[0][1])


def _robots(corpus: Corpus) -> str:
    lines = ["User-agent: *", "Allow: /"]
    if corpus.address:
        lines += ["", f"Sitemap: {corpus.address}sitemap.xml"]
    return "\n".join(lines) + "\n"


def _sitemap(address: str, shown: list[str]) -> Iterator[Artifact]:
    """One file, or for more pages than one may hold, an index of several."""
    spaced = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    parts = [shown[at : at + SITEMAP_LIMIT] for at in range(0, len(shown), SITEMAP_LIMIT)]
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        rows = "".join(f"<url><loc>{escape(address + path)}</loc></url>\n" for path in part)
        yield Artifact(name, f"{start}<urlset {spaced}>\n{rows}</urlset>\n".encode(), "application/xml")
    if len(parts) > 1:
        rows = "".join(f"<sitemap><loc>{escape(address + name)}</loc></sitemap>\n" for name in names)
        yield Artifact(
            "sitemap.xml", f"{start}<sitemapindex {spaced}>\n{rows}</sitemapindex>\n".encode(), "application/xml"
        )


def _feed(record: metadata.Record, releases: list[tuple[str, str, list[str]]]) -> str:
    """The releases as an Atom feed; times are midnight UTC of the day that the header gives."""
    own = record.address or f"urn:uuid:{metadata.identity(record)}"
    author = record.publisher.name if record.publisher else record.title
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{escape(record.title)}</title>",
        f"<id>{escape(own)}</id>",
        f"<updated>{_midnight(releases[0][1])}</updated>",
        f"<author><name>{escape(author)}</name></author>",
        f'<link rel="self" href={quoteattr(record.address + "feed.xml")}/>',
        f"<link href={quoteattr(record.address + 'index.html')}/>",
    ]
    for version, date, said in releases:
        lines += [
            "<entry>",
            f"<title>{escape(f'{record.title}, {version}')}</title>",
            f"<id>urn:uuid:{metadata.identity(record, version)}</id>",
            f"<updated>{_midnight(date)}</updated>",
            f"<link href={quoteattr(record.address + 'releases.html')}/>",
            f"<content>{escape(' '.join(said) or version)}</content>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def _midnight(date: str) -> str:
    year, month, day = ([*date.split("-"), "01", "01"])[:3]
    return f"{year}-{month}-{day}T00:00:00Z"


def _report(project: Project, corpus: Corpus, outputs: int) -> bytes:
    """What was validated. An edition with errors is not published, so what is published had none."""
    found: Mapping[str, object] = {
        "program": f"Bifolium {project.version}",
        "version": corpus.release[0],
        "date": corpus.release[1],
        "inputs": len(corpus.entries),
        "outputs": outputs,
        "errors": 0,
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
