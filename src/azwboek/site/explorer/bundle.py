"""The one JavaScript module of live charts and explorer, bundled from ``book/verkenner`` and the installed packages."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ...edition import files, fingerprint
from ...errors import AzwboekError
from ...paths import Paths

NAME = "verkenner.js"


def bundle(paths: Paths) -> Path:
    """Return the bundled module; it is made again only when its sources or the lock file changed.

    Raises:
        AzwboekError: the packages are not installed, or the sources cannot be bundled.
    """
    sources = [*files(paths.book / "verkenner"), paths.root / "package-lock.json"]
    target = paths.build / "explorer" / NAME
    stamp = target.with_suffix(".bron")
    wanted = fingerprint(sources)
    if target.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(_esbuild(paths)), str(paths.book / "verkenner" / "index.js"), "--bundle", "--minify", "--format=esm", "--target=es2022",
        "--charset=utf8", "--legal-comments=eof", "--log-level=warning", f"--outfile={target}",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=paths.root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AzwboekError(f"de scripts van de verkenner zijn niet te bundelen\n{done.stderr.strip()[:1000]}")
    stamp.write_text(wanted, encoding="utf-8")
    return target


def _esbuild(paths: Paths) -> Path:
    """The bundler's own program; the package's start script would need Node."""
    found = sorted(paths.root.glob("node_modules/@esbuild/*/bin/esbuild"))
    if not found:
        raise AzwboekError(
            f"{paths.root / 'node_modules'}: de JavaScript-pakketten ontbreken; installeer ze met 'make book'"
        )
    return found[0]
