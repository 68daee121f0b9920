"""Safeguarding concerns: raised within one's own work, read by the lead, veiled for others, never deleted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import (
    PASSPHRASE,
    TODAY,
    Clock,
    a_concern,
    a_person,
    a_session,
    acting,
    an_intervention,
    days,
    enrolled,
)
from vrp_desktop.db import models
from vrp_desktop.db.queries import users
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.concerns import HELD, Answer, Kind, Standing
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.journal import VIEWED, Sought
from vrp_desktop.domain.organisation import OrganisationDetails
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.concerns import Concerns
from vrp_desktop.services.provider import Provider

SEEN = "A bruise on her left arm, the size of a coin. “I walked into a door.”"
REASON = "The lead is on leave and the school is on the phone."
As = Callable[..., Provider]


@pytest.fixture
def somebody(provider: Provider) -> As:
    """Another user of the store with these roles, and their services."""

    def add(name: str, *roles: Role) -> Provider:
        actor = Actor(new_id(), name, frozenset(roles))
        workspace = provider.workspace
        with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
            users.add(tx, actor)
        return Provider(replace(workspace, actor=actor))

    return add


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider, boxing: str) -> str:
    return enrolled(provider, boxing, "Ana")[0]


@pytest.fixture
def worker(provider: Provider, somebody: As, boxing: str) -> Provider:
    """Wren, a worker of boxing."""
    made = somebody("Wren", Role.WORKER)
    provider.assignments.assign(made.workspace.actor.id, (boxing,))
    return made


@pytest.fixture
def lead(somebody: As) -> Provider:
    """Lee, the designated safeguarding lead."""
    return somebody("Lee", Role.SAFEGUARDING_LEAD)


@pytest.fixture
def raised(worker: Provider, ana: str) -> str:
    """Wren's concern about Ana."""
    details = a_concern(ana, seen=SEEN, done="Sat with her.", told="Nobody yet.", urgent=True)
    return worker.concerns.raise_concern(details).id


def stored(provider: Provider, table: str) -> list[dict[str, Any]]:
    with provider.workspace.store.reading() as tx:
        return [dict(row) for row in tx.rows(select(models.PROVIDER.tables[table]).order_by("id"))]


def events(provider: Provider) -> list[tuple[str, str, dict[str, Any]]]:
    """What the journal tells of concerns besides their rows: action, who, fields."""
    entries = acting(provider, Role.MANAGER).audit.read(Sought(entity="concern"))
    rows = ("insert", "update")
    return [(e.action, e.who, dict(e.fields)) for e in reversed(entries) if e.action not in rows]


# ---- raising


def test_it_is_kept_as_it_was_written(worker: Provider, lead: Provider, ana: str, boxing: str) -> None:
    session = worker.sessions.log(a_session(boxing, days(-1))).id
    details = a_concern(ana, session_id=session, seen=f" {SEEN} ", done="Sat with her.", told="Lee, at 8.")
    saved = worker.concerns.raise_concern(details)
    assert saved.changes.touch(Topic.CONCERNS)
    read = lead.concerns.read(saved.id)
    assert read.details == replace(details, seen=SEEN)
    assert read.where == "Northside Boxing, Northside Hall, 21 November 2026"
    assert (read.line.about, read.line.raised_by) == ("Ana", "Wren")
    assert read.line.raised_at == worker.workspace.clock()


def test_about_nobody_named_yet(worker: Provider, lead: Provider) -> None:
    saved = worker.concerns.raise_concern(a_concern(about="The boy with the red cap"))
    (line,) = lead.concerns.open()
    assert (line.id, line.person_id, line.about) == (saved.id, None, "The boy with the red cap")


def test_a_faulty_one_is_refused_and_nothing_is_stored(worker: Provider) -> None:
    with pytest.raises(Refused) as refused:
        worker.concerns.raise_concern(a_concern(seen=""))
    assert set(refused.value.fields) == {"about", "seen"}
    assert stored(worker, "concern") == []


def test_a_worker_raises_of_their_own_people_and_in_their_own_sessions(
    provider: Provider, worker: Provider, boxing: str
) -> None:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    (zed,) = enrolled(provider, art, "Zed")
    theirs = provider.sessions.log(a_session(art)).id
    own = provider.sessions.log(a_session(boxing)).id
    with pytest.raises(Refused, match="not among your interventions' people"):
        worker.concerns.raise_concern(a_concern(zed))
    with pytest.raises(Refused, match="not one of your interventions"):
        worker.concerns.raise_concern(a_concern(about="Tiny", session_id=theirs))
    with pytest.raises(Refused, match="not among your interventions' people"):
        worker.concerns.beginning(zed, own)
    # Zed came to boxing for once: whoever was there can say what they saw.
    provider.registers.mark(own, zed, Mark.PRESENT)
    assert worker.concerns.beginning(zed, own).known_as == "Zed"
    worker.concerns.raise_concern(a_concern(zed, session_id=own))
    assert len(stored(provider, "concern")) == 1


def test_what_the_page_begins_with(
    provider: Provider, worker: Provider, somebody: As, ana: str, boxing: str
) -> None:
    session = worker.sessions.log(a_session(boxing, days(-3))).id
    begun = worker.concerns.beginning(None, session)
    assert (begun.known_as, begun.seen_on, begun.people) == ("", days(-3), ((ana, "Ana"),))
    assert begun.where == "Northside Boxing, Northside Hall, 19 November 2026"
    assert (begun.leads, begun.social_care) == ((), "")
    somebody("Lee", Role.SAFEGUARDING_LEAD)
    provider.organisation.change(OrganisationDetails("Northside Youth", 5, social_care=" 0113 000 0000 "))
    begun = worker.concerns.beginning(ana)
    assert (begun.known_as, begun.seen_on, begun.people) == ("Ana", TODAY, ())
    assert (begun.leads, begun.social_care) == (("Lee",), "0113 000 0000")


# ---- whoever raised it


def test_the_writer_reads_what_they_wrote_and_adds_to_it(
    worker: Provider, lead: Provider, raised: str, clock: Clock
) -> None:
    assert [line.id for line in worker.concerns.mine()] == [raised]
    lead.concerns.read(raised)
    lead.concerns.answer(raised, Answer("Rang her mother.", referred_on=TODAY))
    assert [line.unread for line in lead.concerns.open()] == [False]
    clock.go(hours=2)
    worker.concerns.add(raised, " She rang: she is at her nan's. ")
    (line,) = lead.concerns.open()
    assert (line.unread, line.standing) == (True, Standing.ACTED)
    mine = worker.concerns.read(raised)
    assert mine.details.seen == SEEN
    (added,) = mine.additions
    assert (added.by, added.kind, added.words) == ("Wren", Kind.ADDED, "She rang: she is at her nan's.")
    assert added.at == clock()
    # What the lead wrote is the lead's.
    assert mine.line.referred_on is None
    assert lead.concerns.read(raised).line.unread is False
    assert len(lead.concerns.read(raised).additions) == 3


def test_nobody_else_adds_or_reads(provider: Provider, somebody: As, raised: str) -> None:
    for other in (somebody("Jo", Role.WORKER), somebody("Max", Role.MANAGER)):
        for call in (lambda: other.concerns.read(raised), lambda: other.concerns.add(raised, "More")):  # noqa: B023 - called at once
            with pytest.raises(Refused, match="veiled"):
                call()
        assert other.concerns.mine() == ()
    assert events(provider) == []


def test_what_was_written_on_the_day_is_never_rewritten(
    provider: Provider, worker: Provider, lead: Provider, raised: str
) -> None:
    written = (
        "person_id",
        "session_id",
        "about",
        "raised_by",
        "raised_at",
        "seen_on",
        "seen",
        "done",
        "told",
    )
    (before,) = stored(provider, "concern")
    worker.concerns.add(raised, "More")
    lead.concerns.read(raised)
    lead.concerns.answer(raised, Answer("Rang", TODAY, TODAY))
    lead.concerns.release(raised, "Nothing came of it.")
    lead.concerns.reopen(raised, "Something came of it.")
    provider.concerns.reveal(raised, REASON)
    (after,) = stored(provider, "concern")
    assert {name: after[name] for name in (*written, "urgent")} == {
        name: before[name] for name in (*written, "urgent")
    }


# ---- the lead


def test_the_lead_s_list_has_what_is_to_be_read_first(
    worker: Provider, lead: Provider, raised: str, clock: Clock
) -> None:
    clock.go(hours=1)
    second = worker.concerns.raise_concern(a_concern(about="Tiny")).id
    assert [line.id for line in lead.concerns.open()] == [second, raised]
    assert lead.concerns.read(second).line.standing is Standing.READ
    assert [(line.id, line.standing) for line in lead.concerns.open()] == [
        (raised, Standing.NEW),
        (second, Standing.READ),
    ]
    lead.concerns.answer(second, Answer("Known to his school.", closed_on=TODAY))
    assert [line.id for line in lead.concerns.open()] == [raised]
    assert [line.id for line in lead.concerns.all()] == [raised, second]
    worker.concerns.add(second, "He came back.")
    assert [line.id for line in lead.concerns.open()] == [second, raised], "there is something to read again"


def test_an_answer_says_what_was_decided_and_when(lead: Provider, raised: str) -> None:
    lead.concerns.answer(raised, Answer("Rang social care.", referred_on=days(0)))
    line = lead.concerns.read(raised).line
    assert (line.standing, line.referred_on, line.closed_on) == (Standing.ACTED, TODAY, None)
    lead.concerns.answer(raised, Answer(referred_on=TODAY, closed_on=TODAY))
    concern = lead.concerns.read(raised)
    assert (concern.line.standing, concern.line.closed_on) == (Standing.CLOSED, TODAY)
    assert [each.kind for each in concern.additions] == [Kind.ANSWERED, Kind.REFERRED, Kind.CLOSED]
    with pytest.raises(Refused) as refused:
        lead.concerns.answer(raised, Answer(closed_on=days(-0)))
    assert set(refused.value.fields) == {"note"}


def test_reopening_says_why(lead: Provider, raised: str) -> None:
    with pytest.raises(Refused, match="not closed"):
        lead.concerns.reopen(raised, "The school rang again.")
    lead.concerns.answer(raised, Answer("Done.", closed_on=TODAY))
    with pytest.raises(Refused) as refused:
        lead.concerns.reopen(raised, "")
    assert set(refused.value.fields) == {"note"}
    lead.concerns.reopen(raised, "The school rang again.")
    concern = lead.concerns.read(raised)
    assert (concern.line.standing, concern.line.closed_on) == (Standing.ACTED, None)
    assert concern.additions[-1].words == "The school rang again."


# ---- the veil


def test_others_learn_that_there_is_one_and_when(
    worker: Provider, somebody: As, ana: str, raised: str
) -> None:
    manager = somebody("Max", Role.MANAGER)
    (seen,) = manager.concerns.of_person(ana)
    assert (seen.id, seen.known_as, seen.mine, seen.unread) == (raised, "Ana", False, True)
    assert manager.concerns.veiled() == (seen,)
    (own,) = worker.concerns.of_person(ana)
    assert own.mine
    with pytest.raises(Refused, match="not among your interventions' people"):
        somebody("Jo", Role.WORKER).concerns.of_person(ana)


def test_a_nickname_in_a_concern_is_veiled_too(worker: Provider, somebody: As) -> None:
    worker.concerns.raise_concern(a_concern(about="Tiny from the canal"))
    assert [one.known_as for one in somebody("Max", Role.MANAGER).concerns.veiled()] == [""]


def test_revealing_takes_a_reason_which_the_lead_reads(
    provider: Provider, somebody: As, lead: Provider, raised: str
) -> None:
    manager = somebody("Max", Role.MANAGER)
    for too_little in ("", "curious"):
        with pytest.raises(Refused):
            manager.concerns.reveal(raised, too_little)
    assert events(provider) == []
    assert manager.concerns.reveal(raised, f" {REASON} ").details.seen == SEEN
    (line,) = lead.concerns.open()
    assert (line.revealed, line.unread, line.standing) == (1, True, Standing.NEW)
    (told,) = lead.concerns.read(raised).additions
    assert (told.by, told.kind, told.words) == ("Max", Kind.REVEALED, REASON)
    assert events(provider) == [
        ("revealed", "Max", {"reason": [None, REASON]}),
        (VIEWED, "Lee", {}),
    ]


def test_every_reading_is_journalled_and_no_word_of_it(
    provider: Provider, worker: Provider, lead: Provider, raised: str
) -> None:
    lead.concerns.read(raised)
    lead.concerns.read(raised)
    worker.concerns.read(raised)
    worker.concerns.add(raised, "A word that stands nowhere else")
    lead.concerns.answer(raised, Answer("Another such word", referred_on=days(0)))
    assert [(action, who) for action, who, _ in events(provider)] == [
        (VIEWED, "Lee"),
        (VIEWED, "Lee"),
        (VIEWED, "Wren"),
    ]
    told = " ".join(str(row["fields"]) for row in stored(provider, "journal"))
    secret = (
        SEEN,
        "Sat with her",
        "Nobody yet",
        "stands nowhere else",
        "Another such",
        "acted on",
        'urgent": [',
    )
    assert [word for word in secret if word in told] == []


def test_the_administrator_sees_nothing_of_it_in_the_journal(provider: Provider, worker: Provider) -> None:
    worker.concerns.raise_concern(a_concern(about="Tiny"))
    entries = acting(provider, Role.ADMINISTRATOR).audit.read(Sought(entity="concern"))
    assert [entry.withheld for entry in entries] == [True]


def test_the_history_of_one_tells_no_word(worker: Provider, raised: str) -> None:
    (entry,) = worker.audit.history("concern", raised)
    assert {name for name, pair in entry.fields.items() if pair is not None} == {
        "person_id",
        "raised_by",
        "raised_at",
        "unread",
    }


# ---- it stays


def test_no_method_deletes_one() -> None:
    named = [name for name in vars(Concerns) if any(w in name for w in ("delete", "remove", "erase", "drop"))]
    assert named == []


@pytest.mark.parametrize("table", ["concern", "concern_addition"])
def test_no_row_of_one_can_be_deleted(provider: Provider, worker: Provider, raised: str, table: str) -> None:
    worker.concerns.add(raised, "More")
    (row,) = stored(provider, table)
    workspace = provider.workspace
    with (
        pytest.raises(TypeError, match="never deleted"),
        workspace.store.writing(workspace.actor.id, workspace.clock) as tx,
    ):
        tx.delete(models.PROVIDER.tables[table], row["id"])
    assert stored(provider, table) == [row]


def test_it_cannot_be_undone_nor_what_it_hangs_on(provider: Provider, boxing: str) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    ana = provider.people.add(a_person("Ana")).id
    provider.concerns.raise_concern(a_concern(ana, session_id=session))
    for entity, why in (
        ("concern", "Only what was recorded of people, sessions and interventions"),
        ("person", "Something was added to it later"),
        ("session", "Something was added to it later"),
    ):
        entry = next(
            e
            for e in provider.audit.read(Sought(entity=entity))
            if e.action == "insert" and e.row in {ana, session, stored(provider, "concern")[0]["id"]}
        )
        assert why in str(provider.audit.why_not(entry.change))
        with pytest.raises(Refused, match=why):
            provider.audit.undo(entry.change)
    assert len(stored(provider, "concern")) == 1


# ---- erasing, keeping, and whoever asks


def test_a_record_with_one_is_erased_only_after_the_lead_s_decision(
    provider: Provider, worker: Provider, lead: Provider, ana: str, raised: str
) -> None:
    worker.concerns.add(raised, "More")
    assert provider.erasure.plan(ana).concern == HELD
    with pytest.raises(Refused, match="designated safeguarding lead decides"):
        provider.erasure.erase(ana, "they_asked", PASSPHRASE)
    with pytest.raises(Refused, match="Close this concern first"):
        lead.concerns.release(raised, "Nothing came of it.")
    lead.concerns.answer(raised, Answer("Nothing came of it.", closed_on=TODAY))
    lead.concerns.release(raised, "Nothing came of it.")
    lead.concerns.keep(raised, "The inquiry asked to keep it.")
    with pytest.raises(Refused, match="designated safeguarding lead decides"):
        provider.erasure.erase(ana, "they_asked", PASSPHRASE)
    lead.concerns.release(raised, "The inquiry is over.")
    plan = provider.erasure.plan(ana)
    assert (plan.concern, plan.rows["concern"], plan.rows["concern_addition"]) == ("", 1, 6)
    provider.erasure.erase(ana, "they_asked", PASSPHRASE)
    assert (stored(provider, "concern"), stored(provider, "concern_addition")) == ([], [])


def test_one_that_is_still_open_forbids_it_beside_one_that_was_let_go(
    provider: Provider, worker: Provider, lead: Provider, ana: str, raised: str
) -> None:
    lead.concerns.answer(raised, Answer("Done.", closed_on=TODAY))
    lead.concerns.release(raised, "Nothing came of it.")
    worker.concerns.raise_concern(a_concern(ana))
    with pytest.raises(Refused, match="designated safeguarding lead decides"):
        provider.erasure.erase(ana, "they_asked", PASSPHRASE)


def test_a_name_in_somebody_else_s_concern_stays_and_is_shown_to_nobody(
    provider: Provider, worker: Provider, lead: Provider, boxing: str, ana: str
) -> None:
    (ben,) = enrolled(provider, boxing, "Ben")
    concern = worker.concerns.raise_concern(a_concern(ana, seen="Ben shouted at her.")).id
    worker.concerns.add(concern, "Ben came back.")
    worker.drafts.keep("concern", "", {"0": {"seen": "Ben was there."}})
    plan = provider.erasure.plan(ben)
    assert plan.concerns == 2
    assert [(one.where, one.sentences) for one in plan.elsewhere] == [
        (
            "Something typed and not saved",
            ("It is veiled: the designated safeguarding lead can read it.",),
        )
    ]
    provider.erasure.erase(ben, "they_asked", PASSPHRASE)
    read = lead.concerns.read(concern)
    assert (read.details.seen, read.additions[0].words) == ("Ben shouted at her.", "Ben came back.")


def test_once_let_go_a_name_is_taken_out_unseen(
    provider: Provider, worker: Provider, lead: Provider, boxing: str, ana: str
) -> None:
    (ben,) = enrolled(provider, boxing, "Ben")
    concern = worker.concerns.raise_concern(a_concern(ana, seen="Ben shouted at her.")).id
    lead.concerns.answer(concern, Answer("A quarrel.", closed_on=TODAY))
    lead.concerns.release(concern, "A quarrel, made up since.")
    plan = provider.erasure.plan(ben)
    assert (plan.concerns, [one.where for one in plan.elsewhere]) == (0, ["A safeguarding concern about Ana"])
    assert "shouted" not in str(plan.elsewhere)
    provider.erasure.erase(ben, "they_asked", PASSPHRASE)
    assert lead.concerns.read(concern).details.seen == "[name removed] shouted at her."


def test_the_retention_queue_holds_the_record(
    provider: Provider, lead: Provider, ana: str, raised: str, clock: Clock
) -> None:
    clock.go(days=365 * 30)
    queue = provider.retention.queue()
    assert [line.person_id for line in queue.due] == []
    (held,) = queue.held
    assert (held.person_id, held.held, held.held_on, held.legally) == (ana, HELD, TODAY, False)
    with pytest.raises(Refused, match="designated safeguarding lead decides"):
        provider.retention.lift(ana)
    provider.retention.hold(ana, "A claim.")
    (held,) = provider.retention.queue().held
    assert (held.held, held.legally) == (f"A claim. {HELD}", True)
    provider.retention.lift(ana)
    lead.concerns.answer(raised, Answer("Done.", closed_on=days(365 * 30)))
    lead.concerns.release(raised, "Nothing came of it.")
    queue = provider.retention.queue()
    assert ([line.person_id for line in queue.due], queue.held) == ([ana], ())


def test_it_is_withheld_from_whoever_asks_and_the_reviewer_is_told(
    provider: Provider, lead: Provider, ana: str, raised: str
) -> None:
    lead.concerns.read(raised)
    provider.concerns.reveal(raised, REASON)
    request = provider.subject_access.note(ana, "Ana herself", TODAY).id
    review = provider.subject_access.review(request)
    assert review.concerns == 1
    assert b"concern" not in review.pack.to_bytes().lower()
    assert REASON.encode() not in review.pack.to_bytes()
    (ben,) = (provider.people.add(a_person("Ben")).id,)
    other = provider.subject_access.note(ben, "Ben himself", TODAY).id
    assert provider.subject_access.review(other).concerns == 0


# ---- home


def test_home_counts_what_is_to_be_read(
    provider: Provider, worker: Provider, somebody: As, raised: str
) -> None:
    manager = somebody("Max", Role.MANAGER)
    home = manager.today.home()
    assert (home.concerns, home.lead) == (1, False)
    assert worker.today.home().concerns == 0
    lead = somebody("Lee", Role.SAFEGUARDING_LEAD)
    home = lead.today.home()
    assert (home.concerns, home.lead) == (1, True)
    lead.concerns.read(raised)
    assert lead.today.home().concerns == manager.today.home().concerns == 0


def test_the_lead_says_later_whom_a_concern_is_about(lead: Provider, provider: Provider, ana: str) -> None:
    unnamed = provider.concerns.raise_concern(a_concern(about="A girl in a red coat")).id
    with pytest.raises(Refused, match="Say why in a sentence"):
        lead.concerns.link(unnamed, ana, "Her")
    with pytest.raises(Refused, match="not here any more"):
        lead.concerns.link(unnamed, new_id(), REASON)
    lead.concerns.link(unnamed, ana, REASON)
    concern = lead.concerns.read(unnamed)
    assert (concern.line.person_id, concern.line.about) == (ana, "Ana")
    assert concern.details.about == "A girl in a red coat", "what was written on the day stays"
    assert [(each.kind, each.words) for each in concern.additions] == [(Kind.LINKED, REASON)]
    assert [one.id for one in lead.concerns.of_person(ana)] == [unnamed]
    with pytest.raises(Refused, match=HELD):
        acting(provider, Role.MANAGER).erasure.erase(ana, "they_asked", PASSPHRASE)


def test_a_concern_is_linked_once(lead: Provider, raised: str, ana: str, provider: Provider) -> None:
    ben = provider.people.add(a_person("Ben")).id
    with pytest.raises(Refused, match="linked to the record of Ana already"):
        lead.concerns.link(raised, ben, REASON)
    assert lead.concerns.read(raised).line.person_id == ana


def test_the_journal_tells_that_it_was_linked_and_no_word_of_why(
    lead: Provider, provider: Provider, ana: str
) -> None:
    unnamed = provider.concerns.raise_concern(a_concern(about="A girl in a red coat")).id
    lead.concerns.link(unnamed, ana, REASON)
    told = [row for row in stored(provider, "journal") if row["action"] == "linked to a record"]
    assert [(row["entity"], row["row"], row["subject"]) for row in told] == [("concern", unnamed, ana)]
    assert REASON not in str(stored(provider, "journal"))
    assert "red coat" not in str(stored(provider, "journal"))
