"""What is held about somebody's journeys beside their dates: pauses, referrals onward, and what was to be
done; for those who ask."""

from collections.abc import Collection
from datetime import date

from vrp_desktop.db.queries import onward, pauses, tasks
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.days import written
from vrp_desktop.domain.enrolments import EnrolmentLine
from vrp_desktop.domain.subject_access import Row, Section

_EVERY_TASK = 1_000_000


def sections(tx: Tx, person_id: str, journeys: Collection[EnrolmentLine]) -> tuple[Section, ...]:
    """Pauses, referrals onward and tasks. Colleagues are not named."""
    where = {line.id: line.intervention for line in journeys}
    paused, referred = pauses.of_journeys(tx, where), onward.of_journeys(tx, where)
    return (
        Section(
            "pauses",
            "Pauses",
            "Times in which they did not come, and meant to come back.",
            ("Intervention", "From", "Until", "Why"),
            tuple(
                Row(
                    pause.id,
                    (
                        where[pause.enrolment_id],
                        written(pause.details.from_on),
                        _day(pause.details.until_on),
                        pause.details.reason,
                    ),
                )
                for each in paused.values()
                for pause in each
            ),
            frozenset({3}),
        ),
        Section(
            "onward",
            "Referrals onward",
            "Where they were referred on to, and what came of it.",
            ("Intervention", "Where to", "When", "Why", "What came of it"),
            tuple(
                Row(
                    one.id,
                    (
                        where[one.enrolment_id],
                        one.details.where,
                        written(one.details.referred_on),
                        one.details.reason,
                        one.details.answer,
                    ),
                )
                for each in referred.values()
                for one in each
            ),
            frozenset({1, 3}),
        ),
        Section(
            "tasks",
            "Things to do",
            "What somebody of our staff was to do about them.",
            ("What", "By", "Done"),
            tuple(
                Row(line.id, (line.words, _day(line.due_on), _day(line.done_on)))
                for line in tasks.of_person(tx, person_id, _EVERY_TASK)
            ),
            frozenset({0}),
        ),
    )


def _day(day: date | None) -> str:
    return "" if day is None else written(day)
