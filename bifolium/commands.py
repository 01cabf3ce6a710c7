"""A command line becomes options: what the commands are called, and what may be asked of each."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bifolium import __version__


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; which of them was asked for is `options.command`."""
    parser = argparse.ArgumentParser(
        prog="bifolium",
        allow_abbrev=False,
        description="Make a static digital edition from TEI P5 files.",
        epilog="Exit status: 0 when all is well, 1 when errors were found (then the old output stands), "
        "2 when the command was not understood.",
    )
    parser.add_argument("--version", action="version", version=f"bifolium {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)

    one = _command(commands, "build", "build the edition: edition/ becomes output/")
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

    one = _command(commands, "check", "look for faults, write nothing")
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

    one = _command(commands, "deposit", "build the edition, and make of it what an archive takes in")
    one.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path(), help="as for build")
    one.add_argument("--to", metavar="PATH", type=Path, help="where the deposit goes (default: DIR/deposit)")
    one.add_argument("--mets", action="store_true", help="with METS and PREMIS")
    one.add_argument(
        "--keep", action="store_true", help="note the addresses of this release in releases/, which binds later ones"
    )
    one.add_argument("--workers", metavar="N", type=_positive, help="as for build")
    one.add_argument("--quiet", action="store_true", help="tell only what was found, not what is done")

    one = _command(commands, "verify", "check a bag, an OCFL object, a deposit or a site, years later")
    one.add_argument("path", metavar="PATH", type=Path, help="the folder of it")
    one.add_argument(
        "--trust", action="store_true", help="build it again even if it holds a program of its own (build.py)"
    )
    one.add_argument(
        "--outside", action="store_true", help="ask bagit and ocfl-py too (pip install 'bifolium[deposit]')"
    )
    one.add_argument("--json", action="store_true", help="findings as JSON")

    group = _command(commands, "schema", "bring a schema into the project")
    actions = group.add_subparsers(metavar="ACTION", required=True)
    one = _command(actions, "add", "copy or fetch it into schema/")
    one.add_argument("source", metavar="URL|FILE", help="RELAX NG, XML Schema or Schematron")
    one.add_argument("--project", metavar="DIR", type=Path, default=Path(), help="default: this folder")

    one = _command(commands, "fonts", "give the edition fonts that have the characters of its pages, no others")
    one.add_argument(
        "files", metavar="FONTFILE", nargs="*", type=Path,
        help="fonts under the SIL Open Font License (default: the Noto fonts of this computer)",
    )  # fmt: skip
    one.add_argument("--project", metavar="DIR", type=Path, default=Path(), help="default: this folder")

    one = _command(commands, "explain", "say more about a finding")
    one.add_argument(
        "code", metavar="CODE", help="what stands in brackets behind a finding, such as link.target-missing"
    )

    one = _command(commands, "new", "begin a project of your own, with a sample to replace")
    one.add_argument("folder", metavar="DIR", type=Path, help="a folder that does not exist yet")

    one = _command(commands, "serve", "show the edition in the browser, and build it again when a file changes")
    one.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path(), help="as for build")
    one.add_argument("--port", type=int, default=8000, help="default: 8000, or the next that is free")
    one.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    return parser


def _command(commands: Any, name: str, help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=help[0].upper() + help[1:] + ".", allow_abbrev=False
    )
    parser.set_defaults(lang=None)
    if name in ("build", "check", "deposit", "verify", "explain", "serve"):
        said = "the language of what is said: en, zh (default: the computer's)"
        parser.add_argument("--lang", metavar="LANG", help=said)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
