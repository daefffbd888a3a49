"""Markdown pages: Jinja templates of ``book/``, rendered with what :mod:`azwboek.site.pages` offers."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..chapters.figures import Figure
from ..edition import files, fingerprint
from ..keep import Kept
from ..plan import ABOUT_PAGES, PROGRAMME_PAGES
from .escape import door
from .pages import Context
from .stamps import unstamped

#: Pages that exist once, beside the chapters; the templates carry the same names.
SINGLE = ("index", "regio/index", "verkenner", *PROGRAMME_PAGES, *ABOUT_PAGES)


def render_pages(context: Context, stamps: dict[str, str], kept: Kept) -> dict[str, str]:
    """Render every Markdown page: those that exist once, and the page of each region; with stamps for what differs per edition.

    Args:
        context: the book.
        stamps: what stands for the words of this edition.
        kept: where the pages of regions are kept.
    """
    environment = Environment(
        loader=FileSystemLoader(context.paths.book),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=door,
        keep_trailing_newline=True,
    )
    texts = {
        name: unstamped(environment.get_template(f"{name}.md").render(boek=context.at(name)), stamps) for name in SINGLE
    }
    template = environment.get_template("regio/regio.md")
    # Beside the answers a page can show what registers, the last refresh and measurements say.
    beside = [*files(context.paths.registers), context.paths.refreshed, context.paths.root / "data" / "metingen.json"]
    shared = (
        Path(template.filename).read_text(encoding="utf-8"),
        fingerprint(beside),
        context.edition["soort"],
        repr(context.taken),
    )
    for region in context.plan.regions:
        if region.code != "NL":
            name = f"{region.path}/index"
            made_from = (name, repr(region), repr(context.plan.chapters), *shared)
            texts[name] = _kept_page(
                context.at(name, region),
                lambda own, region=region: unstamped(template.render(boek=own, regio=region), stamps),
                kept,
                made_from,
            )
    kept.sweep()
    return texts


def _kept_page(context: Context, render: Callable[[Context], str], kept: Kept, made_from: tuple[str, ...]) -> str:
    """A page that is kept with the questions that it asked, and rendered again when one of them has another answer."""
    questions = context.connection
    if (part := kept.find(*made_from)) is not None:
        content = json.loads(part)
        if questions.outcomes(content["vragen"]) == content["uitkomsten"]:
            for figure in content["figuren"]:
                context.place_figure(context.docname, Figure.from_json(figure))
            return content["tekst"]
    placed = []

    def place(docname: str, figure: Figure) -> Markup:
        placed.append(figure.to_json())
        return context.place_figure(docname, figure)

    questions.asked = []
    text = render(dataclasses.replace(context, place_figure=place))
    asked, questions.asked = questions.asked, None
    if asked is not None:
        content = {"vragen": asked, "uitkomsten": questions.outcomes(asked), "figuren": placed, "tekst": text}
        kept.put(json.dumps(content).encode(), *made_from)
    return text
