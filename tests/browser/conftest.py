"""Two editions, built once, and a browser that opens their pages as a reader would: from a server or from disk.

The cable is this repository's own edition; the other is `tests/projects/facing`, with drawn scans. Without Chromium
these tests are passed over, and say so; with BIFOLIUM_BROWSER=required in the environment they fail.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import chromium
import drawn
import pytest

from bifolium.project import open_project
from bifolium.run import Options, execute

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium; without it the tests are skipped."""
    if why := chromium.lacking():
        if os.environ.get("BIFOLIUM_BROWSER") == "required":
            pytest.fail(f"{why}, and BIFOLIUM_BROWSER=required", pytrace=False)
        pytest.skip(f"{why}: these tests open the pages in Chromium (BIFOLIUM_BROWSER=required insists on them)")
    with chromium.started() as one:
        yield one


@pytest.fixture(scope="session")
def editions(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the output of both: cable/ and facing/."""
    folder = tmp_path_factory.mktemp("editions")
    facing = drawn.facing(tmp_path_factory.mktemp("projects") / "facing")
    for project in (open_project(ROOT, folder / "cable"), open_project(facing, folder / "facing")):
        report = execute(project, Options(workers=1))
        errors = [f"{one.place}: {one.sentence}" for one in report.findings if one.severity == "error"]
        assert report.status == 0, "\n".join(errors)
    return folder


class _Files(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # which browsers ask of every server, whatever its pages say
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def server(editions: Path) -> Iterator[str]:
    """The address of a server that gives out both editions, and nothing else."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(editions)))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


@dataclass
class Tab:
    """A page of the browser, used by one test after the other, and what it did in this one."""

    page: Any
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.set_default_timeout(5000)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type != "log" else None)


@dataclass
class Way:
    """A way to read: with scripts or not, bound by the page's policy or not. It has pages that are free."""

    context: Any
    free: list[Tab] = field(default_factory=list)


@pytest.fixture(scope="session")
def ways() -> dict[tuple[bool, bool], Way]:
    """The ways in which pages have been read so far."""
    return {}


Visit = Callable[..., Any]


@pytest.fixture
def visit(editions: Path, server: str, browser: Any, ways: dict[tuple[bool, bool], Way]) -> Iterator[Visit]:
    """Opens a page: visit("facing/letter/index.html#d1", width=390, scripts=False, disk=True, dark=True).

    At the end of every test it is certain that no page asked for anything outside its own edition, and that none
    complained.
    """
    used: list[tuple[Way, Tab, str]] = []

    def open_page(
        path: str,
        *,
        width: int = 1440,
        height: int = 900,
        scripts: bool = True,
        disk: bool = False,
        dark: bool = False,
        judged: bool = False,
    ) -> Any:
        if (scripts, judged) not in ways:
            context = browser.new_context(java_script_enabled=scripts, bypass_csp=judged, reduced_motion="reduce")
            ways[scripts, judged] = Way(context)
        way = ways[scripts, judged]
        if not way.free:
            way.free.append(Tab(way.context.new_page()))
            way.free[-1].listen()
        tab = way.free.pop()
        home = editions.as_uri() if disk else server
        used.append((way, tab, f"{home}/{path.split('/')[0]}/"))
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.page.emulate_media(media="screen", color_scheme="dark" if dark else "light")
        tab.page.goto(f"{home}/{path}")
        return tab.page

    yield open_page
    asked, complaints = [], []
    for way, tab, edition in used:
        tab.page.mouse.move(0, 0)
        tab.page.goto("about:blank")
        asked += [url for url in tab.asked if not url.startswith((edition, "about:"))]
        complaints += tab.complaints
        tab.asked.clear()
        tab.complaints.clear()
        way.free.append(tab)
    assert asked == [], "a page asks for nothing outside its own edition"
    assert complaints == []


@pytest.fixture(params=["http", "disk without scripts"])
def way(request: pytest.FixtureRequest) -> dict[str, bool]:
    """The ways in which an edition reaches its readers that differ most, as options of `visit`."""
    return {"disk": "disk" in request.param, "scripts": "without" not in request.param}
