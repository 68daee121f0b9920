"""Answering somebody who asks what is held about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vrp_desktop.db.queries import concerns, merging, settings
from vrp_desktop.db.queries import held as held_queries
from vrp_desktop.db.queries import keeping as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.mentions import Names
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.subject_access import Offer, Pack, Request, check_request
from vrp_desktop.services import held
from vrp_desktop.services.confirming import confirm
from vrp_desktop.services.folders import make_ready, taken_out
from vrp_desktop.services.service import Service, found

__all__ = ["Offer", "Request", "Review", "SubjectAccess", "Written"]

_CHANGES = Changes.in_(Topic.KEEPING)


@dataclass(frozen=True)
class Review:
    """What would be given, before anybody's name is taken out, and each name found in it."""

    pack: Pack
    offers: tuple[Offer, ...]
    concerns: int = 0
    """How many safeguarding concerns about them are not in it: ask the designated lead before it is given,
    who decides what may be told without harm."""


@dataclass(frozen=True)
class Written:
    """A pack that has been written, and its digest, which says later which one was given."""

    pdf: Path
    data: Path
    digest: str
    removed: int


class SubjectAccess(Service):
    """A request is noted, what is held is looked through for the names of others, and the pack is written."""

    def requests(self) -> tuple[Request, ...]:
        """Everybody who asked, the latest first."""
        with self._reading(Action.ANSWER_ACCESS) as tx:
            return queries.requests(tx)

    def note(self, person_id: str, asked_by: str, asked_on: date | None) -> Saved:
        """Notes that somebody asked; the month to answer runs from that day. Refused without who and when."""
        check_request(asked_by, asked_on, self._today)
        assert asked_on is not None  # noqa: S101 - checked in the line above
        with self._writing(Action.ANSWER_ACCESS) as tx:
            found(people_queries.get(tx, person_id), "person")
            return Saved(queries.add_request(tx, person_id, asked_by.strip(), asked_on), _CHANGES)

    def review(self, request_id: str) -> Review:
        """What would be given, with every name of somebody else in it. Refused where there is no such
        request."""
        with self._reading(Action.ANSWER_ACCESS) as tx:
            pack, names = self._gathered(tx, request_id)
            request = found(queries.get_request(tx, request_id), "request")
            withheld = concerns.count_of(tx, request.person_id)
        self._note_view(request.person_id)
        return Review(pack, pack.offers(names), withheld)

    def write(self, request_id: str, folder: Path, passphrase: str, lifted: Collection[str] = ()) -> Written:
        """Writes the pack as a PDF and as JSON into a folder, and notes that it was given. The names of
        others are taken out, but for those whose keys ``lifted`` names.

        Refused with a wrong passphrase; Trouble where the folder cannot be written. Then there is no file,
        and the request is not answered."""
        self._need(Action.ANSWER_ACCESS)
        self._need_writable()
        confirm(self._workspace, passphrase)
        from vrp_desktop.reports import subject_access  # loaded when something is written

        make_ready(folder)
        with self._reading(Action.ANSWER_ACCESS) as tx:
            gathered, names = self._gathered(tx, request_id)
            request = found(queries.get_request(tx, request_id), "request")
        pack = gathered.redacted(names, lifted)
        paths = _paths(folder, f"what-we-hold_{request_id[-12:]}_{pack.made_on}")
        about = ("subject_access", request_id, request.person_id)
        told = {"digest": pack.digest, "names_removed": pack.removed}
        with taken_out(self._workspace, paths, *about, **told) as (paper, data):
            subject_access.write_pdf(pack, paper)
            subject_access.write_json(pack, data)
        try:
            # Only now: a request that counts as answered must have been.
            with self._writing(Action.ANSWER_ACCESS) as tx:
                request = found(queries.get_request(tx, request_id), "request")
                queries.answer_request(tx, request, pack.made_on, pack.digest)
        except BaseException:
            for path in paths:
                path.unlink(missing_ok=True)
            raise
        return Written(*paths, pack.digest, pack.removed)

    def _gathered(self, tx: Tx, request_id: str) -> tuple[Pack, Names]:
        asked = queries.requests(tx)
        request = found(next((one for one in asked if one.id == request_id), None), "request")
        person = found(people_queries.get(tx, request.person_id), "person")
        details = person.details
        theirs = tuple(one for one in asked if one.person_id == person.id)
        pack = Pack(
            settings.read(tx, "organisation")["name"],
            details.known_as,
            details.full_name,
            request.asked_by,
            request.asked_on,
            self._today,
            held.sections(tx, person.id, theirs),
        )
        called = (details.known_as, details.given_name, details.family_name)
        own = (*called, *merging.names_of_parts(tx, person.id))
        return pack, Names(held_queries.names_of_others(tx, person.id), but=own)


def _paths(folder: Path, name: str) -> tuple[Path, Path]:
    """Where a pack goes; never over one that was written before."""
    stem, number = name, 1
    while any((folder / f"{stem}{end}").exists() for end in (".pdf", ".json")):
        number += 1
        stem = f"{name}-{number}"
    return folder / f"{stem}.pdf", folder / f"{stem}.json"
