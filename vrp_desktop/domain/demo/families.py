"""Families and friends of invented people, and two people who stand in the store twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from vrp_desktop import shipped
from vrp_desktop.domain.demo.chance import Chance, id_on
from vrp_desktop.domain.enrolments import Enrolment
from vrp_desktop.domain.network import LinkDetails
from vrp_desktop.domain.people import Person

_EVERY = 3
"""Of so many people one has their family written down."""
_TWICE = 2
"""How many people stand there a second time, by a nickname and a guess of their age."""
_APART = range(1, 7)
"""Years between brothers and sisters."""


@dataclass(frozen=True)
class Linked:
    """Somebody in a person's life. ``id`` is the row's."""

    id: str
    person_id: str
    other_id: str | None
    details: LinkDetails


def families(luck: Chance, people: Sequence[Person], today: date) -> list[Linked]:
    """A parent or carer for a third of them, a grandparent, somebody they trust; brothers and sisters of
    one family name, who both come, linked to each other."""
    found: list[Linked] = []
    for person in people[::_EVERY]:
        found += _around(luck, person)
    named = [one for one in people if one.details.family_name and one.details.birth_date]
    by_family: dict[tuple[str, str | None], list[Person]] = {}
    for one in named:
        by_family.setdefault((one.details.family_name, one.details.district), []).append(one)
    for together in by_family.values():
        for one, other in combinations(together[:3], 2):
            years = [each.details.age_on(today) or 0 for each in (one, other)]
            if abs(years[0] - years[1]) in _APART and max(years) < 26:
                note = luck.choice(_words()["notes"]["sibling"])
                details = LinkDetails("sibling", other.known_as, lives_with=True, note=note)
                day = max(one.added_on, other.added_on)
                found.append(Linked(id_on(day, luck), one.id, other.id, details))
    return found


def _around(luck: Chance, person: Person) -> list[Linked]:
    words = _words()
    rows = [("parent", luck.choice(words["mothers"]), True)]
    if luck.random() < 0.12:
        rows = [("carer", luck.choice(words["trusted"]), True)]
    elif luck.random() < 0.45:
        rows.append(("parent", luck.choice(words["fathers"]), luck.random() < 0.6))
    if luck.random() < 0.35:
        rows.append(("grandparent", luck.choice(words["elders"]), luck.random() < 0.2))
    if luck.random() < 0.3:
        rows.append(("trusted_adult", luck.choice(words["trusted"]), False))
    if luck.random() < 0.3:
        rows.append(("friend", luck.choice(words["friends"]), False))
    if luck.random() < 0.4:
        rows.append(("professional", luck.choice(words["professionals"]), False))
    found = []
    for number, (relation, name, lives_with) in enumerate(rows):
        reached = relation in ("parent", "carer", "professional") and luck.random() < 0.8
        details = LinkDetails(
            relation,
            name,
            f"07700 900{luck.randrange(1000):03}" if reached else "",
            relation in ("grandparent", "trusted_adult") or luck.random() < 0.25,
            lives_with,
            number == 0,
            luck.choice(words["notes"][relation]),
        )
        found.append(Linked(id_on(person.added_on, luck), person.id, None, details))
    return found


def twice(
    luck: Chance, people: Sequence[Person], enrolments: Sequence[Enrolment], today: date
) -> list[Person]:
    """The same people, two of whom are known only by a nickname: it is somebody else's name, who is about as
    old. Whoever looks for who is the same finds them, and can make them one."""
    where: dict[str, list[Enrolment]] = defaultdict(list)
    for journey in enrolments:
        where[journey.person_id].append(journey)
    met = [one for one in people if one.details.given_name and one.details.age_on(today) is not None]
    found = {one.id: one for one in people}
    left = _TWICE
    for nick in people:
        if left and not nick.details.given_name and nick.details.birth_date is None:
            fits = [
                one
                for one in met
                if nick.details.sex in (None, one.details.sex)
                and not any(_clash(a, b) for a in where[one.id] for b in where[nick.id])
            ]
            if not fits:
                continue
            one = luck.choice(fits)
            years = one.details.age_on(nick.added_on)
            details = replace(
                nick.details,
                known_as=one.details.given_name,
                approximate_age=years,
                approximate_age_on=nick.added_on,
            )
            found[nick.id] = replace(nick, details=details)
            left -= 1
    return list(found.values())


def _clash(one: Enrolment, other: Enrolment) -> bool:
    """Whether two journeys through one intervention share time."""
    return one.intervention_id == other.intervention_id and one.details.overlaps(other.details)


def _words() -> Any:
    return shipped.read_json("demo", "families.json")
