"""What the site says of its own addresses: a list for scripts, and the page for an address that is not there."""

from __future__ import annotations

import json
from pathlib import Path

from ... import templates
from ...plan import NATIONAL, Plan, Region
from . import parts
from .contents import expected_pages

#: A missing page may have been asked for at any depth; its script and style are tried at each.
DEPTHS = ("", "../", "../../", "../../../")


def write(root: Path, plan: Plan, edition: dict) -> None:
    """Write ``scripts/paginas.js`` and ``404.html`` into the built site."""
    content = json.dumps(listing(plan), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    (root / "scripts" / "paginas.js").write_text(f"window.azwPaginas = {content};\n", encoding="utf-8")
    page = templates.page(parts.ENVIRONMENT, "404.html", edition=edition, depths=DEPTHS, voorbeeld=plan.example)
    (root / "404.html").write_text(page, encoding="utf-8")


def listing(plan: Plan) -> dict:
    """The regions with the words they are known by, the chapters, and the pages that exist once."""
    single = [name for name, code in expected_pages(plan).items() if code == NATIONAL and "/" not in name]
    return {
        "regios": [labels(plan, region) for region in plan.regions],
        "hoofdstukken": [[c.naam, c.kort] for c in plan.chapters],
        "paginas": [*single, *(f"{one.settings.pad}/index" for one in plan.sets)],
        "alle": [[f"{one.settings.pad}/index.html", f"Alle {one.settings.meervoud}"] for one in plan.sets],
    }


def labels(plan: Plan, region: Region) -> list:
    """A region for a script: path, name, words to look for, and the chapters that it does not have when there are any."""
    words = "; ".join(filter(None, [region.code, region.vorige_naam, *region.zoektermen]))
    without = [chapter.naam for chapter in plan.chapters if chapter not in plan.chapters_of(region)]
    return [region.path, region.naam, words, *([without] if without else [])]
