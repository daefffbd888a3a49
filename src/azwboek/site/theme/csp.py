"""Content-Security-Policy: what a page may load and run, as a meta tag on every page and as configuration for a host.

Scripts come from the site's own files. What the theme must write into a page is allowed by the checksum of its exact text, and
those checksums are a fixed list: a script that comes into a page by any other way does not run, and does not pass the gate.
Nothing makes code from text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

#: The scripts that the theme writes into every page. After an upgrade of the theme the gate names the checksum of a changed one:
#: read that script, and put its checksum here.
KNOWN = (
    "'sha256-45raXJwhVFsGIr53+bEjhDPiYb+40hWrPMHNnlmjRLo='",  # search as you type is off
    "'sha256-P1Gd/Wqjqq8uduID7MOciZi3jIWvAuyCldpRMjsiEjw='",  # light or dark, before the first content
)
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
#: The theme writes the page's own name into each page, for a menu of versions that the book does not have.
PAGE_NAME = re.compile(r"<script>DOCUMENTATION_OPTIONS\.pagename = '[^']*';</script>\s*")
#: Kinds of script element that are data; a browser may run any other.
DATA_TYPES = ("application/ld+json", "application/json")
CHARSET = '<meta charset="utf-8" />'


def protect(folder: Path) -> None:
    """Give every page of a site its policy, and write the host's configuration to ``host``."""
    for path in folder.rglob("*.html"):
        path.write_text(protected(path.read_text(encoding="utf-8")), encoding="utf-8")
    host = folder / "host"
    host.mkdir(exist_ok=True)
    for name, text in configuration(KNOWN).items():
        (host / name).write_text(text, encoding="utf-8")


def protected(html: str) -> str:
    """A page with its policy."""
    tag = f'{CHARSET}\n    <meta http-equiv="Content-Security-Policy" content="{policy(KNOWN)}" />'
    return PAGE_NAME.sub("", html).replace(CHARSET, tag, 1)


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
