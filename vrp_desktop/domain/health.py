"""How a store stands: what was found out about it, and what of that needs somebody's attention."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from vrp_desktop.domain.looking import OnlyLook
from vrp_desktop.domain.places import Place

CHECK_EVERY = 30
"""Days after which the store should be checked again."""
LEAST_SPACE = 500_000_000
"""Bytes that should be free, and at least three times what the store takes: an upgrade backs it up first."""

WANTED: Mapping[str, str] = {
    "cipher_status": "1",
    "cipher_use_hmac": "1",
    "cipher_hmac_algorithm": "HMAC_SHA512",
    "cipher_page_size": "4096",
    "cipher_plaintext_header_size": "0",
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "secure_delete": "1",
    "trusted_schema": "0",
    "temp_store": "2",
}
"""What each connection must say of itself: every page encrypted and sealed, every save waited for, nothing
deleted left to be read, nothing put into a temporary file."""
_OF_SAVING = frozenset({"journal_mode", "synchronous", "secure_delete"})
"""What matters to a connection that can write."""


@dataclass(frozen=True)
class Checked:
    """When the store was last checked to its last page, and what was wrong."""

    at: datetime
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What was found out, as it really is. ``settings`` are the connection's own answers; sizes are bytes.

    ``backups`` is what is said of the backups, and ``backups_overdue`` whether that is amiss."""

    folder: Path
    place: Place
    cipher: str
    settings: Mapping[str, str]
    size: int
    free: int
    checked: Checked | None
    backups: str
    backups_overdue: bool
    keychain: bool
    program: str
    schema: str
    only_look: OnlyLook | None = None


@dataclass(frozen=True)
class Sign:
    """One line of the page. ``advice`` is empty where all is well."""

    name: str
    words: str
    advice: str = ""

    @property
    def good(self) -> bool:
        """Whether nobody has to do anything."""
        return not self.advice


def signs(report: Report, today: date, usual: Path) -> tuple[Sign, ...]:
    """What to tell, most weighty first. ``usual`` is a folder on this computer to move the store to."""
    return (
        *_saving(report.only_look),
        _encryption(report),
        _place(report, usual),
        _check(report.checked, today),
        Sign(
            "Backups",
            f"{report.backups}.",
            "Look at the page of the backups." if report.backups_overdue else "",
        ),
        _space(report),
        _keychain(report.keychain),
        Sign("Version", f"Program {report.program}, store {report.schema}."),
    )


def size_in_words(size: int) -> str:
    """Bytes as people say them: "4.2 MB"."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6)):
        if size >= worth:
            return f"{size / worth:,.1f} {unit}"
    return f"{size / 1000:,.0f} kB"


def _saving(only_look: OnlyLook | None) -> tuple[Sign, ...]:
    return () if only_look is None else (Sign("Saving", only_look.short, only_look.words),)


def _encryption(report: Report) -> Sign:
    asked = WANTED.keys() - (_OF_SAVING if report.only_look is not None else ())
    differing = sorted(name for name in asked if report.settings.get(name) != WANTED[name])
    words = f"SQLCipher {report.cipher}: every page is encrypted and sealed" + (
        ", and every save waits for the disk." if report.only_look is None else "."
    )
    if not differing:
        return Sign("Encryption", words)
    said = ", ".join(f"{name} is {report.settings.get(name, 'unknown')}" for name in differing)
    return Sign(
        "Encryption",
        f"SQLCipher {report.cipher} does not work as it should: {said}.",
        "Do not go on recording. Report this to whoever gave you the program.",
    )


def _place(report: Report, usual: Path) -> Sign:
    where = f"The store is in {report.folder}."
    if report.place.is_safe:
        return Sign("Place", where)
    why = report.place.warning.removesuffix(" Choose a folder on this laptop only.")
    return Sign(
        "Place",
        f"{where} {why}",
        f"To move it: make a backup, sign out, move the whole folder to {usual}, and choose “Open a store "
        "that is already on this laptop”.",
    )


def _check(checked: Checked | None, today: date) -> Sign:
    if checked is None:
        return Sign("Soundness", "The store has never been checked to its last page.", "Check it now.")
    day = checked.at.date()
    when = f"{day:%A} {day.day} {day:%B %Y}"
    if checked.faults:
        return Sign(
            "Soundness",
            f"Checked on {when}, and it is damaged: {'; '.join(checked.faults)}.",
            "Do not go on recording. Sign out, copy the folder aside as it is, then restore the latest "
            "backup.",
        )
    words = f"Checked to its last page on {when}: sound."
    return Sign("Soundness", words, "Check it again." if (today - day).days > CHECK_EVERY else "")


def _space(report: Report) -> Sign:
    words = f"{size_in_words(report.free)} are free; the store takes {size_in_words(report.size)}."
    short = report.free < max(LEAST_SPACE, 3 * report.size)
    return Sign("Disk space", words, "Free some space, or nothing can be saved one day." if short else "")


def _keychain(there: bool) -> Sign:
    if there:
        return Sign(
            "Keychain", "This computer has a keychain that can hold a second secret beside passphrases."
        )
    return Sign(
        "Keychain",
        "This computer has no keychain: a passphrase or the recovery key alone opens the store.",
        "Choose a long passphrase; somebody who copies the store can guess at it elsewhere.",
    )
