"""What each kind of session asks for, and no more: a hurried worker is shown only what belongs to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asks:
    """What a kind of session needs. ``place`` and ``title`` are the words over those fields; a title of ""
    is not asked. ``regulars``: the register begins with everybody who usually comes. ``heads``: people who
    came without being named are counted. ``alone``: it is about one person, found first. ``rough``: it is
    logged outdoors, with large targets. ``minutes``: how long a first one is taken to last."""

    place: str = "Place"
    title: str = ""
    regulars: bool = True
    named: bool = True
    heads: bool = True
    trained: bool = False
    weather: bool = False
    setting: bool = True
    alone: bool = False
    rough: bool = False
    minutes: int = 120


KINDS: dict[str, Asks] = {
    "group": Asks(),
    "one_to_one": Asks(regulars=False, heads=False, alone=True, minutes=60),
    "open_access": Asks(),
    "outreach": Asks(place="Street, park or estate", weather=True, setting=False, rough=True),
    "family": Asks(regulars=False, minutes=60),
    "online": Asks(place="Where online", heads=False, setting=False, minutes=60),
    "workshop": Asks(place="School", title="Workshop", regulars=False, setting=False, minutes=60),
    "training": Asks(title="Course", regulars=False, named=False, heads=False, trained=True, setting=False),
    "event": Asks(title="Event", regulars=False, setting=False),
}
"""By code of the list session_kind; a test holds the two against each other."""

SETTINGS: dict[str, str] = {
    "outreach": "detached",
    "online": "online",
    "workshop": "school",
    "event": "community",
    "training": "community",
}
"""The setting of kinds that do not ask for one."""


def asks(kind: str) -> Asks:
    """What a kind asks for; an unknown one is a group."""
    return KINDS.get(kind, KINDS["group"])
