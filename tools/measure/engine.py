"""What the engine itself costs for a notebook, and that a thousand notebooks leave nothing behind."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from azwboek.paths import Paths

from . import contenders, fresh, ratio

NAME = "motor"
CELLS = 25  # about as many as a chapter has
FEW, MANY = 100, 1000
LEFT = ("bestanden", "server_bestanden", "sockets", "kinderen")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def measure(paths: Paths, say: Callable[[str], None]) -> dict:
    """Execute many empty notebooks, one by one; what the processes hold after a few of them and after all."""
    say(f"{MANY} notebooks van {CELLS} lege cellen, een voor een")
    with contenders.own_build(paths) as own:
        raw = fresh(__name__, own.build, FEW, MANY, environment=contenders.environment(own))
    times = raw.pop("seconden")[1:]  # the first one starts the fork server
    raw["ms"] = {
        "mediaan": statistics.median(times) * 1000,
        "negende_deciel": sorted(times)[int(len(times) * 0.9)] * 1000,
    }
    return raw


def ratios(raw: dict) -> list[dict]:
    """Nothing grows or stays behind."""
    before, after = raw["stand"]
    grown = {name: after[name] / before[name] for name in ("bytes", "server_bytes")}
    left = max(after[name] - before[name] for name in LEFT)
    return [
        ratio(f"geheugen na {MANY} notebooks ten opzichte van {FEW}", grown["bytes"], 1.05, "hoogstens"),
        ratio("geheugen van het moederproces, net zo", grown["server_bytes"], 1.05, "hoogstens"),
        ratio("achtergebleven processen, bestanden en sockets", left, 0, "hoogstens"),
    ]


def execute(folder: Path, few: int, many: int) -> dict:
    """Execute them; seconds of each, and what this process and the fork server hold after a few and after all."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    from azwboek.run.page import Job, execute_page

    cells = [new_code_cell("regio = 'NL'", metadata={"tags": ["parameters"]})]
    cells += [new_code_cell(f"print({n})") for n in range(CELLS - 1)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "leeg.ipynb")
    job = Job("NL/leeg", folder / "leeg.ipynb", folder, "fork", {"regio": "NL"}, {}, {})
    times, held = [], {}
    for number in range(1, many + 1):
        start = time.perf_counter()
        outcome = execute_page(job)
        times.append(time.perf_counter() - start)
        if outcome.reason:
            raise AssertionError(outcome.reason)
        if number in (few, many):
            held[number] = held_now()
    return {"seconden": times, "stand": [held[few], held[many]]}


def held_now() -> dict[str, int]:
    """Memory in bytes, open files, sockets and children: of this process, and of the fork server that it started."""
    [server] = [pid for pid in _children(os.getpid()) if b"multiprocessing.forkserver" in _proc(pid, "cmdline")]
    return {
        "bytes": _resident(os.getpid()), "server_bytes": _resident(server), "bestanden": len(_open(os.getpid())), "server_bestanden": len(_open(server)),
        "sockets": sum(target.startswith("socket:") for target in _open(os.getpid())), "kinderen": len(_children(server)),
    }  # fmt: skip


def _proc(pid: int, name: str) -> bytes:
    return Path(f"/proc/{pid}/{name}").read_bytes()


def _children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def _resident(pid: int) -> int:
    return int(_proc(pid, "statm").split()[1]) * PAGE_BYTES


def _open(pid: int) -> list[str]:
    """What the open files of a process are; the folder itself is open only while it is read."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        if entry.is_symlink():
            found.append(os.readlink(entry))
    return [target for target in found if target != f"/proc/{pid}/fd"]


if __name__ == "__main__":
    print(json.dumps(execute(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
