"""The table becomes a RELAX NG schema that validates: what an element holds is put together when one is met.

A document uses some fifty of TEI's elements; compiling all six hundred takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Callable

from bifolium.relaxng.datatypes import Datatype, find
from bifolium.relaxng.derivatives import Automaton
from bifolium.relaxng.errors import Limits, Place
from bifolium.relaxng.names import AnyIn, AnyName, AnyOf, Name
from bifolium.relaxng.patterns import Element, Pattern
from bifolium.relaxng.recover import Recovery
from bifolium.relaxng.schema import Schema
from bifolium.relaxng.validate import no_prefixes
from bifolium.tei.expressions import Tree, is_list, parse
from bifolium.tei.facts import ATTRIBUTE_PREFIXES, NAMESPACE, Attribute
from bifolium.tei.lines import Block
from bifolium.tei.table import Table

_EXAMPLES = "http://www.tei-c.org/ns/Examples"
_LIBRARY = "http://www.w3.org/2001/XMLSchema-datatypes"
_NOWHERE = Place("", 0, 0)


def schema(table: Table) -> Schema:
    """tei_all of the release of this table. It admits what `grammar` describes (a test compares the two)."""
    return _Schema(_Automaton(Limits()), table)


class _Element(Element):
    """An element whose content is made when it is asked for."""

    __slots__ = ("_content", "make")

    def __init__(self, names: Name | AnyName, make: Callable[[], Pattern]) -> None:
        self.make = make
        super().__init__(names, _NOWHERE)
        self._content: Pattern | None = None

    @property
    def content(self) -> Pattern:
        if self._content is None:
            self._content = self.make()
        return self._content

    @content.setter
    def content(self, pattern: Pattern | None) -> None:
        self._content = pattern


class _Automaton(Automaton):
    """The automaton of a schema whose patterns come into being one by one."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.elements: list[_Element] = []
        self.defined: dict[str, Pattern] = {}

    def late(self, names: Name | AnyName, make: Callable[[], Pattern]) -> _Element:
        """A new element, to be filled later."""
        element = self._once(object(), _Element, names, make)
        self.elements.append(element)
        return element

    def forget(self) -> None:
        """What was put together is forgotten like the states that were made of it."""
        super().forget()
        self.defined.clear()
        for element in self.elements:
            element.content = None


class _Recovery(Recovery):
    """Knows how common an element is without putting the whole grammar together."""

    def __init__(self, automaton: _Automaton, elements: list[Element], table: Table) -> None:
        super().__init__(automaton, elements)
        self._table = table

    def popularity(self) -> dict[str, int]:
        if self._popularity is None:
            parents = self._table.parents()
            self._popularity = {f"{{{NAMESPACE}}}{name}": len(above) for name, above in parents.items()}
        return self._popularity


class _Schema(Schema):
    """A schema made of a table."""

    def __init__(self, automaton: _Automaton, table: Table) -> None:
        maker = _Maker(automaton, table)
        automaton.start = maker.pattern(parse(table.blocks["start", "TEI"].get("content")))
        automaton.compiled = len(automaton.all)
        super().__init__(automaton, [])
        elements: list[Element] = list(automaton.elements)
        self._recovery = _Recovery(automaton, elements, table)


class _Maker:
    """Turns the expressions of the table into the patterns of an automaton."""

    def __init__(self, automaton: _Automaton, table: Table) -> None:
        self.automaton = automaton
        self.table = table
        self.datatypes: dict[Tree, Datatype] = {}
        self.elements: dict[str, _Element] = {}
        for (kind, name), block in table.blocks.items():
            if kind == "element":
                self.elements[name] = self.element(block)
        outside = AnyName(AnyOf((AnyIn(NAMESPACE), Name(_EXAMPLES, "egXML"))))
        self.elements["anything"] = automaton.late(outside, self.anything)

    def element(self, block: Block) -> _Element:
        """The element of a block."""

        def make() -> Pattern:
            return self.automaton.group((self.pattern(parse(block.get("content"))), *self.attributes(block)))

        return self.automaton.late(Name(block.get("namespace") or NAMESPACE, block.name), make)

    def anything(self) -> Pattern:
        """The content of an element that is not TEI's."""
        automaton = self.automaton
        attributes = automaton.optional(automaton.one_or_more(automaton.attribute(AnyName(), automaton.text)))
        inside = automaton.choice((automaton.text, self.elements["anything"]))
        return automaton.group((attributes, automaton.optional(automaton.one_or_more(inside))))

    def attributes(self, block: Block) -> list[Pattern]:
        """The patterns of a block's attributes."""
        classes, groups = self.table.declared(block)
        return [
            *map(self.named, classes),
            *(self.automaton.choice(map(self.attribute, group)) for group in groups),
        ]

    def attribute(self, attribute: Attribute) -> Pattern:
        """The pattern of one attribute."""
        automaton = self.automaton
        tree = parse(attribute.datatype)
        value = automaton.list(self.pattern(tree)) if is_list(tree) else self.pattern(tree)
        prefix, _, local = attribute.name.rpartition(":")
        found = automaton.attribute(Name(ATTRIBUTE_PREFIXES.get(prefix, ""), local), value)
        return found if attribute.required else automaton.optional(found)

    def named(self, name: str) -> Pattern:
        """What a name stands for: an element, a class, a macro or a datatype."""
        if name in self.elements:
            return self.elements[name]
        defined = self.automaton.defined
        if name not in defined:
            defined[name] = self.definition(name)
        return defined[name]

    def definition(self, name: str) -> Pattern:
        """The pattern of a class, macro or datatype."""
        blocks = self.table.blocks
        if (block := blocks.get(("datatype", name))) is not None:
            return self.pattern(parse(block.get("=")))
        if (block := blocks.get(("macro", name))) is not None:
            return self.pattern(parse(block.get("content")))
        block = blocks["class", name]
        if name.startswith("att."):
            return self.automaton.group(self.attributes(block))
        return self.automaton.choice(map(self.named, block.get("members").split()))

    def pattern(self, tree: Tree) -> Pattern:
        """The pattern of an expression."""
        automaton = self.automaton
        match tree[0]:
            case "|":
                return automaton.choice(map(self.pattern, tree[1:]))
            case ",":
                return automaton.group(map(self.pattern, tree[1:]))
            case "?":
                return automaton.optional(self.pattern(tree[1]))
            case "*":
                return automaton.optional(automaton.one_or_more(self.pattern(tree[1])))
            case "+":
                return automaton.one_or_more(self.pattern(tree[1]))
            case "name":
                return self.named(tree[1])
            case "text":
                return automaton.text
            case "empty":
                return automaton.empty
            case "value":
                datatype = self.datatype(("data", "token"), "")
                literal = datatype.value(tree[1], no_prefixes)
                return automaton.value(datatype, datatype.normal(tree[1]), literal)
        return automaton.data(self.datatype(tree, _LIBRARY), None)

    def datatype(self, tree: Tree, library: str) -> Datatype:
        """A datatype and its parameters."""
        if tree not in self.datatypes:
            self.datatypes[tree] = find(library, tree[1], tree[2:])
        return self.datatypes[tree]
