"""The concerns: the lead's list, one's own, and the veil over all others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.concerns import Answer, Concern, ConcernLine, Veiled
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.concerns.card import FOR_A_REASON, NOT_ANSWERED, ConcernCard
from vrp_desktop.ui.concerns.linking import Linking
from vrp_desktop.ui.concerns.words import NOBODY, moment, standing_words
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import button, column, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work

_READ = Changes.in_(Topic.CONCERNS)


@dataclass(frozen=True)
class Line:
    """A concern in the list, as far as it may be told."""

    id: str
    person_id: str | None
    raised_at: datetime
    about: str
    by: str
    standing: str
    mine: bool
    readable: bool


class ConcernsScreen(Screen):
    """A list at the left, the chosen one beside it. Enter opens it, where it may be read."""

    title = "Concerns"
    topics = frozenset({Topic.CONCERNS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        actor, today = services.workspace.actor, services.workspace.today
        self._lead = actor.may(Action.ANSWER_CONCERNS)
        self._everybody = actor.may(Action.READ_ALL_RECORDS)
        self._person_id: str | None = None
        self._line: Line | None = None
        self._shown: str | None = None
        self._showing = False
        self.table: Table[Line] = Table(
            "Concerns",
            [
                Column("About", lambda one: one.about, stretch=2),
                Column("Raised", lambda one: moment(one.raised_at, year=one.raised_at.year != today.year)),
                Column("By", lambda one: one.by, leaves=1),
                Column("Standing", lambda one: one.standing),
            ],
            "No concern stands here.",
        )
        self.closed = QCheckBox("Closed ones too")
        self.closed.setAccessibleIdentifier("closed-too")
        self.closed.toggled.connect(self.load)
        self.all_button = quiet("Everybody’s", lambda: self.go("concerns"))
        self.raise_button = button("Raise a concern", lambda: self.go("concern", back=("concerns", {})))
        self.card = ConcernCard(DateField(today, start_today=False), DateField(today, start_today=False))
        self.linking = Linking(self, services, self._link)
        self.kept = Kept(self, services.drafts, "concern-answer", self.card.more, self.card.answer)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _: self._open())
        self.card.read_wanted.connect(self._read)
        self.card.reveal_wanted.connect(self._reveal)
        concerns = services.concerns
        self.card.add_button.clicked.connect(self._add)
        self.card.save_button.clicked.connect(self._answer)
        for pressed, decide in (
            (self.card.reopen_button, concerns.reopen),
            (self.card.release_button, concerns.release),
            (self.card.keep_button, concerns.keep),
        ):
            pressed.clicked.connect(lambda _=False, decide=decide: self._decide(decide))
        self.card.record_button.clicked.connect(self._record)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        left = column(
            self.table, row(self.raise_button, self.all_button, self.closed, None), None, spacing=10
        )
        self.closed.setVisible(self._lead)
        right = column(self.kept.line, self.card, self.linking, None, spacing=6)
        page = column(Beside(left, right, (1, 1), spacing=24))
        page.setContentsMargins(24, 16, 24, 16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(page)
        outer.addWidget(self._area)

    def arrive(self, person_id: str | None = None, **_: Any) -> None:
        """Everything one may know of, or of one person only. Nothing stays open from before."""
        self._person_id = person_id
        self.all_button.setVisible(person_id is not None)
        self._choose(None)
        self.load()

    def load(self) -> None:
        person_id, closed = self._person_id, self.closed.isChecked()
        self.read(lambda: self._lines(person_id, closed), self._show, latest="concerns")

    def first_focus(self) -> QWidget | None:
        return self.table.view if self.table.model.lines else self.raise_button

    def may_leave(self) -> bool:
        self.kept.settle()
        self._choose(None)
        return True

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self._choose(None)
        self.table.show_lines(())

    def _lines(self, person_id: str | None, closed: bool) -> list[Line]:
        concerns = self._services.concerns
        if self._lead:
            mine = {line.id for line in concerns.mine()}
            told = concerns.all() if closed or person_id is not None else concerns.open()
            lines = [_told(line, line.id in mine) for line in told]
        else:
            lines = [_told(line, True) for line in concerns.mine()]
            others: tuple[Veiled, ...] = ()
            if self._everybody:
                others = concerns.veiled()
            elif person_id is not None:
                others = concerns.of_person(person_id)
            lines += [_veiled(one) for one in others if not one.mine]
        return [line for line in lines if person_id in (None, line.person_id)]

    def _show(self, lines: list[Line]) -> None:
        self._showing = True
        self.table.show_lines(lines)
        self.table.fit_height(12)
        self.all_button.setVisible(self._person_id is not None)
        self._showing = False
        rows = [row for row, line in enumerate(lines) if self._stands(line)]
        if not lines:
            self._choose(None)
        elif rows:
            self.table.choose(rows[0])
        else:
            self.table.choose(0)
            self.table.view.setFocus()
            self._chosen(lines[0])

    def _chosen(self, line: Line | None) -> None:
        if not self._showing and (line is None or not self._stands(line)):
            self._choose(line)

    def _choose(self, line: Line | None) -> None:
        """Another one: what was open is veiled again."""
        self.kept.settle()
        self.kept.forget()
        self._line, self._shown = line, None
        self.linking.offer(False)
        if line is None:
            self.card.clear()
            return
        reason = self._everybody and not line.readable
        veil = "" if line.readable else (FOR_A_REASON if reason else NOT_ANSWERED)
        told = f"Raised {moment(line.raised_at)}" + (f" by {line.by}" if line.by else "")
        self.card.veiled(f"About {line.about}", told, veil, line.readable, reason)
        self.card.record_button.setVisible(line.person_id is not None)

    def _open(self) -> None:
        line = self._line
        if line is not None and line.readable:
            self._read()
        elif line is not None and self._everybody:
            self.card.reason.focus_first()

    def _read(self) -> None:
        line, services = self._line, self._services
        if line is None:
            return

        def call() -> tuple[Concern, Draft | None]:
            return services.concerns.read(line.id), services.drafts.of("concern-answer", line.id)

        def read(answer: tuple[Concern, Draft | None]) -> None:
            if self._stands(line):
                self._show_concern(answer[0], line.mine, self._lead)
                self.kept.open(line.id, answer[1], self._read)

        self.save(call, read, changes=_READ, told=False)

    def _stands(self, line: Line) -> bool:
        """Whether it is still the one that is chosen."""
        return self._line is not None and self._line.id == line.id

    def _reveal(self, reason: str) -> None:
        line = self._line
        if line is None:
            return

        def revealed(concern: Concern) -> None:
            if self._stands(line):
                self._show_concern(concern, False, False)

        concerns = self._services.concerns
        self.save(
            lambda: concerns.reveal(line.id, reason),
            revealed,
            self.card.reason.refuse,
            changes=_READ,
            told=False,
        )

    def _show_concern(self, concern: Concern, mine: bool, lead: bool) -> None:
        self._shown = concern.line.id
        self.card.show_concern(concern, mine and not lead, lead)
        self.linking.offer(lead and concern.line.person_id is None)
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.card.text))

    def _save(self) -> None:
        """Ctrl+Enter: the answer, or what is added."""
        if self.card.answer.isVisible():
            self._answer()
        elif self.card.more.isVisible():
            self._add()

    def _add(self) -> None:
        words = self.card.more.values()["words"]
        self._write(lambda concern_id: self._services.concerns.add(concern_id, words), self.card.more.refuse)

    def _answer(self) -> None:
        try:
            answer = self.card.answer.build(Answer)
        except Refused as refused:
            self.card.answer.refuse(refused)
            return
        self._write(
            lambda concern_id: self._services.concerns.answer(concern_id, answer), self.card.answer.refuse
        )

    def _decide(self, decide: Callable[[str, str], Saved]) -> None:
        why = self.card.answer.field("note").value()
        self._write(lambda concern_id: decide(concern_id, why), self.card.answer.refuse)

    def _link(self, line: PersonLine) -> None:
        why, concerns = self.card.answer.field("note").value(), self._services.concerns
        self._write(lambda concern_id: concerns.link(concern_id, line.id, why), self.card.answer.refuse)

    def _write(self, call: Callable[[str], Saved], refuse: Callable[[Refused], None]) -> None:
        concern_id = self._shown
        if concern_id is None:
            return

        def saved(_: Saved) -> None:
            self.kept.drop(of=concern_id)
            if self._shown == concern_id:
                for form in (self.card.more, self.card.answer):
                    form.settled()
                self._read()

        self.save(lambda: call(concern_id), saved, refuse)

    def _record(self) -> None:
        if self._line is not None and self._line.person_id is not None:
            self.go("person", person_id=self._line.person_id)


def _told(line: ConcernLine, mine: bool) -> Line:
    return Line(
        line.id,
        line.person_id,
        line.raised_at,
        line.about,
        line.raised_by,
        standing_words(line),
        mine,
        True,
    )


def _veiled(one: Veiled) -> Line:
    words = "Veiled, not read yet" if one.unread else "Veiled"
    return Line(one.id, one.person_id, one.raised_at, one.known_as or NOBODY, "", words, False, False)
