"""What the provider's summary says in workbook and PDF alike: its words, its groups of figures, its rows."""

from vrp_desktop.domain.summary import LEVELS, Over, Summary
from vrp_desktop.reports.layout import priority_labels

TITLE = "Summary over all interventions"

OWN = (
    "For the provider's own eyes: not for publication. Small counts are not hidden here, and a child could "
    "be recognised."
)
OUTSIDE = (
    "Made of final returns only, as they were published: nothing here says more of anybody than they do. "
    "Where a return hides a count, the sum is written as the lowest and the highest number it can be."
)
SUMS = (
    "A sum adds up what the interventions say. A child or young adult who came to two interventions is in it "
    "twice: a sum of people is never a number of different people."
)
DIFFERENT = "Different people are counted once, however many interventions they came to."
NOT_TOLD = (
    "The number of different people is not told here: beside the sums it would say, or nearly say, how many "
    "came to more than one intervention, or it is not what the final returns were counted from any more."
)
NOT_IN_A_YEAR = (
    "The number of different people is told of single quarters only: two numbers of one year, one taken from "
    "the other, would count those who are new."
)
MAP = (
    "The strategy's Appendix 2 for the interventions of this organisation: what they aim at, and how many "
    "sessions were delivered for it. One session can be for several levels. An intervention in several "
    "districts is in each, with all of its sessions."
)
MAP_HEADS = ("District", "Project", "Organisation", *(priority_labels()[level] for level in LEVELS))

GROUPS = (
    ("Who came", ("People supported", "Children (under 18) supported", "Young adults (18 to 25) supported")),
    ("Journeys", ("Started", "Completed", "Ended early", "Open at end")),
    ("What took place", ("Head-count of people not named", "Sessions delivered", "Hours delivered")),
)
"""The key figures, a table each."""


def mark(summary: Summary) -> str:
    """For whom it is, at the edge of every page."""
    return "Made of published returns" if summary.outside else "Own eyes only: not for publication"


def about(summary: Summary) -> str:
    """For whom it is, in a sentence or two."""
    return OUTSIDE if summary.outside else OWN


def unit(words: str) -> str:
    """Hours have a decimal; all else are whole numbers."""
    return "hours" if words.startswith("Hours") else "people"


def people_rows(summary: Summary) -> list[tuple[str, int, str]]:
    """Sums and different people beside each other: words, number, what it is. Numbers that are not known
    exactly are not among them."""
    rows: list[tuple[str, int, str]] = []
    if summary.different is not None:
        told = f", to the nearest {summary.rounded_to}" if summary.rounded_to else ""
        rows.append((f"Different people supported{told}", summary.different, DIFFERENT))
    if summary.in_several is not None:
        words = "Of these: came to more than one intervention"
        rows.append((words, summary.in_several, "Why the sum is larger than the number of people."))
    return rows


def not_told(summary: Summary) -> str:
    """Why different people are not told; empty where they are."""
    if summary.different is not None:
        return ""
    return NOT_IN_A_YEAR if summary.year_to_date else NOT_TOLD


def missing(summary: Summary) -> str:
    """Which interventions are not in it; empty where all are."""
    if not summary.missing:
        return ""
    return f"Not in it, because there is no final return yet: {', '.join(summary.missing)}."


def over_rows(summary: Summary) -> list[tuple[str, tuple[Over, ...]]]:
    """The tables of time: what they are called, and their lines."""
    return [("Quarter by quarter", summary.trend), ("Year by year", summary.years)]
