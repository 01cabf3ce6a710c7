"""The RELAX NG engine becomes figures: suites, verdicts against jing, quality of errors, speed and memory.

    python bench/relaxng.py FOLDER [--classpath JARS] [--mutants 10000] [--seed 1] [GATE ...]

FOLDER holds schemas/ (the suites and *.rng) and corpus/ (TEI files). Gates: suites, compile, verdicts, quality,
speed, memory; all of them by default. Those that ask jing need Java and a class path with jing and its libraries.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bifolium.relaxng import Kind, Resource, SchemaError, load, read_compact, read_xml
from bifolium.relaxng.tree import Node

VERBOSE = False
TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE(?:[^\[>]|\[.*?\]\s*(?=>))*>"
    r"|<(?P<end>/)?(?P<name>[^\s<>/!?]+)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/)?>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
LOOP = """
import java.io.*; import com.thaiopensource.validate.*; import com.thaiopensource.util.*; import org.xml.sax.*;
import com.thaiopensource.validate.prop.rng.RngProperty;
public class Loop {
  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    final StringBuilder said = new StringBuilder();
    ErrorHandler handler = new ErrorHandler() {
      void add(SAXParseException e) { said.append("\\t" + e.getLineNumber() + ":" + e.getColumnNumber()
        + " " + e.getMessage().replace('\\n', ' ')); }
      public void warning(SAXParseException e) {}
      public void error(SAXParseException e) { add(e); }
      public void fatalError(SAXParseException e) throws SAXException { add(e); throw e; } };
    PropertyMapBuilder map = new PropertyMapBuilder();
    map.put(ValidateProperty.ERROR_HANDLER, handler);
    map.put(RngProperty.CHECK_ID_IDREF, Flag.PRESENT);
    ValidationDriver driver = null;
    for (String line; (line = in.readLine()) != null;) {
      String rest = line.substring(2);
      said.setLength(0);
      boolean valid = false;
      long before = System.nanoTime();
      for (String file : rest.split("\\\\|")) try {
        if (line.charAt(0) == 'S') {
          driver = new ValidationDriver(map.toPropertyMap());
          valid = driver.loadSchema(ValidationDriver.uriOrFileInputSource(file));
        } else valid = driver.validate(ValidationDriver.uriOrFileInputSource(file));
      } catch (SAXException e) { valid = false; }
      out.println((valid ? "valid " : "not ") + (System.nanoTime() - before) / 1e9 + said);
    } } }
"""


class Jing:
    """jing in one warm virtual machine."""

    def __init__(self, classpath: str, folder: Path) -> None:
        (folder / "Loop.java").write_text(LOOP)
        subprocess.run(["javac", "-cp", classpath, "Loop.java"], cwd=folder, check=True)
        command = ["java", "-Xss8m", "-cp", f"{folder}:{classpath}", "Loop"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line: str) -> tuple[bool, float, list[str]]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        first, *errors = self.process.stdout.readline().rstrip("\n").split("\t")
        verdict, seconds = first.split(" ")
        return verdict == "valid", float(seconds), errors

    def schema(self, path: Path) -> None:
        self.ask(f"S {path}")

    def validate(self, *paths: Path) -> tuple[bool, float, list[str]]:
        return self.ask("V " + "|".join(map(str, paths)))

    def cpu(self) -> float:
        """Seconds of processor time the virtual machine has used, its compiler and collector included."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


# Clark's suites.


SUITE = "http://suite.invalid/"


def written(element: etree._Element) -> bytes:
    """What a suite holds in one of its elements: XML, or text."""
    for child in element:
        if isinstance(child.tag, str):
            return etree.tostring(child, with_tail=False, encoding="utf-8")
    return (element.text or "").encode()


def resources(element: etree._Element, base: str) -> Iterator[tuple[str, bytes]]:
    for child in element:
        if child.tag == "resource":
            yield base + child.get("name", ""), written(child)
        elif child.tag == "dir":
            yield from resources(child, f"{base}{child.get('name')}/")


def suite_case(case: etree._Element, syntax: str) -> Iterator[str]:
    """What is wrong with our answers to one case."""
    files = dict(resources(case, SUITE))

    def resolve(href: str, base: str) -> Resource:
        address = urljoin(base, href)
        if address not in files:
            raise SchemaError(f"no {address}")
        return Resource(address, files[address])

    for verdict in ("correct", "incorrect"):
        for schema_element in case.findall(verdict):
            try:
                schema = load(written(schema_element), syntax, resolve, address=SUITE + "schema")
            except SchemaError as error:
                if verdict == "correct":
                    yield f"refused: {error}"
                continue
            if verdict == "incorrect":
                yield "accepted what is incorrect"
                continue
            for kind in ("valid", "invalid"):
                for document in case.findall(kind):
                    errors = list(schema.validate(written(document)))
                    if bool(errors) == (kind == "valid"):
                        yield f"{kind} document: {[str(error) for error in errors]}"


def same_schema(case: etree._Element) -> Iterator[str]:
    """Whether the compact syntax of a case means what its XML syntax means."""
    parts = [(syntax, part) for syntax in ("compact", "xml") if (part := case.find(syntax)) is not None]
    files = {name: content for _, part in parts for name, content in resources(part, SUITE)}
    shapes: list[object] = []
    trees: list[object] = []
    for syntax, part in parts:
        correct = part.find("correct")
        if correct is None:
            continue

        def resolve(href: str, base: str) -> Resource:
            address = urljoin(base, href)
            return Resource(address, files.get(address) or files[address.replace(".rng", ".rnc")])

        read = read_compact.read if syntax == "compact" else read_xml.read
        trees.append(outline(read(written(correct), SUITE)))
        try:
            schema = load(written(correct), syntax, resolve, address=SUITE + "schema")
            shapes.append(shape(schema._automaton.start, {}))
        except SchemaError as error:
            shapes.append(error.problem)
    if len(trees) == 2 and (trees[0] != trees[1] or shapes[0] != shapes[1]):
        one, other = map(str, trees)
        at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
        yield f"means something else: {one[at - 300 : at + 60]} / {other[at - 300 : at + 60]}"


def outline(node: Node) -> object:
    """A tree as nested tuples, the same for both syntaxes."""
    children: list[object] = []
    for child in map(outline, node.children):
        assert isinstance(child, tuple)
        same = child[0] == node.kind and node.kind in ("group", "choice", "interleave")
        grouped = child[0] == "group" and node.kind not in ("choice", "interleave", "group")
        children += child[-1] if same or grouped else [child]
    if node.kind == "attribute" and not children:
        children = [outline(Node("text", node.place))]
    if node.kind == "data" and len(children) > 1:
        children = [("choice", *outline(Node("choice", node.place))[1:-1], children)]  # type: ignore[index]
    inherited = node.namespace if node.kind == "externalRef" or node.name == "QName" else ""
    href = node.href.replace(".rng", ".rnc")
    about = (node.name, node.names, node.combine, href, inherited, node.text, tuple(node.parameters))
    return (node.kind, *about, node.library if node.kind in ("data", "value") else "", children)


def shape(pattern: object, seen: dict[object, int]) -> object:
    """A pattern as nested tuples in which the elements are numbered as they are met."""
    from bifolium.relaxng import patterns as p

    kind = type(pattern).__name__
    if isinstance(pattern, p.Element):
        if pattern in seen:
            return (kind, seen[pattern])
        seen[pattern] = len(seen)
        return (kind, seen[pattern], pattern.names, shape(pattern.content, seen))
    if isinstance(pattern, p.Attribute):
        return (kind, pattern.names, shape(pattern.value, seen))
    if isinstance(pattern, p.Data):
        datatype = pattern.datatype
        exclude = pattern.exclude and shape(pattern.exclude, seen)
        return (kind, datatype.library, datatype.name, datatype.parameters, exclude)
    if isinstance(pattern, p.Value):
        return (kind, pattern.datatype.library, pattern.datatype.name, pattern.text)
    assert isinstance(pattern, p.Pattern)
    return (kind, *(shape(part, seen) for part in pattern.parts()))


def suites(folder: Path) -> tuple[int, int]:
    """Clark's suites: how many cases there are, and how many of them fail."""
    failed = cases = 0
    for case in etree.parse(folder / "schemas/relaxng-spectest.xml").iter("testCase"):
        cases += 1
        for problem in suite_case(case, "xml"):
            failed += 1
            print(f"  spectest line {case.sourceline}: {problem}")
    print(f"suites: spectest {cases} cases, {failed} problems")
    every, wrong = cases, failed
    failed = cases = 0
    for case in etree.parse(folder / "schemas/relaxng-compacttest.xml").iter("testCase"):
        cases += 1
        problems = list(same_schema(case))
        compact = case.find("compact")
        assert compact is not None
        if case.find("xml") is None:
            problems += suite_case(compact, "compact")
        for problem in problems:
            failed += 1
            print(f"  compacttest line {case.sourceline}: {problem}")
    print(f"suites: compacttest {cases} cases, {failed} problems")
    return every + cases, wrong + failed


# Documents and what is done to them.


@dataclass(frozen=True)
class Tag:
    """An element in the text of a document: its start tag, and where its end tag is."""

    name: str
    start: int
    end: int  # of the start tag
    last: int  # the start of the end tag; the start tag's own, if it is empty
    after: int  # where the element ends
    attributes: tuple[tuple[str, int, str, int], ...]  # name, where; value, where
    parent: int  # index of the parent's tag, or -1


def tags(text: str) -> list[Tag]:
    """All elements of a document, in order."""
    found: list[Tag] = []
    stack: list[int] = []
    for token in TOKEN.finditer(text):
        if not token["name"]:
            continue
        if token["end"]:
            index = stack.pop()
            found[index] = replace(found[index], last=token.start(), after=token.end())
            continue
        offset = token.start("attributes")
        attributes = tuple(
            (match[1], offset + match.start(1), match[2][1:-1], offset + match.start(2) + 1)
            for match in ATTRIBUTE.finditer(token["attributes"])
        )
        parent = stack[-1] if stack else -1
        start, end = token.span()
        found.append(Tag(token["name"], start, end, start, end, attributes, parent))
        if not token["empty"]:
            stack.append(len(found) - 1)
    return found


def documents(folder: Path, letters: int = 90) -> list[Path]:
    """The XML files of the corpus that can be read, with some of the letters."""
    files = sorted(folder.glob("corpus/files/**/*.xml"))
    files += sorted(folder.glob("corpus/mini-corpus/**/*.xml"))[:letters]
    return [path for path in files if readable(path)]


def readable(path: Path) -> bool:
    """Whether the file is UTF-8 without a document type, which jing would try to fetch."""
    content = path.read_bytes()
    if b"<!DOCTYPE" in content or len(content) > 2_000_000:
        return False
    try:
        return bool(tags(content.decode("utf-8")))
    except (UnicodeDecodeError, IndexError):
        return False


def misspell(name: str, chance: random.Random) -> str:
    """A name as one mistypes it."""
    prefix, colon, local = name.rpartition(":")
    at = chance.randrange(len(local))
    kinds = [local[:at] + chance.choice("aeinrst") + local[at:], local.swapcase()]
    if len(local) > 3:
        kinds += [
            local[:at] + local[at + 1 :],
            local[: at - 1] + local[at : at + 1] + local[at - 1 : at] + local[at + 1 :],
        ]
    found = chance.choice(kinds)
    return prefix + colon + (found if found and found[0].isalpha() and found != local else local + "x")


def renamed(text: str, tag: Tag, name: str) -> str:
    """The text with an element renamed."""
    if tag.last != tag.start:
        text = text[: tag.last + 2] + name + text[tag.last + 2 + len(tag.name) :]
    return text[: tag.start + 1] + name + text[tag.start + 1 + len(tag.name) :]


VALUES = ("", "x y", "2001-02-30", "-1", "1.5", "#a b", "true", "é", "0", "a:b", "2001", "http://x/%zz", "日", "¶")


def mutant(text: str, names: list[str], chance: random.Random) -> str:
    """The text with one thing changed, well-formed still."""
    every = tags(text)
    tag = chance.choice(every)
    other = chance.choice(every)
    match chance.randrange(13):
        case 0:
            return renamed(text, tag, misspell(tag.name, chance))
        case 1:
            return renamed(text, tag, chance.choice(names))
        case 2 if tag.parent >= 0:
            return text[: tag.start] + text[tag.after :]
        case 3 if tag.parent >= 0 and tag.last != tag.start:
            return text[: tag.start] + text[tag.end : tag.last] + text[tag.after :]
        case 4 if tag.parent >= 0:
            return text[: tag.after] + text[tag.start : tag.after] + text[tag.after :]
        case 5 if tag.after <= other.start and other.parent >= 0 and tag.parent >= 0:
            moved = text[tag.start : tag.after] + text[other.start :]
            return text[: tag.start] + text[tag.after : other.start] + moved
        case 6:
            at = tag.start + 1 + len(tag.name)
            name = chance.choice(("n", "rend", "type", "when", "target", "foo", "xml:lang", "key", "ref", "who"))
            if all(attribute[0] != name for attribute in tag.attributes):
                return f'{text[:at]} {name}="{chance.choice(VALUES)}"{text[at:]}'
        case 7 | 8 | 9:
            with_some = [each for each in every if each.attributes]
            if with_some:
                name, at, value, where = chance.choice(chance.choice(with_some).attributes)
                if not name.startswith("xmlns"):
                    match chance.randrange(8):
                        case 0:
                            return text[: at - 1] + text[where + len(value) + 1 :]
                        case 1:
                            changed = misspell(name, chance)
                            return text[:at] + changed + text[at + len(name) :]
                        case 2:
                            return text[:where] + chance.choice(VALUES) + text[where + len(value) :]
                        case _:
                            middle = where + chance.randrange(len(value) + 1)
                            return text[:middle] + chance.choice((" ", "x", "#", "9", "-", "é")) + text[middle:]
        case 10:
            if tag.last != tag.start:
                return text[: tag.end] + "stray" + text[tag.end :]
        case 11:
            if tag.last != tag.start:
                return text[: tag.end] + text[tag.last :]
        case _:
            return f"{text[: tag.start]}<{chance.choice(names)}/>{text[tag.start :]}"
    return renamed(text, tag, misspell(tag.name, chance))


def schemas(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in sorted(folder.glob("schemas/*.rng"))}


def compile_all(folder: Path) -> list[float]:
    """Every schema compiles in half a second: the seconds of each."""
    times = []
    for name, path in schemas(folder).items():
        best = min(_time(lambda: load(path)) for _ in range(3))  # noqa: B023
        print(f"compile: {name} {best:.3f} s")
        times.append(best)
    return times


def _time(work: object) -> float:
    before = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - before


def verdicts(folder: Path, jing: Jing, count: int, seed: int, scratch: Path) -> int:
    """Mutants of the corpus: is what we call valid what jing calls valid?"""
    chance = random.Random(seed)
    paths = schemas(folder)
    loaded = {name: load(path) for name, path in paths.items()}
    texts = [path.read_text("utf-8") for path in documents(folder)][:150]
    texts = [text for text in texts if len(text) < 400_000]
    agree, by_name = Counter[str](), Counter[str]()
    fitting: dict[str, list[str]] = {}
    for name, schema in loaded.items():
        valid = [text for text in texts if not any(schema.validate(text.encode()))]
        fitting[name] = valid or texts
        print(f"verdicts: {name}: {len(valid)} of {len(texts)} files valid")
    names = [name.local for name in loaded["tei_all-4.3.0.rng"].elements()]
    order = sorted(loaded) + ["tei_all-4.3.0.rng"] * 2
    document = scratch / "mutant.xml"
    for index in range(count):
        schema_name = order[index * len(order) // count]
        schema = loaded[schema_name]
        if index == 0 or schema_name != order[(index - 1) * len(order) // count]:
            jing.schema(paths[schema_name])
        text = mutant(chance.choice(fitting[schema_name] if chance.random() < 0.85 else texts), names, chance)
        document.write_text(text, "utf-8")
        theirs, _, said = jing.validate(document)
        errors = list(schema.validate(document))
        by_name["valid" if theirs else "invalid"] += 1
        if theirs == (not errors):
            agree["verdict"] += 1
            if errors and said and said[0].split(":")[0] == str(errors[0].line):
                agree["first line"] += 1
        else:
            print(f"  {schema_name}, mutant {index}: jing {said[:2]}, we {[str(e) for e in errors[:2]]}")
    print(
        f"verdicts: {agree['verdict']} of {count} equal ({by_name['valid']} valid, {by_name['invalid']} not);"
        f" first error on jing's line: {agree['first line']} of {by_name['invalid']}"
    )
    return agree["verdict"]


# Errors planted, each with the place where a message is due.


@dataclass(frozen=True)
class Plant:
    """A change of the text, and the first character of the offence: an offset in what is put in, or after it."""

    kind: str
    splices: tuple[tuple[int, int, str], ...]
    place: int  # offset in the original text; shifted by what is put in before it
    inside: int = 0  # added to that, for a place within what is put in


def plant(text: str, every: list[Tag], names: list[str], chance: random.Random, kind: str) -> Plant | None:
    """One error of a kind at a random place, None if that place does not suit."""
    index = chance.randrange(len(every))
    tag = every[index]
    inner = tag.start + 1
    prefix = tag.name.rpartition(":")[0]
    prefix += ":" if prefix else ""

    def rename(name: str) -> tuple[tuple[int, int, str], ...]:
        first = (inner, inner + len(tag.name), name)
        return (first,) if tag.last == tag.start else (first, (tag.last + 2, tag.last + 2 + len(tag.name), name))

    if kind == "misspelt element":
        return Plant(kind, rename(misspell(tag.name, chance)), tag.start)
    if kind == "wrong case":
        local = tag.name.rpartition(":")[2]
        return Plant(kind, rename(prefix + local[0].swapcase() + local[1:]), tag.start)
    if kind == "other element":
        return Plant(kind, rename(prefix + chance.choice(names)), tag.start)
    if kind == "foreign element":
        return Plant(kind, rename(prefix + chance.choice(("foo", "blockquote", "strong", "h1", "xyzzy"))), tag.start)
    if kind in ("unknown inserted", "stray inserted") and tag.parent >= 0:
        name = prefix + ("xyzzy" if kind == "unknown inserted" else chance.choice(names))
        return Plant(kind, ((tag.start, tag.start, f"<{name}/>"),), tag.start)
    if kind == "unknown attribute":
        at = inner + len(tag.name)
        name = chance.choice(("foo", "class", "lang", "id", "colour", "href", "style2"))
        return Plant(kind, ((at, at, f' {name}="x"'),), at, 1)
    if kind == "stray text" and tag.last != tag.start:
        return Plant(kind, ((tag.end, tag.end, "stray words"),), tag.end)
    if kind == "removed" and tag.parent >= 0:
        following = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL).match(text, tag.after)
        assert following
        return Plant(kind, ((tag.start, tag.after, ""),), following.end())
    if kind == "unwrapped" and tag.parent >= 0 and tag.last != tag.start:
        first = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL).match(text, tag.end)
        assert first
        return Plant(kind, ((tag.start, tag.end, ""), (tag.last, tag.after, "")), first.end())
    if kind == "doubled" and tag.parent >= 0:
        return Plant(kind, ((tag.after, tag.after, text[tag.start : tag.after]),), tag.after)
    if kind == "swapped" and index + 1 < len(every):
        after = [each for each in every[index + 1 :] if each.parent == tag.parent]
        if after and tag.parent >= 0:
            other = after[0]
            between = text[tag.after : other.start]
            swapped = text[other.start : other.after] + between + text[tag.start : tag.after]
            return Plant(kind, ((tag.start, other.after, swapped),), tag.start)
    if tag.attributes:
        name, at, value, where = chance.choice(tag.attributes)
        if name.startswith("xmlns"):
            return None
        if kind == "misspelt attribute":
            return Plant(kind, ((at, at + len(name), misspell(name, chance)),), at)
        if kind == "bad value":
            return Plant(kind, ((where, where + len(value), chance.choice(VALUES)),), where)
        if kind == "attribute removed":
            return Plant(kind, ((at - 1, where + len(value) + 1, ""),), tag.start)
    return None


KINDS = (
    "misspelt element", "wrong case", "other element", "foreign element", "unknown inserted", "stray inserted",
    "unknown attribute", "misspelt attribute", "bad value", "attribute removed", "stray text", "removed", "unwrapped",
    "doubled", "swapped",
)  # fmt: skip


def apply(text: str, plants: list[Plant]) -> tuple[str, list[tuple[int, int]]]:
    """The text with all changes, and the line and column due for each."""
    splices = sorted(splice for each in plants for splice in each.splices)
    parts, at = [], 0
    for start, end, new in splices:
        parts += [text[at:start], new]
        at = end
    changed = "".join(parts) + text[at:]
    places = []
    for each in plants:
        own = each.splices[0][0]
        offset = each.place + each.inside
        for start, end, new in splices:
            if end <= each.place and not (start == own and each.place == start):
                offset += len(new) - (end - start)
        line = changed.count("\n", 0, offset) + 1
        places.append((line, offset - (changed.rfind("\n", 0, offset) + 1) + 1))
    return changed, places


def quality(folder: Path, jing: Jing, seed: int, scratch: Path, rounds: int = 3) -> None:
    """Six errors planted in one file: found on their line, said once, nothing said elsewhere, the column right."""
    chance = random.Random(seed)
    path = schemas(folder)["tei_all-4.3.0.rng"]
    schema = load(path)
    jing.schema(path)
    names = [name.local for name in schema.elements()]
    texts = [file.read_text("utf-8").replace("\r\n", "\n") for file in documents(folder)]
    texts = [text for text in texts if len(text) < 150_000 and text.count("\n") > 30 and "\r" not in text]
    texts = [text for text in texts if not any(schema.validate(text.encode()))]
    figures: dict[str, Counter[str]] = {"we": Counter(), "jing": Counter()}
    by_kind: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    document = scratch / "planted.xml"
    for text in texts * rounds:
        every = tags(text)
        plants: list[Plant] = []
        taken: set[int] = set()
        for _ in range(60):
            if len(plants) == 6:
                break
            kind = chance.choice(KINDS)
            new = plant(text, every, names, chance, kind)
            if new is None or any(
                start <= other_end and other_start <= end
                for start, end, _ in new.splices
                for each in plants
                for other_start, other_end, _ in each.splices
            ):
                continue
            alone, ((line, _),) = apply(text, [new])
            document.write_text(alone, "utf-8")
            said = jing.validate(document)[2]
            # Only where the offence begins at that place, by jing's judgement too: an element renamed to another that
            # may stand there is wrong only in what it holds, of two elements exchanged the second is.
            about = {"other element": "element", "stray inserted": "element", "doubled": "element"}.get(kind, "")
            if any(error.kind == Kind.NOT_WELL_FORMED for error in schema.validate(alone.encode())):
                continue  # moved away from where its prefix is declared
            if not said or not said[0].startswith(f"{line}:") or not said[0].split(" ", 1)[1].startswith(about):
                continue
            if about and "not allowed" not in said[0]:
                continue
            lines = {text.count("\n", 0, new.place), text.count("\n", 0, new.splices[0][0])}
            if lines & taken:
                continue
            taken |= lines
            plants.append(new)
        if len(plants) < 6:
            continue
        changed, places = apply(text, plants)
        document.write_text(changed, "utf-8")
        found = {"we": [(error.line, error.column, str(error)) for error in schema.validate(document)]}
        matches = [re.match(r"(\d+):(\d+) (.*)", line) for line in jing.validate(document)[2]]
        found["jing"] = [(int(match[1]), int(match[2]), match[3]) for match in matches if match]
        lines_due = {line for line, _ in places}
        for each, place in zip(plants, places, strict=True):
            if VERBOSE and not any(m[0] == place[0] for m in found["we"]):
                others = [(other.kind, due) for other, due in zip(plants, places, strict=True)]
                print(f"  missed {each.kind} at {place} among {others}: {[m[2] for m in found['we']]}")
        for who, messages in found.items():
            count = figures[who]
            count["planted"] += len(places)
            count["messages"] += len(messages)
            count["on other lines"] += sum(line not in lines_due for line, *_ in messages)
            count["found on their line"] += sum(any(m[0] == line for m in messages) for line, _ in places)
            count["column right"] += sum(any(m[:2] == place for m in messages) for place in places)
        for each, place in zip(plants, places, strict=True):
            kinds = by_kind[each.kind]
            kinds["planted"] += 1
            kinds["on line"] += any(m[0] == place[0] for m in found["we"])
            kinds["column"] += any(m[:2] == place for m in found["we"])
            single, (due,) = apply(text, [each])
            alone_errors = list(schema.validate(single.encode()))
            kinds["messages alone"] += len(alone_errors)
            if VERBOSE and (len(alone_errors) > 1 or (alone_errors[0].line, alone_errors[0].column) != due):
                at = single.splitlines()[due[0] - 1][max(0, due[1] - 60) : due[1] + 50]
                print(f"  {each.kind} at {due}: {[str(error) for error in alone_errors[:4]]} | {at}")
    for kind, kinds in by_kind.items():
        print(f"  {kind}: " + ", ".join(f"{name} {number}" for name, number in kinds.items()))
    for who, count in figures.items():
        if planted := count["planted"]:
            print(
                f"quality: {who}: {planted} errors planted; on their line {count['found on their line'] / planted:.2%};"
                f" messages per error {count['messages'] / planted:.3f}; on other lines"
                f" {count['on other lines'] / max(1, count['messages']):.2%}; column right"
                f" {count['column right'] / planted:.2%}"
            )


def speed(folder: Path, jing: Jing) -> None:
    """Throughput on the corpus, warm, against jing."""
    path = schemas(folder)["tei_all-4.3.0.rng"]
    schema = load(path)
    files = documents(folder, 300)
    size = sum(file.stat().st_size for file in files) / 1e6
    jing.schema(path)
    for turn in range(8):
        before = time.process_time()
        for file in files:
            for _ in schema.validate(file):
                pass
        ours = time.process_time() - before
        before = jing.cpu()
        theirs = jing.validate(*files)[1]
        per_core = jing.cpu() - before
        print(
            f"speed: pass {turn + 1}: {size / ours:.1f} MB/s; jing {size / per_core:.1f} MB/s a core,"
            f" {size / theirs:.1f} MB/s by the clock ({size:.1f} MB)"
        )


def memory(folder: Path) -> int:
    """A document of 37 MB, in a process of its own: the megabytes it takes."""
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1])\n"
        "from bifolium.relaxng import load\n"
        "schema = load(sys.argv[2]); before = time.process_time()\n"
        "count = sum(1 for _ in schema.validate(sys.argv[3])); spent = time.process_time() - before\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(count, 'errors,', round(spent, 2), 's,', int(peak.split()[1]) // 1024, 'MB')\n"
    )
    body = "".join(
        f'<div n="{i}"><head>Chapter {i}</head><p xml:id="p{i}">A <hi rend="it">few</hi> words'
        f' by <persName ref="#p{i % 97}">somebody</persName>.\n<lb/>And more of them.</p></div>\n'
        for i in range(230_000)
    )
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
        file.write(
            '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>t</title></titleStmt>'
            "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
            f"<text><body>{body}</body></text></TEI>"
        )
        file.flush()
        del body
        root = Path(__file__).resolve().parent.parent
        arguments = [str(root), str(schemas(folder)["tei_all-4.3.0.rng"]), file.name]
        found = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
        size = Path(file.name).stat().st_size / 1e6
        print(f"memory: {size:.1f} MB document: {found.stdout.strip()}{found.stderr[-500:]}")
        return int(found.stdout.split()[-2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gates", nargs="*", metavar="GATE")
    parser.add_argument("--classpath", default="")
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="show what quality finds wanting")
    options = parser.parse_args()
    global VERBOSE
    VERBOSE = options.verbose
    gates = options.gates or ["suites", "compile", "verdicts", "quality", "speed", "memory"]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        jing = Jing(options.classpath, scratch) if options.classpath else None
        for gate in gates:
            if gate == "suites":
                suites(options.folder)
            elif gate == "compile":
                compile_all(options.folder)
            elif gate == "memory":
                memory(options.folder)
            elif jing is None:
                print(f"{gate}: skipped, no --classpath")
            elif gate == "verdicts":
                verdicts(options.folder, jing, options.mutants, options.seed, scratch)
            elif gate == "quality":
                quality(options.folder, jing, options.seed, scratch)
            elif gate == "speed":
                speed(options.folder, jing)
        if jing:
            jing.close()


if __name__ == "__main__":
    main()
