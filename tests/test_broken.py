"""Every finding has a broken edition in tests/broken/CODE/ that shows it, and shows nothing else.

A specimen is a folder shaped like a project. `expected.txt` lists its findings, one a line:
`path:line:column: severity: [code]`. To write these files anew: `pytest tests/test_broken.py --regen`, then read
the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bifolium import allow
from bifolium.check import check
from bifolium.discover import discover
from bifolium.findings import codes
from bifolium.model import Finding
from bifolium.project import open_project
from bifolium.run import Options, execute

BROKEN = Path(__file__).parent / "broken"
SPECIMENS = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir())
# These come to light only when an edition is built to its end.
LATE = {"translation.too-many", "build", "collation", "compose", "metadata", "output", "publish", "render", "write"}

# These are not, or not only, in an edition; a test may show them.
AROUND = {"build", "deposit", "discover", "project", "verify", "write", "xml"}


def findings(specimen: str, output: Path) -> list[Finding]:
    """What is found in this specimen by checking it, or by building it where that is needed."""
    project = open_project(BROKEN / specimen, output)
    if not LATE.isdisjoint((specimen, specimen.partition(".")[0])):
        # What a header lacks for an archive is said before a deposit; what its files say differently, only of them.
        before = specimen.startswith("metadata.") and specimen != "metadata.disagree"
        deposit = output.parent / "deposit" if specimen == "metadata.disagree" else None
        found = execute(project, Options(workers=1, check=before, before_deposit=before, deposit=deposit)).findings
    else:
        allowances, found = allow.read(project)
        sources, others = discover(project)
        found += allowances.apply(others + check(project, sources))
        found += allowances.unused(found)
    return sorted(found, key=lambda one: (one.place, one.code))


def line(finding: Finding) -> str:
    where = f"{finding.place}: " if finding.place.path else ""
    return f"{where}{finding.severity}: [{finding.code}]"


@pytest.mark.parametrize("specimen", SPECIMENS)
def test_a_specimen_shows_what_it_is_named_for(specimen: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = [line(one) for one in findings(specimen, tmp_path / "output")]
    expected = BROKEN / specimen / "expected.txt"
    if request.config.getoption("--regen", default=False):
        expected.write_text("".join(f"{one}\n" for one in found), encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8").splitlines()
    assert any(f"[{specimen}]" in one for one in found)


def test_every_code_has_its_specimen() -> None:
    """Or, where the fault is not in an edition but in what happens around it, a test that names the code."""
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = {code.code for code in codes() if f'"{code.code}"' in tests}
    around = {code for code in named if code.partition(".")[0] in AROUND}
    assert {code.code for code in codes()} - set(SPECIMENS) - around == set()
    assert set(SPECIMENS) - {code.code for code in codes()} == set()
