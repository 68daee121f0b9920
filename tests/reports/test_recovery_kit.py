"""The recovery kit, read back by programs that did not write it."""

import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from tests.reports import programs
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.reports.recovery_kit import RecoveryKit, write_kit

KEY = "PRQ4-CK7Q-SKJN-N81B-7G5R-MP5S-DJ6S"
KIT = RecoveryKit(KEY, "Zażółć House", "/home/ana/vrp-desktop/provider", date(2026, 11, 22))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write_kit(KIT, tmp_path / "kit.pdf")
    return tmp_path / "kit.pdf"


def test_it_is_one_page_with_the_key_the_store_the_day_and_what_to_do(written: Path) -> None:
    text = programs.run(programs.needed("pdftotext"), "-layout", str(written), "-")
    for words in (KEY, KIT.organisation, KIT.place, "22 November 2026", "I have lost my passphrase", "safe"):
        assert words in text
    assert "\f" not in text.rstrip("\f")


def test_it_is_a_tagged_titled_english_document(written: Path) -> None:
    said = programs.run(programs.needed("pdfinfo"), str(written))
    assert re.search(r"Tagged:\s+yes", said)
    assert re.search(r"Title:\s+Recovery kit of Zażółć House", said)
    with pikepdf.open(written) as opened:
        assert str(opened.Root.Lang) == "en-GB"
    checked = programs.run(programs.needed("qpdf"), "--check", str(written))
    assert "No syntax or stream encoding errors" in checked


def test_a_long_name_does_not_push_the_key_off_the_page(tmp_path: Path) -> None:
    long = RecoveryKit(KEY, "A very long name of an organisation " * 6, "/x" * 200, KIT.made_on)
    write_kit(long, tmp_path / "kit.pdf")
    assert KEY in programs.run(programs.needed("pdftotext"), "-layout", str(tmp_path / "kit.pdf"), "-")


def test_where_it_cannot_be_written_there_are_words(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="could not be written"):
        write_kit(KIT, tmp_path / "gone" / "kit.pdf")
