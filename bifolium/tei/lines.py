"""The lines of `schema/tei/*.txt` become blocks of words: how the table is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bifolium.tei.facts import Attribute, Constraint


@dataclass(slots=True)
class Block:
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


def plain(text: str) -> str:
    """The text without comments, and with wrapped lines in one."""
    if "#" in text:
        text = re.sub(r"^ *#.*\n", "", text, flags=re.M)
    return text.replace("\n      ", " ")


def change(block: Block, line: str, since: str) -> None:
    """One line of later.txt on a block: `+` and `-` change a list, `-@x` takes an attribute away, others replace."""
    if line.startswith("-@"):
        block.lines = [old for old in block.lines if not _declares(old[0], line[2:])]
        return
    word, _, rest = line.partition(" ")
    if word == "in":
        _, old_name, _, new = rest.split(" ", 3)
        word, line = "content", f"content {whole(old_name).sub(new, block.get('content'))}"
    elif word in ("classes", "members") and rest[:1] in "+-":
        old = words(block.get(word))
        for change in words(rest):
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


def whole(name: str) -> re.Pattern[str]:
    """Finds a name that is not part of a longer one."""
    return re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])")


def _declares(line: str, attribute: str) -> bool:
    """Whether a line declares that attribute."""
    line = line.removeprefix("either ").removeprefix("or ")
    return line.startswith("@") and line[1:].partition(" ")[0].removesuffix("?") == attribute


_WORD = re.compile(r"[^\s(]+(?:\([^)]*\))?")


def words(text: str) -> list[str]:
    """`att.typed(subtype) att.global` in two."""
    return _WORD.findall(text)


_FIELD = re.compile(r' (suggested|sample|default|deprecated)(?= |$)((?: "[^"]*"| \d{4}-\d\d-\d\d)*)')


def split(text: str) -> tuple[str, dict[str, list[str]]]:
    """An attribute's datatype, and what follows it: suggested, sample, default, deprecated."""
    found: dict[str, list[str]] = {}
    start = len(text)
    for match in _FIELD.finditer(text):
        if match[1] not in found:
            found[match[1]] = [v.strip('"') for v in re.findall(r'"[^"]*"|\d{4}-\d\d-\d\d', match[2])]
        start = min(start, match.start())
    return text[:start], found


def pick(attributes: dict[str, Attribute], only: list[str]) -> dict[str, Attribute]:
    """Those attributes of a class that are inherited: all, some, or (`-x`) all but some."""
    without = {name[1:] for name in only if name.startswith("-")}
    if without or not only:
        return {name: a for name, a in attributes.items() if name not in without}
    return {name: a for name, a in attributes.items() if name in only}


def constraint_blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in plain(text).split("\n\n"):
        head, *lines = part.strip().split("\n  ")
        if head.startswith("constraint "):
            yield head.removeprefix("constraint "), lines


def read_constraints(name: str, lines: list[str], since: str) -> Iterator[Constraint]:
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
