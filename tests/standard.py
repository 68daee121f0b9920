"""Writes the files of the open standard that are made from the form: not a test.

python -m tests.standard
"""

from pathlib import Path

from vrp_desktop.domain.returns import standard

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "return"


def main() -> None:
    """Writes them into resources/return."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in standard.files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
