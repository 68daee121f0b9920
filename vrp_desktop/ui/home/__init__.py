"""Home: what is on today, what is unfinished, who was supported lately."""
