"""The files of a payload become a bag: BagIt 1.0 (RFC 8493), with sha256 and sha512 manifests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from bifolium.deposit.nouns import File
from bifolium.metadata import Record, identity
from bifolium.model import Artifact

ALGORITHMS = ("sha256", "sha512")
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Bag:
    """A bag in the making: `artifacts` gives its files, and afterwards `digests` knows the sha512 of each."""

    def __init__(self, record: Record, files: Sequence[File], folder: str) -> None:
        self.record = record
        self.files = files
        self.folder = folder
        self.digests: dict[str, str] = {}  # path in the payload -> sha512

    def artifacts(self) -> Iterator[Artifact]:
        """The payload, one file in memory at a time; then the tag files, which list it."""
        sums: dict[str, list[str]] = {name: [] for name in ALGORITHMS}
        size = 0
        for file in self.files:
            data = file.read()
            size += len(data)
            digests = {name: hashlib.new(name, data).hexdigest() for name in ALGORITHMS}
            self.digests[file.path] = digests["sha512"]
            for name, digest in digests.items():
                sums[name].append(f"{digest}  data/{file.path}\n")
            yield Artifact(f"{self.folder}/data/{file.path}", data, file.media_type)
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in self._info(size)),
        }
        tags |= {f"manifest-{name}.txt": "".join(lines) for name, lines in sums.items()}
        for name, text in tags.items():
            yield Artifact(f"{self.folder}/{name}", text.encode(), "text/plain")
        for name in ALGORITHMS:
            lines = (f"{hashlib.new(name, text.encode()).hexdigest()}  {tag}\n" for tag, text in sorted(tags.items()))
            yield Artifact(f"{self.folder}/tagmanifest-{name}.txt", "".join(lines).encode(), "text/plain")

    def _info(self, size: int) -> Iterator[tuple[str, str]]:
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
            ("Payload-Oxum", f"{size}.{len(self.files)}"),
        ]
        yield from ((name, " ".join(value.split())) for name, value in info if value)
