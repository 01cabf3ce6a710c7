"""`schema/tei/*.txt`, the table of the facts of TEI P5, becomes elements, attributes, classes and a RELAX NG grammar.

`schema/tei/README.md` says how the table is written. Reading it takes some milliseconds; content models and
attributes are worked out when they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

GUIDELINES = "https://tei-c.org/release/doc/tei-p5-doc/en/html/"
NAMESPACE = "http://www.tei-c.org/ns/1.0"
SOURCE = "4.3.0"  # the release whose grammar the table was made from
LATEST = "4.10.2"  # the last release in later.txt

PREFIXES = {  # of the XPath in constraints
    "tei": NAMESPACE,
    "teix": "http://www.tei-c.org/ns/Examples",
    "rng": "http://relaxng.org/ns/structure/1.0",
    "sch": "http://purl.oclc.org/dsdl/schematron",
    "s": "http://www.ascc.net/xml/schematron",
    "xs": "http://www.w3.org/2001/XMLSchema",
}
_PREFIXES = {"xml": "http://www.w3.org/XML/1998/namespace", "dcr": "http://www.isocat.org/ns/dcr"}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Module:
    """A module of TEI: its name, and the chapter of the Guidelines that explains it."""

    name: str
    chapter: int
    title: str
    guidelines: str  # the chapter's address


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as one element or class has it.

    `values` are all that is allowed where `list` is "closed", and examples where it is "suggested" (by TEI, with a
    meaning of its own) or "sample". `deprecated` is None, or the day until which TEI promises it (ISO 8601), or "".
    """

    name: str  # as it is written: `xml:lang`
    datatype: str  # RELAX NG compact syntax, TEI's names for datatypes; several values: `teidata.pointer+`
    required: bool
    values: tuple[str, ...]
    list: Literal["closed", "suggested", "sample", ""]
    default: str | None
    origin: str  # the element or class that declares it
    either: int  # attributes of an element with the same number above 0 exclude each other
    deprecated: str | None
    since: str  # the release that brought it; SOURCE means: that one or an earlier one

    @property
    def closed(self) -> bool:
        """Whether no other values are allowed."""
        return self.list == "closed"

    @property
    def several(self) -> bool:
        """Whether the value is a list, separated by spaces."""
        return _is_list(_parse(self.datatype))


@dataclass(frozen=True, slots=True)
class Class:
    """A model class (`model.pLike`: members) or an attribute class (`att.typed`: attributes)."""

    name: str
    module: str  # where the table has it
    classes: tuple[str, ...]  # those it belongs to
    members: tuple[str, ...]  # elements and classes
    attributes: tuple[Attribute, ...]  # its own, without those of its classes
    since: str

    @property
    def guidelines(self) -> str:
        """The address of its page."""
        return f"{GUIDELINES}ref-{self.name}.html"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule TEI states in Schematron, as facts: context and test are XPath 2.0, with the prefixes in PREFIXES.

    An "assert" is broken where the test is false, a "report" where it is true. `says` is our own sentence.
    """

    name: str
    context: str
    lets: tuple[tuple[str, str], ...]  # variables, in order
    kind: Literal["assert", "report"]
    test: str
    role: str  # "", "nonfatal", "warning", "info", "fatal", as TEI has it
    says: str
    since: str


@dataclass(frozen=True, slots=True)
class Element:
    """An element of TEI: what it is, has, holds, and where it stands."""

    name: str
    namespace: str
    module: str
    classes: tuple[str, ...]  # model and attribute classes it belongs to directly
    content: str  # RELAX NG compact syntax
    deprecated: str | None  # None, or the day until which TEI promises it (ISO 8601), or ""
    since: str
    _table: Table = field(repr=False, compare=False, hash=False)

    @property
    def guidelines(self) -> str:
        """The address of its page."""
        return f"{GUIDELINES}ref-{self.name}.html"

    @property
    def attributes(self) -> Mapping[str, Attribute]:
        """Its attributes by name: its own, and those of its classes that it does not declare anew."""
        return self._table._attributes_of_element(self.name)

    @property
    def may_contain_text(self) -> bool:
        """Whether characters other than white space may stand directly in it."""
        return self._table._holds(self.content)[1]

    @property
    def may_contain_anything(self) -> bool:
        """Whether elements from outside TEI may stand in it (egXML, xenoData)."""
        return "anything" in self._table._holds(self.content)[0]

    def may_contain(self) -> frozenset[str]:
        """The names of the TEI elements that may stand directly in it."""
        return self._table._holds(self.content)[0] - {"anything"}

    def parents(self) -> frozenset[str]:
        """The names of the TEI elements in which it may stand directly."""
        return self._table._parents().get(self.name, frozenset())


# --- what is asked for ------------------------------------------------------------------------------------------


def elements(release: str = LATEST) -> Mapping[str, Element]:
    """The elements by name, in the order of the Guidelines' chapters."""
    return table(release).elements


def attributes(release: str = LATEST) -> Mapping[str, tuple[Attribute, ...]]:
    """Every attribute by name, as each class and element declares it (`origin`)."""
    return table(release).attributes


def classes(release: str = LATEST) -> Mapping[str, Class]:
    """The classes by name."""
    return table(release).classes


def modules(release: str = LATEST) -> Mapping[str, Module]:
    """The modules by name, in the order of the Guidelines' chapters."""
    return table(release).modules


def constraints(release: str = LATEST) -> tuple[Constraint, ...]:
    """TEI's rules beside the grammar."""
    return table(release).constraints()


def grammar(release: str = LATEST) -> str:
    """tei_all as a RELAX NG grammar (XML syntax), made from the table alone."""
    return table(release).grammar()


def nearest(name: str, among: Iterable[str] | None = None, limit: int = 3) -> list[str]:
    """The names (of elements, unless others are given) that may be meant by a misspelt one, likeliest first.

    >>> nearest("persname"), nearest("titelStmt"), nearest("qwertyuiop")
    (['persName'], ['titleStmt'], [])
    """
    names = list(table(LATEST).elements) if among is None else list(among)
    folded = name.casefold()
    exact = [n for n in names if n.casefold() == folded]
    if exact:
        return exact[:limit]
    allowed = 1 if len(name) < 5 else 2 if len(name) < 10 else 3
    found = []
    for candidate in names:
        if abs(len(candidate) - len(name)) <= allowed:
            distance = _distance(folded, candidate.casefold(), allowed)
            if distance <= allowed:
                found.append((distance, candidate[:1].casefold() != folded[:1], candidate))
    closest = min(found, default=(0,))[0]
    return [n for distance, _, n in sorted(found) if distance <= closest + 1][:limit]


@cache
def table(release: str = LATEST) -> Table:
    """The facts as of a release, from SOURCE to LATEST. Raises ValueError for another."""
    return Table(release)


def releases() -> tuple[str, ...]:
    """The releases the table knows, oldest first."""
    later = (folder() / "later.txt").read_text(encoding="utf-8")
    return tuple(dict.fromkeys([SOURCE, *re.findall(r"^release (\S+)", later, re.M)]))


def folder() -> Path:
    """Where the table is: in the package, or beside it in a checkout."""
    inside = Path(__file__).parent / "schema" / "tei"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "schema" / "tei"


# --- the table --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Block:
    """`element x`, `class x`, `macro x`, `datatype x` and its lines, each with the release that brought it."""

    kind: str
    name: str
    module: str
    since: str
    lines: list[tuple[str, str]]

    def get(self, word: str) -> str:
        """What follows a word at the start of a line, or ""."""
        return next((line[len(word) + 1 :] for line, _ in self.lines if line.startswith(word + " ")), "")

    def deprecated(self) -> str | None:
        for line, _ in self.lines:
            if line.startswith("deprecated"):
                return line[len("deprecated ") :]
        return None


class _Lazy(Mapping[str, _T]):
    """A mapping whose values are made when they are asked for, and then kept."""

    __slots__ = ("_made", "_make", "_names")

    def __init__(self, names: Iterable[str], make: Callable[[str], _T]) -> None:
        self._names = dict.fromkeys(names)
        self._make = make
        self._made: dict[str, _T] = {}

    def __getitem__(self, name: str) -> _T:
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
        self._blocks: dict[tuple[str, str], _Block] = {}
        for path in folder().glob("*.txt"):
            if path.stem not in ("later", "constraints"):
                self._read(path.read_text(encoding="utf-8"), SOURCE)
        self._changed: dict[str, list[str]] = {}  # constraints of later releases
        self._apply((folder() / "later.txt").read_text(encoding="utf-8"))
        self.modules = dict(sorted(self.modules.items(), key=lambda item: item[1].chapter))
        order = {name: n for n, name in enumerate(self.modules)}
        blocks = sorted(self._blocks.values(), key=lambda b: order.get(b.module, -1))
        self._blocks = {(b.kind, b.name): b for b in blocks}
        self.elements: Mapping[str, Element] = _Lazy(self._names("element"), self._element)
        self.classes: Mapping[str, Class] = _Lazy(self._names("class"), self._class)
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
            for block in self._blocks.values():
                for attribute in self._own(block):
                    found.setdefault(attribute.name, []).append(attribute)
            self._attributes = {name: tuple(found[name]) for name in sorted(found)}
        return self._attributes

    def constraints(self) -> tuple[Constraint, ...]:
        """TEI's rules beside the grammar."""
        text = (folder() / "constraints.txt").read_text(encoding="utf-8")
        blocks = {name: (lines, SOURCE) for name, lines in _constraint_blocks(text)}
        for since, parts in self._changed.items():
            for part in parts:
                if part.startswith("remove constraint "):
                    blocks.pop(part.split()[2])
                else:
                    blocks.update({name: (lines, since) for name, lines in _constraint_blocks(part)})
        return tuple(c for name, (lines, since) in blocks.items() for c in _constraints(name, lines, since))

    # Reading

    def _names(self, kind: str) -> list[str]:
        return [name for k, name in self._blocks if k == kind]

    def _read(self, text: str, since: str) -> None:
        """The blocks of one file, one module."""
        module = ""
        for part in _plain(text).split("\n\n"):
            head, *lines = part.strip().split("\n  ")
            kind, _, name = head.partition(" ")
            if kind == "module":
                module = name
                self._module(name, lines)
            elif name:
                self._blocks[kind, name] = _Block(kind, name, module, since, [(line, since) for line in lines])

    def _module(self, name: str, lines: list[str]) -> None:
        for line in lines:
            if line.startswith("chapter "):
                _, number, code, title = line.split(" ", 3)
                self.modules[name] = Module(name, int(number), title.strip('"'), f"{GUIDELINES}{code}.html")

    def _apply(self, text: str) -> None:
        """What later releases changed, up to the one that is asked for."""
        since = module = ""
        known = {SOURCE}
        for part in _plain(text).split("\n\n"):
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
                    if (kind, each) in self._blocks:
                        for line in lines:
                            _change(self._blocks[kind, each], line, since)
                    else:
                        self._blocks[kind, each] = _Block(kind, each, module, since, [(x, since) for x in lines])
        if self.release not in known:
            raise ValueError(f"TEI {self.release}: the table knows {', '.join(sorted(known))}")

    def _remove(self, kind: str, *names: str) -> None:
        """Elements or classes go, and with them their memberships; content models that name them are changed apart."""
        for name in names:
            del self._blocks[kind, name]
        for block in self._blocks.values():
            for number, (line, since) in enumerate(block.lines):
                if line.startswith("members "):
                    block.lines[number] = (" ".join(w for w in line.split() if w not in names), since)

    def _rename(self, old: str, new: str) -> None:
        word = _whole(old)
        for key, block in list(self._blocks.items()):
            block.lines = [(word.sub(new, line) if old in line else line, since) for line, since in block.lines]
            if block.name == old:
                del self._blocks[key]
                block.name = new
                self._blocks[block.kind, new] = block

    # Elements and classes

    def _element(self, name: str) -> Element:
        block = self._blocks["element", name]
        return Element(
            name,
            block.get("namespace") or NAMESPACE,
            block.module,
            tuple(word.partition("(")[0] for word in _words(block.get("classes"))) + self._models(name),
            block.get("content"),
            block.deprecated(),
            block.since,
            self,
        )

    def _class(self, name: str) -> Class:
        block = self._blocks["class", name]
        above = tuple(word.partition("(")[0] for word in _words(block.get("classes")))
        members = tuple(block.get("members").split())
        if name.startswith("att."):
            members = tuple(self._users().get(name, ()))
        return Class(name, block.module, above + self._models(name), members, tuple(self._own(block)), block.since)

    def _users(self) -> dict[str, list[str]]:
        """The elements and classes that belong to each attribute class."""
        if self._user is None:
            self._user = {}
            for block in self._blocks.values():
                for word in _words(block.get("classes")):
                    self._user.setdefault(word.partition("(")[0], []).append(block.name)
        return self._user

    def _models(self, name: str) -> tuple[str, ...]:
        """The model classes an element or class is a member of."""
        if self._member is None:
            self._member = {}
            for block in self._blocks.values():
                for member in block.get("members").split() if block.kind == "class" else ():
                    self._member.setdefault(member, []).append(block.name)
        return tuple(self._member.get(name, ()))

    # Attributes

    def _own(self, block: _Block) -> Iterator[Attribute]:
        """The attributes a block declares itself."""
        group = 0
        for line, since in block.lines:
            if line.startswith(("@", "either ", "or ")):
                group += line.startswith("either ")
                text = line.removeprefix("either ").removeprefix("or ")
                yield self._attribute(text, block.name, 0 if text is line else group, since)

    def _attribute(self, line: str, origin: str, either: int, since: str) -> Attribute:
        head, _, rest = line[1:].partition(" = ")
        datatype, words = _split(rest)
        listed, kind = tuple(words.get("suggested", words.get("sample", ()))), "suggested"
        if "sample" in words:
            kind = "sample"
        if not listed:
            listed, closed = self._literals(datatype)
            kind = "" if not listed else "closed" if closed else "suggested"
        until = words.get("deprecated")
        return Attribute(
            head.removesuffix("?"),
            datatype,
            not head.endswith("?"),
            listed,
            kind,  # type: ignore[arg-type]
            words["default"][0] if "default" in words else None,
            origin,
            either,
            None if until is None else "".join(until),
            since,
        )

    def _literals(self, datatype: str) -> tuple[tuple[str, ...], bool]:
        """The literal values of a datatype, and whether there are no others."""
        found, closed = [], True
        for tree in _leaves(_parse(datatype)):
            if tree[0] == "value":
                found.append(tree[1])
            elif tree[0] == "name" and ("datatype", tree[1]) in self._blocks:
                inner, only = self._literals(self._blocks["datatype", tree[1]].get("="))
                if not only:
                    closed = False
                else:
                    found += inner
            else:
                closed = False
        return tuple(dict.fromkeys(v for v in found if v)), closed

    def _attributes_of(self, kind: str, name: str) -> dict[str, Attribute]:
        """The attributes of an element or class with those of its classes; its own win."""
        if name not in self._all:
            block = self._blocks[kind, name]
            found: dict[str, Attribute] = {}
            for word in _words(block.get("classes")):
                above, _, only = word.partition("(")
                found |= _pick(self._attributes_of("class", above), only.removesuffix(")").split())
            self._all[name] = found | {a.name: a for a in self._own(block)}
        return self._all[name]

    def _attributes_of_element(self, name: str) -> Mapping[str, Attribute]:
        return self._attributes_of("element", name)

    # Content

    def _holds(self, content: str) -> tuple[frozenset[str], bool]:
        """The elements a content model allows somewhere, and whether it allows text."""
        if content not in self._held:
            names: set[str] = set()
            text = False
            for leaf in _leaves(_parse(content)):
                kind, name = leaf[0], str(leaf[-1])
                inner: tuple[frozenset[str] | set[str], bool] = (frozenset(), kind != "empty")
                if kind == "name" and (("element", name) in self._blocks or name == "anything"):
                    inner = ({name}, False)
                elif kind == "name" and not name.startswith("teidata."):
                    inner = self._holds(self._expansion(name))
                names |= inner[0]
                text = text or inner[1]
            self._held[content] = (frozenset(names), text)
        return self._held[content]

    def _expansion(self, name: str) -> str:
        """The content a macro or model class stands for."""
        if name.startswith("macro."):
            return self._blocks["macro", name].get("content")
        return " | ".join(_name(m) for m in self._blocks["class", name].get("members").split()) or "empty"

    def _parents(self) -> dict[str, frozenset[str]]:
        if self._above is None:
            above: dict[str, set[str]] = {}
            for name in self._names("element"):
                for child in self._holds(self._blocks["element", name].get("content"))[0]:
                    above.setdefault(child, set()).add(name)
            self._above = {name: frozenset(parents) for name, parents in above.items()}
        return self._above

    # The grammar

    def grammar(self) -> str:
        """tei_all as a RELAX NG grammar in XML syntax; the same table gives the same bytes.

        Values that TEI only suggests are not in it: the datatype beside them allows them anyway.
        """
        out = [
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<!-- TEI P5 {self.release}, tei_all, made from a table of its facts. -->\n"
            f'<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="{NAMESPACE}"'
            ' datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">\n'
        ]
        for block in self._blocks.values():
            define = f'<define name="{block.name}">'
            if block.kind == "start":
                out.append(f"<start>{_xml(_parse(block.get('content')))}</start>\n")
            elif block.kind == "datatype":
                out.append(f"{define}{_xml(_parse(block.get('=')))}</define>\n")
            elif block.kind == "macro":
                out.append(f"{define}{_xml(_parse(block.get('content')))}</define>\n")
            elif block.kind == "element":
                space = f' ns="{block.get("namespace")}"' if block.get("namespace") else ""
                content = _xml(_parse(block.get("content")))
                attributes = self._attribute_patterns(block)
                out.append(f'{define}<element name="{block.name}"{space}>{content}{attributes}</element></define>\n')
            elif block.name.startswith("att."):
                out.append(f"{define}{self._attribute_patterns(block) or '<empty/>'}</define>\n")
            else:
                members = block.get("members").split()
                refs = "".join(f'<ref name="{member}"/>' for member in members)
                inside = f"<choice>{refs}</choice>" if members else "<notAllowed/>"
                out.append(f"{define}{inside}</define>\n")
        out.append(_ANY_ELEMENT + "</grammar>\n")
        return "".join(out)

    def _attribute_patterns(self, block: _Block) -> str:
        """The attributes of a block: its classes by reference, its own and those of parts of classes written out."""
        out: list[str] = []
        groups: dict[int, list[str]] = {}
        whole: dict[str, Attribute] = {}
        for word in _words(block.get("classes")):
            above, _, only = word.partition("(")
            if only:
                whole |= _pick(self._attributes_of("class", above), only.removesuffix(")").split())
            else:
                out.append(f'<ref name="{above}"/>')
        own = list(self._own(block))
        for attribute in [*(a for a in whole.values() if a.name not in {o.name for o in own}), *own]:
            if attribute.either:
                groups.setdefault(attribute.either, []).append(_attribute_xml(attribute))
            else:
                out.append(_attribute_xml(attribute))
        return "".join(out + [f"<choice>{''.join(patterns)}</choice>" for patterns in groups.values()])


# --- the lines of the table -------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """The text without comments, and with wrapped lines in one."""
    if "#" in text:
        text = re.sub(r"^ *#.*\n", "", text, flags=re.M)
    return text.replace("\n      ", " ")


def _change(block: _Block, line: str, since: str) -> None:
    """One line of later.txt on a block: `+` and `-` change a list, `-@x` takes an attribute away, others replace."""
    if line.startswith("-@"):
        block.lines = [old for old in block.lines if not _declares(old[0], line[2:])]
        return
    word, _, rest = line.partition(" ")
    if word == "in":
        _, old_name, _, new = rest.split(" ", 3)
        word, line = "content", f"content {_whole(old_name).sub(new, block.get('content'))}"
    elif word in ("classes", "members") and rest[:1] in "+-":
        old = _words(block.get(word))
        for change in _words(rest):
            if change[0] == "-":
                old = [w for w in old if w.partition("(")[0] != change[1:]]
            else:
                old = [w for w in old if w.partition("(")[0] != change[1:].partition("(")[0]] + [change[1:]]
        line, since = f"{word} {' '.join(old)}", block.since
    name = line[1:].partition(" ")[0].removesuffix("?") if line.startswith("@") else ""
    for number, (existing, came) in enumerate(block.lines):
        if _declares(existing, name) if name else existing.startswith(word + " "):
            block.lines[number] = (line, came)
            return
    block.lines.append((line, since))


def _whole(name: str) -> re.Pattern[str]:
    """Finds a name that is not part of a longer one."""
    return re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])")


def _declares(line: str, attribute: str) -> bool:
    """Whether a line declares that attribute."""
    line = line.removeprefix("either ").removeprefix("or ")
    return line.startswith("@") and line[1:].partition(" ")[0].removesuffix("?") == attribute


_WORD = re.compile(r"[^\s(]+(?:\([^)]*\))?")


def _words(text: str) -> list[str]:
    """`att.typed(subtype) att.global` in two."""
    return _WORD.findall(text)


_FIELD = re.compile(r' (suggested|sample|default|deprecated)(?= |$)((?: "[^"]*"| \d{4}-\d\d-\d\d)*)')


def _split(text: str) -> tuple[str, dict[str, list[str]]]:
    """An attribute's datatype, and what follows it: suggested, sample, default, deprecated."""
    found: dict[str, list[str]] = {}
    start = len(text)
    for match in _FIELD.finditer(text):
        if match[1] not in found:
            found[match[1]] = [v.strip('"') for v in re.findall(r'"[^"]*"|\d{4}-\d\d-\d\d', match[2])]
        start = min(start, match.start())
    return text[:start], found


def _pick(attributes: dict[str, Attribute], only: list[str]) -> dict[str, Attribute]:
    """Those attributes of a class that are inherited: all, some, or (`-x`) all but some."""
    without = {name[1:] for name in only if name.startswith("-")}
    if without or not only:
        return {name: a for name, a in attributes.items() if name not in without}
    return {name: a for name, a in attributes.items() if name in only}


def _constraint_blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in _plain(text).split("\n\n"):
        head, *lines = part.strip().split("\n  ")
        if head.startswith("constraint "):
            yield head.removeprefix("constraint "), lines


def _constraints(name: str, lines: list[str], since: str) -> Iterator[Constraint]:
    """The tests of one rule; each ends with its sentence."""
    context = role = test = ""
    kind: Literal["assert", "report"] = "assert"
    lets: list[tuple[str, str]] = []
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "context":
            context = rest
        elif word == "let":
            variable, _, value = rest.partition(" = ")
            lets.append((variable, value))
        elif word in ("assert", "report"):
            kind, test, role = ("assert" if word == "assert" else "report"), rest, ""
        elif word == "role":
            role = rest
        elif word == "says":
            yield Constraint(name, context, tuple(lets), kind, test, role, rest, since)


# --- expressions: a subset of RELAX NG compact syntax -----------------------------------------------------------

# A tree is ("name", x), ("value", x), ("data", type, (name, value)…), ("text",), ("empty",), or an operator
# "|" "," "?" "*" "+" and its trees.
_TOKEN = re.compile(r'\s*("[^"]*"|\'[^\']*\'|xsd:\w+|\\?[\w][\w.\-]*|[()|,?*+{}=])')
_Tree: TypeAlias = tuple[Any, ...]


@cache
def _parse(text: str) -> _Tree:
    """The tree of an expression. Raises ValueError."""
    if _TOKEN.sub("", text).strip():
        raise ValueError(f"not an expression: {text}")
    tokens = [*_TOKEN.findall(text), ""]
    tree, at = _sequence(tokens, 0)
    if tokens[at]:
        raise ValueError(f"not an expression, at {tokens[at]}: {text}")
    return tree


def _sequence(tokens: list[str], at: int) -> tuple[_Tree, int]:
    """`a, b` or `a | b`; the two are never mixed without brackets."""
    first, at = _item(tokens, at)
    operator, trees = tokens[at], [first]
    if operator not in ("|", ","):
        return first, at
    while tokens[at] == operator:
        tree, at = _item(tokens, at + 1)
        trees.append(tree)
    return (operator, *trees), at


def _item(tokens: list[str], at: int) -> tuple[_Tree, int]:
    """A name, literal, datatype or bracket, and its `?`, `*` or `+`."""
    token = tokens[at]
    at += 1
    tree: _Tree
    if token == "(":
        tree, at = _sequence(tokens, at)
        _expect(tokens, at, ")")
        at += 1
    elif token in ("text", "empty"):
        tree = (token,)
    elif token[:1] in ('"', "'"):
        tree = ("value", token[1:-1])
    elif token.startswith("xsd:"):
        parameters = []
        if tokens[at] == "{":
            at += 1
            while tokens[at] != "}":
                _expect(tokens, at + 1, "=")
                parameters.append((tokens[at], tokens[at + 2][1:-1]))
                at += 3
            at += 1
        tree = ("data", token[4:], *parameters)
    elif token and (token[0] == "\\" or token[0].isalnum()):
        tree = ("name", token.removeprefix("\\"))
    else:
        raise ValueError(f"not an expression, at {token!r}")
    if tokens[at] in ("?", "*", "+"):
        tree = (tokens[at], tree)
        at += 1
    return tree, at


def _expect(tokens: list[str], at: int, sign: str) -> None:
    if tokens[at : at + 1] != [sign]:
        raise ValueError(f"not an expression: {sign} is missing in {' '.join(tokens)}")


def _name(name: str) -> str:
    """A name as it is written in an expression: an element called `text` is not text."""
    return f"\\{name}" if name in ("text", "empty") else name


def _leaves(tree: _Tree) -> Iterator[_Tree]:
    """The names, values and datatypes in a tree."""
    if tree[0] in ("|", ",", "?", "*", "+"):
        for inner in tree[1:]:
            yield from _leaves(inner)
    else:
        yield tree


def _is_list(tree: _Tree) -> bool:
    """Whether the expression of an attribute is a list of values, separated by spaces."""
    return tree[0] in (",", "?", "*", "+")


_TAGS = {"|": "choice", ",": "group", "?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
_ANY_ELEMENT = (
    f'<define name="anything"><element><anyName><except><nsName ns="{NAMESPACE}"/>'
    '<name ns="http://www.tei-c.org/ns/Examples">egXML</name></except></anyName>'
    "<zeroOrMore><attribute><anyName/></attribute></zeroOrMore>"
    '<zeroOrMore><choice><text/><ref name="anything"/></choice></zeroOrMore></element></define>\n'
)


def _xml(tree: _Tree) -> str:
    """A tree in the XML syntax of RELAX NG."""
    kind = tree[0]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{''.join(map(_xml, tree[1:]))}</{_TAGS[kind]}>"
    if kind == "name":
        return f'<ref name="{tree[1]}"/>'
    if kind == "value":
        return f"<value>{_escape(tree[1])}</value>"
    if kind == "data":
        parameters = "".join(f'<param name="{name}">{_escape(value)}</param>' for name, value in tree[2:])
        return f'<data type="{tree[1]}">{parameters}</data>' if parameters else f'<data type="{tree[1]}"/>'
    return f"<{kind}/>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute_xml(attribute: Attribute) -> str:
    """The pattern of one attribute."""
    tree = _parse(attribute.datatype)
    value = _xml(tree)
    if _is_list(tree):
        value = f"<list>{value}</list>"
    prefix, _, local = attribute.name.rpartition(":")
    name = f'name="{local}" ns="{_PREFIXES[prefix]}"' if prefix else f'name="{local}"'
    pattern = f"<attribute {name}>{value}</attribute>"
    return pattern if attribute.required else f"<optional>{pattern}</optional>"


# --- nearest ----------------------------------------------------------------------------------------------------


def _distance(a: str, b: str, limit: int) -> int:
    """How many letters are to be added, dropped, replaced or swapped with their neighbour; limit + 1 if more."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
