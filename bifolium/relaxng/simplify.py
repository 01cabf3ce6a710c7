"""A tree of Nodes becomes patterns: sections 4.5 to 4.21 of the specification."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bifolium.relaxng import datatypes
from bifolium.relaxng.datatypes import Datatype, DatatypeError
from bifolium.relaxng.derivatives import Automaton
from bifolium.relaxng.errors import LimitExceeded, Place, SchemaError
from bifolium.relaxng.patterns import Element, Pattern
from bifolium.relaxng.resolve import Resolver, Resource
from bifolium.relaxng.tree import Node

START = ""  # the name of what `start` defines, which no definition can have


@dataclass(slots=True)
class _Definition:
    """All that was written under one name."""

    place: Place
    nodes: list[Node] = field(default_factory=list)
    combine: str = ""
    uncombined: bool = False
    pattern: Pattern | None = None
    expanding: bool = False


@dataclass(slots=True)
class _Scope:
    """The definitions of one grammar."""

    parent: _Scope | None
    definitions: dict[str, _Definition]


class Simplifier:
    """Turns one schema and all it refers to into the patterns of an automaton."""

    def __init__(self, automaton: Automaton, read: Callable[[Resource, str], Node], resolve: Resolver) -> None:
        self.automaton = automaton
        self.read = read  # of a file and the namespace it inherits
        self.resolve = resolve
        self.waiting: list[tuple[Element, Node, _Scope | None]] = []
        self.scopes: list[_Scope] = []
        self.unreachable = False
        self.datatypes: dict[object, Datatype] = {}
        self.files: dict[tuple[str, str], Node] = {}
        self.open: list[str] = []  # the files being read, one for another
        self.read_files = 0
        self.depth = 0

    def schema(self, node: Node) -> Pattern:
        """The pattern of the whole schema. Raises SchemaError, LimitExceeded."""
        self.open.append(node.place.source)
        start = self.pattern(node, None)
        self.enter()
        # What cannot be reached must make sense, but may refer to itself (section 4.19).
        self.unreachable = True
        for scope in self.scopes:
            for name, definition in scope.definitions.items():
                self.reference(name, scope, definition.place)
                self.enter()
        return start

    def enter(self) -> None:
        """Enter elements only when definitions are known: they may hold themselves (section 4.19)."""
        while self.waiting:
            element, body, scope = self.waiting.pop()
            element.content = self.sequence(body.children, scope)

    def sequence(self, nodes: list[Node], scope: _Scope | None) -> Pattern:
        """Several patterns where one is due (section 4.12)."""
        if len(nodes) == 1:
            return self.pattern(nodes[0], scope)
        return self.automaton.group([self.pattern(node, scope) for node in nodes])

    def pattern(self, node: Node, scope: _Scope | None) -> Pattern:
        """The pattern of a node."""
        self.depth += 1
        if self.depth > self.automaton.limits.nesting * 2:
            raise LimitExceeded(f"{node.place}: patterns nested too deep")
        try:
            return self._pattern(node, scope)
        finally:
            self.depth -= 1

    def _pattern(self, node: Node, scope: _Scope | None) -> Pattern:
        automaton = self.automaton
        match node.kind:
            case "ref" | "parentRef":
                if node.kind == "parentRef":
                    scope = scope and scope.parent
                    if scope is None:
                        raise SchemaError("parentRef outside a grammar in a grammar", node.place)
                return self.reference(node.name, scope, node.place)
            case "element":
                assert node.names is not None
                element = automaton.element(node.names, node.place)
                self.waiting.append((element, node, scope))
                return element
            case "attribute":
                assert node.names is not None
                value = self.sequence(node.children, scope) if node.children else automaton.text
                return automaton.attribute(node.names, value)
            case "empty":
                return automaton.empty
            case "text":
                return automaton.text
            case "notAllowed":
                return automaton.not_allowed
            case "group":
                return self.sequence(node.children, scope)
            case "choice":
                return automaton.choice([self.pattern(child, scope) for child in node.children])
            case "interleave":
                return automaton.interleave([self.pattern(child, scope) for child in node.children])
            case "optional":
                return automaton.optional(self.sequence(node.children, scope))
            case "zeroOrMore":
                return automaton.optional(automaton.one_or_more(self.sequence(node.children, scope)))
            case "oneOrMore":
                return automaton.one_or_more(self.sequence(node.children, scope))
            case "mixed":
                return automaton.interleave((self.sequence(node.children, scope), automaton.text))
            case "list":
                return automaton.list(self.sequence(node.children, scope))
            case "data":
                exclude = automaton.choice([self.pattern(child, scope) for child in node.children])
                return automaton.data(self.datatype(node), exclude)
            case "value":
                return self.value(node)
            case "externalRef":
                return self.external(node, scope)
            case "grammar":
                return self.grammar(node, scope)
        raise SchemaError(f"{node.kind} is not a pattern", node.place)

    def datatype(self, node: Node) -> Datatype:
        """The datatype a node names (section 4.16)."""
        key = (node.library, node.name, *node.parameters)
        if key not in self.datatypes:
            try:
                self.datatypes[key] = datatypes.find(node.library, node.name, node.parameters)
            except DatatypeError as error:
                raise SchemaError(str(error), node.place) from error
        return self.datatypes[key]

    def value(self, node: Node) -> Pattern:
        """A value; that of a QName depends on the prefixes where it stands (section 6.2.8)."""
        datatype = self.datatype(node)
        prefixes = {**node.prefixes, "": node.namespace}
        literal = datatype.value(node.text, prefixes.get)
        if literal is None:
            raise SchemaError(f"“{node.text}” is not a {node.name}", node.place)
        return self.automaton.value(datatype, datatype.normal(node.text), literal)

    def load(self, node: Node) -> Node:
        """The tree of the file a node refers to (section 4.5)."""
        try:
            resource = self.resolve(node.href, node.base)
        except (OSError, ValueError) as error:
            raise SchemaError(f"“{node.href}” cannot be read: {error}", node.place) from error
        if resource.address in self.open:
            raise SchemaError(f"“{node.href}” refers to itself", node.place)
        self.read_files += 1
        if self.read_files > self.automaton.limits.files:
            raise LimitExceeded(f"a schema of more than {self.automaton.limits.files} files")
        key = (resource.address, node.namespace)
        if key not in self.files:
            self.files[key] = self.read(resource, node.namespace)
        return self.files[key]

    def external(self, node: Node, scope: _Scope | None) -> Pattern:
        """The pattern of another file (section 4.6); its references are its own."""
        root = self.load(node)
        self.open.append(root.place.source)
        found = self.pattern(root, scope)
        self.open.pop()
        return found

    # Grammars (sections 4.7, 4.17 and 4.18).

    def grammar(self, node: Node, parent: _Scope | None) -> Pattern:
        """What a grammar starts with."""
        scope = _Scope(parent, {})
        for component in self.components(node.children):
            name = START if component.kind == "start" else component.name
            self.define(scope.definitions.setdefault(name, _Definition(component.place)), component)
        if START not in scope.definitions:
            raise SchemaError("a grammar without a start", node.place)
        self.scopes.append(scope)
        return self.reference(START, scope, node.place)

    def define(self, definition: _Definition, node: Node) -> None:
        """Add what stands under a name already (section 4.17)."""
        what = f"definition of {node.name}" if node.name else "start"
        if not node.combine:
            if definition.uncombined:
                raise SchemaError(f"a second {what} that does not say how to combine them", node.place)
            definition.uncombined = True
        elif definition.combine and definition.combine != node.combine:
            raise SchemaError(f"{what} combined in two ways", node.place)
        definition.combine = definition.combine or node.combine
        definition.nodes.append(node)

    def components(self, nodes: Iterable[Node]) -> list[Node]:
        """The definitions of a grammar, with those of the grammars it includes (section 4.7)."""
        found: list[Node] = []
        for node in nodes:
            if node.kind == "div":
                found += self.components(node.children)
            elif node.kind == "include":
                found += self.included(node)
            else:
                found.append(node)
            self.automaton.check()
        return found

    def included(self, node: Node) -> list[Node]:
        root = self.load(node)
        if root.kind != "grammar":
            raise SchemaError(f"“{node.href}” is not a grammar", node.place)
        self.open.append(root.place.source)
        theirs = self.components(root.children)
        self.open.pop()
        ours = self.components(node.children)
        replaced = {(component.kind, component.name) for component in ours}
        for missing in replaced - {(component.kind, component.name) for component in theirs}:
            name = " ".join(missing).strip()
            raise SchemaError(f"“{node.href}” has no {name} to replace", node.place)
        return [component for component in theirs if (component.kind, component.name) not in replaced] + ours

    def reference(self, name: str, scope: _Scope | None, place: Place) -> Pattern:
        """The pattern defined under a name (sections 4.18 and 4.19)."""
        definition = scope.definitions.get(name) if scope else None
        if definition is None:
            raise SchemaError(f"{name} is not defined", place)
        if definition.pattern is None:
            if definition.expanding and self.unreachable:
                return self.automaton.not_allowed
            if definition.expanding:
                raise SchemaError(f"{name or 'start'} refers to itself outside any element", place)
            definition.expanding = True
            parts = [self.sequence(node.children, scope) for node in definition.nodes]
            combine = self.automaton.interleave if definition.combine == "interleave" else self.automaton.choice
            definition.pattern = parts[0] if len(parts) == 1 else combine(parts)
            definition.expanding = False
        return definition.pattern
