"""The provider's commands: demo, return."""

import argparse
from typing import Any


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the commands to the parser."""
