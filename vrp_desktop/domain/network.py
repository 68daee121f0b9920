"""Who is in somebody's life: family, friends, trusted adults, professionals; each link from both its ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.names import folded


@dataclass(frozen=True)
class Inverse:
    """A relation from its other end: the code, where the list has one for it, and the words."""

    code: str | None
    words: str


INVERSES: Mapping[str, Inverse] = {
    "parent": Inverse("child", "Son or daughter"),
    "step_parent": Inverse("child", "Stepson or stepdaughter"),
    "carer": Inverse("cared_for", "Child they care for"),
    "foster_carer": Inverse("cared_for", "Child they foster"),
    "sibling": Inverse("sibling", "Brother or sister"),
    "child": Inverse("parent", "Parent"),
    "cared_for": Inverse("carer", "Carer or guardian"),
    "grandparent": Inverse("grandchild", "Grandchild"),
    "grandchild": Inverse("grandparent", "Grandparent"),
    "relative": Inverse("relative", "Another relative"),
    "partner": Inverse("partner", "Partner"),
    "friend": Inverse("friend", "Friend"),
    "trusted_adult": Inverse(None, "Somebody who trusts them"),
    "professional": Inverse(None, "Somebody they work with"),
    "other": Inverse("other", "Other"),
}
"""By code of the list relation: what a person is to somebody who is that to them."""

FAMILY = frozenset(
    {"parent", "step_parent", "carer", "foster_carer", "sibling", "child", "cared_for", "grandparent"}
    | {"grandchild", "relative", "partner"}
)
"""The relations whose people belong to a family session."""
_OLDER = frozenset({"parent", "step_parent", "grandparent"})
_YOUNGER = frozenset({"child", "grandchild"})
_YOUNGEST_PARENT = 12
"""Years between a parent and their child under which it is worth asking."""


@dataclass(frozen=True)
class LinkDetails:
    """What is written of somebody in a person's life. ``relation`` is what they are to the person.

    ``name`` may stay empty where they have a record of their own."""

    relation: str | None
    name: str = ""
    contact: str = ""
    trusted: bool = False
    lives_with: bool = False
    emergency: bool = False
    note: str = ""
    ended_on: date | None = None

    def checked(self, today: date) -> "LinkDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if self.relation is None or self.relation not in codes.code_list("relation"):
            faults["relation"] = "Choose what they are to them."
        if not self.name.strip():
            faults["name"] = "Write what they are called. “Nan” or “Jo from school” is enough."
        if self.ended_on is not None and self.ended_on > today:
            faults["ended_on"] = "That day has not come yet. Check the date."
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Link:
    """Somebody in a person's life, as one reader sees it.

    ``own`` is whether it was written on this person's record: then it can be changed there; else it is the
    other end of what was written on the other's. ``other_id`` is the other's record, where there is one and
    the reader may see it; of anybody else there is a name, and nothing that says whether they have a record.
    """

    id: str
    own: bool
    other_id: str | None
    relation: str
    """The code as it was written, from the record it was written on."""
    words: str
    """What they are to the person whose page it stands on."""
    name: str
    age: int | None
    contact: str
    trusted: bool
    lives_with: bool
    emergency: bool
    note: str
    ended_on: date | None

    @property
    def family(self) -> bool:
        """Whether they belong to a family session."""
        return self.ended_on is None and self.relation in FAMILY

    @property
    def said(self) -> str:
        """What is worth knowing of them at a glance."""
        parts = [
            "emergency contact" if self.emergency else "",
            "trusted" if self.trusted else "",
            "lives with them" if self.lives_with else "",
        ]
        said = ", ".join(filter(None, parts))
        return said[:1].upper() + said[1:]

    @property
    def details(self) -> LinkDetails:
        """As it was written, to be changed."""
        return LinkDetails(
            self.relation,
            self.name,
            self.contact,
            self.trusted,
            self.lives_with,
            self.emergency,
            self.note,
            self.ended_on,
        )


def inverse(relation: str) -> str | None:
    """The code of a relation from its other end; None where the list has none."""
    return INVERSES[relation].code if relation in INVERSES else None


def inverse_words(relation: str) -> str:
    """What somebody is to a person who is that to them, in words."""
    return INVERSES[relation].words if relation in INVERSES else relation


def same_link(relation: str, other: str, turned: bool) -> bool:
    """Whether two relations between the same two people say the same. ``turned``: the second was written on
    the other's record."""
    return other == inverse(relation) if turned else other == relation


def same_name(name: str, other: str) -> bool:
    """Whether two names are the same but for accents, capitals and blanks."""
    return (folded(name) or name.strip()) == (folded(other) or other.strip())


def questions(
    relation: str | None, known_as: str, years: int | None, other: str, other_years: int | None
) -> tuple[str, ...]:
    """What is worth asking before it is written, none of which stops it: ``other`` is that to ``known_as``,
    and both are so many years old, where that is known."""
    if years is None or other_years is None or relation not in _OLDER | _YOUNGER:
        return ()
    ahead = other_years - years if relation in _OLDER else years - other_years
    if ahead >= (0 if relation == "step_parent" else _YOUNGEST_PARENT):
        return ()
    words = codes.label("relation", relation).lower()
    return (
        f"{known_as} is {age.in_words(years)}, and {other} is {age.in_words(other_years)}. "
        f"Is {other} {known_as}’s {words}?",
    )
