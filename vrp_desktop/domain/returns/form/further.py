"""The tables R6, R8 to R10, R14 and R15, and the outcomes measured with shipped instruments."""

from functools import cache

from vrp_desktop.domain import codes
from vrp_desktop.domain.instruments import shipped_instruments
from vrp_desktop.domain.returns.form.shape import Column, OverYear, Row, Table

MEASURES = "R7.measures"
CONFIDENCE = (0, 10)
"""The scale of confidence before and after a course."""
COMPLETE = {
    "age": ("R3.age", ("not_known",), "total"),
    "sex": ("R3.age", (), "total"),
    "ethnicity": ("R3.ethnicity", ("not_asked",), "people"),
    "district": ("R3.district", ("not_known",), "people"),
    "disability": ("R3.disability", ("not_known",), "people"),
    "send": ("R3.send", ("not_known",), "people"),
    "care": ("R3.care", ("not_known",), "people"),
    "education": ("R3.education", ("not_known",), "people"),
    "referral_source": ("R3.referral_source", ("not_known",), "people"),
}
"""Completeness by field, told from the return's own table: the rows of those for whom it is not known, and
the column. Sex is a column of the table by age: there, the total of "not known"."""

OUTCOME_COLUMNS = (
    Column("baseline", "With a first reading"),
    Column("paired", "With both readings"),
    Column("mean_before", "Mean before", "mean", derived=True),
    Column("mean_after", "Mean after", "mean", derived=True),
    Column("improved", "Improved"),
    Column("unchanged", "Unchanged"),
    Column("worse", "Worse"),
)
VALUE = (Column("value", "Number"),)


@cache
def measures() -> Table:
    """R7.measures: a row for each score of each measure that comes with the program."""
    return Table(
        MEASURES,
        "Outcomes by measure",
        "People whose first and latest scores are by the same informant. Improved, unchanged and worse by "
        "the measure's own rule; no claim that the intervention caused it. With fewer than ten pairs no mean "
        "is shown.",
        "Measure and score",
        tuple(
            Row(
                f"{one.code}.{scale.code}",
                one.title if len(one.scales) == 1 else f"{one.title}: {scale.title}",
                "measure/1",
            )
            for one in shipped_instruments()
            for scale in one.scales
        ),
        OUTCOME_COLUMNS,
        True,
    )


@cache
def scales() -> dict[str, tuple[int, int]]:
    """The lowest and highest score of each row of R7.measures."""
    return {
        f"{one.code}.{scale.code}": (scale.lowest, scale.highest)
        for one in shipped_instruments()
        for scale in one.scales
    }


@cache
def workforce() -> Table:
    """R6: professionals trained."""
    return Table(
        "R6",
        "Workforce: professionals trained",
        "People trained at the intervention's courses; somebody who comes to two courses is counted twice. "
        "A course with several sectors is in several rows. Confidence from 0 to 10, as they gave it.",
        "Sector",
        (
            *(Row(code.code, code.label, "trained/1") for code in codes.code_list("sector").codes),
            Row("total", "Total", "trained/1", 0),
        ),
        (
            Column("people", "Professionals", "professionals"),
            Column("courses", "Courses", "sessions"),
            Column("hours", "Hours", "hours"),
            Column("before", "Mean confidence before", "mean", derived=True),
            Column("after", "Mean confidence after", "mean", derived=True),
        ),
        False,
        OverYear.SUM,
    )


@cache
def referrals_on() -> Table:
    """R8: referrals on to others."""
    return Table(
        "R8",
        "Referrals on",
        "Referrals to other services made in the quarter, and how many of them were taken up by its end.",
        "Referred on to",
        (
            *(Row(code.code, code.label, "referral_on/1") for code in codes.code_list("destination").codes),
            Row("total", "Total", "referral_on/1", 0),
        ),
        (Column("made", "Made", "referrals"), Column("taken_up", "Taken up", "referrals")),
        True,
        OverYear.SUM,
    )


@cache
def safeguarding() -> Table:
    """R9: safeguarding, counts only."""
    return Table(
        "R9",
        "Safeguarding",
        "Counts only: nothing of any concern leaves the house.",
        "Measure",
        (
            Row("recorded", "Concerns recorded", "concern/1"),
            Row("referred", "Of these: referred to children's social care", "concern/1"),
        ),
        (Column("value", "Number", "concerns"),),
        True,
        OverYear.SUM,
    )


@cache
def money() -> Table:
    """R10: money, in whole pounds."""
    return Table(
        "R10",
        "Money",
        "Whole pounds. Budget and forecast are for the whole financial year.",
        "Item",
        (
            Row("labour", "Labour", "money/1"),
            Row("other", "Other costs", "money/1"),
            Row("total", "Total", "money/1", 0),
            Row("match", "Match funding, besides", "money/1"),
            Row("each", "Cost per person supported", "cost_each/1", 0, derived=True),
        ),
        (
            Column("budget", "Budget, year", "pounds"),
            Column("spent", "Spent, quarter", "pounds", over_year=OverYear.SUM, below_nought=True),
            Column("spent_ytd", "Spent, year to date", "pounds", below_nought=True),
            Column("forecast", "Forecast, year", "pounds"),
        ),
        False,
    )


@cache
def quality() -> Table:
    """R14: how far the return can be trusted."""
    labels = {
        "age": "Age known",
        "sex": "Sex known",
        "ethnicity": "Ethnic group asked",
        "district": "District known",
        "disability": "Disability known",
        "send": "Special educational needs known",
        "care": "Care and support known",
        "education": "Education and employment known",
        "referral_source": "Referral source known",
    }
    return Table(
        "R14",
        "Quality",
        "How complete the records behind this return are, of the people supported in the quarter.",
        "Measure",
        (
            *(
                Row(f"complete.{name}", words, "complete/1", unit="percent", derived=True)
                for name, words in labels.items()
            ),
            Row("paired", "Outcomes with both readings", "paired/1", unit="percent", derived=True),
            Row("registers", "Delivered sessions with a register", "registers/1", unit="percent"),
            Row("lag", "Days from session to entry, median", "lag/1", unit="days"),
            Row("warnings", "Warnings", "warnings/1", unit="warnings"),
            Row("answered", "Of these: answered", "warnings/1", unit="warnings"),
        ),
        VALUE,
        False,
    )


@cache
def sustainability() -> Table:
    """R15: what will last."""
    return Table(
        "R15",
        "Sustainability",
        "The fifth priority: what stays when the funding ends.",
        "Measure",
        (
            Row("volunteers", "Volunteers", "volunteers/1", unit="volunteers"),
            Row(
                "volunteer_hours",
                "Hours given by volunteers",
                "volunteers/1",
                unit="hours",
                over_year=OverYear.SUM,
            ),
            Row(
                "leveraged",
                "Other funds brought in, pounds",
                "money/1",
                unit="pounds",
                over_year=OverYear.SUM,
            ),
        ),
        VALUE,
        False,
    )
