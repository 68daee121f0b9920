"""Who may use the store."""

from sqlalchemy import select

from vrp_desktop.db.transactions import Tx, WriteTx
from vrp_desktop.domain.permissions import Actor, Role


def add(tx: WriteTx, actor: Actor) -> None:
    """Adds a user who may sign in."""
    values = {"id": actor.id, "name": actor.name, "roles": sorted(actor.roles), "active": True}
    tx.insert(tx.tables["user"], values)


def active(tx: Tx, user_id: str) -> Actor | None:
    """A user with their roles; None where there is none, or they have left."""
    user = tx.tables["user"]
    row = tx.one(select(user).where(user.c.id == user_id, user.c.active))
    if row is None:
        return None
    return Actor(row["id"], row["name"], frozenset(Role(role) for role in row["roles"]))
