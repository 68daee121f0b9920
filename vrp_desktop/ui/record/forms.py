"""The forms of a record: who somebody is, what matters to them, talking well, and the equality questions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.ui.kit.dates import BirthDateField
from vrp_desktop.ui.kit.fields import CheckField, ChoiceField, NumberField, TextArea, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import column


class WhoAndWhat(QWidget):
    """Who they are at the left, what matters to them at the right. Only one answer is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.who = Form()
        self.who.section("Who they are", "Only the name they like is needed. The rest can follow.")
        self.who.add("known_as", "Known as", TextField())
        self.who.add("pronouns", "Pronouns", TextField("she/her, they/them", width=18))
        self.who.add("given_name", "Given name", TextField())
        self.who.add("family_name", "Family name", TextField())
        self.who.add("birth_date", "Date of birth", BirthDateField(), "Leave it empty if it is not known.")
        self.who.add(
            "approximate_age",
            "Or about how old",
            NumberField(suffix="years"),
            "Used where there is no date of birth.",
        )
        self.who.add("district", "Lives in", ChoiceField(codes.code_list("home_district")))
        self.who.finish()
        self.matters = Form()
        self.matters.section("What matters to them", "In their own words where you can.")
        self.matters.add("enjoys", "Enjoys", TextArea(2))
        self.matters.add("good_at", "Is good at", TextArea(2))
        self.matters.add("wants", "Wants", TextArea(2))
        self.matters.add("trusts", "Trusts", TextArea(2))
        self.talking = Form()
        self.talking.section("How to talk with them well", "So that they do not have to explain it again.")
        self.talking.add("communication", "What helps in a conversation", TextArea(2))
        self.talking.add("language", "Language they speak best", TextField("English, unless it is another"))
        self.talking.add("interpreter", "An interpreter is needed", CheckField("An interpreter is needed"))
        self.talking.add("neurodiversity", "How their mind works, and what helps", TextArea(2))
        self.talking.add("access_needs", "What they need to take part", TextArea(2))
        self.talking.finish()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 12)
        layout.addWidget(Beside(self.who, column(self.matters, self.talking, spacing=22)))

    def write(self, details: PersonDetails) -> None:
        """Shows what stands in a record."""
        for form in (self.who, self.matters, self.talking):
            form.write(details)


class EqualityForm(Form):
    """Asked of everybody, answered by whoever wants to; None is not recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.section(
            "Equality",
            "These answers are voluntary. They show whether everybody is reached, and are only ever sent as "
            "counts of many. “Prefer not to say” is an answer; “Not recorded” means nobody has asked.",
        )
        for name in ("sex", "ethnicity", "disability", "send", "care", "education"):
            self.add(name, codes.code_list(name).title, ChoiceField(codes.code_list(name)))
        self.finish()


def answers_of(forms: Sequence[Form], before: PersonDetails, today: date) -> PersonDetails:
    """The details as the forms now say. An age that was not touched keeps the day it was judged on."""
    changed = before
    for form in forms:
        changed = form.change(changed)
    if changed.approximate_age == before.approximate_age and before.approximate_age_on:
        return changed
    judged = today if changed.approximate_age is not None else None
    return replace(changed, approximate_age_on=judged)
