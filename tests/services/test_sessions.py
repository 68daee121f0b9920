"""Sessions: logged, repeated, changed, listed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from tests.builders import TODAY, Clock, a_session, an_intervention, days, enrolled
from vrp_desktop.db.models import regular_group
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal_words import details as journal_details
from vrp_desktop.domain.journal_words import happened
from vrp_desktop.domain.session_kinds import KINDS
from vrp_desktop.domain.sessions import HeadCount, Mark, SessionDetails, Status
from vrp_desktop.services.provider import Provider


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(
        an_intervention(settings=("school", "home"), focus_areas=("individual.mental_health",))
    ).id


def a_group(provider: Provider, intervention_id: str, name: str, ended_on: date | None = None) -> str:
    values = {"intervention_id": intervention_id, "name": name, "closed": False, "ended_on": ended_on}
    with provider.workspace.store.writing(provider.workspace.actor.id, provider.workspace.clock) as tx:
        return tx.insert(regular_group, values)


def test_everything_said_of_a_session_comes_back(provider: Provider, boxing: str) -> None:
    details = SessionDetails(
        boxing,
        TODAY,
        kind="open_access",
        starts_at=time(18, 30),
        minutes=90,
        place="Northside Hall",
        setting="community",
        priorities=("individual", "community"),
        focus_areas=("individual.mental_health", "individual.education"),
        note="Pizza went down well.",
        workers=(provider.workspace.actor.id,),
    )
    assert provider.sessions.get(provider.sessions.log(details).id).details == details


def test_the_first_session_is_suggested_by_the_profile(provider: Provider, boxing: str) -> None:
    assert provider.sessions.like_last(boxing) == SessionDetails(
        boxing,
        TODAY,
        setting="school",
        priorities=("individual", "community"),
        focus_areas=("individual.mental_health",),
        workers=(provider.workspace.actor.id,),
    )


def test_the_next_session_is_suggested_by_the_last_one_that_was_not_cancelled(
    provider: Provider, boxing: str
) -> None:
    last = a_session(
        boxing,
        days(-7),
        kind="one_to_one",
        starts_at=time(17, 0),
        minutes=45,
        place="The Den",
        priorities=("individual",),
        focus_areas=("individual.education",),
        note="Only of that day",
        workers=(provider.workspace.actor.id,),
    )
    provider.sessions.log(a_session(boxing, days(-14), place="Elsewhere"))
    provider.sessions.log(last)
    provider.sessions.log(
        a_session(boxing, days(-1), status=Status.CANCELLED, cancel_reason="weather", place="Rain")
    )
    provider.sessions.log(a_session(boxing, days(7), status=Status.PLANNED, place="Next week"))
    assert provider.sessions.like_last(boxing) == replace(last, held_on=TODAY, note="")
    assert provider.sessions.log(provider.sessions.like_last(boxing)).id


def test_lists_are_the_latest_first_within_their_days(provider: Provider, boxing: str) -> None:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    for day, hour, place in ((-1, 10, "b"), (-1, 18, "a"), (-9, 12, "d"), (-2, 9, "c")):
        provider.sessions.log(a_session(boxing, days(day), starts_at=time(hour), place=place))
    provider.sessions.log(a_session(art, days(-2), place="art"))
    lines = provider.sessions.between(days(-2), days(-1))
    assert [line.place for line in lines] == ["a", "b", "c", "art"]
    assert [line.intervention for line in lines[-2:]] == ["Northside Boxing", "Art Room"]
    assert [line.place for line in provider.sessions.between(days(-9), TODAY, art)] == ["art"]
    assert [line.place for line in provider.sessions.between(days(-9), TODAY, limit=1)] == ["a"]


def test_a_line_counts_who_came_who_is_marked_and_heads(provider: Provider, boxing: str) -> None:
    ana, ben, cas, _ = enrolled(provider, boxing, "Ana", "Ben", "Cas", "Dee")
    session = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark_many(session, {ana: Mark.PRESENT, ben: Mark.LEFT_EARLY, cas: Mark.ABSENT})
    provider.registers.count_heads(session, [HeadCount("10-13", None, 4), HeadCount("14-15", None, 2)])
    (line,) = provider.sessions.between(TODAY, TODAY)
    assert (line.came, line.marked, line.heads) == (2, 3, 6)


def test_a_session_is_cancelled_with_a_reason_and_the_reason_goes_when_it_took_place(
    provider: Provider, boxing: str
) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    details = provider.sessions.get(session).details
    with pytest.raises(Refused) as refused:
        provider.sessions.change(session, replace(details, status=Status.CANCELLED))
    assert set(refused.value.fields) == {"cancel_reason"}
    provider.sessions.change(session, replace(details, status=Status.CANCELLED, cancel_reason="weather"))
    cancelled = provider.sessions.get(session).details
    assert (cancelled.status, cancelled.cancel_reason) == (Status.CANCELLED, "weather")
    provider.sessions.change(session, replace(cancelled, status=Status.DELIVERED))
    assert provider.sessions.get(session).details == details


def test_a_session_somebody_came_to_cannot_be_said_not_to_have_happened(
    provider: Provider, boxing: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    session = provider.sessions.log(a_session(boxing)).id
    cancelled = a_session(boxing, status=Status.CANCELLED, cancel_reason="staff")
    provider.registers.mark(session, ana, Mark.PRESENT)
    provider.registers.count_heads(session, [HeadCount("26+", None, 2)])
    for status in (cancelled, a_session(boxing, status=Status.PLANNED)):
        with pytest.raises(Refused) as refused:
            provider.sessions.change(session, status)
        assert "3 people came" in refused.value.fields["status"]
    provider.registers.mark(session, ana, Mark.EXCUSED)
    provider.registers.count_heads(session, [])
    provider.sessions.change(session, cancelled)
    assert provider.sessions.get(session).details.status is Status.CANCELLED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"held_on": days(1)}, "held_on"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"kind": "party"}, "kind"),
        ({"setting": "moon"}, "setting"),
        ({"priorities": ("police",)}, "priorities"),
        ({"focus_areas": ("individual.education",)}, "focus_areas"),
    ],
)
def test_a_faulty_session_is_refused_beside_its_field(
    provider: Provider, boxing: str, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        provider.sessions.log(a_session(boxing, **fields))  # type: ignore[arg-type] # faulty on purpose
    assert set(refused.value.fields) == {field}
    assert provider.sessions.between(days(-9), days(9)) == ()


def test_what_is_not_there_is_refused(provider: Provider, boxing: str) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    asks: tuple[Callable[[], object], ...] = (
        lambda: provider.sessions.get("none"),
        lambda: provider.registers.read("none"),
        lambda: provider.sessions.change("none", a_session(boxing)),
        lambda: provider.registers.mark("none", "nobody", Mark.PRESENT),
        lambda: provider.registers.mark(session, "nobody", Mark.PRESENT),
        lambda: provider.sessions.log(a_session("nothing")),
        lambda: provider.sessions.change(session, a_session("nothing")),
        lambda: provider.sessions.like_last("nothing"),
    )
    for ask in asks:
        with pytest.raises(Refused, match="is not here any more"):
            ask()


def test_last_week_s_session_is_the_one_to_go_by(provider: Provider, boxing: str) -> None:
    provider.sessions.log(a_session(boxing, days(-7), place="Sundays"))
    provider.sessions.log(a_session(boxing, days(-2), place="Fridays"))
    assert provider.sessions.like_last(boxing).place == "Sundays"
    assert provider.sessions.like(provider.sessions.between(days(-2), days(-2))[0].id).place == "Fridays"


def test_a_session_is_split_with_its_register(provider: Provider, boxing: str) -> None:
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    long = provider.sessions.log(a_session(boxing, starts_at=time(18), minutes=180, note="Long")).id
    provider.registers.mark_many(long, {ana: Mark.PRESENT, ben: Mark.ABSENT})
    provider.registers.count_heads(long, [HeadCount("10-13", None, 4)])
    second = provider.sessions.split(long, 120).id
    first, rest = provider.registers.read(long), provider.registers.read(second)
    assert (first.session.details.minutes, rest.session.details.minutes) == (120, 60)
    assert (rest.session.details.starts_at, rest.session.details.note) == (time(20), "")
    assert [row.mark for row in rest.rows] == [Mark.PRESENT, Mark.ABSENT]
    assert (first.heads, rest.heads) == (4, 0), "nobody is counted twice"
    for minutes in (0, 120, 999):
        with pytest.raises(Refused) as refused:
            provider.sessions.split(long, minutes)
        assert set(refused.value.fields) == {"minutes"}


def test_part_of_an_evening_that_ends_after_midnight_stays_with_it(provider: Provider, boxing: str) -> None:
    late = provider.sessions.log(a_session(boxing, starts_at=time(23), minutes=120)).id
    second = provider.sessions.get(provider.sessions.split(late, 90).id).details
    assert (second.held_on, second.starts_at) == (TODAY, time(0, 30))


def test_detached_work_goes_on_at_another_place(provider: Provider, boxing: str) -> None:
    first = provider.sessions.log(a_session(boxing, kind="outreach", place="The park", weather="rain")).id
    second = provider.sessions.get(provider.sessions.next_place(first, " The chip shop ").id).details
    assert (second.kind, second.place, second.weather) == ("outreach", "The chip shop", "rain")
    assert (second.held_on, second.starts_at, second.setting) == (TODAY, time(19), "detached")
    assert provider.sessions.places(boxing) == ("The chip shop", "The park")
    with pytest.raises(Refused) as refused:
        provider.sessions.next_place(first, "  ")
    assert set(refused.value.fields) == {"place"}


def test_what_a_kind_does_not_ask_for_is_not_kept(provider: Provider, boxing: str) -> None:
    group = provider.sessions.log(a_session(boxing, title="Left over", weather="rain")).id
    details = provider.sessions.get(group).details
    assert (details.title, details.weather) == ("", None)
    course = provider.sessions.log(a_session(boxing, kind="training", title=" Trauma ", weather="rain")).id
    details = provider.sessions.get(course).details
    assert (details.title, details.weather, details.setting) == ("Trauma", None, "community")


def test_it_is_led_by_whoever_logs_it_unless_somebody_else_did(provider: Provider, boxing: str) -> None:
    me = provider.workspace.actor
    session = provider.sessions.log(a_session(boxing)).id
    assert provider.sessions.get(session).details.workers == (me.id,)
    assert provider.sessions.between(TODAY, TODAY)[0].workers == (me.name,)
    assert [user.id for user in provider.sessions.colleagues(boxing)] == [me.id]
    with pytest.raises(Refused) as refused:
        provider.sessions.log(a_session(boxing, workers=("nobody",)))
    assert set(refused.value.fields) == {"workers"}


class TestKinds:
    def test_what_was_led_last_stands_first(self, provider: Provider, boxing: str) -> None:
        provider.sessions.log(a_session(boxing, days(-9), kind="workshop"))
        provider.sessions.log(a_session(boxing, days(-2), kind="outreach"))
        kinds = provider.sessions.kinds()
        assert kinds[:3] == ("outreach", "workshop", "group")
        assert set(kinds) == set(KINDS)

    def test_a_kind_goes_by_its_own_last_session(self, provider: Provider, boxing: str) -> None:
        provider.sessions.log(a_session(boxing, days(-30), kind="one_to_one", minutes=50, place="The Den"))
        provider.sessions.log(a_session(boxing, days(-7), minutes=90))
        again = provider.sessions.like_last(boxing, "one_to_one")
        assert (again.kind, again.minutes, again.place) == ("one_to_one", 50, "The Den")
        first = provider.sessions.like_last(boxing, "online")
        assert (first.kind, first.minutes, first.priorities) == ("online", 60, ("individual", "community"))


class TestMoving:
    def test_what_fits_goes_with_it(self, provider: Provider, boxing: str) -> None:
        art = provider.interventions.add(
            an_intervention(
                "ART-1",
                name="Art Room",
                other_priorities=("society",),
                focus_areas=("individual.education",),
            )
        ).id
        details = a_session(
            boxing,
            priorities=("individual", "community"),
            focus_areas=("individual.mental_health", "individual.education", "community.county_lines"),
        )
        moved = provider.sessions.moved(details, art)
        assert moved.details == replace(
            details,
            intervention_id=art,
            priorities=("individual",),
            focus_areas=("individual.education",),
        )
        assert moved.left_behind == ("“Community”", "“Mental health”", "“County Lines”")
        assert provider.sessions.log(moved.details).id

    def test_a_group_stays_behind_and_is_named(self, provider: Provider, boxing: str) -> None:
        art = provider.interventions.add(an_intervention("ART-1", main_priority="society")).id
        details = a_session(boxing, group_id=a_group(provider, boxing, "Tuesday boxing"))
        moved = provider.sessions.moved(details, art)
        assert moved.left_behind == ("the group “Tuesday boxing”",)
        assert (moved.details.group_id, moved.details.priorities) == (None, ("society",))
        assert provider.sessions.moved(details, boxing).details == details


class TestDoubts:
    def test_an_ordinary_evening_raises_none(self, provider: Provider, boxing: str) -> None:
        assert provider.sessions.doubts(a_session(boxing)) == ()

    def test_a_day_outside_the_intervention_is_asked_about(self, provider: Provider) -> None:
        past = provider.interventions.add(an_intervention(started_on=days(-20), ended_on=days(-10))).id
        (early,) = provider.sessions.doubts(a_session(past, days(-21)))
        (late,) = provider.sessions.doubts(a_session(past))
        assert "began on 2 November 2026" in early
        assert "ended on 12 November 2026" in late
        assert provider.sessions.doubts(a_session(past, days(-20))) == ()
        assert provider.sessions.doubts(a_session(past, days(-10))) == ()

    def test_minutes_that_may_be_hours_are_asked_about(self, provider: Provider, boxing: str) -> None:
        (short,) = provider.sessions.doubts(a_session(boxing, minutes=2))
        (long,) = provider.sessions.doubts(a_session(boxing, minutes=13 * 60 + 30))
        assert "an hour is 60" in short
        assert "13.5 hours" in long
        assert provider.sessions.doubts(a_session(boxing, minutes=10)) == ()
        assert provider.sessions.doubts(a_session(boxing, minutes=12 * 60)) == ()

    def test_one_that_a_colleague_has_logged_is_asked_about(self, provider: Provider, boxing: str) -> None:
        details = a_session(boxing, starts_at=time(18, 0))
        logged = provider.sessions.log(details).id
        (twice,) = provider.sessions.doubts(replace(details, place=" Northside Hall "))
        assert "at 18:00 is logged already" in twice
        assert provider.sessions.doubts(details, besides=logged) == ()
        for other in ({"starts_at": time(19, 0)}, {"starts_at": None}, {"place": "Park"}, {"kind": "family"}):
            assert provider.sessions.doubts(replace(details, **other)) == ()
        provider.sessions.cancel(logged, "weather")
        assert provider.sessions.doubts(details) == ()

    def test_a_clock_that_went_back_is_told_by_its_date(
        self, provider: Provider, boxing: str, clock: Clock
    ) -> None:
        provider.sessions.log(a_session(boxing))
        clock.go(days=-3)
        (back,) = provider.sessions.doubts(a_session(boxing, days(-3)))
        assert "This computer's date is 19 November 2026" in back
        assert "saved on 22 November 2026" in back
        with pytest.raises(Refused) as refused:
            provider.sessions.log(a_session(boxing))
        assert "today is 19 November 2026" in refused.value.fields["held_on"]
        clock.go(days=2, hours=14)
        assert provider.sessions.doubts(a_session(boxing, days(-3))) == ()


def test_the_groups_that_meet_now_are_offered_by_name(provider: Provider, boxing: str) -> None:
    art = provider.interventions.add(an_intervention("ART-1")).id
    seniors = a_group(provider, boxing, "seniors")
    juniors = a_group(provider, boxing, "Juniors", ended_on=TODAY)
    old = a_group(provider, boxing, "Old ones", ended_on=days(-1))
    a_group(provider, art, "Painters")
    assert provider.sessions.groups_of(boxing) == ((juniors, "Juniors"), (seniors, "seniors"))
    assert provider.sessions.groups_of(boxing, also=old)[1] == (old, "Old ones")


def test_whoever_corrects_a_session_has_not_led_it(provider: Provider, boxing: str) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    sam = (provider.workspace.actor.id,)
    assert provider.sessions.get(session).details.workers == sam
    bo = Provider(replace(provider.workspace, actor=replace(provider.workspace.actor, id="bo", name="Bo")))
    bo.sessions.change(session, a_session(boxing, place="The park", workers=()))
    assert provider.sessions.get(session).details.workers == sam


def test_a_locked_session_says_so_until_it_is_opened(provider: Provider, boxing: str, clock: Clock) -> None:
    session = provider.sessions.log(a_session(boxing, status=Status.CANCELLED, cancel_reason="staff")).id
    assert not provider.sessions.locked(session)
    clock.go(days=15)
    assert provider.sessions.locked(session)
    provider.sessions.correct(session, "It was another day")
    assert not provider.sessions.locked(session)
    clock.go(hours=2)
    assert provider.sessions.locked(session)


def test_the_history_of_a_session_tells_why_it_was_opened(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    session = provider.sessions.log(a_session(boxing, status=Status.CANCELLED, cancel_reason="staff")).id
    clock.go(days=15)
    provider.sessions.correct(session, "It was another day")
    provider.sessions.change(session, a_session(boxing, days(-1), minutes=60))
    told = provider.audit.history("session", session)
    assert [happened(entry) for entry in told] == [
        "Session changed",
        "Session changed",
        "Session: opened to be corrected",
        "Session changed",
        "Session added",
    ]
    assert journal_details(told[2]) == ("Reason: It was another day",)
