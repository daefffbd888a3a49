"""The one JavaScript module of live charts and explorer, bundled from ``book/verkenner`` and the installed packages."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from ...errors import AzwboekError
from ...keep import Kept, files, fingerprint
from ...paths import Paths

NAME = "verkenner.js"


def bundle(paths: Paths) -> bytes:
    """Return the bundled module; it is made again only when its sources, a package or the bundler changed.

    Raises:
        AzwboekError: the packages are not installed, or the sources cannot be bundled.
    """
    kept = Kept(paths, "bundle", __name__)
    sources = [*files(paths.book / "verkenner"), paths.root / "package.json", *files(paths.root / "node_modules")]
    made = kept.get(lambda: _bundled(paths), fingerprint(sources))
    kept.sweep()
    return made


def _bundled(paths: Paths) -> bytes:
    with tempfile.TemporaryDirectory(prefix="azwboek-") as folder:
        target = Path(folder) / NAME
        command = [
            str(_esbuild(paths)), str(paths.book / "verkenner" / "index.js"), "--bundle", "--minify", "--format=esm",
            "--target=es2022", "--charset=utf8", "--legal-comments=eof", "--log-level=warning", f"--outfile={target}",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=paths.root, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AzwboekError(f"de scripts van de verkenner zijn niet te bundelen\n{done.stderr.strip()[:1000]}")
        return target.read_bytes()


def _esbuild(paths: Paths) -> Path:
    """The bundler's own program; the package's start script would need Node."""
    found = sorted(paths.root.glob("node_modules/@esbuild/*/bin/esbuild"))
    if not found:
        raise AzwboekError(
            f"{paths.root / 'node_modules'}: de JavaScript-pakketten ontbreken; installeer ze met 'make book'"
        )
    return found[0]
