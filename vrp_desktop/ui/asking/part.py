"""One part of what is asked for: its forms, its draft, and what stands in it that should be looked at."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar
from uuid import UUID, uuid5

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.returns.blockers import Blocker
from vrp_desktop.services.asking import Asking
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import button, column, label, row, scrolled
from vrp_desktop.ui.kit.screen import Screen

_SHOWN = 5
"""How many things to look at stand above a part."""


def subject_of(asking: Asking) -> str:
    """Under what the drafts of one quarter of an intervention are kept."""
    return str(uuid5(UUID(asking.intervention_id), str(asking.quarter)))


class Noted(QWidget):
    """What is to be looked at in one part, each with a way to the record it rests on."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._screen = screen
        self._lines: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.setAccessibleName("What to look at here")
        self.hide()

    def show_noted(self, noted: Sequence[Blocker]) -> None:
        """Shows these, what stops a final return first."""
        for made in self._lines:
            self._layout.removeWidget(made)
            made.deleteLater()
        self._lines = [self._line(one) for one in noted[:_SHOWN]]
        if len(noted) > _SHOWN:
            self._lines.append(label(f"And {len(noted) - _SHOWN} more.", "muted"))
        for made in self._lines:
            self._layout.addWidget(made)
        self.setVisible(bool(noted))

    def texts(self) -> list[str]:
        """What is shown, as it reads."""
        return [made.accessibleName() for made in self._lines]

    def _line(self, one: Blocker) -> QWidget:
        words = f"{'Before it is final: ' if one.blocks else ''}{one.text}"
        said = label(words, "fault" if one.blocks else "muted")
        made = said if one.person_id is None else column(said, row(self._way(one)), spacing=2)
        made.setAccessibleName(words)
        return made

    def _way(self, one: Blocker) -> QWidget:
        go = partial(self._screen.go, "person", person_id=one.person_id, page=one.page or "front")
        return button("Open the record", go, "link")


class Part(QWidget):
    """A tab. ``name`` is what ``go`` asks for, ``word`` stands on the tab; ``covers`` are the parts of what
    is asked for that it holds, and ``brings`` the one that can be brought over from the last quarter."""

    name: ClassVar[str] = ""
    word: ClassVar[str] = ""
    covers: ClassVar[tuple[str, ...]] = ()
    brings: ClassVar[str] = ""

    def __init__(self, screen: Screen, services: Provider) -> None:
        super().__init__()
        self.around, self.services = screen, services
        self.asking: Asking | None = None
        self.noted = Noted(screen)
        self.setAccessibleName(self.word)

    def lay_out(self, body: QWidget, *forms: Form) -> None:
        """Puts the draft's line and what is to be looked at above the part itself."""
        self.forms = forms
        self.kept = Kept(self.around, self.services.drafts, f"asking {self.name}", *forms)
        page = column(self.kept.line, self.noted, body, None, spacing=10)
        self._page = page
        page.setContentsMargins(24, 14, 24, 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(page))

    def put(self, line: QWidget, before: QWidget) -> None:
        """Puts the line of another draft in the place of the one before."""
        if (layout := self._page.layout()) is not None:
            layout.replaceWidget(before, line)
        before.deleteLater()

    @property
    def touched(self) -> bool:
        """Whether something stands here that is not saved."""
        return any(form.touched for form in self.forms)

    def show_asked(self, asking: Asking, draft: Draft | None) -> None:
        """Shows what is stored, and what was typed and not saved; what is being typed now stays."""
        another = self.kept.subject != subject_of(asking)
        self.asking = asking
        self.fit()
        if another or not self.touched:
            self.write()
        if another:
            self.kept.open(subject_of(asking), draft, self.write, self.fit)

    def show_noted(self, noted: Sequence[Blocker]) -> None:
        """Shows what is to be looked at here."""
        self.noted.show_noted([one for one in noted if one.part in self.covers])

    def fit(self) -> None:
        """Offers what hangs on what was read. Override."""

    def write(self) -> None:
        """Writes what is stored into the forms. Override."""

    def save(self) -> None:
        """Saves what stands in the forms. Override."""

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts. Override."""
        return None

    def clear(self) -> None:
        """Forgets everything: the store is being locked, or another quarter comes."""
        self.kept.settle()
        self.kept.forget()
        self.asking = None
        self.noted.show_noted(())

    def store(self, call: Callable[[], Saved], then: Callable[[Saved], None] = lambda _: None) -> None:
        """Saves by a call of the service; the draft goes, and ``then`` follows."""
        subject = self.kept.subject
        if subject is None:
            return

        def saved(done: Saved) -> None:
            for form in self.forms:
                form.settled()
                form.clear_faults()
            self.kept.drop(of=subject)
            then(done)

        self.around.save(call, saved, self.refuse)

    def refuse(self, refused: Refused) -> None:
        """Tells a refusal in the form that it concerns."""
        named = [form for form in self.forms if refused.fields.keys() & form.names()]
        (named or list(self.forms))[0].refuse(refused)
