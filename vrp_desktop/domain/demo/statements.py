"""What invented organisations say for each return: money, words, and stories with a consent behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from vrp_desktop import shipped
from vrp_desktop.domain.consent import CASE_STUDY, Answer, standing
from vrp_desktop.domain.demo.chance import Chance, chance, id_on
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.asked import (
    LASTING,
    MONEY_WORDS,
    NARRATIVE,
    RISKS,
    STORY,
    TARGETS,
    VOICE,
    Asked,
    Story,
)
from vrp_desktop.domain.returns.figures import Key, Line

_BUDGETS = (18_000, 24_000, 32_000, 45_000, 60_000)


@dataclass(frozen=True)
class Said:
    """What was said for one quarter of an intervention. ``ids`` are of its rows, as many as it takes."""

    intervention_id: str
    quarter: Quarter
    asked: Asked
    ids: tuple[str, ...] = field(default=())


def statements(
    seed: int,
    interventions: Sequence[Intervention],
    people: Mapping[str, Sequence[str]],
    answers: Sequence[tuple[str, Answer]],
    first: date,
    today: date,
) -> list[Said]:
    """For every intervention and quarter that has begun. ``people`` are those each intervention knows: a
    story is of one of them whose consent stands, or else says how they agreed."""
    theirs: dict[str, list[Answer]] = {}
    for person_id, answer in answers:
        if answer.kind == CASE_STUDY:
            theirs.setdefault(person_id, []).append(answer)
    agreed = {who for who, given in theirs.items() if standing(given, today)[CASE_STUDY].stands}
    made = []
    for intervention in interventions:
        willing = [who for who in people.get(intervention.id, ()) if who in agreed]
        quarter = Quarter.of(first)
        while quarter.start <= today:
            luck = chance(seed, intervention.details.code, str(quarter), "statements")
            year = chance(seed, intervention.details.code, quarter.year, "budget")
            day = min(quarter.end + timedelta(days=4), today)
            asked = _asked(luck, year, willing, quarter)
            ids = tuple(id_on(day, luck) for _ in range(8 + len(asked.stories)))
            made.append(Said(intervention.id, quarter, asked, ids))
            quarter = quarter.next
    return made


def _asked(luck: Chance, year: Chance, willing: Sequence[str], quarter: Quarter) -> Asked:
    stored = shipped.read_json("demo", "statements.json")
    amounts = _amounts(luck, year, quarter)
    narrative = (
        (code, luck.choice(stored[code])) for code in ("achievements", "community", "learning", "changed")
    )
    words: dict[str, tuple[Line, ...]] = {
        MONEY_WORDS: (("variance", luck.choice(stored["variance"])),),
        NARRATIVE: tuple((code, text) for code, text in narrative if text),
        RISKS: tuple(map(tuple, luck.sample(stored["risks"], luck.randint(1, 3)))),
        TARGETS: tuple(map(tuple, luck.sample(stored["targets"], luck.randint(2, 3)))),
        LASTING: tuple((code, luck.choice(stored[code])) for code in ("exit", "embedded")),
    }
    return Asked(amounts, words, tuple(_stories(luck, stored, willing)))


def _amounts(luck: Chance, year: Chance, quarter: Quarter) -> dict[Key, int]:
    amounts: dict[Key, int] = {}
    whole = year.choice(_BUDGETS)
    for row, share in (("labour", 0.72), ("other", 0.28), ("match", 0.15)):
        budget = round(whole * share / 100) * 100
        amounts["R10", row, "budget"] = budget
        amounts["R10", row, "spent"] = round(budget / 4 * luck.uniform(0.85, 1.1))
        amounts["R10", row, "forecast"] = round(budget * luck.uniform(0.96, 1.04) / 10) * 10
    volunteers = luck.randint(0, 6)
    amounts["R15", "volunteers", "value"] = volunteers
    amounts["R15", "volunteer_hours", "value"] = volunteers * luck.randint(6, 20)
    amounts["R15", "leveraged", "value"] = luck.choice((0, 0, 500, 1_200, 2_500))
    return amounts


def _stories(luck: Chance, stored: Mapping[str, Any], willing: Sequence[str]) -> list[Story]:
    quote, told = luck.choice(stored["voices"]), luck.choice(stored["stories"])
    made = [
        Story(VOICE, quote, priority="individual"),
        Story(STORY, told["words"], told["title"], "individual", told["changed"]),
    ]
    whose = luck.sample(list(willing), min(len(made), len(willing)))
    return [
        replace(one, person_id=whose[number])
        if number < len(whose)
        else replace(one, consent=luck.choice(stored["agreed"]))
        for number, one in enumerate(made)
    ]
