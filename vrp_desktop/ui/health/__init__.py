"""How the store stands: encryption, place, soundness, backups, space, versions."""
