"""The organisation's own settings."""

import pytest

from tests.builders import acting
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal_words import details
from vrp_desktop.domain.organisation import OrganisationDetails
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.returns.rule import THRESHOLDS, Heads, Method, Rule, Zeros
from vrp_desktop.services.provider import Provider


def test_a_new_store_has_its_name_and_the_usual_threshold(provider: Provider) -> None:
    assert provider.organisation.details() == OrganisationDetails("Northside Youth", 5)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_name_and_threshold_are_changed(provider: Provider, threshold: int) -> None:
    saved = provider.organisation.change(OrganisationDetails(" Southside Youth ", threshold))
    assert provider.organisation.details() == OrganisationDetails("Southside Youth", threshold)
    assert saved.changes.touch(Topic.SETTINGS)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (OrganisationDetails("  ", 5), "name"),
        (OrganisationDetails("Southside", 1), "threshold"),
        (OrganisationDetails("Southside", 7), "threshold"),
    ],
)
def test_a_faulty_setting_changes_nothing(
    provider: Provider, details: OrganisationDetails, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        provider.organisation.change(details)
    assert set(refused.value.fields) == {field}
    assert provider.organisation.details() == OrganisationDetails("Northside Youth", 5)


def test_the_rule_of_protection_is_changed_and_journalled(provider: Provider) -> None:
    asked = OrganisationDetails(
        "Northside Youth", 5, method=Method.ROUND, zeros=Zeros.SENSITIVE, heads=Heads.AS_COUNTED
    )
    provider.organisation.change(asked)
    assert provider.organisation.details() == asked
    assert asked.rule == Rule(5, Method.ROUND, Zeros.SENSITIVE, Heads.AS_COUNTED)
    written = [line for entry in provider.audit.read() for line in details(entry)]
    assert any("round" in line and "as_counted" in line for line in written)


def test_rounding_with_a_larger_threshold_is_refused(provider: Provider) -> None:
    with pytest.raises(Refused, match="hide them") as refused:
        provider.organisation.change(OrganisationDetails("Northside Youth", 8, method=Method.ROUND))
    assert set(refused.value.fields) == {"method"}
    assert provider.organisation.details().rule == Rule()


@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER])
def test_only_the_administrator_changes_them_and_all_see_them(provider: Provider, role: Role) -> None:
    somebody = acting(provider, role)
    with pytest.raises(Refused, match="does not let you set up"):
        somebody.organisation.change(OrganisationDetails("Mine", 10))
    assert somebody.organisation.details() == OrganisationDetails("Northside Youth", 5)
