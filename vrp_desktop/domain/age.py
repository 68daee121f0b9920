"""Age, its bands, and the words for it: under 18 a child, 18 to 25 a young adult, never an "offender"."""

from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain.errors import Refused

OLDEST = 120


@dataclass(frozen=True)
class Band:
    """An age band of the return. ``last`` is None where the band has no upper end."""

    code: str
    label: str
    first: int
    last: int | None

    def __contains__(self, years: int) -> bool:
        return self.first <= years and (self.last is None or years <= self.last)


BANDS = (
    Band("0-9", "0 to 9", 0, 9),
    Band("10-13", "10 to 13", 10, 13),
    Band("14-15", "14 to 15", 14, 15),
    Band("16-17", "16 to 17", 16, 17),
    Band("18-20", "18 to 20", 18, 20),
    Band("21-24", "21 to 24", 21, 24),
    Band("25", "25", 25, 25),
    Band("26+", "26 and over", 26, None),
)
NOT_KNOWN = "not_known"


def age_on(birth: date, day: date) -> int:
    """Whole years lived on a day. Somebody born on 29 February turns a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_from_estimate(years: int, noted_on: date, day: date) -> int:
    """An approximate age noted once, carried to another day: one year older each full year since."""
    return max(0, years + age_on(noted_on, day)) if day >= noted_on else max(0, years - age_on(day, noted_on))


def band_of(years: int | None) -> str:
    """The code of the band an age lies in, or "not_known"."""
    if years is None:
        return NOT_KNOWN
    return next(band.code for band in BANDS if years in band)


def word_for(years: int | None) -> str:
    """What a person of that age is called: child, young adult, adult; "age not known" without one."""
    if years is None:
        return "age not known"
    return "child" if years < 18 else "young adult" if years <= 25 else "adult"


def in_words(years: int | None) -> str:
    """ "14, child"; "Age not known" without one."""
    return word_for(None).capitalize() if years is None else f"{years}, {word_for(years)}"


def check_birth_date(birth: date, today: date) -> None:
    """Refuses a birth date in the future or one that makes somebody older than 120, in the field's words."""
    if birth > today:
        raise Refused.for_fields({"birth_date": "The birth date is in the future. Check the year."})
    if age_on(birth, today) > OLDEST:
        raise Refused.for_fields({"birth_date": f"That makes them over {OLDEST}. Check the year."})
