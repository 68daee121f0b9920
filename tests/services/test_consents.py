"""Consents and notices: kept one after the other, never written over, read by those who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select

from tests.builders import TODAY, Clock, a_person, acting, an_intervention, days, enrolled
from vrp_desktop.db.queries import users
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.consent import Conversation, NoticeDetails, State
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.privacy import Privacy
from vrp_desktop.services.provider import Provider

NAN = "Her nan, O’Brien 🙂"
PRIVACY = Privacy("Legitimate interests, and substantial public interest.", "Kim Shah, 0113 496 0000")


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana", birth_date=date(2011, 5, 4))).id


def said(**answers: bool) -> Conversation:
    return Conversation(days(-7), "carer", "spoken", answers, NAN, days(90), "x" * 100_000)


def test_one_conversation_is_three_answers_in_one_change(provider: Provider, ana: str) -> None:
    saved = provider.consents.answer(ana, said(take_part=True, share=False, photographs=True))
    assert saved.changes.touch(Topic.CONSENT)
    read = provider.consents.read(ana)
    assert {kind: stand.state for kind, stand in read.stands.items()} == {
        "take_part": State.AGREED,
        "share": State.REFUSED,
        "photographs": State.AGREED,
        "case_study": State.NOT_ASKED,
        "contact": State.NOT_ASKED,
    }
    assert {(one.name, one.decided_on, one.how, len(one.note)) for one in read.answers} == {
        (NAN, days(-7), "spoken", 100_000)
    }
    assert {one.kind: one.until_on for one in read.answers} == {
        "take_part": days(90),
        "share": None,
        "photographs": days(90),
    }
    journal = provider.audit.read()
    assert len({entry.change for entry in journal if entry.entity == "consent"}) == 1


def test_nothing_is_written_where_one_field_is_faulty(provider: Provider, ana: str) -> None:
    with pytest.raises(Refused) as refused:
        provider.consents.answer(ana, replace(said(take_part=True), decided_on=date(2010, 1, 1)))
    assert "born on 4 May 2011" in refused.value.fields["decided_on"]
    assert provider.consents.read(ana).answers == ()


def test_a_new_answer_leaves_the_one_before_and_a_withdrawal_is_added_to_it(
    provider: Provider, ana: str, clock: Clock
) -> None:
    provider.consents.answer(ana, said(photographs=True))
    (first,) = provider.consents.read(ana).answers
    provider.consents.withdraw(first.id, days(-3), "self")
    (withdrawn,) = provider.consents.read(ana).answers
    assert withdrawn == replace(first, withdrawn_on=days(-3), withdrawn_by="self")
    assert provider.consents.standing(ana)["photographs"].state is State.WITHDRAWN
    with pytest.raises(Refused, match="Only a yes that is the latest answer"):
        provider.consents.withdraw(first.id, TODAY, "self")
    again = Conversation(TODAY, "self", "written", {"photographs": True})
    provider.consents.answer(ana, again)
    assert provider.consents.standing(ana)["photographs"].stands
    assert [one.withdrawn_on for one in provider.consents.read(ana).answers] == [None, days(-3)]
    clock.go(days=400)
    assert provider.consents.standing(ana)["photographs"].stands


def test_an_answer_is_taken_back_by_the_journal_and_erased_with_the_record(
    provider: Provider, ana: str
) -> None:
    provider.consents.answer(ana, said(take_part=True))
    provider.consents.tell(ana, NoticeDetails(TODAY, "self", "older", "spoken"))
    entry = next(e for e in provider.audit.read() if e.entity == "consent")
    provider.audit.undo(entry.change)
    assert provider.consents.read(ana).answers == ()
    assert len(provider.consents.read(ana).notices) == 1


def test_that_somebody_was_told_is_kept(provider: Provider, ana: str) -> None:
    read = provider.consents.read(ana)
    assert (read.known_as, read.age, read.form) == ("Ana", 15, "older")
    told = NoticeDetails(days(-1), "parent", "adult", "interpreter", " In Polish ")
    provider.consents.tell(ana, told)
    with pytest.raises(Refused):
        provider.consents.tell(ana, replace(told, told_on=days(1)))
    (kept,) = provider.consents.read(ana).notices
    assert kept.details == replace(told, note="In Polish")


def test_a_notice_says_what_the_organisation_has_written(provider: Provider, tmp_path: Path) -> None:
    gap = provider.consents.notice("younger")
    assert "[the organisation has still to write this]" in gap.text
    with pytest.raises(Refused, match="has not said why the law lets you keep records nor who answers"):
        provider.consents.write_notice("younger", tmp_path / "notice.pdf")
    assert not (tmp_path / "notice.pdf").exists()
    provider.organisation.change_privacy(replace(PRIVACY, contact=f" {PRIVACY.contact} "))
    assert provider.organisation.privacy() == PRIVACY
    for form in ("younger", "older", "adult"):
        words = provider.consents.notice(form).text
        for part in (
            "Northside Youth",
            PRIVACY.lawful_basis,
            PRIVACY.contact,
            "for 6 years",
            "until you are 25",
        ):
            assert part in words
        assert "{" not in words
    with pytest.raises(Refused):
        provider.consents.notice("toddlers")


@pytest.mark.parametrize("form", ["younger", "older", "adult"])
def test_a_notice_is_one_page_that_can_be_read_aloud(provider: Provider, tmp_path: Path, form: str) -> None:
    provider.organisation.change_privacy(PRIVACY)
    path = provider.consents.write_notice(form, tmp_path / "notice.pdf")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
    provider.organisation.change_privacy(replace(PRIVACY, lawful_basis="Words. " * 900))
    provider.consents.write_notice(form, tmp_path / "long.pdf")
    with pikepdf.open(tmp_path / "long.pdf") as pdf:
        assert len(pdf.pages) > 1
    with pytest.raises(Trouble):
        provider.consents.write_notice(form, Path(__file__) / "inside a file.pdf")


def test_only_the_administrator_says_what_the_lawful_basis_is(provider: Provider) -> None:
    worker = acting(provider, Role.WORKER)
    with pytest.raises(Refused, match="does not let you set up"):
        worker.organisation.change_privacy(PRIVACY)
    assert worker.organisation.privacy() == Privacy()


def test_nothing_of_somebody_else_s_is_read_or_written(provider: Provider, ana: str) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    (ben,) = enrolled(provider, boxing, "Ben")
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    provider.assignments.assign(actor.id, (boxing,))
    worker = Provider(replace(workspace, actor=actor))
    worker.consents.answer(ben, said(take_part=True))
    provider.consents.answer(ana, said(take_part=True))
    (answer,) = provider.consents.read(ana).answers
    attempts: tuple[Callable[[], object], ...] = (
        lambda: worker.consents.read(ana),
        lambda: worker.consents.standing(ana),
        lambda: worker.consents.answer(ana, said(share=True)),
        lambda: worker.consents.withdraw(answer.id, TODAY, "self"),
        lambda: worker.consents.tell(ana, NoticeDetails(TODAY, "self", "older", "spoken")),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match="not among your interventions"):
            attempt()
    assert provider.consents.read(ana).answers == (answer,)


def test_the_journal_tells_of_every_answer(provider: Provider, ana: str) -> None:
    provider.consents.answer(ana, said(take_part=True))
    with provider.workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        rows = tx.rows(select(journal.c.subject).where(journal.c.entity == "consent"))
    assert [row["subject"] for row in rows] == [ana]
