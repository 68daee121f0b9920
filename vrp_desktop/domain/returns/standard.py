"""The open standard ``vrp-return/1`` as files for other programs: two JSON Schemas, and every table, code and
relation as data. All of it is made from the form, so that none can say anything else than the program."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from vrp_desktop.domain import codes
from vrp_desktop.domain.returns import form, sheets
from vrp_desktop.domain.returns.definitions import ledger
from vrp_desktop.domain.returns.figures import STANDARD, Header, Shown, Standing

VERSION = f"{STANDARD}, files 1"
"""Changes with these files, not with the program."""

DOCUMENT, TIDY, FORM, WORDS = (
    "vrp-return-1.schema.json",
    "vrp-return-1-data.schema.json",
    "vrp-return-1.form.json",
    "vrp-return-1.md",
)
"""The schema of the signed content, that of the rows of the sheet ``data``, the form, and the description."""

FILES = (DOCUMENT, TIDY, FORM, WORDS)

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_IDENTIFIER = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
_QUARTER = "^[0-9]{4}-[0-9]{2}-Q[1-4]$"
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LINE = {"type": "string", "maxLength": 300}


def files() -> dict[str, str]:
    """The files that are made from the form: name and text. The description is written by hand."""
    made = {DOCUMENT: document_schema(), TIDY: tidy_schema(), FORM: as_data()}
    return {name: json.dumps(one, ensure_ascii=False, indent=1) + "\n" for name, one in made.items()}


def document_schema() -> dict[str, Any]:
    """The signed content: header, profile, figures and words."""
    return {
        "$schema": _DRAFT,
        "$id": "urn:vrp-return:1:document",
        "$comment": VERSION,
        "title": "A quarterly return: the content that is signed",
        "type": "object",
        "required": ["header", "profile", "figures"],
        "additionalProperties": False,
        "properties": {
            "header": {
                "type": "object",
                "required": [field.name for field in fields(Header)],
                "additionalProperties": False,
                "properties": _header(),
            },
            "profile": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    row: {
                        "type": "array",
                        "items": {"enum": _codes(list_name)},
                        "uniqueItems": True,
                        **({} if row in form.SEVERAL else {"maxItems": 1}),
                    }
                    for row, list_name in form.PROFILE.items()
                },
            },
            "figures": {"type": "array", "items": {"anyOf": [*_figures()]}},
            "words": {
                "type": "object",
                "additionalProperties": False,
                "properties": {table.id: _word_table(table) for table in form.word_tables()},
            },
        },
    }


def tidy_schema() -> dict[str, Any]:
    """A row of the sheet ``data`` as an object by its column heads; an empty cell is null."""
    rows: list[dict[str, Any]] = []

    def row(table: str, *cells: dict[str, Any]) -> None:
        schemas = ({"const": table}, *cells)
        rows.append({"properties": dict(zip(sheets.DATA_COLUMNS, schemas, strict=True))})

    shown, none = {"const": "value"}, {"enum": [None, ""]}
    for name, schema in _header().items():
        empty = {"anyOf": [schema, {"type": "null"}]} if name in ("prepared_by", "supersedes") else schema
        row(sheets.HEADER, {"const": name}, {"const": "value"}, empty, shown, none)
    number = {"type": "string", "pattern": "^[1-9][0-9]{0,2}$"}
    for name, list_name in form.PROFILE.items():
        row(sheets.PROFILE, {"const": name}, number, {"enum": _codes(list_name)}, shown, none)
    for table, rows_, columns, definition, value in _groups():
        named: tuple[dict[str, Any], ...] = ({"enum": rows_}, {"enum": columns})
        row(table, *named, value, shown, {"const": definition})
        row(table, *named, {"type": "null"}, {"enum": _MARKS}, {"const": definition})
    for word_table in form.word_tables():
        for column in word_table.columns:
            cell = _cell(word_table, column)
            value = cell if column.needed else {"anyOf": [cell, {"type": "null"}]}
            row(word_table.id, number, {"const": column.code}, value, shown, none)
    return {
        "$schema": _DRAFT,
        "$id": "urn:vrp-return:1:data",
        "$comment": VERSION,
        "title": "A quarterly return: a row of the sheet “data”",
        "type": "object",
        "required": list(sheets.DATA_COLUMNS),
        "additionalProperties": True,
        "anyOf": rows,
    }


def as_data() -> dict[str, Any]:
    """Every table with its rows and columns, every code list, definition and relation."""
    return {
        "standard": STANDARD,
        "files": VERSION,
        "header": dict(sheets.HEADER_LABELS),
        "header_by_hand": list(sheets.BY_HAND),
        "profile": {
            row: {
                "label": form.PROFILE_LABELS[row],
                "several": row in form.SEVERAL,
                "choices": dict(sheets.choices(list_name)),
            }
            for row, list_name in form.PROFILE.items()
        },
        "tables": [
            {
                "id": table.id,
                "title": table.title,
                "about": table.about,
                "head": table.head,
                "columns": {column.code: column.label for column in table.columns},
                "rows": {row.code: row.label for row in table.rows},
                "figures": [
                    {
                        "row": row.code,
                        "column": column.code,
                        "unit": table.unit(row, column),
                        "definition": row.definition,
                        **({"protected": True} if table.counts_people(row, column) else {}),
                        **({"below_nought": True} if column.below_nought else {}),
                    }
                    for row in table.rows
                    for column in table.columns
                ],
            }
            for table in form.tables()
        ],
        "word_tables": [
            {
                "id": table.id,
                "title": table.title,
                "about": table.about,
                **({"items": dict(table.items)} if table.items else {}),
                "columns": [
                    {
                        "code": column.code,
                        "label": column.label,
                        "kind": column.kind.value,
                        "needed": column.needed,
                        **(
                            {"choices": {c.code: c.label for c in codes.code_list(column.codes).codes}}
                            if column.codes
                            else {}
                        ),
                    }
                    for column in table.columns
                ],
            }
            for table in form.word_tables()
        ],
        "relations": [
            {
                "says": relation.says,
                "relation": relation.relation,
                "terms": {"/".join(key): weight for key, weight in relation.terms},
            }
            for relation in form.relations()
        ],
        "made_of": {
            "/".join(key): ["/".join(count) for count in counts]
            for key, counts in form.derived_from().items()
        },
        "definitions": {d.id: {"title": d.title, "text": d.text} for d in ledger().values()},
    }


_MARKS = [shown.value for shown in Shown if shown is not Shown.VALUE]


def _header() -> dict[str, Any]:
    """A schema for each field of the header, in its order."""
    own: Mapping[str, Any] = {
        "return_id": {"type": "string", "pattern": _IDENTIFIER},
        "provider_id": {"type": "string", "pattern": _IDENTIFIER},
        "provider": {**_LINE, "minLength": 1},
        "intervention_code": {**_LINE, "minLength": 1},
        "quarter": {"type": "string", "pattern": _QUARTER},
        "standing": {"enum": [standing.value for standing in Standing]},
        "version": {"type": "integer", "minimum": 1, "maximum": 10_000},
        "prepared_on": {"type": "string", "pattern": _DAY},
        "threshold": {"type": "integer", "minimum": 5},
        "supersedes": {"type": "string", "pattern": "^([0-9a-fA-F]{64})?$"},
        "standard": {"const": STANDARD},
    }
    return {field.name: own.get(field.name, _LINE) for field in fields(Header)}


def _codes(list_name: str) -> list[str]:
    return [code.code for code in codes.code_list(list_name).codes]


def _groups() -> Iterator[tuple[str, list[str], list[str], str, dict[str, Any]]]:
    """The figures that are alike: table, rows, columns, definition, and the schema of their values."""
    for table in form.tables():
        alike: dict[tuple[str, str, tuple[int, int] | None], dict[str, list[str]]] = {}
        for column in table.columns:
            of_column: dict[tuple[str, str, tuple[int, int] | None], list[str]] = {}
            for row in table.rows:
                unit = table.unit(row, column)
                ends = form.scale_of(table.id, row.code) if unit == "mean" else None
                name = f"{unit} below" if column.below_nought else unit
                of_column.setdefault((row.definition, name, ends), []).append(row.code)
            for kind, rows in of_column.items():
                alike.setdefault(kind, {})[column.code] = rows
        for (definition, name, ends), columns in alike.items():
            by_rows: dict[tuple[str, ...], list[str]] = {}
            for code, rows in columns.items():
                by_rows.setdefault(tuple(rows), []).append(code)
            for rows_alike, columns_alike in by_rows.items():
                yield table.id, list(rows_alike), columns_alike, definition, _number(name, ends)


def _number(name: str, ends: tuple[int, int] | None) -> dict[str, Any]:
    unit = name.removesuffix(" below")
    schema: dict[str, Any] = {"type": "number" if unit in form.FRACTIONAL else "integer"}
    if ends is not None:
        return {**schema, "minimum": ends[0], "maximum": ends[1]}
    if name == unit:
        schema["minimum"] = 0
    if unit == "percent":
        schema["maximum"] = 100
    return schema


def _figures() -> Iterator[dict[str, Any]]:
    for table, rows, columns, definition, value in _groups():
        named: list[Any] = [{"const": table}, {"enum": rows}, {"enum": columns}]
        for each in ([value, {"const": "value"}], [{"type": "null"}, {"enum": _MARKS}]):
            items = [*named, *each, {"const": definition}]
            yield {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}


def _word_table(table: form.WordTable) -> dict[str, Any]:
    cells = [_cell(table, column) for column in table.columns]
    return {
        "type": "array",
        "maxItems": form.MOST_ROWS,
        "items": {"type": "array", "prefixItems": cells, "items": False, "minItems": len(cells)},
    }


def _cell(table: form.WordTable, column: form.WordColumn) -> dict[str, Any]:
    empty = [] if column.needed else [""]
    if column.kind is form.Kind.SCORE:
        return {"enum": ["1", "2", "3", "4", "5", *empty]}
    if column.kind is form.Kind.CHOICE:
        return {"enum": [*_codes(column.codes), *empty]}
    if column.code == "item":
        return {"enum": [code for code, _ in table.items]}
    return {"type": "string", "maxLength": form.LONGEST_TEXT, **({"minLength": 1} if column.needed else {})}
