"""What goes with the invented journeys: why, with whom, pauses, referrals onward, and what is to be done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from vrp_desktop import shipped
from vrp_desktop.domain.demo.chance import Chance, between, id_on
from vrp_desktop.domain.demo.groups import Assigned
from vrp_desktop.domain.enrolments import Enrolment
from vrp_desktop.domain.onward import WAITING, Onward, OnwardDetails
from vrp_desktop.domain.pauses import Pause, PauseDetails
from vrp_desktop.domain.tasks import Task, TaskDetails

_ANSWERS = (WAITING, "taken_up", "taken_up", "not_taken_up", "declined", "not_known")
_LONG = timedelta(days=60)


@dataclass
class Following:
    """The journeys as they are then, and what stands beside them. A task whose ``owner_id`` is empty belongs
    to whoever looks at the demo."""

    enrolments: list[Enrolment] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    onward: list[Onward] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)


def follow(
    luck: Chance, enrolments: Sequence[Enrolment], assigned: Iterable[Assigned], today: date
) -> Following:
    """Reasons and key workers for most of them, pauses and referrals onward for some."""
    told = shipped.read_json("demo", "journeys.json")
    teams: dict[str, list[str]] = defaultdict(list)
    for one in assigned:
        teams[one.intervention_id].append(one.user_id)
    found = Following()
    for enrolment in enrolments:
        details, team = enrolment.details, teams[enrolment.intervention_id]
        if luck.random() < 0.7:
            details = replace(details, referral_reason=luck.choice(told["reasons"]))
        if team and details.decision == "accepted" and luck.random() < 0.8:
            details = replace(details, key_worker_id=luck.choice(team))
        found.enrolments.append(replace(enrolment, details=details))
        if details.started_on is not None:
            _beside(luck, found, enrolment.id, details.started_on, details.ended_on, told, today)
    _to_do(luck, found, told, today)
    return found


def _beside(
    luck: Chance,
    found: Following,
    enrolment_id: str,
    started: date,
    ended: date | None,
    told: dict[str, Any],
    today: date,
) -> None:
    last = ended or today
    if last - started > _LONG and luck.random() < 0.12:
        begun = between(luck, started + timedelta(days=14), last - timedelta(days=30))
        back = begun + timedelta(days=luck.randint(10, 28))
        until = None if ended is None and luck.random() < 0.3 else back
        pause = PauseDetails(begun, until, luck.choice(told["pauses"]))
        found.pauses.append(Pause(id_on(begun, luck), enrolment_id, pause))
    if luck.random() < 0.1:
        kind, service, why = luck.choice(told["onward"])
        day = between(luck, started, last)
        answer = luck.choice(_ANSWERS)
        heard = min(today, day + timedelta(days=luck.randint(5, 40)))
        onward = OnwardDetails(kind, day, service, why, answer, None if answer == WAITING else heard)
        found.onward.append(Onward(id_on(day, luck), enrolment_id, onward))


def _to_do(luck: Chance, found: Following, told: dict[str, Any], today: date) -> None:
    """What somebody means to do about those who take part now, and what was done."""
    people = sorted({one.person_id for one in found.enrolments if one.details.open_on(today)})
    if not people:
        return
    for words, days in told["tasks"]:
        made = today - timedelta(days=luck.randint(7, 20))
        due = None if days is None else today + timedelta(days=days)
        about = None if words.startswith("Order") else luck.choice(people)
        found.tasks.append(Task(id_on(made, luck), TaskDetails(words, "", due, about), "", made))
    for said in told["done"]:
        made = today - timedelta(days=luck.randint(30, 60))
        details = TaskDetails(str(said), "", made + timedelta(days=7), luck.choice(people))
        done = made + timedelta(days=luck.randint(1, 10))
        found.tasks.append(Task(id_on(made, luck), details, "", made, done))
