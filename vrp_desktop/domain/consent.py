"""Who was told what about their record, what they agreed to, and what stands of it today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from vrp_desktop.domain import codes
from vrp_desktop.domain.days import written as _day
from vrp_desktop.domain.errors import Refused

KINDS = tuple(code.code for code in codes.code_list("consent_kind").codes)
"""What is asked about: to take part, to share, to photographs, to a case study, to be contacted."""
PHOTOGRAPHS, CASE_STUDY = "photographs", "case_study"
SELF = "self"
OLD_ENOUGH, GROWN_UP = 13, 18
"""From which age a child is told in the words for older ones, and from which a decision is theirs alone."""
SOON = timedelta(days=30)
"""So long before it runs out a consent is pointed out."""


@dataclass(frozen=True)
class Conversation:
    """One conversation: when, with whom, how, and what was answered to each kind that was asked about.

    ``answers`` holds yes or no by kind; a kind that is not in it was not asked. ``name`` is whose answer it
    is where it is not the person's own; ``until_on`` is the last day on which a yes holds."""

    decided_on: date | None
    given_by: str | None
    how: str | None
    answers: Mapping[str, bool] = field(default_factory=dict)
    name: str = ""
    until_on: date | None = None
    note: str = ""

    def checked(self, today: date, birth: date | None = None) -> "Conversation":
        """This conversation, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if not self.answers:
            faults["answers"] = "Say yes or no to at least one."
        elif unknown := sorted(self.answers.keys() - set(KINDS)):
            faults["answers"] = f"“{unknown[0]}” is nothing that is asked about."
        faults |= _day_faults("decided_on", self.decided_on, today, birth)
        faults |= _code_faults("given_by", self.given_by, "consent_by", "Say whose answer it is.")
        faults |= _code_faults("how", self.how, "how_told", "Say how they answered.")
        if self.given_by in _BY and not self.name.strip():
            faults["name"] = "Write who that was: a name, or what they are to them, like “her nan”."
        if self.until_on is not None and self.decided_on is not None and self.until_on < self.decided_on:
            faults["until_on"] = (
                f"It would run out on {_day(self.until_on)}, before it was given on {_day(self.decided_on)}. "
                "Check both days."
            )
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Answer:
    """A yes or a no to one thing. ``withdrawn_on`` is the first day on which a yes no longer holds."""

    id: str
    kind: str
    agreed: bool
    given_by: str
    name: str
    decided_on: date
    how: str
    until_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_by: str | None = None
    note: str = ""
    written_by: str = ""
    """The name of the colleague who wrote it down."""

    @property
    def whose(self) -> str:
        """Whose answer it is, in a few words."""
        return "themselves" if self.given_by == SELF else f"{self.name} ({_BY[self.given_by]})"


_SHORT = {
    "take_part": "taking part",
    "share": "sharing",
    "photographs": "photographs",
    "case_study": "a case study",
    "contact": "being contacted",
}
_BY = {"parent": "a parent", "carer": "a carer", "local_authority": "the local authority"}


class State(StrEnum):
    """How one thing stands today."""

    AGREED = "Yes"
    REFUSED = "No"
    WITHDRAWN = "Withdrawn"
    OVER = "Ran out"
    NOT_ASKED = "Not asked"


@dataclass(frozen=True)
class Stand:
    """How one kind of consent stands, and the answer it rests on. Only ``State.AGREED`` lets anything be
    done."""

    kind: str
    state: State
    answer: Answer | None = None
    soon: bool = False
    """Whether it stands and runs out within ``SOON``."""

    @property
    def stands(self) -> bool:
        """Whether it allows what it is about, today."""
        return self.state is State.AGREED

    @property
    def short(self) -> str:
        """What it is about, in a word or two: "Taking part"."""
        return _SHORT[self.kind][:1].upper() + _SHORT[self.kind][1:]

    @property
    def now(self) -> str:
        """How it stands, and until or since when: "Yes, until 3 July 2026"."""
        one = self.answer
        if one is None:
            return "Not asked"
        if self.state is State.WITHDRAWN and one.withdrawn_on is not None:
            return f"Withdrawn {_day(one.withdrawn_on)}"
        if one.until_on is not None and one.agreed:
            return f"{'Ran out' if self.state is State.OVER else 'Yes, until'} {_day(one.until_on)}"
        return self.state.value

    @property
    def said(self) -> str:
        """When it was answered, and by whom; for a withdrawal, who took it back."""
        one = self.answer
        if one is None:
            return ""
        if self.state is State.WITHDRAWN:
            return f"By {'themselves' if one.withdrawn_by == SELF else _BY[str(one.withdrawn_by)]}"
        return f"{_day(one.decided_on)}, {one.whose}"


def standing(answers: Iterable[Answer], today: date) -> dict[str, Stand]:
    """How each kind stands on a day: what was said last counts, an answer or a withdrawal.

    A yes that is written down late, for a day before a withdrawal, does not bring it back."""
    said: dict[str, list[tuple[date, str, bool, Answer]]] = {kind: [] for kind in KINDS}
    for one in answers:
        if one.kind not in said:
            continue
        said[one.kind].append((one.decided_on, one.id, False, one))
        if one.withdrawn_on is not None:
            said[one.kind].append((one.withdrawn_on, one.id, True, one))
    found = {}
    for kind, facts in said.items():
        if not facts:
            found[kind] = Stand(kind, State.NOT_ASKED)
            continue
        _, _, withdrawn, one = max(facts, key=lambda fact: fact[:3])
        if withdrawn:
            state = State.WITHDRAWN
        elif not one.agreed:
            state = State.REFUSED
        else:
            state = State.OVER if one.until_on is not None and one.until_on < today else State.AGREED
        soon = state is State.AGREED and one.until_on is not None and one.until_on - today <= SOON
        found[kind] = Stand(kind, state, one, soon)
    return found


def at_a_glance(stands: Iterable[Stand]) -> str:
    """What was agreed to, what not, what nobody has asked, and what runs out, in a few words."""
    found: dict[State, list[str]] = {state: [] for state in State}
    soon = []
    for one in stands:
        found[one.state].append(_SHORT[one.kind])
        if one.soon and one.answer is not None and one.answer.until_on is not None:
            soon.append(f"{_SHORT[one.kind]} on {_day(one.answer.until_on)}")
    told = (
        ("Yes to", found[State.AGREED]),
        ("No to", found[State.REFUSED]),
        ("Taken back", found[State.WITHDRAWN]),
        ("Ran out", found[State.OVER]),
        ("Not asked about", found[State.NOT_ASKED]),
        ("Soon runs out", soon),
    )
    return " ".join(f"{words} {', '.join(kinds)}." for words, kinds in told if kinds)


def check_withdrawal(answer: Answer, stand: Stand, on: date | None, by: str | None, today: date) -> None:
    """Refuses to withdraw what does not stand, on a day that cannot be, or by nobody."""
    if stand.answer != answer or not answer.agreed or answer.withdrawn_on is not None:
        raise Refused(
            "Only a yes that is the latest answer can be withdrawn. Look at what stands now, and note a new "
            "answer if they said something else."
        )
    faults = _day_faults("withdrawn_on", on, today, None)
    if on is not None and on < answer.decided_on:
        faults["withdrawn_on"] = (
            f"It would be withdrawn on {_day(on)}, before it was given on {_day(answer.decided_on)}. "
            "Check both days."
        )
    faults |= _code_faults("withdrawn_by", by, "consent_by", "Say who withdrew it.")
    if faults:
        raise Refused.for_fields(faults)


def gentle_word(known_as: str, years: int | None, given_by: str | None) -> str:
    """What is worth a thought about whose answer it is, at an age; empty where nothing is. Nothing is
    refused for it."""
    if years is None or given_by is None:
        return ""
    if given_by == SELF and years < OLD_ENOUGH:
        return (
            f"{known_as} is {years}. Do they understand what they say yes or no to, in their own words? "
            "If you are not sure, ask a parent or carer as well."
        )
    if given_by != SELF and years >= GROWN_UP:
        return f"{known_as} is {years}: it is theirs to decide, unless a court has said otherwise."
    return ""


@dataclass(frozen=True)
class NoticeDetails:
    """That somebody was told what is kept and why: when, who (a code of ``consent_by``), in the words for
    which age, and how."""

    told_on: date | None
    told_to: str | None
    form: str | None
    how: str | None
    note: str = ""

    def checked(self, today: date, birth: date | None = None) -> "NoticeDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults = _day_faults("told_on", self.told_on, today, birth)
        faults |= _code_faults("told_to", self.told_to, "consent_by", "Say who was told.")
        faults |= _code_faults("form", self.form, "notice_form", "Say in whose words.")
        faults |= _code_faults("how", self.how, "how_told", "Say how they were told.")
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Notice:
    """One telling, as it is kept. ``written_by`` is the colleague's name."""

    id: str
    details: NoticeDetails
    written_by: str = ""


def form_for(years: int | None) -> str:
    """In the words for which age somebody is told; the plainest ones where the age is not known."""
    if years is None or years < OLD_ENOUGH:
        return "younger"
    return "older" if years < GROWN_UP else "adult"


def _day_faults(name: str, day: date | None, today: date, birth: date | None) -> dict[str, str]:
    if day is None:
        return {name: "Say on which day."}
    if day > today:
        return {name: f"{_day(day)} is in the future. Write the day on which it happened."}
    if birth is not None and day < birth:
        return {name: f"{_day(day)} is before they were born on {_day(birth)}. Check both days."}
    return {}


def _code_faults(name: str, code: str | None, list_name: str, words: str) -> dict[str, str]:
    return {} if code is not None and code in codes.code_list(list_name) else {name: words}
