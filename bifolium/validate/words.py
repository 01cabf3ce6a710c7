"""A fault against a grammar becomes a finding in a philologist's words: what, where, and what would be right there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from bifolium import tei
from bifolium.findings import find
from bifolium.model import Finding, Place
from bifolium.phrases import either, listed, phrase
from bifolium.relaxng import Error, Kind, Name
from bifolium.validate.survey import XML

MOST = 8  # names in a hint

# What people write who come from HTML, from TEI P4 or from another TEI, and the elements that say it in P5.
HABITS = {
    "a": "ref", "abbreviation": "abbr", "b": "hi", "blockquote": "quote", "bold": "hi", "br": "lb", "chapter": "div",
    "correction": "corr", "dateRange": "date", "deletion": "del", "div0": "div", "em": "emph", "footnote": "note",
    "geog": "geogName", "handList": "handNotes", "i": "hi", "image": "graphic", "img": "graphic", "ins": "add",
    "italic": "hi", "language": "foreign", "langUsed": "language", "li": "item", "line": "l", "link": "ref",
    "normalization": "reg", "ol": "list", "org": "orgName", "page": "pb", "para": "p", "paragraph": "p",
    "person": "persName", "place": "placeName", "section": "div", "sentence": "s", "small": "hi", "span": "seg",
    "stanza": "lg", "strike": "del", "strong": "hi", "sub": "hi", "sup": "hi", "td": "cell", "th": "cell",
    "timeRange": "date", "tr": "row", "u": "hi", "ul": "list", "url": "ref", "verse": "l", "witness": "rdg",
    "word": "w", "xptr": "ptr", "xref": "ref", **{f"h{level}": "head" for level in range(1, 7)},
}  # fmt: skip
ATTRIBUTE_HABITS = {
    "author": "resp", "class": "type", "date": "when", "href": "target", "id": "xml:id", "lang": "xml:lang",
    "language": "xml:lang", "name": "n", "place": "place", "space": "xml:space", "src": "url", "title": "n",
    "uri": "ref", "url": "target", "value": "when", "xml-id": "xml:id", "xml_id": "xml:id",
}  # fmt: skip

# The elements one sees most, those first; to offer what is likely meant.
COMMON = (
    "p div body head ab lg l list item note quote hi ref persName placeName orgName name date title pb lb cb gap "
    "unclear supplied add del subst choice sic corr orig reg abbr expan ex foreign emph seg s w pc figure graphic "
    "table row cell sp speaker stage bibl listBibl author editor publisher idno opener closer salute signed dateline "
    "address trailer titlePart rs fw space handShift app lem rdg floatingText milestone ptr term label desc"
).split()
# Of the elements that hold text, those one would put another into.
BLOCKS = frozenset("p ab item cell".split())
RANK = {name: number for number, name in enumerate(COMMON)}
# Of what may stand in running text: what takes no part in it, and is seldom what somebody was about to write.
APART = frozenset(
    "p div head ab lg l list item table row cell figure graphic floatingText note quote bibl listBibl".split()
)
# How these are shown together: names, what was changed or is uncertain, breaks; all others before them.
GROUP = {
    name: number
    for number, some in (
        (1, "persName placeName orgName name date rs geogName"),
        (2, "choice add del subst unclear supplied gap corr sic"),
        (3, "lb pb cb gb"),
    )
    for name in some.split()
}

# What a datatype admits, by example (TEI Guidelines, ST-datatypes).
FORMATS = {
    "teidata.certainty": "high, medium, low or unknown",
    "teidata.count": "a whole number",
    "teidata.duration.iso": "a length of time such as P2D or PT3H (ISO 8601)",
    "teidata.duration.w3c": "a length of time such as P2D or PT3H",
    "teidata.interval": "a number, or regular, irregular or unknown",
    "teidata.language": "a language tag such as zh-Hans, en or grc",
    "teidata.name": "a name without spaces",
    "teidata.namespaceOrName": "the address of a namespace, or a name with a prefix",
    "teidata.numeric": "a number such as 12, 3.5 or 1/2",
    "teidata.outputMeasurement": "a measure such as 24cm, 1.5em or 50%",
    "teidata.point": "coordinates such as 10,20",
    "teidata.pointer": "an address: #name of something in this file, or https://…",
    "teidata.prefix": "a short name in small letters",
    "teidata.probCert": "high, medium, low or unknown, or a number from 0 to 1",
    "teidata.probability": "a number from 0 to 1",
    "teidata.temporal.iso": "a date such as 1848-03-07, 1848-03 or 1848, or a span such as 1848/1849",
    "teidata.temporal.w3c": "a date such as 1848-03-07, 1848-03 or 1848",
    "teidata.truthValue": "true or false",
    "teidata.unboundedInt": "a whole number, or unbounded",
    "teidata.version": "a version number such as 2.1",
    "teidata.versionNumber": "a version number such as 2.1.0",
    "teidata.word": "one word, without spaces",
    "teidata.xTruthValue": "true, false, unknown or inapplicable",
    "teidata.xmlName": "a name that does not begin with a digit, without spaces and colons",
    "xsd:ID": "a name that does not begin with a digit, without spaces and colons, given once in the file",
    # of XML Schema, for schemas that are not TEI's
    "ID": "a name that does not begin with a digit, without spaces and colons, given once in the file",
    "NCName": "a name that does not begin with a digit, without spaces and colons",
    "anyURI": "an address: #name of something in this file, or https://…",
    "boolean": "true or false",
    "date": "a day such as 1848-03-07",
    "decimal": "a number such as 12 or 3.5",
    "double": "a number such as 12 or 3.5",
    "gYear": "a year such as 1848",
    "gYearMonth": "a month such as 1848-03",
    "integer": "a whole number",
    "language": "a language tag such as zh-Hans, en or grc",
    "nonNegativeInteger": "a whole number",
    "positiveInteger": "a whole number from 1",
}


def finding(error: Error, place: Place, by: str) -> Finding:
    """The finding of an error. `by` says whose schema it is, when it is not TEI's."""
    element, parent = _local(error.element), _local(error.parent)
    common = {"element": element, "by": by}
    match error.kind:
        case Kind.UNEXPECTED_ELEMENT if is_unknown(error.element):
            guess, certain = _guess(element, error.expected)
            hint = _hint(guess, "" if certain else _allowed(error.expected, "Allowed here: {0}.", parent), parent)
            common["element"] = _with_namespace(error.element)
            return find("tei.element-unknown", place, parent=parent or phrase("the file"), hint=hint, **common)
        case Kind.UNEXPECTED_ELEMENT:
            allowed = _allowed(error.expected, "Allowed here: {0}.", parent)
            hint = _hint(_move(element, error.expected, by), allowed, parent)
            where = phrase("in {0}", parent) if parent else phrase("as the beginning of a document")
            return find("tei.element-not-here", place, where=where, hint=hint, **common)
        case Kind.INCOMPLETE_CONTENT:
            # At a child, something is missing before it; at the end tag, the element itself is not complete.
            inside, before = (element, "") if not error.text else (parent, " " + phrase("before this {0}", element))
            names = _names(error.expected)
            missing = _alternatives(names, 3)
            # One thing only: then the repair is certain, and worth saying apart.
            add = phrase("Insert {0} there." if before else "Add {0}.", missing) if len(names) == 1 else ""
            hint = _hint(add, inside)
            common["element"] = inside
            return find("tei.incomplete", place, before=before, missing=missing, hint=hint, **common)
        case Kind.WRONG_NAMESPACE:
            other = error.element.namespace if error.element else ""
            space = phrase("in the namespace {0}", other) if other else phrase("in no namespace")
            return find("tei.namespace-wrong", place, space=space, namespace=tei.NAMESPACE, **common)
        case Kind.UNEXPECTED_TEXT:
            hint = _hint(_allowed(error.expected, "In {1} may stand: {0}.", element), element)
            holds = phrase("only elements") if error.expected else phrase("nothing")
            return find("tei.text-not-here", place, holds=holds, text=_short(error.text), hint=hint, **common)
        case Kind.UNEXPECTED_ATTRIBUTE:
            attribute = _attribute(error.attribute)
            names = [_attribute_written(name) for name in error.expected]
            guess, certain = _attribute_guess(attribute, names)
            rest = [name for name in names if name not in USUAL and f"@{name}" not in guess]
            own_ones = {name for name in rest if (fact := _fact(error.element, name)) and fact.origin == element}
            rest.sort(key=lambda name: (name in RARE, name not in own_ones))
            own = listed(f"@{name}" for name in rest[:MOST])
            allowed = phrase("{0} has {1}, and what every element has.", element, own) if rest and not certain else ""
            return find(
                "tei.attribute-unknown", place, attribute=attribute, hint=_hint(guess, allowed, element), **common
            )
        case Kind.MISSING_ATTRIBUTE:
            names = [f"@{_attribute_written(name)}" for name in error.expected]
            first = names[0][1:] if names else ""
            hint = _hint(phrase('Add {0}="…"{1}.', first, _form(error.element, first)) if first else "", element)
            return find("tei.attribute-missing", place, attributes=either(names[:3]), hint=hint, **common)
    attribute = _attribute(error.attribute)
    subject = phrase("@{0} of {1}", attribute, element) if attribute else phrase("The text of {0}", element)
    hint = _hint(_values(error, attribute), element)
    value = f"“{_short(error.text)}”" if error.text.strip() else phrase("empty")
    return find("tei.value-not-allowed", place, subject=subject, value=value, hint=hint, by=by)


# What many elements may have, and few texts have.
RARE = frozenset(
    "atLeast atMost calendar cause confidence evidence extent generatedBy instant max min period precision predicate "
    "quantity scope seq status subtype targetLang unit versionDate".split()
)
# What every element has (att.global and its classes), of no help in a list.
USUAL = frozenset(
    "xml:id xml:lang xml:base xml:space n rend style rendition ana change copyOf corresp exclude facs next prev resp "
    "sameAs select synch cert source decls hand".split()
)


def _with_namespace(name: Name | None) -> str:
    """The name of an element; of one from another vocabulary also which."""
    if name is None or name.namespace == tei.NAMESPACE:
        return _local(name)
    if not name.namespace:
        return phrase("{0} of no namespace", name.local)
    return phrase("{0} of the namespace {1}", name.local, name.namespace)


def _local(name: Name | None) -> str:
    return "" if name is None else name.local


def is_unknown(name: Name | None) -> bool:
    """Whether TEI has no such element at all; another schema may know more, or less."""
    return name is not None and (name.namespace != tei.NAMESPACE or name.local not in tei.elements())


def _names(expected: Iterable[str]) -> list[str]:
    """Local names, each once, without those that only stand for any name at all."""
    locals_ = (name.rpartition("}")[2] for name in expected)
    return [name for name in dict.fromkeys(locals_) if name and "*" not in name and "|" not in name]


def _allowed(expected: Sequence[str], label: str, parent: str) -> str:
    """A sentence with what is allowed, at most MOST names: what is common first, and what is alike together."""
    names = _names(expected)
    if not names:
        return phrase("Nothing more may stand here.") if "here" in label else ""
    known = tei.elements().get(parent)
    in_text = known is not None and known.may_contain_text
    if len(names) > MOST:
        names.sort(key=lambda name: (in_text and name in APART, RANK.get(name, len(RANK))))
    shown = sorted(names[:MOST], key=lambda name: GROUP.get(name, 0)) if in_text else names[:MOST]
    groups = [listed(some) for _, some in groupby(shown, key=lambda name: GROUP.get(name, 0) if in_text else 0)]
    more = len(names) - MOST
    told = "; ".join(groups)
    return phrase(label, phrase("{0} and {1} more", told, more) if more > 0 else told, parent)


def _guess(element: str, expected: Sequence[str]) -> tuple[str, bool]:
    """What was probably meant, and whether that is certain: a habit, or a misspelling; what is allowed here first."""
    allowed = _names(expected)
    meant = HABITS.get(element) or HABITS.get(element.casefold())
    if meant and (meant in allowed or not allowed):
        return phrase("TEI says {0}: write {0} instead.", meant), True
    same = [name for name in allowed if name.casefold() == element.casefold()]
    if len(same) == 1:
        return phrase("Write {0}, with these capital letters.", same[0]), True
    # In a short name one letter is much; the first one is seldom wrong.
    near = [name for name in tei.nearest(element, allowed, 2) if len(name) > 5 or name[0] == element[0].lower()]
    if not near and (meant := next(iter(tei.nearest(element, None, 1)), "")) and len(meant) > 5:
        return phrase("Did you mean {0}? It belongs elsewhere, though.", meant), False
    return (phrase("Did you mean {0}?", either(near)) if near else ""), False


def _move(element: str, expected: Sequence[str], by: str) -> str:
    """Where an element that TEI knows would be right."""
    known = tei.elements()
    if element not in known:
        return ""
    if (meant := HABITS.get(element)) and meant in _names(expected):
        return phrase("Did you mean {0}?", meant)
    wrappers = [
        name
        for name in _names(expected)
        if name in known
        and name in RANK
        and (name in BLOCKS or name not in APART)
        and element in known[name].may_contain()
        and (name in BLOCKS or not known[name].may_contain_text)
    ]
    if wrappers:
        return phrase("Put it into {0}.", either(sorted(wrappers, key=lambda name: RANK.get(name, len(RANK)))[:2]))
    parents = sorted(known[element].parents(), key=lambda name: (RANK.get(name, len(RANK)), name))
    return phrase("{0} belongs into {1}.", element, either(parents[:3])) if parents and not by else ""


def _alternatives(expected: Sequence[str], most: int) -> str:
    names = _names(expected)
    return either(names if len(names) <= most else [*names[:most], phrase("another")]) if names else phrase("more")


def _values(error: Error, attribute: str) -> str:
    """What the value may be: a closed list, or a format by example."""
    closed = [value for value in error.expected if value]
    fact = _fact(error.element, attribute) if attribute else None
    kinds = [fact.datatype.strip("+*?")] if fact and fact.datatype.strip("+*?") in FORMATS else []
    kinds += [kind.partition(" ")[0] for kind in error.datatypes if not kinds]
    form = next((FORMATS[kind] for kind in kinds if kind in FORMATS), "")
    if closed and not (form and fact and not fact.closed):
        more = len(closed) - MOST
        shown = listed(map(_short, closed[:MOST]))
        return phrase("Allowed: {0}.", phrase("{0} and {1} more", shown, more) if more > 0 else shown)
    if form:
        several = fact is not None and fact.several
        form = phrase(form)
        return phrase("It should be {0}.", phrase("{0}, or several with spaces between", form) if several else form)
    pattern = next((kind for kind in error.datatypes if "pattern=" in kind), "")
    return phrase("It must have the form {0}.", _short(pattern.partition("pattern=")[2], 80)) if pattern else ""


def _form(element: Name | None, attribute: str) -> str:
    fact = _fact(element, attribute)
    form = FORMATS.get(fact.datatype.strip("+*?"), "") if fact else ""
    return f" ({phrase(form)})" if form else ""


def _fact(element: Name | None, attribute: str) -> tei.Attribute | None:
    if element is None or element.local not in tei.elements():
        return None
    return tei.elements()[element.local].attributes.get(attribute)


def _attribute(name: Name | None) -> str:
    return "" if name is None else _attribute_written(str(name))


def _attribute_written(name: str) -> str:
    """An attribute's name as one writes it."""
    return name.replace(f"{{{XML}}}", "xml:").rpartition("}")[2]


def _attribute_guess(attribute: str, names: Sequence[str]) -> tuple[str, bool]:
    """What was probably meant, and whether that is certain."""
    local = attribute.rpartition(":")[2]
    meant = ATTRIBUTE_HABITS.get(local)
    if meant and meant in names:
        return phrase("Write @{0}.", meant), True
    near = tei.nearest(attribute, names, 2) or tei.nearest(local, names, 2)
    near = near or [name for name in names if name.rpartition(":")[2] == local][:1]
    return (phrase("Did you mean {0}?", either(f"@{name}" for name in near)) if near else ""), False


def _hint(*parts: str) -> str:
    """The parts of a hint, of which the last names the element whose page in the Guidelines says more."""
    *said, about = parts
    known = tei.elements().get(about)
    page = phrase("TEI Guidelines: {0}", known.guidelines) if known else ""
    return " ".join(part.strip(" ") for part in (*said, page) if part.strip(" "))


def _short(text: str, most: int = 40) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
