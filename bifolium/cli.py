"""A command line becomes a run: `bifolium build`, `check`, `deposit`, `verify`, `fonts`, `explain`, `new`, `serve`."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from bifolium import project as projects
from bifolium import report
from bifolium.commands import parser
from bifolium.findings import languages, say
from bifolium.model import Finding, Project, Report
from bifolium.phrases import listed, phrase, spoken
from bifolium.quote import quoter

# Each command imports what it needs: whoever checks one file should not wait for the tools of the others.

DONE, ERRORS, USAGE, INTERRUPTED = 0, 1, 2, 130


class Misused(Exception):
    """The command line asks for something that cannot be; the sentence says what to do instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and give the exit status: 0 clean, 1 errors found, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # Findings quote the material, whatever the terminal can show.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        status: int = _DO[options.command](options)
    except Misused as error:
        print(f"bifolium: {spoken(str(error), _known(options))}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:  # bifolium explain … | head
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        _tell(options, phrase("Stopped. The output is as it was."), sys.stderr, before="\n")
        return INTERRUPTED
    return status


def _build(options: argparse.Namespace) -> int:
    from bifolium.run import Options, execute

    project = _project(options.folder, options.output)
    lang = _lang(options)
    wanted = Options(strict=options.strict, keep_going=options.keep_going, workers=options.workers, lang=lang)
    result = execute(project, wanted, None if options.quiet else sys.stderr)
    if options.json:
        _print_json(project, result, lang)
    elif not options.quiet or any(not finding.allowed for finding in result.findings):
        report.print_findings(result.findings, sys.stderr, quote=quoter([project.root]), lang=lang)
    if not options.quiet:
        _tell(options, _way_on(project, result) + _summary(project, result), sys.stderr)
    return result.status


def _deposit(options: argparse.Namespace) -> int:
    from bifolium.run import Options, execute

    project = _project(options.folder, None)
    to = (options.to or project.root / "deposit").resolve()
    if to == project.output or project.edition.is_relative_to(to) or to.is_relative_to(project.edition):
        raise Misused(phrase("a deposit can't be made in {0}, where the edition is; name another folder", to))
    wanted = Options(
        deposit=to, with_mets=options.mets, keep_addresses=options.keep, workers=options.workers, lang=_lang(options)
    )
    result = execute(project, wanted, None if options.quiet else sys.stderr)
    report.print_findings(result.findings, sys.stderr, quote=quoter([project.root]), lang=_lang(options))
    if not options.quiet:
        where = Path(os.path.relpath(to)).as_posix()
        made = "deposit" in result.counts
        kept = phrase("No deposit was made; {0}/ is as it was.", where)
        _tell(options, _deposited(where) if made else kept, sys.stderr)
    return result.status


def _deposited(where: str) -> str:
    return "\n".join((
        phrase("The deposit is in {0}/:", where),
        "    bag           " + phrase("to hand to an archive"),
        "    ocfl          " + phrase("all releases so far; keep it, the next deposit adds to it"),
        "    edition.wacz  " + phrase("the site as a web archive"),
        phrase("To check it, now or in ten years: bifolium verify {0}", where),
    ))  # fmt: skip


def _verify(options: argparse.Namespace) -> int:
    from bifolium import verify

    if not options.path.exists():
        raise Misused(phrase("there is no file or folder {0}", options.path))
    done, findings = verify.verify(
        options.path.resolve(), trust=options.trust, lang=_lang(options), others=options.outside
    )
    errors = Report(findings).errors
    if not options.json:
        _tell(options, done)
    report.print_findings(findings, sys.stdout, "json" if options.json else "text", lang=_lang(options))
    if not options.json:
        whole = phrase("All that is there is as it was made.")
        _tell(options, phrase("This is not, or not any more, what was deposited.") if errors else whole)
    return ERRORS if errors else DONE


def _check(options: argparse.Namespace) -> int:
    from bifolium import check

    form: report.Form = "json" if options.json else "sarif" if options.sarif else "text"
    paths = options.paths or [Path()]
    for path in paths:
        if path != check.STANDARD_INPUT and not path.exists():
            raise Misused(phrase("there is no file or folder {0}", path))
    while True:
        watched = _watched(paths) if options.watch else []
        before = check.state(watched)  # what changes while we look is looked at next
        findings, folders = _checked(paths, options.strict, options.deposit)
        report.print_findings(findings, sys.stdout, form, quoter(folders), options.all, _lang(options))
        if not options.watch:
            return ERRORS if Report(findings).errors else DONE
        _tell(options, phrase("Waiting for a change. Stop with Ctrl+C."), sys.stderr)
        check.wait(watched, before)


def _watched(paths: Sequence[Path]) -> list[Path]:
    """These paths; and of their projects all that findings depend on: other documents, allow.toml, schemas."""
    homes = [project.root / part for project in _by_project(paths)[0] for part in ("edition", "schema")]
    return [*(path for path in paths if path.exists()), *homes]


def _checked(paths: Sequence[Path], strict: bool, deposit: bool) -> tuple[list[Finding], list[Path]]:
    """The findings of these files and folders, and the folders their paths count from: those of projects, and here."""
    from bifolium import check

    projects_, loose = _by_project(paths)
    findings: list[Finding] = []
    for project, files in projects_.items():
        from bifolium.run import Options, execute

        only = frozenset(file.relative_to(project.root).as_posix() for file in files)
        wanted = Options(strict=strict, check=True, only=only, before_deposit=deposit)
        findings += execute(project, wanted).findings
    return findings + check.loose(loose, strict), [*(project.root for project in projects_), Path()]


def _by_project(paths: Sequence[Path]) -> tuple[dict[Project, list[Path]], list[Path]]:
    """The projects that these paths are or belong to, each with the files that are meant (none means all);
    and the files in no project."""
    found: dict[Project, list[Path]] = {}
    loose: list[Path] = []
    for given in paths:
        path = given.resolve()
        home = next((up for up in path.parents if path.is_relative_to(up / "edition")), None)
        if str(given) == "-":
            loose.append(given)
        elif home:
            some = [path] if path.is_file() else path.rglob("*.xml") if path.name != "edition" else []
            found.setdefault(projects.open_project(home), []).extend(some)
        elif (path / "edition").is_dir():
            found.setdefault(projects.open_project(path), [])
        elif path.is_dir():
            files = sorted(given.rglob("*.xml"))
            if not files:
                raise Misused(phrase("there is no XML file in {0}", given))
            loose += files
        else:
            loose.append(given)
    return found, loose


def _explain(options: argparse.Namespace) -> int:
    told = report.explain(options.code, _lang(options))
    if not told.startswith(options.code):
        raise Misused(told)
    print(told)
    return DONE


def _schema(options: argparse.Namespace) -> int:
    from bifolium import adopt

    project = _project(options.project, None)
    try:
        pin = adopt.adopt(project, options.source)
    except (OSError, ValueError) as error:
        # Of an error on the way there, what matters is what lies behind it.
        behind = getattr(error, "reason", error)
        why = getattr(behind, "strerror", None) or behind
        raise Misused(phrase("{0} could not be added: {1}", options.source, why)) from None
    added = phrase(
        "schema/{0} was added, with its checksum in schema/pins.toml. Every document is now held against it.", pin.file
    )
    _tell(options, added)
    return DONE


def _fonts(options: argparse.Namespace) -> int:
    from bifolium.fonts import write

    project = _project(options.project, None)
    for path in options.files:
        if not path.is_file():
            raise Misused(phrase("there is no file {0}", path))
    try:
        made = write.write(project, options.files)
    except ImportError:
        raise Misused(phrase('for this, fontTools and brotli are needed: pip install "bifolium[fonts]"')) from None
    except write.Unusable as error:
        raise Misused(str(error)) from None
    for name, data in made.items():
        size = f" ({len(data) / 1000:.0f} kB)" if name.endswith("2") else ""
        _tell(options, phrase("wrote {0}", f"edition/fonts/{name}{size}"))
    _tell(options, phrase("Build again: the pages now bring these fonts with them."))
    return DONE


def _new(options: argparse.Namespace) -> int:
    from bifolium import new

    try:
        files = new.new(options.folder)
    except FileExistsError:
        raise Misused(phrase("{0} is not empty; name a folder that does not exist yet", options.folder)) from None
    except OSError as error:
        raise Misused(phrase("{0} could not be made: {1}", options.folder, error.strerror)) from None
    for file in files:
        _tell(options, phrase("wrote {0}", options.folder / file))
    _tell(options, phrase("Now: {0}", f"cd {options.folder} && bifolium serve"), before="\n")
    return DONE


def _serve(options: argparse.Namespace) -> int:
    from bifolium import serve

    return serve.serve(_project(options.folder, None), options.port, not options.no_browser, _lang(options))


def _project(folder: Path, output: Path | None) -> Project:
    """The project in this folder. Raises Misused with a sentence that says what to do."""
    folder = folder.resolve()
    if (folder / "edition").is_dir():
        return projects.open_project(folder, output)
    if folder.is_file():
        raise Misused(
            phrase("an edition is built from a folder, and {0} is a file.", folder.name) + " "
            + phrase("Put it into a folder named edition, and build the folder which holds that one:")
            + f"\n    mkdir edition\n    mv {folder.name} edition/\n    bifolium build\n"
            + phrase("To look for faults in the file only: bifolium check {0}", folder.name)
        )  # fmt: skip
    if not folder.exists():
        raise Misused(phrase("there is no folder {0}", folder))
    if folder.name == "edition":
        raise Misused(phrase("this is the folder of TEI files; build the folder which holds it: bifolium build .."))
    files = sorted(file.name for file in folder.glob("*.xml"))
    if files:
        number = phrase("1 XML file") if len(files) == 1 else phrase("{0} XML files", len(files))
        some = listed([*files[:3], "…"] if len(files) > 3 else files)
        there = phrase(
            "{0} has no folder named edition, but {1} ({2}). The TEI files belong into edition:", folder, number, some
        )
        raise Misused(there + "\n    mkdir edition\n    mv *.xml edition/\n    bifolium build")
    raise Misused(phrase(
        "{0} has no folder named edition. Put your TEI files into one, or begin with a sample: "
        "bifolium new my-edition", folder,
    ))  # fmt: skip


def _way_on(project: Project, result: Report) -> str:
    """For a stopped build: the lines by which the errors that leave the text whole become warnings."""
    from bifolium import allow

    lines = allow.to_paste(result.findings)
    if not lines or "swap" in result.counts:
        return ""
    hard = sorted({f.code for f in result.findings if f.severity == "error" and not allow.may_warn(f.code)})
    others = phrase("These must be mended first: {0}.", listed(hard)) + "\n" if hard else ""
    if (project.root / allow.NAME).exists():
        way = phrase("To build all the same, with warnings, add to {0}:", allow.NAME)
    else:
        way = phrase("To build all the same, with warnings, write into {0}:", allow.NAME)
    return f"{others}{way}\n\n{lines}\n"


def _summary(project: Project, result: Report) -> str:
    where = Path(os.path.relpath(project.output)).as_posix()
    if "swap" not in result.counts:
        return phrase("Nothing was written; {0}/ is as it was.", where)
    if result.errors:
        return phrase("The edition in {0}/ lacks the documents with errors.", where)
    return phrase("The edition is in {0}/. Open {0}/index.html.", where)


def _print_json(project: Project, result: Report, lang: str) -> None:
    told = {
        "bifolium": project.version,
        "status": result.status,
        "output": str(project.output),
        "errors": result.errors,
        "counts": result.counts,
        "seconds": {step: round(seconds, 3) for step, seconds in result.seconds.items()},
        "findings": [report.as_json(say(one, lang)) for one in report.each(result.findings)],
    }
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _lang(options: argparse.Namespace) -> str:
    """The language in which findings are said: the one asked for, else that of the computer, else English."""
    asked: str = options.lang or ""
    if asked and asked not in languages():
        raise Misused(phrase("findings can be said in {0}; there is no {1}", listed(languages()), asked))
    return _known(options)


def _known(options: argparse.Namespace) -> str:
    """As `_lang`, whatever was asked for."""
    asked: str = options.lang if options.lang in languages() else ""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    here = next(filter(None, map(os.environ.get, names)), "")
    return asked or next((lang for lang in languages() if re.match(rf"{lang}(?![a-z])", here)), "en")


def _tell(options: argparse.Namespace, words: str, stream: TextIO | None = None, before: str = "") -> None:
    """Print something for people, in their language."""
    print(before + spoken(words, _known(options)), file=stream or sys.stdout, flush=True)


_DO = {
    "build": _build,
    "check": _check,
    "deposit": _deposit,
    "verify": _verify,
    "schema": _schema,
    "fonts": _fonts,
    "explain": _explain,
    "new": _new,
    "serve": _serve,
}
