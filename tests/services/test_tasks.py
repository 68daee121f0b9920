"""What is to be done: by whom, until when, and for whose eyes."""

from dataclasses import replace

import pytest

from tests.builders import TODAY, a_person, an_intervention, days, enrolled
from vrp_desktop.db.queries import users
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.tasks import TaskDetails, said_gently
from vrp_desktop.services.provider import Provider

LONG = "Zoë’s nan 📞 اتصل " * 6_000
"""More than a hundred thousand characters."""


@pytest.fixture
def me(provider: Provider) -> str:
    return provider.workspace.actor.id


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def worker(provider: Provider, boxing: str) -> Provider:
    """A worker of boxing."""
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    provider.assignments.assign(actor.id, (boxing,))
    return Provider(replace(workspace, actor=actor))


def words(lines: object) -> list[str]:
    return [line.words for line in lines]  # type: ignore[attr-defined] # lines of tasks


def test_what_is_overdue_comes_first_and_what_is_done_goes(provider: Provider, me: str) -> None:
    for text, due in (("Some day", None), ("Next week", days(7)), ("Today", TODAY), ("Late", days(-3))):
        saved = provider.tasks.add(TaskDetails(text, me, due))
        assert saved.changes.touch(Topic.TASKS)
    lines = provider.tasks.mine()
    assert words(lines) == ["Late", "Today", "Next week", "Some day"]
    assert [line.due_words(TODAY) for line in lines] == [
        "3 days overdue",
        "Today",
        "By 29 November",
        "",
    ]
    assert [line.overdue(TODAY) for line in lines] == [True, False, False, False]
    provider.tasks.done(lines[0].id)
    assert words(provider.tasks.mine()) == ["Today", "Next week", "Some day"]
    provider.tasks.not_done(lines[0].id)
    assert words(provider.tasks.mine(limit=1)) == ["Late"]


def test_a_day_that_has_passed_is_allowed_and_said_gently(provider: Provider, me: str) -> None:
    provider.tasks.add(TaskDetails("Ring", me, days(-1)))
    assert "overdue" in said_gently(days(-1), TODAY)
    assert said_gently(TODAY, TODAY) == said_gently(None, TODAY) == ""


def test_nothing_is_done_in_the_future(provider: Provider, me: str) -> None:
    task = provider.tasks.add(TaskDetails("Ring", me)).id
    with pytest.raises(Refused, match="23 November 2026 has not come yet"):
        provider.tasks.done(task, days(1))
    provider.tasks.done(task, days(-1))
    assert provider.tasks.mine() == ()


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_task_without_words_is_refused(provider: Provider, me: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        provider.tasks.add(TaskDetails(text, me))
    assert set(refused.value.fields) == {"words"}


def test_long_words_in_any_script_are_kept_whole(provider: Provider, me: str) -> None:
    provider.tasks.add(TaskDetails(LONG, me))
    assert words(provider.tasks.mine()) == [LONG.strip()]


def test_somebody_who_has_left_is_given_nothing_more(
    provider: Provider, worker: Provider, boxing: str, me: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    gone = worker.workspace.actor.id
    task = provider.tasks.add(TaskDetails("Ring", gone, person_id=ana)).id
    with provider.workspace.store.writing(me, provider.workspace.clock) as tx:
        users.leave(tx, gone)
    assert gone not in [user.id for user in provider.tasks.owners()]
    with pytest.raises(Refused, match="Wren cannot be given"):
        provider.tasks.add(TaskDetails("Ring again", gone))
    assert provider.tasks.of_person(ana)[0].owner == "Wren (has left)"
    provider.tasks.change(task, TaskDetails("Ring her nan", gone, person_id=ana))
    provider.tasks.change(task, TaskDetails("Ring her nan", me, person_id=ana))
    assert provider.tasks.of_person(ana)[0].owner == "Sam Okafor"
    with pytest.raises(Refused, match="Wren cannot be given"):
        provider.tasks.change(task, TaskDetails("Ring her nan", gone, person_id=ana))
    with pytest.raises(Refused, match="That person cannot"):
        provider.tasks.add(TaskDetails("Ring", "nobody"))


def test_a_person_s_tasks_are_shown_open_ones_first(provider: Provider, boxing: str, me: str) -> None:
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    first, second, third = (
        provider.tasks.add(TaskDetails(text, me, person_id=ana)).id for text in ("One", "Two", "Three")
    )
    provider.tasks.add(TaskDetails("Another's", me, person_id=ben))
    provider.tasks.done(first, days(-1))
    provider.tasks.done(second)
    assert words(provider.tasks.of_person(ana)) == ["Three", "Two", "One"]
    assert {line.about for line in provider.tasks.mine()} == {"Ana", "Ben"}
    provider.tasks.remove(third)
    assert words(provider.tasks.of_person(ana)) == ["Two", "One"]


def test_whom_a_task_is_about_is_named_to_those_who_see_them(
    provider: Provider, worker: Provider, boxing: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    zed = provider.people.add(a_person("Zed")).id
    wren = worker.workspace.actor.id
    own = provider.tasks.add(TaskDetails("Ring", wren, person_id=ana)).id
    other = provider.tasks.add(TaskDetails("Post a letter", wren, person_id=zed)).id
    assert [(line.words, line.person_id, line.about) for line in worker.tasks.mine()] == [
        ("Ring", ana, "Ana"),
        ("Post a letter", None, ""),
    ]
    worker.tasks.change(other, TaskDetails("Post the letter", wren))
    assert [line.words for line in provider.tasks.of_person(zed)] == ["Post the letter"]
    worker.tasks.done(other)
    worker.tasks.done(own)
    with pytest.raises(Refused, match="not among your interventions"):
        worker.tasks.of_person(zed)
    with pytest.raises(Refused, match="not among your interventions"):
        worker.tasks.add(TaskDetails("Ring Zed", wren, person_id=zed))
    with pytest.raises(Refused, match="not among your interventions"):
        worker.tasks.change(own, TaskDetails("Ring Zed", wren, person_id=zed))


def test_somebody_else_s_task_about_nobody_of_mine_is_not_mine_to_change(
    provider: Provider, worker: Provider, boxing: str, me: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    zed = provider.people.add(a_person("Zed")).id
    theirs = [provider.tasks.add(TaskDetails("Ring", me, person_id=who)).id for who in (None, zed)]
    for task in theirs:
        for attempt in (worker.tasks.done, worker.tasks.not_done, worker.tasks.remove):
            with pytest.raises(Refused, match="somebody else’s"):
                attempt(task)
    worker.tasks.done(provider.tasks.add(TaskDetails("Ring", me, person_id=ana)).id)
    worker.tasks.change(
        worker.tasks.add(TaskDetails("For Sam", me)).id, TaskDetails("For Sam, soon", me, TODAY)
    )
