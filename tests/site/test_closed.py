"""A source of a page that calls a directive or a role, shows a picture or offers a file: nothing runs, no file is copied, the build stops."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET = "geheim-van-deze-machine"
DATA = {"azwboek_editie": {"soort": "cbs", "id": "E1", "datum": "2026-01-02"}, "azwboek_regios": {}}
#: What stands in a page, and what the build says of it; or, when it is only text, what a reader sees of it.
SOURCES = {
    "raw": ("```{raw} html\n<script>alert(1)</script>\n```", "{raw} html is off"),
    "raw-tilde": ("~~~{raw} html\n<script>alert(1)</script>\n~~~", "{raw} html is off"),
    "raw-quoted": ("> ```{raw} html\n> <script>alert(1)</script>\n> ```", "{raw} html is off"),
    "colon": (":::{raw} html\n&lt;script>alert(1)&lt;/script>\n:::", ":::{raw} html"),
    "include": ("```{include} ../geheim.txt\n```", "{include} ../geheim.txt is off"),
    "literal": ("```{literalinclude} ../geheim.txt\n```", "{literalinclude} ../geheim.txt is off"),
    "csv": ("```{csv-table}\n:file: ../geheim.txt\n```", "{csv-table} is off"),
    "rst": ("```{eval-rst}\n.. include:: ../geheim.txt\n```", "{eval-rst} is off"),
    "figure": ("```{figure} ../geheim.png\n```", "{figure} ../geheim.png is off"),
    "code": ("```{code-cell}\nopen('../geheim.txt').read()\n```", "{code-cell} is off"),
    "role": ("{download}`x <../geheim.txt>` {raw-html}`b`", "{download}"),
    "image": ("![beeld](../geheim.png)", "a page offers no file: ../geheim.png"),
    "link": ("[lees](../geheim.txt)", "a page offers no file: ../geheim.txt"),
    "path": ("[lees](path:../geheim.txt)", "a page offers no file: ../geheim.txt"),
    "block": ("+++ {a}\n% weg\n(hier)=\n", "+++ {a}\n% weg\n(hier)="),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[str, Path, int]:
    """What Sphinx said of a book with each of these on a page of its own, where it wrote, and how it ended."""
    folder = tmp_path_factory.mktemp("gesloten")
    source = folder / "boek"
    (source / "_static").mkdir(parents=True)
    (source / "_static" / "azw-icoon.svg").write_text("<svg/>", encoding="utf-8")
    (source / "azwboek.json").write_text(json.dumps(DATA), encoding="utf-8")
    for name in ("geheim.txt", "geheim.png"):
        (folder / name).write_text(SECRET, encoding="utf-8")
    (source / "index.md").write_text("# Boek\n\nTekst.\n", encoding="utf-8")
    for name, (text, _) in SOURCES.items():
        (source / f"{name}.md").write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    toc = "format: jb-book\nroot: index\nchapters:\n" + "".join(f"- file: {name}\n" for name in SOURCES)
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    command = [sys.executable, "-m", "azwboek.site.sphinx.run", source, folder / "uit", ROOT / "_config.yml"]
    done = subprocess.run(
        [*command, folder / "_toc.yml", "1"],
        env=os.environ | {"AZWBOEK_SITE_DATA": str(source / "azwboek.json")},
        input="klaar\n",
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr, folder / "uit", done.returncode


@pytest.mark.parametrize("name", SOURCES)
def test_it_is_refused_or_it_is_text(built, name):
    said, out, status = built
    expected = SOURCES[name][1]
    here = [line for line in said.splitlines() if f"boek/{name}.md" in line]
    assert status != 0
    if here:
        assert any(expected in line for line in here), here
    else:
        assert expected in (out / "html" / f"{name}.html").read_text(encoding="utf-8")


def test_no_script_and_no_file_of_this_machine_comes_along(built):
    _, out, _ = built
    for path in (out / "html").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert SECRET.encode() not in content and b"<script>alert" not in content, path
