"""Bytes and keys. This room has never heard of a child."""
