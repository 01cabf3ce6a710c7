"""A command line becomes a run: `bifolium build`, `check`, `deposit`, `verify`, `fonts`, `explain`, `new`, `serve`."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bifolium import __version__, report
from bifolium import project as projects
from bifolium.findings import languages, say
from bifolium.model import Finding, Project, Report
from bifolium.quote import quoter

# Each command imports what it needs: whoever checks one file should not wait for the tools of the others.

_DEPOSITED = """The deposit is in {0}/:
    bag           to hand to an archive
    ocfl          all releases so far; keep it, the next deposit adds to it
    edition.wacz  the site as a web archive
To check it, now or in ten years: bifolium verify {0}"""

DONE, ERRORS, USAGE, INTERRUPTED = 0, 1, 2, 130


class Misused(Exception):
    """The command line asks for something that cannot be; the sentence says what to do instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and give the exit status: 0 clean, 1 errors found, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # Findings quote the material, whatever the terminal can show.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.do(options)
    except Misused as error:
        print(f"bifolium: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:  # bifolium explain … | head
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        print("\nStopped. The output is as it was.", file=sys.stderr)
        return INTERRUPTED
    return status


def _build(options: argparse.Namespace) -> int:
    from bifolium.run import Options, execute

    project = _project(options.folder, options.output)
    wanted = Options(strict=options.strict, keep_going=options.keep_going, workers=options.workers)
    result = execute(project, wanted, None if options.quiet else sys.stderr)
    if options.json:
        _print_json(project, result, _lang(options))
    elif not options.quiet or any(not finding.allowed for finding in result.findings):
        report.print_findings(result.findings, sys.stderr, quote=quoter([project.root]), lang=_lang(options))
    if not options.quiet:
        print(_way_on(project, result) + _summary(project, result), file=sys.stderr)
    return result.status


def _deposit(options: argparse.Namespace) -> int:
    from bifolium.run import Options, execute

    project = _project(options.folder, None)
    to = (options.to or project.root / "deposit").resolve()
    if to == project.output or project.edition.is_relative_to(to) or to.is_relative_to(project.edition):
        raise Misused(f"a deposit can't be made in {to}, where the edition is; name another folder")
    wanted = Options(deposit=to, with_mets=options.mets, keep_addresses=options.keep, workers=options.workers)
    result = execute(project, wanted, None if options.quiet else sys.stderr)
    report.print_findings(result.findings, sys.stderr, quote=quoter([project.root]), lang=_lang(options))
    if not options.quiet:
        where = Path(os.path.relpath(to)).as_posix()
        made = "deposit" in result.counts
        print(_DEPOSITED.format(where) if made else f"No deposit was made; {where}/ is as it was.", file=sys.stderr)
    return result.status


def _verify(options: argparse.Namespace) -> int:
    from bifolium import verify

    if not options.path.exists():
        raise Misused(f"there is no file or folder {options.path}")
    done, findings = verify.verify(options.path.resolve(), trust=options.trust)
    errors = Report(findings).errors
    if not options.json:
        print(done)
    report.print_findings(findings, sys.stdout, "json" if options.json else "text", lang=_lang(options))
    if not options.json:
        whole = "All that is there is as it was made."
        print("This is not, or not any more, what was deposited." if errors else whole)
    return ERRORS if errors else DONE


def _check(options: argparse.Namespace) -> int:
    from bifolium import check

    form: report.Form = "json" if options.json else "sarif" if options.sarif else "text"
    paths = options.paths or [Path()]
    for path in paths:
        if path != check.STANDARD_INPUT and not path.exists():
            raise Misused(f"there is no file or folder {path}")
    while True:
        findings, folders = _checked(paths, options.strict, options.deposit)
        report.print_findings(findings, sys.stdout, form, quoter(folders), options.all, _lang(options))
        if not options.watch:
            return ERRORS if Report(findings).errors else DONE
        print("Waiting for a change. Stop with Ctrl+C.", file=sys.stderr, flush=True)
        check.wait(paths)


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
                raise Misused(f"there is no XML file in {given}")
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
        raise Misused(f"{options.source} could not be added: {error}") from None
    print(f"schema/{pin.file} was added, with its checksum in schema/pins.toml. Every document is now held against it.")
    return DONE


def _fonts(options: argparse.Namespace) -> int:
    from bifolium.fonts import write

    project = _project(options.project, None)
    for path in options.files:
        if not path.is_file():
            raise Misused(f"there is no file {path}")
    try:
        made = write.write(project, options.files)
    except ImportError:
        raise Misused('for this, fontTools and brotli are needed: pip install "bifolium[fonts]"') from None
    except write.Unusable as error:
        raise Misused(str(error)) from None
    for name, data in made.items():
        print(f"wrote edition/fonts/{name}{f' ({len(data) / 1000:.0f} kB)' if name.endswith('2') else ''}")
    print("Build again: the pages now bring these fonts with them.")
    return DONE


def _new(options: argparse.Namespace) -> int:
    from bifolium import new

    try:
        files = new.new(options.folder)
    except FileExistsError:
        raise Misused(f"{options.folder} is not empty; name a folder that does not exist yet") from None
    except OSError as error:
        raise Misused(f"{options.folder} could not be made: {error.strerror}") from None
    for file in files:
        print(f"wrote {options.folder / file}")
    print(f"\nNow: cd {options.folder} && bifolium serve")
    return DONE


def _serve(options: argparse.Namespace) -> int:
    from bifolium import serve

    return serve.serve(_project(options.folder, None), options.port, not options.no_browser)


def _project(folder: Path, output: Path | None) -> Project:
    """The project in this folder. Raises Misused with a sentence that says what to do."""
    folder = folder.resolve()
    if (folder / "edition").is_dir():
        return projects.open_project(folder, output)
    if folder.is_file():
        raise Misused(
            f"an edition is built from a folder, and {folder.name} is a file. "
            f"Put it into a folder named edition, and build the folder which holds that one:\n"
            f"    mkdir edition\n    mv {folder.name} edition/\n    bifolium build\n"
            f"To look for faults in the file only: bifolium check {folder.name}"
        )
    if not folder.exists():
        raise Misused(f"there is no folder {folder}")
    if folder.name == "edition":
        raise Misused("this is the folder of TEI files; build the folder which holds it: bifolium build ..")
    files = sorted(file.name for file in folder.glob("*.xml"))
    if files:
        raise Misused(
            f"{folder} has no folder named edition, but {len(files)} XML file{'s' * (len(files) > 1)} "
            f"({', '.join(files[:3])}{', …' * (len(files) > 3)}). The TEI files belong into edition:\n"
            f"    mkdir edition\n    mv *.xml edition/\n    bifolium build"
        )
    raise Misused(
        f"{folder} has no folder named edition. Put your TEI files into one, "
        f"or begin with a sample: bifolium new my-edition"
    )


def _way_on(project: Project, result: Report) -> str:
    """For a stopped build: the lines by which the errors that leave the text whole become warnings."""
    from bifolium import allow

    lines = allow.to_paste(result.findings)
    if not lines or "swap" in result.counts:
        return ""
    hard = sorted({f.code for f in result.findings if f.severity == "error" and not allow.may_warn(f.code)})
    others = f"These must be mended first: {', '.join(hard)}.\n" if hard else ""
    verb = "add to" if (project.root / allow.NAME).exists() else "write into"
    return f"{others}To build all the same, with warnings, {verb} {allow.NAME}:\n\n{lines}\n"


def _summary(project: Project, result: Report) -> str:
    where = Path(os.path.relpath(project.output)).as_posix()
    if "swap" not in result.counts:
        return f"Nothing was written; {where}/ is as it was."
    if result.errors:
        return f"The edition in {where}/ lacks the documents with errors."
    return f"The edition is in {where}/. Open {where}/index.html."


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bifolium",
        allow_abbrev=False,
        description="Make a static digital edition from TEI P5 files.",
        epilog="Exit status: 0 when all is well, 1 when errors were found (then the old output stands), "
        "2 when the command was not understood.",
    )
    parser.add_argument("--version", action="version", version=f"bifolium {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    one = _command(commands, "build", _build, "build the edition: edition/ becomes output/")
    one.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, default=Path(),
        help="the folder which holds edition/ (default: this one)",
    )  # fmt: skip
    one.add_argument("--output", metavar="DIR", type=Path, help="where the edition goes (default: DIR/output)")
    one.add_argument(
        "--strict",
        action="store_true",
        help="warnings stop the build, unless edition/allow.toml lets them pass",
    )
    one.add_argument("--keep-going", action="store_true", help="leave out documents with errors, and build the others")
    one.add_argument("--workers", metavar="N", type=_positive, help="processes (default: one for each processor)")
    one.add_argument("--quiet", action="store_true", help="tell only what was found, not what is done")
    one.add_argument("--json", action="store_true", help="a report for machines on standard output")

    one = _command(commands, "check", _check, "look for faults, write nothing")
    one.add_argument(
        "paths", metavar="PATH", nargs="*", type=Path,
        help="TEI files, folders of them, - for standard input, or folders which hold an edition/ (default: this one)",
    )  # fmt: skip
    one.add_argument("--strict", action="store_true", help="warnings count as errors")
    one.add_argument("--deposit", action="store_true", help="tell also all that an archive would miss")
    one.add_argument("--all", action="store_true", help="every finding, also where many of one kind are in one file")
    one.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    form = one.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="findings as JSON")
    form.add_argument(
        "--sarif", action="store_true", help="findings as SARIF 2.1.0, for code hosting sites and editors"
    )

    one = _command(commands, "deposit", _deposit, "build the edition, and make of it what an archive takes in")
    one.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path(), help="as for build")
    one.add_argument("--to", metavar="PATH", type=Path, help="where the deposit goes (default: DIR/deposit)")
    one.add_argument("--mets", action="store_true", help="with METS and PREMIS")
    one.add_argument(
        "--keep", action="store_true", help="note the addresses of this release in releases/, which binds later ones"
    )
    one.add_argument("--workers", metavar="N", type=_positive, help="as for build")
    one.add_argument("--quiet", action="store_true", help="tell only what was found, not what is done")

    one = _command(commands, "verify", _verify, "check a bag, an OCFL object, a deposit or a site, years later")
    one.add_argument("path", metavar="PATH", type=Path, help="the folder of it")
    one.add_argument(
        "--trust", action="store_true", help="build it again even if it holds a program of its own (build.py)"
    )
    one.add_argument("--json", action="store_true", help="findings as JSON")

    group = _command(commands, "schema", _schema, "bring a schema into the project")
    actions = group.add_subparsers(metavar="ACTION", required=True)
    one = _command(actions, "add", _schema, "copy or fetch it into schema/")
    one.add_argument("source", metavar="URL|FILE", help="RELAX NG, XML Schema or Schematron")
    one.add_argument("--project", metavar="DIR", type=Path, default=Path(), help="default: this folder")

    one = _command(commands, "fonts", _fonts, "give the edition fonts that have the characters of its pages, no others")
    one.add_argument(
        "files", metavar="FONTFILE", nargs="*", type=Path,
        help="fonts under the SIL Open Font License (default: the Noto fonts of this computer)",
    )  # fmt: skip
    one.add_argument("--project", metavar="DIR", type=Path, default=Path(), help="default: this folder")

    one = _command(commands, "explain", _explain, "say more about a finding")
    one.add_argument(
        "code", metavar="CODE", help="what stands in brackets behind a finding, such as link.target-missing"
    )

    one = _command(commands, "new", _new, "begin a project of your own, with a sample to replace")
    one.add_argument("folder", metavar="DIR", type=Path, help="a folder that does not exist yet")

    one = _command(commands, "serve", _serve, "show the edition in the browser, and build it again when a file changes")
    one.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path(), help="as for build")
    one.add_argument("--port", type=int, default=8000, help="default: 8000, or the next that is free")
    one.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    return parser


def _lang(options: argparse.Namespace) -> str:
    """The language in which findings are said: the one asked for, else that of the computer, else English."""
    asked: str = options.lang or ""
    if asked and asked not in languages():
        raise Misused(f"findings can be said in {', '.join(languages())}; there is no {asked}")
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    here = next(filter(None, map(os.environ.get, names)), "")
    return asked or next((lang for lang in languages() if re.match(rf"{lang}(?![a-z])", here)), "en")


def _command(commands: Any, name: str, do: Any, help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=help[0].upper() + help[1:] + ".", allow_abbrev=False
    )
    parser.set_defaults(do=do, lang=None)
    if name in ("build", "check", "deposit", "verify", "explain"):
        parser.add_argument("--lang", metavar="LANG", help="the language of findings: en, zh (default: the computer's)")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
