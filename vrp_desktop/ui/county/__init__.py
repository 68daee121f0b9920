"""The county's picture: every intervention, the five districts, the five priorities."""
