"""Nothing typed is ever lost: what stands in a form is kept until it is saved or thrown away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from vrp_desktop.db.queries import drafts as queries
from vrp_desktop.domain.changes import Changes, Saved
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.service import Service

_NOTHING = Changes.in_()


class Drafts(Service):
    """Each user's own, by page and by whom or what it is about ("" for somebody or something new).

    The journal says that a draft was kept, never what stood in it.
    """

    @property
    def today(self) -> date:
        """The day it is, to say whether a draft is of another one."""
        return self._today

    def of(self, page: str, subject: str = "") -> Draft | None:
        """What was typed and not saved, or None."""
        with self._reading(Action.RECORD) as tx:
            return queries.of(tx, self._workspace.actor.id, page, subject)

    def keep(self, page: str, subject: str, fields: Mapping[str, Any]) -> Saved:
        """Keeps what stands in a page's forms; it takes the place of what was kept before.

        Nothing is kept where the store is open to be looked at only: the window says so the whole time, and
        nobody is told anew with every word they type."""
        self._need(Action.RECORD)
        if self._workspace.only_look is not None:
            return Saved("", _NOTHING)
        with self._writing(Action.RECORD) as tx:
            actor, now = self._workspace.actor.id, self._workspace.clock()
            return Saved(queries.keep(tx, actor, page, subject, fields, now), _NOTHING)

    def drop(self, page: str, subject: str = "") -> Saved:
        """Throws it away: it was saved, or is not wanted. Where there is none nothing has to be written."""
        if self._workspace.only_look is not None and self.of(page, subject) is None:
            return Saved("", _NOTHING)
        with self._writing(Action.RECORD) as tx:
            queries.drop(tx, self._workspace.actor.id, page, subject)
            return Saved("", _NOTHING)
