"""The sheet of one measure: what is asked, when and by whom it was answered, and what it comes to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.assessments import STAGES, AssessmentDetails, Filling
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instruments import Entry
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.domain.scoring import Scored, filled
from vrp_desktop.services.assessments import Filled
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import CheckField, ChoiceField, TextArea
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, primary, quiet, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.outcomes.asking import Asking
from vrp_desktop.ui.outcomes.measure_words import comes_to, joined, short, since_the_start
from vrp_desktop.ui.outcomes.paper import Numbers, in_sight

_CALM = (
    "This may be about their safety. Stay with them, stay calm, and ask what they meant. If somebody is in "
    "danger now, ring 999. Then tell the designated lead: what is typed here is kept meanwhile."
)


class MeasureSheet(QWidget):
    """Answers stand in one form of numbers, whether they are typed or chosen one after the other."""

    saved = Signal(object)
    """The ``Filled`` that came back."""
    worried = Signal()
    """A concern is to be raised now."""
    gone = Signal()
    """It was taken back."""

    def __init__(self, screen: Screen, services: Provider, filling: Filling) -> None:
        super().__init__()
        self.filling = filling
        self._screen, self._services = screen, services
        instrument, today = filling.instrument, services.workspace.today
        self.numbers = Numbers(instrument, filling.age)
        self.asking: Asking | None = None
        if instrument.has_words and (items := instrument.asked(filling.age)):
            self.asking = Asking(items)
            self.asking.chosen.connect(self._chosen)
            self.asking.ended.connect(self._at_the_end)
        self.when = Form()
        self.when.add(
            "stage",
            "When in the journey",
            ChoiceField([(s.value, w) for s, w in STAGES.items()], otherwise=""),
        )
        self.when.add("taken_on", "Day", DateField(today))
        informants = [(one.who, codes.label("informant", one.who)) for one in instrument.informants]
        self.when.add("informant", "Who answered", ChoiceField(informants, otherwise=""))
        self.paper: CheckField = self.when.add("on_paper", "", CheckField("From a paper form"))
        self.when.add("note", "Note", TextArea(2), "Only if something about the day matters to the numbers.")
        self.save_button = primary("Save", self.save)
        self.take_back_button = quiet("Take it back", self._take_back)
        self.so_far = label("")
        self.so_far.setAccessibleIdentifier("so-far")
        self.worry_words = label("", "label")
        self.concern_button = button("Raise a concern", self.worried.emit)
        self.worry = card(
            heading("Before you go on"), self.worry_words, label(_CALM), row(self.concern_button)
        )
        self.worry.setAccessibleName("Before you go on")
        self.worry.hide()
        self.result = label("")
        self.result_card = card(heading("Saved"), self.result)
        self.result_card.hide()
        self.kept = Kept(screen, services.drafts, self.draft_of(filling)[0], self.when, self.numbers)
        self._lay_out()
        for form in (self.when, self.numbers):
            form.edited.connect(self._fit)
        self.when.submitted.connect(self.save)
        self.numbers.submitted.connect(self._at_the_end)

    @staticmethod
    def draft_of(filling: Filling) -> tuple[str, str]:
        """Under which page and subject what is typed is kept."""
        page = f"assessment {filling.instrument.code}"
        return page, filling.enrolment_id if filling.stored is None else filling.stored.id

    def begin(self, draft: Draft | None) -> None:
        """Shows what is stored, or a new one, and what was typed before."""
        filling = self.filling

        def again() -> None:
            stored = filling.stored
            if stored is not None:
                self.when.write(stored.details)
                self.when.write({"stage": stored.details.stage.value})
                self.numbers.write({**stored.details.answers, **stored.details.scores})
            else:
                who = (*filling.offer.informants, *(one.who for one in filling.instrument.informants))[0]
                self.when.write({"stage": filling.offer.next_stage.value, "informant": who})
                self.when.write({"taken_on": self._services.workspace.today, "on_paper": False, "note": ""})
                self.numbers.write(dict.fromkeys((*self.numbers.items, *self.numbers.scales)))
            if self.asking is not None:
                self.asking.take(self._answers())
            self._fit()

        again()
        self.kept.open(self.draft_of(filling)[1], draft, again)
        if self.asking is not None:
            self.asking.take(self._answers())
        self._fit()

    def first_focus(self) -> QWidget | None:
        """The first question, or the first number."""
        if self.save_button.isHidden():
            return None
        if self.asking is not None and not self.asking.isHidden():
            return self.asking
        return self.numbers.first() or self.when.field("taken_on").control()

    def show_result(self, done: Filled) -> None:
        """What it comes to, and how far they have moved; the answers cannot be changed here any more."""
        stage, who = Stage(str(self.when.field("stage").value())), str(self.when.field("informant").value())
        lines = [
            *comes_to(self.filling.instrument, done.scored),
            *since_the_start(self.filling, stage, who, done.scored),
        ]
        self.result.setText(joined(lines) or "The day is written down.")
        self.result_card.show()
        for part in (self.body, self.save_button, self.take_back_button):
            part.hide()

    def _lay_out(self) -> None:
        instrument = self.filling.instrument
        self.why_not = label(self.filling.offer.why_not, "fault")
        left = column(
            label(instrument.ask or instrument.about, "muted"),
            *([self.asking] if self.asking is not None else []),
            self.numbers,
            None,
            spacing=12,
        )
        right = column(
            self.when,
            self.so_far,
            row(self.save_button, self.take_back_button),
            None,
            spacing=14,
        )
        self.body = Beside(left, right, (3, 2), spacing=28)
        note = label(instrument.note, "muted")
        attribution = label(instrument.attribution, "small")
        attribution.setAccessibleIdentifier("attribution")
        inner = column(
            self.kept.line,
            self.why_not,
            self.worry,
            self.result_card,
            self.body,
            note,
            attribution,
            None,
            spacing=12,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inner)
        self.paper.setVisible(self.asking is not None)  # Else it always is.
        # Only now: what belongs to no window yet would open one of its own.
        note.setVisible(bool(instrument.note))
        self.take_back_button.setVisible(self.filling.stored is not None)
        closed = bool(self.filling.offer.why_not) and self.filling.stored is None
        self.why_not.setVisible(closed)
        self.body.setVisible(not closed)
        self.save_button.setVisible(not closed)

    def _chosen(self, code: str, value: int | None) -> None:
        self.numbers.answer(code, value)

    def _answers(self) -> dict[str, int]:
        try:
            return self.numbers.answers()
        except Refused:
            return {}

    def _fit(self) -> None:
        on_paper = self.paper.value()
        typing = on_paper or self.asking is None
        if self.asking is not None:
            if self.asking.isHidden() and not typing:
                self.asking.take(self._answers())
            self.asking.setVisible(not typing)
        self.numbers.setVisible(typing and self.filling.instrument.entry is not Entry.DATE)
        worrying = self.filling.instrument.worrying(self._answers())
        self.worry.setVisible(bool(worrying))
        self.worry_words.setText(
            joined(
                [f"They answered {self._answers()[item.code]} to “{short(item.title)}”" for item in worrying]
            )
        )
        self.so_far.setText(joined(self._so_far()))

    def _so_far(self) -> list[str]:
        instrument = self.filling.instrument
        if instrument.entry is Entry.DATE:
            return []
        try:
            given = self.numbers.answers() if self.numbers.items else self.numbers.scores()
            if not given:
                return ["Nothing is answered yet."]
            answers = self.numbers.answers() if self.numbers.items else {}
            scored: Scored = filled(instrument, answers, self.numbers.scores(), self.filling.age)
        except Refused as refused:
            return [str(refused).removeprefix("There is a problem: ")]
        asked = len(self.numbers.items)
        if 2 * len(scored.unanswered) > asked:
            return [f"{asked - len(scored.unanswered)} of {asked} answered."]
        return comes_to(instrument, scored)

    def _at_the_end(self) -> None:
        self._fit()
        self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        in_sight(self.save_button)

    def _details(self) -> AssessmentDetails:
        said = self.when.values()
        if said["taken_on"] is None:
            raise Refused.for_fields({"taken_on": "Write the day it was answered."})
        return AssessmentDetails(
            self.filling.instrument.code,
            Stage(said["stage"]),
            said["taken_on"],
            said["informant"],
            said["on_paper"] or not self.filling.instrument.has_words,
            self.numbers.answers(),
            self.numbers.scores(),
            said["note"],
        )

    def save(self) -> None:
        """Keeps it, with what it comes to."""
        if not self.save_button.isEnabled() or self.save_button.isHidden():
            return
        try:
            details = self._details()
        except Refused as refused:
            self._refuse(refused)
            return
        filling, service = self.filling, self._services.assessments
        subject = self.kept.subject

        def keep() -> Filled:
            if filling.stored is None:
                return service.fill_in(filling.enrolment_id, details)
            return service.correct(filling.stored.id, details)

        def done(answer: Filled) -> None:
            self.kept.drop(of=subject)
            self.saved.emit(answer)

        self.save_button.setEnabled(False)
        self._screen.save(keep, done, self._refuse, always=lambda: self.save_button.setEnabled(True))

    def _refuse(self, refused: Refused) -> None:
        """Beside the fields they are about: the numbers', or else those of the day."""
        numbers = self.numbers.items.keys() | self.numbers.scales.keys()
        if self.numbers.isHidden():
            numbers = set()
        mine = {name: words for name, words in refused.fields.items() if name in numbers}
        others = {name: words for name, words in refused.fields.items() if name not in numbers}
        self.numbers.clear_faults()
        self.when.clear_faults()
        if mine:
            self.numbers.refuse(Refused.for_fields(mine))
        if others or not mine:
            self.when.refuse(Refused.for_fields(others) if others else refused)

    def _take_back(self) -> None:
        stored = self.filling.stored
        if stored is None or not messages.ask(
            self.window(),
            "Take it back?",
            "It goes from the record and from what is counted. The journal keeps what it was.",
            "Take it back",
            "Leave it",
        ):
            return
        subject = self.kept.subject

        def done(_: object) -> None:
            self.kept.drop(of=subject)
            self.gone.emit()

        self._screen.save(lambda: self._services.assessments.take_back(stored.id), done, self._refuse)
