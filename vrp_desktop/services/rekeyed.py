"""What is left to do once the store has another key."""

from collections.abc import Callable, Iterable
from datetime import datetime

from vrp_desktop.db.copies_aside import rekey_copies
from vrp_desktop.db.store import PROGRAM, Store
from vrp_desktop.domain.journal import REKEYED
from vrp_desktop.security import rekeying


def finish(store: Store, former: Iterable[bytes], clock: Callable[[], datetime]) -> None:
    """Notes it, takes along what lies in the folder, and forgets the keys before. Twice does no harm: where
    the program is stopped in the midst of it, the next sign-in does it again.

    Trouble, OSError or KeysDamaged where the disk or the keys file do not let it: the keys before are then
    still known, and it can be done again."""
    # Not earlier: a backup that was being made meanwhile could still have the key before, and follow the
    # entry. From it on the rotation knows which have had their time.
    with store.writing(PROGRAM, clock) as tx:
        tx.event(REKEYED, "user", PROGRAM)
    for key in former:
        rekey_copies(store.folder, key, store.key)
    rekeying.keep_only(store.folder, store.key)
