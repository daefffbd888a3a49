"""Markdown pages: Jinja templates of ``book/``, rendered with what :mod:`azwboek.site.pages` offers."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

from markupsafe import Markup

from .. import templates
from ..chapters import view
from ..chapters.figures import Figure
from ..keep import Kept, files, fingerprint
from ..warehouse import ask
from ..warehouse.ask import Asked
from .escape import door
from .pages import Context

#: The page of all areas of a set, that of one area, and that of one indicator.
AREAS, REGION, INDICATOR = "regio/index.md", "regio/regio.md", "indicator/indicator.md"


def render_pages(context: Context, kept: Kept) -> dict[str, str]:
    """Render every Markdown page: those that exist once, and the page of each region and indicator; with marks for what differs per edition.

    Args:
        context: the book.
        kept: where the pages of regions and indicators are kept.
    """
    environment = templates.for_pages(view.environment(context.paths.book), door)
    texts = {name: templates.page(environment, f"{name}.md", boek=context.at(name)) for name in context.plan.single}
    for one in context.plan.sets:
        name = f"{one.settings.pad}/index"
        texts[name] = templates.page(environment, AREAS, boek=context.at(name, areas=one))
    # Beside the answers a page can show what registers, parameters, the last refresh and measurements say.
    beside = [*files(context.paths.registers), *files(context.paths.parameters)]
    beside += [context.paths.refreshed, context.paths.root / "data" / "metingen.json"]
    shared = (fingerprint(beside), repr(context.plan), context.edition["soort"], repr(context.bestanden))
    # A page that is kept does not rest on the day: to compute with it would be a fault, and is one.
    lasting = dataclasses.replace(context, day=None)
    layout = templates.text(context.paths.book, INDICATOR)
    for page in context.plan.indicators:
        name = page.docname
        texts[name] = _kept_page(
            lasting.at(name),
            lambda own, page=page: templates.page(environment, INDICATOR, boek=own, pagina=page),
            kept,
            (name, layout, *shared),
        )
    layout = templates.text(context.paths.book, REGION)
    for region in context.plan.regions:
        if region.code != "NL":
            name = f"{region.path}/index"
            own = lasting.at(name, region)
            answers = repr([context.answers.get(f"{region.path}/{c.naam}") for c in context.plan.chapters_of(region)])
            made_from = (name, repr(region), answers, layout, *shared)
            texts[name] = _kept_page(
                own, lambda own: templates.page(environment, REGION, boek=own, regio=own.regio), kept, made_from
            )
    kept.sweep()
    return texts


def _kept_page(context: Context, render: Callable[[Context], str], kept: Kept, made_from: tuple[str, ...]) -> str:
    """A page that is kept with the questions that it asked, and rendered again when one of them has another answer."""
    paths, connection = context.paths, context.connection
    if (part := kept.find(*made_from)) is not None:
        content = json.loads(part)
        asked = [Asked(**one) for one in content["vragen"]]
        if not ask.difference(paths, asked, lambda one: ask.ask_again(connection, paths, one)):
            for figure in content["figuren"]:
                context.place_figure(context.docname, Figure.from_json(figure))
            return content["tekst"]
    placed = []

    def place(docname: str, figure: Figure) -> Markup:
        placed.append(figure.to_json())
        return context.place_figure(docname, figure)

    with connection.asked() as asked:
        text = render(dataclasses.replace(context, place_figure=place))
    questions = [dataclasses.asdict(one) for one in ask.ordered(asked)]
    kept.put(json.dumps({"vragen": questions, "figuren": placed, "tekst": text}).encode(), *made_from)
    return text
