"""The commissioner's commands: check, import, consolidate."""

import argparse
from typing import Any


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands to the parser."""
