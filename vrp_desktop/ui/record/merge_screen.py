"""Two records of one person beside each other, and what stands once they are one."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.merging import Choice, Likeness, Merged, Preview
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.services.merging import Parted
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.flow import Beside, Flowing
from vrp_desktop.ui.kit.parts import button, column, heading, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.picker import Picker
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.merge_parts import Choosing, SideCard

_MOST_ROWS = 5
_WHAT_HAPPENS = (
    "Everything of both stands in one record afterwards; each session they came to counts once. Returns that "
    "were sent stay as they are. For thirty days the two can be parted again."
)


class MergeScreen(Screen):
    """First who it may be; then both records beside each other; then one button."""

    title = "Same person?"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._person_id = ""
        self._kept_id = ""
        self._gone_id = ""
        self._visit = 0
        self.likely: Table[Likeness] = Table(
            "Who it may be",
            [
                Column("Known as", lambda one: one.known_as, stretch=1),
                Column("Name", lambda one: one.full_name, stretch=1, leaves=2),
                Column("Age", lambda one: "" if one.years is None else str(one.years), leaves=1),
                Column("Why", lambda one: ", ".join(one.reasons), stretch=3),
            ],
            "Nobody here seems to be the same person.",
        )
        self.likely.opened.connect(lambda one: self._choose(one.person_id))
        self.picker = Picker(self, services.people.search, "merge-person")
        self.picker.picked.connect(self._picked)
        self.recent: Table[Merged] = Table(
            "Brought together lately",
            [
                Column("Now", lambda one: one.known_as, stretch=2),
                Column("Also was", lambda one: one.gone, stretch=2),
                Column("On", lambda one: written(one.merged_on)),
                Column("By", lambda one: one.by, leaves=2),
                Column("Can be parted until", lambda one: written(one.until), leaves=1),
            ],
            "Nobody in the last thirty days.",
        )
        self.part_button = button("Part them again", self._part)
        self.recent.chosen.connect(lambda _: self._fit())
        self.choosing = Choosing()
        self.sides = (SideCard("Stays"), SideCard("Becomes part of it"))
        self.swap_button = button("Keep the other record", self._swap)
        self.joined = label("", "muted")
        self.forbidden = label("", "fault")
        self.journeys = Flowing()
        self.merge_button = primary("Make them one record", self._merge)
        self.other_button = quiet("Choose somebody else", lambda: self._choose(""))
        self._lately = column(
            heading("Brought together lately"), self.recent, row(self.part_button), spacing=10
        )
        self._finding = column(
            heading("Who it may be"),
            self.likely,
            self.picker,
            self._lately,
            spacing=10,
        )
        self._looking = column(
            Beside(self.sides[0], self.sides[1], wide=620, spacing=16, below=10),
            row(self.swap_button, self.other_button, None),
            self.forbidden,
            self.journeys,
            heading("What stands afterwards"),
            self.choosing,
            self.joined,
            label(_WHAT_HAPPENS, "muted"),
            spacing=10,
        )
        page = column(self._finding, self._looking, None)
        page.setContentsMargins(24, 14, 24, 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(page), 1)
        foot = row(self.merge_button, quiet("Back to the record", self._back), None)
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)
        self._show_nothing()

    def arrive(self, person_id: str | None = None, other_id: str = "", **_: Any) -> None:
        """Looks for who is the same as somebody; or shows both, where it is known who."""
        self._person_id = person_id or ""
        self._choose(other_id)

    def load(self) -> None:
        self._choose(self._gone_id if self._gone_id != self._person_id else self._kept_id)

    def first_focus(self) -> QWidget | None:
        if self._gone_id:
            return self.merge_button if self.merge_button.isEnabled() else self.swap_button
        return self.likely.view if self.likely.model.lines else self.picker.text

    def may_leave(self) -> bool:
        self._visit += 1
        return True

    def forget(self) -> None:
        self._person_id = ""
        self._show_nothing()

    # ---- who it may be

    def _choose(self, other_id: str) -> None:
        """Both records, or who it may be while nobody is chosen."""
        self._show_nothing()
        if other_id:
            self._kept_id, self._gone_id = self._person_id, other_id
            self._look()
        elif self._person_id:
            person_id, visit, merging = self._person_id, self._visit, self._services.merging

            def show(read: tuple[tuple[Likeness, ...], tuple[Merged, ...]]) -> None:
                if visit == self._visit:
                    self._show_likely(*read)

            self.read(
                lambda: (merging.suggest(person_id), merging.recent()), show, self._gone, latest="merge"
            )

    def _picked(self, line: PersonLine) -> None:
        self._choose(line.id)

    def _show_nothing(self) -> None:
        self._visit += 1
        self._kept_id = self._gone_id = ""
        self.picker.clear()
        self.choosing.show_fields(())
        self._show_likely((), ())
        for side in self.sides:
            side.say(None)
        self.joined.setText("")
        self.forbidden.setText("")
        self.journeys.clear()
        self._fit()

    def _show_likely(self, likely: tuple[Likeness, ...], recent: tuple[Merged, ...]) -> None:
        self.likely.show_lines(likely)
        self.recent.show_lines(recent)
        for table in (self.likely, self.recent):
            table.fit_height(_MOST_ROWS)
        if (first := self.first_focus()) is not None and not self._gone_id and self.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def _fit(self) -> None:
        both = bool(self._gone_id)
        self._finding.setVisible(not both)
        self._looking.setVisible(both)
        self.merge_button.setVisible(both)
        self.forbidden.setVisible(bool(self.forbidden.text()))
        self.joined.setVisible(bool(self.joined.text()))
        self._lately.setVisible(bool(self.recent.model.lines))
        self.part_button.setEnabled(self.recent.current() is not None)

    # ---- both records

    def _look(self) -> None:
        kept_id, gone_id, visit = self._kept_id, self._gone_id, self._visit
        merging = self._services.merging
        self.merge_button.setEnabled(False)

        def show(shown: Preview) -> None:
            if visit == self._visit:
                self._show_both(shown)

        self.read(lambda: merging.preview(kept_id, gone_id), show, self._refused, latest="merge")

    def _show_both(self, shown: Preview) -> None:
        for side, told in zip(self.sides, (shown.kept, shown.gone), strict=True):
            side.say(told)
        self.choosing.show_fields(shown.fields)
        self.joined.setText(
            "Stands in both, and becomes one: " + "; ".join(shown.joined) if shown.joined else ""
        )
        self.forbidden.setText("\n".join(one.words for one in shown.forbidden))
        self.journeys.clear()
        links = dict(link for one in shown.forbidden for link in one.journeys)
        self.journeys.put(
            button(words, partial(self.go, "enrolment", enrolment_id=journey))
            for journey, words in links.items()
        )
        self.merge_button.setEnabled(not shown.forbidden)
        self._fit()
        if (first := self.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _swap(self) -> None:
        self._kept_id, self._gone_id = self._gone_id, self._kept_id
        self._visit += 1
        self._look()

    def _merge(self) -> None:
        kept_id, gone_id, visit = self._kept_id, self._gone_id, self._visit
        choices: dict[str, Choice] = self.choosing.choices()
        merging = self._services.merging
        if not gone_id or not self.merge_button.isEnabled():
            return

        def merged(_: object) -> None:
            if visit == self._visit:
                self.go("person", person_id=kept_id)

        self.merge_button.setEnabled(False)
        self.save(
            lambda: merging.merge(kept_id, gone_id, choices),
            merged,
            self._refused,
            always=lambda: self.merge_button.setEnabled(True),
        )

    def _part(self) -> None:
        one, merging = self.recent.current(), self._services.merging
        if one is None or not messages.ask(
            self,
            "Part them again?",
            f"{one.gone} gets back the record they had on {written(one.merged_on)}, with what was theirs. "
            f"What was added since stays with {one.known_as}.",
            "Part them",
        ):
            return
        merge_id = one.id

        def parted(done: Parted) -> None:
            if done.stayed:
                messages.inform(self, "They are two records again", "\n".join(done.stayed))
            self.go("person", person_id=done.id)

        self.save(lambda: merging.part(merge_id), parted, self._refused)

    def _back(self) -> None:
        if self._person_id:
            self.go("person", person_id=self._person_id, page="family")
        else:
            self.go("people")

    def _refused(self, refused: Refused) -> None:
        messages.refused(self, refused)
        if not self.choosing.shown:
            self._choose("")

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("people")
