"""The contents of the book: every page in its place, as ``_toc.yml`` has it and as the gate expects them."""

from __future__ import annotations

import yaml

from ...plan import NATIONAL, Page, Plan, Region

TOC_HEADER = "# Gemaakt door 'azwboek toc' uit parameters en de registers van gebieden.\n"


def toc(plan: Plan) -> dict:
    """Return the table of contents of the book, in the format of ``_toc.yml``."""
    national = next(region for region in plan.regions if region.code == NATIONAL)
    parts = [{"caption": "Nederland", "chapters": _chapter_entries(plan, national)}]
    for one in plan.sets:
        regions = [
            {"file": f"{region.path}/index", "title": region.naam, "sections": _chapter_entries(plan, region)}
            for region in plan.of_set(one.naam)
        ]
        every = {"file": f"{one.settings.pad}/index", "sections": regions}
        parts.append({"caption": one.settings.kop, "chapters": [every]})
    indicators = [{"file": page.docname} for page in plan.indicators]
    parts[-1]["chapters"] += [{"file": "indicatoren", "sections": indicators}, {"file": "verkenner"}]
    parts += [{"caption": p.kop, "chapters": [{"file": name} for name in p.paginas]} for p in plan.menu]
    return {"format": "jb-book", "root": "index", "parts": parts}


def toc_text(plan: Plan) -> str:
    """Return the text of ``_toc.yml``."""
    return TOC_HEADER + yaml.safe_dump(toc(plan), sort_keys=False, allow_unicode=True, width=110)


def expected_pages(plan: Plan) -> dict[str, str]:
    """Return every page of the site: address without ``.html`` -> the region code the page must carry."""
    owners = {page.docname: page.region.code for page in plan.pages}
    owners |= {f"{region.path}/index": region.code for region in plan.regions if region.code != NATIONAL}
    return {name: owners.get(name, NATIONAL) for name in _docnames(toc(plan))}


def _chapter_entries(plan: Plan, region: Region) -> list[dict]:
    return [{"file": Page(region, c).docname, "title": c.kort} for c in plan.chapters_of(region)]


def _docnames(entry: dict) -> list[str]:
    own = [entry[key] for key in ("root", "file") if key in entry]
    below = [
        name for key in ("parts", "chapters", "sections") for part in entry.get(key, []) for name in _docnames(part)
    ]
    return own + below
