"""Who is in somebody's life, and which records were brought together: sections of a subject-access pack."""

from datetime import date

from vrp_desktop.db.queries import merging, network
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.days import written
from vrp_desktop.domain.network import Link
from vrp_desktop.domain.subject_access import Row, Section

OF_OTHERS = frozenset({"contact"})
"""Fields of the journal that hold what is somebody else's: a mother's telephone number is hers to give."""


def sections(tx: Tx, person_id: str) -> tuple[Section, ...]:
    """The sections about a person; of two records that were brought together, what came from both stands in
    the others."""
    links = network.of_person(tx, person_id, date.max)  # Nobody's age is told.
    brought = merging.history(tx, person_id)
    return (
        Section(
            "network",
            "People in their life",
            "Whom they have around them. How to reach somebody else is theirs to give, so it is not copied "
            "here: it only says that it is kept.",
            ("What they are", "Who", "What is known of them", "Note"),
            tuple(
                Row(f"{one.id}/{person_id[-12:]}", (one.words, one.name, _known(one), one.note))
                for one in links
            ),
            frozenset({1, 3}),
        ),
        Section(
            "merges",
            "Records brought together",
            "That they stood in our store twice, and both records became one.",
            ("Day", "What was done"),
            tuple(
                Row(
                    one.id,
                    (
                        written(one.merged_on),
                        "Two records became one"
                        + ("" if one.undone_on is None else f"; parted again on {written(one.undone_on)}"),
                    ),
                )
                for one in brought
            ),
        ),
    )


def _known(one: Link) -> str:
    parts = [one.said] if one.said else []
    if one.contact:
        parts.append("how to reach them is kept")
    if one.ended_on is not None:
        parts.append(f"no longer, since {written(one.ended_on)}")
    return "; ".join(parts)
