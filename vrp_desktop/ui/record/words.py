"""How a person is written in a line."""

from datetime import date

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.front import Coming, KeyWorker
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.sessions import PersonSession, remark_words
from vrp_desktop.ui.kit.dates import written


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


def talking_words(details: PersonDetails) -> list[str]:
    """What has to be known before a conversation, a line each."""
    lines = [details.communication]
    if details.language:
        needs = ", with an interpreter" if details.interpreter else ""
        lines.append(f"Speaks {details.language} best{needs}.")
    elif details.interpreter:
        lines.append("Needs an interpreter.")
    lines += [details.neurodiversity, details.access_needs]
    return [line for line in lines if line]


def coming_words(coming: Coming | None) -> list[str]:
    """When they are expected next, and where."""
    if coming is None:
        return []
    at = "" if coming.starts_at is None else f", {coming.starts_at:%H:%M}"
    where = ", ".join(filter(None, (coming.what, coming.place)))
    return [f"{written(coming.held_on, weekday=True)}{at}", where]


def last_words(last: PersonSession | None) -> list[str]:
    """When they were last in a register, what it says, and what was noted."""
    if last is None:
        return []
    mark = "" if last.mark is None else f": {last.mark.label.lower()}"
    return [f"{written(last.held_on, weekday=True)}{mark}", last.intervention, remark_words(last.remark)]


def journey_words(each: KeyWorker) -> str:
    """A journey in a line: where it stands, since when, and whose it is to look after."""
    journey = each.journey.details
    since = written(journey.started_on or journey.decided_on or journey.referred_on)
    worker = f" · key worker {each.name}" if each.name else ""
    return f"{each.journey.intervention}: {journey.standing.lower()} since {since}{worker}"
