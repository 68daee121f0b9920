"""No file stands under its name without the journal's knowing of it, whenever the program is killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, TODAY, Clock, a_session, an_intervention, enrolled
from vrp_desktop.domain.journal import EXPORTED
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace

KILLED = """
import os, signal, sys
from pathlib import Path
from tests.builders import NOW, PASSPHRASE, Clock
from vrp_desktop.db.store import WriteTx
from vrp_desktop.domain.journal import Sought
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services import kits, stores
from vrp_desktop.services.provider import Provider

folder, out, what, when = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
workspace = stores.sign_in(folder, PASSPHRASE, Clock(NOW))
provider = Provider(workspace)
really, noting = Path.replace, WriteTx.event

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def replace(path, target):
    found = really(path, target)
    if Path(target).parent == out:
        die()
    return found

if when == "before it is noted":
    WriteTx.event = lambda *told, **more: die()
else:
    Path.replace = replace
if what == "return":
    (intervention,) = provider.returns.interventions()
    provider.returns.prepare(intervention.id, Quarter(2026, 2), out)
elif what == "journal":
    provider.audit.export(Sought(), out / "journal.csv")
elif what == "pack":
    (request,) = provider.subject_access.requests()
    provider.subject_access.write(request.id, out, PASSPHRASE)
else:
    kits.write_kit(workspace, "H30H-777F-Q9S2-1B2J-3YDE-8P7H-352G", out / "kit.pdf")
"""
SAID = {"kit": "saved the recovery kit"}


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    """A store with a session, somebody in it and their request for what is held."""
    provider = Provider(workspace)
    boxing = provider.interventions.add(an_intervention()).id
    (ana,) = enrolled(provider, boxing, "Ana")
    provider.sessions.log(a_session(boxing))
    provider.subject_access.note(ana, "Ana herself", TODAY)
    workspace.close()
    return workspace.folder


@pytest.mark.parametrize("when", ["before it is noted", "with the first file in place"])
@pytest.mark.parametrize("what", ["return", "journal", "pack", "kit"])
def test_a_kill_leaves_no_file_that_the_journal_does_not_know_of(
    folder: Path, tmp_path: Path, what: str, when: str, clock: Clock
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    program = [sys.executable, "-c", KILLED, str(folder), str(out), what, when]
    killed = subprocess.run(program, check=False, capture_output=True, text=True)
    assert killed.returncode == -9, killed.stderr
    workspace = stores.sign_in(folder, PASSPHRASE, clock)
    provider = Provider(workspace)
    told = [entry.action for entry in provider.audit.read() if entry.action == SAID.get(what, EXPORTED)]
    there = [path for path in out.iterdir() if not path.name.startswith(".")]
    asked = provider.subject_access.requests()
    workspace.close()
    assert (len(told), len(there)) == ((0, 0) if when == "before it is noted" else (1, 1))
    assert asked[0].given_on is None
