"""A whole return with every figure of the form, invented from a seed, in which everything adds up."""

import random
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vrp_desktop.domain import codes
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Figure, Header, Key, ReturnDocument, Shown, Standing
from vrp_desktop.domain.returns.sheets import Sealed
from vrp_desktop.security import seal

HEADER = Header(
    return_id="01920000-0000-7000-8000-00000000aaaa",
    provider_id="01920000-0000-7000-8000-00000000bbbb",
    provider="Ẹgbẹ́ Ọ̀rẹ́ Żółw & Străjer Community Trust",
    intervention_code="LEE-07",
    intervention="Steps Together mentoring",
    quarter=Quarter(2026, 2),
    standing=Standing.FINAL,
    version=1,
    prepared_on=date(2026, 10, 5),
    prepared_by="Ana Pereira",
    threshold=5,
    app_version="0.1.0",
)

PROFILE = {
    "districts": ("leeds", "bradford"),
    "main_priority": ("individual",),
    "other_priorities": ("relationship", "community"),
    "objectives": tuple(code.code for code in codes.code_list("objective").codes[:3]),
    "focus_areas": tuple(code.code for code in codes.code_list("focus_area").codes[:5]),
    "prevention": (codes.code_list("prevention").codes[1].code,),
    "settings": tuple(code.code for code in codes.code_list("setting").codes[2:5]),
}


def spread(rng: random.Random, total: int, names: list[str]) -> dict[str, int]:
    """A total dealt out over names, unevenly."""
    weights = [rng.random() ** 3 + 0.01 for _ in names]
    dealt = rng.choices(names, weights, k=total)
    return {name: dealt.count(name) for name in names}


def counts(seed: int, supported: int = 137) -> dict[Key, int | float]:
    """Every figure's value. All relations of the form hold."""
    rng = random.Random(seed)
    found: dict[Key, int | float] = {}

    def table(name: str, column: str, total: int, rows: list[str]) -> None:
        for row, value in spread(rng, total, rows).items():
            found[name, row, column] = value
        found[name, "total", column] = total

    journey = {
        "open_start": 88, "referred": 61, "accepted": 52, "declined": 9, "waiting": 14, "started": 49,
        "supported_quarter": supported, "supported_ytd": supported + 44, "completed": 31, "ended_early": 12,
        "open_end": 94,
    }  # fmt: skip
    found.update({("R2", row, "people"): value for row, value in journey.items()})
    parts = {t.id: [row.code for row in t.rows if row.code != "total"] for t in form.tables()}
    table("R2.ended_early", "people", 12, parts["R2.ended_early"])
    table("R2.declined", "people", 9, parts["R2.declined"])
    for name, total in (("R3.age", supported), ("R4.heads", 212)):
        bands = [row.code for row in form.table(name).rows if row.level == 1]
        for column, whole in spread(rng, total, ["female", "male", "not_known"]).items():
            _ages(found, name, column, spread(rng, whole, bands))
            if name == "R4.heads":
                estimated = whole // 3
                found[name, "estimated", column], found[name, "counted", column] = (
                    estimated,
                    whole - estimated,
                )
        for code in (row.code for row in form.table(name).rows):
            found[name, code, "total"] = sum(found[name, code, c] for c in ("female", "male", "not_known"))
    listed = codes.code_list("ethnicity")
    table("R3.ethnicity", "people", supported, [c for c in parts["R3.ethnicity"] if "group." not in c])
    for group in listed.groups:
        found["R3.ethnicity", f"group.{group.code}", "people"] = sum(
            found["R3.ethnicity", c.code, "people"] for c in listed.codes if c.group == group.code
        )
    for name in form.ONE_WAY:
        table(f"R3.{name}", "people", supported, parts[f"R3.{name}"])
    for row in parts["R3.factor"]:
        found["R3.factor", row, "people"] = rng.randrange(0, 60)
    areas = codes.code_list("focus_area")
    for priority in areas.groups:
        own = {c.code: rng.randrange(0, 70) for c in areas.codes if c.group == priority.code}
        found.update({("R3.focus_area", area, "people"): value for area, value in own.items()})
        found["R3.priority", priority.code, "people"] = max(own.values())
    open_access = {"sessions": 17, "attendances": 402, "unique_named": 71, "head_count": 212}
    found.update({("R4", row, "value"): value for row, value in open_access.items()})
    kinds = [c.code for c in codes.code_list("session_kind").codes]
    kind = {code: 17 if code == "open_access" else 23 for code in kinds}
    delivered = sum(kind.values())
    found.update({("R5", f"kind.{code}", "value"): value for code, value in kind.items()})
    delivery = {
        "planned": delivered + 9, "delivered": delivered, "cancelled": 7, "outstanding": 2, "hours": 1204.5,
        "attendance_rate": 78.3, "median_sessions": 6.5, "outreach_places": 8,
    }  # fmt: skip
    found.update({("R5", row, "value"): value for row, value in delivery.items()})
    table("R5.cancelled", "sessions", 7, parts["R5.cancelled"])
    for name in ("R5.priority", "R5.focus_area"):
        for row in parts[name]:
            found[name, row, "sessions"] = rng.randrange(0, delivered)
    for row in parts["R7"]:
        improved, unchanged, worse = rng.randrange(5, 30), rng.randrange(5, 12), rng.randrange(0, 6)
        values = (60, improved + unchanged + worse, 3.4, 4.75, improved, unchanged, worse)
        for name, value in zip((c.code for c in form.table("R7").columns), values, strict=True):
            found["R7", row, name] = value
    for column, total in (("set", 80), ("met", 44)):
        table("R7.goals", column, total, parts["R7.goals"])
    _further(found, rng, parts)
    return found


def _further(found: dict[Key, int | float], rng: random.Random, parts: dict[str, list[str]]) -> None:
    """R6, R7.measures, R8 to R10, R14 and R15."""
    for row, people in spread(rng, 61, parts["R6"]).items():
        for name, value in (
            ("people", people),
            ("courses", 3),
            ("hours", 7.5),
            ("before", 4.2),
            ("after", 6.8),
        ):
            found["R6", row, name] = value
    for name, value in (("people", 61), ("courses", 9), ("hours", 22.5), ("before", 4.1), ("after", 6.9)):
        found["R6", "total", name] = value
    for row in parts["R7.measures"]:
        ways = rng.randrange(5, 30), rng.randrange(5, 12), rng.randrange(0, 6)
        low, high = form.scale_of("R7.measures", row)
        values = (60, sum(ways), low + (high - low) / 2, low + (high - low) / 4, *ways)
        for name, value in zip((c.code for c in form.table("R7.measures").columns), values, strict=True):
            found["R7.measures", row, name] = value
    made = spread(rng, 90, parts["R8"])
    for row, value in made.items():
        found["R8", row, "made"], found["R8", row, "taken_up"] = value, value // 2
    found["R8", "total", "made"], found["R8", "total", "taken_up"] = 90, sum(v // 2 for v in made.values())
    found["R9", "recorded", "value"], found["R9", "referred", "value"] = 11, 6
    for column, labour, other in (
        ("budget", 84000, 12000), ("spent", 20450, 3120), ("spent_ytd", 41300, 6010),
        ("forecast", 83500, 12400),
    ):  # fmt: skip
        pounds = {"labour": labour, "other": other, "total": labour + other, "match": 5000, "each": 172}
        found.update({("R10", row, column): value for row, value in pounds.items()})
    for row in parts["R14"]:
        found["R14", row, "value"] = {"lag": 2, "warnings": 4, "answered": 3}.get(row, 91.5)
    found.update(
        {
            ("R15", row, "value"): v
            for row, v in (("volunteers", 12), ("volunteer_hours", 96), ("leveraged", 8000))
        }
    )


WORDS = {
    "R10.words": (("variance", "A worker left in May; the post was filled in August."),),
    "R11": (("achievements", "The boxing club opened on Fridays."), ("learning", "Meet at the school gate.")),
    "R11.voices": (("I have somebody to ring now.", "relationship"), ("=It feels safer, innit", "community")),
    "R11.stories": (("A way back", "individual", "He came for the music.\n\nHe stayed.", "Place and age"),),
    "R12": (("The hall may close.", "3", "4", "Two other halls are being asked.", "Manager", "steady"),),
    "R13": (("People supported", "180", "181", "green", "On track"),),
    "R15.words": (("exit", "The school takes the group on."),),
}
"""What a return has to say in words."""


def _ages(found: dict[Key, int | float], name: str, column: str, bands: dict[str, int]) -> None:
    sums = {
        "total": list(bands),
        "under_18": ["0-9", "10-13", "14-15", "16-17"],
        "18_to_25": ["18-20", "21-24", "25"],
        "24_and_under": ["0-9", "10-13", "14-15", "16-17", "18-20", "21-24"],
        "over_25": ["26+"],
    }
    for band, value in bands.items():
        found[name, band, column] = value
    for whole, of in sums.items():
        found[name, whole, column] = sum(bands[band] for band in of)


def a_return(seed: int = 7, supported: int = 137, **changes: object) -> ReturnDocument:
    """A return with every small count of people hidden, and some figures not applicable or not available."""
    values = counts(seed, supported)
    figures = []
    for table, row, column, key in form.keys():  # noqa: SIM118 - a function, not a dict
        figure = Figure(*key, values[key], definition=row.definition)
        if table.counts_people(row, column) and 0 < values[key] < 5:
            figure = figure.hidden()
        elif key == ("R7", table.rows[0].code, "mean_before"):
            figure = replace(figure, value=None, shown=Shown.NOT_APPLICABLE)
        elif key == ("R5", "outreach_places", "value"):
            figure = replace(figure, value=None, shown=Shown.NOT_AVAILABLE)
        figures.append(figure)
    return ReturnDocument(replace(HEADER, **changes), tuple(figures), PROFILE, WORDS)  # type: ignore[arg-type] # by name


def sealed(document: ReturnDocument) -> Sealed:
    """The document signed by a key that is the same in every run, so that bytes can be compared."""
    private = bytes(range(32))
    public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    payload = document.to_bytes()
    return Sealed(payload, public, seal.sign(private, payload))


@pytest.fixture(scope="session")
def document() -> ReturnDocument:
    return a_return()
