"""The recipes of ``docs/how-to.md`` as their examples have them: which files each touches, and following one in a copy."""

from __future__ import annotations

import dataclasses
import re
import textwrap
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

FENCE = re.compile(r"^( *)```(\w+) (\S+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclasses.dataclass(frozen=True)
class Example:
    """A piece of code under the name of the file that it goes into; ``language`` says how."""

    language: str
    file: str
    text: str

    def follow(self, root: Path) -> None:
        """Do in the project below ``root`` what the example says."""
        path = root / self.file
        if self.language == "diff":
            path.write_text(changed(path.read_text(encoding="utf-8"), self.text), encoding="utf-8")
        elif path.suffix == ".ipynb":
            _put_cells(path, cells(self.text))
        elif path.suffix in (".csv", ".yml") and path.exists():
            path.write_text(path.read_text(encoding="utf-8") + self.text, encoding="utf-8")
        else:
            assert not path.exists(), f"{self.file} is there already"
            path.write_text(self.text, encoding="utf-8")


def examples(text: str) -> dict[str, list[Example]]:
    """The examples of each recipe, by its heading; a section without examples is left out."""
    sections = {part.partition("\n")[0]: part for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}
    found = {
        heading: [Example(found[2], found[3], textwrap.dedent(found[4])) for found in FENCE.finditer(part)]
        for heading, part in sections.items()
    }
    return {heading: own for heading, own in found.items() if own}


def changed(text: str, change: str) -> str:
    """A text after a change in the form of a diff: lines that stay begin with a space, those that go with -, those that come with +."""
    lines = change.splitlines(keepends=True)
    before, after = ("".join(line[1:] for line in lines if line[0] in kinds) for kinds in (" -", " +"))
    assert text.count(before) == 1, f"stands {text.count(before)} times in the file: {before!r}"
    return text.replace(before, after)


def cells(text: str) -> list:
    """The cells of a text in which ``# %%`` begins a cell, with behind it ``[markdown]`` or a tag."""
    found = []
    for part in re.split(r"^# %%", text, flags=re.MULTILINE)[1:]:
        kind, _, source = part.partition("\n")
        if kind.strip() == "[markdown]":
            found.append(new_markdown_cell(re.sub(r"^# ?", "", source.strip(), flags=re.MULTILINE)))
        else:
            found.append(new_code_cell(source.strip(), metadata={"tags": kind.split()} if kind.strip() else {}))
    return found


def _put_cells(path: Path, new: list) -> None:
    """Cells in a notebook before its last section, or as a new notebook."""
    if not path.exists():
        nbformat.write(new_notebook(cells=new, metadata={"kernelspec": KERNEL}), path)
        return
    notebook = nbformat.read(path, as_version=4)
    place = next(n for n, cell in enumerate(notebook.cells) if cell.source == "## Verantwoording")
    notebook.cells[place:place] = new
    nbformat.write(notebook, path)
