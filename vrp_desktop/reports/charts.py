"""Pictures of a return's sections: ages, outcomes before and after, money. Each tells what a table does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.reports import layout, pictures
from vrp_desktop.reports.paper import ACCENT, INK, MUTED, Paper


@dataclass(frozen=True)
class Chart:
    """A picture with the line above it. ``rows``: how many it has, and so how high it is."""

    title: str
    about: str
    rows: int
    draw: Callable[[Paper, str], None]

    @property
    def height(self) -> float:
        """How much room it takes, in points."""
        return 34 + pictures.STEP * self.rows + 10


def put(paper: Paper, chart: Chart) -> None:
    """Draws a picture under its own line."""
    paper.need(chart.height)
    paper.paragraph(chart.title, 9, INK, bold=True, after=1)
    paper.paragraph(chart.about, 7.5, MUTED, after=4)
    chart.draw(paper, chart.title)
    paper.y -= 4


def of_section(document: ReturnDocument, section: str) -> list[Chart]:
    """The pictures of a section, before its tables; none where nothing of them is shown."""
    found = {"R3": (_ages,), "R7": (_outcomes, _measures), "R10": (_money,)}.get(section, ())
    return [chart for make in found if (chart := make(document)) is not None]


def value(document: ReturnDocument, key: Key) -> float | None:
    """A figure as a number; None where it is not shown."""
    figure = document.get(*key)
    shown = figure.shown is Shown.VALUE and isinstance(figure.value, int | float)
    return float(figure.value or 0) if shown else None


def bars(paper: Paper, document: ReturnDocument, title: str, rows: Sequence[tuple[str, Key, str]]) -> None:
    """Bars of figures: words, figure, colour. One that is not shown has its symbol and no bar."""
    drawn = []
    for words, key, colour in rows:
        length = max(0.0, value(document, key) or 0.0)
        drawn.append(pictures.Bar(words, layout.key_text(document, *key), length, length, colour))
    pictures.bars(paper, title, drawn)


def _ages(document: ReturnDocument) -> Chart | None:
    table = form.table("R3.age")
    rows = [(row.label, ("R3.age", row.code, "total"), ACCENT) for row in table.rows if row.level]
    return _chart_of_bars(
        document, "People supported, by age", "The totals of the table below; [c] has no bar.", rows
    )


def _money(document: ReturnDocument) -> Chart | None:
    columns = {column.code: column.label for column in form.table("R10").columns}
    rows = [
        (f"{label}: {columns[column].lower()}", ("R10", row, column), colour)
        for row, label, colour in (
            ("total", "Total", ACCENT),
            ("labour", "Labour", pictures.COLOURS[0]),
            ("other", "Other costs", pictures.COLOURS[1]),
        )
        for column in ("budget", "spent_ytd", "forecast")
    ]
    return _chart_of_bars(
        document, "Budget, spent so far, and forecast", "For the whole financial year; spent to date.", rows
    )


def _chart_of_bars(
    document: ReturnDocument, title: str, about: str, rows: Sequence[tuple[str, Key, str]]
) -> Chart | None:
    if all(value(document, key) is None for _, key, _ in rows):
        return None
    return Chart(title, about, len(rows), lambda paper, title: bars(paper, document, title, rows))


def _outcomes(document: ReturnDocument) -> Chart | None:
    priorities = dict(zip(layout.priority_labels(), pictures.COLOURS, strict=True))
    rows = []
    for row in form.table("R7").rows:
        colour = priorities.get(row.code.split(".", 1)[1], ACCENT)
        rows.append(_pair(document, "R7", row, *form.scale_of("R7", row.code), colour))
    return _chart_of_pairs("Outcomes: mean before and after", rows)


def _measures(document: ReturnDocument) -> Chart | None:
    rows = [
        _pair(document, "R7.measures", row, *form.scale_of("R7.measures", row.code), ACCENT)
        for row in form.table("R7.measures").rows
    ]
    return _chart_of_pairs("Measures: mean before and after", rows)


def _pair(
    document: ReturnDocument, table: str, row: form.Row, low: float, high: float, colour: str
) -> pictures.Pair | None:
    before, after = (value(document, (table, row.code, name)) for name in ("mean_before", "mean_after"))
    if before is None or after is None:
        return None
    texts = [layout.key_text(document, table, row.code, name) for name in ("mean_before", "mean_after")]
    text = f"{texts[0]} → {texts[1]} ({low:g} to {high:g})"
    words = row.label.replace(f", {low:g} to {high:g}", "")
    return pictures.Pair(words, before, after, low, high, text, colour)


def _chart_of_pairs(title: str, rows: Sequence[pictures.Pair | None]) -> Chart | None:
    shown = [row for row in rows if row is not None]
    if not shown:
        return None
    about = (
        "An open dot is the mean before, a full dot the mean after, each on its own scale, which is in "
        f"brackets. {layout.NO_CAUSE}"
    )
    if len(shown) < len(rows):
        about += " Rows without a mean are left out."
    return Chart(title, about, len(shown), lambda paper, title: pictures.pairs(paper, title, shown))
