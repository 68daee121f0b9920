"""Family and network: who is in somebody's life, seen from both ends where both have a record."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved, Topic
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.network import Link
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.flow import Beside, Flowing
from vrp_desktop.ui.kit.parts import button, column, label, quiet, row, scrolled
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.family_form import FamilyForm
from vrp_desktop.ui.record.page import RecordPage

_MOST_ROWS = 8


class _Asks(Refused):
    """What is worth asking before it is saved."""


class FamilyPage(RecordPage):
    """The people at the left, writing one down at the right. Enter opens the record of whoever has one."""

    name = "family"
    word = "Family and network"
    topics = frozenset({Topic.NETWORK, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self._visit = 0
        self.table: Table[Link] = Table(
            "Family and network",
            [
                Column("Who", lambda one: one.name, stretch=2),
                Column("What they are", lambda one: one.words),
                Column("Reached by", lambda one: one.contact, stretch=1, leaves=2),
                Column("At a glance", _glance, stretch=2, leaves=1, tip=lambda one: one.note),
            ],
            "Nobody is written down yet.",
            "Add somebody",
            lambda: self.form.picker.text.setFocus(Qt.FocusReason.OtherFocusReason),
        )
        self.form = FamilyForm(self, services, self._save)
        self.kept = Kept(self, services.drafts, "family", self.form.form)
        self.change_button = button("Change", self._change)
        self.open_button = button("Open their record", self._open)
        self.make_button = button("Make a record for them", self._make)
        self.make_button.setToolTip("A carer, or a brother or sister, can take part too.")
        self.remove_button = quiet("Remove", self._remove)
        self.remove_button.setToolTip("For what was written by mistake. For what is over, change it.")
        self.session_button = button("Log a family session", self._log)
        self.same_button = quiet("Same as somebody else?", self._same)
        self.same_button.setToolTip("This person stands here twice: two records become one.")
        self.form.cancel_button.clicked.connect(lambda: self._begin(None))
        self.table.chosen.connect(lambda _: self._fit_buttons())
        self.table.opened.connect(lambda _: self._opened())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        of_one = Flowing(self.change_button, self.open_button, self.make_button, self.remove_button)
        of_all = Flowing(self.session_button, self.same_button)
        self.told = label("", "muted")
        left = column(self.table, self.told, of_one, of_all, None, spacing=12)
        right = column(self.kept.line, self.form, spacing=6)
        page = column(Beside(left, right, (3, 2), spacing=28))
        page.setContentsMargins(24, 14, 24, 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(page), 1)
        foot = row(self.form.save_button, self.form.cancel_button, None)
        foot.setContentsMargins(24, 10, 24, 4)
        layout.addWidget(foot)
        self._fit_buttons()

    def load(self) -> None:
        person_id, services = self.person_id, self.services

        def show(read: tuple[tuple[Link, ...], Draft | None]) -> None:
            if person_id != self.person_id:
                return
            self._show_lines(read[0])
            if self.kept.subject is None:
                self.kept.open(person_id, read[1], lambda: self._begin(None))

        self.read(
            lambda: (services.network.of_person(person_id), services.drafts.of("family", person_id)),
            show,
            lambda _: None,  # The record says itself that it is gone.
            latest="family",
        )

    def show_person(self, person_id: str) -> None:
        # What was being written comes back as a draft, and is said to be one.
        self.kept.settle()
        super().show_person(person_id)

    def empty(self) -> None:
        self._visit += 1
        self.kept.settle()
        self.kept.forget()
        self.form.begin()
        self._show_lines(())

    def settle(self) -> None:
        self.kept.settle()

    def may_leave(self) -> bool:
        self.kept.settle()
        return True

    def first_focus(self) -> QWidget | None:
        return self.table.view if self.table.model.lines else self.form.picker.text

    # ---- what is shown

    def _show_lines(self, lines: tuple[Link, ...]) -> None:
        self.table.show_lines(lines)
        self.table.fit_height(_MOST_ROWS)
        if not lines:
            self.table.setFixedHeight(140)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        one = self.table.current()
        self.change_button.setEnabled(one is not None and one.own)
        self.remove_button.setEnabled(one is not None and one.own)
        self.open_button.setEnabled(one is not None and one.other_id is not None)
        self.told.setText("" if one is None else _told(one))
        self.told.setVisible(bool(self.told.text()))
        self.make_button.setEnabled(one is not None and one.own and one.other_id is None)

    def _begin(self, link: Link | None) -> None:
        """What is written from here on is about another link, or a new one."""
        self.kept.settle()
        self._visit += 1
        subject, visit, drafts = (
            self.person_id if link is None else link.id,
            self._visit,
            self.services.drafts,
        )
        self.kept.forget()
        self.form.begin(link)

        def bring_back(draft: Draft | None) -> None:
            if visit == self._visit:
                self.kept.open(subject, draft, lambda: self._begin(link))

        self.read(lambda: drafts.of("family", subject), bring_back, latest="draft")

    # ---- what is asked for

    def _change(self) -> None:
        link = self.table.current()
        if link is not None and link.own:
            self._begin(link)
            self.form.form.focus_first()

    def _opened(self) -> None:
        link = self.table.current()
        if link is not None and link.other_id is not None:
            self._open()
        else:
            self._change()

    def _open(self) -> None:
        link = self.table.current()
        if link is not None and link.other_id is not None:
            self.go("person", person_id=link.other_id)

    def _make(self) -> None:
        link, network = self.table.current(), self.services.network
        if link is None or not messages.ask(
            self,
            "Make a record?",
            f"{link.name} gets a record of their own, with this name and nothing else yet. Then they can be "
            "enrolled and stand in registers. Look under People first whether there is one already.",
            "Make a record",
        ):
            return
        link_id = link.id
        self.save(
            lambda: network.make_record(link_id),
            lambda done: self.go("enrolment", person_id=done.id),
            self._refused,
        )

    def _remove(self) -> None:
        link, network = self.table.current(), self.services.network
        if link is None or not messages.ask(
            self,
            "Remove this line?",
            f"{link.name} is taken out of their life, as written by mistake. If it is only over, change the "
            "line and write since when.",
            "Remove it",
        ):
            return
        link_id = link.id
        self.save(
            lambda: network.remove(link_id),
            lambda _: self._begin(None),
            self._refused,
        )

    def _log(self) -> None:
        person_id, services = self.person_id, self.services

        def begin() -> tuple[tuple[str, ...], str | None]:
            own = {one.id for one in services.interventions.all()}
            journeys = services.enrolments.lines_of_person(person_id)
            where = next((one.intervention_id for one in journeys if one.intervention_id in own), None)
            return services.network.family(person_id).ids, where

        def log(begun: tuple[tuple[str, ...], str | None]) -> None:
            if person_id == self.person_id:
                self.go("log", kind="family", people=begun[0], intervention_id=begun[1])

        self.read(begin, log, latest="session")

    def _same(self) -> None:
        self.go("merge", person_id=self.person_id)

    def _save(self, sure: bool = False) -> None:
        subject, visit, form = self.kept.subject, self._visit, self.form
        if subject is None or not form.save_button.isEnabled():
            return  # The page has not come yet, or is being saved.
        try:
            details = form.details()
        except Refused as refused:
            form.form.refuse(refused)
            return
        person_id, link, network = self.person_id, form.link, self.services.network
        other_id = None if form.other is None else form.other.id

        def save() -> Saved:
            whom = other_id if link is None or other_id is not None else link.other_id
            if not sure and (asked := network.questions(person_id, details, whom)):
                raise _Asks("\n".join(asked))
            if link is None:
                return network.add(person_id, details, other_id)
            if other_id is not None:
                network.link(link.id, other_id)
            return network.change(link.id, details)

        def saved(_: Saved) -> None:
            self.kept.drop(of=subject)
            if visit == self._visit:
                form.form.settled()
                self._begin(None)
                self.first_focus_after()

        def failed(refused: Refused) -> None:
            form.save_button.setEnabled(True)
            if not isinstance(refused, _Asks):
                form.form.refuse(refused)
            elif visit == self._visit and messages.ask(
                self, "Is that right?", str(refused), "Yes, save it", "Look again"
            ):
                self._save(sure=True)

        form.save_button.setEnabled(False)
        self.save(save, saved, failed, always=lambda: form.save_button.setEnabled(True))

    def _refused(self, refused: Refused) -> None:
        messages.refused(self, refused)

    def first_focus_after(self) -> None:
        """Somebody is written down: the keyboard waits for the next."""
        self.form.picker.text.setFocus(Qt.FocusReason.OtherFocusReason)


def _told(one: Link) -> str:
    """What a line has no room for."""
    return "\n".join(filter(None, (one.contact, one.said, one.note)))


def _glance(one: Link) -> str:
    if one.ended_on is not None:
        return f"No longer, since {written(one.ended_on)}"
    return one.said or one.note
