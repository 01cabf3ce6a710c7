"""The design, as far as a program can read it: who imports whom, who may parse, who may write, what has no name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bifolium"

VERBS = {"discover", "parse", "validate", "describe", "compose", "render", "publish", "collate", "write"}
# Programs in themselves, which call verbs in their order.
ORDER = {"build", "check", "cli", "serve"}
# The tree of a document is the work of one verb; these ask it for a particular thing it has made.
ALLOWED = {("collate", "parse"): "the final bytes of a page are read again by the one parser there is"}

PARSERS = {"XMLParser", "HTMLParser", "XMLPullParser", "ParserCreate", "fromstring", "parse", "XSLT", "iterparse"}
MAY_PARSE = {"parse", "stylesheets", "relaxng"}  # the last drives expat, which fetches nothing by itself
MAY_WRITE = {"write", "cache", "lock", "new", "shelf", "adopt", "fonts"}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "sample" not in path.parts)


def name_of(path: Path) -> str:
    """The module as the design calls it: `validate` for everything in the folder validate/."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    return [*ast.walk(tree_of(path))]


def imports(path: Path) -> Iterator[str]:
    """The modules of the package that this one imports."""
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and node.module == "bifolium":
            yield from (alias.name for alias in node.names if (PACKAGE / f"{alias.name}.py").exists()
                        or (PACKAGE / alias.name).is_dir())  # fmt: skip
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bifolium."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("bifolium."))


def each_module(function: Any) -> Any:
    return pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())(function)


@each_module
def test_the_first_line_says_what_becomes_what(path: Path) -> None:
    if path.stat().st_size:
        first = (ast.get_docstring(tree_of(path)) or "").partition("\n\n")[0]
        assert first.endswith((".", ":")) and len(first) > 20, "the docstring begins with a sentence"


@each_module
def test_a_module_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, "when a module outgrows 400 lines it becomes a folder of the same name"


@each_module
def test_only_parse_and_stylesheets_create_parsers(path: Path) -> None:
    if name_of(path) in MAY_PARSE:
        return
    found = [
        f"line {node.lineno}: {ast.unparse(node.func)}"
        for node in nodes_of(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in PARSERS
        and ast.unparse(node.func.value) in {"etree", "lxml.etree", "html", "lxml.html", "expat", "ElementTree"}
    ]
    assert not found, "the settings that make parsing safe stand in one place"


@each_module
def test_only_write_opens_files_for_writing(path: Path) -> None:
    if name_of(path) in MAY_WRITE:
        return
    found = []
    for node in nodes_of(path):
        if not isinstance(node, ast.Call):
            continue
        last = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if last in ("write_text", "write_bytes", "mkdir", "unlink", "rename", "rmtree") or (
            last == "open" and any(re.fullmatch(r"[rbt]*[wax+][bt+]*", word) for word in words)
        ):
            found.append(f"line {node.lineno}: {ast.unparse(node.func)}")
    assert not found


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_imports_no_other_verb(verb: str) -> None:
    found = {
        (verb, imported)
        for path in MODULES
        if name_of(path) == verb
        for imported in imports(path)
        if imported in (VERBS | ORDER) - {verb}
    }
    assert found <= ALLOWED.keys()


def test_no_import_goes_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        graph.setdefault(name_of(path), set()).update(set(imports(path)) - {name_of(path)})
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"{' → '.join((*trail, name))}"
        if name not in done:
            for other in sorted(graph.get(name, ())):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def edition_words() -> list[str]:
    """What only our own edition can know: its name, its people, its year and archive."""
    words = ["1963", "1962"]
    for path in (ROOT / "edition").rglob("*.xml"):
        words.append(path.stem)
        text = path.read_text(encoding="utf-8")
        words += re.findall(r"<(?:persName|placeName|orgName)\b[^>]*>([^<]{3,})<", text)
        words += re.findall(r"<idno\b[^>]*>([^<]{6,})<", text)
    return sorted({" ".join(word.split()) for word in words})


def test_the_core_knows_no_edition() -> None:
    words = edition_words()
    found_in = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))
    found = []
    for folder in (PACKAGE, ROOT / "xsl"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".xsl", ".toml", ".html", ".css", ".js", ".xml", ".md"}:
                text = path.read_text(encoding="utf-8")
                for number, line in enumerate(text.splitlines() if any(word in text for word in words) else (), 1):
                    if match := found_in.search(line):
                        found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert not found


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = []
    for folder in ("bifolium", "xsl", "schema", "tests", "docs", ".ci"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path != Path(__file__) and "__pycache__" not in path.parts:
                paths = re.finditer(rb"/(?:home|Users|work|tmp)/\w+", path.read_bytes())
                found += [f"{path.relative_to(ROOT)}: {match[0]!r}" for match in paths]
    assert not found


@pytest.mark.parametrize("path", sorted((ROOT / "xsl").rglob("*.xsl")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_pattern_is_tried_in_no_time(path: Path) -> None:
    """libxslt counts or gathers siblings for these patterns, for each of thousands of siblings anew."""
    for template in etree.parse(path).iter("{http://www.w3.org/1999/XSL/Transform}template"):
        match, priority = template.get("match", ""), float(template.get("priority", "0.5"))
        assert not re.search(r"\]\[", match), f"{match}: several predicates; join them with `and`"
        assert not re.search(r"(^|[\s|/])text\(\)\[", match), f"{match}: a predicate on text; put an xsl:if inside"
        assert not re.search(r"sibling::[\w:*]+(\(\))?(?!\[1\])(?![\w:*(\[])", match), f"{match}: add [1] to the axis"
        if template.get("mode") is None and re.search(r"(^|[\s|/])\*\[[^|]*\](?=$|\s*\|)", match):
            assert priority < -0.25, f"{match}: tried on every element; give way to tei:*, or use a mode"
