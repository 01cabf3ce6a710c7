"""A built edition becomes a deposit: a bag that is also an RO-Crate, an OCFL object with every release, a web archive.

    bag/                what an archive takes in (BagIt 1.0; its data/ is an RO-Crate 1.2 and a project of Bifolium)
    ocfl/               the same, with one version for each release, and no file stored twice (OCFL 1.1)
    edition.wacz        the site as a web archive
    manifest-sha256.txt the checksums of all this

It is written like an edition: beside its place, and then put there in one move. All times in it are those of the
edition (or SOURCE_DATE_EPOCH), so the same release gives the same deposit, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bifolium import metadata
from bifolium.deposit.bag import Bag
from bifolium.deposit.crate import METADATA, PREVIEW, crate, preview
from bifolium.deposit.mets import head, mets
from bifolium.deposit.ocfl import Object
from bifolium.deposit.payload import Payload
from bifolium.deposit.wacz import wacz
from bifolium.metadata.agreement import agreement
from bifolium.model import Artifact, Corpus, Finding, Project
from bifolium.write import Staging, write

BAG, OBJECT, ARCHIVE = "bag", "ocfl", "edition.wacz"


def deposit(
    project: Project,
    corpus: Corpus,
    findings: Sequence[Finding],
    to: Path,
    with_mets: bool = False,
    keep: bool = False,
) -> tuple[int | None, list[Finding]]:
    """Make the deposit of the edition in `project.output` at `to`, which is replaced as a whole.

    `findings` are those of the build. With `keep`, the addresses of this release are written to
    releases/RELEASE.txt. Gives the number of files, or None and findings that say what forbids it.
    """
    record = metadata.of_edition(corpus)
    moment = metadata.moment(record)
    files = Payload(project, corpus, findings)
    if with_mets:
        files.put("metadata/mets.xml", mets(project, record, files, moment), "METS with PREMIS events.")
    described = crate(project, record, files, moment)
    files.put(PREVIEW, preview(project, record, files), "This deposit described for people.")
    files.put(METADATA, described, "This deposit described for programs.")
    if disagreeing := agreement(record, _told(project, files)):
        return None, disagreeing
    program = f"Bifolium {project.version}"
    bag = Bag(record, files, BAG, program)
    ocfl = Object(record, to / OBJECT, moment, OBJECT)
    with Staging(replace(project, output=to)) as staging:
        folder, refused = staging.open()
        if folder is None:
            return None, refused
        refused = staging.put(bag.artifacts())[1] + ocfl.refused(bag.digests)
        if not refused:
            refused += staging.put(ocfl.artifacts(files, bag.digests))[1]
            archive = wacz(record, files.site(), moment, program)
            refused += staging.put([Artifact(ARCHIVE, archive, "application/wacz")])[1]
        if refused:
            return None, refused
        number, found = staging.swap()
    if keep and number is not None:
        manifest = project.output / "manifest-sha256.txt"
        name = f"releases/{record.release}.txt"
        found += write(project.root, [Artifact(name, manifest.read_bytes(), "text/plain")])[1]
    return number, found


def _told(project: Project, files: Payload) -> Iterator[Artifact]:
    """The files that say what the edition is: they are read back and compared."""
    for file in files.added:
        if file.path.endswith((".cff", ".json", ".xml")):
            data = file.read()
            yield Artifact(file.path, head(data) if file.path.endswith("mets.xml") else data, file.media_type)
    yield Artifact("site/index.html", (project.output / "index.html").read_bytes(), "text/html")


__all__ = ["ARCHIVE", "BAG", "OBJECT", "deposit"]
