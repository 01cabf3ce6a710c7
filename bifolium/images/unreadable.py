"""A file that cannot be read as a picture becomes the reason, in words a scholar understands."""

from __future__ import annotations

from pathlib import Path

from bifolium.phrases import phrase

# What people take for a picture of the web, by how its files begin.
_OTHERS = (
    (b"%PDF", "a PDF"), (b"%!PS", "a PostScript file"), (b"ftyphei", "a HEIC of a telephone"),
    (b"ftypmif1", "a HEIC of a telephone"), (b"\xff\x0a", "a JPEG XL"),
    (b"JXL ", "a JPEG XL"), (b"8BPS", "a Photoshop file"), (b"AT&TFORM", "a DjVu"),
)  # fmt: skip


def what_it_is(path: Path) -> str:
    """What a file is that is no picture. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(64)
    if not start:
        return phrase("it is empty")
    if start.startswith(b"version https://git-lfs"):
        return phrase("it is a placeholder of Git LFS, and the picture itself was not fetched (git lfs pull)")
    if start.lstrip()[:1] == b"<":
        return phrase("it holds a web page or XML, not a picture")
    for sign, kind in _OTHERS:
        if sign in start[:16]:
            return phrase("it is {0}, which has to be converted first", phrase(kind))
    if all(byte > 31 or byte in b"\t\r\n" for byte in start):
        return phrase("it holds words, not a picture")
    return phrase("it is in no format known here (JPEG, PNG, TIFF, WebP, AVIF, JPEG 2000, GIF, BMP, SVG)")


def why(error: Exception) -> str:
    """What went wrong while a picture was read."""
    said = " ".join(str(error).split())
    if "truncated" in said or isinstance(error, EOFError):
        return phrase("its file ends before the picture does")
    return phrase("its data are damaged ({0})", said or type(error).__name__)
