"""My week and month: a calendar, the week's sessions, hours by kind, how soon registers are done."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.diary import Diary, KindTotal, Totals
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.sessions import SessionLine
from vrp_desktop.domain.users import User
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import MONTHS, WEEKDAYS, written
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Beside, Figures, Flowing
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.sessions.month import MonthModel, MonthView, months_on
from vrp_desktop.ui.sessions.words import SHAPES, STANDINGS, day, hours, standing

EVERYBODY = "everybody"


class DiaryScreen(Screen):
    """The month to the left, the chosen day's week to the right, what the month came to below."""

    title = "My week and month"
    topics = frozenset({Topic.SESSIONS, Topic.REGISTER, Topic.INTERVENTIONS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._diary: Diary | None = None
        self._workers: tuple[User, ...] = ()
        actor, today = services.workspace.actor, services.workspace.today
        self._me, self._sees_all = actor.id, actor.may(Action.READ_ALL_RECORDS)
        self._day = today
        self.month = label("", "heading")
        self.month.setWordWrap(False)
        self.model = MonthModel(today)
        self.view = MonthView(self.model)
        self.view.day_chosen.connect(self.show_day)
        self.view.opened.connect(self._open_day)
        QShortcut(
            QKeySequence("Home"), self.view, self._show_today, context=Qt.ShortcutContext.WidgetShortcut
        )
        self.before = button("‹ Month before", lambda: self.show_day(months_on(self._day, -1)))
        self.after = button("Month after ›", lambda: self.show_day(months_on(self._day, 1)))
        self.now = quiet("Today", self._show_today)
        self.whose = ChoiceField(otherwise="")
        self.whose.box.setMinimumContentsLength(18)
        self.whose.edited.connect(self.load)
        self.week_of = heading("")
        self.week: Table[SessionLine] = Table(
            "Sessions of the week",
            [
                Column("Day", lambda s: f"{WEEKDAYS[s.held_on.weekday()][:3]} {s.held_on.day}"),
                Column("At", lambda s: f"{s.starts_at:%H:%M}" if s.starts_at else "–"),
                Column("Session", lambda s: s.group or s.title or s.intervention, stretch=1),
                Column("Hours", lambda s: hours(s.minutes), number=True, leaves=2),
                Column(
                    "Came", lambda s: str(s.came + s.heads) if s.marked or s.heads else "", True, leaves=1
                ),
                Column("State", self._state),
            ],
            "No session in this week.",
        )
        self.week.opened.connect(lambda line: self.go("register", session_id=line.id))
        self.figures = Figures(("hours", "sessions", "people", "not named", "days to finish"))
        self.lag = label("", "muted")
        self.kinds: Table[KindTotal] = Table(
            "Hours by kind",
            [
                Column("Kind", lambda k: codes.label("session_kind", k.kind), stretch=1),
                Column("Sessions", lambda k: str(k.sessions), number=True),
                Column("Hours", lambda k: hours(k.minutes), number=True),
            ],
            "Nothing delivered in this month yet.",
        )
        self._lay_out()

    def _lay_out(self) -> None:
        over = label("Whose", "label")
        over.setBuddy(self.whose.control())
        self.whose.name_as("whose", "Whose", "")
        self.choice = row(over, self.whose)
        if not self._sees_all:
            self.choice.hide()
        top = Flowing(row(self.before, self.after, self.now), self.choice)
        shapes = "    ".join(f"{SHAPES[code]} {words.lower()}" for code, words in STANDINGS)
        left = column(self.month, self.view, label(shapes, "small"), None, spacing=6)
        right = column(self.week_of, self.week, None, spacing=6)
        sums = card(heading("What the month came to"), self.figures, self.lag, None, spacing=6)
        page = column(
            top,
            Beside(left, right, (5, 6), wide=1000, spacing=24),
            Beside(sums, column(heading("Hours by kind"), self.kinds, None), (5, 6), wide=1000, spacing=24),
            None,
            spacing=12,
            margin=24,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))

    def arrive(self, held_on: date | None = None, **_: Any) -> None:
        """Opens the month of a day, or of the day that was chosen last."""
        self._day = held_on or self._day
        self.load()

    def load(self) -> None:
        diaries, month, whose = self._services.diaries, self._day, self.whose.value()

        def read() -> tuple[tuple[User, ...], Diary, str]:
            if not self._sees_all:
                return (), diaries.mine(month), self._me
            diary = diaries.of(month, None if whose == EVERYBODY else whose or self._me)
            if whose is None and not diary.lines:
                # Whoever leads no sessions came to look at their colleagues'.
                return diaries.workers(), diaries.of(month), EVERYBODY
            return diaries.workers(), diary, whose or self._me

        self.read(read, self._show, latest="diary")

    def on_changed(self, changes: Changes) -> None:
        if self._diary is not None:
            super().on_changed(changes)

    def first_focus(self) -> QWidget | None:
        return self.view

    def forget(self) -> None:
        self._diary = None
        self.model.show(self._day, ())
        self.week.show_lines(())
        self.kinds.show_lines(())
        self.figures.clear()
        self.lag.setText("")

    def show_day(self, chosen: date) -> None:
        """Puts the keyboard on a day, of another month where it lies there."""
        self._day = chosen
        if self._diary is not None and self._diary.month == chosen.replace(day=1):
            self._show_week()
        else:
            self.load()

    def _show_today(self) -> None:
        self.show_day(self._services.workspace.today)

    # ---- what is shown

    def _show(self, read: tuple[tuple[User, ...], Diary, str]) -> None:
        workers, diary, whose = read
        if diary.month != self._day.replace(day=1):
            return  # Somebody has turned the page meanwhile; its own month is on its way.
        self._diary = diary
        if self._sees_all and workers != self._workers:
            self._workers = workers
            mine = [(u.id, "Mine") for u in workers if u.id == self._me]
            others = [(u.id, u.name) for u in workers if u.id != self._me]
            self.whose.set_choices([*mine, *others, (EVERYBODY, "Everybody’s")])
            self.whose.set_value(whose)
        self.month.setText(f"{MONTHS[diary.month.month - 1]} {diary.month.year}")
        self.model.show(diary.month, diary.lines)
        self._show_totals(diary.totals)
        self._show_week()

    def _show_week(self) -> None:
        assert self._diary is not None  # noqa: S101 - a month is shown
        self.view.choose(self._day)
        monday = self._day - timedelta(days=self._day.weekday())
        lines = [x for x in self._diary.lines if monday <= x.held_on < monday + timedelta(days=7)]
        self.week_of.setText(f"Week of {written(monday, weekday=True)}")
        self.week.show_lines(list(reversed(lines)))
        self.week.fit_height(7)

    def _show_totals(self, totals: Totals) -> None:
        lag = totals.lag
        middle = "–" if lag is None else f"{lag.middle:.1f}".removesuffix(".0")
        numbers = (totals.sessions, totals.people, totals.heads)
        self.figures.show_numbers([hours(totals.minutes), *(f"{number:,}" for number in numbers), middle])
        self.lag.setText("" if lag is None else _told(lag.longest, lag.slowest, self.model.today))
        self.kinds.show_lines(totals.kinds)
        self.kinds.fit_height(9)

    def _state(self, line: SessionLine) -> str:
        code = standing(line, self.model.today)
        return f"{SHAPES[code]} {dict(STANDINGS)[code]}"

    def _open_day(self, chosen: date) -> None:
        """Opens the day's session. Of several the keyboard goes to the first; for a day without, one is
        logged."""
        self.show_day(chosen)
        there = [at for at, line in enumerate(self.week.model.lines) if line.held_on == chosen]
        if not there:
            self.go("log", held_on=chosen)
        elif len(there) == 1:
            self.go("register", session_id=self.week.model.lines[there[0]].id)
        else:
            self.week.view.setFocus()
            self.week.choose(there[0])


def _told(longest: int, slowest: SessionLine, today: date) -> str:
    """The slowest register in words."""
    if longest == 0:
        return "Every register was done on its day."
    days = "a day" if longest == 1 else f"{longest} days"
    return f"The slowest register took {days}: {slowest.intervention}, {day(slowest.held_on, today)}."
