"""How invented people come, stay and leave: referrals, decisions, starts, endings, and how regularly."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from vrp_desktop.domain import codes
from vrp_desktop.domain.demo import calendar
from vrp_desktop.domain.demo.chance import Chance, between
from vrp_desktop.domain.demo.programmes import Kind, Programme
from vrp_desktop.domain.demo.timetable import Held, Span
from vrp_desktop.domain.enrolments import EnrolmentDetails

EARLIER = timedelta(weeks=10)
"""How long before the first quarter the earliest of the people who are already taking part had started."""


class Pattern(StrEnum):
    """How somebody comes."""

    REGULAR = "regular"
    PATCHY = "patchy"
    DROP_OFF = "drop_off"
    ONE_OFF = "one_off"


@dataclass(frozen=True)
class Journey:
    """Somebody's time with a programme. ``enrolment`` is None for a newcomer nobody has enrolled.

    ``seen`` are the strengths and needs that were seen at its start.

    They may be in a register from ``first`` to ``last``; nothing is marked where ``first`` is None. After
    ``seen_until`` they are not met any more, though the enrolment may be open for a while yet.
    """

    pattern: Pattern
    enrolment: EnrolmentDetails | None
    met_on: date
    first: date | None
    last: date
    seen_until: date
    seen: tuple[str, ...] = ()


def arrival(luck: Chance, position: float, span: Span) -> date:
    """A day to start on: ``position`` (0 to 1) through the span, some weeks before it included."""
    begin = span.first - EARLIER
    day = begin + timedelta(days=int(position * ((span.today - begin).days + 1)))
    return min(span.today, day + timedelta(days=luck.randint(0, 3)))


def journey(luck: Chance, programme: Programme, starts: date, span: Span, nickname_only: bool) -> Journey:
    """What becomes of somebody who would start on a day."""
    kind = programme.kind
    if nickname_only and luck.random() < 0.45:
        until = min(span.today, starts + timedelta(weeks=luck.randint(0, 3)))
        return Journey(Pattern.ONE_OFF, None, starts, starts, until, until)
    walk_in = kind.name in ("club", "outreach", "sports")
    referred = starts - timedelta(days=luck.randint(0, 4) if walk_in else luck.randint(6, 32))
    decided = between(luck, referred, min(starts, referred + timedelta(days=12)))
    source = None if luck.random() < 0.05 else luck.choice(kind.referrals)
    areas, seen = needs(luck, programme)
    common: dict[str, Any] = {
        "referred_on": referred,
        "referral_source": source,
        "focus_areas": areas,
    }
    waits = 0.15 if walk_in else 0.95
    if not span.tidy and span.today - starts < timedelta(days=12) and luck.random() < waits:
        accepted: dict[str, Any] = (
            {"decision": "accepted", "decided_on": decided} if luck.random() < 0.3 else {}
        )
        return _outside(EnrolmentDetails(**common, **accepted), span, seen)
    if not walk_in and luck.random() < 0.08:
        reason = luck.choice(("criteria", "capacity", "family_declined", "no_contact", "other_service"))
        declined: dict[str, Any] = {"decision": "declined", "decided_on": decided, "decline_reason": reason}
        return _outside(EnrolmentDetails(**common, **declined), span, seen)
    pattern = _pattern(luck, kind)
    ended, ending, seen_until = _leaving(luck, kind, pattern, starts, span)
    details = EnrolmentDetails(
        **common, decision="accepted", decided_on=decided, started_on=starts, ended_on=ended, ending=ending
    )
    last = ended or span.today
    return Journey(pattern, details.checked(span.today), referred, starts, last, min(last, seen_until), seen)


def class_journey(luck: Chance, programme: Programme, lessons: list[Held], span: Span) -> Journey:
    """What becomes of a pupil whose class has these lessons: enrolled for exactly them."""
    first, final = lessons[0].on, lessons[-1].on
    referred = min(span.today, first - timedelta(days=luck.randint(7, 21)))
    source = luck.choice(programme.kind.referrals)
    areas, seen = needs(luck, programme)
    common: dict[str, Any] = {
        "referred_on": referred,
        "referral_source": source,
        "decision": "accepted",
        "decided_on": min(first, span.today, referred + timedelta(days=3)),
        "focus_areas": areas,
    }
    if first > span.today:
        return _outside(EnrolmentDetails(**common), span, seen)
    over = final < span.today
    ending = "completed" if luck.random() < 0.86 else luck.choice(("moved_away", "disengaged", "transferred"))
    details = EnrolmentDetails(
        **common, started_on=first, ended_on=final if over else None, ending=ending if over else None
    )
    pattern = Pattern.PATCHY if luck.random() < 0.2 else Pattern.REGULAR
    last = final if over else span.today
    return Journey(pattern, details.checked(span.today), referred, first, last, last, seen)


def classes(held: list[Held]) -> list[list[Held]]:
    """The lessons of each class: one slot in one term."""
    found: dict[tuple[int, tuple[int, int]], list[Held]] = {}
    for one in held:
        found.setdefault((one.slot, calendar.term(one.on)), []).append(one)
    return [found[key] for key in sorted(found)]


def needs(luck: Chance, programme: Programme) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a journey is about, and which strengths and needs were seen at its start, strengths first; for
    some, nobody has looked yet."""
    if luck.random() < 0.22:
        return (), ()
    areas = list(programme.details.focus_areas)
    if luck.random() < 0.3:
        areas.append(luck.choice(codes.code_list("focus_area").codes).code)
    chosen = luck.sample(areas, min(len(areas), luck.choice((1, 1, 2, 2, 3))))
    factors = codes.code_list("factor").codes
    protective = [factor.code for factor in factors if factor.group == "protective"]
    risk = [factor.code for factor in factors if factor.group == "risk"]
    seen = (*luck.sample(protective, luck.randint(1, 3)), *luck.sample(risk, luck.randint(0, 2)))
    return tuple(dict.fromkeys(chosen)), seen


def _outside(details: EnrolmentDetails, span: Span, seen: tuple[str, ...]) -> Journey:
    """Somebody who was referred and has not started, or never will."""
    day = details.referred_on
    return Journey(Pattern.REGULAR, details.checked(span.today), day, None, day, day, seen)


def _pattern(luck: Chance, kind: Kind) -> Pattern:
    one_off = 0.2 if kind.heads else 0.06
    return luck.choices(list(Pattern), [0.5, 0.24, 0.16, one_off])[0]


def _leaving(
    luck: Chance, kind: Kind, pattern: Pattern, starts: date, span: Span
) -> tuple[date | None, str | None, date]:
    """When and how an enrolment ended (or None), and until when they were seen."""
    if pattern in (Pattern.DROP_OFF, Pattern.ONE_OFF):
        seen = starts + (
            timedelta(weeks=luck.randint(2, 7)) if pattern is Pattern.DROP_OFF else timedelta(days=9)
        )
        ended = seen + timedelta(weeks=luck.randint(3, 5))
        endings = {"disengaged": 80, "moved_away": 8, "transferred": 6, "other": 4, "custody": 2}
    else:
        ended = seen = starts + timedelta(weeks=luck.randint(*kind.length))
        endings = {"completed": 84, "moved_away": 5, "transferred": 5, "aged_out": 3, "other": 3}
        if kind.name == "club" and luck.random() < 0.5:
            ended = seen = date.max
    # Somebody who was there before the first quarter is still there when it begins.
    if ended < span.first:
        ended = seen = span.first + timedelta(days=luck.randint(7, 40))
    if ended > span.today:
        return None, None, seen
    return ended, luck.choices(list(endings), list(endings.values()))[0], seen
