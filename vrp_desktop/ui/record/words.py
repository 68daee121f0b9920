"""How a person is written in a line."""

from collections.abc import Mapping, Sequence
from datetime import date

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.consent import Stand
from vrp_desktop.domain.enrolments import EnrolmentLine
from vrp_desktop.domain.front import Coming
from vrp_desktop.domain.network import Link
from vrp_desktop.domain.outcomes import PersonGoal
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.sessions import PersonSession, remark_words
from vrp_desktop.domain.tasks import TaskLine
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


def journey_words(line: EnrolmentLine, today: date) -> str:
    """A journey in a line: where it stands, since when, and whose it is to look after."""
    worker = f" · key worker {line.key_worker}" if line.key_worker else ""
    told = line.told(today)
    return f"{line.intervention}: {told[:1].lower()}{told[1:]}{worker}"


def people_words(trusts: str, trusted: Sequence[Link], emergency: Sequence[Link]) -> list[str]:
    """Whom they trust, in their words and by name; and whom to ring if something happens."""
    named = [f"{one.name} ({one.words.lower()})" for one in trusted if one.name not in trusts]
    ring = [f"In an emergency: {one.name}, {one.contact or 'no number yet'}" for one in emergency]
    return [trusts, ", ".join(named), *ring]


def goal_words(one: PersonGoal) -> str:
    """A goal in their words, and how far it has come; never why."""
    said = f"“{one.goal.details.words}”"
    if one.latest is None:
        return f"{said}: no number yet"
    if one.first is None or one.first.id == one.latest.id:
        return f"{said}: {one.latest.value} out of 10"
    return f"{said}: from {one.first.value} to {one.latest.value} out of 10"


def task_words(task: TaskLine, today: date) -> str:
    """What is to be done, until when and by whom."""
    return " · ".join(filter(None, (task.words, task.due_words(today), task.owner)))


def consent_words(consents: Mapping[str, Stand]) -> list[str]:
    """What was agreed to, what was not, and what runs out; what nobody asked is left to its page."""
    asked = [stand for stand in consents.values() if stand.answer is not None]
    return [f"{stand.short}: {stand.now[:1].lower()}{stand.now[1:]}" for stand in asked]
