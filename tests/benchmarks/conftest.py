"""A provider as large as they come: 20,000 people, 3,000 sessions, a register of 300."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QStackedWidget, QWidget

from tests.builders import NOW, Clock, a_goal, a_person, a_session, an_enrolment, an_intervention, days
from tests.conftest import Template, copied
from vrp_desktop.db.models import assessment, attendance, enrolment, person, session
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.onward import OnwardDetails
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.pauses import PauseDetails
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import theme
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import PROVIDER

PEOPLE, SESSIONS, REGULARS, CAME = 20_000, 3_000, 300, 20
COME_TO, MEASURES = 300, 40
"""What somebody who has come for years has behind them: sessions, and measures filled in."""
FIRST = ["Ana", "Ben", "Cara", "Dalia", "Émile", "Fatima", "Gamir", "Hana", "Isla", "Jomir", "Kasia", "Lara"]
THEN = ["", " Maria", "-Lee", "lia", "son", "den", "ny", "mir"]
FAMILY = ["Khan", "Smith", "Patel", "Novak", "Berry", "Winfield", "Hussain", "Begum", "O’Brien", "Łuc"]


@dataclass(frozen=True)
class Town:
    """The filled store, tonight's session and those who are in its register."""

    provider: Provider
    session_id: str
    regulars: list[str]


@pytest.fixture(scope="session")
def town(provider_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    workspace = copied(provider_template, tmp_path_factory.mktemp("town") / "provider", Clock(NOW))
    provider, chance = Provider(workspace), random.Random(1)
    intervention_id = provider.interventions.add(an_intervention()).id

    def name() -> str:
        return chance.choice(FIRST) + chance.choice(THEN)

    def somebody() -> dict[str, object]:
        details = a_person(
            name(),
            given_name=name(),
            family_name=chance.choice(FAMILY),
            birth_date=days(-chance.randint(3_000, 9_000)),
            enjoys="Boxing, and drawing dragons with her cousins.",
        )
        values = people_queries.values_of(details)
        return {"id": new_id(), **values, "added_on": days(-chance.randint(0, 900))}

    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        people = tx.insert_many(person, (somebody() for _ in range(PEOPLE)))
        held = [
            {
                "intervention_id": intervention_id,
                "held_on": days(-number // 3),
                "minutes": 120,
                "kind": "group",
                "place": "Hall",
                "status": "delivered",
                "note": "",
            }
            for number in range(SESSIONS)
        ]
        sessions = tx.insert_many(session, held)
        marks = (
            {"session_id": session_id, "person_id": person_id, "mark": "present", "note": ""}
            for session_id in sessions
            for person_id in chance.sample(people, CAME)
        )
        tx.insert_many(attendance, marks)
        journeys = (
            {
                "person_id": person_id,
                "intervention_id": intervention_id,
                "referred_on": days(-90),
                "decision": "accepted",
                "decided_on": days(-90),
                "started_on": days(-80),
            }
            for person_id in people[:REGULARS]
        )
        tx.insert_many(enrolment, journeys)
    yield Town(provider, provider.sessions.log(a_session(intervention_id)).id, people[:REGULARS])
    workspace.close()


@pytest.fixture(scope="session")
def regular(town: Town) -> str:
    """Somebody who has come for years, and has been asked a lot."""
    provider = town.provider
    workspace = provider.workspace
    # An intervention of their own: the register of tonight's session stays as long as it is.
    intervention_id = provider.interventions.add(an_intervention("LEE-08")).id
    person_id = provider.people.add(a_person("Ana")).id
    journey = provider.enrolments.add(person_id, intervention_id, an_enrolment(days(-900))).id
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    for number in range(30):
        provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.REVIEW, days(-number), number % 11)
        provider.tasks.done(
            provider.tasks.add(TaskDetails(f"Call {number}", workspace.actor.id, person_id=person_id)).id
        )
    provider.enrolments.pause(journey, PauseDetails(days(-400), days(-380), "Exams"))
    provider.enrolments.refer_on(journey, OnwardDetails("housing", days(-100)))
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        held = tx.rows(session.select().order_by(session.c.held_on.desc()).limit(2 * COME_TO))
        mine = held[::2]
        marks = [
            {"session_id": row["id"], "person_id": person_id, "mark": "present", "note": "Led the warm-up"}
            for row in mine
            if not tx.scalar(
                attendance.select().where(
                    attendance.c.session_id == row["id"], attendance.c.person_id == person_id
                )
            )
        ]
        tx.insert_many(attendance, marks)
        measures = [
            {
                "enrolment_id": journey,
                "instrument": "wemwbs",
                "version": "1",
                "stage": "review",
                "taken_on": days(-20 * number),
                "informant": "self",
                "on_paper": False,
                "answers": {str(item): 3 for item in range(14)},
                "scores": {"total": 42},
                "note": "",
            }
            for number in range(MEASURES)
        ]
        tx.insert_many(assessment, measures)
    assert len(marks) == COME_TO
    return person_id


def seconds(call: Callable[[], Any]) -> float:
    """How long it took, once."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def best(call: Callable[[], Any], floor: Callable[[], Any], rounds: int = 25) -> tuple[float, float]:
    """The least disturbed of some rounds of a call and of its floor, in seconds: what else the machine does
    only ever adds. In turn, so that a busy machine is as unfair to one as to the other."""
    both = [(seconds(call), seconds(floor)) for _ in range(rounds)]
    return min(took for took, _ in both), min(least for _, least in both)


@dataclass
class Windows:
    """Windows of the town at the size of a cheap laptop, and the thinnest of their kind to compare with."""

    app: QApplication
    town: Town
    work: Work = field(default_factory=Work)
    shown: list[QWidget] = field(default_factory=list)

    def frame(self) -> Frame:
        """A new window, in which no page has been made yet."""
        made = Frame(self.town.provider, PROVIDER, self.work, "Sam Okafor")
        self._show(made)
        return made

    def settle(self) -> None:
        """Until everything asked for is read and painted."""
        self.app.processEvents()
        while self.work.is_busy():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.app.processEvents()

    def bare(self, labels: int) -> "Bare":
        """A window with nothing but as many labels on one of its two pages."""
        bare = Bare(self, QStackedWidget(), labels)
        self._show(bare.stack)
        bare.make()
        return bare

    def end(self, window: QWidget) -> None:
        """Closes a window, and lets go of it."""
        self.settle()
        self.shown.remove(window)
        window.close()
        window.deleteLater()
        self.settle()

    def close(self) -> None:
        """Ends with every window."""
        for each in list(self.shown):
            self.end(each)
        self.work.close()

    def _show(self, made: QWidget) -> None:
        self.shown.append(made)
        made.resize(1366, 768)
        made.show()
        self.settle()


@dataclass
class Bare:
    """The floor of showing a page: labels in our dress, which hold a few words each."""

    windows: Windows
    stack: QStackedWidget
    labels: int
    page: QWidget = field(default_factory=QWidget)
    _shows: int = 0

    def make(self) -> None:
        """A new page, which stands nowhere yet in sight."""
        self.stack.addWidget(QWidget())
        self.page = QWidget()
        layout = QGridLayout(self.page)
        for number in range(self.labels):
            layout.addWidget(QLabel(), number // 4, number % 4)
        self.stack.addWidget(self.page)

    def show(self) -> None:
        """Writes into the page, turns to it, paints it."""
        self._shows += 1
        for label in self.page.findChildren(QLabel):
            label.setText(f"What stands here {self._shows}")
        self.stack.setCurrentWidget(self.page)
        self.windows.settle()
        self.page.repaint()

    def leave(self) -> None:
        """Turns to the empty page."""
        self.stack.setCurrentIndex(0)
        self.windows.settle()


@pytest.fixture
def windows(town: Town, qapp: QApplication) -> Iterator[Windows]:
    theme.start(qapp, theme.Choice.LIGHT)
    made = Windows(qapp, town)
    yield made
    made.close()
