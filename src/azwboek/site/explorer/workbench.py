"""The workbench in JupyterLab: choose region, indicator, comparison and period; chart, sentence, test and table follow."""

from __future__ import annotations

import functools

import altair as alt
import ipywidgets
import pandas as pd
from markupsafe import Markup

from ... import plan
from ...chapters import alike, figures, notebook, svg, units, view
from ...chapters.figures import Figure
from ...chapters.notebook import Boek
from ...paths import project
from ...plan import NATIONAL
from ...sources import registers
from .widget import STYLE

COUNTRY, ALIKE = "Nederland", "gelijkende regio’s"
#: With how many similar regions a region is drawn: four lines can still be kept apart.
BESIDE = 3


_LABEL = {"description_width": "8rem"}
_WIDE = {"width": "46rem"}


class Werkbank(ipywidgets.VBox):
    """Choices with what follows from them.

    Attributes:
        regio, indicator, vergelijk, periode, regelkaart: the widgets to choose with; ``vergelijk`` is the country, similar regions or one
            region, ``regelkaart`` a control chart instead.
        figuur: what is shown now, or None when there is no figure.
    """

    def __init__(self, regio: str = NATIONAL, indicator: str = "ziekteverzuim"):
        paths = project()
        regions = {region.naam: region.code for region in plan.load(paths).regions}
        names = {
            row.naam: row.code for row in registers.read_one(paths.registers, "indicatoren") if row.groep != "hulp"
        }
        others = {name: code for name, code in regions.items() if code != NATIONAL}
        self.regio = ipywidgets.Dropdown(
            options=regions, value=plan.load(paths).region(regio).code, description="Regio"
        )
        self.indicator = ipywidgets.Dropdown(options=names, value=indicator, description="Indicator", style=_LABEL)
        self.vergelijk = ipywidgets.Dropdown(
            options={COUNTRY: COUNTRY, ALIKE: ALIKE} | others, value=COUNTRY, description="Vergelijk met", style=_LABEL
        )
        self.periode = ipywidgets.SelectionRangeSlider(
            options=[COUNTRY], description="Periode", style=_LABEL, layout=_WIDE, readout=False, continuous_update=False
        )
        self.regelkaart = ipywidgets.Checkbox(
            description="Regelkaart: wat is gewone schommeling?", style=_LABEL, layout=_WIDE
        )
        self.figuur: Figure | None = None
        self._span, self._shown = ipywidgets.Label(), ipywidgets.HTML()
        super().__init__(
            [
                self.regio,
                self.indicator,
                self.vergelijk,
                ipywidgets.HBox([self.periode, self._span]),
                self.regelkaart,
                self._shown,
            ]
        )
        for widget in (self.regio, self.indicator):
            widget.observe(self._series_changed, "value")
        for widget in (self.vergelijk, self.periode, self.regelkaart):
            widget.observe(self._show, "value")
        self._series_changed()

    def tabel(self) -> pd.DataFrame:
        """The rows that are shown; none when there is no figure."""
        if self.figuur is None:
            return pd.DataFrame()
        return pd.DataFrame(self.figuur.rijen, columns=[column.naam for column in self.figuur.kolommen])

    def _series_changed(self, _change: object = None) -> None:
        """Take the series of another region or indicator, with its whole period."""
        self._boek = _opened(self.regio.value)
        self._data = _series(self._boek, self.indicator.value)
        labels = list(self._data["periode_label"]) or [COUNTRY]
        with self.hold_trait_notifications():
            self.periode.unobserve(self._show, "value")
            self.periode.options, self.periode.value = labels, (labels[0], labels[-1])
            self.periode.observe(self._show, "value")
        self._show()

    def _show(self, _change: object = None) -> None:
        boek, code = self._boek, self.indicator.value
        stand = boek.stand(code)
        labels = list(self._data["periode_label"])
        if not labels:
            self.figuur = None
            self._shown.value = view.part(
                "verkenner.werkbank", Markup(STYLE), view.part("indicator.geen_cijfer", code, boek.zin(stand))
            )
            return
        first, last = (labels.index(label) for label in self.periode.value)
        self._span.value = view.text("verkenner.periode", *self.periode.value)
        data = self._data.iloc[first : last + 1]
        grafiek, beside = boek.verloop(data), self._beside(data)
        if len(beside):
            grafiek = boek.lijnen(pd.concat([data.assign(reeks=boek.regio_naam), beside], ignore_index=True))
        words = {"zin": boek.zin(stand), "toets": boek.toets(code), **boek.bijschrift(stand, data)}
        if self.regelkaart.value:
            grafiek, words["zin"] = self._control(data)
        self.figuur = boek.gemaakt(code, data[::-1], grafiek, **words)
        shown = figures.html(self.figuur, svg.of(self.figuur.spec) if self.figuur.spec else "")
        self._shown.value = view.part("verkenner.werkbank", Markup(STYLE), Markup(shown))

    def _control(self, data: pd.DataFrame) -> tuple[list[alt.Chart] | None, str]:
        """The control chart of the chosen periods with its sentence, or no chart and why it cannot be."""
        boek, rule = self._boek, self._boek.vraag("indicator_toets", indicator=self.indicator.value)
        if rule.empty or rule["los"].iloc[0] != "ja":
            return None, view.text("vergelijken.geen_regelkaart", "perioden overlappen of gaan over dezelfde mensen")
        try:
            found = boek.schommeling(data)
        except ValueError as error:
            return None, view.text("vergelijken.geen_regelkaart", str(error))
        return boek.regelkaart(found), view.text("vergelijken.regelkaart", view.rows(found))

    def _beside(self, data: pd.DataFrame) -> pd.DataFrame:
        """The same periods of the regions that were chosen to compare with, named in ``reeks``; no rows for the country."""
        boek, chosen = self._boek, self.vergelijk.value
        if chosen == COUNTRY or units.counts(data["eenheid"].iloc[0]):
            return data.head(0)
        codes = [chosen]
        if chosen == ALIKE:
            found = alike.found(boek, boek.vraag("gelijkende_regio_kenmerken"))
            codes = [] if found.empty else list(found["code"].head(BESIDE))
        series = [_series(_opened(code), self.indicator.value) for code in codes if code != boek.regio]
        return pd.concat(
            [
                data.head(0),
                *(one[one["periode"].isin(data["periode"])].assign(reeks=one["regio_naam"]) for one in series),
            ]
        )


def werkbank(regio: str = NATIONAL, indicator: str = "ziekteverzuim") -> Werkbank:
    """Open the workbench.

    Args:
        regio: name or code of the region to start with.
        indicator: code of the indicator to start with.

    Raises:
        UsageError: there is no such region.
        AzwboekError: there is no warehouse yet.
    """
    return Werkbank(regio, indicator)


@functools.lru_cache(maxsize=64)
def _opened(code: str) -> Boek:
    return notebook.open("werkbank", code)


def _series(boek: Boek, indicator: str) -> pd.DataFrame:
    return boek.gemeten(boek.vraag("indicator_reeks", indicator=indicator))
