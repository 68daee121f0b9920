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

ENTITIES: Mapping[str, str] = {
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
    "trained": "Professionals trained",
    "concern": "Safeguarding concern",
    "draft": "Unsaved page",
    "custody": "Archive",
    "backup": "Backup",
    "journal": "Journal",
    "change": "Change",
    "county": "County’s picture",
    "concern_addition": "Addition to a safeguarding concern",
    "pause": "Pause of a journey",
    "onward_referral": "Referral on",
    "goal_step": "Step of a goal",
    "assessment": "Measure filled in",
    "instrument": "Measure of our own",
    "finding": "Strength or need",
    "relationship": "Somebody in their life",
    "notice": "Privacy notice told",
    "consent": "Consent",
    "document": "Document",
    "task": "Something to do",
    "merge": "Records brought together",
    "asked": "Said for a return",
    "story": "Case study or own words",
}
"""What each table, and each thing that only events tell of, is called."""

FIELDS: Mapping[str, str] = {
    "about": "About whom",
    "access_needs": "What they need to take part",
    "active": "May sign in",
    "added_by": "Added by",
    "added_on": "Added on",
    "after": "Confidence afterwards in tenths",
    "agreed": "Agreed",
    "answers": "Answers",
    "approach": "Approach",
    "approximate_age": "About how old",
    "approximate_age_on": "Age judged on",
    "asked_by": "Asked by",
    "asked_on": "Asked on",
    "band": "Age band",
    "bank_holidays": "Also on bank holidays",
    "before": "Confidence before in tenths",
    "birth_date": "Date of birth",
    "cancel_reason": "Why it did not happen",
    "care": "Care and support",
    "certainty": "How sure we are",
    "changed": "Details that were changed",
    "cleaned_on": "File cleaned on",
    "closed": "Closed group",
    "closed_on": "Closed on",
    "code": "Choice",
    "communication": "Communication",
    "concern_id": "Concern",
    "confirmed": "Compared by telephone",
    "consent": "How they agreed",
    "contact": "How to reach them",
    "content": "The file itself",
    "content_hash": "Fingerprint of the content",
    "count": "How many",
    "counted": "The return before small counts were hidden",
    "current": "Counts",
    "custodian": "Kept by",
    "day": "Day",
    "decided_on": "Decided on",
    "decision": "Decision",
    "decline_reason": "Why declined",
    "definition": "What is asked and how it is scored",
    "delivered": "How it is delivered",
    "destination": "Referred on to",
    "destroy_on": "To be destroyed on",
    "destroyed_on": "Destroyed on",
    "digest": "Fingerprint of the file",
    "disability": "Disability",
    "district": "District",
    "document": "The return itself",
    "doer": "Whose step it is",
    "done": "What was done",
    "done_on": "Done on",
    "due_on": "To be done by",
    "education": "Education and employment",
    "emergency": "To be called in an emergency",
    "ended_on": "Ended on",
    "ending": "How it ended",
    "enjoys": "Enjoys",
    "enrolment_id": "Journey",
    "erased_on": "Erased on",
    "estimated": "Estimated",
    "ethnicity": "Ethnic group",
    "every": "Every so many weeks",
    "excuse": "Why they could not come",
    "factor": "Strength it builds",
    "family_name": "Family name",
    "field": "List",
    "fields": "What was typed",
    "file_hash": "Fingerprint of the file",
    "file_name": "File",
    "findings": "What was said of it",
    "finished_on": "Register done on",
    "first_on": "First day",
    "focus_area": "What it is about",
    "form": "In whose words",
    "from_at": "From",
    "from_on": "From",
    "funding": "Funding",
    "given_by": "By whom",
    "given_name": "Given name",
    "given_on": "Given on",
    "goal_id": "Goal",
    "gone_id": "Record that went",
    "good_at": "Good at",
    "group_id": "Group",
    "held_on": "Held on",
    "how": "How",
    "informant": "Answered by",
    "instrument": "Instrument",
    "interpreter": "Needs an interpreter",
    "intervals": "What hidden counts can be",
    "intervention_code": "Intervention code",
    "intervention_id": "Intervention",
    "item": "What was asked about",
    "joined_on": "Joined on",
    "keep_until": "Keep until",
    "key_worker_id": "Key worker",
    "kind": "Kind",
    "known_as": "Known as",
    "language": "Language",
    "last_on": "Last day",
    "left_on": "Left on",
    "lifted_on": "Lifted on",
    "lives_with": "Lives with them",
    "made_by": "Written down by",
    "made_on": "Made on",
    "made_until": "Sessions made until",
    "main_priority": "Main priority",
    "mark": "Mark",
    "media_type": "Kind of file",
    "merged_by": "Brought together by",
    "merged_on": "Brought together on",
    "met_on": "Met on",
    "minutes": "Minutes",
    "name": "Name",
    "neurodiversity": "Neurodiversity",
    "note": "Note",
    "on_paper": "From paper",
    "other_id": "Their record",
    "owner": "Belongs to",
    "owner_id": "Whose it is",
    "pack_digest": "Fingerprint of the pack",
    "page": "Page",
    "part": "Part of the return",
    "path": "Where it is",
    "person_id": "Person",
    "place": "Place",
    "placed_on": "Placed on",
    "plan_id": "Plan",
    "planned_on": "Planned for",
    "position": "Place in the list",
    "prevention": "Prevention",
    "priority": "Priority",
    "private": "Secret key",
    "pronouns": "Pronouns",
    "provider": "Provider",
    "provider_id": "Provider’s identifier",
    "public": "Public key",
    "quarter": "Quarter",
    "raised_at": "Raised",
    "raised_by": "Raised by",
    "reach": "Reach",
    "reason": "Reason",
    "received_at": "Received",
    "record": "What it takes to part them",
    "referral_reason": "Reason for the referral",
    "referral_source": "Referred by",
    "referred_on": "Referred on",
    "referred_to": "Service",
    "relation": "What they are to them",
    "released_on": "Let go on",
    "retired_on": "No longer used from",
    "return_id": "Return’s identifier",
    "reviewed_on": "Reviewed on",
    "roles": "Roles",
    "rows": "Rows erased",
    "said": "What was said",
    "saved_at": "Saved",
    "schools": "School holiday",
    "scores": "Scores",
    "sector": "Sector",
    "seen": "What was seen or said",
    "seen_on": "Seen on",
    "send": "Special educational needs",
    "session_id": "Session",
    "set_on": "Set on",
    "setting": "Setting",
    "sex": "Sex",
    "signature": "Signature",
    "size": "Size in bytes",
    "source": "How we know",
    "stage": "When it was taken",
    "standing": "Standing",
    "star": "Something to celebrate",
    "started_on": "Started on",
    "starts_at": "Starts at",
    "status": "Status",
    "subject": "About",
    "taken_on": "Taken on",
    "term_time": "In term time only",
    "title": "Title",
    "told": "Who was told",
    "told_on": "Told on",
    "told_to": "Told to",
    "trusted": "Trusted",
    "trusts": "Trusts",
    "undone_on": "Parted again on",
    "unread": "To be read",
    "until_at": "Until",
    "until_on": "Until",
    "uptake": "Whether it was taken up",
    "uptake_on": "Known on",
    "urgent": "In danger now",
    "user_id": "User",
    "value": "Value",
    "version": "Version",
    "wants": "Wants",
    "weather": "Weather",
    "weekday": "Weekday",
    "withdrawn_by": "Withdrawn by",
    "withdrawn_on": "Withdrawn on",
    "words": "Words",
    "written_at": "Written",
    "written_by": "Written by",
}
"""What each field is called; those that only events have are read as they are written."""

_REFERENCES = frozenset(
    {"person_id", "session_id", "enrolment_id", "intervention_id", "user_id", "owner", "subject", "return_id"}
    | {"group_id", "plan_id", "raised_by", "concern_id", "written_by", "goal_id", "other_id", "gone_id"}
    | {"key_worker_id", "owner_id", "made_by", "merged_by", "added_by"}
)
"""Fields that only say by its identifier which other row is meant: told to programs, not to people."""

_ACTIONS = {"insert": "added", "update": "changed", "delete": "removed"}
_CODED = {
    **CODED_FIELDS,
    "referral_source": "referral_source",
    "ending": "ending",
    "decline_reason": "decline_reason",
    "cancel_reason": "cancel_reason",
    "setting": "setting",
    "focus_area": "focus_area",
    "weather": "weather",
    "excuse": "excuse",
    "sector": "sector",
    "source": "evidence",
    "certainty": "certainty",
    "doer": "step_owner",
    "relation": "relation",
    "given_by": "consent_by",
    "told_to": "consent_by",
    "withdrawn_by": "consent_by",
    "how": "how_told",
    "form": "notice_form",
    "destination": "destination",
    "uptake": "uptake",
    "informant": "informant",
    "factor": "factor",
    "main_priority": "priority",
    "prevention": "prevention",
    "reach": "reach",
    "approach": "approach",
    "funding": "funding",
    "delivered": "delivered",
}
_LISTED = ("focus_area", "factor", "priority", "objective", "district", "setting")
_SHARED: Mapping[str, Sequence[str]] = {
    "code": _LISTED,
    "item": _LISTED,
    "kind": ("session_kind", "consent_kind", "document_kind"),
    "standing": ("strength_standing", "need_standing"),
}
"""Fields that several tables have, each with a list of its own: no two of these share a code."""

_WRITTEN = frozenset({"mark", "field", "band", "status", "decision", "stage", "standing"})
"""Fields whose values are words already, but for the line between them."""


def happened(told: Told) -> str:
    """What an entry tells, in a few words: "Record changed", "Signed in"."""
    what = ENTITIES.get(told.entity, told.entity.replace("_", " ").capitalize())
    if told.action == "insert" and told.entity == "access_grant" and "until_at" in told.fields:
        return "Record opened with a reason"
    if told.action in OF_ROWS:
        return f"{what} {_ACTIONS[told.action]}"
    if told.action == VIEWED:
        return f"{what} looked at"
    if told.entity == "user":
        return told.action.capitalize()
    return f"{what}: {told.action}"


def field_words(name: str) -> str:
    """A field's name as people read it."""
    return FIELDS.get(name) or name.replace("_", " ").capitalize()


def value_words(name: str, value: Any) -> str:
    """A value as people read it; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and name in _CODED and value in codes.code_list(_CODED[name]):
        return codes.label(_CODED[name], value)
    if isinstance(value, str) and name in _SHARED:
        lists = _SHARED[name]
        named = next((codes.label(one, value) for one in lists if value in codes.code_list(one)), None)
        if named is not None:
            return named
    if isinstance(value, str) and name in _WRITTEN:
        return value.replace("_", " ")
    if isinstance(value, str) and (name.endswith("_on") or name == "birth_date"):
        return _day(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {inner}" for key, inner in value.items() if key != "id")
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
        if name in _REFERENCES and (pair is None or None in pair):
            continue
        if name == "code" and "workers" in (told.fields.get("field") or ()):
            continue  # Who led a session stands there by their identifier.
        if pair is None or name in _REFERENCES:
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
