"""No secret stands in the repository: a kept scanner looks through every text that is in it.

What only looks like one has ``pragma: allowlist secret`` in its line, with the reason beside it.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".png", ".ttf", ".ico", ".lock"}
"""Pictures, fonts, and the locks: nothing but names and hashes, to which ``test_project`` holds them."""

KINDS = [
    *("AWSKeyDetector", "ArtifactoryDetector", "AzureStorageKeyDetector", "BasicAuthDetector"),
    *("GitHubTokenDetector", "GitLabTokenDetector", "JwtTokenDetector", "KeywordDetector", "NpmDetector"),
    *("OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SlackDetector", "StripeDetector"),
]
RANDOM = [
    {"name": "Base64HighEntropyString", "limit": 4.5},
    {"name": "HexHighEntropyString", "limit": 3.0},
]
"""Strings too random to be words; the limits are the scanner's own."""


@contextmanager
def scanning() -> Iterator[None]:
    with transient_settings({"plugins_used": [*({"name": name} for name in KINDS), *RANDOM]}):
        yield


def found_in(path: Path) -> list[str]:
    return [f"{path.name}:{secret.line_number} {secret.type}" for secret in scan_file(str(path))]


def test_no_secret_stands_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.splitlines()
    paths = [ROOT / name for name in names] or [p for p in ROOT.rglob("*.py") if ".venv" not in p.parts]
    texts = [path for path in paths if path.suffix not in SKIPPED and path.is_file()]
    assert len(texts) > 100
    with scanning():
        assert [found for path in texts for found in found_in(path)] == []


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "EC PRIVATE KEY-----",
        'token = "ghp_' + "aB3" * 12 + '"',
        'password = "' + "Tr0ub4dor&3xyz" + '"',
        f'key = "{sha256(b"a key").hexdigest()}"',
        'index = "https://ana:' + 'h4rdTo.guess@packages.example/simple"',
    ],
)
def test_a_planted_secret_is_found(tmp_path: Path, line: str) -> None:
    planted = tmp_path / "settings.py"
    planted.write_text(line + "\n", encoding="utf-8")
    with scanning():
        assert found_in(planted)
