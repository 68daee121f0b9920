"""The forms a session is logged in: only what its kind asks for, with the kind's own words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.doubts import ends_at
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.session_kinds import asks
from vrp_desktop.domain.sessions import SessionDetails, Status
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.fields import ChoiceField, ManyField, TextArea, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.sessions.beginning import Offers
from vrp_desktop.ui.sessions.fields import BeginField, KindField, MinutesField, PlaceField

STATES = (
    (Status.DELIVERED.value, "It took place"),
    (Status.PLANNED.value, "It is planned"),
    (Status.CANCELLED.value, "It did not happen"),
)


class LogForms:
    """The kind above; what was done, when, where and by whom to the left; what it was about to the right."""

    def __init__(self, today: date, me: str) -> None:
        self._me = me
        self._groups: frozenset[str] = frozenset()
        self._written: dict[str, Any] = {}
        self._setting: tuple[str, str | None] = ("", None)
        self.top = Form(wide=True)
        self.kind: KindField = self.top.add("kind", "What was it?", KindField())
        self.form = Form()
        self.which: ChoiceField = self.form.add("intervention_id", "Intervention", ChoiceField(otherwise=""))
        self.title: TextField = self.form.add("title", "Title", TextField())
        self.group: ChoiceField = self.form.add(
            "group_id", "Group", ChoiceField(otherwise="No group: everybody enrolled")
        )
        self.place: PlaceField = self.form.add("place", "Place", PlaceField())
        self.held_on: DateField = self.form.add(
            "held_on", "Day", DateField(today), "The up and down keys move it by a day."
        )
        self.starts_at: BeginField = self.form.add("starts_at", "Began at", BeginField())
        self.minutes: MinutesField = self.form.add("minutes", "How long", MinutesField())
        self.form.add("weather", "Weather", ChoiceField(codes.code_list("weather")))
        self.form.add("setting", "Setting", ChoiceField(codes.code_list("setting")))
        self.workers: ManyField = self.form.add(
            "workers", "Who led it", ManyField(rows=3), "Tick two, or a colleague you log it for."
        )
        self.status: ChoiceField = self.form.add(
            "status", "Did it take place?", ChoiceField(STATES, otherwise="")
        )
        self.reason: ChoiceField = self.form.add(
            "cancel_reason", "Why it did not happen", ChoiceField(codes.code_list("cancel_reason"), "Choose")
        )
        self.form.finish()
        self.about = Form()
        self.about.section("What it was about", "The return counts sessions against the five priorities.")
        self.priorities: ManyField = self.about.add(
            "priorities",
            "Priorities",
            ManyField(codes.code_list("priority"), rows=5, mark=priority_mark),
            "Alt+1 to Alt+5 tick and untick them.",
        )
        self.areas: ManyField = self.about.add(
            "focus_areas", "Focus areas", ManyField(rows=6, mark=priority_mark)
        )
        self.about.add("note", "Note", TextArea(3), "What went well, what to remember next time.")
        self.about.finish()
        self.status.edited.connect(self.fit)
        self.priorities.edited.connect(self.fit)
        for field in (self.starts_at, self.minutes):
            field.control().textChanged.connect(self._fit_end)

    @property
    def every(self) -> tuple[Form, Form, Form]:
        """The forms, in the order in which a draft keeps them."""
        return self.form, self.about, self.top

    def listen(self, page: QWidget) -> None:
        """Lets Alt+1 to Alt+5 tick the priorities from anywhere on the page."""
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for row in range(self.priorities.model.rowCount()):
            QShortcut(QKeySequence(f"Alt+{row + 1}"), page, self._ticking(row), context=within)

    def offer_interventions(self, interventions: tuple[Intervention, ...], kinds: tuple[str, ...]) -> None:
        """The interventions there are, and the kinds in the order in which they are used."""
        self.which.set_choices([(i.id, i.name) for i in interventions])
        self.kind.set_order(kinds)

    def offer(self, offered: Offers) -> None:
        """What can be chosen in the intervention."""
        self.place.set_places(offered.places)
        self.group.set_choices(offered.groups)
        self._groups = frozenset(group_id for group_id, _ in offered.groups)
        self.workers.set_choices(
            [(u.id, f"{u.name} (you)" if u.id == self._me else u.name) for u in offered.colleagues]
        )
        self.fit()

    def write(self, details: SessionDetails) -> None:
        """Shows a session."""
        self.top.write(details)
        offered = details.group_id in self._groups
        self.form.write(details if offered else replace(details, group_id=None))
        self.status.set_value(details.status.value)
        self.priorities.set_value(details.priorities)
        self.fit()
        self.about.write(details)
        self._setting = (details.kind, details.setting)
        self._written = self._typed()

    def write_anew(self, details: SessionDetails) -> None:
        """Shows another session in place of the one that was suggested; what was typed meanwhile stays."""
        typed = {name: value for name, value in self._typed().items() if value != self._written.get(name)}
        self.write(details)
        if typed:
            for form in self.every:
                form.put_back(typed)
            self.fit()

    def write_moved(self, details: SessionDetails) -> None:
        """Shows a session that another intervention was chosen for; it is not saved yet."""
        self.write(details)
        for form in self.every:
            form.put_back({})

    def details(self) -> SessionDetails:
        """The session as it stands there. Refused with every field that cannot be read."""
        faults: dict[str, str] = {}
        answers: dict[str, Any] = {}
        for form in self.every:
            try:
                answers |= form.values()
            except Refused as refused:
                faults |= refused.fields
        if faults:
            raise Refused.for_fields(faults)
        if answers["held_on"] is None:
            raise Refused.for_fields({"held_on": "Write the day it took place, or is planned for."})
        answers["status"] = Status(answers["status"])
        answers["minutes"] = answers["minutes"] or 0
        if answers["status"] is not Status.CANCELLED:
            answers["cancel_reason"] = None
        if not self.form.shows("group_id"):
            answers["group_id"] = None
        if not asks(answers["kind"]).setting and self._setting[0] != answers["kind"]:
            answers["setting"] = None  # That of another kind; its own is known.
        return SessionDetails(**answers)

    def fit(self) -> None:
        """Shows what the kind asks for, in its own words, and the focus areas of the chosen priorities."""
        wanted = asks(self.kind.value())
        self.form.rename("place", wanted.place)
        self.form.rename("title", wanted.title or "Title")
        self.form.show_field("title", bool(wanted.title))
        self.form.show_field("setting", wanted.setting)
        self.form.show_field("weather", wanted.weather)
        self.form.show_field("group_id", wanted.regulars and bool(self._groups))
        self.form.show_field("workers", self.workers.model.rowCount() > 1)
        self.form.show_field("cancel_reason", self.status.value() == Status.CANCELLED.value)
        chosen = self.priorities.value()
        areas = [a for a in codes.code_list("focus_area").codes if strategy.priority_of(a.code) in chosen]
        self.areas.set_choices([(area.code, area.label) for area in areas])
        self._fit_end()

    def settled(self) -> None:
        """What stands here is saved."""
        for form in self.every:
            form.settled()

    def _typed(self) -> dict[str, Any]:
        return {**self.top.typed(), **self.form.typed(), **self.about.typed()}

    def _ticking(self, row: int) -> Callable[[], None]:
        def tick() -> None:
            item = self.priorities.model.item(row)
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

        return tick

    def _fit_end(self) -> None:
        try:
            words = ends_at(self.starts_at.value(), self.minutes.value())
        except Refused:
            words = ""
        self.starts_at.end.setText(words)
        self.minutes.edit.setAccessibleDescription(words)
