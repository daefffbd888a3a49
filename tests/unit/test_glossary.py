"""Terms are marked once, in running text only, and an explanation is text."""

from __future__ import annotations

import lxml.html
import pytest

from azwboek.site.theme import glossary

TERMS = [["smal", "(smal);smal", "Zonder kinderopvang."], ["zzp", "zzp'ers", 'Werkt "zonder" <b>personeel</b>.']]


def marked(body: str) -> list[str]:
    tree = lxml.html.fragment_fromstring(glossary.mark(body, TERMS, "../begrippen.html"), create_parent="div")
    return [link.get("href") for link in tree.xpath("//a[@class='azw-begrip']")]


def test_the_first_use_is_a_link_with_the_explanation():
    assert glossary.mark("<p>Zorg smal, en nog eens smal.</p>", TERMS, "begrippen.html") == (
        '<p>Zorg <a class="azw-begrip" href="begrippen.html#smal" data-uitleg="Zonder kinderopvang.">smal</a>, en nog eens smal.</p>'
    )


def test_an_escaped_form_is_found_and_markup_in_an_explanation_is_text():
    text = glossary.mark("<p>Aandeel zzp&#39;ers</p>", TERMS, "b.html")
    link = lxml.html.fragment_fromstring(text).find("a")
    assert link.text == "zzp'ers"
    assert link.get("data-uitleg") == 'Werkt "zonder" <b>personeel</b>.'
    assert len(link) == 0


@pytest.mark.parametrize(
    "body",
    [
        "<h2>smal</h2>", '<a href="x">smal</a>', "<svg><text>smal</text></svg>", "<table><tr><td>smal</td></tr></table>",
        "<script>var smal = 1</script>", "<code>smal</code>", '<p title="smal">x</p>', "<!-- smal -->", "<p>smalle versmald smal-breed</p>",
        '<script type="application/ld+json">{"a": "smal"}</script>',
    ],
)  # fmt: skip
def test_what_is_no_running_text_stays_as_it_is(body):
    assert glossary.mark(body, TERMS, "b.html") == body


def test_after_a_heading_and_a_table_the_text_goes_on():
    body = "<h2>smal</h2><table><tr><td>smal</td></tr></table><p>Dan (smal) pas, met zzp&#39;ers.</p>"
    assert marked(body) == ["../begrippen.html#smal", "../begrippen.html#zzp"]


def test_without_terms_nothing_happens():
    assert glossary.mark("<p>smal</p>", [["pm", "", "x"]], "b.html") == "<p>smal</p>"
