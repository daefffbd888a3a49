"""A real browser over the built site, served from this machine; every other host is noticed."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

# Compressed already: a host sends these as they are.
PACKED = (".woff2", ".png", ".zip", ".xlsx", ".parquet")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A static host that does not write about it."""

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's chromium, without a window."""
    with sync_playwright() as play:
        installed = shutil.which("chromium") or shutil.which("chromium-browser")
        assert installed, "no chromium; 'make chromium' installs it"
        browser = play.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield browser
        browser.close()


def visit(browser: Browser, address: str, name: str, width: int = 1280, **options) -> tuple[Page, list[str]]:
    """A page with what went wrong on it: console errors, script errors, requests to other hosts, failed requests.

    ``name`` may have a query or an anchor: ``verkenner?beeld=tabel``.
    """
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="nl-NL", **options)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else wrong.append(f"outside: {r.url}"))
    page.goto(at(address, name), wait_until="networkidle")
    return page, wrong


def at(address: str, name: str) -> str:
    """The address of a page: ``verkenner?a=b#c`` -> ``…/verkenner.html?a=b#c``."""
    part = urlsplit(name)
    query = f"?{part.query}" if part.query else ""
    return f"{address}/{part.path}.html{query}" + (f"#{part.fragment}" if part.fragment else "")


def until(page: Page, condition: str, seconds: float = 5) -> None:
    """Wait until a JavaScript expression holds; the browser's own way of waiting needs eval, which the site forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"not within {seconds} s: {condition}"
        page.wait_for_timeout(20)


def weight(site: Path, address: str, urls: list[str]) -> dict[str, int]:
    """The size of each file that a page asked for, in bytes after gzip."""
    found = {}
    for url in urls:
        if url.startswith(address):
            path = site / urlsplit(url).path.lstrip("/")
            content = path.read_bytes()
            found[urlsplit(url).path] = len(content if path.suffix in PACKED else gzip.compress(content, 6))
    return found
