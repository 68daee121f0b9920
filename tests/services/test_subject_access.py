"""Everything held about somebody, given to them without the names of others."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import (
    PASSPHRASE,
    TODAY,
    USER,
    a_goal,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
    noted,
)
from tests.reports import programs
from vrp_desktop.domain import codes
from vrp_desktop.domain.consent import Conversation, NoticeDetails
from vrp_desktop.domain.documents import DocumentDetails
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.findings import FindingDetails
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.onward import OnwardDetails
from vrp_desktop.domain.outcomes import Instrument, Stage, StepDetails
from vrp_desktop.domain.pauses import PauseDetails
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.services.provider import Provider

QUARTER = Quarter.of(TODAY).previous
AREA = "individual.mental_health"
TRUST = "protective.individual.relationships_with_a_trusted_adult"
TRUST_WORDS = "Relationships with a trusted adult"


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider, boxing: str, tmp_path: Path) -> str:
    """A child with a bit of everything, in whose record others are named."""
    ben = provider.people.add(a_person("Ben", given_name="Benjamin", family_name="Okonkwo")).id
    details = a_person(
        "Ana", given_name="Anna", family_name="Kowalska", birth_date=date(2011, 5, 4), district="leeds",
        trusts="Her nan, and Ben",
    )  # fmt: skip
    person_id = provider.people.add(details).id
    provider.people.change(person_id, replace(details, enjoys="Boxing with Benjamin Okonkwo"))
    for one in (person_id, ben):
        provider.enrolments.add(one, boxing, an_enrolment(days(-150), focus_areas=(AREA,)))
    (journey,) = provider.enrolments.of_person(person_id)
    goal = provider.outcomes.set_goal(journey.id, a_goal("To sleep, like Ben does", factor=TRUST)).id
    provider.outcomes.record(journey.id, Instrument.GOAL, goal, Stage.BEFORE, TODAY, 3, "Ben sleeps more")
    provider.outcomes.add_step(goal, StepDetails("Ask Ben how", "self", days(7)))
    provider.findings.note(
        person_id, FindingDetails(TRUST, "growing", days(-2), "own_words", "sure", "Ben and my nan")
    )
    together = provider.sessions.log(a_session(boxing, days(-70), note="Ana led. Ben followed.")).id
    quiet = provider.sessions.log(a_session(boxing, days(-60), note="Everybody was tired.")).id
    alone = provider.sessions.log(a_session(boxing, days(-50), note="A long talk about home.")).id
    for session_id in (together, quiet):
        noted(provider, session_id, person_id, Mark.PRESENT, "Came with Ben")
        noted(provider, session_id, ben, Mark.PRESENT, "Secret of somebody else")
    provider.registers.mark(alone, person_id, Mark.LATE)
    provider.returns.prepare(boxing, QUARTER, tmp_path / "sent", final=True)
    provider.retention.hold(person_id, "Privileged advice")
    provider.groups.add(GroupDetails(boxing, "Ben’s boxers"), (person_id,))
    return person_id


@pytest.fixture
def request_id(provider: Provider, ana: str) -> str:
    return provider.subject_access.note(ana, "Ana Kowalska's mother", days(-3)).id


def rows_of(data: dict[str, Any], name: str) -> list[dict[str, str]]:
    (section,) = [one for one in data["sections"] if one["name"] == name]
    return list(section["rows"])


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def test_a_request_is_noted_and_is_owed_within_a_month(provider: Provider, ana: str) -> None:
    with pytest.raises(Refused) as refused:
        provider.subject_access.note(ana, " ", None)
    assert set(refused.value.fields) == {"asked_by", "asked_on"}
    with pytest.raises(Refused) as refused:
        provider.subject_access.note(ana, "Ana", days(1))
    assert set(refused.value.fields) == {"asked_on"}
    provider.subject_access.note(ana, "Ana", date(2026, 10, 31))
    (asked,) = provider.subject_access.requests()
    assert (asked.known_as, asked.due_on, asked.given_on) == ("Ana", date(2026, 11, 30), None)


def test_pauses_referrals_onward_and_what_was_to_be_done_are_in_it(
    provider: Provider, ana: str, request_id: str, tmp_path: Path
) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    me = provider.workspace.actor.id
    provider.enrolments.change(
        journey.id, replace(journey.details, referral_reason="Fell out with Ben", key_worker_id=me)
    )
    provider.enrolments.pause(journey.id, PauseDetails(days(-20), days(-10), "Stayed with Ben"))
    onward = OnwardDetails("housing", days(-5), "Ben’s hostel", "A flat", "taken_up", days(-2))
    provider.enrolments.refer_on(journey.id, onward)
    task = provider.tasks.add(TaskDetails("Ring Ben", me, days(3), ana)).id
    provider.tasks.done(task)
    written = provider.subject_access.write(request_id, tmp_path / "out", PASSPHRASE)
    data = read(written.data)
    assert [row["Why they were referred"] for row in rows_of(data, "journeys")] == [
        "Fell out with [name removed]"
    ]
    told = [row for name in ("pauses", "onward", "tasks") for row in rows_of(data, name)]
    assert [list(row.values())[-4:] for row in told] == [
        ["Northside Boxing", "2 November 2026", "12 November 2026", "Stayed with [name removed]"],
        [
            "Housing: [name removed] hostel",
            "17 November 2026",
            "A flat",
            "Taken up, 20 November 2026",
        ],
        ["Ring [name removed]", "25 November 2026", "22 November 2026"],
    ]
    assert USER not in json.dumps(data["sections"])
    assert me not in json.dumps(data["sections"])


def test_everything_about_them_is_in_it(provider: Provider, request_id: str, tmp_path: Path) -> None:
    written = provider.subject_access.write(request_id, tmp_path / "out", PASSPHRASE)
    data = read(written.data)
    record = {row["What"]: row["Answer"] for row in rows_of(data, "record")}
    assert record["Family name"] == "Kowalska"
    assert record["Birth date"] == "4 May 2011"
    assert record["Lives in"] == "Leeds"
    (journey,) = rows_of(data, "journeys")
    assert "School" in journey["What happened"]
    assert [(row["Register"], row["Note"]) for row in rows_of(data, "sessions")] == [
        ("Late", "A long talk about home."),
        ("Present", "Came with [name removed]"),
        ("Present", "Came with [name removed]\nAna led. [name removed] followed."),
    ]
    (goal,) = rows_of(data, "goals")
    assert goal["Goal"] == "To sleep, like [name removed] does"
    (group,) = rows_of(data, "groups")
    assert (group["Group"], group["Intervention"], group["Until"]) == (
        "[name removed] boxers",
        "Northside Boxing",
        "",
    )
    (step,) = rows_of(data, "steps")
    assert (step["Where"], step["What was said"]) == ("3 of 10", "[name removed] sleeps more")
    assert goal["Strength it builds"] == TRUST_WORDS
    assert rows_of(data, "goal_steps") == [
        {
            "Goal": goal["Goal"],
            "Step": "Ask [name removed] how",
            "Whose": "Theirs",
            "Until": "29 November 2026",
            "Done": "",
        }
    ]
    assert rows_of(data, "findings") == [
        {
            "Day": "20 November 2026",
            "Strength or need": TRUST_WORDS,
            "How it stood": "Growing",
            "How we know": "They said so, Sure",
            "Words": "[name removed] and my nan",
        }
    ]
    (returned,) = rows_of(data, "returns")
    assert returned["Return"] == f"Northside Boxing, {QUARTER.label}"
    keeping = [(row["What"], row["Why, or by whom"]) for row in rows_of(data, "keeping")]
    assert keeping == [
        ("Under a legal hold", "Ask us for the reason."),
        ("Asked what is held", "Ana Kowalska's mother"),
    ]
    journal = rows_of(data, "journal")
    assert journal[0]["What"] == "The record: added"
    assert {row["Who"] for row in journal} == {"Administrator, Manager, Worker"}
    changes = [row["From and to"] for row in journal]
    assert "Enjoys: Boxing with [name removed]" in changes
    assert codes.label("focus_area", AREA) in changes
    (seen,) = [row for row in journal if row["What"] == "A strength or a need: added"]
    assert seen["From and to"] == (
        f"Code: {TRUST_WORDS}\nStanding: Growing\nSeen on: 20 November 2026\nSource: They said so\n"
        "Certainty: Sure\nWords: [name removed] and my nan"
    )
    assert "Birth date: 4 May 2011\nLives in: Leeds" in changes[0]


def test_nobody_else_is_in_it(provider: Provider, request_id: str, tmp_path: Path) -> None:
    written = provider.subject_access.write(request_id, tmp_path / "out", PASSPHRASE)
    said = written.data.read_text(encoding="utf-8")
    for secret in ("Ben", "Okonkwo", "Secret", "Everybody was tired", USER, "Privileged advice"):
        assert secret not in said, secret
    assert "Anna" in said
    paper = programs.run(programs.needed("pdftotext"), "-layout", str(written.pdf), "-")
    for secret in ("Ben", "Okonkwo", "Secret", "Everybody was tired", USER, "Privileged advice"):
        assert secret not in paper, secret
    assert "A long talk about home." in paper
    assert written.removed == read(written.data)["names_removed"] > 5


def test_each_name_is_offered_with_its_sentence_and_can_stay(
    provider: Provider, request_id: str, tmp_path: Path
) -> None:
    review = provider.subject_access.review(request_id)
    with provider.workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        assert tx.rows(select(journal).where(journal.c.action == "viewed"))
    (trusts,) = [one for one in review.offers if one.where == "Their record: Trusts"]
    assert (trusts.name, trusts.sentence) == ("Ben", "Her nan, and Ben")
    written = provider.subject_access.write(request_id, tmp_path, PASSPHRASE, lifted=[trusts.key])
    record = {row["What"]: row["Answer"] for row in rows_of(read(written.data), "record")}
    assert record["Trusts"] == "Her nan, and Ben"
    assert record["Enjoys"] == "Boxing with [name removed]"
    assert written.removed == len(review.offers) - 1


def test_a_text_that_was_changed_meanwhile_is_redacted_again(
    provider: Provider, ana: str, request_id: str, tmp_path: Path
) -> None:
    lifted = [one.key for one in provider.subject_access.review(request_id).offers]
    provider.people.change(ana, replace(provider.people.get(ana).details, trusts="Nobody but Ben"))
    written = provider.subject_access.write(request_id, tmp_path, PASSPHRASE, lifted=lifted)
    record = {row["What"]: row["Answer"] for row in rows_of(read(written.data), "record")}
    assert record["Trusts"] == "Nobody but [name removed]"
    assert record["Enjoys"] == "Boxing with Benjamin Okonkwo"


def test_that_it_was_given_is_kept_with_its_digest_and_journalled(
    provider: Provider, ana: str, request_id: str, tmp_path: Path
) -> None:
    written = provider.subject_access.write(request_id, tmp_path, PASSPHRASE)
    (asked,) = provider.subject_access.requests()
    assert (asked.given_on, asked.pack_digest) == (TODAY, written.digest)
    assert written.digest == sha256(written.data.read_bytes()).hexdigest()
    with provider.workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        (told,) = tx.rows(
            select(journal).where(journal.c.entity == "subject_access", journal.c.action == "exported")
        )
    assert (told["entity"], told["row"], told["subject"]) == ("subject_access", request_id, ana)
    assert told["fields"]["digest"] == [None, written.digest]
    again = provider.subject_access.write(request_id, tmp_path, PASSPHRASE)
    assert again.pdf != written.pdf
    assert written.pdf.exists()


def test_without_the_passphrase_or_the_role_nothing_is_written(
    provider: Provider, request_id: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        provider.subject_access.write(request_id, tmp_path / "out", "not my passphrase")
    assert "passphrase" in refused.value.fields
    with pytest.raises(Refused, match="Your role"):
        acting(provider, Role.WORKER).subject_access.write(request_id, tmp_path / "out", PASSPHRASE)
    assert not (tmp_path / "out").exists()
    assert provider.subject_access.requests()[0].given_on is None


def test_a_folder_that_cannot_be_written_leaves_nothing_noted(
    provider: Provider, request_id: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Trouble):
        provider.subject_access.write(request_id, tmp_path / "file", PASSPHRASE)
    assert provider.subject_access.requests()[0].given_on is None


def test_the_pdf_can_be_read_aloud_and_loses_no_word_of_a_long_note(
    provider: Provider, ana: str, boxing: str, request_id: str, tmp_path: Path
) -> None:
    words = [f"word{number}" for number in range(2500)]
    evening = provider.sessions.log(a_session(boxing, days(-1))).id
    noted(provider, evening, ana, Mark.PRESENT, " ".join(words))
    written = provider.subject_access.write(request_id, tmp_path, PASSPHRASE)
    said = programs.run(programs.needed("pdfinfo"), str(written.pdf))
    assert "Tagged:          yes" in said
    assert "What we hold about Ana" in said
    assert "No syntax or stream encoding errors" in programs.run(
        programs.needed("qpdf"), "--check", str(written.pdf)
    )
    tables = programs.tables_of(written.pdf)
    sessions = next(table for table in tables if table.heading == "Sessions")
    assert sessions.texts[0] == ["Day", "Session", "Place", "Register", "Note"]
    notes = " ".join(row[4] for row in sessions.texts[1:])
    assert [word for word in words if word not in notes] == []
    text = programs.run(programs.needed("pdftotext"), str(written.pdf), "-")
    assert [word for word in words if word not in text] == []


def test_consents_notices_and_documents_are_in_it(
    provider: Provider, request_id: str, tmp_path: Path
) -> None:
    ana = next(one.person_id for one in provider.subject_access.requests())
    said = Conversation(
        days(-9), "carer", "spoken", {"share": True, "contact": False}, "Ben’s mother", days(9)
    )
    provider.consents.answer(ana, said)
    share = next(one for one in provider.consents.read(ana).answers if one.kind == "share")
    provider.consents.withdraw(share.id, days(-1), "self")
    provider.consents.tell(ana, NoticeDetails(days(-9), "self", "older", "interpreter", "Asked about Ben"))
    provider.documents.add(ana, DocumentDetails("Letter about Ben", "letter", days(-2)), b"A letter.")
    written = provider.subject_access.write(request_id, tmp_path / "out", PASSPHRASE)
    data = read(written.data)
    assert [list(row.values())[-5:] for row in rows_of(data, "consents")] == [
        [
            "To be contacted afterwards",
            "No",
            "13 November 2026",
            "[name removed] mother (a carer), in a conversation",
            "",
        ],
        [
            "To share what we know with other services",
            "Yes, until 1 December 2026; withdrawn 21 November 2026",
            "13 November 2026",
            "[name removed] mother (a carer), in a conversation",
            "",
        ],
    ]
    (told,) = rows_of(data, "notices")
    assert (told["Who was told"], told["Note"]) == (
        "The child or young adult, who understands it",
        "Asked about [name removed]",
    )
    (document,) = rows_of(data, "documents")
    assert [document[name] for name in ("Name", "Kind", "Type", "Size")] == [
        "Letter about [name removed]",
        "Letter or e-mail",
        "plain text",
        "9 bytes",
    ]
    journal = "\n".join(row["From and to"] for row in rows_of(data, "journal"))
    assert "Given by: A carer or guardian" in journal
    assert "A letter." not in written.data.read_text("utf-8")
