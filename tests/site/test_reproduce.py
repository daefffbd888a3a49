"""Under every figure stands the query that gives its data: asked again, it gives the figures of the CSV that a reader gets."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import lxml.html
import pandas as pd
import pytest

from azwboek.paths import project
from azwboek.warehouse import ask

FOLDERS = ("nederland", "indicator", "regio/twente", "regio/gooi-en-vechtstreek", "regio/zuid-holland-zuid")


def resources(site: Path, folder: str) -> list[tuple[Path, dict]]:
    """The CSVs of the pages of an area, with what is said about each."""
    packages = sorted((site / "csv" / folder).rglob("datapackage.json"))
    return [
        (package.parent / resource["path"], resource)
        for package in packages
        for resource in json.loads(package.read_text(encoding="utf-8"))["resources"]
    ]


@pytest.fixture(scope="module")
def asked(site):
    """The answer to the question that stands under a figure."""
    paths = project()
    with ask.connect(paths.warehouse) as con:
        yield lambda resource: ask.query(con, paths, resource["vraag"]["naam"], **resource["vraag"]["parameters"])


def not_found(shown: pd.DataFrame, answer: pd.DataFrame, resource: dict) -> list[dict]:
    """The rows of a CSV that no row of the answer gives: same period, same numbers."""
    numbers = [field["name"] for field in resource["schema"]["fields"] if field["type"] != "string"]
    both = [name for name in (*numbers, "periode", "post") if name in shown and name in answer]
    rows, known = shown[both].to_dict("records"), answer[both].to_dict("records")
    return [row for row in rows if not any(_same(row, one) for one in known)]


def _same(row: dict, one: dict) -> bool:
    return all(
        pd.isna(value) or value == one[name] or (isinstance(value, float) and value == pytest.approx(one[name]))
        for name, value in row.items()
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_stands_under_a_figure_gives_its_figures(site, asked, folder):
    found = resources(site, folder)
    assert len(found) > 20
    for path, resource in found:
        shown = pd.read_csv(path)
        answer = asked(resource)
        assert set(shown) & set(answer) - {"regio"}, path
        assert not_found(shown, answer, resource) == [], path


def test_another_figure_would_be_seen(site, asked):
    path, resource = next(one for one in resources(site, "regio/twente") if one[1]["name"] == "uitstroom")
    shown = pd.read_csv(path)
    shown.loc[3, "waarde"] += 0.001
    (row,) = not_found(shown, asked(resource), resource)
    assert row["periode"] == shown.loc[3, "periode"]


def test_the_command_gives_the_same_as_a_csv(site, asked):
    page = lxml.html.parse(site / "regio" / "twente" / "behoud.html").getroot()
    command = page.xpath("//figure[@id='fig-uitstroom']//p[@class='azw-narekenen']/code/text()")[0]
    assert command == "azwboek vraag indicator_reeks indicator=uitstroom regio=RA0205"
    program = Path(sys.executable).with_name("azwboek")
    done = subprocess.run([program, *command.split()[1:]], capture_output=True, text=True, check=True)
    _, resource = next(one for one in resources(site, "regio/twente") if one[1]["name"] == "uitstroom")
    assert pd.read_csv(StringIO(done.stdout))["waarde"].tolist() == pytest.approx(
        asked(resource)["waarde"].tolist(), nan_ok=True
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["indicator_reeks", "regio=RA0205"], "vraagt ook indicator; de opdracht is: azwboek vraag indicator_reeks"),
        (["bevolking", "regio=NL", "jaar=2025"], "kent geen jaar; de opdracht is: azwboek vraag bevolking regio=…"),
        (["../../../etc/passwd"], "onbekende vraag"),
    ],
)
def test_a_wrong_question_is_refused_with_the_right_one(site, given, said):
    program = Path(sys.executable).with_name("azwboek")
    done = subprocess.run([program, "vraag", *given], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and said in done.stderr and done.stdout == ""
