"""What is one's own to see and to change, by whichever service it is asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.builders import TODAY, Clock, a_person, a_session, acting, an_enrolment, an_intervention, days
from vrp_desktop.db.models import PROVIDER
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services.provider import Provider

JOURNAL = PROVIDER.tables["journal"]


@pytest.fixture
def boxing(provider: Provider) -> str:
    """The worker's own intervention."""
    made = provider.interventions.add(an_intervention()).id
    provider.assignments.assign(provider.workspace.actor.id, (made,))
    return made


@pytest.fixture
def art(provider: Provider) -> str:
    """An intervention of others."""
    return provider.interventions.add(an_intervention("ART-1", name="Art Room")).id


def test_a_journey_through_the_intervention_of_others_is_not_changed(
    provider: Provider, boxing: str, art: str
) -> None:
    ana = provider.people.add(a_person("Ana")).id
    own, other = (provider.enrolments.add(ana, place, an_enrolment()).id for place in (boxing, art))
    worker = acting(provider, Role.WORKER)
    ended = replace(an_enrolment(), ended_on=TODAY, ending="completed")
    worker.enrolments.change(own, ended)
    with pytest.raises(Refused, match="not one of your interventions"):
        worker.enrolments.change(other, ended)
    assert provider.enrolments.get(other).details.ended_on is None


def test_the_history_of_a_session_is_for_those_who_deliver_it(
    provider: Provider, boxing: str, art: str
) -> None:
    own, other = (
        provider.sessions.log(a_session(place, note="Ben was upset.")).id for place in (boxing, art)
    )
    worker = acting(provider, Role.WORKER)
    assert worker.audit.history("session", own)
    with pytest.raises(Refused, match="not one of your interventions"):
        worker.audit.history("session", other)
    assert acting(provider, Role.MANAGER).audit.history("session", other)


def test_the_history_of_what_is_about_nobody_is_for_those_who_see_everybody(
    provider: Provider, boxing: str
) -> None:
    provider.drafts.keep("person", "", {"0": {"known_as": "Cem"}})
    with provider.workspace.store.reading() as tx:
        draft = tx.scalar(select(PROVIDER.tables["draft"].c.id))
    with pytest.raises(Refused):
        acting(provider, Role.WORKER).audit.history("draft", draft)


def test_a_trustee_reads_no_count_beside_the_figures(provider: Provider, art: str) -> None:
    ana = provider.people.add(a_person("Ana")).id
    session = provider.sessions.log(a_session(art, days(-70))).id
    provider.registers.add_newcomer(session, "Zed", None)
    provider.enrolments.add(ana, art, an_enrolment(days(-90)))
    quarter = Quarter.of(days(-70))
    assert provider.returns.preview(art, quarter).blockers
    seen = acting(provider, Role.TRUSTEE).returns.preview(art, quarter)
    assert seen.blockers == ()
    assert seen.counted == seen.protected


def test_a_clock_that_ran_ahead_hides_no_later_look_at_a_record(provider: Provider, clock: Clock) -> None:
    ana = provider.people.add(a_person("Ana")).id

    def looks() -> int:
        with provider.workspace.store.reading() as tx:
            return int(tx.scalar(select(func.count()).where(JOURNAL.c.action == "viewed")))

    now = clock.now
    clock.now = now + timedelta(days=3650)
    provider.people.get(ana)
    clock.now = now
    before = looks()
    provider.people.get(ana)
    assert looks() == before + 1
