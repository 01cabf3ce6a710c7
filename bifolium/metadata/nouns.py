"""What an archive must know of an edition, or of one document in it: a Record, from which every form is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bifolium.model import Action, Agent


@dataclass(frozen=True, slots=True)
class Part:
    """One document of an edition, as the record of the edition lists it."""

    key: str
    path: str  # of its reading page, from the root of the output
    tei: str  # of its TEI file, from the root of the output
    titles: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    date: str
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """The one truth of which all metadata are forms. What the header does not say is empty."""

    titles: tuple[tuple[str, str], ...]  # (language, title), the preferred one first
    creators: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    funders: tuple[Agent, ...] = ()
    publisher: Agent | None = None
    version: str = ""
    date: str = ""  # ISO: when this version was published
    licence: str = ""  # its web address
    licence_text: str = ""
    languages: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()  # (type, value)
    address: str = ""  # of this thing on the web
    keywords: tuple[tuple[str, str], ...] = ()
    description: str = ""
    created: str = ""  # ISO: when the text was written
    source: str = ""
    sources: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    parts: Sequence[Part] = ()  # of an edition
    container: str = ""  # of a document: the title of the edition

    @property
    def title(self) -> str:
        """The preferred title."""
        return self.titles[0][1] if self.titles else ""

    @property
    def doi(self) -> str:
        """The DOI, without its resolver; "" when there is none."""
        return next((value for kind, value in self.identifiers if kind == "DOI"), "")

    @property
    def release(self) -> str:
        """What this release is called: its version, or where the header counts none, its date."""
        return self.version or self.date

    @property
    def cite_as(self) -> str:
        """The address to cite (RFC 8574): that of the DOI, else the thing's own."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address

    @property
    def original(self) -> tuple[str, ...]:
        """The languages that are not those of a translation."""
        return tuple(lang for lang in self.languages if lang not in self.translated) or self.languages

    @property
    def spdx(self) -> str:
        """The name of the licence in the SPDX list, for Creative Commons and common software licences; else ""."""
        return spdx(self.licence)

    @property
    def year(self) -> str:
        """The year of publication."""
        return self.date[:4]


def spdx(address: str) -> str:
    """The SPDX name of a licence from its web address; "" when it has none that we know.

    >>> spdx("https://creativecommons.org/licenses/by-sa/4.0/")
    'CC-BY-SA-4.0'
    """
    parts = address.split("://")[-1].removeprefix("www.").strip("/").split("/")
    if parts[0] == "creativecommons.org" and len(parts) >= 4 and parts[1] == "licenses":
        return f"CC-{parts[2].upper()}-{parts[3]}"
    if parts[0] == "creativecommons.org" and parts[1:3] == ["publicdomain", "zero"]:
        return "CC0-1.0"
    if parts[:2] == ["spdx.org", "licenses"] and len(parts) > 2:
        return parts[2].removesuffix(".html")
    return ""
