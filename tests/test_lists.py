"""Names that a document only points to, and a list elsewhere in the edition knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import tei

from bifolium.model import Project
from bifolium.run import Options, execute

PEOPLE = tei(
    '<listPerson><person xml:id="thun"><persName>Leo Thun</persName></person>'
    '<person xml:id="exner"><persName>Franz Exner</persName></person></listPerson>'
)
MakeProject = Callable[[dict[str, str]], Project]


def letter(words: str) -> str:
    return tei(f"<p>{words}</p>")


def test_a_name_without_a_file_means_the_entry_in_a_list(make_project: MakeProject) -> None:
    project = make_project({
        "edition/people.xml": PEOPLE,
        "edition/a.xml": letter('Dear <persName ref="#thun">Thun</persName>, ask <rs key="exner">him</rs>.'),
    })  # fmt: skip
    report = execute(project, Options(workers=1))
    assert [one.code for one in report.findings if one.code.startswith("link.")] == []
    page = (project.output / "a/index.html").read_text("utf-8")
    assert 'href="../names/people/thun.html">Thun</a>' in page and 'href="../names/people/exner.html">him</a>' in page
    assert "../../a/index.html" in (project.output / "names/people/thun.html").read_text("utf-8")


def test_what_no_list_has_either_leads_nowhere(make_project: MakeProject) -> None:
    project = make_project({
        "edition/people.xml": PEOPLE,
        "edition/a.xml": letter('<persName ref="#thum">Thun</persName> and <persName key="P17">Exner</persName>'),
    })  # fmt: skip
    (found,) = [one for one in execute(project, Options(workers=1)).findings if one.code.startswith("link.")]
    assert (found.code, found.place.path) == ("link.target-missing", "edition/a.xml")


def test_what_two_lists_have_is_said_by_neither(make_project: MakeProject) -> None:
    more = tei('<listPlace><place xml:id="thun"><placeName>Thun</placeName></place></listPlace>')
    project = make_project({
        "edition/people.xml": PEOPLE, "edition/places.xml": more,
        "edition/a.xml": letter('To <name ref="#thun">Thun</name>'),
    })  # fmt: skip
    assert "link.target-missing" in {one.code for one in execute(project, Options(workers=1)).findings}


def test_the_document_itself_comes_first(make_project: MakeProject) -> None:
    project = make_project({
        "edition/people.xml": PEOPLE,
        "edition/a.xml": letter('<seg xml:id="thun">A town.</seg> I went to <name ref="#thun">Thun</name>.'),
    })  # fmt: skip
    assert execute(project, Options(workers=1)).status == 0
    assert 'href="#thun">Thun</a>' in (project.output / "a/index.html").read_text("utf-8")
    assert not (project.output / "names/people/thun.html").exists()


@pytest.mark.parametrize(("word", "codes"), [("thun", set()), ("thum", {"link.target-missing"})])
def test_one_document_is_checked_with_the_lists_of_its_edition(
    make_project: MakeProject, word: str, codes: set[str]
) -> None:
    project = make_project(
        {"edition/people.xml": PEOPLE, "edition/a.xml": letter(f'<persName ref="#{word}">Thun</persName>')}
    )
    found = execute(project, Options(check=True, only=frozenset({"edition/a.xml"}), workers=1)).findings
    assert {one.code for one in found if one.code.startswith("link.")} == codes


def test_all_that_leads_nowhere_is_told_at_once(make_project: MakeProject) -> None:
    """Also when another fault has stopped the build before the documents are brought together."""
    project = make_project({
        "edition/people.xml": PEOPLE.replace('xml:id="thun"', 'xml:id="exner"'),
        "edition/a.xml": letter('<persName ref="#nobody">Nobody</persName>'),
    })  # fmt: skip
    codes = {one.code for one in execute(project, Options(workers=1)).findings}
    assert {"id.duplicate", "link.target-missing"} <= codes
