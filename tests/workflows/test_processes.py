"""What can be seen only in a process of its own: what it loads, its language, its pipes, its memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import measure
from samples import ROOT


def test_list_needs_none_of_the_heavy_libraries():
    code = (
        "import sys, azwboek.cli\ntry: azwboek.cli.main(['list'])\nexcept SystemExit: pass\n"
        "heavy = {'pandas', 'duckdb', 'papermill', 'nbformat', 'altair', 'IPython'} & set(sys.modules)\n"
        "sys.exit(bool(heavy) and f'imported: {heavy}')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_waits_for_the_libraries_until_something_is_computed():
    modules = ", ".join(f"azwboek.statistics.{name}" for name in ("findings", "funnel", "series", "xmr"))
    code = f"import sys, {modules}; print(sorted(set(sys.modules) & {{'scipy', 'statsmodels', 'pymannkendall'}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("language", ["C", "en_US.UTF-8", "de"])
def test_dutch_does_not_depend_on_the_language_of_the_machine(small, language):
    code = "import sys; from azwboek.cli import main; main(sys.argv[1:])"
    environment = {"PATH": "/usr/bin:/bin", "LANG": language, "LC_ALL": language, "LANGUAGE": language}
    done = subprocess.run(
        [sys.executable, "-c", code, "ren"], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 2 and "onbekende opdracht 'ren'" in done.stderr


def test_a_closed_pipe_is_no_error():
    code = "from azwboek.cli import main; main(['list', '--json'])"
    command = f'{sys.executable} -c "{code}" | head -1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_memory_of_a_process_is_its_own_and_not_that_of_the_one_that_started_it():
    """``ru_maxrss`` fails here: it begins at the peak of the process that started this one."""
    inner = "import json, measure; print(json.dumps(measure.memory_kb()))"
    outer = (
        "import json, subprocess, sys, measure; block = bytearray(400_000_000); block[::4096] = b'x' * len(block[::4096]); "
        f"own = subprocess.run([sys.executable, '-c', {inner!r}], capture_output=True, text=True, check=True).stdout; "
        "print(json.dumps([measure.memory_kb(), json.loads(own)]))"
    )
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); "
    done = subprocess.run(
        [sys.executable, "-c", code + outer],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "tools")},
    )
    parent, child = json.loads(done.stdout)
    assert parent > 400_000 and child < 200_000


def test_a_process_that_fails_is_no_number():
    with pytest.raises(AssertionError, match=r"measure\.engine"):
        measure.fresh("measure.engine", "geen map", "1", "1")
