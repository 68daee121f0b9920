"""The little style sheet over Fusion: borders, indicators, button heights and the focus ring."""

from string import Template

from vrp_desktop import shipped
from vrp_desktop.ui.kit.palette import Colours

SMALL, BODY, LARGE, TITLE, HERO = 10, 11, 13, 18, 24
"""The sizes of letters, in points."""

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[ground="paper"], QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget
  { background: $paper; }
QScrollArea, QScrollArea[ground="paper"] { border: none; }
QFrame[ground="surface"] { background: $surface; border: 1px solid $hairline; border-radius: 8px; }
QFrame[ground="asking"] { background: $surface; border: 3px solid $hairline; border-radius: 8px; }
QFrame[ground="asking"]:focus { border: 3px solid $focus; }
QFrame[ground="rail"] { background: $surface; border: none; border-right: 1px solid $hairline; }
QFrame[ground="sheet"] { background: $surface; border: none; border-left: 2px solid $border; }
QFrame[ground="bar"] { background: $paper; border: none; border-bottom: 1px solid $hairline; }
QFrame[ground="notice"] { background: $chosen; border: none; border-bottom: 1px solid $hairline; }
QFrame[ground="foot"] { background: $paper; border: none; border-top: 1px solid $hairline; }
QFrame[ground="error"] { background: $error_ground; border: 2px solid $error; border-radius: 6px; }
QFrame[ground="error"]:focus { border: 3px solid $focus; }
QFrame[line="true"] { background: $hairline; border: none; max-height: 1px; min-height: 1px; }

QLabel { background: transparent; }
QLabel[role="hero"] { font-size: ${hero}pt; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${large}pt; font-weight: 600; }
QLabel[role="label"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}pt; }
QLabel[role="figure"] { font-size: ${hero}pt; font-weight: 600; }
QLabel[role="hint"] { color: $muted; font-style: italic; }
QLabel[role="quote"] { font-size: ${large}pt; color: $accent; }
QLabel[role="fault"] { color: $error; font-weight: 600; }
QLabel[role="good"] { color: $good; font-weight: 600; }

QPushButton, QToolButton { background: $surface; border: 2px solid $border; border-radius: 6px;
  min-height: 32px; padding: 0 14px; }
QToolButton { padding: 0 8px; }
QPushButton:hover, QToolButton:hover { background: $chosen; }
QPushButton:focus, QToolButton:focus { border: 3px solid $focus; padding: 0 13px; min-height: 30px; }
QToolButton:focus { padding: 0 7px; }
QToolButton::menu-indicator { image: url("$icons/down-$ink.svg"); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: center right; right: 4px; }
QToolButton[menu="true"], QToolButton[menu="true"]:focus { padding-right: 24px; }
QPushButton:checked { background: $chosen; border: 3px solid $accent; padding: 0 13px; min-height: 30px; }
QPushButton:checked:focus { border: 3px solid $focus; }
QPushButton[role="tap"] { min-height: 44px; padding: 0 10px; font-size: ${large}pt; }
QPushButton[role="tap"]:focus, QPushButton[role="tap"]:checked
  { border-width: 3px; min-height: 42px; padding: 0 9px; }
QPushButton:disabled, QToolButton:disabled
  { color: $muted; border-style: dashed; background: transparent; }
QPushButton[role="primary"]
  { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { border-color: $text; }
QPushButton[role="primary"]:focus { border: 3px solid $focus; }
QPushButton[role="primary"]:disabled { background: transparent; color: $muted; border: 2px dashed $border; }
QPushButton[role="big"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
  font-size: ${large}pt; min-height: 48px; padding: 0 24px; }
QPushButton[role="big"]:hover { border-color: $text; }
QPushButton[role="big"]:focus { border: 3px solid $focus; min-height: 46px; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; border-color: transparent;
  color: $accent; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $chosen; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border: 3px solid $focus; }
QPushButton[role="quiet"]:disabled { color: $muted; border-style: dashed; }
QPushButton[role="link"] { background: transparent; border: 2px solid transparent; color: $accent;
  text-decoration: underline; text-align: left; min-height: 24px; padding: 0 4px; }
QPushButton[role="link"]:focus { border: 3px solid $focus; min-height: 22px; padding: 0 3px; }
QPushButton[role="fault"] { background: transparent; border: 2px solid transparent; color: $error;
  text-decoration: underline; text-align: left; min-height: 24px; padding: 0 4px; font-weight: 600; }
QPushButton[role="fault"]:focus { border: 3px solid $focus; min-height: 22px; padding: 0 3px; }
QPushButton[role="rail"] { background: transparent; border: 2px solid transparent; border-radius: 6px;
  text-align: left; padding: 0 12px; min-height: 40px; }
QPushButton[role="rail"]:hover { background: $chosen; }
QPushButton[role="rail"]:checked { background: $chosen; color: $text; font-weight: 600;
  border-left: 4px solid $accent; padding-left: 10px; }
QPushButton[role="rail"]:focus { border: 3px solid $focus; padding: 0 11px; min-height: 38px; }
QPushButton[role="choice"] { background: $surface; border: 2px solid $border; border-radius: 8px;
  text-align: left; padding: 12px 16px; }
QPushButton[role="choice"]:hover { border-color: $accent; }
QPushButton[role="choice"]:focus { border: 3px solid $focus; padding: 11px 15px; }
QPushButton[role="pick"] { background: $surface; border: 2px solid $border; border-radius: 8px;
  padding: 0 11px; min-height: 38px; }
QPushButton[role="pick"]:hover { border-color: $accent; }
QPushButton[role="pick"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="pick"]:focus { border: 3px solid $focus; padding: 0 10px; min-height: 36px; }
QPushButton[role="pick"]:disabled { color: $muted; border-style: dashed; background: transparent; }
QPushButton[role="pick"]:checked:disabled { color: $text; border: 2px solid $border; background: $chosen; }
QPushButton[role="quick"] { min-height: 28px; padding: 0 10px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit, QTimeEdit, QComboBox, QAbstractSpinBox
  { background: $surface; border: 2px solid $border; border-radius: 5px; padding: 0 8px; min-height: 32px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit QToolButton { border: none; background: transparent; min-height: 0; padding: 0; }
QPlainTextEdit, QTextEdit { padding: 4px 6px; }
QLineEdit[large="true"] { min-height: 44px; font-size: ${large}pt; }
QLineEdit[large="true"]:focus { min-height: 42px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus
  { border: 3px solid $focus; padding: 0 7px; min-height: 30px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px 5px; }
QLineEdit[faulty="true"], QPlainTextEdit[faulty="true"], QComboBox[faulty="true"],
QAbstractSpinBox[faulty="true"], QListView[faulty="true"] { border-color: $error; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled
  { color: $muted; background: $paper; border-style: dashed; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url("$icons/down-$ink.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 2px solid $border; outline: none;
  selection-background-color: $chosen; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 32px; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button
  { border: none; width: 24px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url("$icons/up-$ink.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$icons/down-$ink.svg"); width: 12px; height: 12px; }

QCheckBox, QRadioButton { spacing: 10px; min-height: 30px; background: transparent;
  border: 3px solid transparent; border-radius: 5px; }
QCheckBox:focus, QRadioButton:focus { border: 3px solid $focus; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator, QTableView::indicator,
QTreeView::indicator
  { width: 20px; height: 20px; border: 2px solid $border; background: $surface; border-radius: 4px; }
QRadioButton::indicator { border-radius: 12px; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked,
QTreeView::indicator:checked
  { background: $accent; border-color: $accent; image: url("$icons/tick-$on_accent_ink.svg"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent;
  image: url("$icons/dot-$on_accent_ink.svg"); }
QCheckBox::indicator:disabled { border-style: dashed; }

QListView, QTableView, QTreeView { background: $surface; border: 2px solid $border; border-radius: 6px;
  alternate-background-color: $surface; selection-background-color: $chosen; selection-color: $text;
  outline: none; gridline-color: transparent; }
QTableView { border: 1px solid $hairline; }
QListView:focus, QTableView:focus, QTreeView:focus { border: 3px solid $focus; }
QListView::item { min-height: 36px; padding: 0 6px; }
QTableView::item { padding: 0 10px; border-bottom: 1px solid $hairline; }
QListView::item:hover, QTableView::item:hover { background: $paper; }
QListView::item:selected, QTableView::item:selected { background: $chosen; color: $text; }
QTableView QTableCornerButton::section { background: $surface; border: none; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $muted; font-weight: 600; border: none;
  border-bottom: 1px solid $border; padding: 0 13px; min-height: 36px; }
QHeaderView::section:vertical { color: $text; border-bottom: 1px solid $hairline; min-height: 0; }

QTabBar::tab { background: transparent; border: none; border-bottom: 3px solid transparent; padding: 0 16px;
  min-height: 36px; color: $muted; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom-color: $accent; }
QTabBar::tab:focus { border: 3px solid $focus; }
QTabBar::scroller { width: 30px; }
QTabBar QToolButton { background: $paper; border: none; border-radius: 0; padding: 0; min-height: 0; }
QTabBar QToolButton::left-arrow { image: url("$icons/left-$ink.svg"); width: 16px; height: 16px; }
QTabBar QToolButton::right-arrow { image: url("$icons/right-$ink.svg"); width: 16px; height: 16px; }
QTabBar QToolButton::left-arrow:disabled, QTabBar QToolButton::right-arrow:disabled { image: none; }
QTabWidget::pane { border: none; }
QProgressBar { background: $surface; border: 2px solid $border; border-radius: 5px; min-height: 18px;
  text-align: center; }
QProgressBar::chunk { background: $accent; }
QToolTip { background: $surface; color: $text; border: 2px solid $border; padding: 4px; }
QMenu { background: $surface; border: 2px solid $border; padding: 4px; }
QMenu::item { min-height: 32px; padding: 4px 24px; }
QMenu::item:selected { background: $chosen; color: $text; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 0; }
QScrollBar::handle
  { background: $border; border-radius: 5px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def sheet(colours: Colours) -> str:
    """The style sheet in these colours."""
    words = {field: str(value) for field, value in colours._asdict().items()}
    words["icons"] = shipped.folder("icons").as_posix()
    words["ink"] = "white" if colours.dark else "black"
    words["on_accent_ink"] = "black" if colours.dark else "white"
    sizes = {"small": SMALL, "body": BODY, "large": LARGE, "title": TITLE, "hero": HERO}
    return _SHEET.substitute(words, **{name: str(points) for name, points in sizes.items()})
