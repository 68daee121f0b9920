"""Names that are taken out, each with its sentence and a tick; without the tick it stays."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from vrp_desktop.ui.kit.fields import ManyField

_SHOWN = 6


class NamesField(ManyField):
    """Every name is ticked at first: what nobody looks at is taken out."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__((), rows=_SHOWN)
        self._keys: tuple[str, ...] = ()
        self.name_as(name, words, "Ticked: taken out.")
        self.view.setWordWrap(True)
        self.view.setSpacing(2)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_names(())

    def show_names(self, names: Iterable[tuple[str, str]]) -> None:
        """Shows these names by their keys, all ticked; nothing at all where there are none."""
        listed = list(names)
        self._keys = tuple(key for key, _ in listed)
        self.set_choices(listed)
        self.set_value(self._keys)
        self.setVisible(bool(listed))

    def left(self) -> tuple[str, ...]:
        """The keys of those that stay."""
        ticked = set(self.value())
        return tuple(key for key in self._keys if key not in ticked)
