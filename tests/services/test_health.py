"""How a real store stands, and that a damaged one is found out and noted."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import NOW, Clock, a_person
from vrp_desktop import __version__
from vrp_desktop.db import upgrade
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.health import WANTED, Checked
from vrp_desktop.domain.permissions import Actor, Role, StoreKind
from vrp_desktop.services.backups import Backups
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.health import Health
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace

PAGE = 4096


def test_a_fresh_store_is_as_it_should_be(provider: Provider) -> None:
    report = provider.health.report()
    assert report.settings == WANTED
    assert report.cipher.startswith("4.")
    assert report.folder == provider.workspace.folder
    assert report.place.is_safe
    assert report.checked is None
    assert report.program == __version__
    assert report.schema == upgrade.NEWEST[StoreKind.PROVIDER]
    assert report.size >= (report.folder / STORE_FILE).stat().st_size > 0
    assert report.free > 0
    assert report.backups == Backups(provider.workspace).line().words
    assert report.backups_overdue


def test_a_commissioner_s_store_tells_as_much(commissioner_workspace: Workspace) -> None:
    report = Commissioner(commissioner_workspace).health.report()
    assert report.settings == WANTED
    assert report.schema == upgrade.NEWEST[StoreKind.COMMISSIONER]


@pytest.mark.parametrize("role", [Role.WORKER, Role.TRUSTEE, Role.ADMINISTRATOR])
def test_anybody_may_look_and_check(workspace: Workspace, role: Role) -> None:
    theirs = Health(replace(workspace, actor=Actor(workspace.actor.id, "Alex", frozenset({role}))))
    assert theirs.check() == Checked(NOW, ())
    assert theirs.report().checked == Checked(NOW, ())


def test_a_check_is_noted_with_its_day(provider: Provider, clock: Clock) -> None:
    provider.people.add(a_person())
    provider.health.check()
    clock.go(days=3)
    checked = provider.health.report().checked
    assert checked is not None
    assert checked.at.date() == date(2026, 11, 22)
    provider.health.check()
    checked = provider.health.report().checked
    assert checked is not None
    assert checked.at.date() == date(2026, 11, 25)


def test_a_page_that_nobody_reads_is_found_out(workspace: Workspace) -> None:
    provider = Provider(workspace)
    for number in range(40):
        provider.people.add(a_person(f"P{number}", enjoys="x" * 4_000))
    key = workspace.store.key
    workspace.close()
    path = workspace.folder / STORE_FILE
    bent = bytearray(path.read_bytes())
    bent[-2 * PAGE + 100] ^= 4
    path.write_bytes(bent)
    again = replace(workspace, store=Store.open(workspace.folder, key))
    told = ""
    try:
        told = " ".join(Health(again).check().faults)
        noted = Health(again).report().checked
        assert noted is not None
        assert told == " ".join(noted.faults)
    except Trouble as trouble:
        # A page that the check itself needs cannot even be read: it ends with the advice.
        told = str(trouble).partition("restore the latest backup")[1]
    finally:
        again.close()
    assert told
