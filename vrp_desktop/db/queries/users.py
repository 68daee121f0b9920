"""Who may use the store."""

from sqlalchemy import RowMapping, select

from vrp_desktop.db.transactions import Tx, WriteTx
from vrp_desktop.domain.names import sort_key
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.users import User, UserDetails


def add(tx: WriteTx, actor: Actor) -> None:
    """Adds a user who may sign in."""
    values = {"id": actor.id, "name": actor.name, "roles": sorted(actor.roles), "active": True}
    tx.insert(tx.tables["user"], values)


def change(tx: WriteTx, user_id: str, details: UserDetails) -> None:
    """Another name or other roles."""
    tx.update(tx.tables["user"], user_id, {"name": details.name, "roles": sorted(details.roles)})


def leave(tx: WriteTx, user_id: str) -> None:
    """They may not sign in any more. The row stays: the journal says what they did."""
    tx.update(tx.tables["user"], user_id, {"active": False})


def active(tx: Tx, user_id: str) -> Actor | None:
    """A user with their roles; None where there is none, or they have left."""
    user = tx.tables["user"]
    row = tx.one(select(user).where(user.c.id == user_id, user.c.active))
    return None if row is None else _actor(row)


def every(tx: Tx) -> tuple[User, ...]:
    """Everybody who may sign in by name, then those who have left."""
    found = [_user(row) for row in tx.rows(select(tx.tables["user"]))]
    return tuple(sorted(found, key=lambda one: (not one.active, sort_key(one.name), one.id)))


def _actor(row: RowMapping) -> Actor:
    return Actor(row["id"], row["name"], frozenset(Role(role) for role in row["roles"]))


def _user(row: RowMapping) -> User:
    roles = frozenset(Role(role) for role in row["roles"])
    return User(row["id"], UserDetails(row["name"], roles), bool(row["active"]))
