"""The bundled JavaScript module: made once, and again when a source or a package changed or the kept one is damaged."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from azwboek.site.explorer import bundle
from samples import SPOILT


@pytest.fixture
def made(paths, tmp_path, monkeypatch):
    """A checkout with sources and packages of its own; and a count of how often the bundler ran."""
    own = dataclasses.replace(paths, root=tmp_path / "boek", build=tmp_path / "bouw")
    for name in ("book/verkenner", "node_modules"):
        shutil.copytree(paths.root / name, own.root / name, symlinks=True)
    for name in ("package.json", "pyproject.toml"):
        shutil.copy(paths.root / name, own.root)
    ran = []
    run = bundle.subprocess.run
    monkeypatch.setattr(bundle.subprocess, "run", lambda *given, **named: ran.append(1) or run(*given, **named))
    return own, ran


def test_the_module_is_bundled_once_and_again_when_anything_changed_or_is_damaged(made):
    own, ran = made
    first = bundle.bundle(own)
    assert bundle.bundle(own) == first
    assert len(ran) == 1
    for number, spoil in enumerate(SPOILT.values(), start=2):
        [part] = (own.build / "kept" / "bundle").iterdir()
        spoil(part)
        assert bundle.bundle(own) == first
        assert len(ran) == number
    ran.clear()
    source = own.root / "book" / "verkenner" / "index.js"
    source.write_text(source.read_text(encoding="utf-8") + "\nexport const anders = 1;\n", encoding="utf-8")
    other = bundle.bundle(own)
    package = own.root / "node_modules" / "vega-interpreter" / "build" / "vega-interpreter.js"
    package.write_text(package.read_text(encoding="utf-8") + "\nglobalThis.anders = 1;\n", encoding="utf-8")
    assert len({first, other, bundle.bundle(own)}) == 3
    assert len(ran) == 2
