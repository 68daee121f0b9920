"""A child, a young adult or an adult: who they are comes before what they need."""

from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.errors import Refused


@dataclass(frozen=True)
class PersonDetails:
    """What a worker may write on the first page of a record. Only ``known_as`` is asked for.

    Equality answers are codes of their lists; None means not recorded, which differs from "prefer_not".
    ``approximate_age`` is in whole years, as judged on ``approximate_age_on``. ``language`` is the one they
    speak best, where it is not English; ``neurodiversity`` and ``access_needs`` say what helps.
    """

    known_as: str
    given_name: str = ""
    family_name: str = ""
    pronouns: str = ""
    birth_date: date | None = None
    approximate_age: int | None = None
    approximate_age_on: date | None = None
    district: str | None = None
    sex: str | None = None
    ethnicity: str | None = None
    disability: str | None = None
    send: str | None = None
    care: str | None = None
    education: str | None = None
    enjoys: str = ""
    good_at: str = ""
    wants: str = ""
    trusts: str = ""
    communication: str = ""
    language: str = ""
    interpreter: bool = False
    neurodiversity: str = ""
    access_needs: str = ""

    def checked(self, today: date) -> "PersonDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if not self.known_as.strip():
            faults["known_as"] = "Write what they like to be called. A nickname is enough."
        if self.birth_date is not None:
            try:
                age.check_birth_date(self.birth_date, today)
            except Refused as refused:
                faults.update(refused.fields)
        if self.approximate_age is not None and not 0 <= self.approximate_age <= age.OLDEST:
            faults["approximate_age"] = f"An age is between 0 and {age.OLDEST}. Check the number."
        if self.approximate_age is not None and self.approximate_age_on is None:
            faults["approximate_age"] = "Say on which day the age was judged."
        for field, list_name in CODED_FIELDS.items():
            code = getattr(self, field)
            if code is not None and code not in codes.code_list(list_name):
                faults[field] = f"“{code}” is not a choice of {codes.code_list(list_name).title}."
        if faults:
            raise Refused.for_fields(faults)
        return self

    def age_on(self, day: date) -> int | None:
        """Whole years on a day, by birth date or, without one, by the approximate age."""
        if self.birth_date is not None:
            return age.age_on(self.birth_date, day)
        if self.approximate_age is not None and self.approximate_age_on is not None:
            return age.age_from_estimate(self.approximate_age, self.approximate_age_on, day)
        return None

    @property
    def full_name(self) -> str:
        """Given and family name as far as they are known; may be empty."""
        return f"{self.given_name} {self.family_name}".strip()


CODED_FIELDS = {
    "district": "home_district",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "disability": "disability",
    "send": "send",
    "care": "care",
    "education": "education",
}
"""Which code list each coded field of a person takes its choices from."""


@dataclass(frozen=True)
class Person:
    """A record: its identifier and what is written on it."""

    id: str
    details: PersonDetails
    added_on: date

    @property
    def known_as(self) -> str:
        return self.details.known_as


SOUNDS_LIKE = "sounds like"


@dataclass(frozen=True)
class PersonLine:
    """One line of a list of people: enough to recognise somebody by, and no more."""

    id: str
    known_as: str
    full_name: str
    age: int | None
    district: str | None
    interventions: tuple[str, ...]
    sounds_like: bool = False
    """Whether no name holds what was looked for, but one sounds like it or differs by a slip of the keys."""

    @property
    def told_as(self) -> str:
        """The preferred name and, where it was found by its sound only, that it was."""
        return f"{self.known_as} ({SOUNDS_LIKE})" if self.sounds_like else self.known_as
