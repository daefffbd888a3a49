"""YAML that is read with the line of everything in it, so that a fault can be shown where it stands."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from ..errors import AzwboekError

Place = tuple[str | int, ...]


def read(path: Path) -> tuple[object, dict[Place, int]]:
    """Read a YAML file.

    Returns:
        What it holds, and the line of each key and item by its place: ``("hoofdstukken", 2)`` is the third item of that list.

    Raises:
        AzwboekError: the file is missing, is no YAML, or names a key twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except FileNotFoundError as error:
        raise AzwboekError(f"{path}: het bestand ontbreekt") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AzwboekError(f"{path}: geen geldige YAML ({' '.join(str(error).split())})") from error
    lines: dict[Place, int] = {(): 1}
    if node is not None:
        _walk(path, node, (), lines)
    return content, lines


def line_of(lines: dict[Place, int], place: Place) -> int:
    """The line of a place, or of the nearest that there is around it."""
    while place not in lines:
        place = place[:-1]
    return lines[place]


def faults(path: Path, lines: dict[Place, int], error: ValidationError) -> list[str]:
    """What pydantic found wrong with what was read: for each fault one line with file, line, field and reason."""
    dutch = {
        "unexpected_keyword_argument": "onbekend veld",
        "missing": "ontbreekt",
        "missing_argument": "ontbreekt",
        "tuple_type": "moet een lijst zijn",
        "dataclass_type": "moet velden hebben; bovenaan het bestand staat welke",
        "too_short": "mag niet leeg zijn",
        "string_too_short": "mag niet leeg zijn",
        "string_type": "moet tekst zijn",
        "string_pattern_mismatch": "mag alleen kleine letters en cijfers hebben, met streepjes ertussen",
    }
    found = []
    for fault in error.errors():
        place = tuple(fault["loc"])
        reason = dutch.get(fault["type"], str(fault.get("ctx", {}).get("error", fault["msg"])))
        found.append(f"{path}, regel {line_of(lines, place)}: {'.'.join(map(str, place)) or 'bestand'}: {reason}")
    return found


def _walk(path: Path, node: yaml.Node, at: Place, lines: dict[Place, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place, line = (*at, key.value), key.start_mark.line + 1
            if place in lines:
                raise AzwboekError(f"{path}, regel {line}: {key.value} staat ook op regel {lines[place]}")
            lines[place] = line
            _walk(path, value, place, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            lines[(*at, number)] = value.start_mark.line + 1
            _walk(path, value, (*at, number), lines)
