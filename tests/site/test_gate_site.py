"""The gate on the real site: it passes, and a fault seeded in a real page is caught."""

import shutil

import pytest

from azwboek.gate import site as gate
from azwboek.gate.fault import one_line_per_page
from azwboek.site.html import parse

PAGE = gate.SitePage("regio/twente/behoud", "RA0205")


def test_the_site_passes_the_gate(site, plan):
    assert one_line_per_page(gate.check_site(site, plan)) == []


@pytest.fixture(scope="module")
def real(site, tmp_path_factory):
    """One real page in a folder of its own; what it refers to is looked up in the real site."""
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(site / "csv", root / "csv")
    folder = gate.Folder(root)
    folder.__dict__["files"] = gate.Folder(site).files
    return folder, (site / PAGE.address).read_text(encoding="utf-8")


def faults(real, text: str) -> list[str]:
    path = real[0].root / "pagina.html"
    path.write_text(text, encoding="utf-8")
    return [fault.reason for fault in gate.check_html(PAGE, parse(path), real[0])]


def test_the_real_page_passes_on_its_own(real):
    assert faults(real, real[1]) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('data-regio="RA0205"', 'data-regio="RA0101"', "data-regio is 'RA0101'"),
        (
            'name="azwboek:regio" content="RA0205"',
            'name="azwboek:regio" content="NL"',
            "meta azwboek:regio is 'NL'",
        ),
        ('class="azw-bronregel"', 'class="x"', "bronregel ontbreekt"),
        ("<svg", "<b", "de grafiek is leeg"),
        (".csv", ".cvs", "er is geen link naar een CSV"),
        ("index.html", "indx.html", "dat bestand is er niet"),
        (
            "<main",
            '<script src="https://unpkg.com/a.js"></script><main',
            "<script src> haalt iets van een andere",
        ),
        ("<main", '<div class="output traceback">x</div><main', "foutmelding van een notebook"),
    ],
)
def test_a_fault_in_a_real_page_is_caught(real, old, new, said):
    assert old in real[1]
    assert said in "\n".join(faults(real, real[1].replace(old, new)))
