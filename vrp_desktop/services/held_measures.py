"""The measures filled in for one person, as a section of what is held about them."""

from collections.abc import Mapping

from vrp_desktop.db.queries import assessments
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import codes
from vrp_desktop.domain.assessments import STAGES, Assessment
from vrp_desktop.domain.instruments import Instrument
from vrp_desktop.domain.score_change import score_words
from vrp_desktop.domain.scoring import shown
from vrp_desktop.domain.subject_access import Row, Section
from vrp_desktop.services import measures


def section(tx: Tx, person_id: str) -> Section:
    """Each with every answer and score, in order of time."""
    known = {measure.instrument.code: measure.instrument for measure in measures.every(tx)}
    rows = []
    for one, intervention in assessments.of_person(tx, person_id):
        made, details = known.get(one.details.instrument), one.details
        day = f"{details.taken_on.day} {details.taken_on:%B %Y}"
        how = f"{STAGES[details.stage]}, answered by {codes.label('informant', details.informant).lower()}"
        paper = ", from paper" if details.on_paper else ""
        what = details.instrument if made is None else made.title
        cells = (day, f"{what} ({intervention})", how + paper, _answers(one, made), details.note)
        rows.append(Row(one.id, cells))
    return Section(
        "measures",
        "Measures",
        "Questionnaires that were filled in, each answer, and the scores as they were worked out that day.",
        ("Day", "Measure", "When, and by whom", "Answers and scores", "Note"),
        tuple(rows),
        frozenset({4}),
    )


def _answers(one: Assessment, made: Instrument | None) -> str:
    answers: Mapping[str, int] = one.details.answers
    lines = []
    for code, value in answers.items():
        item = None if made is None else made.item(code)
        lines.append(f"{code}: {value}" if item is None else f"{item.title}: {item.answer_words(value)}")
    for code, score in one.details.scores.items():
        scale = None if made is None else made.scale(code)
        lines.append(
            f"{code}: {shown(score)}" if scale is None else f"{scale.title}: {score_words(scale, score)}"
        )
    return "\n".join(lines)
