"""The page that says how the store stands, to providers and commissioners."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.pages import Pages
from vrp_desktop import crash
from vrp_desktop.domain.places import Kind, Place
from vrp_desktop.services import health as services
from vrp_desktop.ui.health.screen import HealthScreen
from vrp_desktop.ui.kit.preferences import FAULTS, usual_folder


def words(screen: HealthScreen) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_the_store_is_checked_from_the_page(pages: Pages) -> None:
    screen = pages.open(HealthScreen, "health")
    assert "Soundness · Needs attention" in words(screen)
    assert "never been checked" in words(screen)
    assert screen.check_button.hasFocus()
    pages.key(screen.check_button, Qt.Key.Key_Return)
    assert "Soundness · In order" in words(screen)
    assert "Checked to its last page on Sunday 22 November 2026: sound." in words(screen)
    assert "Encryption · In order\nSQLCipher 4." in words(screen)
    assert screen.check_button.isEnabled()
    assert screen.check_button.text() == "Check the store now"


def test_the_page_scrolls_by_keyboard(pages: Pages, qtbot: QtBot) -> None:
    pages.frame.resize(683, 384)
    screen = pages.open(HealthScreen, "health")
    bar = screen.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)  # once it is laid out
    assert bar.value() == 0
    pages.key(screen.check_button, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    pages.key(screen.check_button, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_a_commissioner_s_store_has_the_page_too(commissioner_pages: Pages) -> None:
    screen = commissioner_pages.open(HealthScreen, "health")
    assert "Encryption · In order" in words(screen)
    assert "store c0" in words(screen)


def test_a_place_in_a_cloud_is_warned_of_with_the_way_out(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "place_of", lambda _: Place(Kind.CLOUD, "OneDrive"))
    screen = pages.open(HealthScreen, "health")
    assert "Place · Needs attention" in words(screen)
    assert "copied by OneDrive" in words(screen)
    assert "To move it: make a backup, sign out, move the whole folder to" in words(screen)
    assert "need your attention" in screen.summary.text()


def test_reports_of_faults_are_counted(pages: Pages, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    screen = pages.open(HealthScreen, "health")
    assert "nothing of anybody's record: none so far" in words(screen)
    for _ in range(2):
        crash.write(usual_folder(FAULTS), ValueError())
    screen.load()
    pages.settle()
    assert "nothing of anybody's record: 2 so far" in words(screen)
