"""What the engine itself costs for a notebook, and that a thousand notebooks leave nothing behind."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable

from ..paths import Paths
from . import ratio, tools

NAAM = "motor"
CELLS = 25  # about as many as a chapter has
FEW, MANY = 100, 1000
SCRIPT = """
import json, os, sys, time
from pathlib import Path
import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from azwboek.page import Job, execute_page

folder, cells, few, many = Path(sys.argv[1]), *map(int, sys.argv[2:])
kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
made = [new_code_cell("regio = 'NL'", metadata={"tags": ["parameters"]})] + [new_code_cell(f"print({n})") for n in range(cells - 1)]
nbformat.write(new_notebook(cells=made, metadata=kernel), folder / "leeg.ipynb")
job = Job("NL/leeg", folder / "leeg.ipynb", folder, "fork", {"regio": "NL"}, {}, {})

def state():
    from multiprocessing.forkserver import _forkserver
    server = _forkserver._forkserver_pid
    resident = lambda pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    sockets = sum("socket" in os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}"))
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return {"bytes": resident(os.getpid()), "server_bytes": resident(server), "bestanden": len(os.listdir("/proc/self/fd")),
            "server_bestanden": len(os.listdir(f"/proc/{server}/fd")), "sockets": sockets, "kinderen": len(children)}

times, at = [], {}
for number in range(1, many + 1):
    start = time.perf_counter()
    outcome = execute_page(job)
    times.append(time.perf_counter() - start)
    assert not outcome.reason, outcome.reason
    if number in (few, many):
        at[number] = state()
print(json.dumps({"seconden": times, "stand": [at[few], at[many]]}))
"""


def measure(paths: Paths, say: Callable[[str], None]) -> dict:
    """Measure; see the top of the package for the form."""
    say(f"{MANY} notebooks van {CELLS} lege cellen, een voor een")
    with tools.own_build(paths) as own:
        command = [sys.executable, "-c", SCRIPT, str(own.build), str(CELLS), str(FEW), str(MANY)]
        done = subprocess.run(command, env=tools.environment(own), capture_output=True, text=True, check=True)
    raw = json.loads(done.stdout.splitlines()[-1])
    before, after = raw["stand"]
    times = raw.pop("seconden")[1:]  # the first one starts the fork server
    cost = statistics.median(times) * 1000
    raw["ms"] = {"mediaan": cost, "negende_deciel": sorted(times)[int(len(times) * 0.9)] * 1000}
    left = max(after[name] - before[name] for name in ("bestanden", "server_bestanden", "sockets", "kinderen"))
    return {
        "naam": NAAM,
        "metingen": raw,
        "verhoudingen": [
            ratio("ms per notebook voor de motor zelf", cost, 60, "hoogstens"),
            ratio(
                f"geheugen na {MANY} notebooks ten opzichte van {FEW}",
                after["bytes"] / before["bytes"],
                1.05,
                "hoogstens",
            ),
            ratio(
                "geheugen van het moederproces, net zo",
                after["server_bytes"] / before["server_bytes"],
                1.05,
                "hoogstens",
            ),
            ratio("achtergebleven processen, bestanden en sockets", left, 0, "hoogstens"),
        ],
    }
