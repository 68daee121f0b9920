"""The quarterly return: its figures, its form, its definitions, and how it is counted."""
