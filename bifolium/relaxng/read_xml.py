"""A schema in RELAX NG's XML syntax becomes a tree of Nodes."""

from __future__ import annotations

import re
from urllib.parse import urljoin
from xml.parsers import expat

from bifolium.relaxng import regex, tree
from bifolium.relaxng.datatypes import collapse
from bifolium.relaxng.errors import LimitExceeded, Limits, Place, SchemaError
from bifolium.relaxng.names import XML_NAMESPACE, AnyOf, Name, NameClass
from bifolium.relaxng.tree import Node

RELAX_NG = "http://relaxng.org/ns/structure/1.0"
_RNG = RELAX_NG + " "
_LIBRARY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[^%#]|%[0-9A-Fa-f]{2})+")

# Section 3: which attributes each element takes besides ns and datatypeLibrary; "!" for those it must have.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(tree.PATTERNS | {"anyName", "nsName", "except", "div", "name"}, ()),
    "element": ("name",),
    "attribute": ("name",),
    "value": ("type",),
    "ref": ("name!",),
    "parentRef": ("name!",),
    "param": ("name!",),
    "data": ("type!",),
    "externalRef": ("href!",),
    "include": ("href!",),
    "define": ("name!", "combine"),
    "start": ("combine",),
}
NAMES = frozenset(("name", "anyName", "nsName", "choice"))
CHILDREN: dict[str, frozenset[str]] = {
    **dict.fromkeys(tree.CONTAINERS | {"define", "start"}, tree.PATTERNS),
    "element": tree.PATTERNS | NAMES,
    "attribute": tree.PATTERNS | NAMES,
    "choice": tree.PATTERNS | NAMES,
    "except": tree.PATTERNS | NAMES,
    "data": frozenset(("param", "except")),
    "anyName": frozenset(("except",)),
    "nsName": frozenset(("except",)),
    "grammar": tree.COMPONENTS,
    "div": tree.COMPONENTS,
    "include": tree.COMPONENTS - {"include"},
}
TEXTUAL = frozenset(("value", "param", "name"))


class _Written:
    """An element of the schema while it is read."""

    __slots__ = ("attributes", "base", "children", "kind", "library", "namespace", "place", "prefixes", "text")

    def __init__(self, kind: str, attributes: dict[str, str], place: Place, parent: _Written) -> None:
        self.kind = kind
        self.attributes = attributes
        self.place = place
        self.children: list[_Written] = []
        self.text: list[str] = []
        self.prefixes: dict[str, str] = parent.prefixes
        self.namespace: str = attributes.get("ns", parent.namespace)
        self.library: str = attributes.get("datatypeLibrary", parent.library)
        base = attributes.get(f"{XML_NAMESPACE} base")
        self.base: str = parent.base if base is None else urljoin(parent.base, base)


class _Outside(_Written):
    """What stands around a document: what it inherits."""

    __slots__ = ()

    def __init__(self, address: str, namespace: str) -> None:
        self.kind = ""
        self.children = []
        self.prefixes = {"xml": XML_NAMESPACE}
        self.namespace = namespace
        self.library = ""
        self.base = address


class _Reader:
    """The handlers of one parse."""

    def __init__(self, address: str, namespace: str, limits: Limits) -> None:
        self.address = address
        self.limits = limits
        self.stack: list[_Written] = [_Outside(address, namespace)]
        self.foreign = 0  # how deep in elements of other namespaces, which say nothing (section 4.1)
        self.declared: list[tuple[str, str]] = []
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartNamespaceDeclHandler = self.declare

    def place(self) -> Place:
        return Place(self.address, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def declare(self, prefix: str | None, namespace: str | None) -> None:
        self.declared.append((prefix or "", namespace or ""))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.foreign:
            self.foreign += 1
            self.declared.clear()
            return
        parent = self.stack[-1]
        if not name.startswith(_RNG):
            if parent.kind in TEXTUAL or not parent.kind:
                raise SchemaError(f"element {name.replace(' ', ':')} cannot stand here", self.place())
            self.foreign = 1
            self.declared.clear()
            return
        kind = name[len(_RNG) :]
        place = self.place()
        written = _Written(kind, attributes, place, parent)
        if self.declared:
            written.prefixes = {**parent.prefixes, **dict(self.declared)}
            self.declared.clear()
        self.check(written, parent)
        if len(self.stack) > self.limits.nesting * 2:
            raise LimitExceeded(f"a schema with elements nested more than {self.limits.nesting * 2} deep")
        parent.children.append(written)
        self.stack.append(written)

    def check(self, written: _Written, parent: _Written) -> None:
        """The rules of section 3 and 4.3 that need one element only."""
        kind, place = written.kind, written.place
        if kind not in (CHILDREN.get(parent.kind, ()) if parent.kind else tree.PATTERNS):
            raise SchemaError(f"{kind} cannot stand {f'in {parent.kind}' if parent.kind else 'here'}", place)
        allowed = ATTRIBUTES[kind]
        for name, value in written.attributes.items():
            if name == "datatypeLibrary":
                if value and not is_absolute(value):
                    raise SchemaError(f"datatypeLibrary “{value}” is not an absolute URI", place)
            elif name == "ns" or name in allowed or f"{name}!" in allowed:
                continue
            elif " " not in name or name.startswith(_RNG):  # others are annotations
                raise SchemaError(f"attribute {name} cannot stand on {kind}", place)
        for name in allowed:
            if name.endswith("!") and name[:-1] not in written.attributes:
                raise SchemaError(f"{kind} lacks its attribute {name[:-1]}", place)

    def characters(self, text: str) -> None:
        if self.foreign:
            return
        written = self.stack[-1]
        if written.kind in TEXTUAL:
            written.text.append(text)
        elif not (text.isascii() and text.isspace()):
            raise SchemaError(f"text in {written.kind}", self.place())

    def end(self, name: str) -> None:
        if self.foreign:
            self.foreign -= 1
        else:
            self.stack.pop()


def read(content: bytes, address: str = "", namespace: str = "", limits: Limits | None = None) -> Node:
    """The tree of a schema. `namespace` is what it inherits from where it is referred to. Raises SchemaError."""
    reader = _Reader(address, namespace, limits or Limits())
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        place = Place(address, error.lineno, error.offset + 1)
        raise SchemaError(f"not well-formed XML: {expat.ErrorString(error.code)}", place) from error
    return _node(reader.stack[0].children[0])


def _is_name(text: str) -> bool:
    return regex.matches(regex.NCNAME, text)


def is_absolute(library: str) -> bool:
    """Whether the address of a datatype library is what section 4.3 asks for: an absolute URI, no fragment."""
    return _LIBRARY.fullmatch(library) is not None


def _ncname(written: _Written, attribute: str) -> str:
    name = collapse(written.attributes.get(attribute, ""))
    if not _is_name(name):
        raise SchemaError(f"{attribute} “{name}” is not a name", written.place)
    return name


def _qname(text: str, namespace: str, written: _Written) -> Name:
    """A qualified name (section 4.10); without a prefix it is in the namespace given."""
    prefix, colon, local = collapse(text).rpartition(":")
    if not _is_name(local) or (colon and not _is_name(prefix)):
        raise SchemaError(f"“{text}” is not a name", written.place)
    if colon and prefix not in written.prefixes:
        raise SchemaError(f"prefix {prefix} is not declared", written.place)
    return Name(written.prefixes[prefix] if colon else namespace, local)


def _name_class(written: _Written) -> NameClass:
    """The class of names an element describes (section 3, nameClass)."""
    place = written.place
    if written.kind == "name":
        return _qname("".join(written.text), written.namespace, written)
    if written.kind not in NAMES:
        raise SchemaError(f"{written.kind} is not a name", place)
    if written.kind == "choice":
        return _any_of(written)
    if len(written.children) > 1:
        raise SchemaError(f"{written.kind} with more than one except", place)
    exclude = _any_of(written.children[0]) if written.children else None
    if written.kind == "anyName":
        return tree.any_name(exclude, place)
    return tree.any_in(written.namespace, exclude, place)


def _any_of(written: _Written) -> NameClass:
    if not written.children:
        raise SchemaError(f"{written.kind} without names", written.place)
    options = tuple(_name_class(child) for child in written.children)
    return options[0] if len(options) == 1 else AnyOf(options)


def _node(written: _Written) -> Node:
    """The node of one element, and what it holds."""
    kind, place, attributes = written.kind, written.place, written.attributes
    node = Node(kind, place, base=written.base, namespace=written.namespace, library=written.library)
    children = written.children
    if kind in ("element", "attribute"):
        if "name" in attributes:
            # Section 4.8: an attribute named without a prefix is in no namespace, whatever is in scope.
            namespace = written.namespace if kind == "element" else attributes.get("ns", "")
            node.names = _qname(attributes["name"], namespace, written)
        elif children:
            node.names = _name_class(children[0])
            children = children[1:]
        if node.names is None:
            raise SchemaError(f"{kind} without a name", place)
        if kind == "attribute":
            tree.for_attribute(node.names, place)
            if len(children) > 1:
                raise SchemaError("attribute with more than one pattern", place)
    elif kind in ("ref", "parentRef", "define"):
        node.name = _ncname(written, "name")
    elif kind in ("externalRef", "include"):
        node.href = tree.without_fragment(collapse(attributes["href"]), place)
    elif kind in ("data", "value"):
        if "type" in attributes:
            node.name = _ncname(written, "type")
        else:
            node.name, node.library = "token", ""  # section 4.4
        node.text = "".join(written.text)
        node.prefixes = written.prefixes
        children = _parameters(node, children)
    if "combine" in attributes:
        node.combine = collapse(attributes["combine"])
        if node.combine not in ("choice", "interleave"):
            raise SchemaError(f"combine “{node.combine}”", place)
    if not children and kind in tree.CONTAINERS | {"element", "define", "start", "except"}:
        raise SchemaError(f"{kind} without a pattern", place)
    if kind == "start" and len(children) > 1:
        raise SchemaError("start with more than one pattern", place)
    node.children = [_node(child) for child in children]
    allowed = tree.COMPONENTS if kind in ("grammar", "div", "include") else tree.PATTERNS
    for child in node.children:
        if child.kind not in allowed:
            raise SchemaError(f"{child.kind} cannot stand in {kind}", child.place)
    return node


def _parameters(node: Node, children: list[_Written]) -> list[_Written]:
    """Give a datum its parameters and return the patterns it excludes."""
    while children and children[0].kind == "param":
        node.parameters.append((_ncname(children[0], "name"), "".join(children[0].text)))
        children = children[1:]
    if not children:
        return []
    if len(children) > 1 or children[0].kind != "except":
        raise SchemaError("data with something after its except", node.place)
    if not children[0].children:
        raise SchemaError("except without a pattern", node.place)
    return children[0].children
