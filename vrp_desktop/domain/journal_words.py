"""The words for what the journal tells: one source for the screen and for the file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vrp_desktop.domain import codes
from vrp_desktop.domain.journal import OF_ROWS, VIEWED, Kind, Told
from vrp_desktop.domain.people import CODED_FIELDS

KINDS: Mapping[Kind, str] = {
    Kind.CHANGES: "Changes",
    Kind.VIEWS: "Records looked at",
    Kind.SIGN_INS: "Users and signing in",
    Kind.EXPORTS: "Files written",
    Kind.OPENED: "Records opened with a reason",
    Kind.OTHER: "Everything else",
}

_ENTITIES = {
    "person": "Record",
    "enrolment": "Journey",
    "session": "Session",
    "attendance": "Register",
    "head_count": "Head-count",
    "goal": "Goal",
    "reading": "Reading",
    "tag": "List of choices",
    "intervention": "Intervention",
    "regular_group": "Group",
    "group_member": "Regular of a group",
    "plan": "Plan",
    "occurrence": "Turn of a plan",
    "closure": "Closure",
    "setting": "Setting",
    "user": "User",
    "signing_key": "Key for signing returns",
    "release": "Final return",
    "assignment": "Own intervention",
    "access_grant": "Record kept in sight",
    "received": "Return received",
    "provider_key": "Key of a provider",
    "subject_access": "Answer to somebody who asked",
    "legal_hold": "Legal hold",
    "retention_review": "Decision to keep",
    "erasure": "Erasure",
}
_ACTIONS = {"insert": "added", "update": "changed", "delete": "removed"}
_CODED = {
    **CODED_FIELDS,
    "referral_source": "referral_source",
    "ending": "ending",
    "decline_reason": "decline_reason",
    "cancel_reason": "cancel_reason",
    "setting": "setting",
    "kind": "session_kind",
    "focus_area": "focus_area",
}


def happened(told: Told) -> str:
    """What an entry tells, in a few words: "Record changed", "Signed in"."""
    what = _ENTITIES.get(told.entity, told.entity.replace("_", " ").capitalize())
    if told.action == "insert" and told.entity == "access_grant" and "until_at" in told.fields:
        return "Record opened with a reason"
    if told.action in OF_ROWS:
        return f"{what} {_ACTIONS[told.action]}"
    if told.action == VIEWED:
        return "Record looked at"
    if told.entity == "user":
        return told.action.capitalize()
    return f"{what}: {told.action}"


def field_words(name: str) -> str:
    """A field's name as people read it."""
    return name.removesuffix("_id").replace("_", " ").capitalize()


def value_words(name: str, value: Any) -> str:
    """A value as people read it; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and name in _CODED and value in codes.code_list(_CODED[name]):
        return codes.label(_CODED[name], value)
    if isinstance(value, str) and (name.endswith("_on") or name == "birth_date"):
        return _day(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {inner}" for key, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)


def details(told: Told, field: str | None = None) -> tuple[str, ...]:
    """One line for each field, or for one of them: what it was and what it became."""
    if told.withheld:
        return ("It is about people, whose records your role does not show.",)
    if told.erased:
        return ("What stood here was erased.",)
    lines = []
    for name, pair in told.fields.items():
        if field not in (None, name):
            continue
        if pair is None:
            lines.append(f"{field_words(name)}: changed")
            continue
        before, after = (value_words(name, value) for value in pair)
        lines.append(f"{field_words(name)}: " + (after if pair[0] is None else f"{before} → {after}"))
    return tuple(lines)


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
