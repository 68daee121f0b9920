"""The child's own page, read back by programs that did not write it."""

import dataclasses
import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports import programs
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.own_page import OwnGoal, OwnPage
from vrp_desktop.reports.own_page import write_own_page

PAGE = OwnPage(
    "Zosia",
    "Zażółć House",
    date(2026, 11, 24),
    enjoys="Drawing, and my dog Bruno.",
    good_at="Making people laugh",
    strengths=("My nan is always there",),
    wants="To get back into school.",
    goals=(
        OwnGoal("Sleep through the night", 3, 6, False, ("No phone after ten",)),
        OwnGoal("Talk to mum", None, None, False),
        OwnGoal("Join the club", 1, 8, True),
    ),
    trusts="Nan",
    trusted=("Sam O’Neill",),
    helps="Give me time.",
)


def text_of(page: OwnPage, folder: Path) -> str:
    path = folder / "page.pdf"
    write_own_page(page, path)
    return programs.run(programs.needed("pdftotext"), "-layout", str(path), "-")


def test_it_says_what_they_said_and_how_far_they_have_come(tmp_path: Path) -> None:
    text = text_of(PAGE, tmp_path)
    for words in (
        *("Zosia", "Drawing, and my dog Bruno.", "Making people laugh", "My nan is always there"),
        *("“To get back into school.”", "Sleep through the night", "I began at 3. Now I am at 6 out of 10."),
        *("Next: No phone after ten", "I have not given it a number yet.", "I did it!", "Nan, Sam O’Neill"),
        *("Give me time.", "24 November 2026", "Page 1 of 1"),
    ):
        assert words in text
    assert "\f" not in text.rstrip("\f")


def test_what_nobody_said_is_left_out(tmp_path: Path) -> None:
    text = text_of(OwnPage("Tiny", "House", PAGE.made_on), tmp_path)
    assert "Tiny" in text
    for title in ("enjoy", "good at", "going for me", "want", "goals", "trust", "helps"):
        assert title not in text.lower().replace("if something is not right", "")


def test_it_is_tagged_and_its_pictures_have_words(tmp_path: Path) -> None:
    write_own_page(PAGE, tmp_path / "page.pdf")
    said = programs.run(programs.needed("pdfinfo"), str(tmp_path / "page.pdf"))
    assert re.search(r"Tagged:\s+yes", said)
    assert re.search(r"Title:\s+Zosia’s own page", said)
    with pikepdf.open(tmp_path / "page.pdf") as opened:
        raw = repr([str(each.get("/Alt")) for each in opened.objects if hasattr(each, "get")])
    assert "A path from 0 to 10. I began at 3. Now I am at 6 out of 10." in raw
    checked = programs.run(programs.needed("qpdf"), "--check", str(tmp_path / "page.pdf"))
    assert "No syntax or stream encoding errors" in checked


@pytest.mark.parametrize("words", ["word " * 20_000, "z" * 100_000, "اسم بنگالی " * 3_000, "🥊" * 5_000])
def test_it_is_one_sheet_whatever_was_written(words: str, tmp_path: Path) -> None:
    goals = tuple(OwnGoal(words, 2, 5, False, (words,) * 5) for _ in range(6))
    full = dataclasses.replace(
        PAGE, enjoys=words, good_at=words, strengths=(words,) * 9, wants=words, goals=goals, helps=words
    )
    text = text_of(dataclasses.replace(full, known_as=words), tmp_path)
    assert "Page 1 of 1" in text
    assert "\f" not in text.rstrip("\f")


def test_what_fits_is_not_cut(tmp_path: Path) -> None:
    wants = " ".join(f"word{number}" for number in range(60))
    text = text_of(dataclasses.replace(PAGE, wants=wants), tmp_path)
    assert "word59”" in text
    assert "…" not in text


@given(st.text(max_size=400), st.integers(20, 300))
def test_a_text_is_only_ever_cut_at_its_end(words: str, longest: int) -> None:
    cut = dataclasses.replace(PAGE, wants=words).shortened(longest, 6).wants
    if len(words) <= longest:
        assert cut == words
    else:
        assert len(cut) <= longest + 1
        assert cut.endswith("…")
        assert words.startswith(cut[:-1])


@settings(max_examples=30)
@given(st.none() | st.integers(0, 10), st.none() | st.integers(0, 10), st.booleans())
def test_progress_never_says_more_than_was_asked(first: int | None, latest: int | None, met: bool) -> None:
    said = OwnGoal("x", first, latest, met).progress
    numbers = {int(each) for each in re.findall(r"\d+", said)} - {10}
    assert numbers <= {first, latest}


def test_where_it_cannot_be_written_there_are_words(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="could not be written"):
        write_own_page(PAGE, tmp_path / "gone" / "page.pdf")
