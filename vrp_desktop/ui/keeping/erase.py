"""Erase a record: what will go, what will stay, and twice whether that is meant."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import retention
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.services.erasure import Erased, Plan
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.keeping.names import NamesField
from vrp_desktop.ui.keeping.picker import Picker
from vrp_desktop.ui.keeping.words import goes, reason_words, stays
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, row
from vrp_desktop.ui.kit.passphrases import PassphraseField
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table


class ErasePart(QWidget):
    """Who, at the left, and what was erased before; at the right what will go."""

    def __init__(self, services: Provider, screen: Screen) -> None:
        super().__init__()
        self._services, self._screen = services, screen
        self._plan: Plan | None = None
        self.picker = Picker(screen, services.people.search, "erase-find")
        self.picker.picked.connect(self._picked)
        self.done: Table[Erased] = Table(
            "Erased before",
            [
                Column("Erased on", lambda e: written(e.erased_on)),
                Column("Why", lambda e: reason_words(e.reason), stretch=3),
                Column("Rows", lambda e: f"{sum(e.rows.values()):,}", number=True, leaves=1),
            ],
            "Nobody has been erased.",
        )
        self.who = label("", "title")
        self.held = label("", "fault")
        self.goes = label("")
        self.stays = label("", "muted")
        self.named = label("", "label")
        self.names = NamesField("erase-names", "Where else the name stands")
        self.form = Form()
        self.form.add("reason", "Why it is erased", ChoiceField(retention.erasure_reasons(), "Choose"))
        self.passphrase: PassphraseField = self.form.add(
            "passphrase", "Your passphrase once more", PassphraseField()
        )
        self.erase_button = button("Erase this record", self._erase)
        self.form.place(row(self.erase_button))
        self.form.submitted.connect(self._erase)
        self.card = card(
            self.who, self.held, heading("What will go"), self.goes, heading("What will stay"), self.stays,
            self.named, self.names, self.form, spacing=10,
        )  # fmt: skip
        left = column(
            heading("Whose record"),
            label(
                "Erasing cannot be taken back, not even with a backup: restoring one erases again.", "muted"
            ),
            self.picker,
            heading("Erased before"),
            self.done,
            None,
            spacing=12,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 24)
        layout.addWidget(Beside(left, column(self.card, None), (2, 3), spacing=28))
        layout.addStretch(1)
        self._show_plan(None)

    def load(self) -> None:
        """Reads what was erased; first finishes an erasure that was interrupted, if there is one."""
        self._screen.read(self._services.erasure.done, self._show_done, latest="erased")
        if self._plan is not None:
            self.plan(self._plan.person_id)

    def forget(self) -> None:
        """Empties it: the store is being locked."""
        self.picker.clear()
        self.done.show_lines(())
        self._show_plan(None)

    def plan(self, person_id: str) -> None:
        """Shows what would go with somebody."""
        self._screen.read(
            lambda: self._services.erasure.plan(person_id), self._show_plan, self._gone, latest="plan"
        )

    def _show_done(self, done: tuple[Erased, ...]) -> None:
        self.done.show_lines(done)
        self.done.fit_height(6)
        if any(one.cleaned_on is None for one in done):
            self._screen.save(self._services.erasure.finish, lambda _: None)

    def _picked(self, line: PersonLine) -> None:
        self.plan(line.id)

    def _gone(self, refused: Refused) -> None:
        self._show_plan(None)

    def _show_plan(self, plan: Plan | None) -> None:
        other = plan is None or self._plan is None or plan.person_id != self._plan.person_id
        self._plan = plan
        self.card.setVisible(plan is not None)
        if other:
            self.form.write({"reason": None})
            self.passphrase.clear()
        if plan is None:
            for words in (self.who, self.held, self.goes, self.stays, self.named):
                words.setText("")
            self.names.show_names(())
            return
        named = f" ({plan.full_name})" if plan.full_name not in ("", plan.known_as) else ""
        self.who.setText(f"{plan.known_as}{named}")
        held = f"Under a legal hold, so it cannot be erased: {plan.held}" if plan.held else ""
        self.held.setText("\n".join(filter(None, (held, plan.concern))))
        self.held.setVisible(_forbidden(plan))
        self.goes.setText(goes(plan))
        self.stays.setText(stays(plan))
        self.named.setText(
            "Their name stands elsewhere too. It is taken out where it is ticked; take the tick away where "
            "somebody else is meant."
        )
        self.named.setVisible(bool(plan.elsewhere))
        self.names.show_names(
            [
                (one.key, f"{one.where}: " + " … ".join(f"“{said}”" for said in one.sentences))
                for one in plan.elsewhere
            ]
        )
        self.erase_button.setEnabled(not _forbidden(plan))

    def _erase(self) -> None:
        plan = self._plan
        if plan is None or _forbidden(plan):
            return
        answers = self.form.values()
        if answers["reason"] is None:
            self.form.refuse(Refused.for_fields({"reason": "Choose why the record is erased."}))
            return
        if not messages.ask(
            self,
            f"Erase {plan.known_as} for good?",
            f"{goes(plan)}\n\nThis cannot be taken back.",
            "Erase for good",
            "Keep the record",
        ):
            return
        leave = self.names.left()
        self.passphrase.clear()
        self.erase_button.setEnabled(False)
        self._screen.save(
            lambda: self._services.erasure.erase(
                plan.person_id, answers["reason"], answers["passphrase"], leave
            ),
            lambda _: self._erased(plan.known_as),
            self.form.refuse,
            always=lambda: self.erase_button.setEnabled(
                self._plan is not None and not _forbidden(self._plan)
            ),
        )

    def _erased(self, known_as: str) -> None:
        self._show_plan(None)
        messages.inform(self, "The record is erased", f"Nothing of {known_as} is left in the store.")
        self.picker.text.setFocus()


def _forbidden(plan: Plan) -> bool:
    return bool(plan.held or plan.concern)
