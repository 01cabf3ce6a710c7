"""The project becomes a preview in the browser, built again and reloaded whenever a file changes.

The preview is for one person at one computer: it listens on 127.0.0.1 only. What makes the page reload is
put into the responses; the files in the output stay as they were built.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bifolium.model import Project
from bifolium.phrases import phrase, spoken

PREFIX = "/-bifolium/"  # addresses that no edition has: keys of documents begin with a letter or digit
PATIENCE = 25.0  # seconds that a page waits for news before it asks again

# A page of the edition may forbid all scripts but its own; in the preview it must bear with ours.
_POLICY = re.compile(rb"""<meta\s[^>]*http-equiv=["']?content-security-policy["']?[^>]*>""", re.IGNORECASE)

_SCRIPT = """
(function () {
  "use strict";
  var build = document.currentScript.getAttribute("data-build");
  function ask() {
    fetch("%swait?since=" + build).then(function (answer) { return answer.text(); }).then(function (news) {
      if (news) { location.reload(); } else { ask(); }
    }).catch(function () { setTimeout(ask, 2000); });
  }
  addEventListener("load", ask);
}());
"""


class Preview:
    """The state of the preview: how many builds there were, and what the last one found."""

    def __init__(self, project: Project, lang: str = "en") -> None:
        self.project = project
        self.lang = lang
        self.number = 0
        self.report: dict[str, Any] = {}
        self.news = threading.Condition()

    def build(self) -> None:
        """Build in a process of its own, so that changed stylesheets and a changed build.py are read anew."""
        command = [sys.executable, "-m", "bifolium", "build", "--quiet", "--json", str(self.project.root)]
        command += ["--output", str(self.project.output), "--lang", self.lang]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        try:
            report = json.loads(done.stdout)
        except ValueError:
            report = {"status": 1, "errors": 1, "findings": [], "failure": done.stderr}
        with self.news:
            self.report = report
            self.number += 1
            self.news.notify_all()

    def wait(self, since: int) -> bool:
        """Whether there was a build after number `since`; waits a while for one."""
        with self.news:
            return self.news.wait_for(lambda: self.number != since, PATIENCE)

    def watch(self, pause: float = 0.5) -> None:
        """Build whenever a file of the project changes. Does not return."""
        seen = dict(self._files())
        while True:
            time.sleep(pause)
            now = dict(self._files())
            if now != seen:
                changed = sorted({name for name, _ in now.items() ^ seen.items()})
                self.say(phrase("changed: {0}", ", ".join(changed[:3]) + " …" * (len(changed) > 3)))
                seen = now
                self.build()
                self.tell()

    def say(self, words: str) -> None:
        """Say something on the terminal."""
        print(spoken(words, self.lang), file=sys.stderr)

    def tell(self) -> None:
        """Say on the terminal how the last build went."""
        for finding in self.report["findings"]:
            if finding["severity"] != "note" and "allowed" not in finding:
                self.say(_line(finding))
        told = phrase("The edition could not be built") if self.report["status"] else phrase("The edition is built.")
        self.say(self.report.get("failure") or told)

    def _files(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Every file on which the edition depends, with its time and size."""
        for folder, names, files in os.walk(self.project.root):
            names[:] = [
                name for name in names if not name.startswith((".", "__")) and Path(folder, name) != self.project.output
            ]
            for file in files:
                if file.startswith((".", "#")):  # of editors and systems
                    continue
                path = Path(folder, file)
                try:
                    status = path.stat()
                except OSError:  # an editor's temporary file, gone already
                    continue
                yield path.relative_to(self.project.root).as_posix(), (status.st_mtime_ns, status.st_size)


def page(preview: Preview, data: bytes) -> bytes:
    """A page of the edition as the preview shows it: it reloads itself, and says what went wrong."""
    report = preview.report
    extra = f'<script src="{PREFIX}reload.js" data-build="{preview.number}"></script>'
    if report["status"]:
        extra += spoken(_notice(report), preview.lang)
    data = _POLICY.sub(b"", data)
    end = data.lower().rfind(b"</body")
    cut = end if end >= 0 else len(data)  # the end tag may be left out in HTML
    return data[:cut] + extra.encode() + data[cut:]


def _notice(report: dict[str, Any]) -> str:
    items = "".join(
        f"<li><code>{html.escape(_line(finding))}</code><br>{html.escape(finding.get('hint', ''))}</li>"
        for finding in report["findings"]
        if finding["severity"] == "error" and "allowed" not in finding
    )
    failure = f"<pre>{html.escape(report['failure'])}</pre>" if report.get("failure") else ""
    return (
        '<aside id="bifolium-notice" role="alert" style="position:fixed;inset:auto 0 0 0;max-height:60vh;'
        "overflow:auto;background:#fff;color:#000;border-top:4px solid #b00;padding:1em 2em;"
        'font:16px/1.5 sans-serif;z-index:9999">'
        f'<h2 style="margin:0">{phrase("The edition could not be built")}</h2>'
        f"<p>{phrase('You see the last one that could. It changes as soon as the errors are mended.')}</p>"
        f"<ol>{items}</ol>{failure}</aside>"
    )


def _line(finding: dict[str, Any]) -> str:
    place = ":".join(str(finding[part]) for part in ("path", "line", "column") if part in finding)
    return f"{place}: {phrase(finding['severity'])}: {finding['sentence']} [{finding['code']}]"


class Handler(SimpleHTTPRequestHandler):
    """Answers from the output, or from the state of the preview."""

    preview: Preview

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(self.preview.project.output))

    def do_GET(self) -> None:
        """A page, a file, or news of the next build."""
        # A page elsewhere could let its own name lead to this computer and read the drafts here.
        if self.headers.get("Host", "").partition(":")[0] not in ("127.0.0.1", "localhost"):
            self.send_error(403)
        elif self.path.startswith(PREFIX + "reload.js"):
            self._answer((_SCRIPT % PREFIX).encode(), "text/javascript")
        elif self.path.startswith(PREFIX + "wait"):
            number = re.search(r"since=(\d+)", self.path)
            news = self.preview.wait(int(number[1]) if number else -1)
            self._answer(b"built" if news else b"", "text/plain")
        else:
            self._page()

    do_HEAD = do_GET

    def _page(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and not self.path.partition("?")[0].endswith("/"):
            super().do_GET()  # it sends the browser to the address with the slash
            return
        if path.is_dir():
            path /= "index.html"
        if path.is_file() and path.suffix not in (".html", ".xhtml"):
            super().do_GET()
        elif path.is_file():
            self._answer(page(self.preview, path.read_bytes()), "text/html; charset=utf-8")
        else:
            empty = b"<!DOCTYPE html><title>Bifolium</title><h1>There is no such page</h1>"
            self._answer(page(self.preview, empty), "text/html; charset=utf-8", 404)

    def _answer(self, data: bytes, media_type: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.copyfile(io.BytesIO(data), self.wfile)

    def log_message(self, format: str, *args: Any) -> None:
        """Be silent: the terminal is for findings."""


def server(preview: Preview, port: int) -> ThreadingHTTPServer:
    """A server for this preview at the port, or at the next that is free. Raises OSError when none is."""
    handler = type("PreviewHandler", (Handler,), {"preview": preview})
    for number in range(port, port + 50 if port else 1):
        try:
            return ThreadingHTTPServer(("127.0.0.1", number), handler)
        except OSError:
            continue
    raise OSError(phrase("no port is free"))


def serve(project: Project, port: int, browser: bool, lang: str = "en") -> int:
    """Build, show, and watch until Ctrl-C. Gives the exit status."""
    preview = Preview(project, lang)
    preview.build()
    preview.tell()
    with server(preview, port) as http:
        address = f"http://127.0.0.1:{http.server_address[1]}/"
        preview.say(phrase("The edition is at {0} (Ctrl+C ends)", address))
        threading.Thread(target=http.serve_forever, daemon=True).start()
        if browser:
            webbrowser.open(address)
        try:
            preview.watch()
        except KeyboardInterrupt:
            preview.say("\n" + phrase("Ended."))
        http.shutdown()
    return 0
