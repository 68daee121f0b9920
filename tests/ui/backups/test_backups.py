"""The page of the backups, and the keeper that makes them while somebody works."""

import time
from itertools import pairwise
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import Clock, a_person
from tests.ui.pages import Pages
from vrp_desktop.services.backup_places import first_place
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace
from vrp_desktop.ui.backups.screen import BackupsScreen, size
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.organisation.commissioner_screen import CommissionerOrganisationScreen
from vrp_desktop.ui.shell.keeper import Keeper


def test_an_empty_page_invites_to_the_first(pages: Pages, provider: Provider) -> None:
    screen = pages.open(BackupsScreen, "backups")
    assert screen.proven.text() == "No backup has been proven yet."
    assert screen.table.texts() == []
    assert not screen.rehearse_button.isVisible()
    assert "none yet" in screen.second.text()
    assert screen.table.invite_button is not None
    pages.click(screen.table.invite_button)
    assert [line[:2] for line in screen.table.texts()] == [["Sunday 22 November 2026, 19:00", "By hand"]]
    assert screen.said.text().startswith("Backed up and proven: northside-youth_2026-11-22T1900.vrpbackup")


def test_the_newest_is_proven_by_keyboard(pages: Pages, provider: Provider) -> None:
    screen = pages.open(BackupsScreen, "backups")
    assert screen.now.hasFocus()
    pages.key(screen.now, Qt.Key.Key_Return)
    pages.key(screen.rehearse_button, Qt.Key.Key_Space)
    assert screen.proven.text() == "Backup proven Sunday 22 November."
    assert screen.table.texts()[0][3] == "Sunday 22 November 2026, 19:00"
    assert "everything is in it" in screen.said.text()


def test_a_second_place_is_chosen_goes_away_and_is_left(
    pages: Pages, provider: Provider, tmp_path: Path, clock: Clock
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    screen = pages.open(BackupsScreen, "backups")
    screen.choose_second(stick)
    pages.settle()
    assert "on the same disk as the store" in screen.second.text()
    pages.click(screen.now)
    assert screen.table.texts()[0][4] == "Yes"
    stick.rename(tmp_path / "pocket")
    clock.go(days=1)
    provider.people.add(a_person())
    pages.click(screen.now)
    assert "which is away now" in screen.second.text()
    assert "the second place has been away since 23 November" in screen.proven.text()
    assert [line[4] for line in screen.table.texts()] == ["–", "–"]
    pages.click(screen.leave)
    assert "none yet" in screen.second.text()
    screen.choose_second(tmp_path / "nowhere")
    pages.settle()
    assert pages.refused == [f"There is no folder {tmp_path / 'nowhere'}. Choose one that is there."]


def test_a_backup_goes_to_a_folder_of_its_own(pages: Pages, tmp_path: Path) -> None:
    screen = pages.open(BackupsScreen, "backups")
    screen.back_up(tmp_path / "usb")
    pages.settle()
    assert len(list((tmp_path / "usb").iterdir())) == 1
    assert screen.table.texts() == []


def test_a_file_that_cannot_be_used_is_named(pages: Pages, workspace: Workspace) -> None:
    place = first_place(workspace.folder)
    place.mkdir()
    (place / "torn.vrpbackup").write_bytes(b"PK\x03\x04 and no more")
    screen = pages.open(BackupsScreen, "backups")
    assert "torn.vrpbackup is damaged" in screen.unusable.text()


def test_locking_does_not_wait_for_a_backup(pages: Pages, workspace: Workspace) -> None:
    screen = pages.open(BackupsScreen, "backups")
    screen.back_up()
    screen.forget()
    pages.settle()
    assert [path.name for path in first_place(workspace.folder).iterdir() if path.is_dir()] == []


def test_the_commissioner_comes_to_it_from_the_organisation(commissioner_pages: Pages) -> None:
    pages = commissioner_pages
    screen = pages.open(CommissionerOrganisationScreen, "organisation")
    backups = next(made for made in screen.findChildren(QPushButton) if made.text() == "Backups")
    pages.key(backups, Qt.Key.Key_Return)
    pages.click(pages.shown(BackupsScreen).now)
    assert len(pages.shown(BackupsScreen).table.texts()) == 1


def test_the_keeper_tells_the_quiet_line_and_keeps_what_is_due(
    qtbot: QtBot, provider: Provider, work: Work, workspace: Workspace
) -> None:
    told: list[str] = []
    keeper = Keeper(provider.backups, work, work)
    keeper.told.connect(told.append)
    keeper.start()
    qtbot.waitUntil(lambda: told == ["No backup has been proven yet"])
    keeper.keep()
    keeper.keep()
    qtbot.waitUntil(lambda: not work.is_busy())
    assert told[-1] == "Backup proven Sunday 22 November"
    assert len(list(first_place(workspace.folder).glob("*.vrpbackup"))) == 1
    keeper.stop()


def test_a_keeper_that_cannot_says_so_and_stops_nobody(
    qtbot: QtBot, provider: Provider, work: Work, workspace: Workspace
) -> None:
    first_place(workspace.folder).write_text("a file where the folder should be")
    told: list[str] = []
    keeper = Keeper(provider.backups, work, work)
    keeper.told.connect(told.append)
    keeper.keep()
    qtbot.waitUntil(lambda: not work.is_busy())
    assert told[-1].startswith("No backup could be made. Nothing could be written in")
    provider.people.add(a_person())


def test_the_window_does_not_stall_while_a_backup_is_made(
    qtbot: QtBot, provider: Provider, work: Work
) -> None:
    """The longest time between two beats of the window's own clock. Of nine backups the middle one counts:
    what the program does wrong it does in each, what a busy computer does it does in some."""
    for number in range(30):
        provider.people.add(a_person(f"Person {number}"))
    beats: list[float] = []
    timer = QTimer(work, interval=5)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    longest: list[float] = []
    for _ in range(9):
        beats.clear()
        work.long(lambda job: provider.backups.back_up(None, job.progress, job.cancelled), beside=True)
        qtbot.waitUntil(lambda: not work.is_busy(), timeout=20_000)
        longest.append(max(later - earlier for earlier, later in pairwise(beats)))
    timer.stop()
    assert median(longest) < 0.100


def test_sizes_are_written_for_people() -> None:
    assert [size(n) for n in (900, 99_999, 100_000, 104_000_000)] == ["1 KB", "100 KB", "0.1 MB", "104.0 MB"]
