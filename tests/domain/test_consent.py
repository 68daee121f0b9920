"""What stands of what somebody agreed to: the latest word counts, whoever writes it down when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, days
from vrp_desktop.domain.consent import (
    KINDS,
    Answer,
    Conversation,
    NoticeDetails,
    State,
    check_withdrawal,
    form_for,
    gentle_word,
    standing,
)
from vrp_desktop.domain.errors import Refused


def an_answer(number: int, day: date, agreed: bool = True, **fields: object) -> Answer:
    whole = Answer(f"{number:04}", "photographs", agreed, "self", "", day, "spoken")
    return replace(whole, **fields)  # type: ignore[arg-type] # whatever fields a test names


def state(*answers: Answer) -> State:
    return standing(answers, TODAY)["photographs"].state


def test_what_nobody_was_asked_does_not_stand() -> None:
    stands = standing((), TODAY)
    assert tuple(stands) == KINDS
    assert {one.state for one in stands.values()} == {State.NOT_ASKED}
    assert not any(one.stands for one in stands.values())


def test_the_latest_answer_counts_in_whatever_order_they_come() -> None:
    yes, no = an_answer(1, days(-9)), an_answer(2, days(-3), agreed=False)
    assert state(yes, no) is state(no, yes) is State.REFUSED
    assert state(yes, replace(no, decided_on=days(-20))) is State.AGREED
    assert state(yes, replace(no, decided_on=days(-9))) is State.REFUSED


def test_a_withdrawal_ends_a_yes_on_its_day_and_a_later_yes_begins_anew() -> None:
    withdrawn = an_answer(1, days(-9), withdrawn_on=days(-2), withdrawn_by="self")
    assert state(withdrawn) is State.WITHDRAWN
    assert state(replace(withdrawn, withdrawn_on=days(-9))) is State.WITHDRAWN
    assert state(withdrawn, an_answer(2, days(-1))) is State.AGREED
    assert state(withdrawn, an_answer(2, days(-2))) is State.AGREED


def test_a_yes_written_down_late_does_not_bring_back_what_was_withdrawn() -> None:
    withdrawn = an_answer(1, days(-9), withdrawn_on=days(-2), withdrawn_by="parent")
    assert state(withdrawn, an_answer(2, days(-5))) is State.WITHDRAWN


def test_a_yes_holds_on_its_last_day_and_not_after_it() -> None:
    for until, expected, soon in (
        (TODAY, State.AGREED, True),
        (days(-1), State.OVER, False),
        (days(31), State.AGREED, False),
        (days(30), State.AGREED, True),
    ):
        stand = standing((an_answer(1, days(-9), until_on=until),), TODAY)["photographs"]
        assert (stand.state, stand.soon) == (expected, soon), until


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30), st.booleans(), st.none() | st.integers(0, 30), st.none() | st.integers(0, 60)
        ),
        max_size=6,
    )
)
def test_nothing_stands_but_a_yes_with_no_no_and_no_withdrawal_after_it(
    drawn: list[tuple[int, bool, int | None, int | None]],
) -> None:
    def on(number: int) -> date:
        return days(-40) + timedelta(days=number)

    answers = [
        an_answer(
            number,
            on(day),
            agreed,
            withdrawn_on=on(max(day, gone)) if agreed and gone is not None else None,
            until_on=on(day + lasts) if lasts is not None else None,
        )
        for number, (day, agreed, gone, lasts) in enumerate(drawn)
    ]
    stand = standing(reversed(answers), TODAY)["photographs"]
    if not stand.stands:
        return
    one = stand.answer
    assert one is not None
    assert one.agreed
    assert one.withdrawn_on is None
    assert one.until_on is None or one.until_on >= TODAY
    for other in answers:
        if other is not one:
            assert other.decided_on <= one.decided_on
            assert other.withdrawn_on is None or other.withdrawn_on <= one.decided_on


def a_conversation(**fields: object) -> Conversation:
    whole = Conversation(days(-1), "self", "spoken", {"take_part": True})
    return replace(whole, **fields)  # type: ignore[arg-type] # whatever fields a test names


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"answers": {}}, "answers", "yes or no to at least one"),
        ({"answers": {"to fly": True}}, "answers", "to fly"),
        ({"decided_on": None}, "decided_on", "which day"),
        ({"decided_on": days(1)}, "decided_on", "23 November 2026 is in the future"),
        (
            {"decided_on": date(2010, 1, 2)},
            "decided_on",
            "2 January 2010 is before they were born on 4 May 2011",
        ),
        ({"until_on": days(-2)}, "until_on", "20 November 2026, before it was given on 21 November 2026"),
        ({"given_by": None}, "given_by", "whose answer"),
        ({"given_by": "a friend"}, "given_by", "whose answer"),
        ({"given_by": "parent"}, "name", "who that was"),
        ({"how": None}, "how", "how they answered"),
    ],
)
def test_a_faulty_conversation_is_refused_beside_its_field(
    fields: dict[str, object], name: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        a_conversation(**fields).checked(TODAY, date(2011, 5, 4))
    assert set(refused.value.fields) == {name}
    assert words in refused.value.fields[name]


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        Conversation(days(2), "carer", None, {}, until_on=days(1)).checked(TODAY)
    assert set(refused.value.fields) == {"decided_on", "name", "how", "answers", "until_on"}


def test_a_withdrawal_needs_a_day_after_the_answer_somebody_and_a_yes_that_stands() -> None:
    one = an_answer(1, days(-5))
    stand = standing((one,), TODAY)["photographs"]
    check_withdrawal(one, stand, days(-5), "parent", TODAY)
    for on, by, field, words in (
        (days(-6), "self", "withdrawn_on", "16 November 2026, before it was given on 17 November 2026"),
        (days(1), "self", "withdrawn_on", "future"),
        (None, "self", "withdrawn_on", "which day"),
        (TODAY, None, "withdrawn_by", "who withdrew"),
    ):
        with pytest.raises(Refused) as refused:
            check_withdrawal(one, stand, on, by, TODAY)
        assert set(refused.value.fields) == {field}
        assert words in refused.value.fields[field]
    no = an_answer(2, days(-1), agreed=False)
    for answer in (one, no):
        with pytest.raises(Refused, match="Only a yes that is the latest"):
            check_withdrawal(answer, standing((one, no), TODAY)["photographs"], TODAY, "self", TODAY)


def test_a_small_child_s_own_answer_is_worth_a_thought_and_so_is_a_parent_s_for_an_adult() -> None:
    assert "Ana is 6. Do they understand" in gentle_word("Ana", 6, "self")
    assert "theirs to decide" in gentle_word("Ana", 19, "parent")
    for years, by in ((13, "self"), (6, "parent"), (17, "parent"), (19, "self"), (None, "self"), (6, None)):
        assert gentle_word("Ana", years, by) == ""


def test_a_notice_is_in_the_words_for_the_age() -> None:
    found = {years: form_for(years) for years in (None, 6, 12, 13, 17, 18, 40)}
    assert list(found.values()) == ["younger"] * 3 + ["older"] * 2 + ["adult"] * 2
    with pytest.raises(Refused) as refused:
        NoticeDetails(days(1), None, "tiny", None).checked(TODAY)
    assert set(refused.value.fields) == {"told_on", "told_to", "form", "how"}
