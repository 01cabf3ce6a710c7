"""What a document says of its schemas, and what its project has in schema/, becomes what it is held against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from bifolium import pins, tei
from bifolium.findings import find
from bifolium.model import Finding, Place, Project
from bifolium.positions import Positions
from bifolium.project import places
from bifolium.validate.survey import Element, Survey

CONTRACT = "schema/edition.xsd"  # the project's own contract, which `contract` reads
RELAXNG, XSD, SCHEMATRON = "relaxng", "xsd", "schematron"
SUFFIXES = {".rng": RELAXNG, ".rnc": RELAXNG, ".xsd": XSD, ".sch": SCHEMATRON, ".isosch": SCHEMATRON}
# What schematypens may say (Associating Schemas with XML documents 1.0).
TYPES = {
    "http://relaxng.org/ns/structure/1.0": RELAXNG,
    "http://www.w3.org/2001/XMLSchema": XSD,
    "http://purl.oclc.org/dsdl/schematron": SCHEMATRON,
    "http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0": "NVDL",
}

# TEI's own schemas on the web, of which tei_all admits whatever the others admit; and the release in the address.
_TEI_HOST = re.compile(r"(?:[a-z0-9-]+\.)*tei-c\.org|teic\.github\.io|raw\.githubusercontent\.com")
_TEI_FILE = re.compile(
    r"/(?:tei|tei_(?:all|allPlus|bare|basic|corpus|dictionaries|drama|linguistics|lite|minimal|ms|odds|simplePrint"
    r"|speech|svg|math|tite|xinclude|customization|enrich|jtei))\.(?:rng|rnc|xsd|dtd|isosch|sch)$"
)
_RELEASE = re.compile(r"/Vault/P5/(\d+\.\d+(?:\.\d+)?)/")


@dataclass(frozen=True, slots=True)
class Named:
    """A schema a document is held against: a file of the project, or TEI as of a release (then there is no file)."""

    kind: str
    name: str
    path: Path | None = None
    release: str = tei.LATEST


@dataclass(frozen=True, slots=True)
class Reference:
    """A processing instruction that names a schema."""

    address: str
    kind: str
    place: Place


def chosen(seen: Survey) -> tuple[list[Named], list[Finding]]:
    """The schemas of a document, each once, and what is wrong with how they are named.

    They are those it names, and those the project has; TEI as a whole where these say nothing of its grammar.
    """
    found: dict[Path | str, Named] = {}
    findings: list[Finding] = []
    lacking: list[Reference] = []
    addresses: set[str] = set()  # one file may hold a grammar and rules, and be named for both
    for reference in references(seen):
        named = _named(seen, reference)
        if named is None or isinstance(named, Finding):
            if reference.address not in addresses:
                lacking += [reference] if named is None else []
                findings += [] if named is None else [named]
            addresses.add(reference.address)
        elif named.path != seen.project.root / CONTRACT:
            found.setdefault(named.path or named.release, named)
    for path in own(seen.project):
        kind = SUFFIXES[path.suffix]
        found.setdefault(path, Named(kind, path.relative_to(seen.project.root).as_posix(), path))
    grammars = [named for named in found.values() if named.kind != SCHEMATRON]
    if not grammars:
        grammars = [Named(RELAXNG, "TEI")]
    own_ones = [named.name for named in grammars if named.path]
    for reference in lacking:
        instead = own_ones[0] if own_ones else "TEI P5 as a whole"
        findings.append(find("schema.not-at-hand", reference.place, address=reference.address, instead=instead))
    # Whoever has a grammar of their own need not be held against the greater one as well.
    if own_ones:
        grammars = [named for named in grammars if named.path]
    return grammars + [named for named in found.values() if named.kind == SCHEMATRON], findings


def own(project: Project) -> list[Path]:
    """The schema files of the project, but for its contract."""
    folder = project.root / "schema"
    if not project.edition.is_dir() or not folder.is_dir():
        return []
    contract = project.root / CONTRACT
    found = [path for path in folder.iterdir() if path.suffix in SUFFIXES and path != contract and path.is_file()]
    return sorted(found)


def references(seen: Survey) -> Iterator[Reference]:
    """The schemas named before the root: xml-model, and what oXygen wrote before there was such a thing."""
    for node in seen.root.itersiblings(preceding=True):
        target = getattr(node, "target", "")
        if target == "xml-model" and (address := node.get("href")):
            yield Reference(address, _kind(address, node), _place(seen, node, address))
        elif target == "oxygen":
            for name, kind in (("RNGSchema", RELAXNG), ("SCHSchema", SCHEMATRON)):
                if address := node.get(name):
                    yield Reference(address, kind, _place(seen, node, address))


def _kind(address: str, instruction: Element) -> str:
    """The language of a schema, by what is said of it, else by its name."""
    said = instruction.get("schematypens", "")
    if said in TYPES:
        return TYPES[said]
    suffix = Path(urlsplit(address).path).suffix.lower()
    if suffix == ".dtd" or "dtd" in instruction.get("type", ""):
        return "DTD"
    return SUFFIXES.get(suffix, said or suffix or "unknown")


def _place(seen: Survey, instruction: Element, address: str) -> Place:
    file = cast(Positions, seen.document.place).file
    return file.place(max(file.text.find(address), 0))


def _named(seen: Survey, reference: Reference) -> Named | Finding | None:
    """The schema of a reference; a finding when there is none; None when it is elsewhere on the web."""
    address, kind = reference.address, reference.kind
    if release := known(address):
        # TEI's rules beside the grammar are held against every document, named or not.
        return Named(RELAXNG, "TEI", release=release)
    if kind not in (RELAXNG, XSD, SCHEMATRON):
        return find("schema.unsupported", reference.place, address=address, kind=kind)
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return _pinned(seen.project, address, kind)
    root = seen.project.root
    try:
        path = ((root / seen.document.source.path).parent / unquote(parts.path)).resolve()
        if path.is_relative_to(reach(seen.project)) and path.is_file():
            return Named(kind, path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name, path)
        name = path.relative_to(root).as_posix()
    except (OSError, ValueError):  # outside the project, or a name no file system admits
        name = ""
    # Like every name, it is looked for in the project, then in the installation.
    if name.startswith("schema/") and (there := next(filter(Path.is_file, places(seen.project, name)), None)):
        return Named(kind, name, there)
    return find("schema.missing", reference.place, address=address)


def reach(project: Project) -> Path:
    """The folder in which schemas may stand: the project's; of a file in no project, two folders above it."""
    root = project.root
    return root if project.edition.is_dir() else (root.parents[1] if len(root.parents) > 1 else root)


def within(project: Project, path: Path) -> Path:
    """The folder in which what a schema includes may stand; of one of the installation's, its own."""
    return reach(project) if path.is_relative_to(reach(project)) else path.parent


def _pinned(project: Project, address: str, kind: str) -> Named | None:
    """The copy of a schema on the web that `bifolium schema add` has made."""
    try:
        found = [pin for pin in pins.read(project) if pin.origin == address]
    except ValueError:
        return None  # that they cannot be read is said elsewhere
    files = [pin.file for pin in found if (project.root / "schema" / pin.file).is_file()]
    return Named(kind, f"schema/{files[0]}", project.root / "schema" / files[0]) if files else None


def known(address: str) -> str:
    """The release that an address of one of TEI's own schemas stands for; "" for another address.

    >>> known("https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_lite.rng") == tei.LATEST
    True
    >>> known("http://www.tei-c.org/Vault/P5/4.3.0/xml/tei/custom/schema/relaxng/tei_all.rng")
    '4.3.0'
    """
    parts = urlsplit(address)
    if not _TEI_HOST.fullmatch(parts.netloc.lower()) or not _TEI_FILE.search(parts.path):
        return ""
    if not (found := _RELEASE.search(parts.path)):
        return tei.LATEST
    named = _number(found[1])
    older = [release for release in tei.releases() if _number(release) <= named]
    return older[-1] if older else tei.SOURCE


def _number(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))
