"""Random facts of a quarter, such as a store could hold: valid by the rules of the forms.

Hypothesis chooses the seed, the quarter and the number of people; the rest is drawn from the seed, so that a
thousand stores take seconds.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.instruments import shipped_instruments
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.facts import (
    AssessmentFact,
    ConcernFact,
    EnrolmentFact,
    Facts,
    FindingFact,
    GoalFact,
    HeadsFact,
    MarkFact,
    PersonFact,
    ReadingFact,
    ReferralFact,
    SessionFact,
    TrainedFact,
)
from vrp_desktop.domain.sessions import Mark

QUARTER = Quarter(2026, 2)
QUARTERS = (Quarter(2025, 4), Quarter(2026, 1), QUARTER)
"""Two around the end of a financial year, one of which has 29 February's birthdays, and one in its middle."""
DAY = timedelta(1)
T = TypeVar("T")


def facts(most_people: int = 12, quarter: Quarter = QUARTER) -> st.SearchStrategy[Facts]:
    """Facts of one intervention in a quarter."""
    return st.builds(
        lambda seed, people: Made(seed, quarter).store(people),
        st.integers(0, 2**32 - 1),
        st.integers(1, most_people),
    )


class Made:
    """What one seed makes of a quarter."""

    def __init__(self, seed: int, quarter: Quarter) -> None:
        self.chance = Random(seed)
        self.quarter = quarter

    def store(self, most: int) -> Facts:
        people = [self.person(f"p{i}") for i in range(most)]
        journeys = [self.enrolment(f"e{i:02}", people) for i in range(self.upto(most + 3))]
        for ended in [e for e in journeys if e.ended_on is not None and e.ended_on in self.quarter]:
            if self.odds(2):
                journeys.append(self.again(ended, f"e{len(journeys):02}"))
        sessions = [self.session(f"s{i:02}") for i in range(self.upto(5))]
        goals = [self.goal(f"g{i:02}", e) for i, e in enumerate(journeys * 2) if self.odds(2)]
        earlier = {p.id: self.between(self.quarter.year_start, self.quarter.start - DAY) for p in people}
        gone = {f"gone{i}": self.quarter.year_start for i in range(self.upto(2))}
        return Facts(
            people=tuple(people),
            enrolments=tuple(journeys),
            sessions=tuple(sessions),
            marks=tuple(
                MarkFact(s.id, p.id, mark.value)
                for s in sessions
                for p in people
                if (mark := self.one_of([None, *Mark])) is not None
            ),
            heads=tuple(self.heads(s) for s in sessions * 2 if self.odds(3)),
            findings=tuple(self.finding(f"f{i:02}", people) for i in range(self.upto(8))),
            goals=tuple(goals),
            readings=tuple(self.readings(journeys, goals)),
            trained=tuple(line for s in sessions for line in self.trained(s)),
            assessments=tuple(self.assessments(journeys)),
            referrals=tuple(self.referral(f"o{i}", e) for i, e in enumerate(journeys * 2) if self.odds(3)),
            concerns=tuple(self.concern(f"c{i}", people, sessions) for i in range(self.upto(4))),
            supported_earlier={}
            if self.quarter.number == 1
            else {**{p: day for p, day in earlier.items() if self.odds(3)}, **gone},
        )

    # What is drawn

    def odds(self, of: int) -> bool:
        """Once in so many times."""
        return self.chance.randrange(of) == 0

    def upto(self, most: int) -> int:
        return self.chance.randint(0, most)

    def one_of(self, choices: Sequence[T]) -> T:
        return self.chance.choice(choices)

    def maybe(self, value: T) -> T | None:
        return None if self.odds(3) else value

    def code(self, name: str) -> str:
        """A code of a list, mostly one of the first three so that people fall together."""
        listed = [c.code for c in codes.code_list(name).codes]
        return self.one_of(listed[:3] if self.odds(2) else listed)

    def areas(self, most: int) -> frozenset[str]:
        return frozenset(self.code("focus_area") for _ in range(self.upto(most)))

    def between(self, first: date, last: date) -> date:
        return first + timedelta(self.upto(max(0, (last - first).days)))

    def near(self) -> date:
        """A day up to and a little around the quarter, its edges often: 31 March and 1 April among them."""
        start, end = self.quarter.start, self.quarter.end
        if self.odds(2):
            return self.one_of([start, end, start - DAY, self.quarter.year_start])
        return self.between(start - timedelta(270), end)

    def after(self, day: date, most: int) -> date:
        """That day or a later one, often on an edge of the quarter."""
        start, end = self.quarter.start, self.quarter.end
        edges = [edge for edge in (start - DAY, start, end, end + DAY) if edge >= day]
        return self.one_of(edges) if edges and self.odds(2) else day + timedelta(self.upto(most))

    def held(self) -> date:
        """A day of the quarter, its edges often."""
        start, end = self.quarter.start, self.quarter.end
        edges = [day for day in (start, end, date(2026, 2, 28), date(2026, 3, 1)) if day in self.quarter]
        return self.one_of(edges) if self.odds(2) else self.between(start, end)

    def born(self) -> date:
        """Any day, one of 29 February, or a birthday on an edge of the quarter or the day beside it."""
        kind = self.upto(2)
        if kind == 0:
            return date(self.one_of([2000, 2004, 2008, 2012, 2016]), 2, 29)
        if kind == 1:
            return self.between(date(1998, 1, 1), date(2026, 12, 31))
        start, end = self.quarter.start, self.quarter.end
        day = self.one_of([start, end, start - DAY, start + DAY, self.quarter.year_start, date(2026, 3, 1)])
        return day.replace(year=day.year - self.one_of([9, 10, 13, 14, 16, 18, 21, 25, 26]))

    # The rows

    def person(self, name: str) -> PersonFact:
        answers = ("sex", "ethnicity", "disability", "send", "care", "education")
        return PersonFact(
            name,
            self.maybe(self.born()),
            self.maybe(self.upto(30)),
            self.maybe(self.near()),
            self.maybe(self.code("home_district")),
            *(self.maybe(self.code(answer)) for answer in answers),
        )

    def enrolment(self, name: str, people: Sequence[PersonFact]) -> EnrolmentFact:
        referred = self.near()
        decision = self.one_of([None, "accepted", "accepted", "declined"])
        started = ended = None
        if decision == "accepted" and not self.odds(3):
            started = self.after(referred, 90)
            ended = self.maybe(self.after(started, 150))
        return EnrolmentFact(
            name,
            self.one_of(people).id,
            referred,
            self.maybe(self.code("referral_source")),
            decision,
            None if decision is None else self.after(referred, 60),
            self.maybe(self.code("decline_reason")) if decision == "declined" else None,
            started,
            ended,
            self.maybe(self.code("ending")) if ended else None,
            self.areas(3),
        )

    def again(self, before: EnrolmentFact, name: str) -> EnrolmentFact:
        """The same person's next journey, begun on the day the other ended or soon after."""
        referred = min((before.ended_on or self.quarter.start) + timedelta(self.upto(20)), self.quarter.end)
        started = referred + timedelta(self.upto(5))
        ended = self.maybe(self.after(started, 90))
        return replace(
            before,
            id=name,
            referred_on=referred,
            decided_on=referred,
            started_on=started,
            ended_on=ended,
            ending=self.maybe(self.code("ending")) if ended else None,
        )

    def session(self, name: str) -> SessionFact:
        held, areas = self.held(), self.areas(2)
        status = self.one_of(["delivered", "delivered", "delivered", "cancelled", "planned"])
        return SessionFact(
            name,
            held,
            self.chance.randint(1, 300),
            self.one_of(["open_access", "outreach", "training", self.code("session_kind")]),
            self.one_of(["", "Roundhay Park", "roundhay  park", "City Square"]),
            status,
            self.maybe(self.code("cancel_reason")) if status == "cancelled" else None,
            self.maybe(held + timedelta(self.chance.randint(-1, 40))),
            frozenset(area.split(".")[0] for area in areas),
            areas,
        )

    def heads(self, session: SessionFact) -> HeadsFact:
        bands = [*(band.code for band in age.BANDS), age.NOT_KNOWN]
        sex = self.maybe(self.code("sex"))
        return HeadsFact(session.id, self.one_of(bands), sex, self.upto(12), self.odds(2))

    def finding(self, name: str, people: Sequence[PersonFact]) -> FindingFact:
        code = self.code("factor")
        standing = self.code("strength_standing" if code.startswith("protective") else "need_standing")
        return FindingFact(name, self.one_of(people).id, code, standing, self.near())

    def goal(self, name: str, journey: EnrolmentFact) -> GoalFact:
        day = self.near()
        met = self.maybe(day + timedelta(self.upto(60)))
        return GoalFact(name, journey.id, self.code("focus_area"), day, met)

    def readings(self, journeys: Sequence[EnrolmentFact], goals: Sequence[GoalFact]) -> list[ReadingFact]:
        items = [(e.id, "distance", area) for e in journeys for area in sorted(e.focus_areas)]
        items += [(goal.enrolment_id, "goal", goal.id) for goal in goals]
        made: list[ReadingFact] = []
        for item in items:
            for _ in range(self.upto(4)):
                stage = self.one_of(["before", "before", "review", "after"])
                made.append(
                    ReadingFact(f"r{len(made):03}", *item, stage, self.near(), self.chance.randint(1, 5))
                )
        return made

    def trained(self, session: SessionFact) -> list[TrainedFact]:
        """Professionals by sector, mostly at trainings."""
        if session.kind != "training" and not self.odds(10):
            return []
        sectors = {self.code("sector") for _ in range(self.upto(3))}
        return [
            TrainedFact(
                session.id,
                sector,
                self.upto(12),
                self.maybe(self.upto(100)),
                self.maybe(self.upto(100)),
            )
            for sector in sorted(sectors)
        ]

    def assessments(self, journeys: Sequence[EnrolmentFact]) -> list[AssessmentFact]:
        """Measures filled in, mostly the same one by the same people, so that they pair."""
        measures = [one for one in shipped_instruments() if one.scales]
        made: list[AssessmentFact] = []
        for e in (*journeys, *journeys):
            measure = measures[0] if self.odds(2) else self.one_of(measures)
            for _ in range(self.upto(4)):
                scores: dict[str, float] = {}
                for scale in measure.scales:
                    whole = self.chance.randint(scale.lowest, scale.highest)
                    tenths = self.chance.randint(10 * scale.lowest, 10 * scale.highest) / 10
                    if not self.odds(6):
                        scores[scale.code] = self.one_of([whole, whole, tenths])
                made.append(
                    AssessmentFact(
                        f"a{len(made):03}",
                        e.id,
                        measure.code,
                        self.one_of(["1", "1", "1", "2"]),
                        self.one_of(["before", "before", "review", "after"]),
                        self.near(),
                        self.one_of(["self", "self", "parent"]),
                        scores,
                    )
                )
        return made

    def referral(self, name: str, journey: EnrolmentFact) -> ReferralFact:
        day, uptake = self.near(), self.code("uptake")
        heard = None if uptake in ("waiting", "not_known") else day + timedelta(self.upto(60))
        return ReferralFact(name, journey.id, self.code("destination"), day, uptake, heard)

    def concern(
        self, name: str, people: Sequence[PersonFact], sessions: Sequence[SessionFact]
    ) -> ConcernFact:
        """About somebody or about nobody named yet, in a session or in none."""
        day = self.near()
        where = self.maybe(self.one_of(sessions).id) if sessions and self.odds(2) else None
        about = self.maybe(self.one_of(people).id)
        return ConcernFact(name, about, where, day, self.maybe(day + timedelta(self.upto(60))))
