"""A built edition becomes the list of what is deposited: sources, schemas, site, metadata, reports.

    edition/ schema/ xsl/ …   the project, in its own shape: `bifolium build` builds it again
    site/                     the finished site
    report/                   collation, findings, versions, and the table of names
    CITATION.cff datacite.json .zenodo.json metadata/
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from importlib import metadata as installed
from pathlib import Path

import lxml.etree
from PIL import features

from bifolium import __version__, report
from bifolium import metadata as descriptions
from bifolium.deposit.nouns import File, media_type
from bifolium.model import Corpus, Finding, Project

# The folders and files of a project from which it is built, besides edition/ (see project.places).
OWN = ("build.py", "xsl", "schema", "templates", "locale", "static", "releases")
NAMES = "report/names.tsv"
VERSIONS = "report/versions.json"
_SAFE = re.compile(r"\.?[A-Za-z0-9_-][A-Za-z0-9._-]*")  # what archives take in a name
_OTHER = re.compile(r"[^A-Za-z0-9_-]+")
_MODEL = re.compile(rb"""<\?xml-model[^>]*?href=["']([^"']+)""")
_KINDS = {
    ".html": "Page", ".txt": "Plain text", ".tsv": "Table", ".tmx.xml": "Translation memory", ".xml": "TEI source",
}  # fmt: skip
_METADATA = {"CITATION.cff": "CITATION.cff", "datacite.json": "datacite.json", "zenodo.json": ".zenodo.json"}


class Payload:
    """Every file of the payload, in an order that is the same everywhere. It may be gone through as often as need be:
    the files are listed anew each time, and never all in memory."""

    def __init__(self, project: Project, corpus: Corpus, findings: Sequence[Finding]) -> None:
        self.project = project
        self._added: tuple[File, ...] = ()
        self._release = descriptions.of_edition(corpus).release
        self._titles = {entry.key: entry.title for entry in corpus.entries}
        renamed = [(file.path, file.original) for file in self if file.original]
        table = "deposited\toriginal\n" + "".join(f"{new}\t{old}\n" for new, old in renamed)
        self.put("report/findings.json", _findings(findings), "What the checks found, and what was let pass.")
        self.put(VERSIONS, versions(), "The exact versions of every program that took part.")
        self.put(NAMES, table.encode(), "The original names of files that had to be renamed for the archive.")
        for path in _walk(project.output / descriptions.FOLDER):
            name = path.relative_to(project.output / descriptions.FOLDER).as_posix()
            if name != "report.json":
                place = _METADATA.get(name, f"metadata/{name}")
                self.put(place, path.read_bytes(), f"The description of this edition as {name.lstrip('.')}.")
        proof = project.output / "collation.json"
        said = "The certificate of collation: that no character was lost."
        self.put("report/collation.json", proof.read_bytes(), said)

    def put(self, path: str, data: bytes, description: str) -> None:
        """Add a file that describes the others."""
        made = File(path, len(data), description, lambda: data, "", media_type(path))
        self._added = tuple(sorted((*self._added, made), key=lambda file: file.path))

    @property
    def added(self) -> tuple[File, ...]:
        """The files that are neither the project's nor the site's."""
        return self._added

    def __iter__(self) -> Iterator[File]:
        yield from self._added
        yield from own(self.project, self._release)
        yield from self.site()

    def site(self) -> Iterator[File]:
        """The finished edition."""
        output = self.project.output
        for path in _walk(output):
            inside = path.relative_to(output).as_posix()
            yield _file(path, f"site/{inside}", _of_site(inside, self._titles))


def own(project: Project, release: str = "") -> Iterator[File]:
    """The sources: everything below edition/, and what of the program the project has of its own.

    The addresses of this very release may have been noted or not; they follow from the rest, and are left out.
    """
    for name in ("edition", *OWN, *_schemas(project)):
        start = project.root / name
        if name not in ("edition", "schema") and start == project.installation.parent / name:
            continue  # a checkout of the program, which is its own first project: these are the program's
        for path in [start] if start.is_file() else _walk(start):
            inside = path.relative_to(project.root)
            hidden = any(part.startswith((".", "__")) for part in inside.parts)
            whole_release = inside.parts[0] == "releases" and len(inside.parts) > 2  # the site has it, below /v1.0.0/
            # What a link fetches from outside the project is not the project's to hand out (`fit` says so).
            noted = inside.as_posix() == f"releases/{release}.txt"
            if not (hidden or whole_release or noted) and path.resolve().is_relative_to(project.root):
                yield _file(path, inside.as_posix(), _of_source(inside.as_posix()))


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, in the order of their names."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        elif path.is_file():
            yield path


def _schemas(project: Project) -> list[str]:
    """The folders, from the root of the project, of other schemas that its files name by xml-model."""
    found = set()
    for path in _walk(project.edition):
        if path.suffix != ".xml":
            continue
        with path.open("rb") as file:
            start = file.read(4096)
        for match in _MODEL.finditer(start):
            folder = (path.parent / match.group(1).decode(errors="replace")).resolve().parent
            if folder.is_dir() and folder.is_relative_to(project.root):
                found.add(folder.relative_to(project.root).as_posix())
    return sorted(name for name in found if name not in (".", "schema") and not name.startswith(("edition", "schema/")))


def _file(path: Path, inside: str, description: str) -> File:
    safe = archive_name(inside)
    original = inside if safe != inside else ""
    kind = "application/tei+xml" if path.suffix == ".xml" and inside.startswith("edition/") else media_type(inside)
    return File(safe, path.stat().st_size, description, path.read_bytes, original, kind)


def archive_name(path: str) -> str:
    """A path in names that every archive takes: letters, digits, `_`, `-`, and dots.

    Where that loses something, a digest of the name is added, so that two names never meet.

    >>> archive_name("edition/letter 1.xml"), archive_name("site/index.html")
    ('edition/letter-1-d74e4d5a.xml', 'site/index.html')
    """
    return "/".join(part if _SAFE.fullmatch(part) else _renamed(part) for part in path.split("/"))


def _renamed(part: str) -> str:
    stem, dot, suffix = part.rpartition(".") if "." in part.strip(".") else (part, "", "")
    letters = "".join(c for c in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(c))
    plain = _OTHER.sub("-", letters).strip("-") or "x"
    return f"{plain}-{hashlib.sha256(part.encode()).hexdigest()[:8]}{dot}{_OTHER.sub('', suffix)}"


def _of_source(path: str) -> str:
    if path.startswith("edition/"):
        if path.endswith((".xml", ".tei")):
            return f"TEI P5 source: {path.removeprefix('edition/')}."
        return f"Material of the edition: {path.removeprefix('edition/')}."
    return f"What this edition has of its own to build it: {path}."


def _of_site(path: str, titles: dict[str, str]) -> str:
    """What a file of the site is, in a sentence."""
    key = next((k for k in (path.rpartition("/")[0], path.partition("/")[2].rpartition("/")[0]) if k in titles), "")
    title = titles.get(key, "")
    name = path.rpartition("/")[2]
    kind = next((kind for end, kind in _KINDS.items() if name.endswith(end)), "File")
    return f"{kind} {name} of “{title}”." if title else f"{kind} of the site: {path}."


def _findings(findings: Sequence[Finding]) -> bytes:
    told = [report.as_json(one) for one in sorted(findings, key=lambda one: (one.place, one.code))]
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def versions() -> bytes:
    """The program with a digest of its own files, and everything it rests on; no name of a computer or folder."""
    names = ("lxml", "jinja2", "markupsafe", "pillow", "xmlschema", "elementpath")
    parts = {name: _installed(name) for name in names}
    pictures = {name: features.version(name) for name in ("jpg", "libjpeg_turbo", "webp", "avif", "zlib")}
    told = {
        "program": {"name": "Bifolium", "version": __version__, "sha256": program()},
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": {name: version for name, version in parts.items() if version},
        "libxml2": ".".join(map(str, lxml.etree.LIBXML_VERSION)),
        "libxslt": ".".join(map(str, lxml.etree.LIBXSLT_VERSION)),
        "pictures": {name: version for name, version in pictures.items() if version},
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "unicode": unicodedata.unidata_version,
    }
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


def _installed(name: str) -> str:
    try:
        return installed.version(name)
    except installed.PackageNotFoundError:
        return ""


def program() -> str:
    """A digest of the program's own files: the same program, whatever its version is called."""
    package = Path(__file__).parent.parent
    beside = [package.parent / name for name in ("build.py", "xsl")] if (package.parent / "xsl").is_dir() else []
    found: dict[str, Path] = {}
    for start in [package, *beside]:
        for path in [start] if start.is_file() else start.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found[path.relative_to(package if path.is_relative_to(package) else package.parent).as_posix()] = path
    digest = hashlib.sha256()
    for name, path in sorted(found.items()):
        if not name.startswith("sample/"):
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
