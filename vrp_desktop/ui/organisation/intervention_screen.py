"""One intervention's profile, begun from the strategy's own list or from nothing."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from vrp_desktop.domain import codes, strategy
from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import InterventionDetails
from vrp_desktop.domain.strategy import CatalogueEntry
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ChoiceField, ManyField, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import column, heading, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work


class InterventionScreen(Screen):
    """The profile in two columns; for a new one, the strategy's list above it."""

    title = "Intervention"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._intervention_id: str | None = None
        self._organisation = ""
        self._before = InterventionDetails("", "", "", "", ())
        self.text = QLineEdit()
        self.text.setPlaceholderText("Part of a name, a provider or a district")
        self.text.setAccessibleName("Find in the strategy's list")
        self.text.setAccessibleIdentifier("find-in-strategy")
        self.text.textChanged.connect(self._filter)
        self.catalogue: Table[CatalogueEntry] = Table(
            "The strategy's interventions",
            [
                Column("Intervention", lambda e: e.name, stretch=3),
                Column("Provider", lambda e: e.provider or "", stretch=2, leaves=1),
                Column("District", lambda e: codes.label("district", e.district)),
            ],
            "None of that name: write it below.",
        )
        self.catalogue.opened.connect(self._take)
        self.catalogue.setFixedHeight(190)
        words = label("Begin from the strategy's list, or write it below. Enter takes a line over.", "muted")
        self.beginning = column(heading("From the strategy"), words, self.text, self.catalogue, spacing=6)

        self.form = Form()
        self.form.section("What it is")
        self.form.add("name", "Name", TextField())
        self.form.add("code", "Code", TextField(width=14), "Short, like LEE-07. The return carries it.")
        self.form.add("provider", "Delivered by", TextField())
        self.form.add("districts", "Districts", ManyField(codes.code_list("district"), rows=6))
        self.form.add("settings", "Settings", ManyField(codes.code_list("setting"), rows=4))
        for name in ("reach", "prevention", "approach", "funding", "delivered"):
            self.form.add(name, codes.code_list(name).title, ChoiceField(codes.code_list(name)))
        self.form.finish()
        self.about = Form()
        self.about.section("What it is for", "The priorities and focus areas of the strategy.")
        self.about.add("main_priority", "Main priority", ChoiceField(codes.code_list("priority"), "Choose"))
        self.about.add(
            "other_priorities",
            "Other priorities",
            ManyField(codes.code_list("priority"), rows=5, mark=priority_mark),
        )
        self.about.add(
            "focus_areas", "Focus areas", ManyField(codes.code_list("focus_area"), rows=8, mark=priority_mark)
        )
        self.about.add("objectives", "Objectives", ManyField(codes.code_list("objective"), rows=5))
        self.about.finish()
        self.form.submitted.connect(self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        self.save_button = primary("Add intervention", self._save)

        page = column(self.beginning, Beside(self.form, self.about), spacing=20)
        page.setContentsMargins(24, 16, 24, 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(page), 1)
        foot = row(self.save_button, quiet("Cancel", lambda: self.go("organisation")), None)
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)

    def arrive(self, intervention_id: str | None = None, **_: Any) -> None:
        """Opens a profile, or an empty one."""
        self._intervention_id = intervention_id
        self.beginning.setVisible(intervention_id is None)
        verb = "Save" if intervention_id else "Add intervention"
        self.save_button.setText(verb)
        self.save_button.setAccessibleName(verb)
        services = self._services

        def begin() -> tuple[str, InterventionDetails | None]:
            own = services.organisation.details().name
            return own, services.interventions.get(intervention_id).details if intervention_id else None

        self.read(begin, self._begin, self._gone)

    def first_focus(self) -> QWidget | None:
        return self.form.field("name").control() if self._intervention_id else self.text

    def _begin(self, read: tuple[str, InterventionDetails | None]) -> None:
        self._organisation, details = read
        shown = details or InterventionDetails("", "", self._organisation, "", ())
        self._before = shown
        self.form.write(shown)
        self.about.write(shown)
        if details is None:
            self.about.field("main_priority").set_value(None)
            self.text.clear()
            self._filter()

    def _filter(self) -> None:
        words = self.text.text().lower().split()

        def listed(entry: CatalogueEntry) -> str:
            return f"{entry.name} {entry.provider or ''} {codes.label('district', entry.district)}".lower()

        self.catalogue.show_lines(
            [entry for entry in strategy.catalogue() if all(word in listed(entry) for word in words)]
        )

    def _take(self, entry: CatalogueEntry) -> None:
        """The strategy knows the name, the district and the money; the organisation says the rest."""
        self.form.write(
            {
                "name": entry.name,
                "code": entry.code,
                "provider": self._organisation or entry.provider or "",
                "districts": (entry.district,),
                "funding": entry.funding,
                "delivered": entry.delivered,
            }
        )
        self.about.field("main_priority").control().setFocus()

    def _save(self) -> None:
        intervention_id, interventions = self._intervention_id, self._services.interventions
        try:
            answers: dict[str, Any] = {**self.form.values(), **self.about.values()}
            if answers["main_priority"] is None:
                raise Refused.for_fields({"main_priority": "Choose the priority it serves most."})
        except Refused as refused:
            self._refuse(refused)
            return
        answers["other_priorities"] = tuple(
            p for p in answers["other_priorities"] if p != answers["main_priority"]
        )
        # What the form does not ask for, like its first and last day, stays as it was.
        details = replace(self._before, **answers)

        def save() -> Saved:
            if intervention_id is not None:
                return interventions.change(intervention_id, details)
            return interventions.add(details)

        self.save_button.setEnabled(False)
        self.save(
            save,
            lambda _: self.go("organisation"),
            self._refuse,
            always=lambda: self.save_button.setEnabled(True),
        )

    def _refuse(self, refused: Refused) -> None:
        at_left = refused.fields.keys() - {"main_priority", "other_priorities", "focus_areas", "objectives"}
        (self.form if at_left or not refused.fields else self.about).refuse(refused)

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("organisation")
