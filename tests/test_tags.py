"""A page is read tag by tag only where that gives what a browser reads; and collation sees the same either way."""

from __future__ import annotations

import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bifolium.tags import tags

shown = importlib.import_module("bifolium.collate.shown")

SOUND = [
    '<p data-unit="a">one <b>two</b></p>',
    '<p data-unit="a">one<span class="note generated">[1]</span> two<br>three</p>',
    '<div data-unit="a">x<p data-unit="b">y<i data-apart>z</i></p>w<span data-apart data-unit="">v</span></div>',
    '<p class="generated">says <span data-unit="a">nobody</span></p><p data-unit="a">x &amp; y &gt; z&nbsp;</p>',
    """<p data-unit='a' data-csl='{"title": "x &#39; y"}'>one</p>""",
    '<ul data-unit="a"><li>1</li><li class="generated">2</li></ul><hr data-unit="a">',
    '<svg><circle r="1"/><a href="#x"><title>t</title></a></svg><p data-unit="ü">&#228;</p>',
]
UNUSUAL = [
    "<p>one<p>two</p>",
    "<p>one<div>two</div></p>",
    "<b><i>x</b></i>",
    "<div/>text",
    "<p class=x>y</p>",
    "<P>x</P>",
    "<p>a < b</p>",
    "<!-- a remark --><p>x</p>",
    '<p id="a" id="b">x</p>',
    "<svg><p>out of it</p></svg>",
]


def page(body: str) -> bytes:
    return f"<!DOCTYPE html>\n<html><head><title>t</title></head><body>{body}</body></html>".encode()


def both(body: str) -> tuple[object, object]:
    read = tags(page(body))
    assert read is not None
    return shown._joined(shown._of_tags(read)), shown._joined(shown._of_tags(shown._mended(page(body))))


@pytest.mark.parametrize("body", SOUND)
def test_what_is_shown_is_the_same_read_either_way(body: str) -> None:
    fast, patient = both(body)
    assert fast == patient


@pytest.mark.parametrize("body", UNUSUAL)
def test_what_a_browser_would_mend_is_left_to_a_patient_reader(body: str) -> None:
    assert tags(page(body)) is None


pieces = st.recursive(
    st.text("ab &ü", max_size=4).map(lambda text: text.replace("&", "&amp;")) | st.just("<br>"),
    lambda inner: st.builds(
        "<{0}{1}>{2}</{0}>".format,
        st.sampled_from(["div", "section", "ul"]),
        st.sampled_from(["", ' data-unit="u"', ' data-unit="v"', ' data-apart=""', ' class="x generated"']),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=12,
)


@given(pieces)
def test_whatever_stands_in_what_is_shown_the_same(body: str) -> None:
    fast, patient = both(f'<div data-unit="top">{body}</div>')
    assert fast == patient
