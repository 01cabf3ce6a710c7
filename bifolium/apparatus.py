"""An apparatus entry becomes a verdict: its lemma is the text, or the text says it again after it (TC-app)."""

from __future__ import annotations

from itertools import islice
from typing import Any

_TEI = "{http://www.tei-c.org/ns/1.0}"
_LOOKED_AT = 40  # entries of a document by which its practice is known


def repeated(app: Any) -> bool:
    """Whether the text goes on with the words of the entry's lemma, and does so after every entry of the document.

    By the Guidelines the lemma is the text. Some editions (those of CBETA and its kin) write the entry first and the
    words once more behind it. One entry alone may be a doubled syllable, so there must be two, and none that differs.
    """
    if not _follows(app):
        return False
    entries = list(islice(app.getroottree().getroot().iter(f"{_TEI}app"), _LOOKED_AT))
    with_lemma = [entry for entry in entries if _lemma(entry)]
    return len(with_lemma) > 1 and all(map(_follows, with_lemma))


def _lemma(app: Any) -> str:
    lemma = app.find(f"{_TEI}lem")
    return "" if lemma is None else "".join("".join(lemma.itertext("*")).split())


def _follows(app: Any) -> bool:
    lemma = _lemma(app) if app.tail and not app.tail.isspace() else ""
    return bool(lemma) and "".join(app.tail[: 2 * len(lemma) + 80].split()).startswith(lemma)
