"""Measure the built site in a real browser and write ``data/metingen.json``, which a page of the book shows.

Run by ``make measure`` after ``make book``, with helpers of the browser tests. Everything is measured here, on this machine, from a host on the loopback address:
the size of a page (gzip), when its first content shows, how much it shifts, and how large the site is.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import statistics
import sys
from pathlib import Path

from azwboek import edition
from azwboek.files import write_text
from azwboek.paths import project
from azwboek.site.take_along import downloads
from browsing import at, chromium, served, weight

RUNS = 5
KINDS = {
    "index": "Beginpagina",
    "regio/twente/index": "Een regio",
    "regio/twente/behoud": "Een hoofdstuk",
    "regio/twente/financien": "Financiën",
    "verkenner": "Verkenner",
    "search": "Zoeken",
    "cijfers": "De langste lijst",
}
OBSERVE = """
  window.gemeten = { verschuiving: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.gemeten.verschuiving += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
FIRST = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def page(browser, site: Path, address: str, name: str) -> dict:
    """The size of one kind of page and how it loads: the middle of a few visits, each without a cache."""
    first, shifts, weights = [], [], []
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL")
        visit = context.new_page()
        asked: list[str] = []
        visit.on("requestfinished", lambda request, asked=asked: asked.append(request.url))
        visit.add_init_script(OBSERVE)
        visit.goto(at(address, name), wait_until="networkidle")
        first.append(visit.evaluate(FIRST))
        shifts.append(visit.evaluate("window.gemeten.verschuiving"))
        weights.append(sum(weight(site, address, asked).values()))
        context.close()
    return {
        "gewicht_bytes": int(statistics.median(weights)),
        "eerste_beeld_ms": round(statistics.median(first)),
        "verschuiving": round(statistics.median(shifts), 3),
    }


def main() -> int:
    """Measure and write; returns the exit status."""
    paths = project()
    site = paths.html
    if not (site / "index.html").is_file():
        print(f"{site}: er is nog geen site; maak die met 'make book'", file=sys.stderr)
        return 1
    [zipped] = site.glob("downloads/azw-boek-heel*.zip")
    with served(site) as address, chromium() as browser:
        kinds = [name for name in KINDS if (site / f"{name}.html").is_file()]
        found = {
            "datum": datetime.date.today().isoformat(),
            "editie": edition.built(paths)["id"],
            "opdracht": "make measure",
            "machine": f"{len(os.sched_getaffinity(0))} kernen, {platform.machine()}, Chromium {browser.version}",
            "bezoeken": RUNS,
            "breedte": 390,
            "omvang": downloads.size(site) | {"zip": zipped.stat().st_size},
            "paginas": [{"pagina": name, "soort": KINDS[name], **page(browser, site, address, name)} for name in kinds],
        }
    write_text(paths.root / "data" / "metingen.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    for row in found["paginas"]:
        print(row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
