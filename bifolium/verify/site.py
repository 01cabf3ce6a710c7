"""A finished site becomes findings: its pages, inspected again, and its certificate of collation, read."""

from __future__ import annotations

import json
from pathlib import Path

from bifolium.findings import find
from bifolium.inspect import Inspection, inspect
from bifolium.model import Artifact, Finding, Place
from bifolium.phrases import phrase
from bifolium.verify.sums import inside


def verify_site(folder: Path, here: str, done: list[str]) -> list[Finding]:
    """Whether every text is proved, and every page sound."""
    found = _certificate(folder / "collation.json", here)
    inspection = Inspection()
    paths = list(inside(folder))
    for path in paths:
        if path.endswith(".html") and not _kept(path):
            seen, wrong = inspect([Artifact(path, (folder / path).read_bytes(), "text/html")])
            inspection.add(seen)
            found += wrong
    pages, wrong = inspection.compare(dict.fromkeys(paths), folder)
    site = here or phrase("the site")
    done.append(phrase("{0} pages of {1} were inspected; the certificate of collation was read.", pages, site))
    return found + wrong


def _kept(path: str) -> bool:
    """Whether a page belongs to an earlier release that is published along, as it was."""
    return path[:1] == "v" and path[1:2].isdigit()


def _certificate(path: Path, here: str) -> list[Finding]:
    place = Place(f"{here}collation.json")
    try:
        documents = json.loads(path.read_bytes())["documents"]
        proofs = [(f"{key}, {name}", one) for key, outputs in documents.items() for name, one in outputs.items()]
        bad = [name for name, one in proofs if not one["proved"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [find("verify.certificate", place, what="it can't be read")]
    return [find("verify.certificate", place, what=f"it does not prove {', '.join(bad[:5])}")] if bad else []
