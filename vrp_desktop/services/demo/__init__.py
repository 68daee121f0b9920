"""A provider that could be in West Yorkshire, with invented people; and a county of such providers."""

from vrp_desktop.services.demo.county import county_returns
from vrp_desktop.services.demo.making import MOST_PEOPLE, MOST_QUARTERS, MOST_SESSIONS, make

PASSPHRASE = "look around the demo"  # noqa: S105 - it protects invented people only, and the screen shows it

__all__ = ["MOST_PEOPLE", "MOST_QUARTERS", "MOST_SESSIONS", "PASSPHRASE", "county_returns", "make"]
