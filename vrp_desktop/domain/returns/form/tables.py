"""Every table, row and column of R2 to R5 and R7, made from the code lists; and all tables in order."""

from collections.abc import Iterator
from functools import cache
from itertools import product

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.outcomes import Instrument
from vrp_desktop.domain.returns.figures import Key
from vrp_desktop.domain.returns.form import further
from vrp_desktop.domain.returns.form.shape import Column, OverYear, Row, Table

PEOPLE = (Column("people", "People"),)
BY_SEX = (
    Column("female", "Female"),
    Column("male", "Male"),
    Column("not_known", "Not known"),
    Column("total", "Total"),
)
ONE_WAY = ("district", "disability", "send", "care", "education", "referral_source")
"""The one-way tables of R3 besides age and ethnic group; None of a person, and an answer without a row of
its own, is counted as not known."""

_CHILD = ("0-9", "10-13", "14-15", "16-17")
_YOUNG_ADULT = ("18-20", "21-24", "25")

AGE_SUMS = (
    ("total", (*(band.code for band in age.BANDS), age.NOT_KNOWN)),
    ("under_18", _CHILD),
    ("18_to_25", _YOUNG_ADULT),
    ("24_and_under", (*_CHILD, "18-20", "21-24")),
    ("over_25", ("26+",)),
)
"""The rows of a table by age that are sums, and the bands each is the sum of."""


def _age_rows(definition: str) -> tuple[Row, ...]:
    return (
        *(Row(band.code, band.label, definition) for band in age.BANDS),
        Row(age.NOT_KNOWN, "Not known", definition),
        Row("total", "Total", definition, 0),
        Row("under_18", "Children (under 18)", definition, 0),
        Row("18_to_25", "Young adults (18 to 25)", definition, 0),
        Row("24_and_under", "24 and under", definition, 0),
        Row("over_25", "Over 25", definition, 0),
    )


def _one_way(name: str) -> Table:
    listed = codes.code_list({"district": "home_district"}.get(name, name))
    definition = "referral_source/1" if name == "referral_source" else "supported/1"
    return Table(
        f"R3.{name}",
        f"People supported, by {_BY[name]}",
        "Everybody supported in the quarter is in exactly one row.",
        listed.title,
        (
            *(Row(code.code, code.label, definition) for code in listed.with_rows),
            Row(age.NOT_KNOWN, "Not known", definition),
            Row("total", "Total", definition, 0),
        ),
        PEOPLE,
        True,
    )


_BY = {
    "district": "district where they live",
    "disability": "disability",
    "send": "special educational needs",
    "care": "care and support",
    "education": "education and employment",
    "referral_source": "who referred them",
}


def outcome_row(instrument: str, priority: str) -> str:
    """The code of a row of R7."""
    return f"{instrument}.{priority}"


def scale_of(table_id: str, row_code: str) -> tuple[int, int]:
    """The lowest and highest value that a mean of that row can have."""
    if table_id == "R7":
        instrument = Instrument(row_code.split(".", 1)[0])
        return instrument.lowest, instrument.highest
    if table_id == further.MEASURES:
        return further.scales()[row_code]
    return further.CONFIDENCE


def _ethnicity() -> Table:
    listed = codes.code_list("ethnicity")
    rows: list[Row] = []
    for group in listed.groups:
        rows.append(Row(f"group.{group.code}", group.label, "supported/1", 0))
        rows.extend(Row(c.code, c.label, "supported/1") for c in listed.codes if c.group == group.code)
    rows += [
        Row("prefer_not", "Prefer not to say", "supported/1"),
        Row("not_asked", "Not asked", "supported/1"),
        Row("total", "Total", "supported/1", 0),
    ]
    return Table(
        "R3.ethnicity",
        "People supported, by ethnic group",
        "Ethnic groups of the Census 2021. Everybody supported in the quarter is in exactly one row.",
        "Ethnic group",
        tuple(rows),
        PEOPLE,
        True,
    )


def _many(name: str, title: str, about: str, head: str, rows: tuple[Row, ...]) -> Table:
    return Table(f"R3.{name}", title, about, head, rows, PEOPLE, True)


def _reasons(table: str, list_name: str, title: str, total: str, definition: str, leave: str = "") -> Table:
    listed = codes.code_list(list_name)
    return Table(
        table,
        title,
        f"The parts of “{total}”.",
        "Reason",
        (
            *(Row(code.code, code.label, definition) for code in listed.codes if code.code != leave),
            Row(age.NOT_KNOWN, "Not recorded", definition),
            Row("total", "Total", definition, 0),
        ),
        (Column("people", "People"),)
        if table.startswith("R2")
        else (Column("sessions", "Sessions", "sessions"),),
        table.startswith("R2"),
        OverYear.SUM,
    )


@cache
def tables() -> tuple[Table, ...]:
    """The tables of figures, in the order of the return. R0, R1 and R11 to R13 are words."""
    priorities = codes.code_list("priority").codes
    areas = codes.code_list("focus_area")
    factors = codes.code_list("factor")
    area_rows = tuple(
        row
        for p in priorities
        for row in (Row(c.code, f"{p.label}: {c.label}", "need/1") for c in areas.codes if c.group == p.code)
    )
    return (
        Table(
            "R2",
            "Journey",
            "Enrolments: a person who comes back after an ending is counted again. "
            "Open at the start, plus started, less completed and ended early, is open at the end.",
            "Step",
            (
                Row("open_start", "Open at start of quarter", "open/1", over_year=OverYear.FIRST),
                Row("referred", "Referred", "referred/1"),
                Row("accepted", "Accepted", "accepted/1"),
                Row("declined", "Declined", "declined/1"),
                Row("waiting", "Waiting at end of quarter", "waiting/1", over_year=OverYear.LAST),
                Row("started", "Started", "started/1"),
                Row(
                    "supported_quarter",
                    "People supported in the quarter",
                    "supported/1",
                    0,
                    over_year=OverYear.LAST,
                ),
                Row(
                    "supported_ytd",
                    "People supported in the year to date",
                    "supported_ytd/1",
                    0,
                    over_year=OverYear.TO_DATE,
                ),
                Row("completed", "Completed", "completed/1"),
                Row("ended_early", "Ended early", "ended_early/1"),
                Row("open_end", "Open at end of quarter", "open/1", over_year=OverYear.LAST),
            ),
            PEOPLE,
            True,
            OverYear.SUM,
        ),
        _reasons(
            "R2.ended_early", "ending", "Ended early, by reason", "Ended early", "ended_early/1", "completed"
        ),
        _reasons("R2.declined", "decline_reason", "Declined, by reason", "Declined", "declined/1"),
        Table(
            "R3.age",
            "People supported, by age and sex",
            "Age on the first contact in the financial year, so that nobody is in two bands in one year.",
            "Age band",
            _age_rows("age_band/1"),
            BY_SEX,
            True,
        ),
        _ethnicity(),
        *(_one_way(name) for name in ONE_WAY),
        _many(
            "priority",
            "People supported, by priority of need",
            "One person can be in several rows: the rows do not add up.",
            "Priority",
            tuple(Row(p.code, p.label, "need/1") for p in priorities),
        ),
        _many(
            "focus_area",
            "People supported, by focus area of need",
            "One person can be in several rows: the rows do not add up.",
            "Focus area",
            area_rows,
        ),
        _many(
            "factor",
            "Strengths first: protective and risk factors recorded",
            "One person can be in several rows: the rows do not add up.",
            "Factor",
            tuple(
                Row(c.code, f"{g.label}: {c.label}", "factor/2")
                for g in factors.groups
                for c in factors.codes
                if c.group == g.code
            ),
        ),
        Table(
            "R4",
            "Open access",
            "Sessions anybody can drop in to. Named people and head-counts of those not named.",
            "Measure",
            (
                Row("sessions", "Open access sessions", "open_access/1", unit="sessions"),
                Row("attendances", "Attendances of named people", "attendance/1", unit="attendances"),
                Row("unique_named", "Different named people", "supported/1", over_year=OverYear.LAST),
                Row("head_count", "Head-count of people not named", "head_count/1", unit="attendances"),
            ),
            (Column("value", "Number"),),
            True,
            OverYear.SUM,
        ),
        Table(
            "R4.heads",
            "Head-counts, by age and sex",
            "People who came to any session and were not named; somebody who comes twice is counted twice.",
            "Age band",
            (
                *(row for row in _age_rows("head_count/1")),
                Row("counted", "Of these: counted", "head_count/1", 0),
                Row("estimated", "Of these: estimated", "head_count/1", 0),
            ),
            tuple(Column(c.code, c.label, "attendances") for c in BY_SEX),
            True,
            OverYear.SUM,
        ),
        Table(
            "R5",
            "Delivery",
            "What took place. Planned is everything that was to take place in the quarter.",
            "Measure",
            (
                Row("planned", "Sessions planned", "session/1", 0, unit="sessions"),
                Row("delivered", "Delivered", "session/1", unit="sessions"),
                Row("cancelled", "Cancelled", "session/1", unit="sessions"),
                Row("outstanding", "Not yet recorded", "session/1", unit="sessions"),
                *(
                    Row(f"kind.{kind.code}", f"Delivered: {kind.label}", "session/1", unit="sessions")
                    for kind in codes.code_list("session_kind").codes
                ),
                Row("hours", "Hours delivered", "hours/1", unit="hours"),
                Row("attendance_rate", "Attendance rate", "attendance_rate/1", unit="percent", derived=True),
                Row(
                    "median_sessions",
                    "Median sessions each",
                    "median_sessions/1",
                    unit="median",
                    derived=True,
                ),
                Row(
                    "outreach_places",
                    "Outreach places",
                    "outreach_places/1",
                    unit="places",
                    over_year=OverYear.LAST,
                ),
            ),
            (Column("value", "Number"),),
            False,
            OverYear.SUM,
        ),
        _reasons("R5.cancelled", "cancel_reason", "Sessions cancelled, by reason", "Cancelled", "session/1"),
        Table(
            "R5.priority",
            "Sessions delivered, by priority",
            "One session can be in several rows: the rows do not add up.",
            "Priority",
            tuple(Row(p.code, p.label, "session/1") for p in priorities),
            (Column("sessions", "Sessions", "sessions"),),
            False,
            OverYear.SUM,
        ),
        Table(
            "R5.focus_area",
            "Sessions delivered, by focus area",
            "One session can be in several rows: the rows do not add up.",
            "Focus area",
            tuple(Row(row.code, row.label, "session/1") for row in area_rows),
            (Column("sessions", "Sessions", "sessions"),),
            False,
            OverYear.SUM,
        ),
        further.workforce(),
        Table(
            "R7",
            "Outcomes",
            "Raw movement between the first and the latest reading; not a validated measure, and no claim "
            "that the intervention caused it. With fewer than ten pairs no mean is shown.",
            "Instrument and priority",
            tuple(
                Row(outcome_row(i, p.code), f"{i.label}: {p.label}", "outcome/1")
                for i, p in product(Instrument, priorities)
            ),
            further.OUTCOME_COLUMNS,
            True,
        ),
        further.measures(),
        Table(
            "R7.goals",
            "Goals in their own words",
            "Goals set and met in the quarter, by the priority they belong to.",
            "Priority",
            (
                *(Row(p.code, p.label, "goal/1") for p in priorities),
                Row("total", "Total", "goal/1", 0),
            ),
            (Column("set", "Set", "goals"), Column("met", "Met", "goals")),
            True,
            OverYear.SUM,
        ),
        further.referrals_on(),
        further.safeguarding(),
        further.money(),
        further.quality(),
        further.sustainability(),
    )


def table(table_id: str) -> Table:
    """The table of that name."""
    return next(t for t in tables() if t.id == table_id)


def keys() -> Iterator[tuple[Table, Row, Column, Key]]:
    """Every figure of the return, in order."""
    for t in tables():
        for row, column in product(t.rows, t.columns):
            yield t, row, column, (t.id, row.code, column.code)


def place_of(key: Key) -> tuple[Table, Row, Column]:
    """The table, row and column of a figure."""
    found = table(key[0])
    row = next(row for row in found.rows if row.code == key[1])
    return found, row, next(column for column in found.columns if column.code == key[2])


def name_of(key: Key) -> str:
    """A figure in words: "Started", "10-13, male"."""
    found, row, column = place_of(key)
    return row.label if len(found.columns) == 1 else f"{row.label}, {column.label.lower()}"
