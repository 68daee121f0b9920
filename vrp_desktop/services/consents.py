"""Who was told what is kept about them, and what they agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from vrp_desktop.db.queries import consent as queries
from vrp_desktop.db.queries import keeping, settings
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.consent import (
    Answer,
    Conversation,
    Notice,
    NoticeDetails,
    Stand,
    check_withdrawal,
    form_for,
    standing,
)
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.privacy import NoticePaper, Privacy, kept_words, notice
from vrp_desktop.domain.retention import Kind
from vrp_desktop.services.folders import make_ready
from vrp_desktop.services.organisation import ORGANISATION, privacy_of
from vrp_desktop.services.service import Service, found

__all__ = ["Agreed", "Consents"]

_CHANGES = Changes.in_(Topic.CONSENT, Topic.DOCUMENTS)


@dataclass(frozen=True)
class Agreed:
    """What a record says of consent and privacy. ``age`` is in whole years, None where it is not known."""

    known_as: str
    age: int | None
    stands: Mapping[str, Stand]
    answers: tuple[Answer, ...]
    """Every answer, the latest first."""
    notices: tuple[Notice, ...]
    """Every time somebody was told, the latest first."""
    form: str
    """In the words for which age they are told."""
    missing: str
    """What the organisation has still to write before a notice can be handed out; mostly empty."""


class Consents(Service):
    """An answer is never taken away or written over: what was said last stands, all before it can be read."""

    def read(self, person_id: str) -> Agreed:
        """All of it, for one person."""
        with self._reading(Action.READ_RECORDS) as tx:
            person = found(people_queries.get(tx, person_id), "person")
            self._see(tx, person_id)
            age = person.details.age_on(self._today)
            answers = queries.of_person(tx, person_id)
            return Agreed(
                person.known_as,
                age,
                standing(answers, self._today),
                answers,
                queries.notices(tx, person_id),
                form_for(age),
                privacy_of(tx).missing,
            )

    def standing(self, person_id: str) -> Mapping[str, Stand]:
        """How each kind of consent stands today: a photo or a case study takes one that ``stands``."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return standing(queries.of_person(tx, person_id), self._today)

    def answer(self, person_id: str, said: Conversation) -> Saved:
        """Writes down what was answered in one conversation, each kind by itself. Refused where a field is
        faulty; then nothing is written."""
        with self._writing(Action.RECORD) as tx:
            birth = self._birth(tx, person_id)
            tidy = replace(said, name=said.name.strip(), note=said.note.strip()).checked(self._today, birth)
            user_id = self._workspace.actor.id
            for kind in tidy.answers:
                queries.add(tx, person_id, tidy, kind, user_id)
            return Saved(person_id, _CHANGES)

    def withdraw(self, consent_id: str, on: date | None, by: str | None) -> Saved:
        """Adds to a yes that stands that it was withdrawn, when and by whom. Refused where it is not the
        latest answer, or a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            person_id, answer = found(queries.get(tx, consent_id), "answer")
            self._see(tx, person_id)
            stands = standing(queries.of_person(tx, person_id), self._today)
            check_withdrawal(answer, stands[answer.kind], on, by, self._today)
            assert on is not None  # noqa: S101 - checked in the line above
            queries.withdraw(tx, person_id, consent_id, on, str(by))
            return Saved(consent_id, _CHANGES)

    def tell(self, person_id: str, told: NoticeDetails) -> Saved:
        """Writes down that somebody was told what is kept and why. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            birth = self._birth(tx, person_id)
            tidy = replace(told, note=told.note.strip()).checked(self._today, birth)
            return Saved(queries.add_notice(tx, person_id, tidy, self._workspace.actor.id), _CHANGES)

    def notice(self, form: str) -> NoticePaper:
        """The privacy notice in the words for an age, to be read. It tells of nobody."""
        with self._reading(Action.READ_RECORDS) as tx:
            return self._paper(tx, form)[0]

    def write_notice(self, form: str, path: Path) -> Path:
        """Writes the notice as a page to be printed and handed over; returns where. Refused while the
        organisation has not written its part, Trouble where the file cannot be written."""
        with self._reading(Action.READ_RECORDS) as tx:
            paper, privacy = self._paper(tx, form)
        if privacy.missing:
            raise Refused(privacy.missing)
        from vrp_desktop.reports import privacy_notice  # loaded when something is written

        make_ready(path.parent)
        privacy_notice.write_notice(paper, self._today, path)
        return path

    def _birth(self, tx: Tx, person_id: str) -> date | None:
        """When somebody was born whose record the actor writes in; refused for anybody else's."""
        person = found(people_queries.get(tx, person_id), "person")
        self._see(tx, person_id)
        return person.details.birth_date

    def _paper(self, tx: Tx, form: str) -> tuple[NoticePaper, Privacy]:
        rule = keeping.schedule(tx)[Kind.SUPPORTED]
        privacy, organisation = privacy_of(tx), settings.read(tx, ORGANISATION)["name"]
        return notice(form, organisation, privacy, kept_words(rule.years, rule.until_age)), privacy
