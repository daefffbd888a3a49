"""The door: a text is shown to the letter wherever it stands, and is markup nowhere; without the door it is."""

from __future__ import annotations

import functools

import lxml.html
import pytest
from jinja2 import Environment
from markdown_it.renderer import RendererHTML
from markupsafe import Markup, escape
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from azwboek.site.escape import door
from hostile import PAYLOADS, plain

#: All of MyST that reads anything: more than the book has on.
EXTENSIONS = (
    "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "smartquotes",
    "strikethrough", "substitution", "tasklist",
)  # fmt: skip
PLACES = {
    "at the beginning": "{}",
    "heading": "# {}",
    "running text": "voor {} na",
    "twice": "{} {}",
    "list": "- {}",
    "definition": "woord\n: {}",
    "table": "| a | b |\n|---|---|\n| {} | x |",
    "link": "[{}](index.md)",
    "element": '<p class="azw">{}</p>',
    "element in a line": "voor <em>{}</em> na",
    "cell": "<table><tr>\n<td>{}</td>\n</tr></table>",
}


@functools.cache
def parser():
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)


def read(source: str) -> tuple[list[str], str]:
    """The elements and the text that are made of a page's source."""
    tree = lxml.html.fragment_fromstring(parser().render(source), create_parent="div")
    return [element.tag for element in tree.iter() if isinstance(element.tag, str)], plain(tree.text_content())


@pytest.mark.parametrize("place", PLACES)
def test_a_text_is_shown_to_the_letter(place):
    plain_elements, plain_shown = read(PLACES[place].replace("{}", "woord9"))
    for name, text in PAYLOADS.items():
        elements, shown = read(PLACES[place].replace("{}", door(text)))
        assert elements == plain_elements, name
        assert shown == plain(plain_shown.replace("woord9", text)), name


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_value_of_an_attribute_is_kept_to_the_letter(name):
    text = PAYLOADS[name]
    made = door(Markup('<a href="x" title="{}"\n data-x="1">{}</a>').format(text, "naam"))
    for source in (made, f"voor {made} na", f"<p>\n{made}\n</p>"):
        tree = lxml.html.fragment_fromstring(parser().render(source), create_parent="div")
        (link,) = tree.iter("a")
        assert link.keys() == ["href", "title", "data-x"] and plain(link.get("title")) == plain(text)
        assert {element.tag for element in tree.iter()} <= {"div", "p", "a"}


#: Those that only HTML knows; escaping HTML is enough for them.
OF_HTML = (
    "script", "handler", "attribute", "attribute-single", "template", "reference", "cdata", "mark", "formula", "comment",
    "end-of-element", "elsewhere", "address",
)  # fmt: skip


@pytest.mark.parametrize("name", [name for name in PAYLOADS if name not in OF_HTML])
def test_html_escaping_alone_lets_markdown_through(name):
    elements, shown = read(str(escape(PAYLOADS[name])))
    assert elements != ["div", "p"] or shown != plain(PAYLOADS[name])


@pytest.mark.parametrize("name", ["script", "handler", "end-of-element", "comment", "elsewhere"])
def test_without_any_escaping_html_goes_through(name):
    elements, _ = read(PAYLOADS[name])
    assert set(elements) & {"script", "img", "svg", "iframe"}


@pytest.mark.parametrize("name", PAYLOADS)
def test_what_passed_may_pass_again(name):
    once = door(PAYLOADS[name])
    assert door(once) == once
    made = door(Markup('<p title="{0}">{0}</p>').format(PAYLOADS[name]))
    assert door(made) == made


def test_the_tags_of_a_component_stay_and_its_layout_is_one_line():
    made = door(Markup('\n<ul\n class="a">\n\n  <li>1.200 *</li>\n</ul>\n<!-- x\n -->'))
    assert made == ' <ul class="a"> <li>1.200 &#42;</li> </ul> <!-- x  -->'


def test_data_for_machines_stay_as_they_are():
    data = Markup('<script type="application/ld+json">{"a_b": ["*"]}</script>')
    assert door(data) == data


def test_a_template_shows_everything_through_the_door():
    environment = Environment(autoescape=True, finalize=door)
    macro = '{% macro item(a) %}<li title="{{ a }}">{{ a }}</li>{% endmacro %}{{ item(x) }}{{ x }}{{ 7 }}'
    assert environment.from_string(macro).render(x="*<b>") == (
        '<li title="&#42;&lt;b&gt;">&#42;&lt;b&gt;</li>&#42;&lt;b&gt;7'
    )
    with_html = environment.from_string("{{ x }}").render(x=Markup("<b>{}</b>").format("_a_"))
    assert with_html == "<b>&#95;a&#95;</b>"


@pytest.mark.parametrize("sign", ["\0", "\x01", "\x1f", "\x7f", "\x9b", "\ud800", "\uffff"])
def test_a_sign_that_html_cannot_write_is_replaced(sign):
    assert door(f"a{sign}b") == "a\N{REPLACEMENT CHARACTER}b"
