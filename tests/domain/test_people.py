"""What a record's first page may say."""

from dataclasses import replace
from datetime import date

import pytest

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import CODED_FIELDS, PersonDetails

TODAY = date(2026, 11, 22)


def test_the_birth_date_counts_before_the_estimate() -> None:
    guessed = PersonDetails("Ana", approximate_age=15, approximate_age_on=date(2024, 11, 23))
    assert guessed.age_on(TODAY) == 16
    assert guessed.age_on(date(2026, 11, 23)) == 17
    assert replace(guessed, birth_date=date(2012, 1, 1)).age_on(TODAY) == 14
    assert PersonDetails("Ana").age_on(TODAY) is None


def test_an_estimate_without_its_day_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        PersonDetails("Ana", approximate_age=15).checked(TODAY)
    assert set(refused.value.fields) == {"approximate_age"}


@pytest.mark.parametrize("field", CODED_FIELDS)
def test_every_coded_field_takes_its_list_and_nothing_else(field: str) -> None:
    for code in codes.code_list(CODED_FIELDS[field]).codes:
        PersonDetails("Ana", **{field: code.code}).checked(TODAY)  # type: ignore[arg-type] # by name
    with pytest.raises(Refused) as refused:
        PersonDetails("Ana", **{field: "nonsense"}).checked(TODAY)  # type: ignore[arg-type] # by name
    assert set(refused.value.fields) == {field}
    assert "nonsense" in refused.value.fields[field]


@pytest.mark.parametrize(
    ("given", "family", "full"), [("", "", ""), ("Ana", "", "Ana"), ("", "Khan", "Khan"), ("A", "K", "A K")]
)
def test_the_full_name_is_what_is_known_of_it(given: str, family: str, full: str) -> None:
    assert PersonDetails("Ana", given_name=given, family_name=family).full_name == full
