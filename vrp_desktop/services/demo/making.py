"""Makes the demo's store: whole, or not at all."""

import secrets
import shutil
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from vrp_desktop import shipped
from vrp_desktop.db.queries import settings, users
from vrp_desktop.domain.demo import World, imagine
from vrp_desktop.domain.demo.programmes import Organisation, own
from vrp_desktop.domain.demo.timetable import Span
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.permissions import Role, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.services import stores
from vrp_desktop.services.demo.filling import Progress, fill
from vrp_desktop.services.organisation import PRIVACY
from vrp_desktop.services.workspace import Workspace

MOST_PEOPLE = 200_000
MOST_SESSIONS = 500_000
MOST_QUARTERS = 40
USER = "Demo manager"


def make(
    folder: Path,
    passphrase: str,
    seed: int = 1,
    people: int = 120,
    sessions: int = 240,
    quarters: int = 4,
    today: date | None = None,
    progress: Progress = lambda done, total, what: None,
) -> Workspace:
    """Makes a provider's store and fills it: the same seed and day give the same people.

    ``quarters`` reach back from the quarter that ``today`` lies in, itself included. Where ``today`` is
    given, the workspace's clock stands at noon of that day. ``progress`` gets rows done, rows in all, and of
    what; an error it raises stops the making. Refuses a folder that holds anything, and numbers that make
    no sense. Whatever stops it, nothing is left in the folder."""
    _check(people, sessions, quarters)
    clock = noon_of(today) if today is not None else None
    day = today or datetime.now().astimezone().date()
    span = Span(first_of(Quarter.of(day), quarters), day)
    organisation = own(span.first - timedelta(days=365), people)

    def world() -> World:
        progress(0, 1, "inventing people")
        return imagine(organisation, seed, people, sessions, span)

    return store_of(folder, passphrase, organisation, world, clock, progress)


def store_of(
    folder: Path,
    passphrase: str,
    organisation: Organisation,
    world: Callable[[], World],
    clock: Callable[[], datetime] | None,
    progress: Progress,
) -> Workspace:
    """An organisation's store, filled beside ``folder`` and moved there once it is whole."""
    folder = folder.absolute()
    if stores.look(folder) is not stores.Found.NOTHING:
        raise Refused(f"There is a store in {folder} already. Sign in to it, or choose another folder.")
    if folder.is_file() or (folder.exists() and any(folder.iterdir())):
        raise Refused(
            f"There is something in {folder} already. Choose an empty folder, or the name of a new one."
        )
    # The name is one that a later stores.create in this place clears away, should this be killed.
    making = folder.with_name(f".{folder.name}.making-{secrets.token_hex(4)}")
    try:
        created = stores.create(making, StoreKind.PROVIDER, organisation.name, USER, passphrase, clock)
        try:
            _become_lead(created.workspace)
            _say_privacy(created.workspace)
            fill(created.workspace, world(), progress)
        finally:
            created.workspace.close()
        _move(making, folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return stores.sign_in(folder, passphrase, clock)


def _become_lead(workspace: Workspace) -> None:
    """Whoever looks around sees the lead's pages too."""
    actor = workspace.actor
    with workspace.store.writing(actor.id, workspace.clock) as tx:
        users.change(tx, actor.id, UserDetails(actor.name, actor.roles | {Role.SAFEGUARDING_LEAD}))


def _say_privacy(workspace: Workspace) -> None:
    """What its notices say of the organisation."""
    said = shipped.read_json("demo", "papers.json")["privacy"]
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        settings.write(tx, PRIVACY, said)


def first_of(last: Quarter, quarters: int) -> date:
    """The first day of so many quarters that end with ``last``."""
    quarter = last
    for _ in range(quarters - 1):
        quarter = quarter.previous
    return quarter.start


def noon_of(day: date) -> Callable[[], datetime]:
    """A clock that stands at noon of a day, in the local zone."""
    noon = datetime.combine(day, time(12)).astimezone()
    return lambda: noon


def _move(making: Path, folder: Path) -> None:
    try:
        if folder.exists():
            folder.rmdir()  # It is empty; Windows cannot rename over a folder.
        making.rename(folder)
    except OSError as fault:
        raise Trouble(
            f"The demo could not be put into {folder}: {fault.strerror or fault}. Choose another folder."
        ) from fault


def _check(people: int, sessions: int, quarters: int) -> None:
    faults = {}
    for name, number, least, most in (
        ("people", people, 1, MOST_PEOPLE),
        ("sessions", sessions, 1, MOST_SESSIONS),
        ("quarters", quarters, 1, MOST_QUARTERS),
    ):
        if not least <= number <= most:
            faults[name] = f"The number of {name} is between {least} and {most:,}; {number:,} is not."
    if faults:
        raise Refused.for_fields(faults)
