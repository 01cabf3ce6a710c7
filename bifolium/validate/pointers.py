"""The pointers of a document become findings where they lead nowhere, to the wrong thing, or into danger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from bifolium import phrases
from bifolium.findings import find, weigh
from bifolium.model import Finding, Severity
from bifolium.phrases import phrase
from bifolium.things import KINDS
from bifolium.validate.survey import BASE, SINGLE, Element, Survey, Use, local, names

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
# Schemes that name a thing or a place for everybody (IANA's register, and what readers of TEI know).
KNOWN_SCHEMES = names("http https ftp mailto tel urn doi info ark hdl tag geo news cts git ssh sftp ws wss about")
DANGEROUS = frozenset({"javascript", "vbscript", "livescript"})
HERE_ONLY = frozenset({"file"})  # leads into one person's computer

WHOLE = frozenset({"TEI", "teiCorpus"})
# Which finding says that a pointer of this attribute leads nowhere; link.target-missing for all others.
MISSING = {
    "hand": "hand.undeclared",
    "new": "hand.undeclared",
    "resp": "header.responsible-undeclared",
    "facs": "facsimile.zone-missing",
}
# What these point to stands in the same file; what others name may stand in a list of the edition.
AT_HOME = names("facs rendition change next prev spanTo")


def pointers(seen: Survey) -> Iterator[Finding]:
    """Every pointer inside the document leads somewhere, and to the right kind of thing (TEI Guidelines, SA).

    A pointer into another document of the edition is judged when all of them are known; here only its file is
    looked for.
    """
    prefixes = _prefixes(seen)
    strangers: dict[str, Use] = {}
    for attribute, values in sorted(seen.pointers.items()):
        targets: dict[str, Use] = {}
        for value, use in values.items():
            tokens = [value.strip()] if attribute in SINGLE else value.split()
            if not tokens:
                found = find("link.empty", seen.place(use.first, attribute), attribute=attribute)
                yield seen.everywhere(found, use, attribute)
            for token in tokens:
                _gather(targets, token, use)
        words: dict[str, Use] = {}
        bare: dict[str, Use] = {}  # the name of something here, without its #
        for target, use in targets.items():
            scheme = SCHEME.match(target)
            if scheme:
                yield from _absolute(seen, attribute, target, use, scheme[1], prefixes, strangers)
            elif target.startswith("#"):
                yield from _local(seen, attribute, target, use)
            elif target in seen.ids and attribute != "url":
                bare[target] = use
            elif attribute in ("url", "facs"):
                continue  # images: facsimile.py
            elif "/" in target or re.search(r"\.\w{2,5}(#|$)", target):
                yield from _file(seen, attribute, target, use)
            else:
                words[target] = use
        if bare:
            first, use = next(iter(bare.items()))
            place = seen.place(use.first, attribute)
            found = find("link.hash-missing", place, attribute=attribute, first=first, words=listed(bare))
            yield seen.everywhere(found, _together(bare), attribute)
        if words:
            yield from _words(seen, attribute, words)
    for name, use in strangers.items():
        place = seen.place(use.first)
        yield seen.everywhere(find("link.scheme-undeclared", place, scheme=name), use)


def _gather(uses: dict[str, Use], name: str, use: Use) -> None:
    """Note one more use of a name."""
    if name in uses:
        uses[name].add(use)
    else:
        uses[name] = Use(use.first, [*use.others])


def _together(uses: dict[str, Use]) -> Use:
    """All uses of several names as one."""
    first, *others = uses.values()
    found = Use(first.first, [*first.others])
    for other in others:
        found.add(other)
    return found


def times(count: int) -> str:
    """How often, in words that fit into a sentence's brackets."""
    return phrase("once") if count == 1 else phrase("{0} times", count)


def listed(words: Iterable[str], most: int = 5) -> str:
    """The first of these words in quotation marks, and how many more there are."""
    all_of_them = list(words)
    more = len(all_of_them) - most
    shown = phrases.listed(f"“{word if len(word) < 50 else word[:48] + '…'}”" for word in all_of_them[:most])
    return phrase("{0} and {1} more", shown, more) if more > 0 else shown


def nearest(seen: Survey, name: str) -> str:
    """The xml:id that was probably meant, or nothing."""
    if seen.folded is None:
        seen.folded = {_fold(known): known for known in seen.ids}
    if same := seen.folded.get(_fold(name)):
        return same
    # difflib compares character by character; among thousands of names only those alike in shape are tried.
    some = [known for known in seen.ids if known[:1] == name[:1] and abs(len(known) - len(name)) < 3]
    if len(some) > 200:
        some = [known for known in some if known[:4] == name[:4] or known[-4:] == name[-4:]][:200]
    from difflib import get_close_matches

    close = next(iter(get_close_matches(name, some, n=1, cutoff=0.8)), "")
    # Who differs in a number only is another item of a series, not a slip of the pen.
    return close if re.sub(r"\d+", "", close) != re.sub(r"\d+", "", name) else ""


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-")


def _prefixes(seen: Survey) -> dict[str, list[Element]]:
    prefixes: dict[str, list[Element]] = {}
    for declaration in seen.all("prefixDef"):
        prefixes.setdefault(declaration.get("ident", ""), []).append(declaration)
    return prefixes


def _local(seen: Survey, attribute: str, target: str, use: Use, written: str = "") -> Iterator[Finding]:
    name = target[1:]
    if "(" in name:  # an XPointer scheme of TEI: string-range(), xpath(), … (TEI Guidelines, SATS)
        return
    bearer = seen.ids.get(name)
    if bearer is None:
        bearer = seen.ids.get(unquote(name))
    if bearer is None:
        if not name and attribute in ("target", "url"):
            found = find("link.empty", seen.place(use.first, attribute), attribute=attribute)
            yield seen.everywhere(found, use, attribute)
            return
        meant = nearest(seen, name)
        guess = phrase("Did you mean {0}?", f"#{meant}") + " " if meant else ""
        found = find(
            MISSING.get(attribute, "link.target-missing"), seen.place(use.first, attribute), file=phrase("this file"),
            attribute=attribute, target=written or target, id=name, used="", guess=guess,
        )  # fmt: skip
        found = seen.everywhere(found, use, attribute)
        # What a private scheme means, or what is in the file of which this one is a part, we need not know.
        doubtful = bool(written) or local(seen.root) not in WHOLE
        found = weigh(found, Severity.WARNING) if doubtful else found
        yield found if attribute in AT_HOME else replace(found, goal=f"{attribute}#{name}")
        return
    kind = local(bearer)
    if attribute in KINDS and kind not in KINDS[attribute][0]:
        found = find(
            "link.wrong-kind", seen.place(use.first, attribute), attribute=attribute,
            target=written or target, kind=kind, right=phrase(KINDS[attribute][1]),
        )  # fmt: skip
        yield seen.everywhere(found, use, attribute)


def _absolute(
    seen: Survey,
    attribute: str,
    target: str,
    use: Use,
    scheme: str,
    prefixes: dict[str, list[Element]],
    strangers: dict[str, Use],
) -> Iterator[Finding]:
    scheme = scheme if scheme in prefixes else scheme.lower()
    if scheme in DANGEROUS:
        found = find("link.unsafe", seen.place(use.first, attribute), target=target[:60], scheme=scheme)
        yield seen.everywhere(found, use, attribute)
    elif scheme == "data" and attribute != "url":
        found = find("link.data", seen.place(use.first, attribute), attribute=attribute)
        yield seen.everywhere(found, use, attribute)
    elif scheme in HERE_ONLY or (len(scheme) == 1 and target[2:3] in ("\\", "/")):
        found = find("link.own-computer", seen.place(use.first, attribute), target=target)
        yield seen.everywhere(found, use, attribute)
    elif scheme in prefixes:
        rest = target[len(scheme) + 1 :]
        for declaration in prefixes[scheme]:
            pattern, replacement = (
                declaration.get("matchPattern", ""),
                declaration.get("replacementPattern", ""),
            )
            if not replacement.startswith("#"):
                return
            try:
                match = re.fullmatch(pattern, rest)
                # TEI writes $1 where Python writes \1 (TEI Guidelines, SAPU).
                resolved = match.expand(re.sub(r"\$(\d)", r"\\\1", replacement)) if match else ""
            except (re.error, IndexError):  # a pattern that only XML Schema's dialect understands
                return
            if resolved:
                yield from _local(seen, attribute, resolved, use, target)
                return
    elif scheme not in KNOWN_SCHEMES and scheme != "data":
        _gather(strangers, scheme, use)


def based_elsewhere(element: Element) -> bool:
    """Whether an xml:base sends this element's relative addresses to the web."""
    while element is not None:
        base = element.get(BASE)
        if base and SCHEME.match(base):
            return True
        element = element.getparent()
    return False


def _file(seen: Survey, attribute: str, target: str, use: Use) -> Iterator[Finding]:
    if seen.based and based_elsewhere(use.first):
        return
    path = unquote(target.partition("#")[0].partition("?")[0])
    if path.startswith("/"):
        return  # an address on some web site
    folder = seen.project.root / PurePosixPath(seen.document.source.path).parent
    try:
        there = (folder / path).exists()
    except (OSError, ValueError):  # a name no file system admits
        there = False
    if not there:
        found = find(
            "link.file-missing", seen.place(use.first, attribute), attribute=attribute, target=target,
            folder=PurePosixPath(seen.document.source.path).parent,
        )  # fmt: skip
        yield seen.everywhere(found, use, attribute)


def _words(seen: Survey, attribute: str, words: dict[str, Use]) -> Iterator[Finding]:
    first, use = next(iter(words.items()))
    meant = nearest(seen, first)
    found = find(
        "link.not-a-pointer", seen.place(use.first, attribute), attribute=attribute, words=listed(words),
        first=first, guess=phrase("Did you mean {0}?", f"#{meant}") + " " if meant else "",
    )  # fmt: skip
    yield seen.everywhere(found, _together(words), attribute)
