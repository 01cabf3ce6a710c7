"""A schema in RELAX NG's compact syntax becomes a tree of Nodes."""

from __future__ import annotations

from collections.abc import Callable

from bifolium.relaxng import names, tree
from bifolium.relaxng.datatypes import XSD
from bifolium.relaxng.errors import LimitExceeded, Limits, Place, SchemaError
from bifolium.relaxng.names import XML_NAMESPACE, XMLNS_NAMESPACE, AnyOf, Name, NameClass
from bifolium.relaxng.read_xml import RELAX_NG, is_absolute
from bifolium.relaxng.tokens import Token, tokenize
from bifolium.relaxng.tree import Node

_SUFFIXES = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
_CONNECTORS = {",": "group", "&": "interleave", "|": "choice"}
_COMBINE = {"=": "", "|=": "choice", "&=": "interleave"}


def read(content: bytes, address: str = "", namespace: str = "", limits: Limits | None = None) -> Node:
    """The tree of a schema. `namespace` is what it inherits from where it is referred to. Raises SchemaError."""
    return _Parser(tokenize(content, address), address, namespace, limits or Limits()).top()


class _Parser:
    """Recursive descent over appendix A of the compact syntax's specification."""

    def __init__(self, tokens: list[Token], address: str, namespace: str, limits: Limits) -> None:
        self.tokens = tokens
        self.at = 0
        self.address = address
        self.inherited = namespace
        self.default = namespace
        self.prefixes = {"xml": XML_NAMESPACE}
        self.libraries = {"xsd": XSD}
        self.limits = limits
        self.depth = 0

    # Tokens.

    def peek(self, ahead: int = 0) -> Token:
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def next(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def sees(self, *texts: str, ahead: int = 0) -> bool:
        """Whether a sign or keyword comes next."""
        token = self.peek(ahead)
        return token.kind in ("sign", "keyword") and token.text in texts

    def take(self, *texts: str) -> bool:
        found = self.sees(*texts)
        self.at += found
        return found

    def need(self, *texts: str) -> Token:
        if not self.sees(*texts):
            raise SchemaError(f"{self.peek()} where “{texts[0]}” is due", self.peek().place)
        return self.next()

    def identifier(self) -> str:
        token = self.next()
        if token.kind != "name":
            raise SchemaError(f"{token} where a name is due", token.place)
        return token.text

    def any_identifier(self) -> str:
        """A name, which may be a keyword here."""
        token = self.next()
        if token.kind not in ("name", "keyword"):
            raise SchemaError(f"{token} where a name is due", token.place)
        return token.text

    def literal(self) -> str:
        token = self.next()
        if token.kind != "literal":
            raise SchemaError(f"{token} where a literal is due", token.place)
        text = token.text
        while self.take("~"):
            text += self.literal()
        return text

    def node(self, kind: str, place: Place, children: list[Node] | None = None) -> Node:
        return Node(kind, place, children or [], base=self.address, namespace=self.default, prefixes=self.prefixes)

    # Declarations.

    def top(self) -> Node:
        while self.sees("namespace", "default", "datatypes"):
            self.declaration()
        place = self.peek().place
        start = self.at
        self.annotations()
        is_grammar = not self.peek().kind or self.begins_component()
        self.at = start
        root = self.node("grammar", place, self.components("", tree.COMPONENTS)) if is_grammar else self.pattern()
        if self.peek().kind:
            raise SchemaError(f"{self.peek()} after the end of the schema", self.peek().place)
        return root

    def declaration(self) -> None:
        kind = self.next()
        if kind.text == "datatypes":
            prefix = self.any_identifier()
            self.need("=")
            library = self.literal()
            if not is_absolute(library):
                raise SchemaError(f"“{library}” is not an absolute URI", kind.place)
            if self.libraries.get(prefix, library) != library or prefix in set(self.libraries) - {"xsd"}:
                raise SchemaError(f"datatypes {prefix} declared twice", kind.place)
            self.libraries = {**self.libraries, prefix: library}
            return
        prefixed = True
        if kind.text == "default":
            self.need("namespace")
            prefixed = self.peek().kind in ("name", "keyword")
            if "" in self.prefixes:
                raise SchemaError("default namespace declared twice", kind.place)
        prefix = self.any_identifier() if prefixed else ""
        self.need("=")
        namespace = self.inherited if self.take("inherit") else self.literal()
        bad = prefix == "xmlns" or namespace == XMLNS_NAMESPACE
        if bad or (prefixed and (prefix == "xml") != (namespace == XML_NAMESPACE)):
            raise SchemaError(f"{prefix} cannot stand for “{namespace}”", kind.place)
        if prefixed and prefix in self.prefixes and prefix != "xml":
            raise SchemaError(f"namespace {prefix} declared twice", kind.place)
        if prefixed:
            self.prefixes = {**self.prefixes, prefix: namespace}
        if kind.text == "default":
            self.prefixes = {**self.prefixes, "": namespace}
            self.default = namespace

    def namespace(self, prefix: str, place: Place) -> str:
        if prefix not in self.prefixes:
            raise SchemaError(f"namespace {prefix} is not declared", place)
        return self.prefixes[prefix]

    # Annotations, which say nothing but must be correct.

    def annotations(self) -> None:
        """What stands in brackets before something."""
        if self.take("["):
            self.attributes_and_elements(outermost=True)

    def attributes_and_elements(self, outermost: bool) -> None:
        seen: set[Name] = set()
        while self.peek().kind in ("name", "keyword", "prefixed") and self.sees("=", ahead=1):
            token = self.next()
            name = self.annotation_name(token)
            self.need("=")
            self.literal()
            barred = (XMLNS_NAMESPACE, RELAX_NG, "") if outermost else (XMLNS_NAMESPACE,)
            if name in seen or name.namespace in barred or name == Name("", "xmlns"):
                raise SchemaError(f"annotation {token} cannot stand here", token.place)
            seen.add(name)
        while not self.take("]"):
            if self.peek().kind == "literal" and not outermost:
                self.literal()
            else:
                self.annotation_element(outermost)

    def annotation_element(self, outermost: bool) -> None:
        self.enter()
        token = self.next()
        if token.kind not in ("name", "keyword", "prefixed"):
            raise SchemaError(f"{token} in an annotation", token.place)
        if outermost and self.annotation_name(token).namespace == RELAX_NG:
            raise SchemaError(f"annotation {token} is RELAX NG's own", token.place)
        self.annotation_name(token)
        self.need("[")
        self.attributes_and_elements(outermost=False)
        self.depth -= 1

    def annotation_name(self, token: Token) -> Name:
        prefix, _, local = token.text.rpartition(":")
        return Name(self.namespace(prefix, token.place) if prefix else "", local)

    def following(self) -> None:
        """Annotations after something."""
        while self.take(">>"):
            self.annotation_element(outermost=True)

    # Grammars.

    def begins_component(self) -> bool:
        token = self.peek()
        if token.kind == "keyword" and token.text in ("div", "include"):
            return True
        if token.kind == "keyword" and token.text == "start":
            return True
        if token.kind in ("name", "prefixed", "keyword") and self.sees("[", ahead=1):
            return True
        return token.kind == "name" and self.sees(*_COMBINE, ahead=1)

    def components(self, closing: str, allowed: frozenset[str]) -> list[Node]:
        self.enter()
        found = []
        while not (self.sees(closing) if closing else not self.peek().kind):
            if self.peek().kind in ("name", "prefixed", "keyword") and self.sees("[", ahead=1):
                self.annotation_element(outermost=True)
                continue
            self.annotations()
            component = self.component()
            if component.kind not in allowed:
                raise SchemaError(f"{component.kind} cannot stand here", component.place)
            found.append(component)
        if closing:
            self.next()
        self.depth -= 1
        return found

    def component(self) -> Node:
        token = self.peek()
        if self.take("div"):
            self.need("{")
            return self.node("div", token.place, self.components("}", tree.COMPONENTS))
        if self.take("include"):
            node = self.reference("include", token.place)
            if self.take("{"):
                node.children = self.components("}", tree.COMPONENTS - {"include"})
            return node
        kind = "start" if self.take("start") else "define"
        node = self.node(kind, token.place)
        if kind == "define":
            node.name = self.identifier()
        node.combine = _COMBINE[self.need(*_COMBINE).text]
        node.children = [self.pattern()]
        return node

    def reference(self, kind: str, place: Place) -> Node:
        """A reference to another file, and the namespace it inherits."""
        node = self.node(kind, place)
        node.href = tree.without_fragment(self.literal(), place)
        if self.take("inherit"):
            self.need("=")
            node.namespace = self.namespace(self.any_identifier(), place)
        return node

    # Patterns.

    def enter(self) -> None:
        self.depth += 1
        if self.depth > self.limits.nesting:
            raise LimitExceeded(f"a schema nested more than {self.limits.nesting} deep")

    def pattern(self) -> Node:
        self.enter()
        place = self.peek().place
        items = [self.particle()]
        if self.depth == 1 and self.tokens[self.at - 1].text == "]" and not self.sees(*_CONNECTORS):
            raise SchemaError("an annotation after the whole schema", place)
        token = self.peek()
        if self.sees(*_CONNECTORS):
            while self.take(token.text):
                items.append(self.particle())
            if self.sees(*_CONNECTORS):
                raise SchemaError(f"{self.peek()} beside {token} needs parentheses", self.peek().place)
        self.depth -= 1
        return items[0] if len(items) == 1 else self.node(_CONNECTORS[token.text], place, items)

    def particle(self) -> Node:
        place = self.peek().place
        self.annotations()
        found = self.primary()
        self.following()
        if self.sees(*_SUFFIXES):
            found = self.node(_SUFFIXES[self.next().text], place, [found])
            self.following()
        return found

    def primary(self) -> Node:
        token = self.peek()
        place = token.place
        if token.kind == "literal" or token.kind == "prefixed" or self.sees("string", "token"):
            return self.data()
        if token.kind == "name":
            node = self.node("ref", place)
            node.name = self.identifier()
            return node
        if self.take("("):
            found = self.pattern()
            self.need(")")
            return found
        if self.take("element", "attribute"):
            node = self.node(token.text, place)
            is_element = token.text == "element"
            node.names = self.name_class(self.default if is_element else "")
            if not is_element:
                tree.for_attribute(node.names, place)
            self.need("{")
            node.children = [self.pattern()]
            self.need("}")
            return node
        if self.take("list", "mixed"):
            self.need("{")
            node = self.node(token.text, place, [self.pattern()])
            self.need("}")
            return node
        if self.take("empty", "text", "notAllowed"):
            return self.node(token.text, place)
        if self.take("parent"):
            node = self.node("parentRef", place)
            node.name = self.identifier()
            return node
        if self.take("grammar"):
            self.need("{")
            return self.node("grammar", place, self.components("}", tree.COMPONENTS))
        if self.take("external"):
            return self.reference("externalRef", place)
        raise SchemaError(f"{token} where a pattern is due", place)

    def data(self) -> Node:
        """A datatype, a value, or a value of a datatype."""
        token = self.peek()
        node = self.node("data", token.place)
        node.name = "token"
        if token.kind != "literal":
            self.next()
            prefix, _, node.name = token.text.rpartition(":")
            if prefix and prefix not in self.libraries:
                raise SchemaError(f"datatypes {prefix} are not declared", token.place)
            node.library = self.libraries[prefix] if prefix else ""
        if self.peek().kind == "literal":
            node.kind, node.text = "value", self.literal()
            return node
        if self.take("{"):
            while not self.take("}"):
                self.annotations()
                name = self.any_identifier()
                self.need("=")
                node.parameters.append((name, self.literal()))
        if self.take("-"):
            self.annotations()
            node.children = [self.primary()]
        return node

    # Names.

    def name_class(self, namespace: str) -> NameClass:
        self.enter()
        options = [self.one_name_class(namespace)]
        while self.take("|"):
            options.append(self.one_name_class(namespace))
        self.depth -= 1
        if len(options) > 1:
            return AnyOf(tuple(options))
        return options[0]

    def one_name_class(self, namespace: str) -> NameClass:
        self.annotations()
        found = self.simple_name_class(namespace)
        self.following()
        return found

    def simple_name_class(self, namespace: str) -> NameClass:
        token = self.next()
        make: Callable[[NameClass | None], NameClass]
        if token.text == "(" and token.kind == "sign":
            found = self.name_class(namespace)
            self.need(")")
            return found
        if token.kind in ("name", "keyword"):
            return Name(namespace, token.text)
        if token.kind == "prefixed":
            return names.Name(*self.annotation_name(token))
        if token.kind == "wild":
            within = self.namespace(token.text[:-2], token.place)
            make = lambda exclude: tree.any_in(within, exclude, token.place)  # noqa: E731
        elif token.kind == "sign" and token.text == "*":
            make = lambda exclude: tree.any_name(exclude, token.place)  # noqa: E731
        else:
            raise SchemaError(f"{token} where a name is due", token.place)
        if not self.take("-"):
            return make(None)
        return make(self.one_name_class(namespace))
