"""What must hold of a table before the book uses it; each check yields what falls short, and a table with any is refused.

Thresholds, ranges and known quirks stand in ``data/controles.yml`` with their reasons. A known quirk takes its fault away; a
quirk that no longer occurs is a fault itself.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import catalogue, cbs
from .rules import Quirk, Rules
from .snapshots import RawTable, Snapshot, is_dimension

PERIOD = re.compile(r"(19|20)\d\d(JJ00|SJ00|KW0[1-4]|MM(0[1-9]|1[0-2]))")
STATUSES = ("Definitief", "NaderVoorlopig", "Voorlopig")
COUNTRY = "NL01"
SHOWN = 3  # how many values a fault names


@dataclass(frozen=True)
class TableFault:
    """What falls short, as one line: table, column, what was expected and what was found."""

    tabel: str
    controle: str
    kolom: str
    verwacht: str
    gevonden: str

    def __str__(self) -> str:
        place = f"{self.tabel}, kolom {self.kolom}" if self.kolom else self.tabel
        hint = (
            f"; klopt het nieuwe, leg het dan vast met --accept {self.tabel}" if self.controle == "vastgelegd" else ""
        )
        return f"{place}: verwacht {self.verwacht}, gevonden {self.gevonden} (controle {self.controle}){hint}"


@dataclass(frozen=True)
class Case:
    """A table that was fetched, and what it is held against.

    Attributes:
        table: the table.
        rules: thresholds, ranges and quirks.
        regions: of each set of areas that is checked, code and names (also former ones); see :func:`azwboek.sources.areas.names_by_code`.
        previous: the version in force, if there is one.
        pinned: what the lock says of the table, if it is there; see :func:`azwboek.catalogue.describe`.
    """

    table: RawTable
    rules: Rules
    regions: Mapping[str, Mapping[str, frozenset[str]]]
    previous: Snapshot | None = None
    pinned: dict | None = None

    @property
    def data(self) -> pd.DataFrame:
        return self.table.data

    @functools.cached_property
    def properties(self) -> dict[str, dict]:
        """Columns by key, as ``DataProperties`` describes them."""
        return {p["Key"]: p for p in self.table.metadata["DataProperties"] if is_dimension(p) or p["Type"] == "Topic"}

    @functools.cached_property
    def numeric(self) -> list[str]:
        """The measures that hold numbers."""
        return [key for key in self.table.topics if pd.api.types.is_numeric_dtype(self.data[key])]

    def of_type(self, *types: str) -> list[str]:
        """The dimensions of these types."""
        return [key for key in self.table.dimensions if self.properties[key]["Type"] in types]

    def unit(self, key: str) -> str:
        return (self.properties[key].get("Unit") or "").strip()

    def title(self, key: str) -> str:
        return self.properties[key]["Title"].strip()

    @functools.cached_property
    def before(self) -> pd.DataFrame:
        """The rows of the version in force."""
        return self.previous.frame() if self.previous else pd.DataFrame()


def check(case: Case) -> list[TableFault]:
    """Run every check on a table.

    Returns:
        What falls short, in the order of the checks; empty when the table may be used.
    """
    faults = []
    for name, run in CHECKS.items():
        faults += [TableFault(case.table.identifier, name, *words) for words in run(case)]
        if faults and name in DECIDING:
            break  # the later checks take for granted what this one found wanting
    known = [quirk for quirk in case.rules.eigenaardigheden if quirk.tabel == case.table.identifier]
    left = [fault for fault in faults if not any(_covers(quirk, fault) for quirk in known)]
    gone = [quirk for quirk in known if not any(_covers(quirk, fault) for fault in faults)]
    if left and left[0].controle in DECIDING:
        return left
    return left + [
        TableFault(
            case.table.identifier,
            quirk.controle,
            quirk.kolom,
            f"de bekende eigenaardigheid ({quirk.reden})",
            "dat zij niet meer voorkomt; haal haar weg uit data/controles.yml",
        )
        for quirk in gone
    ]


def pinned(table: RawTable | Snapshot, pins: dict | None) -> list[TableFault]:
    """What differs between a table's columns, units and positions and those that the lock keeps of it."""
    return [TableFault(table.table, "vastgelegd", *words) for words in _pinned_words(table, pins)] if pins else []


def _covers(quirk: Quirk, fault: TableFault) -> bool:
    return quirk.controle == fault.controle and fnmatch.fnmatchcase(fault.kolom, quirk.kolom)


# --- the checks: (column, expected, found) for each thing that falls short -----------------------------------

Words = tuple[str, str, str]


def _pages(case: Case) -> Iterator[Words]:
    """Every page begins where the one before it ended."""
    rows = 0
    for request in case.table.requests:
        if request["onderdeel"] == cbs.DATASET:
            begins = cbs.skipped(request["url"])
            if begins is not None and begins != rows:
                what = "een pagina ontbreekt" if begins > rows else "een pagina komt dubbel"
                yield "", f"een pagina vanaf rij {rows}", f"vanaf rij {begins}: {what}"
                return
            rows += request["rijen"]


def _rows(case: Case) -> Iterator[Words]:
    """There are as many rows as the dimensions multiplied, or as CBS announced."""
    product = int(np.prod([len(case.table.metadata[key]) for key in case.table.dimensions], dtype=np.int64))
    announced = case.table.metadata["TableInfos"].get("RecordCount")
    if len(case.data) not in (product, announced):
        said = f" of {announced} (aangekondigd)" if announced not in (None, product) else ""
        yield "", f"{product} rijen (alle posities maal elkaar){said}", f"{len(case.data)} rijen"


def _positions(case: Case) -> Iterator[Words]:
    """Every key in the rows is a position of its dimension, and every position is named once."""
    for key in case.table.dimensions:
        positions = pd.Series([row["Key"] for row in case.table.metadata[key]], dtype=object)
        if positions.empty:
            yield key, "posities", "geen enkele"
        if double := sorted(set(positions[positions.duplicated()])):
            yield key, "elke positie één keer", f"dubbel: {_some(double)}"
        if unknown := sorted(set(case.data[key].dropna()) - set(positions)):
            yield key, "alleen sleutels die de dimensie noemt", f"onbekend: {_some(unknown)}"
        if empty := int(case.data[key].isna().sum()):
            yield key, "in elke rij een sleutel", f"{empty} rijen zonder"


def _unique(case: Case) -> Iterator[Words]:
    """No two rows are about the same."""
    double = case.data.duplicated(case.table.dimensions)
    if double.any():
        row = case.data.loc[double, case.table.dimensions].iloc[0]
        shown = ", ".join(f"{key}={value.strip()}" for key, value in row.items())
        yield "", "één rij per combinatie van sleutels", f"{int(double.sum())} rijen dubbel, zoals {shown}"


def _pinned(case: Case) -> Iterator[Words]:
    """Columns, units and positions are those that were pinned; periods come and go."""
    if case.pinned is not None:
        yield from _pinned_words(case.table, case.pinned)


def _pinned_words(table: RawTable | Snapshot, pins: dict) -> Iterator[Words]:
    was, now = pins["kolommen"], catalogue.describe(table)["kolommen"]
    for key in was.keys() - now.keys():
        near = [name for name in now.keys() - was.keys() if now[name].get("titel") == was[key]["titel"]]
        yield key, f"de vastgelegde kolom {key} ({was[key]['titel']})", f"{near[0] if near else 'geen kolom'}"
    if not was.keys() - now.keys():
        yield from (
            (key, "alleen vastgelegde kolommen", f"nieuw: {now[key]['titel']}") for key in now.keys() - was.keys()
        )
    for key in sorted(was.keys() & now.keys()):
        for name in ("soort", "titel", "eenheid", "datatype"):
            if was[key].get(name) != now[key].get(name):
                yield key, f"{name} {was[key].get(name)!r}", repr(now[key].get(name))
        yield from _pinned_positions(key, was[key].get("posities", {}), now[key].get("posities", {}))


def _pinned_positions(key: str, was: dict[str, str], now: dict[str, str]) -> Iterator[Words]:
    for code in sorted(was.keys() - now.keys()):
        yield key, f"positie {code} ({was[code]})", "dat die er niet meer is"
    for code in sorted(now.keys() - was.keys()):
        yield key, "alleen vastgelegde posities", f"nieuw: {code} ({now[code]})"
    for code in sorted(was.keys() & now.keys()):
        if was[code] != now[code]:
            yield key, f"positie {code} met titel {was[code]!r}", repr(now[code])


def _periods(case: Case) -> Iterator[Words]:
    """Period keys are years, school years, quarters or months, each with a status that is known."""
    keys = case.of_type("TimeDimension")
    if len(keys) != 1:
        yield "", "één tijddimensie", f"{len(keys)}"
    for key in keys:
        rows = case.table.metadata[key]
        if wrong := [row["Key"].strip() for row in rows if not PERIOD.fullmatch(row["Key"].strip())]:
            yield key, "perioden zoals 2025JJ00, 2025SJ00, 2025KW01 of 2025MM01", _some(wrong)
        if wrong := sorted({str(row.get("Status")) for row in rows} - set(STATUSES)):
            yield key, f"status {', '.join(STATUSES)}", _some(wrong)


def _regions(case: Case) -> Iterator[Words]:
    """All areas of a set that is checked by their own names, the country, and nothing else but areas that are known."""
    for key in case.of_type("GeoDimension", "GeoDetail"):
        titles = {row["Key"].strip(): row["Title"].strip() for row in case.table.metadata[key]}
        for called, areas in case.regions.items():
            ours = titles.keys() & areas.keys()
            if ours and (absent := sorted(areas.keys() - titles.keys())):
                yield key, f"alle {len(areas)} {called}", f"zonder {_some(absent)}"
        if COUNTRY not in titles:
            yield key, f"Nederland ({COUNTRY})", "dat het ontbreekt"
        names = {code: names for areas in case.regions.values() for code, names in areas.items()}
        others = [code for code in titles if code not in names and code != COUNTRY]
        if wrong := [code for code in others if not any(re.fullmatch(a.code, code) for a in case.rules.gebieden)]:
            named = [f"{code} ({titles[code]})" for code in wrong]
            yield key, f"Nederland, {', '.join(case.regions)} en bekende andere gebieden", _some(named)
        for code in sorted(titles.keys() & names.keys()):
            name = re.sub(r"\s*\([A-Z]{2}\)$", "", titles[code])
            if name not in names[code]:
                yield key, f"{code} met naam {' of '.join(sorted(names[code]))}", repr(titles[code])


def _ranges(case: Case) -> Iterator[Words]:
    """Values lie in the range of their unit."""
    for key in case.numeric:
        values = case.data[key].dropna()
        if not np.isfinite(values).all():
            yield key, "getallen", f"{int((~np.isfinite(values)).sum())} keer oneindig"
        (unit,) = [u for u in case.rules.eenheden if u.eenheid == case.unit(key)] or [None]
        title = case.title(key).casefold()
        if unit is None or any(fnmatch.fnmatchcase(title, rule.titel) for rule in case.rules.zonder_bereik):
            continue
        low, high = unit.van, np.inf if unit.tot is None else unit.tot
        wrong = values[(values < low) | (values > high)]
        if len(wrong):
            span = f"{low:g} of meer" if unit.tot is None else f"{low:g} tot en met {high:g}"
            yield key, f"{unit.eenheid}: {span}", f"{len(wrong)} waarden daarbuiten, zoals {_some(sorted(set(wrong)))}"
        if unit.midden_vanaf is not None and len(values) and values.median() < unit.midden_vanaf:
            yield key, f"{unit.eenheid}: de middelste waarde {unit.midden_vanaf:g} of meer", f"{values.median():g}"


def _empty_as_zero(case: Case) -> Iterator[Words]:
    """Where nothing is missing and much is zero, missing may have been written as zero."""
    for key in case.numeric:
        values = case.data[key]
        zeros = 100 * (values == 0).mean()
        if (
            case.unit(key) in ("aantal", "x 1 000")
            and values.notna().all()
            and zeros >= case.rules.drempels.nul_pct.waarde
        ):
            yield key, "lege cellen leeg", f"geen lege cel en {zeros:.1f}% nullen"


def _region_sums(case: Case) -> Iterator[Words]:
    """The regions together are about the country, where both are counted."""
    keys = case.of_type("GeoDimension", "GeoDetail")
    if len(keys) == 1:
        codes = case.data[keys[0]].str.strip()
        for areas in case.regions.values():
            parts = codes.isin(areas)
            yield from _sums(case, keys[0], codes == COUNTRY, parts, len(areas), "Nederland", case.numeric)


def _totals(case: Case) -> Iterator[Words]:
    """Totals are about the sum of their parts, where ``data/controles.yml`` names both."""
    for rule in case.rules.totalen:
        if not fnmatch.fnmatchcase(case.table.title.casefold(), f"{rule.tabel.casefold()}*"):
            continue
        keys = [key for key in case.table.dimensions if case.title(key) == rule.dimensie]
        measures = [key for key in case.numeric if case.title(key) in rule.maten]
        if not keys or len(measures) != len(rule.maten):
            absent = rule.dimensie if not keys else ", ".join(rule.maten)
            yield "", f"dimensie {rule.dimensie!r} en maten {', '.join(rule.maten)}", f"geen {absent}"
            continue
        named = {row["Title"].strip(): row["Key"] for row in case.table.metadata[keys[0]]}
        if absent := [title for title in (rule.totaal, *rule.delen) if title not in named]:
            yield keys[0], f"positie {absent[0]!r}", _some(list(named))
            continue
        values = case.data[keys[0]]
        parts = values.isin([named[title] for title in rule.delen])
        yield from _sums(case, keys[0], values == named[rule.totaal], parts, len(rule.delen), rule.totaal, measures)


def _sums(
    case: Case, key: str, total: pd.Series, parts: pd.Series, number: int, name: str, measures: list[str]
) -> Iterator[Words]:
    others = [other for other in case.table.dimensions if other != key]
    margin, rounding = case.rules.drempels.som_pct.waarde / 100, case.rules.drempels.som_afronding.waarde
    for measure in measures:
        scale = {"aantal": 1.0, "x 1 000": 0.01}.get(case.unit(measure))
        if scale is None:
            continue
        grouped = case.data[parts].groupby(others, observed=True)[measure].agg(["sum", "count"])
        whole = case.data[total].set_index(others)[measure].rename("totaal")
        both = grouped.join(whole, how="inner")
        both = both[(both["count"] == number) & both["totaal"].notna()]  # a secret part hides in the total
        apart = (both["totaal"] - both["sum"]).abs() > margin * both["totaal"].abs() + number * rounding * scale
        if apart.any():
            worst = both[apart].iloc[0]
            where = dict(zip(others, np.atleast_1d(both.index[apart][0]), strict=True)) if others else {}
            place = ", ".join(f"{k}={str(v).strip()}" for k, v in where.items())
            yield (
                measure,
                f"{name} ongeveer de som van {number} delen",
                f"{int(apart.sum())} keer niet, zoals {worst['totaal']:g} tegenover {worst['sum']:g} ({place})",
            )


def _smaller(case: Case) -> Iterator[Words]:
    """The table did not lose rows, filled cells or periods."""
    if case.previous is None:
        return
    limits, before, now = case.rules.drempels, case.before, case.data
    lost = 100 * (len(before) - len(now)) / len(before)
    if lost > limits.rijen_minder_pct.waarde:
        yield (
            "",
            f"niet meer dan {limits.rijen_minder_pct.waarde:g}% minder rijen dan {len(before)}",
            f"{len(now)} rijen",
        )
    for key in case.of_type("TimeDimension"):
        if key in before:
            gone = sorted(set(before[key].str.strip()) - set(now[key].str.strip()))
            if len(gone) > limits.perioden_weg.waarde:
                yield (
                    key,
                    f"niet meer dan {limits.perioden_weg.waarde:g} perioden weg",
                    f"{len(gone)} weg: {_some(gone)}",
                )
    for key in case.numeric:
        if key in before:
            was, filled = 100 * before[key].notna().mean(), 100 * now[key].notna().mean()
            if was - filled > limits.gevuld_minder_pct.waarde:
                yield key, f"ongeveer {was:.1f}% gevulde cellen, zoals eerst", f"{filled:.1f}%"


def _scale(case: Case) -> Iterator[Words]:
    """The same cells are of the same order of size as before."""
    if case.previous is None:
        return
    keys = [key for key in case.table.dimensions if key in case.before]
    if not keys or keys != case.table.dimensions:
        return
    shared = [key for key in case.numeric if key in case.before]
    both = case.before[[*keys, *shared]].merge(case.data[[*keys, *shared]], on=keys, suffixes=("_voor", "_na"))
    limit = case.rules.drempels.schaal_factor.waarde
    for key in shared:
        was, now = both[f"{key}_voor"], both[f"{key}_na"]
        ratio = (now / was)[(was > 0) & (now > 0)]
        if len(ratio) and not 1 / limit <= ratio.median() <= limit:
            yield (
                key,
                f"dezelfde orde van grootte als in de vorige versie (factor {limit:g})",
                f"factor {ratio.median():g}",
            )


CHECKS: dict[str, Callable[[Case], Iterator[Words]]] = {
    "paginas": _pages,
    "sleutels": _positions,
    "dubbel": _unique,
    "rijen": _rows,
    "vastgelegd": _pinned,
    "perioden": _periods,
    "regios": _regions,
    "bereik": _ranges,
    "leeg_als_nul": _empty_as_zero,
    "som_regios": _region_sums,
    "som_delen": _totals,
    "omvang": _smaller,
    "schaal": _scale,
}
# When one of these falls short, the others would only repeat it in other words.
DECIDING = ("paginas", "sleutels", "dubbel", "rijen", "vastgelegd")


def _some(values: list) -> str:
    shown = ", ".join(f"{v:g}" if isinstance(v, float) else str(v).strip() for v in values[:SHOWN])
    return shown + (f" en nog {len(values) - SHOWN}" if len(values) > SHOWN else "")
