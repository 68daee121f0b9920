"""What is pasted into a register goes from the finder to a sheet, and from there into the register."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vrp_desktop.domain.pasting import MOST_PASTED, PastedName, pasted
from vrp_desktop.services.people import People
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.sessions.finder import MOST_SHOWN
from vrp_desktop.ui.sessions.model import RegisterModel
from vrp_desktop.ui.sessions.paste import Pasted, PasteSheet, matched, too_many


class PasteFlow:
    """``shown`` shows or hides the sheet; ``bring_in`` saves what was agreed, and calls back once it is."""

    def __init__(
        self,
        screen: Screen,
        people: People,
        model: RegisterModel,
        sheet: PasteSheet,
        shown: Callable[[bool], None],
        bring_in: Callable[[Sequence[Pasted], Callable[[], None]], None],
    ) -> None:
        self._screen, self._people, self._model, self.sheet = screen, people, model, sheet
        self._shown, self._bring_in = shown, bring_in
        self._text = ""
        self._later: tuple[PastedName, ...] = ()
        sheet.agreed.connect(lambda lines: bring_in(lines, self._done))
        sheet.closed.connect(self.close)

    @property
    def open(self) -> bool:
        """Whether a list waits to be agreed."""
        return bool(self._text)

    def begin(self, text: str, chosen: Mapping[str, str | None] | None = None) -> None:
        """A list was pasted, or is brought back with what was chosen."""
        names = pasted(text)
        now, self._later, self._text = names[:MOST_PASTED], names[MOST_PASTED:], text
        rows = [self._model.called(one.name) for one in now]
        search = self._people.search

        def match() -> list[Pasted]:
            return [
                matched(one, here, search(one.name, MOST_SHOWN)) for one, here in zip(now, rows, strict=True)
            ]

        def show(lines: list[Pasted]) -> None:
            if self._text == text:
                self._shown(True)
                self.sheet.begin(text, lines, chosen)
                self.sheet.rest.setText(too_many(len(names)) if self._later else "")
                self.sheet.rest.setVisible(bool(self._later))

        self._screen.read(match, show, latest="paste")

    def typed(self) -> dict[str, Any]:
        """The list that waits, and what was chosen; empty without one."""
        return {"pasted": self._text, "chosen": self.sheet.chosen()} if self._text else {}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """Brings back what ``typed`` gave."""
        if typed.get("pasted"):
            self.begin(str(typed["pasted"]), dict(typed.get("chosen", {})))

    def close(self) -> None:
        """Nothing waits any more."""
        self._text, self._later = "", ()
        self.sheet.clear()
        self._shown(False)

    def _done(self) -> None:
        later = self._later
        if later:
            self.begin("\n".join(f"{one.name} {one.age or ''}" for one in later))
        else:
            self.close()
