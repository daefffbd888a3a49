"""Look at one page while its notebook, queries and templates are written: each change is executed, made and shown in the browser.

The built book is served on this machine only, with what was made again in the place of what stands there. A page that fails leaves the
last good one in the browser, with what is wrong above it.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat

from . import keep
from .errors import AzwboekError
from .files import locked
from .gate import notebooks as gate
from .gate.fault import Fault
from .paths import Paths
from .plan import Page
from .run import pool
from .site import one_page
from .site.one_page import OnePage
from .site.theme import parts

EVERY = 0.1  # seconds between two looks at the files
FOLDER = "kijk"
SCRIPT, STATE = "/__kijk.js", "/__kijk.json"
#: Comes with a page of this server only.
SOURCE = Path(__file__).with_name("watch.js")


State = dict[str, tuple[int, int]]


class Shown:
    """What the server shows in the place of the built book, and which version of it that is."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.version, self.fault = 0, ""

    def put(self, files: dict[str, str], faults: list[Fault]) -> None:
        """Show these; what the gate would refuse is shown with them."""
        self.files, self.fault = self.files | files, "\n".join(map(str, faults))
        self.version += 1

    @property
    def line(self) -> str:
        return f"\n{self.fault}" if self.fault else ""


def watch(paths: Paths, page: Page, say: Callable[[str], None], *, port: int = 0) -> None:
    """Serve the book and follow one page until interrupted.

    Args:
        paths: the checkout; its book has been built.
        page: which page.
        say: shows a line.
        port: of the server; a free one when 0.

    Raises:
        AzwboekError: no book has been built.
    """
    pool.check_chapter(paths, page.chapter)
    with one_page.opened(paths, page, paths.build / FOLDER) as one, contextlib.suppress(KeyboardInterrupt):
        following, took = Following(paths, page, one), []
        with _server(paths.html, following.shown, port) as address:
            say(f"{page.key}: {address}/{page.docname}.html (stoppen: Ctrl-C)")
            before = _state(paths, page)
            say(f"eerste keer in {_seconds(following.again(before))} s{following.shown.line}")
            while True:
                time.sleep(EVERY)
                if (now := _state(paths, page)) != before:
                    before = now
                    took.append(following.again(now))
                    median = _seconds(statistics.median(took))
                    say(
                        f"bijgewerkt in {_seconds(took[-1])} s (mediaan {median} s van {len(took)}){following.shown.line}"
                    )


class Following:
    """The page that is followed, with what it was last executed from: a changed text needs no execution."""

    def __init__(self, paths: Paths, page: Page, one: OnePage):
        self.paths, self.page, self.one, self.shown = paths, page, one, Shown()
        self.executed: nbformat.NotebookNode | None = None
        self.beside: State = {}

    def again(self, state: State) -> float:
        """Make the page from the present files and return the seconds that it took."""
        start = time.perf_counter()
        try:
            source = _read(self.page.chapter.notebook(self.paths))
            executed = self._executed(source, state)
            made = self.one.made(executed)
            self.shown.put(made, gate.check_notebook(self.page, source, executed))
        except AzwboekError as error:
            self.shown.fault = str(error)
        return time.perf_counter() - start

    def _executed(self, source: nbformat.NotebookNode, state: State) -> nbformat.NotebookNode:
        own = str(self.page.chapter.notebook(self.paths))
        beside = {name: stamp for name, stamp in state.items() if name != own}
        same = with_text(source, self.executed) if self.executed and beside == self.beside else None
        if same is None:
            self.executed = None
            with locked(self.paths):
                result = pool.execute_here(self.paths, self.page)
            if result.reden:
                raise AzwboekError(f"{self.page.key}: {result.reden}")
            same = _read(self.page.notebook_out(self.paths))
        self.executed, self.beside = same, beside
        return same


def with_text(source: nbformat.NotebookNode, executed: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """An executed notebook with the present text of its source; None when a cell with code is another."""
    ran = [cell for cell in executed.cells if cell.cell_type == "code"]
    injected = [cell for cell in ran if "injected-parameters" in cell.metadata.get("tags", [])]
    ran = [cell for cell in ran if cell not in injected]
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    if [_identity(cell) for cell in code] != [_identity(cell) for cell in ran]:
        return None
    left, cells = iter(ran), []
    for cell in source.cells:
        cells.append(next(left) if cell.cell_type == "code" else cell)
        cells += injected if "parameters" in cell.metadata.get("tags", []) else []
    return nbformat.from_dict(executed | {"cells": cells})


def _identity(cell: nbformat.NotebookNode) -> tuple[str, list[str]]:
    return cell.source, cell.metadata.get("tags", [])


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, AttributeError, nbformat.ValidationError) as error:  # half saved, or not by Jupyter
        raise AzwboekError(
            f"{path.name}: geen leesbare notebook; bewaar hem opnieuw ({type(error).__name__})"
        ) from error


def _state(paths: Paths, page: Page) -> State:
    """The files that a page is made from, each with its date and size."""
    folders = (paths.sql / "vragen", paths.book / "onderdelen", paths.own)
    files = [page.chapter.notebook(paths), *(file for folder in folders for file in keep.files(folder))]
    return {str(file): _stamp(file) for file in files}


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:  # an editor that replaces the file
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _with_script(html: str) -> str:
    return html + str(parts.part("pagina.kijk", SCRIPT))  # a browser takes what stands behind a page for its end


def _seconds(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


@contextlib.contextmanager
def _server(folder: Path, shown: Shown, port: int) -> Iterator[str]:
    """The book at an address of this machine, while the block runs."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args, **options):
            super().__init__(*args, directory=str(folder), **options)

        def do_GET(self):  # noqa: N802
            path = self.path.partition("?")[0]
            if path == SCRIPT:
                self._send("text/javascript", SOURCE.read_text(encoding="utf-8"))
            elif path == STATE:
                self._send("application/json", json.dumps({"versie": shown.version, "fout": shown.fault}))
            elif (text := shown.files.get(path.lstrip("/"))) is not None:
                self._send(self.guess_type(path), _with_script(text) if path.endswith(".html") else text)
            else:
                super().do_GET()

        def _send(self, kind: str, text: str):
            content = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def end_headers(self):
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
