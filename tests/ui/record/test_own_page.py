"""Their own page on the screen: parts left off, names told of, opened to be printed."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from tests.builders import a_person
from tests.ui.pages import Pages
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.own_page_screen import OwnPageScreen
from vrp_desktop.ui.record.screen import PersonScreen


def test_parts_are_left_off_and_the_page_is_opened(
    pages: Pages, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    # The other program that would show it.
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    ana = provider.people.add(a_person("Ana", enjoys="Drawing with Ben", wants="To sleep")).id
    provider.people.add(a_person("Ben"))
    record = pages.open(PersonScreen, "person", person_id=ana)
    pages.click(record.own_button)
    screen = pages.shown(OwnPageScreen)
    assert screen.who.text() == "Ana"
    assert "Drawing with Ben" in screen.shown.text()
    assert screen.names.text() == ("Names of other people stand on it: Ben. Are they all right to be there?")
    screen.parts.set_value([part for part in screen.parts.value() if part != "likes"])
    screen.parts.edited.emit()
    assert "Drawing" not in screen.shown.text()
    assert "“To sleep”" in screen.shown.text()
    assert not screen.names.isVisible()
    pages.click(screen.open_button)
    assert screen.opened.isVisible()
    (url,) = opened
    assert url.toLocalFile().endswith(".pdf")


def test_nothing_written_yet_says_where_to_begin(pages: Pages, provider: Provider) -> None:
    tiny = provider.people.add(a_person("Tiny")).id
    screen = pages.open(OwnPageScreen, "own-page", person_id=tiny)
    assert "About them" in screen.shown.text()
    screen.forget()
    assert screen.who.text() == ""
    assert screen.shown.text() == ""


def test_a_record_that_is_gone_says_so(pages: Pages) -> None:
    pages.frame.go("own-page", person_id="nobody")
    pages.settle()
    assert "person" in pages.message()
