"""Each definition of the ledger on an example worked by hand. The quarter is July to September 2026."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.counting import count
from vrp_desktop.domain.returns.facts import (
    EnrolmentFact,
    Facts,
    GoalFact,
    HeadsFact,
    MarkFact,
    PersonFact,
    ReadingFact,
    SessionFact,
)
from vrp_desktop.domain.returns.figures import Value

Q2 = Quarter(2026, 2)
JULY = date(2026, 7, 8)
AUGUST = date(2026, 8, 12)


def figure(facts: Facts, table: str, row: str, column: str = "people", quarter: Quarter = Q2) -> Value:
    found = {f.key: f for f in count(facts, quarter)}[table, row, column]
    return found.value if found.value is not None else found.shown.symbol


def rows(facts: Facts, table: str, column: str = "people") -> dict[str, Value]:
    """The rows of a table that are not 0, in one column."""
    return {f.row: f.value for f in count(facts, Q2) if (f.table, f.column) == (table, column) and f.value}


def journey(facts: Facts, quarter: Quarter = Q2) -> dict[str, Value]:
    return {f.row: f.value for f in count(facts, quarter) if f.table == "R2" and f.value}


def attended(
    person_ids: Iterable[str], day: date = JULY, kind: str = "group", mark: str = "present"
) -> Facts:
    """A delivered session to which these people came."""
    return Facts(
        sessions=(SessionFact("s1", day, kind=kind),),
        marks=tuple(MarkFact("s1", person_id, mark) for person_id in person_ids),
    )


class TestJourney:
    def test_open_before_the_first_day_and_still_open_after_the_last(self) -> None:
        enrolled = EnrolmentFact(
            "e", "p", date(2026, 4, 1), decision="accepted", started_on=date(2026, 6, 30)
        )
        assert journey(Facts(enrolments=(enrolled,))) == {"open_start": 1, "open_end": 1}

    def test_started_on_the_first_day_is_not_open_at_start(self) -> None:
        enrolled = EnrolmentFact("e", "p", date(2026, 6, 20), started_on=date(2026, 7, 1))
        assert journey(Facts(enrolments=(enrolled,))) == {"started": 1, "open_end": 1}

    def test_ended_on_the_last_day_before_the_quarter_is_not_open_at_start(self) -> None:
        enrolled = EnrolmentFact(
            "e",
            "p",
            date(2026, 4, 2),
            started_on=date(2026, 4, 2),
            ended_on=date(2026, 6, 30),
            ending="completed",
        )
        assert journey(Facts(enrolments=(enrolled,))) == {}
        assert journey(Facts(enrolments=(enrolled,)), Quarter(2026, 1)) == {
            "referred": 1,
            "started": 1,
            "completed": 1,
        }

    def test_ended_on_the_first_day_of_the_quarter_was_open_at_its_start(self) -> None:
        enrolled = EnrolmentFact(
            "e",
            "p",
            date(2026, 4, 2),
            started_on=date(2026, 4, 2),
            ended_on=date(2026, 7, 1),
            ending="completed",
        )
        assert journey(Facts(enrolments=(enrolled,))) == {"open_start": 1, "completed": 1}

    def test_started_or_declined_on_the_last_day_is_not_waiting(self) -> None:
        last = date(2026, 9, 30)
        started = EnrolmentFact("e1", "p", date(2026, 6, 1), started_on=last)
        declined = EnrolmentFact("e2", "q", date(2026, 6, 1), decision="declined", decided_on=last)
        assert journey(Facts(enrolments=(started, declined))) == {
            "started": 1,
            "declined": 1,
            "open_end": 1,
        }

    def test_ended_on_the_last_day_of_the_quarter_is_not_open_at_its_end(self) -> None:
        enrolled = EnrolmentFact(
            "e",
            "p",
            date(2026, 4, 2),
            started_on=date(2026, 4, 2),
            ended_on=date(2026, 9, 30),
            ending="moved_away",
        )
        assert journey(Facts(enrolments=(enrolled,))) == {"open_start": 1, "ended_early": 1}
        assert rows(Facts(enrolments=(enrolled,)), "R2.ended_early") == {"moved_away": 1, "total": 1}

    def test_ended_after_the_quarter_is_still_open_at_its_end(self) -> None:
        enrolled = EnrolmentFact(
            "e",
            "p",
            date(2026, 4, 2),
            started_on=date(2026, 4, 2),
            ended_on=date(2026, 10, 1),
            ending="completed",
        )
        assert journey(Facts(enrolments=(enrolled,))) == {"open_start": 1, "open_end": 1}

    def test_somebody_who_comes_back_is_counted_again(self) -> None:
        first = EnrolmentFact(
            "e1",
            "p",
            date(2026, 5, 1),
            started_on=date(2026, 5, 1),
            ended_on=date(2026, 7, 10),
            ending="completed",
        )
        again = EnrolmentFact("e2", "p", date(2026, 8, 1), started_on=date(2026, 8, 15))
        assert journey(Facts(enrolments=(first, again))) == {
            "open_start": 1,
            "referred": 1,
            "started": 1,
            "completed": 1,
            "open_end": 1,
        }

    def test_an_ending_without_a_reason_is_ended_early_not_recorded(self) -> None:
        enrolled = EnrolmentFact("e", "p", date(2026, 4, 2), started_on=date(2026, 4, 2), ended_on=JULY)
        assert rows(Facts(enrolments=(enrolled,)), "R2.ended_early") == {"not_known": 1, "total": 1}

    def test_declined_in_the_quarter_with_the_reason(self) -> None:
        declined = EnrolmentFact(
            "e", "p", date(2026, 6, 20), decision="declined", decided_on=JULY, decline_reason="capacity"
        )
        assert journey(Facts(enrolments=(declined,))) == {"declined": 1}
        assert rows(Facts(enrolments=(declined,)), "R2.declined") == {"capacity": 1, "total": 1}

    def test_declined_after_the_quarter_was_waiting_at_its_end(self) -> None:
        declined = EnrolmentFact("e", "p", JULY, decision="declined", decided_on=date(2026, 10, 2))
        assert journey(Facts(enrolments=(declined,))) == {"referred": 1, "waiting": 1}

    def test_accepted_and_started_only_after_the_quarter_is_waiting(self) -> None:
        accepted = EnrolmentFact(
            "e", "p", JULY, decision="accepted", decided_on=AUGUST, started_on=date(2026, 10, 1)
        )
        assert journey(Facts(enrolments=(accepted,))) == {"referred": 1, "accepted": 1, "waiting": 1}


class TestSupported:
    @pytest.mark.parametrize(
        ("mark", "supported"), [("present", 1), ("late", 1), ("left_early", 1), ("excused", 0), ("absent", 0)]
    )
    def test_by_mark(self, mark: str, supported: int) -> None:
        facts = replace(attended(["p"], mark=mark), people=(PersonFact("p"),))
        assert figure(facts, "R2", "supported_quarter") == supported

    def test_a_cancelled_or_planned_session_supports_nobody(self) -> None:
        facts = Facts(
            people=(PersonFact("p"),),
            sessions=(SessionFact("s1", JULY, status="cancelled"), SessionFact("s2", JULY, status="planned")),
            marks=(MarkFact("s1", "p", "present"), MarkFact("s2", "p", "present")),
        )
        assert figure(facts, "R2", "supported_quarter") == 0

    def test_once_for_twenty_sessions(self) -> None:
        facts = Facts(
            people=(PersonFact("p"),),
            sessions=tuple(SessionFact(f"s{i}", JULY) for i in range(20)),
            marks=tuple(MarkFact(f"s{i}", "p", "present") for i in range(20)),
        )
        assert figure(facts, "R2", "supported_quarter") == 1
        assert figure(facts, "R5", "median_sessions", "value") == 20.0

    def test_the_year_to_date_counts_each_once_over_the_quarters(self) -> None:
        facts = replace(
            attended(["both", "now"]),
            people=(PersonFact("both"), PersonFact("now")),
            supported_earlier={"both": date(2026, 4, 3), "then": date(2026, 5, 3)},
        )
        assert figure(facts, "R2", "supported_quarter") == 2
        assert figure(facts, "R2", "supported_ytd") == 3


class TestAge:
    def test_somebody_who_turns_18_in_the_year_stays_in_the_band_of_the_first_contact(self) -> None:
        person = PersonFact("p", birth_date=date(2008, 7, 1), sex="female")
        facts = replace(attended(["p"]), people=(person,), supported_earlier={"p": date(2026, 6, 30)})
        assert rows(facts, "R3.age", "female") == {"16-17": 1, "total": 1, "under_18": 1, "24_and_under": 1}

    def test_somebody_first_seen_after_the_18th_birthday_is_a_young_adult(self) -> None:
        person = PersonFact("p", birth_date=date(2008, 7, 1), sex="female")
        facts = replace(attended(["p"]), people=(person,))
        assert rows(facts, "R3.age", "total") == {"18-20": 1, "total": 1, "18_to_25": 1, "24_and_under": 1}

    def test_25_is_a_young_adult_and_neither_24_and_under_nor_over_25(self) -> None:
        facts = replace(attended(["p"]), people=(PersonFact("p", birth_date=date(2001, 7, 8)),))
        assert rows(facts, "R3.age", "not_known") == {"25": 1, "total": 1, "18_to_25": 1}

    def test_without_a_birth_date_the_approximate_age_grows_a_year_a_year(self) -> None:
        person = PersonFact("p", approximate_age=15, approximate_age_on=date(2025, 7, 8))
        assert rows(replace(attended(["p"]), people=(person,)), "R3.age", "total")["16-17"] == 1

    def test_with_neither_it_is_not_known_and_so_is_a_birth_date_after_the_session(self) -> None:
        unborn = PersonFact("q", birth_date=date(2026, 9, 1))
        facts = replace(attended(["p", "q"]), people=(PersonFact("p"), unborn))
        assert rows(facts, "R3.age", "total") == {"not_known": 2, "total": 2}


class TestAnswers:
    def test_ethnic_group_with_its_five_groups(self) -> None:
        people = (
            PersonFact("a", ethnicity="indian"),
            PersonFact("b", ethnicity="pakistani"),
            PersonFact("c", ethnicity="prefer_not"),
            PersonFact("d"),
        )
        assert rows(replace(attended("abcd"), people=people), "R3.ethnicity") == {
            "group.asian": 2,
            "indian": 1,
            "pakistani": 1,
            "prefer_not": 1,
            "not_asked": 1,
            "total": 4,
        }

    def test_an_answer_that_nobody_recorded_is_not_known(self) -> None:
        people = (PersonFact("a", care="looked_after", district="leeds"), PersonFact("b"))
        facts = replace(attended("ab"), people=people)
        assert rows(facts, "R3.care") == {"looked_after": 1, "not_known": 1, "total": 2}
        assert rows(facts, "R3.district") == {"leeds": 1, "not_known": 1, "total": 2}

    def test_preferring_not_to_say_is_not_known_where_the_standard_has_no_row_for_it(self) -> None:
        people = (PersonFact("a", care="none"), PersonFact("b", care="prefer_not"), PersonFact("c"))
        assert rows(replace(attended("abc"), people=people), "R3.care") == {
            "none": 1,
            "not_known": 2,
            "total": 3,
        }

    def test_needs_of_every_enrolment_count_once_each(self) -> None:
        enrolments = (
            EnrolmentFact("e1", "a", JULY, focus_areas=frozenset({"community.weapons", "community.asb"})),
            EnrolmentFact("e2", "a", AUGUST, focus_areas=frozenset({"community.weapons"})),
            EnrolmentFact("e3", "never came", JULY, focus_areas=frozenset({"society.neet"})),
        )
        facts = replace(attended("a"), people=(PersonFact("a"),), enrolments=enrolments)
        assert rows(facts, "R3.focus_area") == {"community.asb": 1, "community.weapons": 1}
        assert rows(facts, "R3.priority") == {"community": 1}


class TestReferralSource:
    def source(self, *enrolments: EnrolmentFact) -> list[str]:
        facts = replace(attended("p"), people=(PersonFact("p"),), enrolments=enrolments)
        return [row for row in rows(facts, "R3.referral_source") if row != "total"]

    def test_the_enrolment_open_at_the_first_support(self) -> None:
        before = EnrolmentFact(
            "e1", "p", date(2025, 1, 1), "police", started_on=date(2025, 1, 1), ended_on=date(2025, 6, 1)
        )
        open_then = EnrolmentFact("e2", "p", date(2026, 2, 1), "school", started_on=date(2026, 2, 1))
        assert self.source(before, open_then) == ["school"]

    def test_one_that_ended_on_that_day_was_still_open(self) -> None:
        ending_then = EnrolmentFact(
            "e1", "p", date(2026, 1, 1), "police", started_on=date(2026, 1, 1), ended_on=JULY
        )
        not_begun = EnrolmentFact("e2", "p", JULY, "school")
        assert self.source(ending_then, not_begun) == ["police"]

    def test_without_an_open_one_the_latest_before(self) -> None:
        old = EnrolmentFact("e1", "p", date(2025, 1, 1), "police")
        newer = EnrolmentFact("e2", "p", date(2026, 2, 1), "school")
        later = EnrolmentFact("e3", "p", AUGUST, "self")
        assert self.source(newer, later, old) == ["school"]

    def test_without_any_by_then_it_is_not_known(self) -> None:
        assert self.source(EnrolmentFact("e", "p", AUGUST, "self", started_on=AUGUST)) == ["not_known"]


class TestOpenAccess:
    def test_named_people_and_heads(self) -> None:
        facts = Facts(
            people=(PersonFact("a"), PersonFact("b")),
            sessions=(
                SessionFact("s1", JULY, kind="open_access"),
                SessionFact("s2", AUGUST, kind="open_access"),
                SessionFact("s3", AUGUST, kind="group"),
            ),
            marks=(
                MarkFact("s1", "a", "late"),
                MarkFact("s2", "a", "present"),
                MarkFact("s3", "b", "present"),
            ),
            heads=(
                HeadsFact("s1", "10-13", "male", 7),
                HeadsFact("s1", "not_known", None, 4, estimated=True),
                HeadsFact("s3", "26+", "female", 2),
            ),
        )
        assert rows(facts, "R4", "value") == {
            "sessions": 2,
            "attendances": 2,
            "unique_named": 1,
            "head_count": 13,
        }
        assert rows(facts, "R4.heads", "total") == {
            "10-13": 7,
            "26+": 2,
            "not_known": 4,
            "total": 13,
            "under_18": 7,
            "24_and_under": 7,
            "over_25": 2,
            "counted": 9,
            "estimated": 4,
        }
        assert figure(facts, "R4.heads", "total", "not_known") == 4

    def test_heads_of_a_cancelled_session_do_not_count(self) -> None:
        facts = Facts(
            sessions=(SessionFact("s1", JULY, status="cancelled"),), heads=(HeadsFact("s1", "25", None, 3),)
        )
        assert figure(facts, "R4", "head_count", "value") == 0


class TestDelivery:
    def test_what_was_planned_and_what_became_of_it(self) -> None:
        facts = Facts(
            sessions=(
                SessionFact("s1", JULY, minutes=90, kind="workshop"),
                SessionFact("s2", JULY, minutes=43, kind="outreach", place="City  Square"),
                SessionFact("s3", AUGUST, minutes=10, kind="outreach", place="city square "),
                SessionFact("s4", AUGUST, status="cancelled", cancel_reason="weather"),
                SessionFact("s5", AUGUST, status="cancelled"),
                SessionFact("s6", AUGUST, status="planned"),
            )
        )
        assert rows(facts, "R5", "value") == {
            "planned": 6,
            "delivered": 3,
            "cancelled": 2,
            "outstanding": 1,
            "kind.workshop": 1,
            "kind.outreach": 2,
            "hours": 2.4,  # 143 minutes are 2.383 hours
            "outreach_places": 1,
        }
        assert rows(facts, "R5.cancelled", "sessions") == {"weather": 1, "not_known": 1, "total": 2}

    def test_the_rate_leaves_out_who_was_not_marked_and_rounds_half_up(self) -> None:
        marks = ["present"] * 5 + ["excused"] * 2 + ["absent"]
        facts = Facts(
            people=tuple(PersonFact(f"p{i}") for i in range(8)),
            sessions=(SessionFact("s1", JULY), SessionFact("s2", JULY, status="planned")),
            marks=(
                *(MarkFact("s1", f"p{i}", mark) for i, mark in enumerate(marks)),
                MarkFact("s2", "p0", "present"),
            ),
        )
        assert figure(facts, "R5", "attendance_rate", "value") == 62.5
        assert figure(replace(facts, marks=facts.marks[2:5]), "R5", "attendance_rate", "value") == 100.0

    def test_the_median_between_two_is_their_middle(self) -> None:
        facts = Facts(
            sessions=(SessionFact("s1", JULY), SessionFact("s2", AUGUST)),
            marks=(
                MarkFact("s1", "a", "present"),
                MarkFact("s1", "b", "present"),
                MarkFact("s2", "b", "late"),
            ),
        )
        assert figure(facts, "R5", "median_sessions", "value") == 1.5

    def test_sessions_by_priority_and_focus_area(self) -> None:
        session = SessionFact(
            "s1",
            JULY,
            priorities=frozenset({"community", "individual"}),
            focus_areas=frozenset({"community.weapons"}),
        )
        facts = Facts(sessions=(session, SessionFact("s2", JULY)))
        assert rows(facts, "R5.priority", "sessions") == {"individual": 1, "community": 1}
        assert rows(facts, "R5.focus_area", "sessions") == {"community.weapons": 1}


def reading(
    enrolment: str, item: str, stage: str, day: date, value: int, instrument: str = "goal"
) -> ReadingFact:
    return ReadingFact(f"{enrolment}{item}{stage}{day}", enrolment, instrument, item, stage, day, value)


class TestOutcomes:
    MAY = date(2026, 5, 5)
    HERS = (EnrolmentFact("e", "p", date(2026, 5, 1)),)

    def row(self, facts: Facts, row: str) -> list[Value]:
        columns = ("baseline", "paired", "improved", "unchanged", "worse")
        return [figure(facts, "R7", row, column) for column in columns]

    def test_two_goals_in_one_priority_are_one_person_by_their_mean(self) -> None:
        facts = Facts(
            enrolments=self.HERS,
            goals=(
                GoalFact("g1", "e", "individual.education", self.MAY),
                GoalFact("g2", "e", "individual.mental_health", self.MAY),
            ),
            readings=(
                reading("e", "g1", "before", self.MAY, 2),
                reading("e", "g2", "before", self.MAY, 5),
                reading("e", "g1", "review", JULY, 6),
                reading("e", "g2", "after", AUGUST, 1),
            ),
        )
        # (2 + 5) / 2 to (6 + 1) / 2: one goal up, one down, no movement on the whole.
        assert self.row(facts, "goal.individual") == [1, 1, 0, 1, 0]
        assert figure(facts, "R7", "goal.individual", "mean_before") == "[x]"

    def test_a_goal_without_a_second_reading_does_not_weigh_on_one_that_has(self) -> None:
        facts = Facts(
            enrolments=self.HERS,
            goals=(
                GoalFact("g1", "e", "individual.education", self.MAY),
                GoalFact("g2", "e", "individual.education", self.MAY),
            ),
            readings=(
                reading("e", "g1", "before", self.MAY, 3),
                reading("e", "g2", "before", self.MAY, 9),
                reading("e", "g1", "after", JULY, 4),
            ),
        )
        assert self.row(facts, "goal.individual") == [1, 1, 1, 0, 0]

    def test_the_latest_reading_in_the_quarter_counts_and_a_final_one_beats_a_review_of_its_day(self) -> None:
        facts = Facts(
            enrolments=self.HERS,
            readings=(
                reading("e", "community.weapons", "before", self.MAY, 3, "distance"),
                reading("e", "community.weapons", "review", JULY, 5, "distance"),
                reading("e", "community.weapons", "review", AUGUST, 4, "distance"),
                reading("e", "community.weapons", "after", AUGUST, 2, "distance"),
            ),
        )
        assert self.row(facts, "distance.community") == [1, 1, 0, 0, 1]

    def test_a_second_reading_before_the_quarter_or_before_the_first_makes_no_pair(self) -> None:
        facts = Facts(
            enrolments=self.HERS,
            readings=(
                reading("e", "community.asb", "before", self.MAY, 3, "distance"),
                reading("e", "community.asb", "review", date(2026, 6, 30), 5, "distance"),
                reading("e", "society.neet", "before", AUGUST, 3, "distance"),
                reading("e", "society.neet", "review", JULY, 5, "distance"),
                reading("e", "individual.education", "review", JULY, 5, "distance"),
            ),
        )
        assert self.row(facts, "distance.community") == [1, 0, 0, 0, 0]
        assert self.row(facts, "distance.society") == [1, 0, 0, 0, 0]
        assert self.row(facts, "distance.individual") == [0, 0, 0, 0, 0]
        assert figure(facts, "R7", "distance.community", "mean_after") == "[z]"

    def test_ten_pairs_are_enough_for_a_mean(self) -> None:
        def pairs(number: int) -> Facts:
            return Facts(
                enrolments=tuple(EnrolmentFact(f"e{i}", f"p{i}", self.MAY) for i in range(number)),
                readings=tuple(
                    reading(f"e{i}", "community.asb", stage, day, value, "distance")
                    for i in range(number)
                    for stage, day, value in (("before", self.MAY, 1 + i % 2), ("after", JULY, 4))
                ),
            )

        assert figure(pairs(9), "R7", "distance.community", "mean_before") == "[x]"
        assert figure(pairs(10), "R7", "distance.community", "mean_before") == 1.5
        assert figure(pairs(10), "R7", "distance.community", "mean_after") == 4.0

    def test_somebody_in_two_enrolments_is_one_person(self) -> None:
        both = (*self.HERS, EnrolmentFact("f", "p", JULY))
        facts = Facts(
            enrolments=both,
            readings=(
                reading("e", "community.asb", "before", self.MAY, 2, "distance"),
                reading("f", "community.asb", "before", JULY, 3, "distance"),
                reading("f", "community.asb", "after", AUGUST, 4, "distance"),
            ),
        )
        assert self.row(facts, "distance.community") == [1, 1, 1, 0, 0]

    def test_goals_set_and_met_in_the_quarter(self) -> None:
        goals = (
            GoalFact("g1", "e", "individual.education", JULY, met_on=AUGUST),
            GoalFact("g2", "e", "community.asb", self.MAY, met_on=JULY),
            GoalFact("g3", "e", "community.asb", AUGUST, met_on=date(2026, 10, 1)),
        )
        facts = Facts(enrolments=self.HERS, goals=goals)
        assert rows(facts, "R7.goals", "set") == {"individual": 1, "community": 1, "total": 2}
        assert rows(facts, "R7.goals", "met") == {"individual": 1, "community": 1, "total": 2}
