"""The tables. Every row has a UUIDv7 ``id``; dates and times are ISO text; lists of codes are ``tag`` rows.

Two kinds of store, two sets of tables: ``PROVIDER`` and ``COMMISSIONER``. A commissioner's store has no
table that could hold a person.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SECRET = {"journal": "never"}
"""``info`` of a column whose content the journal must not repeat: it says "changed" and no more."""
KEPT = {"kept": True}
"""``info`` of a table whose rows are never deleted by themselves: they go with the person they are about,
once the designated safeguarding lead has let them go."""


def _id() -> Column[str]:
    return Column("id", String(36), primary_key=True)


def _to(name: str, target: str, index: bool = False) -> Column[str]:
    return Column(name, String(36), ForeignKey(f"{target}.id"), nullable=False, index=index)


def _shared(metadata: MetaData) -> None:
    """What both kinds of store have: settings, users, the journal, the signing key."""
    Table(
        "setting",
        metadata,
        _id(),
        Column("name", String, nullable=False, unique=True),
        Column("value", JSON, nullable=False),
    )
    Table(
        "user",
        metadata,
        _id(),
        Column("name", String, nullable=False),
        Column("roles", JSON, nullable=False),
        Column("active", Boolean, nullable=False),
    )
    Table(
        "journal",
        metadata,
        _id(),
        Column("device", String(36), nullable=False),
        Column("seq", Integer, nullable=False),
        Column("at", String, nullable=False),
        Column("actor", String(36), nullable=False),
        Column("change", String(36), nullable=False, index=True),
        Column("action", String, nullable=False),
        Column("entity", String, nullable=False),
        Column("row", String(36), nullable=False),
        Column("subject", String(36), index=True),
        Column("fields", JSON, nullable=False),
        # What each of these vouches for is told in ``domain.journal``.
        Column("salt", String(32), nullable=False, server_default=text("''")),
        Column("content", String(64), nullable=False, server_default=text("''")),
        Column("digest", String(64), nullable=False, server_default=text("''")),
        UniqueConstraint("device", "seq"),
        Index("ix_journal_entity_row", "entity", "row"),
    )


PROVIDER = MetaData(naming_convention=NAMING)
_shared(PROVIDER)

signing_key = Table(
    "signing_key",
    PROVIDER,
    _id(),
    Column("public", LargeBinary(32), nullable=False, info=SECRET),
    Column("private", LargeBinary(32), nullable=False, info=SECRET),
    Column("made_on", Date, nullable=False),
)
intervention = Table(
    "intervention",
    PROVIDER,
    _id(),
    Column("code", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("provider", String, nullable=False),
    Column("main_priority", String, nullable=False),
    Column("prevention", String),
    Column("reach", String),
    Column("approach", String),
    Column("funding", String),
    Column("delivered", String),
    Column("started_on", Date),
    Column("ended_on", Date),
)
person = Table(
    "person",
    PROVIDER,
    _id(),
    Column("known_as", String, nullable=False),
    Column("given_name", String, nullable=False),
    Column("family_name", String, nullable=False),
    Column("pronouns", String, nullable=False),
    Column("birth_date", Date),
    Column("approximate_age", Integer),
    Column("approximate_age_on", Date),
    Column("district", String),
    Column("sex", String),
    Column("ethnicity", String),
    Column("disability", String),
    Column("send", String),
    Column("care", String),
    Column("education", String),
    Column("enjoys", Text, nullable=False),
    Column("good_at", Text, nullable=False),
    Column("wants", Text, nullable=False),
    Column("trusts", Text, nullable=False),
    Column("communication", Text, nullable=False),
    Column("language", String, nullable=False, default="", server_default=text("''")),
    Column("interpreter", Boolean, nullable=False, default=False, server_default=text("0")),
    Column("neurodiversity", Text, nullable=False, default="", server_default=text("''")),
    Column("access_needs", Text, nullable=False, default="", server_default=text("''")),
    Column("added_on", Date, nullable=False),
    Column("folded", String, nullable=False, info={"journal": "derived"}),
    Index("ix_person_folded", "folded"),
)
"""``folded`` is the names without accents and capitals, for searching; the journal leaves it out."""

enrolment = Table(
    "enrolment",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    _to("intervention_id", "intervention"),
    Column("referred_on", Date, nullable=False),
    Column("referral_source", String),
    Column("decision", String),
    Column("decided_on", Date),
    Column("decline_reason", String),
    Column("started_on", Date),
    Column("ended_on", Date),
    Column("ending", String),
    Column("referral_reason", Text, nullable=False, default="", server_default=text("''")),
    Column("key_worker_id", String(36)),
    Index("ix_enrolment_intervention_id_person_id", "intervention_id", "person_id"),
)
pause = Table(
    "pause",
    PROVIDER,
    _id(),
    _to("enrolment_id", "enrolment", index=True),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
    Column("reason", Text, nullable=False),
)
"""A time in which somebody on a journey does not come, and means to come back; open without ``until_on``."""

onward_referral = Table(
    "onward_referral",
    PROVIDER,
    _id(),
    _to("enrolment_id", "enrolment", index=True),
    Column("destination", String, nullable=False),
    Column("referred_to", Text, nullable=False),
    Column("referred_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("uptake", String, nullable=False),
    Column("uptake_on", Date),
)
"""That somebody was referred on to another service, and whether they took it up."""

regular_group = Table(
    "regular_group",
    PROVIDER,
    _id(),
    _to("intervention_id", "intervention", index=True),
    Column("name", String, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("ended_on", Date),
)
"""People who meet regularly. A closed group has the same people each time; to another, anybody may come."""

group_member = Table(
    "group_member",
    PROVIDER,
    _id(),
    _to("group_id", "regular_group", index=True),
    _to("person_id", "person", index=True),
    Column("joined_on", Date, nullable=False),
    Column("left_on", Date),
)
session = Table(
    "session",
    PROVIDER,
    _id(),
    _to("intervention_id", "intervention"),
    Column("held_on", Date, nullable=False),
    Column("starts_at", String(5)),
    Column("minutes", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("place", String, nullable=False),
    Column("setting", String),
    Column("status", String, nullable=False),
    Column("cancel_reason", String),
    Column("note", Text, nullable=False),
    Column("title", String, nullable=False, default="", server_default=text("''")),
    Column("weather", String),
    Column("finished_on", Date),
    Column("group_id", String(36), ForeignKey("regular_group.id"), index=True),
    Index("ix_session_intervention_id_held_on", "intervention_id", "held_on"),
    Index("ix_session_held_on", "held_on"),
)
"""``title``: what a course, a workshop or an event was called. ``finished_on``: when somebody said that its
register is done, or that it did not happen; from then on it locks, in the organisation's time."""

attendance = Table(
    "attendance",
    PROVIDER,
    _id(),
    _to("session_id", "session"),
    _to("person_id", "person"),
    Column("mark", String),
    Column("note", Text, nullable=False),
    Column("excuse", String),
    Column("star", Boolean, nullable=False, default=False, server_default=text("0")),
    UniqueConstraint("session_id", "person_id"),
    Index("ix_attendance_person_id_session_id", "person_id", "session_id", "mark"),
    Index("ix_attendance_session_id_mark", "session_id", "mark", "person_id"),
)
head_count = Table(
    "head_count",
    PROVIDER,
    _id(),
    _to("session_id", "session", index=True),
    Column("band", String, nullable=False),
    Column("sex", String),
    Column("count", Integer, nullable=False),
    Column("estimated", Boolean, nullable=False),
    CheckConstraint("count >= 0", name="not_negative"),
)
trained = Table(
    "trained",
    PROVIDER,
    _id(),
    _to("session_id", "session", index=True),
    Column("sector", String, nullable=False),
    Column("count", Integer, nullable=False),
    Column("before", Integer),
    Column("after", Integer),
    CheckConstraint("count >= 0", name="not_negative"),
)
"""Professionals trained in a session, by sector. ``before`` and ``after`` are their mean confidence in tenths
of a point from 0 to 10, where they were asked."""

plan = Table(
    "plan",
    PROVIDER,
    _id(),
    _to("intervention_id", "intervention", index=True),
    Column("group_id", String(36), ForeignKey("regular_group.id"), index=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("every", Integer, nullable=False),
    Column("starts_at", String(5), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", String, nullable=False),
    Column("setting", String),
    Column("term_time", Boolean, nullable=False),
    Column("bank_holidays", Boolean, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date),
    Column("made_until", Date),
)
"""What recurs: every so many weeks on a weekday (0 is Monday). Its sessions stand in the store up to
``made_until``."""

occurrence = Table(
    "occurrence",
    PROVIDER,
    _id(),
    _to("plan_id", "plan"),
    Column("planned_on", Date, nullable=False),
    Column("session_id", String(36), ForeignKey("session.id"), unique=True),
    UniqueConstraint("plan_id", "planned_on"),
)
"""A day on which a plan has its turn, and the session it became, wherever that was moved to; none where it is
skipped."""

closure = Table(
    "closure",
    PROVIDER,
    _id(),
    Column("name", String, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("schools", Boolean, nullable=False),
)
"""Days on which plans rest: school holidays, for those in term time only; else all of them."""

concern = Table(
    "concern",
    PROVIDER,
    _id(),
    Column("person_id", String(36), ForeignKey("person.id"), index=True),
    Column("session_id", String(36), ForeignKey("session.id"), index=True),
    Column("about", Text, nullable=False, info=SECRET),
    _to("raised_by", "user"),
    Column("raised_at", String, nullable=False),
    Column("seen_on", Date, nullable=False, info=SECRET),
    Column("urgent", Boolean, nullable=False, info=SECRET),
    Column("seen", Text, nullable=False, info=SECRET),
    Column("done", Text, nullable=False, info=SECRET),
    Column("told", Text, nullable=False, info=SECRET),
    Column("standing", String, nullable=False, info=SECRET),
    Column("unread", Boolean, nullable=False),
    Column("referred_on", Date, info=SECRET),
    Column("closed_on", Date, info=SECRET),
    Column("released_on", Date, info=SECRET),
    info=KEPT,
)
"""A safeguarding concern: what was seen or said, what was done, who was told. ``about`` is whom it is about
where nobody is named yet. ``released_on``: when the designated lead let it go, if the record is erased."""

concern_addition = Table(
    "concern_addition",
    PROVIDER,
    _id(),
    _to("concern_id", "concern", index=True),
    _to("written_by", "user"),
    Column("written_at", String, nullable=False),
    Column("kind", String, nullable=False, info=SECRET),
    Column("words", Text, nullable=False, info=SECRET),
    Column("day", Date, info=SECRET),
    info=KEPT,
)
"""What came to a concern later: what its writer added, what the lead answered, to whom it was revealed."""

goal = Table(
    "goal",
    PROVIDER,
    _id(),
    _to("enrolment_id", "enrolment", index=True),
    Column("words", Text, nullable=False),
    Column("focus_area", String, nullable=False),
    Column("set_on", Date, nullable=False),
    Column("met_on", Date),
    Column("factor", String),
)
"""``factor``: the protective factor that it builds, where one was chosen."""

goal_step = Table(
    "goal_step",
    PROVIDER,
    _id(),
    _to("goal_id", "goal", index=True),
    Column("words", Text, nullable=False),
    Column("doer", String, nullable=False),
    Column("due_on", Date),
    Column("done_on", Date),
)
"""A step towards a goal; ``doer`` is whose it is to take."""

reading = Table(
    "reading",
    PROVIDER,
    _id(),
    _to("enrolment_id", "enrolment", index=True),
    Column("instrument", String, nullable=False),
    Column("item", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("taken_on", Date, nullable=False),
    Column("value", Integer, nullable=False),
    Column("note", Text, nullable=False, default="", server_default=text("''")),
    UniqueConstraint("enrolment_id", "instrument", "item", "stage", "taken_on"),
)
assessment = Table(
    "assessment",
    PROVIDER,
    _id(),
    _to("enrolment_id", "enrolment", index=True),
    Column("instrument", String, nullable=False),
    Column("version", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("taken_on", Date, nullable=False),
    Column("informant", String, nullable=False),
    Column("on_paper", Boolean, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("scores", JSON, nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("enrolment_id", "instrument", "stage", "taken_on", "informant"),
)
"""An instrument, filled in once. ``answers`` by item, ``scores`` by scale as they were worked out that day by
the ``version`` that was used; of an instrument whose items may not be shipped only scores are kept."""

instrument = Table(
    "instrument",
    PROVIDER,
    _id(),
    Column("code", String, nullable=False, unique=True),
    Column("definition", JSON, nullable=False),
    Column("added_on", Date, nullable=False),
    Column("retired_on", Date),
)
"""A measure of the organisation's own, in the form of the files that come with the program."""

finding = Table(
    "finding",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("code", String, nullable=False),
    Column("standing", String, nullable=False),
    Column("seen_on", Date, nullable=False),
    Column("source", String),
    Column("certainty", String),
    Column("words", Text, nullable=False),
    Column("written_by", String(36), ForeignKey("user.id")),
)
"""A strength or a need as somebody saw it on a day: ``code`` is a factor or a focus area of the strategy. The
latest of a code says how it stands, those before it how it has changed."""

relationship = Table(
    "relationship",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("other_id", String(36), ForeignKey("person.id"), index=True),
    Column("name", Text, nullable=False),
    Column("relation", String, nullable=False),
    Column("contact", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("lives_with", Boolean, nullable=False),
    Column("emergency", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("ended_on", Date),
)
"""Somebody in a person's life: ``relation`` is what they are to the person. With a record of their own they
are ``other_id``, else only a ``name``."""

notice = Table(
    "notice",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("told_on", Date, nullable=False),
    Column("told_to", String, nullable=False),
    Column("form", String, nullable=False),
    Column("how", String, nullable=False),
    Column("note", Text, nullable=False),
    _to("written_by", "user"),
)
"""That somebody was told what is kept about them and why, and in the words of which age."""

consent = Table(
    "consent",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("kind", String, nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("given_by", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("how", String, nullable=False),
    Column("until_on", Date),
    Column("withdrawn_on", Date),
    Column("withdrawn_by", String),
    Column("note", Text, nullable=False),
    _to("written_by", "user"),
)
"""A yes or a no to one thing, by whom; ``name`` is theirs where it is not the person's own."""

document = Table(
    "document",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("name", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("added_on", Date, nullable=False),
    _to("added_by", "user"),
    Column("note", Text, nullable=False),
    # Last: a column behind it is only reached by reading all of it.
    Column("content", LargeBinary, nullable=False, info=SECRET),
)
"""A file about a person, whole, inside the store. The latest of kind "portrait" is the record's photo."""

task = Table(
    "task",
    PROVIDER,
    _id(),
    Column("person_id", String(36), ForeignKey("person.id"), index=True),
    Column("words", Text, nullable=False),
    Column("due_on", Date),
    _to("owner_id", "user", index=True),
    _to("made_by", "user"),
    Column("made_on", Date, nullable=False),
    Column("done_on", Date),
)
"""Something to do, by whom and until when; about a person, or about none."""

merge = Table(
    "merge",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("gone_id", String(36), nullable=False, index=True),
    Column("merged_on", Date, nullable=False),
    _to("merged_by", "user"),
    Column("record", JSON, nullable=False, info=SECRET),
    Column("undone_on", Date),
)
"""That two records became one: ``gone_id`` was the other's, ``record`` is what it takes to part them again,
and is emptied when the time for that is over."""

tag = Table(
    "tag",
    PROVIDER,
    _id(),
    Column("owner", String(36), nullable=False),
    Column("field", String, nullable=False),
    Column("code", String, nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("owner", "field", "code"),
)
"""A code that a row can have several of: an intervention's districts, a session's focus areas."""

release = Table(
    "release",
    PROVIDER,
    _id(),
    Column("return_id", String(36), nullable=False),
    _to("intervention_id", "intervention"),
    Column("quarter", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("standing", String, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("document", LargeBinary, nullable=False, info=SECRET),
    Column("made_on", Date, nullable=False),
    Column("counted", LargeBinary, info=SECRET),
    UniqueConstraint("intervention_id", "quarter", "version"),
)
"""A final return, frozen: the bytes that were signed. ``counted``: the same before small counts were hidden,
so that a later return can be protected together with it; none where an earlier program froze it."""

asked = Table(
    "asked",
    PROVIDER,
    _id(),
    _to("intervention_id", "intervention"),
    Column("quarter", String(10), nullable=False),
    Column("part", String, nullable=False),
    Column("said", JSON, nullable=False),
    UniqueConstraint("intervention_id", "quarter", "part"),
)
"""What a return asks for because no record holds it: one row a part (money, narrative, risks, targets)."""

story = Table(
    "story",
    PROVIDER,
    _id(),
    _to("intervention_id", "intervention"),
    Column("quarter", String(10), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("priority", String),
    Column("person_id", String(36), ForeignKey("person.id"), index=True),
    Column("consent", Text, nullable=False),
    Index("ix_story_intervention_id_quarter", "intervention_id", "quarter"),
)
"""A case study or somebody's own words, for one return. Without ``person_id``, ``consent`` says how they
agreed."""

legal_hold = Table(
    "legal_hold",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("reason", Text, nullable=False),
    Column("placed_on", Date, nullable=False),
    Column("lifted_on", Date),
)
"""A record that must not be erased, whatever its age, until somebody lifts it."""

retention_review = Table(
    "retention_review",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("reviewed_on", Date, nullable=False),
    Column("keep_until", Date, nullable=False),
    Column("reason", Text, nullable=False),
)
"""That a record whose time was up is kept on: until when, and why."""

subject_access = Table(
    "subject_access",
    PROVIDER,
    _id(),
    _to("person_id", "person", index=True),
    Column("asked_by", String, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("given_on", Date),
    Column("pack_digest", String(64)),
)
"""That somebody asked what is held about a person, and when it was given."""

erasure = Table(
    "erasure",
    PROVIDER,
    _id(),
    Column("person_id", String(36), nullable=False, unique=True),
    Column("erased_on", Date, nullable=False),
    Column("reason", String, nullable=False),
    Column("rows", JSON, nullable=False),
    Column("cleaned_on", Date),
)
"""That a record was erased: how many rows of each table, nothing of what they held. ``cleaned_on`` is empty
until the file has been rewritten without what was deleted. A restored backup does it again by these."""

assignment = Table(
    "assignment",
    PROVIDER,
    _id(),
    _to("user_id", "user"),
    _to("intervention_id", "intervention", index=True),
    UniqueConstraint("user_id", "intervention_id"),
)
"""Which interventions a worker works in: their people are the worker's to see."""

access_grant = Table(
    "access_grant",
    PROVIDER,
    _id(),
    _to("user_id", "user", index=True),
    _to("person_id", "person", index=True),
    Column("reason", Text, nullable=False),
    Column("from_at", String, nullable=False),
    Column("until_at", String),
)
"""A record that somebody may see outside their interventions: one they added (no end), or one that they
opened with a reason, until when."""

draft = Table(
    "draft",
    PROVIDER,
    _id(),
    Column("user_id", String(36), nullable=False),
    Column("page", String, nullable=False),
    Column("subject", String(36), nullable=False),
    Column("fields", JSON, nullable=False, info=SECRET),
    Column("saved_at", String, nullable=False),
    UniqueConstraint("user_id", "page", "subject"),
)
"""What somebody has typed into a page and not saved. ``subject`` is the id of the person, journey or session
it is about, empty for a new one."""

custody = Table(
    "custody",
    PROVIDER,
    _id(),
    Column("made_on", Date, nullable=False),
    Column("path", String, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("custodian", String, nullable=False),
    Column("contact", String, nullable=False),
    Column("destroy_on", Date, nullable=False),
    Column("destroyed_on", Date),
)
"""A sealed archive at the end of a commission: who keeps it, and until when."""

COMMISSIONER = MetaData(naming_convention=NAMING)
_shared(COMMISSIONER)

provider_key = Table(
    "provider_key",
    COMMISSIONER,
    _id(),
    Column("provider_id", String(36), nullable=False, unique=True),
    Column("provider", String, nullable=False),
    Column("public", LargeBinary(32), nullable=False),
    Column("seen_on", Date, nullable=False),
    Column("confirmed", Boolean, nullable=False),
)
"""The key a provider signs with, pinned when it was first seen."""

received = Table(
    "received",
    COMMISSIONER,
    _id(),
    Column("provider_id", String(36), nullable=False),
    Column("intervention_code", String, nullable=False),
    Column("quarter", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("standing", String, nullable=False),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("file_hash", String(64), nullable=False),
    Column("file_name", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("signature", String, nullable=False),
    Column("document", LargeBinary, nullable=False, info=SECRET),
    Column("findings", JSON, nullable=False),
    Column("intervals", JSON, nullable=False),
    Column("current", Boolean, nullable=False),
    Index("ix_received_quarter_intervention_code", "quarter", "intervention_code"),
)
"""A return as it came. ``intervals``: what its hidden counts can be at most and at least, worked out once."""
