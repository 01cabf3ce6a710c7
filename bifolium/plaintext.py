"""The texts of a document become plain text files: for reading, diplomatic, and parallel.

`xsl/text.xsl` says what TEI means in plain text, and makes one intermediate tree of a document (docs/design.md).
Here a leaf is picked out of it, read in one of two ways, and flattened to its final characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from lxml import etree

from bifolium import parallel, stylesheets, transpositions
from bifolium.addresses import PLACE
from bifolium.align import Alignment, Leaf
from bifolium.locales import Locale, locale, primary, spoken
from bifolium.model import Artifact, Document, Output, Project
from bifolium.stylesheets import Elsewhere, nothing

NAMESPACE = "https://bifolium.org/ns"
ADDRESS = f"{{{NAMESPACE}}}id"
TEXT = "text/plain; charset=utf-8"

# Rules of collation (see `collate.rules`): what each kind of text leaves out.
HEADERS = ("header", "stand-off annotation")
BESIDE = ("header", "stand-off annotation", "facsimile", "source document", "other texts")
DIPLOMATIC = (*BESIDE, "alternatives", "apparatus lists", "witnesses")
READING = (
    *DIPLOMATIC, "page marks", "notes", "deletions", "surplus text", "gaps", "descriptions", "ruby",
    "index entries", "annotation",
)  # fmt: skip


def texts(
    project: Project, document: Document, alignment: Alignment, elsewhere: Elsewhere = nothing
) -> Iterator[Output]:
    """The plain texts of a document, in the folder of its key.

    For each leaf the reading text, for each that is no translation the diplomatic one, for what stands beside
    the texts (EpiDoc's apparatus and commentary, lists of names) one more, and the parallel ones if there is more
    than one leaf; none that would be empty. Each is made when it is asked for: they are large. Raises nothing for
    what the material holds.
    """
    return filter(lambda output: output.artifacts[0].data, _texts(project, document, alignment, elsewhere))


def _texts(project: Project, document: Document, alignment: Alignment, elsewhere: Elsewhere) -> Iterator[Output]:
    if not alignment.leaves:
        return
    drawn = Drawn(stylesheets.transform(project, "text", document.tree, "en", elsewhere=elsewhere), alignment)
    whole = []
    langs = names([leaf.lang for leaf in alignment.leaves])
    for leaf, lang in zip(alignment.leaves, langs, strict=True):
        reading = drawn.reading(leaf)
        whole.append(len("".join("".join(reading.itertext()).split())))
        yield _output(document, f"reading.{lang}.txt", reading, READING)
        del reading
        if leaf.kind != "translation":
            words = vocabulary(project, leaf.lang)
            yield _output(document, f"diplomatic.{lang}.txt", drawn.diplomatic(leaf, words), DIPLOMATIC)
    lang = alignment.leaves[0].lang
    if (beside := drawn.beside(alignment, vocabulary(project, lang))) is not None:
        yield _output(document, f"beside.{names([lang])[0]}.txt", beside, BESIDE)
    yield from _parallel(project, document, alignment, drawn, langs, whole)


def parallel_texts(
    project: Project, document: Document, alignment: Alignment, elsewhere: Elsewhere = nothing
) -> Iterator[Output]:
    """Only the texts in which leaves stand side by side, for documents that have all others of their own."""
    drawn = Drawn(stylesheets.transform(project, "text", document.tree, "en", elsewhere=elsewhere), alignment)
    langs = names([leaf.lang for leaf in alignment.leaves])
    whole = [len("".join("".join(drawn.reading(leaf).itertext()).split())) for leaf in alignment.leaves]
    yield from _parallel(project, document, alignment, drawn, langs, whole)


def _parallel(
    project: Project, document: Document, alignment: Alignment, drawn: Drawn, langs: list[str], whole: list[int]
) -> Iterator[Output]:
    for text in parallel.parallels(alignment, langs, whole, project.version, drawn.passage, flatten):
        artifact = Artifact(f"{document.source.key}/{text.name}", text.data, text.media_type)
        yield Output(text.name, (artifact,), text.tree, READING)


def _output(document: Document, name: str, tree: Any, leaves_out: tuple[str, ...]) -> Output:
    path = f"{document.source.key}/{name}"
    return Output(name, (Artifact(path, flatten(tree).encode(), TEXT),), tree, leaves_out)


def names(tags: Iterable[str]) -> list[str]:
    """How files name the language of each text: "zh"; "zh-Hans" when another is "zh-Hant"; numbered when equal.

    >>> names(["zh-Hans", "en", "en"]), names(["zh-Hans", "zh-Hant"])
    (['zh', 'en', 'en-2'], ['zh-Hans', 'zh-Hant'])
    """
    full = [tag.replace("_", "-") for tag in tags]
    short = [primary(tag) for tag in full]
    found: list[str] = []
    for tag, word in zip(full, short, strict=True):
        like = {other for other in full if primary(other) == word}
        name = word if len(like) == 1 else tag
        same = sum(other.rpartition("-")[0] == name or other == name for other in found)
        found.append(f"{name}-{same + 1}" if name in found else name)
    return found


@cache
def vocabulary(project: Project, lang: str) -> Locale:
    """The words of editorial notes, in the language of the text if we speak it, else in English."""
    tongue = primary(lang)
    return locale(project, tongue if tongue in spoken(project) else "en")


class Drawn:
    """The intermediate tree of a document, from which leaves and passages are picked."""

    def __init__(self, tree: Any, alignment: Alignment) -> None:
        self._at: dict[str, Any] = {}
        for element in tree.iter(etree.Element):
            address = element.get(ADDRESS)
            if address is not None:
                self._at.setdefault(address, element)
        self._leaves = {part for leaf in alignment.leaves for part in leaf.parts}
        self._afar = [note for holder in tree.iter("afar") for note in holder]
        self._annotations = list(tree.iter("annotation"))
        self._annotated = {above for element in self._annotations for above in element.iterancestors()}

    def reading(self, leaf: Leaf) -> Any:
        """The tree of the running text of a leaf, without marks and notes."""
        tree = self._picked(self._text(leaf))
        read(tree)
        return tree

    def diplomatic(self, leaf: Leaf, words: Locale) -> Any:
        """The tree of a leaf as it stands on the paper, with what is beside the text in brackets."""
        tree = self._picked(self._text(leaf))
        etree.strip_elements(tree, "reading", "apparatus", with_tail=False)
        if self._afar:
            here = {f"#{address}" for address in tree.xpath("//@b:id", namespaces={"b": NAMESPACE})}
            tree.extend(deepcopy(note) for note in self._afar if here.intersection(note.get("target", "").split()))
        return _annotated(tree, words)

    def beside(self, alignment: Alignment, words: Locale) -> Any:
        """The tree of what stands beside the texts, with all its readings; None if nothing does."""
        parts = [part for leaf in alignment.beside if leaf.kind == "beside" for part in leaf.parts]
        parts += [element.get(ADDRESS, "") for element in self._annotations]
        if not parts:
            return None
        tree = self._picked(parts)
        for other in [reading for reading in tree.iter("reading") if reading.get("other")]:
            # Both halves of a choice: the one that is meant stands after the one that is written, in brackets.
            _after(other.getnext(), other)
            other.tag = "apart"
            other.set("data-apart", "")
            other.addprevious(_generated("\n["))
            _after(other, _generated("]"))
        etree.strip_elements(tree, "reading", with_tail=False)
        return _annotated(tree, words)

    def _text(self, leaf: Leaf) -> list[str]:
        """The parts of a leaf; where annotation stands in one, the parts of that part, less the annotation."""
        found: list[str] = []
        stack = [self._at[part] for part in reversed(leaf.parts) if part in self._at]
        while stack:
            element = stack.pop()
            if element in self._annotated:
                stack += reversed(element)
            elif element.get(ADDRESS) is not None and element.tag != "annotation":
                found.append(element.get(ADDRESS))
        return found

    def passage(self, addresses: Iterable[str]) -> Any:
        """The tree of the running text of some units, each in a unit of its own."""
        tree = self._picked(addresses)
        read(tree)
        return tree

    def _picked(self, addresses: Iterable[str]) -> Any:
        """What stands at these addresses, each in a `unit`, without what belongs to another leaf."""
        tree = etree.Element("tree")
        for address in addresses:
            unit = etree.SubElement(tree, "unit", {"data-unit": address})
            found = self._at.get(address)
            if found is None:
                continue
            copy = deepcopy(found)
            copy.tail = None
            for division in list(copy.iter("division")):
                if division is not copy and division.get(ADDRESS) in self._leaves:
                    _remove(division)
            unit.append(copy)
        return tree


def read(tree: Any) -> None:
    """Make the reading text of an intermediate tree: what is only in the diplomatic text goes."""
    transpositions.carry_out(tree)
    etree.strip_elements(tree, "diplomatic", "apparatus", "mark", "note", "page", "struck", with_tail=False)
    etree.strip_tags(tree, "reading", "division", "passage", "annotation", "apart")


def both(tree: Any, words: Locale) -> tuple[str, str]:
    """The reading and the diplomatic text of a whole intermediate tree."""
    copy = deepcopy(tree)
    read(copy)
    etree.strip_elements(tree, "reading", "apparatus", with_tail=False)
    return flatten(copy).strip(), flatten(_annotated(tree, words)).strip()


def _annotated(tree: Any, words: Locale) -> Any:
    """What is beside the running text becomes editorial notes in brackets, and notes at the foot of the page."""
    etree.strip_tags(tree, "diplomatic", "apparatus", "division", "annotation", "struck", "piece")
    _speak(tree, words)
    _bracket(tree, words)
    _foot(tree)
    etree.strip_tags(tree, "passage")
    return tree


def _speak(tree: Any, words: Locale) -> None:
    """Words of the program, in the language of the text."""
    for generated in tree.iter("generated"):
        key = generated.attrib.pop("key", None)
        if key is not None:
            generated.text = words.word(f"text.{key}")
        if generated.attrib.pop("opening", None):
            generated.text = f"[{generated.text}{_who(generated, words)}{words.word('text.colon')}"
    for page in tree.iter("page"):
        number = page.attrib.pop("n", "") + page.attrib.pop(PLACE, "")
        page.append(_generated(f"[{words.word('text.page')} {number}]".replace(" ]", "]")))


def _who(element: Any, words: Locale) -> str:
    """", NAME", in the language of the text where it is known in it."""
    name = element.get(f"who-{words.lang[:2]}") or element.get("who")
    if key := element.get("who-key"):
        name = words.word(key)
    return words.word("text.comma") + name if name else ""


# Marks that stand on a line of their own: form work and stamps are not written into the text.
_APART = frozenset(
    ("stamp", "form", "print", "page-number", "header", "footer", "catchword", "signature", "label", "figure")
)


def _bracket(tree: Any, words: Locale) -> None:
    """Marks become editorial notes: "[stamp: …]", "[handwritten, NAME: …]"."""
    for mark in list(tree.iter("mark")):
        name = mark.get("hand")
        if name is None and not "".join(mark.itertext()).strip():
            _remove(mark)
            continue
        what = mark.get("what")
        for line in list(mark.iter("line")):
            previous = line.getprevious()
            within = previous is not None and previous.tag == "join" and not (previous.tail or "").strip()
            line.tail = (line.tail or "").lstrip() if within else line.tail
            line.tag, line.text = "generated", "/" if within else " / "
        opening = _generated(f"[{words.word(f'text.{what}')}{_who(mark, words)}{words.word('text.colon')}")
        opening.tail, mark.text = mark.text, None
        mark.insert(0, opening)
        unnamed = words.word("medium.unknown") if name == "" else ""
        mark.append(_generated(f"{name or unnamed}]"))
        above = {ancestor.tag for ancestor in mark.iterancestors()}
        on_its_own = what in _APART or "block" not in above or mark.get("place", "").startswith(("top", "bottom"))
        if on_its_own and "mark" not in above:
            mark.addprevious(etree.Element("line"))
            _after(mark, etree.Element("line"))


def _foot(tree: Any) -> None:
    """Notes go to the foot of their page; where they stood, or after what they are about, stands their number."""
    about: dict[str, Any] = {}
    for element in tree.iter("mark", "passage", "block"):
        about.setdefault("#" + element.get(ADDRESS, ""), element)
    notes = {}
    for note in list(tree.iter("note")):
        number = _generated("")
        target = next((about[one] for one in note.get("target", "").split() if one in about), note)
        if target.tag == "passage" and target.find(".//mark") is not None:
            target = target.find(".//mark")  # a stamp on form work
        if target.tag == "block":
            target.append(number)
        else:
            _after(target, number)
        _remove(note)
        notes[number] = note
    foot: Any = None
    count = 0
    for element in list(tree.iter("generated", "page")):
        if element.tag == "page" and foot is not None:
            element.addprevious(foot)
            foot = None
        elif element in notes:
            count += 1
            element.text = f"[{count}]"
            foot = etree.Element("block") if foot is None else foot
            line = etree.SubElement(foot, "block", tight="yes")
            unit = etree.SubElement(line, "unit", {"data-unit": notes[element].get(ADDRESS, "")})
            unit.append(_generated(f"[{count}] "))
            unit[0].tail = notes[element].text
            first = next(iter(notes[element]), None)
            if first is not None and first.tag == "block" and not (notes[element].text or "").strip():
                first.tag = "passage"  # its first paragraph begins behind the number
            unit.extend(list(notes[element]))
    if foot is not None:
        tree.append(foot)


def _generated(text: str) -> Any:
    element = etree.Element("generated")
    element.text = text
    return element


def _after(element: Any, new: Any) -> None:
    """Put a new element directly after another, before the text that follows it."""
    new.tail, element.tail = element.tail, None
    element.addnext(new)


def _remove(element: Any) -> None:
    """Take an element out of its tree, not the text after it."""
    parent, previous = element.getparent(), element.getprevious()
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


# --- the final characters ----------------------------------------------------------------------------------------

# Signs for what is no character, while a text is made: noncharacters of Unicode, which no text holds.
_BLOCK, _LINE, _JOIN, _TAB = "\ufdd0\ufdd1\ufdd2\ufdd3"
_ENDS = re.compile(f"([{_BLOCK}{_LINE}][{_BLOCK}{_LINE} \t\r\n]*)")
_JOINED = re.compile(f"[ \t\r\n]*{_JOIN}[ \t\r\n{_JOIN}]*")
# Scripts that put no space between words: between two of these, a line end in the source is no space.
_HAN = (
    "\u2e80-\u303f\u3040-\u31ff\u3400-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_IS_HAN = re.compile(f"[{_HAN}]")
_BROKEN = re.compile(f"(?<=[{_HAN}])[ \t\r]*\n[ \t\r\n]*(?=[{_HAN}[])")  # "[": an editorial note


def flatten(tree: Any) -> str:
    """The final characters of an intermediate tree: LF, no blanks at line ends, one line end at the end.

    White space is collapsed as in XML; U+3000 and other wide spaces are characters. Blocks are set off by a blank
    line.
    """
    signed = deepcopy(tree)
    for element in signed.iter("block", "page", "line", "join"):
        if element.tag == "join":
            element.tail = _JOIN + (element.tail or "")
        else:
            sign = _LINE if element.tag == "line" or element.get("tight") else _BLOCK
            element.text = sign + (element.text or "")
            element.tail = sign + (element.tail or "")
    for element in signed.iter("generated"):
        if element.text == "\t":  # between two cells
            element.text = _TAB
    text = str(etree.tostring(signed, method="text", encoding="unicode"))
    if _JOIN in text:
        text = _JOINED.sub("", text)
    out = ""
    lines: list[str] = []
    for piece in _ENDS.split(text):
        if piece[:1] in (_BLOCK, _LINE):
            out = "\n\n" if _BLOCK in piece or out == "\n\n" else "\n"
        elif line := _collapsed(piece):
            lines += [out, line] if lines else [line]
            out = ""
    return "".join(lines) + "\n" if lines else ""


def _collapsed(text: str) -> str:
    """A line without superfluous white space."""
    if not text.isascii() and _IS_HAN.search(text):
        text = _BROKEN.sub("", text)
    line = b" ".join(text.encode().split()).decode()  # the white space of XML, and no other
    return re.sub(f" ?{_TAB} ?", "\t", line).rstrip("\t") if _TAB in line else line
