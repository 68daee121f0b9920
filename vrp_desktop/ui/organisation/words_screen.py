"""Words to avoid: what the wording guard notices as somebody writes, and what the organisation adds to it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.wording import Label, ours
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.fields import TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work


class WordsScreen(Screen):
    """The organisation's own words at the top, those that come with the program below; a form to add one."""

    title = "Words to avoid"
    topics = frozenset({Topic.SETTINGS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._own: tuple[Label, ...] = ()
        self.table: Table[Label] = Table(
            "Words to avoid",
            [
                Column("Where somebody writes", lambda one: ", ".join(one.said), stretch=2),
                Column("It suggests", lambda one: one.instead, stretch=3),
                Column("Whose", lambda one: "Yours" if one in self._own else "", leaves=1),
            ],
            "Nothing is noticed.",
        )
        self.table.chosen.connect(self._fit)
        self.form = Form()
        self.form.section(
            "Add a word of your own",
            "It is noticed as anybody in the organisation writes about somebody. It is a suggestion: nothing "
            "is ever changed or refused, and what stands between quotation marks is left alone.",
        )
        self.form.add("said", "Where somebody writes", TextField("frequent flyer"))
        self.form.add("instead", "Suggest", TextField("somebody who comes often"))
        self.add_button = primary("Add word", self._add)
        self.remove_button = quiet("Remove it", self._remove)
        self.form.place(row(self.add_button))
        self.form.submitted.connect(self._add)
        words = label("Labels turn a child into what they did, or what was done to them.", "muted")
        left = column(self.table, row(self.remove_button), None)
        page = column(words, Beside(left, column(self.form, None), (4, 3), spacing=28), spacing=12)
        page.setContentsMargins(24, 16, 24, 16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))

    def load(self) -> None:
        self.read(self._services.wordings.own, self._show, latest="words")

    def first_focus(self) -> QWidget | None:
        return self.form.field("said").control()

    def _show(self, own: tuple[Label, ...]) -> None:
        self._own = own
        self.table.show_lines((*reversed(own), *ours()))
        self.table.fit_height(12)
        self._fit(self.table.current())

    def _fit(self, chosen: Label | None) -> None:
        self.remove_button.setVisible(chosen is not None and chosen in self._own)

    def _add(self) -> None:
        if not self.add_button.isEnabled():
            return
        try:
            answers = self.form.values()
        except Refused as refused:
            self.form.refuse(refused)
            return

        def saved(_: object) -> None:
            self.form.write({"said": "", "instead": ""})
            self.form.focus_first()

        self.add_button.setEnabled(False)
        self.save(
            lambda: self._services.wordings.add(answers["said"], answers["instead"]),
            saved,
            self.form.refuse,
            always=lambda: self.add_button.setEnabled(True),
        )

    def _remove(self) -> None:
        chosen = self.table.current()
        if chosen is not None and chosen in self._own:
            said = chosen.said[0]
            self.save(lambda: self._services.wordings.remove(said))
