"""One header, many forms: what is read from it, what is not made up, and that all forms say the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from bifolium import metadata
from bifolium.compose import compose
from bifolium.describe import describe
from bifolium.metadata import schemaorg
from bifolium.metadata.agreement import agreement
from bifolium.metadata.citation import citation_cff, three_letters, zenodo_json
from bifolium.metadata.datacite import datacite_xml
from bifolium.metadata.head import head, policy
from bifolium.metadata.header import Header
from bifolium.metadata.nouns import Record, spdx
from bifolium.model import Agent, Artifact, Corpus, Project, Source
from bifolium.parse import parse

HEADER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="de"><teiHeader>
  <fileDesc>
    <titleStmt>
      <title>Brief an Livia</title><title xml:lang="en">Letter to Livia</title>
      <author><persName ref="https://d-nb.info/gnd/118583654">Exemplar</persName></author>
      <editor><persName><forename>Ada</forename> <surname>Beispiel</surname>
        <idno type="ORCID">0000-0002-1825-0097</idno></persName><affiliation>Haus</affiliation></editor>
      <respStmt><resp>Translation</resp><persName>Livia, Lena</persName></respStmt>
      <funder>A Foundation</funder>
    </titleStmt>
    <editionStmt><edition n="1.2.0"><date when="2026-05-01">May</date></edition></editionStmt>
    <publicationStmt><publisher>Haus <idno type="ROR">03f0f6041</idno></publisher>
      <address><addrLine><email>haus@example.org</email></addrLine></address>
      <idno type="DOI">https://doi.org/10.5072/brief.1</idno><idno type="URL">https://example.org/brief/</idno>
      <availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY</licence></availability>
    </publicationStmt>
    <sourceDesc><p>A sheet.</p></sourceDesc>
  </fileDesc>
  <profileDesc><abstract><p>What it &lt;says&gt; &amp; means.</p></abstract>
    <textClass><keywords><term>letters</term></keywords></textClass>
    <correspDesc><correspAction type="sent"><persName ref="https://d-nb.info/gnd/118583654">Exemplar</persName>
      <date when="1871-05-03"/></correspAction></correspDesc>
  </profileDesc>
  <revisionDesc><change n="1.2.0" when="2026-05-01">Notes.</change>
    <change when="2026-04-01">Typing.</change></revisionDesc>
</teiHeader><text type="transcription" xml:lang="de"><body><p>Liebe Livia.</p></body></text></TEI>"""

Make = Callable[[dict[str, str]], Project]


def corpus_of(make_project: Make, files: dict[str, str]) -> Corpus:
    project = make_project({f"edition/{name}": text for name, text in files.items()})
    entries = []
    for name, text in files.items():
        source = Source(f"edition/{name}", Path(name).stem, len(text), hashlib.sha256(text.encode()).hexdigest())
        document, _ = parse(project, source)
        assert document
        entries.append(describe(project, document))
    return compose(project, entries)[0]


@pytest.fixture
def corpus(make_project: Make) -> Corpus:
    return corpus_of(make_project, {"brief.xml": HEADER})


@pytest.fixture
def record(corpus: Corpus) -> Record:
    return metadata.of_edition(corpus)


def test_the_header_is_read(record: Record) -> None:
    assert record.title == "Brief an Livia"
    assert [agent.name for agent in record.creators] == ["Ada Beispiel"]
    assert record.creators[0].same == ("https://orcid.org/0000-0002-1825-0097",)
    assert [(agent.name, agent.role) for agent in record.contributors] == [
        ("Exemplar", "author"), ("Lena Livia", "Translation"),
    ]  # fmt: skip
    assert record.publisher and (record.publisher.name, record.publisher.email) == ("Haus", "haus@example.org")
    assert (record.version, record.date, record.doi) == ("1.2.0", "2026-05-01", "10.5072/brief.1")
    assert (record.address, record.cite_as) == ("https://example.org/brief/", "https://doi.org/10.5072/brief.1")


def test_nothing_is_made_up(make_project: Make) -> None:
    bare = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Words.</p></body></text></TEI>'
    corpus = corpus_of(make_project, {"a.xml": bare})
    record = metadata.of_edition(corpus)
    assert replace(record, parts=(), titles=()) == Record(())
    # … and every form can be made of it all the same.
    assert {one.path for one in metadata.forms(corpus, record, ())} >= {"data/datacite.xml"}


@pytest.mark.parametrize(
    ("idno", "base"),
    [
        ("https://example.org/edition/", "https://example.org/edition/"),
        ("https://example.org/edition/brief/", "https://example.org/edition/brief/"),
        ("https://example.org/edition/brief/index.html", "https://example.org/edition/"),
        ("https://example.org/texts?id=7", ""),  # not an address from which pages could be addressed
        ("https://example.org/brief.html", ""),
        ("brief/", ""),
    ],
)
def test_the_address_of_the_edition(idno: str, base: str) -> None:
    tree = etree.fromstring(HEADER.replace("https://example.org/brief/", idno).encode())
    assert Header(tree, "brief").imprint().address == base


def test_the_folder_of_the_edition_or_of_the_document(make_project: Make) -> None:
    alone = corpus_of(make_project, {"brief.xml": HEADER})
    assert alone.address == "https://example.org/brief/"
    two = {"brief.xml": HEADER, "b2.xml": HEADER.replace("https://example.org/brief/", "https://example.org/b2/")}
    assert corpus_of(make_project, two).address == "https://example.org/"


def test_documents_of_an_edition_agree_or_most_of_them_count(make_project: Make) -> None:
    other = HEADER.replace("https://example.org/brief/", "https://elsewhere.example/").replace("1.2.0", "1.3.0")
    newer = other.replace("2026-05-01", "2026-06-01")
    corpus = corpus_of(make_project, {"a.xml": HEADER, "b.xml": HEADER, "newest.xml": newer})
    assert corpus.address == "https://example.org/brief/"
    assert corpus.release == ("1.3.0", "2026-06-01")


def test_a_corpus_in_one_file_has_the_title_of_the_corpus(make_project: Make) -> None:
    """Also when its header lists people, as a list of names does."""
    people = '<particDesc><listPerson><person xml:id="ada"><persName>Ada</persName></person></listPerson></particDesc>'
    whole = HEADER.partition("</teiHeader>")[0].replace("</profileDesc>", f"{people}</profileDesc>") + "</teiHeader>"
    whole = whole.replace("<TEI ", "<teiCorpus ").replace("Brief an Livia", "Briefe")
    corpus = corpus_of(make_project, {"all.xml": f'{whole}{HEADER.replace(" xmlns=", " n=", 1)}</teiCorpus>'})
    assert (corpus.entries[0].kind, corpus.title) == ("document", "Briefe")


def test_whoever_is_named_in_two_languages_is_one(make_project: Make) -> None:
    orcid = '<idno type="ORCID">0000-0002-1825-0097</idno></persName>'
    twice = HEADER.replace("</editor>", f'</editor><editor><persName xml:lang="zh">例{orcid}</editor>')
    assert len(metadata.of_edition(corpus_of(make_project, {"brief.xml": twice})).creators) == 1


def test_all_forms_say_the_same(corpus: Corpus, record: Record) -> None:
    files = list(metadata.forms(corpus, record, ()))
    assert {one.path.rpartition("/")[2] for one in files} == {
        "CITATION.cff", "cmif.xml", "datacite.json", "datacite.xml", "dublin-core.xml", "zenodo.json",
    }  # fmt: skip
    assert agreement(record, files) == []
    slipped = [replace(one, data=one.data.replace(b"1.2.0", b"1.2.1")) for one in files]
    assert {one.code for one in agreement(record, slipped)} == {"metadata.disagree"}
    assert len(agreement(record, slipped)) == 4  # Dublin Core has no place for a version


@pytest.mark.parametrize(
    ("old", "new", "forms"),
    [
        ("Brief an Livia", "Brief an Titus", "CITATION.cff cmif.xml datacite.json datacite.xml dublin-core.xml zenodo.json"),
        ("2026-05-01", "2026-05-02", "CITATION.cff cmif.xml datacite.json datacite.xml dublin-core.xml zenodo.json"),
        ("Beispiel", "Muster", "CITATION.cff cmif.xml datacite.json datacite.xml dublin-core.xml zenodo.json"),
        ("10.5072/brief.1", "10.5072/brief.2", "CITATION.cff datacite.json datacite.xml dublin-core.xml"),
        ("licenses/by/4.0", "licenses/by-nc/4.0", "cmif.xml datacite.json datacite.xml dublin-core.xml"),
        ("CC-BY-4.0", "CC-BY-NC-4.0", "CITATION.cff"),
        ("cc-by-4.0", "cc-by-nc-4.0", "zenodo.json"),
        ('"deu"', '"fra"', "zenodo.json"),
        ('"language": "de"', '"language": "fr"', "datacite.json"),
        ("language>de<", "language>fr<", "datacite.xml dublin-core.xml"),
    ],
)  # fmt: skip
def test_a_slip_in_any_form_is_found(corpus: Corpus, record: Record, old: str, new: str, forms: str) -> None:
    slipped = [replace(one, data=one.data.replace(old.encode(), new.encode()))
               for one in metadata.forms(corpus, record, ())]  # fmt: skip
    assert {one.place.path.rpartition("/")[2] for one in agreement(record, slipped)} == set(forms.split())


def test_datacite_knows_translations_and_who_made_them(corpus: Corpus, record: Record) -> None:
    both = replace(record, languages=("de", "en"), translated=("en",), sources=("https://example.org/scan",))
    root = etree.fromstring(datacite_xml(both, ["https://example.org/brief/reading.en.txt"]))
    relations = [(one.get("relationType"), one.text) for one in root.iterfind(".//{*}relatedIdentifier")]
    assert relations == [
        ("IsDerivedFrom", "https://example.org/scan"),
        ("HasTranslation", "https://example.org/brief/reading.en.txt"),
    ]
    alone = replace(both, languages=("en",))
    root = etree.fromstring(datacite_xml(alone, ["https://example.org/brief/reading.en.txt"]))
    assert [one.get("relationType") for one in root.iterfind(".//{*}relatedIdentifier")] == ["IsTranslationOf"]
    assert [one.get("contributorType") for one in root.iterfind(".//{*}contributor")].count("Translator") == 1
    assert root.find("{*}publisher").get("publisherIdentifier") == "https://ror.org/03f0f6041"


def test_who_is_called_nothing_is_a_person_where_people_work() -> None:
    kinds = {role: schemaorg.agent(Agent("Somebody", role=role))["@type"] for role in ("editor", "principal", "funder")}
    assert kinds == {"editor": "Person", "principal": "Person", "funder": "Organization"}


def test_of_two_numbers_of_a_person_all_forms_take_the_first(record: Record) -> None:
    first, second = "0000-0002-1825-0097", "0000-0001-5109-3700"
    person = Agent("Ada Beispiel", "person", same=(f"https://orcid.org/{first}", f"https://orcid.org/{second}"))
    alone = replace(record, creators=(person,))
    assert [one["orcid"] for one in json.loads(zenodo_json(alone))["creators"]] == [first]
    assert f'orcid: "https://orcid.org/{first}"'.encode() in citation_cff(alone)
    assert schemaorg.agent(person)["@id"] == f"https://orcid.org/{first}"


@pytest.mark.parametrize("title", ['On "Miracles"', "The Editors' \"Own\"", "It's: #1", "back\\slash", "a\tb", "'"])
def test_titles_with_quotation_marks(record: Record, title: str) -> None:
    said = replace(record, titles=(("", title),))
    assert agreement(said, [Artifact("CITATION.cff", citation_cff(said), "text/yaml")]) == []


def test_cmif_names_every_letter_by_its_address(corpus: Corpus, record: Record) -> None:
    cmif = next(one for one in metadata.forms(corpus, record, ()) if one.path.endswith("cmif.xml"))
    root = etree.fromstring(cmif.data)
    (letter,) = root.iter("{*}correspDesc")
    assert letter.get("ref") == "https://example.org/brief/brief/index.html"
    assert root.find(".//{*}bibl").get("{http://www.w3.org/XML/1998/namespace}id") == letter.get("source", "")[1:]
    assert root.find(".//{*}persName").get("ref") == "https://d-nb.info/gnd/118583654"


def test_json_ld_can_not_break_out_of_its_element(corpus: Corpus) -> None:
    evil = replace(corpus.entries[0], summary="</script><script>alert(1)</script>")
    said = head(corpus, evil, "brief/index.html", "brief/index.html", "de")
    assert "<" not in said["json_ld"]
    assert json.loads(said["json_ld"])["description"].startswith("</script>")
    assert said["csp"] == policy(str(said["json_ld"]))
    assert "default-src 'none'" in said["csp"] and "unsafe" not in said["csp"]


def test_names_of_licences_and_languages() -> None:
    assert spdx("http://creativecommons.org/licenses/by-nc-sa/3.0/deed.de") == "CC-BY-NC-SA-3.0"
    assert spdx("https://creativecommons.org/publicdomain/zero/1.0/") == "CC0-1.0"
    assert spdx("https://example.org/terms") == ""
    tags = {"de": "deu", "zh-Hant": "zho", "lat": "lat", "grc": "grc", "fr-CA": "fra"}
    assert {tag: three_letters(tag) for tag in tags} == tags


def test_the_identity_of_an_edition_is_always_the_same(record: Record) -> None:
    assert metadata.identity(record) == metadata.identity(replace(record, version="9", titles=(("", "Other"),)))
    assert metadata.identity(record) != metadata.identity(record, "1.2.0")


def test_times_are_those_of_the_edition(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert metadata.moment(record).isoformat() == "2026-05-01T00:00:00+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert metadata.moment(record).year == 1970


def test_an_agent_without_a_name_is_nobody() -> None:
    tree = etree.fromstring(HEADER.replace("<author><persName", "<author><persName n='1'").encode())
    assert Header(tree, "brief").about().authors == (
        Agent("Exemplar", "person", role="author", same=("https://d-nb.info/gnd/118583654",)),
    )


def test_what_agrees_is_compared_by_words(record: Record) -> None:
    assert agreement(record, [Artifact("readme.txt", b"other", "text/plain")]) == []
