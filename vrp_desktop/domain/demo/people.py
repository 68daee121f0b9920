"""Invented people: names of the county's communities, what they like, and answers with their usual gaps."""

from datetime import date, timedelta
from typing import Any

from vrp_desktop import shipped
from vrp_desktop.domain import age
from vrp_desktop.domain.demo.chance import Chance
from vrp_desktop.domain.demo.programmes import Programme
from vrp_desktop.domain.people import PersonDetails

DISTRICTS = ("bradford", "calderdale", "kirklees", "leeds", "wakefield")
_CARE = {
    "none": 70,
    "early_help": 9,
    "child_in_need": 6,
    "child_protection_plan": 3,
    "looked_after": 5,
    "kinship": 3,
    "previously_looked_after": 2,
}
_DISABILITY = {"none": 76, "not_limiting": 6, "limits_little": 10, "limits_lot": 5, "prefer_not": 3}
_SEND = {"none": 68, "sen_support": 24, "ehcp": 8}


def choose(luck: Chance, weighted: dict[str, int]) -> str:
    """One of the keys, by weight."""
    return luck.choices(list(weighted), list(weighted.values()))[0]


def invent(luck: Chance, programme: Programme, met_on: date) -> PersonDetails:
    """Somebody who first came to a programme on a day."""
    kind = programme.kind
    youngest, oldest = kind.ages
    years = round(luck.triangular(youngest, oldest, kind.peak))
    girl = luck.random() < kind.girls
    nickname_only = luck.random() < kind.nickname
    community = _community(luck)
    names = _names(luck, community, girl, nickname_only)
    details: dict[str, Any] = {**names, **_birth(luck, years, met_on, nickname_only)}
    details["sex"] = (
        None if luck.random() < (0.3 if nickname_only else 0.03) else ("female" if girl else "male")
    )
    if luck.random() < 0.22:
        details["pronouns"] = luck.choice(_pages()["pronouns"]["female" if girl else "male"])
    if not nickname_only:
        details |= _answers(luck, years, community)
        details |= _page(luck, years, community)
    details["district"] = _district(luck, programme, nickname_only)
    return PersonDetails(**details)


def _pages() -> Any:
    return shipped.read_json("demo", "pages.json")


def _community(luck: Chance) -> Any:
    communities = shipped.read_json("demo", "names.json")["communities"]
    return luck.choices(communities, [c["weight"] for c in communities])[0]


def _names(luck: Chance, community: Any, girl: bool, nickname_only: bool) -> dict[str, str]:
    stored = shipped.read_json("demo", "names.json")
    if nickname_only:
        return {"known_as": luck.choice(stored["nicknames"])}
    given = luck.choice(community["female" if girl else "male"])
    family = luck.choice(community["family"])
    roll = luck.random()
    if roll < 0.06:
        known_as = luck.choice(stored["nicknames"])
    elif roll < 0.09:
        known_as = luck.choice(stored["neutral"])
    elif roll < 0.5:
        known_as = stored["short"].get(given, given)
    else:
        known_as = given
    return {"known_as": known_as, "given_name": given, "family_name": family}


def _birth(luck: Chance, years: int, met_on: date, nickname_only: bool) -> dict[str, Any]:
    if luck.random() < (0.1 if nickname_only else 0.87):
        birthday = met_on - timedelta(days=int((years + luck.random()) * 365.25))
        # Counting by 365.25 days can miss a whole year by a day.
        return {"birth_date": birthday + timedelta(days=2 * (age.age_on(birthday, met_on) - years))}
    if luck.random() < 0.85:
        return {"approximate_age": years, "approximate_age_on": met_on}
    return {}


def _district(luck: Chance, programme: Programme, nickname_only: bool) -> str | None:
    if luck.random() < (0.45 if nickname_only else 0.04):
        return None
    if programme.home is None or luck.random() < 0.09:
        return "outside" if luck.random() < 0.15 else luck.choice(DISTRICTS)
    return programme.home


def _answers(luck: Chance, years: int, community: Any) -> dict[str, str | None]:
    """Equality answers; each question was left open for some people."""
    roll = luck.random()
    ethnicity = None if roll < 0.09 else "prefer_not" if roll < 0.13 else luck.choice(community["ethnicity"])
    care = dict(_CARE)
    if years >= 18:
        care |= {"care_leaver": 8, "looked_after": 0, "child_in_need": 0, "child_protection_plan": 0}
    if community["name"] in ("kurdish", "african", "arab") and 14 <= years < 18:
        care["unaccompanied"] = 8
    return {
        "ethnicity": ethnicity,
        "disability": None if luck.random() < 0.16 else choose(luck, _DISABILITY),
        "send": None if years > 24 or luck.random() < 0.14 else choose(luck, _SEND),
        "care": None if luck.random() < 0.2 else choose(luck, care),
        "education": None if luck.random() < 0.07 else choose(luck, _education(years)),
    }


def _education(years: int) -> dict[str, int]:
    if years < 16:
        return {
            "school": 82,
            "alternative": 6,
            "home_educated": 3,
            "suspended": 4,
            "excluded": 2,
            "missing_education": 3,
        }
    if years < 18:
        return {
            "school": 28,
            "college": 42,
            "training": 10,
            "neet_seeking": 12,
            "neet_unavailable": 4,
            "employed": 4,
        }
    return {
        "employed": 30,
        "college": 20,
        "university": 10,
        "training": 8,
        "neet_seeking": 22,
        "neet_unavailable": 9,
        "custody": 1,
    }


def _page(luck: Chance, years: int, community: Any) -> dict[str, str]:
    """Who they are, in warm plain words: written for most, and seldom every line of it."""
    if luck.random() < 0.25:
        return {}
    usual = {"enjoys": 0.9, "good_at": 0.75, "wants": 0.7, "trusts": 0.65, "communication": 0.35}
    own = _pages()["community"].get(community["name"], {})
    # What fits a community stands there three times: it is short, beside the lines that fit everybody.
    lines = {
        field: [*_pages()[field], *fitting(_pages(), field, years), *own.get(field, []) * 3]
        for field in usual
    }
    return {field: luck.choice(lines[field]) for field, often in usual.items() if luck.random() < often}


def fitting(stored: Any, name: str, years: int | None) -> list[str]:
    """The words of a shipped list that only fit people of that age; none where the age is not known."""
    found: list[str] = []
    if years is not None and years < 18:
        found += stored["under_18"].get(name, [])
    if years is not None and years >= 16:
        found += stored["from_16"].get(name, [])
    return found
