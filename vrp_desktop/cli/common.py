"""What several commands share: the passphrase, and answers that programs can read."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Any

from vrp_desktop.domain.errors import Refused, Trouble


def add_store(command: argparse.ArgumentParser) -> None:
    """--store and where the passphrase comes from; never the passphrase itself."""
    command.add_argument("--store", type=Path, required=True, metavar="DIR", help="the store's folder")
    command.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="a file whose first line is the passphrase; else the variable VRP_PASSPHRASE, else a prompt",
    )


def add_json(command: argparse.ArgumentParser) -> None:
    """--json."""
    command.add_argument("--json", action="store_true", help="answer in JSON, for programs")


def passphrase(asked: argparse.Namespace) -> str:
    """The passphrase from the file, the variable or a prompt, in that order."""
    if asked.passphrase_file is not None:
        try:
            return str(asked.passphrase_file.read_text(encoding="utf-8").splitlines()[0])
        except (OSError, UnicodeDecodeError, IndexError) as fault:
            raise Trouble(f"The passphrase file {asked.passphrase_file} cannot be read: {fault}.") from fault
    if "VRP_PASSPHRASE" in os.environ:
        return os.environ["VRP_PASSPHRASE"]
    if sys.stdin.isatty():
        return getpass.getpass("Passphrase: ")
    raise Refused("A passphrase is needed: use --passphrase-file, the variable VRP_PASSPHRASE or a terminal.")


def answer(asked: argparse.Namespace, plain: Any, words: str) -> None:
    """Prints the answer: JSON when asked for, else words."""
    print(json.dumps(plain, ensure_ascii=False, indent=2) if asked.json else words)


def progress(text: str) -> None:
    """A line about long work, to the error stream, so that answers stay clean."""
    print(text, file=sys.stderr, flush=True)
