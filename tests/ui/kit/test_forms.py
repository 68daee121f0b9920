"""A form reads and writes a details dataclass, and tells every fault at once."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from vrp_desktop.domain.codes import code_list
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.ui.kit.dates import BirthDateField
from vrp_desktop.ui.kit.fields import (
    CheckField,
    ChoiceField,
    ManyField,
    NumberField,
    TextArea,
    TextField,
)
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.passphrases import PassphraseField

TODAY = date(2026, 11, 22)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    """A short form of a person."""
    made = Form()
    made.section("Who they are", "Only the name they like is needed.")
    made.add("known_as", "Known as", TextField())
    made.add("birth_date", "Birth date", BirthDateField(), "Leave it empty if it is not known.")
    made.add("district", "Lives in", ChoiceField(code_list("home_district")))
    made.add("enjoys", "Enjoys", TextArea())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_a_form_gives_back_what_was_written_into_it(form: Form) -> None:
    ana = PersonDetails("Ana", birth_date=date(2012, 3, 31), district="leeds", enjoys="Boxing\nand drawing")
    form.write(ana)
    assert form.build(PersonDetails) == ana
    assert not form.touched


def test_what_is_no_field_of_the_form_stays_as_it_was(form: Form) -> None:
    before = PersonDetails("Ana", pronouns="she/her", wants="A quiet place")
    form.write(before)
    typed(form.field("known_as"), "A")
    assert form.change(before) == PersonDetails("AnaA", pronouns="she/her", wants="A quiet place")
    assert form.touched


def test_nothing_chosen_is_not_recorded(form: Form) -> None:
    form.write(PersonDetails("Ana"))
    assert form.build(PersonDetails).district is None


def test_a_refusal_stands_at_the_top_and_beside_each_field(form: Form, qtbot: QtBot) -> None:
    form.write(PersonDetails(" ", birth_date=date(2030, 1, 1)))
    with pytest.raises(Refused) as caught:
        form.build(PersonDetails).checked(TODAY)
    form.refuse(caught.value)
    assert form.summary.texts() == [
        "Write what they like to be called. A nickname is enough.",
        "The birth date is in the future. Check the year.",
    ]
    assert form.fault("birth_date") == "The birth date is in the future. Check the year."
    assert form.fault("district") == ""
    assert form.summary.hasFocus()
    assert "There is a problem" in form.summary.accessibleName()
    assert form.field("birth_date").control().accessibleDescription().startswith("The birth date is in")


def test_the_summary_leads_to_the_field_by_keyboard(form: Form, qtbot: QtBot) -> None:
    form.refuse(Refused.for_fields({"enjoys": "Too long.", "known_as": "Missing."}))
    QTest.keyClick(form.summary, Qt.Key.Key_Tab)
    QTest.keyClick(form.summary, Qt.Key.Key_Tab)
    link = form.focusWidget()
    assert isinstance(link, QPushButton)
    assert link.text() == "Too long."
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert form.field("enjoys").control().hasFocus()


def test_what_cannot_be_read_is_refused_with_its_field(form: Form) -> None:
    form.write(PersonDetails("Ana"))
    day = form.field("birth_date").control()
    typed(day, "31")
    with pytest.raises(Refused) as caught:
        form.build(PersonDetails)
    assert list(caught.value.fields) == ["birth_date"]


def test_faults_go_and_the_words_stay_when_corrected(form: Form) -> None:
    form.write(PersonDetails("Ana"))
    form.refuse(Refused.for_fields({"known_as": "Wrong."}))
    form.clear_faults()
    assert form.fault("known_as") == ""
    assert not form.summary.isVisible()
    assert form.build(PersonDetails).known_as == "Ana"


def test_a_fault_of_no_field_is_told_too(form: Form) -> None:
    form.refuse(Refused("Somebody else took it away."))
    assert form.summary.texts() == ["Somebody else took it away."]


def test_every_control_has_a_name_and_an_identifier(form: Form) -> None:
    for name, words in (("known_as", "Known as"), ("district", "Lives in"), ("enjoys", "Enjoys")):
        control = form.field(name).control()
        assert control.accessibleIdentifier() == name
        buddies = [label for label in form.findChildren(QLabel) if label.buddy() is control]
        assert [label.text() for label in buddies] == [words]


def test_enter_in_a_line_submits(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(form.field("known_as").control(), Qt.Key.Key_Return)


def test_several_choices_are_one_stop_and_space_ticks(qtbot: QtBot) -> None:
    field = ManyField(code_list("priority"))
    edits: list[object] = []
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
    field.edited.connect(lambda: edits.append(field.value()))
    field.view.setFocus()
    QTest.keyClick(field.view, Qt.Key.Key_Space)
    QTest.keyClick(field.view, Qt.Key.Key_Down)
    QTest.keyClick(field.view, Qt.Key.Key_Space)
    assert field.value() == ("individual", "relationship")
    QTest.keyClick(field.view, Qt.Key.Key_Space)
    assert field.value() == ("individual",)
    assert edits == [("individual",), ("individual", "relationship"), ("individual",)]


def test_headings_of_groups_cannot_be_ticked_nor_chosen(qtbot: QtBot) -> None:
    many, one = ManyField(code_list("focus_area")), ChoiceField(code_list("ethnicity"))
    qtbot.addWidget(many)
    qtbot.addWidget(one)
    assert many.model.item(0).text() == "Individual"
    assert not many.model.item(0).isCheckable()
    many.set_value(["individual.mental_health"])
    assert many.value() == ("individual.mental_health",)
    assert one.box.itemText(1) == "Asian"
    assert one.box.itemData(1) is None


def test_letters_that_are_typed_find_a_choice_under_a_heading(qtbot: QtBot) -> None:
    field = ChoiceField(code_list("focus_area"), "Choose")
    qtbot.addWidget(field)
    QTest.keyClicks(field.box, "Educ")
    assert field.value() == "individual.education"


def test_a_code_that_is_no_longer_in_the_list_is_kept(qtbot: QtBot) -> None:
    field = ChoiceField(code_list("sex"))
    qtbot.addWidget(field)
    field.set_value("from_an_older_list")
    assert field.value() == "from_an_older_list"


def test_new_choices_keep_what_was_chosen(qtbot: QtBot) -> None:
    field = ChoiceField([("a", "A"), ("b", "B")], otherwise="")
    qtbot.addWidget(field)
    assert field.value() is None
    field.set_value("b")
    field.set_choices([("b", "Bee"), ("c", "C")])
    assert (field.value(), field.box.currentText()) == ("b", "Bee")


@pytest.mark.parametrize("text", ["1.5", "-1", "many", "²"])
def test_what_is_no_whole_number_is_refused(qtbot: QtBot, text: str) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    typed(field.edit, text)
    with pytest.raises(Refused):
        field.value()


def test_an_empty_number_is_none(qtbot: QtBot) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    assert field.value() is None
    field.set_value(0)
    assert field.value() == 0


def test_a_tick_says_its_own_words(qtbot: QtBot) -> None:
    field = CheckField("These are estimates")
    qtbot.addWidget(field)
    field.name_as("estimated", "", "")
    assert field.control().accessibleName() == "These are estimates"
    QTest.keyClick(field.box, Qt.Key.Key_Space)
    assert field.value() is True


def test_a_passphrase_is_hidden_until_asked_and_can_be_pasted(qtbot: QtBot) -> None:
    field = PassphraseField()
    qtbot.addWidget(field)
    field.edit.insert("grey kettle, open window")
    assert field.edit.displayText() == "●" * 24
    QTest.mouseClick(field.toggle, Qt.MouseButton.LeftButton)
    assert field.edit.displayText() == "grey kettle, open window"
    assert field.toggle.text() == "Hide"
    field.clear()
    assert field.value() == ""
    assert not field.toggle.isChecked()


@dataclass(frozen=True)
class Named:
    """Something with one field."""

    name: str = "?"


def test_a_mapping_can_be_written_too(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.add("name", "Name", TextField())
    form.write({"name": "Northside"})
    assert form.build(Named) == Named("Northside")


def typed(where: object, text: str) -> None:
    """Types text at the end of a field."""
    target = where.control() if hasattr(where, "control") else where
    QTest.keyClicks(target, text)  # type: ignore[arg-type]  # a widget, whatever its type was called
