"""What a stylesheet or a page points to becomes the address a reader can follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bifolium import links, pages
from bifolium.links import XML
from bifolium.model import Corpus, Document

ADDRESS = "{https://bifolium.org/ns}id"


class Pointers:
    """Follows the pointers of one document: what the stylesheets call `b:href`."""

    def __init__(self, document: Document, corpus: Corpus, home: Mapping[str, str] | None = None) -> None:
        self.path = document.source.path
        self.home = home or {}  # of several documents that were joined: where a pointer led before
        self.anchors, self.things = corpus.anchors, corpus.things
        self.declared = links.prefixes(document.tree)
        self.local = {
            e.get(f"{XML}id"): e.get(ADDRESS)
            for e in document.tree.iter()
            if isinstance(e.tag, str) and e.get(f"{XML}id")
        }

    def __call__(self, pointer: str, element: Any) -> str:
        """An address: "#id" in this document, "/path#id" from the root of the output, the web; "" for nowhere."""
        first = (pointer.split() or [""])[0]
        expanded = links.expand(first, self.declared)
        target = self.anchors.get(self.home.get(expanded) or links.normal(expanded, self.path), "")
        # A name leads to its entry in the index; anything else in the same document to where it stands.
        if target.startswith("names/") or (target and not expanded.startswith("#")):
            return f"/{target}"
        if expanded.startswith("#"):
            if expanded[1:] in self.local:
                return f"#{self.local[expanded[1:]]}"
            listed = self.anchors.get(expanded, "")  # what only a list of the edition knows
            return f"/{listed}" if listed else ""
        return links.web(expanded) or links.web(links.based(expanded, element))


    def elsewhere(self, pointer: str) -> str | None:
        """The TEI of what a pointer means in a list of the edition, as far as it tells what it is; None for nothing."""
        expanded = links.expand(pointer, self.declared)
        text = self.things.get(self.home.get(expanded) or links.normal(expanded, self.path))
        return self.things.get(expanded) if text is None and expanded.startswith("#") else text


class Final:
    """What an address written by the stylesheets becomes on a page of this document."""

    def __init__(self, corpus: Corpus, folder: str, lang: str, ids: Mapping[str, set[str]]) -> None:
        self.corpus, self.folder, self.lang, self.ids = corpus, folder, lang, ids
        self.page = {address: part for part in reversed([*ids]) for address in ids[part]}

    def __call__(self, part: str) -> pages.Resolve:
        """The resolver for one page of the document: "index" or "record"."""
        here = pages.in_tree(self.lang, self.corpus, f"{self.folder}/{part}.html")

        def resolve(href: str) -> str:
            if href.startswith("#"):
                if href[1:] in self.ids.get(part, ()):
                    return href
                return f"{other}.html{href}" if (other := self.page.get(href[1:])) else ""
            if href.startswith("/images/"):
                return links.relative(href[1:], here)
            if href.startswith("/"):
                return links.relative(pages.in_tree(self.lang, self.corpus, href[1:]), here)
            return href

        return resolve
