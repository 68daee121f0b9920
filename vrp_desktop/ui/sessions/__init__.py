"""Sessions: the list, logging one, its register and its head-counts."""
