"""One method per intention of a person: it holds the permission, the transaction and the rule."""
