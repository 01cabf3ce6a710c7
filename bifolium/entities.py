"""A document type declaration becomes the entities it declares, and a text one that needs no declaration from outside.

Nothing outside the file is ever read. What it would have declared is shown as it stands: `&name;` in the
element `b:entity`, so that a reader sees a character is missing, and which (TEI Guidelines, CH and WD).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bifolium import scan

NAMESPACE = "https://bifolium.org/ns"
ENTITY = f"{{{NAMESPACE}}}entity"

PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": '"'}
_DECLARATION = r"""(?sx)
        <!--(?:.*?-->|.*\Z) | <\?(?:.*?\?>|.*\Z)
      | <!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[^\s"'<>%]+)\s+
        (?: "(?P<double>[^"]*)" | '(?P<single>[^']*)'
          | (?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+ (?P<system>"[^"]*"|'[^']*') (?:\s+NDATA\s+[^\s>]+)? )\s*>
      | (?P<attlist><!ATTLIST(?:[^"'>]++|"[^"]*"|'[^']*')*+>)
      | <!(?:[^"'>]++|"[^"]*"|'[^']*')*+>
      | %(?P<use>[^\s;%&<>"']+);
    """
_OUTSIDE = r"""<!DOCTYPE\s+[^\s\[>]+\s+(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+("[^"]*"|'[^']*')"""

EXPANSION = 10_000_000  # characters that all entities of a document together may become
_SUBSET = 1_000_000  # characters of declarations that parameter entities may become


class EntityError(ValueError):
    """Entities that contain themselves (`loop`) or become too much text. `offset` is where in the document."""

    def __init__(self, name: str, offset: int, loop: bool) -> None:
        super().__init__(name)
        self.name, self.offset, self.loop = name, offset, loop


@dataclass(slots=True)
class Entities:
    """What a document declares.

    `internal` holds the literal values, `external` the names that stand for other files with their address,
    `unread` the addresses of declarations outside the file.
    """

    internal: dict[str, str] = field(default_factory=dict)
    external: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    attlists: list[str] = field(default_factory=list)
    _sizes: dict[str, int] = field(default_factory=dict)
    _elements: dict[str, int] = field(default_factory=dict)
    _characters: dict[str, int] = field(default_factory=dict)
    _within: dict[str, dict[str, int]] = field(default_factory=dict)

    def size(self, name: str) -> int:
        """How many characters an entity becomes. Raises RecursionError when it contains itself."""
        return self._total(name, self._sizes, lambda value: len(value))

    def elements(self, name: str) -> int:
        """How many elements a reference becomes: those of the entity, and a stand-in for each that is unresolved."""
        if name not in self.internal:
            return int(self.unresolved(name))
        return self._total(name, self._elements, self._tags)

    def _tags(self, value: str) -> int:
        """The elements of a value, without those of the entities it uses."""
        return sum(
            token.kind == "start" or (token.kind == "reference" and self.unresolved(token.name))
            for token in scan.tokens(value)
        )

    def characters(self, name: str) -> int:
        """How many characters of text, without markup, an entity becomes."""
        return self._total(name, self._characters, self._plain)

    def _plain(self, value: str) -> int:
        """The characters of a value that are text, without those of the entities it uses."""
        length = len(value)
        for token in scan.tokens(value):
            length -= token.stop - token.start
            if token.kind == "cdata":
                length += token.stop - token.start - len("<![CDATA[]]>")
            elif token.kind == "reference" and token.name not in self.internal:
                length += self.length(token.name)
        return length

    def length(self, name: str) -> int:
        """How many characters of text a reference becomes."""
        if name.startswith("#") or name in PREDEFINED:
            return 1
        if name in self.internal:
            return self.characters(name)
        return len(self.standard(name)) or len(f"&{name};")

    def standard(self, name: str) -> str:
        """The character that an entity of ISO 8879, as HTML has taken them over, stands for; "" for other names."""
        if name in self.internal or name in self.external:
            return ""
        from html.entities import html5  # a long list, for which few files have a use

        return html5.get(f"{name};", "")

    def unresolved(self, name: str) -> bool:
        """Whether a reference can only be shown as it stands."""
        if name.startswith("#") or name in PREDEFINED or name in self.internal:
            return False
        return not self.standard(name)

    def within(self, name: str) -> dict[str, int]:
        """The names not declared here that an entity refers to, itself or through others, and how often."""
        if name not in self._within:
            found: dict[str, int] = {}
            seen, waiting = {name}, [name]
            while waiting:
                for other in _names(self.internal.get(waiting.pop(), "")):
                    if other not in self.internal:
                        found[other] = found.get(other, 0) + 1
                    elif other not in seen:
                        seen.add(other)
                        waiting.append(other)
            self._within[name] = found
        return self._within[name]

    def _total(self, name: str, known: dict[str, int], own: Callable[[str], int]) -> int:
        """`own` of an entity's value and of all it refers to. Without recursion: files may nest deep."""
        known_before = known.get(name)
        if known_before is not None:
            return known_before
        on_the_way: dict[str, Iterator[str]] = {}
        stack = [name]
        while stack:
            current = stack[-1]
            value = self.internal.get(current, "")
            uses = [other for other in _names(value) if other in self.internal]
            if current not in on_the_way:
                on_the_way[current] = iter(dict.fromkeys(uses))
            for other in on_the_way[current]:
                if other in known:
                    continue
                if other in on_the_way:
                    raise RecursionError(other)
                stack.append(other)
                break
            else:
                known[current] = own(scan.with_characters(value)) + sum(known[other] for other in uses)
                del on_the_way[current]
                stack.pop()
        return known[name]


def _names(value: str) -> list[str]:
    """The entities a value refers to, less those of XML itself."""
    return [
        name for name, _, _ in scan.references(value) if not name.startswith("#") and name not in PREDEFINED
    ]


def declared(text: str) -> Entities:
    """The entities that the document type declaration of `text` declares; the first of a name counts (XML §4.2)."""
    found = Entities()
    span = scan.doctype(text)
    if span is None:
        return found
    declaration = text[span[0] : span[1]]
    if outside := re.match(_OUTSIDE, declaration):
        found.unread.append(outside[1][1:-1])
    subset = declaration[outside.end() if outside else 0 :]
    opening = subset.find("[")
    if opening < 0:
        return found
    parameters: dict[str, str] = {}
    waiting, allowed = [subset[opening + 1 :]], _SUBSET + len(subset)
    while waiting:
        part = waiting.pop()
        for match in re.finditer(_DECLARATION, part):
            if match["use"] and match["use"] in parameters:
                value = parameters[match["use"]]
                allowed -= len(value)
                if allowed < 0 or len(waiting) > 100:
                    raise EntityError(match["use"], span[0], loop=True)
                waiting += [part[match.end() :], value]
                break
            _declare(match, found, parameters)
    return found


def _declare(match: re.Match[str], found: Entities, parameters: dict[str, str]) -> None:
    """Take in one declaration."""
    if match["attlist"]:
        found.attlists.append(match[0])
    name = match["name"]
    if not name:
        return
    value = match["double"] if match["double"] is not None else match["single"]
    if match["parameter"]:
        if value is not None:
            parameters.setdefault(name, scan.with_characters(value))
        else:
            found.unread.append(match["system"][1:-1])
    elif name not in found.internal and name not in found.external:
        if value is not None:
            found.internal[name] = value
        else:
            found.external[name] = match["system"][1:-1]


@dataclass(slots=True)
class Settled:
    """A text in which every reference is known, and how it came about.

    `unresolved` and `standard` give for each name how often it occurs and where first; `edits` the spans of the
    original that were replaced, with the length of what stands there now.
    """

    text: str
    edits: list[tuple[int, int, int]] = field(default_factory=list)
    unresolved: dict[str, tuple[int, int]] = field(default_factory=dict)
    standard: dict[str, tuple[int, int]] = field(default_factory=dict)

    def original(self, offset: int) -> int:
        """Where in the original text the character at `offset` of this one comes from."""
        shift = 0
        for start, stop, length in self.edits:
            if offset < start + shift:
                break
            if offset < start + shift + length:
                return start
            shift += length - (stop - start)
        return offset - shift


def settle(text: str, entities: Entities) -> Settled:
    """The text with its own declarations only, and visible stand-ins for what they do not explain.

    Raises EntityError.
    """
    settled = Settled(text)
    span = scan.doctype(text)
    edits = [(*span, _declarations(text, span, entities))] if span else []
    spent = 0
    for name, start, stop, in_tag in _uses(text, span[1] if span else 0):
        if name in entities.internal:
            try:
                spent += entities.size(name)
            except RecursionError:
                raise EntityError(name, start, loop=True) from None
            if spent > EXPANSION:
                raise EntityError(name, start, loop=False)
            for inner, count in entities.within(name).items():
                _count(settled, inner, start, entities, count)
        else:
            _count(settled, name, start, entities)
        try:
            words = _stand_in(name, in_tag, entities)
        except RecursionError:
            raise EntityError(name, start, loop=False) from None
        if words is not None:
            edits.append((start, stop, words))
    settled.text = _edited(text, edits)
    settled.edits = [(start, stop, len(words)) for start, stop, words in edits]
    return settled


def _edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    """The text with these spans replaced."""
    pieces: list[str] = []
    done = 0
    for start, stop, words in edits:
        pieces += text[done:start], words
        done = stop
    pieces.append(text[done:])
    return "".join(pieces)


def _uses(text: str, start: int) -> Iterator[tuple[str, int, int, bool]]:
    """Each reference to an entity that XML itself does not know: name, span, whether in a tag."""
    for token in scan.tokens(text, start):
        if token.kind == "reference":
            found = [(token.name, token.start, token.stop)]
        elif token.kind == "start" and text.find("&", token.start, token.stop) >= 0:
            tag = text[token.start : token.stop]
            found = [(name, token.start + a, token.start + b) for name, a, b in scan.references(tag)]
        else:
            continue
        for name, first, last in found:
            if not name.startswith("#") and name not in PREDEFINED:
                yield name, first, last, token.kind == "start"


def _count(settled: Settled, name: str, offset: int, entities: Entities, times: int = 1) -> None:
    counts = settled.standard if entities.standard(name) else settled.unresolved
    count, first = counts.get(name, (0, offset))
    counts[name] = (count + times, first)


def _stand_in(name: str, in_tag: bool, entities: Entities) -> str | None:
    """What is put in the text instead of a reference; None when libxml2 may resolve it."""
    if name in entities.internal:
        if in_tag or not entities.elements(name):
            return None
        # libxml2 forgets the namespace of the surroundings when an entity holds elements, so they are put in here.
        value = scan.with_characters(entities.internal[name])
        edits = [(start, stop, _stand_in(inner, tag, entities)) for inner, start, stop, tag in _uses(value, 0)]
        return _edited(value, [(start, stop, words) for start, stop, words in edits if words is not None])
    if character := entities.standard(name):
        return "".join(f"&#{ord(part)};" for part in character)
    if in_tag:
        return f"&amp;{name};"
    return f'<b:entity xmlns:b="{NAMESPACE}" name="{name}">&amp;{name};</b:entity>'


def _declarations(text: str, span: tuple[int, int], entities: Entities) -> str:
    """A document type declaration with the entities of the file itself, and with nothing from outside."""
    root = scan.root(text)
    used = dict.fromkeys(name for value in entities.internal.values() for name in _names(value))
    lines = [f"<!ENTITY {name} {_quoted(value)}>" for name, value in entities.internal.items()]
    for name in used.keys() - entities.internal.keys():
        character = entities.standard(name)
        words = "".join(f"&#38;#{ord(part)};" for part in character) if character else f"&#38;#38;{name};"
        lines.append(f'<!ENTITY {name} "{words}">')
    return f"<!DOCTYPE {root.name if root else 'TEI'} [{''.join(lines + entities.attlists)}]>"


def _quoted(value: str) -> str:
    return f"'{value}'" if '"' in value else f'"{value}"'
