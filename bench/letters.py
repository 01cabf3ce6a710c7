"""A number becomes that many letters in TEI: an edition to measure with, the same bytes for the same number.

    python bench/letters.py NUMBER FOLDER

The letters go to FOLDER/edition/letters/YEAR/, the persons and places they name to FOLDER/edition/lists/. They have
what letters have: headers with correspDesc, pages, paragraphs that run over them, names, corrections, notes, stamps;
each tenth has a translation, aligned by paragraphs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

WORDS = (
    "und der die das ein eine nicht von mit auf für ist im den dem zu sich auch als an wie es aus bei nach werden "
    "Brief Antwort Ministerium Universität Professor Wien Antrag Bitte Angelegenheit Berufung Vorschlag Meinung "
    "Schreiben hochverehrter gehorsamst Gelehrter Gymnasium Lehrkanzel Fakultät Studien Hoffnung Reise Gesundheit "
    "Bibliothek Handschrift Auftrag Entscheidung neulich vielleicht indessen jedoch gewiss freundlich "
    "ergeben übersenden erlauben erwarten danken bitten"
).split()
ENGLISH = (
    "and the a of with on for is in to also as from at by after letter answer ministry university professor Vienna "
    "request matter appointment proposal opinion writing esteemed obediently scholar school chair faculty studies "
    "hope journey health library manuscript order decision lately perhaps meanwhile however certainly kindly send "
    "allow expect thank"
).split()
GIVEN = "Anna Leo Karl Maria Josef Franz Theodor Elsa Johann Adolf Clara Wilhelm Ignaz Sophie Ernst Hermann".split()
FAMILY = "Thun Exner Höfler Flir Bonitz Hasner Miklosich Phillips Unger Aschbach Jäger Grauert Halm Thiersch".split()
TOWNS = "Wien Prag Innsbruck Krakau Graz Pest Lemberg Salzburg Olmütz München Berlin Leipzig Bonn Padua".split()

LETTER = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter-{number}" xml:lang="de">
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title type="main" xml:lang="de">{sender} an {receiver}, {town}, {date}</title>
        <author><persName ref="../../lists/persons.xml#{sender_id}">{sender}</persName></author>
        <editor>Erika Muster</editor>
      </titleStmt>
      <editionStmt><edition n="1.0">Erste Ausgabe</edition></editionStmt>
      <publicationStmt>
        <publisher>Muster-Akademie</publisher>
        <date when="2024-05-01">2024</date>
        <availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</licence></availability>
        <idno type="number">{number}</idno>
      </publicationStmt>
      <seriesStmt><title level="s" xml:lang="de">Briefwechsel eines Ministeriums</title></seriesStmt>
      <sourceDesc>
        <msDesc>
          <msIdentifier>
            <settlement>{town}</settlement><repository>Staatsarchiv</repository><idno>A {number}</idno>
          </msIdentifier>
          <physDesc><handDesc><handNote xml:id="hand-{number}">Schreiberhand, Kurrent</handNote></handDesc></physDesc>
        </msDesc>
      </sourceDesc>
    </fileDesc>
    <encodingDesc><editorialDecl><p>Die Briefe werden zeichengetreu wiedergegeben.</p></editorialDecl></encodingDesc>
    <profileDesc>
      <langUsage>{languages}</langUsage>
      <correspDesc>
        <correspAction type="sent">
          <persName ref="../../lists/persons.xml#{sender_id}">{sender}</persName>
          <placeName ref="../../lists/places.xml#{town_id}">{town}</placeName>
          <date when="{date}">{date}</date>
        </correspAction>
        <correspAction type="received">
          <persName ref="../../lists/persons.xml#{receiver_id}">{receiver}</persName>
        </correspAction>
      </correspDesc>
    </profileDesc>
    <revisionDesc><change when="2024-05-01" who="#hand-{number}">Durchgesehen</change></revisionDesc>
  </teiHeader>
{text}
</TEI>
"""


def letter(number: int, persons: int) -> tuple[str, str]:
    """The path below edition/ and the TEI of one letter. Nothing but its number and that of the persons decides."""
    chance = random.Random(number)
    sender, receiver = chance.randrange(persons), int(persons * chance.random() ** 3)  # some receive most letters
    town = chance.randrange(len(TOWNS))
    year = 1848 + chance.randrange(24)
    date = f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    amount = 3 + int(chance.expovariate(0.2))
    original = "\n".join(paragraphs(chance, number, persons, amount))
    kind = ' type="transcription"' if number % 10 == 0 else ""
    text = (
        f'  <text{kind} xml:lang="de"><body><div type="letter">\n'
        f'    <pb n="1"/>\n    <opener xml:id="opener-{number}"><stamp>Eingelangt {date}</stamp>\n'
        f"      <dateline>{TOWNS[town]}, den {date}</dateline> <salute>Hochgeborener Herr!</salute></opener>\n"
        f'{original}\n    <closer xml:id="closer-{number}"><salute>Mit Verehrung</salute>\n'
        f"      <signed>{name(sender)}</signed></closer>\n  </div></body></text>"
    )
    if number % 10 == 0:
        translated = "\n".join(
            f'    <p xml:id="en-{number}-{n}" corresp="#p-{number}-{n}">{_words(chance, ENGLISH, 60)}.</p>'
            for n in range(amount)
        )
        text = (
            f'  <text><group>\n{text}\n  <text type="translation" xml:lang="en"><body><div>\n'
            f'    <opener corresp="#opener-{number}"><salute>Sir!</salute></opener>\n{translated}\n'
            f'    <closer corresp="#closer-{number}"><salute>Obediently</salute></closer>\n'
            "  </div></body></text>\n  </group></text>"
        )
    languages = '<language ident="de">Deutsch</language>'
    if number % 10 == 0:
        languages += '<language ident="en">English</language>'
    tei = LETTER.format(
        languages=languages,
        number=number,
        text=text,
        date=date,
        sender=name(sender),
        sender_id=f"person-{sender}",
        receiver=name(receiver),
        receiver_id=f"person-{receiver}",
        town=TOWNS[town],
        town_id=f"place-{town}",
    )
    return f"letters/{year}/letter-{number:06}.xml", tei


def book(parts: list[str]) -> str:
    """One long TEI file of these divisions."""
    same = dict.fromkeys(("sender", "receiver", "town", "sender_id", "receiver_id", "town_id"), "Thun")
    text = "<text><body>" + "\n".join(parts) + "</body></text>"
    spoken = '<language ident="de">Deutsch</language>'
    return LETTER.format(number=1, text=text, date="1848-01-01", languages=spoken, **same)


def name(person: int) -> str:
    """What a person is called: no two alike."""
    again = person // (len(GIVEN) * len(FAMILY))
    plain = f"{GIVEN[person % len(GIVEN)]} {FAMILY[person // len(GIVEN) % len(FAMILY)]}"
    return f"{plain} {again + 1}." if again else plain


def _words(chance: random.Random, words: list[str], length: int) -> str:
    return " ".join(chance.choices(words, k=max(1, int(length * (0.5 + chance.random())))))


def paragraphs(chance: random.Random, number: int, persons: int, amount: int) -> Iterator[str]:
    page = 1
    for n in range(amount):
        parts = [_words(chance, WORDS, 30)]
        for _ in range(chance.randrange(4)):
            match chance.randrange(6):
                case 0 | 1:
                    person = chance.randrange(persons)
                    parts.append(f'<persName ref="../../lists/persons.xml#person-{person}">{name(person)}</persName>')
                case 2:
                    town = chance.randrange(len(TOWNS))
                    parts.append(f'<placeName ref="../../lists/places.xml#place-{town}">{TOWNS[town]}</placeName>')
                case 3:
                    parts.append("<choice><abbr>k.k.</abbr><expan>kaiserlich-königliche</expan></choice>")
                case 4:
                    parts.append(f'<note type="editorial">{_words(chance, WORDS, 12)}.</note>')
                case 5:
                    page += 1
                    parts.append(f'<pb n="{page}"/>')
            parts.append(_words(chance, WORDS, 15))
        parts.append(f"<del>{chance.choice(WORDS)}</del> <add place=\"above\">{chance.choice(WORDS)}</add><lb/>")
        yield f'    <p xml:id="p-{number}-{n}">{" ".join(parts)}</p>'


def lists(persons: int) -> Iterator[tuple[str, str]]:
    """The paths and the TEI of the lists of persons and places."""
    people = "\n".join(
        f'<person xml:id="person-{n}"><persName>{name(n)}</persName><birth when="{1780 + n % 60}"/></person>'
        for n in range(persons)
    )
    towns = "\n".join(
        f'<place xml:id="place-{n}"><placeName>{town}</placeName></place>' for n, town in enumerate(TOWNS)
    )
    for kind, items in (("Person", people), ("Place", towns)):
        yield (
            f"lists/{kind.lower()}s.xml",
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="de"><teiHeader><fileDesc>'
            f"<titleStmt><title>{kind}s</title></titleStmt><publicationStmt><p>Muster-Akademie</p></publicationStmt>"
            f"<sourceDesc><p>Die Briefe</p></sourceDesc></fileDesc></teiHeader>"
            f"<text><body><list{kind}>\n{items}\n</list{kind}></body></text></TEI>\n",
        )


def letters(number: int) -> Iterator[tuple[str, str]]:
    """The paths below edition/ and the TEI of a whole edition of so many letters."""
    persons = max(10, number // 5)
    yield from lists(persons)
    for one in range(1, number + 1):
        yield letter(one, persons)


def write(number: int, folder: Path) -> None:
    """Make the edition in `folder`."""
    for path, tei in letters(number):
        file = folder / "edition" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(tei, encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
