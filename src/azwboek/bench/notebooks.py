"""All notebooks, against the loop that a user would write, two stock processes, jupyter-cache, and the least that it can take."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from ..paths import Paths
from ..plan import load
from . import ratio, tools

NAAM = "notebooks"
REGIONS = 3  # in the sample on which the slow contenders run
RUNS = 3
FLOOR = """
import json, os, sys, time
from multiprocessing import get_context
import altair, duckdb, nbformat, pandas
from azwboek.chapters import answers, chapter, charts, finance

shown = []
def display(thing):
    shown.append(thing._repr_mimebundle_())
chapter.display = display

def work(jobs):
    for cells in jobs:
        space = {}
        for code in cells:
            exec(code, space)
        space["hoofdstuk"]._connection.close()

if __name__ == "__main__":
    jobs = json.load(sys.stdin)
    context = get_context("fork")
    half = [jobs[:2], jobs[2:]] if len(jobs) < 5 else [jobs[::2], jobs[1::2]]
    barrier, done = context.Barrier(3), context.Barrier(3)
    def process(own):
        work(own[:5])
        barrier.wait()
        work(own)
        done.wait()
    processes = [context.Process(target=process, args=(own,)) for own in half]
    for p in processes: p.start()
    barrier.wait()
    start = time.perf_counter()
    done.wait()
    print(time.perf_counter() - start)
"""
CACHE = """
import sys, time
from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
folder, *paths = sys.argv[1:]
start = time.perf_counter()
cache = get_cache(folder)
for path in paths:
    cache.add_nb_to_project(path)
result = load_executor("local-serial", cache).run_and_cache(timeout=120)
assert len(result.succeeded) == len(paths), result
print(time.perf_counter() - start)
"""


def measure(paths: Paths, say: Callable[[str], None]) -> dict:
    """Measure; see the top of the package for the form."""
    pages = load(paths).pages
    some = tools.sample(paths, REGIONS)
    raw: dict = {"paginas": len(pages), "steekproef": [page.key for page in some]}
    with tools.own_build(paths) as own:
        stock = own.build / "loop"
        say(f"de lus van papermill, {len(some)} pagina's")
        raw["lus"] = _script(own, tools.LOOP, tools.jobs(own, some, stock))
        say(f"twee processen met papermill, {len(some)} pagina's")
        raw["twee_stock"] = _script(own, tools.POOL, tools.jobs(own, some, own.build / "pool"))
        say("jupyter-cache")
        raw["jupyter_cache"] = _cache(own, some)
        raw["ondergrens"], raw["alles"] = [], []
        for number in range(RUNS):
            say(f"alle {len(pages)} pagina's, keer {number + 1} van {RUNS}")
            raw["ondergrens"].append(_floor(own, pages))
            raw["alles"].append(tools.azwboek(own, "run", "--force"))
        tools.assert_equal(some, own, stock)
    per_loop = raw["lus"] / len(some)
    ours, floor = statistics.median(raw["alles"]), statistics.median(raw["ondergrens"])
    raw["per_pagina_ms"] = {
        "lus": per_loop * 1000, "twee_stock": raw["twee_stock"] / len(some) * 1000, "ondergrens": floor / len(pages) * 1000,
        "wij": ours / len(pages) * 1000, "jupyter_cache": raw["jupyter_cache"] / len(some) * 1000,
    }  # fmt: skip
    return {
        "naam": NAAM,
        "metingen": raw,
        "verhoudingen": [
            ratio(
                f"sneller dan de lus (van {len(some)} pagina's doorgerekend)",
                per_loop * len(pages) / ours,
                12,
                "minstens",
            ),
            ratio("ten opzichte van de ondergrens van twee warme processen", ours / floor, 1.4, "hoogstens"),
            ratio(
                "sneller dan twee processen met papermill",
                raw["twee_stock"] / len(some) * len(pages) / ours,
                1,
                "minstens",
            ),
            ratio("sneller dan jupyter-cache", raw["jupyter_cache"] / len(some) * len(pages) / ours, 1, "minstens"),
        ],
    }


def _script(paths: Paths, script: str, jobs: list) -> float:
    """Run a script in a process of its own; the time with its start."""
    file = paths.build / "script.py"
    file.write_text(script, encoding="utf-8")
    return tools.run([sys.executable, str(file)], paths, given=json.dumps(jobs))


def _floor(paths: Paths, pages: list) -> float:
    """The cells of all pages in two processes that are warm already; only the work itself is timed."""
    import subprocess

    import nbformat

    cells = {}
    for chapter in {page.chapter for page in pages}:
        notebook = nbformat.read(chapter.notebook(paths), as_version=4)
        cells[chapter.naam] = [c for c in notebook.cells if c.cell_type == "code"]
    jobs = []
    for page in pages:
        own = [
            f"regio = {page.region.code!r}" if "parameters" in c.metadata.get("tags", []) else c.source
            for c in cells[page.chapter.naam]
        ]
        jobs.append(own)
    file = paths.build / "floor.py"
    file.write_text(FLOOR, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(file)], input=json.dumps(jobs), env=tools.environment(paths), cwd=paths.root, capture_output=True, text=True, check=True
    )  # fmt: skip
    return float(done.stdout.splitlines()[-1])


def _cache(paths: Paths, pages: list) -> float:
    """What the book itself would do with ``execute_notebooks: cache``, on notebooks with their parameters filled in."""
    import papermill

    folder = paths.build / "cache"
    made = tools.jobs(paths, pages, folder / "bron")
    for source, target, parameters in made:
        papermill.execute_notebook(source, target, parameters, prepare_only=True, progress_bar=False)
    file = paths.build / "cache.py"
    file.write_text(CACHE, encoding="utf-8")
    return tools.run([sys.executable, str(file), str(folder / "cache"), *[str(Path(job[1])) for job in made]], paths)
