"""A chapter for one region: what is asked of the warehouse for it, and which tables that rests on. Pages and notebooks share it."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
import pandas as pd

from .. import dutch
from ..kinds import INVENTED
from ..paths import Paths
from ..warehouse import ask
from . import coverage, view

#: The media type of a chapter's answer in its executed notebook, beside the paragraph that readers see.
ANSWER = "application/vnd.azwboek.antwoord+json"


@dataclass(frozen=True)
class Chapter:
    """One chapter for one region.

    Attributes:
        name: name of the notebook.
        regio: code of the region, ``NL`` for the country.
        regio_naam: its name.
        in_zin: its name as a place in a sentence: ``in Twente``, ``in de Achterhoek``.
        paths: the checkout.
        areas: what the areas of the book are called together: ``de 12 provincies``.
    """

    name: str
    regio: str
    regio_naam: str
    in_zin: str
    _connection: duckdb.DuckDBPyConnection
    paths: Paths
    areas: str
    _used: dict[str, set[str]] = field(default_factory=lambda: {"indicator": set(), "vintage": set()}, compare=False)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The warehouse, read-only. A page that uses it counts as resting on the whole warehouse; prefer :meth:`vraag`."""
        ask.record_everything()
        return self._connection

    @property
    def national(self) -> bool:
        return self.regio == "NL"

    def vraag(self, name: str, **parameters) -> pd.DataFrame:
        """Run ``sql/vragen/<name>.sql``; ``$regio`` is bound to this chapter's region when the query uses it.

        Returns:
            The answer; rows that name no region are the same for all, and get this chapter's. ``attrs["vraag"]`` says what was
            asked, so that a figure made of it can say so too.

        Raises:
            UsageError: there is no such query.
        """
        given = {"regio": self.regio, **parameters}
        found = ask.query(self._connection, self.paths, name, **given)
        named = ask.parameters(self.paths, name)
        found.attrs["vraag"] = {"naam": name, "parameters": {key: given[key] for key in named}}
        for column, used in self._used.items():
            named = [*found.get(column, []), parameters.get(column)]
            used.update(value for value in named if not dutch.missing(value))
        if "regio" not in found:
            found.insert(0, "regio", self.regio)
        return found

    def stand(self, indicator: str) -> pd.Series:
        """Where an indicator stands in this region: one row of ``uit_stand`` with the definition."""
        return self.vraag("indicator_stand", indicator=indicator).iloc[0]

    def bronregel(self, data: pd.DataFrame) -> str:
        """Source, last period, status and version of the rows of a figure."""
        used = self.vraag("vintage_bij_naam", vintages=list(dict.fromkeys(data["vintage"])))
        last = data.iloc[-1]
        titles = dutch.listing([f"‘{title}’" for title in used["titel"]])
        if (used["soort"] == INVENTED).any():
            origin = f"verzonnen cijfers, opgemaakt als CBS-tabel {titles}"
        elif used["is_testbron"].any():
            origin = f"{coverage.origin(used[used['is_testbron']].iloc[0])}, tabel {titles}"
        else:
            origin = f"CBS, AZW StatLine, tabel {titles}"
        changed = dutch.date(pd.to_datetime(used["gewijzigd"]).max().date())
        return f"Bron: {origin}, versie van {changed}. Laatste periode: {last['periode_label']} ({last['status']})."

    def tables(self) -> list[dict]:
        """The raw tables that the chapter's questions until now rest on, by the record of these.

        Returns:
            The rows of the query ``vintage``, with ``herkomst``, and in ``geldt_nog`` that a refresh was refused.
        """
        found = self.vraag(
            "vintage", indicatoren=sorted(self._used["indicator"]), vintages=sorted(self._used["vintage"])
        )
        return [
            row | {"herkomst": coverage.origin(used), "geldt_nog": coverage.still_in_force(used)}
            for row, used in zip(view.rows(found), found.itertuples(), strict=True)
        ]
