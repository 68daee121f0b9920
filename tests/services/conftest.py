"""Rights to folders are given and taken by means that Windows does not have."""

import sys

collect_ignore = ["test_looking.py"] if sys.platform == "win32" else []
