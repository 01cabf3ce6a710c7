"""A web archive (WACZ) becomes findings: its own checksums, and whether its records are the files of the site."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from bifolium.deposit.payload import archive_name
from bifolium.findings import find
from bifolium.model import Finding, Place
from bifolium.phrases import phrase
from bifolium.verify.sums import Sums, inside

PACKAGE = "datapackage.json"


def verify_archive(path: Path, here: str, sums: Sums, done: list[str], site: Path | None = None) -> list[Finding]:
    """The members of the archive against its datapackage.json, its records against their digests, and, where there is
    one beside it, against the site in `site`: each of its files once, with the same bytes."""
    place = Place(here)
    try:
        with zipfile.ZipFile(path) as archive:
            package = json.loads(archive.read(PACKAGE))
            found = list(_members(archive, package, here, sums))
            base = str(package.get("mainPageUrl", "")).removesuffix("index.html")
            records: dict[str, str] = {}
            for name in archive.namelist():
                if name.startswith("archive/"):
                    with archive.open(name) as file:
                        for url, digest, sound in _records(file):
                            records[url.removeprefix(base)] = digest
                            if not sound:
                                found.append(find("verify.changed", place, path=f"{here}: {url}"))
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        return [find("verify.unreadable", place, path=here, reason=str(error))]
    if site is None:
        done.append(phrase("{0} is a web archive; the digests of its {1} records were compared.", here, len(records)))
        return found
    there = {archive_name(unquote(name)): digest for name, digest in records.items()}
    names = {archive_name(name): name for name in inside(site)}
    for name in sorted(there.keys() | names.keys()):
        if name not in there:
            found.append(find("verify.missing", place, path=f"{here}: {name}"))
        elif name not in names:
            found.append(find("verify.added", place, path=f"{here}: {name}"))
        elif sums.digests(site / names[name], ["sha256"])["sha256"] != there[name]:
            found.append(find("verify.changed", place, path=f"{here}: {name}"))
    done.append(
        phrase("{0} is a web archive; its {1} records were compared with the files of the site.", here, len(records))
    )
    return found


def _members(archive: zipfile.ZipFile, package: dict[str, Any], here: str, sums: Sums) -> Iterator[Finding]:
    for resource in package["resources"]:
        algorithm, _, expected = resource["hash"].partition(":")
        digest = hashlib.new(algorithm)
        with archive.open(resource["path"]) as file:
            while part := file.read(1 << 20):
                digest.update(part)
                sums.size += len(part)
        if digest.hexdigest() != expected:
            yield find("verify.changed", Place(here), path=f"{here}: {resource['path']}")


def _records(file: IO[bytes]) -> Iterator[tuple[str, str, bool]]:
    """(address, sha256, whether the record's own digest holds) of each response in a WARC file of one compressed block
    a record (WARC 1.1, annex D)."""
    unpacker, parts = zlib.decompressobj(31), list[bytes]()
    data = b""
    while data or (data := file.read(1 << 16)):
        parts.append(unpacker.decompress(data))
        data = unpacker.unused_data
        if unpacker.eof:
            head, _, block = b"".join(parts).partition(b"\r\n\r\n")
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
            if fields["WARC-Type"] == "response":
                body = block[: int(fields["Content-Length"])].partition(b"\r\n\r\n")[2]
                digest = hashlib.sha256(body)
                own = "sha256:" + base64.b32encode(digest.digest()).decode()
                yield fields["WARC-Target-URI"], digest.hexdigest(), fields["WARC-Payload-Digest"] == own
            unpacker, parts = zlib.decompressobj(31), []
    if parts:
        raise ValueError("the last record is cut off")
