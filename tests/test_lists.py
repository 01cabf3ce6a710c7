"""Names, hands, witnesses, categories that a document only points to, and a list elsewhere in the edition knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import tei

from bifolium.model import Project
from bifolium.project import open_project
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


LISTS = tei(
    '<listBibl><bibl xml:id="opus"><title>Opus</title></bibl></listBibl><list><item xml:id="peace">Peace</item></list>'
).replace(
    "<sourceDesc><p>Made for a test.</p></sourceDesc></fileDesc>",
    """<sourceDesc><listWit><witness xml:id="wA"><idno type="siglum">Α</idno> Athens</witness></listWit></sourceDesc>
    </fileDesc><encodingDesc><classDecl><taxonomy xml:id="genres"><gloss>Genres</gloss><category xml:id="letter"><catDesc>
    Private letter</catDesc></category></taxonomy></classDecl><charDecl><char xml:id="s1"><mapping type="Unicode">ſ</mapping>
    </char></charDecl></encodingDesc><profileDesc><calendarDesc><calendar xml:id="julian"><p>Julian</p></calendar>
    </calendarDesc><handNotes><handNote xml:id="anna"><persName>Anna Amalia</persName></handNote></handNotes></profileDesc>""",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str]]:
    """A document all whose pointers lead to lists in another file, but for two."""
    folder = tmp_path_factory.mktemp("lists")
    (folder / "edition").mkdir()
    (folder / "edition/lists.xml").write_text(LISTS, "utf-8")
    text = letter(
        """<add hand="#anna">two</add> <app><lem wit="#wA #wB">x</lem></app> <g ref="#s1"/>o <del hand="#opus">no</del>
        <date calendar="#julian">5 May</date> <seg ana="#peace">and</seg> <quote source="#opus">q</quote>"""
    ).replace(
        "</teiHeader>",
        """<profileDesc><textClass>
        <catRef scheme="#genres" target="#letter"/></textClass></profileDesc></teiHeader>""",
    )
    (folder / "edition/a.xml").write_text(text, "utf-8")
    (folder / "edition/allow.toml").write_text(
        "".join(f'[[warn]]\ncode = "{code}"\nreason = "x"\n' for code in ("link.target-missing", "hand.undeclared"))
    )
    report = execute(open_project(folder), Options(workers=1))
    found = [f"{one.code} {one.sentence}" for one in report.findings if one.code.startswith(("link.", "hand."))]
    return found, {path.name: path.read_text("utf-8") for path in (folder / "output/a").glob("*.*")}


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("index.html", '<a class="mark-hand" href="../lists/record.html#anna">Anna Amalia</a>'),
        ("index.html", '<input type="checkbox" id="show-anna" checked>'),
        ("index.html", '<input type="checkbox" id="show-hand-opus" checked>'),  # no hand, but it is said to be one
        ("index.html", '<a href="../lists/record.html#wA">Α</a>'),
        ("index.html", ">ſ</span>o"),
        ("reading.en.txt", "two x ſo 5 May and q"),
        ("diplomatic.en.txt", "[added, Anna Amalia: two]"),
        ("record.html", '<span class="attribute">scheme</span> <a href="../lists/record.html#genres">Genres</a>'),
        ("record.html", 'href="../lists/record.html#letter">Private letter</a>'),
        ("index.html", '5 May</span><span class="generated how">Julian</span>'),
    ],
)
def test_what_a_list_elsewhere_holds_is_named(pages: tuple[list[str], dict[str, str]], file: str, said: str) -> None:
    assert said in pages[1][file]


def test_only_what_no_list_holds_and_what_cannot_be_meant_is_told(pages: tuple[list[str], dict[str, str]]) -> None:
    witness, hand = sorted(pages[0], reverse=True)
    assert "#wB in @wit" in witness and hand.startswith("hand.undeclared The hand #opus")


def test_a_hand_of_one_letter_is_no_hand_of_another(make_project: MakeProject) -> None:
    """Only a file of lists speaks for others: every letter may have its own #h1."""
    own = letter('<add hand="#h1">x</add>').replace(
        "</teiHeader>", '<profileDesc><handNotes><handNote xml:id="h1">a</handNote></handNotes></profileDesc></teiHeader>'
    )
    project = make_project({"edition/a.xml": own, "edition/b.xml": letter('<add hand="#h1">y</add>')})
    found = execute(project, Options(workers=1)).findings
    assert [one.place.path for one in found if one.code == "hand.undeclared"] == ["edition/b.xml"]
