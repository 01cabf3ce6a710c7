"""The words of a passage become how much of it each hand wrote, and its drawn lines paths in the ink of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from bifolium.render.words import by_hand, ems, wide

Run = tuple[float, float, float]  # a line: where it begins, from the left and from above, and how long it is
Share = tuple[str, float]  # a hand, "" for one not named, and how much it wrote


def shares(pieces: Iterable[Any]) -> tuple[Share, ...]:
    """Which hand wrote how much of some pieces of HTML, in their order; nothing where none is named."""
    said = [(hand, text) for piece in pieces for hand, text in by_hand(piece) if text.strip()]
    if not any(hand for hand, _ in said):
        return ()
    return tuple((hand, ems("".join(t for _, t in run))) for hand, run in groupby(said, lambda one: one[0]))


def lines(runs: Sequence[Run], hands: Sequence[Share], rtl: bool, thick: str, dashes: str) -> Markup:
    """The lines of a passage, those of each hand as a path of their own, so that it can be switched."""
    return Markup("").join(
        Markup('<path class="lines"{} d="{}" stroke-width="{}" stroke-dasharray="{}"/>').format(
            Markup(' data-hand="{}"').format(hand) if hand else "",
            "".join(f"M{x:g} {y:g}h{width:g}" for x, y, width in parts),
            thick, dashes,
        )
        for hand, parts in _divided(runs, hands, rtl)
    )  # fmt: skip


def filling(
    zone: tuple[float, float, float, float], length: float, of: str, hands: Sequence[Share], rtl: bool
) -> Markup:
    """The lines of a passage of so many ems that fills a zone: left, top, right, bottom."""
    left, top, right, bottom = zone
    width, height = max(right - left, 0.1), max(bottom - top, 0.1)
    # Letters of a size at which the passage fills the zone: ems * size * 1.75 size = width * height.
    size = min((width * height / max(length, 1) / 1.75) ** 0.5, height / 1.75)
    count = max(1, min(int(height / (size * 1.75)), 60))
    path = [(left, float(f"{top + (n + 0.5) * height / count:.4g}"), width) for n in range(count)]
    return lines(path, hands, rtl, f"{size * 0.62:.3g}", dashes(of, size))


def script(text: str) -> str:
    """What a text looks like from afar: "han" or "words"."""
    return "han" if not text.isascii() and sum(map(wide, text)) * 2 > len(text) else "words"


def dashes(of: str, size: float) -> str:
    """Lines that look like writing from afar: squares of Chinese, words of letters."""
    pattern = (0.78, 0.22) if of == "han" else (2.1, 0.4, 3.4, 0.4, 1.2, 0.4, 2.7, 0.4)
    return " ".join(f"{size * part:.3g}" for part in pattern)


def _divided(runs: Sequence[Run], hands: Sequence[Share], rtl: bool) -> Iterator[tuple[str, list[Run]]]:
    """The lines divided among the hands, in the order of writing."""
    written = sum(share for _, share in hands)
    if not written:
        yield "", [*runs]
        return
    length = sum(width for _, _, width in runs)
    rest = [*reversed(runs)]
    for hand, share in hands:
        left, parts = length * share / written, list[Run]()
        while rest and left > length * 1e-6:
            x, y, width = rest.pop()
            mine = min(width, left)
            parts.append((_cut(x + width - mine if rtl else x), y, _cut(mine)))
            left -= mine
            if width - mine > length * 1e-6:
                rest.append((x if rtl else x + mine, y, width - mine))
        if parts:
            yield hand, parts


def _cut(number: float) -> float:
    return float(f"{number:.4g}")
