"""Who may sign in to a store, and what they are there for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.names import folded
from vrp_desktop.domain.permissions import ALLOWED, Action, Role, StoreKind

ROLES: dict[StoreKind, tuple[Role, ...]] = {
    StoreKind.PROVIDER: (
        Role.WORKER,
        Role.MANAGER,
        Role.SAFEGUARDING_LEAD,
        Role.ADMINISTRATOR,
        Role.TRUSTEE,
    ),
    StoreKind.COMMISSIONER: (Role.COMMISSIONER, Role.ADMINISTRATOR),
}
"""The roles that there are in each kind of store, in the order in which they are offered."""

FIRST: dict[StoreKind, frozenset[Role]] = {
    StoreKind.PROVIDER: frozenset({Role.MANAGER, Role.ADMINISTRATOR, Role.WORKER}),
    StoreKind.COMMISSIONER: frozenset({Role.COMMISSIONER, Role.ADMINISTRATOR}),
}
"""What the one who makes a store is in it."""


@dataclass(frozen=True)
class UserDetails:
    """A user's name, as colleagues know them, and their roles."""

    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)

    def checked(self, kind: StoreKind, others: Iterable[str] = ()) -> "UserDetails":
        """These details, tidied, or a refusal that names every faulty field at once.

        ``others`` are the names of the other users: the journal could not tell two of one name apart."""
        faults: dict[str, str] = {}
        name = " ".join(self.name.split())
        if not name:
            faults["name"] = "Write the name, so that colleagues know who recorded what."
        elif folded(name) in {folded(other) for other in others}:
            faults["name"] = "There is a user of that name already. Add what tells the two apart."
        if not self.roles:
            faults["roles"] = "Choose at least one role."
        elif not self.roles <= set(ROLES[kind]):
            faults["roles"] = f"A {kind.value}'s store has no such role. Choose from the list."
        if faults:
            raise Refused.for_fields(faults)
        return replace(self, name=name)


@dataclass(frozen=True)
class User:
    """Somebody who may sign in, or could until they left (``active`` is then false)."""

    id: str
    details: UserDetails
    active: bool = True

    @property
    def name(self) -> str:
        return self.details.name

    @property
    def is_administrator(self) -> bool:
        """Whether they may sign in and look after users."""
        return self.active and Role.ADMINISTRATOR in self.details.roles


def may_record(user: User) -> bool:
    """Whether they work with people, and have not left."""
    return user.active and _may(user, Action.RECORD)


def works_in(user: User, assigned: Collection[str]) -> bool:
    """Whether somebody who records works in an intervention: ``assigned`` to it, or in all of them."""
    return may_record(user) and (user.id in assigned or _may(user, Action.READ_ALL_RECORDS))


def _may(user: User, action: Action) -> bool:
    return any(action in ALLOWED[role] for role in user.details.roles)


def told_as(name: str, active: bool) -> str:
    """A user's name as a record shows it: that they have left is said beside it."""
    return name if active else f"{name} (has left)"
