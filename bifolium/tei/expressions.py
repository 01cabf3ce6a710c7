"""A content model or datatype, in a subset of RELAX NG's compact syntax, becomes a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

# A tree is ("name", x), ("value", x), ("data", type, (name, value)…), ("text",), ("empty",), or an operator
# "|" "," "?" "*" "+" and its trees.
_TOKEN = re.compile(r'\s*("[^"]*"|\'[^\']*\'|xsd:\w+|\\?[\w][\w.\-]*|[()|,?*+{}=])')
Tree: TypeAlias = tuple[Any, ...]


@cache
def parse(text: str) -> Tree:
    """The tree of an expression. Raises ValueError."""
    if _TOKEN.sub("", text).strip():
        raise ValueError(f"not an expression: {text}")
    tokens = [*_TOKEN.findall(text), ""]
    tree, at = _sequence(tokens, 0)
    if tokens[at]:
        raise ValueError(f"not an expression, at {tokens[at]}: {text}")
    return tree


def _sequence(tokens: list[str], at: int) -> tuple[Tree, int]:
    """`a, b` or `a | b`; the two are never mixed without brackets."""
    first, at = _item(tokens, at)
    operator, trees = tokens[at], [first]
    if operator not in ("|", ","):
        return first, at
    while tokens[at] == operator:
        tree, at = _item(tokens, at + 1)
        trees.append(tree)
    return (operator, *trees), at


def _item(tokens: list[str], at: int) -> tuple[Tree, int]:
    """A name, literal, datatype or bracket, and its `?`, `*` or `+`."""
    token = tokens[at]
    at += 1
    tree: Tree
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


def written(name: str) -> str:
    """A name as it is written in an expression: an element called `text` is not text."""
    return f"\\{name}" if name in ("text", "empty") else name


def leaves(tree: Tree) -> Iterator[Tree]:
    """The names, values and datatypes in a tree."""
    if tree[0] in ("|", ",", "?", "*", "+"):
        for inner in tree[1:]:
            yield from leaves(inner)
    else:
        yield tree


def is_list(tree: Tree) -> bool:
    """Whether the expression of an attribute is a list of values, separated by spaces."""
    return tree[0] in (",", "?", "*", "+")
