"""Another organisation's system: it knows the description and the files of the standard, and nothing else."""

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openpyxl import Workbook

FORM: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "resources" / "return" / "vrp-return-1.form.json").read_text(
        encoding="utf-8"
    )
)
KEY = Ed25519PrivateKey.from_private_bytes(b"a key of another organisation ok")
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # pragma: allowlist secret - an alphabet

Key = tuple[str, str, str]

HEADER = {
    "return_id": "5f2c1d9e-0000-4000-8000-000000000001",
    "provider_id": "5f2c1d9e-0000-4000-8000-000000000002",
    "provider": "Calder Youth Café",
    "intervention_code": "CAL-03",
    "intervention": "Evening gym",
    "quarter": "2026-27-Q1",
    "standing": "final",
    "version": 1,
    "prepared_on": "2026-07-06",
    "prepared_by": "J. Ödegård",
    "threshold": 5,
    "app_version": "gymbook 7.1",
    "supersedes": "",
    "standard": "vrp-return/1",
    "method": "suppression/1",
}

PROFILE = {
    "districts": ["calderdale", "kirklees"],
    "main_priority": ["community"],
    "reach": ["targeted"],
}

WORDS = {
    "R11": [["achievements", "The gym opens on Fridays too.\nAnd on Sundays."]],
    "R11.voices": [["“=1+1” was on the wall, and I laughed 🙂", ""]],
    "R12": [["The roof leaks", "3", "4", "A bucket", "Manager", ""]],
    "R13": [["People supported", "90", "100", "", ""]],
}


def _numbers() -> dict[Key, float]:
    """What this system counted; everything else it counted is nought."""
    found: dict[Key, float] = {
        ("R2", "open_start", "people"): 50,
        ("R2", "referred", "people"): 70,
        ("R2", "accepted", "people"): 65,
        ("R2", "declined", "people"): 8,
        ("R2.declined", "not_known", "people"): 8,
        ("R2", "started", "people"): 60,
        ("R2", "supported_quarter", "people"): 100,
        ("R2", "supported_ytd", "people"): 100,
        ("R2", "completed", "people"): 40,
        ("R2", "ended_early", "people"): 10,
        ("R2.ended_early", "not_known", "people"): 10,
        ("R2", "open_end", "people"): 60,
        ("R3.age", "16-17", "female"): 40,
        ("R3.age", "16-17", "male"): 20,
        ("R3.age", "18-20", "male"): 40,
        ("R3.ethnicity", "not_asked", "people"): 100,
        ("R5", "planned", "value"): 30,
        ("R5", "delivered", "value"): 28,
        ("R5", "cancelled", "value"): 2,
        ("R5.cancelled", "not_known", "sessions"): 2,
        ("R5", "kind.group", "value"): 28,
        ("R5", "hours", "value"): 56.5,
        ("R5", "attendance_rate", "value"): 81.25,
        ("R5", "median_sessions", "value"): 6.5,
        ("R10", "labour", "spent"): 9000,
        ("R10", "other", "spent"): -250,
        ("R10", "total", "spent"): 8750,
    }
    for table in ("district", "disability", "send", "care", "education", "referral_source"):
        found[f"R3.{table}", "not_known", "people"] = 100
    for column in ("female", "male"):
        whole = sum(v for (t, _, c), v in found.items() if t == "R3.age" and c == column)
        found["R3.age", "total", column] = whole
    found |= {
        ("R3.age", "under_18", "female"): 40,
        ("R3.age", "24_and_under", "female"): 40,
        ("R3.age", "under_18", "male"): 20,
        ("R3.age", "18_to_25", "male"): 40,
        ("R3.age", "24_and_under", "male"): 60,
    }
    bands = {row for (t, row, _) in found if t == "R3.age"}
    for row in bands:
        found["R3.age", row, "total"] = sum(found.get(("R3.age", row, c), 0) for c in ("female", "male"))
    for table in FORM["tables"]:
        if "total" in table["rows"] and table["id"] not in ("R3.age", "R4.heads", "R6", "R10"):
            for column in table["columns"]:
                parts = [v for (t, row, c), v in found.items() if (t, c) == (table["id"], column)]
                found[table["id"], "total", column] = sum(parts)
    return found


def _figures() -> list[list[Any]]:
    """Table, row, column, value, status, definition; three that cover for one another are hidden."""
    numbers = _numbers()
    listed: list[list[Any]] = []
    for table in FORM["tables"]:
        for figure in table["figures"]:
            key = (table["id"], figure["row"], figure["column"])
            if key in (
                ("R3.factor", next(iter(table["rows"])), "people"),
                ("R2", "waiting", "people"),
            ):
                listed.append([*key, None, "c", figure["definition"]])
            elif figure["unit"] in ("mean", "percent") and key not in numbers:
                listed.append([*key, None, "z", figure["definition"]])
            elif table["id"] == "R10" and key not in numbers:
                listed.append([*key, None, "x", figure["definition"]])
            else:
                listed.append([*key, numbers.get(key, 0), "value", figure["definition"]])
    return listed


FIGURES = _figures()
MARKS = {"c": "[c]", "z": "[z]", "x": "[x]"}


def _sheet(book: Workbook, name: str, rows: list[list[Any]], above: int = 0) -> None:
    sheet = book.create_sheet(name)
    for r, row in enumerate(rows, 1 + above):
        for c, content in enumerate(row, 1):
            if content not in ("", None):
                cell = sheet.cell(r, c, content)
                if isinstance(content, str):
                    cell.data_type = "s"


def _data(book: Workbook) -> None:
    rows: list[list[Any]] = [["table", "row", "column", "value", "status", "definition"]]
    rows += [["R0", name, "value", value, "value", ""] for name, value in HEADER.items()]
    rows += [
        ["R1", name, str(number), code, "value", ""]
        for name, codes in PROFILE.items()
        for number, code in enumerate(codes, 1)
    ]
    rows += FIGURES
    columns = {table["id"]: [c["code"] for c in table["columns"]] for table in FORM["word_tables"]}
    rows += [
        [table, str(number), column, text, "value", ""]
        for table, lines in WORDS.items()
        for number, line in enumerate(lines, 1)
        for column, text in zip(columns[table], line, strict=True)
        if text
    ]
    _sheet(book, "data", rows)


def _by_hand(book: Workbook) -> None:
    _for_people(book, FORM["header_by_hand"])


def _for_people(book: Workbook, fields: Iterable[str] = HEADER) -> None:
    labels = FORM["header"]
    rows: list[list[Any]] = [["Item", "Answer"]]
    rows += [[label, HEADER[name] or "[z]"] for name, label in labels.items() if name in fields]
    _sheet(book, "R0", rows, above=2)
    rows = [["Item", "Answer"]]
    for row in FORM["profile"].values():
        name = next(n for n, each in FORM["profile"].items() if each is row)
        rows += [[row["label"], row["choices"][code]] for code in PROFILE.get(name, [])] or [
            [row["label"], "[x]"]
        ]
    _sheet(book, "R1", rows)
    values = {tuple(f[:3]): f[3] if f[4] == "value" else MARKS[f[4]] for f in FIGURES}
    for table in FORM["tables"]:
        rows = [[table["head"], *table["columns"].values()]]
        rows += [
            [label, *(values[table["id"], row, column] for column in table["columns"])]
            for row, label in table["rows"].items()
        ]
        _sheet(book, table["id"], rows, above=1)
    for table in FORM["word_tables"]:
        if table["id"] in WORDS:
            rows = [[column["label"] for column in table["columns"]]]
            rows += WORDS[table["id"]]
            _sheet(book, table["id"], rows)


def content() -> bytes:
    """The bytes that are signed."""
    plain = {"header": HEADER, "profile": PROFILE, "figures": FIGURES, "words": WORDS}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _signature(book: Workbook) -> None:
    signed = content()
    public = KEY.public_key().public_bytes_raw()
    number = int.from_bytes(hashlib.sha256(public).digest()) >> 136
    told = "".join(SYMBOLS[number >> 5 * place & 31] for place in range(23, -1, -1))
    coded = base64.b64encode(signed).decode()
    rows = [
        ["Item", "Content"],
        ["Format", "vrp-signature/1"],
        ["Fingerprint of the key", "-".join(told[i : i + 4] for i in range(0, 24, 4))],
        ["Public key (base64)", base64.b64encode(public).decode()],
        ["Signature (base64)", base64.b64encode(KEY.sign(signed)).decode()],
    ]
    rows += [
        [f"Signed content (base64), part {n}", coded[i : i + 30_000]]
        for n, i in enumerate(range(0, len(coded), 30_000), 1)
    ]
    _sheet(book, "signature", rows)


def by_hand(path: Path) -> Path:
    """A workbook of the long form that nobody signed."""
    return _saved(path, _by_hand)


def short(path: Path) -> Path:
    """A workbook of the short form that nobody signed."""
    return _saved(path, _data)


def signed_short(path: Path) -> Path:
    """The short form, signed."""
    return _saved(path, _data, _signature)


def signed_long(path: Path) -> Path:
    """The long form, signed."""
    return _saved(path, _for_people, _data, _signature)


def _saved(path: Path, *parts: Any) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for part in parts:
        part(book)
    book.save(path)
    return path
