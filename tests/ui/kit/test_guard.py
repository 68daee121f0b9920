"""The wording guard under a field: quiet, never in the way."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vrp_desktop.domain.wording import Label, Wording
from vrp_desktop.ui.kit.fields import TextArea
from vrp_desktop.ui.kit.guard import guard


def field(qtbot: QtBot) -> TextArea:
    made = TextArea(2)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_label_is_noticed_once_somebody_pauses_and_what_was_typed_stays(qtbot: QtBot) -> None:
    note = field(qtbot)
    QTest.keyClicks(note.edit, "He is an offender")
    assert not note.wording.isVisible(), "not while they type"
    qtbot.waitUntil(note.wording.isVisible, timeout=5_000)
    assert note.wording.text() == "“offender”: perhaps a child who has offended, or a young adult who has?"
    assert note.wording.accessibleName() == note.wording.text()
    assert note.value() == "He is an offender"
    assert note.edit.hasFocus() or not note.edit.isActiveWindow()
    note.edit.selectAll()
    QTest.keyClicks(note.edit, "Kind.")
    qtbot.waitUntil(lambda: not note.wording.isVisible(), timeout=5_000)


def test_what_is_read_back_is_not_lectured_about(qtbot: QtBot) -> None:
    note = field(qtbot)
    QTest.keyClicks(note.edit, "offender")
    qtbot.waitUntil(note.wording.isVisible, timeout=5_000)
    note.set_value("Another record: an offender")
    assert not note.wording.isVisible()
    qtbot.wait(600)
    assert not note.wording.isVisible()


def test_an_organisations_own_words_are_noticed_until_the_store_is_closed(qtbot: QtBot) -> None:
    note = field(qtbot)
    guard().use(Wording((Label(("frequent flyer",), "somebody who comes often"),)))
    QTest.keyClicks(note.edit, "A frequent flyer")
    qtbot.waitUntil(note.wording.isVisible, timeout=5_000)
    assert note.wording.text() == "“frequent flyer”: perhaps somebody who comes often?"
    guard().use(None)
    QTest.keyClicks(note.edit, "!")
    qtbot.waitUntil(lambda: not note.wording.isVisible(), timeout=5_000)
