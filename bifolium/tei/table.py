"""`schema/tei/*.txt`, the table of the facts of TEI P5, becomes elements, attributes and classes.

`schema/tei/README.md` says how the table is written. Reading it takes some milliseconds; content models and
attributes are worked out when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from bifolium.tei.expressions import leaves, parse, written
from bifolium.tei.facts import GUIDELINES, NAMESPACE, SOURCE, Attribute, Class, Constraint, Element, Module
from bifolium.tei.lines import Block, change, constraint_blocks, pick, plain, read_constraints, split, whole, words

T = TypeVar("T")


def folder() -> Path:
    """Where the table is: in the package, or beside it in a checkout."""
    inside = Path(__file__).parent.parent / "schema" / "tei"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "schema" / "tei"


class Lazy(Mapping[str, T]):
    """A mapping whose values are made when they are asked for, and then kept."""

    __slots__ = ("_made", "_make", "_names")

    def __init__(self, names: Iterable[str], make: Callable[[str], T]) -> None:
        self._names = dict.fromkeys(names)
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


class Table:
    """The facts of TEI P5 as of one release."""

    def __init__(self, release: str) -> None:
        self.release = release
        self.modules: dict[str, Module] = {}
        self.blocks: dict[tuple[str, str], Block] = {}
        for path in folder().glob("*.txt"):
            if path.stem not in ("later", "constraints"):
                self._read(path.read_text(encoding="utf-8"), SOURCE)
        self._changed: dict[str, list[str]] = {}  # constraints of later releases
        self._apply((folder() / "later.txt").read_text(encoding="utf-8"))
        self.modules = dict(sorted(self.modules.items(), key=lambda item: item[1].chapter))
        order = {name: n for n, name in enumerate(self.modules)}
        blocks = sorted(self.blocks.values(), key=lambda b: order.get(b.module, -1))
        self.blocks = {(b.kind, b.name): b for b in blocks}
        self.elements: Mapping[str, Element] = Lazy(self.names("element"), self._element)
        self.classes: Mapping[str, Class] = Lazy(self.names("class"), self._class)
        self._attributes: dict[str, tuple[Attribute, ...]] | None = None
        self._held: dict[str, tuple[frozenset[str], bool]] = {}
        self._all: dict[str, dict[str, Attribute]] = {}
        self._member: dict[str, list[str]] | None = None
        self._user: dict[str, list[str]] | None = None
        self._above: dict[str, frozenset[str]] | None = None

    @property
    def attributes(self) -> Mapping[str, tuple[Attribute, ...]]:
        """Every attribute by name, as each class and element declares it."""
        if self._attributes is None:
            found: dict[str, list[Attribute]] = {}
            for block in self.blocks.values():
                for attribute in self.own(block):
                    found.setdefault(attribute.name, []).append(attribute)
            self._attributes = {name: tuple(found[name]) for name in sorted(found)}
        return self._attributes

    def constraints(self) -> tuple[Constraint, ...]:
        """TEI's rules beside the grammar."""
        text = (folder() / "constraints.txt").read_text(encoding="utf-8")
        blocks = {name: (lines, SOURCE) for name, lines in constraint_blocks(text)}
        for since, parts in self._changed.items():
            for part in parts:
                if part.startswith("remove constraint "):
                    blocks.pop(part.split()[2])
                else:
                    blocks.update({name: (lines, since) for name, lines in constraint_blocks(part)})
        return tuple(c for name, (lines, since) in blocks.items() for c in read_constraints(name, lines, since))

    # Reading

    def names(self, kind: str) -> list[str]:
        return [name for k, name in self.blocks if k == kind]

    def _read(self, text: str, since: str) -> None:
        """The blocks of one file, one module."""
        module = ""
        for part in plain(text).split("\n\n"):
            head, *lines = part.strip().split("\n  ")
            kind, _, name = head.partition(" ")
            if kind == "module":
                module = name
                self._module(name, lines)
            elif name:
                self.blocks[kind, name] = Block(kind, name, module, since, [(line, since) for line in lines])

    def _module(self, name: str, lines: list[str]) -> None:
        for line in lines:
            if line.startswith("chapter "):
                _, number, code, title = line.split(" ", 3)
                self.modules[name] = Module(name, int(number), title.strip('"'), f"{GUIDELINES}{code}.html")

    def _apply(self, text: str) -> None:
        """What later releases changed, up to the one that is asked for."""
        since = module = ""
        known = {SOURCE}
        for part in plain(text).split("\n\n"):
            head, *lines = part.strip().split("\n  ")
            kind, _, name = head.partition(" ")
            if kind == "release":
                if self.release in known and name.split()[0] not in known:
                    return
                since = name.split()[0]
                known.add(since)
            elif kind == "module":
                module = name
                self._module(name, lines)
            elif kind == "rename":
                self._rename(*name.split())
            elif kind == "constraint" or head.startswith("remove constraint "):
                self._changed.setdefault(since, []).append(part.strip())
            elif kind == "remove":
                self._remove(*name.split())
            else:
                for each in name.split():
                    if (kind, each) in self.blocks:
                        for line in lines:
                            change(self.blocks[kind, each], line, since)
                    else:
                        self.blocks[kind, each] = Block(kind, each, module, since, [(x, since) for x in lines])
        if self.release not in known:
            raise ValueError(f"TEI {self.release}: the table knows {', '.join(sorted(known))}")

    def _remove(self, kind: str, *names: str) -> None:
        """Elements or classes go, and with them their memberships; content models that name them are changed apart."""
        for name in names:
            del self.blocks[kind, name]
        for block in self.blocks.values():
            for number, (line, since) in enumerate(block.lines if block.kind == "class" else ()):
                if line.startswith("members "):
                    block.lines[number] = (" ".join(w for w in line.split() if w not in names), since)

    def _rename(self, old: str, new: str) -> None:
        word = whole(old)
        for key, block in list(self.blocks.items()):
            if any(old in line for line, _ in block.lines):
                block.lines = [(word.sub(new, line), since) for line, since in block.lines]
            if block.name == old:
                del self.blocks[key]
                block.name = new
                self.blocks[block.kind, new] = block

    # Elements and classes

    def _element(self, name: str) -> Element:
        block = self.blocks["element", name]
        return Element(
            name,
            block.get("namespace") or NAMESPACE,
            block.module,
            tuple(word.partition("(")[0] for word in words(block.get("classes"))) + self._models(name),
            block.get("content"),
            block.deprecated(),
            block.since,
            self,
        )

    def _class(self, name: str) -> Class:
        block = self.blocks["class", name]
        above = tuple(word.partition("(")[0] for word in words(block.get("classes")))
        members = tuple(block.get("members").split())
        if name.startswith("att."):
            members = tuple(self._users().get(name, ()))
        return Class(name, block.module, above + self._models(name), members, tuple(self.own(block)), block.since)

    def _users(self) -> dict[str, list[str]]:
        """The elements and classes that belong to each attribute class."""
        if self._user is None:
            self._user = {}
            for block in self.blocks.values():
                for word in words(block.get("classes")):
                    self._user.setdefault(word.partition("(")[0], []).append(block.name)
        return self._user

    def _models(self, name: str) -> tuple[str, ...]:
        """The model classes an element or class is a member of."""
        if self._member is None:
            self._member = {}
            for block in self.blocks.values():
                for member in block.get("members").split() if block.kind == "class" else ():
                    self._member.setdefault(member, []).append(block.name)
        return tuple(self._member.get(name, ()))

    # Attributes

    def own(self, block: Block) -> Iterator[Attribute]:
        """The attributes a block declares itself."""
        group = 0
        for line, since in block.lines:
            if line.startswith(("@", "either ", "or ")):
                group += line.startswith("either ")
                text = line.removeprefix("either ").removeprefix("or ")
                yield self._attribute(text, block.name, 0 if text is line else group, since)

    def _attribute(self, line: str, origin: str, either: int, since: str) -> Attribute:
        head, _, rest = line[1:].partition(" = ")
        datatype, fields = split(rest)
        listed, kind = tuple(fields.get("suggested", fields.get("sample", ()))), "suggested"
        if "sample" in fields:
            kind = "sample"
        if not listed:
            listed, closed = self._literals(datatype)
            kind = "" if not listed else "closed" if closed else "suggested"
        until = fields.get("deprecated")
        return Attribute(
            head.removesuffix("?"),
            datatype,
            not head.endswith("?"),
            listed,
            kind,  # type: ignore[arg-type]
            fields["default"][0] if "default" in fields else None,
            origin,
            either,
            None if until is None else "".join(until),
            since,
        )

    def _literals(self, datatype: str) -> tuple[tuple[str, ...], bool]:
        """The literal values of a datatype, and whether there are no others."""
        found, closed = [], True
        for tree in leaves(parse(datatype)):
            if tree[0] == "value":
                found.append(tree[1])
            elif tree[0] == "name" and ("datatype", tree[1]) in self.blocks:
                inner, only = self._literals(self.blocks["datatype", tree[1]].get("="))
                if not only:
                    closed = False
                else:
                    found += inner
            else:
                closed = False
        return tuple(dict.fromkeys(v for v in found if v)), closed

    def attributes_of(self, kind: str, name: str) -> dict[str, Attribute]:
        """The attributes of an element or class with those of its classes; its own win."""
        if name not in self._all:
            block = self.blocks[kind, name]
            found: dict[str, Attribute] = {}
            for word in words(block.get("classes")):
                above, _, only = word.partition("(")
                found |= pick(self.attributes_of("class", above), only.removesuffix(")").split())
            self._all[name] = found | {a.name: a for a in self.own(block)}
        return self._all[name]

    def declared(self, block: Block) -> tuple[list[str], list[list[Attribute]]]:
        """The classes a block takes whole, and its other attributes, those that exclude each other together."""
        classes: list[str] = []
        parts: dict[str, Attribute] = {}
        for word in words(block.get("classes")):
            above, _, only = word.partition("(")
            if only:
                parts |= pick(self.attributes_of("class", above), only.removesuffix(")").split())
            else:
                classes.append(above)
        own = list(self.own(block))
        names = {attribute.name for attribute in own}
        groups: list[list[Attribute]] = []
        either: dict[int, list[Attribute]] = {}
        for attribute in [*(part for part in parts.values() if part.name not in names), *own]:
            if attribute.either:
                either.setdefault(attribute.either, []).append(attribute)
            else:
                groups.append([attribute])
        return classes, groups + list(either.values())

    # Content

    def holds(self, content: str) -> tuple[frozenset[str], bool]:
        """The elements a content model allows somewhere, and whether it allows text."""
        if content not in self._held:
            names: set[str] = set()
            text = False
            for leaf in leaves(parse(content)):
                kind, name = leaf[0], str(leaf[-1])
                inner: tuple[frozenset[str] | set[str], bool] = (frozenset(), kind != "empty")
                if kind == "name" and (("element", name) in self.blocks or name == "anything"):
                    inner = ({name}, False)
                elif kind == "name" and not name.startswith("teidata."):
                    inner = self.holds(self.expansion(name))
                names |= inner[0]
                text = text or inner[1]
            self._held[content] = (frozenset(names), text)
        return self._held[content]

    def expansion(self, name: str) -> str:
        """The content a macro or model class stands for."""
        if name.startswith("macro."):
            return self.blocks["macro", name].get("content")
        return " | ".join(written(m) for m in self.blocks["class", name].get("members").split()) or "empty"

    def parents(self) -> dict[str, frozenset[str]]:
        """For each element, the names of those in which it may stand."""
        if self._above is None:
            above: dict[str, set[str]] = {}
            for name in self.names("element"):
                for child in self.holds(self.blocks["element", name].get("content"))[0]:
                    above.setdefault(child, set()).add(name)
            self._above = {name: frozenset(parents) for name, parents in above.items()}
        return self._above
