"""Link a series to a measure: a choice in words that can be pasted, its check, and its line in the mapping.

A choice is refused with the figures that show why when its unit cannot become that of the series or its level is not what
published figures say. A refused choice leaves mapping, lock and kept tables as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import yaml

from .. import dutch
from ..errors import AzwboekError, UsageError
from ..files import write_text
from . import plain, plausible, resolving
from . import refresh as refreshing
from .candidates import Candidate, Search, Wanted
from .catalogue import Entry, NotFound, Resolved
from .choices import choice
from .outcome import NEW, SAME
from .pins import read_lock
from .snapshots import RawTable, is_dimension

CHOICE = re.compile(r"(?P<series>[a-z0-9_]+)=(?P<rest>\S+)", re.ASCII)


def parsed(text: str) -> tuple[str, str]:
    """A choice as ``(series, what was chosen)``.

    Raises:
        UsageError: it has another form.
    """
    if not (found := CHOICE.fullmatch(text.strip())):
        raise UsageError(
            f"--kies {text!r}: verwacht reeks=NUMMER, of reeks=TABEL:MAAT:DIMENSIE=POSITIE zoals 'azwboek koppel' het toont"
        )
    return found["series"], found["rest"]


def chosen(search: Search, wanted: Wanted, what: str) -> Resolved:
    """What a choice means: a number of the candidates, or table, measure and positions by key.

    Raises:
        UsageError, AzwboekError: there is no such table, measure or position; its unit does not fit; or a position counts others.
    """
    if what.isdigit():
        there = search.candidates(wanted)
        if not 1 <= int(what) <= len(there):
            raise UsageError(f"{wanted.series}={what}: kies 1 tot en met {len(there)}")
        return there[int(what) - 1].resolved
    identifier, *parts = what.split(":")
    names = {name.casefold(): name for name in search.listing}
    if identifier.casefold() not in names:
        raise UsageError(f"{wanted.series}: tabel {identifier} staat niet in de catalogus van {search.source.host}")
    table = search.described(names[identifier.casefold()])
    keys = [part for part in parts if "=" not in part]
    topics = {p["Key"].casefold(): p for p in table.metadata["DataProperties"] if p["Type"] == "Topic"}
    if len(keys) != 1 or keys[0].casefold() not in topics:
        raise UsageError(
            f"{wanted.series}: kies een maat van {table.table}: {', '.join(p['Key'] for p in topics.values())}"
        )
    topic = topics[keys[0].casefold()]
    entry = search.entry(wanted, table, topic)
    if entry is None:
        raise AzwboekError(
            f"{wanted.series}: {plain.shown(topic['Title'])!r} in {table.table} is in {plain.shown(topic.get('Unit')) or 'geen eenheid'!r}, "
            f"en dat wordt geen {wanted.unit!r}; kies een andere maat"
        )
    entry = _with_positions(entry, table, dict(part.split("=", 1) for part in parts if "=" in part))
    try:
        return resolving.resolve_in(entry, table, search.branches)
    except NotFound as reason:
        if better := resolving.proposed(entry, table, search.branches):
            return resolving.resolve_in(better, table, search.branches)
        raise AzwboekError(f"{wanted.series}: {reason}") from reason


def _with_positions(entry: Entry, table: RawTable, keys: dict[str, str]) -> Entry:
    """The entry with the positions that a choice names by key."""
    dimensions = {p["Key"].casefold(): p for p in table.metadata["DataProperties"] if is_dimension(p)}
    fixed, branch = {}, None
    for name, key in keys.items():
        if name.casefold() not in dimensions:
            raise UsageError(
                f"{entry.reeks}: {table.table} heeft geen dimensie {name}; er zijn: {', '.join(p['Key'] for p in dimensions.values())}"
            )
        dimension = dimensions[name.casefold()]
        if key == "*":
            branch = plain.shown(dimension["Title"])
            continue
        rows = [row for row in table.metadata[dimension["Key"]] if row["Key"].strip() == key]
        if len(rows) != 1:
            raise UsageError(f"{entry.reeks}: {dimension['Key']} in {table.table} heeft geen positie {key}")
        twins = [
            r for r in table.metadata[dimension["Key"]] if plain.title(r["Title"]) == plain.title(rows[0]["Title"])
        ]
        fixed[plain.shown(dimension["Title"])] = plain.shown(rows[0]["Title"]) if len(twins) == 1 else key
    populations = entry.populaties if branch or len(entry.populaties) == 1 else entry.populaties[:1]
    return entry.model_copy(update={"posities": fixed, "branchedimensie": branch, "populaties": populations})


def refusal(search: Search, resolved: Resolved) -> str:
    """Why a choice cannot be right, with the figures that show it; empty when it may be."""
    series = resolved.entry.reeks
    values = search.sample(resolved).dropna().sort_index()
    if not len(values):
        return f"{series}: {resolved.measure} in {resolved.snapshot.table} heeft voor Nederland geen enkele waarde bij deze posities"
    for population in resolved.entry.populaties[:1]:
        level = search.rules.level(series, population)
        if level is None:
            return (
                f"{series} ({population}): geen verwacht niveau; voeg een regel toe onder niveaus in data/controles.yml"
            )
        wrong = values[(values < level.van) | (values > level.tot)]
        if len(wrong):
            return (
                f"{choice(resolved)}: verwacht {plausible.expected(series, population, level)}, gevonden {plausible.found(wrong)}; kies "
                "een andere maat of positie"
            )
    return ""


def link(
    settings: refreshing.Settings, search: Search, found: list[Resolved], tell: Callable[[str], None]
) -> list[str]:
    """Write choices into the mapping, fetch and check their tables, pin them, and say which figures result.

    Returns:
        A line per series.

    Raises:
        AzwboekError: a choice is refused; mapping and lock are then as they were.
    """
    for resolved in found:
        if why := refusal(search, resolved):
            raise AzwboekError(why)
    _check_own_measure(settings, found)
    before = settings.catalogue.read_text(encoding="utf-8")
    lock = settings.lock.read_bytes() if settings.lock.is_file() else None
    text = before
    for resolved in found:
        text = with_entry(text, resolved.entry)
    write_text(settings.catalogue, text)
    series = [resolved.entry.reeks for resolved in found]
    report = refreshing.refresh(replace(settings, only=series, chosen=series), tell)
    bad = [outcome for outcome in report.tabellen if outcome.uitkomst not in (NEW, SAME)]
    if bad or report.niet_gevonden:
        write_text(settings.catalogue, before)
        if lock is not None:
            settings.lock.write_bytes(lock)
        raise AzwboekError(
            "\n".join([*report.faults, *report.niet_gevonden.values(), "de koppeling is niet veranderd"])
        )
    return [_figure(search, resolved) for resolved in found]


def proposals(settings: refreshing.Settings, sure: list[Candidate]) -> list[Candidate]:
    """The candidates that may be linked together: none whose figures feed another series, of two with the same the one that is more alike."""
    pins = read_lock(settings.lock)["reeksen"]
    kept = []
    for one in sure:
        own = one.resolved.pin()
        others = [other for other in sure if other is not one and other.resolved.pin() == own]
        taken = any(pin == own for name, pin in pins.items() if name != one.resolved.entry.reeks)
        if not taken and all(one.score > other.score for other in others):
            kept.append(one)
    return kept


def _check_own_measure(settings: refreshing.Settings, found: list[Resolved]) -> None:
    """No two series come from the same cells: then one of them would be about something else than it says.

    Raises:
        AzwboekError: two do.
    """
    pins = read_lock(settings.lock)["reeksen"] | {resolved.entry.reeks: resolved.pin() for resolved in found}
    for resolved in found:
        twins = [name for name, pin in pins.items() if name != resolved.entry.reeks and pin == resolved.pin()]
        if twins:
            raise AzwboekError(
                f"{choice(resolved)}: dezelfde cijfers voeden al {', '.join(twins)}; twee reeksen meten niet hetzelfde, kies een "
                "andere maat of positie"
            )


def _figure(search: Search, resolved: Resolved) -> str:
    values: pd.Series = search.sample(resolved).dropna().sort_index()
    period, value = values.index[-1], values.iloc[-1]
    return (
        f"{resolved.entry.reeks}: {dutch.number(value)} in {period} voor Nederland ({resolved.entry.populaties[0]}), uit "
        f"{resolved.snapshot.table} ‘{plain.shown(resolved.snapshot.title)}’, {resolved.measure}"
    )


def with_entry(text: str, entry: Entry) -> str:
    """The text of a mapping with one series in it: in the place of its old line, or after the last one; all else stays."""
    block = _block(entry)
    pattern = re.compile(rf"^  - reeks: ['\"]?{re.escape(entry.reeks)}['\"]?[ ]*\n(?:(?:    .*|[ ]*)\n)*", re.MULTILINE)
    if pattern.search(text):
        return pattern.sub(lambda found: block, text, count=1)
    blocks = list(re.finditer(r"^  - reeks: .*\n(?:    .*\n)*", text, re.MULTILINE))
    if not blocks:
        return re.sub(r"^reeksen:.*\n", lambda found: f"reeksen:\n{block}", text, count=1, flags=re.MULTILINE)
    end = blocks[-1].end()
    return text[:end] + block + text[end:]


def _block(entry: Entry) -> str:
    """One series as it stands in the mapping."""
    content = entry.model_dump(exclude_defaults=True)
    content["tabel"], content["maat"] = (
        entry.tabel.model_dump(exclude_none=True),
        entry.maat.model_dump(exclude_none=True),
    )
    content["schaal"] = int(entry.schaal) if float(entry.schaal).is_integer() else entry.schaal
    if content["schaal"] == 1:
        del content["schaal"]
    lines = [f"  - reeks: {entry.reeks}"]
    for name, value in content.items():
        if name != "reeks":
            written = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000, sort_keys=False)
            lines.append(f"    {name}: {written.removesuffix('...' + chr(10)).strip()}")
    return "\n".join(lines) + "\n"
