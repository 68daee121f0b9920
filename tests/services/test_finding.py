"""The names held in memory: always those of the people one may see now, and none once it is locked."""

import gc
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import (
    PASSPHRASE,
    Clock,
    a_person,
    a_session,
    an_enrolment,
    an_intervention,
    enrolled,
)
from vrp_desktop.db.journal import in_utc
from vrp_desktop.db.models import person
from vrp_desktop.db.queries import assignments, users
from vrp_desktop.db.queries.people import found as found_lines
from vrp_desktop.db.queries.people import values_of
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.finding import Match, NameIndex
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider

REASON = "Her mother called about tonight."


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def art(provider: Provider) -> str:
    return provider.interventions.add(an_intervention("ART-1", name="Art Room")).id


@pytest.fixture
def worker(provider: Provider, boxing: str) -> Provider:
    """A worker of boxing, who has looked for somebody already."""
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    provider.assignments.assign(actor.id, (boxing,))
    worker = Provider(replace(workspace, actor=actor))
    assert found(worker, "a") == []
    return worker


def found(provider: Provider, text: str) -> list[str]:
    """Who is found; "~" before those whose name only sounds like it."""
    return [f"~{p.known_as}" if p.sounds_like else p.known_as for p in provider.people.search(text)]


def read(provider: Provider) -> NameIndex:
    """The index as it stands: the same object for as long as it was not read anew."""
    index = provider.people._names._index
    assert index is not None
    return index


def test_somebody_written_by_another_service_is_found_at_once(provider: Provider, boxing: str) -> None:
    assert found(provider, "a") == []
    index = read(provider)
    session = provider.sessions.log(a_session(boxing)).id
    provider.registers.add_newcomer(session, "Aron", 12)
    ana = provider.people.add(a_person("Ana")).id
    assert found(provider, "a") == ["Ana", "Aron"]
    provider.people.change(ana, a_person("Zoë", family_name="Adams"))
    assert found(provider, "a") == ["Aron", "Zoë"]
    provider.audit.undo(provider.audit.read()[0].change)
    assert found(provider, "a") == ["Ana", "Aron"]
    assert read(provider) is index


def test_somebody_erased_is_gone_at_once_and_from_the_memory(provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    provider.people.add(a_person("Anna"))
    assert found(provider, "ana") == ["Ana", "~Anna"]
    provider.erasure.erase(ana, "they_asked", PASSPHRASE)
    assert found(provider, "ana") == ["~Anna"]
    assert ana not in read(provider).ids


def test_what_was_not_committed_is_not_found(provider: Provider) -> None:
    assert found(provider, "ana") == []
    workspace = provider.workspace
    index = read(provider)

    def fail() -> None:
        with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
            assignments.grant(tx, workspace.actor.id, new_id(), in_utc(workspace.clock()))

    with pytest.raises(Exception, match="FOREIGN KEY"):
        fail()
    assert found(provider, "ana") == []
    assert read(provider) is index


def test_a_mark_reads_no_name_again(provider: Provider, worker: Provider, boxing: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    session = provider.sessions.log(a_session(boxing)).id
    assert found(worker, "ana") == found(provider, "ana") == ["Ana"]
    provider.registers.mark(session, ana, Mark.PRESENT)
    for one in (worker, provider):
        watch = one.people._names._watch
        assert watch is not None
        assert watch.take() == {}


def test_many_at_once_are_read_anew(provider: Provider) -> None:
    assert found(provider, "child") == []
    index = read(provider)
    workspace = provider.workspace
    rows = [{**values_of(a_person(f"Child {number}")), "added_on": workspace.today} for number in range(600)]
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        tx.insert_many(person, rows)
    assert len(provider.people.search("child", 1_000)) == 600
    assert read(provider) is not index


def test_a_worker_finds_whoever_comes_into_their_interventions_and_nobody_who_left_them(
    provider: Provider, worker: Provider, boxing: str, art: str
) -> None:
    (zed,) = enrolled(provider, art, "Zed Ana")
    assert found(worker, "ana") == []
    provider.enrolments.add(zed, boxing, an_enrolment())
    assert found(worker, "ana") == ["Zed Ana"]
    provider.assignments.assign(worker.workspace.actor.id, (art,))
    assert found(worker, "ana") == ["Zed Ana"]
    provider.assignments.assign(worker.workspace.actor.id, ())
    assert found(worker, "ana") == []
    assert read(worker).ids == set()


def test_the_names_held_are_those_one_may_see_whoever_else_is_written(
    provider: Provider, worker: Provider, boxing: str, art: str
) -> None:
    (ana,), (zed,) = enrolled(provider, boxing, "Ana"), enrolled(provider, art, "Zed")
    fresh = Provider(worker.workspace)
    for one in (worker, fresh):
        assert found(one, "a") == ["Ana"]
        assert read(one).ids == {ana}
    provider.people.change(zed, a_person("Zara"))
    for one in (worker, fresh):
        assert found(one, "a") == ["Ana"]
        assert read(one).ids == {ana}


def test_whoever_leaves_the_scope_or_the_store_while_it_is_searched_has_no_line(
    provider: Provider, worker: Provider, boxing: str, art: str
) -> None:
    """The lines are read after the names were searched: another thread may have written in between."""
    (ana,), (zed,) = enrolled(provider, boxing, "Ana"), enrolled(provider, art, "Zed")
    matches = [Match(zed), Match(new_id()), Match(ana, sounds_like=True)]
    with worker.workspace.store.reading() as tx:
        lines = found_lines(tx, matches, worker.workspace.today, worker.people._scope)
    assert [(line.id, line.sounds_like) for line in lines] == [(ana, True)]


def test_somebody_outside_is_not_even_found_by_their_sound(
    provider: Provider, worker: Provider, boxing: str, art: str
) -> None:
    enrolled(provider, art, "Muhammad")
    enrolled(provider, boxing, "Mohamad")
    assert found(worker, "mohammed") == ["~Mohamad"]
    assert found(provider, "mohammed") == ["~Mohamad", "~Muhammad"]


def test_a_grant_ends_and_begins_by_the_clock(
    provider: Provider, worker: Provider, art: str, clock: Clock
) -> None:
    zed, zara = enrolled(provider, art, "Zed", "Zara")
    worker.assignments.break_glass(zed, REASON)
    workspace = provider.workspace
    begins = clock() + timedelta(hours=30)
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        user = worker.workspace.actor.id
        assignments.grant(tx, user, zara, in_utc(begins), in_utc(begins + timedelta(hours=1)), REASON)
    opened_at = clock()
    assert found(worker, "z") == ["Zed"]
    clock.go(hours=23, minutes=59)
    index = read(worker)
    assert found(worker, "z") == ["Zed"]
    clock.go(minutes=1)
    assert found(worker, "z") == []
    assert zed not in read(worker).ids
    clock.go(hours=6)
    assert found(worker, "z") == ["Zara"]
    clock.go(hours=1)
    assert found(worker, "z") == []
    clock.now = opened_at
    assert found(worker, "z") == ["Zed"]
    clock.go(seconds=-1)
    assert found(worker, "z") == []
    assert read(worker) is index


def test_whoever_adds_a_person_finds_them(worker: Provider) -> None:
    worker.people.add(a_person("Newt"))
    assert found(worker, "new") == ["Newt"]


def test_once_it_is_closed_no_name_is_within_reach(provider: Provider) -> None:
    provider.people.add(a_person("Xylophonia"))
    assert found(provider, "xylo") == ["Xylophonia"]
    provider.people.prepare()
    assert read(provider)
    provider.workspace.close()
    assert provider.people._names._index is None
    gc.collect()
    held = [each for each in gc.get_objects() if isinstance(each, NameIndex)]
    assert not any("xylophonia" in line for index in held for line in index._lines)
    with pytest.raises(Trouble, match="locked or closed"):
        provider.people.search("xylo")
    with pytest.raises(Trouble, match="locked or closed"):
        provider.workspace.store.watch({"person"}, lambda: None)


def test_a_read_that_failed_leaves_nothing_half_known(provider: Provider) -> None:
    """What was written is told once: if it could not be read then, everything is read the next time."""
    provider.people.add(a_person("Ana"))
    assert found(provider, "a") == ["Ana"]
    provider.people.add(a_person("Aron"))
    workspace = provider.workspace
    with workspace.store.reading() as tx:
        pass
    with pytest.raises(Exception, match="closed"):
        provider.people._names.search(tx, "a", 5, None)
    assert found(provider, "a") == ["Ana", "Aron"]
