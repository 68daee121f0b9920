"""What has changed, so that each screen can judge for itself whether to read again."""

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """A part of the store that a screen may be showing."""

    PEOPLE = "people"
    INTERVENTIONS = "interventions"
    ENROLMENTS = "enrolments"
    SESSIONS = "sessions"
    REGISTER = "register"
    PLANS = "plans"
    OUTCOMES = "outcomes"
    RETURNS = "returns"
    RECEIVED = "received"
    SETTINGS = "settings"
    KEEPING = "keeping"
    CONCERNS = "concerns"
    FINDINGS = "findings"
    NETWORK = "network"
    CONSENT = "consent"
    DOCUMENTS = "documents"
    TASKS = "tasks"
    MEASURES = "measures"


@dataclass(frozen=True)
class Changes:
    """The topics that one saved intention touched."""

    topics: frozenset[Topic]

    @classmethod
    def in_(cls, *topics: Topic) -> "Changes":
        return cls(frozenset(topics))

    def touch(self, *topics: Topic) -> bool:
        """Whether any of these topics changed."""
        return not self.topics.isdisjoint(topics)


@dataclass(frozen=True)
class Saved:
    """An answer to a saved intention: the row it concerns, and what changed."""

    id: str
    changes: Changes
