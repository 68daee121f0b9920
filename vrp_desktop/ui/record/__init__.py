"""A person's record: a front page that says who they are, and a page each for what follows from it."""
