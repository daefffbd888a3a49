"""For everyone: WCAG rules by axe on every kind of page, zoom and narrow screens, and paper."""

import functools

import pytest

from browsing import at, until, visit
from samples import ROOT

KINDS = (
    "index", "regio/index", "regio/twente/index", "regio/twente/behoud", "regio/twente/financien", "nederland/kernindicatoren",
    "verkenner", "werkagenda", "interventies", "cijfers", "bronnen", "dekking", "verantwoording", "zelf-draaien", "over", "search",
    "begrippen", "downloads", "toegankelijkheid", "indicatoren", "indicator/uitstroom", "indicator/vergrijzing",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: The rules that look at colours, and so at the theme; the others look at what is there and how large it is.
COLOURS = ["color-contrast", "link-in-text-block"]
#: Takes out rows and items that are made like an earlier one of the same list: axe needs seconds for a table of hundreds and finds in
#: each what it found in the first. Made alike is: the same elements, with the same attributes, the same look and text in the same ones.
THIN = """() => {
  const looks = /^(class|style|role|lang|tabindex|scope|aria-hidden|aria-current|data-cijfer)$/;
  const made = (e) => e.localName + [...e.attributes].map((a) => a.name + (looks.test(a.name) ? a.value : '')).sort();
  const places = new Map([[null, '']]);
  const place = (e) => places.get(e) ?? places.set(e, place(e.parentElement) + made(e)).get(e);
  const seen = new Set();
  const alike = [...document.querySelectorAll('tbody tr, li')].filter((one) => {
    const inside = [one, ...one.querySelectorAll('*')].map((e) => made(e) + !!e.textContent.trim());
    const kind = [place(one.parentElement), one.matches(':nth-child(odd)'), ...inside].join(' ');
    return seen.has(kind) || !seen.add(kind);
  });
  alike.forEach((one) => one.remove());
}"""


@functools.cache
def axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page, only: str = "") -> list[str]:
    """What axe finds wrong on a page: the rule, and the first places.

    Args:
        page: the page.
        only: ``colours`` or ``structure`` for a part of the rules.
    """
    page.evaluate(f"if (!window.axe) {{ {axe()} }}")
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    if only == "colours":
        options["runOnly"] = {"type": "rule", "values": COLOURS}
    if only == "structure":
        options["rules"] = {name: {"enabled": False} for name in COLOURS}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found]


def settle(page) -> None:
    """Let a page show all it has: charts live, folds open."""
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    for figure in page.locator("figure[data-grafiek]:visible").all()[:3]:
        figure.scroll_into_view_if_needed()
    until(
        page,
        "[...document.querySelectorAll('figure[data-grafiek]')].slice(0, 1).every((one) => one.dataset.levend || one.offsetParent === null)",
    )


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(browser, address, name):
    page, _ = visit(browser, address, name)
    settle(page)
    for width in (320, 640):  # 320 is also 1280 at 400 %; 640 is 1280 at 200 %
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, width
    page.evaluate(THIN)
    found = {}
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(400)  # the theme looks again at what scrolls
            until(page, f"document.documentElement.dataset.theme === '{scheme}' && !document.getAnimations().length")
            found[f"{width} {scheme}"] = violations(page, "colours")
        found[f"{width}"] = violations(page, "structure")
    assert found == dict.fromkeys(found, [])
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["404", "search?q=ziekteverzuim+twente"])
def test_axe_finds_nothing_where_something_is_looked_for(browser, address, name, width, scheme):
    page, _ = visit(browser, address, name, width, color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_selector("#azw-voorstel a, #azw-uitslag a")
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_while_the_explorer_is_used(browser, address, width, scheme):
    page, _ = visit(
        browser,
        address,
        "verkenner?indicator=ziekteverzium&regio=NL,RA0205",
        width,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page.wait_for_selector(".azw-vk")
    assert page.locator(".azw-vk-melding").is_visible()
    assert violations(page) == []
    page.locator("select[name=indicator]").select_option("deeltijdfactor")
    page.locator(".azw-vk-regios summary").click()
    page.get_by_label("Groningen", exact=True).check()
    for view in ("Staaf", "Tabel", "Lijn"):
        page.get_by_label(view, exact=True).check()
        until(page, f"location.search.includes('beeld={view.lower()}')")
        assert violations(page) == []
    box = page.locator(".azw-vk-grafiek").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    assert violations(page) == []
    page.close()


#: A fault for each kind of rule: a script that puts it on a page, how wide it is, its theme, and the rule that finds it.
FAULTS = {
    "a picture without words": ("main.append(Object.assign(new Image(), {src: '../_static/azw-icoon.svg'}))", 1280, "light", "image-alt"),
    "a name for nothing": ("main.querySelector('h1').setAttribute('aria-label', ''), main.setAttribute('role', 'onzin')", 1280, "light", "aria-roles"),
    "grey on white": ("main.append(Object.assign(document.createElement('p'), {textContent: 'grijs', style: 'color: #aaa; background: #fff'}))", 1280, "light", "color-contrast"),
    "dark on dark": ("document.head.append(Object.assign(document.createElement('style'), {textContent: 'html[data-theme=dark] main h1 { color: #222 }'}))", 390, "dark", "color-contrast"),
    "a cell like no other": ("[...main.querySelectorAll('tbody tr')].at(-1).cells[1].setAttribute('style', 'color: #aaa; background: #fff')", 1280, "light", "color-contrast"),
    "an empty link in a table": ("[...main.querySelectorAll('tbody td')].at(-1).append(Object.assign(document.createElement('a'), {href: '#'}))", 390, "light", "link-name"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_found(browser, address, fault):
    script, width, scheme, rule = FAULTS[fault]
    page, _ = visit(browser, address, "dekking", width, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    page.evaluate(f"(() => {{ const main = document.querySelector('main'); {script}; }})()")
    page.evaluate(THIN)
    part = "colours" if rule in COLOURS else "structure"
    assert any(line.startswith(rule) for line in violations(page, part))
    page.close()


@pytest.mark.parametrize(
    "name",
    [
        "regio/twente/behoud",
        "verkenner?indicator=ziekteverzuim&regio=NL,RA0205",
        "regio/twente/index",
        "indicator/uitstroom",
    ],
)
def test_on_paper_all_is_there_and_nothing_that_needs_a_mouse(browser, address, name):
    page, _ = visit(browser, address, name)
    page.wait_for_timeout(300)
    charts = page.locator(".azw-grafiek svg").count()
    page.emulate_media(media="print")
    visible = page.locator(".azw-grafiek svg").evaluate_all(
        "all => all.filter((one) => one.getBoundingClientRect().height > 50).length"
    )
    assert visible == charts
    for hidden in (".bd-sidebar-primary", ".azw-meenemen", ".azw-filter"):
        assert page.locator(hidden).evaluate_all("all => all.every((one) => getComputedStyle(one).display === 'none')")
    assert page.locator(".azw-demo").first.is_visible()
    assert page.pdf().startswith(b"%PDF")
    page.close()


def test_from_a_region_to_the_explorer_and_a_download_by_keyboard_only(browser, address):
    page, _ = visit(browser, address, "regio/twente/behoud")
    page.locator("#fig-zzp").scroll_into_view_if_needed()
    page.wait_for_selector("#fig-zzp[data-levend]")
    page.locator("#fig-zzp a", has_text="Vergelijk regio’s").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "SVG"
    with page.expect_download():
        page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(at(address, "verkenner") + "**")
    page.wait_for_selector(".azw-vk")
    page.get_by_role("button", name="Deze cijfers als CSV").focus()
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    assert caught.value.suggested_filename == "verkenner-zzp-lijn.csv"
    page.close()
