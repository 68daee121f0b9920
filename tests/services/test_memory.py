"""What was published before: nobody who lays returns side by side finds a small count."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from tests.services.reader import OPEN_END, OPEN_START, QUARTER, YEAR, Reader
from tests.services.test_protection import document, hidden_keys, shares
from vrp_desktop.domain import codes
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown, Value
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.services.memory import Past, past_of, together
from vrp_desktop.services.protecting import Protected, protect_document

T = 5


def of(values: Mapping[Key, Value], quarter: str = "2026-27-Q2", version: int = 1) -> ReturnDocument:
    made = document(values, T)
    return replace(made, header=replace(made.header, quarter=Quarter.parse(quarter), version=version))


def sent(counted: ReturnDocument, history: Sequence[Past] = ()) -> tuple[Protected, Past]:
    protected = protect_document(counted, history)
    assert protected.safe
    return protected, Past(counted, protected.document)


def people(number: int, seed: int, **more: int) -> dict[Key, Value]:
    """An intervention of so many; ``more`` sets figures of R2."""
    values = shares(number, seed)
    values.update({("R2", name, "people"): value for name, value in more.items()})
    return values


def counts(doc: ReturnDocument) -> dict[Key, int]:
    return {
        key: int(value)
        for table, row, column, key in every_figure()
        if table.counts_people(row, column)
        and isinstance(value := doc.get(*key).value, int | float)
        and doc.get(*key).shown is Shown.VALUE
    }


def open_to(reader: Reader, figure: tuple[int, Key]) -> bool:
    """Whether every small count stays possible."""
    return all(reader.can_be(figure, value) for value in range(1, T))


def test_how_many_were_new_since_the_last_quarter_is_not_given_away() -> None:
    one = of(people(60, 1, supported_ytd=60), "2026-27-Q1")
    two = of(people(50, 2, supported_ytd=63), "2026-27-Q2")
    alone = protect_document(two)
    assert alone.document.get(*YEAR).value == 63, "by itself it is nothing to hide"
    _, first = sent(one)
    protected, _ = sent(two, [first])
    assert protected.document.get(*YEAR).shown is Shown.CONFIDENTIAL
    reader = Reader([first.published, protected.document])
    new = reader.difference((1, YEAR), (0, YEAR))
    assert open_to(reader, new)
    plain = Reader([first.published, alone.document])
    assert plain.knows(plain.difference((1, YEAR), (0, YEAR))) == (3, 3), "which anybody could subtract"


def test_who_came_earlier_in_the_year_and_not_this_quarter_is_not_given_away() -> None:
    protected, _ = sent(of(people(50, 2, supported_ytd=52), "2026-27-Q3"))
    reader = Reader([protected.document])
    assert open_to(reader, reader.difference((0, YEAR), (0, QUARTER)))


def test_the_end_of_one_quarter_is_the_start_of_the_next() -> None:
    """How many take part at the end is hidden to cover for the three who completed: the next return's start,
    which is the same figure, must not say it."""
    flow = {"open_start": 20, "started": 15, "completed": 3, "ended_early": 9, "open_end": 23}
    one = of(people(60, 1, **flow), "2026-27-Q1")
    flows = [figure.key for figure in one.figures if figure.table.startswith("R2")]
    cover = {("R2", "completed", "people"), OPEN_END}
    published = protect_document(one).document
    published = published.with_figures(
        one.get(*figure.key).hidden()
        if figure.key in cover
        else one.get(*figure.key)
        if figure.key in flows
        else figure
        for figure in published.figures
    )
    history = [Past(one, published)]
    assert together(one, history).given_away == {}, "it was published with care"
    after = {"open_start": 23, "started": 9, "completed": 12, "ended_early": 8, "open_end": 12}
    two = of(people(50, 2, supported_ytd=110, **after), "2026-27-Q2")
    assert protect_document(two).document.get(*OPEN_START).value == 23, "by itself it is told"
    protected, _ = sent(two, history)
    assert protected.document.get(*OPEN_START).shown is Shown.CONFIDENTIAL
    reader = Reader([history[0].published, protected.document])
    reader.same((0, OPEN_END), (1, OPEN_START))
    assert open_to(reader, (0, ("R2", "completed", "people")))


def test_the_same_return_again_is_the_same_return() -> None:
    counted = of(people(90, 5))
    _, first = sent(counted)
    again, _ = sent(replace(counted, header=replace(counted.header, version=2)), [first])
    assert again.document.figures == first.published.figures


def moved(values: dict[Key, Value], by: int) -> dict[Key, Value]:
    """So many more people, all alike."""
    corrected = dict(values)
    band = next(
        code for code in ("10-13", "14-15", "16-17") if int(str(values.get(("R3.age", code, "male"), 0))) > 9
    )
    keys: list[Key] = [
        *((("R2", name, "people")) for name in ("supported_quarter", "supported_ytd", "started", "open_end"))
    ]
    for line in [band, *(whole for whole, parts in form.AGE_SUMS if band in parts)]:
        keys += [("R3.age", line, "male"), ("R3.age", line, "total")]
    for table in (f"R3.{name}" for name in (*form.ONE_WAY, "ethnicity")):
        rows = [row.code for row in form.table(table).rows if row.level == 1 and row.code != "total"]
        most = max(rows, key=lambda code: int(str(values.get((table, code, "people"), 0))))
        keys += [(table, most, "people"), (table, "total", "people")]
        if table == "R3.ethnicity":
            group = next(
                (
                    f"group.{code.group}"
                    for code in codes.code_list("ethnicity").codes
                    if code.code == most and code.group
                ),
                None,
            )
            keys += [(table, group, "people")] if group else []
    for key in keys:
        corrected[key] = int(str(corrected.get(key, 0))) + by
    return corrected


@pytest.mark.parametrize("by", [1, 3])
def test_one_more_person_in_a_later_version_is_not_given_away(by: int) -> None:
    values = people(200, 7)
    before, after = of(values), of(moved(values, by), version=2)
    _, first = sent(before)
    protected, _ = sent(after, [first])
    was, now = counts(before), counts(after)
    reader = Reader([first.published, protected.document])
    changed = [key for key in was if was[key] != now[key]]
    assert len(changed) > 10
    for key in was:
        if was[key] == now[key]:
            reader.same((0, key), (1, key))
    for key in changed:
        assert protected.document.get(*key).shown is Shown.CONFIDENTIAL
        if first.published.get(*key).shown is Shown.VALUE:
            assert open_to(reader, reader.difference((1, key), (0, key))), key
    assert len(hidden_keys(protected.document)) < len(was), "what did not change is still told"


def test_a_large_correction_is_told() -> None:
    values = people(200, 7)
    _, first = sent(of(values))
    protected, _ = sent(of(moved(values, 12), version=2), [first])
    assert protected.document.get(*QUARTER).value == 212


def test_what_an_earlier_return_gave_away_is_said_and_does_not_stop_the_next() -> None:
    counted = of(people(60, 1), "2026-27-Q1")
    small = next(
        key
        for key, value in counts(counted).items()
        if 1 <= value < T and key[0] == "R3.ethnicity" and not key[1].startswith("group")
    )
    careful = protect_document(counted).document
    careless = careful.with_figures(
        replace(figure, value=counts(counted)[figure.key], shown=Shown.VALUE)
        if figure.shown is Shown.CONFIDENTIAL and figure.key != small and figure.table == "R3.ethnicity"
        else figure
        for figure in careful.figures
    )
    protected, _ = sent(of(people(55, 2, supported_ytd=90), "2026-27-Q2"), [Past(counted, careless)])
    told = dict(protected.given_away)
    assert list(told) == ["2026-27-Q1 version 1"]
    assert small in told["2026-27-Q1 version 1"]


@pytest.mark.parametrize("seed", range(3))
def test_a_year_of_returns_and_a_resubmission(seed: int) -> None:
    """Invented people who come and go: every small count of every return stays open to whoever has all."""
    draw = random.Random(seed)
    history: list[Past] = []
    year, start = 0, draw.randint(0, 12)
    for number in (1, 2, 3):
        quarter = draw.randint(20, 60)
        year = quarter if number == 1 else max(quarter, year) + draw.randint(0, 6)
        end = start + (began := draw.randint(0, 9)) - (done := draw.randint(0, start + began))
        flow = {"open_start": start, "started": began, "completed": done, "ended_early": 0, "open_end": end}
        values = people(quarter, seed * 10 + number, supported_ytd=year, **flow)
        _, past = sent(of(values, f"2026-27-Q{number}"), history)
        history.append(past)
        start = end
    reader = Reader([past.published for past in history])
    for number in (1, 2):
        reader.same((number - 1, OPEN_END), (number, OPEN_START))
    figures = [
        (number, key)
        for number, past in enumerate(history)
        for key, value in counts(past.counted).items()
        if 1 <= value < T
    ]
    for figure in draw.sample(figures, min(12, len(figures))):
        assert open_to(reader, figure), figure
    for number in (1, 2):
        by = counts(history[number].counted)[YEAR] - counts(history[number - 1].counted)[YEAR]
        if 1 <= by < T:
            assert open_to(reader, reader.difference((number, YEAR), (number - 1, YEAR)))


def test_a_store_of_before_guesses_what_was_hidden() -> None:
    counted = of(people(60, 1), "2026-27-Q1")
    published = protect_document(counted).document
    past = past_of(published.to_bytes(), None)
    hidden = {f.key for f in past.counted.figures if f.shown is Shown.CONFIDENTIAL}
    assert hidden <= form.derived_from().keys(), (
        "a rate or a mean is told from counts: it need not be guessed"
    )
    joint = together(of(people(50, 2, supported_ytd=90)), [past])
    assert not joint.given_away or set(joint.given_away) == {"2026-27-Q1 version 1"}
    sent(of(people(50, 2, supported_ytd=90)), [past])


def everybody(values: dict[Key, Value], name: str, answer: str) -> dict[Key, Value]:
    """The same people, all with one answer to a question."""
    changed = {key: value for key, value in values.items() if key[0] != f"R3.{name}"}
    total = values["R2", "supported_quarter", "people"]
    changed.update({(f"R3.{name}", answer, "people"): total, (f"R3.{name}", "total", "people"): total})
    return changed


def test_a_group_that_falls_wholly_into_one_answer_is_not_seen_to() -> None:
    counted = of(everybody(people(40, 3), "care", "looked_after"))
    _, past = sent(counted)
    whole, one = ("R3.care", "total", "people"), ("R3.care", "looked_after", "people")
    reader = Reader([past.published])
    elsewhere = reader.difference((0, whole), (0, one))
    assert reader.can_be(elsewhere, 1), "somebody may be in another row"
    plain = Reader([counted])
    assert plain.knows(plain.difference((0, whole), (0, one))) == (0, 0)


def test_a_full_group_that_was_published_is_said_and_does_not_stop_the_next_version() -> None:
    counted = of(everybody(people(40, 3), "care", "looked_after"))
    careful = protect_document(counted).document
    whole, one = ("R3.care", "total", "people"), ("R3.care", "looked_after", "people")
    careless = careful.with_figures(
        counted.get(*f.key) if f.table == "R3.care" else f for f in careful.figures
    )
    again = replace(counted, header=replace(counted.header, version=2))
    protected, _ = sent(again, [Past(counted, careless)])
    assert list(protected.given_away) == ["2026-27-Q2 version 1"]
    assert protected.document.get(*whole).value == protected.document.get(*one).value == 40


def test_a_small_count_that_was_published_is_the_same_in_the_next_version() -> None:
    counted = of(people(60, 1), "2026-27-Q1")
    again = replace(counted, header=replace(counted.header, version=2))
    protected, _ = sent(again, [Past(counted, counted)])
    assert protected.given_away
    assert protected.document.figures == counted.figures


def test_how_many_were_new_is_said_to_be_given_away_by_the_later_return() -> None:
    one, two = of(people(60, 1, supported_ytd=60), "2026-27-Q1"), of(people(50, 2, supported_ytd=63))
    history = [Past(each, protect_document(each).document) for each in (one, two)]
    protected, _ = sent(of(people(55, 4, supported_ytd=100), "2026-27-Q3"), history)
    assert list(protected.given_away) == ["2026-27-Q2 version 1"]


def test_that_nobody_said_is_no_group() -> None:
    counted = of(everybody(people(40, 3), "care", "not_known"))
    protected, _ = sent(counted)
    assert protected.document.get("R3.care", "not_known", "people").value == 40
