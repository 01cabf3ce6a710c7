"""A specimen file (`elements/MODULE.md`) becomes specimens: a title, a piece of TEI, and what is made of it.

A scholar adds one by writing a heading, the TEI, and the expected results in fenced blocks:

    ## A doubtful reading says so
    ```tei
    <p>a <unclear>word</unclear></p>
    ```
    ```html
    ```
    ```reading
    ```

`pytest --regen` fills in and rewrites the results; read the difference before you commit it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"```(\w+)\n(.*?)```", re.S)


@dataclass(frozen=True, slots=True)
class Specimen:
    """One heading of a specimen file."""

    file: Path
    title: str
    tei: str
    expected: dict[str, str]  # by kind: "html", "reading", "diplomatic"


def specimens(folder: Path) -> Iterator[Specimen]:
    """All specimens of a folder, in the order of the files."""
    for file in sorted(folder.glob("*.md")):
        for part in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
            blocks = dict(FENCE.findall(part))
            yield Specimen(file, part.partition("\n")[0].strip(), blocks.pop("tei"), blocks)


def rewrite(specimen: Specimen, kind: str, result: str) -> None:
    """Write a new expected result into the specimen's file."""
    text = specimen.file.read_text(encoding="utf-8")
    start = text.index(f"## {specimen.title}\n")
    end = text.find("\n## ", start)
    part = text[start:] if end < 0 else text[start:end]
    fresh = re.sub(rf"```{kind}\n.*?```", lambda _: f"```{kind}\n{result}```", part, flags=re.S)
    specimen.file.write_text(text.replace(part, fresh), encoding="utf-8")
