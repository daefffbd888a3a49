"""The Sphinx side of the book: what every page carries, what it does not load, and Dutch for the reader.

Small and parallel-safe. The look is in ``book/_static``, templates and translations are in ``thema``; see
``docs/site.md``.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

from ... import __version__
from .. import marks
from . import closed, glossary, navigation, parts

logger = logging.getLogger(__name__)

THEME = Path(__file__).parent
BUILD_DATA = "AZWBOEK_SITE_DATA"
TERMS = "begrippen"
#: Where a reader finds how invented figures are made.
EXPLAINED = "verantwoording.html#verzonnen-cijfers"
KINDS = ("cbs", "demonstratie")
#: Extensions that ship with Jupyter Book and are safe to read in parallel, but do not say so.
SAFE_EXTENSIONS = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")
#: What the theme copies into ``_static`` and no page asks for.
UNUSED_FILES = (
    "scripts/fontawesome.js*", "scripts/*.map", "styles/*.map", "*webpack-macros.html", "locales", "searchtools.js", "language_data.js",
    "vendor/fontawesome",
)  # fmt: skip

DESCRIPTION = "De arbeidsmarkt in zorg en welzijn, regio voor regio, met bron en status bij elk cijfer."
DESCRIPTION_LENGTH = 160
#: Where the words are that can stand for a page, best first: elements with their class, each within the one before it.
DESCRIPTIVE = (
    (("p", "azw-antwoord"),),
    (("p", "azw-zin"),),
    (("p", ""),),
)
#: Scripts that fetch third parties when they run; the theme or an extension may add them.
UNWANTED_SCRIPT = re.compile(r"require(\.min)?\.js|thebe|mathjax", re.IGNORECASE)
OUTSIDE = re.compile(r"(https?:)?//", re.IGNORECASE)
OUTSIDE_IN_BODY = re.compile(
    r"<(?:script|link|iframe|img)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)", re.IGNORECASE
)


# ---- what differs per edition ------------------------------------------------------------------------------


def read_build_data(app: Sphinx, config: Config) -> None:
    """Fill the two config values from the file that the build wrote, unless they were given otherwise."""
    if not config.azwboek_editie:
        path = Path(os.environ.get(BUILD_DATA) or Path(app.confdir) / "azwboek.json")
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ExtensionError(
                f"{path} is missing: it holds the edition and the regions of this build. Build the book with "
                f"'azwboek build', or let {BUILD_DATA} name the file."
            ) from None
        except ValueError as error:
            raise ExtensionError(f"{path} is not valid JSON: {error}") from None
        if not isinstance(data, dict) or not {"azwboek_editie", "azwboek_regios"} <= data.keys():
            raise ExtensionError(f"{path} needs the keys azwboek_editie and azwboek_regios")
        config.azwboek_editie = data["azwboek_editie"]
        config.azwboek_regios = data["azwboek_regios"]
        config.azwboek_begrippen = data.get("azwboek_begrippen", [])
        config.azwboek_inhoud = data.get("azwboek_inhoud", {})
        config.azwboek_gebieden = data.get("azwboek_gebieden", {})
    edition = config.azwboek_editie
    if edition.get("soort") not in KINDS or not edition.get("id"):
        raise ExtensionError(f"azwboek_editie needs an id and a soort ({' or '.join(KINDS)}), got {edition!r}")


def region_of(docname: str, regions: dict[str, str]) -> str:
    """Return the code of the longest prefix that fits; every other page is about the Netherlands."""
    fitting = [prefix for prefix in regions if docname.startswith(prefix)]
    return regions[max(fitting, key=len)] if fitting else "NL"


def in_words(day: str | None) -> str:
    """Write an ISO date in Dutch; leave anything else as it is."""
    try:
        return format_date(date.fromisoformat(day or ""), "d MMMM yyyy", locale="nl")
    except ValueError:
        return day or ""


# ---- each page ---------------------------------------------------------------------------------------------


def describe(body: str) -> str:
    """Return one line about a page: its answer, or else the first text that can stand for it."""
    for path in DESCRIPTIVE:
        for found in _within(path).finditer(body):
            if text := Markup(found[1]).striptags():
                return text
    return DESCRIPTION


@functools.cache
def _within(path: tuple[tuple[str, str], ...]) -> re.Pattern:
    """What reads the text of an element: name and class of those around it, and its own."""
    opened = r"\s*".join(f'<{name} class="{css}">' if css else f"<{name}>" for name, css in path)
    return re.compile(f"{opened}(.*?)</{path[-1][0]}>", re.DOTALL)


def shorten(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """Cut at a word."""
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def meta(name: str, content: str) -> str:
    """Write one meta tag."""
    return str(parts.part("pagina.kenmerk", name, content))


def dress_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page its meta tags and, when it has an invented figure, a banner; and take away what would call a third party."""
    edition = app.config.azwboek_editie
    body = context.get("body") or ""
    figures = marks.of(body)
    tags = context.get("metatags") or ""
    tags += meta("azwboek:regio", region_of(pagename, app.config.azwboek_regios))
    tags += meta("azwboek:editie", edition["soort"])
    tags += meta("azwboek:bouw", str(edition["id"]))
    tags += meta("azwboek:echt", str(figures.echt)) + meta("azwboek:verzonnen", str(figures.verzonnen))
    if figures.verzonnen:
        tags += meta("robots", "noindex")
    if 'name="description"' not in tags:
        tags += meta("description", shorten(describe(body)))
    context["metatags"] = tags
    day = edition.get("datum") or ""
    context["azw_editie"] = {**edition, "datum_tekst": in_words(day), "jaar": day[:4]}
    context["azw_gebieden"] = app.config.azwboek_gebieden
    if app.config.azwboek_inhoud:
        context["azw_inhoud"] = navigation.sidebar(
            app.config.azwboek_inhoud, pagename, lambda name: app.env.titles[name].astext()
        )
    up = "../" * pagename.count("/")
    context["azw_verzonnen"] = figures.verzonnen
    banner = parts.part("pagina.demonstratie", *figures, f"{up}{EXPLAINED}") if figures.verzonnen else ""
    if body:
        # MyST-NB puts this untranslatable label over a summary that says the same in words.
        body = str(banner) + body.replace(' aria-label="Toggle hidden content"', "")
        if pagename != TERMS:
            body = glossary.mark(body, app.config.azwboek_begrippen, f"{up}{TERMS}.html")
        context["body"] = body
    context["script_files"] = [script for script in context.get("script_files", ()) if not unwanted(script)]
    for script in context["script_files"]:
        # A script of one line in each page reads the options; nothing waits for the others, so no reader does either.
        if script.filename and "documentation_options" not in str(script.filename):
            script.attributes["defer"] = "defer"
    context["css_files"] = [
        sheet for sheet in context.get("css_files", ()) if not OUTSIDE.match(str(sheet.filename or ""))
    ]
    for found in OUTSIDE_IN_BODY.findall(body):
        logger.warning("this page loads %s; nothing may come from outside", found, location=pagename, type="azwboek")


def unwanted(script: Any) -> bool:
    """Tell whether a script comes from elsewhere, or would fetch something there."""
    name = str(script.filename or "")
    return bool(OUTSIDE.match(name) or UNWANTED_SCRIPT.search(name + str(script.attributes.get("body", ""))))


# ---- texts, templates, assets ------------------------------------------------------------------------------


def add_translations(app: Sphinx) -> None:
    """Compile ``nl.po``, for templates behind Sphinx's own Dutch and for the search page in front of it."""
    folder = Path(app.doctreedir) / "azw_vertaling"
    target = folder / "nl" / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with (THEME / "nl.po").open("rb") as file:
        catalogue = read_po(file, locale="nl")
    with (target / "sphinx.mo").open("wb") as file:
        write_mo(file, catalogue)
    messages = {message.id: message.string for message in catalogue if message.id}
    # Documentation.addTranslations makes a function from text, which the Content-Security-Policy forbids.
    script = f"""Documentation.LOCALE = "nl";
Object.assign(Documentation.TRANSLATIONS, {json.dumps(messages, indent=1)});
"""
    (target / "sphinx.js").write_text(script, "utf-8")
    app.add_message_catalog("sphinx", str(folder))
    app.config.locale_dirs = [str(folder), *app.config.locale_dirs]


def prepare(app: Sphinx, config: Config) -> None:
    """Put our templates first, defer our scripts, and let Sphinx work in parallel."""
    config.templates_path = [str(THEME / "templates"), *config.templates_path]
    config.html_js_files = [
        (file, {"defer": "defer"}) if isinstance(file, str) else file for file in config.html_js_files
    ]
    config.html_additional_pages = {**config.html_additional_pages, "search": "search.html"}
    for name in SAFE_EXTENSIONS:
        if (extension := app.extensions.get(name)) and extension.parallel_read_safe is None:
            extension.parallel_read_safe = True


def prepare_builder(app: Sphinx) -> None:
    """Leave out Sphinx's own search, for :mod:`azwboek.site.search` knows Dutch."""
    if app.builder.format == "html":
        app.builder.search = False


def math_as_text(translator: Any, node: nodes.Element) -> None:
    """Write a formula as plain text: the book has none, and MathJax would come from a third party."""
    tag = "code" if isinstance(node, nodes.math) else "pre"
    translator.body.append(f"{translator.starttag(node, tag, '')}{translator.encode(node.astext())}</{tag}>")
    raise nodes.SkipNode


def remove_unused(app: Sphinx, exception: Exception | None) -> None:
    """Delete the theme's largest script, which no page loads any more, and its maps and catalogues."""
    if exception is None and app.builder.format == "html":
        for pattern in UNUSED_FILES:
            for found in (Path(app.outdir) / "_static").glob(pattern):
                shutil.rmtree(found) if found.is_dir() else found.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("azwboek_editie", {}, "html", (dict,))
    app.add_config_value("azwboek_regios", {}, "html", (dict,))
    app.add_config_value("azwboek_begrippen", [], "html", (list,))
    app.add_config_value("azwboek_inhoud", {}, "html", (dict,))
    app.add_config_value("azwboek_gebieden", {}, "html", (dict,))
    # Jupyter Book always passes this one, but its extension is not loaded.
    app.add_config_value("comments_config", {}, "", (dict,))
    app.add_html_math_renderer("platte_tekst", (math_as_text, None), (math_as_text, None))
    closed.setup(app)
    add_translations(app)
    app.connect("config-inited", read_build_data)
    app.connect("config-inited", prepare)
    app.connect("builder-inited", prepare_builder, priority=100)
    app.connect("html-page-context", dress_page, priority=900)
    app.connect("build-finished", remove_unused)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
