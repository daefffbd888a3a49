"""The engine ``fork`` against papermill's own, and against notebooks that mean no good."""

from __future__ import annotations

import os
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from azwboek import plan
from azwboek.paths import project
from azwboek.run.fork.engine import NotebookTimeoutError, OutputLimitError
from measure.equal import normalised

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
EVERYTHING = [
    "import os, sys, logging, warnings\nfrom IPython.display import *",
    "print('uit'); print('fout', file=sys.stderr); print('weer uit')",
    "1 + 1",
    "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
    "import altair as alt\nalt.Chart(pd.DataFrame({'a': [1]})).mark_point().encode(x='a').to_dict()['mark']",
    "def diep(n):\n    return 1 / n\ndiep(0)",
    "dit is geen python",
    "raise KeyError('é\\nregel twee')",
    "plek = display('eerst', display_id='plek')",
    "plek.update('daarna')",
    "display(HTML('<b>x</b>'), Markdown('*y*'), Image(data=b'\\x89PNG\\r\\n\\x1a\\n', format='png'))",
    "display({'application/json': {'a': [1, None]}, 'text/plain': 'x'}, raw=True, metadata={'m': 1})",
    "print('weg'); clear_output(); print('blijft'); clear_output(wait=True); print('laatste')",
    "import ipywidgets as w\nschuif = w.IntSlider(value=3); schuif",
    "schuif.value = 7\nbak = w.Output()\nwith bak:\n    print('in de bak')\ndisplay(bak)",
    "logging.warning('let op'); warnings.warn('pas op')",
    "import asyncio\nawait asyncio.sleep(0)\n'gewacht'",
    "!echo schil",
    "%%capture vangst\nprint('gevangen')",
    "vangst.stdout, _, In[3]",
    "input('naam?')",
    "import getpass; getpass.getpass()",
    "sys.exit(3)",
    "class Stuk:\n    def _repr_html_(self): raise ValueError('kapot')\n    def __repr__(self): return 'stuk'\nStuk()",
    "os.system('echo langs de achterdeur'); os.write(2, b'ook zo\\n');",
    "sys.stdout.write('zonder regeleinde')\nsys.stdout.flush()",
    "%nietbestaand",
    "x = object(); x",
    "",
    "schuif.value, __name__, os.path.basename(os.getcwd())",
]


@pytest.fixture
def put(tmp_path):
    """Write a notebook and return its path."""

    def write(*cells: str, tags: dict[int, list[str]] | None = None):
        made = [new_code_cell(source, id=f"cel-{n}", metadata={"tags": []}) for n, source in enumerate(cells)]
        for number, names in (tags or {}).items():
            made[number].metadata["tags"] = names
        path = tmp_path / "bron.ipynb"
        nbformat.write(new_notebook(cells=made, metadata=KERNEL), path)
        return path

    return write


def execute(source, engine: str = "fork", **options):
    out = source.with_name(f"{engine}.ipynb")
    papermill.execute_notebook(source, out, engine_name=engine, kernel_name="python3", progress_bar=False, **options)
    return nbformat.read(out, as_version=4)


def texts(notebook) -> list[str]:
    return [output.get("text", "") for cell in notebook.cells for output in cell.outputs]


def test_everything_a_cell_can_say_comes_out_as_from_papermills_own_engine(put, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it ipykernel does not look at file descriptors 1 and 2
    tags = {number: ["raises-exception"] for number in range(len(EVERYTHING))}
    source = put(*EVERYTHING, "print('overgeslagen')", tags=tags | {len(EVERYTHING): ["skip-execution"]})
    ours, stock = (normalised(raw(source, engine)) for engine in ("fork", "nbclient"))
    for mine, theirs in zip(ours["cells"], stock["cells"], strict=True):
        assert mine == theirs
    assert ours["metadata"] == stock["metadata"]
    assert len(ours["metadata"]["widgets"]) == 1


def raw(source, engine):
    """Execute although papermill takes a tagged error for a failure; a stock kernel now and then never answers."""
    out = source.with_name(f"{engine}.ipynb")
    for _ in range(3):
        try:
            execute(source, engine, execution_timeout=20)
        except papermill.PapermillExecutionError:
            break
        except CellTimeoutError:
            continue
    notebook = nbformat.read(out, as_version=4)
    notebook.cells = [c for c in notebook.cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])]
    return notebook


PAGES = plan.load(project()).select(() if os.environ.get("AZWBOEK_ALLES") else ("RA0205/behoud", "NL/financien"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_chapter_comes_out_as_from_papermills_own_engine(page, paths, warehouse, tmp_path, monkeypatch):
    """Two pages; all of them where ``AZWBOEK_ALLES`` is set, as in the nightly."""
    monkeypatch.setenv("AZWBOEK_BUILDING", "1")
    made = []
    for engine in ("fork", "nbclient"):
        out = tmp_path / f"{engine}.ipynb"
        papermill.execute_notebook(
            page.chapter.notebook(paths),
            out,
            {"regio": page.region.code, **page.chapter.parameters},
            engine_name=engine,
            progress_bar=False,
        )
        made.append(normalised(nbformat.read(out, as_version=4)))
    assert made[0] == made[1]
    assert any(cell.get("outputs") for cell in made[0]["cells"])


def test_a_difference_is_seen(put):
    one, other = execute(put("print('a')")), execute(put("print('b')"))
    assert normalised(one) != normalised(other)


def test_an_error_stops_the_notebook_and_keeps_what_came_before(put):
    source = put("print('eerst')", "1 / 0", "print('nooit')")
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        execute(source)
    left = nbformat.read(source.with_name("fork.ipynb"), as_version=4)
    assert [c.execution_count for c in left.cells if c.cell_type == "code"] == [1, 2, None]


LEAKS = """
import gc, os, random, sys, numpy, duckdb
toestand = [
    os.getcwd(), os.environ.get("LEK"), "lek" in globals(), hasattr(sys, "lek"), sorted(os.listdir("/proc/self/fd")),
    [type(o).__name__ for o in gc.get_objects() if isinstance(o, duckdb.DuckDBPyConnection)],
    sys.path[:3], os.umask(0o022), sys.getrecursionlimit(),
]
print(toestand)
"""
SPILL = """
import os, random, sys, numpy, duckdb, pandas, builtins
lek = sys.lek = builtins.lek = open("/dev/null"); os.environ["LEK"] = "ja"; os.chdir("/"); os.umask(0o077)
random.seed(1); numpy.random.seed(1); verbinding = duckdb.connect(); pandas.DataFrame.lek = 1
sys.path.insert(0, "/lek"); sys.setrecursionlimit(123); bestand = os.open("/dev/null", os.O_RDONLY)
"""


def test_nothing_leaks_from_one_notebook_to_the_next(put):
    before = texts(execute(put(LEAKS)))
    execute(put(SPILL))
    assert texts(execute(put(LEAKS))) == before
    assert "'LEK'" not in before[0] and "None, False, False" in before[0]


def test_random_numbers_are_not_those_of_the_last_notebook(put):
    draw = "import random, numpy\nprint(random.random(), numpy.random.rand())"
    first = texts(execute(put("import random, numpy\nrandom.seed(1); numpy.random.seed(1)", draw)))
    seen = {first[0]} | {texts(execute(put(draw)))[0] for _ in range(2)}
    assert len(seen) == 3
    assert len({number for line in seen for number in line.split()}) == 6


@pytest.mark.parametrize(
    ("code", "options", "kind", "said"),
    [
        ("while True: pass", {"execution_timeout": 1}, CellTimeoutError, "after 1 seconds"),
        ("import time\nwhile True: time.sleep(0.1)", {"notebook_timeout": 1}, NotebookTimeoutError, "duurde te lang"),
        ("import os; os._exit(7)", {}, DeadKernelError, "eindigde met status 7"),
        ("import os; os.kill(os.getpid(), 9)", {}, DeadKernelError, "eindigde door signaal SIGKILL"),
        ("import ctypes; ctypes.string_at(0)", {}, DeadKernelError, "eindigde door signaal SIGSEGV"),
        ("print('x' * 50_000_000)", {}, OutputLimitError, "meer dan 20 MB uitvoer"),
        ("for _ in range(50_000): print('x' * 1000)", {}, OutputLimitError, "meer dan 20 MB uitvoer"),
        (
            "from IPython.display import HTML, display\ndisplay(HTML('x' * 50_000_000))",
            {},
            OutputLimitError,
            "meer dan 20 MB uitvoer",
        ),
    ],
    ids=["endless", "slow", "exit", "killed", "crash", "one print", "many prints", "display"],
)
def test_a_hostile_notebook_is_stopped_and_its_reason_given(put, code, options, kind, said):
    source = put("print('eerst')", code, "print('nooit')")
    start = time.monotonic()
    with pytest.raises(kind, match=said):
        execute(source, **options)
    assert time.monotonic() - start < 30
    left = nbformat.read(source.with_name("fork.ipynb"), as_version=4)
    assert left.cells[0].outputs[0].text == "eerst\n"
    assert not left.cells[2].outputs
    assert children(server(put)) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("display({'application/json': {'a': float('nan')}}, raw=True)", "een waarde die niet te bewaren is"),
        ("display({'application/json': {'a': b'x'}}, raw=True)", "een waarde die niet te bewaren is .bytes.; laat haar weg"),
        ("display({'text/plain': b'x'}, raw=True)", "text/plain: bytes in de plaats van tekst"),
        ("import numpy\ndisplay({'text/plain': numpy.float64(1)}, raw=True)", "text/plain: float64 in de plaats van tekst"),
        ("from IPython.display import Markdown\nMarkdown('a\\udce9')", "tekst die niet te bewaren is"),
        ("print('a\\udce9')", "UnicodeEncodeError"),
        ("raise KeyError('a\\udce9')", "KeyError"),
    ],
    ids=["nan", "bytes in json", "bytes", "numpy", "surrogate shown", "surrogate printed", "surrogate in an error"],
)  # fmt: skip
def test_what_no_notebook_can_hold_fails_in_its_cell_and_what_came_before_is_kept(put, code, said):
    source = put("print('eerst')", code, "print('nooit')")
    with pytest.raises(papermill.PapermillExecutionError, match=said) as raised:
        execute(source)
    assert raised.value.cell_index == 1
    left = nbformat.read(source.with_name("fork.ipynb"), as_version=4)
    nbformat.validate(left)
    assert [c.execution_count for c in left.cells if c.cell_type == "code"] == [1, 2, None]
    assert next(c for c in left.cells if c.cell_type == "code").outputs[0].text == "eerst\n"


def test_the_bytes_of_a_picture_are_kept_as_a_stock_kernel_does(put):
    code = "class Beeld:\n    def _repr_png_(self): return b'\\x89PNG'\nBeeld()"
    assert execute(put(code)).cells[0].outputs[0].data["image/png"].strip() == "iVBORw=="


def test_numbers_of_numpy_and_days_within_data_are_plain_values(put):
    code = "import datetime, numpy\ndisplay({'application/json': {'a': numpy.float64(1.5), 'b': numpy.arange(2), 'c': datetime.date(2025, 1, 2)}}, raw=True)"
    (output,) = execute(put(code)).cells[0].outputs
    assert output.data["application/json"] == {"a": 1.5, "b": [0, 1], "c": "2025-01-02"}


def test_filling_memory_ends_in_an_error_of_the_cell(put):
    source = put("alles = []\nwhile True: alles.append(bytearray(50_000_000))")
    with pytest.raises(papermill.PapermillExecutionError, match="MemoryError"):
        execute(source, memory_mb=500)


def test_a_notebook_that_closes_its_stdout_goes_on(put):
    closed = execute(put("import os, sys\nsys.stdout.close(); os.close(1)", "print('nog steeds')"))
    assert texts(closed) == ["nog steeds\n"]


def test_what_a_notebook_started_is_gone_with_it(put):
    made = execute(put("import subprocess\np = subprocess.Popen(['sleep', '600'])\nprint(p.pid)"))
    pid = int(texts(made)[0])
    for _ in range(50):
        if not os.path.exists(f"/proc/{pid}") or " Z " in Path(f"/proc/{pid}/stat").read_text():
            return
        time.sleep(0.1)
    pytest.fail("het proces van de notebook leeft nog")


def test_many_notebooks_leave_no_processes_files_or_memory(put):
    source = put("import pandas, duckdb\nduckdb.connect()\npandas.DataFrame({'a': range(1000)})")
    for _ in range(3):
        execute(source)
    files, memory = len(os.listdir("/proc/self/fd")), resident()
    for _ in range(25):
        execute(source)
    assert len(os.listdir("/proc/self/fd")) == files
    assert children(server(put)) == []
    assert resident() - memory < 20


def resident() -> float:
    """Memory of this process, MB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 / 1e6


def server(put) -> int:
    """The process that notebooks are forked from."""
    return int(texts(execute(put("import os; print(os.getppid())")))[0])


def children(server: int) -> list[int]:
    """Notebooks' children that still live: those of our fork server."""
    return [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
