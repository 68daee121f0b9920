"""The names of rows: UUID version 7, in time order, made on any laptop without asking another."""

from uuid_utils import uuid7


def new_id() -> str:
    """A fresh identifier, 36 characters; later ones sort after earlier ones of the same process."""
    return str(uuid7())
