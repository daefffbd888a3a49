"""The list of pages for scripts, and the page for an address that is not there."""

from __future__ import annotations

import dataclasses
import json

import lxml.html

from azwboek.site.theme import addresses

EDITION = {"soort": "demonstratie", "datum": "2026-11-22", "id": "2026-11-22-<b>"}


def written(plan, tmp_path):
    (tmp_path / "scripts").mkdir()
    addresses.write(tmp_path, plan, EDITION)
    text = (tmp_path / "scripts" / "paginas.js").read_text(encoding="utf-8")
    return text, lxml.html.fromstring((tmp_path / "404.html").read_text(encoding="utf-8"))


def test_every_region_is_listed_with_its_former_name_and_places(plan, tmp_path):
    text, _ = written(plan, tmp_path)
    listed = json.loads(text.removeprefix("window.azwPaginas = ").removesuffix(";\n"))
    assert len(listed["regios"]) == 29
    assert any(path == "regio/rijn-gouwe" and "Rijnstreek" in terms for path, _, terms in listed["regios"])
    assert {"werkagenda", "downloads", "regio/index"} <= set(listed["paginas"])


def test_a_name_with_markup_cannot_end_the_script(plan, tmp_path):
    spoilt = dataclasses.replace(plan.regions[1], naam="</script><script>alert(1)</script>")
    text, _ = written(dataclasses.replace(plan, regions=(plan.regions[0], spoilt)), tmp_path)
    assert "</" not in text


def test_the_page_works_at_every_depth_without_inline_script(plan, tmp_path):
    _, page = written(plan, tmp_path)
    scripts = page.xpath("//script")
    assert {script.get("src").split("scripts/")[0] for script in scripts} == set(addresses.DEPTHS)
    assert not any(script.text for script in scripts)
    assert "2026-11-22-<b>" in page.xpath("string(//p[@class='azw-voet'])")
