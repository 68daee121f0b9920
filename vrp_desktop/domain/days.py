"""Days and spans of days as people say them, for words that are made before a screen or a file shows them."""

from datetime import date

_DAYS, _WEEKS, _MONTHS = 14, 92, 24
"""Until when a span is told in days, in weeks (both in days), and in months."""


def written(day: date) -> str:
    """ "3 July 2026"."""
    return f"{day.day} {day:%B %Y}"


def how_long(since: date, until: date) -> str:
    """ "5 days", "3 weeks", "7 months", "2 years"; whole ones only."""
    days = max(0, (until - since).days)
    if days < _DAYS:
        return _so_many(days, "day")
    if days < _WEEKS:
        return _so_many(days // 7, "week")
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    return _so_many(months, "month") if months < _MONTHS else _so_many(months // 12, "year")


def waiting(since: date, today: date) -> str:
    """ "waiting 3 weeks", "waiting since today"."""
    return "waiting since today" if since >= today else f"waiting {how_long(since, today)}"


def _so_many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
