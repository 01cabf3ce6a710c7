"""A folder becomes a Project: where its edition is, and where every name is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bifolium import __version__
from bifolium.model import Project

PACKAGE = Path(__file__).parent


def open_project(root: Path, output: Path | None = None) -> Project:
    """The project in `root`, which must hold a folder `edition`. Raises NotADirectoryError otherwise."""
    root = root.resolve()
    if not (root / "edition").is_dir():
        raise NotADirectoryError(root / "edition")
    return Project(root, (output or root / "output").resolve(), PACKAGE, __version__)


def places(project: Project, name: str) -> Iterator[Path]:
    """Where `name` (such as "xsl/html.xsl") may stand, the first to be preferred.

    An installed package carries xsl/ and schema/ inside it; a checkout keeps them beside it.
    """
    yield project.root / name
    yield project.installation / name
    yield project.installation.parent / name


def locate(project: Project, name: str) -> Path:
    """The file called `name`: the project's own, else the installation's. Raises FileNotFoundError."""
    for path in places(project, name):
        if path.is_file():
            return path
    raise FileNotFoundError(name)


def core(project: Project, name: str) -> Path:
    """The installation's own file, whatever the project has. Raises FileNotFoundError."""
    for path in (project.installation / name, project.installation.parent / name):
        if path.is_file():
            return path
    raise FileNotFoundError(name)


def owner(project: Project, *folders: str) -> Project:
    """The project itself where it has one of these folders; else the installation, as if it were a project.

    What is made of the installation's files alone can so be made once, however many projects a process opens.
    """
    if any((project.root / folder).is_dir() for folder in folders):
        return project
    return replace(project, root=project.installation, output=project.installation)
