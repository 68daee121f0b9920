"""What the window remembers on this laptop. Nothing personal ever stands here: it is not encrypted."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from vrp_desktop.ui.kit.theme import Choice

IDLE_MINUTES = 5
FAULTS = "faults"
"""The folder, beside the stores, of the reports on faults in the program."""


class Preferences:
    """Colours, the minutes until the window locks, and the folder of the store that was open last."""

    def __init__(self) -> None:
        self._stored = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "vrp-desktop", "vrp-desktop"
        )

    @property
    def colours(self) -> Choice:
        """The colours asked for; the system's own without a wish."""
        wish = str(self._stored.value("colours", Choice.SYSTEM.value))
        return Choice(wish) if wish in set(Choice) else Choice.SYSTEM

    @colours.setter
    def colours(self, choice: Choice) -> None:
        self._stored.setValue("colours", choice.value)

    @property
    def idle_minutes(self) -> int:
        """After how many minutes without a key or a click the window locks."""
        minutes = str(self._stored.value("idle_minutes", IDLE_MINUTES))
        return int(minutes) if minutes.isdecimal() and 1 <= int(minutes) <= 60 else IDLE_MINUTES

    @idle_minutes.setter
    def idle_minutes(self, minutes: int) -> None:
        self._stored.setValue("idle_minutes", minutes)

    @property
    def last_folder(self) -> Path | None:
        """The folder of the store that was open last."""
        folder = str(self._stored.value("last_folder", ""))
        return Path(folder) if folder else None

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._stored.setValue("last_folder", str(folder))

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood."""
        stored = self._stored.value("geometry", QByteArray())
        return stored if isinstance(stored, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._stored.setValue("geometry", geometry)


def usual_folder(name: str) -> Path:
    """Where a store is kept unless somebody chooses otherwise: the local application data, which no cloud
    service copies about."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(place) / "vrp-desktop" / name


def free_folder(name: str) -> Path:
    """The usual folder, or the next one with a number if there is a store in it already."""
    folder = usual_folder(name)
    number = 2
    while folder.exists() and any(folder.iterdir()):
        folder = usual_folder(f"{name}-{number}")
        number += 1
    return folder
