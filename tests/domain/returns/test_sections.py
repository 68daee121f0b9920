"""The return as a list of things to do."""

from dataclasses import replace

from tests.reports.conftest import a_return
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.blockers import Blocker
from vrp_desktop.domain.returns.figures import ReturnDocument, Shown
from vrp_desktop.domain.returns.sections import State, balance, sections, standings

DOCUMENT = a_return()


def state(document: ReturnDocument, code: str, *noted: Blocker) -> tuple[State, str]:
    standing = next(one for one in standings(document, noted) if one.section.code == code)
    return standing.state, standing.words


def test_every_table_of_the_form_is_in_one_section() -> None:
    figures = [table.id for one in sections() for table in one.figures]
    words = [table.id for one in sections() for table in one.words]
    assert sorted(figures) == sorted(table.id for table in form.tables())
    assert sorted(words) == sorted(table.id for table in form.word_tables())


def test_what_blocks_comes_before_what_is_to_be_looked_at() -> None:
    looks = Blocker("A session has no register.", part="R5")
    blocks = Blocker("It does not add up.", blocks=True, part="R5")
    assert state(DOCUMENT, "R5", looks, looks) == (State.LOOK, "2 to look at")
    assert state(DOCUMENT, "R5", looks, blocks) == (State.MEND, "1 to mend")
    assert state(DOCUMENT, "R5") == (State.READY, "Ready")


def test_a_note_about_a_table_of_words_is_its_sections_and_no_others() -> None:
    named = Blocker("There is a name in it.", part="R11.voices")
    assert state(DOCUMENT, "R11", named)[0] is State.LOOK
    # R1 is the beginning of R11 and R12, and no part of them.
    assert state(DOCUMENT, "R12", Blocker("Of the profile.", part="R1"))[0] is State.READY


def test_what_is_asked_for_and_not_said_is_not_ready() -> None:
    silent = replace(DOCUMENT, words={})
    assert state(silent, "R12") == (State.NOT_SAID, "Nothing said yet")
    assert state(silent, "R10")[0] is State.READY, "its amounts are there"
    without = silent.with_figures(
        replace(f, value=None, shown=Shown.NOT_AVAILABLE) if f.table == "R10" else f for f in silent.figures
    )
    assert state(without, "R10")[0] is State.NOT_SAID
    assert state(without, "R3")[0] is State.READY, "nothing is asked for there"


def test_the_equation_of_the_journey() -> None:
    found = balance(DOCUMENT)
    assert [(sign, number) for sign, number, _ in found.terms] == [
        ("", 88), ("+", 49), ("−", 31), ("−", 12), ("=", 94),
    ]  # fmt: skip
    assert found.holds
    wrong = DOCUMENT.with_figures(
        replace(f, value=95) if f.key == ("R2", "open_end", "people") else f for f in DOCUMENT.figures
    )
    assert balance(wrong).holds is False
    hidden = DOCUMENT.with_figures(f.hidden() if f.table == "R2" else f for f in DOCUMENT.figures)
    assert balance(hidden).holds is None
