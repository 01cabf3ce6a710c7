"""The names of a document become findings where a name is given twice or cannot be pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bifolium.findings import find
from bifolium.model import Finding
from bifolium.phrases import phrase
from bifolium.validate.survey import ID, Survey

# NCName (Namespaces in XML 1.0, production 4). The full table of characters is longer; what it admits
# beyond these is letters, which \w knows as well.
NCNAME = re.compile(r"[^\W\d][\w.\-·]*")


def ids(seen: Survey) -> Iterator[Finding]:
    """Names given twice, and names that are no XML names (TEI Guidelines, SG-er; XML 1.0, section 3.3.1)."""
    for name, bearers in seen.again.items():
        first = seen.place(seen.ids[name])
        for element in bearers:
            here = seen.place(element, ID)
            where = phrase("in line {0}", first.line) if first.path == here.path else phrase("at {0}", first)
            yield find("id.duplicate", here, id=name, first=where, other=_free(seen, name))
    for name, element in seen.ids.items():
        if not NCNAME.fullmatch(name):
            yield find("id.not-ncname", seen.place(element, ID), id=name, better=_better(seen, name))


def _free(seen: Survey, name: str) -> str:
    """A name like this one that nothing bears yet."""
    number = 2
    while f"{name}-{number}" in seen.ids:
        number += 1
    return f"{name}-{number}"


def _better(seen: Survey, name: str) -> str:
    """The nearest XML name that nothing bears yet."""
    better = re.sub(r"[^\w.\-·]+", "_", name.strip()) or "id"
    if not NCNAME.match(better):
        better = f"n{better}" if better[0].isdigit() else f"n_{better}"
    return _free(seen, better) if better in seen.ids else better
