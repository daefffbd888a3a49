"""Whether a page says of each figure if it is real, invented or an analyst's own, and at its top how many there are of the first two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..kinds import INVENTED, MIXED, OWN, REAL
from ..site.marks import Counted

_SAID = re.compile(r"(\d+|geen) (echte?|verzonnen) cijfers?\b")
_MARKED = {
    kind: f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    for kind, name in ((INVENTED, "azw-demo-merk"), (OWN, "azw-eigen-merk"))
}
_BANNER = "//*[contains(concat(' ', normalize-space(@class), ' '), ' azw-demo ')]"
#: What stands behind the name of such a page.
TITLE_MARK = "(deels verzonnen)"


def check(tree) -> Iterator[str]:
    """What is wrong with the marks of a page.

    Args:
        tree: the page, parsed by lxml.
    """
    shown = tree.xpath("//*[@data-cijfer]")
    kinds = [element.get("data-cijfer") for element in shown]
    if unknown := sorted(set(kinds) - {*REAL, INVENTED, OWN}):
        yield f"cijfers van een onbekende soort: {', '.join(unknown)}"
    count = Counted(sum(kind in REAL for kind in kinds), kinds.count(INVENTED))
    metas = [tree.xpath(f"string(//meta[@name='azwboek:{name}']/@content)") for name in Counted._fields]
    if metas != [str(number) for number in count]:
        yield f"de pagina telt {' echt, '.join(metas)} verzonnen, en toont {count}"
    yield from _top(tree, count)
    if count.echt and count.verzonnen and kinds[0] == INVENTED:
        yield "een verzonnen cijfer staat voor het eerste echte"
    for element in shown:
        kind = element.get("data-cijfer")
        name = element.get("data-figuur") or " ".join(element.text_content().split())[:60]
        if (kind == INVENTED) != _is_marked(element, INVENTED):
            wrong = "een verzonnen cijfer zonder" if kind == INVENTED else "een echt cijfer met"
            yield f"{wrong} het merk ‘demonstratie’: {name}"
        if kind == OWN and not _is_marked(element, OWN):
            yield f"een eigen cijfer zonder het merk ‘eigen berekening’: {name}"
    for figure in tree.xpath("//figure[contains(concat(' ', normalize-space(@class), ' '), ' azw-figuur ')]"):
        if not figure.xpath("self::*[@data-cijfer]|.//tr[@data-cijfer]"):
            yield f"figuur {figure.get('data-figuur') or '?'}: zegt niet of zij echt of verzonnen is"


def _top(tree, count: Counted) -> Iterator[str]:
    """The banner stands there exactly when there is something invented, with the right numbers; so does the mark in the title."""
    banners = tree.xpath(_BANNER)
    if len(banners) != (1 if count.verzonnen else 0):
        yield f"{len(banners)} keer de waarschuwing voor verzonnen cijfers, bij {count}"
    for banner in banners:
        said = {
            word[:4]: 0 if number == "geen" else int(number) for number, word in _SAID.findall(banner.text_content())
        }
        if said != {"echt": count.echt, "verz": count.verzonnen}:
            yield f"de waarschuwing noemt andere aantallen dan er staan: {count}"
    if (TITLE_MARK in tree.xpath("string(//head/title)")) != bool(count.verzonnen):
        yield f"de titel zegt niet goed of er verzonnen cijfers staan: {count}"


def _is_marked(element, kind: str) -> bool:
    """Whether a figure says of which kind it is: in itself, or a chart or table in the sentence before it."""
    before = element.getprevious() if element.tag == "figure" else None
    return any(part is not None and part.xpath(_MARKED[kind]) for part in (element, before))


def data(kind: str, kinds: Iterable[str | None]) -> Iterator[str]:
    """What is wrong with the kinds of a figure's rows.

    Args:
        kind: what the page says of the figure; ``MIXED`` when its rows say it.
        kinds: the column ``soort`` of its CSV; a row without a value has none.
    """
    found = {one for one in kinds if one}
    invented = INVENTED in found
    wrong = invented != (kind in (INVENTED, MIXED)) or (kind == INVENTED and not found <= {INVENTED, OWN})
    if wrong or (OWN in found and kind not in (INVENTED, OWN, MIXED)):
        yield f"de pagina noemt de figuur {kind}, en de gegevens zijn {', '.join(sorted(found)) or 'zonder soort'}"
