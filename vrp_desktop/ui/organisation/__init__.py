"""The organisation: its interventions and its few settings."""
