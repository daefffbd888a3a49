"""Sets of areas: what a book is about beside the country. A set is a file in ``parameters/gebieden``, its areas are rows of a register."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, StrictBool, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from ..errors import AzwboekError, UsageError
from ..paths import Paths
from . import marked, registers
from .figure_rows import Gebied
from .rows import Slug


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"geen reguliere expressie: {error}") from None
    return value


Text = Annotated[str, StringConstraints(min_length=1, strict=True)]


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Settings:
    """What a file in ``parameters/gebieden`` holds; ``regioplus.yml`` says what each field means."""

    enkelvoud: Text
    meervoud: Text
    noemer: Text
    kop: Text
    register: Slug
    code: Annotated[Text, AfterValidator(_pattern)]
    pad: Slug
    groep: Text
    achtervoegsel: Text
    standaard: StrictBool = False
    alleen: tuple[Text, ...] | None = None
    hoofdstukken: tuple[Slug, ...] | None = None


@dataclasses.dataclass(frozen=True)
class AreaSet:
    """A set of areas with its rows, in the order of the register."""

    naam: str
    settings: Settings
    areas: tuple[Gebied, ...]


def names(paths: Paths) -> list[str]:
    """The sets that there are."""
    return sorted(path.stem for path in (paths.parameters / "gebieden").glob("*.yml"))


def chosen(paths: Paths) -> tuple[AreaSet, ...]:
    """The sets of this book: those asked for, or else the standard ones.

    Raises:
        UsageError: a set that is not there.
        AzwboekError: a set, its register, or the sets together are wrong; every fault is named with its file and line.
    """
    known = names(paths)
    if unknown := [name for name in paths.areas if name not in known]:
        raise UsageError(f"onbekende set gebieden {', '.join(map(repr, unknown))}; er is: {', '.join(known)}")
    if double := [name for name, count in Counter(paths.areas).items() if count > 1]:
        raise UsageError(f"set gebieden {', '.join(double)} is dubbel gekozen")
    sets = [read(paths, name) for name in paths.areas or known]
    sets = [one for one in sets if paths.areas or one.settings.standaard]
    if not sets:
        raise AzwboekError(f"{paths.parameters / 'gebieden'}: geen set met standaard: true")
    for field in ("pad", "code"):
        homes: dict[str, str] = {}
        for one in sets:
            value = getattr(one.settings, field)
            if value in homes:
                raise AzwboekError(f"{file(paths, one.naam)}: {field} {value} is ook dat van {homes[value]}")
            homes[value] = one.naam
    return tuple(sets)


def distinct(sets: Sequence[AreaSet]) -> tuple[AreaSet, ...]:
    """The sets with the kind behind each name that an earlier set has too, so that a name is one area: ``Groningen (provincie)``."""
    shared = Counter(area.naam for one in sets for area in one.areas)
    return (*sets[:1], *(_with_kind(one, shared) for one in sets[1:]))


def names_by_code(sets: Iterable[AreaSet]) -> dict[str, dict[str, frozenset[str]]]:
    """The names, also former ones, of each area by its code, for each set by what its areas are called.

    A set of which the book has only some areas (``alleen``) is left out: its areas are not together the country.
    """
    return {
        one.settings.noemer: {area.code: frozenset(filter(None, (area.naam, area.vorige_naam))) for area in one.areas}
        for one in sets
        if one.settings.alleen is None
    }


def file(paths: Paths, name: str) -> Path:
    """The file of a set."""
    return paths.parameters / "gebieden" / f"{name}.yml"


def read(paths: Paths, name: str) -> AreaSet:
    """Read one set with its areas.

    Raises:
        AzwboekError: the file or the register is wrong; every fault is named with its file and line.
    """
    path = file(paths, name)
    content, lines = marked.read(path)
    try:
        settings = TypeAdapter(Settings).validate_python(content)
    except ValidationError as error:
        raise AzwboekError("\n".join(marked.faults(path, lines, error))) from error
    rows = registers.areas(paths.registers, settings.register)
    by_code = {area.code: area for _, area in rows}
    source = registers.area_file(paths.registers, settings.register)
    faults = [
        f"{source}, regel {line}, kolom code: {area.code!r} heeft niet de vorm {settings.code} van {path.name}"
        for line, area in rows
        if not re.fullmatch(settings.code, area.code)
    ]
    only = settings.alleen or ()
    for number, code in enumerate(only):
        where = f"{path}, regel {marked.line_of(lines, ('alleen', number))}"
        if code not in by_code:
            faults.append(f"{where}: onbekende code {code!r}; zie {source}")
        elif code in only[:number]:
            faults.append(f"{where}: code {code!r} staat er dubbel in")
    if faults:
        raise AzwboekError("\n".join(faults))
    return AreaSet(name, settings, tuple(a for a in by_code.values() if settings.alleen is None or a.code in only))


def check_chapters(paths: Paths, chapters: dict[str, int]) -> None:
    """Check that sets name chapters that there are, and that each chapter has a set.

    Args:
        paths: the checkout.
        chapters: the line of each chapter in ``parameters/hoofdstukken.yml``.

    Raises:
        AzwboekError: with file, line and reason.
    """
    faults, left = [], dict(chapters)
    for name in names(paths):
        path = file(paths, name)
        content, lines = marked.read(path)
        named = content.get("hoofdstukken") if isinstance(content, dict) else None
        for number, chapter in enumerate(named or ()):
            left.pop(chapter, None)
            if chapter not in chapters:
                where = f"{path}, regel {marked.line_of(lines, ('hoofdstukken', number))}"
                faults.append(f"{where}: onbekend hoofdstuk {chapter!r}; kies uit {', '.join(chapters)}")
        if named is None:
            left.clear()
    place = paths.parameters / "hoofdstukken.yml"
    faults += [
        f"{place}, regel {line}: geen set in {place.parent / 'gebieden'} noemt {c!r}" for c, line in left.items()
    ]
    if faults:
        raise AzwboekError("\n".join(faults))


def _with_kind(one: AreaSet, shared: Counter) -> AreaSet:
    areas = (
        area.model_copy(update={"naam": f"{area.naam} ({one.settings.enkelvoud})"}) if shared[area.naam] > 1 else area
        for area in one.areas
    )
    return dataclasses.replace(one, areas=tuple(areas))
