"""The record of somebody with 300 sessions and 40 measures: read, shown in a window, turned page by page."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.benchmarks.conftest import COME_TO, MEASURES, Bare, Town, Windows, best, seconds
from vrp_desktop.db.models import PROVIDER, assessment, attendance, session
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.shell.frame import Frame

READ, SHOWN, FIRST, MADE = 0.100, 0.150, 0.400, 2.0
"""Seconds: for reading, for showing a record, for the first that a window shows, and for any of its pages
that has to be made first. The ratios are what counts: these bear a machine that has much else to do."""
MOST_OF_READING = 20
"""How many times the floor: reading the person's 300 marks with their sessions, and 40 measures, by index."""
MOST_OF_SHOWING, MOST_OF_MAKING = 25, 120
"""How many times the floor: showing as many labels as the front page has words and buttons; and making any
page, of which the fullest has five times as many parts, fields and tables among them."""
ROUNDS = 5


def floor(provider: Provider, person_id: str) -> None:
    enrolment = PROVIDER.tables["enrolment"]
    with provider.workspace.store.reading() as tx:
        marks = attendance.select().join(session, attendance.c.session_id == session.c.id)
        assert len(tx.rows(marks.where(attendance.c.person_id == person_id))) == COME_TO
        taken = assessment.select().join(enrolment, assessment.c.enrolment_id == enrolment.c.id)
        assert len(tx.rows(taken.where(enrolment.c.person_id == person_id))) == MEASURES


def measured(what: str, took: float, least: float) -> float:
    """Says it, and how many times the floor it is."""
    print(f"{what}: {1_000 * took:.1f} ms, the floor {1_000 * least:.1f} ms, {took / least:.1f} times")
    return took / least


@pytest.mark.parametrize("limit", [200, 10_000])
def test_the_line_of_time(town: Town, regular: str, limit: int) -> None:
    """The first page of it, and the whole."""
    provider = town.provider
    timeline = provider.timelines.of_person(regular, limit=limit)
    assert timeline.more is (limit == 200)
    took, least = best(
        lambda: provider.timelines.of_person(regular, limit=limit), lambda: floor(provider, regular)
    )
    assert measured(f"{len(timeline.moments)} moments", took, least) < MOST_OF_READING
    assert took < READ


def test_reading_the_front_page_with_its_head(town: Town, regular: str) -> None:
    provider = town.provider
    assert provider.records.front(regular).last is not None

    def read() -> None:
        provider.records.head(regular)
        provider.records.front(regular)

    took, least = best(read, lambda: floor(provider, regular))
    assert measured("Head and front page", took, least) < MOST_OF_READING
    assert took < READ


def record(frame: Frame) -> PersonScreen:
    screen = frame.shown()
    assert isinstance(screen, PersonScreen)
    return screen


def shown(windows: Windows, frame: Frame, person_id: str) -> Callable[[], None]:
    """From asking for the record until all of its front page is read and painted."""

    def show() -> None:
        frame.go("person", person_id=person_id)
        windows.settle()
        record(frame).repaint()

    return show


def read_whole(screen: PersonScreen) -> None:
    assert screen.name.text() == "Ana"
    assert screen.front.last.texts()[0] != "They have not come to a session yet."


def words_of(screen: PersonScreen) -> int:
    """How many labels and buttons a page shows."""
    return sum(each.isVisible() for kind in (QLabel, QPushButton) for each in screen.findChildren(kind))


def test_showing_a_record(windows: Windows, regular: str) -> None:
    frame = windows.frame()
    show = shown(windows, frame, regular)
    show()
    bare = windows.bare(words_of(record(frame)))
    took, least = [], []
    for _ in range(2 * ROUNDS):  # In turn, so that a busy machine is as unfair to one as to the other.
        frame.go("sessions")
        windows.settle()
        took.append(seconds(show))
        read_whole(record(frame))
        bare.leave()
        least.append(seconds(bare.show))
    assert measured("A record shown", min(took), min(least)) < MOST_OF_SHOWING
    assert min(took) < SHOWN


def test_the_first_record_a_window_shows_and_each_page_of_it(windows: Windows, regular: str) -> None:
    """Each page is made when it is first looked at."""
    shown(windows, windows.frame(), regular)()  # Loads the code, once a start.
    took: dict[str, list[float]] = {}
    least: list[float] = []
    labels = 0
    for _ in range(ROUNDS):
        frame = windows.frame()
        took.setdefault("front", []).append(seconds(shown(windows, frame, regular)))
        screen = record(frame)
        read_whole(screen)
        labels = labels or words_of(screen)
        bare = windows.bare(0)
        bare.labels = labels

        def make(bare: Bare = bare) -> None:
            bare.make()
            bare.show()

        least.append(seconds(make))
        for kind in screen.tabs.kinds[1:]:

            def turn(screen: PersonScreen = screen, name: str = kind.name) -> None:
                screen.tabs.turn(name)
                windows.settle()
                screen.repaint()

            took.setdefault(kind.name, []).append(seconds(turn))
            assert screen.tabs.current.isVisible()
        windows.end(frame)
        windows.end(bare.stack)
    front = took.pop("front")
    assert measured("The first record of a window", min(front), min(least)) < MOST_OF_SHOWING
    assert min(front) < FIRST
    for name, times in took.items():
        assert measured(f"First look at {name}", min(times), min(least)) < MOST_OF_MAKING
        assert min(times) < MADE
