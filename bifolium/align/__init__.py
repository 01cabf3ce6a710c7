"""A parsed document becomes its alignment: which texts it holds, and what corresponds to what in them.

`leaves` finds the texts and the blocks they hold, `milestones` the verses between points, `links` what the source ties
together (`citations` by the numbers that a header declares), `rows` lays the blocks
side by side, `passages` divides the rows as finely as the source allows. `nouns` says what comes out.
"""

from __future__ import annotations

from bifolium.align.leaves import survey
from bifolium.align.links import absences, said, ties
from bifolium.align.milestones import mark
from bifolium.align.nouns import Absence, Alignment, Crossing, Leaf, Passage, Row, Unaligned
from bifolium.align.rows import arrange
from bifolium.model import Document

__all__ = ["Absence", "Alignment", "Crossing", "Leaf", "Passage", "Row", "Unaligned", "alignment"]


def alignment(document: Document) -> Alignment:
    """How the texts of `document` correspond. Its tree must carry addresses (`@b:id`).

    Takes time linear to the size of the document; raises nothing. Where texts are cited by milestones, the passages
    between them are put into elements of the tree. Texts are tied together in the ways of the TEI
    Guidelines, SA (`@corresp`, `linkGrp`) and of EpiDoc (`div[@type='translation']`), or by numbers they share.
    """
    texts = survey(document.tree, document.source.path.rpartition("/")[2])
    ground = absences(texts)
    linked = said(texts, ground)
    if len(texts.leaves) > 1 and not linked and (found := mark(document, texts)) is not texts:
        texts, ground = found, absences(found)
    return arrange(texts, ties(texts, linked), ground)
