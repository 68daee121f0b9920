"""The steps of a commissioner's store."""
