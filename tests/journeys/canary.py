"""A program that types a made-up name wherever something can be typed, in the real window, and does to it all
that should leave no trace: half-written drafts, a fault, a failed import, a lock, a backup, a return.

    python -m tests.journeys.canary HOME

Everything it may write lies below HOME; a copy of that is taken at each moment worth looking at.
``test_canary`` starts it and looks through the bytes.
"""

import os
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPlainTextEdit, QWidget

from tests.builders import a_session, an_enrolment, an_intervention, days
from vrp_desktop import app, crash
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services import stores
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.concerns.screen import ConcernScreen
from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen
from vrp_desktop.ui.welcome.sign_in import SignInPage

CANARY = "Zebedee Quillfeather"
PASSPHRASE = "canary kettle, open window"


class _Reader(QObject):
    """Stands in for the program that the system would open a file with."""

    path = read = ""

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.path = url.toLocalFile()
        self.read = Path(self.path).read_text("utf-8")


class Walk:
    """One walk through the window."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.app, self.window = app.start(sys.argv[:1], home / "store")
        crash.catch(self.window.work.crashed.emit)
        self.window.show()
        self.window.activateWindow()
        self.moments = 0

    def settle(self) -> None:
        """Until everything asked for is answered and drawn; messages are read and closed."""
        for _ in range(3):
            QTest.qWait(20)
            while self.window.work.is_busy():
                QTest.qWait(10)
            for box in self.app.topLevelWidgets():
                if isinstance(box, QMessageBox) and box.isVisible():
                    box.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def moment(self) -> None:
        """Keeps a copy of all that is on the disk now, as a thief would find it."""
        self.settle()
        self.moments += 1
        copy = self.home.with_name("moments") / str(self.moments)
        shutil.copytree(self.home, copy)

    def sign_in(self) -> None:
        page = self.window.welcome.page()
        assert isinstance(page, SignInPage)
        page.passphrase.set_value(PASSPHRASE)
        page.form.submitted.emit()
        while self.window.frame is None:
            self.settle()
        self.settle()

    def open(self, name: str, **arguments: Any) -> Any:
        assert self.window.frame is not None
        self.window.frame.go(name, **arguments)
        self.settle()
        return self.window.frame.shown()

    def provider(self) -> Provider:
        assert self.window.opened is not None
        assert isinstance(self.window.opened.services, Provider)
        return self.window.opened.services

    def take(self) -> None:
        """All of it."""
        self.sign_in()
        boxing = self.provider().interventions.add(an_intervention()).id
        person = self._person()
        self._fault()
        journey = self.provider().enrolments.add(person, boxing, an_enrolment()).id
        sheet = self.open("outcome-sheet", enrolment_id=journey)
        assert isinstance(sheet, OutcomeSheetScreen)
        sheet.goal.field("focus_area").set_value("individual.mental_health")
        fill(sheet.goal)
        sheet.goal_button.click()
        session = self.provider().sessions.log(a_session(boxing, days(-1), note=CANARY)).id
        register = self.open("register", session_id=session)
        assert isinstance(register, RegisterScreen)
        fill(register)
        self.moment()
        self._concern(person)
        self._search()
        self._documents(person)
        # Typed, not saved, and locked: what is shown and what was copied goes.
        record = self.open("person", person_id=person, page="about")
        fill(record)
        self.window.activateWindow()  # The system's clipboard says who filled it; this platform's does not.
        self.settle()
        record.about.form.who.field("known_as").control().selectAll()
        record.about.form.who.field("known_as").control().copy()
        assert CANARY in QApplication.clipboard().text()
        record.settle()
        self.window._close_workspace(locked=True)
        self.moment()
        assert CANARY not in QApplication.clipboard().text()
        assert not seen(self.window)
        self.sign_in()
        self.provider().backups.back_up()
        self.provider().returns.prepare(boxing, Quarter.of(days(-1)), self.home / "returns")
        self.provider().health.check()
        self._failed_import()
        self.moment()
        self.window.close()
        self.settle()

    def _person(self) -> str:
        screen = self.open("person")
        assert isinstance(screen, PersonScreen)
        fill(screen)
        screen.about.form.who.field("approximate_age").set_value(14)
        screen.settle()
        self.moment()
        screen.about.save_button.click()
        self.settle()
        [line] = self.provider().people.search(CANARY)
        return line.id

    def _fault(self) -> None:
        """In a slot, in a service, and told by the window with the record in view."""

        def fails() -> None:
            here = CANARY
            raise ValueError(f"no such person: {here}")

        QTimer.singleShot(0, fails)
        try:
            self.settle()
        except ValueError as error:
            # Waiting hands it on; the program's own loop would have given it to the hook itself.
            sys.excepthook(ValueError, error, error.__traceback__)
        self.settle()
        self.window.work.read(fails, lambda _: None)
        self.settle()
        self.moment()

    def _concern(self, person: str) -> None:
        """Half typed, then raised, read and added to."""
        screen = self.open("concern", person_id=person)
        assert isinstance(screen, ConcernScreen)
        for form in (screen.what, screen.did):
            fill(form)
        screen.settle()
        self.moment()
        screen.what.field("seen_on").set_value(self.provider().workspace.today)
        screen._show_step(1)
        screen.raise_button.click()
        self.settle()
        concerns = self.open("concerns")
        concerns.card.read_button.click()
        self.settle()
        fill(concerns)
        concerns.card.add_button.click()
        self.settle()
        assert len(self.provider().concerns.mine()) == 1
        self.moment()

    def _documents(self, person: str) -> None:
        """Brought, kept, and read in another program, where it stands until the window locks."""
        screen = self.open("person", person_id=person, page="documents")
        page = screen.documents
        page.choose(self.home.with_name("input") / f"{CANARY}.txt")
        self.settle()
        fill(page.form)
        page.form.field("kind").set_value("letter")
        page.form.field("added_on").set_value(self.provider().workspace.today)
        page.save_button.click()
        self.settle()
        reader = _Reader()
        QDesktopServices.setUrlHandler("file", reader, "open")  # type: ignore[arg-type] # it takes text, whatever the stub says
        page.table.choose(0)
        page.open_button.click()
        self.settle()
        QDesktopServices.unsetUrlHandler("file")
        assert CANARY in reader.read, "it was not to be read"
        assert CANARY not in reader.path

    def _search(self) -> None:
        assert self.window.frame is not None
        line = self.window.frame.search
        line.begin()
        line.setText(CANARY)
        line.textEdited.emit(CANARY)
        QTest.qWait(300)
        self.moment()
        line.finish()

    def _failed_import(self) -> None:
        """By somebody's mistake a list of names comes to the commissioner's side, and is no return."""
        hurt = self.home.with_name("input")
        made = stores.create(
            self.home / "county", StoreKind.COMMISSIONER, "West Yorkshire VRP", "Sam", PASSPHRASE
        )
        answers = Commissioner(made.workspace).imports.bring_in((hurt,))
        assert answers
        assert all(answer.findings for answer in answers)
        made.workspace.close()


def fill(part: QWidget) -> None:
    """Types the name into every line and every box of text that can be written in."""
    edits: list[Any] = [*part.findChildren(QLineEdit), *part.findChildren(QPlainTextEdit)]
    for edit in edits:
        if isinstance(edit, QLineEdit) and (edit.maxLength() < len(CANARY) or edit.validator() is not None):
            continue  # A day, a number.
        if edit.isEnabled() and not edit.isReadOnly():
            edit.setFocus()
            edit.selectAll()
            QTest.keyClicks(edit, CANARY)


def seen(window: QWidget) -> list[str]:
    """Every widget that still holds the name."""
    holds: list[Callable[[Any], str]] = [
        lambda w: w.text(),
        lambda w: w.toPlainText(),
        lambda w: w.windowTitle(),
    ]
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        for read in holds:
            try:
                held = read(widget)
            except (AttributeError, TypeError):
                continue
            if CANARY in held:
                found.append(type(widget).__name__)
    return found


if __name__ == "__main__":
    try:
        Walk(Path(sys.argv[1])).take()
    except BaseException:
        # By hand: uncaught faults are the program's own affair by now, and its threads would wait for more.
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    print("all typed")
