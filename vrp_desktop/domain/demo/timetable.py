"""When and where invented sessions take place: weekly slots, the gaps of school holidays, some cancelled."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from vrp_desktop import shipped
from vrp_desktop.domain import strategy
from vrp_desktop.domain.demo import calendar
from vrp_desktop.domain.demo.chance import Chance, id_on
from vrp_desktop.domain.demo.programmes import Kind, Programme
from vrp_desktop.domain.sessions import Session, SessionDetails, Status

AHEAD = timedelta(days=10)
"""How far into the future sessions are planned."""

RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """What is imagined: from the first day of the first quarter to ``today``. ``tidy``: nothing is left
    unfinished, as after a quarter has been closed."""

    first: date
    today: date
    tidy: bool = False


@dataclass(frozen=True)
class Held:
    """A session, and the weekly slot it belongs to. ``marked``: its register has been done."""

    session: Session
    slot: int
    marked: bool

    @property
    def on(self) -> date:
        return self.session.details.held_on

    @property
    def finished_on(self) -> date | None:
        """The day itself: invented workers are quick."""
        over = self.marked or self.session.details.status is Status.CANCELLED
        return self.on if over else None


def timetable(
    luck: Chance, programme: Programme, intervention_id: str, wanted: int, span: Span, today_too: bool
) -> list[Held]:
    """Exactly ``wanted`` sessions in as many weekly slots as that takes, in order of time. ``today_too`` puts
    one on today."""
    kind = programme.kind
    held: list[Held] = []
    slots = _slots(luck, kind, wanted, span, today_too)
    for number, (days, starts_at) in enumerate(slots):
        place = luck.choice(_places(kind))
        minutes = luck.choice(kind.minutes)
        for day in days:
            at = luck.choice(_places(kind)) if kind.name in ("outreach", "mentoring") else place
            areas = _areas(luck, programme)
            details = SessionDetails(
                intervention_id=intervention_id,
                held_on=day,
                kind=kind.session_kind,
                starts_at=starts_at,
                minutes=minutes,
                place=at,
                setting=kind.setting,
                priorities=tuple(dict.fromkeys(strategy.priority_of(area) for area in areas)),
                focus_areas=areas,
                **_standing(luck, kind, day, span),
            )
            marked = details.status is Status.DELIVERED and not _left(luck, day, span)
            held.append(Held(Session(id_on(day, luck), details.checked(span.today)), number, marked))
    held.sort(key=lambda one: (one.on, one.session.details.starts_at or time(), one.session.id))
    return held


def leave_unfinished(held: list[Held], span: Span, status: Status) -> None:
    """Makes sure that the latest session before today still waits for somebody: planned and never logged, or
    delivered without a register."""
    before = [i for i, one in enumerate(held) if timedelta() < span.today - one.on <= 2 * RECENT]
    if before:
        one = held[before[-1]]
        details = replace(one.session.details, status=status, cancel_reason=None, note="")
        held[before[-1]] = replace(one, session=replace(one.session, details=details), marked=False)


def _slots(
    luck: Chance, kind: Kind, wanted: int, span: Span, today_too: bool
) -> list[tuple[list[date], time]]:
    """The days and the hour of each weekly slot."""
    last = span.today if span.tidy else span.today + AHEAD
    weekdays = [day for day in (1, 3, 2, 4, 0) if kind.weeks == "term" or day != 4] + (
        [5] if kind.name == "sports" else []
    )
    turn = luck.randrange(len(weekdays))
    slots: list[tuple[list[date], time]] = []
    left = wanted
    while left > 0:
        first_one = today_too and not slots
        weekday = span.today.weekday() if first_one else weekdays[(turn + len(slots)) % len(weekdays)]
        days = _open_days(kind, weekday, span.first, last)
        if first_one and span.today not in days:
            days = sorted([*days, span.today])
        # A slot that falls in holidays only still has the day before the last one to be held on.
        days = days or [last]
        slots_to_go = max(1, -(-left // len(days)))
        take = min(len(days), -(-left // slots_to_go))
        slots.append((_spread(days, take, span.today if first_one else None), luck.choice(kind.starts)))
        left -= take
    return slots


def _open_days(kind: Kind, weekday: int, first: date, last: date) -> list[date]:
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    days = []
    while day <= last:
        if not calendar.closed(kind.weeks, day):
            days.append(day)
        day += timedelta(days=7)
    return days


def _spread(days: list[date], take: int, keep: date | None) -> list[date]:
    """``take`` of the days, evenly, the last one always; and ``keep``, where it is given."""
    count = len(days)
    chosen = [days[count - 1 - (index * count) // take] for index in range(take)]
    if keep is not None and keep not in chosen:
        nearest = min(range(take), key=lambda index: abs(chosen[index] - keep))
        chosen[nearest] = keep
    return sorted(chosen)


def _places(kind: Kind) -> list[str]:
    return list(shipped.read_json("demo", "places.json")[kind.name])


def _areas(luck: Chance, programme: Programme) -> tuple[str, ...]:
    areas = programme.details.focus_areas
    wanted = 1 if luck.random() < 0.6 else 2
    chosen = set(luck.sample(areas, min(wanted, len(areas))))
    return tuple(area for area in areas if area in chosen)


def _left(luck: Chance, day: date, span: Span) -> bool:
    """Whether nobody has done the register of a recent session yet."""
    return not span.tidy and span.today - day <= RECENT and luck.random() < 0.15


def _standing(luck: Chance, kind: Kind, day: date, span: Span) -> dict[str, Any]:
    """Whether a session took place, why not, and what the worker wrote."""
    notes = shipped.read_json("demo", "notes.json")
    if day > span.today or (day == span.today and not span.tidy):
        return {"status": Status.PLANNED}
    if luck.random() < 0.07:
        outdoors = kind.name in ("outreach", "sports") and day.month in (11, 12, 1, 2)
        reasons = {"staff": 40, "venue": 18, "weather": 45 if outdoors else 8, "holiday": 10, "other": 6}
        reasons |= {"nobody_came": 14, "safety": 4}
        reason = luck.choices(list(reasons), list(reasons.values()))[0]
        note = luck.choice(notes["cancelled"][reason]) if luck.random() < 0.3 else ""
        return {"status": Status.CANCELLED, "cancel_reason": reason, "note": note}
    return {"status": Status.DELIVERED, "note": luck.choice(notes[kind.name]) if luck.random() < 0.35 else ""}
