"""Which pages there are: their names, their words in the rail, and how each is made.

A page is made when it is first asked for, so that starting stays fast: the imports stand in the functions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work


@dataclass(frozen=True)
class Page:
    """A page by its ``name``, as ``Screen.go`` asks for it.

    ``word`` and ``icon`` put it into the rail; a page without a word is reached from others, and lights up
    the word of the page ``under`` which it lies. ``make`` takes the services and the work.
    """

    name: str
    make: Callable[[Any, Work], Screen]
    word: str = ""
    icon: str = ""
    under: str = ""


PROVIDER: tuple[Page, ...] = ()
"""A provider's pages, in the order of the rail."""

COMMISSIONER: tuple[Page, ...] = ()
"""A commissioner's pages, in the order of the rail."""
