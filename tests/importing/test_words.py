"""The tables of words: as they were signed, as a person typed them, and everything wrong at its cell."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.importing import samples
from vrp_desktop.domain import contacts
from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.importing import cells, wordings
from vrp_desktop.importing.child import Reader
from vrp_desktop.importing.returns import Read, read_file
from vrp_desktop.importing.workbook import Sheet

FIRST = sheets.HEAD_ROW + 1


def errors(read: Read) -> list[Finding]:
    return [finding for finding in read.findings if finding.severity is Severity.ERROR]


def _row_of(book: Workbook, sheet: str, *names: str) -> int:
    for row in range(1, book[sheet].max_row + 1):
        if tuple(book[sheet].cell(row, c).value for c in range(1, len(names) + 1)) == names:
            return row
    raise AssertionError(f"no row {names} in {sheet}")


def test_what_was_signed_comes_in_word_for_word(tmp_path: Path, reader: Reader) -> None:
    document = samples.a_return()
    long = "🙂 =1+1\n\n" + "A sentence of some length, and another. " * 480
    document = replace(document, words={**document.words, "R11": (("learning", long.strip()),)})
    read = read_file(samples.signed(tmp_path / "a.xlsx", document), reader)
    assert errors(read) == []
    assert read.document == document


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "words"),
    [
        ("R12", FIRST, 1, "The hall is fine.", "“Risk” of line 1 says “The hall is fine.”; signed was “The"),
        ("R12", FIRST, 2, 4, "“Likelihood, 1 to 5” of line 1 says “4”; signed was “3”"),
        ("R12", FIRST + 1, 1, "Another", "line 2 says “Another”; signed was “no such line”"),
        ("R11", FIRST, 2, None, "“Text” of “achievements” says nothing; signed was “The boxing club"),
        ("R11", FIRST + 1, 2, "More", "“community” says “community”; signed was “no such line”"),
        ("R11.stories", FIRST, 2, "Society", "“Priority” of line 1 says “society”; signed was “individual”"),
        ("R11.voices", FIRST, 1, "=1+1", "There is a formula"),
    ],
)
def test_a_word_edited_after_signing_is_named(
    tmp_path: Path, reader: Reader, sheet: str, row: int, column: int, value: object, words: str
) -> None:
    def change(book: Workbook) -> None:
        book[sheet].cell(row, column).value = value  # type: ignore[assignment] # what people type

    read = read_file(samples.edited(samples.signed(tmp_path / "a.xlsx"), change), reader)
    assert read.edited
    assert {finding.sheet for finding in errors(read)} == {sheet}
    assert any(words in finding.what for finding in errors(read)), [f.what for f in errors(read)]
    at = [f.cell for f in errors(read) if words in f.what]
    assert at == [sheets.cell_name(row, column)] or "no such line" in words or value is None


def test_words_edited_in_the_tidy_sheet_are_named(tmp_path: Path, reader: Reader) -> None:
    def change(book: Workbook) -> None:
        book["data"].cell(_row_of(book, "data", "R12", "1", "mitigation"), 4).value = "Nothing."
        book["data"].cell(_row_of(book, "data", "R13", "1", "target"), 4).value = None

    read = read_file(samples.edited(samples.signed(tmp_path / "a.xlsx"), change), reader)
    assert {f.sheet for f in errors(read)} == {"data"}
    assert ["R12 / 1 / mitigation" in f.what or "R13 / 1 / target" in f.what for f in errors(read)] == [
        True
    ] * 2


def test_a_sheet_of_words_taken_out_is_named_but_for_an_empty_one(tmp_path: Path, reader: Reader) -> None:
    document = samples.a_return()
    document = replace(document, words={t: lines for t, lines in document.words.items() if t != "R13"})

    def change(book: Workbook) -> None:
        del book["R12"], book["R13"]

    read = read_file(samples.edited(samples.signed(tmp_path / "a.xlsx", document), change), reader)
    assert [f.sheet for f in errors(read)] == ["R12"]


def _typed(sheet: str, *lines: tuple[object, ...], at: int = FIRST) -> Callable[[Workbook], None]:
    def fill(book: Workbook) -> None:
        for r, line in enumerate(lines, at):
            for c, value in enumerate(line, 1):
                book[sheet].cell(r, c).value = value  # type: ignore[assignment] # what people type

    return fill


def test_what_people_type_is_taken_as_it_is_meant(tmp_path: Path, reader: Reader) -> None:
    def fill(book: Workbook) -> None:
        sheet = book["R12"]
        sheet.delete_rows(FIRST, 5)
        _typed("R12", ("Roof", 3.0, " 4 ", None, "Manager", "Steady"), (), at=FIRST + 1)(book)
        _typed("R12", ("Staff", 1, 5, "[x]", "[z]", "RISING"), at=FIRST + 4)(book)
        sheet.insert_rows(2)
        sheet.insert_cols(1)
        voices = book["R11.voices"]
        voices.cell(sheets.HEAD_ROW, 1).value = "quote"
        voices.cell(sheets.HEAD_ROW, 2).value = "PRIORITY"
        _typed("R11.voices", ("+44 is a number", "Community"), at=FIRST)(book)
        book["R11.voices"].cell(FIRST, 1).data_type = "s"
        book["R13"].cell(FIRST, 2).value = date(2026, 9, 30)

    read = read_file(samples.template(tmp_path / "t.xlsx", samples.a_return(), fill), reader)
    assert errors(read) == []
    assert read.document is not None
    assert read.document.words["R12"] == (
        ("Roof", "3", "4", "", "Manager", "steady"),
        ("Staff", "1", "5", "", "", "rising"),
    )
    assert read.document.words["R11.voices"][0] == ("+44 is a number", "community")
    assert read.document.words["R13"][0][1] == "2026-09-30"


@pytest.mark.parametrize(
    ("sheet", "line", "cell", "words"),
    [
        ("R12", (None, 3, 4), "A6", "“Risk” is empty"),
        ("R12", ("Roof", 6, 4), "B6", "“6” is not a whole number from 1 to 5"),
        ("R12", ("Roof", "high", 4), "B6", "“high” is not a whole number from 1 to 5"),
        ("R12", ("Roof", 2.5, 4), "B6", "“2.5” is not a whole number from 1 to 5"),
        ("R12", ("Roof", None, 4), "B6", "“Likelihood, 1 to 5” is empty"),
        ("R12", ("Roof", 3, 4, "", "", "sideways"), "F6", "“sideways” is not a choice of “Trend”"),
        ("R12", ("=1+1", 3, 4), "A6", "There is a formula"),
        ("R11.voices", ("Good", "Lancashire"), "B6", "is not a choice of “About”"),
        ("R11", ("Gossip", "He said"), "A6", "“Gossip” is not a choice of “Item”"),
        ("R13", ("x" * 20_001,), "A6", "20,001 characters"),
    ],
)
def test_a_fault_in_words_is_told_at_its_cell(
    tmp_path: Path, reader: Reader, sheet: str, line: tuple[object, ...], cell: str, words: str
) -> None:
    path = samples.template(tmp_path / "t.xlsx", samples.a_return(), _typed(sheet, line))
    told = [f for f in errors(read_file(path, reader)) if words in f.what]
    assert [(f.sheet, f.cell) for f in told] == [(sheet, cell)]
    assert told[0].mend


def test_a_missing_column_and_a_line_too_many_are_told(tmp_path: Path, reader: Reader) -> None:
    def fill(book: Workbook) -> None:
        book["R12"].cell(sheets.HEAD_ROW, 1).value = "Danger"
        book["R12"].cell(sheets.HEAD_ROW, 5).value = None
        _typed("R13", *((f"Target {n}",) for n in range(form.MOST_ROWS + 1)))(book)
        _typed("R15.words", ("Exit plan", "One"), ("exit", "Two"))(book)

    read = read_file(samples.template(tmp_path / "t.xlsx", samples.a_return(), fill), reader)
    told = {(f.sheet, f.cell, f.severity): f.what for f in read.findings}
    assert "lacks the column “Risk”" in told["R12", "A5", Severity.ERROR]
    assert "lacks the column “Owner" in told["R12", "A5", Severity.WARNING]
    assert "more than 200 rows" in told["R13", f"A{FIRST + 200}", Severity.ERROR]
    assert "is there twice" in told["R15.words", "A7", Severity.ERROR]


def test_control_characters_and_turned_writing_are_told() -> None:
    lines = {"R11": (("learning", "bell\x07"), ("community", "\u202egnitirw"))}
    found = [*wordings.check(lines, {})]
    assert [(f.severity, f.sheet, f.cell) for f in found] == [
        (Severity.ERROR, "R11", "B6"),
        (Severity.WARNING, "R11", "B7"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ring 07700 900123", ("a telephone number",)),
        ("on (0113) 496 0000 or +44 7700 900123", ("a telephone number",)),
        ("write to ana@example.org", ("an e-mail address",)),
        ("lives at LS2 7UE", ("a postcode",)),
        ("wf1 1aa", ("a postcode",)),
        ("20 sessions in Q1 2nd half; 1,204 hours; room B12", ()),
        ("From 2025 to 2026 we met 104 times, 0 injuries", ()),
    ],
)
def test_ways_to_reach_somebody_are_seen_and_never_repeated(text: str, kinds: tuple[str, ...]) -> None:
    assert contacts.contacts_in(text) == kinds
    found = [*wordings.check({"R11": (("learning", text),)}, {})]
    assert [f.severity for f in found] == [Severity.WARNING] * len(kinds)
    assert not any(text in f.what + f.mend for f in found)


@given(st.dictionaries(st.text(max_size=6), st.lists(st.lists(st.text() | st.integers()))) | st.integers())
def test_words_that_are_no_table_of_the_form_are_refused(plain: object) -> None:
    if plain == {}:
        return
    with pytest.raises(Refused):
        form.lines_of(plain)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"R11": [["learning"]]}, "has 1 cells"),
        ({"R11": [["learning", 5]]}, "something else than text"),
        ({"R11": ["learning"]}, "something else than text"),
        ({"R11": {"learning": "text"}}, "is not a list"),
        ({"R2": [["a", "b"]]}, "is not a table of words"),
        ([], "are not tables"),
    ],
)
def test_a_document_with_other_words_is_refused_in_words(words: object, told: str) -> None:
    plain = json.loads(samples.a_return().to_bytes())
    plain["words"] = words
    with pytest.raises(Refused, match=told):
        ReturnDocument.from_bytes(json.dumps(plain).encode())


@given(
    st.lists(st.lists(st.none() | st.text(max_size=8) | st.integers() | st.floats(), max_size=9), max_size=30)
)
def test_any_sheet_is_read_without_a_fault(rows: list[list[str | int | float | None]]) -> None:
    for table in form.word_tables():
        head = [column.label for column in table.columns]
        found = wordings.read(Sheet(table.id, [head, *rows]), table)
        assert all(len(line) == len(table.columns) for line in found.lines)
        assert len(found.lines) <= form.MOST_ROWS
        list(wordings.check({table.id: tuple(found.lines)}, found.places))


@pytest.mark.parametrize(
    ("typed", "below_nought", "value", "words"),
    [
        ("£1,204", False, 1204, "number written as text"),
        ("-£250", True, -250, "number written as text"),
        (-250, True, -250, ""),
        (-250, False, None, "Only what was spent"),
        ("£12.50", False, None, "without pence"),
        (12.5, False, None, "without pence"),
        (20_000_000, False, 20_000_000, ""),
        (2_000_000_000, False, None, "more than any budget"),
        ("lots", False, None, "is not a number"),
    ],
)
def test_money_as_people_type_it(
    typed: str | int | float, below_nought: bool, value: int | None, words: str
) -> None:
    read = cells.read(typed, "pounds", below_nought)
    assert read.value == value
    assert words in f"{read.what} {read.mend}"


def test_a_refund_adds_up_and_a_hidden_part_may_be_one(tmp_path: Path, reader: Reader) -> None:
    def fill(book: Workbook) -> None:
        book["R10"]["C6"], book["R10"]["C7"], book["R10"]["C8"] = 900, -250, 650
        book["R10"]["D6"], book["R10"]["D7"], book["R10"]["D8"] = "[x]", 900, 650
        book["R10"]["B7"], book["R10"]["B8"] = -5, 84_000
        book["R10"]["E6"] = 1

    read = read_file(samples.template(tmp_path / "t.xlsx", samples.a_return(), fill), reader)
    assert [(f.sheet, f.cell) for f in errors(read)] == [("R10", "B7"), ("R10", "E8")]
    assert "less than nought" in errors(read)[0].what
    assert read.document is not None
    assert read.document.get("R10", "other", "spent").value == -250


@pytest.mark.parametrize(("table", "cell"), [("R7.measures", "D6"), ("R6", "E6")])
def test_a_mean_off_its_scale_is_told(tmp_path: Path, reader: Reader, table: str, cell: str) -> None:
    def fill(book: Workbook) -> None:
        book[table][cell] = 900

    read = read_file(samples.template(tmp_path / "t.xlsx", samples.a_return(), fill), reader)
    assert [(f.sheet, f.cell) for f in errors(read)] == [(table, cell)]
    assert "off the scale" in errors(read)[0].what
