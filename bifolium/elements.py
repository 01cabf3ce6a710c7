"""The stylesheets become a table: what each element of TEI P5 is in HTML and text.

`python -m bifolium.elements` prints it. Each element is put where it may stand and rendered, so the table says what
happens, not what was meant. It is kept in docs/elements.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from bifolium import nesting, plaintext, stylesheets, tei
from bifolium import project as projects
from bifolium.addresses import assign
from bifolium.model import Project
from bifolium.parse import parse_xml

# Where an element shows what it is only in its place: the elements around it, outermost first.
_WITHIN = {
    "item": "list", "headItem": "list", "label": "list", "headLabel": "list", "row": "table", "cell": "table row",
    "castItem": "castList", "castGroup": "castList", "rt": "ruby", "rb": "ruby", "witness": "listWit",
    "lem": "app", "rdg": "app", "rdgGrp": "app", "wit": "app", "witDetail": "app", "f": "fs", "node": "graph",
    "arc": "graph", "root": "tree", "iNode": "tree", "leaf": "tree", "eLeaf": "eTree", "triangle": "eTree",
    "when": "timeline", "specDesc": "specList", "analytic": "biblStruct", "monogr": "biblStruct", "line": "sourceDoc",
    "char": "charDecl", "glyph": "charDecl", "localProp": "charDecl char", "unicodeProp": "charDecl char",
    "unihanProp": "charDecl char", "mapping": "charDecl char", "metSym": "metDecl", "speaker": "sp",
}  # fmt: skip
_HOLDING = {"ruby": "rt"}
_OUTSIDE = ("TEI", "teiCorpus", "teiHeader", "text", "body", "standOff")  # rendered as what holds the others
_INLINE = (nesting.PHRASING | {"img", "br", "math", "svg"}) - {"p", "caption", "dt", "h1", "h2", "h3", "h4", "h5", "h6"}
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_NAMED = re.compile(r"\btei:([A-Za-z]\w*)")


# The attributes that tell a reader something, each with a value that can be found again in what is made of it.
_SAID = {
    "hand": "#HAND", "place": "PLACE", "cert": "CERT", "resp": "#RESP", "who": "#RESP", "when": "2001-02-03",
    "n": "NUM", "type": "TYPE", "reason": "REASON", "quantity": "17", "unit": "UNIT", "rend": "italic",
    "ref": "https://x.org/REF",
    "target": "https://x.org/TARGET", "wit": "#WIT", "source": "https://x.org/SOURCE", "key": "KEY", "value": "VALUE",
}  # fmt: skip
_POINTING = ("ref", "target", "wit", "source", "key", "who")
_TOGETHER = (("hand",), _POINTING, tuple(one for one in _SAID if one not in ("hand", *_POINTING)))
_HEADER = (
    '<teiHeader xmlns="http://www.tei-c.org/ns/1.0"><fileDesc><titleStmt><respStmt xml:id="RESP"><name>RESP</name>'
    '</respStmt><respStmt xml:id="OTHER"><name>OTHER</name></respStmt></titleStmt></fileDesc>'
    '<profileDesc><handNotes><handNote xml:id="HAND" n="HAND"/></handNotes></profileDesc></teiHeader>'
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one element becomes."""

    name: str
    module: str
    tag: str  # of HTML
    block: bool
    added: str  # the program's words, in English; "" for none
    attributes: tuple[str, ...]  # those a reader is told, or sees
    reading: str  # what the reading text has of "word" in it; "" for nothing
    diplomatic: str


def shown(project: Project) -> Iterator[Shown]:
    """What each element of TEI P5 becomes, by module, in the order of the Guidelines."""
    for element in tei.elements().values():
        found = _render(project, element.name, element.namespace)
        if found is None:
            yield Shown(element.name, element.module, "", True, "", (), "", "")
            continue
        told = _told(project, element.name, element.namespace)
        read, on_paper = _texts(project, element.name, element.namespace)
        added = [found] if "generated" in found.get("class", "") else found.iterfind(".//*[@class]")
        words = [" ".join("".join(one.itertext()).split()) for one in added if "generated" in one.get("class", "")]
        block = found.tag not in _INLINE
        added_words = " ".join(filter(None, words))
        yield Shown(element.name, element.module, str(found.tag), block, added_words, told, read, on_paper)


def _told(project: Project, name: str, namespace: str) -> tuple[str, ...]:
    """The attributes of an element that its HTML tells a reader: in words, as a link, or by its look."""
    allowed = tei.elements()[name].attributes
    found = set()
    for together in _TOGETHER:  # those that would make it something else, such as a mark on the paper, not all at once
        said = {one: _SAID[one] for one in together if one in allowed}
        tree = _document(name, namespace, said)
        html = stylesheets.transform(project, "html", tree, "en", lambda pointer, _: pointer, part="text").getroot()
        nesting.mend(html)
        seen = " ".join([*html.itertext(), *html.xpath("//a/@href | //@class")])
        found |= {one for one, value in said.items() if value.lstrip("#") in seen}
    return tuple(one for one in _SAID if one in found)


def _texts(project: Project, name: str, namespace: str) -> tuple[str, str]:
    """What the reading and the diplomatic text have of an element with a word in it."""
    tree = stylesheets.transform(project, "text", _document(name, namespace, {}), "en").getroot()
    words = plaintext.vocabulary(project, "en")
    made = plaintext.both(tree, words)
    return tuple(" / ".join(text.split("\n\n")).replace("\n", " / ").strip(" /") for text in made)  # type: ignore[return-value]


def _render(project: Project, name: str, namespace: str) -> etree._Element | None:
    """The HTML of one element with a word in it, or None when nothing of it stands on the page."""
    if name in _OUTSIDE:
        return None
    html = stylesheets.transform(project, "html", _document(name, namespace, {}), "en", part="text").getroot()
    nesting.mend(html)
    found = html.xpath(f"//*[@data-tei='{name}']") or html.xpath("//*[@id='here'] | //br")
    return found[-1] if found else None


def _document(name: str, namespace: str, attributes: Mapping[str, str]) -> etree._ElementTree:
    """A document with one element where it may stand, and a word in it."""
    inner = root = etree.Element(f"{{{tei.NAMESPACE}}}TEI", nsmap={None: tei.NAMESPACE})
    for one in ["text", "body", *_WITHIN.get(name, "").split()]:
        inner = etree.SubElement(inner, f"{{{tei.NAMESPACE}}}{one}")
    inner = etree.SubElement(inner, f"{{{namespace}}}{name}", dict(attributes) | {_ID: "here"})
    if name in _HOLDING:
        inner = etree.SubElement(inner, f"{{{tei.NAMESPACE}}}{_HOLDING[name]}")
    inner.text = "word"
    tree = root.getroottree()
    root.insert(0, parse_xml(_HEADER.encode()).getroot())
    if "resp" in attributes:  # who it was is told where there are several
        other = etree.SubElement(root[1][0], f"{{{tei.NAMESPACE}}}p")
        etree.SubElement(other, f"{{{tei.NAMESPACE}}}{name}", resp="#OTHER")
    assign(tree)
    return tree


def named(project: Project) -> set[str]:
    """The names of all elements that a stylesheet for HTML names."""
    files = projects.core(project, "xsl/html/core.xsl").parent.glob("*.xsl")
    return {name for file in files for name in _NAMED.findall(file.read_text(encoding="utf-8"))}


def table(project: Project) -> str:
    """The table, in Markdown."""
    lines = [
        "# What each element becomes",
        "",
        "Made by `python -m bifolium.elements`; do not edit. For each element of TEI P5, rendered with one word in it:",
        "the element of HTML that shows it, whether it is a block or stands in the line, the words or signs the",
        "program adds when it has no attributes, the attributes a reader is told of, and what the reading text and the",
        "diplomatic text have of it. Every element also keeps its name in `data-tei`, its language and its direction",
        "of writing; what points somewhere is a link. Who is responsible (`@resp`) is told where several have",
        "done the same. An element that is not in TEI is shown in the line, under its own name.",
    ]
    module = ""
    for one in shown(project):
        if one.module != module:
            module = one.module
            about = tei.modules().get(module)
            title = f"{about.title} ({module})" if about else module
            heads = ("TEI", "HTML", "", "added", "attributes told", "reading text", "diplomatic text")
            lines += ["", f"## {title}", "", _row(heads), _row(["---"] * len(heads))]
        html = f"`{one.tag}`" if one.tag else "the page itself"
        where = "block" if one.block else "in the line"
        told = " ".join(f"`@{name}`" for name in one.attributes)
        lines.append(_row((f"`{one.name}`", html, where, one.added, told, one.reading, one.diplomatic)))
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Print the table."""
    print(table(projects.open_project(Path.cwd())), end="")


if __name__ == "__main__":
    main()
