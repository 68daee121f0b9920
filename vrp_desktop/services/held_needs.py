"""What is held of somebody's strengths and needs, and of the steps to their goals, in words they can read."""

from collections.abc import Iterable

from vrp_desktop.db.queries import findings as queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import codes
from vrp_desktop.domain.days import written
from vrp_desktop.domain.outcomes import OutcomeSheet
from vrp_desktop.domain.subject_access import Row, Section

FOUND = frozenset({"code", "standing", "source", "certainty", "doer", "factor"})
"""Fields of these tables whose values the journal keeps as codes."""


def findings(tx: Tx, person_id: str) -> Section:
    """Each strength and need as it was seen, the earliest first."""
    return Section(
        "findings",
        "Strengths and needs",
        "How each was seen on a day, and how we knew.",
        ("Day", "Strength or need", "How it stood", "How we know", "Words"),
        tuple(
            Row(
                one.id,
                (
                    written(one.details.seen_on),
                    one.details.label,
                    one.details.standing_label,
                    ", ".join(
                        filter(
                            None,
                            (
                                codes.label("evidence", one.details.source, ""),
                                codes.label("certainty", one.details.certainty, ""),
                            ),
                        )
                    ),
                    one.details.words,
                ),
            )
            for one in queries.of_person(tx, person_id)
        ),
        frozenset({4}),
    )


def goal_steps(sheets: Iterable[OutcomeSheet]) -> Section:
    """The steps to each goal, whose they were and whether they were taken."""
    return Section(
        "goal_steps",
        "Steps to their goals",
        "What was to be done, and by whom.",
        ("Goal", "Step", "Whose", "Until", "Done"),
        tuple(
            Row(
                step.id,
                (
                    goal.details.words,
                    step.details.words,
                    codes.label("step_owner", step.details.doer),
                    "" if step.details.due_on is None else written(step.details.due_on),
                    "" if step.details.done_on is None else written(step.details.done_on),
                ),
            )
            for sheet in sheets
            for goal in sheet.goals
            for step in sheet.steps_of(goal.id)
        ),
        frozenset({0, 1}),
    )
