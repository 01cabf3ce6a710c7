"""Elements that TEI has given up become findings, while they are still understood."""

from __future__ import annotations

from collections.abc import Iterator

from bifolium import tei
from bifolium.findings import find
from bifolium.model import Finding
from bifolium.phrases import phrase
from bifolium.validate.pointers import times
from bifolium.validate.survey import PREFIX, Survey


def deprecated(seen: Survey) -> Iterator[Finding]:
    """One finding for each element that TEI wants to be rid of (TEI Guidelines, TD-deprecation)."""
    known = tei.elements()
    for tag, first in seen.tags.items():
        name = tag.removeprefix(PREFIX)
        if not tag.startswith(PREFIX) or name not in known or (until := known[name].deprecated) is None:
            continue
        count = sum(1 for _ in seen.root.iter(tag))
        going = " " + phrase("and will go after {0}", until) if until else ""
        often = "" if count == 1 else " " + phrase("(used {0})", times(count))
        hint = phrase("TEI Guidelines: {0}", known[name].guidelines)
        yield find("tei.deprecated", seen.place(first), what=name, until=going, times=often, hint=hint)
