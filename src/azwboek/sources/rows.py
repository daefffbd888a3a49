"""What rows of all registers share: what a cell may hold, the source of a row, and a fault with its place.

A register is described by a model of its rows: its fields are the columns, in order, with their types and closed sets.
``KEY`` names the columns that identify a row, ``REFERENCES`` the columns that must exist in another register.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ..errors import AzwboekError


def _one_of_periods(value: str) -> str:
    point = r"\d{4}(-Q[1-4]|-zomer|-najaar|-medio|-eind|-\d{2}(-\d{2})?)?"
    if not re.fullmatch(rf"{point}(\.\.{point})?", value, re.ASCII):
        raise ValueError("een termijn heeft de vorm 2023, 2023-Q2, 2022-zomer, 2023-09, 2024-01-01 of 2022..2025")
    return possible_dates(value)


def possible_year(value: str) -> str:
    """The text, when the year that it begins with can be one of a figure."""
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        raise ValueError(f"dit jaar kan niet: een cijfer is van {FIRST_YEAR} tot en met {LAST_YEAR}")
    return value


def possible_dates(value: str) -> str:
    """The text, when each year, month and day in it exists: ``2019-03-31..2020-03-31``, ``circa 2018``, ``mei 2022``."""
    for found in re.finditer(r"(?<![\dA-Za-z])(?<!\d[.,])(\d{4})(?:(-\d{2})(-\d{2})?)?(?![\d,])", value):
        year, month, day = found.groups()
        possible_year(year)
        try:
            datetime.date.fromisoformat(f"{year}{month or '-01'}{day or '-01'}")
        except ValueError:
            raise ValueError(f"{found[0]} is geen bestaande maand of dag") from None
    return value


def _no_index(value: str) -> str:
    if value == "index":
        raise ValueError("index is de naam van het begin van een map; kies een ander woord")
    return value


def _programme_lines(value: str) -> str:
    lines = value.split(";")
    if lines != sorted({*lines} & {"1", "2", "3"}):
        raise ValueError("programmalijnen zijn 1, 2 en 3, gescheiden door ;")
    return value


def _web_link(value: str) -> str:
    for part in value.split("; "):
        if not re.fullmatch(r"(https?://)?[\w.-]+\.[a-z]{2,}(/\S*)?", part):
            raise ValueError(f"geen webadres: {part[:60]}")
    return value


def _with_value_and_place(value: str) -> str:
    if sorted(re.findall(r"\{.*?\}|[{}]", value)) != ["{p}", "{w}"]:
        raise ValueError("moet {w} (de waarde) en {p} (de plaats) elk een keer hebben, en verder geen accolades")
    return value


def empty_is_none(value: str) -> str | None:
    """An empty cell holds nothing."""
    return None if value == "" else value


#: No figure and no term is of a year outside these.
FIRST_YEAR, LAST_YEAR = 1990, 2100
# The source and the first words of what no document says and this book chose.
OWN, CHOSEN = "azwboek", "Keuze van dit boek:"
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False, pattern=r"^\S(.*\S)?$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$"), AfterValidator(_no_index)]
#: The form of every area's code, whatever set it belongs to.
AREA_CODE = r"[A-Z]{2}\d{2,4}"
RegionCode = Annotated[str, StringConstraints(pattern=r"^RA\d{4}$")]
AreaCode = Annotated[str, StringConstraints(pattern=f"^{AREA_CODE}$")]
PeriodCode = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(JJ00|SJ00|KW0[1-4]|MM(0[1-9]|1[0-2]))$"), AfterValidator(possible_year)
]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Money = Annotated[int, Field(ge=0)]  # euro
Term = Annotated[str, AfterValidator(_one_of_periods)]
Lines = Annotated[str, AfterValidator(_programme_lines)]
Link = Annotated[str, AfterValidator(_web_link)]
YesNo = Literal["ja", "nee"]
Group = Literal["kern", "1", "2", "3"]
# A level at a moment, a count within a period, a change since a year earlier, or a ratio: what may be added up follows from it.
CountedAs = Literal["stand", "stroom", "jaar_op_jaar", "verhouding"]
Line = Annotated[int, "1-based line number in the source file"]
Clause = Annotated[Text, AfterValidator(_with_value_and_place)]
OptionalText = Annotated[Text | None, BeforeValidator(empty_is_none)]
OptionalMoney = Annotated[Money | None, BeforeValidator(empty_is_none)]
OptionalMoment = Annotated[Annotated[Text, AfterValidator(possible_dates)] | None, BeforeValidator(empty_is_none)]
OptionalInt = Annotated[int | None, BeforeValidator(empty_is_none)]
OptionalLines = Annotated[Lines | None, BeforeValidator(empty_is_none)]
OptionalClause = Annotated[Clause | None, BeforeValidator(empty_is_none)]
OptionalTerm = Annotated[Term | None, BeforeValidator(empty_is_none)]
OptionalLink = Annotated[Link | None, BeforeValidator(empty_is_none)]


class Row(BaseModel):
    """What every register shares: no unknown columns, no coercion beyond text to number, and every number finite."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
    KEY: ClassVar[tuple[str, ...]] = ()
    REFERENCES: ClassVar[dict[str, str]] = {}


class Sourced(Row):
    """A row with its source: a key of ``bronnen`` and, for the five documents, the line it stands on."""

    bron: Text
    bronregel: OptionalInt


@dataclass(frozen=True)
class RegisterFault:
    """One fault in a register: where it is and what is wrong."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, regel {self.line}, kolom {self.column}: {self.reason}"


class RegisterError(AzwboekError):
    """All faults found in the registers, one per line."""

    def __init__(self, faults: list[RegisterFault]):
        self.faults = faults
        shown = [str(fault) for fault in faults]
        super().__init__("\n".join([f"{len(faults)} fout(en) in de registers", *shown]))
