"""The person's record: strengths and needs, consent, network, documents, measures, steps, tasks, merging."""

import sqlalchemy as sa
from alembic import op

revision = "p0008"
down_revision = "p0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instrument",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint("code", name=op.f("uq_instrument_code")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_consent_written_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["user.id"], name=op.f("fk_document_added_by_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_person_id"), "document", ["person_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("certainty", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_finding_person_id_person")),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_finding_written_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_person_id"), "finding", ["person_id"], unique=False)
    op.create_table(
        "merge",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("gone_id", sa.String(length=36), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("merged_by", sa.String(length=36), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["merged_by"], ["user.id"], name=op.f("fk_merge_merged_by_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_merge_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index(op.f("ix_merge_gone_id"), "merge", ["gone_id"], unique=False)
    op.create_index(op.f("ix_merge_person_id"), "merge", ["person_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_to", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_notice_written_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_person_id"), "notice", ["person_id"], unique=False)
    op.create_table(
        "relationship",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("other_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("lives_with", sa.Boolean(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_relationship_other_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_relationship_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship")),
    )
    op.create_index(op.f("ix_relationship_other_id"), "relationship", ["other_id"], unique=False)
    op.create_index(op.f("ix_relationship_person_id"), "relationship", ["person_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_task_made_by_user")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_task_owner_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_owner_id"), "task", ["owner_id"], unique=False)
    op.create_index(op.f("ix_task_person_id"), "task", ["person_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("enrolment_id", sa.String(length=36), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("informant", sa.String(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_assessment_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "enrolment_id",
            "instrument",
            "stage",
            "taken_on",
            "informant",
            name=op.f("uq_assessment_enrolment_id_instrument_stage_taken_on_informant"),
        ),
    )
    op.create_index(op.f("ix_assessment_enrolment_id"), "assessment", ["enrolment_id"], unique=False)
    op.create_table(
        "onward_referral",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("enrolment_id", sa.String(length=36), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("referred_to", sa.Text(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("uptake", sa.String(), nullable=False),
        sa.Column("uptake_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_onward_referral_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onward_referral")),
    )
    op.create_index(
        op.f("ix_onward_referral_enrolment_id"), "onward_referral", ["enrolment_id"], unique=False
    )
    op.create_table(
        "pause",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("enrolment_id", sa.String(length=36), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_pause_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(op.f("ix_pause_enrolment_id"), "pause", ["enrolment_id"], unique=False)
    op.create_table(
        "goal_step",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("goal_id", sa.String(length=36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("doer", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_step_goal_id_goal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_step")),
    )
    op.create_index(op.f("ix_goal_step_goal_id"), "goal_step", ["goal_id"], unique=False)
    op.add_column(
        "enrolment", sa.Column("referral_reason", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("enrolment", sa.Column("key_worker_id", sa.String(length=36), nullable=True))
    op.add_column("goal", sa.Column("factor", sa.String(), nullable=True))
    op.add_column("person", sa.Column("language", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column(
        "person", sa.Column("interpreter", sa.Boolean(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "person", sa.Column("neurodiversity", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "person", sa.Column("access_needs", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("reading", sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False))
    _move_factors()


def _move_factors() -> None:
    """A factor that stood on a journey becomes a finding of the person: as it was when they were referred, by
    whoever wrote it down. Of several the earliest, under the id it had, by which the journal knows it."""
    op.execute(
        sa.text("""
            WITH factor AS (
                SELECT tag.id, enrolment.person_id, tag.code, enrolment.referred_on,
                       row_number() OVER (
                           PARTITION BY enrolment.person_id, tag.code
                           ORDER BY enrolment.referred_on, tag.id
                       ) AS place
                FROM tag JOIN enrolment ON tag.owner = enrolment.id
                WHERE tag.field = 'factors'
            )
            INSERT INTO finding (id, person_id, code, standing, seen_on, words, written_by)
            SELECT factor.id, factor.person_id, factor.code,
                   CASE WHEN factor.code LIKE 'protective.%' THEN 'there' ELSE 'now' END,
                   factor.referred_on, '',
                   (SELECT user.id FROM journal JOIN user ON user.id = journal.actor
                    WHERE journal.entity = 'tag' AND journal."action" = 'insert'
                      AND journal."row" = factor.id
                    ORDER BY journal.seq LIMIT 1)
            FROM factor WHERE factor.place = 1
        """)
    )
    op.execute(
        sa.text("DELETE FROM tag WHERE field = 'factors' AND owner IN (SELECT enrolment.id FROM enrolment)")
    )


def downgrade() -> None:
    op.drop_column("reading", "note")
    op.drop_column("person", "access_needs")
    op.drop_column("person", "neurodiversity")
    op.drop_column("person", "interpreter")
    op.drop_column("person", "language")
    op.drop_column("goal", "factor")
    op.drop_column("enrolment", "key_worker_id")
    op.drop_column("enrolment", "referral_reason")
    op.drop_table("goal_step")
    op.drop_table("pause")
    op.drop_table("onward_referral")
    op.drop_table("assessment")
    op.drop_table("task")
    op.drop_table("relationship")
    op.drop_table("notice")
    op.drop_table("merge")
    op.drop_table("finding")
    op.drop_table("document")
    op.drop_table("consent")
    op.drop_table("instrument")
