"""Pictures: which file is meant, what is made of it, and what becomes of those that cannot be shown."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import drawn
import pytest
from PIL import Image, ImageCms

from bifolium import cache, images
from bifolium.images import Pictures, make
from bifolium.images.find import _pictures
from bifolium.model import Project
from bifolium.phrases import spoken
from bifolium.project import open_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "edition" / "letters").mkdir(parents=True)
    _pictures.cache_clear()
    yield open_project(tmp_path)


def file(project: Project, name: str, data: bytes = b"x") -> Path:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def pictures(project: Project, path: str = "edition/letters/a.xml") -> Pictures:
    document: Any = SimpleNamespace(source=SimpleNamespace(path=path))
    return Pictures(project, document)


# --- finding


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("p1.jpg", "edition/letters/p1.jpg"),
        ("../images/p1.jpg", "edition/images/p1.jpg"),
        ("p1.jpg", "edition/p1.jpg"),
        ("p1.jpg", "edition/facsimile/p1.jpg"),
        ("p1", "edition/facsimile/p1.png"),
        ("vol.1/p.1", "edition/facsimile/vol.1/p.1.tif"),
        ("page%201.jpg", "edition/facsimile/page 1.jpg"),
        ("page 1.jpg", "edition/facsimile/page 1.jpg"),
        ("p1.jpg#xywh=0,0,10,10", "edition/facsimile/p1.jpg"),
        ("p#1.jpg", "edition/facsimile/p#1.jpg"),
        ("images/p1.jpg", "edition/scans/2024/p1.jpg"),
        ("p1.tif", "edition/scans/p1.jpg"),
        ("P1.JPG", "edition/scans/p1.jpg"),
        ("caf\u00e9.jpg", "edition/scans/cafe\u0301.jpg"),
        (r"C:\scans\p1.jpg", "edition/facsimile/p1.jpg"),
        (r"images\p1.jpg", "edition/images/p1.jpg"),
        ("file:///scans/p1.jpg", "edition/facsimile/p1.jpg"),
        ("../../scans/p1.jpg", "scans/p1.jpg"),
    ],
)
def test_a_picture_is_found(project: Project, url: str, there: str) -> None:
    path = file(project, there)
    assert images.find(project, "edition/letters/a.xml", url) == path


@pytest.mark.parametrize(
    "url",
    ["", "#zone", "https://example.org/p1.jpg", "//example.org/p1.jpg", "tcp:1:2", "p2.jpg", "p1\0"],
)
def test_no_other_picture_is_taken_for_it(project: Project, url: str) -> None:
    file(project, "edition/facsimile/p1.jpg")
    file(project, "edition/facsimile/2.jpg")
    assert images.find(project, "edition/a.xml", url) is None


def test_nothing_outside_the_project_is_shown(tmp_path: Path) -> None:
    file(Project(tmp_path, tmp_path, tmp_path), "p1.jpg")
    (tmp_path / "mine" / "edition").mkdir(parents=True)
    (tmp_path / "mine" / "edition" / "linked.jpg").symlink_to(tmp_path / "p1.jpg")
    project = open_project(tmp_path / "mine")
    _pictures.cache_clear()
    for url in ("../../p1.jpg", "linked.jpg", str(tmp_path / "p1.jpg")):
        assert images.find(project, "edition/a.xml", url) is None


def test_of_several_the_folder_tells_or_none_is_taken(project: Project) -> None:
    for folder in ("v1", "v2", "letters"):
        file(project, f"edition/scans/{folder}/p1.jpg")
    assert images.find(project, "edition/x.xml", "old/v2/p1.jpg") == project.edition / "scans/v2/p1.jpg"
    assert images.find(project, "edition/letters/a.xml", "p1.jpg") == project.edition / "scans/letters/p1.jpg"
    assert images.find(project, "edition/x.xml", "p1.jpg") is None


def test_of_several_formats_what_the_web_can_show(project: Project) -> None:
    file(project, "edition/scans/p1.tif")
    file(project, "edition/scans/p1.jpg")
    assert images.find(project, "edition/x.xml", "img/p1") == project.edition / "scans/p1.jpg"


# --- the web


def test_addresses_of_the_web_are_links() -> None:
    region = images.remote("https://example.org/iiif/2/a%2Fb/10,10,80,90/200,/0/default.jpg")
    assert region and region.service == "https://example.org/iiif/2/a%2Fb"
    assert region.full == "https://example.org/iiif/2/a%2Fb/full/full/0/default.jpg"
    native = images.remote("http://example.org/p.jp2/full/1200,/0/native.jpg")
    assert native and native.full == "http://example.org/p.jp2/full/full/0/native.jpg"
    info = images.remote("https://example.org/iiif/3/p1/info.json")
    assert info and info.full == "https://example.org/iiif/3/p1/full/max/0/default.jpg"
    plain = images.remote("https://example.org/a/p1.jpg")
    assert plain and plain.full == plain.address and not plain.service
    for url in ("p1.jpg", "iiif:p1", "javascript:alert(1)", "file:///p1.jpg", ""):
        assert images.remote(url) is None


# --- making


def made(project: Project, name: str, data: bytes | None = None) -> tuple[make.Made, dict[str, Image.Image]]:
    """What is made of a picture, opened again."""
    path = file(project, name, data) if data is not None else project.root / name
    result = make.make(project, path)
    assert isinstance(result, make.Made), result
    return result, {r.name: Image.open(io.BytesIO(make.data(project, path, r))) for r in result.renditions}


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    holder = io.BytesIO()
    image.save(holder, format, **options)
    return holder.getvalue()


def test_a_scan_in_several_widths(project: Project) -> None:
    drawn.draw(project.edition / "facsimile" / "p1.jpg", size=(2800, 3958))
    picture = pictures(project).picture("p1.jpg")
    assert picture is not None
    folder = "images/facsimile/p1.jpg"
    webp = tuple((f"{folder}/{width}.webp", width) for width in (480, 960, 1600, 2400))
    assert picture == images.Picture(2800, 3958, (("image/webp", webp),), f"{folder}/960.jpg")
    assert picture.largest == f"{folder}/2400.webp"


def test_no_rendition_is_larger_than_the_picture(project: Project) -> None:
    drawn.draw(project.edition / "p1.png", size=(700, 990))
    _, opened = made(project, "edition/p1.png")
    assert {name: image.size for name, image in opened.items()} == {
        "480.webp": (480, 679),
        "700.webp": (700, 990),
        "700.jpg": (700, 990),
    }


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "bmp", "webp", "gif", "jp2", "avif"])
def test_every_format_becomes_what_the_web_wants(project: Project, suffix: str) -> None:
    path = drawn.draw(project.edition / f"p1.{suffix}", size=(400, 566))
    assert make.fault(project, path) is None
    result, opened = made(project, f"edition/p1.{suffix}")
    assert (result.width, result.height) == (400, 566)
    paper = opened["400.webp"].convert("RGB").getpixel((200, 550))
    assert all(abs(is_ - was) < 8 for is_, was in zip(paper, drawn.PAPER, strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16", "I", "F", "LAB", "YCbCr"])
def test_every_way_to_keep_colours(project: Project, mode: str) -> None:
    grey = drawn.sheet(1, (300, 424)).convert("L")
    if mode == "LAB":
        turned: Any = ImageCms.profileToProfile(
            grey.convert("RGB"), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    elif mode == "I;16":
        turned = grey.convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        turned = grey.convert(mode)
    _, opened = made(project, "edition/p.tif", saved(turned, "TIFF"))
    shown = opened["300.webp"].convert("L")
    assert shown.getpixel((150, 415)) > 200  # paper stays bright  # type: ignore[operator]
    assert shown.getextrema()[0] < 110  # ink stays dark


def first_picture(suffix: str) -> bytes:
    """A file whose first picture is the sheet, as cameras, scanners and offices save it."""
    sheet, other = drawn.sheet(1, (300, 424)), Image.new("RGB", (300, 424), (0, 0, 90))
    match suffix:
        case "cmyk.jpg":
            return saved(sheet.convert("CMYK"), "JPEG", quality=95)
        case "16-bit.png":
            return saved(sheet.convert("L").convert("I").point(lambda value: value * 257).convert("I;16"), "PNG")
        case "pages.tif" | "moving.gif" | "moving.webp":
            format = {"tif": "TIFF", "gif": "GIF", "webp": "WEBP"}[suffix.rpartition(".")[2]]
            return saved(sheet, format, save_all=True, append_images=[other])
        case "small-first.tif":
            return saved(other.resize((30, 42)), "TIFF", save_all=True, append_images=[sheet])
        case "see-through.png":  # where it is transparent, the paper of the page shows
            few = sheet.convert("P", palette=Image.Palette.ADAPTIVE, colors=16)
            return saved(few, "PNG", transparency=few.getpixel((150, 415)))
        case "png-called.jpg":
            return saved(sheet, "PNG")
    return saved(sheet, "JPEG")  # "jpeg-called.tif"


@pytest.mark.parametrize(
    ("name", "pictures_in_it"),
    [
        ("cmyk.jpg", 1), ("16-bit.png", 1), ("pages.tif", 2), ("moving.gif", 2), ("moving.webp", 2),
        ("small-first.tif", 1), ("see-through.png", 1), ("png-called.jpg", 1), ("jpeg-called.tif", 1),
    ],
)  # fmt: skip
def test_whatever_a_file_is_the_sheet_is_seen(project: Project, name: str, pictures_in_it: int) -> None:
    result, opened = made(project, f"edition/{name}", first_picture(name))
    assert (result.width, result.height) == (300, 424)
    shown = opened[result.renditions[-1].name].convert("RGB")
    assert min(shown.getpixel((150, 415))) > 215, "paper is bright"  # type: ignore[arg-type, type-var]
    assert max(shown.getpixel((50, 82))) < 110, "ink is dark"  # type: ignore[arg-type, type-var]
    assert images.several(project.edition / name) == pictures_in_it


def test_a_picture_is_upright_and_tells_nothing_else(project: Project) -> None:
    lying = drawn.sheet(1, (400, 566)).transpose(Image.Transpose.ROTATE_90)
    told = Image.Exif()
    told[0x0112] = 6  # turn clockwise to see
    told[0x010F] = "Maker of a camera"
    data = saved(lying, "JPEG", exif=told, comment=b"where I live", quality=95)
    result, opened = made(project, "edition/p.jpg", data)
    assert (result.width, result.height) == (400, 566)
    for image in opened.values():
        assert image.height > image.width and not image.getexif() and "comment" not in image.info
        # The stamp of the sheet is at its upper right.
        red, green, _ = image.convert("RGB").resize((400, 566)).getpixel((271, 50))  # type: ignore[misc]
        assert red > green + 40


def test_colours_are_those_the_picture_means(project: Project) -> None:
    """In a space in which red and green have changed places, red means green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    names = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}
    turned = re.sub(b"[rg]XYZ", lambda match: names[match[0]], profile)
    turned = turned.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))
    plain = Image.new("RGB", (50, 50), (200, 0, 0))
    _, opened = made(project, "edition/p.tif", saved(plain, "TIFF", icc_profile=turned))
    red, green, _ = opened["50.webp"].convert("RGB").getpixel((25, 25))  # type: ignore[misc]
    assert green > 150 > 50 > red


def test_line_art_stays_sharp_and_small(project: Project) -> None:
    scan = drawn.sheet(1, (1600, 2262)).convert("1", dither=Image.Dither.NONE)
    result, opened = made(project, "edition/p.tif", saved(scan, "TIFF", compression="group4"))
    assert result.renditions[-1].name == "960.png"
    assert len(opened["960.png"].getcolors() or ()) <= make.COLOURS


def test_a_scroll_is_not_taller_than_webp_knows(project: Project) -> None:
    result, opened = made(project, "edition/p.png", saved(Image.new("L", (300, 40_000), 240), "PNG"))
    assert (result.width, result.height) == (300, 40_000)
    assert opened["122.webp"].size == (122, 16_267)


def test_a_drawing_goes_as_it_is_unless_it_could_do_something(project: Project) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9"/></svg>'
    file(project, "edition/s.svg", drawing)
    used = pictures(project)
    assert used.picture("../s.svg") == images.Picture(40, 30, (), "images/s.svg/picture.svg")
    assert [one.data for one in used.artifacts()] == [drawing]
    for harm in (b"<script>1</script>", b'<a onclick="f()"/>', b'<a href="javascript:f()"/>'):
        path = file(project, "edition/t.svg", drawing.replace(b"<path", harm + b"<path"))
        assert isinstance(make.make(project, path), images.Fault)
        assert images.fault(project, path) is not None


# --- what cannot be shown


def test_damaged_pictures_are_faults(project: Project) -> None:
    whole = saved(drawn.sheet(), "JPEG")
    faults = {
        b"": "it is empty",
        whole[: len(whole) // 2]: "its file ends before the picture does",
        b"version https://git-lfs.github.com/spec/v1\n": "Git LFS",
        b"%!PS-Adobe-3.0 EPSF-3.0\n": "a PostScript file",
        b"<html>": "a web page or XML",
        b"Hier fehlt das Bild.\n": "it holds words",
        b"\0\0\0\x18ftypheic\0\0\0\0": "a HEIC of a telephone, which has to be converted",
        b"%PDF-1.7\n": "a PDF",
    }
    for number, (data, reason) in enumerate(faults.items()):
        path = file(project, f"edition/p{number}.jpg", data)
        for result in (images.fault(project, path), make.make(project, path)):
            assert isinstance(result, images.Fault) and reason in spoken(result.reason, "en"), data[:20]
            assert result.code == "facsimile.image-unreadable"
    assert pictures(project, "edition/a.xml").picture("p1.jpg") is None
    assert not (project.root / ".bifolium").exists(), "of what cannot be made, nothing is kept"


def test_damage_anywhere_is_no_crash(project: Project) -> None:
    for suffix, format in (("jpg", "JPEG"), ("png", "PNG"), ("tif", "TIFF"), ("webp", "WEBP"), ("gif", "GIF")):
        whole = saved(drawn.sheet(1, (60, 80)), format)
        for at in range(0, len(whole), max(1, len(whole) // 25)):
            path = file(project, f"edition/d.{suffix}", whole[:at] + b"\xff\x00\xff" + whole[at + 3 :])
            assert isinstance(make.make(project, path), make.Made | images.Fault)


def test_a_bomb_is_refused_before_it_is_opened(project: Project) -> None:
    specimen = Path(__file__).parent / "broken" / "facsimile.image-too-large" / "edition" / "facsimile" / "page1.png"
    path = file(project, "edition/p.png", specimen.read_bytes())
    started = time.process_time()
    for result in (images.fault(project, path), make.make(project, path)):
        assert result == images.Fault("facsimile.image-too-large", "it measures 1,000,000 × 1,000,000 pixels")
    assert time.process_time() - started < 0.5


# --- the cache


def test_a_picture_is_made_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drawn.draw(project.edition / "p.jpg")
    first, _ = made(project, "edition/p.jpg")
    monkeypatch.setattr(make, "_made", lambda *_: pytest.fail("it was made again"))
    second, _ = made(project, "edition/p.jpg")
    assert first == second
    assert images.fault(project, path) is None


def test_the_same_picture_gives_the_same_bytes(project: Project) -> None:
    drawn.draw(project.edition / "p.jpg")
    first, _ = made(project, "edition/p.jpg")
    shutil.rmtree(project.root / ".bifolium")
    make._made.cache_clear()
    assert made(project, "edition/p.jpg")[0] == first


def test_another_picture_of_the_same_name_is_made_anew(project: Project) -> None:
    path = drawn.draw(project.edition / "p.jpg", 1)
    first, _ = made(project, "edition/p.jpg")
    drawn.draw(path, 2)
    os.utime(path, ns=(1, 1))
    assert made(project, "edition/p.jpg")[0] != first


def test_a_spoilt_cache_is_mended(project: Project) -> None:
    path = drawn.draw(project.edition / "p.jpg")
    result, _ = made(project, "edition/p.jpg")
    for kept in (project.root / ".bifolium" / "images").rglob("*.*"):
        kept.write_bytes(b"spoilt")
    make._made.cache_clear()
    again, _ = made(project, "edition/p.jpg")
    assert again == result
    assert hashlib.sha256(make.data(project, path, result.renditions[0])).hexdigest() == result.renditions[0].digest


def test_without_a_cache_everything_still_works(project: Project) -> None:
    (project.root / ".bifolium").write_text("a file where the folder should be")
    assert not cache.keep(project, "images/x", b"")
    drawn.draw(project.edition / "p.jpg")
    used = pictures(project, "edition/a.xml")
    assert used.picture("p.jpg")
    assert all(one.data for one in used.artifacts())


# --- in the output


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("edition/facsimile/p1.jpg", "images/facsimile/p1.jpg"),
        ("edition/facsimile/page 1.jpg", "images/facsimile/page-1.jpg-????????"),
        ("edition/掃描/一.png", "images/*png-????????"),
        ("scans/p1.jpg", "images/scans/p1.jpg-????????"),
    ],
)
def test_addresses_in_the_output_can_be_written_anywhere(project: Project, name: str, folder: str) -> None:
    path = drawn.draw(project.root / name)
    used = pictures(project, "edition/a.xml")
    assert used.picture(os.path.relpath(path, project.edition))
    for artifact in used.artifacts():
        assert Path(artifact.path).parent.match(folder)
        assert artifact.path.isascii() and " " not in artifact.path


def test_a_page_of_another_document_is_no_picture(project: Project) -> None:
    file(project, "edition/letters/b.xml", b"<TEI/>")
    assert pictures(project).picture("b.xml#p1") is None


def test_a_document_shows_what_it_says(make_project: Callable[..., Project]) -> None:
    from conftest import tei

    from bifolium.run import Options, execute

    text = '<pb n="1" facs="p1"/><p>One.</p><figure><graphic url="p2.png"/></figure>'
    project = make_project({"edition/a.xml": tei(text)})
    _pictures.cache_clear()
    drawn.draw(project.edition / "facsimile" / "p1.tif", 1)
    drawn.draw(project.edition / "p2.png", 2)
    report = execute(project, Options(workers=1))
    assert not report.errors
    page = (project.output / "a" / "index.html").read_text()
    assert 'srcset="../images/facsimile/p1.tif/480.webp 480w' in page
    for name in ("facsimile/p1.tif/800.jpg", "facsimile/p1.tif/480.webp", "p2.png/800.jpg"):
        assert (project.output / "images" / name).is_file()


def test_a_base_on_the_web_sends_pictures_there_unless_they_are_here(make_project: Callable[..., Project]) -> None:
    from conftest import tei

    from bifolium.discover import discover
    from bifolium.facsimile import Facsimile
    from bifolium.parse import parse

    text = tei('<pb xml:id="p" facs="images/p1.jpg"/><p>One.</p>').replace(
        "<text ", '<text xml:base="https://example.org/edition/" ', 1
    )
    project = make_project({"edition/a.xml": text})
    document, _ = parse(project, discover(project)[0][0])
    assert document is not None
    (scan,) = Facsimile(document).scans().values()
    assert scan.pictures == ("images/p1.jpg", "https://example.org/edition/images/p1.jpg")


@pytest.mark.parametrize(
    ("there", "shown"),
    [
        ("edition/facsimile/page-1.png", True),
        ("edition/letters/facsimile/page-1.png", True),
        ("edition/facsimile/a/page-1.png", True),
        ("edition/facsimile/b/page-1.png", False),  # another document's
        ("edition/letters/page-1.png", False),
    ],
)
def test_an_awaited_picture_is_shown_once_it_lies_in_facsimile(project: Project, there: str, shown: bool) -> None:
    assert pictures(project).awaited("page-1") is None
    picture = io.BytesIO()
    Image.new("L", (60, 90)).save(picture, "PNG")
    file(project, there, picture.getvalue())
    assert (pictures(project).awaited("page-1") is not None) == shown
