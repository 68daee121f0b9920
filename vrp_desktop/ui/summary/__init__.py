"""The summary over all interventions."""
