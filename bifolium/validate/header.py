"""A header becomes findings where the edition could not be cited, found or shared (TEI Guidelines, HD)."""

from __future__ import annotations

from collections.abc import Iterator

from bifolium.findings import find
from bifolium.model import Finding
from bifolium.validate.survey import Survey, local, tei


def header(seen: Survey) -> Iterator[Finding]:
    """What every reader asks first: what is this, in which language, and may I use it?"""
    if local(seen.root) != "TEI":
        return  # a fragment, or a corpus whose parts have headers of their own
    if not seen.found["teiHeader"]:
        first = next(seen.root.iterchildren("*"), seen.root)  # what stands where the header is due
        yield find("header.missing", seen.place(first))
        return
    statement = next(seen.all("titleStmt"), None)
    titles = [] if statement is None else statement.iterchildren(tei("title"))
    if not any("".join(title.itertext()).strip() or len(title) for title in titles):
        place = seen.place(seen.root if statement is None else statement)
        yield find("header.title-missing", place)
    if not any(
        "".join(one.itertext()).strip() or one.find("{*}licence[@target]") is not None
        for one in seen.all("availability")
    ):
        yield find("header.licence-missing", seen.place(next(seen.all("teiHeader"))))
    if not seen.languages:
        yield find("header.language-missing", seen.place(seen.root))
