"""The passages of parallel texts become findings where one has no counterpart and nothing says why."""

from __future__ import annotations

from collections.abc import Iterator

from bifolium.findings import find
from bifolium.model import Finding
from bifolium.validate.survey import ID, Survey, local

ADDRESS = "{https://bifolium.org/ns}id"

# Only what a translation leaves out can be declared; what it adds needs its place all the same.
SILENCE = ' If the translation leaves it out, say so there: gap reason="untranslated" corresp="#{}".'


def alignment(seen: Survey) -> Iterator[Finding]:
    """Units without counterpart in documents that align any (TEI Guidelines, SACSAL)."""
    if not (seen.values("corresp") or seen.found["linkGrp"]) or not _texts(seen):
        return
    from bifolium.align import alignment as align  # most documents that are checked align nothing

    aligned = align(seen.document)
    if not aligned.unaligned:
        return
    wanted = {unit.address: unit for unit in aligned.unaligned}
    for element in seen.root.iter("*"):
        unit = wanted.get(element.get(ADDRESS, ""))
        # An editor's note speaks about the text, in the edition's language; nobody is to translate it.
        if unit is None or (local(element) == "note" and element.get("hand") is None):
            continue
        others = [leaf.kind for number, leaf in enumerate(aligned.leaves) if number != unit.leaf]
        words = " ".join("".join(element.itertext()).split())
        yield find(
            "translation.unaligned", seen.place(element), element=local(element),
            other=others[0] if len(set(others)) == 1 else "other texts",
            words=words if len(words) < 32 else f"{words[:30]}…",
            silence=SILENCE.format(element.get(ID) or "…") if unit.leaf == 0 else "",
        )  # fmt: skip


def _texts(seen: Survey) -> bool:
    """Whether there can be several: texts in a group, or divisions (EpiDoc)."""
    return len(seen.found["text"]) > 1 or any(one.get("type") == "translation" for one in seen.found["div"])
