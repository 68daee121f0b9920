"""Groups and plans that make sessions, what a register says beside a mark, and safeguarding concerns."""

import sqlalchemy as sa
from alembic import op

revision = "p0007"
down_revision = "p0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("schools", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_table(
        "regular_group",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("intervention_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["intervention_id"],
            ["intervention.id"],
            name=op.f("fk_regular_group_intervention_id_intervention"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regular_group")),
    )
    op.create_index(
        op.f("ix_regular_group_intervention_id"), "regular_group", ["intervention_id"], unique=False
    )
    op.create_table(
        "group_member",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["regular_group.id"], name=op.f("fk_group_member_group_id_regular_group")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_group_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
    )
    op.create_index(op.f("ix_group_member_group_id"), "group_member", ["group_id"], unique=False)
    op.create_index(op.f("ix_group_member_person_id"), "group_member", ["person_id"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("intervention_id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("setting", sa.String(), nullable=True),
        sa.Column("term_time", sa.Boolean(), nullable=False),
        sa.Column("bank_holidays", sa.Boolean(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("made_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["regular_group.id"], name=op.f("fk_plan_group_id_regular_group")
        ),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_plan_intervention_id_intervention")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_group_id"), "plan", ["group_id"], unique=False)
    op.create_index(op.f("ix_plan_intervention_id"), "plan", ["intervention_id"], unique=False)
    op.create_table(
        "concern",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.String(length=36), nullable=False),
        sa.Column("raised_at", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_concern_person_id_person")),
        sa.ForeignKeyConstraint(["raised_by"], ["user.id"], name=op.f("fk_concern_raised_by_user")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_concern_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    op.create_index(op.f("ix_concern_person_id"), "concern", ["person_id"], unique=False)
    op.create_index(op.f("ix_concern_session_id"), "concern", ["session_id"], unique=False)
    op.create_table(
        "concern_addition",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("concern_id", sa.String(length=36), nullable=False),
        sa.Column("written_by", sa.String(length=36), nullable=False),
        sa.Column("written_at", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_addition_concern_id_concern")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["user.id"], name=op.f("fk_concern_addition_written_by_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_addition")),
    )
    op.create_index(op.f("ix_concern_addition_concern_id"), "concern_addition", ["concern_id"], unique=False)
    op.create_table(
        "occurrence",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_occurrence_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_occurrence_session_id_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("plan_id", "planned_on", name=op.f("uq_occurrence_plan_id_planned_on")),
        sa.UniqueConstraint("session_id", name=op.f("uq_occurrence_session_id")),
    )
    op.create_table(
        "trained",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.CheckConstraint("count >= 0", name=op.f("ck_trained_not_negative")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_trained_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trained")),
    )
    op.create_index(op.f("ix_trained_session_id"), "trained", ["session_id"], unique=False)
    op.add_column("attendance", sa.Column("excuse", sa.String(), nullable=True))
    op.add_column("attendance", sa.Column("star", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    with op.batch_alter_table("session") as session:
        session.add_column(sa.Column("title", sa.String(), nullable=False, server_default=sa.text("''")))
        session.add_column(sa.Column("weather", sa.String(), nullable=True))
        session.add_column(sa.Column("finished_on", sa.Date(), nullable=True))
        session.add_column(sa.Column("group_id", sa.String(length=36), nullable=True))
        session.create_index(op.f("ix_session_group_id"), ["group_id"])
        session.create_foreign_key(
            op.f("fk_session_group_id_regular_group"), "regular_group", ["group_id"], ["id"]
        )
    # What was recorded before there was a button to finish it counts as finished on its own day.
    op.execute(
        "UPDATE session SET finished_on = held_on WHERE status = 'cancelled' OR status = 'delivered' AND ("
        "EXISTS (SELECT 1 FROM attendance WHERE session_id = session.id AND mark IS NOT NULL) "
        "OR EXISTS (SELECT 1 FROM head_count WHERE session_id = session.id))"
    )


def downgrade() -> None:
    with op.batch_alter_table("session") as session:
        session.drop_constraint(op.f("fk_session_group_id_regular_group"), type_="foreignkey")
        session.drop_index(op.f("ix_session_group_id"))
        for name in ("group_id", "finished_on", "weather", "title"):
            session.drop_column(name)
    op.drop_column("attendance", "star")
    op.drop_column("attendance", "excuse")
    concerns = ("concern_addition", "concern")
    for table in ("trained", "occurrence", *concerns, "plan", "group_member", "regular_group", "closure"):
        op.drop_table(table)
