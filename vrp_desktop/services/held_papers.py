"""What is held about one person's consents, notices and documents: sections of a subject-access pack."""

from collections.abc import Mapping

from vrp_desktop.db.queries import asked, consent, documents
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import codes
from vrp_desktop.domain.consent import Answer
from vrp_desktop.domain.days import written
from vrp_desktop.domain.subject_access import Row, Section

CODED: Mapping[str, str] = {
    "given_by": "consent_by",
    "withdrawn_by": "consent_by",
    "told_to": "consent_by",
    "how": "how_told",
    "form": "notice_form",
}
"""Which code list the fields of the journal take their words from."""


def sections(tx: Tx, person_id: str) -> tuple[Section, ...]:
    """What they agreed to, what they were told, what was told of them in returns, and the files that are
    kept."""
    return (
        Section(
            "consents",
            "What you agreed to",
            "Every yes and every no, also those that no longer hold.",
            ("What", "Answer", "Day", "Whose answer, and how", "Note"),
            tuple(
                Row(
                    one.id,
                    (
                        codes.label("consent_kind", one.kind),
                        _answer(one),
                        written(one.decided_on),
                        f"{one.whose}, {codes.label('how_told', one.how).lower()}",
                        one.note,
                    ),
                )
                for one in consent.of_person(tx, person_id)
            ),
            frozenset({3, 4}),
        ),
        Section(
            "notices",
            "What you were told",
            "When we told you, or somebody for you, what we keep and why.",
            ("Day", "Who was told", "In whose words", "How", "Note"),
            tuple(
                Row(
                    one.id,
                    (
                        "" if one.details.told_on is None else written(one.details.told_on),
                        codes.label("consent_by", one.details.told_to),
                        codes.label("notice_form", one.details.form),
                        codes.label("how_told", one.details.how),
                        one.details.note,
                    ),
                )
                for one in consent.notices(tx, person_id)
            ),
            frozenset({4}),
        ),
        Section(
            "stories",
            "What was told of you in returns",
            "Case studies and your own words, written for a return of the quarter without your name, as you "
            "agreed.",
            ("Quarter", "Intervention", "Title", "Words", "Details that were changed"),
            tuple(
                Row(
                    told.id,
                    (quarter.label, intervention, told.title or "Own words", told.words, told.changed),
                )
                for intervention, quarter, told in asked.of_person(tx, person_id)
            ),
            frozenset({2, 3, 4}),
        ),
        Section(
            "documents",
            "Documents",
            "Files that we keep. They are given besides this, once somebody has read each for what is about "
            "others.",
            ("Name", "Kind", "Type", "Day", "Size", "Note"),
            tuple(
                Row(
                    one.id,
                    (
                        one.details.name,
                        codes.label("document_kind", one.details.kind),
                        one.type_words,
                        "" if one.details.added_on is None else written(one.details.added_on),
                        one.size_words,
                        one.details.note,
                    ),
                )
                for one in documents.of_person(tx, person_id)
            ),
            frozenset({0, 5}),
        ),
    )


def _answer(one: Answer) -> str:
    told = "Yes" if one.agreed else "No"
    if one.until_on is not None:
        told += f", until {written(one.until_on)}"
    return told if one.withdrawn_on is None else f"{told}; withdrawn {written(one.withdrawn_on)}"
