"""A report per region as a PDF, printed by a real browser from the pages of the built site.

The report holds what the pages hold: sentences, charts and sources, in the order of the chapters, without the lists that are
only of use on a screen. It is not part of the build: it needs a browser, and takes some seconds a region.
"""

from __future__ import annotations

import copy
import datetime
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import lxml.html
from markupsafe import Markup

from ... import dutch, templates
from ...chapters import view
from ...errors import AzwboekError
from ...kinds import INVENTED
from ...paths import Paths
from ...plan import Plan, Region
from .. import marks
from ..html import parse
from ..theme import parts
from .downloads import FOLDER

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MAXIMUM_SECONDS = 120
#: What a report leaves out: what works only on a screen, and what is long and the same in every region.
LEFT_OUT = ".//form|.//nav|.//details|.//script|.//p[a[@class='azw-csv']]|.//a[contains(@class,'headerlink')]|.//*[contains(@class,'azw-demo ')]"
#: The parts of a region's own page that stand in its report, in their order; the names come from their headings.
OWN_PARTS = ("deze-regio-in-het-kort", "waarin-deze-regio-verschilt", "alle-indicatoren")
#: Headings of a chapter that a report leaves out with all that is below them.
SKIPPED = {
    "wat-is-afgesproken", "welke-acties-staan-op-de-werkagenda", "wat-is-er-bedacht-of-geprobeerd", "verantwoording",
    "waar-de-documenten-elkaar-tegenspreken", "waarvan-is-het-een-deel", "kloppen-de-totalen",
}  # fmt: skip
MARK = re.compile(r"<!--azw-rapport (\w+)-->.*?<!--/azw-rapport-->")


def browser() -> str:
    """Return the browser that prints.

    Raises:
        AzwboekError: there is none.
    """
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise AzwboekError(
        f"er is geen browser om mee te printen ({', '.join(BROWSERS)}); 'make chromium' installeert er een"
    )


def make(paths: Paths, plan: Plan, regions: list[Region], edition: dict) -> Iterator[Path]:
    """Print the report of each region into the site, and put the way to it on the pages that have a place for it.

    Raises:
        AzwboekError: there is no site or no browser, or a report could not be made.
    """
    if not (paths.html / "index.html").is_file():
        raise AzwboekError(f"{paths.html}: er is nog geen site; maak die met 'azwboek build'")
    program = browser()
    for region in regions:
        name = address(region, edition)
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "rapport.html"
            source.write_text(document(paths, plan, region, edition), encoding="utf-8")
            made = Path(folder) / "rapport.pdf"
            _print(program, source, made, region)
            target = paths.html / name
            target.parent.mkdir(exist_ok=True)
            shutil.move(made, target)
        link(paths, region, name)
        yield paths.html / name


def address(region: Region, edition: dict) -> str:
    """Where a region's report stands in the site."""
    mark = f"-{INVENTED}" if edition["soort"] == INVENTED else ""
    return f"{FOLDER}/azw-rapport-{region.code}-{region.slug}{mark}.pdf"


def document(paths: Paths, plan: Plan, region: Region, edition: dict) -> str:
    """The report as one page of HTML with its style inside: cover, contents, chapters, where it comes from."""
    chapters = []
    if region.code != "NL":
        chapters.append(_index(parse(paths.html / region.path / "index.html")))
    for chapter in plan.chapters_of(region):
        chapters.append(_chapter(parse(paths.html / region.path / f"{chapter.naam}.html"), chapter.naam))
    return templates.page(
        parts.ENVIRONMENT,
        "rapport.html",
        regio=region,
        editie=edition,
        datum=dutch.date(datetime.date.fromisoformat(edition["datum"])),
        stijl=Markup((paths.html / "_static" / "azw.css").read_text(encoding="utf-8")),
        delen=chapters,
        cijfers=marks.of("".join(part["inhoud"] for part in chapters)),
    )


def _index(tree) -> dict:
    """The answer of a region's own page: the parts of it in `OWN_PARTS`.

    Raises AzwboekError when the page has a part of another name: a heading that changes would take it out of the report.
    """
    parts = {section.get("id"): section for section in tree.iter("section")}
    missing = [name for name in OWN_PARTS if name not in parts]
    if missing:
        raise AzwboekError(
            f"rapport: de pagina van de regio heeft geen deel '{missing[0]}'; pas OWN_PARTS in {__name__} aan"
        )
    content = Markup("").join(_cleaned(parts[name], "begin") for name in OWN_PARTS)
    return {"id": "begin", "titel": "Hoe de regio ervoor staat", "inhoud": content}


def _chapter(tree, name: str) -> dict:
    main = tree.xpath("//article//section")[0]
    title = main.find("h1").text_content().rstrip("#\N{PILCROW SIGN}").strip()
    for section in main.xpath(".//section"):
        if section.get("id") in SKIPPED:
            section.getparent().remove(section)
    main.remove(main.find("h1"))
    title = title.split(": ", 1)[-1]
    return {"id": name, "titel": dutch.sentence_case(title), "inhoud": _cleaned(main, name)}


def _cleaned(element, prefix: str) -> Markup:
    """A part of a page without what is of no use on paper; names of places get the chapter before them."""
    part = copy.deepcopy(element)
    for option in part.xpath(".//section[@data-optie][position()>1]"):
        option.getparent().remove(option)
    for found in part.xpath(LEFT_OUT):
        if found.getparent() is not None:
            found.drop_tree()
    for figure in part.xpath(".//figure[not(.//*[local-name()='svg']) and not(.//table)]"):  # its table was in a fold
        figure.drop_tree()
    for found in part.xpath(".//a"):
        found.drop_tag()
    for found in part.iter():
        if isinstance(found.tag, str) and found.get("id"):
            found.set("id", f"{prefix}-{found.get('id')}")
        if found.tag in ("h2", "h3"):
            found.tag = "h3"
    return Markup(lxml.html.tostring(part, encoding="unicode", with_tail=False))


def _print(program: str, source: Path, target: Path, region: Region) -> None:
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run", f"--user-data-dir={source.parent / 'profiel'}", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", "--export-tagged-pdf", f"--print-to-pdf={target}", source.as_uri(),
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=MAXIMUM_SECONDS)
    except subprocess.TimeoutExpired:
        raise AzwboekError(f"{region}: het rapport was na {MAXIMUM_SECONDS} seconden niet klaar") from None
    if not target.is_file() or not target.read_bytes().startswith(b"%PDF"):
        last = (done.stderr.strip().splitlines() or ["geen melding"])[-1]
        raise AzwboekError(f"{region}: de browser maakte geen rapport ({last})")


def link(paths: Paths, region: Region, name: str) -> None:
    """Put the way to a report on the region's page and on the page with downloads."""
    size = dutch.bytes_((paths.html / name).stat().st_size)
    for page, text in ((f"{region.path}/index.html", f"{region.naam}: rapport (pdf)"), ("downloads.html", region.naam)):
        path = paths.html / page
        if not path.is_file():
            continue
        item = view.part("meenemen.rapport", "../" * page.count("/") + name, text, size, book=paths.book)
        place = str(view.part("meenemen.rapportplek", region.code, item, book=paths.book))

        def put(found: re.Match, place: str = place) -> str:
            return place if found[1] == region.code else found[0]

        work = path.with_suffix(".bezig")
        work.write_text(MARK.sub(put, path.read_text(encoding="utf-8")), encoding="utf-8")
        work.replace(path)
