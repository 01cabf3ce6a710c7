"""A bag and an OCFL object, shown to others, become findings: what `bagit` and `ocfl-py` say, where they are installed.

Everything these two look at, `verify` has looked at too. They are here for whoever wants to hear it from somebody
else: the Library of Congress, and the community that writes the OCFL. `pip install 'bifolium[deposit]'` brings both.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from bifolium.findings import find
from bifolium.model import Finding, Place
from bifolium.phrases import phrase


def outside(path: Path, done: list[str]) -> list[Finding]:
    """What others find in the bag or object at `path`, or in those of the deposit there. `done` is told who was asked;
    a judge who is not installed is a finding."""
    found = []
    for folder, here in ((path, path.name), (path / "bag", "bag"), (path / "ocfl", "ocfl")):
        if (folder / "bagit.txt").is_file():
            found += _asked("bagit", "bagit", _bagit, folder, here, done)
        elif (folder / "0=ocfl_object_1.1").is_file():
            found += _asked("ocfl-py", "ocfl", _ocfl, folder, here, done)
    return found


def _asked(
    judge: str, module: str, ask: Callable[[Any, Path], list[str]], folder: Path, here: str, done: list[str]
) -> list[Finding]:
    try:
        package = importlib.import_module(module)
    except ImportError:
        return [find("verify.judge-missing", Place(here), judge=judge, path=here)]
    faults = ask(package, folder)
    done.append(phrase("{0} {1} was asked about {2} too.", judge, metadata.version(judge), here))
    return [find("verify.judged-faulty", Place(here), judge=judge, path=here, reason=fault) for fault in faults]


def _bagit(bagit: Any, folder: Path) -> list[str]:
    logging.getLogger("bagit").disabled = True  # it says the same twice
    try:
        bagit.Bag(str(folder)).validate()
    except bagit.BagError as error:
        return [str(error)]
    return []


def _ocfl(ocfl: Any, folder: Path) -> list[str]:
    passed, validator = ocfl.Object().validate(str(folder))
    return [] if passed else [" ".join(one.split()) for one in validator.log.messages] or ["it is not valid"]
