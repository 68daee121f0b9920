"""Keeping and erasing: who is due for review, answering those who ask, erasing a record."""
