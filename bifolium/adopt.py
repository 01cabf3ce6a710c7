"""A schema from elsewhere becomes a file of the project's schema/, with its checksum in schema/pins.toml.

This is the one place of the program that may fetch a schema from the web, and only because somebody asked it to.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from bifolium import __version__, pins
from bifolium.model import Project
from bifolium.phrases import listed, phrase
from bifolium.pins import Pin

SUFFIXES = (".rng", ".rnc", ".xsd", ".sch", ".isosch")
# Without which no XML is a schema of the kind.
NAMESPACES = {
    ".rng": b"http://relaxng.org/ns/structure/1.0",
    ".xsd": b"http://www.w3.org/2001/XMLSchema",
    ".sch": b"http://purl.oclc.org/dsdl/schematron",
    ".isosch": b"http://purl.oclc.org/dsdl/schematron",
}
MOST = 32_000_000  # bytes
SECONDS = 60
HEAD = """\
# Schemas that came from elsewhere, written by `bifolium schema add`. A schema that is changed is a finding.
"""


def adopt(project: Project, source: str) -> Pin:
    """Copy a schema (a file, or an address with http or https) into the project.

    Raises ValueError with a sentence when it cannot be taken, OSError (URLError is one) when it cannot be read.
    """
    data, name = _fetched(source) if re.match(r"https?://", source) else _copied(Path(source))
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(phrase("its name should end in {0}", listed(SUFFIXES)))
    if name == "edition.xsd":
        raise ValueError(phrase("schema/edition.xsd is the edition's own contract; rename the file"))
    if suffix != ".rnc" and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise ValueError(phrase("what came is not XML"))
    if (namespace := NAMESPACES.get(suffix)) and namespace not in data:
        raise ValueError(phrase("what came is XML, but not a schema of the kind its name says"))
    if re.search(rb"<(?:\w+:)?(?:include|import|redefine|externalRef)\b[^>]*\b(?:href|schemaLocation)=", data):
        raise ValueError(phrase("it refers to other files; copy all of them into schema/ by hand"))
    others = [pin for pin in pins.read(project) if pin.file != name]
    folder = project.root / "schema"
    folder.mkdir(exist_ok=True)
    pin = Pin(name, source, hashlib.sha256(data).hexdigest())
    (folder / name).write_bytes(data)
    entries = [_entry(each) for each in sorted([*others, pin], key=lambda each: each.file)]
    (project.root / pins.NAME).write_text(HEAD + "".join(entries), encoding="utf-8")
    return pin


def _entry(pin: Pin) -> str:
    """An entry of pins.toml. JSON's way of quoting is one of TOML's."""
    fields = {"file": pin.file, "origin": pin.origin, "sha256": pin.sha256}
    lines = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return f"\n[[schema]]\n{lines}"


def _copied(path: Path) -> tuple[bytes, str]:
    if path.stat().st_size > MOST:
        raise ValueError(phrase("it is larger than {0} MB", MOST // 1_000_000))
    return path.read_bytes(), path.name


def _fetched(address: str) -> tuple[bytes, str]:
    request = Request(address, headers={"User-Agent": f"bifolium/{__version__}"})
    with urlopen(request, timeout=SECONDS) as answer:
        data: bytes = answer.read(MOST + 1)
    if len(data) > MOST:
        raise ValueError(phrase("it is larger than {0} MB", MOST // 1_000_000))
    name = PurePosixPath(unquote(urlsplit(address).path)).name
    return data, re.sub(r"[^\w.-]", "-", name)
