"""Artifacts become files: first in a staging folder, which then takes the place of the output in one move.

Beside the output stands a folder `.bifolium` with all that is unfinished:

    output/                     the edition, always whole
    .bifolium/output.lock       held while somebody writes
    .bifolium/output.new-…/     the staging folder
    .bifolium/output.old-…/     the former edition, between two renames (see `_replace`)

A build that is killed leaves some of these behind; the next one clears them away.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from bifolium.findings import find
from bifolium.lock import Lock
from bifolium.model import Artifact, Finding, Place, Project
from bifolium.sums import Sums

# Two files stand in every output, and tell it from a folder that merely has the same name.
MARKER = "made-by-bifolium.txt"
SUMS = "manifest-sha256.txt"
MARKER_TEXT = (
    "This folder was made by Bifolium from TEI files. Every build replaces it as a whole:\n"
    "keep nothing of your own in it. manifest-sha256.txt lists its files (sha256sum -c manifest-sha256.txt).\n"
)

# What operating systems leave in a folder that somebody has looked at.
_DEBRIS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})

# What some file system, archive or web server that an edition may travel through cannot hold in a name.
_UNSAFE = re.compile(
    r'[\x00-\x1f\x7f\ud800-\udfff<>:"|?*\\]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Written:
    """One file in the staging folder."""

    path: str  # from the root of the output
    size: int  # bytes
    digest: str  # sha256, hexadecimal
    state: tuple[int, int] = (0, 0)  # the number of the file in its file system, and when it was changed


def write(folder: Path, artifacts: Iterable[Artifact]) -> tuple[list[Written], list[Finding]]:
    """Write artifacts below `folder`, which exists, and say what was written. Many processes may at once.

    A path that leads outside and a file system that refuses are findings. What is there already stays:
    whether it is the same, `Staging.keep` sees, to which all that was written must be told.
    """
    written: list[Written] = []
    findings: list[Finding] = []
    folders: set[str] = set()  # that are there
    for artifact in artifacts:
        path, data = artifact.path, artifact.data
        if not _is_safe(path):
            findings.append(find("write.path-unsafe", Place(path), path=path))
            continue
        try:
            _make_folder(folder, path.rpartition("/")[0], folders)
            state = _write_file(f"{folder}/{path}", data)
        except OSError as error:
            findings.append(find("write.refused", Place(path), path=path, reason=error.strerror or error))
        else:
            written.append(Written(path, len(data), hashlib.sha256(data).hexdigest(), state))
    return written, findings


def again(output: Path, folder: Path, files: Iterable[Written]) -> bool:
    """Let these files of the old output stand below `folder` too, if each of them is still what was written then.

    Otherwise nothing is done. Both are the same file where the file system can do that (a hard link), so that
    nothing is copied; the old output is deleted soon, and no build changes a file that it has written.
    """
    files = list(files)
    try:
        for file in files:
            if _state(old_path := f"{output}/{file.path}") == file.state:
                continue  # the very file that was written, and nobody has touched it
            with open(old_path, "rb") as old:
                if hashlib.file_digest(old, "sha256").hexdigest() != file.digest:
                    return False
    except OSError:
        return False
    folders: set[str] = set()
    for file in files:
        old_path, path = f"{output}/{file.path}", f"{folder}/{file.path}"
        _make_folder(folder, file.path.rpartition("/")[0], folders)
        try:
            os.link(old_path, path)
        except FileExistsError:  # of another document, which shows the same picture
            continue
        except OSError:
            _write_file(path, Path(old_path).read_bytes())
    return True


def _state(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_ino, status.st_mtime_ns


def _is_safe(path: str) -> bool:
    return all(
        part and not _UNSAFE.search(part) and len(part.encode()) < 256  # bytes, the limit of most file systems
        for part in path.split("/")
    )


def _make_folder(root: Path, folder: str, known: set[str]) -> None:
    """Make a folder below `root`, and those it stands in; `known` are those that are there."""
    # Never the root itself: a worker that outlives a killed build must not bring its staging folder back.
    if folder and folder not in known:
        path = f"{root}/{folder}"
        if not os.path.isdir(path):
            _make_folder(root, folder.rpartition("/")[0], known)
            with suppress(FileExistsError):  # made by another process just now; or a file, as will be seen
                os.mkdir(path)
                os.chmod(path, 0o755)
        known.add(folder)


def _write_file(path: str, data: bytes | Iterable[bytes]) -> tuple[int, int]:
    """Write a file, unless it is there; and give its state."""
    try:
        with open(path, "xb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
    except FileExistsError:
        if os.path.isdir(path):
            raise
    status = os.stat(path)
    if stat.S_IMODE(status.st_mode) != 0o644:  # an edition must not depend on somebody's umask
        os.chmod(path, 0o644)
    return status.st_ino, status.st_mtime_ns


class Staging:
    """The folder in which an edition is built, and which becomes the output at the end. A context manager.

    `open` takes the lock, clears away what killed builds have left, and makes `folder`. `swap` puts the
    folder in the place of the output; without it, nothing has happened at the end.
    """

    def __init__(
        self, project: Project, patience: float = 600.0, waiting: Callable[[str], None] = lambda holder: None
    ) -> None:
        self.output = project.output
        self.folder = _aside(self.output, f"new-{secrets.token_hex(4)}")
        self._lock = Lock(_aside(self.output, "lock"))
        self._patience = patience
        self._waiting = waiting
        self._sums = Sums()

    def __enter__(self) -> Self:
        return self

    def open(self) -> tuple[Path | None, list[Finding]]:
        """The staging folder, made; or None, when somebody else is building or the output is not ours."""
        try:
            _prepare(self.output)
            if not self._lock.take(self._patience, self._waiting):
                return None, [self._find("write.busy", holder=self._lock.holder())]
            _tidy(self.output)
            if stranger := next(strangers(self.output), ""):
                return None, [self._find("write.strange-file", file=stranger)]
            self.folder.mkdir()
            self.folder.chmod(0o755)
        except OSError as error:
            return None, [self._find("write.refused", path=self.output.name, reason=error.strerror or error)]
        return self.folder, []

    def _find(self, code: str, **particulars: object) -> Finding:
        return find(code, Place(self.output.name), output=self.output.name, **particulars)

    @property
    def files(self) -> Mapping[str, bytes]:
        """What was written so far: path -> sha256."""
        return self._sums

    def put(self, artifacts: Iterable[Artifact]) -> tuple[list[Written], list[Finding]]:
        """Write artifacts of the edition as a whole, and say what was written."""
        written, findings = write(self.folder, artifacts)
        return written, findings + self.keep(written)

    def keep(self, written: Iterable[Written]) -> list[Finding]:
        """Enter in the list of checksums what was written, by whatever process.

        Two documents may write the same file, a picture for instance; the same name for two different
        files is a finding.
        """
        findings = []
        for file in written:
            if not self._sums.enter(file.path, bytes.fromhex(file.digest)):
                findings.append(find("write.path-twice", Place(file.path), path=file.path))
        return findings

    def swap(self) -> tuple[int | None, list[Finding]]:
        """Put the staging folder in the place of the output, in one step where the system can; durably.

        Gives the number of files in the new edition. Two paths that differ only in capitals, a stranger's
        file in the old output, and an output that cannot be moved are findings; then the old output stands.
        """
        if pair := next(_clashes(self.folder), None):
            return None, [self._find("write.path-case", one=pair[0], other=pair[1])]
        # The list, and last the marker, which says that everything is there.
        self.keep(write(self.folder, [Artifact(MARKER, MARKER_TEXT.encode(), "text/plain")])[0])
        try:
            _write_file(f"{self.folder}/{SUMS}", self._sums.listed())
            if stranger := next(strangers(self.output), ""):
                return None, [self._find("write.strange-file", file=stranger)]
            _flush(self.folder)
            _replace(self.output, self.folder)
            _flush(self.output.parent)
        except OSError as error:
            return None, [self._find("write.refused", path=self.output.name, reason=error.strerror or error)]
        return len(self._sums) + 1, []  # the list is not in itself

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sums.close()
        if self._lock.held:
            _tidy(self.output)
            self._lock.give_back()


def recover(project: Project) -> None:
    """Bring back the edition when a build was killed between two renames (see `_replace`)."""
    if not project.output.exists() and any(_remains(project.output, "old")):
        with Staging(project) as staging:
            staging.open()


def strangers(output: Path) -> Iterator[str]:
    """The files in the output that no build has put there, in no particular order."""
    if not output.is_dir():
        if os.path.lexists(output):
            yield "."
        return
    ours = Sums()
    if (output / MARKER).is_file() and (output / SUMS).is_file():
        with (output / SUMS).open(encoding="utf-8", errors="replace") as file:
            for path in chain((MARKER, SUMS), (line.rstrip("\n")[66:] for line in file)):
                ours.enter(path, b"")
    for path in _walk(output, ""):
        if path not in ours and PurePosixPath(path).name not in _DEBRIS:
            yield path
    ours.close()


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(folder / entry.name, f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name


def _clashes(folder: Path, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Pairs of paths that are one path on a file system that does not tell capitals apart."""
    seen: dict[str, str] = {}
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda each: each.name):
            if (other := seen.setdefault(entry.name.casefold(), entry.name)) != entry.name:
                yield prefix + other, prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _clashes(folder / entry.name, f"{prefix}{entry.name}/")


def _aside(output: Path, what: str) -> Path:
    return output.parent / ".bifolium" / f"{output.name}.{what}"


def _prepare(output: Path) -> None:
    aside = _aside(output, "lock").parent
    aside.mkdir(parents=True, exist_ok=True)
    if not (aside / ".gitignore").exists():  # nothing in here is anybody's work
        (aside / ".gitignore").write_bytes(b"*\n")


def _remains(output: Path, what: str) -> list[Path]:
    return sorted(_aside(output, "lock").parent.glob(f"{output.name}.{what}-????????"))


def _tidy(output: Path) -> None:
    """Clear away what builds have left that are no longer running. Only the holder of the lock may do so."""
    if not output.exists():
        for old in _remains(output, "old"):
            old.rename(output)
            break
    for folder in [*_remains(output, "new"), *_remains(output, "old")]:
        shutil.rmtree(folder, ignore_errors=True)


def _replace(output: Path, new: Path) -> None:
    """The folder `new` becomes `output`. What was there stays beside it, for `_tidy`.

    Where two folders can be exchanged, there is no moment without a whole output. Elsewhere there is one,
    between two renames; if the build is killed in it, `recover` puts the old one back.
    """
    if not output.exists():
        new.rename(output)
    elif not _exchange(output, new):
        old = _aside(output, f"old-{secrets.token_hex(4)}")
        output.rename(old)
        try:
            new.rename(output)
        except OSError:
            old.rename(output)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step. False where that cannot be done."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE in renameat2(2)
            failed = ctypes.CDLL(None).renameat2(here, names[0], here, names[1], swap)
        elif sys.platform == "darwin":
            failed = ctypes.CDLL(None).renamex_np(*names, 2)  # RENAME_SWAP in renamex_np(2)
        else:
            return False
    except (AttributeError, OSError):
        return False
    return not failed


def _flush(folder: Path) -> None:
    """Let nothing of this folder be only in memory when its name changes."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if sys.platform == "linux" and not ctypes.CDLL(None).syncfs(handle):
            return
        os.fsync(handle)
    except AttributeError:
        os.sync()
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # this file system does not do it for folders
            raise
    finally:
        os.close(handle)
