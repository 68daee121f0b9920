"""Reads the command line and hands it to the command it names."""

import argparse
import io
import os
import sys
from collections.abc import Sequence

from vrp_desktop import __version__
from vrp_desktop.cli import commissioner, disclosure, keeping, provider
from vrp_desktop.domain.errors import Refused, Trouble


def parser() -> argparse.ArgumentParser:
    """Every command there is. Without one, the window opens."""
    top = argparse.ArgumentParser(
        prog="vrp-desktop",
        description="Records, registers and quarterly returns of violence-reduction interventions. "
        "Without a command, the window opens.",
    )
    top.add_argument("--version", action="version", version=f"vrp-desktop {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    provider.add_to(commands)
    commissioner.add_to(commands)
    keeping.add_to(commands)
    disclosure.add_to(commands)
    return top


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns its exit status. A refusal or trouble is one clear line and status 1;
    stopped by Ctrl-C it is 130, as a shell has it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A pipe on Windows cannot show every letter: better another way than not at all.
            stream.reconfigure(errors="backslashreplace")
    asked = parser().parse_args(arguments)
    try:
        status = int(asked.run(asked))
        sys.stdout.flush()
    except (Refused, Trouble) as said:
        print(f"vrp-desktop: {said}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("vrp-desktop: Stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever reads the answer has read enough. Else the interpreter would complain as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status
