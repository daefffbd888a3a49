"""The command line: what it prints, how it ends, and what it says of bad input."""

import json
import re
from gettext import GNUTranslations
from pathlib import Path

import nbformat
import pytest
from babel.messages.pofile import read_po

from azwboek.files import locked
from azwboek.gate.fault import Fault
from azwboek.run.pool import Result, RunReport
from samples import ROOT, chapter_notebook, executed_notebook, figure, write_site


def one_line(outcome) -> str:
    assert outcome.err.startswith("azwboek: ")
    assert "Traceback" not in outcome.err
    return outcome.err.splitlines()[0]


def test_list(small, azwboek):
    outcome = azwboek("list")
    assert outcome.status == 0
    assert "RA0205  Twente" in outcome.out
    assert "Houden we onze mensen?" in outcome.out


def test_list_json(small, azwboek):
    listing = json.loads(azwboek("list", "--json").out)
    counts = {name: len(rows) for name, rows in listing.items()}
    assert counts == {"regios": 29, "hoofdstukken": 5, "paginas": 145}
    twente = next(region for region in listing["regios"] if region["code"] == "RA0205")
    assert twente.items() >= {"naam": "Twente", "slug": "twente", "adres": "regio/twente/"}.items()
    assert listing["hoofdstukken"][2].items() >= {"naam": "behoud", "kort": "Behoud van medewerkers"}.items()
    address = {"sleutel": "NL/behoud", "regio": "NL", "hoofdstuk": "behoud", "adres": "nederland/behoud.html"}
    assert address in listing["paginas"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["run", "--only", "twnte"], "onbekende regio 'twnte': bedoel je Twente (RA0205)?"),
        (["run", "--only", "AM05"], "35 arbeidsmarktregio's van UWV (AM05, Twente)"),
        (["run", "--only", "Rijk van Nijmegen"], "35 arbeidsmarktregio's van UWV (AM08, Rijk van Nijmegen)"),
        (["run", "--only", "RA0205/behoudt"], "onbekend hoofdstuk 'behoudt': bedoel je behoud?"),
        (
            ["run", "--only", "RA0205/behoud"],
            "book/chapters/behoud.ipynb: de notebook van hoofdstuk behoud ontb",
        ),
        (["run", "--workers", "nul"], "ongeldige waarde voor '--workers': 'nul' is geen geldig getal"),
        (["run", "--limit", "0"], "ongeldige waarde voor '--limit': 0 valt buiten x>=1"),
        (["run", "--engine", "dask"], "ongeldige waarde voor '--engine': 'dask' hoort niet bij 'fork', 'nbclient'"),
        (["run", "--fors"], "onbekende optie '--fors'. bedoel je een van: '--force', '--workers'?"),
        (["run", "extra"], "onbekend argument (extra)"),
        (["ren"], "onbekende opdracht 'ren'"),
        (["warehouse", "--snapshots", "/bestaat/niet"], "/bestaat/niet: deze map bestaat niet"),
    ],
)
def test_wrong_use_ends_with_2_and_one_clear_line(small, azwboek, args, said):
    outcome = azwboek(*args)
    assert outcome.status == 2
    assert said in one_line(outcome)
    assert outcome.out == ""


def test_an_unknown_parameter_in_the_chapter_file_is_refused(small, azwboek):
    small.put_warehouse()
    small.put_chapter("behoud", chapter_notebook())
    (small.paths.parameters / "hoofdstukken.yml").write_text(
        "- {naam: behoud, titel: t, kort: k, parameters: {vanaff: 2019}}\n", encoding="utf-8"
    )
    outcome = azwboek("run", "--only", "NL")
    assert outcome.status == 2
    assert "book/chapters/behoud.ipynb: onbekende parameter 'vanaff'" in one_line(outcome)
    assert not small.paths.notebooks.exists()


def test_run_without_a_warehouse_says_how_to_make_it(small, azwboek):
    small.put_chapter("behoud", chapter_notebook())
    outcome = azwboek("run", "--only", "/behoud")
    assert (outcome.status, "maak het met 'azwboek warehouse'" in one_line(outcome)) == (1, True)


def test_help_is_dutch(azwboek):
    for args in ([], ["list"], ["warehouse"], ["run"], ["check"], ["toc"], ["build"]):
        out = azwboek(*args, "--help").out
        assert "Gebruik: azwboek" in out and "Toon deze uitleg." in out
        assert not {"Usage", "Options", "Commands", "Show", "OPTIONS"} & set(out.replace(":", " ").split())


def test_the_compiled_words_are_those_of_the_catalogue():
    folder = ROOT / "src" / "azwboek" / "locale" / "nl" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as words, (folder / "messages.mo").open("rb") as compiled:
        wanted, found = read_po(words), GNUTranslations(compiled)
    for message in wanted:
        if isinstance(message.id, tuple):
            said = tuple(found.ngettext(*message.id, number) for number in (1, 2))
        else:
            said = found.gettext(message.id)
        if message.id:
            assert said == message.string, "compile again: the command stands at the top of messages.po"


def test_the_toc_is_written_and_checked(small, azwboek):
    assert azwboek("toc", "--check").status == 1
    assert azwboek("toc").status == 0
    assert (small.paths.root / "_toc.yml").read_bytes() == (ROOT / "_toc.yml").read_bytes()
    assert azwboek("toc", "--check").status == 0
    with (small.paths.root / "_toc.yml").open("a") as file:
        file.write("# veranderd\n")
    outcome = azwboek("toc", "--check")
    assert (outcome.status, "maak hem opnieuw" in one_line(outcome)) == (1, True)


# ---- bad input for the warehouse; the old one stays as it was ----


def spoil_row(registers: Path):
    path = registers / "begroting.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = lines[4].split(",")
    cells[2] = "tweeduizend"
    path.write_text("".join([*lines[:4], ",".join(cells), *lines[5:]]), encoding="utf-8")


def remove(registers: Path):
    (registers / "acties.csv").unlink()


def cut_in_half(registers: Path):
    path = registers / "acties.csv"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def half_a_snapshot(registers: Path):
    folder = registers.parent / "snapshots" / "24015NED" / "2026-11-01-0123456789ab"
    folder.mkdir(parents=True)
    (folder / "data.parquet").write_bytes(b"PAR1")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_row, "begroting.csv, regel 5, kolom jaar: moet een getal zijn: 'tweeduizend'"),
        (remove, "acties.csv, regel 0, kolom -: het bestand ontbreekt"),
        (cut_in_half, "acties.csv, regel"),
        (half_a_snapshot, "snapshots/24015NED/2026-11-01-0123456789ab: metadata.json ontbreekt"),
    ],
)
def test_bad_input_is_named_and_the_old_warehouse_stays(small, azwboek, spoil, said):
    small.put_warehouse()
    before = {path: path.read_bytes() for path in small.paths.warehouse.parent.iterdir()}
    spoil(small.paths.registers)
    outcome = azwboek("warehouse")
    assert outcome.status == 1
    assert said in outcome.err
    one_line(outcome)
    assert {path: path.read_bytes() for path in small.paths.warehouse.parent.iterdir()} == before


def test_a_broken_region_register_is_named_by_every_command(small, azwboek):
    path = small.paths.registers / "regios.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("RA0205", "AM05"), encoding="utf-8")
    for args in (["list"], ["run"], ["check"], ["toc"]):
        outcome = azwboek(*args)
        assert outcome.status == 1
        assert "regios.csv, regel 6, kolom code: heeft niet de vorm" in outcome.err


# ---- check ----


@pytest.fixture
def good(small, plan):
    """A small project of one chapter, executed and built, all well."""
    (small.paths.parameters / "hoofdstukken.yml").write_text("- {naam: behoud, titel: t, kort: k}\n")
    small.put_chapter("behoud", chapter_notebook())
    from azwboek.plan import load
    from azwboek.site.theme.contents import expected_pages

    few = load(small.paths)
    for page in few.pages:
        path, code = page.notebook_out(small.paths), page.region.code
        path.parent.mkdir(parents=True)
        nbformat.write(executed_notebook(page, figure(regio=code, rijen=[[code, "2025", 10.1]], spec=None)), path)
    write_site(small.paths.html, expected_pages(few), {page.docname for page in few.pages})
    return small


def test_check_passes_on_a_good_book(good, azwboek):
    outcome = azwboek("check")
    assert outcome.status == 0, outcome.err
    assert "controle van de notebooks klaar in" in outcome.out
    assert "controle van de site klaar in" in outcome.out


def test_check_fails_with_one_line_per_page(good, azwboek, tmp_path):
    (good.paths.notebooks / "RA0205" / "behoud.ipynb").unlink()
    page = good.paths.html / "regio" / "twente" / "behoud.html"
    page.write_text(page.read_text().replace('content="RA0205"', 'content="RA0101"'))
    outcome = azwboek("check", "--json", str(tmp_path / "verslag.json"))
    assert outcome.status == 1
    assert outcome.err.splitlines() == [
        "azwboek: niet in orde: 2 pagina's",
        "RA0205/behoud: de uitgevoerde notebook ontbreekt",
        "regio/twente/behoud.html: meta azwboek:regio is 'RA0101', hoort RA0205 te zijn",
    ]
    written = json.loads((tmp_path / "verslag.json").read_text(encoding="utf-8"))["fouten"]
    assert written[0] == {"pagina": "RA0205/behoud", "reden": "de uitgevoerde notebook ontbreekt"}


# ---- build: the stages in order, and nothing in place before all is well ----


@pytest.fixture
def stages(small, azwboek, monkeypatch):
    """A small project whose stages only say that they ran; each can be made to fail."""
    azwboek("toc")
    small.put_warehouse()
    small.ran, small.bad_site, small.bad_notebooks = [], [], []
    small.paths.html.mkdir(parents=True)
    (small.paths.html / "index.html").write_text("de vorige")

    def say(name, result):
        return lambda *args, **options: small.ran.append(name) or result

    made = {"soort": "demonstratie", "tabellen": {"kern_waarneming": 41223}}
    report = RunReport([Result("NL/behoud", "uitgevoerd", 1.5)], 2.0)
    monkeypatch.setattr("azwboek.warehouse.build.build", say("warehouse", made))
    monkeypatch.setattr("azwboek.run.pool.execute", say("run", report))
    monkeypatch.setattr("azwboek.gate.notebooks.check_notebooks", say("check", small.bad_notebooks))
    monkeypatch.setattr("azwboek.site.build.build", say("site", {"paginas": 182}))
    monkeypatch.setattr("azwboek.gate.site.check_site", say("check site", small.bad_site))
    monkeypatch.setattr("azwboek.site.build.put_in_place", say("put in place", None))
    return small


def test_build_goes_through_the_stages_in_order(stages, azwboek):
    outcome = azwboek("build")
    assert outcome.status == 0, outcome.err
    assert stages.ran == ["warehouse", "run", "check", "site", "check site", "put in place"]
    assert re.search(r"datawarehouse klaar in \d+,\d s: 41\.223 waarnemingen, demonstratie", outcome.out)
    made = json.loads((stages.paths.build / "build.json").read_text(encoding="utf-8"))
    assert made["editie"]["soort"] == "demonstratie"
    assert list(made["stappen"]) == [
        "datawarehouse",
        "notebooks",
        "controle van de notebooks",
        "site",
        "controle van de site",
    ]
    assert made["aantallen"] == {"kern_waarneming": 1, "paginas": 182, "notebooks": 1}
    assert {"python", "jupyter-book", "papermill", "duckdb"} <= set(made["versies"])
    assert made["paginas"] == [{"pagina": "NL/behoud", "status": "uitgevoerd", "seconden": 1.5, "reden": ""}]


@pytest.mark.parametrize(("stage", "last"), [("bad_notebooks", "check"), ("bad_site", "check site")])
def test_build_stops_at_the_gate_and_leaves_the_previous_site(stages, azwboek, stage, last):
    getattr(stages, stage).append(Fault("NL/behoud", "er staat een traceback op de pagina"))
    outcome = azwboek("build")
    assert (outcome.status, stages.ran[-1]) == (1, last)
    assert outcome.err.splitlines()[-1] == "NL/behoud: er staat een traceback op de pagina"
    assert (stages.paths.html / "index.html").read_text() == "de vorige"
    assert not (stages.paths.build / "build.json").exists()


def test_build_stops_at_failed_pages_and_names_them(stages, azwboek, monkeypatch):
    report = RunReport([Result("NL/behoud", "mislukt", 1.5, "cel 4: ValueError: kapot")], 2.0)
    monkeypatch.setattr("azwboek.run.pool.execute", lambda *args, **options: report)
    outcome = azwboek("build")
    assert (outcome.status, stages.ran) == (1, ["warehouse"])
    assert outcome.err.splitlines()[-1] == "NL/behoud: cel 4: ValueError: kapot"


def test_build_refuses_a_toc_that_does_not_fit(stages, azwboek):
    (stages.paths.root / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    assert azwboek("build").status == 1
    assert stages.ran == []


def test_a_second_build_is_refused(stages, azwboek):
    with locked(stages.paths):
        outcome = azwboek("build")
    assert (outcome.status, stages.ran) == (1, [])
    assert "hier is al een opdracht van azwboek bezig" in one_line(outcome)


# ---- the last stop ----


def test_an_unexpected_error_is_one_line(small, azwboek, monkeypatch):
    def fail(paths):
        raise KeyError("iets")

    monkeypatch.setattr("azwboek.plan.load", fail)
    outcome = azwboek("list")
    assert (outcome.status, one_line(outcome)) == (
        1,
        "azwboek: onverwachte fout: KeyError: 'iets' (AZWBOEK_DEBUG=1 toont waar)",
    )
    monkeypatch.setenv("AZWBOEK_DEBUG", "1")
    assert "Traceback" in azwboek("list").err


def test_a_report_that_cannot_be_written_is_named(good, azwboek, tmp_path):
    (tmp_path / "bestand").write_text("")
    outcome = azwboek("check", "--json", str(tmp_path / "bestand" / "verslag.json"))
    assert outcome.status == 1
    assert one_line(outcome).startswith(f"azwboek: {tmp_path}/bestand")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")], ids=["python", "duckdb"])
def test_an_interrupted_command_ends_with_130(small, azwboek, monkeypatch, error):
    def interrupt(paths):
        raise error

    monkeypatch.setattr("azwboek.plan.load", interrupt)
    outcome = azwboek("list")
    assert (outcome.status, outcome.err.splitlines()[-1]) == (130, "azwboek: afgebroken; wat klaar was, blijft staan")
