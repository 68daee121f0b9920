"""A stranger's system writes returns by the description alone, and ``check`` takes them."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.importing import samples, stranger
from tests.standard import FOLDER
from vrp_desktop.cli.main import main
from vrp_desktop.domain.returns import standard
from vrp_desktop.domain.returns.figures import ReturnDocument


def _check(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    status = main(["check", "--json", str(path)])
    return status, json.loads(capsys.readouterr().out)["files"][0]


def test_the_stranger_knows_nothing_of_ours() -> None:
    assert "vrp_desktop" not in Path(stranger.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("write", "signature"),
    [
        (stranger.by_hand, "unsigned"),
        (stranger.short, "unsigned"),
        (stranger.signed_short, "new key"),
        (stranger.signed_long, "new key"),
    ],
)
def test_check_takes_what_a_stranger_writes(
    write: Callable[[Path], Path],
    signature: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, answer = _check(write(tmp_path / "theirs.xlsx"), capsys)
    assert [f for f in answer["findings"] if f["severity"] != "remark"] == []
    assert (status, answer["verdict"], answer["signature"]) == (0, "sound", signature)
    assert answer["header"]["provider"] == "Calder Youth Café"
    assert answer["header"]["quarter"] == "2026-27-Q1"


def test_a_changed_figure_of_the_short_form_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(book: Any) -> None:
        sheet = book["data"]
        row = next(r for r in range(1, 900) if sheet.cell(r, 2).value == "supported_quarter")
        sheet.cell(row, 4).value = 99

    status, answer = _check(samples.edited(stranger.signed_short(tmp_path / "a.xlsx"), change), capsys)
    assert (status, answer["signature"]) == (1, "edited")
    assert "R2 / supported_quarter / people" in answer["findings"][0]["what"]


@pytest.mark.parametrize(
    ("column", "row", "value", "words"),
    [
        (1, "supported_quarter", "R99", "is not a figure of this standard"),
        (4, "supported_quarter", "lots", "is not a number"),
        (4, "supported_quarter", "=1", "There is a formula"),
        (4, "supported_quarter", None, "and there is none"),
        (5, "supported_quarter", "hidden", "is not a status"),
        (4, "waiting", 3, "carries a number"),
        (6, "waiting", "waiting/9", "was counted by the definition “waiting/9”"),
        (3, "risk", "colour", "is not a column"),
        (2, "districts", "places", "is not a figure of this standard"),
        (4, "districts", "Lancashire", "is not a choice"),
        (4, "quarter", "soon", "is not a quarter"),
    ],
)
def test_a_fault_of_the_short_form_is_told_at_its_cell(
    column: int,
    row: str,
    value: object,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def change(book: Any) -> None:
        sheet = book["data"]
        at = next(r for r in range(1, 900) if row in (sheet.cell(r, 2).value, sheet.cell(r, 3).value))
        sheet.cell(at, column).value = value

    status, answer = _check(samples.edited(stranger.short(tmp_path / "a.xlsx"), change), capsys)
    assert status == 1
    assert any(words in f["what"] and f["sheet"] for f in answer["findings"])


def test_the_shipped_files_are_what_the_form_gives() -> None:
    """`python -m tests.standard` writes them."""
    for name, text in standard.files().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, name


def test_the_schemas_take_what_check_takes_and_nothing_else(tmp_path: Path) -> None:
    document, tidy = standard.document_schema(), standard.tidy_schema()
    theirs = json.loads(stranger.content())
    ours = json.loads(samples.a_return().to_bytes())
    assert [*faults(document, theirs)] == []
    assert [*faults(document, ours)] == []
    rows = _rows(stranger.short(tmp_path / "a.xlsx"))
    assert [row for row in rows if [*faults(tidy, row)]] == []
    assert len(rows) > 740

    spoils: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda d: d["header"].pop("provider"),
        lambda d: d["header"].update(threshold=3),
        lambda d: d["profile"].update(districts=["lancashire"]),
        lambda d: d["profile"].update(main_priority=["community", "society"]),
        lambda d: d["figures"][0].__setitem__(3, -1),
        lambda d: d["figures"][0].__setitem__(3, 1.5),
        lambda d: d["figures"][0].__setitem__(1, "nothing"),
        lambda d: d["figures"][0].__setitem__(4, "c"),
        lambda d: d["figures"][0].pop(),
        lambda d: d["words"].update(R12=[["", "3", "4", "", "", ""]]),
        lambda d: d["words"].update(R12=[["Roof", "6", "4", "", "", ""]]),
        lambda d: d["words"].update(R99=[["Roof"]]),
        lambda d: d["words"].update(R13=[["One"]]),
    )
    for spoil in spoils:
        spoilt = json.loads(stranger.content())
        spoil(spoilt)
        assert [*faults(document, spoilt)], spoilt["header"]
    assert [*faults(tidy, {**rows[0], "status": "c"})]
    assert [*faults(tidy, {**rows[-1], "table": "R99"})]


def test_what_the_stranger_signs_is_a_return() -> None:
    document = ReturnDocument.from_bytes(stranger.content())
    assert document.to_bytes() == stranger.content()


def test_the_template_comes_with_the_standard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["return", "--template", "--out", str(tmp_path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    names = {Path(name).name for name in answer["standard"]}
    assert names == set(standard.FILES)
    assert {path.name for path in tmp_path.iterdir()} == names | {Path(answer["workbook"]).name}
    words = (tmp_path / standard.WORDS).read_text(encoding="utf-8")
    assert all(name in words for name in standard.FILES if name != standard.WORDS)


def _rows(path: Path) -> list[dict[str, Any]]:
    listed = [*load_workbook(path)["data"].iter_rows(values_only=True)]
    return [dict(zip(map(str, listed[0]), row, strict=True)) for row in listed[1:]]


KINDS: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None),
}  # fmt: skip
KNOWN = {
    "$schema", "$id", "$comment", "title", "type", "enum", "const", "anyOf", "required", "properties",
    "additionalProperties", "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "minLength",
    "maxLength", "minimum", "maximum", "pattern",
}  # fmt: skip


def faults(schema: dict[str, Any], value: Any) -> Any:
    """What stands against a value, by as much of JSON Schema 2020-12 as the files use."""
    assert schema.keys() <= KNOWN, schema.keys() - KNOWN
    kind = schema.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or isinstance(value, bool)):
        yield f"{value!r} is no {kind}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of the choices"
    if "anyOf" in schema and all([*faults(one, value)] for one in schema["anyOf"]):
        yield f"{value!r} is none of the forms"
    if isinstance(value, dict):
        yield from (f"lacks {name}" for name in schema.get("required", ()) if name not in value)
        for name, each in value.items():
            if name in schema.get("properties", {}):
                yield from faults(schema["properties"][name], each)
            elif schema.get("additionalProperties") is False:
                yield f"{name} is not known"
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        for index, each in enumerate(value):
            rest = first[index] if index < len(first) else schema.get("items", {})
            yield from [f"{each!r} is one too many"] if rest is False else faults(rest, each)
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{len(value)} items"
        if schema.get("uniqueItems") and len({*value}) < len(value):
            yield "twice"
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            yield f"{len(value)} characters"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{value!r} is not of the pattern"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{value} is out of bounds"
