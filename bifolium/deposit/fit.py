"""The sources become findings where an archive could not take them as they are: encodings, links to elsewhere."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from bifolium.deposit.payload import own
from bifolium.findings import find
from bifolium.model import Finding, Place, Project
from bifolium.phrases import phrase

# What is text, by its name.
_TEXT = frozenset(
    ".css .csv .html .js .json .md .odd .py .rnc .rng .sch .tei .toml .tsv .ttl .txt .xml .xsd .xsl .yml".split()
)


def unfit(project: Project) -> tuple[bool, list[Finding]]:
    """What in the project's own files an archive would refuse, or would not find in the deposit."""
    return True, [*_encoded(project), *_linked(project)]


def _encoded(project: Project) -> Iterator[Finding]:
    for file in own(project):
        if PurePosixPath(file.path).suffix.lower() in _TEXT and (what := _encoding(file.read())):
            place = file.original or file.path
            yield find("deposit.encoding", Place(place), path=place, what=what)


def _linked(project: Project) -> Iterator[Finding]:
    root = project.root.resolve()
    for folder, folders, files in os.walk(project.edition):
        for name in sorted((*folders, *files)):
            path = Path(folder, name)
            if path.is_symlink() and (path.is_dir() or not path.resolve().is_relative_to(root)):
                place = path.relative_to(project.root).as_posix()
                yield find("deposit.linked", Place(place), path=place)


def _encoding(data: bytes) -> str:
    """What is wrong with the encoding; "" for UTF-8 without a byte order mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return phrase("is in UTF-16")
    if data.startswith(codecs.BOM_UTF8):
        return phrase("begins with a byte order mark")
    try:
        data.decode()
    except UnicodeDecodeError:
        return phrase("is not in UTF-8")
    return ""
