"""The Corpus and the paths of its files become what a web host and a search engine look for; all of it static.

404.html, sitemap.xml, robots.txt, feed.xml (Atom, RFC 4287), _headers and _redirects (which some hosts read), the
metadata files below data/, the pages on releases and on the Endings Principles, and pages that lead on from
addresses of earlier releases. Earlier releases stand in the project:

    releases/1.0.0.txt    the addresses of a release: its manifest-sha256.txt (bifolium deposit --keep)
    releases/1.0.0/       optional: the release itself, which is then published under /v1.0.0/
    releases/moved.tsv    old path, tab, new path, of what has moved: pages, or folders with all that is in them
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from bifolium import metadata, pages
from bifolium.findings import find
from bifolium.model import Artifact, Corpus, Finding, Place, Project

SITEMAP_LIMIT = 50_000  # addresses in one file (sitemaps.org)
_ELSEWHERE = re.compile(r"v\d[\w.-]*/")  # the folder of a kept release
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
    """Everything but the kept releases (see `kept`). `files` are the paths of the edition's other files."""
    record = metadata.of_edition(corpus)
    moved, found = _moved(project, files)
    found += _gone(project, corpus, {*files, *(old for old, _ in moved)})
    made = [*metadata.forms(corpus, record, files)]
    whole = sorted((path.name for path in _releases(project) if path.is_dir()), key=_number, reverse=True)
    releases = _history(corpus)
    told: dict[str, Any] = {"releases": releases, "kept": whole, "moved": moved, "forms": [one.path for one in made]}
    made.append(_not_found(project, corpus))
    for lang in corpus.interface:
        made.append(pages.page(project, corpus, lang, "endings.html", "endings.html", principles=_PRINCIPLES))
        made.append(pages.page(project, corpus, lang, "releases.html", "releases.html", **told))
    made += (pages.page(project, corpus, corpus.interface[0], "redirect.html", old, target=new) for old, new in moved)
    made.append(Artifact("robots.txt", _robots(corpus).encode(), "text/plain"))
    made.append(Artifact("_headers", _HEADERS.encode(), "text/plain"))
    if moved:
        lines = "".join(f"/{old} /{new} 301\n" for old, new in moved)
        made.append(Artifact("_redirects", lines.encode(), "text/plain"))
    if releases:
        made.append(Artifact("feed.xml", _feed(corpus, releases).encode(), "application/atom+xml"))
    known = [*files, *(one.path for one in made)]
    if corpus.address:
        shown = {path for path in known if path.endswith(".html")} - {"404.html"}
        shown -= {old for old, _ in moved}
        made += _sitemap(corpus.address, sorted(shown))
    made.append(Artifact(f"{metadata.FOLDER}/report.json", _report(project, corpus, known), "application/json"))
    return made, found


def _not_found(project: Project, corpus: Corpus) -> Artifact:
    """The page a host shows for an address that is none. There is one, so the other languages lead home."""

    def home(lang: str) -> str:
        return pages.in_tree(lang, corpus, "index.html")

    return pages.page(project, corpus, corpus.interface[0], "404.html", "404.html", in_language=home)


def kept(project: Project) -> Iterator[Artifact]:
    """The earlier releases that are published again, each below its version."""
    for folder in _releases(project):
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    name = f"v{folder.name}/{path.relative_to(folder).as_posix()}"
                    yield Artifact(name, path.read_bytes(), "application/octet-stream")


def _releases(project: Project) -> list[Path]:
    """What stands in releases/ with the name of a version, the oldest first."""
    folder = project.root / "releases"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if _number(path.name)), key=lambda path: (_number(path.name), path.name))


def _number(name: str) -> tuple[int, ...]:
    match = re.match(r"\d+(?:\.\d+)*", name)
    return tuple(map(int, match.group().split("."))) if match else ()


def _moved(project: Project, files: Collection[str]) -> tuple[list[tuple[str, str]], list[Finding]]:
    """The pages that have to lead on to others, from releases/moved.tsv."""
    path = project.root / "releases" / "moved.tsv"
    moved, found = [], []
    before = sorted({page for one in _releases(project) if one.suffix == ".txt" for _, page in _pages(one)})
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else (), 1):
        old, _, new = (part.strip() for part in line.partition("\t"))
        if not old or old.startswith("#"):
            continue
        if old.endswith("/") and new.endswith("/"):
            pairs = [(page, _below(page, old, new)) for page in before if page not in files]
            pairs = [(page, target) for page, target in pairs if target in files]
            if not pairs:
                found.append(find("output.moved-nowhere", Place("releases/moved.tsv", number, 1), old=old, new=new))
            moved += pairs
        elif new.partition("#")[0] not in files:
            found.append(find("output.moved-nowhere", Place("releases/moved.tsv", number, 1), old=old, new=new))
        elif old not in files and old.endswith(".html"):
            moved.append((old, new))
    return moved, found


def _below(page: str, old: str, new: str) -> str:
    """Where a page is when the folder `old` has become `new`, also in the tree of another language; else ""."""
    start, found, end = f"/{page}".partition(f"/{old}")
    return f"{start}/{new}{end}".removeprefix("/") if found and start.count("/") < 2 else ""


def _pages(listed: Path) -> Iterator[tuple[int, str]]:
    """(line, path) of each page in the list of an earlier release."""
    for number, line in enumerate(listed.read_text(encoding="utf-8").splitlines(), 1):
        if (page := line.rpartition("  ")[2]).endswith(".html"):
            yield number, page


def _gone(project: Project, corpus: Corpus, files: Collection[str]) -> Iterator[Finding]:
    """The pages of the last release that are neither there nor lead on."""
    lists = [path for path in _releases(project) if path.suffix == ".txt" and path.stem != corpus.release[0]]
    own = {"endings.html", "releases.html", "404.html"}
    for path in lists[-1:]:
        for number, page in _pages(path):
            lasts = page in files or page.rpartition("/")[2] in own or _ELSEWHERE.match(page)
            if not lasts:
                place = Place(f"releases/{path.name}", number, 1)
                yield find("output.address-gone", place, path=page, version=path.stem)


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
    return item[0][0], _number(item[0][1])


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


def _feed(corpus: Corpus, releases: list[tuple[str, str, list[str]]]) -> str:
    """The releases as an Atom feed; times are midnight UTC of the day that the header gives."""
    record = metadata.of_edition(corpus)
    own = record.address or f"urn:uuid:{metadata.identity(record)}"
    author = record.publisher.name if record.publisher else record.title
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{escape(record.title)}</title>",
        f"<id>{escape(own)}</id>",
        f"<updated>{_midnight(releases[0][1])}</updated>",
        f"<author><name>{escape(author)}</name></author>",
        f"<link rel=\"self\" href={quoteattr(record.address + 'feed.xml')}/>",
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


def _report(project: Project, corpus: Corpus, files: Collection[str]) -> bytes:
    """What was validated. An edition with errors is not published, so what is published had none."""
    found: Mapping[str, object] = {
        "program": f"Bifolium {project.version}",
        "version": corpus.release[0],
        "date": corpus.release[1],
        "inputs": len(corpus.entries),
        "outputs": sum(path.endswith(".html") for path in files),
        "errors": 0,
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


