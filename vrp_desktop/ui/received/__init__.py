"""Returns coming in: drop files, see at once what each is and what is wrong with it."""
