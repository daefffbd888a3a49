"""The Content-Security-Policy: every script in a page is pinned, nothing else may run, and the host's files say the same."""

import base64
import hashlib

import pytest
from azwboek.site.theme import csp

PAGE = """<!DOCTYPE html><html><head>
    <meta charset="utf-8" />
    <script data-cfasync="false">let kleur = "é";</script>
    <script>DOCUMENTATION_OPTIONS.pagename = 'regio/twente/behoud';</script>
    <script type="application/ld+json">{"a": 1}</script>
    <script src="a.js">niets</script></head><body></body></html>"""


def pinned(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "sub" / "b.html").write_text(PAGE.replace("kleur", "maat"), encoding="utf-8")
    return tmp_path


def test_scripts_in_pages_are_pinned_by_their_exact_text(folder):
    wanted = sorted([pinned('let kleur = "é";'), pinned('let maat = "é";')])
    assert csp.protect(folder) == wanted
    rule = f"script-src 'self' {' '.join(wanted)};"
    for name in ("index.html", "sub/b.html"):
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count('http-equiv="Content-Security-Policy"') == 1
        assert text.index("charset") < text.index(rule) < text.index("<script")


def test_the_name_of_the_page_is_no_script_any_more(folder):
    csp.protect(folder)
    assert "pagename" not in (folder / "index.html").read_text(encoding="utf-8")


def test_data_in_a_page_and_files_need_no_checksum():
    assert csp.inline(PAGE) == {
        pinned('let kleur = "é";'),
        pinned("DOCUMENTATION_OPTIONS.pagename = 'regio/twente/behoud';"),
    }


def test_the_policy_is_strict():
    text = csp.policy(["'sha256-x'"])
    assert "default-src 'none'" in text
    assert csp.script_rule(text) == ["'self'", "'sha256-x'"]
    assert "unsafe-eval" not in text
    assert "http" not in text


@pytest.mark.parametrize("name", ["nginx.conf", "apache.conf", "_headers"])
def test_the_host_says_the_same(folder, name):
    hashes = csp.protect(folder)
    text = (folder / "host" / name).read_text(encoding="utf-8")
    assert csp.policy(hashes, header=True) in text
    assert csp.policy(hashes) in text
    assert "frame-ancestors" in text
    assert "nosniff" in text
