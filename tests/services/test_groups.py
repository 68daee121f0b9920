"""Groups: their regulars, with the days on which they joined and left."""

from dataclasses import replace

import pytest

from tests.builders import TODAY, Clock, a_person, a_session, an_intervention, days, enrolled
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import GroupDetails, Member
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def group(provider: Provider, boxing: str) -> str:
    return provider.groups.add(GroupDetails(boxing, " Tuesday boxing ")).id


def names(members: tuple[Member, ...]) -> list[str]:
    return [member.known_as for member in members]


def now(provider: Provider, group: str) -> list[str]:
    return [one.known_as for one in provider.groups.members(group) if one.on(TODAY)]


def test_a_group_is_listed_with_how_many_belong_to_it(provider: Provider, boxing: str) -> None:
    people = enrolled(provider, boxing, "Ana", "Ben")
    group = provider.groups.add(GroupDetails(boxing, " Tuesday boxing ", closed=True), people).id
    (line,) = provider.groups.all(boxing)
    assert (line.id, line.details.name, line.details.closed, line.members) == (
        group,
        "Tuesday boxing",
        True,
        2,
    )
    assert line.intervention == "Northside Boxing"
    assert provider.groups.get(group).details == GroupDetails(boxing, "Tuesday boxing", closed=True)


def test_a_name_is_asked_for_and_is_not_there_twice(provider: Provider, boxing: str, group: str) -> None:
    for name in (" ", "tuesday BOXING"):
        with pytest.raises(Refused) as refused:
            provider.groups.add(GroupDetails(boxing, name))
        assert refused.value.fields.keys() == {"name"}
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    provider.groups.add(GroupDetails(art, "Tuesday boxing"))
    provider.groups.end(group)
    provider.groups.add(GroupDetails(boxing, "Tuesday boxing"))


def test_who_left_still_belongs_to_an_earlier_register(
    provider: Provider, boxing: str, group: str, clock: Clock
) -> None:
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    provider.groups.join(group, ana)
    before = provider.sessions.log(a_session(boxing, group_id=group)).id
    clock.go(days=7)
    provider.groups.leave(group, ana)
    provider.groups.join(group, ben)
    after = provider.sessions.log(a_session(boxing, days(7), group_id=group)).id
    usual = [
        [row.known_as for row in provider.registers.read(session).rows if row.regular]
        for session in (before, after)
    ]
    assert usual == [["Ana"], ["Ben"]]
    assert [(one.known_as, one.joined_on, one.left_on) for one in provider.groups.members(group)] == [
        ("Ben", days(7), None),
        ("Ana", TODAY, days(6)),
    ]


def test_who_comes_back_belongs_to_it_a_second_time(
    provider: Provider, boxing: str, group: str, clock: Clock
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    provider.groups.join(group, ana)
    provider.groups.join(group, ana)
    clock.go(days=7)
    provider.groups.leave(group, ana)
    clock.go(days=7)
    provider.groups.join(group, ana)
    assert [(one.joined_on, one.left_on) for one in provider.groups.members(group)] == [
        (days(14), None),
        (TODAY, days(6)),
    ]
    (line,) = provider.groups.all()
    assert line.members == 1


def test_who_was_added_by_mistake_leaves_no_trace(provider: Provider, boxing: str, group: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    provider.groups.join(group, ana)
    provider.groups.leave(group, ana)
    assert provider.groups.members(group) == ()
    with pytest.raises(Refused, match="do not belong"):
        provider.groups.leave(group, ana)


def test_the_whole_list_at_once(provider: Provider, boxing: str, group: str, clock: Clock) -> None:
    ana, ben, cas = enrolled(provider, boxing, "Ana", "Ben", "Cas")
    provider.groups.set_members(group, (ana, ben, ana))
    clock.go(days=1)
    provider.groups.change(group, GroupDetails(boxing, "Wednesday boxing"), (ben, cas))
    assert [one.known_as for one in provider.groups.members(group) if one.on(days(1))] == ["Ben", "Cas"]
    provider.groups.change(group, GroupDetails(boxing, "Boxing"))
    assert len(provider.groups.members(group)) == 3
    with pytest.raises(Refused):
        provider.groups.set_members(group, (ana, "nobody"))
    assert [one.known_as for one in provider.groups.members(group) if one.on(days(1))] == ["Ben", "Cas"]


def test_a_member_who_is_not_enrolled_says_so(provider: Provider, boxing: str, group: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    zed = provider.people.add(a_person("Zed")).id
    provider.groups.set_members(group, (ana, zed))
    assert [(one.known_as, one.enrolled) for one in provider.groups.members(group)] == [
        ("Ana", True),
        ("Zed", False),
    ]
    assert not provider.groups.as_member(boxing, zed).enrolled


def test_regulars_are_suggested(provider: Provider, boxing: str, group: str) -> None:
    ana, ben, cas = enrolled(provider, boxing, "Ana", "Ben", "Cas")
    zed = provider.people.add(a_person("Zed")).id
    came = {-35: ben, -28: ana, -21: ana, -14: zed, -7: cas}
    for day, person in came.items():
        session = provider.sessions.log(a_session(boxing, days(day))).id
        provider.registers.mark(session, person, Mark.ABSENT if person == cas else Mark.PRESENT)
    assert names(provider.groups.enrolled(boxing)) == ["Ana", "Ben", "Cas"]
    lately = provider.groups.came_lately(boxing)
    assert [(one.known_as, one.enrolled) for one in lately] == [("Ana", True), ("Zed", False)]
    assert provider.groups.came_lately(boxing, group) == ()


def test_a_group_stays_in_its_intervention(provider: Provider, boxing: str, group: str) -> None:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    details = replace(provider.groups.get(group).details, intervention_id=art, name="Art")
    provider.groups.change(group, details)
    assert provider.groups.get(group).details == GroupDetails(boxing, "Art")
