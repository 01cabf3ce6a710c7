"""Font files become small web fonts: of each, the characters that the pages of the built edition need.

Needs fontTools and brotli (`pip install "bifolium[fonts]"`). The same fonts and pages give the same bytes. Without font
files to take, the Noto fonts of this computer are looked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from bifolium import fonts
from bifolium.locales import locale
from bifolium.model import Project

PLACES = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts",
    "~/Library/Fonts", "C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts",
)  # fmt: skip
# In this order; a font is taken for the characters that none before it has.
NAMES = (
    r"NotoSerif-Regular\.", r"NotoSerif-Italic\.", r"NotoSerif-Bold\.", r"NotoSerifCJK\w*-Regular\.",
    r"NotoSerif\w+-Regular\.",
    r"NotoNaskhArabic-Regular\.", r"NotoSans(Symbols2?|Math)-Regular\.", r"NotoSans\w*-Regular\.",
)  # fmt: skip
# What makes text right: ligatures, marks, national shapes (locl), upright writing (vert), joining, trimmed punctuation.
FEATURES = (
    "kern liga clig ccmp locl mark mkmk rlig calt init medi med2 fina fin2 fin3 isol vert vrt2 vkrn halt vhal chws vchw"
).split()
# Punctuation that Chinese and Latin writing share: in Chinese it is as wide as a character.
SHARED = {*map(chr, range(0x2010, 0x2028)), *map(chr, range(0x2030, 0x205F)), "·"}
# What may be stressed: letters and figures with the punctuation between them, but nothing of Han.
_LETTER = re.compile(r"(?![⺀-\U000323af])[\w.,;:!?'’‘“”()\[\]–—-]")
_HAN = re.compile("[⺀-鿿豈-\ufaff\U00020000-\U000323af\uff00-\uffef]")


class Unusable(Exception):
    """A font cannot be taken, or there is nothing to take it for; the sentence says why."""


@dataclass(slots=True)
class Face:
    """One font of a file: its look, and the characters it is to have."""

    path: Path
    number: int  # in a collection; -1 in a file of its own
    han: bool
    italic: bool
    weight: int
    copyright: str
    has: frozenset[str]
    takes: list[tuple[str, set[str]]] = field(default_factory=list)  # (name of the file, characters)


def subset(project: Project, given: Sequence[Path]) -> dict[str, bytes]:
    """The files for `edition/fonts/` by name. Raises Unusable; ImportError without fontTools and brotli."""
    import brotli  # noqa: F401
    import fontTools.subset  # noqa: F401

    shares, han = _needed(project)
    faces = _chosen(given, shares, han)
    made: dict[str, bytes] = {}
    rules: list[str] = []
    for face in faces:
        for name, characters in face.takes:
            made[name] = _web_font(face, characters)
            rules += _rules(face, name, characters)
    made[fonts.STYLE] = ("\n".join(sorted(rules)) + "\n").encode()
    made["OFL.txt"] = _licence(faces)
    return made


def _needed(project: Project) -> tuple[dict[str, set[str]], str]:
    """The characters of the texts (""), of the other pages ("-more"), and of words the interface knows but has not
    said yet ("-spare"), each without those before it; and the language of most of the Han ones."""
    texts: set[str] = set()
    others: set[str] = set()
    langs: Counter[str] = Counter()
    pages = sorted(project.output.rglob("*.html")) if project.output.is_dir() else []
    if not pages:
        raise Unusable("there are no pages yet whose characters could be counted; build the edition first")
    for path in pages:
        page = path.read_text(encoding="utf-8")
        (texts if '<div class="sheets' in page else others).update(fonts.characters(page))
        langs.update(re.findall(r' lang="((?:zh|ja|ko|yue|lzh)[\w-]*)"', page))
    for sheet in sorted(project.output.glob("static/*.css")):
        texts |= fonts.ornaments(sheet.read_text(encoding="utf-8"))
    interface = {re.search(r'<html lang="([^"]+)"', page.read_text(encoding="utf-8")[:200]) for page in pages}
    spoken = sorted({found[1] for found in interface if found})
    known = "".join("".join(locale(project, lang).words.values()) for lang in spoken)
    told = [file for lang in spoken for file in (project.installation / "findings" / lang).glob("*.toml")]
    known += "".join(file.read_text(encoding="utf-8") for file in told)
    spare = fonts.characters(known)
    shares = {"": texts, "-more": others - texts, "-spare": spare - others - texts}
    return shares, next((lang for lang, _ in langs.most_common(1)), "zh-Hans")


def _chosen(given: Sequence[Path], shares: Mapping[str, set[str]], han: str) -> list[Face]:
    """The faces that are taken, each with its characters."""
    needed = set[str]().union(*shares.values())
    left, taken = set(needed), []
    for face in _faces(given or _found(), han):
        wanted = _share(face, needed, left)
        if wanted:
            left -= wanted
            name = re.sub(r"[^a-z0-9]+", "-", face.path.stem.lower()).strip("-")
            # A page of the text need not load the many Han characters that only other pages have.
            parts = {share: wanted & of for share, of in shares.items()} if face.han else {"": wanted}
            face.takes = [(f"{name}{share}.woff2", found) for share, found in parts.items() if found]
            taken.append(face)
        if not left and not given:
            break
    if not taken:
        raise Unusable("no font was found that has a character of this edition; name font files on the command line")
    return taken


def _share(face: Face, needed: set[str], left: set[str]) -> set[str]:
    """The characters a face is taken for: italics and bold for letters again, Han with its wide punctuation."""
    if face.italic or face.weight > 500:
        return {c for c in face.has & needed if _LETTER.match(c)}
    wanted = set(face.has & left)
    if face.han:
        return wanted | (face.has & needed & SHARED) if any(map(_HAN.match, wanted)) else set()
    return wanted


def _found() -> Iterator[Path]:
    """The font files of this computer that are looked at, in the order of NAMES."""
    folders = [folder for place in PLACES if (folder := Path(place).expanduser()).is_dir()]
    files = sorted({f for folder in folders for f in folder.rglob("Noto*") if f.suffix in (".ttf", ".otf", ".ttc")})
    seen: set[str] = set()
    for name in NAMES:
        for file in files:
            if re.match(name, file.name) and file.name not in seen:
                seen.add(file.name)
                yield file


def _faces(paths: Iterable[Path], han: str) -> Iterator[Face]:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    nation = "JP" if han.startswith("ja") else "KR" if han.startswith("ko") else "SC"
    if re.match(r"zh-(Hant|TW|HK|MO)", han):
        nation = "TC"
    for path in paths:
        try:
            count = len(TTCollection(path, lazy=True).fonts) if path.suffix.lower() == ".ttc" else 0
            numbers = range(count) if count else (-1,)
            fonts_ = [(number, TTFont(path, fontNumber=number, lazy=True)) for number in numbers]
        except (OSError, TTLibError) as error:
            raise Unusable(f"{path.name} is no font that can be read: {error}") from None
        named = [(n, f) for n, f in fonts_ if str(f["name"].getDebugName(1)).endswith(f" {nation}")]
        number, font = (named or fonts_)[0]
        yield _face(path, number, font)


def _face(path: Path, number: int, font: Any) -> Face:
    names, os2 = font["name"], font["OS/2"]
    licence = f"{names.getDebugName(13)} {names.getDebugName(14)}"
    if not re.search(r"Open Font License|scripts\.sil\.org/OFL|openfontlicense", licence):
        raise Unusable(f"{path.name} does not say that the SIL Open Font License holds for it, and is not taken")
    has = frozenset(map(chr, font.getBestCmap()))
    return Face(
        path, number, "一" in has and "的" in has, bool(os2.fsSelection & 1) or "Italic" in path.stem,
        int(os2.usWeightClass), str(names.getDebugName(0) or path.stem).strip(), has,
    )  # fmt: skip


def _web_font(face: Face, characters: set[str]) -> bytes:
    """The font with these characters only, as WOFF2."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 4, 7, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(face.path, fontNumber=face.number, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted({ord(c) for c in characters} | {0x20, 0xA0}))
    subsetter.subset(font)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def _rules(face: Face, name: str, characters: set[str]) -> Iterator[str]:
    """The rules of the style sheet for one file. Letters stand alone too, for text that has Han punctuation."""
    yield _rule("Edition Han" if face.han else "Edition Serif", face, name, characters)
    if not face.han:
        yield _rule("Edition Letters", face, name, characters - SHARED)


def _rule(family: str, face: Face, name: str, characters: set[str]) -> str:
    codes = sorted({ord(c) for c in characters} | {0x20, 0xA0} if not face.han else {ord(c) for c in characters})
    return (
        f'@font-face {{ font-family: "{family}"; src: url("{name}") format("woff2"); '
        f"font-weight: {'700' if face.weight > 500 else '400'}; font-style: {'italic' if face.italic else 'normal'}; "
        f"font-display: swap; unicode-range: {', '.join(_spans(codes))}; }}"
    )


def _spans(codes: Sequence[int]) -> Iterator[str]:
    """Code points as CSS ranges.

    >>> list(_spans([65, 66, 67, 0x4E00]))
    ['U+41-43', 'U+4E00']
    """
    start = 0
    for end in range(1, len(codes) + 1):
        if end == len(codes) or codes[end] != codes[end - 1] + 1:
            first, last = codes[start], codes[end - 1]
            yield f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}"
            start = end


def _licence(faces: Iterable[Face]) -> bytes:
    """The licence of the fonts, with whose they are."""
    text = (Path(__file__).parent / "OFL.txt").read_text(encoding="utf-8")
    whose = dict.fromkeys(f"{face.path.name}: {face.copyright}" for face in faces)
    head = "Parts of these fonts, made smaller:\n\n" + "".join(f"{one}\n" for one in whose)
    return f"{head}\nThey are licensed under the SIL Open Font License, Version 1.1:\n\n{text}".encode()
