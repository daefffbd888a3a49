"""The gate on the built site: a good one passes, and each seeded fault is caught by name."""

import dataclasses
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from azwboek.gate import marks, site
from azwboek.gate.fault import Fault
from azwboek.paths import Paths
from azwboek.plan import Plan
from azwboek.site.theme.contents import expected_pages
from samples import write_site

PAGE = "regio/groningen/behoud"


class Built(NamedTuple):
    """A small site, what must be in it, and where is kept that all its pages were found good."""

    root: Path
    few: Plan
    paths: Paths

    def check(self) -> list[Fault]:
        """What is wrong with it; pages that were found good before and pages that are new give the same faults."""
        found = site.check_site(self.root, self.few)
        assert site.check_site(self.root, self.few, site.checked(self.paths)) == found
        return found


@pytest.fixture(scope="module")
def good(plan, tmp_path_factory) -> Built:
    """One chapter for the country and Groningen, and the pages that exist once; all well."""
    folder = tmp_path_factory.mktemp("goed")
    few = dataclasses.replace(plan, regions=plan.regions[:2], chapters=plan.chapters[2:3])
    made = Built(folder / "site", few, Paths(folder, folder / "bouw"))
    write_site(made.root, expected_pages(few), {PAGE, "nederland/behoud"})
    assert made.check() == []
    return made


@pytest.fixture
def built(good, tmp_path) -> Built:
    """A copy of it, to be spoilt."""
    folder = shutil.copytree(good.paths.root, tmp_path / "boek")
    return good._replace(root=folder / "site", paths=Paths(folder, folder / "bouw"))


def faults(built: Built) -> str:
    return "\n".join(map(str, built.check()))


def test_a_good_site_passes(built):
    assert faults(built) == ""


def test_a_page_that_was_found_good_is_not_checked_again_in_another_edition(built, monkeypatch):
    path = built.root / f"{PAGE}.html"
    text = path.read_text()
    assert text.count('content="2026-11-23-1a2b3c4d"') == 1
    path.write_text(text.replace('content="2026-11-23-1a2b3c4d"', 'content="2026-11-24"'))
    checked = []
    check = site.check_html
    monkeypatch.setattr(site, "check_html", lambda page, *rest: checked.append(page.docname) or check(page, *rest))
    assert site.check_site(built.root, built.few) == []
    assert sorted(checked) == sorted(expected_pages(built.few))
    checked.clear()
    assert site.check_site(built.root, built.few, site.checked(built.paths)) == []
    assert checked == []
    path.write_text(text.replace("Het antwoord", "Het andere antwoord"))
    assert site.check_site(built.root, built.few, site.checked(built.paths)) == []
    assert checked == [PAGE]


def meta(name):
    return f'<meta name="azwboek:{name}"'


PAGE_FAULTS = {
    "invented figure without its mark": (
        "azw-demo-merk",
        "x",
        "een verzonnen cijfer zonder het merk ‘demonstratie’: verloop",
    ),
    "real figure with the mark of an invented one": (
        'data-cijfer="demonstratie"',
        'data-cijfer="document"',
        "een echt cijfer met het merk ‘demonstratie’: verloop",
    ),
    "figure without a kind": ('data-cijfer="demonstratie"', "", "verloop: zegt niet of zij echt of verzonnen is"),
    "figure of an unknown kind": ('data-cijfer="demonstratie"', 'data-cijfer="echt"', "van een onbekende soort: echt"),
    "invented tile without its mark": (
        "<p>Het antwoord.</p>",
        '<div data-cijfer="demonstratie">78%</div>',
        "zonder het merk ‘demonstratie’: 78%",
    ),
    "no banner": (
        'class="azw-demo"',
        'class="x"',
        "0 keer de waarschuwing voor verzonnen cijfers, bij 0 echt, 1 verzonnen",
    ),
    "banner with other numbers": (
        "en 1 verzonnen cijfer",
        "en 2 verzonnen cijfers",
        "noemt andere aantallen dan er staan",
    ),
    "a page that counts otherwise": (
        'verzonnen" content="1"',
        'verzonnen" content="0"',
        "de pagina telt 0 echt, 0 verzonnen",
    ),
    "title without the mark": (" (deels verzonnen)</title>", "</title>", "de titel zegt niet goed of er verzonnen"),
    "invented before real": (
        "</figure>",
        '</figure><p data-cijfer="cbs">7%</p>',
        "een verzonnen cijfer staat voor het eerste echte",
    ),
    "missing meta regio": (meta("regio"), '<meta name="x"', "meta azwboek:regio ontbreekt"),
    "missing meta bouw": (meta("bouw"), '<meta name="x"', "meta azwboek:bouw ontbreekt"),
    "unknown kind": ('content="demonstratie"', 'content="echt"', "meta azwboek:editie is 'echt'"),
    "page of another region": ('content="RA0101"', 'content="RA0205"', "meta azwboek:regio is 'RA0205'"),
    "figure of another region": (
        'data-regio="RA0101"',
        'data-regio="NL"',
        "data-regio is 'NL', hoort RA0101",
    ),
    "traceback in words": (
        "Het antwoord.",
        "Traceback (most recent call last)",
        "er staat een traceback op de pagina",
    ),
    "traceback output": (
        "<p>Het antwoord.</p>",
        '<div class="output traceback">x</div>',
        "foutmelding van een notebook",
    ),
    "stamp left": ("Het antwoord.", "Editie §EDITIE§.", "een stempel is niet ingevuld: §EDITIE§"),
    "stderr output": (
        "<p>Het antwoord.</p>",
        '<div class="output stderr">x</div>',
        "foutmelding van een notebook",
    ),
    "no caption": (
        '<span class="azw-titel">Verloop</span>',
        "",
        "figuur verloop: bijschrift ontbreekt of is leeg",
    ),
    "no source line": ('class="azw-bronregel"', 'class="x"', "figuur verloop: bronregel ontbreekt"),
    "no table": ("<td>10,1</td>", "", "figuur verloop: tabel ontbreekt"),
    "empty chart": ("<svg>", "<b>", "figuur verloop: de grafiek is leeg"),
    "no CSV": ("verloop.csv", "verloop.html", "figuur verloop: er is geen link naar een CSV"),
    "CSV elsewhere": ("verloop.csv", "andere.csv", "andere.csv ontbreekt"),
    "empty section": (
        "</section></section>",
        '</section><section id="x"><h2>Leeg<a href="#x">#</a></h2></section></section>',
        "het deel 'Leeg' is leeg",
    ),
    "broken link": (
        'href="../../index.html"',
        'href="../index.htm"',
        "link naar ../index.htm: dat bestand is er",
    ),
    "link out of the site": ('href="../../index.html"', 'href="../../../x.html"', "dat bestand is er niet"),
    "link from the host": ('href="../../index.html"', 'href="/index.html"', "begint bij de host"),
    "broken anchor": (
        'href="#verloop">Verloop',
        'href="#verlop">Verloop',
        "link naar #verlop: die plek is er niet",
    ),
    "missing image": ("<p>Het antwoord.</p>", '<p><img src="weg.png"></p>', "link naar weg.png: dat bestand"),
    "foreign script": (
        'src="../../_static/azw.js"',
        'src="https://cdn.nl/a.js"',
        "<script src> haalt iets van een andere",
    ),
    "foreign script without scheme": (
        'src="../../_static/azw.js"',
        'src="//cdn.nl/a.js"',
        "<script src> haalt",
    ),
    "foreign style": ('href="../../_static/azw.css"', 'href="http://cdn.nl/a.css"', "<link href> haalt iets"),
    "foreign image": (
        "<p>Het antwoord.</p>",
        '<p><img src="HTTPS://x.nl/a.png"></p>',
        "<img src> haalt iets",
    ),
    "foreign import": (
        "<script src=",
        "<script type=module>import 'https://cdn.nl/a.js'</script><script src=",
        "<script> haalt iets",
    ),
    "foreign dynamic import": (
        "<script src=",
        '<script>import("https://cdn.nl/a.js")</script><script src=',
        "<script> haalt",
    ),
    "foreign font": ("</head>", "<style>@import url(//fonts.nl/a)</style></head>", "<style> haalt iets"),
    "no policy": ('http-equiv="Content-Security-Policy"', 'name="x"', "de Content-Security-Policy ontbreekt"),
    "policy with eval": ("script-src 'self'", "script-src 'self' 'unsafe-eval'", "staat 'unsafe-eval' toe"),
    "policy with any script in the page": (
        "script-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "staat 'unsafe-inline' toe",
    ),
    "script in the page": ("</head>", "<script>let x = 1;</script></head>", "een script in de pagina is niet bekend"),
    "script of another kind": ("</head>", "<script type=text/jscript>x</script></head>", "is niet bekend"),
    "script in a drawing": ("<svg>", "<svg><script>x()</script>", "een script in de pagina is niet bekend"),
    "script that the page's own policy allows": (
        "script-src 'self'",
        "script-src 'self' 'sha256-qtc3jf64UXA5J6U02kfQ0Cvn9Uz4wXUaN3NNUVgR2v4='",
        "staat 'sha256-qtc3jf64UXA5J6U02kfQ0Cvn9Uz4wXUaN3NNUVgR2v4=' toe",
    ),
    "link that is a script": (
        'href="https://www.cbs.nl/"',
        'href="\tJavaScript:x()"',
        "begint met http, https of mailto",
    ),
    "link that is a page": (
        'href="https://www.cbs.nl/"',
        'href="data:text/html,x"',
        "begint met http, https of mailto",
    ),
    "form that is a script": ("<main>", '<form action="javascript:x()"></form><main>', "begint met http, https"),
    "page in the page": ("<main>", '<iframe srcdoc="x"></iframe><main>', "<iframe> hoort niet in een pagina"),
    "other base": ("<main>", '<base href="../"><main>', "<base> hoort niet in een pagina"),
    "sent elsewhere": ("</head>", '<meta http-equiv="Refresh" content="0;url=x"></head>', "stuurt de lezer door"),
    "script in an attribute": ("<main>", '<main onclick="x()">', "<main onclick> bevat een script"),
    "no live chart": ("verloop.json", "weg.json", "weg.json ontbreekt: de grafiek kan niet levend worden"),
    "foreign background": (
        "<main>",
        "<main style=\"background: url('https://x.nl/a.png')\">",
        "<main style> haalt",
    ),
}


@pytest.mark.parametrize("name", PAGE_FAULTS)
def test_a_spoilt_page_is_caught(built, name):
    old, new, said = PAGE_FAULTS[name]
    path = built.root / f"{PAGE}.html"
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    found = built.check()
    assert said in "\n".join(fault.reason for fault in found)
    assert {fault.page for fault in found} == {f"{PAGE}.html"}


CSV_FAULTS = {
    "another region": ("regio,waarde\nRA0101,1\nRA0205,2\n", "gegevens van RA0205, hoort RA0101 te zijn"),
    "no rows": ("regio,waarde\n", "heeft geen rijen"),
    "empty": ("", "heeft geen rijen"),
    "no column regio": ("code,waarde\nRA0101,1\n", "de kolom regio ontbreekt"),
    "a row cut short": ("periode,regio\n2025\n", "gegevens van None"),
    "real rows behind an invented figure": (
        "regio,soort\nRA0101,cbs\n",
        "de pagina noemt de figuur demonstratie, en de gegevens zijn cbs",
    ),
    "rows that do not say what they are": (
        "regio,waarde\nRA0101,1\n",
        "de pagina noemt de figuur demonstratie, en de gegevens zijn zonder soort",
    ),
}


@pytest.mark.parametrize("name", CSV_FAULTS)
def test_a_spoilt_csv_is_caught(built, name):
    text, said = CSV_FAULTS[name]
    (built.root / "csv" / PAGE / "verloop.csv").write_text(text)
    assert f"{PAGE}.html: figuur verloop: ../../csv/{PAGE}/verloop.csv: {said}" in faults(built)


@pytest.mark.parametrize(
    ("kind", "rows", "well"),
    [
        ("cbs", ["cbs", "", None], True),
        ("document", [None], True),
        ("demonstratie", ["demonstratie", ""], True),
        ("gemengd", ["cbs", "demonstratie"], True),
        ("cbs", ["demonstratie"], False),
        ("document", ["cbs", "demonstratie"], False),
        ("demonstratie", ["demonstratie", "cbs"], False),
        ("gemengd", ["cbs"], False),
    ],
)
def test_what_a_page_says_of_a_figure_is_what_its_data_say(kind, rows, well):
    assert (list(marks.data(kind, rows)) == []) is well


def test_a_missing_csv_is_caught(built):
    (built.root / "csv" / PAGE / "verloop.csv").unlink()
    assert f"{PAGE}.html: figuur verloop: ../../csv/{PAGE}/verloop.csv ontbreekt" in faults(built)


def test_a_missing_page_is_caught(built):
    (built.root / f"{PAGE}.html").unlink()
    assert faults(built) == f"{PAGE}.html: de pagina ontbreekt"


def test_an_empty_page_is_caught(built):
    (built.root / f"{PAGE}.html").write_text("")
    assert f"{PAGE}.html: meta azwboek:regio ontbreekt" in faults(built)


@pytest.mark.parametrize("name", ["regio/onzin/behoud.html", "extra.html"])
def test_a_page_too_many_is_caught(built, name):
    path = built.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("<p>x</p>")
    assert faults(built) == f"{name}: de pagina staat niet in het plan"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("azw.css", "@import 'https://fonts.nl/a.css';"),
        ("azw.css", "p { background: url(//x.nl/a.png) }"),
        ("azw.js", 'import a from "https://cdn.nl/a.js"'),
        ("azw.js", 'const a = await import("https://cdn.nl/a.js")'),
    ],
)
def test_a_file_that_asks_elsewhere_is_caught(built, name, text):
    (built.root / "_static" / name).write_text(text)
    assert faults(built).startswith(f"_static/{name}: haalt iets van een andere site")


def test_a_link_with_spaces_query_and_anchor_resolves(built):
    path = built.root / f"{PAGE}.html"
    (built.root / "een pagina.txt").write_text("x")
    text = path.read_text().replace("Het antwoord.", '<a href="../../een%20pagina.txt?x=1#y">x</a>')
    path.write_text(text)
    assert faults(built) == ""
