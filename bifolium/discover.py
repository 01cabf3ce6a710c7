"""The folder edition/ becomes the list of its TEI files, each with the address its pages will have.

A file is TEI by what its root element says, not by its name. Nothing is opened through a link that
leads out of the project.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from bifolium import roots, scan
from bifolium.characters import beginning
from bifolium.findings import find
from bifolium.model import Finding, Place, Project, Source

SUFFIXES = {".xml", ".tei", ".odd"}
_SNIFF = 65_536  # bytes; when the root element is not among them, the whole file is looked at
_LONG = 64  # characters of one part of an address

# First parts of addresses that belong to the edition as a whole: its own pages and files, and the languages
# of the interface, of which a project may have any (BCP 47); and names that Windows keeps for devices.
_RESERVED = re.compile(
    r"static|data|names|facing|principles|collation|downloads|index|record|assets|search|sitemap|facsimile|images|iiif|dts|api"
    r"|[a-z]{2,3}(-[a-z]{4})?(-[a-z]{2}|-[0-9]{3})?",
    re.I,
)
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.I)
_OTHER = re.compile("[^A-Za-z0-9_-]+")


def discover(project: Project) -> tuple[list[Source], list[Finding]]:
    """The TEI files of the edition, in any depth, ordered by their keys, and what was passed over.

    A file that can't be recognised as anything else is listed too, so that `parse` says what is wrong with it.
    """
    findings: list[Finding] = []
    others: dict[str, list[str]] = {}
    sources: dict[str, Source] = {}
    for path in sorted(_files(project, findings), key=lambda path: path.as_posix()):
        name = path.relative_to(project.root).as_posix()
        try:
            size, digest, root = _look(path)
        except OSError:
            size, digest, root = 0, "", None  # parse will say why it can't be read
        if root is not None and not roots.kind(*root):
            others.setdefault(root[1], []).append(name)
            continue
        key = key_of(path.relative_to(project.edition).as_posix())
        if other := sources.get(key.lower()):
            findings.append(find("discover.same-address", Place(name), key=key, other=other.path))
            key = f"{key}-{_digest(name)}"
        sources[key.lower()] = Source(name, key, size, digest)
    for root_name, names in others.items():
        findings.append(find("discover.not-tei", Place(names[0]), root=root_name, count=len(names)))
    if not sources:
        findings.append(find("discover.nothing", Place("edition")))
    return sorted(sources.values(), key=lambda source: source.key), findings


def _files(project: Project, findings: list[Finding]) -> Iterator[Path]:
    """The files that may be TEI, hidden ones left out."""
    inside = project.root.resolve()
    for folder, folders, names in os.walk(project.edition):
        outside = not Path(folder).resolve().is_relative_to(inside)
        for name in list(folders):
            if name.startswith("."):
                folders.remove(name)
            elif (path := Path(folder, name)).is_symlink():
                # Not followed by os.walk: two ways to a file would be two documents, and a circle would not end.
                findings.append(find("discover.linked-folder", Place(path.relative_to(project.root).as_posix())))
        for name in names:
            path = Path(folder, name)
            if name.startswith(".") or path.suffix.lower() not in SUFFIXES:
                continue
            place = path.relative_to(project.root).as_posix()
            if not _unicode(place):
                shown = place.encode(errors="replace").decode()
                findings.append(find("discover.name-broken", Place(shown)))
            elif outside or (path.is_symlink() and not path.resolve().is_relative_to(inside)):
                findings.append(find("discover.outside", Place(place)))
            else:
                yield path


def _unicode(name: str) -> bool:
    """Whether a name is text: a file system may hold bytes that are not."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _look(path: Path) -> tuple[int, str, tuple[str, str] | None]:
    """Size, digest, and the root element's namespace and name, or None when it can't be made out. Raises OSError."""
    with path.open("rb") as file:
        root = _root(file.read(_SNIFF))
        if root is None:
            file.seek(0)
            root = _root(file.read())
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest, root


def _root(data: bytes) -> tuple[str, str] | None:
    """Namespace and name of the root element, if it is among these first bytes of a file."""
    text = beginning(data)
    token = scan.root(text)
    if token is None:
        return None
    prefix, _, name = token.name.rpartition(":")
    wanted = f"xmlns:{prefix}" if prefix else "xmlns"
    values = {name: value for name, _, value in scan.attributes(text[token.start : token.stop])}
    if prefix and wanted not in values:
        return None  # not well-formed: parse will say so
    return values.get(wanted, "").strip(), name


def key_of(path: str) -> str:
    """The address of a document from its path under edition/: only A-Z a-z 0-9 _ - in each part, and no suffix.

    Where that loses something, a digest of the part is added, so that two names never meet and no
    address depends on which other files there are.
    """
    folders, _, name = path.rpartition("/")
    parts = [*folders.split("/"), Path(name).stem] if folders else [Path(name).stem]
    return "/".join(_part(part, first=number == 0) for number, part in enumerate(parts))


def _part(part: str, first: bool) -> str:
    """One part of an address."""
    part = unicodedata.normalize("NFC", part)  # as macOS and other systems spell it alike
    letters = "".join(c for c in unicodedata.normalize("NFKD", part) if not unicodedata.combining(c))
    plain = _OTHER.sub("-", letters).strip("-")[:_LONG]
    if plain == part and not _DEVICE.fullmatch(part) and not (first and _RESERVED.fullmatch(part)):
        return part
    return f"{plain}-{_digest(part)}" if plain else f"x-{_digest(part)}"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:8]
