"""What the organisation delivers."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.builders import acting, an_intervention, days
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import InterventionDetails
from vrp_desktop.domain.permissions import Role
from vrp_desktop.services.provider import Provider

WHOLE = InterventionDetails(
    code="LEE-07",
    name="Northside Boxing",
    provider="Northside Youth",
    main_priority="individual",
    districts=("wakefield", "leeds"),
    other_priorities=("society", "community"),
    focus_areas=("individual.mental_health", "individual.education"),
    objectives=("3", "1"),
    settings=("detached", "school"),
    prevention="secondary",
    reach="targeted",
    funding="vrp",
    started_on=days(-400),
    ended_on=days(100),
)


def test_the_whole_profile_comes_back_with_its_codes_in_their_order(provider: Provider) -> None:
    stored = provider.interventions.get(provider.interventions.add(WHOLE).id)
    assert stored.details == WHOLE
    assert stored.code == "LEE-07"


def test_they_are_listed_by_name_without_regard_to_capitals(provider: Provider) -> None:
    for code, name in (("C", "art room"), ("A", "Zumba"), ("B", "Boxing")):
        provider.interventions.add(an_intervention(code, name=name))
    assert [each.name for each in provider.interventions.all()] == ["art room", "Boxing", "Zumba"]


def test_a_code_is_found_without_regard_to_capitals_and_a_wrong_one_names_those_there_are(
    provider: Provider,
) -> None:
    with pytest.raises(Refused, match="There are none yet"):
        provider.interventions.by_code("LEE-07")
    provider.interventions.add(an_intervention("LEE-07"))
    provider.interventions.add(an_intervention("BRA-01"))
    assert provider.interventions.by_code(" lee-07 ").code == "LEE-07"
    with pytest.raises(Refused, match="There are: BRA-01, LEE-07"):
        provider.interventions.by_code("XYZ")


def test_a_code_belongs_to_one_intervention(provider: Provider) -> None:
    provider.interventions.add(an_intervention("LEE-07", name="Boxing"))
    other = provider.interventions.add(an_intervention("LEE-08")).id
    attempts: tuple[Callable[[], object], ...] = (
        lambda: provider.interventions.add(an_intervention("lee-07")),
        lambda: provider.interventions.change(other, an_intervention("Lee-07")),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.fields == {"code": "“Boxing” already has that code. Choose another."}
    assert [each.code for each in provider.interventions.all()] == ["LEE-07", "LEE-08"]


def test_its_own_code_may_stay_when_the_profile_changes(provider: Provider) -> None:
    intervention_id = provider.interventions.add(WHOLE).id
    shorter = replace(WHOLE, name="Ringside", districts=("leeds",), objectives=(), prevention=None)
    provider.interventions.change(intervention_id, shorter)
    assert provider.interventions.get(intervention_id).details == shorter


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"code": "LEE 07"}, "code"),
        ({"code": ""}, "code"),
        ({"districts": ()}, "districts"),
        ({"main_priority": "police"}, "main_priority"),
        ({"focus_areas": ("nothing",)}, "focus_areas"),
        ({"started_on": days(0), "ended_on": days(-1)}, "ended_on"),
    ],
)
def test_a_faulty_profile_is_refused_beside_its_field(
    provider: Provider, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        provider.interventions.add(replace(WHOLE, **fields))  # type: ignore[arg-type] # faulty on purpose
    assert set(refused.value.fields) == {field}
    assert provider.interventions.all() == ()


def test_only_the_administrator_sets_them_up_and_every_worker_sees_them(provider: Provider) -> None:
    stored = provider.interventions.add(an_intervention()).id
    worker = acting(provider, Role.WORKER)
    assert worker.interventions.get(stored).id == stored
    with pytest.raises(Refused, match="does not let you set up"):
        worker.interventions.change(stored, an_intervention(name="Mine"))
    with pytest.raises(Refused, match="does not let you set up"):
        worker.interventions.add(an_intervention("NEW-1"))
    assert len(acting(provider, Role.ADMINISTRATOR).interventions.all()) == 1


def test_one_that_does_not_exist_is_refused(provider: Provider) -> None:
    with pytest.raises(Refused, match="That intervention is not here any more"):
        provider.interventions.get("none")
    with pytest.raises(Refused, match="That intervention is not here any more"):
        provider.interventions.change("none", an_intervention())
