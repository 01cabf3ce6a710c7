"""The stylesheets become a table: what each element of TEI P5 is in the HTML. `python -m bifolium.elements` prints it.

Each element is put where it may stand and rendered, so the table says what happens, not what was meant. It is kept
in docs/elements.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from bifolium import nesting, stylesheets, tei
from bifolium import project as projects
from bifolium.addresses import assign
from bifolium.model import Project

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


@dataclass(frozen=True, slots=True)
class Shown:
    """What one element becomes."""

    name: str
    module: str
    tag: str  # of HTML
    block: bool
    added: str  # the program's words, in English; "" for none


def shown(project: Project) -> Iterator[Shown]:
    """What each element of TEI P5 becomes, by module, in the order of the Guidelines."""
    for element in tei.elements().values():
        found = _render(project, element.name, element.namespace)
        if found is None:
            yield Shown(element.name, element.module, "", True, "")
            continue
        added = [found] if "generated" in found.get("class", "") else found.iterfind(".//*[@class]")
        words = [" ".join("".join(one.itertext()).split()) for one in added if "generated" in one.get("class", "")]
        block = found.tag not in _INLINE
        yield Shown(element.name, element.module, str(found.tag), block, " ".join(filter(None, words)))


def _render(project: Project, name: str, namespace: str) -> etree._Element | None:
    """The HTML of one element with a word in it, or None when nothing of it stands on the page."""
    if name in _OUTSIDE:
        return None
    inner = root = etree.Element(f"{{{tei.NAMESPACE}}}TEI", nsmap={None: tei.NAMESPACE})
    for one in ["text", "body", *_WITHIN.get(name, "").split()]:
        inner = etree.SubElement(inner, f"{{{tei.NAMESPACE}}}{one}")
    inner = etree.SubElement(inner, f"{{{namespace}}}{name}", {_ID: "here"})
    if name in _HOLDING:
        inner = etree.SubElement(inner, f"{{{tei.NAMESPACE}}}{_HOLDING[name]}")
    inner.text = "word"
    tree = root.getroottree()
    assign(tree)
    html = stylesheets.transform(project, "html", tree, "en", part="text").getroot()
    nesting.mend(html)
    found = html.xpath(f"//*[@data-tei='{name}']") or html.xpath("//*[@id='here'] | //br")
    return found[-1] if found else None


def named(project: Project) -> set[str]:
    """The names of all elements that a stylesheet for HTML names."""
    files = projects.core(project, "xsl/html/core.xsl").parent.glob("*.xsl")
    return {name for file in files for name in _NAMED.findall(file.read_text(encoding="utf-8"))}


def table(project: Project) -> str:
    """The table, in Markdown."""
    lines = [
        "# What each element becomes",
        "",
        "Made by `python -m bifolium.elements`; do not edit. For each element of TEI P5: the element of HTML that",
        "shows it, whether it is a block or stands in the line, and the words or signs the program adds when it holds",
        "one word and has no attributes. Every element keeps its name in `data-tei`; what points somewhere is a link.",
        "An element that is not in TEI is shown in the line, under its own name.",
    ]
    module = ""
    for one in shown(project):
        if one.module != module:
            module = one.module
            about = tei.modules().get(module)
            title = f"{about.title} ({module})" if about else module
            lines += ["", f"## {title}", "", "| TEI | HTML | | added |", "| --- | --- | --- | --- |"]
        html = f"`{one.tag}`" if one.tag else "the page itself"
        lines.append(f"| `{one.name}` | {html} | {'block' if one.block else 'in the line'} | {one.added} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table."""
    print(table(projects.open_project(Path.cwd())), end="")


if __name__ == "__main__":
    main()
