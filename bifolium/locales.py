"""A language tag becomes the words the interface speaks in it, from `locale/LANG.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bifolium import project as projects
from bifolium.model import Project


@dataclass(frozen=True, slots=True)
class Locale:
    """The words of one language: by key, and the names of TEI elements in it."""

    lang: str  # BCP 47
    direction: str  # "ltr" or "rtl"
    words: Mapping[str, str]

    def word(self, key: str) -> str:
        """The word for a key such as "page.record"; the key itself where the language has none."""
        return self.words.get(key, key)

    def label(self, name: str) -> str:
        """What the TEI element or attribute of this name is called in this language."""
        return self.words.get(f"tei.{name}", name)

    def date(self, iso: str) -> str:
        """An ISO date (year, month or day) as this language writes it; anything else as it is.

        Templates of the locale: `date.day`, `date.month`, `date.year`; names of months: `date.1` to `date.12`.
        """
        match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", iso)
        if not match:
            return iso
        year, month, day = match.groups()
        form = self.word("date.day" if day else "date.month" if month else "date.year")
        name = self.word(f"date.{int(month)}") if month else ""
        return form.format(year=year, month=name, day=int(day) if day else "")

    def language(self, tag: str) -> str:
        """The name of a tag's language in this one, whatever its script and country; the tag if it has none."""
        return self.words.get(f"language.{primary(tag)}", tag)

    def has(self, key: str) -> bool:
        """Whether the language has a word for this key."""
        return key in self.words


def primary(tag: str) -> str:
    """The language subtag of a tag: "zh" of "zh-Hans-CN"."""
    return html_lang(tag).partition("-")[0].lower()


# ISO 639-2 codes (bibliographic and terminological) of languages that have a two-letter code, which BCP 47 prefers.
SHORT = dict(
    pair.split(":")
    for pair in (
        "aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az "
        "bak:ba bam:bm baq:eu bel:be ben:bn bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs cha:ch "
        "che:ce chi:zh chu:cu chv:cv cor:kw cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl dzo:dz "
        "ell:el eng:en epo:eo est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff "
        "geo:ka ger:de gla:gd gle:ga glg:gl glv:gv gre:el grn:gn guj:gu hat:ht hau:ha heb:he her:hz hin:hi "
        "hmo:ho hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik isl:is "
        "ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw kir:ky kom:kv "
        "kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mac:mk "
        "mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nau:na nav:nv "
        "nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny oci:oc oji:oj ori:or orm:om oss:os "
        "pan:pa per:fa pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro run:rn rus:ru sag:sg san:sa "
        "sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc srp:sr "
        "ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th tib:bo tir:ti ton:to "
        "tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wel:cy wln:wa "
        "wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu"
    ).split()
)


@cache
def html_lang(tag: str) -> str:
    """A language tag as HTML wants it (BCP 47): the shortest code for the language; "" for what is no tag at all.

    >>> html_lang("ger_AT"), html_lang("zh-Hans"), html_lang("italic")
    ('de-AT', 'zh-Hans', '')
    """
    language, hyphen, rest = tag.strip().replace("_", "-").partition("-")
    language = SHORT.get(language.lower(), language)
    if not (2 <= len(language) <= 3 and language.isascii() and language.isalpha()):
        return ""
    return language + hyphen + rest


@cache
def locale(project: Project, lang: str) -> Locale:
    """The words of `lang`, English where it has none; a project's own words come before ours.

    Raises FileNotFoundError when neither the project nor the installation speaks the language.
    """
    return _read(projects.owner(project, "locale"), lang)


@cache
def _read(project: Project, lang: str) -> Locale:
    name = f"locale/{lang}.toml"
    files = [path for path in dict.fromkeys(projects.places(project, name)) if path.is_file()]
    if not files:
        raise FileNotFoundError(name)
    words: dict[str, str] = {}
    if lang != "en":
        words |= locale(project, "en").words
    for path in reversed(files):
        words |= _flat(tomllib.loads(path.read_text(encoding="utf-8")))
    return Locale(lang, words.get("direction", "ltr"), words | {"lang": lang})


def spoken(project: Project) -> list[str]:
    """The languages the interface can speak, in alphabetical order."""
    folders = {path.parent for path in projects.places(project, "locale/en.toml")}
    return sorted({file.stem for folder in folders if folder.is_dir() for file in folder.glob("*.toml")})


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = str(value)
    return found
