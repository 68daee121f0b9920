"""Another program opens the file with the unwrapped key: nobody's records depend on this one alone.

``sqlcipher`` 4.6 is in Debian 13, and in Debian 12's backports; Debian 12's own is too old for the format.
"""

import functools
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_person
from vrp_desktop.db.store import STORE_FILE
from vrp_desktop.security import keys
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider


def asked(path: Path | str, *statements: str) -> subprocess.CompletedProcess[str]:
    """What the program answers. The key goes through its input: a command line is for everybody to see."""
    return subprocess.run(
        ["sqlcipher", "-batch", "-list", str(path)],
        input="\n".join(statements) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )


@functools.cache
def is_new_enough() -> bool:
    if shutil.which("sqlcipher") is None:
        return False
    return asked(":memory:", "PRAGMA cipher_version;").stdout.strip() >= "4.6"


pytestmark = pytest.mark.skipif(not is_new_enough(), reason="needs the program sqlcipher, 4.6 or later")


@pytest.fixture
def filled(provider_folder: Path) -> Path:
    workspace = stores.sign_in(provider_folder, PASSPHRASE)
    provider = Provider(workspace)
    for name in ("Ana", "Zoë", "Oluwaṣeun"):
        provider.people.add(a_person(name))
    workspace.close()
    return provider_folder


def test_it_reads_every_record_with_the_unwrapped_key(filled: Path) -> None:
    key = keys.unlock(filled, PASSPHRASE).key
    said = asked(
        filled / STORE_FILE,
        f"PRAGMA key = \"x'{key.hex()}'\";",
        "PRAGMA cipher_integrity_check;",
        "PRAGMA integrity_check;",
        "SELECT known_as FROM person ORDER BY known_as;",
        "SELECT count(*) > 3 FROM journal;",
    )
    assert said.stderr == ""
    assert said.stdout.splitlines() == ["ok", "ok", "Ana", "Oluwaṣeun", "Zoë", "1"]


def test_it_reads_nothing_with_another_key(filled: Path) -> None:
    said = asked(
        filled / STORE_FILE, f"PRAGMA key = \"x'{bytes(32).hex()}'\";", "SELECT known_as FROM person;"
    )
    assert "file is not a database" in said.stderr
    assert "Ana" not in said.stdout
