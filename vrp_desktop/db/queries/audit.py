"""The journal, read: for the page that shows it, for proving that it is whole, for taking a change back."""

from sqlalchemy import func, select

from vrp_desktop.db.models import PROVIDER
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.journal import VIEWED

_JOURNAL = PROVIDER.tables["journal"]
"""The same in both kinds of store."""


def viewed_since(tx: Tx, actor: str, person_id: str, at: str) -> bool:
    """Whether somebody's look at a record has been noted since a moment."""
    noted = select(func.max(_JOURNAL.c.at)).where(
        _JOURNAL.c.entity == "person",
        _JOURNAL.c.row == person_id,
        _JOURNAL.c.action == VIEWED,
        _JOURNAL.c.actor == actor,
    )
    last = tx.scalar(noted)
    return last is not None and str(last) >= at
