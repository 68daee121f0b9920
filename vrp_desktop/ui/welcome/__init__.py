"""First start: making a store, the recovery key, signing in."""
