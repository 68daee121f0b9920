"""Safeguarding concerns: raised in two steps, read and answered from a list."""
