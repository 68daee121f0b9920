"""The window: screens over services. Nothing below it knows that it is there."""

import importlib
from types import ModuleType

import PySide6


def _uses_qt(module: ModuleType) -> bool:
    return module.__name__.startswith("vrp_desktop.ui")


def _spare_imports() -> None:
    """Keeps PySide6 from reading the source text of every module that is imported after it.

    It looks for its own name in there, for the sake of ``__feature__``, which nobody here uses. That costs
    a third of what our own modules cost at the start, and more at sign-in, when the database comes.
    """
    try:
        feature = importlib.import_module("shibokensupport.feature")
    except ImportError:  # Another version may have left it out; then nothing has to be spared.
        return
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _uses_qt)  # noqa: B010 - a name that the checker cannot see


del PySide6  # It is imported for what it brings along.
_spare_imports()
