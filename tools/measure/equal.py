"""When two executed notebooks count as equal: everything but what differs between two runs of the stock engine too.

Left out or made the same: times and paths in papermill's metadata, the id of the cell that papermill adds, the moment at which
a stream was cut in pieces, addresses of objects, process numbers in file names, and random identifiers, which are numbered in the
order in which they appear.
"""

from __future__ import annotations

import json
import re
from collections import Counter

from nbformat import NotebookNode

_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
_CELL_FILE = re.compile(r"ipykernel_\d+/\d+\.py")
_IDENTIFIER = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![0-9a-f])")


def normalised(notebook: NotebookNode) -> dict:
    """Return a notebook as plain data without what differs from run to run."""
    plain = json.loads(json.dumps(notebook))
    plain["metadata"].pop("papermill", None)
    for number, cell in enumerate(plain["cells"]):
        for key in ("papermill", "execution"):
            cell["metadata"].pop(key, None)
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = f"parameters-{number}"
        if "outputs" in cell:
            cell["outputs"] = _streams_joined(cell["outputs"])
    plain = {"cells": plain.pop("cells"), **plain}
    for widgets in plain["metadata"].get("widgets", {}).values():
        widgets["state"] = _models_in_order(widgets["state"])
    text = _CELL_FILE.sub("ipykernel", _ADDRESS.sub("0x0", json.dumps(plain)))
    numbers: dict[str, str] = {}
    return json.loads(_IDENTIFIER.sub(lambda m: numbers.setdefault(m[0], f"nummer-{len(numbers)}"), text))


def _streams_joined(outputs: list[dict]) -> list[dict]:
    """In each run of streams, all of stdout before all of stderr."""
    joined, run = [], {}
    for output in [*outputs, None]:
        if output is not None and output["output_type"] == "stream":
            run[output["name"]] = run.get(output["name"], "") + output["text"]
            continue
        joined += [{"output_type": "stream", "name": name, "text": run[name]} for name in sorted(run, reverse=True)]
        run = {}
        if output is not None:
            joined.append(output)
    return joined


def _models_in_order(models: dict[str, dict]) -> dict[str, dict]:
    """Widgets by what they are; those of which there are several alike come last, in the order in which others name them."""
    alike = {key: _IDENTIFIER.sub("", json.dumps(model)) for key, model in models.items()}
    times = Counter(alike.values())
    return {key: models[key] for key in sorted(models, key=lambda key: (times[alike[key]] > 1, alike[key]))}
