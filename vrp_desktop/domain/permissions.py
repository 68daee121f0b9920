"""Who may do what: one table, read by every service."""

from dataclasses import dataclass
from enum import StrEnum

from vrp_desktop.domain.errors import Refused


class StoreKind(StrEnum):
    """What a store is for. No person's record can exist in a commissioner's."""

    PROVIDER = "provider"
    COMMISSIONER = "commissioner"


class Role(StrEnum):
    """A part that somebody plays in an organisation; one person can hold several."""

    WORKER = "worker"
    MANAGER = "manager"
    SAFEGUARDING_LEAD = "safeguarding lead"
    ADMINISTRATOR = "administrator"
    TRUSTEE = "trustee"
    COMMISSIONER = "commissioner"


class Action(StrEnum):
    """A kind of intention that is allowed or not."""

    READ_RECORDS = "read records"
    READ_ALL_RECORDS = "read the records of every intervention"
    RECORD = "record"
    READ_FIGURES = "see figures"
    PREPARE_RETURNS = "prepare returns"
    SET_UP = "set up"
    MANAGE_USERS = "add and remove users"
    READ_JOURNAL = "read the journal"
    BACK_UP = "back up and restore"
    ANSWER_ACCESS = "answer somebody who asks what is held about them"
    ERASE = "erase a record or decide how long it is kept"
    UNDO = "undo what was saved"
    ANSWER_CONCERNS = "read and answer safeguarding concerns"
    READ_COUNTY = "read the county's picture"
    RECEIVE_RETURNS = "receive returns"


_WORK = frozenset({Action.READ_RECORDS, Action.RECORD})
_KEEP = frozenset({Action.SET_UP, Action.MANAGE_USERS, Action.BACK_UP, Action.READ_JOURNAL})

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.WORKER: _WORK,
    Role.MANAGER: _WORK
    | {Action.READ_ALL_RECORDS, Action.READ_FIGURES, Action.PREPARE_RETURNS, Action.READ_JOURNAL}
    | {Action.ANSWER_ACCESS, Action.ERASE, Action.UNDO},
    # To answer a concern the lead may open any child's record.
    Role.SAFEGUARDING_LEAD: _WORK | {Action.READ_ALL_RECORDS, Action.ANSWER_CONCERNS},
    Role.ADMINISTRATOR: _KEEP,
    Role.TRUSTEE: frozenset({Action.READ_FIGURES}),
    Role.COMMISSIONER: frozenset({Action.READ_COUNTY, Action.RECEIVE_RETURNS}),
}
"""A worker sees the people of their own interventions; the administrator sees no people at all."""


@dataclass(frozen=True)
class Actor:
    """Who is signed in."""

    id: str
    name: str
    roles: frozenset[Role]

    def may(self, action: Action) -> bool:
        """Whether any of the actor's roles allows it."""
        return any(action in ALLOWED[role] for role in self.roles)

    def need(self, action: Action) -> None:
        """Refuses, in words, what the actor's roles do not allow."""
        if not self.may(action):
            raise Refused(
                f"Your role does not let you {action.value}. Ask whoever holds the administrator role."
            )
