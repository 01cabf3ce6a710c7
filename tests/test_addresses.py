"""What an address is made of, and that it stays when the text around it changes."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bifolium.addresses import ADDRESS, address, assign

TEI = "http://www.tei-c.org/ns/1.0"


def addressed(words: str) -> Any:
    parser = etree.XMLParser(collect_ids=False, huge_tree=True)
    whole = f'<text xmlns="{TEI}" xml:lang="en"><body>{words}</body></text>'
    tree = etree.ElementTree(etree.fromstring(whole, parser))
    assign(tree)
    return tree


def addresses(words: str) -> list[str]:
    """The addresses of the elements in a body."""
    return [address(element) for element in addressed(words).getroot()[0].iterdescendants("*")]


def test_an_xml_id_is_the_address() -> None:
    assert addresses('<p xml:id="p1">a</p><hi xml:id="漢字.1">b</hi><hi>c</hi>') == ["p1", "漢字.1", ""]


def test_without_one_it_is_made_of_name_number_and_words() -> None:
    assert addresses('<pb n="3"/><pb n="fol. 3v"/><p n="12">Some words of it.</p>') == [
        "pb-3", "pb-fol._3v-1030d784", "p-12-dd42626f"
    ]  # fmt: skip
    assert addresses('<div type="chapter"><head>One</head><p>a</p></div>')[0].startswith("div-chapter-")


def test_equal_ones_are_told_apart_by_their_order() -> None:
    one, two, three = addresses("<p>The same words.</p>" * 3)
    assert (two, three) == (f"{one}-2", f"{one}-3")


def test_of_two_equal_xml_ids_the_first_is_kept_and_what_is_no_name_is_made_one() -> None:
    first, second, third, fourth = addresses(
        '<p xml:id="a">x</p><p xml:id="a">y</p><hi xml:id="1 b\'">z</hi><p xml:id="">w</p>'
    )
    assert first == "a"
    assert second.startswith("p-a-")
    assert third.startswith("hi-1_b_-")
    assert fourth.startswith("p-")


def test_a_made_address_never_takes_the_name_of_another_element() -> None:
    made = addresses("<p>Some words of it.</p>")[0]
    assert addresses(f'<p>Some words of it.</p><p xml:id="{made}">x</p>') == [f"{made}-2", made]


def test_layout_does_not_matter_and_notes_belong_to_themselves() -> None:
    one = addresses("<p>Some words and <hi>more</hi>.</p>")[0]
    assert addresses("<p>\n  Some words\n  and<lb/> <hi>more</hi>.\n</p>")[0] == one
    assert addresses("<p>Some words<note>a note of some length</note> and <hi>more</hi>.</p>")[0] == one


def test_addresses_fit_into_html_and_urls() -> None:
    for words in ('<p n="a b&lt;c&gt;/?#%&quot;é漢&#160;">x</p>', '<seg xml:id="x:y/z"/>', f'<p n="{"9" * 200}">x</p>'):
        for one in addresses(words):
            assert re.fullmatch(r"[\w.-]{1,60}", one), one


WORDS = st.text("ab c", min_size=0, max_size=6)


def _elements(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(["div", "p", "note", "list", "item", "lg", "l", "seg", "quote", "sp"])
    return st.builds(
        lambda name, n, inside: f'<{name}{n}>{"".join(inside)}</{name}>',
        names,
        st.sampled_from(["", ' n="1"', ' n="2"', ' xml:id="a"', ' type="x"']),
        st.lists(children | WORDS, max_size=4),
    )


TREES = st.lists(
    st.recursive(st.sampled_from(["<pb/>", "<gap/>", '<pb n="1"/>', "<p>b</p>"]), _elements, max_leaves=20), max_size=5
)


@given(words=TREES, data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_new_paragraph_moves_no_other_address(words: list[str], data: st.DataObject) -> None:
    tree = addressed("".join(words))
    before = {element: address(element) for element in tree.iter("*")}
    numbers = list(before.values())
    assert max(Counter(number for number in numbers if number).values(), default=1) == 1
    # Where paragraphs stand beside paragraphs: in a body, a division, a note or a quotation.
    places = [e for e in before if etree.QName(e).localname in {"body", "div", "note", "item", "quote", "sp"}]
    parent = data.draw(st.sampled_from(places))
    new = etree.Element(f"{{{TEI}}}p")
    new.text = "Words that occur nowhere else."
    index = data.draw(st.integers(0, len(parent)))
    if index == 0:
        new.tail, parent.text = parent.text, None
    parent.insert(index, new)
    for element in tree.iter("*"):
        element.attrib.pop(ADDRESS, None)
    assign(tree)
    assert {element: address(element) for element in before} == before


def test_time_is_linear_in_nested_passages() -> None:
    deep = "<seg>" * 1_500 + "x" * 200_000 + "<hi/>" * 1_000 + "</seg>" * 1_500
    assert len({*addresses(deep)}) == 1_501


def test_assigning_twice_gives_the_same() -> None:
    tree = addressed("<p>a</p><p>a</p><note>x</note>")
    again = deepcopy(tree)
    for element in again.iter("*"):
        element.attrib.pop(ADDRESS, None)
    assign(again)
    assert etree.tostring(again) == etree.tostring(tree)
