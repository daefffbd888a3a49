"""What the explorer's module is bundled from: locked, from no address, and never committed."""

import json
import re

from azwboek.paths import project
from samples import ROOT

LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))


def unlocked(lock: dict) -> list[str]:
    """Packages without a checksum, or with an address in them."""
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    return [name for name, entry in packages.items() if not entry.get("integrity") or "resolved" in entry]


def test_every_package_is_locked_with_a_checksum_and_no_address():
    assert unlocked(LOCK) == []
    assert unlocked({"packages": {"": {}, "node_modules/x": {"version": "1"}}}) == ["node_modules/x"]
    assert unlocked({"packages": {"node_modules/x": {"integrity": "sha512-x", "resolved": "y"}}}) == ["node_modules/x"]


def test_versions_are_exact():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version


def test_every_package_has_its_reason():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    section = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## JavaScript")[2]
    named = set(re.findall(r"`([\w-]+)`", section.partition("|---|")[2]))
    assert named == set(wanted["dependencies"] | wanted["devDependencies"])


def test_what_is_installed_is_not_committed():
    assert "/node_modules/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_text_never_becomes_markup_or_code():
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\s*[\"'`]"
    own = {path.name: path.read_text(encoding="utf-8") for path in (project().book / "verkenner").glob("*.js")}
    assert {name: re.findall(forbidden, text) for name, text in own.items() if re.search(forbidden, text)} == {}
    assert re.search(forbidden, "place.innerHTML = title;")
