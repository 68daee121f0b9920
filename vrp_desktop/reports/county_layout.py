"""What the county's workbook and PDF share: the words, and how an amount not known exactly is written."""

from datetime import date

from vrp_desktop.domain import codes
from vrp_desktop.domain.county import KEY_COUNTS, SUPPORTED, TO_DATE, CountyPicture, Interval
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Header, Key, Standing
from vrp_desktop.domain.returns.form import OverYear

TITLE = "The county's picture"

NOT_PEOPLE = (
    "These are sums over returns. A child or young adult in two interventions is counted in both, so a sum "
    "is never a number of different people."
)
INTERVALS = (
    "Where a return hides or rounds a count, the sum is not known exactly. It is written as the lowest and "
    "the highest number it can be; nothing here is more exact than what the providers have sent."
)
INCOMPLETE = (
    "Not every return has every figure. The workbook says for each sum how many returns are not in it, in "
    "its sheets “Summary” and “data”."
)
YEAR = (
    "What happened is added up over the quarters. How it stood at the start is the first quarter’s figure, "
    "how it stands at the end the last one’s. Different people cannot be added up over quarters: somebody "
    "who came in two is one person. So people supported in the year to date are those that each "
    "intervention’s last return counts: at least as many as in its largest quarter, at most as many as in "
    "all its quarters together. Every other count of different people is of the last quarter only."
)
TOGETHER = (
    "Where a count is hidden, the returns of the other quarters are taken into account: open at the end of a "
    "quarter is open at the start of the next, and people of the year to date do not get fewer."
)
OVER = "Over the year"
OVER_WORDS = {
    OverYear.SUM: "sum of the quarters",
    OverYear.TO_DATE: "year to date",
    OverYear.FIRST: "first quarter",
    OverYear.LAST: "last quarter",
}
"""What a figure of the year is made of."""
UNBOUNDED = "or more"

COUNT_WORDS: dict[Key, str] = {
    SUPPORTED: "People supported in the quarter",
    TO_DATE: "People supported in the year to date",
    ("R2", "started", "people"): "Started",
    ("R2", "completed", "people"): "Completed",
    ("R2", "ended_early", "people"): "Ended early",
    ("R2", "open_end", "people"): "Open at end of quarter",
    ("R3.age", "under_18", "total"): "Children (under 18) supported",
    ("R3.age", "18_to_25", "total"): "Young adults (18 to 25) supported",
    ("R4", "head_count", "value"): "Head-count of people not named",
    ("R5", "delivered", "value"): "Sessions delivered",
    ("R5", "hours", "value"): "Hours delivered",
}
"""The words of ``KEY_COUNTS``, away from their tables."""


def rules(picture: CountyPicture) -> tuple[str, ...]:
    """How small counts were protected in the returns, in a line for each rule that one of them names."""
    found: dict[str, list[str]] = {}
    for header in picture.returns:
        found.setdefault(header.rule.in_words, []).append(header.intervention_code)
    if len(found) == 1:
        return tuple(found)
    return tuple(f"{', '.join(codes)}: {words}" for words, codes in found.items())


def count_words(picture: CountyPicture, key: Key) -> str:
    """The words of a key count in this picture."""
    words = COUNT_WORDS[key]
    if not picture.year or "year to date" in words:
        return words
    return f"{words.removesuffix(' in the quarter')}, {over_year(key)}"


def over_year(key: Key) -> str:
    """What a figure of the year is made of, in words."""
    table, row, column = form.place_of(key)
    return OVER_WORDS[table.over(row, column)]


def unit_of(key: Key) -> str:
    """The unit of a figure of the form."""
    table, row, column = form.place_of(key)
    return table.unit(row, column)


def mixed(table: form.Table) -> bool:
    """Whether the figures of a table become different things over a year."""
    return len(_overs(table)) > 1


def over_line(picture: CountyPicture, table: form.Table) -> str:
    """What the figures of a table are over the year; empty for a quarter, and where its rows say it."""
    if not picture.year or mixed(table):
        return ""
    return f" {OVER}: {OVER_WORDS[_overs(table)[0]]}."


def _overs(table: form.Table) -> list[OverYear]:
    found = dict.fromkeys(table.over(row, column) for row in table.rows for column in table.columns)
    return [over for over in found if over is not OverYear.NONE]


def amount(interval: Interval | None, unit: str = "people") -> str:
    """ "1,204", "12 to 18", "12 or more", or "[x]" where no return has the figure."""
    if interval is None:
        return "[x]"

    def number(value: int | float) -> str:
        return f"{value:,.1f}" if unit == "hours" else f"{value:,.0f}"

    if interval.high is None:
        return f"{number(interval.low)} {UNBOUNDED}"
    if interval.exact:
        return number(interval.low)
    return f"{number(interval.low)} to {number(interval.high)}"


def made_on(picture: CountyPicture) -> date:
    """The date of the picture: that of its latest return, so that the same returns give the same file."""
    return max((header.prepared_on for header in picture.made_of), default=picture.quarter.end)


def basis(picture: CountyPicture) -> str:
    """How many returns it is made of, and how many may still change."""
    count, interventions = len(picture.made_of), len(picture.returns)
    words = f"Made of {count} return{'' if count == 1 else 's'}"
    if picture.year:
        words += f" of {interventions} intervention{'' if interventions == 1 else 's'}"
    if picture.drafts:
        return (
            f"{words}, of which {picture.drafts} still draft: their figures are in the sums and may change."
        )
    return f"{words}, all final."


def left_out(picture: CountyPicture) -> str:
    """What the sums do not have, and what does not fit; empty where there is nothing of the kind."""
    said = []
    if picture.other_definitions:
        names = ", ".join(picture.other_definitions)
        said.append(f"Figures counted by other definitions are left out of the sums: {names}.")
    if picture.gaps:
        listed = "; ".join(
            f"{gap.header.intervention_code} for {', '.join(f'Q{q.number}' for q in gap.quarters)}"
            for gap in picture.gaps
        )
        said.append(f"There is no return of {listed}: what happened then is not in the sums.")
    if picture.disagreeing:
        codes_of = ", ".join(header.intervention_code for header in picture.disagreeing)
        said.append(
            f"The returns of {codes_of} contradict each other from quarter to quarter, so that each was read "
            "by itself. Ask the provider."
        )
    return " ".join(said)


def places(picture: CountyPicture, header: Header) -> str:
    """Where an intervention is delivered, in words."""
    return _words("district", picture.districts_of.get(header.return_id, ()))


def main_priority(picture: CountyPicture, header: Header) -> str:
    """An intervention's main priority, in words."""
    return _words("priority", picture.priorities_of.get(header.return_id, ())[:1])


def _words(list_name: str, listed: tuple[str, ...]) -> str:
    return ", ".join(codes.label(list_name, code) for code in listed) or "[x]"


def standing(header: Header) -> str:
    """Draft, final or resubmission."""
    return {
        Standing.DRAFT: "Draft",
        Standing.FINAL: "Final",
        Standing.RESUBMISSION: f"Resubmission, version {header.version}",
    }[header.standing]


def tables(picture: CountyPicture) -> list[form.Table]:
    """The tables of the form that the picture has sums of."""
    present = {key[0] for key in picture.sums}
    return [table for table in form.tables() if table.id in present]


def summable(picture: CountyPicture, table: form.Table) -> tuple[list[form.Row], list[form.Column]]:
    """The rows and columns of a table that can be added up; means, medians and rates cannot."""
    rows = [
        row for row in table.rows if any((table.id, row.code, c.code) in picture.sums for c in table.columns)
    ]
    columns = [c for c in table.columns if any((table.id, row.code, c.code) in picture.sums for row in rows)]
    return rows, columns


assert set(COUNT_WORDS) == set(KEY_COUNTS)  # noqa: S101 - a new key count without words stops at once
