"""The always-live return: choose an intervention and a quarter, see it, and write it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.behind import Record
from vrp_desktop.domain.returns.corrections import Place
from vrp_desktop.domain.returns.definitions import of_figure
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import name_of
from vrp_desktop.domain.returns.sections import balance, standings
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.returns import Blocker, Preview
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.returns.behind_part import BehindPart
from vrp_desktop.ui.returns.blockers import Blockers
from vrp_desktop.ui.returns.changed import Changed
from vrp_desktop.ui.returns.hidden_part import HiddenPart
from vrp_desktop.ui.returns.key_figures import KeyFigures
from vrp_desktop.ui.returns.model import written
from vrp_desktop.ui.returns.section_part import SectionPart
from vrp_desktop.ui.returns.sending import Sending
from vrp_desktop.ui.returns.steps import HIDDEN, OVERVIEW, Step, Steps


class ReturnsScreen(Screen):
    """The whole quarter on one page, step by step; one button prepares the final return."""

    title = "Returns"
    topics = frozenset(
        {Topic.PEOPLE, Topic.ENROLMENTS, Topic.SESSIONS, Topic.REGISTER, Topic.OUTCOMES, Topic.INTERVENTIONS}
        | {Topic.SETTINGS, Topic.RETURNS}
    )

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._preview: Preview | None = None
        self._before: ReturnDocument | None = None
        self._step: Step | None = None
        self.which = self._choice("return-intervention", "Intervention", 26)
        self.quarter = self._choice("return-quarter", "Quarter", 30)
        self.figures = KeyFigures()
        self.balance = label("")
        self.mend = button("Show the journeys that break it", self._show_breaking)
        self.mend.hide()
        self.hidden = label("", "muted")
        self.rule = label("", "muted")
        self.changed = Changed()
        self.steps = Steps()
        self.blockers = Blockers()
        self.section = SectionPart(self._write_words)
        self.withheld = HiddenPart()
        self.behind = BehindPart(self._leave_behind)
        self.together = button(
            "All interventions together", lambda: self.go("summary", quarter=self.quarter.value() or "")
        )
        self.sending = Sending(services, work, self._count)
        self._prepares = services.workspace.actor.may(Action.PREPARE_RETURNS)
        if not self._prepares:
            self.sending.hide()
        self.which.edited.connect(self._count)
        self.quarter.edited.connect(self._count)
        self.steps.chosen.connect(self._turn)
        self.steps.table.opened.connect(lambda _: self._enter())
        self.section.figures.behind.connect(self._show_behind)
        for noted in (self.blockers, self.section.noted):
            noted.opened.connect(self._lead)
        self.behind.opened.connect(self._lead)
        self.changed.opened.connect(lambda correction: self._lead(correction.place))
        self._lay_out()

    def _choice(self, name: str, words: str, width: int) -> ChoiceField:
        made = ChoiceField(otherwise="")
        made.box.setMinimumContentsLength(width)
        made.name_as(name, words, "")
        return made

    def _lay_out(self) -> None:
        def named(words: str, field: ChoiceField) -> QWidget:
            over = label(words, "label")
            over.setBuddy(field.control())
            return column(over, field, spacing=2)

        self.summary = card(self.figures, self.balance, self.mend, self.hidden, self.rule, spacing=6)
        self.sides = QStackedWidget()
        for part in (self.blockers, self.section, self.withheld, self.behind):
            self.sides.addWidget(part)
        left = column(self.sending, self.steps, row(self.together, None), None, spacing=12)
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(page)
        outer.addWidget(self._area)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 12, 24, 16)
        layout.setSpacing(12)
        choices = Beside(
            named("Intervention", self.which), named("Quarter", self.quarter), wide=560, spacing=20
        )
        choices.setMaximumWidth(760)
        layout.addWidget(choices)
        layout.addWidget(self.summary)
        layout.addWidget(self.changed)
        layout.addWidget(Beside(left, self.sides, (3, 7), spacing=24), 1)
        self.nothing = heading(
            "A return can be made once there is an intervention. Add one under Organisation."
        )
        self.nothing.hide()
        layout.addWidget(self.nothing)

    def arrive(self, intervention_id: str = "", quarter: str = "", part: str = "", **_: Any) -> None:
        """Opens the return of one intervention and quarter, or those chosen last; ``part`` goes to a
        section, like "R5"."""
        returns = self._services.returns

        def choices() -> tuple[tuple[Intervention, ...], tuple[Quarter, ...]]:
            return returns.interventions(), returns.quarters()

        def show(read: tuple[tuple[Intervention, ...], tuple[Quarter, ...]]) -> None:
            interventions, quarters = read
            self.nothing.setVisible(not interventions)
            self.which.set_choices([(i.id, f"{i.name} ({i.code})") for i in interventions])
            self.quarter.set_choices([(str(q), q.label) for q in reversed(quarters)])
            wanted = intervention_id or self.which.value() or (interventions[0].id if interventions else None)
            self.which.set_value(wanted)
            present = str(Quarter.of(self._services.workspace.today))
            self.quarter.set_value(quarter or self.quarter.value() or present)
            self._count(part)

        self.read(choices, show, self._refused, latest="choices")

    def load(self) -> None:
        self._count()

    def first_focus(self) -> QWidget | None:
        return self.which.control()

    def forget(self) -> None:
        self._preview = self._before = None
        for part in (self.figures, self.section, self.withheld, self.behind, self.steps):
            part.clear()
        self.blockers.show_blockers(())
        self.changed.show_since(None)
        self.hidden.setText("")
        self.balance.setText("")
        self.rule.setText("")

    # ---- counting

    def _chosen(self) -> tuple[str, Quarter] | None:
        intervention_id, quarter = self.which.value(), self.quarter.value()
        return (intervention_id, Quarter.parse(quarter)) if intervention_id and quarter else None

    def _count(self, part: str = "") -> None:
        chosen = self._chosen()
        self.sending.choose(chosen)
        if chosen is None:
            return
        returns = self._services.returns

        def show(preview: Preview) -> None:
            self._show(preview)
            if part:
                self.steps.choose(part)
            if self._prepares:
                self.read(lambda: returns.before(*chosen), self._show_before, latest="before")

        self.hidden.setText("Counting …")
        self.read(lambda: returns.preview(*chosen), show, self._refused, latest="count")

    def _refused(self, refused: Refused) -> None:
        self.forget()
        self.sending.choose(None)
        self.hidden.setText(str(refused))

    def _show(self, preview: Preview) -> None:
        self._preview, self._before = preview, None
        self.figures.show_figures(preview.counted, preview.protected)
        self._show_balance(preview)
        rule = preview.protected.header.rule
        self.rule.setText(f"The rule: {rule.in_words}")
        if rule.rounds:
            self.hidden.setText(
                "In what is sent, counts of people are rounded. Here they stand as “12 → 10”."
            )
        elif preview.primary:
            small = "1 small count is" if preview.primary == 1 else f"{preview.primary} small counts are"
            more = (
                f", and {preview.secondary} more so that none can be worked out" if preview.secondary else ""
            )
            self.hidden.setText(f"In what is sent, {small} hidden{more}. Here they stand as “3 → [c]”.")
        else:
            self.hidden.setText("No count is small enough to be hidden.")
        self.blockers.show_blockers(preview.blockers)
        self.changed.show_since(preview.since)
        self.sending.show_preview(preview)
        self.withheld.show_hidden(preview.counted, preview.protected, preview.intervals)
        self.section.show_return(preview, None)
        self.steps.show_standings(
            len(preview.blockers),
            standings(preview.counted, preview.blockers),
            sum(figure.shown is Shown.CONFIDENTIAL for figure in preview.protected.figures),
        )

    def _show_balance(self, preview: Preview) -> None:
        """The journey as an equation, in what was counted; nothing to whoever sees only what is sent."""
        found = balance(preview.counted)
        words = " ".join(f"{sign} {number} {called}".strip() for sign, number, called in found.terms)
        said = {True: "It adds up.", False: "It does not add up."}
        self.balance.setText("" if found.holds is None else f"{words}. {said[found.holds]}")
        self.mend.setVisible(found.holds is False and self._prepares)

    def _show_before(self, before: ReturnDocument | None) -> None:
        self._before = before
        if self._preview is not None:
            self.section.show_return(self._preview, before)

    def _turn(self, step: Step) -> None:
        """Shows the step that the keyboard stands on."""
        again = self._step is not None and self._step.code == step.code
        self._step = step
        if step.section is not None:
            self.section.show_section(step.section, self._prepares)
        part = {OVERVIEW: self.blockers, HIDDEN: self.withheld}.get(step.code, self.section)
        # Counted again, or back from a record: the records that were listed stay.
        if not again or self.sides.currentWidget() is not self.behind:
            self.sides.setCurrentWidget(part)

    def _enter(self) -> None:
        """Goes on from the list to what stands beside it, or on a narrow page below it."""
        shown = self.sides.currentWidget()
        target: QWidget = self.section.first()
        if shown is self.blockers:
            target = self.blockers.list
        elif shown is self.withheld:
            target = self.withheld.lines.view
        target.setFocus()
        self._area.ensureWidgetVisible(target)

    def _show_behind(self, key: Key) -> None:
        preview = self._preview
        if preview is not None:
            figure = preview.counted.get(*key)
            title = f"{name_of(key)}: {written(figure, figure)}"
            returns = self._services.returns
            self._show_records(
                lambda intervention, quarter: returns.behind(intervention, quarter, key),
                title,
                of_figure(key).text,
            )

    def _show_breaking(self) -> None:
        """The journeys that keep the equation from holding."""
        said = "Each of these journeys has days in an order that cannot be. Mend the day that is wrong."
        self._show_records(self._services.returns.breaking, "Why the journey does not add up", said)

    def _show_records(
        self, find: Callable[[str, Quarter], tuple[Record, ...]], title: str, said: str
    ) -> None:
        chosen = self._chosen()
        if chosen is None or not self._prepares:
            return

        def show(records: tuple[Record, ...]) -> None:
            self.behind.show_records(title, records, said)
            self.sides.setCurrentWidget(self.behind)

        self.read(lambda: find(*chosen), show, latest="behind")

    def _leave_behind(self) -> None:
        self.sides.setCurrentWidget(self.section)
        self.section.figures.table.setFocus()

    def _lead(self, record: Blocker | Place | Record) -> None:
        part, key = getattr(record, "part", ""), getattr(record, "key", None)
        if key is not None:
            self.steps.choose(key[0].split(".", 1)[0])
            self._show_behind(key)
        elif record.session_id:
            self.go("register", session_id=record.session_id)
        elif record.person_id:
            page = getattr(record, "page", "") or "front"
            self.go("person", person_id=record.person_id, page=page)
        elif part:
            self.steps.choose(part.split(".", 1)[0])

    def _write_words(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._step is not None:
            self.go("asking", intervention_id=chosen[0], quarter=str(chosen[1]), part=self._step.code)
