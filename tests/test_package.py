"""The wheel is all that a scholar gets: it is built, installed elsewhere, and tried without the sources."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(
    not (find_spec("hatchling") and find_spec("pip")),
    reason="hatchling and pip are needed to make and install the wheel: pip install -e '.[test]'",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command `bifolium` of a fresh environment that knows the wheel, and nothing of this repository."""
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home / "venv")
    scripts = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*pip, "--no-compile", str(wheel)], check=True)
    # The dependencies are those of this environment, so that no network is needed; what is only there in
    # editable form, as this repository, is not found in this way.
    site = next((home / "venv").rglob("site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(scripts / "bifolium"), *arguments],
            cwd=home, env=environment, capture_output=True, encoding="utf-8",
        )  # fmt: skip

    return run


def test_the_wheel_holds_what_stands_at_the_root(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"bifolium/build.py", "bifolium/xsl/html.xsl", "bifolium/xsl/text.xsl"} <= names
    assert {"bifolium/sample/edition/letter.xml", "bifolium/findings/write.toml", "bifolium/locale/en.toml"} <= names
    assert not [name for name in names if name.startswith(("edition/", "tests/", "output/")) or "cable" in name]


def test_a_scholars_project_is_built_without_the_sources(
    installed: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    project = tmp_path / "my-edition"
    made = installed("new", str(project))
    assert made.returncode == 0, made.stderr
    built = installed("build", str(project), "--strict")
    assert built.returncode == 0, built.stderr
    assert (project / "output" / "index.html").is_file()
    assert (project / "output" / "letter" / "index.html").is_file()
