"""The county's picture: never more exact than what was published, and the truth always inside."""

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.builders import NOW, Clock
from tests.importing import samples
from tests.reports.conftest import counts
from vrp_desktop.db.store import Store
from vrp_desktop.domain.county import SUPPORTED, Interval, picture_of
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown, Standing
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.domain.returns.rule import Method, Rule
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.protecting import protect_document
from vrp_desktop.services.protection import intervals_of
from vrp_desktop.services.workspace import Workspace

Q2 = Quarter(2026, 2)
DISTRICTS = {"LEE-01": ("leeds",), "BRA-01": ("bradford",), "WAK-01": ("wakefield", "leeds")}


@pytest.fixture(scope="module")
def commissioner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commissioner]:
    """A commissioner's store with three returns of the quarter and one of the quarter before."""
    folder = tmp_path_factory.mktemp("county")
    store = Store.create(folder / "commissioner", StoreKind.COMMISSIONER, os.urandom(32))
    # The backup before an import takes the keys along; what is in them is no matter here.
    (folder / "commissioner" / "store.keys").write_bytes(b"slots")
    actor = Actor(new_id(), "Kim", frozenset({Role.COMMISSIONER}))
    workspace = Workspace(folder / "commissioner", store, actor, Clock(NOW))
    inbox = folder / "inbox"
    inbox.mkdir()
    for seed, (code, document) in enumerate(documents().items()):
        samples.signed(inbox / f"{code}.xlsx", document, key=seed + 1)
    samples.signed(inbox / "before.xlsx", samples.a_return(quarter=Q2.previous, return_id=new_id()))
    commissioner = Commissioner(workspace)
    assert all(answer.outcome == "new" for answer in commissioner.imports.bring_in([inbox]))
    yield commissioner
    workspace.close()


def documents() -> dict[str, ReturnDocument]:
    made = {}
    for seed, (code, districts) in enumerate(DISTRICTS.items()):
        document = samples.a_return(
            seed,
            intervention_code=code,
            return_id=f"01920000-0000-7000-8000-00000000000{seed}",
            provider_id=f"01920000-0000-7000-8000-00000000001{seed}",
            standing=Standing.DRAFT if code == "WAK-01" else Standing.FINAL,
        )
        made[code] = replace(document, profile={**document.profile, "districts": districts})
    return made


def test_the_picture_adds_up_what_is_shown_and_bounds_what_is_hidden(commissioner: Commissioner) -> None:
    picture = commissioner.county.picture(Q2)
    assert [header.intervention_code for header in picture.returns] == ["BRA-01", "LEE-01", "WAK-01"]
    assert picture.drafts == 1
    assert str(picture.sums[SUPPORTED]) == "411"
    truth = [counts(seed) for seed in range(3)]
    for key, amount in picture.sums.items():
        told = sum(one[key] for one in truth)
        assert amount.low <= told <= (amount.high if amount.high is not None else told), key
    assert any(not amount.exact for amount in picture.sums.values())
    assert ("R5", "attendance_rate", "value") not in picture.sums


def test_the_picture_by_district_and_priority(commissioner: Commissioner) -> None:
    picture = commissioner.county.picture(Q2)
    lines = {line.code: line.interventions for line in picture.by_district}
    assert lines == {
        "bradford": 1, "calderdale": 0, "kirklees": 0, "leeds": 2, "wakefield": 1, "outside": 0,
        "not_known": 0,
    }  # fmt: skip
    assert picture.by_priority[0].code == "individual"
    assert [line.interventions for line in picture.by_priority] == [3, 0, 0, 0, 0]
    assert str(picture.by_priority[0].supported) == "411"
    assert set(picture.signatures.values()) == {"new key"}


def test_a_quarter_without_returns_is_refused(commissioner: Commissioner) -> None:
    with pytest.raises(Refused, match="No return for Q4 2026-27"):
        commissioner.county.picture(Quarter(2026, 4))


def test_a_provider_has_no_county(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="provider's"):
        Commissioner(workspace).county.picture(Q2)


def test_the_files_are_the_same_each_time(commissioner: Commissioner, tmp_path: Path) -> None:
    one = commissioner.county.export(Q2, tmp_path / "one")
    other = commissioner.county.export(Q2, tmp_path / "two")
    assert one.workbook.read_bytes() == other.workbook.read_bytes()
    assert one.pdf.read_bytes() == other.pdf.read_bytes()
    assert sorted(p.name for p in (tmp_path / "one").iterdir()) == [
        "county_2026-27-Q2.pdf", "county_2026-27-Q2.xlsx",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_trouble(commissioner: Commissioner, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Trouble, match="could not be written"):
        commissioner.county.export(Q2, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "in the way"


@cache
def _known(seed: int) -> tuple[dict[Key, Interval], dict[Key, int | float]]:
    hidden = {key: Interval(low, high) for key, (low, high) in intervals_of(samples.a_return(seed)).items()}
    return hidden, counts(seed)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=4))
def test_any_county_holds_the_truth_in_any_order(seeds: list[int]) -> None:
    parts = [
        (samples.a_return(seed, return_id=f"01920000-0000-7000-8000-00000000000{number}"), _known(seed)[0])
        for number, seed in enumerate(seeds)
    ]
    picture = picture_of(Q2, parts)
    assert picture_of(Q2, parts[::-1]) == picture
    for key, amount in picture.sums.items():
        truth = round(sum(_known(seed)[1][key] for seed in seeds), 6)
        assert amount.high is not None
        assert amount.low <= truth <= amount.high


def test_an_interval_without_an_upper_end_stays_open() -> None:
    assert str(Interval(3, None) + Interval(2, 4)) == "5 or more"
    assert not Interval(3, None).exact
    assert str(Interval(0.1, 0.1) + Interval(0.2, 0.2)) == "0.3"


def test_figures_counted_by_another_definition_are_left_out_and_named() -> None:
    document = samples.a_return()
    other = document.with_figures(
        replace(f, definition="supported/2") if f.key == SUPPORTED else f for f in document.figures
    )
    picture = picture_of(Q2, [(document, {}), (other, {})])
    assert str(picture.sums[SUPPORTED]) == "137"
    assert picture.missing[SUPPORTED] == 1
    assert picture.other_definitions == ("supported/2",)


def test_a_rounded_return_adds_what_it_can_be(commissioner: Commissioner, tmp_path: Path) -> None:
    """Beside three returns that hide their small counts, through a file and the store."""
    rule = Rule(method=Method.ROUND)
    true = counts(5, 88)
    hidden = documents()["LEE-01"]
    header = replace(
        hidden.header,
        intervention_code="KIR-01",
        method=rule.name,
        return_id="01920000-0000-7000-8000-000000000009",
        provider_id="01920000-0000-7000-8000-000000000019",
        quarter=Q2.previous.previous,
    )
    counted = ReturnDocument(
        header, tuple(replace(figure, value=true[figure.key], shown=Shown.VALUE) for figure in hidden.figures)
    )
    rounded = protect_document(counted, (), b"draw").document
    samples.signed(tmp_path / "KIR-01.xlsx", rounded, key=9)
    (answer,) = commissioner.imports.bring_in([tmp_path / "KIR-01.xlsx"])
    assert answer.outcome == "new", answer.findings
    picture = commissioner.county.picture(header.quarter)
    for table, row, column, key in every_figure():
        if key not in picture.sums:
            continue
        found, value = picture.sums[key], true[key]
        assert isinstance(value, int | float)
        assert found.high is not None
        assert found.low <= value <= found.high
        if table.counts_people(row, column):
            assert found.high - found.low <= 8
        else:
            assert found.exact
    assert not picture.sums[SUPPORTED].exact
    assert picture.by_intervention[header.return_id][SUPPORTED] == picture.sums[SUPPORTED]
    made = commissioner.county.export(header.quarter, tmp_path / "out")
    notes = [str(cell) for row in load_workbook(made.workbook)["Notes"].values for cell in row]
    assert rule.in_words in notes
