"""The county's picture as a workbook: every sum as the lowest and the highest number it can be."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment

from vrp_desktop.domain import codes
from vrp_desktop.domain.county import CountyPicture, Interval
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.definitions import ledger
from vrp_desktop.reports import county_layout as layout
from vrp_desktop.reports import frame
from vrp_desktop.reports.layout import SYMBOLS, units_line
from vrp_desktop.reports.workbook import (
    Content,
    Sheet,
    blank_sheet,
    bold,
    lines_of,
    make_table,
    new_workbook,
    open_sheet,
    put,
    put_heads,
    save,
)

SUMMARY, INTERVENTIONS, PRIORITIES, DISTRICTS = "Summary", "Interventions", "Priorities", "Districts"
LEAST, MOST = "at least", "at most"
SYMBOLS_LINE = "[x] not available: no return has it, or nothing bounds it. 0 is a true zero."


def write_county(picture: CountyPicture, path: Path) -> None:
    """Writes the workbook. The same picture gives the same bytes; Trouble where it cannot be written."""
    book = new_workbook(
        f"{layout.TITLE}: {picture.name}",
        f"West Yorkshire Violence Reduction Partnership, {picture.label}",
        layout.made_on(picture),
        "West Yorkshire Violence Reduction Partnership",
    )
    _cover(book, picture)
    _contents(book, picture)
    _notes(book, picture)
    _summary(book, picture)
    _priorities(book, picture)
    _districts(book, picture)
    _interventions(book, picture)
    for table in layout.tables(picture):
        _sums(book, picture, table)
    _data(book, picture)
    save(book, path)


def _cover(book: Workbook, picture: CountyPicture) -> None:
    frame.cover(
        book,
        layout.TITLE,
        (
            (picture.label, "West Yorkshire Violence Reduction Partnership"),
            ("What it is made of", f"{layout.basis(picture)} {layout.left_out(picture)}".strip()),
            ("How to read it", f"{layout.NOT_PEOPLE}\n{layout.INTERVALS}"),
            *((("The year", layout.YEAR),) if picture.year else ()),
        ),
        sheets.CONTENTS,
    )


def _contents(book: Workbook, picture: CountyPicture) -> None:
    frame.contents(
        book,
        [
            (sheets.COVER, "What this workbook is"),
            (sheets.NOTES, "How to read it, and the definition of every count"),
            (SUMMARY, "The county in key figures"),
            (PRIORITIES, "The five priorities"),
            (DISTRICTS, "The districts"),
            (
                INTERVENTIONS,
                f"Every {'intervention' if picture.year else 'return'}, with its key figures",
            ),
            *((table.id, table.title) for table in layout.tables(picture)),
            (sheets.DATA, "Every sum, one a row, for programs"),
        ],
    )


def _notes(book: Workbook, picture: CountyPicture) -> None:
    frame.notes(
        book,
        "How to read the sums, and what each count is.",
        [
            ("Reading", "Sums over returns", "", layout.NOT_PEOPLE),
            ("Reading", "At least and at most", "", layout.INTERVALS),
            *(("Method", "Protection of small counts", "", words) for words in layout.rules(picture)),
            *(
                (
                    ("Reading", layout.OVER, "", layout.YEAR),
                    ("Reading", "Quarters beside each other", "", layout.TOGETHER),
                )
                if picture.year
                else ()
            ),
            *(("Symbol", symbol, "", words) for symbol, words in SYMBOLS if symbol in ("[x]", "0")),
            *(("Definition", d.title, d.id, d.text) for d in ledger().values()),
        ],
    )


def _ends(interval: Interval | None) -> tuple[Content, Content]:
    if interval is None:
        return "[x]", "[x]"
    return interval.low, "[x]" if interval.high is None else interval.high


def _grid(
    book: Workbook,
    about: Sheet,
    heads: Sequence[str],
    rows: Sequence[tuple[Sequence[Content], bool, str]],
    words: int = 1,
    counts: frozenset[int] = frozenset(),
) -> None:
    """A sheet of rows: their contents, whether they are totals, and their unit. The first ``words`` columns
    are text, the others numbers; those of ``counts`` are whole numbers whatever the row's unit is."""
    sheet = open_sheet(book, about)
    put_heads(sheet, sheets.HEAD_ROW, heads, numbers_from=words + 1)
    for row, (contents, strong, unit) in enumerate(rows, sheets.HEAD_ROW + 1):
        for column, content in enumerate(contents, 1):
            left = column <= words
            look = Alignment(horizontal="left" if left else "right", vertical="top", wrap_text=left)
            cell = put(sheet, row, column, content, alignment=look)
            if strong:
                cell.font = bold()
            if not left:
                cell.number_format = frame.number_format("people" if column in counts else unit)
        tallest = max(
            lines_of(str(content), about.widths[min(index, len(about.widths) - 1)])
            for index, content in enumerate(contents[:words])
        )
        sheet.row_dimensions[row].height = 15 * tallest + 3
    make_table(sheet, sheets.HEAD_ROW, len(rows), heads)


def _summary(book: Workbook, picture: CountyPicture) -> None:
    over = picture.year
    rows = [
        (
            (
                layout.COUNT_WORDS[key],
                *((layout.over_year(key),) if over else ()),
                *_ends(picture.sums.get(key)),
                picture.missing.get(key, 0),
            ),
            False,
            layout.unit_of(key),
        )
        for key in layout.COUNT_WORDS
    ]
    heads = ("Count", *((layout.OVER,) if over else ()), "At least", "At most", "Returns without it")
    widths = (60, *((22,) if over else ()), 14, 14, 18)
    about = Sheet(SUMMARY, f"{layout.TITLE}: key figures", layout.NOT_PEOPLE, SYMBOLS_LINE, widths)
    _grid(book, about, heads, rows, words=1 + over, counts=frozenset({len(heads) - 1}))


def _priorities(book: Workbook, picture: CountyPicture) -> None:
    heads: list[str] = ["Priority", "Interventions with it as their main one"]
    for name in ("People in those", "People with the need", "Sessions for it", "Pairs", "Pairs improved"):
        heads += [f"{name}, {LEAST}", f"{name}, {MOST}"]
    rows = []
    for line in picture.by_priority:
        contents: list[Content] = [codes.label("priority", line.code), line.interventions]
        for interval in (line.supported, line.needs, line.sessions, line.paired, line.improved):
            contents += _ends(interval)
        rows.append((contents, False, "people"))
    about = Sheet(
        PRIORITIES,
        "The five priorities",
        f"{layout.NOT_PEOPLE} Pairs are people with a first and a later reading, own goals and distance "
        f"travelled together.{_priorities_over(picture)}",
        SYMBOLS_LINE,
        (44, *([17.0] * (len(heads) - 1))),
    )
    _grid(book, about, heads, rows)


def _priorities_over(picture: CountyPicture) -> str:
    if not picture.year:
        return ""
    return (
        " People in the interventions are those of the year to date, sessions the sum of the quarters; "
        "people with the need and pairs are of the last quarter."
    )


def _districts(book: Workbook, picture: CountyPicture) -> None:
    rows = [
        ((line.label, line.interventions, *_ends(line.supported)), False, "people")
        for line in picture.by_district
    ]
    about = Sheet(
        DISTRICTS,
        "The districts",
        "Interventions by where they are delivered; one that works in two districts is in both. People by "
        f"where they live{', in the last quarter' if picture.year else ''}. {layout.NOT_PEOPLE}",
        SYMBOLS_LINE,
        (60, 18, 18, 18),
    )
    _grid(book, about, ("District", "Interventions", f"People, {LEAST}", f"People, {MOST}"), rows)


def _interventions(book: Workbook, picture: CountyPicture) -> None:
    heads = ["Code", "Intervention", "Provider", "Districts", "Main priority", "Standing", "Signature"]
    words = len(heads)
    for key in layout.COUNT_WORDS:
        name = layout.count_words(picture, key)
        heads += [f"{name}, {LEAST}", f"{name}, {MOST}"]
    rows = []
    for header in picture.returns:
        contents: list[Content] = [
            header.intervention_code,
            header.intervention,
            header.provider,
            layout.places(picture, header),
            layout.main_priority(picture, header),
            layout.standing(header),
            picture.signatures.get(header.return_id) or "[x]",
        ]
        for key in layout.COUNT_WORDS:
            contents += _ends(picture.by_intervention.get(header.return_id, {}).get(key))
        rows.append((contents, False, "people"))
    about = Sheet(
        INTERVENTIONS,
        "Every intervention, with its last return" if picture.year else "Every return",
        layout.basis(picture),
        SYMBOLS_LINE,
        (14, 34, 34, 28, 26, 18, 14, *([15.0] * (len(heads) - words))),
    )
    _grid(book, about, heads, rows, words)


def _sums(book: Workbook, picture: CountyPicture, table: form.Table) -> None:
    rows_shown, columns = layout.summable(picture, table)
    over = picture.year and layout.mixed(table)
    heads = [table.head, *((layout.OVER,) if over else ())]
    for column in columns:
        heads += [f"{column.label}, {LEAST}", f"{column.label}, {MOST}"]
    rows = []
    for row in rows_shown:
        contents: list[Content] = [row.label]
        if over:
            contents.append(layout.OVER_WORDS[table.over(row, columns[0])])
        for column in columns:
            contents += _ends(picture.sums.get((table.id, row.code, column.code)))
        rows.append((contents, row.level == 0, table.unit(row, columns[0])))
    about = Sheet(
        table.id,
        f"{table.id}: {table.title}",
        f"{table.about} {units_line(table)}{layout.over_line(picture, table)} {layout.NOT_PEOPLE}",
        SYMBOLS_LINE,
        (60, *((22.0,) if over else ()), *([15.0] * (len(heads) - 1 - over))),
    )
    _grid(book, about, heads, rows, words=1 + over)


def _data(book: Workbook, picture: CountyPicture) -> None:
    heads = ["table", "row", "column", "at_least", "at_most", "returns_without"]
    if picture.year:
        heads.append("over_year")
    sheet = blank_sheet(book, sheets.DATA)
    for letter, width in zip("ABCDEFG", (18, 60, 16, 14, 14, 18, 22), strict=True):
        sheet.column_dimensions[letter].width = width
    put_heads(sheet, sheets.DATA_HEAD_ROW, heads, numbers_from=4)
    for index, (key, interval) in enumerate(picture.sums.items(), sheets.DATA_HEAD_ROW + 1):
        contents = [*key, interval.low, interval.high, picture.missing.get(key, 0)]
        if picture.year:
            contents.append(layout.over_year(key))
        for column, content in enumerate(contents, 1):
            if content is not None:
                put(sheet, index, column, content)
    make_table(sheet, sheets.DATA_HEAD_ROW, len(picture.sums), heads)
