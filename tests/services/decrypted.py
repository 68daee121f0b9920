"""Every page of a store's file and of its log, decrypted one by one: free pages and slack included.

An export or a backup copies what is in use, and would miss what was deleted and not overwritten.
"""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, IV, MAC, SALT = 4096, 16, 64, 16
"""SQLCipher 4: a page is its cipher text, then the initialisation vector, then the HMAC-SHA512."""
LOG_HEAD, FRAME_HEAD = 32, 24


def pages(database: Path, key: bytes) -> bytes:
    """The database's pages in clear, one after the other."""
    raw = database.read_bytes()
    assert len(raw) % PAGE == 0
    return b"".join(_clear(raw[at : at + PAGE], key, at == 0) for at in range(0, len(raw), PAGE))


def log(wal: Path, key: bytes) -> bytes:
    """The frames of a write-ahead log in clear, those of long ago included."""
    raw = wal.read_bytes() if wal.exists() else b""
    found = []
    for at in range(LOG_HEAD, len(raw), FRAME_HEAD + PAGE):
        number = int.from_bytes(raw[at : at + 4], "big")
        found.append(_clear(raw[at + FRAME_HEAD : at + FRAME_HEAD + PAGE], key, number == 1))
    return b"".join(found)


def _clear(page: bytes, key: bytes, first: bool) -> bytes:
    start = SALT if first else 0
    vector = page[PAGE - IV - MAC : PAGE - MAC]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(page[start : PAGE - IV - MAC]) + decryptor.finalize()
