"""What a store's connection says of itself."""

from sqlalchemy import text

from vrp_desktop.db.store import Tx
from vrp_desktop.domain.health import WANTED


def cipher(tx: Tx) -> str:
    """The version of SQLCipher and of what it encrypts with."""
    version = str(tx.scalar(text("PRAGMA cipher_version"))).split()[0]
    return f"{version} ({tx.scalar(text('PRAGMA cipher_provider_version'))})"


def settings_as_they_are(tx: Tx) -> dict[str, str]:
    """The settings that matter, asked of the connection itself."""
    return {name: str(tx.scalar(text(f"PRAGMA {name}"))) for name in WANTED}


def schema(tx: Tx) -> str:
    """The last step that the store's schema was brought to."""
    return str(tx.scalar(text("SELECT version_num FROM alembic_version")))
