"""Backups: where they are, when one was proven, and archives for good."""
