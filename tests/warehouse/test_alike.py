"""The regions that are alike: five of them, never the region itself, with a distance that follows from the columns beside it."""

from __future__ import annotations

import dataclasses
import math
import shutil

import pandas as pd
import pytest

from azwboek.chapters import alike
from azwboek.chapters.figures import Figure
from azwboek.errors import AzwboekError
from azwboek.gate import notebooks
from samples import ROOT


@pytest.fixture(scope="module")
def shown(open_chapter, reading) -> dict[str, Figure]:
    """The figure of every region."""
    codes = [
        code for (code,) in reading.execute("select code from kern_regio where code <> 'NL' order by 1").fetchall()
    ]
    return {code: of(open_chapter("kernindicatoren", code))[0] for code in codes}


def frame(figure: Figure) -> pd.DataFrame:
    return pd.DataFrame(figure.rijen, columns=[column.naam for column in figure.kolommen])


def of(chapter) -> list:
    """What the notebook shows of the regions that are alike."""
    traits = chapter.vraag("gelijkende_regio_kenmerken")
    return alike.shown(chapter, traits, alike.found(chapter, traits))


def test_every_region_has_five_others_under_itself_nearest_first(shown):
    assert len(shown) == 28
    for code, figure in shown.items():
        rows = frame(figure)
        assert rows["code"].iloc[0] == code and rows["afstand"].iloc[0] == 0
        assert len(rows) == 6 and rows["code"].is_unique
        assert rows["afstand"].is_monotonic_increasing and rows["afstand"].iloc[1] > 0
        assert notebooks.check_figure(code, figure.to_json()) == []


def test_a_distance_is_made_of_the_differences_in_the_same_row(shown):
    for figure in shown.values():
        for row in frame(figure).iloc[1:].to_dict("records"):
            parts = [row[f"{name}_verschil"] for name in ("inwoners", "grijze_druk_pct", "dichtheid")]
            assert row["afstand"] == pytest.approx(math.hypot(*parts))


def test_a_difference_is_in_standard_deviations_over_all_regions(shown, open_chapter):
    every = open_chapter("x", "NL").vraag("gelijkende_regio_kenmerken").set_index("code")
    for code, figure in shown.items():
        other = frame(figure).iloc[1]
        for name in ("inwoners", "grijze_druk_pct", "dichtheid"):
            gap = (every.loc[other["code"], name] - every.loc[code, name]) / every[name].std(ddof=0)
            assert other[f"{name}_verschil"] == pytest.approx(gap)


def test_a_share_of_jobs_stands_only_where_it_is_of_the_region_alone(shown, reading):
    own_areas = "select regio from uit_regiogebied where korrel = 'corop' and is_gelijk"
    own = {code for (code,) in reading.execute(own_areas).fetchall()}
    for figure in shown.values():
        rows = frame(figure)
        assert rows["banen_zorg_pct"].notna().tolist() == rows["code"].isin(own).tolist()
    assert 0 < len(own & shown.keys()) < len(shown)


def test_the_country_has_none_and_says_where_they_are(open_chapter):
    (part,) = of(open_chapter("kernindicatoren", "NL"))
    assert "Op de pagina van elke regio" in part


def test_a_list_of_ones_own_stands_in_its_own_order(open_chapter, tmp_path):
    chapter = open_chapter("kernindicatoren", "RA0205")
    for folder in ("book", "data", "sql"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    shutil.copytree(ROOT / "parameters", tmp_path / "parameters")
    chapter = dataclasses.replace(chapter, paths=dataclasses.replace(chapter.paths, root=tmp_path))
    own = "aantal: 5\nkenmerken: [inwoners]\ngekozen: {Twente: [Drenthe, Achterhoek]}\n"
    (tmp_path / "parameters" / "buren.yml").write_text(own, encoding="utf-8")
    figure = of(chapter)[0]
    assert frame(figure)["gebied"].tolist() == ["Twente", "Drenthe", "Achterhoek"]
    assert figure.zin == "Voor Twente zijn deze regio’s gekozen: Drenthe en Achterhoek."
    (tmp_path / "parameters" / "buren.yml").write_text(own.replace("Drenthe", "Twente"), encoding="utf-8")
    with pytest.raises(AzwboekError, match="de regio staat in haar eigen lijst"):
        of(chapter)
