"""Which records are behind a figure, with names and days, for those who may see them."""

from datetime import date

from tests.builders import TODAY, a_concern, a_person, a_session, acting, an_enrolment, an_intervention
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider

QUARTER = Quarter.of(TODAY)
SUPPORTED = ("R2", "supported_quarter", "people")
CONCERNS = ("R9", "recorded", "value")


def test_names_days_and_where_they_lead(provider: Provider) -> None:
    club = provider.interventions.add(an_intervention()).id
    ana, ben = (provider.people.add(a_person(name)).id for name in ("Ana", "Ben"))
    provider.enrolments.add(ana, club, an_enrolment(date(2026, 11, 2)))
    session = provider.sessions.log(a_session(club)).id
    provider.registers.mark_many(session, {ana: Mark.PRESENT, ben: Mark.ABSENT})
    returns = acting(provider, Role.MANAGER).returns

    (record,) = returns.behind(club, QUARTER, SUPPORTED)
    assert (record.about, record.person_id, record.session_id) == ("Ana", ana, None)
    assert record.detail == "Came once, first on 22 November 2026"
    (record,) = returns.behind(club, QUARTER, ("R2", "started", "people"))
    assert record.detail == ("Referred 2 November 2026, accepted 2 November 2026, started 9 November 2026")
    (record,) = returns.behind(club, QUARTER, ("R5", "hours", "value"))
    assert (record.about, record.session_id) == ("22 November 2026 at Northside Hall", session)
    assert record.detail.endswith("minutes")
    parts = returns.behind(club, QUARTER, ("R14", "complete.sex", "value"))
    assert [part.key for part in parts] == [("R3.age", "total", "total"), ("R3.age", "total", "not_known")]
    assert returns.behind(club, QUARTER, ("R15", "volunteers", "value")) == ()
    assert returns.breaking(club, QUARTER) == ()


def test_concerns_are_counted_and_listed_only_for_whoever_answers_them(provider: Provider) -> None:
    club = provider.interventions.add(an_intervention()).id
    ana = provider.people.add(a_person("Ana")).id
    provider.enrolments.add(ana, club, an_enrolment())
    provider.concerns.raise_concern(a_concern(ana))
    manager = acting(provider, Role.MANAGER).returns
    assert manager.counted(club, QUARTER).get(*CONCERNS).value == 1
    assert manager.behind(club, QUARTER, CONCERNS) == ()
    lead = acting(provider, Role.MANAGER, Role.SAFEGUARDING_LEAD).returns
    (record,) = lead.behind(club, QUARTER, CONCERNS)
    assert (record.about, record.person_id, record.detail) == ("Ana", ana, "Seen 22 November 2026")
