"""How a refresh went: table by table, what was not found, and what to do next as lines to paste."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

NEW, SAME, REFUSED, FAILED = "nieuw", "ongewijzigd", "afgekeurd", "mislukt"


@dataclass(frozen=True)
class TableOutcome:
    """How one table went: what became of it, why, what to do next, and the version that is in force after it."""

    tabel: str
    titel: str
    uitkomst: str
    reden: str = ""
    versie: str = ""
    opgehaald: str = ""
    vervolg: tuple[str, ...] = ()
    seconden: float = 0.0
    verzoeken: int = 0


@dataclass
class RefreshReport:
    """How a refresh went."""

    datum: str
    host: str
    testbron: bool
    tabellen: list[TableOutcome] = field(default_factory=list)
    niet_gevonden: dict[str, str] = field(default_factory=dict)
    voorstellen: dict[str, str] = field(default_factory=dict)
    opmerkingen: list[str] = field(default_factory=list)
    seconden: float = 0.0

    def counts(self) -> str:
        """How many tables ended how, in words."""
        ended = [outcome.uitkomst for outcome in self.tabellen]
        return (
            ", ".join(f"{ended.count(name)} {name}" for name in (NEW, SAME, REFUSED, FAILED) if name in ended)
            or "niets"
        )

    def lines(self) -> list[str]:
        """A line per table, then what was not found."""
        width = max((len(outcome.tabel) for outcome in self.tabellen), default=0)
        tables = [f"  {o.tabel:<{width}}  {o.uitkomst:<12}  {o.titel}" for o in self.tabellen]
        lost = [f"niet gevonden, reeks {name}: {reason}" for name, reason in self.niet_gevonden.items()]
        return tables + [f"let op: {line}" for line in dict.fromkeys(self.opmerkingen)] + lost + self.block()

    def block(self) -> list[str]:
        """What to do next with all that was refused or not found, as lines to paste; empty when there is nothing."""
        rules = list(dict.fromkeys(line for o in self.tabellen for line in o.vervolg if line.startswith("  - ")))
        commands = [line for o in self.tabellen for line in o.vervolg if not line.startswith("  - ")]
        if self.voorstellen:
            commands.append(
                "azwboek koppel " + " ".join(f"--kies '{self.voorstellen[n]}'" for n in sorted(self.voorstellen))
            )
        if left := [name for name in self.niet_gevonden if name not in self.voorstellen]:
            commands.append("azwboek koppel " + " ".join(left))
        lines = (
            ["", "Om verder te gaan; plak wat klopt:", *(f"  {line}" for line in dict.fromkeys(commands))]
            if commands
            else []
        )
        if rules:
            lines += [
                "",
                "Klopt wat is afgekeurd toch, zet dit dan in data/controles.yml onder eigenaardigheden:",
                *rules,
            ]
        return lines

    @property
    def faults(self) -> list[str]:
        """A line per fault of the tables that failed or were refused."""
        bad = [outcome for outcome in self.tabellen if outcome.uitkomst in (REFUSED, FAILED)]
        return [line for outcome in bad for line in outcome.reden.splitlines()]

    def to_json(self) -> dict:
        """The report as plain data, as it is kept in ``_build/refresh.json``."""
        return asdict(self)
