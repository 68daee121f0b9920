"""The child's or young adult's own page: gathered from the record, opened to be printed and given to them."""

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from vrp_desktop.db.queries import findings, network, outcomes, people, settings
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.findings import Kind, strands
from vrp_desktop.domain.outcomes import PersonGoal
from vrp_desktop.domain.own_page import OwnGoal, OwnPage, strengths_said
from vrp_desktop.domain.people import Person
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.organisation import ORGANISATION
from vrp_desktop.services.service import Service, found
from vrp_desktop.services.wordings import others_named

PRINTED = "own page opened"


@dataclass(frozen=True)
class Drawn:
    """The page as it would be, and the names of others that stand on it, to be looked at first."""

    page: OwnPage
    names: tuple[str, ...]


class OwnPages(Service):
    """Nothing of needs, risks, concerns, notes or other people's words is ever on it."""

    def of_person(self, person_id: str) -> Drawn:
        """The whole page. Refused if there is no such person, or they are not one's own to see."""
        with self._reading(Action.READ_RECORDS) as tx:
            person = found(people.get(tx, person_id), "person")
            page = self._page(tx, person)
            names = others_named(tx, person, page.text)
        self._note_view(person_id)
        return Drawn(page, names)

    def open(self, person_id: str, parts: Collection[str]) -> Path:
        """Puts the page, with these parts, where another program can show and print it, until the store is
        locked or closed; that it was is journalled. Returns where."""
        self._need_writable()
        from vrp_desktop.reports.own_page import write_own_page  # loaded when something is written

        with self._writing(Action.READ_RECORDS) as tx:
            page = self._page(tx, found(people.get(tx, person_id), "person")).with_parts(parts)
            tx.event(PRINTED, "person", person_id, person_id)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.pdf"
            write_own_page(page, path)
            content = path.read_bytes()
        return self._workspace.open_files.put(content, ".pdf")

    def _page(self, tx: Tx, person: Person) -> OwnPage:
        person_id, details = person.id, person.details
        self._see(tx, person_id)
        there = [one for one in strands(findings.of_person(tx, person_id)) if one.is_there]
        trusted = [
            one.name
            for one in network.of_person(tx, person_id, self._today, self._scope)
            if one.trusted and one.ended_on is None and one.name not in details.trusts
        ]
        return OwnPage(
            details.known_as,
            settings.read(tx, ORGANISATION)["name"],
            self._today,
            details.enjoys,
            details.good_at,
            tuple(
                strengths_said().get(one.code, one.latest.details.label)
                for one in there
                if one.kind is Kind.STRENGTH
            ),
            details.wants,
            tuple(_goal(tx, one) for one in outcomes.goals_of_person(tx, person_id)),
            details.trusts,
            tuple(trusted),
            details.communication,
        )


def _goal(tx: Tx, one: PersonGoal) -> OwnGoal:
    goal = one.goal
    steps = [step.details.words for step in outcomes.steps(tx, [goal.id]) if step.details.done_on is None]
    return OwnGoal(
        goal.details.words,
        one.first.value if one.first else None,
        one.latest.value if one.latest else None,
        goal.details.met_on is not None,
        tuple(steps),
    )
