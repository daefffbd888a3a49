"""The Content-Security-Policy: a fixed list of scripts may stand in a page, and the host's files say the same."""

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
    csp.protect(tmp_path)
    return tmp_path


def test_only_the_known_scripts_are_allowed_whatever_stands_in_a_page(folder):
    rule = f"script-src 'self' {' '.join(csp.KNOWN)};"
    for name in ("index.html", "sub/b.html"):
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count('http-equiv="Content-Security-Policy"') == 1
        assert text.index("charset") < text.index(rule) < text.index("<script")
        assert pinned('let kleur = "é";') not in text


def test_the_name_of_the_page_is_no_script_any_more(folder):
    assert "pagename" not in (folder / "index.html").read_text(encoding="utf-8")


def test_a_checksum_is_what_a_browser_makes_of_a_script():
    assert csp.checksum("é") == pinned("é")
    assert csp.checksum("DOCUMENTATION_OPTIONS.search_as_you_type = false;") in csp.KNOWN


def test_the_policy_is_strict():
    text = csp.policy(["'sha256-x'"])
    assert "default-src 'none'" in text
    assert csp.script_rule(text) == ["'self'", "'sha256-x'"]
    assert "unsafe-eval" not in text
    assert "http" not in text


@pytest.mark.parametrize("name", ["nginx.conf", "apache.conf", "_headers"])
def test_the_host_says_the_same(folder, name):
    text = (folder / "host" / name).read_text(encoding="utf-8")
    assert csp.policy(csp.KNOWN, header=True) in text
    assert csp.policy(csp.KNOWN) in text
    assert "frame-ancestors" in text
    assert "nosniff" in text
