"""How the window looks: Fusion in our own palettes, following the system unless a preference overrides."""

from enum import StrEnum

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from vrp_desktop.ui.kit import stylesheet
from vrp_desktop.ui.kit.palette import DARK, HIGH_CONTRAST, LIGHT, Colours

_STYLE = "Fusion"
ARGUMENTS = ("-style", _STYLE)
"""The style, among what the application is started with: setting it afterwards costs every start the time to
make all that Python could ask of a style."""


class Choice(StrEnum):
    """What somebody can ask for in place of the system's own colours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


class Theme(QObject):
    """The colours in use. ``changed`` tells widgets that paint themselves to paint again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice.SYSTEM
        self.colours: Colours = LIGHT


_theme: Theme | None = None


def theme() -> Theme:
    """The one theme of the running window."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme


def colours() -> Colours:
    """The colours in use now."""
    return theme().colours


def start(app: QApplication, choice: Choice = Choice.SYSTEM, *, styled: bool = False) -> None:
    """Dresses the application and keeps following the system's colours. Call once, before any window.

    ``styled`` where it was started with ``ARGUMENTS``."""
    QLocale.setDefault(QLocale("en_GB"))
    if not styled:
        app.setStyle(_STYLE)
    font = app.font()
    font.setPointSize(stylesheet.BODY)
    app.setFont(font)
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(_follow)
    hints.accessibility().contrastPreferenceChanged.connect(_follow)
    dress(app, choice)


def dress(app: QApplication, choice: Choice) -> None:
    """Puts a choice of colours on, at once, in every window."""
    here = theme()
    here.choice = choice
    here.colours = _wanted(app, choice)
    app.setPalette(_palette(here.colours))
    app.setStyleSheet(stylesheet.sheet(here.colours))
    here.changed.emit()


def _follow() -> None:
    app = QApplication.instance()
    if not isinstance(app, QApplication) or theme().choice is not Choice.SYSTEM:
        return
    if _wanted(app, Choice.SYSTEM) is not theme().colours:
        dress(app, Choice.SYSTEM)


def _wanted(app: QApplication, choice: Choice) -> Colours:
    chosen = {Choice.LIGHT: LIGHT, Choice.DARK: DARK, Choice.HIGH_CONTRAST: HIGH_CONTRAST}
    if choice in chosen:
        return chosen[choice]
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _palette(ink: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: ink.paper,
        role.WindowText: ink.text,
        role.Base: ink.surface,
        role.AlternateBase: ink.surface,
        role.Text: ink.text,
        role.Button: ink.surface,
        role.ButtonText: ink.text,
        role.BrightText: ink.error,
        role.PlaceholderText: ink.muted,
        role.Highlight: ink.chosen,
        role.HighlightedText: ink.text,
        role.Link: ink.accent,
        role.LinkVisited: ink.accent,
        role.ToolTipBase: ink.surface,
        role.ToolTipText: ink.text,
        role.Accent: ink.accent,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(ink.muted))
    return palette
