"""What a former build has read and made becomes what this build need not do again.

Of each document two records stand under `.bifolium/`, one for each reading. A record holds the result and all that it
was made from: a digest of the program and of the project's other files, a digest of the document, and for the second
reading every question that was put to the corpus, with the answer. It is used again when all that is the same; then
the result is the same, byte for byte. A record that is missing, damaged or out of date is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any

from lxml import etree

from bifolium import cache
from bifolium import project as projects
from bifolium.model import Artifact, Corpus, Entry, Project, Source
from bifolium.plain import noun, packed, unpacked

# Small files are known by what is in them; of others (scans, mostly) the size and the time of the last change must do.
_SMALL = 1_000_000
_OWN = {"edition/allow.toml"}  # says what is let pass, not what is found
Question = tuple[str, str]  # a field or method of the corpus, and what was asked of it


@dataclass(frozen=True, slots=True)
class Memory:
    """What records have to agree with. Without a recipe nothing is remembered."""

    project: Project
    recipe: str = ""  # of the program, of all files of the project that are not documents, of the machine
    paths: str = ""  # of the names of all documents: a pointer to a file asks whether it exists
    everything: str = ""  # of all documents: what includes others depends on them

    def recall(self, step: str, kind: Any, source: Source, corpus: Corpus | None = None) -> Any | None:
        """The result of this step for a document, of the type `kind`; None when it must be made."""
        data = cache.read(self.project, _name(step, source)) if self.recipe else None
        if data is None or not (told := _whole_record(data)):
            return None  # where it is damaged, it will be written anew
        given, asked, result = unpacked(told)
        if given != self._given(step, source, corpus, includes=bool(given[-1])):
            return None
        if corpus is not None and any(_answer(corpus, name, key) != answer for name, key, answer in asked):
            return None
        try:
            return noun(kind, result)
        except (TypeError, ValueError):  # whole, and yet of another kind: made by some other program
            return None

    def keep(self, step: str, source: Source, result: Any, corpus: Corpus | None = None) -> None:
        """Remember the result of this step for a document. `corpus` is what `listening` gave, if it was asked."""
        if not self.recipe:
            return
        asked = list(corpus.asked.items()) if isinstance(corpus, Listening) else []
        given = self._given(step, source, corpus, includes=self._includes(source))
        told = packed([given, [[*question, answer] for question, answer in asked], result])
        cache.keep(self.project, _name(step, source), _record(told))

    def signed(self, source: Source, entry: Entry) -> Entry:
        """The entry with a digest that changes whenever the entry may: also when only an included file does."""
        if not self.recipe or not self._includes(source):
            return entry
        return replace(entry, digest=_digest([entry.digest, self.everything]))

    def listening(self, corpus: Corpus) -> Corpus:
        """The same corpus, which notes what it is asked."""
        return listening(corpus) if self.recipe else corpus

    def forget_pages(self, used: Collection[str]) -> None:
        """Forget the pages of the edition as a whole (see `Pages`) but those with these names."""
        if self.recipe:
            cache.prune(self.project, "page", used)

    def _given(self, step: str, source: Source, corpus: Corpus | None, includes: bool) -> list[Any]:
        """All that a result depends on, but for the answers of the corpus; last the documents that it may include."""
        frame = self.paths
        if corpus is not None:
            same = corpus.interface, corpus.titles, corpus.address, corpus.release, corpus.licence
            frame = _digest(map(repr, same))
        everything = self.everything if includes else ""
        return [step, self.recipe, source.path, source.key, source.digest, frame, everything]

    def _includes(self, source: Source) -> bool:
        """Whether a document may include others (XInclude)."""
        return _names_xinclude(self.project.root / source.path, source.digest)


@lru_cache(maxsize=1)  # it is asked for when the record is looked for, and when it is written
def _names_xinclude(path: Path, digest: str) -> bool:
    data = path.read_bytes()
    return b"XInclude" in data or (b"\0" in data and b"XInclude" in data.replace(b"\0", b""))  # UTF-16 has zeros


class Pages:
    """The pages of the edition as a whole, as they were made last: each is known by all that it was made of."""

    def __init__(self, memory: Memory, kind: Any) -> None:
        """`kind` is the type of what inspection has seen of a page; that is remembered with it."""
        self._memory, self._kind = memory, kind
        self.used: set[str] = set()  # the names of all that were asked for
        self._last: tuple[Artifact | None, str, Any] = (None, "", None)  # with its name here, and what was seen of it

    def page(self, made_of: str, make: Callable[[], Artifact]) -> Artifact:
        """The page that was made of this; or what `make` gives."""
        if not self._memory.recipe:
            return make()
        digest = _digest([self._memory.recipe, made_of])
        name = f"page/{digest[:2]}/{digest[2:32]}.json"
        self.used.add(name)
        told = _whole_record(cache.read(self._memory.project, name) or b"")
        if told:
            path, html, seen = unpacked(told)
            artifact, saw = Artifact(path, html.encode(), "text/html"), noun(self._kind, seen)
        else:
            artifact, saw = make(), None
        self._last = artifact, name, saw
        return artifact

    def seen(self, artifact: Artifact) -> Any | None:
        """What was seen of a page when it was made, if it is the last and was not made anew."""
        return self._last[2] if self._last[0] is artifact else None

    def keep(self, artifact: Artifact, seen: Any) -> None:
        """Remember a page without faults, and what was seen of it, if it is the last."""
        if self._last[0] is artifact:
            told = packed([artifact.path, artifact.data.decode(), seen])
            cache.keep(self._memory.project, self._last[1], _record(told))



def _record(told: bytes) -> bytes:
    """What is told, after a digest by which it is seen to be whole."""
    return hashlib.sha256(told).hexdigest().encode() + b"\n" + told


def _whole_record(data: bytes) -> bytes:
    """What a record tells; nothing when it is damaged."""
    told = data.partition(b"\n")[2]
    return told if data == _record(told) else b""


FORGETFUL = Memory(Project(Path(), Path(), Path()))


def remember(project: Project, sources: Sequence[Source], functions: Iterable[Callable[..., Any]] = ()) -> Memory:
    """The memory of a project with these documents, built with these functions of a build.py besides our own.

    Functions that stand in no file of the project can't be told from their next version: then nothing is remembered.
    """
    for function in functions:
        file = Path(function.__code__.co_filename) if isinstance(function, FunctionType) else Path()
        if not file.is_file() or not file.resolve().is_relative_to(project.root):
            return Memory(project)
    known = {source.path for source in sources}
    recipe = [_program(), *_files(project, known)]
    listed = [f"{source.path} {source.key} {source.digest}" for source in sources]
    memory = Memory(project, _digest(recipe), _digest(sorted(known)), _digest(listed))
    for step in ("read", "render", "face"):
        cache.prune(project, step, {_name(step, source) for source in sources})
    return memory


@dataclass(frozen=True, slots=True)
class Listening(Corpus):
    """A corpus that notes every question it is asked, and its answer."""

    asked: dict[Question, Any] = field(default_factory=dict)
    heart: Any = None  # the corpus itself

    def neighbours(self, path: str) -> tuple[Entry | None, Entry | None]:
        self.asked["neighbours", path] = _answer(self.heart, "neighbours", path)
        found: tuple[Entry | None, Entry | None] = self.heart.neighbours(path)
        return found


def listening(corpus: Corpus) -> Listening:
    """The same corpus, which notes what it is asked."""
    asked: dict[Question, Any] = {}
    same = {each.name: getattr(corpus, each.name) for each in fields(Corpus)}
    for name in ("by_path", "order", "anchors", "things", "families"):
        same[name] = _Map(corpus, name, asked)
    for name in ("entries", "names"):
        same[name] = _All(corpus, name, asked)
    return Listening(**same, asked=asked, heart=corpus)


def _answer(corpus: Corpus, name: str, key: str) -> Any:
    """What the corpus says to a question, short: an entry is known by the digest of its document."""
    if name == "neighbours":
        return [entry and _short(entry) for entry in corpus.neighbours(key)]
    if name == "all":
        return _whole(corpus.entries)
    answer = getattr(corpus, name).get(key)
    if isinstance(answer, Entry):
        return _short(answer)
    return list(answer) if isinstance(answer, tuple) else answer


_told: list[Any] = [None, ""]  # the entries that were asked for last, and their digest


def _whole(entries: Sequence[Entry]) -> str:
    if _told[0] is not entries:
        _told[:] = entries, _digest(map(_short, entries))
    return str(_told[1])


def _short(entry: Entry) -> str:
    return f"{entry.path} {entry.key} {entry.digest}"


class _Map(Mapping[str, Any]):
    """A mapping of the corpus that notes which keys are looked up."""

    def __init__(self, corpus: Corpus, name: str, asked: dict[Question, Any]) -> None:
        self.corpus, self.name, self.asked = corpus, name, asked

    def get(self, key: str, default: Any = None) -> Any:
        self.asked[self.name, key] = _answer(self.corpus, self.name, key)
        return getattr(self.corpus, self.name).get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.asked[self.name, key] = _answer(self.corpus, self.name, key)
        return getattr(self.corpus, self.name)[key]

    def __iter__(self) -> Iterator[str]:
        self.asked["all", ""] = _answer(self.corpus, "all", "")
        return iter(getattr(self.corpus, self.name))

    def __len__(self) -> int:
        self.asked["all", ""] = _answer(self.corpus, "all", "")
        return len(getattr(self.corpus, self.name))


class _All(Sequence[Any]):
    """A sequence of the corpus; whoever looks at any of it depends on every document."""

    def __init__(self, corpus: Corpus, name: str, asked: dict[Question, Any]) -> None:
        self.corpus, self.name, self.asked = corpus, name, asked

    def __getitem__(self, index: Any) -> Any:
        self.asked["all", ""] = _answer(self.corpus, "all", "")
        return getattr(self.corpus, self.name)[index]

    def __len__(self) -> int:
        self.asked["all", ""] = _answer(self.corpus, "all", "")
        return len(getattr(self.corpus, self.name))


def _name(step: str, source: Source) -> str:
    digest = hashlib.sha256(source.path.encode()).hexdigest()
    return f"{step}/{digest[:2]}/{digest[2:32]}.json"


def _digest(words: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\n")
    return digest.hexdigest()


def _program() -> str:
    """A digest of the program and of what it runs on."""
    from importlib.metadata import version

    libraries = [f"{name} {version(name)}" for name in ("lxml", "jinja2", "markupsafe", "pillow", "xmlschema")]
    machine = [sys.version, str(etree.LIBXML_VERSION), str(etree.LIBXSLT_VERSION), *libraries]
    machine.append(os.environ.get("SOURCE_DATE_EPOCH", ""))
    own = projects.PACKAGE
    beside = [own.parent / name for name in ("xsl", "schema", "build.py")]  # in a checkout; else they are inside
    tops = [own, *(place for place in beside if place.exists())]
    return _digest([*machine, *(line for top in tops for line in _state(top, own.parent, _known_digest))])


def _files(project: Project, documents: set[str]) -> Iterator[str]:
    """The state of every file of the project that is not a document: styles, templates, pictures, programs."""
    output = project.output.resolve()
    for folder, folders, names in os.walk(project.root):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "__pycache__"))
            and (here / name).resolve() != output
            and not (here / name / "pyvenv.cfg").exists()
            and not (here / name / "made-by-bifolium.txt").exists()
        )
        for name in sorted(names):
            place = (here / name).relative_to(project.root).as_posix()
            if place not in documents and place not in _OWN and not name.startswith("."):
                yield from _state(here / name, project.root)


def _file_digest(path: Path, size: int, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# The program's own four hundred files are read once in a process, unless they are changed meanwhile.
_known_digest = lru_cache(maxsize=1024)(_file_digest)


def _state(top: Path, root: Path, digest: Callable[[Path, int, int], str] = _file_digest) -> Iterator[str]:
    """A line for each file at or below `top`."""
    paths = [top] if top.is_file() else sorted(top.rglob("*"))
    for path in paths:
        if "__pycache__" in path.parts:
            continue
        try:
            state = path.stat()
            small = path.is_file() and state.st_size <= _SMALL
            said = digest(path, state.st_size, state.st_mtime_ns) if small else f"{state.st_size} {state.st_mtime_ns}"
        except OSError as error:
            said = type(error).__name__
        yield f"{path.relative_to(root).as_posix()} {said}"
