"""Who is in somebody's life: one link seen from both ends, by those who may."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.builders import (
    PASSPHRASE,
    TODAY,
    Clock,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
)
from vrp_desktop.db import models
from vrp_desktop.db.queries import users
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.network import Link, LinkDetails
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services.provider import Provider

MUM = LinkDetails("parent", "Mum", "07700 900123", True, True, True, "Works nights.")


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider, boxing: str) -> str:
    person = provider.people.add(a_person("Ana", approximate_age=14, approximate_age_on=TODAY)).id
    provider.enrolments.add(person, boxing, an_enrolment())
    return person


@pytest.fixture
def zed(provider: Provider) -> str:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    person = provider.people.add(a_person("Zed", approximate_age=12, approximate_age_on=TODAY)).id
    provider.enrolments.add(person, art, an_enrolment())
    return person


@pytest.fixture
def worker(provider: Provider, boxing: str) -> Provider:
    """A worker of boxing, who sees Ana and not Zed."""
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    provider.assignments.assign(actor.id, (boxing,))
    return Provider(replace(workspace, actor=actor))


def lines(provider: Provider, person_id: str) -> list[tuple[str, str]]:
    return [(one.name, one.words) for one in provider.network.of_person(person_id)]


def only(provider: Provider, person_id: str) -> Link:
    (one,) = provider.network.of_person(person_id)
    return one


def test_a_name_is_enough(provider: Provider, ana: str) -> None:
    provider.network.add(ana, replace(MUM, name="  Mum "))
    one = only(provider, ana)
    assert (one.name, one.words, one.other_id, one.own) == ("Mum", "Parent", None, True)
    assert one.said == "Emergency contact, trusted, lives with them"
    assert one.details == MUM


def test_a_link_stands_on_both_records_turned_round_on_the_other(
    provider: Provider, ana: str, zed: str
) -> None:
    provider.network.add(ana, replace(MUM, relation="sibling", name=""), zed)
    one, other = only(provider, ana), only(provider, zed)
    assert (one.name, one.words, one.age, one.other_id) == ("Zed", "Brother or sister", 12, zed)
    assert (other.name, other.words, other.age, other.other_id) == ("Ana", "Brother or sister", 14, ana)
    assert (other.own, other.lives_with, other.note) == (False, True, "Works nights.")
    assert (other.trusted, other.emergency, other.contact) == (False, False, ""), "that does not turn round"
    provider.people.change(zed, a_person("Zeddy"))
    assert only(provider, ana).name == "Zeddy", "a record's name is the one it has now"


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("parent", "Son or daughter"),
        ("child", "Parent"),
        ("foster_carer", "Child they foster"),
        ("trusted_adult", "Somebody who trusts them"),
    ],
)
def test_the_other_end_has_the_other_word(
    provider: Provider, ana: str, zed: str, relation: str, words: str
) -> None:
    provider.network.add(ana, LinkDetails(relation), zed)
    assert lines(provider, zed) == [("Ana", words)]


def test_who_may_not_see_the_other_record_is_told_what_they_are_and_nothing_of_it(
    provider: Provider, worker: Provider, ana: str, zed: str
) -> None:
    provider.network.add(ana, LinkDetails("sibling", note="Shares a room"), zed)
    provider.network.add(ana, LinkDetails("sibling", "Kit"))
    linked, named = sorted(worker.network.of_person(ana), key=lambda one: one.name, reverse=True)
    assert (linked.name, named.name) == ("Zed", "Kit")
    # Nothing tells the one with a record from the one without.
    assert replace(linked, id="", name="", note="") == replace(named, id="", name="", note="")
    with pytest.raises(Refused) as of_linked:
        worker.network.make_record(linked.id)
    assert "record" in str(of_linked.value)
    assert "Zed" not in str(of_linked.value)


def test_the_other_end_of_a_record_out_of_sight_tells_no_more_than_the_word(
    provider: Provider, worker: Provider, ana: str, zed: str
) -> None:
    provider.network.add(zed, replace(MUM, relation="sibling", name=""), ana)
    one = only(worker, ana)
    assert (one.name, one.words, one.other_id, one.age) == ("Zed", "Brother or sister", None, None)
    assert (one.note, one.contact, one.said, one.own) == ("", "", "", False)
    network = worker.network
    calls: list[Callable[[], object]] = [
        lambda: network.change(one.id, MUM),
        lambda: network.remove(one.id),
        lambda: network.end(one.id, TODAY),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()
    assert only(provider, zed).note == "Works nights."


def test_a_link_needs_both_records_in_sight(worker: Provider, ana: str, zed: str) -> None:
    for person_id, other_id in ((ana, zed), (zed, ana)):
        with pytest.raises(Refused, match="not among your interventions"):
            worker.network.add(person_id, LinkDetails("sibling"), other_id)
    with pytest.raises(Refused, match="not among your interventions"):
        worker.network.of_person(zed)


def test_nobody_is_their_own_brother(provider: Provider, ana: str) -> None:
    with pytest.raises(Refused, match="own record"):
        provider.network.add(ana, LinkDetails("sibling"), ana)
    named = provider.network.add(ana, LinkDetails("sibling", "Ana’s twin")).id
    with pytest.raises(Refused, match="own record"):
        provider.network.link(named, ana)
    with pytest.raises(Refused, match="not here any more"):
        provider.network.add(ana, LinkDetails("sibling"), new_id())


def test_the_same_link_a_second_time_is_refused_from_either_end(
    provider: Provider, ana: str, zed: str
) -> None:
    first = provider.network.add(ana, LinkDetails("parent"), zed).id
    for person_id, relation, other_id in ((ana, "parent", zed), (zed, "child", ana)):
        with pytest.raises(Refused, match="stands there already"):
            provider.network.add(person_id, LinkDetails(relation), other_id)
    provider.network.add(ana, LinkDetails("trusted_adult"), zed)
    provider.network.add(ana, LinkDetails("friend", "Zoë"))
    with pytest.raises(Refused, match="stands there already"):
        provider.network.add(ana, LinkDetails("friend", " zoe"))
    # What has ended may begin again.
    provider.network.end(first, days(-1))
    provider.network.add(ana, LinkDetails("parent"), zed)
    assert [one.ended_on for one in provider.network.of_person(ana)][-1] == days(-1)


def test_it_is_changed_and_ended_and_removed_where_it_was_written(
    provider: Provider, ana: str, zed: str
) -> None:
    link = provider.network.add(ana, LinkDetails("friend"), zed).id
    provider.network.change(link, LinkDetails("sibling", "", "At the club", note="Half-brother"))
    assert (only(provider, ana).words, only(provider, zed).words) == ("Brother or sister",) * 2
    with pytest.raises(Refused, match="not come yet"):
        provider.network.end(link, days(1))
    provider.network.end(link, TODAY)
    assert only(provider, zed).ended_on == TODAY
    provider.network.remove(link)
    assert lines(provider, ana) == lines(provider, zed) == []


def test_a_parent_younger_than_the_child_is_asked_about_and_not_refused(
    provider: Provider, ana: str, zed: str
) -> None:
    (asked,) = provider.network.questions(ana, LinkDetails("parent"), zed)
    assert "Zed is 12" in asked
    provider.network.add(ana, LinkDetails("parent"), zed)
    assert provider.network.questions(ana, LinkDetails("parent", "Mum")) == ()


def test_a_name_becomes_a_record_that_can_take_part(provider: Provider, ana: str, boxing: str) -> None:
    link = provider.network.add(ana, replace(MUM, name="Γεωργία O’Neill 🙂")).id
    carer = provider.network.make_record(link).id
    assert provider.people.get(carer).known_as == "Γεωργία O’Neill 🙂"
    assert only(provider, ana).other_id == carer
    assert lines(provider, carer) == [("Ana", "Son or daughter")]
    provider.enrolments.add(carer, boxing, an_enrolment())
    assert {line.person_id for line in provider.enrolments.lines_of_person(carer)} == {carer}
    with pytest.raises(Refused, match="cannot be joined"):
        provider.network.make_record(link)
    with pytest.raises(Refused, match="cannot be joined"):
        provider.network.link(link, ana)


def test_a_worker_sees_the_record_they_made(worker: Provider, ana: str) -> None:
    carer = worker.network.make_record(worker.network.add(ana, MUM).id).id
    assert worker.people.get(carer).known_as == "Mum"


def test_a_name_is_joined_to_a_record_there_is(provider: Provider, ana: str, zed: str) -> None:
    link = provider.network.add(ana, LinkDetails("sibling", "Her brother")).id
    provider.network.link(link, zed)
    assert lines(provider, zed) == [("Ana", "Brother or sister")]
    assert only(provider, ana).name == "Zed"


def test_trusted_and_emergency_are_those_of_now(provider: Provider, ana: str) -> None:
    provider.network.add(ana, MUM)
    provider.network.add(ana, LinkDetails("friend", "Bo", trusted=True))
    past = provider.network.add(ana, LinkDetails("relative", "Uncle", trusted=True, emergency=True)).id
    provider.network.end(past, TODAY)
    assert [one.name for one in provider.network.trusted(ana)] == ["Mum", "Bo"]
    assert [one.name for one in provider.network.emergency(ana)] == ["Mum"]


def test_a_family_session_begins_with_those_who_have_a_record(
    provider: Provider, ana: str, zed: str, boxing: str
) -> None:
    provider.network.add(zed, LinkDetails("sibling"), ana)
    friend = provider.people.add(a_person("Bo")).id
    provider.network.add(ana, LinkDetails("friend"), friend)
    provider.network.add(ana, MUM)
    family = provider.network.family(ana)
    assert family.people == ((ana, "Ana"), (zed, "Zed"))
    session = provider.sessions.log(a_session(boxing, kind="family")).id
    assert provider.registers.read(session).rows == ()
    provider.registers.expect(session, family.ids)
    provider.registers.expect(session, family.ids)
    assert [(row.known_as, row.mark) for row in provider.registers.read(session).rows] == [
        ("Ana", None),
        ("Zed", None),
    ]


def test_whoever_is_not_one_s_own_is_not_put_into_a_register(
    worker: Provider, provider: Provider, boxing: str, zed: str
) -> None:
    session = provider.sessions.log(a_session(boxing, kind="family")).id
    with pytest.raises(Refused, match="not among your interventions"):
        worker.registers.expect(session, (zed,))


def test_what_is_undone_is_gone_from_both(provider: Provider, ana: str, zed: str) -> None:
    provider.network.add(ana, LinkDetails("sibling"), zed)
    change = provider.audit.read()[0].change
    acting(provider, Role.MANAGER).audit.undo(change)
    assert lines(provider, zed) == []


def test_erasing_the_other_takes_the_line_away_and_nothing_else(
    provider: Provider, ana: str, zed: str, clock: Clock
) -> None:
    provider.network.add(ana, LinkDetails("sibling", note="With Zed"), zed)
    provider.network.add(ana, MUM)
    provider.erasure.erase(zed, "they_asked", PASSPHRASE)
    assert lines(provider, ana) == [("Mum", "Parent")]
    with provider.workspace.store.reading() as tx:
        journal = models.PROVIDER.tables["journal"]
        told = [str(row["fields"]) for row in tx.rows(select(journal.c.fields))]
    assert not any("With Zed" in one for one in told)
