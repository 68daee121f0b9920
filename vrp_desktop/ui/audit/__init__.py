"""The journal, what a record has held, and whose records are whose."""
