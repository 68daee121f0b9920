"""Killing programs and cutting disks off is done with means that Windows does not have."""

import sys

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []
