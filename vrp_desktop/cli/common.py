"""What several commands share: the passphrase, and answers that programs can read."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.permissions import StoreKind

if TYPE_CHECKING:
    from vrp_desktop.services.workspace import Workspace


def add_store(command: argparse.ArgumentParser, required: bool = True) -> None:
    """--store and where the passphrase comes from; never the passphrase itself."""
    command.add_argument("--store", type=Path, required=required, metavar="DIR", help="the store's folder")
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
        return _first_line(asked.passphrase_file)
    if "VRP_PASSPHRASE" in os.environ:
        return os.environ["VRP_PASSPHRASE"]
    if has_terminal():
        return getpass.getpass("Passphrase: ")
    raise Refused("A passphrase is needed: use --passphrase-file, the variable VRP_PASSPHRASE or a terminal.")


def _first_line(file: Path) -> str:
    try:
        lines = file.read_text(
            encoding="utf-8-sig"
        ).splitlines()  # Windows' editors begin a file with a mark.
    except OSError as fault:
        raise Trouble(f"The passphrase file {file} cannot be read: {fault.strerror or fault}.") from fault
    except UnicodeDecodeError as fault:
        raise Trouble(f"The passphrase file {file} is not text in UTF-8. Save it as UTF-8.") from fault
    if not lines or not lines[0]:
        raise Refused(f"The passphrase file {file} has no passphrase in its first line.")
    return lines[0]


def has_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def passphrase_is_given(asked: argparse.Namespace) -> bool:
    """Whether a passphrase was handed over, or somebody can be asked for it."""
    return asked.passphrase_file is not None or "VRP_PASSPHRASE" in os.environ or has_terminal()


def signed_in(asked: argparse.Namespace) -> "Workspace":
    """The store of --store, opened with the passphrase. Where it can only be looked at, that is said."""
    from vrp_desktop.services import stores

    workspace = stores.sign_in(asked.store, passphrase(asked))
    if workspace.only_look is not None:
        progress(workspace.only_look.short)
    return workspace


@contextmanager
def opened(asked: argparse.Namespace, kind: StoreKind) -> Iterator["Workspace"]:
    """The store of --store, opened with the passphrase and closed at the end. Refused if it is of the
    other kind."""
    workspace = signed_in(asked)
    try:
        if workspace.kind is not kind:
            raise Refused(
                f"The store in {asked.store} is a {workspace.kind.value}'s; this command is for a "
                f"{kind.value}'s. Name another folder with --store."
            )
        yield workspace
    finally:
        workspace.close()


def answer(asked: argparse.Namespace, plain: Any, words: str) -> None:
    """Prints the answer: JSON when asked for (in ASCII: it reads the same in every encoding), else words."""
    print(json.dumps(plain, indent=2) if asked.json else words)


def progress(text: str) -> None:
    """A line about long work, to the error stream, so that answers stay clean."""
    print(text, file=sys.stderr, flush=True)
