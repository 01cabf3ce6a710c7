"""`xsl/NAME.xsl` becomes a compiled transformation that can read and write nothing but what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from bifolium import apparatus, fragments, rendition, unspaced
from bifolium import project as projects
from bifolium.locales import Locale, html_lang, locale, primary
from bifolium.model import Project

NAMESPACE = "https://bifolium.org/ns"
_XML = "{http://www.w3.org/XML/1998/namespace}"
CORE = "core:"  # in xsl:import and xsl:include: the installation's own stylesheet of that name

# A stylesheet sees the document it transforms and nothing else: no document(), no exsl:document.
_ACCESS = etree.XSLTAccessControl(
    read_file=False, write_file=False, create_dir=False, read_network=False, write_network=False
)


class _Stylesheets(etree.Resolver):
    """Finds included stylesheets: `core:…` in the installation, other names in the project, then there."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        url = (system_url or "").removeprefix("file://")
        if url.startswith(CORE):
            path = projects.core(self.project, f"xsl/{url.removeprefix(CORE)}")
        else:
            path = Path(url).resolve()
            if not any(path.is_relative_to(folder) for folder in _folders(self.project)):
                raise PermissionError(f"{url}: a stylesheet may include only what is in an xsl/ folder")
        # The base is the file itself, so that its own includes are found beside it.
        return self.resolve_string(path.read_text(encoding="utf-8"), context, base_url=str(path))


def _folders(project: Project) -> list[Path]:
    return [path.resolve() for path in projects.places(project, "xsl")]


# A pointer and the element it stands on give an address, "" where it leads nowhere.
Follow = Callable[[str, Any], str]


# A pointer gives the TEI of what it means in a list of the edition, or None.
Elsewhere = Callable[[str], str | None]


def _nowhere(pointer: str, element: Any) -> str:
    return ""


def nothing(pointer: str) -> str | None:
    """No pointer means anything elsewhere."""
    return None


def thing(text: str) -> Any:
    """The element that is written here: what `Elsewhere` has given."""
    return etree.fromstring(text, _parser())


def _parser() -> Any:
    """One that reads what it is given, and nothing else."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


_identified = etree.XPath("//*[@xml:id]")


class _Pointers:
    """What the pointers of one document mean, looked up when the first is followed."""

    def __init__(self, tree: Any, elsewhere: Elsewhere = nothing) -> None:
        self.tree, self.elsewhere = tree, elsewhere
        self._known: dict[str, list[Any]] = {}

    @cached_property
    def _ids(self) -> dict[str, Any]:
        return {} if self.tree is None else {e.get(f"{_XML}id"): e for e in reversed(_identified(self.tree))}

    def there(self, pointer: str) -> list[Any]:
        """The element the first of some pointers means; old files write a bare id."""
        first = pointer.split(maxsplit=1)[:1]
        element = self._ids.get(first[0].removeprefix("#")) if first else None
        if element is not None or not first:
            return [] if element is None else [element]
        if first[0] not in self._known:
            text = self.elsewhere(first[0])
            self._known[first[0]] = [] if text is None else [thing(text)]
        return self._known[first[0]]


@dataclass(slots=True)
class Transformation:
    """A compiled stylesheet, and the functions it may call while it runs (namespace `b:`).

    `b:word(key)` gives a word of the interface, `b:label(name)` the name of a TEI element in it,
    `b:has(key)` whether there is such a word, `b:href(pointer)` the address a pointer leads to and
    `b:image(url)` the address of a picture ("" when nowhere), `b:there(pointer)` the element a pointer means, in the
    document or in a list of the edition, `b:repeated(app)` whether the words an apparatus entry is about follow it
    once more, `b:gap(break)` the space a break stands for, `b:later(attribute)` its value, to be looked at again when
    the HTML is whole, `b:date(iso)` a date in words, `b:lang(tag)`, `b:direction(tag)` and `b:rend(words)` what the
    functions of these names say.
    """

    run: etree.XSLT = field(init=False)
    words: Locale
    href: Follow = _nowhere
    image: Follow = _nowhere
    pointers: _Pointers = field(default_factory=lambda: _Pointers(None))
    later: dict[str, None] = field(default_factory=dict)  # the names of the attributes given to `b:later`, in order

    def __call__(
        self,
        tree: Any,
        href: Follow = _nowhere,
        image: Follow = _nowhere,
        elsewhere: Elsewhere = nothing,
        **parameters: str,
    ) -> Any:
        """The result tree of one document. Parameters are strings. Raises etree.XSLTApplyError with the log's text."""
        self.href, self.image, self.pointers, self.later = href, image, _Pointers(tree, elsewhere), {}
        try:
            strings: dict[str, Any] = {name: etree.XSLT.strparam(value) for name, value in parameters.items()}
            result = self.run(tree, **strings)
        except etree.XSLTApplyError as error:
            # The exception's own text may be a single letter; the log has the sentence.
            raise etree.XSLTApplyError("; ".join(entry.message for entry in self.run.error_log)) from error
        finally:
            self.pointers = _Pointers(None)
        # A namespace that a stylesheet declares for its patterns has no place in what it makes.
        etree.cleanup_namespaces(result)
        root = result.getroot()
        if root is not None:
            rendition.dress(root, tree, self.later)
            fragments.gather(root, self.later, self.words)
            _speak(root, self.words, (tree.getroot() if hasattr(tree, "getroot") else tree).get(f"{_XML}lang", ""))
            if root.tag == "div":  # HTML
                unspaced.close(root)
                unspaced.trim(root)
        return result

    def remember(self, attribute: Any) -> str:
        """The value of an attribute; what it asks for is done when the result is whole."""
        self.later[attribute.attrname] = None
        return str(attribute)


@cache
def stylesheet(project: Project, name: str, lang: str) -> Transformation:
    """The stylesheet `xsl/NAME.xsl`, the project's or the installation's, speaking `lang`.

    Raises FileNotFoundError, etree.XSLTParseError.
    """
    return _compiled(projects.owner(project, "xsl", "locale"), name, lang)


@cache
def _compiled(project: Project, name: str, lang: str) -> Transformation:
    path = projects.locate(project, f"xsl/{name}.xsl")
    parser = _parser()
    parser.resolvers.add(_Stylesheets(project))
    source = etree.parse(str(path), parser)
    transformation = Transformation(locale(project, lang))
    functions: dict[Any, Any] = {
        (NAMESPACE, "word"): lambda _, key: transformation.words.word(_string(key)),
        (NAMESPACE, "label"): lambda _, key: transformation.words.label(_string(key)),
        (NAMESPACE, "has"): lambda _, key: transformation.words.has(_string(key)),
        (NAMESPACE, "href"): lambda _, key, first=1: transformation.href(_from(key, first), _bearer(key)),
        (NAMESPACE, "image"): lambda _, key: transformation.image(_string(key), _bearer(key)),
        (NAMESPACE, "there"): lambda _, key: transformation.pointers.there(_string(key)),
        (NAMESPACE, "repeated"): lambda _, nodes: bool(nodes) and apparatus.repeated(nodes[0]),
        (NAMESPACE, "later"): lambda _, key: transformation.remember(key[0]),
        (NAMESPACE, "gap"): lambda _, nodes: gap(nodes[0]),
        (NAMESPACE, "direction"): lambda _, key: direction(_string(key)),
        (NAMESPACE, "lang"): lambda _, key: html_lang(_string(key)),
        (NAMESPACE, "rend"): lambda _, key: rendition.words(_string(key)),
        (NAMESPACE, "date"): lambda _, key: transformation.words.date(_string(key)),
    }
    transformation.run = etree.XSLT(source, extensions=functions, access_control=_ACCESS)
    return transformation


def transform(
    project: Project,
    name: str,
    tree: Any,
    lang: str,
    href: Follow = _nowhere,
    image: Follow = _nowhere,
    elsewhere: Elsewhere = nothing,
    **parameters: str,
) -> Any:
    """`tree` transformed by `xsl/NAME.xsl`, its generated words in `lang`."""
    return stylesheet(project, name, lang)(tree, href, image, elsewhere, **parameters)


_generated = etree.XPath("//*[contains(concat(' ', @class, ' '), ' generated ')]")
_spoken = etree.XPath("string(ancestor-or-self::*[@lang][1]/@lang)")


def _speak(root: Any, words: Locale, around: str) -> None:
    """The program's words say their language where that of the text around them is another (WCAG 3.1.2).

    What the program took from elsewhere in the source (a glyph, the name behind a pointer) is no word of its own.
    """
    own = primary(words.lang)
    for element in _generated(root):
        if element.get("data-tei") in ("g", "ptr", "ref"):
            continue
        lang = str(_spoken(element)) or around
        if primary(lang) != own and any(map(str.isalpha, "".join(element.itertext()))):
            element.set("lang", words.lang)
            if direction(lang) != words.direction:
                element.set("dir", words.direction)


def _string(value: Any) -> str:
    """What XPath hands over as a string: a string, or the first of a node-set."""
    if isinstance(value, list):
        value = value[0] if value else ""
        return str(value if isinstance(value, str) else "".join(value.itertext()))
    return str(value)


def _from(pointers: Any, first: float) -> str:
    """Of several pointers, the one with this number and those after it."""
    said = _string(pointers)
    return said if first == 1 else " ".join(said.split()[int(first) - 1 :])


def _bearer(value: Any) -> Any:
    """The element that bears the attribute handed over, or None: its xml:base and language may matter."""
    first: Any = value[0] if isinstance(value, list) and value else None
    return first.getparent() if hasattr(first, "getparent") else None


def gap(element: Any) -> str:
    """The space a break stands for: " " between two words that touch it, "" inside a word or beside white space.

    `break="no"` says that the word goes on (PH, CO-milestones); Han and kana need no space.
    """
    if element.get("break") == "no":
        return ""
    previous = element.getprevious()
    before = (previous.tail if previous is not None else element.getparent().text) or ""
    after = element.tail or ""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    return "" if before[-1] >= "\u2e80" or after[0] >= "\u2e80" else " "


# Scripts written from right to left, by ISO 15924 subtag, and languages written in them unless said otherwise.
_RTL_SCRIPTS = frozenset("arab hebr syrc syre syrj syrn thaa nkoo samr mand adlm rohg".split())
_RTL_LANGUAGES = frozenset("ar he fa ur yi syr ps sd ug dv arc ota jpr lad-hebr".split())


@cache
def direction(tag: str) -> str:
    """The direction of writing of a language tag: "rtl" or "ltr"."""
    subtags = html_lang(tag).lower().split("-")
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RTL_LANGUAGES else "ltr"
