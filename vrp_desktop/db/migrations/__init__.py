"""How each schema became the next: a folder of steps for each kind of store, never edited once released."""
