"""Who may sign in, their passphrases, and the recovery key."""
