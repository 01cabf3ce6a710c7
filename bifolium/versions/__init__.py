"""The files of one work, a text and its translations, become one document in which they face each other.

`kin` reads from a document which others it says to be versions of it, `together` finds the families of an edition,
`join` makes one tree of the files of a family. That tree goes the way of any other: aligned, rendered, collated.
"""

from __future__ import annotations

from bifolium.versions.join import Joined, join
from bifolium.versions.kin import kin
from bifolium.versions.together import crowded, together

__all__ = ["Joined", "crowded", "join", "kin", "together"]
