"""The RELAX NG grammar of TEI P5 (tei_all) becomes the table of its facts in `schema/tei`, without its prose.

    python schema/make_tei.py tei_all-4.3.0.rng

Run by hand, when the release the table is made from changes; what later releases changed is kept by hand in
`schema/tei/later.txt`. The sentences in `constraints.txt` are ours: they are kept from run to run.
The output depends on nothing but the grammar and those sentences.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent / "tei"
RNG = "{http://relaxng.org/ns/structure/1.0}"
NOTES = "{http://relaxng.org/ns/compatibility/annotations/1.0}"
SCH = "{http://purl.oclc.org/dsdl/schematron}"
WIDTH = 110
PREFIXES = {"http://www.isocat.org/ns/dcr": "dcr"}  # the reader knows them too

# Modules in the grammar's order: name, chapter of the Guidelines, its title, and the first element of the module.
# The grammar names no module, but it keeps them together; the classes a module adds stand before its elements.
MODULES = (
    ("tei", "1 ST", "The TEI Infrastructure", ""),
    ("core", "3 CO", "Elements Available in All TEI Documents", "p"),
    ("header", "2 HD", "The TEI Header", "teiHeader"),
    ("textstructure", "4 DS", "Default Text Structure", "TEI"),
    ("gaiji", "5 WD", "Characters, Glyphs, and Writing Modes", "g"),
    ("verse", "6 VE", "Verse", "metDecl"),
    ("drama", "7 DR", "Performance Texts", "set"),
    ("spoken", "8 TS", "Transcriptions of Speech", "scriptStmt"),
    ("analysis", "17 AI", "Simple Analytic Mechanisms", "s"),
    ("dictionaries", "9 DI", "Dictionaries", "superEntry"),
    ("msdescription", "10 MS", "Manuscript Description", "msDesc"),
    ("transcr", "11 PH", "Representation of Primary Sources", "facsimile"),
    ("textcrit", "12 TC", "Critical Apparatus", "app"),
    ("namesdates", "13 ND", "Names, Dates, People, and Places", "orgName"),
    ("figures", "14 FT", "Tables, Formulæ, Graphics, and Notated Music", "table"),
    ("corpus", "15 CC", "Language Corpora", "textDesc"),
    ("linking", "16 SA", "Linking, Segmentation, and Alignment", "link"),
    ("iso-fs", "18 FS", "Feature Structures", "fsdDecl"),
    ("nets", "19 GD", "Graphs, Networks, and Trees", "graph"),
    ("certainty", "21 CE", "Certainty, Precision, and Responsibility", "precision"),
    ("tagdocs", "22 TD", "Documentation Elements", "att"),
)

# TEI's datatypes, which the grammar writes out each time. Several of TEI's names can stand for one shape
# (teidata.enumerated and teidata.word, teidata.namespace and teidata.pointer): the table has the plainest of them.
DATATYPES = {
    "teidata.certainty": '"high" | "medium" | "low" | "unknown"',
    "teidata.count": "xsd:nonNegativeInteger",
    "teidata.duration.iso": r'xsd:token { pattern = "[0-9.,DHMPRSTWYZ/:+\-]+" }',
    "teidata.duration.w3c": "xsd:duration",
    "teidata.interval": 'xsd:float | "regular" | "irregular" | "unknown"',
    "teidata.language": 'xsd:language | ""',
    "teidata.name": "xsd:Name",
    "teidata.namespaceOrName": 'xsd:anyURI { pattern = "[^/]+:.*" } | xsd:Name { pattern = ".+:.+" }',
    "teidata.numeric": r'xsd:double | xsd:token { pattern = "(\-?[\d]+/\-?[\d]+)" } | xsd:decimal',
    "teidata.outputMeasurement": (
        r'xsd:token { pattern = "[\-+]?\d+(\.\d+)?(%|cm|mm|in|pt|pc|px|em|ex|gd|rem|vw|vh|vm)" }'
    ),
    "teidata.pattern": "xsd:token",
    "teidata.point": r'xsd:token { pattern = "(-?[0-9]+(\.[0-9]+)?,-?[0-9]+(\.[0-9]+)?)" }',
    "teidata.pointer": "xsd:anyURI",
    "teidata.prefix": r'xsd:token { pattern = "[a-z][a-z0-9\+\.\-]*" }',
    "teidata.probCert": "xsd:double | teidata.certainty",
    "teidata.probability": "xsd:double",
    "teidata.temporal.iso": "teidata.temporal.w3c | teidata.duration.iso",
    "teidata.temporal.w3c": (
        "xsd:date | xsd:gYear | xsd:gMonth | xsd:gDay | xsd:gYearMonth | xsd:gMonthDay | xsd:time | xsd:dateTime"
    ),
    "teidata.text": "xsd:string",
    "teidata.truthValue": "xsd:boolean",
    "teidata.unboundedInt": 'teidata.count | "unbounded"',
    "teidata.version": r'xsd:token { pattern = "[\d]+(\.[\d]+){0,2}" }',
    "teidata.versionNumber": r'xsd:token { pattern = "[\d]+[a-z]*[\d]*(\.[\d]+[a-z]*[\d]*){0,3}" }',
    "teidata.word": r'xsd:token { pattern = "[^\p{C}\p{Z}]+" }',
    "teidata.xTruthValue": 'teidata.truthValue | "unknown" | "inapplicable"',
    "teidata.xmlName": "xsd:NCName",
}


def main(grammar: Path) -> None:
    """Writes the table of the grammar and says how much it holds. Raises ValueError for what it cannot say."""
    root = etree.parse(str(grammar)).getroot()
    heading = " ".join(str(node.text) for node in root.iter(etree.Comment))
    source = re.search(r"TEI Edition:\s+Version\s+([\d.]+\d)", heading)[1]  # type: ignore[index]
    HERE.mkdir(exist_ok=True)
    files = {f"{module}.txt": text for module, text in modules(root, source)}
    files["datatypes.txt"] = datatypes()
    files["constraints.txt"] = constraints(root, HERE / "constraints.txt", source)
    for name, text in files.items():
        (HERE / name).write_text(text, encoding="utf-8")
        print(f"{name:20} {len(text):7}")
    missing = files["constraints.txt"].count("  says ?")
    if missing:
        print(f"constraints.txt: {missing} rules have no sentence yet (says ?)")


# --- modules, classes, elements ---------------------------------------------------------------------------------


def modules(root: etree._Element, release: str) -> Iterator[tuple[str, str]]:
    """Each module's name and the text of its file."""
    first = {element: module for module, _, _, element in MODULES}
    blocks: dict[str, list[str]] = {module: [] for module, *_ in MODULES}
    waiting: list[str] = []  # classes, whose module is that of the next element
    current = "tei"
    for define in root.iter(f"{RNG}define"):
        name = define.get("name", "")
        element = define.find(f"{RNG}element")
        if ".attribute." in name and is_only_in_parts(name, root):
            waiting.append(block(f"class {name.partition('.attribute.')[0]}", [attribute_line(children(define)[0])]))
        elif name.startswith("anyElement-") or ".attribute." in name or "_" in name:
            continue  # the first is written by the reader, the others are written where they belong
        elif element is None:
            waiting.append(macro(define) if name.startswith("macro.") else klass(define, root))
        else:
            if name in first:
                current = first[name]
                blocks["tei" if current == "core" else current] += waiting
                waiting = []
            elif waiting:
                raise ValueError(f"classes in the middle of module {current}, before {name}")
            blocks[current].append(element_block(name, element, root))
    for module, chapter, title, _ in MODULES:
        head = f'module {module}\n  chapter {chapter} "{title}"\n'
        if module == "tei":
            [start] = root.iter(f"{RNG}start")
            head += f"  release {release}\n\nstart TEI\n  content {expression(start)}\n"
        yield module, head + "".join("\n" + text for text in blocks[module])


def is_only_in_parts(name: str, root: etree._Element) -> bool:
    """Whether a class is never inherited whole, so that the grammar has only its attributes."""
    siblings = [n for n in definitions(root) if n.startswith(name.partition(".attribute.")[0] + ".attribute.")]
    whole = name.partition(".attribute.")[0] + ".attributes"
    if whole not in definitions(root) and len(siblings) > 1:
        raise ValueError(f"{whole}: several attributes, and no definition")
    return whole not in definitions(root)


def macro(define: etree._Element) -> str:
    """`macro.x`: a named content model."""
    return block(f"macro {define.get('name')}", [f"content {expression(define)}"])


def klass(define: etree._Element, root: etree._Element) -> str:
    """A model class with its members, or an attribute class with its superclasses and attributes."""
    name = define.get("name", "")
    if name.startswith("model."):
        return block(f"class {name}", ["members " + " ".join(r.get("name", "") for r in define.iter(f"{RNG}ref"))])
    return block(f"class {name.removesuffix('.attributes')}", attribute_lines(children(define), root, name))


def element_block(name: str, element: etree._Element, root: etree._Element) -> str:
    """An element: its namespace if it has one of its own, classes, content and attributes."""
    if element.get("name") != name:
        raise ValueError(f"define {name} holds element {element.get('name')}")
    attributes: list[etree._Element] = []
    content: list[etree._Element] = []
    for child in children(element):
        (attributes if is_attribute(child) else content).append(child)
    if len(content) > 1 and content[-1].tag == f"{RNG}empty":
        content.pop()
    lines = [f"namespace {element.get('ns')}"] if element.get("ns") else []
    fields = attribute_lines(attributes, root, name)
    lines += [line for line in fields if line.startswith("classes")]
    lines.append("content " + ", ".join(expression(child) for child in content))
    lines += [line for line in fields if not line.startswith("classes")]
    return block(f"element {name}", lines)


def attribute_lines(patterns: list[etree._Element], root: etree._Element, owner: str) -> list[str]:
    """The `classes` line and one line for each attribute of an element or a class."""
    classes: dict[str, list[str]] = {}
    lines: list[str] = []
    own = owner.removesuffix("attributes") + "attribute."
    for pattern in patterns:
        reference = pattern.get("name", "") if pattern.tag == f"{RNG}ref" else ""
        if reference.endswith(".attributes"):
            classes[reference.removesuffix(".attributes")] = []
        elif reference.startswith(own):
            [inner] = children(definitions(root)[reference])
            lines.append(attribute_line(inner))
        elif reference:  # one attribute of a class that is not inherited whole
            class_name, _, _ = reference.partition(".attribute.")
            [name] = [a.get("name", "") for a in definitions(root)[reference].iter(f"{RNG}attribute")]
            classes.setdefault(class_name, []).append(name)
        elif pattern.tag == f"{RNG}choice":
            for number, alternative in enumerate(children(pattern)):
                lines.append(("or " if number else "either ") + attribute_line(alternative))
        else:
            lines.append(attribute_line(pattern))
    if classes:
        shorten(classes, root)
        names = (name + (f"({' '.join(only)})" if only else "") for name, only in classes.items())
        lines.insert(0, "classes " + " ".join(names))
    return lines


def shorten(classes: dict[str, list[str]], root: etree._Element) -> None:
    """Says `att.x(-a)` where the class is inherited with its superclasses, but for one or two attributes."""
    for name in [name for name, only in classes.items() if only]:
        whole = attributes_of(name, root) if f"{name}.attributes" in definitions(root) else []
        here = {(owner, a) for owner in {owner for owner, _ in whole} for a in classes.get(owner, [])}
        missing = [a for owner, a in whole if (owner, a) not in here]
        if len(missing) < len(here):
            for owner, _ in whole:
                classes.pop(owner, None)
            classes[name] = [f"-{a}" for a in missing]
            return


def attributes_of(klass: str, root: etree._Element) -> list[tuple[str, str]]:
    """The attributes of a class and its superclasses, each with the class it stands in."""
    found = []
    for reference in definitions(root)[f"{klass}.attributes"].iter(f"{RNG}ref"):
        name = reference.get("name", "")
        if name.endswith(".attributes"):
            found += attributes_of(name.removesuffix(".attributes"), root)
        else:
            found += [(klass, a.get("name", "")) for a in definitions(root)[name].iter(f"{RNG}attribute")]
    return found


def attribute_line(pattern: etree._Element) -> str:
    """`@name? = datatype suggested "a" "b" default "c"`; `?` means that it may be left out."""
    optional = pattern.tag == f"{RNG}optional"
    attribute = children(pattern)[0] if optional else pattern
    name = attribute.get("name", "")
    if attribute.get("ns"):
        name = f"{PREFIXES[attribute.get('ns', '')]}:{name}"
    [value] = children(attribute) or [etree.Element(f"{RNG}text")]
    note = attribute.find(f"{NOTES}documentation")
    prose = "".join(str(part) for part in note.itertext()) if note is not None else ""
    suggested, datatype = suggestions(value)
    line = f"@{name}{'?' if optional else ''} = {datatype}"
    if suggested:
        line += " suggested " + " ".join(quote(v) for v in suggested)
    elif sample := re.search(r"Sample values include:(.*)", prose, re.S):
        values = re.findall(r"\d+\] (\S+?)(?=;| \(|\s*$|\s)", sample.group(1))
        line += " sample " + " ".join(quote(v) for v in values)
    default = attribute.get(f"{NOTES}defaultValue")
    return line + (f" default {quote(default)}" if default is not None else "")


def suggestions(value: etree._Element) -> tuple[list[str], str]:
    """The suggested values of an open list, and the datatype without them."""
    text = expression(value)
    inner = value
    if value.tag == f"{RNG}list" and len(children(value)) == 1:
        inner = children(children(value)[0])[0]
    alternatives = list(flatten(inner)) if inner.tag == f"{RNG}choice" else []
    literals = [a for a in alternatives if a.tag == f"{RNG}value"]
    word = DATATYPES["teidata.word"]
    if literals and len(alternatives) == len(literals) + 1 and named(term(alternatives[-1])) == "teidata.word":
        values = [v.text or "" for v in literals]
        flat = " | ".join([quote(v) for v in values])
        plain = text.replace(f"{flat} | {word}", "teidata.word").replace(f"{flat} | teidata.word", "teidata.word")
        return values, re.sub(r"^\((teidata\.word)\)", r"\1", plain)
    return [], text


# --- expressions: RELAX NG compact syntax -----------------------------------------------------------------------


def expression(parent: etree._Element) -> str:
    """A pattern in RELAX NG compact syntax, with TEI's names for its datatypes, and without useless brackets."""
    text = term(parent)
    return text[1:-1] if text.startswith("(") and closes(text) else text


def term(pattern: etree._Element) -> str:
    """The same, in brackets where it is a choice or a sequence of several."""
    tag = pattern.tag.removeprefix(RNG) if isinstance(pattern.tag, str) else ""
    inside = children(pattern)
    if tag == "ref":
        name = pattern.get("name", "")
        return "anything" if name.startswith("anyElement-") else {"text": "\\text", "empty": "\\empty"}.get(name, name)
    if tag in ("text", "empty"):
        return tag
    if tag == "value":
        return quote(pattern.text or "")
    if tag == "data":
        parameters = " ".join(f"{p.get('name')} = {quote(p.text or '')}" for p in inside)
        return named(f"xsd:{pattern.get('type')}" + (f" {{ {parameters} }}" if parameters else ""))
    if tag in ("optional", "zeroOrMore", "oneOrMore"):
        inner = term(inside[0]) if len(inside) == 1 else f"({', '.join(term(p) for p in inside)})"
        sign = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}[tag]
        return (f"({inner})" if inner[-1] in "?*+" or (inner.startswith("xsd:") and " " in inner) else inner) + sign
    if tag == "choice":
        parts = [term(p) for p in flatten(pattern)]
        text = named(" | ".join(parts))
        return text if len(parts) == 1 or (text.startswith("teidata.") and " " not in text) else f"({text})"
    if tag in ("group", "define", "start", "list"):
        parts = [term(p) for p in inside]
        return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"
    raise ValueError(f"{tag}: a pattern the table has no words for")


def flatten(choice: etree._Element) -> Iterator[etree._Element]:
    """The alternatives of a choice and of the choices directly in it (unless those are a datatype of their own)."""
    for child in children(choice):
        if child.tag == f"{RNG}choice" and not term(child).startswith("teidata."):
            yield from flatten(child)
        else:
            yield child


_NAMES: dict[str, str] = {}


def named(text: str) -> str:
    """TEI's name of a datatype that is written out, if it has one."""
    if not _NAMES:
        _NAMES.update({shape: name for name, shape in DATATYPES.items() if " | " not in shape})
        for name, shape in DATATYPES.items():  # a choice is known by the names of its parts
            _NAMES[" | ".join(_NAMES.get(part, part) for part in shape.split(" | "))] = name
        iso = " | ".join([DATATYPES["teidata.temporal.w3c"], "teidata.duration.iso"])
        _NAMES[iso] = "teidata.temporal.iso"
    return _NAMES.get(text, text)


def quote(value: str) -> str:
    """A literal of RELAX NG compact syntax."""
    if '"' not in value:
        return f'"{value}"'
    if "'" in value:
        raise ValueError(f"both kinds of quotes in {value}")
    return f"'{value}'"


def closes(text: str) -> bool:
    """Whether the bracket that opens a text is closed by its last character."""
    depth = 0
    for found in re.finditer(r'"[^"]*"|\'[^\']*\'|[()]', text):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if depth == 0:
            return found.end() == len(text)
    return False


def children(pattern: etree._Element) -> list[etree._Element]:
    """The patterns in a pattern."""
    return [c for c in pattern if isinstance(c.tag, str) and c.tag.startswith(RNG)]


def is_attribute(pattern: etree._Element) -> bool:
    """Whether a pattern in an element is about its attributes, and not its content."""
    if pattern.tag == f"{RNG}ref":
        return pattern.get("name", "").startswith("att.")
    return pattern.tag == f"{RNG}attribute" or (
        pattern.tag in (f"{RNG}optional", f"{RNG}choice") and all(is_attribute(c) for c in children(pattern))
    )


_DEFINITIONS: dict[str, etree._Element] = {}


def definitions(root: etree._Element) -> dict[str, etree._Element]:
    """The grammar's defines by name."""
    if not _DEFINITIONS:
        _DEFINITIONS.update({d.get("name", ""): d for d in root.iter(f"{RNG}define")})
    return _DEFINITIONS


def block(head: str, lines: list[str]) -> str:
    """A head and its indented lines; what does not fit in a line goes on in the next, indented by six."""
    text = head + "\n"
    for line in lines:
        wrapped = textwrap.wrap(
            line, WIDTH - 2, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )
        if " ".join(part.strip() for part in wrapped) != line:
            wrapped = [line]  # a literal with spaces that count
        text += "".join(f"  {part}\n" for part in wrapped)
    return text


def datatypes() -> str:
    """The file of the datatypes."""
    return "\n".join(f"datatype {name}\n  = {shape}\n" for name, shape in sorted(DATATYPES.items()))


# --- constraints ------------------------------------------------------------------------------------------------


def constraints(root: etree._Element, path: Path, release: str) -> str:
    """The file of the Schematron rules: context, tests, and our sentences as the file has them already."""
    known: dict[str, list[str]] = {}
    if path.exists():
        for part in path.read_text(encoding="utf-8").split("\nconstraint ")[1:]:
            name, _, body = part.partition("\n")
            known[name] = re.findall(r"^  says (.*)$", body, re.M)
    text = f"# The rules TEI {release} has beside its grammar. What follows `says` is ours.\n"
    seen: dict[str, int] = {}
    for pattern in root.iter(f"{SCH}pattern"):
        name = re.sub(r"^tei_all-|-constraint(-(rule|report|assert)-\d+)?$", "", pattern.get("id", ""))
        define = next((a.get("name", "") for a in pattern.iterancestors(f"{RNG}define")), "")
        if define.startswith("anyElement-"):
            name = f"{define.removeprefix('anyElement-')}-namespaces"
        if name.endswith("_fr"):
            continue  # the same test again, with a French message
        for rule in pattern.iter(f"{SCH}rule"):
            seen[name] = seen.get(name, 0) + 1
            key = name if seen[name] == 1 else f"{name}-{seen[name]}"
            lines, says = [f"context {squeeze(rule.get('context'))}"], list(known.get(key, []))
            for child in rule:
                if child.tag == f"{SCH}let":
                    lines.append(f"let {child.get('name')} = {squeeze(child.get('value'))}")
                elif child.tag in (f"{SCH}assert", f"{SCH}report"):
                    lines.append(f"{child.tag.removeprefix(SCH)} {squeeze(child.get('test'))}")
                    if child.get("role"):
                        lines.append(f"role {child.get('role')}")
                    lines.append("says " + (says.pop(0) if says else "?"))
            text += f"\nconstraint {key}\n" + "".join(f"  {line}\n" for line in lines)
    return text


def squeeze(text: str | None) -> str:
    """An XPath expression in one line; a list of namespaces names each of them once."""
    line = re.sub(r"\s+", " ", text or "").strip()
    return re.sub(r"(, '')+(?=, '')", "", line)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python schema/make_tei.py tei_all-4.3.0.rng")
    main(Path(sys.argv[1]))
