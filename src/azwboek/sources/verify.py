"""What must hold of a table before the book uses it; each check yields what falls short, and a table with any is refused.

Thresholds, ranges and known quirks stand in ``data/controles.yml`` with their reasons. A known quirk takes its fault away; one
that the version before had and this one has not is a fault itself, one that was never seen is a remark.
"""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from . import catalogue, cbs, plain, plausible
from .case import COUNTRY, Case, Words, some
from .rules import Quirk
from .snapshots import RawTable, Snapshot

PERIOD = re.compile(r"(19|20)\d\d(JJ00|SJ00|KW0[1-4]|MM(0[1-9]|1[0-2]))")
# How what is pinned of a column is compared.
FORMS = {"soort": str, "datatype": str, "titel": plain.title, "eenheid": plain.unit}
COUNTED = {"aantal": 1.0, "x 1000": 0.01}  # units that add up, and the step of their rounding in tens
WITH_REST = "NL00"  # the country with what CBS cannot place
PARTS = {"LD": 4, "PV": 12}  # other levels that make up the country, and how many areas each has


@dataclass(frozen=True)
class TableFault:
    """What falls short, as one line: table, column, what was expected and what was found."""

    tabel: str
    controle: str
    kolom: str
    verwacht: str
    gevonden: str

    accept: bool = False

    def __str__(self) -> str:
        place = f"{self.tabel}, kolom {self.kolom}" if self.kolom else self.tabel
        hint = f"; klopt het nieuwe, leg het dan vast met --accept {self.tabel}" if self.accept else ""
        return f"{place}: verwacht {self.verwacht}, gevonden {self.gevonden} (controle {self.controle}){hint}"

    def quirk(self) -> str:
        """The line in ``data/controles.yml`` that lets this fault through, for who knows that it is none."""
        return f'  - {{tabel: {self.tabel}, controle: {self.controle}, kolom: "{self.kolom or "*"}", reden: "(waarom dit klopt)"}}'


def check(case: Case) -> list[TableFault]:
    """Run every check on a table.

    Returns:
        What falls short, in the order of the checks; empty when the table may be used. What is no fault but should be known
        is added to the remarks of the case.
    """
    faults = _found(case)
    known = [quirk for quirk in case.rules.eigenaardigheden if quirk.tabel == case.table.identifier]
    left = [fault for fault in faults if not any(_covers(quirk, fault) for quirk in known)]
    if left and left[0].controle in DECIDING:
        return _with_what_else(case, left)
    gone = [quirk for quirk in known if not any(_covers(quirk, fault) for fault in faults)]
    before = _found(_earlier(case)) if gone and case.previous is not None else []
    for quirk in gone:
        if not any(_covers(quirk, fault) for fault in before):
            case.remarks.append(
                f"{case.table.identifier}: de bekende eigenaardigheid in controle {quirk.controle} ({quirk.reden}) is niet gezien"
            )
            continue
        words = (
            f"de bekende eigenaardigheid ({quirk.reden})",
            "dat zij niet meer voorkomt; haal haar weg uit data/controles.yml",
        )
        left.append(TableFault(case.table.identifier, quirk.controle, quirk.kolom, *words))
    return left


def of_series(case: Case) -> list[TableFault]:
    """The checks that are about single series, for a table that was accepted before and a mapping that changed since."""
    return [TableFault(case.table.table, name, *words) for name in OF_SERIES for words in CHECKS[name](case)]


def _found(case: Case) -> list[TableFault]:
    faults: list[TableFault] = []
    for name, run in CHECKS.items():
        faults += [TableFault(case.table.identifier, name, *words) for words in run(case)]
        if faults and name in DECIDING:
            break  # the later checks take for granted what this one found wanting
    return faults


def _with_what_else(case: Case, faults: list[TableFault]) -> list[TableFault]:
    """Faults of what was pinned with the way out: accepting, when nothing else is wrong; else what else is wrong."""
    if faults[0].controle != "vastgelegd":
        return faults
    others = check(replace(case, pinned=None))
    return faults + others if others else [replace(fault, accept=True) for fault in faults]


def _earlier(case: Case) -> Case:
    """The version in force as a case of its own, without what it would be held against."""
    before = case.previous
    return replace(
        case,
        table=RawTable(before.table, case.before, before.metadata),
        previous=None,
        pinned=None,
        series=(),
        remarks=[],
    )


def pinned(table: RawTable | Snapshot, pins: dict | None) -> list[TableFault]:
    """What differs between a table's columns, units and positions and those that the lock keeps of it."""
    if not pins:
        return []
    return [TableFault(table.table, "vastgelegd", *words, accept=True) for words in _pinned_words(table, pins)]


def _covers(quirk: Quirk, fault: TableFault) -> bool:
    return quirk.controle == fault.controle and fnmatch.fnmatchcase(fault.kolom, quirk.kolom)


# --- the checks: (column, expected, found) for each thing that falls short -----------------------------------


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
        positions = [row["Key"].strip() for row in case.table.metadata[key]]
        if not positions:
            yield key, "posities", "geen enkele"
        if double := sorted(name for name, times in Counter(positions).items() if times > 1):
            yield key, "elke positie één keer", f"dubbel: {some(double)}"
        there = {str(value).strip() for value in case.data[key].dropna().unique()}
        if unknown := sorted(there - set(positions)):
            yield key, "alleen sleutels die de dimensie noemt", f"onbekend: {some(unknown)}"
        if empty := int(case.data[key].isna().sum()):
            yield key, "in elke rij een sleutel", f"{empty} rijen zonder"


def _unique(case: Case) -> Iterator[Words]:
    """No two rows are about the same, also when one has a key with its padding and the other without."""
    keys = case.data[case.table.dimensions].apply(_without_padding)
    double = keys.duplicated()
    if double.any():
        row = case.data.loc[double, case.table.dimensions].iloc[0]
        shown = ", ".join(f"{key}={value.strip()}" for key, value in row.items())
        yield "", "één rij per combinatie van sleutels", f"{int(double.sum())} rijen dubbel, zoals {shown}"


def _without_padding(column: pd.Series) -> pd.Series:
    """A column of keys; it is only made anew when there are keys that differ in nothing but their padding."""
    keys = {key: str(key).strip() for key in column.dropna().unique()}
    return column if len(set(keys.values())) == len(keys) else column.astype(object).map(keys)


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
            if FORMS[name](was[key].get(name)) != FORMS[name](now[key].get(name)):
                yield key, f"{name} {was[key].get(name)!r}", repr(now[key].get(name))
        yield from _pinned_positions(key, was[key].get("posities", {}), now[key].get("posities", {}))


def _pinned_positions(key: str, was: dict[str, str], now: dict[str, str]) -> Iterator[Words]:
    """What changed in the positions, one line for all of a kind."""
    if gone := [f"{code} ({was[code]})" for code in sorted(was.keys() - now.keys())]:
        yield key, f"positie{'s' if len(gone) > 1 else ''} {some(gone)}", "dat die er niet meer is"
    if new := [f"{code} ({now[code]})" for code in sorted(now.keys() - was.keys())]:
        yield key, "alleen vastgelegde posities", f"nieuw: {some(new)}"
    other = [code for code in sorted(was.keys() & now.keys()) if plain.title(was[code]) != plain.title(now[code])]
    if other:
        found = some([f"{code} {now[code]!r}" for code in other])
        yield key, f"posities met hun vastgelegde titel ({some([f'{c} {was[c]!r}' for c in other])})", found


def _periods(case: Case) -> Iterator[Words]:
    """Period keys are years, school years, quarters or months, each with a status that is known."""
    keys = case.of_type("TimeDimension")
    if len(keys) != 1:
        yield "", "één tijddimensie", f"{len(keys)}"
    for key in keys:
        rows = case.table.metadata[key]
        if wrong := [row["Key"].strip() for row in rows if not PERIOD.fullmatch(row["Key"].strip())]:
            yield key, "perioden zoals 2025JJ00, 2025SJ00, 2025KW01 of 2025MM01", some(wrong)
        if wrong := sorted({str(row.get("Status")) for row in rows} - set(case.statuses)):
            yield key, f"status {', '.join(case.statuses)}", some(wrong)


def _regions(case: Case) -> Iterator[Words]:
    """All areas of a set that is checked by their own names, the country, and nothing else but areas that are known."""
    for key in case.of_type("GeoDimension", "GeoDetail"):
        rows = {row["Key"].strip(): row for row in case.table.metadata[key]}
        ours = rows.keys() & case.areas.keys()
        others = [code for code in rows if code not in case.areas and code != COUNTRY]
        wrong = [code for code in others if not any(re.fullmatch(a.code, code) for a in case.rules.gebieden)]
        if not ours and sum(code.startswith("AM") for code in wrong) > 1:
            number = sum(code.startswith("AM") for code in wrong)
            yield (
                key,
                "RegioPlus-regio's (RA...)",
                f"{number} arbeidsmarktregio's van UWV (AM...); dat zijn andere gebieden",
            )
            continue
        for called, areas in case.regions.items():
            if rows.keys() & areas.keys() and (absent := sorted(areas.keys() - rows.keys())):
                yield key, f"alle {len(areas)} {called}", f"zonder {some(absent)}"
        if COUNTRY not in rows:
            yield key, f"Nederland ({COUNTRY})", "dat het ontbreekt"
        if wrong:
            named = [f"{code} ({plain.shown(rows[code]['Title'])})" for code in wrong]
            remedy = "; hoort het erbij, zet de code dan onder gebieden in data/controles.yml"
            yield key, f"Nederland, {', '.join(case.regions)} en bekende andere gebieden", some(named) + remedy
        for code in sorted(ours):
            names = case.areas[code] | {own.naam for own in case.rules.gebiedsnamen if own.code == code}
            if not plain.same_region(rows[code]["Title"], rows[code].get("Description"), names):
                line = f'- {{code: {code}, naam: "{plain.region(rows[code]["Title"])}", reden: "(waar deze naam vandaan komt)"}}'
                found = f"{rows[code]['Title']!r}; is het hetzelfde gebied, zet dan onder gebiedsnamen in data/controles.yml: {line}"
                yield key, f"{code} met naam {' of '.join(sorted(names))}", found


def _ranges(case: Case) -> Iterator[Words]:
    """Values lie in the range of their unit."""
    for key in case.numeric:
        values = case.data[key].dropna()
        if not np.isfinite(values).all():
            yield key, "getallen", f"{int((~np.isfinite(values)).sum())} keer oneindig"
        unit = case.rules.unit(case.unit(key))
        title = case.title(key).casefold()
        if unit is None or any(fnmatch.fnmatchcase(title, rule.titel) for rule in case.rules.zonder_bereik):
            continue
        low, high = unit.van, np.inf if unit.tot is None else unit.tot
        wrong = values[(values < low) | (values > high)]
        if len(wrong):
            span = f"{low:g} of meer" if unit.tot is None else f"{low:g} tot en met {high:g}"
            yield key, f"{unit.eenheid}: {span}", f"{len(wrong)} waarden daarbuiten, zoals {some(sorted(set(wrong)))}"
        if unit.midden_vanaf is not None and len(values) and values.median() < unit.midden_vanaf:
            yield key, f"{unit.eenheid}: de middelste waarde {unit.midden_vanaf:g} of meer", f"{values.median():g}"


def _empty_as_zero(case: Case) -> Iterator[Words]:
    """Where nothing is missing and much is zero, missing may have been written as zero."""
    for key in case.numeric:
        values = case.data[key]
        zeros = 100 * (values == 0).mean()
        if case.unit(key) in COUNTED and values.notna().all() and zeros >= case.rules.drempels.nul_pct.waarde:
            yield key, "lege cellen leeg", f"geen lege cel en {zeros:.1f}% nullen"


def _region_sums(case: Case) -> Iterator[Words]:
    """The areas of each level together are about the country, where both are counted.

    What CBS cannot place counts: the parts are the country without it, or with it.
    """
    keys = case.of_type("GeoDimension", "GeoDetail")
    if len(keys) != 1:
        return
    codes = case.codes(keys[0])
    there = set(codes.unique())
    rest = {code for code in there if any(a.rest and re.fullmatch(a.code, code) for a in case.rules.gebieden)}
    country = WITH_REST if WITH_REST in there else COUNTRY
    levels = [(next(iter(areas))[:2], there & areas.keys(), len(areas)) for areas in case.regions.values()]
    levels += [(name, {c for c in there - rest if c.startswith(name)}, number) for name, number in PARTS.items()]
    for name, own, count in levels:
        if len(own) < count:
            continue
        found = list(_sums(case, keys[0], codes == COUNTRY, codes.isin(own), len(own), "Nederland", case.numeric))
        if left := {code for code in rest if code.startswith(name)}:
            parts, number = codes.isin(own | left), len(own | left)
            with_rest = list(
                _sums(case, keys[0], codes == country, parts, number, f"Nederland ({country})", case.numeric)
            )
            found = [words for words in with_rest if words[0] in {bare[0] for bare in found}]
        yield from found


def _totals(case: Case) -> Iterator[Words]:
    """Totals are about the sum of their parts, where ``data/controles.yml`` names both."""
    for rule in case.rules.totalen:
        if not fnmatch.fnmatchcase(plain.title(case.table.title), f"{plain.title(rule.tabel)}*"):
            continue
        keys = [key for key in case.table.dimensions if plain.title(case.title(key)) == plain.title(rule.dimensie)]
        wanted = {plain.title(name) for name in rule.maten}
        measures = [key for key in case.numeric if plain.title(case.title(key)) in wanted]
        named = {plain.title(r["Title"]): r["Key"].strip() for key in keys for r in case.table.metadata[key]}
        absent = [title for title in (rule.totaal, *rule.delen) if plain.title(title) not in named]
        if absent or not measures:
            what = absent[0] if keys and absent else rule.dimensie if not keys else ", ".join(rule.maten)
            case.remarks.append(
                f"{case.table.identifier}: {what!r} is er niet, dus totaal en delen van {rule.dimensie} zijn niet vergeleken; "
                "pas de regel onder totalen in data/controles.yml aan"
            )
            continue
        values = case.codes(keys[0])
        parts = values.isin([named[plain.title(title)] for title in rule.delen])
        total = values == named[plain.title(rule.totaal)]
        yield from _sums(case, keys[0], total, parts, len(rule.delen), rule.totaal, measures)


def _sums(
    case: Case, key: str, total: pd.Series, parts: pd.Series, number: int, name: str, measures: list[str]
) -> Iterator[Words]:
    others = [other for other in case.table.dimensions if other != key]
    margin, rounding = case.rules.drempels.som_pct.waarde / 100, case.rules.drempels.som_afronding.waarde
    for measure in measures:
        scale = COUNTED.get(case.unit(measure))
        if scale is None:
            continue
        grouped = case.data[parts].groupby(others, observed=True)[measure].agg(["sum", "count"])
        totals = case.data[total].set_index(others)[measure].rename("totaal")
        both = grouped.join(totals, how="inner")
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
            gone = sorted(set(case.codes(key, before).unique()) - set(case.codes(key, now).unique()))
            if len(gone) > limits.perioden_weg.waarde:
                yield (
                    key,
                    f"niet meer dan {limits.perioden_weg.waarde:g} perioden weg",
                    f"{len(gone)} weg: {some(gone)}",
                )
    for key in case.numeric:
        if key in before:
            was, filled = 100 * before[key].notna().mean(), 100 * now[key].notna().mean()
            if was - filled > limits.gevuld_minder_pct.waarde:
                yield key, f"ongeveer {was:.1f}% gevulde cellen, zoals eerst", f"{filled:.1f}%"


def _scale(case: Case) -> Iterator[Words]:
    """The same cells are of the same order of size as before; a change of unit is taken into account."""
    if case.previous is None:
        return
    keys = case.table.dimensions
    if any(key not in case.before for key in keys):
        return
    shared = [key for key in case.numeric if key in case.before]
    before, now = (
        data[[*keys, *shared]].assign(**{k: case.codes(k, data) for k in keys}) for data in (case.before, case.data)
    )
    both = before.merge(now, on=keys, suffixes=("_voor", "_na"))
    limit = case.rules.drempels.schaal_factor.waarde
    old_units = {
        p["Key"]: p.get("Unit") for p in getattr(case.previous, "metadata", {}).get("DataProperties", []) if "Key" in p
    }
    for key in shared:
        factor = _unit_factor(case, old_units.get(key), case.unit(key))
        was, new = both[f"{key}_voor"], both[f"{key}_na"]
        ratio = (new / was)[(was > 0) & (new > 0)] * (factor or 1)
        if factor is not None and len(ratio) and not 1 / limit <= ratio.median() <= limit:
            yield (
                key,
                f"dezelfde orde van grootte als in de vorige versie (factor {limit:g})",
                f"factor {ratio.median():g}",
            )


def _unit_factor(case: Case, old: str | None, new: str) -> float | None:
    """By what to multiply values in a new unit to compare them with those in the old one; None when a unit is unknown."""
    if old is None or plain.unit(old) == new:
        return 1.0
    rules = case.rules.unit(old), case.rules.unit(new)
    return rules[1].schaal / rules[0].schaal if all(rules) else None


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
    "niveau": plausible.levels,
    "gevuld": plausible.filled,
    "verwisseld": plausible.swapped,
}
OF_SERIES = ("niveau", "gevuld")
# Faults that may be right after all, when there is a reason.
QUIRKY = ("bereik", "leeg_als_nul", "som_regios", "som_delen", "omvang", "schaal", "niveau", "gevuld", "verwisseld")
# When one of these falls short, the others would only repeat it in other words.
DECIDING = ("paginas", "sleutels", "dubbel", "rijen", "vastgelegd")
