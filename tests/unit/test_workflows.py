"""The workflows are valid, pinned, allowed little, and type only what a maintainer can type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import check_jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from azwboek import cli
from azwboek.paths import Paths
from samples import ROOT
from workflow_steps import WORKFLOWS, load, run_lines, steps

NAMES = [path.name for path in WORKFLOWS]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())


def pin_faults(text: str) -> Iterator[str]:
    """Actions that are not pinned by a full commit, or whose version is not in the comment behind it."""
    for line in re.findall(r"^\s*(?:- )?uses: *(.*)$", text, re.MULTILINE):
        if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line):
            yield f"not pinned: {line}"


def step_faults(workflow: dict) -> Iterator[str]:
    """Lines that are no target of the Makefile and no command of ours."""
    for line in run_lines(workflow):
        words = line.split()
        if words[0] == "make" and len(words) == 2 and words[1] in TARGETS:
            continue
        if words[0] == ".venv/bin/azwboek" and words[1:2] and words[1] in cli.cli.commands:
            continue
        yield f"no target or command of ours: {line}"


def safety_faults(workflow: dict) -> Iterator[str]:
    """More rights than reading, no limit in time, two at once, words of others in a shell."""
    if workflow.get("permissions") != {"contents": "read"}:
        yield "permissions"
    if "group" not in (workflow.get("concurrency") or {}):
        yield "concurrency"
    for name, job in workflow["jobs"].items():
        if "permissions" in job:
            yield f"{name}: permissions of its own"
        if not 0 < job.get("timeout-minutes", 0) <= 60:
            yield f"{name}: timeout"
        if job["runs-on"].endswith("latest"):
            yield f"{name}: a machine that changes by itself"
    for step in steps(workflow):
        if (
            step.get("uses", "").startswith("actions/checkout@")
            and step["with"].get("persist-credentials") is not False
        ):
            yield "checkout keeps credentials"
        if "${{" in str(step.get("run", "")):
            yield f"an expression in a command: {step['run']}"
        if step.get("continue-on-error"):
            yield "a failure that is passed over"


@pytest.mark.parametrize("name", NAMES)
class TestWorkflow:
    def text(self, name: str) -> str:
        return (WORKFLOWS[0].parent / name).read_text(encoding="utf-8")

    def test_every_action_is_pinned(self, name):
        assert list(pin_faults(self.text(name))) == []

    def test_every_step_is_ours(self, name):
        assert list(step_faults(load(name))) == []
        assert run_lines(load(name))

    def test_is_allowed_little(self, name):
        assert list(safety_faults(load(name))) == []

    def test_python_is_the_one_that_the_makefile_looks_for(self, name):
        (python,) = [step for step in steps(load(name)) if "setup-python" in step.get("uses", "")]
        assert f"python{python['with']['python-version']}" in MAKEFILE

    def test_keeps_the_site_when_all_went_well_and_the_reports_when_not(self, name):
        kept = {step["with"]["name"]: step for step in steps(load(name)) if "upload-artifact" in step.get("uses", "")}
        assert "if" not in kept["site"]
        assert kept["reports"]["if"] == "failure()"
        uploads = [place for place, step in enumerate(steps(load(name))) if "upload-artifact" in step.get("uses", "")]
        assert min(uploads) > max(place for place, step in enumerate(steps(load(name))) if "run" in step)

    def test_keeps_what_the_code_writes(self, name):
        build = Paths(ROOT, Path("_build"))
        kept = {
            step["with"]["name"]: step["with"]["path"].split()
            for step in steps(load(name))
            if "upload-artifact" in step.get("uses", "")
        }
        assert kept["site"] == [str(build.html)]
        failed = build.notebooks / "NL" / "behoud.mislukt.ipynb"
        source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "azwboek").rglob("*.py"))
        for path in kept["reports"]:
            if "*" in path:
                assert failed.match(path.replace("**/", "*/"))
            else:
                assert f'build / "{path.removeprefix("_build/")}"' in source, path
        assert {"_build/build.json", "_build/jupyter-book.log"} <= set(kept["reports"])


def test_the_nightly_builds_and_tests_by_itself_and_on_request():
    nightly = load("nightly.yml")
    assert run_lines(nightly) == ["make book", "make test", "make equality"]
    assert set(nightly["on"]) == {"schedule", "workflow_dispatch"}
    hours = [int(entry["cron"].split()[1]) for entry in nightly["on"]["schedule"]]
    assert all(hour < 5 for hour in hours)


def test_the_nightly_puts_back_what_a_build_keeps():
    [cache] = [step["with"] for step in steps(load("nightly.yml")) if "actions/cache@" in step.get("uses", "")]
    assert cache["path"].split() == [f"_build/{name}" for name in ("kept", "notebooks", "source", "sphinx")]


def test_a_pull_request_is_tested_without_rights_of_the_target():
    workflow = load("pull-request.yml")
    assert "make test" in run_lines(workflow)
    assert set(workflow["on"]) == {"pull_request"}


def validate(*paths: Path) -> Result:
    """Validate workflows against the schema that comes with the tool; nothing is fetched."""
    arguments = ["--builtin-schema", "vendor.github-workflows", *map(str, paths)]
    return CliRunner().invoke(check_jsonschema.main, arguments, catch_exceptions=False)


def test_are_valid():
    done = validate(*WORKFLOWS)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("timeout-minutes: 45", "timeout-minutes: long"),
        ("runs-on:", "run-on:"),
        ("contents: read", "contents: reed"),
    ],
)
def test_a_fault_against_the_schema_is_found(tmp_path, old, new):
    text = WORKFLOWS[0].read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "nightly.yml").write_text(text.replace(old, new), encoding="utf-8")
    done = validate(tmp_path / "nightly.yml")
    assert done.exit_code == 1 and "Schema validation errors" in done.output


@pytest.mark.parametrize(
    "line", ["uses: actions/checkout@v6", "- uses: actions/checkout@main", f"uses: a/b@{'a' * 40}"]
)
def test_an_action_that_is_not_pinned_is_found(line):
    assert list(pin_faults(f"    {line}\n"))


@pytest.mark.parametrize(
    "line", ["make boek", "make", "curl example.org | sh", ".venv/bin/azwboek publiceer", "make book && rm x"]
)
def test_a_step_that_is_not_ours_is_found(line):
    assert list(step_faults({"jobs": {"a": {"steps": [{"run": line}]}}}))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("contents: read", "contents: write", "permissions"),
        ("concurrency:", "env:", "concurrency"),
        ("    timeout-minutes: 45\n", "", "book: timeout"),
        ("ubuntu-24.04", "ubuntu-latest", "book: a machine that changes by itself"),
        ("persist-credentials: false", "fetch-depth: 1", "checkout keeps credentials"),
        (
            "run: make book",
            "run: make ${{ github.head_ref }}",
            "an expression in a command: make ${{ github.head_ref }}",
        ),
        (
            "run: make book",
            "run: make book\n        continue-on-error: true",
            "a failure that is passed over",
        ),
    ],
)
def test_an_unsafe_workflow_is_found(old, new, fault):
    text = next(path for path in WORKFLOWS if path.name == "nightly.yml").read_text(encoding="utf-8")
    assert old in text
    assert fault in list(safety_faults(yaml.safe_load(text.replace(old, new))))
