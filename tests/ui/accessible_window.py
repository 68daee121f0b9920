"""Opens the window on each page in turn while a screen reader's view of it is taken: not a test by itself.

Run inside ``dbus-run-session -- xvfb-run`` with the system's Python as argument; prints one JSON object:
page by page, the controls that can take the focus, as an accessibility client from outside sees them.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

CLIENT = Path(__file__).with_name("accessibility_client.py")


def main(system_python: str) -> int:
    """Walks the first start, the sign-in and every page of both kinds of workspace."""
    with tempfile.TemporaryDirectory() as spare:
        os.environ.update(
            HOME=spare,
            XDG_CONFIG_HOME=f"{spare}/config",
            XDG_DATA_HOME=f"{spare}/data",
            QT_QPA_PLATFORM="xcb",
            QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
        )
        from vrp_desktop.app import start

        app, window = start(["vrp-desktop"])
        try:
            print(json.dumps(_walk(app, window, system_python, Path(spare))))
        finally:
            window.work.close()
    return 0


def _walk(app: Any, window: Any, system_python: str, spare: Path) -> dict[str, list[dict[str, str]]]:
    from vrp_desktop.domain.permissions import StoreKind
    from vrp_desktop.services import demo, stores
    from vrp_desktop.services.commissioner import Commissioner
    from vrp_desktop.services.provider import Provider
    from vrp_desktop.ui.welcome.opening import Opened

    window.resize(1366, 768)
    window.show()
    seen: dict[str, list[dict[str, str]]] = {}
    client = subprocess.Popen(
        [system_python, str(CLIENT), "vrp-desktop"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"},
    )
    assert client.stdin is not None
    assert client.stdout is not None

    def settle(milliseconds: int = 200) -> None:
        from PySide6.QtCore import QDeadlineTimer

        end = QDeadlineTimer(milliseconds)
        while not end.hasExpired() or window.work.is_busy():
            app.processEvents()

    def look(name: str) -> None:
        """The client asks over the bus, so the window has to go on answering while it looks."""
        import threading

        settle()
        answer: list[str] = []

        def ask() -> None:
            assert client.stdin is not None
            assert client.stdout is not None
            client.stdin.write("look\n")
            client.stdin.flush()
            answer.append(client.stdout.readline())

        asking = threading.Thread(target=ask)
        asking.start()
        while asking.is_alive():
            app.processEvents()
        seen[name] = json.loads(answer[0])

    welcome = window.welcome
    welcome.choose()
    look("welcome")
    welcome.make(StoreKind.PROVIDER, spare / "new")
    look("create")
    welcome.sign_in(spare / "new")
    look("sign-in")
    provider = demo.make(spare / "demo", demo.PASSPHRASE, people=40, sessions=60)
    window.show_workspace(Opened(provider, Provider(provider)))
    settle()
    frame = window.frame
    assert frame is not None
    for name in frame.page_names():
        frame.go(name, **_arguments(name, window.opened))
        look(name)
    _registers(frame, Provider(provider), settle, look)
    county = stores.create(
        spare / "county", StoreKind.COMMISSIONER, "The VRP", "Jo", "a passphrase for nobody"
    ).workspace
    window.show_workspace(Opened(county, Commissioner(county)))
    settle()
    frame = window.frame
    assert frame is not None
    for name in frame.page_names():
        frame.go(name)
        look(f"commissioner: {name}")
    client.stdin.close()
    client.wait(timeout=10)
    window.close()
    return seen


def _registers(frame: Any, services: Any, settle: Callable[[], None], look: Callable[[str], None]) -> None:
    """The register of each kind of session, and what may stand beside and above the names."""
    from dataclasses import replace

    from vrp_desktop.domain.session_kinds import KINDS
    from vrp_desktop.ui.sessions.desk import PERSON

    today = services.workspace.today
    sessions = services.sessions.between(today.replace(year=2000), today)
    before = services.sessions.get(next(s.id for s in sessions if s.came)).details
    for kind in KINDS:
        logged = services.sessions.log(replace(before, kind=kind, group_id=None, held_on=today)).id
        frame.go("register", session_id=logged)
        look(f"register: {kind}")
    frame.go("register", session_id=services.sessions.log(replace(before, held_on=today)).id)
    settle()
    screen = frame.shown()
    screen.side.setCurrentIndex(PERSON)
    look("register: one person")
    screen.desk.not_happened.ask()
    screen.desk.locked.tell(today)
    look("register: bands")
    screen.pasting.begin("Ana\nSomebody New\nBen")
    look("register: pasted")
    screen.pasting.close()


def _arguments(name: str, opened: Any) -> dict[str, str]:
    services: Provider = opened.services
    lines = services.outcomes.open_enrolments()
    with_register = services.sessions.between(
        services.workspace.today.replace(year=2000), services.workspace.today
    )
    asked = {
        "person": {"person_id": lines[0].person_id},
        "enrolment": {"enrolment_id": lines[0].enrolment_id},
        "own-page": {"person_id": lines[0].person_id},
        "outcome-sheet": {"enrolment_id": lines[0].enrolment_id},
        "register": {"session_id": next(s.id for s in with_register if s.came)},
        "intervention": {"intervention_id": services.interventions.all()[0].id},
    }
    return asked.get(name, {})


if __name__ == "__main__":
    from vrp_desktop.services.provider import Provider

    sys.exit(main(sys.argv[1]))
