"""The files of a payload become a bag: BagIt 1.0 (RFC 8493), with sha256 and sha512 manifests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from bifolium.deposit.nouns import File, Spool
from bifolium.metadata import Record, identity
from bifolium.model import Artifact

ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Bag:
    """A bag in the making: `artifacts` gives its files, and afterwards `digests` knows the sha512 of all."""

    def __init__(self, record: Record, files: Iterable[File], folder: str, program: str) -> None:
        self.record = record
        self.files = files
        self.folder = folder
        self.program = program
        self.digests: dict[bytes, list[str]] = {}  # sha512 -> the paths in the payload that have it

    def artifacts(self) -> Iterator[Artifact]:
        """The payload, one file in memory at a time; then the tag files, which list it; last what says that this is
        a bag, so that half of one is never taken for one."""
        manifests = {name: Spool() for name in ALGORITHMS}
        size = count = 0
        for file in self.files:
            data = file.read()
            size += len(data)
            count += 1
            for name, manifest in manifests.items():
                digest = hashlib.new(name, data)
                manifest.add(f"{digest.hexdigest()}  data/{file.path}\n")
            self.digests.setdefault(digest.digest(), []).append(file.path)
            yield Artifact(f"{self.folder}/data/{file.path}", data, file.media_type)
        info = "".join(f"{name}: {value}\n" for name, value in self._info(f"{size}.{count}"))
        tags = {"bag-info.txt": info.encode(), "bagit.txt": DECLARATION}
        tags |= {f"manifest-{name}.txt": manifest.data() for name, manifest in manifests.items()}
        for name in ALGORITHMS:
            lines = (f"{hashlib.new(name, data).hexdigest()}  {tag}\n" for tag, data in tags.items())
            yield Artifact(f"{self.folder}/tagmanifest-{name}.txt", "".join(lines).encode(), "text/plain")
        for tag in sorted(tags, key="bagit.txt".__eq__):
            yield Artifact(f"{self.folder}/{tag}", tags[tag], "text/plain")

    def _info(self, oxum: str) -> Iterator[tuple[str, str]]:
        """The reserved elements (section 2.2.2) that the header can fill; nothing is made up."""
        record, publisher = self.record, self.record.publisher
        info = [
            ("Source-Organization", publisher.name if publisher else ""),
            ("Contact-Name", publisher.name if publisher and publisher.email else ""),
            ("Contact-Email", publisher.email if publisher else ""),
            ("External-Description", record.description or record.title),
            ("External-Identifier", record.cite_as or f"urn:uuid:{identity(record)}"),
            ("Internal-Sender-Description", record.title),
            ("Bagging-Date", record.date),
            ("Bag-Group-Identifier", f"urn:uuid:{identity(record)}"),
            ("Bag-Software-Agent", self.program),
            ("Payload-Oxum", oxum),
        ]
        yield from ((name, " ".join(value.split())) for name, value in info if value)
