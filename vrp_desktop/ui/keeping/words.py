"""What an erasure takes and leaves, in words."""

from vrp_desktop.domain import retention
from vrp_desktop.services.erasure import RESTORED, Plan

_TABLES = {
    "enrolment": ("journey", "journeys"),
    "attendance": ("mark in a register, with its note", "marks in registers, with their notes"),
    "goal": ("goal", "goals"),
    "reading": ("step", "steps"),
    "draft": ("thing typed and not saved", "things typed and not saved"),
    "concern": (
        "safeguarding concern, which the lead has let go",
        "safeguarding concerns, which the lead has let go",
    ),
}
"""What the rows of a table are called; the others are small parts of these."""


def goes(plan: Plan) -> str:
    """Everything that an erasure removes."""
    parts = ["The record itself"]
    for name, (one, many) in _TABLES.items():
        number = plan.rows.get(name, 0)
        if number:
            parts.append(f"{number:,} {one if number == 1 else many}")
    parts.append(f"what the journal tells of them in {plan.entries:,} entries")
    if plan.copies:
        copies = "the copy" if plan.copies == 1 else f"the {plan.copies} copies"
        parts.append(f"{copies} of the whole store from before an upgrade")
    return f"{', '.join(parts[:-1])} and {parts[-1]}."


def stays(plan: Plan) -> str:
    """What it leaves."""
    told = []
    if plan.returns:
        returns = "1 return that was sent" if plan.returns == 1 else f"{plan.returns} returns that were sent"
        told.append(f"The counts of {returns}: they name nobody. A count made anew will be lower.")
    if plan.concerns:
        others = "a safeguarding concern" if plan.concerns == 1 else f"{plan.concerns} safeguarding concerns"
        told.append(
            f"Their name where it stands in {others} about somebody else: the designated safeguarding lead "
            "decides."
        )
    told.append("That a record was erased, on which day and why, without a name.")
    if plan.backups:
        backups = "1 backup" if plan.backups == 1 else f"{plan.backups} backups"
        told.append(
            f"{backups} made before, until newer ones take their place: within nine months where the program "
            "is used every week. Restoring one erases the record again."
        )
    if plan.aside:
        folders = ", ".join(str(folder) for folder in plan.aside)
        told.append(f"The store from before a restore, in {folders}: delete that folder by hand.")
    return " ".join(told)


def reason_words(reason: str) -> str:
    """A reason's words."""
    return {**dict(retention.erasure_reasons()), RESTORED: "Again, after a backup was restored"}.get(
        reason, reason
    )
