"""Starts the window, or a command."""

import multiprocessing
import sys


def main() -> int:
    """The window without arguments, else the command they name; returns the exit status."""
    multiprocessing.freeze_support()
    if len(sys.argv) > 1:
        from vrp_desktop import crash
        from vrp_desktop.cli.main import main as run_command

        crash.catch(
            lambda error: sys.stderr.write(
                f"The program has a fault, and it is not your doing. Report this:\n{crash.report(error)}"
            )
        )
        return run_command(sys.argv[1:])
    from vrp_desktop.app import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
