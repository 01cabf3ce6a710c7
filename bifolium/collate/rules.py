"""What collation knows of TEI, in five tables: the rules by which an output may leave text out, which readings
exclude each other, which attributes hold text, where words end, and what HTML and the plain texts do to words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bifolium.apparatus import repeated
from bifolium.stretches import UNDONE

TEI = "{http://www.tei-c.org/ns/1.0}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason to leave text out. An output names the rules it follows in `Output.leaves_out`."""

    name: str  # several rules may share one
    elements: frozenset[str]  # local names; each is left out with all it holds
    reason: str  # a sentence for the page of the certificate
    when: Callable[[Any], bool] | None = None  # only where this holds of the element


def names(listed: str) -> frozenset[str]:
    """Names as one writes them, with blanks between."""
    return frozenset(listed.split())


def rule(name: str, elements: str, reason: str, when: Callable[[Any], bool] | None = None) -> Rule:
    """A rule; its elements as one writes them."""
    return Rule(name, names(elements), reason, when)


def on_the_paper(note: Any) -> bool:
    """Whether a note is itself writing on the sheet: a hand wrote it, at some stage (PH-hands, PH-changes)."""
    return note.get("hand") is not None or note.get("change") is not None


def elsewhere(app: Any) -> bool:
    """Whether an apparatus entry is not itself the text it speaks of (TC: double end-point, location-referenced)."""
    return any(app.get(name) is not None for name in ("from", "to", "loc")) or repeated(app)


def struck(deletion: Any) -> bool:
    """Whether a deletion holds: one that was taken back stands in the text, wholly or in part (PH-undo, restore)."""
    return deletion.get(UNDONE) is None


def taken_back(addition: Any) -> bool:
    """Whether an addition was cancelled."""
    return addition.get(UNDONE) is not None


def deleted(stretch: Any) -> bool:
    """Whether a piece of text stands in a deletion that crosses other elements (PH-addSpan; `stretches`), or in an
    addition that was taken back."""
    undone = stretch.get("undone") is not None
    return stretch.get("of") == "addSpan" if undone else stretch.get("of") in ("del", "delSpan")


def gloss(seg: Any) -> bool:
    """Whether a segment is the reading of a ruby, or its bracket, as they were written before TEI had ruby (WD)."""
    return seg.get("type") in ("rt", "rp")


def spaced(element: Any) -> bool:
    """Whether the spaces between words are elements of their own here: white space beside them is then none (AI)."""
    return element.tag == f"{TEI}s" and any(c.text == " " for c in element.iterchildren(f"{TEI}c"))


OTHER_TEXTS = "other texts"
ALTERNATIVES = "alternatives"
MARKS = "page marks"

# Of the rules that an output follows, the first that fits an element counts.
RULES = (
    rule("header", "teiHeader", "The header stands in the record of the document."),
    rule("stand-off annotation", "standOff", "Lists of names and other annotation stand in the record."),
    rule("facsimile", "facsimile", "What is said of the page images stands beside them in the HTML edition."),
    rule("source document", "sourceDoc", "The transcript by surfaces and lines stands in the HTML edition."),
    rule(OTHER_TEXTS, "", "This text of the document stands in a file of its own."),
    rule(MARKS, "fw stamp metamark", "Stamps, page numbers and other marks are on the paper, but not in its text."),
    rule(MARKS, "note", "What a hand wrote beside the text is on the paper, but not in it.", on_the_paper),
    rule("notes", "note noteGrp", "Notes stand beside the text, not in it."),
    rule("apparatus lists", "listApp", "Variants listed apart from the text are not part of it."),
    rule("apparatus lists", "app", "Variants listed apart from the text are not part of it.", elsewhere),
    rule("witnesses", "listWit wit witDetail", "Which witness reads what is not part of the text."),
    rule("deletions", "del", "What somebody deleted is not part of the running text.", struck),
    rule("deletions", "add", "What somebody deleted is not part of the running text.", taken_back),
    rule("deletions", "stretch", "What somebody deleted is not part of the running text.", deleted),
    rule("surplus text", "surplus secl", "The editor judges this not to belong to the text."),
    rule("gaps", "gap", "What the editor says of missing text is not part of the text."),
    rule("descriptions", "figDesc desc", "What the editor says of a picture or an event is not part of the text."),
    rule("ruby", "rt rp", "Ruby gives in another script what stands in the line."),
    rule("ruby", "seg", "Ruby gives in another script what stands in the line.", gloss),
    rule("index entries", "index mulu", "Terms for an index are not printed where they stand."),
    rule("annotation", "interp interpGrp spanGrp certainty", "Interpretations are not part of the text."),
    rule(ALTERNATIVES, "", "Of two readings of one passage a running text gives one."),  # see EITHER
)  # fmt: skip

# Those that count for elements outside TEI's namespace too.
FOREIGN = frozenset(("ruby", "index entries"))

REASONS = {rule.name: rule.reason for rule in reversed(RULES)}

# Readings that exclude each other: at most one child of each of these stands in the run of the text. None: any child.
EITHER: dict[str, frozenset[str] | None] = {
    "choice": None,  # CO-choice
    "subst": None,  # PH-subst: what was deleted, and what was put in its place
    "app": frozenset(("lem", "rdg", "rdgGrp")),  # TC-app: the first is the reading of the text
    "rdgGrp": frozenset(("lem", "rdg", "rdgGrp")),  # TC-rdgGrp
}

# Where an element is empty, this attribute holds its text.
TEXT_IN_ATTRIBUTE = {"c": "n"}  # punctuation (TLS)

# Between two of these there is always a space or a line end, even if the source has none.
BLOCKS = names(
    """ab addrLine argument back biblStruct body byline castGroup castItem castList cell closer div div1 div2 div3 div4
    div5 div6 div7 docEdition docImprint docTitle entry entryFree epigraph event figure floatingText front group head
    imprimatur item l lg list listBibl listEvent listOrg listPerson listPlace opener org p performance person place
    postscript row set sp speaker superEntry table text titlePage titlePart trailer u"""
)
# These stand inside words: at their beginning and end the word goes on. At all others there may be a space.
PHRASES = names(
    """abbr add addName am app att c choice code corr country damage date del distinct district email emph ex expan
    foreign forename g genName geogName gi gloss handShift hi lem m measure mentioned metamark mod name nameLink num
    orgName orig pc persName placeName rdg rdgGrp redo ref reg region restore retrace roleName rs ruby rb rt secl seg
    settlement sic soCalled subst supplied surname surplus tag term time unclear undo val w"""
)
TOKENS = frozenset(("pc", "w"))  # they say by @join on which side the word goes on (att.linguistic)
BREAKS = frozenset(("cb", "gb", "lb", "milestone", "pb"))  # CO-milestones: a word ends here unless break="no"

# HTML elements that begin and end a line.
LINES = names(
    """address article aside blockquote br caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"""
)
# Elements of the intermediate tree of the plain texts inside which a line goes on (docs/design.md).
RUNNING = frozenset(("unit", "apart", "join", "generated"))
