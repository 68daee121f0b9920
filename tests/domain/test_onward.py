"""Referrals onward: after the referral, with an answer once there is one."""

import pytest

from tests.builders import TODAY, days
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.onward import OnwardDetails

REFERRED = days(-30)


@pytest.mark.parametrize(
    ("details", "field", "words"),
    [
        (OnwardDetails(None, TODAY), "destination", "Choose"),
        (OnwardDetails("the moon", TODAY), "destination", "Choose"),
        (OnwardDetails("health", days(1)), "referred_on", "not come yet"),
        (
            OnwardDetails("health", days(-31)),
            "referred_on",
            "22 October 2026, is before the referral to you, 23",
        ),
        (OnwardDetails("health", TODAY, uptake="perhaps"), "uptake", "Choose"),
        (OnwardDetails("health", TODAY, uptake="taken_up"), "uptake_on", "when you heard"),
        (OnwardDetails("health", TODAY, uptake="declined", uptake_on=days(1)), "uptake_on", "not come yet"),
        (
            OnwardDetails("health", days(-5), uptake="not_taken_up", uptake_on=days(-6)),
            "uptake_on",
            "16 November 2026, is before the referral onward, 17 November 2026",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(details: OnwardDetails, field: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        details.checked(TODAY, REFERRED)
    assert set(refused.value.fields) == {field}
    assert words in refused.value.fields[field]


def test_what_still_waits_has_no_day_on_which_it_was_heard() -> None:
    given = OnwardDetails("mental_health", days(-21), " CAMHS Leeds ", " Sleep ", uptake_on=days(-2))
    assert given.checked(TODAY, REFERRED) == OnwardDetails("mental_health", days(-21), "CAMHS Leeds", "Sleep")


def test_in_a_line_it_says_where_to_and_what_came_of_it() -> None:
    waiting = OnwardDetails("mental_health", days(-21), "CAMHS Leeds")
    assert waiting.told(TODAY) == (
        "Mental health support: CAMHS Leeds, 1 November 2026, waiting 3 weeks to hear"
    )
    taken = OnwardDetails("housing", days(-21), uptake="taken_up", uptake_on=days(-2))
    assert taken.told(TODAY) == "Housing, 1 November 2026. Taken up, 20 November 2026"
    unknown = OnwardDetails("housing", days(-21), uptake="not_known").checked(TODAY, REFERRED)
    assert unknown.answer == "Not known"
