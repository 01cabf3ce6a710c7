"""Years later: what is missing, changed or added is named; and the site is what comes out of the sources."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from bifolium import verify as package
from bifolium.phrases import spoken
from bifolium.project import open_project
from bifolium.run import Options, execute
from bifolium.verify import verify
from bifolium.verify.outside import outside
from bifolium.verify.sums import Sums
from bifolium.verify.webarchive import verify_archive

SPECIMEN = Path(__file__).parent / "broken" / "metadata.person-unidentified"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    shutil.copytree(SPECIMEN / "edition", folder / "edition")
    (folder / "edition" / "täter.txt").write_text("A name that archives do not take.", "utf-8")
    assert not execute(open_project(folder), Options(workers=1, deposit=folder / "deposit")).errors
    return folder / "deposit"


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "deposit"))


def told(path: Path, trust: bool = False) -> list[tuple[str, str]]:
    return [(one.code, one.place.path) for one in verify(path, trust)[1]]


def test_a_deposit_is_sound(made: Path) -> None:
    done, found = verify(made)
    assert found == []
    assert "built again from bag/data/edition/ and compared, byte for byte" in done
    assert "records were compared with the files of the site" in done
    assert told(made / "bag") == told(made / "ocfl") == told(made / "bag" / "data" / "site") == []


def test_others_are_asked_too_and_who_is_not_installed_is_named(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Bagit(ModuleType):
        """Stands for the library, which the tests do without."""

        class BagError(Exception):
            pass

        @staticmethod
        def Bag(path: str) -> SimpleNamespace:
            def validate() -> None:
                if (Path(path) / "data" / "extra").exists():
                    raise Bagit.BagError("data/extra exists on filesystem but is not in the manifest")

            return SimpleNamespace(validate=validate)

    monkeypatch.setitem(sys.modules, "bagit", Bagit("bagit"))
    monkeypatch.setitem(sys.modules, "ocfl", None)  # as if it were not installed
    monkeypatch.setattr(metadata, "version", lambda name: "1.0")
    done: list[str] = []
    (missing,) = outside(copy, done)
    assert [spoken(one, "en") for one in done] == ["bagit 1.0 was asked about bag too."]
    assert (missing.code, missing.place.path) == ("verify.judge-missing", "ocfl") and "deposit" in missing.hint
    (copy / "bag" / "data" / "extra").write_text("x", "utf-8")
    assert [one.code for one in outside(copy / "bag", done)] == ["verify.judged-faulty"]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


Harm = Callable[[Path], object]


@pytest.mark.parametrize(
    ("file", "harm", "code"),
    [
        ("bag/data/site/index.html", flip, "verify.changed"),
        ("bag/data/edition/letter.xml", flip, "verify.changed"),
        ("bag/bag-info.txt", flip, "verify.changed"),
        ("bag/data/CITATION.cff", Path.unlink, "verify.missing"),
        ("bag/data/site/new.html", Path.touch, "verify.added"),
        ("ocfl/v1/content/site/index.html", flip, "verify.changed"),
        ("ocfl/v1/content/site/index.html", Path.unlink, "verify.missing"),
        ("ocfl/v1/content/new.txt", Path.touch, "verify.added"),
        ("ocfl/inventory.json", flip, "verify.changed"),
        ("edition.wacz", flip, "verify.changed"),
    ],
)
def test_harm_is_named(copy: Path, file: str, harm: Harm, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "again", lambda *_: [])  # checksums tell it; nothing needs to be built
    harm(copy / file)
    assert (code, file) in told(copy)
    part = file.partition("/")[0]
    if (copy / part).is_dir():
        assert (code, file.partition("/")[2]) in told(copy / part)


def test_the_number_of_bytes_is_counted(copy: Path) -> None:
    info = copy / "bag" / "bag-info.txt"
    info.write_text(info.read_text("utf-8").replace("Payload-Oxum: ", "Payload-Oxum: 1"), "utf-8")
    assert "verify.oxum" in {code for code, _ in told(copy / "bag")}


def remake(bag: Path) -> None:
    """Make the manifests fit whatever is in the bag: somebody who changes a file can do that too."""
    def sums(algorithm: str, paths: list[Path]) -> str:
        return "".join(f"{hashlib.new(algorithm, p.read_bytes()).hexdigest()}  {p.relative_to(bag).as_posix()}\n"
                       for p in paths)  # fmt: skip

    payload = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    oxum = f"Payload-Oxum: {sum(p.stat().st_size for p in payload)}.{len(payload)}\n"
    info = [line for line in (bag / "bag-info.txt").read_text("utf-8").splitlines() if "Oxum" not in line]
    (bag / "bag-info.txt").write_text("\n".join([*info, oxum]), "utf-8")
    for algorithm in ("sha256", "sha512"):
        (bag / f"manifest-{algorithm}.txt").write_text(sums(algorithm, payload))
    tags = [bag / name for name in ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt")]
    for algorithm in ("sha256", "sha512"):
        (bag / f"tagmanifest-{algorithm}.txt").write_text(sums(algorithm, tags))


def test_a_forged_site_is_found_by_building_it_again(copy: Path) -> None:
    page = copy / "bag" / "data" / "site" / "letter" / "index.html"
    page.write_text(page.read_text("utf-8").replace("Dear friend", "Dear enemy"), "utf-8")
    remake(copy / "bag")
    assert told(copy / "bag") == [("verify.rebuilt-otherwise", "data/site/letter/index.html")]


def test_a_certificate_that_proves_nothing(copy: Path) -> None:
    path = copy / "bag" / "data" / "site" / "collation.json"
    said = json.loads(path.read_bytes())
    next(iter(said["documents"].values()))["html"]["proved"] = False
    path.write_text(json.dumps(said), "utf-8")
    remake(copy / "bag")
    assert ("verify.certificate", "data/site/collation.json") in told(copy / "bag")


def test_other_programs_are_not_expected_to_do_the_same(copy: Path) -> None:
    path = copy / "bag" / "data" / "report" / "versions.json"
    path.write_text(path.read_text("utf-8").replace('"sha256": "', '"sha256": "f'), "utf-8")
    remake(copy / "bag")
    assert told(copy / "bag") == [("verify.other-program", "data/report/versions.json")]
    path.write_text("{}", "utf-8")
    remake(copy / "bag")
    assert told(copy / "bag") == [("verify.versions", "data/report/versions.json")]


def test_a_program_from_elsewhere_is_not_run_unasked(copy: Path) -> None:
    (copy / "bag" / "data" / "build.py").write_text("raise SystemExit('it ran')", "utf-8")
    remake(copy / "bag")
    assert told(copy / "bag") == [("verify.own-program", "data/build.py")]


def test_an_earlier_release_that_is_published_along_is_no_difference(tmp_path: Path) -> None:
    project = Path(shutil.copytree(SPECIMEN / "edition", tmp_path / "p" / "edition")).parent
    old = project / "releases" / "0.9.0" / "a b"
    old.mkdir(parents=True)
    (old / "index.html").write_text("As it was.", "utf-8")
    assert not execute(open_project(project), Options(workers=1, deposit=tmp_path / "deposit")).errors
    assert told(tmp_path / "deposit") == []


def pack_again(path: Path, member: str, old: bytes, new: bytes) -> None:
    """Change a member of a web archive, and its list of checksums with it."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    data = members[member]
    if member.endswith(".gz"):
        data = b"".join(gzip.compress(part) for part in re.split(rb"(?=WARC/1\.1\r\n)", gzip.decompress(data)) if part)
        parts = [gzip.compress(gzip.decompress(one).replace(old, new)) for one in re.split(b"(?=\x1f\x8b\x08)", data) if one]
        data = b"".join(parts)
    package = json.loads(members["datapackage.json"])
    for resource in package["resources"]:
        if resource["path"] == member:
            resource["hash"] = "sha256:" + hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (members | {member: data, "datapackage.json": json.dumps(package).encode()}).items():
            archive.writestr(name, content)


def test_a_web_archive_is_verified_by_itself(copy: Path) -> None:
    archive = copy / "edition.wacz"
    assert told(archive) == []
    pack_again(archive, "archive/data.warc.gz", b"Dear friend", b"Dear enemy!")
    assert {code for code, _ in told(archive)} == {"verify.changed"}
    archive.write_bytes(archive.read_bytes()[:-30])
    assert told(archive) == [("verify.unknown", "edition.wacz")]


def test_a_web_archive_of_another_site_is_found(copy: Path) -> None:
    sums: list[str] = []
    for page in (copy / "bag" / "data" / "site").glob("*.html"):
        page.unlink()
    found = verify_archive(copy / "edition.wacz", "edition.wacz", Sums(), sums, copy / "bag" / "data" / "site")
    assert {one.code for one in found} == {"verify.added"}
    assert "edition.wacz: index.html" in {one.sentence.split(" was")[0] for one in found}


def test_an_inventory_that_can_not_be_read(copy: Path) -> None:
    inventory = copy / "ocfl" / "inventory.json"
    inventory.write_text("[]", "utf-8")
    digest = hashlib.sha512(b"[]").hexdigest()
    (copy / "ocfl" / "inventory.json.sha512").write_text(f"{digest} inventory.json\n", "utf-8")
    assert "verify.unreadable" in {code for code, _ in told(copy / "ocfl")}


def test_what_is_packed_is_unpacked_first(copy: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "deposit"), "zip", copy)
    assert told(Path(packed)) == [("verify.packed", "deposit.zip")]
    assert told(copy / "bag" / "bagit.txt") == [("verify.unknown", "bagit.txt")]


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    assert told(tmp_path) == [("verify.unknown", tmp_path.name)]
