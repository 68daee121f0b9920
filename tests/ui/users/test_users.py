"""Users, passphrases and the recovery key, by hand on real stores."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests import keychains
from tests.builders import PASSPHRASE, USER
from tests.conftest import Template
from tests.ui.conftest import Settled
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.users.passphrase_screen import PassphraseScreen
from vrp_desktop.ui.users.recovery_screen import RecoveryScreen
from vrp_desktop.ui.users.screen import UsersScreen
from vrp_desktop.ui.users.user_screen import UserScreen
from vrp_desktop.ui.welcome.lost import LostPage
from vrp_desktop.ui.welcome.opening import Opened

HIS, HERS = "eleven wooden spoons", "a lamp behind the piano"
WORKER = UserDetails("Ben Adeyemi", frozenset({Role.WORKER}))


def words(page: QWidget) -> str:
    """Everything that can be read on a page."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def lines(screen: UsersScreen) -> list[str]:
    model = screen.table.model
    return [
        " | ".join(str(model.data(model.index(row, column))) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


@pytest.fixture
def users(qtbot: QtBot, provider: Provider, work: Work, settled: Settled) -> UsersScreen:
    made = UsersScreen(provider, work)
    qtbot.addWidget(made)
    made.arrive()
    settled()
    return made


@pytest.fixture
def user(qtbot: QtBot, provider: Provider, work: Work) -> UserScreen:
    made = UserScreen(provider, work)
    qtbot.addWidget(made)
    return made


def test_the_list_says_who_may_sign_in_and_how_the_key_is_kept(
    users: UsersScreen, provider: Provider, settled: Settled
) -> None:
    ben = provider.users.add(WORKER, HIS, PASSPHRASE).id
    provider.users.add(UserDetails("Cem", frozenset({Role.TRUSTEE})), HERS, PASSPHRASE)
    provider.users.remove(ben, PASSPHRASE)
    users.load()
    settled()
    assert lines(users) == [
        "Cem | Trustee | May sign in",
        f"{USER} | Worker, Manager, Administrator | You",
        "Ben Adeyemi | Worker | Has left",
    ]
    assert "no keychain" in words(users)
    with keychains.in_use(keychains.InMemory()):
        users.load()
        settled()
    assert "two halves" in words(users)
    users.forget()
    assert lines(users) == []


def test_somebody_is_added_by_the_form(user: UserScreen, provider: Provider, settled: Settled) -> None:
    user.arrive()
    user.form.write(
        {"name": "Ben", "roles": ("worker",), "first": HIS, "again": "other", "passphrase": PASSPHRASE}
    )
    user.form.submitted.emit()
    assert "differ" in user.form.fault("again")
    user.form.write({"again": HIS})
    user.form.submitted.emit()
    settled()
    assert [one.name for one in provider.users.every()] == ["Ben", USER]
    assert user.form.values()["passphrase"] == user.form.values()["first"] == ""


def test_faults_stand_beside_the_fields(user: UserScreen, settled: Settled) -> None:
    user.arrive()
    user.form.write({"name": "", "roles": (), "passphrase": PASSPHRASE})
    user.form.submitted.emit()
    settled()
    assert "Write the name" in user.form.fault("name")
    assert "at least one role" in user.form.fault("roles")
    user.form.write({"name": "Ben", "roles": ("worker",), "passphrase": "not mine at all"})
    user.form.submitted.emit()
    settled()
    assert "not your passphrase" in user.form.fault("passphrase")


def test_roles_and_a_lost_passphrase_are_mended_on_one_page(
    user: UserScreen, provider: Provider, settled: Settled
) -> None:
    ben = provider.users.add(WORKER, HIS, PASSPHRASE).id
    user.arrive(user_id=ben)
    settled()
    assert user.form.values()["roles"] == ("worker",)
    user.form.write({"roles": ("trustee",), "first": HERS, "again": HERS, "passphrase": PASSPHRASE})
    user.form.submitted.emit()
    settled()
    provider.workspace.close()
    workspace = stores.sign_in(provider.workspace.folder, HERS)
    assert (workspace.actor.id, set(workspace.actor.roles)) == (ben, {Role.TRUSTEE})
    workspace.close()


def test_removing_asks_once_more(
    user: UserScreen, provider: Provider, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = provider.users.add(WORKER, HIS, PASSPHRASE).id
    user.arrive(user_id=ben)
    settled()
    user.remove_button.click()
    assert "own passphrase first" in user.form.fault("passphrase")
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        box.buttons()[0].click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    user.form.write({"passphrase": PASSPHRASE})
    user.remove_button.click()
    settled()
    assert len(asked) == 1
    assert asked[0].startswith("Ben Adeyemi can then not sign in any more.")
    assert [one.active for one in provider.users.every()] == [True, False]


def test_one_s_own_page_offers_neither_removal_nor_another_passphrase(
    user: UserScreen, provider: Provider, settled: Settled
) -> None:
    user.arrive(user_id=provider.workspace.actor.id)
    settled()
    assert user.remove_button.isHidden()
    assert "The same passphrase again" not in words(user)


def test_one_s_own_passphrase_is_changed(
    qtbot: QtBot, provider: Provider, work: Work, settled: Settled
) -> None:
    screen = PassphraseScreen(provider, work)
    qtbot.addWidget(screen)
    screen.arrive()
    screen.form.write({"passphrase": "wrong one", "new": HERS, "again": HERS})
    screen.form.submitted.emit()
    settled()
    assert "not your passphrase" in screen.form.fault("passphrase")
    screen.form.write({"passphrase": PASSPHRASE})
    screen.form.submitted.emit()
    settled()
    assert "Changed" in words(screen)
    assert set(screen.form.values().values()) == {""}
    provider.workspace.close()
    stores.sign_in(provider.workspace.folder, HERS).close()


def test_a_new_recovery_key_is_shown_saved_and_put_away(
    qtbot: QtBot, provider: Provider, work: Work, settled: Settled, tmp_path: Path
) -> None:
    screen = RecoveryScreen(provider, work)
    qtbot.addWidget(screen)
    screen.arrive()
    screen.form.write({"passphrase": PASSPHRASE})
    screen.form.submitted.emit()
    settled()
    key = screen.card.shown.text()
    assert len(key) == 34
    assert not screen.done_button.isEnabled()
    screen.card.save_to(tmp_path / "kit.pdf")
    settled()
    assert (tmp_path / "kit.pdf").read_bytes().startswith(b"%PDF")
    QGuiApplication.clipboard().setText(key)
    screen.tick.box.setChecked(True)
    screen.done_button.click()
    assert screen.card.shown.text() == QGuiApplication.clipboard().text() == ""
    provider.workspace.close()
    stores.sign_in(provider.workspace.folder, key).close()


def test_who_lost_their_passphrase_gets_a_new_one_by_the_recovery_key(
    qtbot: QtBot, provider: Provider, work: Work, settled: Settled, provider_template: Template
) -> None:
    provider.users.add(WORKER, HIS, PASSPHRASE)
    folder = provider.workspace.folder
    provider.workspace.close()
    page = LostPage(work, folder)
    qtbot.addWidget(page)
    found: list[Opened] = []
    page.recovered.connect(found.append)
    page.form.write({"recovery_key": HIS})
    page.form.submitted.emit()
    settled()
    assert "not the recovery key" in page.form.fault("recovery_key")
    page.form.write({"recovery_key": provider_template.recovery_key.lower().replace("-", " ")})
    page.form.submitted.emit()
    settled()
    page.form.submitted.emit()
    assert "Choose whose" in page.form.fault("user")
    page.form.write({"user": provider.workspace.actor.id, "passphrase": HERS, "again": HERS})
    page.form.submitted.emit()
    settled()
    (opened,) = found
    assert opened.workspace.actor.name == USER
    assert opened.recovery_key != provider_template.recovery_key
    opened.workspace.close()
    with pytest.raises(Refused):
        stores.sign_in(folder, provider_template.recovery_key)
    stores.sign_in(folder, HERS).close()
