from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, Clock
from tests.conftest import Template
from vrp_desktop.domain.errors import Refused
from vrp_desktop.security import guesses
from vrp_desktop.services import stores
from vrp_desktop.services.confirming import confirm
from vrp_desktop.services.workspace import Workspace

WRONG = "somebody else is here"


def test_one_s_own_passphrase_confirms_and_so_does_the_recovery_key(
    workspace: Workspace, provider_template: Template
) -> None:
    confirm(workspace, PASSPHRASE)
    confirm(workspace, provider_template.recovery_key)
    assert not (workspace.folder / guesses.GUESSES_FILE).exists()


def test_a_wrong_one_is_refused_beside_its_field_and_says_nothing_of_what_was_typed(
    workspace: Workspace,
) -> None:
    with pytest.raises(Refused, match="not your passphrase") as refused:
        confirm(workspace, WRONG)
    assert refused.value.fields == {"passphrase": str(refused.value)}
    assert WRONG not in str(refused.value)


def test_after_three_wrong_ones_the_right_one_waits_too_and_no_restart_helps(
    workspace: Workspace, clock: Clock
) -> None:
    folder = workspace.folder
    for _ in range(3):
        with pytest.raises(Refused, match="not your passphrase"):
            confirm(workspace, WRONG)
    with pytest.raises(Refused, match="Wait 5 seconds"):
        confirm(workspace, PASSPHRASE)
    workspace.close()
    with pytest.raises(Refused, match="Wait 5 seconds"):
        stores.sign_in(folder, PASSPHRASE, clock)
    clock.go(seconds=5)
    stores.sign_in(folder, PASSPHRASE, clock).close()
    assert guesses.seconds_left(folder, clock().timestamp()) == 0


def test_a_clock_put_back_ten_years_locks_nobody_out(provider_folder: Path, clock: Clock) -> None:
    for _ in range(3):
        with pytest.raises(Refused, match="does not open"):
            stores.sign_in(provider_folder, WRONG, clock)
    clock.go(days=-3650)
    with pytest.raises(Refused, match="Wait 5 seconds"):
        stores.sign_in(provider_folder, PASSPHRASE, clock)
    clock.go(seconds=5)
    stores.sign_in(provider_folder, PASSPHRASE, clock).close()
