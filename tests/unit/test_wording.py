"""What the registers say in Dutch: a rule per kind of mistake that was found once, with a sentence that had it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from samples import ROOT

#: Columns that hold the words of others, codes or numbers: not prose of this book.
NOT_PROSE = re.compile(
    r"citaat_.|letterlijk|titel|links?|url|bestand|id|code|bron\w*|plaats_.|vermeldingen|tekst|waarde|bedrag_eur|periode\w*"
)
#: Rule: what it forbids, a text that it must find, and one that it must let pass.
RULES: dict[str, tuple[str, str, str]] = {
    "a number without dots": (
        r"(?<![\w.,:/-])(?!(?:19|20)\d\d\b)\d{4,}(?![\d,A-Z]|\.\d)",
        "De gemelde groei is 33000.",
        "In 2023 is de groei 33.000.",
    ),
    "a hope told as a fact": (
        r"\bZo (sluit|sluiten|blijft|blijven|wordt|worden|krijgt|krijgen)\b",
        "Zo wordt een baan in loondienst aantrekkelijker.",
        "Zo moet een baan in loondienst aantrekkelijker worden.",
    ),
    "an identifier told to a reader": (
        r"\b(taz|voortgang4|aln|interventies|taskforce)-\d{3}\b|\bG\d{3}\b",
        "Herhaling van taz-009.",
        "Herhaling van regel 74.",
    ),
    "a document called a stuk": (r"\b[Hh]et stuk\b|\bde stukken\b", "Dat zegt het stuk niet.", "Een stuk later."),
}


MEASURES = ROOT / "data" / "registers" / "maatregelen.csv"
INTERVENTIONS = ROOT / "data" / "registers" / "interventies.csv"


def prose(register: Path) -> list[tuple[int, str, str]]:
    """The prose of a register: line in the file (of the row's first cell), column, text."""
    with register.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (number, column, text)
        for number, row in enumerate(rows, start=2)
        for column, text in row.items()
        if not NOT_PROSE.fullmatch(column) and " " in text
    ]


#: What makes a sentence a proposal, an exploration or the view of one party.
PROPOSED = re.compile(r"\b(stelt\b.*\bvoor|[Hh]et voorstel is|verkent|wil|[Vv]olgens de Taskforce)\b")


def proposed(summary: str) -> bool:
    """Whether the first sentence of a summary says that it is a proposal, an exploration or a view."""
    return bool(PROPOSED.search(re.split(r"(?<=[.]) ", summary)[0]))


def test_a_proposal_of_the_taskforce_is_written_as_one():
    as_proposal = {text: proposed(text) for _, column, text in prose(MEASURES) if column == "samenvatting"}
    with MEASURES.open(encoding="utf-8", newline="") as file:
        kinds = {row["samenvatting"]: row["soort"] for row in csv.DictReader(file)}
    assert [text for text, soort in kinds.items() if soort != "knelpunt" and not as_proposal[text]] == []
    assert not proposed("Wie een handeling beheerst, mag die ook uitvoeren. Dat wil de Taskforce.")


def test_an_intervention_tells_its_aim_as_an_aim_and_its_result_without_a_verb():
    aims = [text for _, column, text in prose(INTERVENTIONS) if column == "doel"]
    results = [text for _, column, text in prose(INTERVENTIONS) if column == "beoogd_resultaat"]
    assert len(aims) == len(results) == 7
    assert all(text.startswith("Het doel is ") for text in aims)
    as_fact = re.compile(r"\b(is|zijn|wordt|worden|vindt|vinden|raakt|raken|slaagt)\b")
    assert [text for text in results if as_fact.search(re.sub(r"\b(die|dat) [^.,]*", "", text))] == []
    assert as_fact.search("Nieuwe mensen zijn sneller inzetbaar.")


REGISTERS = sorted((ROOT / "data" / "registers").glob("*.csv"))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_mistake(rule):
    pattern, bad, good = RULES[rule]
    assert re.search(pattern, bad)
    assert not re.search(pattern, good)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda path: path.stem)
def test_no_register_makes_a_mistake_again(register):
    found = [
        (rule, number, column, text[:100])
        for number, column, text in prose(register)
        for rule, (pattern, _, _) in RULES.items()
        if re.search(pattern, text)
    ]
    assert found == []


#: Labels and phrases that readers did not understand or that were not true; each has a better one in the book now.
LABELS = (
    "Houden we 1 op 6 vast", "In zes regels", "gedateerde afspraken en acties", "voortgang niet geregistreerd",
    "Het gebied is dat van de regionale", "gelijkheid met RA", "Ze vormen geen reeks en vullen geen gat", "De grootte zegt niets",
    "het programma telt hier", "Vaste link", "Wie meet het", "Sluiten de tabellen", "sluit tot op de euro",
    "Hoe ver is het streven", "Rekenvoorbeeld: naar rato", "gewicht hoog", "Je keuze staat in het adres van de pagina",
    "de andere zijn weggelaten", "Niets heet", "Noem je een regio erbij", "wijs het aan of ga", "De laatste verversing",
    "de levende grafieken", "hoe je haar citeert", "kale papermill", "Maatregelen voor de langere termijn",
    "ontbreekt: onbekend", "verzonnen demonstratiegegevens in de vorm", "Elk getal uit de vijf documenten", "elders is bedacht",
    "altijd van hetzelfde moment", "Verzuimde werkdagen als deel",
)  # fmt: skip


def labels(folder: Path) -> dict[str, list[str]]:
    """The files below a folder that hold a label that was mended."""
    kinds = {".csv", ".html", ".ipynb", ".js", ".md", ".py", ".yml"}
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.suffix in kinds}
    found = {label: [path.name for path, text in texts.items() if label in text] for label in LABELS}
    return {label: names for label, names in found.items() if names}


@pytest.mark.parametrize("folder", ["book", "data/registers", "parameters", "src/azwboek"])
def test_no_label_that_was_mended_comes_back(folder):
    assert labels(ROOT / folder) == {}


@pytest.mark.parametrize("label", LABELS)
def test_a_label_that_comes_back_is_found(tmp_path, label):
    (tmp_path / "deel").mkdir()
    (tmp_path / "deel" / "kaart.html").write_text(f"<dt>{label}?</dt>", encoding="utf-8")
    assert labels(tmp_path) == {label: ["kaart.html"]}
