"""What was seen of invented people's strengths and needs, and how it changed while they came."""

from collections.abc import Mapping
from datetime import date, timedelta

from vrp_desktop import shipped
from vrp_desktop.domain import codes
from vrp_desktop.domain.demo.chance import Chance, id_on
from vrp_desktop.domain.findings import Finding, FindingDetails, is_strength
from vrp_desktop.domain.strategy import answers

_STRENGTHS = (
    *(("there",), ("growing",), ("thin", "growing"), ("missing", "thin", "growing")),
    *(("growing", "there"), ("thin", "growing", "there"), ("growing", "thin"), ("there", "there")),
)
_NEEDS = (
    *(("now",), ("easing",), ("now", "easing"), ("now", "easing", "past")),
    *(("now", "now"), ("easing", "past"), ("easing", "now")),
)
"""How they go on from look to look: mostly for the better, not always."""
_ANSWERED = 0.6
"""How often whoever writes down a need also looks at what answers it."""
_SAID = 0.55
"""How often somebody's words are written down with it."""


def findings(luck: Chance, person_id: str, seen: Mapping[str, date], until: date) -> list[Finding]:
    """What was seen of one person. ``seen``: each strength and need they came with, and from which day on."""
    first = dict(seen)
    for code, day in seen.items():
        if code in answers() and luck.random() < _ANSWERED:
            first.setdefault(luck.choice(answers()[code]), day)
    return [one for code, day in first.items() for one in _course(luck, person_id, code, day, until)]


def _course(luck: Chance, person_id: str, code: str, first: date, until: date) -> list[Finding]:
    words = shipped.read_json("demo", "findings.json")["words"].get(code, ())
    found: list[Finding] = []
    day = min(until, first + timedelta(days=luck.randint(0, 10)))
    for standing in luck.choice(_STRENGTHS if is_strength(code) else _NEEDS):
        if day > until:
            break
        details = FindingDetails(
            code,
            standing,
            day,
            luck.choice([one.code for one in codes.code_list("evidence").codes]),
            luck.choice(("sure", "fairly", "fairly", "unsure", None)),
            luck.choice(words) if words and luck.random() < _SAID else "",
        )
        found.append(Finding(id_on(day, luck), person_id, details.checked(until)))
        day += timedelta(weeks=luck.randint(5, 10), days=luck.randint(0, 6))
    return found
