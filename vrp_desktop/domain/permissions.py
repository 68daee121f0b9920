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
    ADMINISTRATOR = "administrator"
    COMMISSIONER = "commissioner"


class Action(StrEnum):
    """A kind of intention that is allowed or not."""

    READ_RECORDS = "read records"
    RECORD = "record"
    PREPARE_RETURNS = "prepare returns"
    SET_UP = "set up"
    READ_COUNTY = "read the county's picture"
    RECEIVE_RETURNS = "receive returns"


ALLOWED: dict[Role, frozenset[Action]] = {
    Role.WORKER: frozenset({Action.READ_RECORDS, Action.RECORD}),
    Role.MANAGER: frozenset({Action.READ_RECORDS, Action.RECORD, Action.PREPARE_RETURNS}),
    Role.ADMINISTRATOR: frozenset({Action.SET_UP}),
    Role.COMMISSIONER: frozenset({Action.READ_COUNTY, Action.RECEIVE_RETURNS}),
}


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
