"""A program that removes a user: the store is encrypted again with another key, and the keys written anew."""

import sys
from pathlib import Path

from tests.builders import ORGANISATION, PASSPHRASE, USER, a_person
from vrp_desktop.domain.permissions import Role, StoreKind
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider

PEOPLE = 40


def a_store_with_two(folder: Path) -> str:
    """A store of two users with people in it; returns the recovery key."""
    made = stores.create(folder, StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE)
    provider = Provider(made.workspace)
    provider.users.add(UserDetails("Ben", frozenset({Role.WORKER})), "a passphrase for Ben", PASSPHRASE)
    for number in range(PEOPLE):
        provider.people.add(a_person(f"P{number}", enjoys="x" * 3_000))
    made.workspace.close()
    return made.recovery_key


if __name__ == "__main__":
    workspace = stores.sign_in(Path(sys.argv[1]), PASSPHRASE)
    users = Provider(workspace).users
    [ben] = [user for user in users.every() if user.name == "Ben"]
    users.remove(ben.id, PASSPHRASE)
    workspace.close()
