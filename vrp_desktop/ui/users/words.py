"""The roles in words, as they are chosen and shown."""

from collections.abc import Iterable

from vrp_desktop.domain.permissions import Role, StoreKind
from vrp_desktop.domain.users import ROLES

ROLE_WORDS: dict[Role, str] = {
    Role.WORKER: "Worker: records people, sessions and outcomes of their own interventions",
    Role.MANAGER: "Manager: sees every record, prepares returns, keeps and erases",
    Role.SAFEGUARDING_LEAD: "Safeguarding lead: may open every record, to answer a concern",
    Role.ADMINISTRATOR: "Administrator: users, settings and backups, and no people",
    Role.TRUSTEE: "Trustee: figures only, and changes nothing",
    Role.COMMISSIONER: "Commissioner: brings returns in and sees the county’s picture",
}


def choices(kind: StoreKind) -> list[tuple[str, str]]:
    """The roles of a kind of store, to be ticked."""
    return [(role.value, ROLE_WORDS[role]) for role in ROLES[kind]]


def listed(roles: Iterable[Role]) -> str:
    """Roles by name, in a table."""
    order = list(Role)
    return ", ".join(role.value.capitalize() for role in sorted(roles, key=order.index))
