"""The Chromium of the system: where it is, and how it is started without a window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
# Nothing but what was asked for: no updates, no field trials, no other protocols.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def lacking() -> str:
    """What is missing to open a page in Chromium; "" when everything is there."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return "" if path() else "there is no Chromium on the PATH"


def path() -> str:
    """The program, as BIFOLIUM_CHROMIUM says or as it is found on the PATH; "" when it is not."""
    return os.environ.get("BIFOLIUM_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")


@contextmanager
def started() -> Iterator[Any]:
    """The browser, until the end of the block."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path(), args=FLAGS)
        yield browser
        browser.close()
