"""The preview: the edition as it is, with a script that reloads it, and the findings of a build that failed."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bifolium import new, serve
from bifolium.project import open_project


class Served:
    """A preview of the sample, and its address."""

    def __init__(self, folder: Path) -> None:
        new.new(folder)
        self.letter = folder / "edition" / "letter.xml"
        self.preview = serve.Preview(open_project(folder))
        self.http = serve.server(self.preview, 0)
        self.address = f"http://127.0.0.1:{self.http.server_address[1]}/"

    def get(self, path: str, **headers: str) -> str:
        request = urllib.request.Request(self.address + path, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            data: bytes = response.read()
            return data.decode()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "sample")
    served.preview.report = {"status": 0, "errors": 0, "findings": []}
    output = served.preview.project.output
    (output / "letter").mkdir(parents=True)
    (output / "index.html").write_text("<!DOCTYPE html><title>Home</title><body>Home</body>")
    (output / "letter" / "index.html").write_text("<!DOCTYPE html><title>Letter</title>no end tag")
    (output / "style.css").write_text("body { }")
    threading.Thread(target=served.http.serve_forever, args=(0.02,), daemon=True).start()
    yield served
    served.http.shutdown()
    served.http.server_close()


def test_pages_get_the_script_and_files_stay_as_they_are(served: Served) -> None:
    assert served.get("") == (
        '<!DOCTYPE html><title>Home</title><body>Home<script src="/-bifolium/reload.js" data-build="0"></script></body>'
    )
    assert served.get("letter/").endswith('no end tag<script src="/-bifolium/reload.js" data-build="0"></script>')
    assert served.get("style.css") == "body { }"
    assert "script" not in (served.preview.project.output / "index.html").read_text()
    assert "/-bifolium/wait" in served.get("-bifolium/reload.js")


def test_a_policy_of_the_page_does_not_stop_the_reload(served: Served) -> None:
    page = "<!DOCTYPE html><meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><title>A</title>"
    (served.preview.project.output / "index.html").write_text(page)
    shown = served.get("")
    assert "reload.js" in shown and "Policy" not in shown


def test_a_folder_without_slash_is_found(served: Served) -> None:
    assert "Letter" in served.get("letter")


def test_a_page_that_is_missing_says_so_and_reloads_too(served: Served) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        served.get("missing.html")
    assert error.value.code == 404 and b"reload.js" in error.value.read()


def test_nobody_elses_name_leads_here(served: Served) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        served.get("", Host="elsewhere.example")
    assert error.value.code == 403
    assert served.get("", Host="localhost:8000")


@pytest.mark.parametrize("path", ["../README.md", "..%2fREADME.md", "%2e%2e/README.md", "//README.md"])
def test_nothing_outside_the_output_is_shown(served: Served, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError):
        served.get(path)


def test_a_failed_build_is_told_in_the_page(served: Served) -> None:
    served.letter.write_text("<TEI <", "utf-8")
    served.preview.build()
    page = served.get("")
    assert "Home" in page and 'role="alert"' in page and "edition/letter.xml:1" in page
    assert "&lt;" in page or "<TEI <" not in page


def test_a_waiting_page_hears_of_the_next_build(served: Served) -> None:
    heard: list[str] = []
    thread = threading.Thread(target=lambda: heard.append(served.get("-bifolium/wait?since=0")))
    thread.start()
    served.preview.build()
    thread.join(30)
    assert heard == ["built"]


def test_a_changed_file_is_noticed_and_the_output_is_not_watched(served: Served) -> None:
    before = dict(served.preview._files())
    assert set(before) == {"README.md", "edition/letter.xml"}
    served.letter.write_text(served.letter.read_text("utf-8") + "<!-- -->", "utf-8")
    assert dict(served.preview._files()) != before
