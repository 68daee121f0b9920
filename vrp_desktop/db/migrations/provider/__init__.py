"""The steps of a provider's store."""
