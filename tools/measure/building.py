"""The whole book: from cold, again when nothing changed, and after one cell of one region changed; and the growth of the site."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import yaml

from azwboek import files, keep
from azwboek.keep import checksum
from azwboek.paths import Paths
from azwboek.plan import load
from azwboek.warehouse import ask
from azwboek.warehouse import build as warehouse

from . import contenders, notebooks, ratio

NAME = "bouwen"
RUNS = 3
SMALL, LARGE = 150, 600
CHANGE = "update kern_waarneming set waarde = waarde + $verschil where indicator = $indicator and regio = $regio and periode = $periode"
#: What `azwboek build` does after the warehouse.
BUILD = """
import json
import sys
import time

if __name__ == "__main__":
    start = time.perf_counter()
    from azwboek import plan
    from azwboek.gate import notebooks, site as gate
    from azwboek.paths import project
    from azwboek.run import pool as run
    from azwboek.site import build as site

    paths = project()
    known = plan.load(paths)
    report = run.execute(paths, known.pages)
    seconds = time.perf_counter() - start
    executed = [page.pagina for page in report.paginas if page.status == run.DONE]
    assert notebooks.check_notebooks(paths, known) == []
    site.build(paths, known)
    assert gate.check_site(site.new_html(paths), known, gate.checked(paths)) == []
    site.put_in_place(paths)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump({"uitgevoerd": executed, "seconden": seconds}, file)
"""
#: What stays in the build folder when a site is made from nothing.
GIVEN = ("warehouse", "notebooks")


def measure(paths: Paths, say: Callable[[str], None]) -> dict:
    """Seconds of each, and which pages and files came out differently."""
    known = load(paths)
    some = contenders.sample(paths, notebooks.REGIONS)
    raw: dict = {"paginas": len(known.pages), "steekproef": len(some)}
    with contenders.own_build(paths) as own:
        shutil.rmtree(own.warehouse.parent)
        say("alles, vanaf niets")
        raw["koud"] = contenders.azwboek(own, "build")
        say(f"niets veranderd, {RUNS} keer")
        raw["niets_veranderd"] = [contenders.azwboek(own, "build") for _ in range(RUNS)]
        say(f"de lus van papermill, {len(some)} pagina's")
        raw["lus"] = contenders.script(own, contenders.LOOP, contenders.jobs(own, some, own.build / "loop"))
        say("jupyter-book met zijn eigen instellingen")
        raw["jupyter_book"] = _default_book(own)
        say("één cel van één regio veranderd")
        raw["een_cel"] = _one_cell(own, known, say)
        say(f"site van {SMALL} en van {LARGE} pagina's")
        raw["site"] = {str(number): _site_of(own, number) for number in (SMALL, LARGE)}
    return raw


def ratios(raw: dict) -> list[dict]:
    """The whole against what a user would write, and what a small change costs of it; exactly the pages that changed, no other."""
    theirs = raw["lus"] / raw["steekproef"] * raw["paginas"] + raw["jupyter_book"]
    per_page = {number: seconds / int(number) for number, seconds in raw["site"].items()}
    cell, cold = raw["een_cel"], raw["koud"]
    wrong = len(set(cell["uitgevoerd"]) ^ set(cell["veranderd"]))
    return [
        ratio("koud, sneller dan de lus en jupyter-book", theirs / cold, 6, "minstens"),
        ratio(
            "niets veranderd, ten opzichte van koud",
            statistics.median(raw["niets_veranderd"]) / cold,
            0.03,
            "hoogstens",
        ),
        ratio("één cel veranderd, ten opzichte van koud", cell["seconden"] / cold, 0.2, "hoogstens"),
        ratio("pagina's die door de cel anders werden", len(cell["veranderd"]), 1, "minstens"),
        ratio("pagina's te veel of te weinig uitgevoerd na één cel", wrong, 0, "hoogstens"),
        ratio("bestanden anders dan bij een site vanaf niets", len(cell["anders_vanaf_niets"]), 0, "hoogstens"),
        ratio(
            f"tijd per pagina van de site bij {LARGE} ten opzichte van {SMALL}",
            per_page[str(LARGE)] / per_page[str(SMALL)],
            1.3,
            "hoogstens",
        ),
    ]


def change_one_cell(paths: Paths, *, by: float = 0.01) -> dict:
    """Change a value of one indicator in one region, in the warehouse itself; returns which.

    It lies between the lowest and the highest region, and stays there, so that only pages of its own region show it. It is no share of
    numbers that the book knows: a comparison refuses a share that is not its parts. What the
    warehouse says that it holds is changed too, so that it is another edition.
    """
    with duckdb.connect(str(paths.warehouse), config=ask.CONFIG) as con:
        [cell] = con.execute(
            "select indicator, regio, periode from uit_reeks"
            " where regio = 'RA0205' and indicator = 'deeltijdfactor' and waarde > laagste and waarde + $verschil < hoogste"
            " order by begin_datum desc limit 1",
            {"verschil": by},
        ).fetchall()
        chosen = dict(zip(("indicator", "regio", "periode"), cell, strict=True))
        con.execute(CHANGE, chosen | {"verschil": by})
        for file in warehouse.sql_files(paths.sql / "uit"):
            text = file.read_text(encoding="utf-8")
            if "create table uit_" in text:
                con.execute(text.replace("create table", "create or replace table"))
        con.execute("checkpoint")
        files.write_json(warehouse.summary_file(paths.warehouse), warehouse.summarised(con))
    return chosen


def _one_cell(own: Paths, known, say: Callable[[str], None]) -> dict:
    """Change a cell; which pages are executed, which would come out differently if all were, and how long all takes.

    The site must be the one that is made from nothing.
    """
    before = {page.key: page.notebook_out(own).read_bytes() for page in known.pages}
    chosen = change_one_cell(own)
    script, report = own.build / "bouw.py", own.build / "verslag.json"
    script.write_text(BUILD, encoding="utf-8")
    command = [sys.executable, str(script), str(report)]
    seconds = contenders.run(command, own)
    ran = json.loads(report.read_text(encoding="utf-8"))
    made = _contents(own.html)
    say("alles nog eens, om te zien welke pagina's echt anders zijn")
    contenders.azwboek(own, "run", "--force")
    changed = [key for page in known.pages if page.notebook_out(own).read_bytes() != before[key := page.key]]
    say("de site nog eens, vanaf niets, om te zien of die dezelfde is")
    for path in own.build.iterdir():
        if path.is_dir() and path.name not in GIVEN:
            shutil.rmtree(path)
    contenders.run(command, own)
    again = _contents(own.html)
    differing = sorted(name for name in made.keys() | again.keys() if made.get(name) != again.get(name))
    return {
        "cel": chosen, "seconden": seconds, "waarvan_notebooks": ran["seconden"], "uitgevoerd": ran["uitgevoerd"], "veranderd": changed,
        "anders_vanaf_niets": differing,
    }  # fmt: skip


def _contents(folder: Path) -> dict[str, str]:
    """The checksum of every file below a folder, but for the warehouse and the zip that holds it: DuckDB writes other bytes each time."""
    found = (path for path in keep.files(folder) if path.suffix not in (".duckdb", ".zip"))
    return {path.relative_to(folder).as_posix(): checksum(path.read_bytes()) for path in found}


def _default_book(own: Paths) -> float:
    """``jupyter-book build`` on the same sources, with the settings of a new book and execution off."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "boek"
        shutil.copytree(own.build / "source", work, ignore=shutil.ignore_patterns("_static", "azwboek.json"))
        (work / "_config.yml").write_text("title: Boek\nexecute:\n  execute_notebooks: 'off'\n", encoding="utf-8")
        shutil.copy(own.root / "_toc.yml", work)
        command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(work), "--quiet"]
        return contenders.run(command, own)


def _site_of(own: Paths, number: int) -> float:
    """Seconds that Sphinx takes, from nothing, for this many pages under our settings: copies of the executed notebooks."""
    plan = load(own)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source = work / "boek"
        source.mkdir()
        shutil.copytree(own.build / "source" / "_static", source / "_static")
        (source / "index.md").write_text("# Boek\n\nTekst.\n", encoding="utf-8")
        pages = [own.build / "source" / f"{page.docname}.ipynb" for page in plan.pages]
        parts = []
        for place in range(number // 5):
            names = [f"deel-{place}/{n}" for n in range(5)]
            (source / f"deel-{place}").mkdir()
            (source / f"deel-{place}" / "index.md").write_text(f"# Deel {place}\n\nTekst.\n", encoding="utf-8")
            for n, name in enumerate(names):
                shutil.copy(pages[(place * 5 + n) % len(pages)], source / f"{name}.ipynb")
            parts.append({"file": f"deel-{place}/index", "sections": [{"file": name} for name in names]})
        toc = {"format": "jb-book", "root": "index", "chapters": parts}
        (work / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
        data = json.loads((own.build / "source" / "azwboek.json").read_text(encoding="utf-8"))
        shown = [{"file": "deel-0/index", "sections": parts}]  # as the list of regions holds the regions
        data["azwboek_inhoud"] = {"root": "index", "parts": [{"caption": "Delen", "chapters": shown}]}
        (source / "azwboek.json").write_text(json.dumps(data), encoding="utf-8")
        command = [sys.executable, "-m", "azwboek.site.sphinx.run", str(source), str(work / "uit")]
        command += [str(own.root / "_config.yml"), str(work / "_toc.yml"), "3"]
        return contenders.run(command, own, AZWBOEK_SITE_DATA=str(source / "azwboek.json"))
