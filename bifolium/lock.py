"""A file becomes a lock that one process at a time can hold, and that dies with its process."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

# The operating system's own locks are used, because it gives them back when their holder dies, however
# it died: there is no stale lock to break. On POSIX systems these are record locks and not flock(),
# since a forked worker would inherit the latter and keep it after its parent was killed.
if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> bool:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # far behind the text, which others must be able to read
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


# Record locks do not see two holders in one process, and closing any handle of the file gives the lock back.
_held_here: set[Path] = set()
_guard = threading.Lock()


class Lock:
    """A lock at `path`. `take` it, do the work, `give_back`; the file stays where it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = -1

    def take(self, patience: float, waiting: Callable[[str], None] = lambda holder: None) -> bool:
        """Wait for the lock, at most `patience` seconds; tell `waiting` once who holds it. True when taken.

        Raises OSError when the file can't be made.
        """
        deadline = time.monotonic() + patience
        told = False
        while not self._take_now():
            if not told:
                waiting(self.holder())
                told = True
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.1)
        return True

    def _take_now(self) -> bool:
        with _guard:
            if self.path in _held_here:
                return False
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            if not _try(handle):
                os.close(handle)
                return False
            _held_here.add(self.path)
        os.lseek(handle, 0, os.SEEK_SET)
        os.truncate(handle, 0) if sys.platform != "win32" else None
        os.write(handle, f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}\n".encode("ascii"))
        self._handle = handle
        return True

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle >= 0

    def holder(self) -> str:
        """Who holds the lock, in words."""
        with contextlib.suppress(OSError):
            return self.path.read_text("ascii", errors="replace").partition("\n")[0] or "another process"
        return "another process"

    def give_back(self) -> None:
        """Give the lock back; a second time does nothing."""
        if self._handle >= 0:
            with _guard:
                os.close(self._handle)
                self._handle = -1
                _held_here.discard(self.path)
