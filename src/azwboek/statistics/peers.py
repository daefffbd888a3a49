"""Similar regions: the nearest by an open distance over a few traits, and those that were chosen instead.

Distance: each trait is standardised (mean 0, standard deviation 1 over all regions), and the distance of two regions is Euclid's, each
trait with the same weight. Source: CIPFA, Nearest Neighbours Model; ONS, statistical nearest neighbours of local authorities.

A trait that is not known of every region counts for none: a figure of a group of regions is never shared out over them, and where two
regions were compared on fewer traits than others, they would seem nearer. It is shown where it is known.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ..errors import AzwboekError, UsageError
from ..plan import NATIONAL, Plan

if TYPE_CHECKING:
    import pandas as pd

Name = Annotated[str, StringConstraints(min_length=1)]


class Settings(BaseModel):
    """``parameters/buren.yml``; what each field means stands at its top. Regions are codes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    aantal: Annotated[int, Field(ge=1)]
    kenmerken: Annotated[list[Name], Field(min_length=1)]
    gekozen: dict[Name, Annotated[list[Name], Field(min_length=1)]] = Field(default_factory=dict)


def load(path: Path, plan: Plan) -> Settings:
    """Read which traits count, how many peers a region has, and which regions were chosen instead.

    Raises:
        AzwboekError: the file is missing or wrong, asks for more peers than there are, or names a region that is none, the region itself,
            the country or one twice.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AzwboekError(f"{path}: het bestand ontbreekt") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AzwboekError(f"{path}: geen geldige YAML ({' '.join(str(error).split())})") from error
    try:
        settings = Settings.model_validate(content)
    except ValidationError as error:
        raise AzwboekError(
            "\n".join([f"{path}: {error.error_count()} fout(en)", *map(_fault, error.errors())])
        ) from error
    if settings.aantal > (others := sum(region.code != NATIONAL for region in plan.regions) - 1):
        raise AzwboekError(f"{path}: aantal: een regio heeft {others} andere regio's, geen {settings.aantal}")
    if double := _double(settings.kenmerken):
        raise AzwboekError(f"{path}: kenmerk {', '.join(double)} staat er dubbel in; laat het een keer staan")
    chosen: dict[str, list[str]] = {}
    for name, peers in settings.gekozen.items():
        where = f"{path}: gekozen {name}"
        own = _region(name, plan, where)
        if own in chosen:
            raise AzwboekError(f"{where}: {own} staat er dubbel in; voeg de twee lijsten samen")
        codes = [_region(peer, plan, where) for peer in peers]
        if own in codes:
            raise AzwboekError(f"{where}: de regio staat in haar eigen lijst; haal haar weg")
        if double := _double(codes):
            raise AzwboekError(f"{where}: {', '.join(double)} staat er dubbel in; laat elke regio een keer staan")
        chosen[own] = codes
    return settings.model_copy(update={"gekozen": chosen})


def counted(traits: pd.DataFrame) -> list[str]:
    """The traits that are known of every region, and so count."""
    return [name for name in traits if traits[name].notna().all()]


def standardised(traits: pd.DataFrame) -> pd.DataFrame:
    """The traits that count, with mean 0 and standard deviation 1 over all regions (divided by their number).

    Args:
        traits: a row per region (code as index) and a column per trait, in any unit; what is not known is empty.

    Raises:
        AzwboekError: a region stands in it twice, the country stands in it, no trait is known of every region, or one is the same
            everywhere.
    """
    if traits.index.has_duplicates:
        raise AzwboekError(f"kenmerken van regio's: {traits.index[traits.index.duplicated()][0]} staat er dubbel in")
    if NATIONAL in traits.index:
        raise AzwboekError("kenmerken van regio's: Nederland is geen regio; laat het weg")
    known = traits[counted(traits)]
    if known.columns.empty:
        raise AzwboekError(
            "geen enkel kenmerk is van alle regio's bekend; kies andere kenmerken in parameters/buren.yml"
        )
    spread = known.std(ddof=0)
    if flat := [name for name in known if not spread[name] > 0]:
        raise AzwboekError(
            f"kenmerk {flat[0]!r} is in alle regio's gelijk; kies een ander kenmerk in parameters/buren.yml"
        )
    return (known - known.mean()) / spread


def distances(traits: pd.DataFrame) -> pd.DataFrame:
    """The distance of every two regions, in standard deviations.

    Args:
        traits: a row per region (code as index) and a column per trait.

    Returns:
        A square frame of regions by regions: symmetric, 0 on its diagonal, the same in whatever units the traits are.
    """
    import numpy as np
    import pandas as pd

    scores = standardised(traits)
    values = scores.to_numpy(dtype=float)
    away = np.sqrt(((values[:, None, :] - values[None, :, :]) ** 2).sum(axis=2))
    return pd.DataFrame(away, index=scores.index, columns=scores.index)


def nearest(traits: pd.DataFrame, region: str, settings: Settings) -> pd.DataFrame:
    """The peers of a region: the nearest, or those that were chosen, always with their distance and what it is made of.

    Args:
        traits: a row per region (code as index); the columns of ``settings.kenmerken`` are used.
        region: code of the region.
        settings: from :func:`load`.

    Returns:
        A row per peer, nearest first, or in the order in which they were chosen: ``regio``, ``afstand``, ``gekozen`` (whether it
        was chosen), the traits themselves, and of each that counts the difference in standard deviations as ``<trait>_verschil``. Regions
        at the same distance stand in the order of their codes.

    Raises:
        AzwboekError: a trait or the region is not there, or the traits give no distance.
    """
    if missing := [name for name in settings.kenmerken if name not in traits]:
        raise AzwboekError(
            f"parameters/buren.yml: onbekend kenmerk {missing[0]!r}; er zijn: {', '.join(map(str, traits))}"
        )
    used = traits[settings.kenmerken]
    chosen = settings.gekozen.get(region)
    if unknown := [code for code in (region, *(chosen or ())) if code not in used.index]:
        raise AzwboekError(f"kenmerken van regio's: {unknown[0]} ontbreekt")
    scores = standardised(used)
    away = distances(used).loc[region].drop(region).rename("afstand")
    codes = _chosen_or_nearest(away, region, settings)
    gaps = (scores.loc[codes] - scores.loc[region]).add_suffix("_verschil")
    found = away.loc[codes].to_frame().assign(gekozen=chosen is not None)
    return found.join(used).join(gaps).rename_axis("regio").reset_index()


def every(traits: pd.DataFrame, settings: Settings) -> dict[str, list[str]]:
    """The codes of the peers of each region, as :func:`nearest` gives those of one.

    Args:
        traits: a row per region (code as index); the columns of ``settings.kenmerken`` are used.
        settings: from :func:`load`.

    Raises:
        AzwboekError: the traits give no distance.
    """
    away = distances(traits[settings.kenmerken])
    return {code: _chosen_or_nearest(away.loc[code].drop(code), code, settings) for code in away.index}


def _chosen_or_nearest(away: pd.Series, region: str, settings: Settings) -> list[str]:
    """The peers that were chosen for a region, or the nearest by distance; at the same distance in the order of their codes."""
    order = away.sort_index().sort_values(kind="stable").index[: settings.aantal]
    return settings.gekozen.get(region) or list(order)


def _region(text: str, plan: Plan, where: str) -> str:
    try:
        region = plan.region(text)
    except UsageError as error:
        raise AzwboekError(f"{where}: {error}") from error
    if region.code == NATIONAL:
        raise AzwboekError(f"{where}: Nederland is geen regio; kies een of meer regio's")
    return region.code


def _double(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _fault(fault: dict) -> str:
    dutch = {
        "extra_forbidden": "onbekend veld; er zijn: aantal, kenmerken, gekozen",
        "missing": "ontbreekt",
        "int_type": "moet een heel getal zijn",
        "greater_than_equal": "moet 1 of meer zijn",
        "list_type": "moet een lijst zijn",
        "dict_type": "moet per regio een lijst hebben",
        "model_type": "moet velden hebben: aantal, kenmerken, gekozen",
        "string_type": "moet tekst zijn; zet aanhalingstekens om een getal",
        "too_short": "mag niet leeg zijn",
        "string_too_short": "mag niet leeg zijn",
    }
    place = " ".join(str(part) for part in fault["loc"]) or "bestand"
    return f"{place}: {dutch.get(fault['type'], fault['msg'])}"
