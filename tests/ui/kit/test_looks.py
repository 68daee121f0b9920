"""The theme, the icons, the charts, the messages and the preferences."""

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vrp_desktop import shipped
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.services.places import place_of
from vrp_desktop.ui.kit import messages, theme
from vrp_desktop.ui.kit.charts import Bar, BarRows, BeforeAfter, Movement, as_table, explained
from vrp_desktop.ui.kit.icons import icon, priority_mark
from vrp_desktop.ui.kit.parts import OneLine, button, identifier
from vrp_desktop.ui.kit.preferences import IDLE_MINUTES, Preferences, usual_folder
from vrp_desktop.ui.kit.tables import Table

PRIORITIES = ("individual", "relationship", "community", "society", "sustainability")


@pytest.mark.parametrize("choice", [theme.Choice.LIGHT, theme.Choice.DARK, theme.Choice.HIGH_CONTRAST])
def test_every_choice_dresses_the_window(qapp: QApplication, choice: theme.Choice) -> None:
    theme.dress(qapp, choice)
    assert theme.colours().name == choice.value
    assert qapp.palette().window().color() == QColor(theme.colours().paper)
    assert theme.colours().accent in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_the_system_is_followed_without_a_wish(qapp: QApplication) -> None:
    theme.dress(qapp, theme.Choice.SYSTEM)
    assert theme.colours().name in ("light", "dark", "high contrast")


def test_dates_and_numbers_are_british(qapp: QApplication) -> None:
    assert QLocale().name() == "en_GB"


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit])
def test_controls_are_as_high_as_a_finger_needs(qtbot: QtBot, kind: type[QWidget]) -> None:
    made = kind()
    qtbot.addWidget(made)
    made.show()
    assert made.height() >= 36


def test_a_tick_box_is_a_target_of_24_pixels(qtbot: QtBot) -> None:
    box = QCheckBox("Here")
    qtbot.addWidget(box)
    assert box.sizeHint().height() >= 24


def test_every_icon_draws_in_the_colour_asked_for(qapp: QApplication) -> None:
    names = [path.stem for path in shipped.folder("icons").glob("*.svg") if "-" not in path.stem]
    assert len(names) > 10
    for name in names:
        picture = icon(name, "#FF0000").pixmap(QSize(48, 48)).toImage()
        assert inks(picture) == {(255, 0, 0)}, name


def test_the_five_priorities_differ_in_shape_not_only_in_colour(qapp: QApplication) -> None:
    shapes = {bytes(alpha(priority_mark(code).pixmap(QSize(32, 32)).toImage())) for code in PRIORITIES}
    assert len(shapes) == 5


def test_a_focus_area_carries_its_priority_s_mark(qapp: QApplication) -> None:
    assert priority_mark("society.x").cacheKey() == priority_mark("society").cacheKey()


def test_before_and_after_reads_as_a_sentence_and_as_a_table(qtbot: QtBot) -> None:
    chart = BeforeAfter(
        "Own goals",
        [
            Movement("Sleep better", 3, 7, 0, 10),
            Movement("Boxing", 4, None, 0, 10),
            Movement("X", None, None, 0, 10),
        ],
    )
    qtbot.addWidget(chart)
    assert chart.accessibleName() == "Own goals"
    assert chart.accessibleDescription() == (
        "Sleep better: from 3 to 7 of 10. Boxing: 4 of 10 before, nothing after yet. X: nothing recorded yet."
    )
    table = as_table(chart)
    qtbot.addWidget(table)
    assert isinstance(table, Table)
    assert table.texts() == [
        ["Sleep better", "3", "7", "10"],
        ["Boxing", "4", "–", "10"],
        ["X", "–", "–", "10"],
    ]
    assert paints(chart)


def test_bars_say_their_numbers_and_what_is_not_published(qtbot: QtBot) -> None:
    chart = BarRows(
        "Sessions", [Bar("Leeds", 1200, priority="society"), Bar("Wakefield", None), Bar("Bradford", 3)]
    )
    qtbot.addWidget(chart)
    assert chart.accessibleDescription() == "Leeds: 1,200; Wakefield: not published; Bradford: 3"
    assert paints(chart)


def test_a_chart_turns_into_a_table_and_back(qtbot: QtBot) -> None:
    box = explained(BarRows("Sessions", [Bar("Leeds", 2)]))
    qtbot.addWidget(box)
    toggle = box.findChildren(QPushButton)[0]
    toggle.click()
    assert [table.texts() for table in box.findChildren(Table)] == [[["Leeds", "2"]]]
    assert toggle.text() == "Show as chart"
    toggle.click()
    assert toggle.text() == "Show as table"


def test_a_refusal_and_trouble_are_shown_as_they_are_said(qtbot: QtBot) -> None:
    for box in (messages.refused(None, Refused("Do this.")), messages.trouble(None, Trouble("Do that."))):
        qtbot.addWidget(box)
        assert box.text() in ("Do this.", "Do that.")
        box.close()


def test_a_crash_says_where_and_never_what(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("Ana Kowalska, born 2012")
    except ValueError as error:
        with caplog.at_level(logging.ERROR):
            box = messages.crashed(None, error)
    qtbot.addWidget(box)
    assert "ValueError at tests.ui.kit.test_looks:" in box.text()
    assert "Ana" not in box.text() + box.informativeText() + box.detailedText() + caplog.text
    assert "ValueError" in caplog.text
    box.close()


def test_preferences_are_remembered(tmp_path: Path) -> None:
    here = Preferences()
    assert (here.colours, here.idle_minutes, here.last_folder) == (theme.Choice.SYSTEM, IDLE_MINUTES, None)
    here.colours, here.idle_minutes, here.last_folder = theme.Choice.DARK, 15, tmp_path
    again = Preferences()
    assert (again.colours, again.idle_minutes, again.last_folder) == (theme.Choice.DARK, 15, tmp_path)


def test_nonsense_in_the_preferences_is_put_right() -> None:
    here = Preferences()
    here._stored.setValue("colours", "plaid")
    here._stored.setValue("idle_minutes", "never")
    assert (here.colours, here.idle_minutes) == (theme.Choice.SYSTEM, IDLE_MINUTES)


def test_the_usual_folder_is_on_this_laptop() -> None:
    assert usual_folder("demo").parts[-2:] == ("vrp-desktop", "demo")
    assert place_of(usual_folder("demo")).is_safe


def test_a_long_title_ends_in_dots_and_is_read_out_whole(qtbot: QtBot) -> None:
    title = OneLine("Register · Harehills detached youth work on a Sunday", "title")
    qtbot.addWidget(title)
    title.resize(200, 40)
    title.show()
    assert title.text().endswith("Sunday")
    assert title.accessibleName() == title.text()
    assert title.toolTip() == title.text()


def test_words_make_identifiers() -> None:
    assert identifier("Log a session…") == "log-a-session"
    assert button("Log a session").accessibleIdentifier() == "log-a-session"


def inks(picture: QImage) -> set[tuple[int, int, int]]:
    """The colours of the fully painted pixels."""
    found = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return {(one.red(), one.green(), one.blue()) for one in found if one.alpha() == 255}


def alpha(picture: QImage) -> list[int]:
    """How far each pixel is painted."""
    return [picture.pixelColor(x, y).alpha() for x in range(picture.width()) for y in range(picture.height())]


def paints(widget: QWidget) -> bool:
    """Whether it draws the accent's or a priority's colour somewhere."""
    widget.resize(500, widget.height())
    picture = widget.grab().toImage()
    drawn = inks(picture)
    wanted = [QColor(theme.colours().accent), QColor(theme.colours().society)]
    return any((ink.red(), ink.green(), ink.blue()) in drawn for ink in wanted)
