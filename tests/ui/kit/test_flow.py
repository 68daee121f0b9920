"""Pages fit the room they have: parts go below each other, figures into rows, columns leave."""

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from vrp_desktop.ui.kit import theme
from vrp_desktop.ui.kit.fields import ManyField
from vrp_desktop.ui.kit.flow import Beside, Figures
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.tables import Column, Table


def test_two_parts_stand_beside_each_other_where_there_is_room(qtbot: QtBot) -> None:
    first, second = QLabel("first"), QLabel("second")
    beside = Beside(first, second, (3, 1), wide=600, spacing=20)
    qtbot.addWidget(beside)
    beside.show()

    def below_at(width: int) -> bool:
        beside.resize(width, 300)
        QApplication.processEvents()
        return beside.below

    assert not below_at(820)
    assert (first.y(), second.y()) == (0, 0)
    assert first.width() > 2 * second.width()
    assert below_at(500)
    assert second.y() >= first.y() + first.height()
    assert first.width() == second.width() == 500
    assert not below_at(820)


def test_figures_go_on_in_another_row(qtbot: QtBot) -> None:
    figures = Figures(("people supported", "in the year so far", "sessions"))
    qtbot.addWidget(figures)
    figures.show_numbers(["12", "1,044", "3 → [c]"])
    wide = figures.sizeHint().width()
    one = figures.heightForWidth(wide)
    assert figures.heightForWidth(wide - 1) > one
    assert figures.heightForWidth(wide - 1) < figures.heightForWidth(120)
    assert figures.minimumSizeHint().width() < wide / 2
    assert figures.texts() == ["12", "1,044", "3 → [c]"]
    figures.clear()
    assert set(figures.texts()) == {"–"}


def test_columns_leave_by_their_number_and_come_back(qtbot: QtBot) -> None:
    table: Table[str] = Table(
        "Words",
        [
            Column("Name", lambda word: word, stretch=1),
            Column("Backwards", lambda word: word[::-1], leaves=1),
            Column("How long it is", lambda word: str(len(word)), number=True, leaves=2),
        ],
        "No words.",
    )
    qtbot.addWidget(table)
    table.show_lines(["incomprehensibility", "a"])

    def shown(width: int) -> list[str]:
        table.resize(width, 300)
        table.show()
        columns = table.model.columns
        return [part.title for at, part in enumerate(columns) if not table.view.isColumnHidden(at)]

    assert shown(900) == ["Name", "Backwards", "How long it is"]
    assert shown(400) == ["Name", "Backwards"]
    assert shown(240) == ["Name"]
    assert table.view.columnWidth(0) > 200
    assert shown(900) == ["Name", "Backwards", "How long it is"]


def test_marks_stand_before_the_words_in_the_colours_of_the_moment(qtbot: QtBot) -> None:
    field = ManyField([("society", "Society"), ("community", "Community")], mark=priority_mark)
    qtbot.addWidget(field)
    told: list[None] = []
    field.edited.connect(lambda: told.append(None))
    light = [item.icon().cacheKey() for item in field._items()]
    theme.theme().changed.emit()
    assert len(set(light)) == 2
    assert told == [], "a picture is no answer"
    field.set_choices([("individual", "Individual")])
    assert not field.model.item(0).icon().isNull()
    assert told == []
