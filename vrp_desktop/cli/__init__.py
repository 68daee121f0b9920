"""The same intentions without a window, for scripts, for tests and for commissioners' automation."""
