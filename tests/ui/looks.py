"""Takes a picture of every page, to be looked at: not a test.

    xvfb-run -a -s "-screen 0 2800x1600x24" python -m tests.ui.looks OUT [--scale 2]
    ... [--store DIR --passphrase-file FILE] [--only PAGE]

Without a store it makes the demo in a temporary folder. Pictures are 1366×768, light and dark, one file a
page; ``--scale 2`` draws at twice the size on a window of half the room, as 200 % does on a laptop.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1366, 768


def main() -> int:
    """Reads the arguments and takes the pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("--store", type=Path)
    asked.add_argument("--passphrase-file", type=Path)
    asked.add_argument("--scale", type=float, default=1.0)
    asked.add_argument("--only", default="", help="pages whose names begin with this")
    asked.add_argument("--colours", default="light,dark")
    given = asked.parse_args()
    os.environ["QT_SCALE_FACTOR"] = str(given.scale)
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as spare:
        # Nothing of the person who takes the pictures is read or changed.
        os.environ.update(
            HOME=spare, XDG_CONFIG_HOME=f"{spare}/config", XDG_DATA_HOME=f"{spare}/data", TZ="Europe/London"
        )
        return Looks(given, Path(spare)).take()


class Looks:
    """One walk through the window."""

    def __init__(self, given: argparse.Namespace, spare: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from vrp_desktop.app import start

        self.given = given
        self.spare = spare
        self._prefix = ""
        self.app: QApplication
        self.app, self.window = start(sys.argv[:1])
        self.window.resize(round(WIDTH / given.scale), round(HEIGHT / given.scale))

    def take(self) -> int:
        """Takes every picture; returns 0."""
        from vrp_desktop.ui.kit.theme import Choice

        self.window.show()
        self.window.activateWindow()
        self._settle()
        for name in self.given.colours.split(","):
            self.window.wear(Choice(name))
            self._welcome(name)
        self.window.show_workspace(self._open())
        self._settle()
        for name in self.given.colours.split(","):
            self.window.wear(Choice(name))
            self._pages(name)
            self._registers(name)
        if self.given.store is None and not self.given.only:
            self._commissioner()
        self.window.close()
        return 0

    def _commissioner(self) -> None:
        """The commissioner's pages over returns of invented providers, and one file that is no return."""
        from vrp_desktop.domain.permissions import StoreKind
        from vrp_desktop.domain.quarters import Quarter
        from vrp_desktop.services import demo, stores
        from vrp_desktop.services.commissioner import Commissioner
        from vrp_desktop.ui.kit.theme import Choice
        from vrp_desktop.ui.received.screen import ReceivedScreen
        from vrp_desktop.ui.welcome.opening import Opened

        returns = self.spare / "returns"
        demo.county_returns(returns, Quarter.parse("2026-27-Q1"), providers=3)
        (returns / "minutes of a meeting.xlsx").write_text("no workbook", encoding="utf-8")
        made = stores.create(
            self.spare / "commissioner",
            StoreKind.COMMISSIONER,
            "West Yorkshire VRP (demo)",
            "Demo commissioner",
            demo.PASSPHRASE,
        )
        self.window.sign_out()
        self._settle()
        self.window.show_workspace(Opened(made.workspace, Commissioner(made.workspace)))
        self._settle()
        frame = self.window.frame
        assert frame is not None
        received = frame.shown()
        assert isinstance(received, ReceivedScreen)
        received.bring_in([returns])
        self._settle()
        self._prefix = "commissioner-"
        for name in self.given.colours.split(","):
            self.window.wear(Choice(name))
            frame.go("received")
            self._settle()
            received.tabs.setCurrentIndex(1)
            received.answers.choose(0)
            self._picture("commissioner-import", name)
            received.answers.choose(1)
            self._picture("commissioner-key", name)
            self._pages(name)
            frame.go("county")
            self._settle()
            county: Any = frame.shown()
            for page in range(county.tabs.count()):
                county.tabs.setCurrentIndex(page)
                self._picture(f"commissioner-county-{page + 1}", name)

    def _welcome(self, colours: str) -> None:
        from vrp_desktop.domain.errors import Refused
        from vrp_desktop.domain.permissions import StoreKind
        from vrp_desktop.ui.welcome.create import CreatePage
        from vrp_desktop.ui.welcome.recovery import RecoveryPage

        welcome = self.window.welcome
        welcome.choose()
        self._picture("welcome", colours)
        welcome.make(StoreKind.PROVIDER, Path("/home/ana/OneDrive/vrp"))
        self._picture("create", colours)
        page = welcome.page()
        assert isinstance(page, CreatePage)
        page.form.refuse(
            Refused.for_fields({"organisation": "Write the organisation’s name.", "passphrase": "Too short."})
        )
        self._picture("create-problem", colours)
        welcome.sign_in(Path("/home/ana/.local/share/vrp-desktop/provider"))
        self._picture("sign-in", colours)
        welcome._show(RecoveryPage("H30H-777F-Q9S2-1B2J-3YDE-8P7H-352G"))
        self._picture("recovery", colours)

    def _pages(self, colours: str) -> None:
        frame = self.window.frame
        assert frame is not None
        for number, name in enumerate(frame.page_names()):
            if name.startswith(self.given.only):
                frame.go(name, **self._arguments(name))
                self._picture(f"{self._prefix}{number + 1:02}-{name}", colours)
                if name == "asking":
                    asking: Any = frame.shown()
                    for at, part in enumerate(asking.parts):
                        asking.tabs.setCurrentIndex(at)
                        self._picture(f"{self._prefix}{number + 1:02}-asking-{part.name}", colours)
                if name == "person":
                    screen: Any = frame.shown()
                    for page in screen.tabs.kinds[1:]:
                        screen.tabs.turn(page.name)
                        self._picture(f"{self._prefix}{number + 1:02}-person-{page.name}", colours)
                if name == "summary":
                    summary: Any = frame.shown()
                    for at in range(summary.tabs.count()):
                        summary.tabs.setCurrentIndex(at)
                        self._picture(f"{self._prefix}{number + 1:02}-summary-{at + 1}", colours)
                if name == "returns":
                    returns: Any = frame.shown()
                    for code in ("R2", "R3", "R7", "R10", "R11", "R12", "hidden"):
                        returns.steps.choose(code)
                        self._picture(f"{self._prefix}{number + 1:02}-returns-{code}", colours)
        if not self.given.only and not self._prefix:
            frame.search.begin()
            frame.search.setText("a")
            frame.search.textEdited.emit("a")
            self._settle(300)
            self._picture("search", colours)
            frame.search.finish()

    def _registers(self, colours: str) -> None:
        """A register of each kind of session, and what may stand beside the names."""
        if not "register".startswith(self.given.only[:8]) or self.given.store is not None:
            return
        from dataclasses import replace

        from vrp_desktop.domain.session_kinds import KINDS
        from vrp_desktop.domain.sessions import Mark, Remark
        from vrp_desktop.ui.sessions.desk import PERSON

        frame, opened = self.window.frame, self.window.opened
        assert frame is not None
        assert opened is not None
        services: Any = opened.services
        before = services.sessions.get(self._session()).details
        for kind in KINDS:
            session_id = services.sessions.log(replace(before, kind=kind, held_on=opened.workspace.today)).id
            rows = services.registers.read(session_id).rows
            marks = dict(
                zip([row.person_id for row in rows], (Mark.PRESENT, Mark.EXCUSED, Mark.LATE), strict=False)
            )
            services.registers.mark_many(session_id, marks)
            if rows:
                remark = Remark("Led the warm-up for the first time", None, True)
                services.registers.remark(session_id, rows[0].person_id, remark)
                services.registers.remark(session_id, rows[1].person_id, Remark(excuse="ill"))
            frame.go("register", session_id=session_id)
            self._picture(f"register-{kind}", colours)
            if kind == "group":
                screen: Any = frame.shown()
                for name, row in (("person", 0), ("excused", 1)):
                    screen.people.setCurrentIndex(screen.model.index(row))
                    screen.desk.side.setCurrentIndex(PERSON)
                    self._picture(f"register-{name}", colours)
                screen.desk.not_happened.ask()
                screen.desk.locked.tell(opened.workspace.today)
                self._picture("register-bands", colours)

    def _arguments(self, name: str) -> dict[str, Any]:
        opened = self.window.opened
        assert opened is not None
        services: Any = opened.services
        asking: dict[str, Callable[[], dict[str, Any]]] = {
            "person": lambda: {"person_id": self._person()},
            "enrolment": lambda: {"enrolment_id": self._enrolment()},
            "own-page": lambda: {"person_id": self._person()},
            "outcome-sheet": lambda: {"enrolment_id": self._enrolment()},
            "register": lambda: {"session_id": self._session()},
            "assessment": lambda: {"enrolment_id": self._measured(), "instrument": "ons4"},
            "returns": lambda: {"quarter": str(services.returns.quarters()[-2])},
            "asking": lambda: {
                "intervention_id": services.interventions.all()[0].id,
                "quarter": str(services.returns.quarters()[-2]),
            },
            "intervention": lambda: {"intervention_id": services.interventions.all()[0].id},
        }
        return asking[name]() if name in asking else {}

    def _person(self) -> str:
        """Somebody of whom much is known: an empty page shows little."""
        opened = self.window.opened
        assert opened is not None
        services: Any = opened.services

        def known(person_id: str) -> int:
            front = services.records.front(person_id)
            parts = (front.person.details.wants, front.goals, front.trusted, front.tasks, front.last)
            return sum(map(bool, parts)) + bool(front.portrait.content)

        lines = services.people.search("", limit=60)
        return str(max((line.id for line in lines), key=known))

    def _enrolment(self) -> str:
        opened = self.window.opened
        assert opened is not None
        services: Any = opened.services
        for line in services.people.search("", limit=60):
            for enrolment in services.enrolments.of_person(line.id):
                if services.outcomes.sheet(enrolment.id).readings:
                    return str(enrolment.id)
        return str(services.enrolments.of_person(self._person())[0].id)

    def _measured(self) -> str:
        opened = self.window.opened
        assert opened is not None
        services: Any = opened.services
        for line in services.people.search("", limit=60):
            for enrolment in services.enrolments.of_person(line.id):
                offers = services.assessments.offered_for(enrolment.id)
                if any(one.instrument.code == "ons4" and not one.why_not for one in offers):
                    return str(enrolment.id)
        return self._enrolment()

    def _session(self) -> str:
        from datetime import timedelta

        opened = self.window.opened
        assert opened is not None
        services: Any = opened.services
        today = opened.workspace.today
        lines = services.sessions.between(today - timedelta(days=400), today)
        return str(next((line.id for line in lines if line.came > 3), lines[0].id))

    def _open(self) -> Any:
        from vrp_desktop.services import demo
        from vrp_desktop.ui.welcome import opening
        from vrp_desktop.ui.welcome.opening import Opened

        if self.given.store is not None:
            passphrase = self.given.passphrase_file.read_text(encoding="utf-8").strip()
            return opening.sign_in(self.given.store, passphrase)
        from vrp_desktop.services.provider import Provider

        workspace = demo.make(self.spare / "demo", demo.PASSPHRASE)
        return Opened(workspace, Provider(workspace))

    def _picture(self, name: str, colours: str) -> None:
        self._settle()
        scale = f"-{self.given.scale:g}x" if self.given.scale != 1 else ""
        self.window.grab().save(str(self.given.out / f"{name}-{colours.replace(' ', '-')}{scale}.png"))

    def _settle(self, milliseconds: int = 120) -> None:
        from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop

        end = QDeadlineTimer(milliseconds)
        while True:
            if self.window.work.is_busy():
                end.setRemainingTime(milliseconds)  # What it brings has still to be laid out.
            elif end.hasExpired():
                return
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    sys.exit(main())
