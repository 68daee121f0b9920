"""A finished session locks in the organisation's time, and a reason opens it again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import Clock, a_session, an_intervention, enrolled
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import HeadCount, Locked, Mark, Remark, Status, Trained
from vrp_desktop.services.provider import Provider


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider, boxing: str) -> str:
    return enrolled(provider, boxing, "Ana")[0]


@pytest.fixture
def evening(provider: Provider, boxing: str, ana: str) -> str:
    """A session whose register is done."""
    session_id = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(session_id, ana, Mark.PRESENT)
    provider.registers.finish(session_id)
    return session_id


def test_it_can_be_changed_freely_for_fourteen_days(
    provider: Provider, evening: str, ana: str, clock: Clock
) -> None:
    clock.go(days=14)
    assert not provider.registers.read(evening).locked
    provider.registers.mark(evening, ana, Mark.LATE)
    clock.go(days=1)
    assert provider.registers.read(evening).locked
    with pytest.raises(Locked, match="Say why"):
        provider.registers.mark(evening, ana, Mark.ABSENT)
    assert provider.registers.read(evening).rows[0].mark is Mark.LATE


def test_nothing_of_a_locked_session_changes_without_a_reason(
    provider: Provider, evening: str, ana: str, clock: Clock
) -> None:
    clock.go(days=15)
    before = provider.registers.read(evening)
    details = before.session.details
    changes: tuple[Callable[[], object], ...] = (
        lambda: provider.registers.mark_many(evening, {ana: None}),
        lambda: provider.registers.remark(evening, ana, Remark("Bus")),
        lambda: provider.registers.take_off(evening, ana),
        lambda: provider.registers.add_newcomer(evening, "Jojo", 12),
        lambda: provider.registers.count_heads(evening, [HeadCount("10-13", None, 2)]),
        lambda: provider.registers.count_trained(evening, [Trained("police", 3)]),
        lambda: provider.registers.finish(evening),
        lambda: provider.sessions.change(evening, replace(details, minutes=30)),
        lambda: provider.sessions.cancel(evening, "weather"),
        lambda: provider.sessions.split(evening, 30),
    )
    for change in changes:
        with pytest.raises(Locked):
            change()
    assert provider.registers.read(evening) == before


def test_a_reason_opens_it_and_is_in_its_journal(
    provider: Provider, evening: str, ana: str, clock: Clock
) -> None:
    clock.go(days=30)
    with pytest.raises(Refused) as refused:
        provider.sessions.correct(evening, "  ")
    assert set(refused.value.fields) == {"reason"}
    provider.sessions.correct(evening, " Ben's mum rang: Ana left early ")
    assert not provider.registers.read(evening).locked
    provider.registers.mark(evening, ana, Mark.LEFT_EARLY)
    (told, *_) = [entry for entry in provider.audit.read() if entry.action == "opened to be corrected"]
    assert (told.row, told.fields) == (evening, {"reason": [None, "Ben's mum rang: Ana left early"]})
    clock.go(hours=1, seconds=1)
    with pytest.raises(Locked):
        provider.registers.mark(evening, ana, Mark.ABSENT)


def test_finishing_a_correction_locks_it_again(
    provider: Provider, evening: str, ana: str, clock: Clock
) -> None:
    clock.go(days=30)
    provider.sessions.correct(evening, "She was late")
    provider.registers.mark(evening, ana, Mark.LATE)
    finished_on = provider.sessions.get(evening).finished_on
    provider.registers.finish(evening)
    assert provider.sessions.get(evening).finished_on == finished_on, "the first time counts"
    with pytest.raises(Locked):
        provider.registers.mark(evening, ana, Mark.ABSENT)


def test_the_organisation_chooses_how_long(provider: Provider, evening: str, ana: str, clock: Clock) -> None:
    provider.organisation.change(replace(provider.organisation.details(), grace_days=2))
    clock.go(days=3)
    with pytest.raises(Locked):
        provider.registers.mark(evening, ana, Mark.ABSENT)
    for days in (-1, 93):
        with pytest.raises(Refused) as refused:
            provider.organisation.change(replace(provider.organisation.details(), grace_days=days))
        assert set(refused.value.fields) == {"grace_days"}


def test_what_is_not_finished_does_not_lock(provider: Provider, boxing: str, ana: str, clock: Clock) -> None:
    session_id = provider.sessions.log(a_session(boxing)).id
    clock.go(days=60)
    provider.registers.mark(session_id, ana, Mark.PRESENT)
    assert not provider.registers.read(session_id).locked


def test_a_final_return_locks_what_it_has_counted(
    provider: Provider, evening: str, boxing: str, ana: str, clock: Clock, tmp_path: Path
) -> None:
    unfinished = provider.sessions.log(a_session(boxing)).id
    clock.go(days=1)
    provider.returns.prepare(boxing, Quarter(2026, 3), tmp_path, final=True)
    with pytest.raises(Locked, match="return has counted"):
        provider.registers.mark(evening, ana, Mark.ABSENT)
    provider.registers.mark(unfinished, ana, Mark.PRESENT)


def test_a_register_of_nobody_is_not_finished(provider: Provider, boxing: str, ana: str) -> None:
    session_id = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(session_id, ana, Mark.ABSENT)
    with pytest.raises(Refused, match="did not happen"):
        provider.registers.finish(session_id)
    provider.sessions.cancel(session_id, "nobody_came")
    session = provider.sessions.get(session_id)
    assert (session.details.status, session.finished_on) == (Status.CANCELLED, session.details.held_on)


def test_what_took_place_after_all_is_to_be_finished_anew(provider: Provider, boxing: str) -> None:
    cancelled = a_session(boxing, status=Status.CANCELLED, cancel_reason="weather")
    session_id = provider.sessions.log(cancelled).id
    assert provider.sessions.get(session_id).finished_on is not None
    provider.sessions.change(session_id, replace(cancelled, status=Status.DELIVERED))
    assert provider.sessions.get(session_id).finished_on is None
