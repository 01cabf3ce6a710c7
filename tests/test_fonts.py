"""Fonts of an edition: subset to its characters, the same every time, copied into the output, and held against its pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from conftest import tei

from bifolium import fonts
from bifolium.cli import main
from bifolium.project import open_project

fb = pytest.importorskip("fontTools.fontBuilder")
pytest.importorskip("brotli")

LETTERS = [*map(chr, range(0x21, 0x7F)), "é", "“", "”", "—"]
HAN = [*"一的字句上下“”—"]


def font(path: Path, characters: list[str], *, licence: str = "SIL Open Font License", italic: bool = False) -> Path:
    """A font in which every character is as wide as any other, and empty."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    names = {c: f"u{ord(c):04X}" for c in characters} | {" ": "space"}
    builder = fb.FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(c): name for c, name in names.items()})
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], empty))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular", "copyright": "Nobody", "licenseDescription": licence})
    builder.setupOS2(fsSelection=1 if italic else 64)
    builder.setupPost()
    builder.save(path)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "edition").mkdir()
    text = tei('<p>a <emph>b</emph> “é” <foreign xml:lang="zh">一的字“句”</foreign></p>')
    (tmp_path / "edition" / "letter.xml").write_text(text, encoding="utf-8")
    assert main(["build", str(tmp_path), "--quiet", "--workers", "1"]) == 0
    return tmp_path


def test_fonts_are_made_for_the_characters_of_the_pages(project: Path, tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    given = [
        font(tmp_path / "letters.ttf", LETTERS),
        font(tmp_path / "letters-italic.ttf", LETTERS, italic=True),
        font(tmp_path / "han.ttf", HAN),
    ]
    command = ["fonts", *map(str, given), "--project", str(project)]
    assert main(command) == 0
    folder = project / "edition" / "fonts"
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {"letters.woff2", "letters-italic.woff2", "han.woff2", "fonts.css", "OFL.txt"} <= set(first)
    has = {name: set(map(chr, TTFont(BytesIO(first[name])).getBestCmap())) for name in first if name.endswith("woff2")}
    assert {"a", "é", "“"} <= has["letters.woff2"] and "一" not in has["letters.woff2"]
    # Quotation marks are as wide as a character in Chinese: its font has them too.
    assert {"一", "句", "“"} <= has["han.woff2"] and "上" not in has["han.woff2"]
    css = first["fonts.css"].decode()
    assert css.count('"Edition Serif"') == css.count('"Edition Letters"') == 2
    assert "font-style: italic" in css and css.count("font-display: swap") == css.count("@font-face")
    letters = [line for line in css.splitlines() if '"Edition Letters"' in line]
    assert not any(fonts.covered(line) & set("“”—") for line in letters)
    assert b"Nobody" in first["OFL.txt"]
    assert main(command) == 0
    assert first == {path.name: path.read_bytes() for path in folder.iterdir()}, "the same bytes again"
    assert main(["build", str(project), "--quiet", "--workers", "1"]) == 0
    assert (project / "output/static/fonts/han.woff2").read_bytes() == first["han.woff2"]
    page = (project / "output/index.html").read_text(encoding="utf-8")
    assert '<noscript><link rel="stylesheet" href="static/fonts/fonts.css"></noscript>' in page
    assert 'src="static/fonts/fonts.js" data-fonts="static/fonts/fonts.css" async' in page, "who has scripts reads first"
    missing, (told,) = fonts.lacking(open_project(project), project / "output", ["letter/index.html"])
    assert missing and "¶" in told.sentence and "一" not in told.sentence


def test_a_font_without_a_licence_that_allows_it_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = font(tmp_path / "dear.ttf", LETTERS, licence="All rights reserved")
    assert main(["fonts", str(path), "--project", str(project)]) == 2
    assert "dear.ttf does not say that the SIL Open Font License holds for it" in capsys.readouterr().err
    assert not (project / "edition" / "fonts").exists()


def test_an_edition_without_fonts_is_told_nothing(project: Path) -> None:
    assert fonts.lacking(open_project(project), project / "output", ["letter/index.html"]) == (0, [])
    assert "fonts.css" not in (project / "output/index.html").read_text(encoding="utf-8")
