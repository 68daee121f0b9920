"""The words of safeguarding concerns, for reading one and for its line in a list."""

from datetime import datetime

from vrp_desktop.domain.concerns import Addition, Concern, ConcernLine, Kind, Standing
from vrp_desktop.ui.kit.dates import written

STANDINGS = {
    Standing.NEW: "New",
    Standing.READ: "Read",
    Standing.ACTED: "Acted on",
    Standing.CLOSED: "Closed",
}
_KINDS = {
    Kind.ADDED: "added",
    Kind.ANSWERED: "the lead’s note",
    Kind.REFERRED: "referred to children’s social care",
    Kind.CLOSED: "closed",
    Kind.REOPENED: "reopened",
    Kind.REVEALED: "revealed to a reader who is not the lead",
    Kind.RELEASED: "may be erased with the record",
    Kind.KEPT: "is kept with the record",
    Kind.LINKED: "it is about the person whose record it is now linked to",
}
NOBODY = "Somebody not named yet"


def moment(at: datetime, year: bool = True) -> str:
    """A moment, to the minute."""
    return f"{written(at.date(), year=year)}, {at:%H:%M}"


def danger(social_care: str) -> str:
    """What to do while somebody is in danger: said, never done by the program."""
    number = social_care or ("the number is not set under Organisation yet; your council’s website has it")
    return (
        "Ring 999 now. Stay with them if you can. Then ring children’s social care: "
        f"{number}. This program rings nobody. Finish here afterwards: what you have typed is kept."
    )


def whom_to_tell(leads: tuple[str, ...]) -> str:
    """Who reads it, and that nobody is told by itself."""
    if not leads:
        return (
            "Nobody in your organisation holds the role of designated safeguarding lead, so nobody answers "
            "this here yet. Tell your manager today, yourself."
        )
    return (
        f"{' or '.join(leads)}, the designated safeguarding lead, reads it here when they next sign in. "
        "Nobody is rung or written to: tell them today, yourself."
    )


def standing_words(line: ConcernLine) -> str:
    """How far it has come, and what waits in it."""
    words = STANDINGS[line.standing]
    if line.unread and line.standing is not Standing.NEW:
        words = f"{words}, something added"
    return f"{words}, danger" if line.urgent and line.standing is Standing.NEW else words


def whole(concern: Concern) -> str:
    """A concern from its first word to its last, to be read."""
    details = concern.details
    seen_on = "" if details.seen_on is None else f" on {written(details.seen_on, weekday=True)}"
    parts = [
        *(["SOMEBODY WAS IN DANGER WHEN THIS WAS RAISED"] if details.urgent else []),
        f"What was seen or heard{seen_on}\n{details.seen}",
        *([f"Where\n{concern.where}"] if concern.where else []),
        f"What was done\n{details.done or 'Nothing is written.'}",
        f"Who was told, and when\n{details.told or 'Nothing is written.'}",
        *map(_addition, concern.additions),
    ]
    return "\n\n".join(parts)


def _addition(one: Addition) -> str:
    day = "" if one.day is None else f" on {written(one.day)}"
    head = f"{moment(one.at)}, {one.by}: {_KINDS[one.kind]}{day}"
    return f"{head}\n{one.words}" if one.words else head
