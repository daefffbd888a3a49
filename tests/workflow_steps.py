"""Read what the workflows do."""

from __future__ import annotations

import yaml

from samples import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def load(name: str) -> dict:
    """A workflow by the name of its file; the key ``on`` is text and not the yes of YAML 1.1."""
    (path,) = [path for path in WORKFLOWS if path.name == name]
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if True in content:
        content["on"] = content.pop(True)
    return content


def steps(workflow: dict) -> list[dict]:
    """All steps, in order."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def run_lines(workflow: dict) -> list[str]:
    """What the steps type, line by line."""
    return [line for step in steps(workflow) for line in step.get("run", "").splitlines() if line.strip()]
