"""The lists of codes that a row can have: an intervention's districts, a session's focus areas.

``field`` is always the name of the domain value's field, like "focus_areas".
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import select

from vrp_desktop.db.models import tag
from vrp_desktop.db.store import Tx, WriteTx

Codes = dict[str, tuple[str, ...]]

_AT_ONCE = 5_000
"""How many ids go into one statement: well under SQLite's limit of 32,766 variables."""


def in_batches(ids: Collection[str], size: int = _AT_ONCE) -> Iterator[list[str]]:
    """Ids in lists that fit into one statement."""
    rest = iter(ids)
    while batch := list(islice(rest, size)):
        yield batch


def of_many(tx: Tx, owners: Collection[str]) -> dict[str, Codes]:
    """For every owner, its codes by field, in their order; an owner without any has an empty mapping."""
    found: dict[str, dict[str, list[str]]] = {owner: {} for owner in owners}
    for batch in in_batches(owners):
        statement = (
            select(tag.c.owner, tag.c.field, tag.c.code)
            .where(tag.c.owner.in_(batch))
            .order_by(tag.c.position)
        )
        for row in tx.rows(statement):
            found[row["owner"]].setdefault(row["field"], []).append(row["code"])
    return {
        owner: {field: tuple(codes) for field, codes in fields.items()} for owner, fields in found.items()
    }


def of(tx: Tx, owner: str) -> Codes:
    """One owner's codes by field."""
    return of_many(tx, (owner,))[owner]


def fields(codes: Codes, names: Iterable[str]) -> dict[str, Any]:
    """The codes of these fields as keyword arguments of a domain value; empty where there are none."""
    return {name: codes.get(name, ()) for name in names}


def write(tx: WriteTx, owner: str, codes: Mapping[str, tuple[str, ...]], subject: str | None = None) -> None:
    """Makes these fields' codes exactly what is given; only what differs is written."""
    for field, wanted in codes.items():
        tx.set_tags(owner, field, wanted, subject)
