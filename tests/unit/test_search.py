"""Dutch search: forms of a word share a stem, and what goes into the index is text and nothing else."""

from __future__ import annotations

import json

import lxml.html
import pytest

from azwboek.site import search


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("regio's", ["regio"]),
        ("de regio’s", ["de", "regio"]),
        ("zzp'ers", ["zzpers"]),
        ("Financiën", ["financien"]),
        ("zij-instromers", ["zij", "instromers"]),
        ("zorg\u00adwekkend 12,5%", ["zorgwekkend", "12", "5"]),
    ],
)
def test_words(text, found):
    assert search.words(text) == found


@pytest.mark.parametrize(
    "forms",
    ["vacature vacatures", "ziekenhuis ziekenhuizen", "baan banen", "werken werkt gewerkt", "opleiding opleidingen", "kwartaal kwartalen", "advies adviezen"],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(forms):
    assert len({search.stem(word) for word in forms.split()}) == 1


@pytest.mark.parametrize(("there", "typed"), [("banen", "baan"), ("huis", "huizen"), ("vacatures", "vacature"), ("vak", "vakken"), ("werkgever", "werkgevers")])  # fmt: skip
def test_a_form_that_the_book_does_not_have_is_known_or_is_the_stem(there, typed):
    known = search.stems([there])
    assert typed in known or typed in " ".join(known.values()).split()


def test_a_stem_is_its_own_stem():
    words = [
        "adviezen",
        "advies",
        "vacatures",
        "verpleegkundigen",
        "banen",
        "scholing",
        "gewerkt",
        "begrotingen",
        "ziekenhuizen",
        "zorgen",
    ]
    assert {search.stem(search.stem(word)) == search.stem(word) for word in words} == {True}


def test_no_form_with_another_stem():
    for word in ("banen", "huis", "verzuim", "gemeente", "zorg", "vak"):
        assert {search.stem(form) for form in search.forms(word)} <= {search.stem(word)}


PAGE = """<html><body><article><section id="a"><h1>Titel<a class="headerlink" href="#a">#</a></h1><p>Eerste &lt;b&gt; deel.</p>
<section id="b"><h2>Kop</h2><p>Tweede <em>deel</em>.</p><details class="azw-tabel"><table><tr><td>9,9</td></tr></table></details>
<svg><text>grafiek</text></svg></section></section></article></body></html>"""


def test_sections_are_parts_of_a_page_with_their_own_text():
    assert search.sections(lxml.html.fromstring(PAGE), "x.html") == [
        ["x.html", "Titel", "", "Eerste <b> deel."],
        ["x.html#b", "Titel", "Kop", "Tweede deel ."],
    ]


def test_a_part_with_an_invented_figure_says_so_and_the_part_around_it_does_not():
    marked = PAGE.replace("<p>Tweede", '<section data-optie="0"><p data-cijfer="demonstratie">1</p></section><p>Tweede')
    assert [part[4:] for part in search.sections(lxml.html.fromstring(marked), "x.html")] == [[], [1]]
    real = PAGE.replace("<p>Tweede", '<p data-cijfer="cbs">1</p><p>Tweede')
    assert [part[4:] for part in search.sections(lxml.html.fromstring(real), "x.html")] == [[], []]


def test_the_index_cannot_end_the_script_it_stands_in(tmp_path, monkeypatch):
    monkeypatch.setattr(
        search, "index", lambda root, plan, kept: {"delen": [["x", "</script><script>alert(1)</script>", "", ""]]}
    )
    search.write(tmp_path, None, None)
    text = (tmp_path / "scripts" / "zoekindex.js").read_text(encoding="utf-8")
    assert "</" not in text
    assert json.loads(text.removeprefix("window.azwZoekindex = ").removesuffix(";\n"))["delen"][0][1].startswith(
        "</script>"
    )
