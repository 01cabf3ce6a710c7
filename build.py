"""The TEI files under edition/ become the static edition under output/: the order of the steps.

`python build.py` does what `bifolium build` does. A project may have a build.py of its own beside its
edition/; it is then used in place of this one, and says what it adds to it:

    from bifolium.model import Artifact
    from bifolium.run import core

    def words(project, document, corpus):
        found = sorted(set("".join(document.tree.getroot().itertext()).split()))
        yield Artifact(document.source.key + "/words.txt", "\\n".join(found).encode(), "text/plain")

    def build(project, run):
        core(project).build(project, run, outputs=[words])
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from bifolium.arrange import Lists
from bifolium.collate import certificate_json, collate
from bifolium.compose import astray, compose
from bifolium.deposit import deposit
from bifolium.deposit.fit import unfit
from bifolium.describe import describe
from bifolium.discover import discover
from bifolium.findings import find
from bifolium.fonts import lacking
from bifolium.hosting import hosting
from bifolium.inspect import Inspection, Seen, inspect
from bifolium.memory import FORGETFUL, Memory, Pages, remember
from bifolium.metadata.lacks import foreseen, lacks
from bifolium.model import (
    Action,
    Artifact,
    Certificate,
    Corpus,
    Document,
    Entry,
    Finding,
    Mention,
    Output,
    Outward,
    Place,
    Project,
    Rendering,
    Source,
)
from bifolium.parse import parse
from bifolium.publish import Share, listed, publish, shares, static
from bifolium.releases import kept
from bifolium.render import render, render_facing
from bifolium.run import Run
from bifolium.shelf import Shelf
from bifolium.validate import validate
from bifolium.validate.alignment import facing as validate_facing
from bifolium.versions import join
from bifolium.write import Staging, Written, again, recover, write

# What a build.py may add: a judgement of each document, files for each document, files for the whole edition.
Check = Callable[[Project, Document], list[Finding]]
MoreFiles = Callable[[Project, Document, Corpus], Iterable[Artifact]]
MorePages = Callable[[Project, Corpus], Iterable[Artifact]]

# Of one document: its key, its files, its plain texts (name, path), what collation proved, and what its pages link to.
Made = tuple[str, list[Written], Sequence[tuple[str, str]], Sequence[Certificate], Sequence[Seen]]

# Of a share of the pages of the edition: its files, what they link to, and the names that `memory` has for them.
Published = tuple[list[Written], list[Seen], set[str]]

# What the two readings of a document give.
Read = tuple[Entry | None, list[Finding]]
Rendered = tuple[Made | None, list[Finding]]


def build(
    project: Project,
    run: Run,
    *,
    checks: Sequence[Check] = (),
    outputs: Sequence[MoreFiles] = (),
    pages: Sequence[MorePages] = (),
) -> None:
    """Build the edition. Raises run.Stopped where errors forbid to go on; then the old output stands."""
    recover(project)
    sources = run.once("discover", "file", discover, project)
    memory = FORGETFUL if run.options.check else remember(project, sources, (*checks, *outputs))
    with Shelf() as shelf:
        read = run.each("read", first_reading, run.wanted(sources), project, checks, memory)
        entries = shelf.keep(slim(entry, shelf) for entry in read)
        unread = [source for source in sources if run.options.only and source.path not in run.options.only]
        run.once("", "", astray, project, entries, unread)
        entries = run.sound(entries)
        while not write_edition(project, run, sources, entries, outputs, pages, memory, shelf):
            entries = run.sound(entries)  # what the second reading has found, when the run shall keep going


def write_edition(
    project: Project,
    run: Run,
    sources: Sequence[Source],
    entries: Sequence[Entry],
    outputs: Sequence[MoreFiles],
    pages: Sequence[MorePages],
    memory: Memory,
    shelf: Shelf,
) -> bool:
    """Write these documents. False, and nothing is changed, when one of them turned out to have errors."""
    corpus = run.once("compose", "", compose, project, entries)
    if len(run.sound(entries)) != len(entries):
        return False
    if run.options.check:
        if not run.options.only:
            run.once("", "", lacks if run.options.before_deposit else foreseen, corpus)
        return True
    if run.options.deposit:
        run.once("", "", lacks, corpus)
        run.once("", "", unfit, project)
        run.sound(entries)
    of_path = {source.path: source for source in sources}
    chosen = [of_path[entry.path] for entry in corpus.entries]
    files: dict[str, Sequence[tuple[str, str]]] = {}
    proofs: dict[str, Sequence[Certificate]] = {}
    inspection = Inspection()
    used: set[str] = set()
    with Staging(project, waiting=run.waiting) as staging:
        folder = run.once("", "", staging.open)
        for made in run.each("render", second_reading, chosen, project, corpus, folder, outputs, memory):
            key, written, texts, proved, seen = made
            files[key], proofs[key] = shelf.put(tuple[str, str], texts), shelf.put(Certificate, proved)
            inspection.add(shelf.put(Seen, seen))
            run.add(staging.keep(written))
        family = {path: of_path[path] for paths in corpus.families.values() for path in paths}
        faced = [family[path] for path in corpus.families if corpus.families[path][0] == path]
        for made in run.each("face", facing, faced, project, corpus, folder, family, memory) if faced else ():
            key, written, texts, proved, seen = made
            files[key], proofs[key] = texts, proved
            inspection.add(seen)
            run.add(staging.keep(written))
        if len(run.sound(entries)) != len(entries):
            return False
        lists = run.once("", "", lambda: (listed(project, corpus), []))
        told = corpus, folder, lists, files, proofs, stating(corpus, of_path), run.report.findings, memory
        every = run.each("publish", publishing, shares(corpus), project, *told, noun="page", amount=_pages)
        for written, seen, names in every:
            inspection.add(shelf.put(Seen, seen))
            run.add(staging.keep(written))
            used |= names
        memory.forget_pages(used)
        more = chain(static(project), map(_certificates, [proofs]), *(verb(project, corpus) for verb in pages))
        run.once("", "", staging.put, inspection.watch(more))
        extra = run.once("", "", hosting, project, corpus, staging.files)
        run.once("", "", staging.put, chain(inspection.watch(extra), kept(project)))
        run.once("inspect", "page", inspection.compare, staging.files, folder)
        run.once("", "", lacking, project, folder, staging.files)
        run.sound(entries)
        run.once("swap", "file", staging.swap)
        if (to := run.options.deposit) is not None:
            asked = run.options.with_mets, run.options.keep_addresses
            run.once("deposit", "file", deposit, project, corpus, run.report.findings, to, *asked)
    return True


def _pages(published: Published) -> int:
    return len(published[0])


def _certificates(proofs: Mapping[str, Sequence[Certificate]]) -> Artifact:
    return Artifact("collation.json", certificate_json(proofs), "application/json")


def slim(entry: Entry, shelf: Shelf) -> Entry:
    """The same entry, with its lists on a shelf."""
    actions, lines = shelf.put(Action, entry.about.actions), shelf.put(tuple[str, int], entry.about.lines)
    ties = entry.kin.ties if len(entry.kin.ties) < 4 else shelf.put(tuple[str, ...], entry.kin.ties)
    return replace(
        entry,
        pages=shelf.put(tuple[str, str], entry.pages),
        anchors=shelf.put(tuple[str, str], entry.anchors),
        mentions=shelf.put(Mention, entry.mentions),
        outward=shelf.put(Outward, entry.outward),
        astray=shelf.put(Finding, entry.astray),
        about=replace(entry.about, actions=actions, lines=lines),
        kin=replace(entry.kin, ties=ties),
    )


def first_reading(source: Source, project: Project, checks: Sequence[Check], memory: Memory = FORGETFUL) -> Read:
    """What the rest of the edition must know of a document. The tree is dropped."""
    known: Read | None = memory.recall("read", Read, source)
    if known is not None:
        return known
    document, findings = parse(project, source)
    if document is None:
        return None, findings
    for check in (validate, *checks):
        findings += check(project, document)
    # What a pointer means may be known only to a list of the edition: that is judged when all entries are at hand.
    astray = tuple(one for one in findings if one.goal)
    findings = [one for one in findings if not one.goal]
    entry = memory.signed(source, replace(describe(project, document), astray=astray))
    memory.keep("read", source, (entry, findings))
    return entry, findings


def second_reading(
    source: Source,
    project: Project,
    corpus: Corpus,
    folder: Path,
    outputs: Sequence[MoreFiles],
    memory: Memory = FORGETFUL,
) -> Rendered:
    """The files of a document, proved and written. Its findings of the first reading are not told again."""
    known: Rendered | None = memory.recall("render", Rendered, source, corpus)
    if known is not None and known[0] is not None and again(project.output, folder, known[0][1]):
        return known
    if not unchanged(project, source):
        return None, [find("build.changed-meanwhile", Place(source.path))]
    document, findings = parse(project, source)
    if document is None:
        return None, findings
    corpus = memory.listening(corpus)
    rendering = render(project, document, corpus)
    more = chain.from_iterable(verb(project, document, corpus) for verb in outputs)
    made, findings = finished(document, rendering, folder, more)
    memory.keep("render", source, (made, findings), corpus)
    return made, findings


def facing(
    source: Source,
    project: Project,
    corpus: Corpus,
    folder: Path,
    of_path: Mapping[str, Source],
    memory: Memory = FORGETFUL,
) -> Rendered:
    """The pages on which a document and its versions face each other, proved and written."""
    known: Rendered | None = memory.recall("face", Rendered, source, corpus)
    if known is not None and known[0] is not None and again(project.output, folder, known[0][1]):
        return known
    corpus = memory.listening(corpus)
    family = [of_path[path] for path in corpus.families[source.path]]
    own = sum(path in corpus.families for path in corpus.families[source.path])  # after these, files that tie them
    if changed := [one for one in family if not unchanged(project, one)]:
        return None, [find("build.changed-meanwhile", Place(changed[0].path))]
    documents = [document for one in family if (document := parse(project, one)[0])]
    if len(documents) < len(family):
        return None, []  # the reading of each has told why
    joined = join(documents[:own], [corpus.by_path[one.path] for one in family[:own]], documents[own:])
    findings = validate_facing(joined.document)
    rendering = render_facing(project, joined, corpus)
    made, found = finished(joined.document, rendering, folder)
    findings += found
    memory.keep("face", source, (made, findings), corpus)
    return made, findings


def publishing(
    share: Share,
    project: Project,
    corpus: Corpus,
    folder: Path,
    lists: Mapping[str, Lists],
    files: Mapping[str, Sequence[tuple[str, str]]],
    proofs: Mapping[str, Sequence[Certificate]],
    stated: Sequence[Source],
    findings: Sequence[Finding],
    memory: Memory,
) -> tuple[Published, list[Finding]]:
    """A share of the pages of the edition as a whole, inspected and written."""
    before, inspection = Pages(memory, Seen), Inspection()
    principles = (document for source in stated if (document := parse(project, source)[0]))
    made = publish(project, corpus, files, proofs, principles, findings, before.page, share, lists)
    written, refused = write(folder, inspection.watch(made, before))
    return (written, [*inspection.seen], before.used), inspection.findings + refused


def finished(
    document: Document, rendering: Rendering, folder: Path, more: Iterable[Artifact] = ()
) -> tuple[Made, list[Finding]]:
    """Each output inspected, written and read again for collation, before the next is made: none is held for long."""
    written: list[Written] = []
    texts: list[tuple[str, str]] = []
    seen: list[Seen] = []
    findings: list[Finding] = []

    def put(artifacts: Sequence[Artifact]) -> None:
        pages, faults = inspect(artifacts)
        files, refused = write(folder, artifacts)
        seen.extend(pages)
        written.extend(files)
        findings.extend(faults + refused)

    def passing(output: Output) -> Output:
        put(output.artifacts)
        texts.extend((output.name, file.path) for file in output.artifacts if output.tree is not None)
        return output

    proofs = collate(document, map(passing, rendering.outputs))
    put([*rendering.others, *more])
    findings += [one for proof in proofs for one in proof.findings]
    return (document.source.key, written, texts, proofs, seen), findings


def unchanged(project: Project, source: Source) -> bool:
    """Whether a file is still what it was when it was discovered."""
    try:
        with (project.root / source.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == source.digest
    except OSError:
        return False


def stating(corpus: Corpus, of_path: Mapping[str, Source]) -> list[Source]:
    """One document for each different statement of editorial principles in the edition."""
    first = {entry.principles: of_path[entry.path] for entry in reversed(corpus.entries) if entry.principles}
    return [*reversed(first.values())]


if __name__ == "__main__":
    from bifolium.cli import main

    sys.exit(main(["build", *sys.argv[1:]]))
