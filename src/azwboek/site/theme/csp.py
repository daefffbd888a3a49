"""Content-Security-Policy: what a page may load and run, as a meta tag on every page and as configuration for a host.

Scripts come from the site's own files. What the theme must write into a page is allowed by the checksum of its exact text;
nothing else that stands in a page runs, and nothing makes code from text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

#: Everything but scripts. Styles may stand in the page: charts are SVG with style attributes. A picture may be data: icons of
#: the look, and the PNG that a reader makes of a chart.
RULES = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
#: Rules that count only in a header.
HEADER_RULES = {"frame-ancestors": "'self'"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
#: The theme writes the page's own name into each page, for a menu of versions that the book does not have.
PAGE_NAME = re.compile(r"<script>DOCUMENTATION_OPTIONS\.pagename = '[^']*';</script>\s*")
CODE_TYPES = ("", "module", "text/javascript", "application/javascript")
CHARSET = '<meta charset="utf-8" />'


def protect(folder: Path) -> list[str]:
    """Give every page of a site its policy, and write the host's configuration to ``host``.

    Returns:
        The checksums of the scripts that stand in pages.
    """
    pages = {path: PAGE_NAME.sub("", path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    hashes = sorted({checksum for text in pages.values() for checksum in inline(text)})
    tag = f'{CHARSET}\n    <meta http-equiv="Content-Security-Policy" content="{policy(hashes)}" />'
    for path, text in pages.items():
        path.write_text(text.replace(CHARSET, tag, 1), encoding="utf-8")
    host = folder / "host"
    host.mkdir(exist_ok=True)
    for name, text in configuration(hashes).items():
        (host / name).write_text(text, encoding="utf-8")
    return hashes


def inline(page: str) -> set[str]:
    """The checksums of the scripts that stand in a page, as a policy names them."""
    found = set()
    for script in SCRIPT.finditer(page):
        attributes = dict(re.findall(r"""([\w-]+)\s*=\s*["']?([^"'\s>]*)""", script["attributes"]))
        if "src" not in attributes and attributes.get("type", "").lower() in CODE_TYPES:
            found.add(checksum(script["text"]))
    return found


def checksum(script: str) -> str:
    """A script's checksum as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode('utf-8')).digest()).decode()}'"


def script_rule(content: str) -> list[str]:
    """What a policy allows of scripts; empty when it has no rule for them."""
    rules = (rule.split() for rule in content.split(";"))
    return next((rule[1:] for rule in rules if rule[:1] == ["script-src"]), [])


def policy(hashes: Iterable[str], *, header: bool = False) -> str:
    """The policy as text."""
    rules = {"script-src": " ".join(["'self'", *hashes])} | RULES | (HEADER_RULES if header else {})
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def configuration(hashes: Iterable[str]) -> dict[str, str]:
    """The same policy for hosts, with the page for lost addresses: nginx, Apache, and those that read a file ``_headers``."""
    headers = {"Content-Security-Policy": policy(hashes, header=True)} | HEADERS
    return {
        "nginx.conf": "error_page 404 /404.html;\n"
        + "".join(f'add_header {name} "{value}" always;\n' for name, value in headers.items()),
        "apache.conf": "ErrorDocument 404 /404.html\n"
        + "".join(f'Header always set {name} "{value}"\n' for name, value in headers.items()),
        "_headers": "/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items()),
    }
