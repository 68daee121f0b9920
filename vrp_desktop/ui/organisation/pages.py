"""The pages that lie under the organisation, and the buttons that lead to them."""

from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QSizePolicy, QWidget

from vrp_desktop.domain.permissions import Action, Actor
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.parts import button
from vrp_desktop.ui.kit.screen import Screen


class Link(NamedTuple):
    """A page by its name, its word on the button, and what it is for."""

    name: str
    word: str
    words: str
    needs: Action


PAGES: tuple[Link, ...] = (
    Link(
        "users",
        "Users",
        "Who may sign in, their roles and passphrases, and the recovery key.",
        Action.MANAGE_USERS,
    ),
    Link(
        "assignments",
        "Own interventions",
        "Which interventions each worker works in: whose records they see.",
        Action.MANAGE_USERS,
    ),
    Link(
        "measures",
        "Measures",
        "Which outcome measures you use, what their licences ask, and your own.",
        Action.SET_UP,
    ),
    Link(
        "closures",
        "Term dates and closures",
        "School holidays and your own closed weeks: when plans rest.",
        Action.SET_DATES,
    ),
    Link(
        "words",
        "Words to avoid",
        "Labels that are noticed as somebody writes, and what to say instead.",
        Action.SET_UP,
    ),
    Link(
        "journal",
        "Journal",
        "Who did what and when, what was looked at, and taking a change back.",
        Action.READ_JOURNAL,
    ),
    Link(
        "backups",
        "Backups",
        "Where the copies of the store are, and when one was last proven.",
        Action.BACK_UP,
    ),
    Link(
        "keeping",
        "Keeping and erasing",
        "Who is due for review, what is held about somebody who asks, and erasing a record.",
        Action.ERASE,
    ),
    Link(
        "health",
        "Health of the store",
        "Encryption, disk space, integrity, and where the store is kept.",
        Action.BACK_UP,
    ),
)
"""In a provider's workspace, in the order of the buttons."""

COMMISSIONER_PAGES: tuple[Link, ...] = tuple(
    link for link in PAGES if link.name in {"users", "journal", "backups", "health"}
)
"""Those of a commissioner: nothing about people."""


def links(screen: Screen, pages: tuple[Link, ...], actor: Actor) -> QWidget:
    """A button for each page that somebody may use, in as many rows as it takes."""
    made = QWidget()
    flow = Rows(across=8, down=8)
    flow.setContentsMargins(0, 0, 0, 0)
    made.setLayout(flow)
    fits = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    fits.setHeightForWidth(True)
    made.setSizePolicy(fits)
    for link in pages:
        if not actor.may(link.needs):
            continue
        one = button(link.word, partial(screen.go, link.name))
        one.setToolTip(link.words)
        one.setAccessibleDescription(link.words)
        flow.addWidget(one)
    return made
