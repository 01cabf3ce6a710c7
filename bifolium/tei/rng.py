"""The table becomes tei_all as a RELAX NG grammar in XML syntax, for other programs and for comparison."""

from __future__ import annotations

from bifolium.tei.expressions import Tree, is_list, parse
from bifolium.tei.facts import ATTRIBUTE_PREFIXES, NAMESPACE, Attribute
from bifolium.tei.lines import Block
from bifolium.tei.table import Table

_TAGS = {"|": "choice", ",": "group", "?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
_ANY_ELEMENT = (
    f'<define name="anything"><element><anyName><except><nsName ns="{NAMESPACE}"/>'
    '<name ns="http://www.tei-c.org/ns/Examples">egXML</name></except></anyName>'
    "<zeroOrMore><attribute><anyName/></attribute></zeroOrMore>"
    '<zeroOrMore><choice><text/><ref name="anything"/></choice></zeroOrMore></element></define>\n'
)


def grammar(table: Table) -> str:
    """tei_all as a RELAX NG grammar; the same table gives the same bytes.

    Values that TEI only suggests are not in it: the datatype beside them allows them anyway.
    """
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<!-- TEI P5 {table.release}, tei_all, made from a table of its facts. -->\n"
        f'<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="{NAMESPACE}"'
        ' datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">\n'
    ]
    for block in table.blocks.values():
        define = f'<define name="{block.name}">'
        if block.kind == "start":
            out.append(f"<start>{xml(parse(block.get('content')))}</start>\n")
        elif block.kind == "datatype":
            out.append(f"{define}{xml(parse(block.get('=')))}</define>\n")
        elif block.kind == "macro":
            out.append(f"{define}{xml(parse(block.get('content')))}</define>\n")
        elif block.kind == "element":
            space = f' ns="{block.get("namespace")}"' if block.get("namespace") else ""
            content = xml(parse(block.get("content")))
            attributes = _attributes(table, block)
            out.append(f'{define}<element name="{block.name}"{space}>{content}{attributes}</element></define>\n')
        elif block.name.startswith("att."):
            out.append(f"{define}{_attributes(table, block) or '<empty/>'}</define>\n")
        else:
            members = block.get("members").split()
            refs = "".join(f'<ref name="{member}"/>' for member in members)
            inside = f"<choice>{refs}</choice>" if members else "<notAllowed/>"
            out.append(f"{define}{inside}</define>\n")
    out.append(_ANY_ELEMENT + "</grammar>\n")
    return "".join(out)


def xml(tree: Tree) -> str:
    """The tree of an expression in the XML syntax of RELAX NG."""
    kind = tree[0]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{''.join(map(xml, tree[1:]))}</{_TAGS[kind]}>"
    if kind == "name":
        return f'<ref name="{tree[1]}"/>'
    if kind == "value":
        return f"<value>{_escape(tree[1])}</value>"
    if kind == "data":
        parameters = "".join(f'<param name="{name}">{_escape(value)}</param>' for name, value in tree[2:])
        return f'<data type="{tree[1]}">{parameters}</data>' if parameters else f'<data type="{tree[1]}"/>'
    return f"<{kind}/>"


def _attributes(table: Table, block: Block) -> str:
    """The attributes of a block: its classes by reference, the others written out."""
    classes, groups = table.declared(block)
    out = [f'<ref name="{name}"/>' for name in classes]
    for group in groups:
        patterns = "".join(map(_attribute, group))
        out.append(patterns if len(group) == 1 and not group[0].either else f"<choice>{patterns}</choice>")
    return "".join(out)


def _attribute(attribute: Attribute) -> str:
    """The pattern of one attribute."""
    tree = parse(attribute.datatype)
    value = xml(tree)
    if is_list(tree):
        value = f"<list>{value}</list>"
    prefix, _, local = attribute.name.rpartition(":")
    name = f'name="{local}" ns="{ATTRIBUTE_PREFIXES[prefix]}"' if prefix else f'name="{local}"'
    pattern = f"<attribute {name}>{value}</attribute>"
    return pattern if attribute.required else f"<optional>{pattern}</optional>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
