"""Tables read as rows of words, by keyboard, without dragging."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vrp_desktop.ui.kit.tables import ROW, Column, Table

LINES = [("Ana", "Harehills Place, behind the old library", 3), ("Ben", "Northside", 1204)]
Line = tuple[str, str, int]
ASKED: list[str] = []


def table(qtbot: QtBot, width: int = 700) -> Table[Line]:
    made: Table[Line] = Table(
        "Sessions",
        [
            Column("Known as", lambda line: line[0], stretch=1),
            Column("Place", lambda line: line[1], stretch=1),
            Column("Came", lambda line: f"{line[2]:,}", number=True),
        ],
        "Nobody yet.",
        "Add a person",
        ASKED.clear,
    )
    qtbot.addWidget(made)
    made.resize(width, 300)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_a_table_reads_as_its_lines(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.show_lines(LINES)
    assert made.texts() == [
        ["Ana", "Harehills Place, behind the old library", "3"],
        ["Ben", "Northside", "1,204"],
    ]
    assert made.view.rowHeight(0) == ROW
    index = made.model.index(0, 2)
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert made.view.accessibleName() == "Sessions"


def test_columns_fill_the_room_and_never_scroll_sideways(qtbot: QtBot) -> None:
    for width in (360, 700, 1200):
        made = table(qtbot, width)
        made.show_lines(LINES)
        room = made.view.viewport().width()
        widths = [made.view.columnWidth(number) for number in range(3)]
        assert room - 2 <= sum(widths) <= room
        assert widths[2] < widths[1]


def test_enter_opens_the_line_the_keyboard_stands_on(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.show_lines(LINES)
    made.view.setFocus()
    opened: list[object] = []
    made.opened.connect(opened.append)
    QTest.keyClick(made.view, Qt.Key.Key_Return)
    QTest.keyClick(made.view, Qt.Key.Key_Down)
    QTest.keyClick(made.view, Qt.Key.Key_Return)
    assert opened == LINES


def test_tab_leaves_the_table(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.show_lines(LINES)
    made.view.setFocus()
    QTest.keyClick(made.view, Qt.Key.Key_Tab)
    assert made.view.currentIndex().column() == 0


def test_the_keyboard_keeps_its_place_when_lines_are_read_again(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.show_lines(LINES)
    made.choose(1)
    made.show_lines([*LINES, ("Cee", "Northside", 2)])
    assert made.current() == LINES[1]


def test_an_empty_table_invites_to_the_next_step(qtbot: QtBot) -> None:
    made = table(qtbot)
    assert made.currentIndex() == 1 or not made.model.lines
    made.show_lines([])
    assert made.empty_label.isVisible()
    assert made.invite_button is not None
    ASKED.append("nothing yet")
    QTest.mouseClick(made.invite_button, Qt.MouseButton.LeftButton)
    assert ASKED == []
    made.show_lines(LINES)
    assert not made.empty_label.isVisible()
