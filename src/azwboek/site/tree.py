"""The sources that Sphinx reads, as files that are written only when they change."""

from __future__ import annotations

from pathlib import Path


class Tree:
    """Sources of the site: written when they changed, removed when they are not put there any more."""

    def __init__(self, root: Path):
        self.root, self.placed = root, set()

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file below the root, unless it has this content already."""
        path = self.root / name
        data = content.encode() if isinstance(content, str) else content
        self.placed.add(path)
        if path.is_file() and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def sweep(self) -> None:
        """Delete what was not put there this time."""
        for path in self.root.rglob("*"):
            if path.is_file() and path not in self.placed:
                path.unlink()


def write(path: Path, text: str) -> None:
    """Write a text; missing folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
