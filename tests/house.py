"""The house as the code draws it: rooms, what uses what, and the picture of it in ``docs/beeld/huis.svg``.

``.venv/bin/python tests/house.py`` draws the picture again.
"""

from __future__ import annotations

import ast
import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "azwboek"
PICTURE = ROOT / "docs" / "beeld" / "huis.svg"
#: From the ground up. A room uses what stands before it in this list, never what stands after it.
GROUND = ("errors", "paths", "files", "progress", "dutch", "kinds", "templates", "keep")
ORDER = (
    *GROUND, "sources", "plan", "warehouse", "edition", "statistics", "chapters", "run", "site", "gate", "build", "doctor", "new", "watch", "cli",
)  # fmt: skip
#: Rooms within a room that only that room enters.
PRIVATE = ("run.fork", "site.sphinx")

Import = tuple[str, str]


def modules(package: Path = PACKAGE) -> dict[str, str]:
    """Name of each module, from the package -> its text."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


def packages(package: Path = PACKAGE) -> set[str]:
    """Names of the packages; the outermost is empty."""
    return {".".join(path.parent.relative_to(package).parts) for path in package.rglob("__init__.py")}


def imports(texts: dict[str, str], folders: Iterable[str]) -> Iterator[Import]:
    """Pairs of modules of which the first imports the second, also within functions."""
    folders = set(folders)
    for name, text in texts.items():
        here = [part for part in (name if name in folders else name.rpartition(".")[0]).split(".") if part]
        for node in import_lines(text):
            place = node.module.split(".") if node.module else []
            if node.level:
                place = here[: len(here) - node.level + 1] + place
            elif place[:1] == ["azwboek"]:
                place = place[1:]
            else:
                continue
            for alias in node.names:
                place_in = ".".join([*place, alias.name])
                yield name, place_in if place_in in texts else ".".join(place)


@functools.cache
def import_lines(text: str) -> list[ast.ImportFrom]:
    """The lines ``from ... import ...`` of a module."""
    return [node for node in nodes(text) if isinstance(node, ast.ImportFrom)]


@functools.cache
def nodes(text: str) -> list[ast.AST]:
    """The parts of a module, the module itself first; each text is read once, for it takes most of the time of a check."""
    return list(ast.walk(ast.parse(text)))


def room(module: str) -> str:
    """The room that a module stands in: its first name."""
    return module.partition(".")[0]


def faults(texts: dict[str, str], folders: Iterable[str]) -> list[str]:
    """What is wrong: a room without a place, an import upward, a circle, a step into a private room."""
    found = [f"{name}: {room(name)} has no place in the order" for name in texts if name and room(name) not in ORDER]
    edges = [(a, b) for a, b in imports(texts, folders) if a and b]
    for a, b in edges:
        if {room(a), room(b)} <= set(ORDER) and ORDER.index(room(b)) > ORDER.index(room(a)):
            found.append(f"{a} imports {b}: upward")
        for private in PRIVATE:
            if b.startswith(f"{private}.") and room(a) != room(private):
                found.append(f"{a} imports {b}: only {room(private)} enters {private}")
    return found + [f"circle: {' -> '.join(circle)}" for circle in circles(edges)]


def circles(edges: Iterable[Import]) -> list[list[str]]:
    """Modules that import each other, each circle once."""
    after: dict[str, set[str]] = {}
    for a, b in edges:
        after.setdefault(a, set()).add(b)
    found, done = [], set()

    def walk(module: str, way: list[str]) -> None:
        if module in way:
            found.append([*way[way.index(module) :], module])
        elif module not in done:
            for further in sorted(after.get(module, ())):
                walk(further, [*way, module])
            done.add(module)

    for module in sorted(after):
        walk(module, [])
    return found


def arrows(texts: dict[str, str], folders: Iterable[str]) -> Counter[Import]:
    """How many imports lead from room to room."""
    return Counter((room(a), room(b)) for a, b in imports(texts, folders) if a and b and room(a) != room(b))


# ---- the picture ----

WIDTH, ROW, LINE, LEFT, BOX = 900, 18, 16, 20, 560


def picture(texts: dict[str, str], folders: Iterable[str]) -> str:
    """The house as SVG: the last room of the work on top, the ground below; at the right who uses whom."""
    rows = [(name, _inside(name, texts)) for name in reversed(ORDER) if name not in GROUND]
    parts, middle, y = [], {}, 40
    for name, inside in rows:
        height = ROW + LINE * (1 + len(inside))
        parts.append(_box(name, inside, y, height))
        middle[name] = y + height // 2
        y += height + 14
    ground = _wrapped(list(GROUND))
    parts.append(_box("used by every room", ground, y, ROW + LINE * (1 + len(ground))))
    end = y + ROW + LINE * (1 + len(ground)) + 20
    for (a, b), number in sorted(arrows(texts, folders).items()):
        if a in middle and b in middle:
            parts.append(_arrow(middle[a], middle[b], number))
    title = "The rooms of src/azwboek: a room uses only what stands below it"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {end}" font-family="sans-serif" font-size="12" role="img">'
        f'<title>{title}</title><rect width="{WIDTH}" height="{end}" fill="#fff"/>'
        f'<text x="{LEFT}" y="24" font-size="14" font-weight="bold">{title}</text>{"".join(parts)}</svg>\n'
    )


def _inside(name: str, texts: dict[str, str]) -> list[str]:
    own = [module.removeprefix(f"{name}.") for module in texts if module.startswith(f"{name}.")]
    return _wrapped([module for module in own if not any(other.startswith(f"{module}.") for other in own)])


def _wrapped(names: list[str], most: int = 84) -> list[str]:
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) < most:
            lines[-1] += f", {name}"
        else:
            lines.append(name)
    return lines


def _box(name: str, inside: list[str], y: int, height: int) -> str:
    texts = "".join(
        f'<text x="{LEFT + 10}" y="{y + ROW + LINE * number}" fill="#444">{escape(line)}</text>'
        for number, line in enumerate(inside, start=1)
    )
    return (
        f'<rect x="{LEFT}" y="{y}" width="{BOX}" height="{height}" rx="4" fill="#eef3f3" stroke="#085b64"/>'
        f'<text x="{LEFT + 10}" y="{y + ROW}" font-weight="bold">{escape(name)}</text>{texts}'
    )


def _arrow(start: int, end: int, number: int) -> str:
    x, bend = LEFT + BOX, 20 + (end - start) // 2
    width = min(4, 0.8 + number / 8)
    return (
        f'<path d="M{x} {start} C{x + bend} {start} {x + bend} {end} {x + 2} {end}" fill="none" stroke="#085b64" '
        f'stroke-opacity="0.45" stroke-width="{width:.1f}"/><circle cx="{x}" cy="{end}" r="3" fill="#085b64"/>'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(modules(), packages()), encoding="utf-8")
