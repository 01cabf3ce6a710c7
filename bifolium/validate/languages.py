"""Language tags become findings where one is wrong, undeclared, unused, or denied by the script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bifolium.findings import find
from bifolium.model import Finding
from bifolium.phrases import phrase
from bifolium.validate.registry import LANGUAGES, SCRIPTS, unregistered
from bifolium.validate.survey import LANG, PREFIX, Element, Survey, Use, local, names, tei

# A language tag as BCP 47 (RFC 5646, section 2.1) spells it, in small letters; grandfathered tags apart.
TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"  # language and extended language
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"  # script and region
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"  # variants
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)"
)
GRANDFATHERED = names("i-klingon i-default i-lux i-navajo zh-min-nan zh-guoyu sgn-be-fr en-gb-oed")

# Codes of ISO 639-2 and 639-3 for languages whose tag in BCP 47 has two letters (RFC 5646, section 2.2.1:
# the shortest code is the tag), and country codes taken for languages. Browsers, readers' voices and
# hyphenation know only the tag at the right.
RATHER = dict(
    pair.split(":")
    for pair in names(
        "eng:en fra:fr fre:fr deu:de ger:de ita:it spa:es por:pt nld:nl dut:nl lat:la ell:el gre:el heb:he "
        "ara:ar zho:zh chi:zh jpn:ja kor:ko rus:ru ukr:uk pol:pl ces:cs cze:cs slk:sk slo:sk slv:sl hrv:hr "
        "srp:sr bos:bs bul:bg mkd:mk mac:mk ron:ro rum:ro hun:hu fin:fi est:et lav:lv lit:lt swe:sv dan:da "
        "nor:no nob:nb nno:nn isl:is ice:is fao:fo gle:ga gla:gd cym:cy wel:cy bre:br cor:kw glv:gv eus:eu "
        "baq:eu cat:ca glg:gl oci:oc sqi:sq alb:sq tur:tr kat:ka geo:ka hye:hy arm:hy fas:fa per:fa kur:ku "
        "pus:ps urd:ur hin:hi ben:bn pan:pa guj:gu mar:mr tam:ta tel:te kan:kn mal:ml sin:si nep:ne san:sa "
        "pli:pi bod:bo tib:bo mon:mn tha:th lao:lo khm:km mya:my bur:my vie:vi ind:id msa:ms may:ms jav:jv "
        "tgl:tl swa:sw amh:am tir:ti hau:ha yor:yo ibo:ig zul:zu xho:xh afr:af som:so mlg:mg epo:eo ina:ia "
        "vol:vo yid:yi ltz:lb roh:rm srd:sc cos:co chu:cu uig:ug kaz:kk uzb:uz tuk:tk tat:tt aze:az kir:ky "
        "tgk:tg cn:zh jp:ja cz:cs dk:da ua:uk gr:el"
    )
)
LATIN = names(
    "en de fr la it es pt nl ca gl oc eu ro pl cs sk sl hr hu fi et lv lt sv da nb nn no is fo ga gd cy "
    "br kw gv sq mt tr lb rm af sw id ms eo ia enm ang gmh goh fro frm frk dum osx ofs non gsw nds fy "
    "sco"
)
# Letters that only Chinese, Japanese and Korean are written in; their punctuation is common to many.
EAST_ASIAN = (
    "[\u3005\u3007\u3021-\u3029\u3041-\u3096\u30a1-\u30fa\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af]+"
)
FIRST_EAST_ASIAN = EAST_ASIAN[1]
PASSAGES = frozenset(
    tei(name)
    for name in names(
        "p ab head l item cell note seg s u stage speaker salute signed dateline opener closer trailer "
        "label fw stamp quote q figDesc caption desc gloss foreign title bibl persName placeName orgName"
    )
)


def languages(seen: Survey) -> Iterator[Finding]:
    """Tags of xml:lang (TEI Guidelines, CH-langUsage; BCP 47) and scripts that contradict them."""
    tags: dict[str, Use] = dict(seen.languages)
    for declaration in seen.all("language"):
        yield from _tag(seen, declaration.get("ident", ""), Use(declaration), "ident")
    for value, use in tags.items():
        yield from _tag(seen, value, use, LANG)
    yield from _declared(seen)
    eastern = "".join(letter for letter in seen.alphabet if letter >= FIRST_EAST_ASIAN)
    if eastern and any(map(_latin, seen.languages)) and re.search(EAST_ASIAN, eastern):
        yield from _scripts(seen)


def _tag(seen: Survey, value: str, use: Use, attribute: str) -> Iterator[Finding]:
    tag = value.strip()
    if not tag:
        return  # xml:lang="" takes a language back (XML 1.0, section 2.12)
    shown = "xml:lang" if attribute == LANG else attribute
    if not TAG.fullmatch(tag.lower()) and tag.lower() not in GRANDFATHERED:
        better = re.sub(r"[\s_./]+", "-", tag)
        better = better if TAG.fullmatch(better.lower()) else ""
        found = find(
            "language.malformed", seen.place(use.first, attribute), attribute=shown, tag=value,
            guess=phrase("Did you mean “{0}”?", better) + " " if better else "",
        )  # fmt: skip
        yield seen.everywhere(found, use, attribute)
        return
    primary, dash, rest = tag.partition("-")
    if primary.lower() in RATHER:
        better = RATHER[primary.lower()] + dash + rest
        found = find("language.other-tag", seen.place(use.first, attribute), attribute=shown, tag=tag, better=better)
        yield seen.everywhere(found, use, attribute)
    elif part := unregistered(tag):
        from difflib import get_close_matches

        near = get_close_matches(part.lower(), LANGUAGES if part == primary else SCRIPTS, 1, 0.7)
        guess = near[0] if part == primary or not near else near[0].capitalize()
        found = find(
            "language.unregistered", seen.place(use.first, attribute), attribute=shown, tag=tag, part=part,
            kind=phrase("language") if part == primary else phrase("script"),
            guess=phrase("Did you mean “{0}”?", tag.replace(part, guess)) + " " if near and part != primary else "",
        )  # fmt: skip
        yield seen.everywhere(found, use, attribute)


def _covers(general: str, special: str) -> bool:
    """Whether one tag is the other or its beginning: “zh” covers “zh-Hans” (RFC 4647, section 3.3.1)."""
    general, special = general.lower(), special.lower()
    return special == general or special.startswith(f"{general}-")


def _declared(seen: Survey) -> Iterator[Finding]:
    declarations = [one for one in seen.all("language") if local(one.getparent()) == "langUsage" and one.get("ident")]
    if not declarations:
        return
    idents = [one.get("ident").strip() for one in declarations]
    used: dict[str, Use] = {}
    header = tei("teiHeader")
    for tag, use in seen.languages.items():
        # The header speaks its own language, and so may the root element for it (TEI Guidelines, HD4).
        inside = use.first.tag == header or next(use.first.iterancestors(header), None) is not None
        tag = tag.strip()
        if tag and TAG.fullmatch(tag.lower()):
            used[tag] = use
            known = any(_covers(ident, tag) or _covers(tag, ident) for ident in idents)
            if not known and not inside and use.first.getparent() is not None and tag not in ("und", "zxx", "mul"):
                place = seen.place(use.first, LANG)
                declared = ", ".join(dict.fromkeys(idents))
                found = find("language.undeclared", place, tag=tag, declared=declared)
                yield seen.everywhere(found, use, LANG)
    texts: set[str] = set()
    for text in seen.all("textLang"):
        texts.update(text.get("mainLang", "").split(), text.get("otherLangs", "").split())
    if not used:
        return  # a document that tags no language uses the declaration to say it
    idle = [
        one
        for one, ident in zip(declarations, idents, strict=True)
        if not any(_covers(ident, tag) or _covers(tag, ident) for tag in (*used, *texts))
    ]
    if idle:
        shown = ", ".join(f"“{one.get('ident')}”" for one in idle)
        yield find("language.unused", seen.place(idle[0], "ident"), tags=shown, first=idle[0].get("ident"))


def _scripts(seen: Survey) -> Iterator[Finding]:
    """East Asian writing in passages said to be in a language of Latin letters: one finding a passage."""
    header = tei("teiHeader")
    known: dict[Element, str] = {}

    def language(element: Element) -> str:
        climbed = []
        while element is not None and element not in known:
            own = element.get(LANG)
            climbed.append(element)
            if own is not None:
                known[element] = own
                break
            element = element.getparent()
        found = known.get(element, "") if element is not None else ""
        for passed in climbed:
            known[passed] = found
        return found

    told: set[Element] = set()
    for element in seen.root.iter(f"{PREFIX}*"):
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if not text or text.isascii() or holder is None:
                continue
            match = re.search(EAST_ASIAN, text)
            if match is None:
                continue
            tag = language(holder)
            if not _latin(tag):
                continue
            passage = holder
            while passage.tag not in PASSAGES and passage.getparent() is not None:
                passage = passage.getparent()
            if passage in told or next(holder.iterancestors(header), None) is not None:
                continue
            told.add(passage)
            place = seen.place(holder, word=match[0])
            yield find("language.script-untagged", place, words=match[0][:12], tag=tag)


def _latin(tag: str) -> bool:
    """Whether what is written in this language is written in Latin letters."""
    parts = tag.lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    return "latn" in scripts if scripts else parts[0] in LATIN or RATHER.get(parts[0], "") in LATIN
