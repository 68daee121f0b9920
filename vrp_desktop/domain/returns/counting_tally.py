"""What a figure counts, and the figure itself: one way to say who is counted, for the return and for whoever
asks which records are behind it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import product

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, Shown, Value


class Kind(StrEnum):
    """What stands behind a figure."""

    PEOPLE = "people"
    JOURNEYS = "journeys"
    SESSIONS = "sessions"
    GOALS = "goals"
    REFERRALS = "referrals"
    CONCERNS = "concerns"
    FIGURES = "figures"
    """Other figures, of which it is made."""
    WARNINGS = "warnings"
    """What should be put right before the return is final."""
    ASKED = "asked"
    """Nothing that is recorded: it is asked for."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What a figure counts: the ids of records of one kind, or the keys of the figures it is made of.

    ``amounts``: how many of what is counted each record stands for, where that is not one (people counted at
    a session, its minutes, the sessions that somebody came to)."""

    kind: Kind
    ids: tuple[str, ...] = ()
    amounts: tuple[int, ...] | None = None
    keys: tuple[Key, ...] = ()

    def __len__(self) -> int:
        """The number that is counted."""
        return len(self.ids) if self.amounts is None else sum(self.amounts)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure, and what is behind it."""

    behind: Behind
    value: Value | Shown


Tally = dict[Key, Counted]
"""Figures by name."""


def number_of(kind: Kind, listed: Mapping[Key, Iterable[str]]) -> Tally:
    """Figures that are the number of some records."""
    found: Tally = {}
    for key, ids in listed.items():
        behind = Behind(kind, tuple(ids))
        found[key] = Counted(behind, len(behind.ids))
    return found


def sum_of(kind: Kind, amounts: Mapping[str, int]) -> Counted:
    """A figure that adds up an amount of each record."""
    behind = Behind(kind, tuple(amounts), tuple(amounts.values()))
    return Counted(behind, len(behind))


def nothing(kind: Kind, *tables: str) -> Tally:
    """Every figure of some tables, with nothing to count: what is counted replaces it."""
    none = Counted(Behind(kind), 0)
    return {
        (t.id, row.code, column.code): none
        for t in map(form.table, tables)
        for row, column in product(t.rows, t.columns)
    }


def made_of(keys: Collection[Key], value: Value | Shown) -> Counted:
    """A figure that is made of others."""
    return Counted(Behind(Kind.FIGURES, keys=tuple(keys)), value)


def listed(list_name: str, code: str | None) -> str:
    """The code where the form has a row for it, else "not_known": every total is the sum of its rows."""
    return code if code is not None and code in _rows(list_name) else age.NOT_KNOWN


@cache
def _rows(list_name: str) -> frozenset[str]:
    return frozenset(code.code for code in codes.code_list(list_name).with_rows)


def one_decimal(exact: Fraction) -> float:
    """Rounded half up, as people round; whole arithmetic, so that every machine gets the same digits."""
    return (exact * 10 + Fraction(1, 2)).__floor__() / 10


def percent(part: int, whole: int) -> float | Shown:
    """A share in per cent; of nothing there is none."""
    return one_decimal(Fraction(100 * part, whole)) if whole else Shown.NOT_APPLICABLE
