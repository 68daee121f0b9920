"""Pauses and referrals onward, noted beside a journey and saved by themselves."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journeys import Journey
from vrp_desktop.domain.onward import WAITING, Onward, OnwardDetails
from vrp_desktop.domain.pauses import Pause, PauseDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.record.noted import Entry, Noted


class Pauses(Noted):
    """When somebody did not come for a time, and meant to come back."""

    came_back = Signal()
    """They are back, today, from the pause that is open."""

    def __init__(self, today: date) -> None:
        super().__init__("Pauses", "Pause", _pause, from_on=today, until_on=None, reason="")
        self.form.add("from_on", "Paused from", DateField(today, start_today=False))
        self.form.add(
            "until_on", "Back on", DateField(today, start_today=False), "Empty until they are back."
        )
        self.form.add("reason", "Why", TextArea(2), "A paused journey stays open, in the return as well.")
        self.back_button = button("They are back today", self.came_back.emit)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - what it was given above
        layout.insertWidget(2, row(self.back_button))
        self.show_pauses((), may_add=False)
        self.clear_form()

    def show_pauses(self, pauses: Sequence[Pause], may_add: bool) -> None:
        """Shows these. An open one is over before another begins."""
        open_one = any(pause.details.until_on is None for pause in pauses)
        self.show_entries(
            [Entry(pause.id, pause.details.told(), pause.details) for pause in pauses],
            may_add and not open_one,
        )
        self.back_button.setVisible(open_one)


class OnwardReferrals(Noted):
    """Where somebody was referred on to, and whether it was taken up."""

    def __init__(self, today: date) -> None:
        blank = {"destination": None, "referred_on": today, "referred_to": "", "uptake": WAITING}
        super().__init__("Referred on", "Refer on", _onward, **blank)
        self._today = today
        self.form.add(
            "destination", "To what kind of service", ChoiceField(codes.code_list("destination"), "–")
        )
        self.form.add("referred_to", "Which service", TextField())
        self.form.add("referred_on", "Referred on", DateField(today, start_today=False))
        self.form.add("reason", "Why", TextArea(2))
        self.uptake: ChoiceField = self.form.add(
            "uptake", "Taken up?", ChoiceField(codes.code_list("uptake"), otherwise="")
        )
        self.form.add("uptake_on", "Heard on", DateField(today, start_today=False))
        self.uptake.edited.connect(self.fit)
        self.clear_form()

    def show_referrals(self, onward: Sequence[Onward]) -> None:
        """Shows these, those that wait first."""
        waiting_first = sorted(onward, key=lambda one: not one.details.waits)
        self.show_entries(
            [Entry(one.id, one.details.told(self._today), one.details) for one in waiting_first]
        )

    def fit(self) -> None:
        self.form.show_field("uptake_on", self.uptake.value() not in (None, WAITING))


def _pause(form: Form) -> PauseDetails:
    answers = form.values()
    if answers["from_on"] is None:
        raise Refused.for_fields({"from_on": "Write the day from which they do not come."})
    return form.build(PauseDetails)


def _onward(form: Form) -> OnwardDetails:
    answers = form.values()
    if answers["referred_on"] is None:
        raise Refused.for_fields({"referred_on": "Write the day on which they were referred on."})
    return form.build(OnwardDetails, uptake=answers["uptake"] or WAITING)


class JourneyNotes(QWidget):
    """Both of them, for one stored journey; hidden for one that is not stored yet."""

    told = Signal(str)
    """Where the journey stands, in words."""
    noted = Signal()
    """Something of it was saved; what stands in the page's own form is not."""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__()
        self._screen, self._services = screen, services
        self._enrolment_id = ""
        today = services.workspace.today
        self.pauses, self.onward = Pauses(today), OnwardReferrals(today)
        self.boxes: tuple[Noted, ...] = (self.pauses, self.onward)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for box in self.boxes:
            layout.addWidget(box)
            box.closed.connect(self.noted)
        enrolments = services.enrolments
        self.pauses.save_wanted.connect(self._save_pause)
        self.pauses.came_back.connect(self._came_back)
        self.pauses.remove_wanted.connect(
            lambda entry_id: self._save(self.pauses, lambda: enrolments.remove_pause(entry_id))
        )
        self.onward.save_wanted.connect(self._save_onward)
        self.onward.remove_wanted.connect(
            lambda entry_id: self._save(self.onward, lambda: enrolments.remove_onward(entry_id))
        )

    def show_journey(self, journey: Journey | None) -> None:
        """What is noted beside a journey."""
        self._enrolment_id = "" if journey is None else journey.line.id
        self.setVisible(journey is not None)
        if journey is None:
            self.told.emit("")
            return
        self.told.emit(journey.line.told(self._services.workspace.today))
        self.pauses.show_pauses(journey.pauses, journey.line.details.started_on is not None)
        self.onward.show_referrals(journey.onward)

    def begun(self) -> Noted | None:
        """The form in which something stands that is not saved, if there is one."""
        return next((box for box in self.boxes if box.begun and box.form.touched), None)

    def _save_pause(self, entry_id: str, details: PauseDetails) -> None:
        enrolments, journey = self._services.enrolments, self._enrolment_id

        def save() -> Saved:
            return (
                enrolments.change_pause(entry_id, details) if entry_id else enrolments.pause(journey, details)
            )

        self._save(self.pauses, save)

    def _came_back(self) -> None:
        enrolments, journey = self._services.enrolments, self._enrolment_id
        today = self._services.workspace.today
        self._save(self.pauses, lambda: enrolments.come_back(journey, today))

    def _save_onward(self, entry_id: str, details: OnwardDetails) -> None:
        enrolments, journey = self._services.enrolments, self._enrolment_id

        def save() -> Saved:
            if entry_id:
                return enrolments.change_onward(entry_id, details)
            return enrolments.refer_on(journey, details)

        self._save(self.onward, save)

    def _save(self, box: Noted, call: Callable[[], Saved]) -> None:
        enrolments, journey = self._services.enrolments, self._enrolment_id

        def show(read: Journey) -> None:
            if read.line.id == self._enrolment_id:
                self.show_journey(read)

        def saved(_: Saved) -> None:
            if journey == self._enrolment_id:
                box.close_form()
                self._screen.read(lambda: enrolments.journey(journey), show, latest="noted")

        self._screen.save(call, saved, box.form.refuse)
