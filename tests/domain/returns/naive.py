"""A second count, written only from the words of the ledger: one plain loop a figure, no shared code.

Slow and repetitive on purpose: it is what the real count is held against.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from vrp_desktop.domain.instruments import shipped_instruments
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.facts import (
    AssessmentFact,
    EnrolmentFact,
    Facts,
    PersonFact,
    ReadingFact,
    SessionFact,
    TrainedFact,
)
from vrp_desktop.domain.returns.figures import Key

THERE = ("present", "late", "left_early")
NO_ROW_FOR_PREFER_NOT = ("send", "care", "education")
SYMBOL_Z = "[z]"
SYMBOL_X = "[x]"


class NaiveCount:
    """Answers one figure at a time."""

    def __init__(self, facts: Facts, quarter: Quarter, one_way_rows: dict[str, list[str]]) -> None:
        self.facts = facts
        self.first = quarter.start
        self.last = quarter.end
        self.rows = one_way_rows
        self.days: dict[str, list[date]] = {}
        self.moves: dict[str, tuple[int, list[tuple[list[int], list[int]]]]] = {}
        self.scored: dict[tuple[str, str], tuple[int, list[tuple[float, float]]]] = {}

    def inside(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    # Support

    def session(self, session_id: str) -> SessionFact:
        for session in self.facts.sessions:
            if session.id == session_id:
                return session
        raise AssertionError(session_id)

    def days_attended(self, person_id: str) -> list[date]:
        if person_id in self.days:
            return list(self.days[person_id])
        days = []
        for mark in self.facts.marks:
            if mark.person_id == person_id and mark.mark in THERE:
                session = self.session(mark.session_id)
                if session.status == "delivered":
                    days.append(session.held_on)
        self.days[person_id] = days
        return list(days)

    def supported(self) -> list[PersonFact]:
        return [p for p in self.facts.people if self.days_attended(p.id)]

    def journeys(self, person_id: str) -> list[EnrolmentFact]:
        return [e for e in self.facts.enrolments if e.person_id == person_id]

    # The tables

    def figure(self, key: Key) -> int | float | str:
        table, row, column = key
        if table == "R2":
            return self.journey(row)
        if table == "R2.ended_early":
            ended = [e for e in self.facts.enrolments if self.inside(e.ended_on) and e.ending != "completed"]
            return len([e for e in ended if row in ("total", e.ending or "not_known")])
        if table == "R2.declined":
            said_no = [
                e for e in self.facts.enrolments if e.decision == "declined" and self.inside(e.decided_on)
            ]
            return len([e for e in said_no if row in ("total", e.decline_reason or "not_known")])
        if table == "R3.age":
            return len([p for p in self.supported() if self.fits_age(p, row) and self.fits_sex(p, column)])
        if table.startswith("R3."):
            return len([p for p in self.supported() if self.fits(p, table.removeprefix("R3."), row)])
        if table == "R4":
            return self.open_access(row)
        if table == "R4.heads":
            return self.heads(row, column)
        if table.startswith("R5"):
            return self.delivery(table, row)
        if table == "R6":
            return self.workforce(row, column)
        if table == "R7":
            return self.outcome(row, column)
        if table == "R7.measures":
            return self.measure(row, column)
        if table == "R7.goals":
            return self.goals(row, column)
        if table == "R8":
            return self.referrals_on(row, column)
        if table == "R9":
            return self.concerns(row)
        return self.quality(row)

    def journey(self, row: str) -> int:
        first, last = self.first, self.last

        def open_before(e: EnrolmentFact, day: date) -> bool:
            started = e.started_on is not None and e.started_on < day
            return started and not (e.ended_on is not None and e.ended_on < day)

        def waiting(e: EnrolmentFact) -> bool:
            declined = e.decision == "declined" and e.decided_on is not None and e.decided_on <= last
            started = e.started_on is not None and e.started_on <= last
            return e.referred_on <= last and not declined and not started

        wanted: dict[str, Callable[[EnrolmentFact], bool]] = {
            "open_start": lambda e: open_before(e, first),
            "open_end": lambda e: open_before(e, Quarter.of(first).next.start),
            "referred": lambda e: self.inside(e.referred_on),
            "accepted": lambda e: e.decision == "accepted" and self.inside(e.decided_on),
            "declined": lambda e: e.decision == "declined" and self.inside(e.decided_on),
            "waiting": waiting,
            "started": lambda e: self.inside(e.started_on),
            "completed": lambda e: e.ending == "completed" and self.inside(e.ended_on),
            "ended_early": lambda e: e.ending != "completed" and self.inside(e.ended_on),
        }
        if row == "supported_quarter":
            return len(self.supported())
        if row == "supported_ytd":
            this_quarter = {p.id for p in self.supported()}
            return len(this_quarter) + len([p for p in self.facts.supported_earlier if p not in this_quarter])
        return len([e for e in self.facts.enrolments if wanted[row](e)])

    def years(self, person: PersonFact) -> int | None:
        days = self.days_attended(person.id)
        if person.id in self.facts.supported_earlier:
            days.append(self.facts.supported_earlier[person.id])
        day = min(days)
        if person.birth_date is not None:
            return self.full_years(person.birth_date, day) if person.birth_date <= day else None
        if person.approximate_age is None or person.approximate_age_on is None:
            return None
        noted = person.approximate_age_on
        if noted <= day:
            return person.approximate_age + self.full_years(noted, day)
        return max(0, person.approximate_age - self.full_years(day, noted))

    @staticmethod
    def full_years(one: date, other: date) -> int:
        years = 0
        while (one.year + years + 1, one.month, one.day) <= (other.year, other.month, other.day):
            years += 1
        return years

    def fits_age(self, person: PersonFact, row: str) -> bool:
        years = self.years(person)
        if row == "total":
            return True
        if years is None or row == "not_known":
            return years is None and row == "not_known"
        first, last = {
            "0-9": (0, 9),
            "10-13": (10, 13),
            "14-15": (14, 15),
            "16-17": (16, 17),
            "18-20": (18, 20),
            "21-24": (21, 24),
            "25": (25, 25),
            "26+": (26, 999),
            "under_18": (0, 17),
            "18_to_25": (18, 25),
            "24_and_under": (0, 24),
            "over_25": (26, 999),
        }[row]
        return first <= years <= last

    def fits_sex(self, person: PersonFact, column: str) -> bool:
        if person.sex == "prefer_not":
            return column in ("total", "not_known")
        return column in ("total", person.sex or "not_known")

    def fits(self, person: PersonFact, table: str, row: str) -> bool:
        if table == "factor":
            stands = ""
            for one in sorted(self.facts.findings, key=lambda one: (one.seen_on, one.id)):
                if (one.person_id, one.code) == (person.id, row):
                    stands = one.standing
            return stands in ("there", "growing", "thin", "now", "easing")
        if table in ("priority", "focus_area"):
            for enrolment in self.journeys(person.id):
                for code in enrolment.focus_areas:
                    if row == (code.split(".")[0] if table == "priority" else code):
                        return True
            return False
        answer = self.source(person) if table == "referral_source" else getattr(person, table)
        if row == "total":
            return True
        if table == "ethnicity":
            if row.startswith("group."):
                return answer in self.rows[row]
            return row == (answer or "not_asked")
        if answer == "prefer_not" and table in NO_ROW_FOR_PREFER_NOT:
            return row == "not_known"
        return bool(row == (answer or "not_known"))

    def source(self, person: PersonFact) -> str | None:
        day = min(self.days_attended(person.id))
        best: EnrolmentFact | None = None
        best_is_open = False
        for e in self.journeys(person.id):
            if e.referred_on > day:
                continue
            is_open = e.started_on is not None and e.started_on <= day
            is_open = is_open and (e.ended_on is None or day <= e.ended_on)
            later = best is None or (e.referred_on, e.id) > (best.referred_on, best.id)
            if (is_open and not best_is_open) or (is_open == best_is_open and later):
                best, best_is_open = e, is_open
        return best.referral_source if best else None

    def open_access(self, row: str) -> int:
        if row == "head_count":
            return self.heads("total", "total")
        sessions = [s for s in self.facts.sessions if s.status == "delivered" and s.kind == "open_access"]
        if row == "sessions":
            return len(sessions)
        came = []
        for session in sessions:
            for mark in self.facts.marks:
                if mark.session_id == session.id and mark.mark in THERE:
                    came.append(mark.person_id)
        return len(came) if row == "attendances" else len(set(came))

    def heads(self, row: str, column: str) -> int:
        sums = {
            "under_18": ("0-9", "10-13", "14-15", "16-17"),
            "18_to_25": ("18-20", "21-24", "25"),
            "24_and_under": ("0-9", "10-13", "14-15", "16-17", "18-20", "21-24"),
            "over_25": ("26+",),
        }
        number = 0
        for heads in self.facts.heads:
            if self.session(heads.session_id).status != "delivered":
                continue
            if column not in ("total", "not_known" if heads.sex in (None, "prefer_not") else heads.sex):
                continue
            how = "estimated" if heads.estimated else "counted"
            if row in ("total", how, heads.band) or heads.band in sums.get(row, ()):
                number += heads.count
        return number

    def delivery(self, table: str, row: str) -> int | float | str:
        sessions = self.facts.sessions
        delivered = [s for s in sessions if s.status == "delivered"]
        cancelled = [s for s in sessions if s.status == "cancelled"]
        if table == "R5.cancelled":
            return len([s for s in cancelled if row in ("total", s.cancel_reason or "not_known")])
        if table == "R5.priority":
            return len([s for s in delivered if row in s.priorities])
        if table == "R5.focus_area":
            return len([s for s in delivered if row in s.focus_areas])
        if row.startswith("kind."):
            return len([s for s in delivered if "kind." + s.kind == row])
        if row == "hours":
            return self.rounded(sum(s.minutes for s in delivered), 60)
        if row == "attendance_rate":
            marks = [m for m in self.facts.marks if self.session(m.session_id).status == "delivered"]
            there = [m for m in marks if m.mark in THERE]
            return self.rounded(100 * len(there), len(marks)) if marks else SYMBOL_Z
        if row == "median_sessions":
            each = sorted(len(self.days_attended(p.id)) for p in self.supported())
            if not each:
                return SYMBOL_Z
            middle = len(each) // 2
            return float(each[middle]) if len(each) % 2 else (each[middle - 1] + each[middle]) / 2
        if row == "outreach_places":
            places = set()
            for s in delivered:
                name = s.place.replace(" ", "").lower()
                if s.kind == "outreach" and name:
                    places.add(name)
            return len(places)
        return {
            "planned": len(sessions),
            "delivered": len(delivered),
            "cancelled": len(cancelled),
            "outstanding": len([s for s in sessions if s.status == "planned"]),
        }[row]

    @staticmethod
    def rounded(number: int, by: int) -> float:
        """To one decimal, halves up, by long division."""
        tenths, rest = divmod(number * 10, by)
        return (tenths + (1 if rest * 2 >= by else 0)) / 10

    def outcome(self, row: str, column: str) -> int | float | str:
        if row not in self.moves:
            self.moves[row] = self.movements(row)
        with_first, pairs = self.moves[row]
        if column == "baseline":
            return with_first
        if column == "paired":
            return len(pairs)
        if column.startswith("mean"):
            if not pairs:
                return SYMBOL_Z
            if len(pairs) < 10:
                return SYMBOL_X
            chosen = [pair[0] if column == "mean_before" else pair[1] for pair in pairs]
            # 27720 is divisible by every number of items up to 12, so that whole numbers stay exact.
            return self.rounded(sum(sum(v) * (27720 // len(v)) for v in chosen), 27720 * len(chosen))
        moves = {"improved": 0, "unchanged": 0, "worse": 0}
        for before, after in pairs:
            moved = sum(after) - sum(before)
            moves["improved" if moved > 0 else "worse" if moved < 0 else "unchanged"] += 1
        return moves[column]

    def movements(self, row: str) -> tuple[int, list[tuple[list[int], list[int]]]]:
        instrument, priority = row.split(".")
        with_first = 0
        pairs: list[tuple[list[int], list[int]]] = []
        for person in self.facts.people:
            before: list[int] = []
            after: list[int] = []
            has_first = False
            for enrolment in self.journeys(person.id):
                for item in {r.item for r in self.facts.readings if r.enrolment_id == enrolment.id}:
                    own = [
                        r
                        for r in self.facts.readings
                        if (r.enrolment_id, r.item, r.instrument) == (enrolment.id, item, instrument)
                    ]
                    if not own or self.priority(instrument, item) != priority:
                        continue
                    firsts = sorted((r for r in own if r.stage == "before"), key=lambda r: (r.taken_on, r.id))
                    if not firsts:
                        continue
                    has_first = True
                    latest: ReadingFact | None = None
                    for r in own:
                        if r.stage == "before" or not self.inside(r.taken_on):
                            continue
                        if r.taken_on < firsts[0].taken_on:
                            continue
                        rank = (r.taken_on, r.stage == "after", r.id)
                        if latest is None or rank > (latest.taken_on, latest.stage == "after", latest.id):
                            latest = r
                    if latest is not None:
                        before.append(firsts[0].value)
                        after.append(latest.value)
            with_first += has_first
            if before:
                pairs.append((before, after))
        return with_first, pairs

    def priority(self, instrument: str, item: str) -> str:
        if instrument == "distance":
            return item.split(".")[0]
        return next(g.focus_area for g in self.facts.goals if g.id == item).split(".")[0]

    def goals(self, row: str, column: str) -> int:
        number = 0
        for goal in self.facts.goals:
            day = goal.set_on if column == "set" else goal.met_on
            if self.inside(day) and row in ("total", goal.focus_area.split(".")[0]):
                number += 1
        return number

    def measure(self, row: str, column: str) -> int | float | str:
        code, scale_code = row.split(".")
        if (code, scale_code) not in self.scored:
            self.scored[code, scale_code] = self.scores(code, scale_code)
        with_first, pairs = self.scored[code, scale_code]
        if column == "baseline":
            return with_first
        if column == "paired":
            return len(pairs)
        if column.startswith("mean"):
            if not pairs:
                return SYMBOL_Z
            if len(pairs) < 10:
                return SYMBOL_X
            side = 0 if column == "mean_before" else 1
            tenths = sum(int(Decimal(str(pair[side])) * 10) for pair in pairs)
            return self.rounded(tenths, 10 * len(pairs))
        rule = next(
            scale
            for one in shipped_instruments()
            if one.code == code
            for scale in one.scales
            if scale.code == scale_code
        )
        number = 0
        for before, after in pairs:
            by = Decimal(str(after)) - Decimal(str(before))
            if not rule.higher_is_better:
                by = -by
            least = Decimal(str(rule.change.at_least or 0))
            way = "unchanged"
            if by > 0 and by >= least:
                way = "improved"
            if by < 0 and -by >= least:
                way = "worse"
            number += way == column
        return number

    def scores(self, code: str, scale: str) -> tuple[int, list[tuple[float, float]]]:
        with_first = 0
        pairs = []
        for person in self.facts.people:
            has_first = False
            best: tuple[AssessmentFact, AssessmentFact] | None = None
            for journey in self.journeys(person.id):
                for who in ("self", "parent", "teacher", "worker"):
                    own = [
                        a
                        for a in self.facts.assessments
                        if (a.enrolment_id, a.instrument, a.informant) == (journey.id, code, who)
                        and scale in a.scores
                    ]
                    firsts = sorted((a for a in own if a.stage == "before"), key=lambda a: (a.taken_on, a.id))
                    if not firsts:
                        continue
                    has_first = True
                    for a in own:
                        if a.stage == "before" or not self.inside(a.taken_on):
                            continue
                        if a.taken_on < firsts[0].taken_on or a.version != firsts[0].version:
                            continue
                        rank = (a.taken_on, a.stage == "after", a.id)
                        if best is None or rank > (best[1].taken_on, best[1].stage == "after", best[1].id):
                            best = (firsts[0], a)
            with_first += has_first
            if best is not None:
                pairs.append((best[0].scores[scale], best[1].scores[scale]))
        return with_first, pairs

    def workforce(self, row: str, column: str) -> int | float | str:
        lines: list[TrainedFact] = []
        courses: list[str] = []
        for line in self.facts.trained:
            session = self.session(line.session_id)
            if session.status != "delivered" or session.kind != "training" or line.count == 0:
                continue
            if row in ("total", line.sector):
                lines.append(line)
                if session.id not in courses:
                    courses.append(session.id)
        if column == "people":
            return sum(line.count for line in lines)
        if column == "courses":
            return len(courses)
        if column == "hours":
            return self.rounded(sum(self.session(course).minutes for course in courses), 60)
        people = tenths = 0
        for line in lines:
            if line.before is None or line.after is None:
                continue
            people += line.count
            tenths += line.count * (line.before if column == "before" else line.after)
        return self.rounded(tenths, 10 * people) if people else SYMBOL_Z

    def referrals_on(self, row: str, column: str) -> int:
        number = 0
        for one in self.facts.referrals:
            if not self.inside(one.referred_on) or row not in ("total", one.destination):
                continue
            taken_up = one.uptake == "taken_up" and one.uptake_on is not None and one.uptake_on <= self.last
            number += column == "made" or taken_up
        return number

    def concerns(self, row: str) -> int:
        number = 0
        for one in self.facts.concerns:
            ours = one.session_id is not None
            if one.session_id is None and one.person_id is not None:
                for journey in self.journeys(one.person_id):
                    if journey.started_on is None or journey.started_on > one.seen_on:
                        continue
                    if journey.ended_on is None or one.seen_on <= journey.ended_on:
                        ours = True
            if ours and self.inside(one.seen_on):
                referred = one.referred_on is not None and one.referred_on <= self.last
                number += row == "recorded" or referred
        return number

    def quality(self, row: str) -> int | float | str:
        delivered = [s for s in self.facts.sessions if s.status == "delivered"]
        if row in ("warnings", "answered"):
            return SYMBOL_X
        if row == "paired":
            first = paired = 0
            for instrument in ("distance", "goal"):
                for priority in ("individual", "relationship", "community", "society", "sustainability"):
                    one, pairs = self.movements(f"{instrument}.{priority}")
                    first, paired = first + one, paired + len(pairs)
            for measure in shipped_instruments():
                for scale in measure.scales:
                    one, scored = self.scores(measure.code, scale.code)
                    first, paired = first + one, paired + len(scored)
            return self.rounded(100 * paired, first) if first else SYMBOL_Z
        if row == "registers":
            known = 0
            for s in delivered:
                lines = [*self.facts.marks, *self.facts.heads, *self.facts.trained]
                known += bool([one for one in lines if one.session_id == s.id])  # type: ignore[attr-defined]
            return self.rounded(100 * known, len(delivered)) if delivered else SYMBOL_Z
        if row == "lag":
            days = sorted(max(0, (s.finished_on - s.held_on).days) for s in delivered if s.finished_on)
            if not days:
                return SYMBOL_Z
            middle = len(days) // 2
            return float(days[middle]) if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
        people = self.supported()
        answered = [p for p in people if self.is_known(p, row.removeprefix("complete."))]
        return self.rounded(100 * len(answered), len(people)) if people else SYMBOL_Z

    def is_known(self, person: PersonFact, what: str) -> bool:
        if what == "age":
            return self.years(person) is not None
        if what == "referral_source":
            return self.source(person) is not None
        answer = getattr(person, what)
        if answer == "prefer_not" and (what == "sex" or what in NO_ROW_FOR_PREFER_NOT):
            return False
        return answer is not None
