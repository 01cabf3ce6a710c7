"""The deposit: what is in it, that it is the same every time, and that no half of one is ever left."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bifolium import write as writing
from bifolium.deposit.payload import archive_name
from bifolium.model import Finding
from bifolium.project import open_project
from bifolium.run import Options, execute
from bifolium.verify.sums import inside, listed

ROOT = Path(__file__).parent.parent
SPECIMEN = Path(__file__).parent / "broken" / "metadata.person-unidentified"  # nothing but a note is wrong with it


def make(folder: Path) -> Path:
    shutil.copytree(SPECIMEN / "edition", folder / "edition")
    (folder / "edition" / "brief an Zoë.jpg").write_bytes(b"\xff\xd8 a picture")
    return folder


def deposit(project: Path, to: Path, **options: bool) -> list[Finding]:
    return [one for one in execute(open_project(project), Options(workers=1, deposit=to, **options)).findings
            if one.severity == "error"]  # fmt: skip


def change(project: Path, old: str, new: str) -> None:
    path = project / "edition" / "letter.xml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def digests(folder: Path) -> dict[str, str]:
    return {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in inside(folder)}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("project") / "letters")


@pytest.fixture(scope="module")
def made(project: Path) -> Path:
    to = project.parent / "deposit"
    assert deposit(project, to, with_mets=True, keep_addresses=True) == []
    return to


def test_the_bag_is_whole(made: Path) -> None:
    bag = made / "bag"
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = {path for path in inside(bag) if path.startswith("data/")}
    for algorithm in ("sha256", "sha512"):
        sums = listed(bag / f"manifest-{algorithm}.txt")
        assert sums.keys() == payload
        assert all(hashlib.new(algorithm, (bag / path).read_bytes()).hexdigest() == sums[path] for path in sums)
        assert listed(bag / f"tagmanifest-{algorithm}.txt").keys() == {
            "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt",
        }  # fmt: skip
    info = (bag / "bag-info.txt").read_text()
    assert "Contact-Email: house@example.org\n" in info and "Bagging-Date: 2026-05-01\n" in info


def test_it_holds_what_it_takes(made: Path) -> None:
    held = set(inside(made / "bag" / "data"))
    assert held >= {
        "edition/letter.xml", "site/index.html", "site/letter/index.html", "site/collation.json",
        "report/findings.json",
        "report/collation.json", "report/versions.json", "report/names.tsv", "ro-crate-metadata.json", "datacite.json",
        "CITATION.cff", ".zenodo.json", "metadata/datacite.xml", "metadata/mets.xml", "ro-crate-preview.html",
    }  # fmt: skip


def test_names_fit_every_archive(made: Path) -> None:
    data = made / "bag" / "data"
    assert all(character.isascii() and (character.isalnum() or character in "_-./") for path in inside(data)
               for character in path)  # fmt: skip
    (renamed,) = [line for line in (data / "report/names.tsv").read_text("utf-8").splitlines() if "Zoë" in line]
    new, old = renamed.split("\t")
    assert old == "edition/brief an Zoë.jpg" and (data / new).read_bytes() == b"\xff\xd8 a picture"
    assert archive_name("a/ü.xml") != archive_name("a/u.xml")


def test_the_crate_describes_every_file(made: Path) -> None:
    data = made / "bag" / "data"
    graph = {one["@id"]: one for one in json.loads((data / "ro-crate-metadata.json").read_bytes())["@graph"]}
    files = {name for name, one in graph.items() if one["@type"] == "File"}
    assert files == set(inside(data)) - {"ro-crate-metadata.json", "ro-crate-preview.html"}
    parts = [part["@id"] for whole in ("./", "edition/", "site/") for part in graph[whole]["hasPart"]]
    assert sorted(parts) == sorted(files | {"edition/", "site/"})
    assert all(graph[name]["description"] and graph[name]["encodingFormat"] for name in files)
    assert all(int(graph[name]["contentSize"]) == (data / name).stat().st_size for name in files)


def test_the_object_stores_every_file_once(project: Path, made: Path, tmp_path: Path) -> None:
    changed, to = make(tmp_path / "letters"), tmp_path / "deposit"
    shutil.copytree(made, to)
    change(changed, 'n="1.0.0"', 'n="1.1.0"')
    assert deposit(changed, to) == []
    inventory = json.loads((to / "ocfl" / "inventory.json").read_bytes())
    assert (inventory["head"], [one["message"] for one in inventory["versions"].values()]) == (
        "v2", ["Release 1.0.0", "Release 1.1.0"],
    )  # fmt: skip
    stored = [path for paths in inventory["manifest"].values() for path in paths]
    assert len(stored) == len(inventory["manifest"]) == len({*stored})
    assert "v1/content/site/static/style.css" in stored and "v2/content/site/static/style.css" not in stored
    before = digests(made / "ocfl" / "v1")
    assert before == digests(to / "ocfl" / "v1")


def test_a_release_never_changes(made: Path, tmp_path: Path) -> None:
    changed, to = make(tmp_path / "letters"), tmp_path / "deposit"
    shutil.copytree(made, to)
    change(changed, "Dear friend", "Dear enemy")
    assert [one.code for one in deposit(changed, to)] == ["deposit.release-changed"]
    assert digests(to) == digests(made)


def test_the_web_archive_holds_the_site(made: Path) -> None:
    site = made / "bag" / "data" / "site"
    with zipfile.ZipFile(made / "edition.wacz") as archive:
        assert all(one.compress_type == zipfile.ZIP_STORED for one in archive.infolist())
        warc = gzip.decompress(archive.read("archive/data.warc.gz"))
        package = json.loads(archive.read("datapackage.json"))
        for one in package["resources"]:
            assert one["hash"] == "sha256:" + hashlib.sha256(archive.read(one["path"])).hexdigest()
    assert package["mainPageUrl"] == "https://example.org/letter/index.html"
    for path in inside(site):
        assert f"WARC-Target-URI: https://example.org/letter/{path}\r\n".encode() in warc
        assert (site / path).read_bytes() in warc


def test_the_same_release_gives_the_same_bytes(project: Path, made: Path, tmp_path: Path) -> None:
    elsewhere, to = tmp_path / "in another folder" / "x", tmp_path / "d"
    shutil.copytree(project, elsewhere, ignore=shutil.ignore_patterns("output", ".bifolium"))
    command = [sys.executable, "-m", "bifolium", "deposit", str(elsewhere), "--to", str(to), "--mets", "--quiet"]
    other = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C", "HOME": str(tmp_path)}
    mask = os.umask(0o077)
    try:
        subprocess.run(command, cwd=ROOT, env={**os.environ, **other}, check=True, capture_output=True)
    finally:
        os.umask(mask)
    assert digests(to) == digests(made)


def test_the_addresses_of_a_release_are_kept(project: Path, made: Path) -> None:
    kept = (project / "releases" / "1.0.0.txt").read_text("utf-8")
    assert "  letter/index.html\n" in kept


def test_two_releases_of_a_broken_object(made: Path, tmp_path: Path) -> None:
    changed, to = make(tmp_path / "letters"), tmp_path / "deposit"
    shutil.copytree(made, to)
    (to / "ocfl" / "inventory.json").write_text("{", "utf-8")
    assert [one.code for one in deposit(changed, to)] == ["deposit.object-broken"]


def test_what_an_archive_could_not_take_is_said_before(tmp_path: Path) -> None:
    project = make(tmp_path / "letters")
    letter = project / "edition" / "letter.xml"
    letter.write_bytes(b"\xef\xbb\xbf" + letter.read_bytes())
    (project / "edition" / "notes.txt").write_bytes("Zoë".encode("latin-1"))
    (project / "edition" / "table.csv").write_bytes("Zoë".encode("utf-16"))
    (project / "edition" / "linked.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    (tmp_path / "elsewhere.jpg").write_bytes(b"not of this project")
    found = execute(open_project(project), Options(workers=1, deposit=tmp_path / "deposit")).findings
    assert {(one.code, one.place.path) for one in found if one.code.startswith("deposit.")} == {
        ("deposit.encoding", "edition/letter.xml"), ("deposit.encoding", "edition/notes.txt"),
        ("deposit.encoding", "edition/table.csv"), ("deposit.linked", "edition/linked.jpg"),
    }  # fmt: skip
    data = tmp_path / "deposit" / "bag" / "data"
    assert (data / "edition" / "letter.xml").read_bytes() == letter.read_bytes()  # nothing is converted
    assert not (data / "edition" / "linked.jpg").exists()


def test_a_strict_edition_is_deposited_without_what_its_header_can_not_say(tmp_path: Path) -> None:
    project = make(tmp_path / "letters")
    (project / "edition" / "allow.toml").write_text("strict = true\n", "utf-8")
    for said in ('<idno type="ROR">https://ror.org/03yrm5c26</idno>', '<idno type="DOI">10.5072/letter.1</idno>',
                 '<idno type="URL">https://example.org/letter/</idno>', "<email>house@example.org</email>"):  # fmt: skip
        change(project, said, "")
    assert deposit(project, tmp_path / "deposit") == []
    bag = tmp_path / "deposit" / "bag"
    assert "Contact" not in (bag / "bag-info.txt").read_text("utf-8")
    assert "doi" not in (bag / "data" / "CITATION.cff").read_text("utf-8")


STEPS = ("the bag begun", "the object half written", "all written", "the folders exchanged")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.parametrize(
    ("step", "before"),
    [(STEPS[0], False), (STEPS[1], True), (STEPS[2], False), (STEPS[2], True), (STEPS[3], True)],
)
def test_killed_it_leaves_no_half(step: str, before: bool, made: Path, project: Path, tmp_path: Path) -> None:
    to = tmp_path / "deposit"
    if before:
        shutil.copytree(made, to)
    child = os.fork()
    if not child:
        _die_at(step)
        deposit(project, to, with_mets=True)
        os._exit(1)  # it was not killed
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert not list(tmp_path.rglob("bagit.txt")) or step != "the bag begun" or before
    whole = before or step == "the folders exchanged"
    assert (digests(to) == digests(made)) if whole else not to.exists()
    assert deposit(project, to, with_mets=True) == []  # and the next one clears up
    assert not list((tmp_path / ".bifolium").glob("deposit.new-*"))


def _die_at(step: str) -> None:
    """Let this process be killed when a deposit has come to this step."""

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    file, exchange = writing._write_file, writing._replace

    def written(path: str, data: bytes) -> tuple[int, int]:
        state = file(path, data)
        if (step == STEPS[0] and path.endswith("/.zenodo.json")) or (step == STEPS[1] and "/v1/content/" in path):
            die()
        return state

    def exchanged(output: Path, new: Path) -> None:
        exchange(output, new)
        if output.name == "deposit":
            die()

    writing._write_file = written
    if step == STEPS[3]:
        writing._replace = exchanged
    if step == STEPS[2]:
        writing._flush = lambda folder: die() if "deposit" in folder.name else None
