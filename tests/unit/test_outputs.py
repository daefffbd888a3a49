"""What a cell shows gets to the page in its own way, or is refused by page and cell; text of data is never markup."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import subprocess
import sys

import altair as alt
import lxml.html
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_output

from azwboek.chapters import plain
from azwboek.chapters.figures import MIME, Figure
from azwboek.errors import AzwboekError
from azwboek.gate import marks, notebooks
from azwboek.site import clean, outputs
from azwboek.site.chapters import Chapters
from azwboek.site.drawing import Drawings
from azwboek.site.shown import Figures
from azwboek.site.take_along import downloads
from azwboek.site.theme import csp
from azwboek.site.tree import Tree
from hostile import PAYLOADS, RUN
from hostile import plain as as_seen
from samples import FIGURE, ROOT, chapter_notebook, executed_notebook, figure

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
JPEG = base64.b64encode(b"\xff\xd8\xff" + bytes(20)).decode()
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
ALT = {"alt": "Een lijn die stijgt."}


def displayed(data: dict, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def tree(part):
    return lxml.html.fragment_fromstring(str(part), create_parent="div")


def text(part) -> str:
    return " ".join(tree(part).text_content().split())


def shown(data: dict, **metadata):
    return outputs.shown(displayed(data, **metadata), 4, "RA0205")


def refused(data: dict, **metadata) -> str:
    return outputs.refusal(displayed(data, **metadata), 4, "RA0205")


def chart(frame: pd.DataFrame | None = None, **properties) -> alt.Chart:
    rows = frame if frame is not None else pd.DataFrame({"jaar": [2024, 2025], "waarde": [1.5, 1234.25]})
    return alt.Chart(rows).mark_line().encode(x="jaar:O", y="waarde:Q").properties(**{"title": "Verloop"} | properties)


# ---- text ----


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("np.float64(10.123456)", "10,123"), ("1234.5", "1.234,5"), ("7", "7"), ("-2", "−2"), ("0.0001", "0.0001"),
        ("007", "007"), ("nan", "nan"), ("'tekst'", "'tekst'"), ("1.0.3", "1.0.3"),
    ],
)  # fmt: skip
def test_a_value_by_itself_is_shown_a_number_in_dutch(value, seen):
    part = shown({"text/plain": value})
    assert tree(part).xpath("string(.//pre)") == seen
    marked = any(letter.isdigit() for letter in value)
    assert ("eigen berekening" in text(part)) == marked == ('data-cijfer="eigen"' in part)


def test_what_is_printed_is_shown_to_the_letter_without_colours():
    part = outputs.shown(new_output("stream", name="stdout", text="\x1b[31mrood\x1b[0m  <b>x</b>\n  2e\n"), 4, "RA0205")
    assert tree(part).xpath("string(.//pre)") == "rood  <b>x</b>\n  2e"
    assert outputs.shown(new_output("stream", name="stdout", text=" \n"), 4, "RA0205") == ""


@pytest.mark.parametrize("kind", ["text/plain", "text/markdown", "text/latex"])
@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_text_is_shown_to_the_letter(kind, name):
    part = shown({kind: PAYLOADS[name]})
    assert as_seen(tree(part).xpath("string(.//pre)")) == as_seen(PAYLOADS[name])
    assert {element.tag for element in tree(part).iter()} <= {"div", "span", "pre"}


def test_the_richest_form_that_has_a_way_is_taken():
    assert "<pre" in shown({"text/latex": "$x$", "text/plain": "x"})
    assert "&#36;x&#36;" in shown({"text/latex": "$x$", "text/plain": "x"})
    assert text(shown({"application/json": {"a": [1, None], "b": f"<script>{RUN}"}, "text/plain": "<JSON>"})) == (
        'eigen berekening{ "a": [ 1, null ], "b": "<script>kwaad()" }'
    )
    assert text(shown({"text/html": "<p>Een <b>zin</b>.</p>", "text/plain": "x"})) == "Een zin."


def test_a_widget_says_that_it_works_live_only():
    part = shown({outputs.WIDGET: {"model_id": "1", "version_major": 2}, "text/plain": "IntSlider(value=0)"})
    assert "werkt alleen in JupyterLab" in text(part) and "IntSlider(value=0)" in text(part)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"application/javascript": RUN, "text/plain": "x"}, "een script"),
        ({"application/pdf": "x", "text/plain": "x"}, "uitvoer van de soort application/pdf"),
        ({"application/vnd.plotly.v1+json": {}, "text/plain": "x"}, "application/vnd.plotly.v1+json; maak er tekst"),
    ],
)
def test_what_has_no_way_to_the_page_is_refused(data, said):
    assert said in refused(data)


def test_an_error_and_what_is_written_on_stderr_are_refused():
    error = new_output("error", ename="ValueError", evalue="kapot\nmeer", traceback=[])
    assert outputs.refusal(error, 4, "RA0205") == "een fout: ValueError: kapot"
    assert "stderr" in outputs.refusal(new_output("stream", name="stderr", text="let op"), 4, "RA0205")


# ---- pictures ----


@pytest.mark.parametrize(("kind", "content"), [("image/png", PNG), ("image/jpeg", JPEG), ("image/svg+xml", SVG)])
@pytest.mark.parametrize("metadata", [ALT, {"own": ALT}], ids=["of the output", "of its kind"])
def test_a_picture_has_its_words(kind, content, metadata):
    part = shown({kind: content, "text/plain": "<Figure>"}, **({kind: ALT} if "own" in metadata else metadata))
    (picture,) = tree(part).iter("img")
    assert picture.get("alt") == ALT["alt"]
    head, _, data = picture.get("src").partition(",")
    assert head == f"data:{kind};base64"
    assert base64.b64decode(data).startswith(outputs.PICTURES.get(kind, b"<svg"))


@pytest.mark.parametrize(
    ("kind", "content", "metadata", "said"),
    [
        ("image/png", PNG, {}, "een beeld zonder beschrijving; geef die mee: display(beeld, metadata={'alt': '…'})"),
        ("image/png", PNG, {"alt": " "}, "een beeld zonder beschrijving"),
        ("image/svg+xml", SVG, {"image/svg+xml": {"width": 3}}, "een beeld zonder beschrijving"),
        ("image/png", JPEG, ALT, "een beeld dat geen image/png is"),
        ("image/png", "geen base64!", ALT, "een beeld dat geen geldige image/png is"),
        ("image/svg+xml", "<svg>", ALT, "geen geldige XML"),
        ("image/svg+xml", "<html/>", ALT, "die niet met svg begint"),
        ("image/svg+xml", f'<!DOCTYPE svg [<!ENTITY a SYSTEM "/etc/passwd">]>{SVG}', ALT, "eigen entiteiten"),
    ],
)  # fmt: skip
def test_a_picture_without_words_or_that_is_none_is_refused(kind, content, metadata, said):
    assert said in refused({kind: content}, **metadata)


def test_the_words_of_a_picture_are_no_markup():
    hostile = PAYLOADS["attribute"] + PAYLOADS["script"]
    (picture,) = tree(shown({"image/png": PNG}, alt=hostile)).iter("img")
    assert picture.get("alt") == hostile.strip() and set(picture.attrib) == {"src", "alt"}


# ---- HTML ----


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (f"<p>x</p><script>{RUN}</script>", "HTML met een script; dat hoort niet"),
        (f"<img src=x onerror={RUN}>", "<img>"),
        (f'<p onclick="{RUN}">x</p>', "een script in onclick"),
        (f'<a href=" java\nscript:{RUN}">x</a>', "een adres dat niet met http"),
        ("<iframe src='https://kwaad.example/'></iframe>", "<iframe>"),
        (f"<svg><style><img src=x onerror={RUN}></style></svg>", "<svg>"),
        ("<p ping='https://kwaad.example/'>x</p>", "het attribuut ping"),
    ],
)
def test_html_that_runs_or_fetches_is_refused(html, said):
    assert said in refused({"text/html": html, "text/plain": "x"})


def test_html_is_left_as_it_is_but_for_look_and_what_no_reader_sees():
    own = (
        '<ul class="azw-lijst" data-x="1"><li id="a">Een &amp; <a href="../x.html#y" rel="external">twee</a></li></ul>'
    )
    assert clean.checked(own, 4) == own
    assert clean.checked('<p style="position:fixed">x<!-- y --></p><style>p { top: 0 }</style>', 4) == "<p>x</p>"


def test_a_frame_of_pandas_is_a_table_of_the_book():
    frame = pd.DataFrame(
        {"jaar": [2024, 2025], "waarde": [1234.5, None], "aantal": [1000, 20], "code": ["007", "<b>x</b>"], "klein": [1.5e-9, 1e9]}
    )  # fmt: skip
    part = shown({"text/html": frame._repr_html_(), "text/plain": repr(frame)})
    rows = [[cell.text_content() for cell in row] for row in tree(part).iter("tr")]
    assert rows == [
        ["", "jaar", "waarde", "aantal", "code", "klein"],
        ["0", "2024", "1.234,5", "1.000", "007", "0"],
        ["1", "2025", "–", "20", "<b>x</b>", "1.000.000.000"],
    ]
    assert "style" not in part and 'border="' not in part and "eigen berekening" in text(part)
    assert 'data-cijfer="eigen"' in part
    large = pd.DataFrame({"a": range(100)})
    assert text(shown({"text/html": large._repr_html_()})).endswith("Een deel van 100 rijen en 1 kolommen")


def test_a_frame_with_invented_rows_says_so():
    part = shown({"text/html": pd.DataFrame({"soort": ["demonstratie"], "waarde": [1.5]})._repr_html_()})
    assert 'data-cijfer="demonstratie"' in part and "azw-demo-merk" in part


# ---- a chart of Altair ----


GIVES = """
import altair as alt, json, sys
from azwboek.chapters import plain
plain.use_in_builds()
for name in sys.argv[1:]:
    alt.renderers.enable(name)
chart = alt.Chart(alt.InlineData([{"a": 1, "b": float("nan")}])).mark_point().encode(x="a:Q")
given = chart._repr_mimebundle_()
assert "text/html" in given or json.dumps(given, allow_nan=False)
print(*sorted(given))
"""


@pytest.mark.parametrize(
    ("building", "renderer", "gives"),
    [
        ("1", [], f"{plain.MIME} text/plain"), ("1", ["html"], f"{plain.MIME} text/plain"), ("1", ["mimetype"], f"{plain.MIME} text/plain"), ("", [], "text/html"),
    ],
)  # fmt: skip
def test_a_notebook_of_the_book_gives_a_chart_as_data_and_no_script(building, renderer, gives):
    command = [sys.executable, "-c", GIVES, *renderer]
    own = os.environ | {"AZWBOEK_BUILDING": building}
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == gives


@pytest.mark.parametrize("form", ["data", "older", "html", "html in a notebook"])
def test_a_chart_is_a_figure_of_the_book_in_each_form_of_altair(form):
    spec = chart(description="Het verloop stijgt.").to_dict()
    data = {
        "data": {plain.MIME: spec}, "older": {"application/vnd.vegalite.v5+json": spec},
        "html": {"text/html": chart(description="Het verloop stijgt.").to_html(fullhtml=False)},
        "html in a notebook": chart(description="Het verloop stijgt.")._repr_mimebundle_(),
    }[form]  # fmt: skip
    figure = shown(data | {"text/plain": "alt.Chart(...)"})
    assert isinstance(figure, Figure)
    assert (figure.id, figure.regio, figure.titel, figure.soort) == ("verloop", "RA0205", "Verloop", "eigen")
    assert figure.alt == "Het verloop stijgt." and figure.eigen
    assert [column.naam for column in figure.kolommen] == ["regio", "jaar", "waarde"]
    assert figure.rijen == [["RA0205", 2024, 1.5], ["RA0205", 2025, 1234.25]]
    assert figure.spec["title"]["text"] == "eigen berekening"


def test_a_chart_with_invented_rows_is_invented_and_says_so_in_the_picture():
    frame = pd.DataFrame({"jaar": [2024], "waarde": [1.0], "soort": ["demonstratie"]})
    figure = plain.figure(chart(frame).to_dict(), "NL")
    assert figure.soort == "demonstratie" and "verzonnen" in figure.spec["title"]["text"]


def test_layers_and_views_give_all_their_rows():
    one, other = (pd.DataFrame({"jaar": [year], "waarde": [1.0]}) for year in (2024, 2025))
    layered = (chart(one) + chart(other)).properties(title={"text": ["Twee", "lijnen"], "subtitle": "Procent"})
    figure = plain.figure(layered.to_dict(), "NL")
    assert (figure.titel, figure.onderschrift) == ("Twee lijnen", "Procent")
    assert [row[1] for row in figure.rijen] == [2024, 2025]
    assert len(plain.figure((chart(one) | chart(other)).to_dict(), "NL").rijen) == 2


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (lambda: chart(title="").to_dict(), "een grafiek zonder titel; geef die: grafiek.properties(title='…')"),
        (lambda: alt.Chart("https://kwaad.example/a.csv", title="x").mark_bar().to_dict(), "haalt iets op (url)"),
        (lambda: chart().mark_image(url="https://kwaad.example/a.png").to_dict(), "haalt iets op (image, url)"),
        (lambda: chart().encode(href="adres:N").to_dict(), "haalt iets op (href)"),
        (lambda: chart(pd.DataFrame({"jaar": [], "waarde": []})).to_dict(), "een grafiek zonder rijen"),
        (lambda: {"title": "x", "data": {"values": [{"a": {"b": 1}}]}, "mark": "bar"}, "geen rijen met gewone waarden"),
        (lambda: chart().to_dict() | {"mark": "onzin"}, "geen geldige Vega-Lite"),
        (
            lambda: chart(pd.DataFrame({"jaar": [1, 2], "waarde": [1, 2], "soort": ["cbs", "demonstratie"]})).to_dict(),
            "echte en verzonnen cijfers staan in een grafiek",
        ),
    ],
)
def test_a_chart_that_cannot_be_the_books_own_is_refused(spec, said):
    assert said in refused({plain.MIME: spec()})


# ---- a page ----


@pytest.fixture
def page(small, plan):
    """A page of a small project, to be made of a notebook: ``page(outputs, ...)`` gives its source, its figures and the faults of the gate."""
    few = dataclasses.replace(plan, regions=(plan.region("Twente"),), chapters=plan.chapters[2:3])
    (own,) = few.pages
    small.put_chapter("behoud", chapter_notebook())

    def made(*cell: nbformat.NotebookNode):
        columns = [column | {"link": ""} for column in FIGURE["kolommen"]]
        notebook = executed_notebook(own, figure(kolommen=columns, spec=None))
        notebook.cells[6].outputs = list(cell)
        own.notebook_out(small.paths).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, own.notebook_out(small.paths))
        faults = [str(fault) for fault in notebooks.check_notebook(own, chapter_notebook(), notebook)]
        source, site = Tree(small.paths.build / "source"), Figures(small.paths.book, Drawings(small.paths), frozenset())
        Chapters(small.paths, few, site).put(source)
        return (source.root / f"{own.docname}.ipynb").read_text(encoding="utf-8"), site, faults

    return made


def body(source: str):
    parts = [o["data"]["text/html"] for cell in json.loads(source)["cells"] for o in cell.get("outputs", [])]
    return lxml.html.fragment_fromstring("".join("".join(part) for part in parts), create_parent="div")


def test_an_analysts_own_cells_stand_in_the_page(page):
    rows = pd.DataFrame({"jaar": [2024], "waarde": [1.5], "proef": ["x"]})
    source, site, faults = page(
        displayed({"text/plain": "np.float64(10.25)"}),
        new_output("stream", name="stdout", text="gemiddeld 3\n"),
        displayed({outputs.WIDGET: {"model_id": "1"}, "text/plain": "IntSlider(value=0)"}),
        displayed({plain.MIME: chart(rows, title="Eigen lijn").to_dict(), "text/plain": "grafiek"}),
        displayed({"text/html": pd.DataFrame({"a": [1.5]})._repr_html_(), "text/plain": "x"}),
        displayed({"image/png": PNG, "text/plain": "<Figure>"}, **ALT),
    )
    assert faults == []
    words = " ".join(body(source).text_content().split())
    for seen in ("10,25", "gemiddeld 3", "IntSlider(value=0)", "Eigen lijn", "1,5"):
        assert seen in words
    (drawn,) = body(source).xpath("//figure[@data-figuur='eigen-lijn' and .//*[local-name()='svg']]")
    assert drawn.get("data-grafiek") == "../../grafiek/regio/twente/behoud/eigen-lijn.json"
    assert "/vega/v" in json.loads(site.live["grafiek/regio/twente/behoud/eigen-lijn.json"])["$schema"]
    assert site.csv["csv/regio/twente/behoud/eigen-lijn-eigen.csv"].splitlines()[1] == "RA0205,2024,1.5,x"
    assert not body(source).xpath("//script") and "vegaEmbed" not in source
    kinds = body(source).xpath("//@data-cijfer")
    assert kinds.count("eigen") == 5
    described = downloads.describe({"id": "x", "datum": "2026-01-01"}, site.shown, ROOT / "data" / "registers")
    assert downloads.OWN_COLUMN in described["csv/regio/twente/behoud/datapackage.json"]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (displayed({"text/html": f"<p>x</p><script>{RUN}</script>"}), "HTML met een script"),
        (displayed({"image/png": PNG}), "een beeld zonder beschrijving"),
        (displayed({plain.MIME: chart(title="").to_dict(), "text/plain": "x"}), "een grafiek zonder titel"),
        (displayed({"application/pdf": "x", "text/plain": "x"}), "uitvoer van de soort application/pdf"),
    ],
)
def test_what_is_refused_is_named_with_page_and_cell_by_the_gate_and_by_the_site(page, plan, output, said):
    with pytest.raises(AzwboekError, match=f"RA0205/behoud: cel 6: .*{said}"):
        page(output)
    own = plan.select(["RA0205/behoud"])[0]
    executed = executed_notebook(own)
    executed.cells[6].outputs = [output]
    (fault,) = notebooks.check_notebook(own, chapter_notebook(), executed)
    assert str(fault).startswith(f"RA0205/behoud: cel 6: {said}")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"regio": ["RA0101"], "jaar": [2024], "waarde": [1.0]}, "figuur verloop: gegevens van RA0101"),
        ({"jaar": [2024], "waarde": [1.0]}, "figuur verloop: de naam komt dubbel voor"),
    ],
)
def test_the_gate_holds_a_chart_of_a_cell_to_the_region_and_to_a_name_of_its_own(plan, rows, said):
    own = plan.select(["RA0205/behoud"])[0]
    executed = executed_notebook(own)
    executed.cells[6].outputs = [displayed({plain.MIME: chart(pd.DataFrame(rows)).to_dict()})]
    assert said in "\n".join(str(fault) for fault in notebooks.check_notebook(own, chapter_notebook(), executed))


def test_a_chart_of_a_cell_counts_as_a_figure(plan):
    own = plan.select(["RA0205/behoud"])[0]
    executed = executed_notebook(own)
    executed.cells[4].outputs = [displayed({plain.MIME: chart().to_dict(), "text/plain": "grafiek"})]
    assert notebooks.check_notebook(own, chapter_notebook(), executed) == []
    assert MIME not in str(executed.cells)


def test_a_script_of_an_output_is_no_part_of_the_policy():
    assert csp.checksum(RUN) not in csp.policy(csp.KNOWN)


# ---- the mark of what is an analyst's own ----


def marked(inner: str):
    head = '<title>x</title><meta name="azwboek:echt" content="0"><meta name="azwboek:verzonnen" content="0">'
    return lxml.html.document_fromstring(f"<html><head>{head}</head><body>{inner}</body></html>")


def test_own_figures_count_as_neither_and_carry_their_mark():
    good = '<p data-cijfer="eigen"><span class="azw-merk azw-eigen-merk">eigen berekening</span> 3</p>'
    assert list(marks.check(marked(good))) == []
    assert list(marks.check(marked('<p data-cijfer="eigen">3</p>'))) == [
        "een eigen cijfer zonder het merk ‘eigen berekening’: 3"
    ]


@pytest.mark.parametrize(
    ("kind", "kinds", "good"),
    [
        ("eigen", ["eigen", "cbs"], True), ("eigen", ["eigen", "demonstratie"], False), ("cbs", ["cbs", "eigen"], False),
        ("demonstratie", ["demonstratie", "eigen"], True), ("demonstratie", ["demonstratie", "cbs"], False), ("gemengd", ["demonstratie", "cbs", "eigen"], True),
    ],
)  # fmt: skip
def test_a_figure_with_own_rows_is_own_unless_there_are_invented_ones(kind, kinds, good):
    assert (list(marks.data(kind, kinds)) == []) == good
