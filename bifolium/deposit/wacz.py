"""A site becomes a web archive: WARC 1.1 records of every file, packed as WACZ 1.1.1, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import tempfile
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from mmap import ACCESS_READ, mmap
from typing import IO, Any, cast
from urllib.parse import quote, urlsplit

from bifolium.deposit.nouns import File
from bifolium.metadata import Record

# Addresses of an edition that does not know where it stands: a domain that can't exist (RFC 2606).
NOWHERE = "https://edition.invalid/"
_LINES = 1024  # of the index in one compressed block


def wacz(record: Record, site: Iterable[File], moment: datetime, program: str) -> bytes:
    """The archive of these files, which stand below site/. It is made on the disk, not in memory."""
    base = record.address or NOWHERE
    with tempfile.TemporaryFile() as warc, tempfile.TemporaryFile() as pack:
        index = sorted(_records(warc, base, site, moment, program))
        members: list[tuple[str, Any]] = [("archive/data.warc.gz", warc)]
        cdx, idx = _index(index, moment)
        members += [("indexes/index.cdx.gz", cdx), ("indexes/index.idx", idx)]
        members.append(("pages/pages.jsonl", _pages(record, base, moment)))
        resources = []
        for path, data in members:
            size, digest = _digest(data)
            resources.append({"name": path.rpartition("/")[2], "path": path, "hash": digest, "bytes": size})
        package = _json(
            {
                "profile": "data-package",
                "wacz_version": "1.1.1",
                "title": record.title,
                "created": _iso(moment),
                "software": program,
                "mainPageUrl": f"{base}index.html",
                "mainPageDate": _iso(moment),
                "resources": resources,
            }
        )
        members.append(("datapackage.json", package))
        digest = _digest(package)[1]
        members.append(("datapackage-digest.json", _json({"path": "datapackage.json", "hash": digest})))
        _zip(pack, members, moment)
        pack.seek(0)
        # Read where it lies: a site may be larger than the memory. What is mapped stays when the file is closed.
        return cast(bytes, mmap(pack.fileno(), 0, access=ACCESS_READ))


def _records(warc: IO[bytes], base: str, site: Iterable[File], moment: datetime, program: str) -> Iterator[str]:
    """Write the records, one compressed block each, and give the lines of the index (CDXJ)."""
    info = f"software: {program}\r\nformat: WARC File Format 1.1\r\n".encode()
    _record(warc, "warcinfo", "", "application/warc-fields", info, b"", moment)
    for file in site:
        url = base + quote((file.original or file.path).removeprefix("site/"), safe="/~!$&'()*+,;=:@")
        data = file.read()
        kind = f"{file.media_type}; charset=utf-8" if file.media_type.startswith("text/") else file.media_type
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode()
        offset = warc.tell()
        _record(warc, "response", url, "application/http; msgtype=response", data, http, moment)
        entry = {
            "url": url, "mime": file.media_type, "status": "200", "digest": _base32(data),
            "length": str(warc.tell() - offset), "offset": str(offset), "filename": "data.warc.gz",
        }  # fmt: skip
        yield f"{_surt(url)} {moment:%Y%m%d%H%M%S} {json.dumps(entry, ensure_ascii=False)}\n"


def _record(warc: IO[bytes], kind: str, url: str, media: str, data: bytes, http: bytes, moment: datetime) -> None:
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{url} {kind} {hashlib.sha256(data).hexdigest()}")
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{name}>", f"WARC-Date: {_iso(moment)}"]
    if url:
        lines += [f"WARC-Target-URI: {url}", f"WARC-Payload-Digest: {_base32(data)}"]
    lines += [f"WARC-Block-Digest: {_base32(http + data)}", f"Content-Type: {media}"]
    lines += [f"Content-Length: {len(http) + len(data)}", "", ""]
    warc.write(_gzip("\r\n".join(lines).encode() + http + data + b"\r\n\r\n"))


def _index(lines: list[str], moment: datetime) -> tuple[bytes, bytes]:
    """The index in compressed blocks, and the index of the blocks."""
    blocks = b""
    known = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for start in range(0, len(lines), _LINES):
        block = _gzip("".join(lines[start : start + _LINES]).encode())
        key = lines[start].split(" ", 2)
        place = {"offset": len(blocks), "length": len(block), "digest": _digest(block)[1], "filename": "index.cdx.gz"}
        known.append(f"{key[0]} {key[1]} {json.dumps(place)}\n")
        blocks += block
    return blocks, "".join(known).encode()


def _pages(record: Record, base: str, moment: datetime) -> bytes:
    pages: list[dict[str, str]] = [{"format": "json-pages-1.0", "id": "pages", "title": record.title}]
    pages.append({"id": "0", "url": f"{base}index.html", "ts": _iso(moment), "title": record.title})
    for number, part in enumerate(record.parts, 1):
        pages.append({"id": str(number), "url": base + part.path, "ts": _iso(moment), "title": part.titles[0][1]})
    return "".join(json.dumps(page, ensure_ascii=False) + "\n" for page in pages).encode()


def _zip(pack: IO[bytes], members: Sequence[tuple[str, Any]], moment: datetime) -> None:
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_STORED) as archive:
        for path, data in members:
            entry = zipfile.ZipInfo(path, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))  # the first a ZIP knows
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            with archive.open(entry, mode="w", force_zip64=True) as member:
                for part in _parts(data):
                    member.write(part)


def _parts(data: Any) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    data.seek(0)
    while part := data.read(1 << 20):
        yield part


def _digest(data: Any) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for part in _parts(data):
        size += len(part)
        digest.update(part)
    return size, f"sha256:{digest.hexdigest()}"


def _base32(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()


def _gzip(data: bytes) -> bytes:
    """One gzip member (RFC 1952) with no time and no system in its header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def _surt(url: str) -> str:
    """The key of an address in the index: the domain turned round, then the path."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{','.join(reversed((parts.hostname or '').split('.')))}{port}){parts.path or '/'}".lower()


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
