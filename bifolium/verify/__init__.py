"""A bag, an OCFL object, a deposit or a site, met years later, becomes findings: what is missing, changed, untrue.

Nothing is needed but the folder itself. Checksums and completeness come first; then the certificate of collation; then
every page is inspected as it was when it was built; and when this is the same program, the site is built
again from the TEI files inside and compared byte for byte.
"""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

from bifolium.deposit import ARCHIVE
from bifolium.findings import find
from bifolium.model import Finding, Place, Severity
from bifolium.phrases import phrase, spoken
from bifolium.verify.again import again
from bifolium.verify.objects import verify_object
from bifolium.verify.outside import outside
from bifolium.verify.site import verify_site
from bifolium.verify.sums import Sums, verify_bag, verify_manifest
from bifolium.verify.webarchive import PACKAGE, verify_archive


def verify(path: Path, trust: bool = False, lang: str = "en", others: bool = False) -> tuple[str, list[Finding]]:
    """What was done, in a sentence for each step, and what was found.

    The sentences are said in the language `lang`.
    `trust` allows what is inside to run when it is built again: a project may have a program of its own.
    With `others`, the judges of others are asked too.
    """
    sums = Sums()
    done: list[str] = []
    found = _verify(path, "", sums, done, trust)
    if others:
        found += outside(path, done)
    done.append(phrase("{0} files, {1} MB read.", sums.files, f"{sums.size / 1e6:.1f}"))
    return spoken("\n".join(done), lang), found


def _verify(path: Path, name: str, sums: Sums, done: list[str], trust: bool) -> list[Finding]:
    """Verify what stands at `path`, called `name` in what is said of it."""
    here = f"{name}/" if name else ""
    if path.is_file():
        return _verify_file(path, sums, done)
    if (path / "bagit.txt").is_file():
        done.append(phrase("{0} is a bag; its checksums were compared.", name or phrase("The folder")))
        found = verify_bag(path, here, sums)
        if (path / "data" / "site").is_dir() and not found:
            found += verify_site(path / "data" / "site", f"{here}data/site/", done)
            found += again(path / "data", f"{here}data/", done, trust)
        return found
    if (path / "0=ocfl_object_1.1").is_file():
        done.append(phrase("{0} is an OCFL object; its checksums were compared.", name or phrase("The folder")))
        return verify_object(path, here, sums)
    if (path / "manifest-sha256.txt").is_file():
        done.append(phrase("{0} has a manifest; its checksums were compared.", name or phrase("The folder")))
        found = verify_manifest(path, here, sums)
        if (path / "collation.json").is_file():
            found += verify_site(path, here, done)
        for part in ("bag", "ocfl"):  # a whole deposit
            if (path / part).is_dir():
                found += [one for one in _verify(path / part, here + part, sums, done, trust) if one not in found]
        archive, site = path / ARCHIVE, path / "bag" / "data" / "site"
        if archive.is_file() and site.is_dir() and not _errors(found):
            found += verify_archive(archive, here + ARCHIVE, sums, done, site)
        return found
    return [find("verify.unknown", Place(path.name))]


def _errors(found: list[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in found)


def _verify_file(path: Path, sums: Sums, done: list[str]) -> list[Finding]:
    """A web archive is one file; what else comes in one is verified when it has been unpacked."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as pack:
            if PACKAGE in pack.namelist():
                return verify_archive(path, path.name, sums, done)
    if zipfile.is_zipfile(path) or tarfile.is_tarfile(path):
        return [find("verify.packed", Place(path.name), path=path.name)]
    return [find("verify.unknown", Place(path.name))]
