"""A template and what it shows become an HTML page of the edition."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from types import FunctionType, MethodType
from typing import Any

import jinja2
from lxml import etree
from markupsafe import Markup

from bifolium import fonts, links, locales, stylesheets
from bifolium.locales import Locale
from bifolium.metadata.head import head
from bifolium.model import Artifact, Corpus, Entry, Project


class _Context(jinja2.runtime.Context):
    """The variables of a template. It calls functions as they are: Jinja asks each first whether it wants more."""

    def call(self, function: Any, /, *args: Any, **more: Any) -> Any:
        if type(function) in (FunctionType, MethodType):
            return function(*args)
        return super().call(function, *args, **more)


class _Compiled(jinja2.BytecodeCache):
    """Templates as they were compiled, as long as this process lives: for the next project, if its text is the same."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.code


_compiled = _Compiled()


@cache
def environment(project: Project) -> jinja2.Environment:
    """Where templates come from: the project's `templates/`, then ours; `core:NAME` is always ours."""
    ours = jinja2.FileSystemLoader(project.installation / "templates")
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.FileSystemLoader(project.root / "templates"),
                ours,
                jinja2.PrefixLoader({"core": ours}, delimiter=":"),
            ]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # a build looks at each template once
        bytecode_cache=_compiled,
    )
    made.context_class = _Context
    return made


def in_tree(lang: str, corpus: Corpus, path: str) -> str:
    """The path of a page in the interface language `lang`: the first language stands at the root."""
    return path if lang == corpus.interface[0] else f"{lang}/{path}"


def page(
    project: Project,
    corpus: Corpus,
    lang: str,
    template: str,
    path: str,
    entry: Entry | None = None,
    **shown: Any,
) -> Artifact:
    """One HTML page. `path` is its path in the tree of the first interface language."""
    words = locales.locale(project, lang)
    here = in_tree(lang, corpus, path)
    frame = {
        "project": project,
        "corpus": corpus,
        "edition_title": corpus.title_in(lang)[1] or words.word("page.edition"),
        "edition_lang": corpus.title_in(lang)[0] or lang,
        "words": words,
        "w": words.word,
        "has": words.has,
        "date": words.date,
        "page": path,
        "entry": entry,
        "to": lambda target: links.relative(target, here),
        "to_page": lambda target: links.relative(in_tree(lang, corpus, target), here),
        "in_language": lambda other: in_tree(other, corpus, path),
        "own_lang": Markup(' lang="{}" dir="{}"').format(lang, words.direction),
        "lang_of": lambda tag: _language(tag, lang),
        "han": lambda text, tag="": han(text, tag or lang, _han_of(corpus, entry)),
        "language_name": lambda tag: locales.locale(project, tag).word("name"),
        "own_fonts": fonts.shipped(project),
        "own_style": (project.edition / "style.css").is_file(),
        **_imprint(corpus, entry),
        **head(corpus, entry, path, here, lang),
    }
    html = (
        environment(project)
        .get_template(template)
        .render(frame | {"citation": citation(words, corpus, entry, frame)} | shown)
    )
    return Artifact(here, in_order(html).encode("utf-8"), "text/html")


def in_order(html: str) -> str:
    """A page whose headings skip no level, whatever divisions the source has left without one (WCAG 1.3.1).

    >>> in_order("<h1>a</h1><h4>b</h4><h2>c</h2>")
    '<h1>a</h1><h2>b</h2><h2>c</h2>'
    """
    last = 0
    shown = 1

    def level(match: re.Match[str]) -> str:
        nonlocal last, shown
        if match.group(1):
            return f"</h{shown}"
        shown = min(int(match.group(2)), last + 1)
        last = shown
        return f"<h{shown}"

    return re.sub(r"<(/?)h([1-6])(?=[\s>])", level, html)


_HAN = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af]+")


def han(text: str, around: str, lang: str) -> Markup:
    """A plain text with every stretch of Han characters marked as `lang`, where the language around them has none.

    >>> han("by 漢字", "en", "zh")
    Markup('by <span lang="zh">漢字</span>')
    """
    if locales.primary(around) in ("zh", "ja", "ko", "lzh", "yue", "vi"):
        return Markup.escape(text)
    mark = Markup('<span lang="{}">').format(lang)
    return Markup(_HAN.sub(lambda found: f"{mark}{found[0]}</span>", str(Markup.escape(text))))


@lru_cache(maxsize=1024)  # it is asked for with every title and every passage, and the answers are few
def _language(tag: str, around: str) -> Markup:
    """The lang and, where it is another, the dir of words in the language `tag` on a page in the language `around`."""
    known = locales.html_lang(tag)
    if not known or known == around:
        return Markup("")
    direction = stylesheets.direction(tag)
    if direction == stylesheets.direction(around):
        return Markup(' lang="{}"').format(known)
    return Markup(' lang="{}" dir="{}"').format(known, direction)


def _han_of(corpus: Corpus, entry: Entry | None) -> str:
    """The language whose Han characters a page most likely has."""
    spoken = entry.languages if entry is not None else corpus.entries[0].languages if corpus.entries else ()
    return next((tag for tag in spoken if locales.primary(tag) in ("zh", "ja", "ko", "lzh")), "zh")


def _imprint(corpus: Corpus, entry: Entry | None) -> dict[str, str]:
    """Version, date and licence: the document's own, or on the edition's pages those of the release."""
    if entry is not None:
        return {"version": entry.version, "version_date": entry.version_date, "licence": entry.licence}
    version, date = corpus.release
    return {"version": version, "version_date": date, "licence": corpus.licence}


def citation(words: Locale, corpus: Corpus, entry: Entry | None, imprint: dict[str, Any]) -> str:
    """How to cite this page, in plain words: author, title, edition, version, date."""
    parts = []
    if entry is not None:
        parts += ["; ".join(entry.authors), f"“{entry.title}”"]
    if entry is None or corpus.title != entry.title:
        parts.append(corpus.title)
    if imprint["version"]:
        parts.append(f"{words.word('page.version')} {imprint['version']}")
    parts.append(words.date(imprint["version_date"]))
    return (", ".join(filter(None, parts)) or imprint["edition_title"]) + "."


def markup(element: Any) -> Markup:
    """An HTML element as text for a template, without what follows it."""
    return _html(element, with_tail=False)


def _html(element: Any, with_tail: bool = True) -> Markup:
    for item in element.iter("li"):  # libxml2 leaves out the end tag of this one element when nothing is in it
        if not len(item) and not item.text:
            item.text = " "
    # A carriage return that the source wrote as a reference is white space, and HTML forbids it.
    text = etree.tostring(element, method="html", encoding="utf-8", with_tail=with_tail).decode("utf-8")
    text = text.replace("&#13;", "\n")
    return Markup(text if "<pre" in text else _INDENT.sub("\n", text))


_INDENT = re.compile(r"\n[ \t\r\n]+")  # as a TEI file has it, and HTML has no use for


def content(element: Any) -> Markup:
    """The content of an HTML element, without its own tags."""
    start = Markup.escape(element.text or "")
    return start + Markup("").join(
        _html(child) for child in element
    )


Resolve = Callable[[str], str]


def settle(root: Any, resolve: Resolve) -> None:
    """Give every link in an HTML tree its final address; what leads nowhere becomes plain text.

    `resolve` takes what the stylesheet wrote ("#id", "/path/from/the/root#id" or a web address) and gives what
    the page must say, "" for nowhere.
    """
    for link in root.iter("a"):
        href = link.get("href")
        if href is None:
            continue
        if final := resolve(href):
            link.set("href", final)
        else:
            link.tag = "span"
            del link.attrib["href"]
    for image in root.iter("img"):
        image.set("src", resolve(image.get("src", "")))
