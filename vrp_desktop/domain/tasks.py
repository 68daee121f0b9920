"""Something to do: in a few words, by whom, until when, and about whom if it is about anybody."""

from dataclasses import dataclass, replace
from datetime import date

from vrp_desktop.domain.days import how_long, written
from vrp_desktop.domain.errors import Refused


@dataclass(frozen=True)
class TaskDetails:
    """What is to be done. ``owner_id`` is the user whose it is; ``person_id`` whom it is about."""

    words: str
    owner_id: str
    due_on: date | None = None
    person_id: str | None = None

    def checked(self) -> "TaskDetails":
        """These details, tidied, or a refusal. A day that has passed is allowed: it is overdue at once."""
        if not self.words.strip():
            raise Refused.for_fields({"words": "Write what is to be done."})
        return replace(self, words=self.words.strip())


@dataclass(frozen=True)
class Task:
    """A stored task. ``done_on`` is None while it is open."""

    id: str
    details: TaskDetails
    made_by: str
    made_on: date
    done_on: date | None = None


@dataclass(frozen=True)
class TaskLine:
    """A task as a list shows it. ``about`` is the preferred name of whom it is about, empty where that is
    nobody, or nobody whom the reader sees: then ``person_id`` is None as well."""

    id: str
    words: str
    due_on: date | None
    owner_id: str
    owner: str
    person_id: str | None = None
    about: str = ""
    done_on: date | None = None

    def overdue(self, today: date) -> bool:
        """Whether it should have been done before today."""
        return self.done_on is None and self.due_on is not None and self.due_on < today

    def due_words(self, today: date) -> str:
        """ "Today", "3 days overdue", "By 3 July"; empty without a day."""
        if self.done_on is not None:
            return f"Done on {written(self.done_on)}"
        if self.due_on is None:
            return ""
        if self.due_on == today:
            return "Today"
        if self.due_on < today:
            return f"{how_long(self.due_on, today)} overdue"
        if (self.due_on - today).days == 1:
            return "Tomorrow"
        same_year = self.due_on.year == today.year
        return f"By {self.due_on.day} {self.due_on:%B}" if same_year else f"By {written(self.due_on)}"


def said_gently(due_on: date | None, today: date) -> str:
    """What to say beside a day that has passed; empty where there is nothing to say."""
    if due_on is None or due_on >= today:
        return ""
    return "That day has passed: it will stand among what is overdue."


def check_done(on: date, today: date) -> None:
    """Refuses a day that has not come."""
    if on > today:
        raise Refused.for_fields(
            {"done_on": f"{written(on)} has not come yet. Say that it is done when it is."}
        )
