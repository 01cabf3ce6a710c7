"""Elements that TEI has given up become findings, while they are still understood."""

from __future__ import annotations

from collections.abc import Iterator

from bifolium import tei
from bifolium.findings import find
from bifolium.model import Finding
from bifolium.phrases import phrase
from bifolium.validate.survey import PREFIX, Survey, Use


def deprecated(seen: Survey) -> Iterator[Finding]:
    """One finding for each element that TEI wants to be rid of (TEI Guidelines, TD-deprecation)."""
    known = tei.elements()
    for tag, first in seen.tags.items():
        name = tag.removeprefix(PREFIX)
        if not tag.startswith(PREFIX) or name not in known or (until := known[name].deprecated) is None:
            continue
        going = " " + phrase("and will go after {0}", until) if until else ""
        others = [one for one in seen.root.iter(tag) if one is not first]
        hint = phrase("TEI Guidelines: {0}", known[name].guidelines)
        found = find("tei.deprecated", seen.place(first), what=name, until=going, hint=hint)
        yield seen.everywhere(found, Use(first, others))
