"""All notebooks, against the loop that a user would write, two stock processes and jupyter-cache."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from azwboek.paths import Paths
from azwboek.plan import load

from . import contenders, ratio

NAME = "notebooks"
REGIONS = 3  # in the sample on which the slow contenders run
RUNS = 3
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
    """Seconds of each, the slow ones on a sample of the pages; its pages must come out as the loop has them."""
    pages = load(paths).pages
    some = contenders.sample(paths, REGIONS)
    raw: dict = {"paginas": len(pages), "steekproef": [page.key for page in some]}
    with contenders.own_build(paths) as own:
        stock = own.build / "loop"
        say(f"de lus van papermill, {len(some)} pagina's")
        raw["lus"] = contenders.script(own, contenders.LOOP, contenders.jobs(own, some, stock))
        say(f"twee processen met papermill, {len(some)} pagina's")
        raw["twee_stock"] = contenders.script(own, contenders.POOL, contenders.jobs(own, some, own.build / "pool"))
        say("jupyter-cache")
        raw["jupyter_cache"] = _cache(own, some)
        say(f"alle {len(pages)} pagina's, {RUNS} keer")
        raw["alles"] = [contenders.azwboek(own, "run", "--force") for _ in range(RUNS)]
        contenders.assert_equal(some, own, stock)
    return raw


def ratios(raw: dict) -> list[dict]:
    """How many times as fast as each of the others, by the page."""
    ours, sample = statistics.median(raw["alles"]) / raw["paginas"], len(raw["steekproef"])
    return [
        ratio("sneller dan de lus van papermill", raw["lus"] / sample / ours, 10, "minstens"),
        ratio("sneller dan twee processen met papermill", raw["twee_stock"] / sample / ours, 1, "minstens"),
        ratio("sneller dan jupyter-cache", raw["jupyter_cache"] / sample / ours, 1, "minstens"),
    ]


def _cache(paths: Paths, pages: list) -> float:
    """What the book itself would do with ``execute_notebooks: cache``, on notebooks with their parameters filled in."""
    import papermill

    folder = paths.build / "cache"
    made = contenders.jobs(paths, pages, folder / "bron")
    for source, target, parameters in made:
        papermill.execute_notebook(source, target, parameters, prepare_only=True, progress_bar=False)
    file = paths.build / "cache.py"
    file.write_text(CACHE, encoding="utf-8")
    return contenders.run(
        [sys.executable, str(file), str(folder / "cache"), *[str(Path(job[1])) for job in made]], paths
    )
