"""Archives, sealed and destroyed by hand."""

from pathlib import Path

from tests.builders import PASSPHRASE, Clock
from tests.ui.pages import Pages
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.restoring import choice_of
from vrp_desktop.ui.backups.archives import ArchivesScreen
from vrp_desktop.ui.backups.screen import BackupsScreen

THEIRS = "nine slow copper lanterns"


def opened(pages: Pages) -> ArchivesScreen:
    pages.click(pages.open(BackupsScreen, "backups").archives)
    return pages.shown(ArchivesScreen)


def filled(pages: Pages, screen: ArchivesScreen, again: str = THEIRS) -> None:
    pages.fill(
        screen.form,
        custodian="Records officer",
        contact="Town hall",
        destroy_on="22/11/2032",
        archive_passphrase=THEIRS,
        again=again,
        passphrase=PASSPHRASE,
    )


def test_an_archive_is_sealed_its_key_put_away_and_destroyed_on_its_day(
    pages: Pages, provider: Provider, tmp_path: Path, clock: Clock
) -> None:
    screen = opened(pages)
    filled(pages, screen)
    screen.seal(tmp_path / "cabinet")
    pages.settle()
    (file,) = (tmp_path / "cabinet").iterdir()
    assert choice_of(file).reason.value == "end of commission"
    assert screen.recovery.isVisible()
    assert not screen.may_leave(), "the key is shown this once"
    put_away = next(b for b in screen.recovery.findChildren(type(screen.stop)) if "put it away" in b.text())
    pages.click(put_away)
    assert screen.may_leave()
    assert screen.table.texts() == [
        ["Records officer", "Town hall", "22 November 2026", "22 November 2032", "2,192 days left"]
    ]
    assert screen.form.field("archive_passphrase").value() == ""
    screen.table.choose(0)
    pages.fill(screen.destroying, passphrase=PASSPHRASE)
    pages.click(screen.destroy_button)
    assert not file.exists()
    assert screen.table.texts()[0][4] == "Destroyed on 22 November 2026"
    assert not screen.destroying.isVisible()


def test_faults_stand_beside_their_fields(pages: Pages, tmp_path: Path) -> None:
    screen = opened(pages)
    filled(pages, screen, again="another one entirely")
    screen.seal(tmp_path / "cabinet")
    pages.settle()
    assert "The two passphrases differ" in screen.form.fault("again")
    pages.fill(screen.form, again=THEIRS, custodian="", passphrase="not mine at all")
    screen.seal(tmp_path / "cabinet")
    pages.settle()
    assert "Name the person" in screen.form.fault("custodian")
    pages.fill(screen.form, custodian="Records officer")
    screen.seal(tmp_path / "cabinet")
    pages.settle()
    assert "not your passphrase" in screen.form.fault("passphrase")
    assert not (tmp_path / "cabinet").exists()
