"""The regions that are most like a region: which they are, their distance, and what that is made of."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .. import plan
from ..statistics import peers
from . import view
from .chapter import Chapter
from .figures import Column, Figure

DISTANCE = "standaardafwijkingen"


def found(chapter: Chapter, traits: pd.DataFrame) -> pd.DataFrame:
    """The peers of the chapter's region, nearest first or as they were chosen in ``parameters/buren.yml``.

    Args:
        chapter: the region.
        traits: rows of the query ``gelijkende_regio_kenmerken``.

    Returns:
        What :func:`..statistics.peers.nearest` gives, with ``gebied``; no rows when the region is not one of those with traits.

    Raises:
        AzwboekError: ``parameters/buren.yml`` is wrong.
    """
    if chapter.regio not in set(traits["code"]):
        return pd.DataFrame()
    settings = peers.load(chapter.paths.parameters / "buren.yml", plan.load(chapter.paths))
    nearest = peers.nearest(traits.set_index("code"), chapter.regio, settings)
    return nearest.merge(traits[["code", "gebied"]], left_on="regio", right_on="code").drop(columns="regio")


def of_every(traits: pd.DataFrame, path: Path, regions: plan.Plan) -> dict[str, list[str]]:
    """The peers of every region that has traits, as :func:`found` gives those of one: codes, nearest first.

    Args:
        traits: rows of the query ``gelijkende_regio_kenmerken``.
        path: ``parameters/buren.yml``.
        regions: the plan of the book.

    Raises:
        AzwboekError: the settings are wrong.
    """
    known = traits.set_index("code")
    if known.empty:
        return {}
    return peers.every(known, peers.load(path, regions))


def figure(chapter: Chapter, traits: pd.DataFrame, alike: pd.DataFrame) -> Figure:
    """The region and its peers in a table: every trait, the distance, and in the CSV the difference per trait.

    Args:
        chapter: the region.
        traits: rows of the query ``gelijkende_regio_kenmerken``.
        alike: what :func:`found` gives; at least one row.
    """
    own = traits[traits["code"] == chapter.regio].assign(afstand=0.0)
    rows = pd.concat([own, alike], ignore_index=True).assign(
        regio=chapter.regio, tabel=own.iloc[0]["tabel"], soort="cbs"
    )
    card = view.rows(chapter.vraag("figuurkaart", figuur="vergrijzing"))[0]
    counted = [name.removesuffix("_verschil") for name in alike if name.endswith("_verschil")]
    return Figure.of(
        chapter.regio,
        "gelijkende-regios",
        rows,
        [
            Column("regio"), Column("gebied", "Regio"), Column("afstand", "Afstand", DISTANCE), Column("inwoners", "Inwoners", "inwoners"),
            Column("grijze_druk_pct", "65 jaar of ouder per 100 van 20 tot 65 jaar", "per 100"),
            Column("dichtheid", "Inwoners per km² land", "inwoners"), Column("banen_zorg_pct", "Zorg en welzijn, deel van de banen die er zijn, in %", "%"),
            *(Column(f"{name}_verschil", "", DISTANCE) for name in counted), Column("code"), Column("soort"), Column("tabel"),
        ],
        titel=f"Regio’s die lijken op {chapter.regio_naam}",
        onderschrift=view.text("vergelijken.gelijkend_onderschrift", chapter.regio_naam),
        zin=view.text("vergelijken.gelijkend_zin", chapter.regio_naam, view.rows(alike), counted),
        alt=f"Tabel met {chapter.regio_naam} en {len(alike)} andere regio’s, hun kenmerken en hun afstand.",
        bron=view.text("reeksen.bron", card, own.iloc[0]["periode_label"], own.iloc[0]["status"]),
        soort="cbs",
        vraag=traits.attrs["vraag"],
    )  # fmt: skip


def shown(chapter: Chapter, traits: pd.DataFrame, alike: pd.DataFrame) -> list:
    """The peers as a figure, or why there are none."""
    if alike.empty:
        return [view.part("vergelijken.geen_gelijkende", chapter.national)]
    return [figure(chapter, traits, alike), view.part("vergelijken.gelijkend_uitleg")]
