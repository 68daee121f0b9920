"""The forms of the page Consent: what was answered in one conversation, a withdrawal, and who was told."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout

from vrp_desktop.domain import codes
from vrp_desktop.domain.consent import SELF, Conversation, NoticeDetails, gentle_word
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.field import Field
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea, TextField
from vrp_desktop.ui.kit.flow import Flowing
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import column, label

_CHOICES = (("yes", "Yes"), ("no", "No"), ("", "Not asked"))
_SAID = {"yes": True, "no": False}


class _Choice(QRadioButton):
    """Y and N answer, whichever of the three the keyboard stands on; arrows go from one to the next."""

    keyed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = {"y": "yes", "n": "no"}.get(event.text().lower())
        if answer is None or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        else:
            self.keyed.emit(answer)


class AnswersField(Field):
    """Yes, no or not asked to each of several things: one stop of the tab key for each."""

    def __init__(self, things: Mapping[str, str]) -> None:
        """``things`` are codes and their words."""
        super().__init__()
        self.buttons: dict[str, dict[str, _Choice]] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for code, words in things.items():
            group = QButtonGroup(self)
            self.buttons[code] = {}
            for answer, says in _CHOICES:
                one = _Choice(says)
                one.setAccessibleName(f"{words}: {says}")
                one.setAccessibleIdentifier(f"{code}-{answer or 'not-asked'}")
                group.addButton(one)
                self.buttons[code][answer] = one
                one.toggled.connect(self._toggled)
                one.keyed.connect(partial(self._answer, code))
            self.buttons[code][""].setChecked(True)
            layout.addWidget(
                column(label(words), Flowing(*self.buttons[code].values(), across=24), spacing=0)
            )
        self.setFocusProxy(self.control())

    def value(self) -> dict[str, bool]:
        """By code, yes or no; what was not asked is not in it."""
        return {
            code: _SAID[answer]
            for code, ones in self.buttons.items()
            for answer, one in ones.items()
            if one.isChecked() and answer in _SAID
        }

    def control(self) -> QRadioButton:
        """The answer that stands to the first thing: where the keyboard goes."""
        first = next(iter(self.buttons.values()))
        return next((one for one in first.values() if one.isChecked()), first[""])

    def name_as(self, name: str, words: str, description: str) -> None:
        self.setAccessibleIdentifier(name)
        self.setAccessibleName(words)
        self.describe(description)

    def set_faulty(self, faulty: bool) -> None:
        """The words beside it tell; a round button has no border to be drawn in another colour."""

    def _answer(self, code: str, answer: str) -> None:
        self.buttons[code][answer].setChecked(True)
        self.buttons[code][answer].setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggled(self, checked: bool) -> None:
        if checked:
            self._tell()

    def _show(self, value: Any) -> None:
        held = dict(value or {})
        for code, ones in self.buttons.items():
            answer = {True: "yes", False: "no", None: ""}[held.get(code)]
            ones[answer].setChecked(True)


class ConversationForm(Form):
    """Day, whose answer and how are asked once; each thing has its own yes or no."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._known_as = ""
        self._age: int | None = None
        self.section(
            "What they said", "One conversation, one save. What you did not ask about stays as it is."
        )
        self.add("decided_on", "On", DateField(today))
        self.by: ChoiceField = self.add(
            "given_by", "Whose answer it is", ChoiceField(codes.code_list("consent_by"), "Choose")
        )
        self.gentle = label("", "muted")
        self.place(self.gentle)
        self.add("name", "Who that is", TextField(), "A name, or what they are to them: “her nan”.")
        self.add("how", "How they answered", ChoiceField(codes.code_list("how_told"), "Choose"))
        things = {code.code: code.label for code in codes.code_list("consent_kind").codes}
        self.add("answers", "What they agree to", AnswersField(things), "Y is yes, N is no, Tab goes on.")
        self.add(
            "until_on", "A yes holds until", DateField(today, start_today=False), "Empty where it has no end."
        )
        self.add("note", "Note", TextArea(2), "Conditions, or their own words.")
        self.by.edited.connect(self.fit)
        self.about("", None)

    def about(self, known_as: str, age: int | None) -> None:
        """Whose record it is, for a gentle word about who may answer at that age."""
        self._known_as, self._age = known_as, age
        self.fit()

    def fit(self) -> None:
        """Asks who it was only where it was not themselves."""
        by = self.by.value()
        self.show_field("name", by not in (None, SELF))
        words = gentle_word(self._known_as, self._age, by)
        self.gentle.setText(words)
        self.gentle.setVisible(bool(words))

    def conversation(self) -> Conversation:
        """What the form says. Refused where a day cannot be read."""
        said: Conversation = self.build(Conversation)
        return Conversation(**{**vars(said), "name": ""}) if said.given_by == SELF else said

    def clear(self, today: date) -> None:
        """Ready for the next conversation."""
        self.write(Conversation(today, None, None))
        self.fit()


class WithdrawalForm(Form):
    """When a yes was taken back, and by whom."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.add("withdrawn_on", "Withdrawn on", DateField(today))
        self.add("withdrawn_by", "By", ChoiceField(codes.code_list("consent_by"), "Choose"))

    def clear(self, today: date) -> None:
        """Ready for the next one."""
        self.write({"withdrawn_on": today, "withdrawn_by": None})


class TellingForm(Form):
    """Who was told what is kept about them, and in whose words."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.add("told_on", "Told on", DateField(today))
        self.add("told_to", "Who was told", ChoiceField(codes.code_list("consent_by"), "Choose"))
        self.which: ChoiceField = self.add(
            "form", "In whose words", ChoiceField(codes.code_list("notice_form"), otherwise="")
        )
        self.add("how", "How", ChoiceField(codes.code_list("how_told"), "Choose"))
        self.add("note", "Note", TextArea(2), "What they asked, or wanted to have explained again.")

    def telling(self) -> NoticeDetails:
        """What the form says. Refused where the day cannot be read."""
        return self.build(NoticeDetails)

    def clear(self, today: date, form: str) -> None:
        """Ready for the next time; ``form`` is in the words for whose age."""
        self.write(NoticeDetails(today, None, form, None))
