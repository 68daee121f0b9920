"""What the provider has to say about the warnings of the return, as they are found now."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.returns.blockers import Blocker
from vrp_desktop.services.asking import Asking
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.asking.part import Part, subject_of
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.fields import TextArea
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import label
from vrp_desktop.ui.kit.screen import Screen

_EXAMPLES = 2
"""How many of a kind stand above its answer."""


class AnswersPart(Part):
    """A text for each kind of warning; the form is made anew where others are found."""

    name, word = "answers", "Warnings"
    covers = ("R14",)

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__(screen, services)
        self._draft: Draft | None = None
        self._kinds: tuple[tuple[str, str], ...] = ()
        self.nothing = label("Counting what there is to answer …", "muted")
        self.holder = QWidget()
        self._in = QVBoxLayout(self.holder)
        self._in.setContentsMargins(0, 0, 0, 0)
        self._in.addWidget(self.nothing)
        self.form = Form()
        self._in.addWidget(self.form)
        self.lay_out(self.holder, self.form)

    def show_asked(self, asking: Asking, draft: Draft | None) -> None:
        if self.asking is None or subject_of(self.asking) != subject_of(asking):
            self._draft = draft
        self.asking = asking
        if self._kinds and not self.touched:
            self.write()

    def show_noted(self, noted: Sequence[Blocker]) -> None:
        super().show_noted(noted)
        found: dict[str, list[str]] = {}
        for one in noted:
            if one.answer_to:
                found.setdefault(one.answer_to, []).append(one.text)
        kinds = tuple((kind, _told(texts)) for kind, texts in found.items())
        if kinds != self._kinds or self.kept.subject is None:
            self._remake(kinds)
        self.nothing.setText("" if kinds else "There is no warning to answer.")
        self.nothing.setVisible(not kinds)

    def write(self) -> None:
        if self.asking is not None:
            self.form.write({kind: self.asking.asked.answers.get(kind, "") for kind, _ in self._kinds})

    def save(self) -> None:
        asking = self.asking
        if asking is None or not self._kinds:
            return
        typed = {kind: str(text) for kind, text in self.form.values().items()}
        where, statements = (asking.intervention_id, asking.quarter), self.services.statements
        self.store(lambda: statements.write_answers(*where, typed))

    def first_focus(self) -> QWidget | None:
        return self.form.field(self._kinds[0][0]).control() if self._kinds else None

    def clear(self) -> None:
        super().clear()
        self._remake(())
        self.nothing.setText("Counting what there is to answer …")
        self.nothing.show()

    def _remake(self, kinds: tuple[tuple[str, str], ...]) -> None:
        """Another form, with what was typed into the one before."""
        typed, touched = self.form.typed(), self.form.touched
        self.kept.settle()
        self.kept.forget()
        self._in.removeWidget(self.form)
        self.form.deleteLater()
        self._kinds = kinds
        self.form = Form()
        if kinds:
            self.form.section(
                "What you have to say about it",
                "Put right what can be put right. Where it is right as it stands, say why in a line: the "
                "return counts how many warnings were answered; the answers stay in the house.",
            )
        for kind, words in kinds:
            self.form.add(kind, kind, TextArea(2), words)
        self._in.addWidget(self.form)
        self.forms = (self.form,)
        line = self.kept.line
        self.kept = Kept(self.around, self.services.drafts, f"asking {self.name}", self.form)
        self.put(self.kept.line, line)
        self.write()
        if self.asking is not None and kinds:
            self.kept.open(subject_of(self.asking), self._draft, self.write)
            self._draft = None
            if touched:
                self.form.put_back(typed)


def _told(texts: list[str]) -> str:
    more = len(texts) - _EXAMPLES
    return " ".join(texts[:_EXAMPLES]) + (f" And {more} more." if more > 0 else "")
