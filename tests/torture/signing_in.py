"""A program that signs in on a disk (``disk.c``) with no room, sees a record, and wants to save."""

import ctypes
import sys
from pathlib import Path

from tests.builders import NOW, PASSPHRASE, Clock, a_person
from tests.rights import content_of
from vrp_desktop.domain.errors import Refused, Unwritable
from vrp_desktop.domain.looking import Hindrance
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider


def main(folder: Path) -> None:
    """Says what was possible: with no room at all, and with room to open the store and none to save."""
    leave_room = ctypes.CDLL(None).vrp_room
    leave_room.argtypes = [ctypes.c_longlong]
    workspace = stores.sign_in(folder, PASSPHRASE, Clock(NOW))
    ana = Provider(workspace).people.add(a_person("Ana")).id
    workspace.close()
    before = content_of(folder)
    clock = Clock(NOW)
    clock.go(days=1)
    for room in (0, 36_000):
        leave_room(room)
        workspace = stores.sign_in(folder, PASSPHRASE, clock)
        assert workspace.only_look is not None
        assert workspace.only_look.why is Hindrance.NO_ROOM
        provider = Provider(workspace)
        if provider.people.get(ana).known_as == "Ana":
            print("looked")
        try:
            provider.people.add(a_person("Ben"))
        except Unwritable as told:
            print("told" if "the disk is full" in str(told) else told)
        workspace.close()
        if room == 0:
            _guess(folder, clock)
    assert content_of(folder) == before, "something was left behind"
    leave_room(-1)
    workspace = stores.sign_in(folder, PASSPHRASE, clock)
    Provider(workspace).people.add(a_person("Ben"))
    workspace.close()
    print("saved")


def _guess(folder: Path, clock: Clock) -> None:
    """Guesses wrong until there is a wait, and waits."""
    for _ in range(4):
        try:
            stores.sign_in(folder, "not this one, surely", clock)
        except Refused as refused:
            if "Wait 5 seconds" in str(refused):
                print("slowed down")
    clock.go(seconds=5)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
