"""Consent and privacy: what stands now, what was said in a conversation, and who was told what is kept."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.consent import Answer, Stand, State, at_a_glance
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.consents import Agreed
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.consent_forms import ConversationForm, WithdrawalForm
from vrp_desktop.ui.record.notice_part import NoticePart
from vrp_desktop.ui.record.page import RecordPage


class ConsentPage(RecordPage):
    """At the left how each thing stands and all that was said before; at the right one conversation, saved
    with one button or Ctrl+Enter."""

    name = "consent"
    word = "Consent"
    topics = frozenset({Topic.CONSENT, Topic.PEOPLE, Topic.SETTINGS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self._today = services.workspace.today
        self._visit = 0
        self._leaving: Answer | None = None
        self.glance = label("")
        self.stands: Table[Stand] = Table(
            "What stands now",
            [
                Column("Consent", lambda s: s.short, tip=lambda s: codes.label("consent_kind", s.kind)),
                Column("Now", lambda s: s.now),
                Column("Answered", lambda s: s.said, stretch=2, leaves=1, tip=lambda s: s.said),
            ],
            "Nothing yet.",
        )
        self.stands.chosen.connect(lambda _: self._fit_withdrawal())
        self.withdraw_button = button("Withdraw", self._begin_withdrawal)
        self.withdrawal = WithdrawalForm(self._today)
        self.about_withdrawal = label("")
        self.note_withdrawal_button = button("Note the withdrawal", self._withdraw)
        self.withdrawal.place(row(self.note_withdrawal_button, quiet("Cancel", self._end_withdrawal)))
        self.withdrawal_card = card(self.about_withdrawal, self.withdrawal)
        self.history: Table[Answer] = Table(
            "Every answer",
            [
                Column("Day", lambda a: written(a.decided_on)),
                Column("Consent", lambda a: codes.label("consent_kind", a.kind), stretch=2, tip=_full),
                Column("Answer", _answer_words, stretch=1, tip=_answer_words),
                Column("Whose", lambda a: a.whose, stretch=1, leaves=1, tip=lambda a: a.whose),
                Column("How", lambda a: codes.label("how_told", a.how), leaves=3),
                Column("Note", lambda a: a.note, stretch=2, leaves=2, tip=lambda a: a.note),
            ],
            "Nobody has been asked yet.",
        )
        self.conversation = ConversationForm(self._today)
        self.save_button = primary("Save", self._save)
        self.conversation.place(row(self.save_button))
        self.conversation.finish()
        self.notices = NoticePart(self)
        self.kept = Kept(self, services.drafts, "consent", self.conversation)
        self.conversation.submitted.connect(self._save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._submit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        now = column(
            heading("What stands now"),
            self.glance,
            self.stands,
            row(self.withdraw_button),
            self.withdrawal_card,
            heading("Every answer so far"),
            self.history,
            self.notices,
            None,
            spacing=12,
        )
        self._both = Beside(now, self.conversation, (3, 2), spacing=28)
        inner = column(self._both, None)
        inner.setContentsMargins(24, 14, 24, 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        line = column(self.kept.line)
        line.setContentsMargins(24, 8, 24, 0)
        layout.addWidget(line)
        layout.addWidget(scrolled(inner), 1)
        self.empty()

    def load(self) -> None:
        person_id, visit, services = self.person_id, self._visit, self.services

        def show(read: tuple[Agreed, Draft | None]) -> None:
            if visit != self._visit:
                return
            self._show(read[0])
            if self.kept.subject != person_id:  # Else a draft that was just saved could come back.
                self.kept.open(person_id, read[1], self._begin_again, self.conversation.fit)

        self.read(
            lambda: (services.consents.read(person_id), services.drafts.of("consent", person_id)),
            show,
            lambda _: None,  # The record says itself that it is gone.
            latest="consent",
        )

    def first_focus(self) -> QWidget | None:
        # One below the other, what stands is in sight, and the form is not.
        return self.stands.view if self._both.below else self.conversation.field("decided_on").control()

    def may_leave(self) -> bool:
        if not self.conversation.touched and not self.notices.telling.touched:
            return True
        leaves = messages.ask(
            self, "Not saved yet", "What you wrote about consent is not saved.", "Leave it", "Stay here"
        )
        if leaves:
            self.kept.drop()
            self.conversation.clear(self._today)
            self.notices.telling.settled()
        return leaves

    def show_person(self, person_id: str) -> None:
        if person_id != self.person_id:
            self.kept.settle()
        super().show_person(person_id)

    def settle(self) -> None:
        self.kept.settle()

    def empty(self) -> None:
        self._visit += 1
        self.kept.settle()
        self.kept.forget()
        for table in (self.stands, self.history):
            table.show_lines(())
        self.glance.setText("")
        self.conversation.about("", None)
        self.conversation.clear(self._today)
        self.notices.clear()
        self._end_withdrawal()
        self._fit_withdrawal()

    def _show(self, agreed: Agreed) -> None:
        self.stands.show_lines(tuple(agreed.stands.values()))
        self.stands.fit_height(5)
        self.history.show_lines(agreed.answers)
        self.history.fit_height(6)
        self.glance.setText(at_a_glance(agreed.stands.values()))
        self.conversation.about(agreed.known_as, agreed.age)
        self.notices.show_told(agreed)
        self._fit_withdrawal()

    def _begin_again(self) -> None:
        self.conversation.clear(self._today)

    def _submit(self) -> None:
        """Saves the form in which the keyboard is."""
        held = self.window().focusWidget()
        if held is not None and self.notices.telling.isAncestorOf(held):
            self.notices.tell()
        elif held is not None and self.withdrawal_card.isAncestorOf(held):
            self._withdraw()
        else:
            self._save()

    def _save(self) -> None:
        person_id, visit, consents = self.person_id, self._visit, self.services.consents
        if not self.save_button.isEnabled() or self.kept.subject != person_id or not person_id:
            return  # It is being saved, or the record has not come yet.
        try:
            said = self.conversation.conversation()
        except Refused as refused:
            self.conversation.refuse(refused)
            return

        def saved(_: Saved) -> None:
            self.kept.drop(of=person_id)
            if visit == self._visit:
                self.conversation.clear(self._today)
                if self.notices.told:
                    self.conversation.focus_first()
                else:
                    self.notices.begin(said)

        self.save_button.setEnabled(False)
        self.save(
            lambda: consents.answer(person_id, said),
            saved,
            self.conversation.refuse,
            always=lambda: self.save_button.setEnabled(True),
        )

    def _fit_withdrawal(self) -> None:
        stand = self.stands.current()
        self.withdraw_button.setEnabled(stand is not None and stand.state in (State.AGREED, State.OVER))

    def _begin_withdrawal(self) -> None:
        stand = self.stands.current()
        if stand is None or stand.answer is None:
            return
        self._leaving = stand.answer
        self.about_withdrawal.setText(
            f"{codes.label('consent_kind', stand.kind)}: {stand.said}. The answer stays; that it was "
            "withdrawn is added to it."
        )
        self.withdrawal_card.show()
        self.withdrawal.focus_first()

    def _end_withdrawal(self) -> None:
        self._leaving = None
        self.about_withdrawal.setText("")
        self.withdrawal.clear(self._today)
        self.withdrawal_card.hide()

    def _withdraw(self) -> None:
        answer, consents = self._leaving, self.services.consents
        if answer is None:
            return
        try:
            said = self.withdrawal.values()
        except Refused as refused:
            self.withdrawal.refuse(refused)
            return

        def saved(_: Saved) -> None:
            self._end_withdrawal()
            self.stands.view.setFocus()

        self.save(
            lambda: consents.withdraw(answer.id, said["withdrawn_on"], said["withdrawn_by"]),
            saved,
            self.withdrawal.refuse,
        )


def _full(answer: Answer) -> str:
    return codes.label("consent_kind", answer.kind)


def _answer_words(answer: Answer) -> str:
    if answer.withdrawn_on is not None:
        return f"Yes, withdrawn {written(answer.withdrawn_on)}"
    return "Yes" if answer.agreed else "No"
