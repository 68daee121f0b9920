"""The parts that tell of somebody: their own words, and stories; each with the consent it rests on."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns import form as return_form
from vrp_desktop.domain.returns.asked import STORIES, STORY, VOICE, VOICES, Story
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.asking.lines import LineForm, field_for
from vrp_desktop.ui.asking.part import Part
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ChoiceField, TextField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import column, label, quiet, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table

_NAMED = {"text": "words", "quote": "words"}
"""What a column of the return is called in a story."""


class PersonalPart(Part):
    """Every story at the left; at the right the one that is written now, and whose it is."""

    kind: ClassVar[str] = ""
    one: ClassVar[str] = ""
    lines: ClassVar[int] = 4

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__(screen, services)
        table = return_form.word_table(self.covers[0])
        self.list: Table[Story] = Table(
            table.title,
            [
                Column("Words", lambda s: (s.title or s.words).partition("\n")[0], stretch=3),
                Column("About", lambda s: codes.label("priority", s.priority, ""), stretch=1, leaves=2),
                Column("Whose", self._whose, stretch=1, leaves=1),
            ],
            f"No {self.one} yet. Write the first one beside this.",
        )
        self.list.opened.connect(self._open)
        self.new_button = quiet(f"New {self.one}", self._new)
        self.remove_button = quiet("Remove it", self._remove)
        self.form = LineForm()
        self.form.section(f"One {self.one}", table.about)
        self.whose: ChoiceField = self.form.add(
            "person_id", "Whose it is", ChoiceField(otherwise="We hold no record of them")
        )
        self.agreed = label("", "small")
        self.form.place(self.agreed)
        self.form.add(
            "consent", "How they agreed", TextField(), "Whom they told, when, and to what. It is not sent."
        )
        for each in table.columns:
            self.form.add(_NAMED.get(each.code, each.code), each.label, field_for(each, self.lines))
        self.form.finish()
        self.whose.edited.connect(self._fit_consent)
        self.form.submitted.connect(self.save)
        keys = label("Enter on a line opens it here.", "small")
        left = column(self.list, row(self.new_button, self.remove_button), keys, None)
        self.lay_out(Beside(left, self.form, (1, 1), spacing=28, second_above=True), self.form)

    @property
    def stored(self) -> tuple[Story, ...]:
        """Those of this kind as they are kept."""
        return (
            () if self.asking is None else tuple(s for s in self.asking.asked.stories if s.kind == self.kind)
        )

    def fit(self) -> None:
        if self.asking is None:
            return
        self.list.show_lines(self.stored)
        self.list.fit_height(8)
        self.remove_button.setEnabled(bool(self.stored))
        told = {story.person_id for story in self.stored}
        self.whose.set_choices(
            [
                (one.person_id, f"{one.known_as} (consent does not stand)" if one.fault else one.known_as)
                for one in self.asking.tellers
                if not one.fault or one.person_id in told
            ]
        )
        agreed = sum(not one.fault for one in self.asking.tellers)
        self.agreed.setText(
            f"{agreed} of the {len(self.asking.tellers)} people of this intervention agreed to a case study. "
            "What they agree to stands on their record, under Consent."
        )
        self._fit_consent()

    def write(self) -> None:
        shown = next((one for one in self.stored if one.id == self.form.which), Story(self.kind, ""))
        self.form.which = shown.id
        self.form.write(shown)
        self._fit_consent()

    def save(self) -> None:
        asking = self.asking
        if asking is None:
            return
        values = {name: value or "" for name, value in self.form.values().items()}
        story = Story(
            self.kind,
            values["words"],
            values.get("title", ""),
            values["priority"] or None,
            values.get("changed", ""),
            values["person_id"] or None,
            values["consent"],
            self.form.which,
        )
        where, statements = (asking.intervention_id, asking.quarter), self.services.statements
        self.store(lambda: statements.write_story(*where, story), lambda _: self._begin())

    def refuse(self, refused: Refused) -> None:
        if "consent" in refused.fields:
            self.form.show_field("consent", True)
        super().refuse(refused)

    def first_focus(self) -> QWidget | None:
        return self.whose.control()

    def clear(self) -> None:
        super().clear()
        self.list.show_lines(())
        self.whose.set_choices(())
        self.agreed.setText("")
        self.form.which = ""
        self.write()

    def _whose(self, story: Story) -> str:
        known = () if self.asking is None else self.asking.tellers
        if story.person_id is None:
            return "No record"
        return next((one.known_as for one in known if one.person_id == story.person_id), "Somebody")

    def _fit_consent(self) -> None:
        self.form.show_field("consent", self.whose.value() is None)

    def _begin(self) -> None:
        self.form.which = ""
        self.write()
        self.form.focus_first()

    def _may_turn(self) -> bool:
        if not self.form.touched:
            return True
        words = f"What you wrote in this {self.one} is not saved."
        return messages.ask(self, "Not saved yet", words, "Leave it", "Stay here")

    def _open(self, chosen: Story) -> None:
        if self._may_turn():
            self.form.which = chosen.id
            self.write()
            self.kept.drop()
            self.form.focus_first()

    def _new(self) -> None:
        if self._may_turn():
            self.kept.drop()
            self._begin()

    def _remove(self) -> None:
        chosen, asking = self.list.current(), self.asking
        if chosen is None or asking is None or not self._may_turn():
            return
        where, statements = (asking.intervention_id, asking.quarter), self.services.statements
        self.store(lambda: statements.remove_story(*where, chosen.id), lambda _: self._begin())


class VoicesPart(PersonalPart):
    """What children and young adults said themselves."""

    name, word, one = "voices", "Their words", "quote"
    covers = (VOICES,)
    kind = VOICE
    lines = 3


class StoriesPart(PersonalPart):
    """Stories of one child or young adult each."""

    name, word, one = "stories", "Stories", "story"
    covers = (STORIES,)
    kind = STORY
    lines = 7
