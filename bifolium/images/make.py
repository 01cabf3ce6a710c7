"""One image file becomes the renditions the web wants: several widths in WebP, one that every browser can read.

They are upright (EXIF), in sRGB, without metadata, and the same bytes every time. Made once: they are kept in the
cache under the digest of the file and of the recipe.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bifolium import cache as kept
from bifolium.images.unreadable import what_it_is, why
from bifolium.model import Project

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (480, 960, 1600, 2400)  # pixels; the last for those who look closely
FALLBACK = 960  # the width of the one JPEG or PNG
TALLEST = 16_383  # pixels: WebP knows no longer side
PIXELS = 200_000_000  # that may be held in memory: a sheet of A1 at 600 dpi has 278 million, half of it is enough
BYTES = 1_000_000_000  # of a file
FRAMES = 1_000  # pictures in a file that are looked at
WEBP = {"quality": 74, "method": 2}  # method 4 takes twice the time for 3 % of the size
JPEG = {"quality": 78, "optimize": True, "progressive": True}
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "JPEG2000", "BMP")  # among Pillow's others is PostScript
TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml"}
COLOURS = 32  # of a drawing or a scan in black and white


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file made from an image."""

    name: str  # "960.webp"
    width: int  # pixels
    digest: str  # sha256, hexadecimal

    @property
    def media_type(self) -> str:
        return TYPES[self.name.rpartition(".")[2]]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an image: its own size, upright, and its renditions; the last is the one for every browser."""

    width: int
    height: int
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nothing can be made of an image: the code of the finding, and what it needs to say."""

    code: str
    reason: str


class _Refused(Exception):
    def __init__(self, code: str, reason: str) -> None:
        self.fault = Fault(code, reason)


def make(project: Project, path: Path) -> Made | Fault:
    """The renditions of the image at `path`, from the cache or made now."""
    try:
        name = _name(path)
        if (found := _index(project, name)) is not None:
            return found
        made, files = _made(path, name)
    except _Refused as refused:
        return refused.fault
    for rendition in made.renditions:
        kept.keep(project, f"{name}-{rendition.name}", files[rendition.name])
    # The index comes last: where it is, everything is.
    kept.keep(project, f"{name}.json", json.dumps(asdict(made)).encode())
    return made


def data(project: Project, path: Path, rendition: Rendition) -> bytes:
    """The bytes of a rendition `make` has named; made again when the cache has lost or spoilt them."""
    name = _name(path)
    found = kept.read(project, f"{name}-{rendition.name}")
    if found is not None and hashlib.sha256(found).hexdigest() == rendition.digest:
        return found
    remade = _made(path, name)[1][rendition.name]
    kept.keep(project, f"{name}-{rendition.name}", remade)
    return remade


def pixels(path: Path) -> int:
    """How many pixels an image has, by its head; 0 when that cannot be read."""
    try:
        width, height = _svg(path)[0] if _is_svg(path) else _opened(path)[1]
    except (_Refused, OSError):
        return 0
    return width * height


def fault(project: Project, path: Path) -> Fault | None:
    """Why nothing can be made of an image, without making it: all of it is read once, and nothing is written."""
    try:
        if _index(project, _name(path)) is None:
            if _is_svg(path):
                _svg(path)
            else:
                _load(_opened(path, FALLBACK // 8)[0])
    except _Refused as refused:
        return refused.fault
    return None


def _index(project: Project, name: str) -> Made | None:
    if (index := kept.read(project, f"{name}.json")) is None:
        return None
    try:
        said = json.loads(index)
        return Made(said["width"], said["height"], tuple(Rendition(**each) for each in said["renditions"]))
    except (ValueError, KeyError, TypeError):  # written by another version, or half
        return None


def _name(path: Path) -> str:
    """Under which name the cache keeps what is made of a file."""
    try:
        state = path.stat()
        digest = _digest(path, state.st_size, state.st_mtime_ns)
    except OSError as error:
        raise _Refused("facsimile.image-unreadable", error.strerror or str(error)) from error
    return f"images/{digest[:2]}/{digest[2:32]}-{_recipe()}"


@lru_cache(maxsize=4096)
def _digest(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _recipe() -> str:
    """A digest of all that decides which bytes come out: this file, and the libraries."""
    import PIL
    from PIL import features

    versions = [PIL.__version__, *(str(features.version(name)) for name in ("webp", "jpg", "littlecms2"))]
    return hashlib.sha256(Path(__file__).read_bytes() + " ".join(versions).encode()).hexdigest()[:12]


# --- opening


def _opened(path: Path, width: int = WIDTHS[-1]) -> tuple[Image, tuple[int, int]]:
    """The image, not yet decoded, and its size. It will come at the smallest scale not narrower than `width`."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # Pillow warns at one number and refuses at another; ours stands above
    if (size := path.stat().st_size) > BYTES:
        raise _Refused("facsimile.image-too-large", f"its file has {size / 1e6:,.0f} MB")
    try:
        with _quiet():
            image = Image.open(path, formats=FORMATS)
            _seek_largest(image)
        full = image.size
        if full[0] * full[1] > PIXELS * _reduction(image, WIDTHS[-1]) ** 2:
            raise _Refused("facsimile.image-too-large", f"it measures {full[0]:,} × {full[1]:,} pixels")
        if (by := _reduction(image, width)) > 1:
            if image.format == "JPEG2000":
                image.reduce = by.bit_length() - 1  # type: ignore[method-assign, assignment]
            else:
                image.draft(image.mode, (full[0] // by, full[1] // by))
    except UnidentifiedImageError as error:
        raise _Refused("facsimile.image-unreadable", what_it_is(path)) from error
    except _Refused:
        raise
    except Exception as error:  # Pillow's readers raise whatever comes: struct.error, KeyError, …
        raise _Refused("facsimile.image-unreadable", why(error)) from error
    return image, full


def _seek_largest(image: Image) -> None:
    """Of a TIFF with several pictures the largest: the first may be a small one of it, for lists of files."""
    if image.format == "TIFF" and (count := getattr(image, "n_frames", 1)) > 1:
        image.seek(max(range(min(count, FRAMES)), key=lambda number: (_size_of(image, number), -number)))


def _size_of(image: Image, number: int) -> int:
    image.seek(number)
    return image.width * image.height


def several(path: Path) -> int:
    """How many pictures of the same size a file holds, of which only the first is shown: pages, or an animation."""
    from PIL import Image

    if path.suffix.lower() not in (".tif", ".tiff", ".gif", ".webp", ".png"):
        return 1
    try:
        with _quiet(), Image.open(path, formats=FORMATS) as image:
            count = min(getattr(image, "n_frames", 1), FRAMES)
            if count < 2 or image.format != "TIFF":
                return count
            sizes = [_size_of(image, number) for number in range(count)]
            return sum(size == max(sizes) for size in sizes)
    except Exception:  # as in `_opened`; what is wrong with the file is told by `fault`
        return 1


def _reduction(image: Image, width: int) -> int:
    """By how much the image can be made smaller while it is decoded, where its format can do that."""
    if image.format not in ("JPEG", "MPO", "JPEG2000"):
        return 1
    return next((by for by in (8, 4, 2) if min(image.size) // by >= width), 1)


def _load(image: Image) -> None:
    try:
        with _quiet():
            image.load()
    except MemoryError as error:
        raise _Refused("facsimile.image-too-large", "it needs more memory than there is") from error
    except Exception as error:
        raise _Refused("facsimile.image-unreadable", why(error)) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """What Pillow thinks of a file is no message for a scholar."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


# --- making


@lru_cache(maxsize=1)
def _made(path: Path, name: str) -> tuple[Made, dict[str, bytes]]:
    """The renditions and their bytes. The last are remembered, for a project in which nothing can be kept."""
    if _is_svg(path):
        size, drawing = _svg(path)
        return _described(size, {"picture.svg": (drawing, size[0])})
    image, size = _opened(path)
    _load(image)
    if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # lying on its side (Exif: Orientation)
        size = size[1], size[0]
    try:
        files = {name: (data, width) for name, data, width in _renditions(*_upright(image), size)}
    except Exception as error:
        raise _Refused("facsimile.image-unreadable", why(error)) from error
    return _described(size, files)


def _described(size: tuple[int, int], files: dict[str, tuple[bytes, int]]) -> tuple[Made, dict[str, bytes]]:
    renditions = tuple(
        Rendition(name, width, hashlib.sha256(data).hexdigest()) for name, (data, width) in files.items()
    )
    return Made(*size, renditions), {name: data for name, (data, _) in files.items()}


def _upright(image: Image) -> tuple[Image, bool]:
    """The image in sRGB or grey, upright, on white; and whether it is a drawing in few colours."""
    from PIL import Image as images
    from PIL import ImageOps

    drawn = image.mode in ("1", "L", "P", "RGB") and image.getcolors(COLOURS) is not None
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode in ("I", "F"):
        low, high = image.getextrema()
        scale = 255 / ((high - low) or 1)  # type: ignore[operator]
        image = image.point(lambda value: value * scale - low * scale).convert("L")  # type: ignore[operator]
    elif image.has_transparency_data:
        image = image.convert("RGBA")
        white = images.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white.convert("RGB")
    else:
        image = _in_srgb(image)
    if image.mode == "1":
        image = image.convert("L")
    return image if image.mode in ("L", "RGB") else image.convert("RGB"), drawn


def _in_srgb(image: Image) -> Image:
    """The image with its colours as a screen shows them, where it says which colours it means (ICC)."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    try:
        if image.mode == "LAB":
            meant = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        elif profile and image.mode in ("RGB", "L", "CMYK"):
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        else:
            return image
        if "srgb" in ImageCms.getProfileDescription(meant).lower():
            return image
        return ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):  # a broken profile spoils no picture
        return image


def _renditions(image: Image, drawn: bool, size: tuple[int, int]) -> Iterator[tuple[str, bytes, int]]:
    """Names, bytes and widths, the smallest first; last the one for every browser."""
    from PIL.Image import Resampling

    widths = _widths(size)
    scaled = {}
    for width in reversed(widths):  # each from the next larger one: nothing is seen of it, and it is faster
        height = max(1, round(size[1] * width / size[0]))
        if image.size != (width, height):
            image = image.resize((width, height), Resampling.LANCZOS, reducing_gap=3.0)
        scaled[width] = image
    for width in widths:
        lossy = _bytes(scaled[width], "WEBP", **WEBP)
        plain = _bytes(_few(scaled[width]), "WEBP", lossless=True, method=2) if drawn else lossy
        yield f"{width}.webp", min(lossy, plain, key=len), width
    width = max(w for w in widths if w <= FALLBACK or w == widths[0])
    jpeg = _bytes(scaled[width], "JPEG", **JPEG)
    png = _bytes(_few(scaled[width]), "PNG", optimize=True) if drawn else b""
    if drawn and len(png) < 0.75 * len(jpeg):
        yield f"{width}.png", png, width
    else:
        yield f"{width}.jpg", jpeg, width


def _widths(size: tuple[int, int]) -> list[int]:
    """The widths an image is made in: none larger than itself, nor so that it grows too tall.

    >>> _widths((2894, 4393)), _widths((700, 500)), _widths((300, 40)), _widths((1000, 40_000))
    ([480, 960, 1600, 2400], [480, 700], [300], [409])
    """
    most = max(1, min(WIDTHS[-1], size[0], TALLEST * size[0] // size[1]))
    # A width hardly smaller than the next is not worth its file.
    return [width for width in WIDTHS if width * 1.2 < most] + [most]


def _few(image: Image) -> Image:
    """The image in few colours, which is what lines become when they are scaled."""
    return image.quantize(COLOURS, dither=0)  # type: ignore[arg-type]


def _bytes(image: Image, format: str, **options: Any) -> bytes:
    holder = io.BytesIO()
    # A picture made anew carries nothing of what the file said of itself: no place, no camera, no thumbnail.
    image.info = {}
    (image.convert("RGB") if format == "WEBP" and image.mode == "P" else image).save(holder, format, **options)
    return holder.getvalue()


# --- drawings

_ACTIVE = re.compile(rb"<\s*(?:\w+:)?(?:script|foreignObject|iframe|handler)\b|\son\w+\s*=|javascript:|<!ENTITY", re.I)
_ROOT = re.compile(rb"<(?:\w+:)?svg\b([^>]*)>", re.S)
_SVG_BYTES = 5_000_000


def _is_svg(path: Path) -> bool:
    return path.suffix.lower() == ".svg"


def _svg(path: Path) -> tuple[tuple[int, int], bytes]:
    """The size of an SVG drawing, and itself: it needs no renditions. What could do something is refused."""
    data = path.read_bytes() if path.stat().st_size <= _SVG_BYTES else b""
    root = _ROOT.search(data)
    if root is None:
        raise _Refused("facsimile.image-unreadable", "it is not an SVG drawing, or larger than 5 MB")
    if _ACTIVE.search(data):
        raise _Refused("facsimile.image-unreadable", "it holds scripts, which a picture in an edition must not")

    def number(name: bytes) -> float:
        match = re.search(rb"\b" + name + rb"""\s*=\s*["']\s*([\d.]+)(?:px)?\s*["']""", root[1])
        return float(match[1]) if match else 0.0

    box = re.search(rb"""\bviewBox\s*=\s*["']([^"']*)["']""", root[1])
    try:
        numbers = [float(word) for word in box[1].replace(b",", b" ").split()] if box else []
        width, height = (number(b"width"), number(b"height"))
    except ValueError:
        numbers, width, height = [], 0.0, 0.0
    if not (width and height) and len(numbers) == 4:
        width, height = numbers[2:]
    return (max(1, round(width)) if width else 300, max(1, round(height)) if height else 150), data
