"""What the county's workbook and PDF share: the words, and how an amount not known exactly is written."""

from datetime import date

from vrp_desktop.domain import codes
from vrp_desktop.domain.county import KEY_COUNTS, SUPPORTED, CountyPicture, Interval
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Header, Key, Standing

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
UNBOUNDED = "or more"

COUNT_WORDS: dict[Key, str] = {
    SUPPORTED: "People supported in the quarter",
    ("R2", "supported_ytd", "people"): "People supported in the year to date",
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


def unit_of(key: Key) -> str:
    """The unit of a figure of the form."""
    table = form.table(key[0])
    row = next(row for row in table.rows if row.code == key[1])
    return table.unit(row, next(column for column in table.columns if column.code == key[2]))


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
    return max((header.prepared_on for header in picture.returns), default=picture.quarter.end)


def basis(picture: CountyPicture) -> str:
    """How many returns it is made of, and how many may still change."""
    count = len(picture.returns)
    words = f"Made of {count} return{'' if count == 1 else 's'}"
    if picture.drafts:
        return (
            f"{words}, of which {picture.drafts} still draft: their figures are in the sums and may change."
        )
    return f"{words}, all final."


def left_out(picture: CountyPicture) -> str:
    """What the sums do not have; empty where nothing is left out."""
    if not picture.other_definitions:
        return ""
    names = ", ".join(picture.other_definitions)
    return f"Figures counted by other definitions are left out of the sums: {names}."


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
