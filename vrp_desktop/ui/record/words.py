"""How a person is written in a line."""

from datetime import date

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.people import PersonDetails


def introduction(details: PersonDetails, today: date) -> str:
    """ "she/her · 14, child · Leeds": what stands under the name, as far as it is known."""
    about = "about " if details.birth_date is None and details.approximate_age is not None else ""
    parts = (
        details.full_name if details.full_name != details.known_as else "",
        details.pronouns,
        about + age.in_words(details.age_on(today)),
        codes.label("home_district", details.district, ""),
    )
    return " · ".join(part for part in parts if part)
