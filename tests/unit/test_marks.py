"""How many figures of a page are real and how many invented, counted from its marks."""

from __future__ import annotations

import pytest

from azwboek.site import marks


def test_each_mark_counts_once():
    html = '<figure data-cijfer="cbs"></figure><tr data-cijfer="demonstratie"></tr><li data-cijfer="gepubliceerd"></li>'
    assert marks.of(html) == (2, 1)
    assert str(marks.of(html)) == "2 echt, 1 verzonnen"
    assert str(marks.of("<p>x</p>")) == "0 echt"


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(
        ValueError, match="onbekende soort verzonnen; kies uit cbs, gepubliceerd, document, demonstratie"
    ):
        marks.of('<p data-cijfer="verzonnen"></p>')


def test_the_counts_of_built_pages_stand_under_their_stamps(tmp_path):
    (tmp_path / "regio").mkdir()
    (tmp_path / "index.html").write_text(
        '<p data-cijfer="cbs"></p><p data-cijfer="demonstratie"></p>', encoding="utf-8"
    )
    (tmp_path / "regio" / "x.html").write_text('<p data-cijfer="document"></p>', encoding="utf-8")
    found = marks.stamps(tmp_path, ["index", "regio/x"])
    assert [found[marks.stamp(name)] for name in ("index", "regio/x", marks.BOOK)] == [
        "1 echt, 1 verzonnen",
        "1 echt",
        "2 echt, 1 verzonnen",
    ]
    assert len(found) == 3 and all(len(stamp) == 14 for stamp in found)
