"""The name of a root element becomes the answer whether the file is TEI, and which."""

from __future__ import annotations

from typing import Literal

TEI = "http://www.tei-c.org/ns/1.0"

P4 = {"TEI.2": "TEI", "teiCorpus.2": "teiCorpus"}
# Roots by which TEI is known even when the file forgets to say so. Names that other vocabularies share
# (div, list, table, person, …) need the namespace.
_BARE = """
    TEI teiCorpus teiHeader text group front back facsimile sourceDoc standOff floatingText
    listPerson listPlace listOrg listBibl listEvent listNym listObject listRelation listWit listPrefixDef
    particDesc settingDesc charDecl taxonomy classDecl encodingDesc profileDesc msDesc schemaSpec specGrp
"""

Kind = Literal["tei", "p4", "bare", ""]


def kind(namespace: str, name: str) -> Kind:
    """What a root element says: TEI, TEI P4 (no namespace, `TEI.2`), TEI without its namespace, or something else."""
    if namespace:
        return "tei" if namespace == TEI else ""
    if name in P4:
        return "p4"
    return "bare" if name in _BARE.split() else ""
