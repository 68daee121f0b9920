"""Keys files as the first version of the program wrote them: each slot wraps the store key itself."""

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vrp_desktop.security import recovery


def write(folder: Path, key: bytes, user_id: str, passphrase: str) -> str:
    """Writes the file and its twin; returns the recovery key."""
    recovery_key = recovery.new_recovery_key()
    secret = recovery.secret_of(recovery_key)
    assert secret is not None
    content = {
        "format": "vrp-desktop keys",
        "version": 1,
        "generation": 1,
        "slots": [
            _slot(key, passphrase.encode(), "passphrase", user_id),
            _slot(key, secret, "recovery", user_id),
        ],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    whole = json.dumps({"content": content, "sha256": hashlib.sha256(text.encode()).hexdigest()})
    for name in ("store.keys", "store.keys.twin"):
        (folder / name).write_text(whole)
    return recovery_key


def _slot(key: bytes, secret: bytes, kind: str, user_id: str) -> dict[str, Any]:
    salt, nonce = os.urandom(32), os.urandom(12)
    argon2: dict[str, Any] = {"name": "argon2id", "memory": 65536, "passes": 3, "lanes": 4}
    slot = {
        "id": str(uuid4()),
        "kind": kind,
        "user": user_id,
        "kdf": argon2 if kind == "passphrase" else {"name": "none"},
        "salt": base64.b64encode(salt).decode(),
        "device": None,
    }
    if kind == "passphrase":
        secret = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=65536).derive(secret)
    wrapping = HKDF(SHA256(), 32, salt, b"vrp-desktop store key, " + kind.encode()).derive(secret)
    header = json.dumps(slot, sort_keys=True, separators=(",", ":")).encode()
    wrapped = AESGCM(wrapping).encrypt(nonce, key, header)
    return slot | {
        "nonce": base64.b64encode(nonce).decode(),
        "wrapped": base64.b64encode(wrapped).decode(),
    }
