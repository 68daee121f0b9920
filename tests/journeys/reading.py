"""A program that somebody is killed in while a document stands open, and the next start of it.

    python -m tests.journeys.reading read STORE     opens a document, says where it stands, and waits
    python -m tests.journeys.reading start          shows the window and closes it

``test_opened_documents`` starts both.
"""

import sys
from pathlib import Path

from PySide6.QtTest import QTest

from tests.builders import PASSPHRASE, a_person
from vrp_desktop import app
from vrp_desktop.domain.documents import DocumentDetails
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider

WORDS = "What nobody else may read."


def read(folder: Path) -> None:
    """Opens a document, and waits to be killed."""
    provider = Provider(stores.sign_in(folder, PASSPHRASE))
    ana = provider.people.add(a_person("Ana")).id
    today = provider.workspace.today
    document = provider.documents.add(ana, DocumentDetails("Letter", "letter", today), WORDS.encode()).id
    print(provider.documents.open(document), flush=True)
    sys.stdin.read()


def start() -> None:
    """The window, until all that it does by itself is done; nobody signs in."""
    application, window = app.start(sys.argv[:1])
    window.show()
    QTest.qWait(200)
    while window.work.is_busy():
        QTest.qWait(10)
    window.close()
    application.processEvents()


if __name__ == "__main__":
    read(Path(sys.argv[2])) if sys.argv[1] == "read" else start()
