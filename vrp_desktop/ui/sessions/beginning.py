"""What the page for logging begins with: read in one go, off the window's thread."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.sessions import SessionDetails, Status
from vrp_desktop.domain.users import User
from vrp_desktop.services.provider import Provider

_LOOKS_BACK = timedelta(days=62)


@dataclass(frozen=True)
class Asked:
    """What was asked for: a session to correct, else an intervention, a session to be like, a day, a kind."""

    session_id: str | None = None
    intervention_id: str | None = None
    like: str | None = None
    held_on: date | None = None
    kind: str | None = None
    people: tuple[str, ...] = ()
    """Who stands in its register from the beginning, to be marked: a family that is coming."""


@dataclass(frozen=True)
class Offers:
    """What can be chosen for a session of one intervention."""

    places: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    colleagues: tuple[User, ...]


@dataclass(frozen=True)
class Begun:
    """What the page begins with. ``details`` and ``offered`` are None where there is no intervention."""

    interventions: tuple[Intervention, ...]
    kinds: tuple[str, ...]
    details: SessionDetails | None
    offered: Offers | None
    locked: bool
    draft: Draft | None


def offers(services: Provider, intervention_id: str, corrects: SessionDetails | None = None) -> Offers:
    """Reads what can be chosen; where a session is corrected, also who led it and its group."""
    sessions = services.sessions
    group_id, workers = (None, ()) if corrects is None else (corrects.group_id, corrects.workers)
    return Offers(
        sessions.places(intervention_id),
        sessions.groups_of(intervention_id, group_id),
        sessions.colleagues(intervention_id, workers),
    )


def begin(services: Provider, asked: Asked) -> Begun:
    """Reads all of it."""
    there, kinds = services.interventions.all(), services.sessions.kinds()
    details, offered, corrects = _details(services, there, asked), None, asked.session_id
    if details is not None:
        offered = offers(services, details.intervention_id, details if corrects else None)
    locked = corrects is not None and services.sessions.locked(corrects)
    return Begun(there, kinds, details, offered, locked, services.drafts.of("log", corrects or ""))


def _details(services: Provider, there: tuple[Intervention, ...], asked: Asked) -> SessionDetails | None:
    sessions, today = services.sessions, services.workspace.today
    if asked.session_id:
        return sessions.get(asked.session_id).details
    if asked.like:
        details = sessions.like(asked.like)
    elif asked.intervention_id or there:
        last = () if asked.intervention_id else sessions.between(today - _LOOKS_BACK, today, limit=1)
        latest = last[0].intervention_id if last else there[0].id if there else ""
        details = sessions.like_last(asked.intervention_id or latest, asked.kind)
    else:
        return None
    if asked.held_on is None:
        return details
    status = Status.PLANNED if asked.held_on > today else details.status
    return replace(details, held_on=asked.held_on, status=status)
